"""Why a change cannot be taken back: which later ones stand on it."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from ntmtrack.domain.undo import undone
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.store.queries_log import links
from ntmtrack.store.schema import FACTS

Row = Mapping[str, Any]

_TOLD = 10
"""How many of the later changes are named."""


def nothing_stands_on(
    conn: sqlite3.Connection,
    number: int,
    gone: Mapping[str, tuple[int, int]],
    refs: Mapping[str, Mapping[str, str]],
) -> None:
    """Raise DataError where a row still names one that has gone, with who wrote that."""
    found: set[int] = set()
    for child, columns in refs.items():
        for column, parent in columns.items():
            if parent in gone:
                found |= _naming(conn, child, column, parent, gone[parent])
    if "task_event" in gone:
        found |= {
            change
            for (change,) in conn.execute(
                "select c.change_id from task_event c where c.kind = 'corrected'"
                " and c.body ->> '$.takes_back' between ? and ? and not exists"
                " (select 1 from task_event t where t.id = c.body ->> '$.takes_back')",
                gone["task_event"],
            )
        }
        found |= _taking_back(conn, gone["task_event"])
    if found:
        raise _depend(conn, number, found, say("they speak of what it brought in"))


def _taking_back(conn: sqlite3.Connection, span: tuple[int, int]) -> set[int]:
    """The changes of events that take back, by its uid, one that has gone."""
    rows = conn.execute(
        "select c.change_id from history h join task_event c"
        " on c.kind = 'corrected' and c.body ->> '$.takes_back' = h.before ->> '$.uid'"
        " where h.at_table = 'task_event' and h.row_id between ? and ? and h.action = 'delete'"
        " and not exists (select 1 from task_event t where t.uid = h.before ->> '$.uid')",
        span,
    )
    return {change for (change,) in rows}


def _naming(
    conn: sqlite3.Connection, child: str, column: str, parent: str, span: tuple[int, int]
) -> set[int]:
    rows = conn.execute(
        f"select c.id, c.change_id, c.{column} from {child} c where c.{column} between ? and ?"
        f" and not exists (select 1 from {parent} p where p.id = c.{column})",
        span,
    ).fetchall()
    if child in FACTS:
        return {change for _, change, _ in rows}
    # An entity may have been corrected since for other reasons.
    return {_since_when(conn, child, key, column, value) or change for key, change, value in rows}


def _since_when(
    conn: sqlite3.Connection, table: str, key: int, column: str, value: int
) -> int | None:
    row = conn.execute(
        "select change_id from history where at_table = ? and row_id = ?"
        f" and after ->> '$.{column}' = ? and before ->> '$.{column}' is not after ->> '$.{column}'"
        " order by id desc limit 1",
        (table, key, value),
    ).fetchone()
    return None if row is None else int(row[0])


def changed_since(
    conn: sqlite3.Connection, number: int, table: str, key: int, columns: Sequence[str]
) -> DataError:
    """A row is not what the change left: others corrected the same fields."""
    differ = " or ".join(f"before ->> '$.{each}' is not after ->> '$.{each}'" for each in columns)
    rows = conn.execute(
        "select distinct change_id from history where at_table = ? and row_id = ?"
        f" and change_id > ? and before is not null and ({differ})",
        (table, key, number),
    )
    return _depend(
        conn, number, {change for (change,) in rows}, say("they corrected the same fields")
    )


def gone(conn: sqlite3.Connection, number: int, table: str, name: str) -> DataError:
    """A row that the change wrote or corrected is not there any more."""
    key = "key" if table == "setting" else "uid"
    row = conn.execute(
        "select max(change_id) from history where at_table = ? and action = 'delete'"
        f" and before ->> '$.{key}' = ?",
        (table, name),
    ).fetchone()
    return taken_by(conn, number, row[0])


def taken_by(conn: sqlite3.Connection, number: int, taker: int) -> DataError:
    """Another change took back what it wrote."""
    return _depend(conn, number, {taker}, say("they took back what it wrote"))


def names_what_is_gone(conn: sqlite3.Connection, number: int, table: str, key: int) -> DataError:
    """What comes again names a row that another change took back."""
    row = conn.execute(
        "select max(change_id) from history where at_table = ? and row_id = ?"
        " and action = 'delete'",
        (table, key),
    ).fetchone()
    return _depend(conn, number, {row[0]}, say("they took back what its rows speak of"))


def taken_place(
    conn: sqlite3.Connection, number: int, table: str, rows: Sequence[Row], but: int | None = None
) -> DataError:
    """What comes again, or turns back, does not go with what was written since."""
    found: set[int] = set()
    indexes = conn.execute(
        f"select name from pragma_index_list('{table}') where \"unique\" = 1"
    ).fetchall()
    for (index,) in indexes:
        columns = [
            name for (name,) in conn.execute(f"select name from pragma_index_info('{index}')")
        ]
        where = " and ".join(f"{each} = ?" for each in columns)
        for row in rows:
            held = conn.execute(
                f"select change_id from {table} where {where} and id is not ?",
                (*(row[each] for each in columns), but),
            ).fetchone()
            found |= {held[0]} if held and held[0] > number else set()
    for row in rows:
        later = conn.execute(
            "select change_id from history where at_table = ? and row_id = ? and change_id > ?",
            (table, row["id"], number),
        )
        found |= {change for (change,) in later}
    return _depend(conn, number, found, say("what they wrote does not go with it"))


def life_went_on(conn: sqlite3.Connection, number: int, task: int) -> DataError:
    """What happened to a task since does not follow from what is left."""
    rows = conn.execute(
        "select change_id from task_event where task_id = ? and change_id > ?",
        (task, number),
    )
    found = {change for (change,) in rows} - _open(conn)
    return _depend(conn, number, found, say("they went on with the life of the same task"))


def _open(conn: sqlite3.Connection) -> set[int]:
    return {change for (change,) in conn.execute("select id from change where closed = 0")}


def _standing(conn: sqlite3.Connection, number: int, found: set[int]) -> set[int]:
    """Of the changes found those that stand, without what came and went."""
    state = undone(links(conn))
    kept = {
        each
        for each in found
        if state.stands(each) and (state.forth[each] or state.origin[each].number <= number)
    }
    return kept or found


def _depend(conn: sqlite3.Connection, number: int, found: set[int], why: Message) -> DataError:
    """The refusal, with the later changes by number and command."""
    listed = sorted(_standing(conn, number, found - _open(conn)), reverse=True)
    rows = conn.execute(
        f"select id, command from change where id in ({', '.join(map(str, listed[:_TOLD]))})"
        " order by id desc"
    )
    told = [say("change {number}: {command}", number=key, command=command) for key, command in rows]
    if len(listed) > _TOLD:
        told.append(say("… and {count} more", count=len(listed) - _TOLD))
    first = listed[0] if listed else number
    return DataError(
        say(
            "change {number} cannot be undone, later changes stand on it: {why}",
            number=number,
            why=why,
        ),
        details=tuple(told),
        hint=say(
            "undo those first, the newest first: `ntmtrack undo {number}`; nothing was written",
            number=first,
        ),
    )
