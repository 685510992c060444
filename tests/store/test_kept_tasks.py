"""What is kept of tasks is always what the tasks themselves add up to."""

import sqlite3
from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ntmtrack.domain.task import TaskEventKind
from ntmtrack.store.kept_tasks import count_anew, differs
from ntmtrack.store.queries_tasks import outcomes, tasks
from ntmtrack.store.view import View
from ntmtrack.store.writing import Writing
from tests.store.ledgers import NOW, Ledger, event, next_change, put_header, task, undone
from tests.store.test_queries_tasks import LAST, day

DAYS = st.none() | st.integers(0, LAST)
STEPS = st.one_of(
    st.tuples(st.just("give"), DAYS, DAYS),
    st.tuples(st.just("happen"), st.sampled_from([*TaskEventKind]), st.integers(0, LAST)),
    st.tuples(st.just("mend"), DAYS, DAYS),
    st.tuples(st.just("take back"), st.just(None), st.just(None)),
)


@settings(max_examples=60, deadline=None)
@given(changes=st.lists(st.lists(st.tuples(STEPS, st.integers(0, 3)), max_size=4), max_size=5))
def test_whatever_changes_do_to_tasks_what_is_kept_is_what_they_add_up_to(
    shared_ledger: Ledger, changes: list[list[tuple[tuple[str, object, object], int]]]
) -> None:
    with undone(shared_ledger) as change:
        change.conn.execute("update change set kind = 'undo' where closed = 0")
        standing: list[int] = []
        for turn, steps in enumerate(changes):
            for (what, first, second), which in steps:
                _do(change, standing, what, first, second, which)
            # What the open change has moved is counted in.
            assert outcomes(change.conn, View(day(5))) == counted(change.conn, 5)
            change = next_change(change, NOW + timedelta(minutes=turn))
            assert not differs(change.conn)
        for on in (-1, 3, LAST + 1):
            assert outcomes(change.conn, View(day(on))) == counted(change.conn, on)


def counted(conn: sqlite3.Connection, on: int) -> Counter[object]:
    """How tasks count on a day, looked at one by one."""
    return Counter(task.outcome(day(on)) for task in tasks(conn, View(day(on))))


def _do(
    change: Writing, standing: list[int], what: str, first: object, second: object, which: int
) -> None:
    if what == "give":
        due, given_on = (
            None if each is None else str(day(int(str(each)))) for each in (first, second)
        )
        standing.append(task(change, due, assigned_on=given_on))
        return
    if not standing:
        return
    key = standing[which % len(standing)]
    if what == "happen":
        event(change, key, TaskEventKind(str(first)).value, day(int(str(second))))
        put_header(change, key)
    elif what == "mend":
        given_on = None if first is None else str(day(int(str(first))))
        change.correct("task", key, {"assigned_on": given_on})
    else:
        standing.remove(key)
        change.conn.execute("delete from task_event where task_id = ?", (key,))
        change.conn.execute("delete from task where id = ?", (key,))


def test_what_another_hand_made_of_it_is_seen_and_mended_by_counting_anew(ledger: Ledger) -> None:
    with ledger.writing() as change:
        task(change)
    for spoiled in (
        "update kept_task set tasks = 2",
        "delete from kept_task",
        "insert into kept_task values ('open', 0, 0, '', 1)",
    ):
        with ledger.foreign() as conn:
            assert not differs(conn)
            conn.execute(spoiled)
            assert differs(conn)
            count_anew(conn)
            assert not differs(conn)


def test_a_change_that_touches_no_task_leaves_nothing_and_one_that_ends_the_last_of_a_class_too(
    ledger: Ledger,
) -> None:
    with ledger.writing() as change:
        key = task(change)
    with ledger.writing() as change:
        change.insert("agency", {"name": "Phòng A", "folded": "phong a"})
    with ledger.writing() as change:
        event(change, key, "done", day(3))
        put_header(change, key)
    assert ledger.rows("select state, due, late, tasks from kept_task") == [("done", 1, 0, 1)]
