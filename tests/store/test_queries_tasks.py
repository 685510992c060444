"""Reading tasks as they stood on a day: folded from their events, the header only a cache."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntmtrack.domain.task import CLOSED, STATE_AFTER, Outcome, Task, TaskEventKind, TaskState
from ntmtrack.store.known import bind
from ntmtrack.store.queries_task_life import events, task_key, task_numbers
from ntmtrack.store.queries_tasks import Narrow, Which, outcomes, tasks
from ntmtrack.store.view import View
from ntmtrack.store.writing import Writing
from tests.store.ledgers import (
    NOW,
    Ledger,
    criteria_set,
    event,
    next_change,
    put_header,
    task,
    undone,
    unit,
    version,
)

FIRST = date(2024, 6, 1)
LAST = 12


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def office_noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 5, tzinfo=UTC)


def close(change: Writing, key: int, state: str, on: str) -> None:
    """What a command does that closes a task: the event, and the header's cache."""
    event(change, key, state, on)
    change.correct("task", key, {"state": state, "closed_on": on})


def one(ledger: Ledger, on: str, known: str | None = None) -> Task:
    view = View(date.fromisoformat(on))
    with ledger.reading(None if known is None else date.fromisoformat(known)) as conn:
        (found,) = tasks(conn, view)
        assert (found.outcome(view.day) is Outcome.OPEN_OVERDUE) == (
            tasks(conn, view, which=Which.LATE) == [found]
        )
        assert tasks(conn, view, which=Which.OPEN) == ([] if found.closed else [found])
        assert outcomes(conn, view) == Counter([found.outcome(view.day)])
    return found


