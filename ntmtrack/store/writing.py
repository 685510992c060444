"""One change per command, or one after the other: the transaction they live in, and their seals."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from heapq import merge
from itertools import chain
from json.encoder import encode_basestring_ascii
from pathlib import Path

from ntmtrack.record import Record
from ntmtrack.store import kept_tasks, schema, slates
from ntmtrack.store.database import faults, open_writer
from ntmtrack.store.identity import rising_uids

Value = str | int | None

_BULK = 1000
"""Rows at once that are worth more memory."""

_TOGETHER = 20
"""Rows of one statement: of more, SQLite gains nothing more."""


class Occasion(Record):
    """Why a change is made: who, with which command line, at what moment (aware, UTC).

    `kind` is one of command, undo, bundle, migration; an undo `undoes` a change, by its number.
    """

    actor: str
    command: str
    now: datetime
    reason: str | None = None
    kind: str = "command"
    undoes: int | None = None


class Writing(Record):
    """An open change. Every row goes through it and is stamped with it.

    `uids` are those of its rows; they rise, so that order by uid is the order of writing.
    """

    conn: sqlite3.Connection
    change: int
    now: datetime
    uids: Iterator[str]

    def insert(self, table: str, row: Mapping[str, Value]) -> int:
        """Append one row (a fact or a new entity) and hand back its id.

        `uid` is given unless the row brings one.
        """
        self._known(table)
        full: dict[str, Value] = {**self._uid(table), **row}
        written = self.conn.execute(_insert(table, tuple(full)), [self.change, *full.values()])
        assert written.lastrowid is not None
        return written.lastrowid

    def insert_many(self, table: str, rows: Sequence[Mapping[str, Value]]) -> range:
        """Append many rows with the same keys at once and hand back their ids, in order."""
        if not rows:
            return range(0)
        self._known(table)
        if any(row.keys() != rows[0].keys() for row in rows):
            # A key that only some rows have would be lost without a word.
            raise KeyError(table)
        names = list(rows[0])
        values = [[*map(row.__getitem__, names)] for row in rows]
        if table != "setting" and "uid" not in names:
            names.insert(0, "uid")
            for uid, row in zip(self.uids, values, strict=False):
                row.insert(0, uid)
        if len(rows) >= _BULK:
            # Their indexes do not fit into the little that SQLite keeps in memory by itself.
            self.conn.execute("pragma cache_size = -65536")
        # The lists of the checks are made anew for each statement, not for each of its rows.
        whole = len(values) - len(values) % _TOGETHER
        own = (self.change,)
        if whole:
            many = _insert(table, tuple(names), _TOGETHER)
            blocks = (values[start : start + _TOGETHER] for start in range(0, whole, _TOGETHER))
            self.conn.executemany(many, ([*own, *chain.from_iterable(block)] for block in blocks))
        rest = ([*own, *row] for row in values[whole:])
        self.conn.executemany(_insert(table, tuple(names)), rest)
        # Nobody else writes meanwhile, and no id is given twice: they follow one another.
        last = int(self.conn.execute("select last_insert_rowid()").fetchone()[0])
        return range(last - len(values) + 1, last + 1)

    def correct(self, table: str, row_id: int, values: Mapping[str, Value]) -> None:
        """Correct an entity; `history` keeps before and after. KeyError if it is not there."""
        self._known(table)
        named = "".join(f"{name} = ?, " for name in values)
        written = self.conn.execute(
            f"update {table} set {named}change_id = ? where id = ?",
            (*values.values(), self.change, row_id),
        )
        if written.rowcount != 1:
            raise KeyError(table, row_id)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of the change that may fail: what it wrote is gone then, the rest stays."""
        self.conn.execute("savepoint attempt")
        try:
            yield
        except BaseException:
            # A full disk may have ended the whole change.
            if self.conn.in_transaction:
                self.conn.execute("rollback to attempt")
                self.conn.execute("release attempt")
            raise
        self.conn.execute("release attempt")

    def because(self, reason: str) -> None:
        """Say why the open change is made."""
        self.conn.execute("update change set reason = ? where id = ?", (reason, self.change))

    def next_number(self, prefix: str) -> int:
        """The next number of a series that people quote, never given before."""
        return int(
            self.conn.execute(
                "insert into number_series(prefix, last) values (?, 1)"
                " on conflict (prefix) do update set last = last + 1 returning last",
                (prefix,),
            ).fetchone()[0]
        )

    def last_number(self, prefix: str) -> int:
        """The last number of a series that was given; 0 where none was."""
        row = self.conn.execute(
            "select last from number_series where prefix = ?", (prefix,)
        ).fetchone()
        return 0 if row is None else int(row[0])

    def gave_numbers(self, prefix: str, last: int) -> None:
        """Note that the numbers of a series were given up to one; it is a later one."""
        self.conn.execute(
            "insert into number_series(prefix, last) values (?, ?)"
            " on conflict (prefix) do update set last = excluded.last",
            (prefix, last),
        )

    def _uid(self, table: str) -> dict[str, Value]:
        return {} if table == "setting" else {"uid": next(self.uids)}

    def _known(self, table: str) -> None:
        if table not in schema.ENTITIES and table not in schema.FACTS:
            raise KeyError(table)


