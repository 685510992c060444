"""Reading what may be wrong with judgements and tasks, each question with one statement."""

import sqlite3
from datetime import date
from decimal import Decimal

from ntmtrack.domain.assessment import Judged, Stage, Verdict
from ntmtrack.domain.checks.judgements import Level, Valued
from ntmtrack.domain.checks.tasks import Header, LeftBehind, WordedDue
from ntmtrack.domain.due import Precision
from ntmtrack.domain.task_life import FirstDue
from ntmtrack.record import Record
from ntmtrack.store.queries_tasks import HAPPENED, HOLDS, life_of
from ntmtrack.store.view import View

_LAST_OF_STAGE = (
    "not exists (select 1 from assessment n where n.unit_id = a.unit_id and n.item_id = a.item_id"
    " and n.stage = a.stage and n.assessed_on >= a.assessed_on"
    " and (n.assessed_on, n.uid) > (a.assessed_on, a.uid))"
)


def valued(conn: sqlite3.Connection) -> list[Valued]:
    """The latest judgement of every item at every stage, where it rests on a value."""
    rows = conn.execute(
        "select a.unit_id, s.code, i.number, a.stage, a.verdict, a.assessed_on, a.judged, a.value,"
        " a.value_unit, a.threshold, a.reason from assessment a join item i on i.id = a.item_id"
        f" join criteria_set s on s.id = i.set_id where a.value is not null and {_LAST_OF_STAGE}"
        " order by a.unit_id, s.code, i.sort_key, a.uid"
    )
    return [
        Valued(
            unit_key=row[0],
            set_code=row[1],
            number=row[2],
            stage=Stage(row[3]),
            verdict=Verdict(row[4]),
            on=date.fromisoformat(row[5]),
            judged=Judged(row[6]),
            value=Decimal(row[7]),
            value_unit=row[8],
            level=None if row[9] is None else Level.read(row[9]),
            reason=row[10],
        )
        for row in rows
    ]


def met_bare(conn: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """What is met by its last judgement and rests on no file and no document: unit, set, number.

    Of one day the higher stage is the last, then the one recorded later.
    """
    rank = "case {0}.stage when 'self' then 1 when 'verification' then 2 else 3 end"
    later = (
        "not exists (select 1 from assessment n where n.unit_id = a.unit_id"
        " and n.item_id = a.item_id and n.assessed_on >= a.assessed_on"
        f" and (n.assessed_on, {rank.format('n')}, n.uid)"
        f" > (a.assessed_on, {rank.format('a')}, a.uid))"
    )
    return conn.execute(
        "select a.unit_id, s.code, i.number from assessment a join item i on i.id = a.item_id"
        " join criteria_set s on s.id = i.set_id where a.verdict = 'met'"
        " and a.document_id is null"
        " and not exists (select 1 from evidence e where e.assessment_id = a.id)"
        f" and {later} order by a.unit_id, s.code, i.sort_key"
    ).fetchall()


def headers(conn: sqlite3.Connection) -> list[Header]:
    """The header of every task as it is kept, and as its events add up to it."""
    rows = conn.execute(
        "select t.number, t.unit_id, t.state, t.closed_on, t.last_day, t.due_words, t.due_last,"
        f" t.due_precision, {HAPPENED} from task t order by t.number",
        View(date.max).places,
    )
    found = []
    for number, unit, state, closed, last, words, due, precision, happened in rows:
        first = FirstDue(
            words, None if due is None else date.fromisoformat(due), Precision(precision)
        )
        life = life_of(happened, first, date.max)
        days = (life.closed_on, life.written_last_day)
        folded = (str(life.state), *(None if day is None else day.isoformat() for day in days))
        found.append(Header(number, unit, (state, closed, last), folded))
    return found


def worded_dues(conn: sqlite3.Connection) -> list[WordedDue]:
    """The words of every due, and of the last extension, with the dates of their papers."""
    rows = conn.execute(
        "select t.number, t.unit_id, t.due_words, t.due_last, d.dated, 0 from task t"
        " left join document d on d.id = t.document_id where t.due_words is not null"
        " and t.due_precision not in ('rhythm', 'trigger') union all"
        " select t.number, t.unit_id, json_extract(e.body, '$.words'),"
        " json_extract(e.body, '$.last_day'), d.dated, 1 from task_event e"
        " join task t on t.id = e.task_id left join document d on d.id = e.document_id"
        " where e.kind = 'extended' and e.id = (select l.id from task_event l"
        " where l.task_id = e.task_id and l.kind = 'extended'"
        " order by l.happened_on desc, l.uid desc limit 1) order by 1, 6"
    )
    return [
        WordedDue(number, unit, words, _day(last), _day(dated), extended=bool(extended))
        for number, unit, words, last, dated, extended in rows
    ]


def tasks_of_ended_units(conn: sqlite3.Connection, day: date) -> list[LeftBehind]:
    """Open tasks about units that have ended, and that nobody handed on since."""
    rows = conn.execute(
        "with gone(id, last) as materialized (select unit_id, max(coalesce(valid_to, '9999'))"
        " as last from unit_version group by unit_id having last < :day)"
        " select t.number, t.unit_id, '', g.last from gone g cross join task t on t.unit_id = g.id"
        " where t.closed_on is null and not exists (select 1 from task_event e"
        " where e.task_id = t.id and e.kind = 'reassigned' and e.happened_on > g.last)"
        " order by t.number",
        {"day": day.isoformat()},
    )
    return [LeftBehind(number, unit, name, _day(last)) for number, unit, name, last in rows]


def tasks_of_ended_agencies(conn: sqlite3.Connection, day: date) -> list[LeftBehind]:
    """Open tasks that are led or coordinated by agencies that have ended."""
    rows = conn.execute(
        "select t.number, t.unit_id, a.name, a.valid_to from agency a"
        f" cross join task_party p on p.agency_id = a.id and {HOLDS}"
        " join task t on t.id = p.task_id where a.valid_to < :day and t.closed_on is null"
        " order by a.name, t.number",
        {"day": day.isoformat()},
    )
    return [LeftBehind(number, unit, name, _day(last)) for number, unit, name, last in rows]


class Filed(Record):
    """A file that something rests on, as it was recorded."""

    path: str
    sha256: str
    size: int | None
    unit_key: int | None = None
    set_code: str | None = None
    number: str | None = None
    document: str | None = None


def files(conn: sqlite3.Connection) -> list[Filed]:
    """Every file that a judgement or a document rests on.

    Where a file was attached anew from the same place, the last time counts.
    """
    rows = conn.execute(
        "select e.path, e.sha256, e.size, a.unit_id, s.code, i.number, null from evidence e"
        " join assessment a on a.id = e.assessment_id join item i on i.id = a.item_id"
        " join criteria_set s on s.id = i.set_id where e.path is not null and not exists ("
        " select 1 from evidence l where l.path = e.path and l.uid > e.uid"
        " and (select b.unit_id from assessment b where b.id = l.assessment_id) = a.unit_id)"
        " union all"
        " select path, sha256, null, null, null, null, number from document"
        " where path is not null and sha256 is not null order by 4, 6, 1"
    )
    return [Filed(*row) for row in rows]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
