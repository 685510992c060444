"""Who wrote a row that came from another office, in which office, and when he recorded it."""

import sqlite3
from bisect import bisect_right
from functools import cache

from ntmtrack.record import Record

_Run = tuple[int, int, int]


class Origin(Record):
    """The author of a row and the moment of recording (UTC), as his office's ledger has them.

    `office` is its name, or its uid where it is not known by one; None is this office.
    """

    actor: str
    recorded_at: str
    office: str | None = None


def _begins(run: tuple[_Run, Origin]) -> tuple[int, int]:
    return run[0][:2]


_OFFICE = (
    "case when r.office_uid is not (select value from setting where key = 'office_uid')"
    " then coalesce((select o.name from office o where o.uid = r.office_uid), r.office_uid) end"
)


def _with_gone(table: str, columns: str) -> str:
    """The SQL of the rows of a table, with those that went when a bundle was undone."""
    gone = ", ".join(f"before ->> '$.{name}'" for name in columns.split(", "))
    return (
        f"(select {columns} from {table} union all select {gone} from history"
        f" where at_table = '{table}' and action = 'delete')"
    )


RECEIVED = _with_gone(
    "received",
    "id, change_id, change_uid, office_uid, seq, lamport, recorded_at, actor, extent",
)
"""The changes of other offices that came, also those that were undone here."""

_STEPS = _with_gone("received_op", "received_id, at_table, row_uid, action")


class Origins:
    """Tells where rows came from, as long as the ledger is open."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._brought = cache(self._read_brought)
        self._runs = cache(self._read_runs)

    def of(self, table: str, key: int, uid: str, *, change: int) -> Origin | None:
        """Where a row came from that a change of this ledger wrote; None if it was written here.

        `key` is its place in the file.
        """
        if not self._brought(change):
            return None
        runs = self._runs(table)
        at = bisect_right(runs, (change, key), key=_begins) - 1
        if at >= 0:
            (of, _, last), origin = runs[at]
            if of == change and key <= last:
                return origin
        return self._of_step(table, uid)

    def _read_brought(self, change: int) -> bool:
        """Whether a change may have brought others; an open one does not say what it wrote yet."""
        (brought,) = self._conn.execute(
            "select extent is null or json_extract(extent, '$.received') is not null"
            " from change where id = ?",
            (change,),
        ).fetchone()
        return bool(brought)

    def _read_runs(self, table: str) -> list[tuple[_Run, Origin]]:
        """The facts of a table that came, from which key to which, by the change they came with."""
        rows = self._conn.execute(
            "select r.change_id, json_extract(x.value, '$[0]'), json_extract(x.value, '$[1]'),"
            f" r.actor, r.recorded_at, {_OFFICE}"
            f" from {RECEIVED} r, json_each(r.extent, '$.' || ?) x order by 1, 2",
            (table,),
        )
        return [((change, first, last), Origin(*told)) for change, first, last, *told in rows]

    def _of_step(self, table: str, uid: str) -> Origin | None:
        """The first that wrote a row of which every step is kept."""
        # What stands is found by its uid; what was undone is sought through all that was.
        for steps, heads in (("received_op", "received"), (_STEPS, RECEIVED)):
            row = self._conn.execute(
                f"select r.actor, r.recorded_at, {_OFFICE}"
                f" from {steps} p join {heads} r on r.id = p.received_id"
                " where p.row_uid = ? and p.at_table = ? and p.action = 'insert'"
                " order by r.lamport, r.office_uid, r.seq, r.change_uid limit 1",
                (uid, table),
            ).fetchone()
            if row is not None:
                return Origin(*row)
        return None