def test_a_task_done_reopened_and_done_again_stands_as_it_did_on_each_day(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key = task(change, "2024-06-05", assigned_on="2024-06-01")
        for kind, on in (("done", "03"), ("reopened", "07"), ("noted", "08"), ("done", "10")):
            event(change, key, kind, f"2024-06-{on}")
        change.correct("task", key, {"state": "done", "closed_on": "2024-06-10"})
    with ledger.reading() as conn:
        assert tasks(conn, View(date(2024, 5, 31))) == []
    told = {on: one(ledger, f"2024-06-{on}") for on in ("02", "03", "06", "07", "09", "10", "30")}
    assert {on: found.state for on, found in told.items()} == {
        "02": TaskState.OPEN,
        "03": TaskState.DONE,
        "06": TaskState.DONE,
        "07": TaskState.OPEN,
        "09": TaskState.OPEN,
        "10": TaskState.DONE,
        "30": TaskState.DONE,
    }
    assert told["06"].closed_on == date(2024, 6, 3)
    assert told["09"].closed_on is None
    assert told["30"].closed_on == date(2024, 6, 10)
    assert told["30"].outcome(date(2024, 6, 30)) is Outcome.DONE_LATE
    assert told["06"].outcome(date(2024, 6, 6)) is Outcome.DONE_ON_TIME


def test_a_task_is_late_from_the_day_after_its_last(ledger: Ledger) -> None:
    with ledger.writing() as change:
        task(change, "2024-06-30")
    assert one(ledger, "2024-06-30").outcome(date(2024, 6, 30)) is Outcome.OPEN_IN_TIME
    assert one(ledger, "2024-07-01").outcome(date(2024, 7, 1)) is Outcome.OPEN_OVERDUE


def test_of_two_turns_on_one_day_the_last_recorded_counts(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key = task(change)
        event(change, key, "done", "2024-07-05")
        event(change, key, "reopened", "2024-07-05")
    assert one(ledger, "2024-07-05").state is TaskState.OPEN


def test_the_header_is_only_a_cache(ledger: Ledger) -> None:
    """What a list tells of a task's state is what its events say, whatever the header has."""
    with ledger.writing() as change:
        key = task(change, "2024-06-05", state="cancelled", closed_on="2024-07-01")
        event(change, key, "paused", "2024-06-02")
    found = one(ledger, "2024-06-20")
    assert (found.state, found.closed_on) == (TaskState.PAUSED, None)


def test_what_was_known_on_a_day_is_told_without_what_came_later(ledger: Ledger) -> None:
    with ledger.writing(now=office_noon(day(0))) as change:
        key = task(change, str(day(3)))
    with ledger.writing(now=office_noon(day(10))) as change:
        close(change, key, "done", str(day(2)))
        event(change, key, "extended", str(day(2)))
    before = one(ledger, str(day(5)), known=str(day(5)))
    assert (before.state, before.closed_on, before.extensions) == (TaskState.OPEN, None, 0)
    after = one(ledger, str(day(5)))
    assert (after.state, after.closed_on, after.extensions) == (TaskState.DONE, day(2), 1)
    with ledger.reading(day(-1)) as conn:
        unheard_of = View(day(20))
        assert tasks(conn, unheard_of) == []
        assert outcomes(conn, unheard_of).total() == 0


TURNS = st.tuples(st.sampled_from([*TaskEventKind]), st.integers(0, LAST))
GIVEN = st.tuples(
    st.none() | st.integers(0, LAST), st.none() | st.integers(0, LAST), st.lists(TURNS, max_size=5)
)


def folded(turns: list[tuple[TaskEventKind, int]], until: int) -> tuple[TaskState, date | None]:
    state, closed = TaskState.OPEN, None
    for kind, on in sorted(turns, key=lambda turn: turn[1]):
        if on <= until and kind in STATE_AFTER:
            kept = kind is TaskEventKind.CONFIRMED and state is TaskState.REPORTED
            state = STATE_AFTER[kind]
            closed = (closed if kept else day(on)) if state in CLOSED else None
    return state, closed


@settings(max_examples=60, deadline=None)
@given(listed=st.lists(GIVEN, min_size=1, max_size=5))
def test_what_is_late_is_what_is_open_and_overdue_among_all(
    shared_ledger: Ledger,
    listed: list[tuple[int | None, int | None, list[tuple[TaskEventKind, int]]]],
) -> None:
    with undone(shared_ledger) as change:
        lives = {}
        for last, assigned, turns in listed:
            key = task(
                change,
                None if last is None else str(day(last)),
                assigned_on=None if assigned is None else str(day(assigned)),
            )
            for kind, on in turns:
                stops = {"clock": "stopped"} if kind is TaskEventKind.PAUSED and on % 2 else {}
                event(change, key, kind.value, day(on), **stops)
            put_header(change, key)
            (number,) = change.conn.execute(
                "select number from task where id = ?", (key,)
            ).fetchone()
            lives[number] = turns
        for on in range(-1, LAST + 2):
            view = View(day(on))
            every = tasks(change.conn, view)
            assert {found.number: (found.state, found.closed_on) for found in every} == {
                found.number: folded(lives[found.number], on) for found in every
            }
            late = [task for task in every if task.outcome(day(on)) is Outcome.OPEN_OVERDUE]
            assert tasks(change.conn, view, which=Which.LATE) == late
            still = [task for task in every if not task.closed]
            assert tasks(change.conn, view, which=Which.OPEN) == still
            split = Counter(task.outcome(day(on)) for task in every)
            assert outcomes(change.conn, view) == split


@settings(max_examples=40, deadline=None)
@given(turns=st.lists(TURNS, max_size=5), on=st.integers(0, LAST), known=st.integers(-1, 6))
def test_what_was_known_to_be_late_is_what_was_known_to_be_open(
    shared_ledger: Ledger, turns: list[tuple[TaskEventKind, int]], on: int, known: int
) -> None:
    """The task is recorded on day 0 and one event on each day after."""
    with undone(shared_ledger) as change:
        change = next_change(change, office_noon(day(0)))
        key = task(change, str(day(4)))
        for recorded, (kind, happened) in enumerate(turns, start=1):
            change = next_change(change, office_noon(day(recorded)))
            event(change, key, kind.value, day(happened))
            put_header(change, key)
        bind(change.conn, day(known))
        view = View(day(on))
        found = tasks(change.conn, view)
        late = tasks(change.conn, view, which=Which.LATE)
        counted = outcomes(change.conn, view)
    if known < 0:
        assert (found, late, counted.total()) == ([], [], 0)
        return
    assert (found[0].state, found[0].closed_on) == folded(turns[:known], on)
    outcome = found[0].outcome(day(on))
    assert counted == Counter([outcome])
    assert late == (found if outcome is Outcome.OPEN_OVERDUE else [])


# Who


@pytest.fixture
def handed_on(ledger: Ledger) -> tuple[Ledger, dict[str, int]]:
    """A task of two leads; one hands it on to a third on 10 June."""
    with ledger.writing() as change:
        names = ("KT", "Phòng KT", "Công an", "Hội ND")
        keys = {name: change.insert("agency", {"name": name, "folded": name}) for name in names}
        person = {"agency_id": keys["KT"], "name": "Lò Văn A", "folded": "lo van a"}
        keys["person"] = change.insert("person", person)
        key = task(change, "2024-06-05")
        for role, who, since, until in (
            ("lead", "Phòng KT", None, None),
            ("lead", "KT", None, "2024-06-10"),
            ("lead", "Công an", "2024-06-10", None),
            ("coordinator", "Hội ND", "2024-06-03", None),
        ):
            party = {"task_id": key, "role": role, "agency_id": keys[who]}
            change.insert("task_party", {**party, "since": since, "until": until})
        named = {"task_id": key, "role": "person", "person_id": keys["person"]}
        change.insert("task_party", named)
    return ledger, keys


def test_leads_and_coordinators_are_those_of_the_day(
    handed_on: tuple[Ledger, dict[str, int]],
) -> None:
    ledger, _ = handed_on
    before, after = one(ledger, "2024-06-09"), one(ledger, "2024-06-10")
    assert before.leads == ("Phòng KT", "KT")
    assert after.leads == ("Phòng KT", "Công an")
    assert one(ledger, "2024-06-02").coordinators == ()
    assert before.coordinators == ("Hội ND",)
    assert before.persons == ("Lò Văn A",)


def test_an_agency_finds_what_it_leads_by_what_it_is_not_by_part_of_a_name(
    handed_on: tuple[Ledger, dict[str, int]],
) -> None:
    ledger, keys = handed_on
    with ledger.reading() as conn:

        def led(name: str, on: str, which: Which = Which.LATE) -> int:
            view = View(date.fromisoformat(on))
            return len(tasks(conn, view, which=which, narrow=Narrow(lead=keys[name])))

        assert [led("KT", "2024-06-09"), led("KT", "2024-06-10")] == [1, 0]
        assert [led("Công an", "2024-06-09"), led("Công an", "2024-06-10")] == [0, 1]
        assert led("Hội ND", "2024-06-09") == 0
        narrow = Narrow(coordinator=keys["Hội ND"])
        view = View(date(2024, 6, 9))
        assert len(tasks(conn, view, which=Which.LATE, narrow=narrow)) == 1
        assert outcomes(conn, view, narrow=narrow).total() == 1


# What narrows a list


def test_a_list_is_narrowed_by_unit_item_document_number_and_due(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, items = unit(change), criteria_set(change, "17")
        document = change.insert("document", {"number": "1/TB", "folded": "1/tb"})
        task(change, "2024-06-05", number="A", unit_id=key, item_id=items["17"])
        task(change, "2024-06-10", number="B", document_id=document)
        task(change, None, number="C")
    with ledger.reading() as conn:

        def found(which: Which = Which.ALL, **narrow: object) -> str:
            narrowed = Narrow(**narrow)  # type: ignore[arg-type]
            view = View(date(2024, 7, 1))
            rows = tasks(conn, view, which=which, narrow=narrowed)
            if which is Which.ALL and narrowed.span == "":
                assert outcomes(conn, view, narrow=narrowed).total() == len(rows)
            return "".join(each.number for each in rows)

        assert found() == found(Which.OPEN) == "ABC"
        assert found(Which.LATE) == "AB"
        for which in (Which.ALL, Which.LATE):
            assert found(which, units=(key,)) == "A"
            assert found(which, units=()) == ""
            assert found(which, items=(items["17"],)) == "A"
            assert found(which, items=()) == ""
            assert found(which, document=document) == "B"
            assert found(which, number="B") == "B"
            assert found(which, number="D' or 1 --") == ""
            assert found(which, due_from=date(2024, 6, 6)) == "B"
            assert found(which, due_to=date(2024, 6, 9)) == "A"
        assert (task_key(conn, "B"), task_key(conn, "D")) == (2, None)
        assert task_numbers(conn) == ["A", "B", "C"]


def test_a_task_tells_its_unit_as_of_the_day_and_its_criterion(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key = unit(change, "Xã cũ", valid_to="2025-06-30")
        version(change, key, "Xã mới", valid_from="2025-07-01")
        for code, first, last in (("1", None, "2025-06-30"), ("2", "2025-07-01", None)):
            change.insert(
                "unit_code", {"unit_id": key, "code": code, "valid_from": first, "valid_to": last}
            )
        task(change, unit_id=key, item_id=criteria_set(change, "17.8")["17.8"])
    before, after = one(ledger, "2025-06-30"), one(ledger, "2025-07-01")
    assert (before.unit, before.unit_name) == ("1", "Xã cũ")
    assert (after.unit, after.unit_name) == ("2", "Xã mới")
    assert (before.set_code, before.item, before.criterion) == ("bo-thu", "17.8", "17")


def test_a_task_of_a_unit_that_ended_still_names_it(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key = unit(change, "Huyện Cũ", kind="district", valid_to="2025-06-30")
        change.insert("unit_code", {"unit_id": key, "code": "106", "valid_to": "2025-06-30"})
        task(change, unit_id=key)
    found = one(ledger, "2026-01-01")
    assert (found.unit, found.unit_name) == ("106", "Huyện Cũ")


def test_the_life_of_a_task_is_told_in_its_order(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key = task(change, number="A")
        for kind, on in (("added", 1), ("done", 9), ("noted", 5), ("confirmed", 9)):
            event(change, key, kind, day(on))
    with ledger.reading() as conn:
        told = [(each.kind, each.happened_on, each.actor) for each in events(conn, "A")]
        assert events(conn, "B") == []
    assert told == [
        ("added", day(1), "An"),
        ("noted", day(5), "An"),
        ("done", day(9), "An"),
        ("confirmed", day(9), "An"),
    ]
    assert NOW.date() > day(9)
