"""Reading tasks that were left behind: their unit or those who lead them are no more."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ntmtrack.store.queries_tasks import HOLDS, unit_name_of

_GONE = """
gone_unit(id, last) as materialized (
  select unit_id, max(coalesce(valid_to, '9999')) as last from unit_version
  group by unit_id having last < :day),
gone_agency(id, name) as materialized (
  select a.id, a.name from agency a
  where a.valid_to < :day or a.unit_id in (select id from gone_unit))
"""


def orphans(conn: sqlite3.Connection, day: date) -> dict[str, tuple[str, ...]]:
    """The tasks left behind on a day, by number: the names of what is no more.

    One is left behind that is led by bodies that have ended and by no other, or is about a unit
    that has ended and was not handed to anybody since. Whether it is open the caller has to see:
    the header of a task tells only how it stands at last.
    """
    rows = conn.execute(
        f"""
        with {_GONE}
        select t.number, {unit_name_of("t")}
        from gone_unit g cross join task t on t.unit_id = g.id
        where (t.closed_on is null or t.closed_on > :day)
        and not exists (
          select 1 from task_event e where e.task_id = t.id and e.kind = 'reassigned'
          and e.happened_on > g.last and e.happened_on <= :day)
        union all
        select t.number, g.name
        from gone_agency g
        cross join task_party p on p.agency_id = g.id and p.role = 'lead' and {HOLDS}
        join task t on t.id = p.task_id
        where (t.closed_on is null or t.closed_on > :day)
        and not exists (
          select 1 from task_party p where p.task_id = t.id and p.role = 'lead' and {HOLDS}
          and p.agency_id not in (select id from gone_agency))
        """,
        {"day": day.isoformat()},
    )
    found: dict[str, list[str]] = defaultdict(list)
    for number, name in rows:
        found[number].append(name)
    return {number: tuple(dict.fromkeys(names)) for number, names in found.items()}


def first_leads(
    conn: sqlite3.Connection, numbers: Iterable[str], day: date
) -> dict[str, tuple[str, ...]]:
    """Who was asked first to lead each of these tasks that was handed on since, by number."""
    rows = conn.execute(
        """
        with entered(task, row, name, change) as materialized (
          select p.task_id, p.id, a.name,
                 (select h.change_id from history h where h.at_table = 'task_party'
                  and h.row_id = p.id and h.action = 'insert')
          from json_each(:numbers) n cross join task t on t.number = n.value
          cross join task_party p on p.task_id = t.id join agency a on a.id = p.agency_id
          where p.role = 'lead' and (p.since is null or p.since <= :day)
          and exists (
            select 1 from task_event e where e.task_id = t.id and e.kind = 'reassigned'))
        select t.number, first.name from entered first join task t on t.id = first.task
        where first.change = (
          select min(other.change) from entered other where other.task = first.task)
        order by first.task, first.row
        """,
        {"day": day.isoformat(), "numbers": json.dumps(list(numbers))},
    )
    found: dict[str, list[str]] = defaultdict(list)
    for number, name in rows:
        found[number].append(name)
    return {number: tuple(names) for number, names in found.items()}
