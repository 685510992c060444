"""Reading letters: what was told to whom, what still waits, and when somebody last looked."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from datetime import date, datetime

from ntmtrack.domain.reminder import OPEN, TOLD, LetterKind, MailState, Told
from ntmtrack.record import Record

_LAST = (
    "d.id = (select max(x.id) from delivery x"
    " where x.letter_id = d.letter_id and x.address = d.address)"
)

_LAST_ON = (
    "d.id = (select max(x.id) from delivery x"
    " where x.letter_id = d.letter_id and x.address = d.address and x.happened_on <= :day)"
)


def _words(states: Iterable[MailState]) -> str:
    return ", ".join(f"'{state.value}'" for state in sorted(states))


class Entry(Record):
    """A letter to one address, as it stands. `tasks` counts what it tells."""

    letter: int
    number: str
    kind: LetterKind
    receiver: str
    name: str
    address: str
    sender: str
    subject: str
    period: str
    written_on: date
    tasks: int
    state: MailState
    happened_on: date
    happened_at: datetime
    attempt: int
    why: str | None
    next_try: datetime | None


_ENTRY = """
select l.id, l.number, l.kind, l.receiver, l.receiver_name, d.address, l.sender, l.subject,
       l.period, l.written_on, (select count(*) from told t where t.letter_id = l.id),
       d.state, d.happened_on, d.happened_at, d.attempt, d.why, d.next_try