@lru_cache(maxsize=64)
def _insert(table: str, names: tuple[str, ...], rows: int = 1) -> str:
    """The insertion of some rows, the first place that of their change.

    The words are the same for every change: SQLite prepares them once.
    """
    width = len(names)
    listed = ", ".join(
        f"({', '.join(f'?{place}' for place in range(start, start + width))}, ?1)"
        for start in range(2, 2 + rows * width, width)
    )
    return f"insert into {table} ({', '.join(names)}, change_id) values {listed}"


@contextmanager
def writing(path: Path, occasion: Occasion) -> Iterator[Writing]:
    """One transaction and one row in `change`; all of it or nothing.

    A command that writes no row leaves no change either. Raises DatabaseError when the file
    cannot be opened, locked or written.
    """
    with changing(path) as changes, changes.one(occasion) as change:
        yield change


@contextmanager
def changing(path: Path) -> Iterator["Changes"]:
    """One transaction for changes one after the other; all of them or nothing.

    Raises DatabaseError as `writing` does.
    """
    with closing(open_writer(path)) as conn, faults(path):
        conn.execute("begin immediate")
        try:
            changes = Changes(conn)
            yield changes
            # What wrote nothing leaves the file as it was, to the byte.
            conn.execute("commit" if changes.any else "rollback")
        except BaseException:
            if conn.in_transaction:
                conn.execute("rollback")
            raise


class Changes:
    """An open transaction. `any` is true once something was written in it."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.any = False
        self.conn = conn

    @contextmanager
    def one(self, occasion: Occasion) -> Iterator[Writing]:
        """The next change: sealed at its end, or not there if no row was written.

        What is raised within it must end the transaction.
        """
        conn = self.conn
        before = _marks(conn)
        conn.execute("savepoint one")
        change, now, uids = _open_change(conn, occasion)
        opened = conn.total_changes
        yield Writing(conn, change, now, uids)
        if conn.total_changes == opened:
            conn.execute("rollback to one")
        else:
            _seal(conn, change, before)
            self.any = True
        conn.execute("release one")


def _open_change(
    conn: sqlite3.Connection, occasion: Occasion
) -> tuple[int, datetime, Iterator[str]]:
    last_at, last, previous = conn.execute(
        "select recorded_at, id, hash from change order by id desc limit 1"
    ).fetchone() or ("", 0, None)
    # A clock set back must not put a change before the one it follows.
    recorded_at = max(stamp(occasion.now), last_at)
    now = datetime.fromisoformat(recorded_at)
    office = conn.execute("select value from setting where key = 'office_uid'").fetchone()
    number = max(last, _given(conn, office[0] if office else "")) + 1
    uids = rising_uids(now, _newest_uid(conn, now))
    conn.execute(
        "insert into change(id, uid, office, seq, kind, recorded_at, actor, command, reason,"
        " undoes, previous_hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            next(uids),
            office[0] if office else "",
            number,
            occasion.kind,
            recorded_at,
            occasion.actor,
            occasion.command,
            occasion.reason,
            occasion.undoes,
            previous,
        ),
    )
    return number, now, uids


CHANGES = "change"
"""The series of the numbers of changes: what it holds was given by a ledger that was left."""


def _given(conn: sqlite3.Connection, office: str) -> int:
    """The last number that a change of this office was given in a ledger that was left.

    Where an older copy was put back those numbers are not given again: the copy says so itself,
    or another office, which had those changes and gave them back.
    """
    (noted,) = conn.execute(
        "select max(last) from number_series where prefix = ?", (CHANGES,)
    ).fetchone()
    returned = None
    if "received" in schema.FACTS:
        (returned,) = conn.execute(
            "select max(seq) from received where office_uid = ?", (office,)
        ).fetchone()
    return max(noted or 0, returned or 0)


_AHEAD = timedelta(days=1)
"""By how much the clock of another office may be ahead and still be followed."""


def _newest_uid(conn: sqlite3.Connection, now: datetime) -> str | None:
    """The greatest uid of a change that is known here, this office's or another's."""
    newest: str | None = conn.execute("select max(uid) from change").fetchone()[0]
    if "received" in schema.FACTS:
        latest = next(rising_uids(now + _AHEAD, None))
        (received,) = conn.execute(
            "select max(change_uid) from received where change_uid < ?", (latest,)
        ).fetchone()
        newest = max(filter(None, (newest, received)), default=None)
    return newest


def stamp(moment: datetime) -> str:
    """A moment as the ledger keeps it: UTC, to the millisecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + (
        f"{moment.microsecond // 1000:03d}Z"
    )


