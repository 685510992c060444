"""Short questions for the first page of a day: what is there at all, and which come first."""

import sqlite3
from collections.abc import Iterable
from datetime import date

from ntmtrack.store.queries_tasks import EXISTS, TURNED, Narrow
from ntmtrack.store.view import View


def oldest_late(conn: sqlite3.Connection, view: View, narrow: Narrow, most: int) -> list[str]:
    """Numbers among which are the tasks that have been late longest, so many of them if there are.

    Of tasks to which nothing happened after the day the header tells; all others that may be late
    are among them too.
    """
    rows = conn.execute(
        f"""
        with turned(id) as materialized (
          select id from task indexed by task_closed
          where closed_on > :day and (due_last < :day or last_day < :day)
          union {TURNED})
        select number from (
          select t.number from task t indexed by task_late
          where t.last_day < :day and t.closed_on is null and {narrow.condition} and {EXISTS}
          and t.id not in (select id from turned)
          order by t.last_day, t.number limit :most)
        union all
        select t.number from task t where t.id in (select id from turned) and {narrow.condition}
        """,
        {**view.places, **narrow.places, "most": most},
    )
    return [number for (number,) in rows]


def turned_since(
    conn: sqlite3.Connection, unit_keys: Iterable[int], since: date, view: View
) -> list[int]:
    """The units of which something was judged otherwise from a day up to the view's."""
    listed = ", ".join(str(int(key)) for key in unit_keys) or "null"
    rows = conn.execute(
        f"""
        select u.id from unit u where u.id in ({listed}) and exists (
          select 1 from criteria_set s cross join slate k
          where k.unit_id = u.id and k.set_id = s.id and k.since between :since and :day)
        order by u.id
        """,
        {**view.places, "since": since.isoformat()},
    )
    return [key for (key,) in rows]


def overlaid_since(conn: sqlite3.Connection, since: date, view: View) -> bool:
    """Whether an overlay came into force from a day up to the view's."""
    row = conn.execute(
        "select exists (select 1 from overlay where effective between :since and :day)",
        {**view.places, "since": since.isoformat()},
    ).fetchone()
    return bool(row[0])


def mail_has_run(conn: sqlite3.Connection) -> bool:
    """Whether anybody was ever to be told something from this ledger."""
    return bool(conn.execute("select exists (select 1 from mail_run)").fetchone()[0])


def works_are_kept(conn: sqlite3.Connection) -> bool:
    """Whether any unit has works, or had: few offices keep them."""
    return bool(conn.execute("select exists (select 1 from work)").fetchone()[0])


def stars_were_given(conn: sqlite3.Connection) -> bool:
    """Whether any product was ever recognised."""
    return bool(conn.execute("select exists (select 1 from product_grade)").fetchone()[0])


def recognised(conn: sqlite3.Connection, view: View) -> list[int]:
    """The units that were ever recognised by a day, whatever became of it since."""
    rows = conn.execute(
        """
        select distinct n.unit_id from unit u cross join standing n
        where n.unit_id = u.id and n.event in ('recognised', 'carried_over')
        and n.happened_on <= :day
        """,
        view.places,
    )
    return [key for (key,) in rows]


def clauses_wait(conn: sqlite3.Connection) -> bool:
    """Whether any clause of a paper that was read waits to be considered."""
    row = conn.execute(
        "select exists (select 1 from clause where state = 'unconsidered')"
        " or exists (select 1 from proposal where state = 'proposed')"
    ).fetchone()
    return bool(row[0])
