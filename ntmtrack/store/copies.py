"""Copies of a ledger: made, proved and named in a folder of their own; the newest are kept.

A copy's name says of which ledger it is, when it was made, and its last change; one that was made
by itself also says before what: `ntmtrack-20260105-070000-c412-before-import.db`.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from ntmtrack.errors import DatabaseError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.store import database
from ntmtrack.store.copies_held import Copy, held, last_stand
from ntmtrack.store.holding import sole_copier
from ntmtrack.store.proving import (
    Proof,
    copy_pages,
    proved,
    require_ours,
    room_for,
    settle,
)
from ntmtrack.store.queries_stand import Stand, stand

_PATIENCE = 60.0
"""Seconds that one copy waits for another into the same folder."""

_STAMP = "%Y%m%d-%H%M%S"


class Made(Record):
    """The copy that holds the ledger now, whether it is new, and the older ones that went.

    `torn` is what in the ledger is not as its changes wrote it.
    """

    copy: Copy
    new: bool
    removed: tuple[Copy, ...] = ()
    torn: tuple[Message, ...] = ()


class Wish(Record):
    """What is asked of a copy: made when (time of the office), before what, and how many to keep.

    One that was asked for is proved whole; one made before something else, quickly.
    """

    now: datetime
    keep: int
    before: str | None = None


def make(ledger: Path, folder: Path, wish: Wish) -> Made:
    """A proved copy of a ledger in a folder, unless one there holds the same changes already.

    Older copies of the same ledger, made for the same reason, go once the new one is safe. Raises
    DatabaseError if the ledger cannot be read or is damaged, or the copy cannot be made.
    """
    with database.faults(ledger), closing(database.connected(ledger)) as conn:
        now = stand(conn)
        require_ours(ledger, now)
    with _alone(ledger, folder):
        with room_for(folder):
            own = _own(held(ledger, folder), now)
        same = [copy for copy, its in own if its.holds(now) and _serves(copy, wish)]
        if same:
            return Made(same[-1], new=False)
        copy, proof = _made(ledger, folder, wish, [each for each, _ in own])
        alike = [each for each, _ in own if each.before == wish.before]
        return Made(copy, True, _let_go(alike, wish.keep - 1), proof.torn)


def _own(copies: Sequence[Copy], now: Stand) -> list[tuple[Copy, Stand]]:
    """The copies that are of the same office's ledger, by what is in them."""
    looked = ((copy, last_stand(copy)) for copy in copies)
    return [(copy, its) for copy, its in looked if its is not None and its.office == now.office]


def _serves(copy: Copy, wish: Wish) -> bool:
    """Whether a copy stands for the one that is wished for, and still can be trusted."""
    if wish.before is None and copy.before is not None:
        return False
    try:
        proved(copy.path, quick=wish.before is not None)
    except DatabaseError:
        return False
    return True


def _made(ledger: Path, folder: Path, wish: Wish, own: Sequence[Copy]) -> tuple[Copy, Proof]:
    with room_for(folder):
        aside = database.aside_of(folder / ledger.resolve().name)
    try:
        copy_pages(ledger, aside)
        proof = _proof(ledger, aside, quick=wish.before is not None)
        with room_for(folder):
            settle(aside)
            # A clock that was set back must not make the newest copy the oldest.
            moment = max([wish.now, *(each.made_at + timedelta(seconds=1) for each in own)])
            copy = _named(ledger, folder, aside, moment, proof.stand.change or 0, wish.before)
            settle(folder)
    finally:
        aside.unlink(missing_ok=True)
    return copy, proof


def _proof(ledger: Path, aside: Path, *, quick: bool) -> Proof:
    try:
        return proved(aside, quick=quick)
    except DatabaseError as error:
        raise DatabaseError(
            say("the ledger {path} is damaged", path=str(ledger)),
            hint=say("see `ntmtrack doctor`, then go back to a copy: `ntmtrack restore FILE`"),
            details=(say("no copy was made, and none was removed"),),
        ) from error


def _named(
    ledger: Path, folder: Path, aside: Path, moment: datetime, change: int, before: str | None
) -> Copy:
    """Give a copy its name: the first second that no other has taken."""
    cause = f"-before-{before}" if before else ""
    stem = ledger.resolve().stem
    while True:
        path = folder / f"{stem}-{moment.strftime(_STAMP)}-c{change}{cause}.db"
        try:
            database.move_new(aside, path)
        except FileExistsError:
            moment += timedelta(seconds=1)
            continue
        return Copy(path, moment.replace(microsecond=0), change, before)


def _let_go(alike: Sequence[Copy], keep: int) -> tuple[Copy, ...]:
    """Remove all but the newest of some copies; the ones that went."""
    gone = alike[: max(0, len(alike) - keep)]
    for copy in gone:
        with room_for(copy.path):
            copy.path.unlink(missing_ok=True)
    return tuple(gone)


@contextmanager
def _alone(ledger: Path, folder: Path) -> Iterator[None]:
    """The folder, made if it is missing, with nobody else making copies in it.

    What a killed run left there unfinished is cleared away.
    """
    with room_for(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    with sole_copier(folder, patience=_PATIENCE) as mine:
        if not mine:
            raise DatabaseError(
                say("another copy is being made in {path}", path=str(folder)),
                hint=say("wait until it has ended, then try again; nothing was written"),
            )
        for left in folder.glob(f".{_literal(ledger.resolve().name[:80])}.*.new"):
            left.unlink(missing_ok=True)
        yield


def _literal(name: str) -> str:
    """A name as a pattern that fits it alone."""
    return re.sub(r"([*?[])", r"[\1]", name)
