"""What a use case knows of its run. Clock, file and language enter here and nowhere else."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ntmtrack.record import Record

if TYPE_CHECKING:
    import sqlite3

    from ntmtrack.store.writing import Writing


OFFICE_TIME = timedelta(hours=7)
"""The days of the ledger are those of Viet Nam (UTC+7, no summer time)."""


def office_day(moment: datetime) -> date:
    """The day of the office in which an aware moment falls."""
    return (moment.astimezone(UTC) + OFFICE_TIME).date()


class Seen:
    """What a look saw of the ledger, as far as its answer must say it."""

    def __init__(self) -> None:
        self.change: int | None = None
        self.sets: dict[str, str] = {}

    def note(self, conn: "sqlite3.Connection") -> None:
        """Keep the last change that can be seen, and the hash of every set."""
        from ntmtrack.store.view import last_change, set_hashes

        self.change = last_change(conn)
        self.sets = set_hashes(conn)


class Context(Record):
    """One run: its ledger, its day, its author and the words that were typed.

    `typed` are the words of its command line.
    `as_of` is the day that a look is for; it is `today` unless the user asks for another.
    `known` is the day, or the change, by which what it sees had been recorded (None: all), and
    `seen` is told what was looked at.
    `day_given` and `path_given` say whether the user named today and the ledger. Within an
    `open_change` everything written belongs to that change. `mail` is what the configuration
    says of mail, as it stands there, `person` whose board it is, `form` the name of the form in
    which somebody wishes to read a terminal; `options` names the global options that were typed.
    """

    path: Path
    today: date
    now: datetime
    as_of: date
    lang: str = "vi"
    actor: str = ""
    typed: Sequence[str] = ()
    day_given: bool = False
    path_given: bool = False
    open_change: "Writing | None" = None
    mail: Mapping[str, object] | None = None
    person: str | None = None
    form: str | None = None
    options: frozenset[str] = frozenset()
    known: date | int | None = None
    seen: Seen | None = None

    @property
    def command(self) -> str:
        """The command line as it was typed, fit to store and to be typed again."""
        import shlex

        from ntmtrack.domain.text import clean

        return clean(shlex.join(self.typed))

    @property
    def moment(self) -> datetime:
        """Now, on the day that is taken for today: what waits for a moment waits for this one."""
        return self.now + timedelta(days=(self.today - office_day(self.now)).days)

    @contextmanager
    def reading(self) -> Iterator["sqlite3.Connection"]:
        """The ledger, to look at: one state of it, however many questions are asked.

        Raises DatabaseError if it cannot be opened.
        """
        from ntmtrack.store.database import faults, open_reader

        with closing(open_reader(self.path, self.known)) as conn, faults(self.path):
            if self.seen is not None:
                self.seen.note(conn)
            yield conn

    @contextmanager
    def writing(self, *, reason: str | None = None) -> Iterator["Writing"]:
        """One change of the ledger: all of it or nothing."""
        if self.open_change is not None:
            if reason:
                self.open_change.because(reason)
            yield self.open_change
            return
        from ntmtrack.store.writing import Occasion, writing

        occasion = Occasion(self.actor, self.command, self.now, reason)
        with writing(self.path, occasion) as change:
            yield change

    @contextmanager
    def rehearsing(self) -> Iterator["Writing"]:
        """A change to try out: whatever was written in it is gone when it ends."""
        with suppress(_Rehearsed), self.writing() as change:
            yield change
            raise _Rehearsed


class _Rehearsed(Exception):
    """Ends a change that was only tried out."""