from letter l cross join delivery d on d.letter_id = l.id
where {where} and {which} order by l.id, d.id
"""


def entries(
    conn: sqlite3.Connection,
    *,
    states: Collection[MailState] | None = None,
    day: date = date.max,
) -> list[Entry]:
    """Every letter to every address as it stood on a day, the oldest letter first.

    `states`: only those that stood so.
    """
    where = "1" if states is None else f"d.state in ({_words(states)})"
    return _entries(conn, where, _LAST_ON, day=day.isoformat())


def entries_of(conn: sqlite3.Connection, letters: Iterable[int]) -> list[Entry]:
    """The same of some letters."""
    listed = ", ".join(str(int(key)) for key in letters) or "null"
    return _entries(conn, f"l.id in ({listed})")


def story(conn: sqlite3.Connection, letter: int) -> list[Entry]:
    """Everything that became of one letter, step by step."""
    return _entries(conn, "l.id = :letter", "1", letter=letter)


def _entries(
    conn: sqlite3.Connection, where: str, which: str = _LAST, **places: object
) -> list[Entry]:
    rows = conn.execute(_ENTRY.format(where=where, which=which), places)
    return [
        Entry._make(
            (
                *row[:2],
                LetterKind(row[2]),
                *row[3:9],
                date.fromisoformat(row[9]),
                row[10],
                MailState(row[11]),
                date.fromisoformat(row[12]),
                datetime.fromisoformat(row[13]),
                *row[14:16],
                None if row[16] is None else datetime.fromisoformat(row[16]),
            )
        )
        for row in rows
    ]


def told(
    conn: sqlite3.Connection,
    kind: LetterKind,
    to: tuple[str, str],
    *,
    marks: Collection[str],
    day: date,
) -> Told:
    """Which of these marks a receiver has been told of at an address by a day, and when last.

    `to` is the receiver and the address. What a clock that ran ahead sent on a later day does
    not count.
    """
    receiver, address = to
    places = {
        "kind": kind.value,
        "receiver": receiver,
        "address": address,
        "marks": json.dumps(sorted(marks)),
        "day": day.isoformat(),
    }
    has_told = (
        "l.kind = :kind and l.receiver = :receiver and d.address = :address collate nocase"
        f" and d.state in ({_words(TOLD)}) and d.happened_on <= :day and {_LAST}"
    )
    known = conn.execute(
        "select distinct t.mark from told t cross join letter l on l.id = t.letter_id"
        " cross join delivery d on d.letter_id = l.id"
        f" where t.mark in (select value from json_each(:marks)) and {has_told}",
        places,
    ).fetchall()
    last = conn.execute(
        "select max(d.happened_on) from letter l cross join delivery d on d.letter_id = l.id"
        f" where {has_told}",
        places,
    ).fetchone()[0]
    return Told(
        frozenset(mark for (mark,) in known), None if last is None else date.fromisoformat(last)
    )


class Pending(Record):
    """A letter to an address that has certainly not gone, and how it stands."""

    letter: int
    kind: LetterKind
    receiver: str
    address: str
    content_hash: str
    period: str
    written_on: date
    tried_on: date
    attempts: int
    next_try: str | None
    given_up: bool


def pending(conn: sqlite3.Connection) -> list[Pending]:
    """The letters that have certainly not gone and are not given over; the oldest first."""
    rows = conn.execute(
        "select l.id, l.kind, l.receiver, d.address, l.content_hash, l.period, l.written_on,"
        " d.happened_on, d.attempt, d.next_try, d.state = 'failed' and d.next_try is null"
        " from letter l cross join delivery d on d.letter_id = l.id"
        f" where d.state in ({_words(OPEN)}) and {_LAST} order by l.id"
    )
    return [
        Pending._make(
            (
                row[0],
                LetterKind(row[1]),
                *row[2:6],
                date.fromisoformat(row[6]),
                date.fromisoformat(row[7]),
                *row[8:10],
                bool(row[10]),
            )
        )
        for row in rows
    ]


def undelivered(conn: sqlite3.Connection) -> int:
    """How many letters to an address have not gone, or may not have."""
    row = conn.execute(
        "select count(*) from delivery d"
        f" where d.state in ({_words({*OPEN, MailState.UNKNOWN})}) and {_LAST}"
    ).fetchone()
    return int(row[0])


def same_letter(conn: sqlite3.Connection, header_id: str) -> int | None:
    """The letter with this Message-ID, if it was written before."""
    row = conn.execute("select id from letter where header_id = ?", (header_id,)).fetchone()
    return None if row is None else int(row[0])


def content(conn: sqlite3.Connection, letter: int) -> bytes:
    """A letter exactly as it leaves."""
    row = conn.execute("select content from letter where id = ?", (letter,)).fetchone()
    return str(row[0]).encode("ascii")


def numbered(conn: sqlite3.Connection, number: str) -> int | None:
    """The letter with this number."""
    row = conn.execute("select id from letter where number = ?", (number,)).fetchone()
    return None if row is None else int(row[0])


class Run(Record):
    """One look at who is to be told something."""

    kind: LetterKind
    happened_on: date
    happened_at: datetime
    queued: int
    sent: int
    undelivered: int


def last_runs(conn: sqlite3.Connection, day: date) -> list[Run]:
    """The last look of each kind by a day."""
    rows = conn.execute(
        "select kind, happened_on, happened_at, queued, sent, undelivered from mail_run r"
        " where r.id = (select max(x.id) from mail_run x where x.kind = r.kind"
        " and x.happened_on <= :day) order by happened_at, id",
        {"day": day.isoformat()},
    )
    return [
        Run(
            LetterKind(row[0]), date.fromisoformat(row[1]), datetime.fromisoformat(row[2]), *row[3:]
        )
        for row in rows
    ]


def last_sent(conn: sqlite3.Connection, day: date) -> datetime | None:
    """When a letter last went, by a day."""
    row = conn.execute(
        "select max(happened_at) from delivery where state = 'sent' and happened_on <= ?",
        (day.isoformat(),),
    ).fetchone()
    return None if row[0] is None else datetime.fromisoformat(row[0])


class Addressee(Record):
    """An agency or a person who may be written to. `ended`: it is no more on the day.

    `unusable` are addresses that no letter can bear.
    """

    key: int
    uid: str
    name: str
    lang: str | None
    addresses: tuple[str, ...]
    ended: bool = False
    unusable: tuple[str, ...] = ()

    @property
    def reachable(self) -> bool:
        """Whether a letter can go there."""
        return bool(self.addresses) and not self.ended


_HOLDING = (
    "(m.valid_from is null or m.valid_from <= :day) and (m.valid_to is null or m.valid_to >= :day)"
)


def agency_addressees(conn: sqlite3.Connection, day: date) -> list[Addressee]:
    """Every agency as one writes to it on a day."""
    rows = conn.execute(
        "select a.id, a.uid, a.name, a.lang,"
        " (select group_concat(address, char(10)) from (select address from agency_address m"
        f" where m.agency_id = a.id and {_HOLDING} order by m.uid)),"
        " a.valid_to is not null and a.valid_to < :day from agency a order by a.folded, a.uid",
        {"day": day.isoformat()},
    )
    return [_addressee(row) for row in rows]


def person_addressees(conn: sqlite3.Connection, day: date) -> list[Addressee]:
    """Every person as one writes to them on a day, in the language of their agency.

    With their agency they end too.
    """
    rows = conn.execute(
        "select p.id, p.uid, p.name, a.lang,"
        " (select group_concat(address, char(10)) from (select address from person_address m"
        f" where m.person_id = p.id and {_HOLDING} order by m.uid)),"
        " coalesce(p.valid_to < :day, 0) or coalesce(a.valid_to < :day, 0)"
        " from person p join agency a on a.id = p.agency_id order by p.folded, p.uid",
        {"day": day.isoformat()},
    )
    return [_addressee(row) for row in rows]


def _addressee(row: tuple[int, str, str, str | None, str | None, int]) -> Addressee:
    addresses = tuple(row[4].split("\n")) if row[4] else ()
    return Addressee(*row[:4], addresses, bool(row[5]))
