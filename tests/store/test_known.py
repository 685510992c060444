"""The ledger as it had been recorded: by the end of a day, or by one of its changes."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntmtrack.errors import DataError
from ntmtrack.store.database import open_reader
from ntmtrack.store.known import bind
from ntmtrack.store.schema import ENTITIES, FACTS
from tests.store.ledgers import (
    NOW,
    Ledger,
    assessment,
    criteria_set,
    next_change,
    task,
    undone,
    unit,
)

TABLES = (*ENTITIES, *FACTS, "change", "history")


def content(conn: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: conn.execute(f"select * from {table} order by id").fetchall() for table in TABLES
    }


def changes(ledger: Ledger) -> int:
    return int(ledger.rows("select max(id) from change")[0][0])


STEPS = st.lists(
    st.lists(
        st.tuples(st.sampled_from(["unit", "task", "assessment", "correct"]), st.integers(0, 3)),
        min_size=1,
        max_size=4,
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40)
@given(steps=STEPS, by=st.integers(0, 5))
def test_what_was_known_is_the_whole_content_of_that_moment(
    shared_ledger: Ledger, steps: list[list[tuple[str, int]]], by: int
) -> None:
    with undone(shared_ledger) as change:
        owner, items = unit(change), criteria_set(change, "1")
        tasks = [task(change)]
        conn = change.conn
        seen = [(newest(conn), content(conn))]
        for number, step in enumerate(steps):
            change = next_change(change, NOW + timedelta(days=number))
            for kind, which in step:
                if kind == "unit":
                    unit(change, f"Xã {number}.{which}")
                elif kind == "task":
                    tasks.append(task(change))
                elif kind == "assessment":
                    assessment(change, owner, items["1"], "met", f"2024-06-0{which + 1}")
                else:
                    row = tasks[which % len(tasks)]
                    change.correct("task", row, {"title": f"Việc {number}.{which}"})
            seen.append((newest(conn), content(conn)))
        key, before = seen[min(by, len(seen) - 1)]
        bind(conn, key)
        now = content(conn)
    for rows in (before, now):
        # Whether the change was sealed yet is all that may differ.
        rows["change"] = [row[:9] for row in rows["change"]]
    assert now == before


def newest(conn: sqlite3.Connection) -> int:
    return int(conn.execute("select max(id) from change").fetchone()[0])


def test_an_undone_fact_is_seen_as_known_before_it_was_undone(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, items = unit(change), criteria_set(change, "1")
        assessment(change, key, items["1"], "met", "2024-06-10")
    before = changes(ledger)
    with ledger.writing(kind="undo") as change:
        change.conn.execute("delete from assessment")
        unit(change)
    with ledger.reading() as conn:
        assert conn.execute("select count(*) from assessment").fetchone() == (0,)
    with ledger.reading(before) as conn:
        assert conn.execute("select verdict from assessment").fetchall() == [("met",)]
    with ledger.reading(changes(ledger)) as conn:
        assert conn.execute("select count(*) from assessment").fetchone() == (0,)


def test_a_fact_undone_since_is_not_seen_as_known_before_it_was_written(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, items = unit(change), criteria_set(change, "1")
    before = changes(ledger)
    with ledger.writing() as change:
        assessment(change, key, items["1"], "met", "2024-06-10")
    with ledger.writing(kind="undo") as change:
        change.conn.execute("delete from assessment")
    with ledger.reading(before) as conn:
        assert conn.execute("select count(*) from assessment").fetchone() == (0,)


def test_before_the_first_change_nothing_is_known(ledger: Ledger) -> None:
    with ledger.writing() as change:
        unit(change)
        task(change)
    with ledger.reading(date(1999, 1, 1)) as conn:
        assert all(rows == [] for rows in content(conn).values())


def test_a_day_is_one_of_the_office_and_ends_before_17_00_utc(ledger: Ledger) -> None:
    evening = NOW.replace(hour=16, minute=59, second=59, microsecond=999000)
    with ledger.writing(now=evening) as change:
        unit(change)
    with ledger.writing(now=evening + timedelta(milliseconds=1)) as change:
        unit(change, "Xã Mai")
    for by, seen in ((NOW.date(), 1), (NOW.date() + timedelta(days=1), 2)):
        with ledger.reading(by) as conn:
            assert conn.execute("select count(*) from unit").fetchone() == (seen,)


def test_a_change_that_there_is_not_is_refused(ledger: Ledger) -> None:
    with pytest.raises(DataError, match="there is no change"):
        open_reader(ledger.path, 99)


def test_a_bounded_connection_writes_nothing_and_leaves_nothing(ledger: Ledger) -> None:
    with ledger.writing() as change:
        unit(change)
        task(change)
    with ledger.writing() as change:
        change.correct("task", 1, {"title": "Khác"})
    before = ledger.path.read_bytes()
    with closing(open_reader(ledger.path, 1)) as conn:
        assert conn.execute("select title from task").fetchone() != ("Khác",)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            conn.execute("delete from main.task")
    assert ledger.path.read_bytes() == before


def test_what_was_corrected_stands_where_it_stood(ledger: Ledger) -> None:
    with ledger.writing() as change:
        for _ in range(3):
            task(change)
    with ledger.writing() as change:
        change.correct("task", 1, {"title": "Khác"})
    with ledger.reading(1) as conn:
        # By the rows themselves: an index would put them in order.
        assert [row[0] for row in conn.execute("select * from task not indexed")] == [1, 2, 3]


def test_questions_go_down_the_same_indexes_of_what_was_known(ledger: Ledger) -> None:
    with ledger.writing() as change:
        task(change)
    with ledger.writing() as change:
        change.correct("task", 1, {"title": "Khác"})
        unit(change)
    with ledger.reading(1) as conn:
        plan = conn.execute(
            "explain query plan select id from task indexed by task_late"
            " where closed_on is null and last_day < '2024-01-01'"
        ).fetchall()
        assert "task_late" in plan[0][-1]
        plan = conn.execute(
            "explain query plan select id from assessment where unit_id = 1 and item_id = 2"
            " and stage = 'self' and assessed_on <= '2024-01-01'"
        ).fetchall()
        assert "assessment_latest" in plan[0][-1]
