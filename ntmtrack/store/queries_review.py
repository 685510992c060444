"""Reading who and what tasks belong to, the papers not yet considered, and how much was written."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone

from ntmtrack.domain.task import Role, Task
from ntmtrack.record import Record
from ntmtrack.store.queries_log import ONLY_MAIL
from ntmtrack.store.queries_tasks import HOLDS, unit_name_of
from ntmtrack.store.view import View

_VIETNAM = timezone(timedelta(hours=7))


class Holder(Record):
    """Who holds a role on a task: `beside` is its unit, or the agency of a person."""

    key: int
    name: str
    beside: str | None
    code: str | None


def holders(
    conn: sqlite3.Connection, tasks: Iterable[Task], view: View, role: Role
) -> dict[str, list[Holder]]:
    """Who holds a role on the view's day, by the numbers of these tasks."""
    source, beside, code = (
        ("person x on x.id = p.person_id", "a.name", "null")
        if role is Role.PERSON
        else ("agency x on x.id = p.agency_id", unit_name_of("x"), "x.code")
    )
    agency = "join agency a on a.id = x.agency_id" if role is Role.PERSON else ""
    rows = conn.execute(
        f"select t.number, x.id, x.name, {beside}, {code} from {_NUMBERED}"
        f" cross join task_party p on p.task_id = t.id join {source} {agency}"
        f" where p.role = :role and {HOLDS} order by p.uid",
        {**view.places, **_numbers(tasks), "role": role.value},
    )
    found: dict[str, list[Holder]] = defaultdict(list)
    for number, *who in rows:
        found[number].append(Holder(*who))
    return found


_NUMBERED = "json_each(:numbers) n cross join task t on t.number = n.value"


def _numbers(tasks: Iterable[Task]) -> dict[str, str]:
    return {"numbers": json.dumps([task.number for task in tasks])}


class Paper(Record):
    """The document of a task."""

    key: int
    number: str
    dated: date | None


def papers(conn: sqlite3.Connection, tasks: Iterable[Task]) -> dict[str, Paper]:
    """The documents that these tasks come from, by the numbers of the tasks."""
    rows = conn.execute(
        f"select t.number, d.id, d.number, d.dated from {_NUMBERED}"
        " join document d on d.id = t.document_id",
        _numbers(tasks),
    )
    return {row[0]: Paper(row[1], row[2], _day(row[3])) for row in rows}


class Waiting(Record):
    """A paper that was read: how many of its clauses nobody has considered yet."""

    name: str
    document: str | None
    read_on: date
    clauses: int
    waiting: int


def _state_of(table: str) -> str:
    """The state of a row `x` as it had been recorded; before that, as it was first recorded."""
    told = (
        "(select json_extract(h.after, '$.state') from history h join change c"
        f" on c.id = h.change_id where h.at_table = '{table}' and h.row_id = x.id"
        " and h.after is not null{by} order by h.id{order} limit 1)"
    )
    last = told.format(by=" and c.recorded_at < :recorded", order=" desc")
    first = told.format(by="", order="")
    return f"coalesce({last}, {first})"


def waiting(
    conn: sqlite3.Connection, view: View, *, recorded_by: date | None = None
) -> list[Waiting]:
    """Papers read by the view's day with clauses that wait: not considered, or merely proposed.

    What an officer considers has no day but that of its recording: a look at a day long past
    asks for what had been recorded by its end.
    """
    recorded = None if recorded_by is None else _moment(recorded_by + timedelta(days=1))
    clause, proposal = (
        ("x.state", "x.state") if recorded is None else map(_state_of, ("clause", "proposal"))
    )
    rows = conn.execute(
        f"""
        with waits(id) as (
            select x.id from clause x where {clause} = 'unconsidered'
            union
            select x.clause_id from proposal x where {proposal} = 'proposed'
        )
        select f.name, d.number, f.read_on, count(*), count(w.id)
        from (select distinct c.draft_id as id from waits w join clause c on c.id = w.id) some
        cross join draft f on f.id = some.id join clause k on k.draft_id = f.id
        left join waits w on w.id = k.id
        left join document d on d.id = f.document_id
        where f.read_on <= :day and (f.later_id is null
              or (select read_on from draft where id = f.later_id) > :day)
        group by f.id having count(w.id) > 0 order by f.read_on, f.id
        """,
        {**view.places, "recorded": recorded},
    )
    return [Waiting(row[0], row[1], date.fromisoformat(row[2]), row[3], row[4]) for row in rows]


def changes_between(conn: sqlite3.Connection, first: date, last: date) -> int:
    """How many changes were recorded from one day of the office to another, both inclusive."""
    begins, ends = (_moment(first), _moment(last + timedelta(days=1)))
    row = conn.execute(
        f"select count(*) from change where kind <> 'migration' and not {ONLY_MAIL}"
        " and recorded_at >= ? and recorded_at < ?",
        (begins, ends),
    ).fetchone()
    return int(row[0])


def _moment(day: date) -> str:
    """The beginning of a day of the office, as moments are kept."""
    start = datetime(day.year, day.month, day.day, tzinfo=_VIETNAM).astimezone(UTC)
    return start.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
