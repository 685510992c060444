"""Reading what documents asked for: the rows that cite one, by their places in the file."""

import sqlite3
from collections import defaultdict
from datetime import date

from ntmtrack.domain.due import Precision
from ntmtrack.domain.task import Task
from ntmtrack.domain.task_life import FirstDue
from ntmtrack.store.queries_plan import STANDING
from ntmtrack.store.queries_tasks import HAPPENED, life_of
from ntmtrack.store.view import View

Plan = tuple[int, int, date, date]
"""A planned value by its unit, its item and its span: of one span one plan stands."""


def tasks_by_document(conn: sqlite3.Connection, view: View) -> dict[int, list[Task]]:
    """The tasks of each document that were given by a day, as they count then: no more is read."""
    rows = conn.execute(
        f"""
        select t.document_id, {HAPPENED}, t.due_words, t.due_last, t.due_precision
        from task t
        where t.document_id is not null and (t.assigned_on is null or t.assigned_on <= :day)
        """,
        view.places,
    )
    found: dict[int, list[Task]] = defaultdict(list)
    for document, happened, words, last, precision in rows:
        day = None if last is None else date.fromisoformat(last)
        life = life_of(happened, FirstDue(words, day, Precision(precision)), view.day)
        found[document].append(
            Task("", "", life.state, last_day=life.last_day, closed_on=life.closed_on)
        )
    return found


def aimed_at(conn: sqlite3.Connection, document: int | None = None) -> list[int]:
    """The units of which a document, or any, says by when something is to be met."""
    cited = "document_id is not null" if document is None else f"document_id = {int(document)}"
    rows = conn.execute(
        f"select unit_id from target where {cited} union select unit_id from standing"
        f" where {cited} and event = 'registered' and target_words is not null"
    )
    return [row[0] for row in rows]


def plans_of(conn: sqlite3.Connection, document: int) -> list[Plan]:
    """The planned values of a document that stand."""
    rows = conn.execute(
        "select m.unit_id, m.item_id, m.start, m.last_day from milestone m"
        f" where m.document_id = {int(document)} and {STANDING} order by m.last_day, m.uid"
    )
    return [
        (unit, item, date.fromisoformat(start), date.fromisoformat(last))
        for unit, item, start, last in rows
    ]


def products_of(conn: sqlite3.Connection, document: int | None = None) -> list[int]:
    """The products that a document, or any, recognised or set a target for."""
    cited = "document_id is not null" if document is None else f"document_id = {int(document)}"
    rows = conn.execute(
        f"select product_id from product_target where {cited}"
        f" union select product_id from product_grade where {cited}"
    )
    return [row[0] for row in rows]


def works_of(conn: sqlite3.Connection, document: int) -> list[int]:
    """The works of which a document says something, or gives a sum."""
    rows = conn.execute(
        "select work_id from work_event where document_id = :document"
        " union select work_id from capital where document_id = :document",
        {"document": document},
    )
    return [row[0] for row in rows]