def _marks(conn: sqlite3.Connection) -> dict[str, int]:
    """The last id given in every table that grows: what comes after belongs to the change."""
    given = dict(conn.execute("select name, seq from sqlite_sequence").fetchall())
    return {table: given.get(table, 0) for table in (*schema.FACTS, "history")}


def _seal(conn: sqlite3.Connection, change: int, before: dict[str, int]) -> None:
    after = _marks(conn)
    extent = {
        table: [before[table] + 1, after[table]] for table in before if after[table] > before[table]
    }
    _settle_kept(conn, change, extent)
    conn.execute(
        "update change set closed = 1, extent = ?, hash = ? where id = ?",
        (json.dumps(extent), content_hash(conn, change, extent), change),
    )


def _settle_kept(conn: sqlite3.Connection, change: int, extent: Mapping[str, list[int]]) -> None:
    """Bring what is kept of answers up to what a change wrote, in the change itself."""
    kept_tasks.settle(conn)
    slates.settle(conn, change, extent)


def content_hash(conn: sqlite3.Connection, change: int, extent: Mapping[str, list[int]]) -> str:
    """SHA-256 over a change's header, the hash before it and every row it wrote.

    A foreign edit, or a change taken out of the chain, no longer fits. Rows that were undone
    since still count, and a column added since does not while it is empty.
    """
    digest = hashlib.sha256()
    header = conn.execute(
        "select uid, office, seq, kind, recorded_at, actor, command, reason, undoes,"
        f" previous_hash{_later(conn)} from change where id = ?",
        (change,),
    ).fetchone()
    if header[-1] is None and len(header) > _FIRST_HEADER:
        header = header[:-1]
    digest.update(json.dumps(header).encode())
    for table in sorted(extent):
        undone = sorted(_undone(conn, table, extent[table], change))
        for _, row in merge(undone, _kept(conn, table, extent[table], change)):
            digest.update(row.encode())
    return digest.hexdigest()


_FIRST_HEADER = 10
"""What the header of a change had before changes were put in an order with those of others."""


def _later(conn: sqlite3.Connection) -> str:
    found = conn.execute("select 1 from pragma_table_info('change') where name = 'lamport'")
    return "" if found.fetchone() is None else ", lamport"


def _kept(
    conn: sqlite3.Connection, table: str, extent: list[int], change: int
) -> Iterator[tuple[int, str]]:
    """The rows of a table that a change wrote, each by its id and as JSON, keys sorted.

    The JSON is put together here, for a bulk load has half a million rows: it is what
    `json.dumps((table, row), sort_keys=True)` makes of a row of texts and whole numbers.
    """
    names = sorted(
        name for (name,) in conn.execute(f"select name from pragma_table_info('{table}')")
    )
    heads = [f"{encode_basestring_ascii(name)}: " for name in names]
    start = f"[{json.dumps(table)}, {{"
    rows = conn.execute(
        f"select id, {', '.join(names)} from {table} where id between ? and ? and change_id = ?"
        " order by id",
        (*extent, change),
    )
    for key, *row in rows:
        said = [
            head + (encode_basestring_ascii(value) if isinstance(value, str) else str(value))
            for head, value in zip(heads, row, strict=True)
            if value is not None
        ]
        yield key, f"{start}{', '.join(said)}}}]"


def _undone(
    conn: sqlite3.Connection, table: str, extent: list[int], change: int
) -> Iterator[tuple[int, str]]:
    """The rows of a table that a change wrote and that were undone since, as `_kept` has them."""
    rows = conn.execute(
        "select before from history where at_table = ? and row_id between ? and ?"
        " and action = 'delete'",
        (table, *extent),
    )
    for row in (json.loads(before) for (before,) in rows):
        if row["change_id"] == change:
            said = {name: value for name, value in row.items() if value is not None}
            yield int(row["id"]), json.dumps((table, said), sort_keys=True)
