"""Turns read from a ledger: on every day they say what the look of that day says."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ntmtrack.app.reading import standings_of
from ntmtrack.app.timelines import timelines, verdicts_on
from ntmtrack.domain.assessment import Stage, Verdict
from ntmtrack.domain.task import Outcome, TaskState
from ntmtrack.domain.task_past import stood
from ntmtrack.domain.timeline import verdict_on
from ntmtrack.store.queries_catalogue import units as all_units
from ntmtrack.store.queries_slates import through
from ntmtrack.store.queries_tasks import Narrow, tasks
from ntmtrack.store.queries_timeline import lifetimes, task_pasts
from ntmtrack.store.view import View
from ntmtrack.store.writing import Writing
from tests.store.ledgers import (
    Ledger,
    assessment,
    criteria_set,
    event,
    put_header,
    task,
    undone,
    unit,
    version,
)

FIRST = date(2024, 6, 1)
SPAN = 6
LATER = View(date(2024, 12, 31))
NUMBERS = ("1", "17", "17.1", "17.2")
GIVEN = [verdict for verdict in Verdict if verdict is not Verdict.NOT_ASSESSED]


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def a_set(change: Writing) -> dict[str, int]:
    """A set in which criterion 17 has two indicators, the second by an overlay of the third day."""
    items = criteria_set(change, "1", "17")
    overlay = {"code": "phu", "set_id": items[""], "name": "Phủ", "decision": "1/QĐ", "body": "{}"}
    laid = change.insert("overlay", {**overlay, "effective": str(day(3))})
    for number, key in (("17.1", None), ("17.2", laid)):
        row = {"set_id": items[""], "parent_id": items["17"], "sort_key": f"017.{number[-1]}"}
        items[number] = change.insert(
            "item", {**row, "number": number, "name": number, "overlay_id": key}
        )
    return items


JUDGEMENTS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(NUMBERS),
        st.sampled_from(GIVEN),
        st.sampled_from(Stage),
        st.integers(0, SPAN),
    ),
    max_size=12,
)


@given(JUDGEMENTS)
@settings(max_examples=40)
def test_every_day_of_a_timeline_is_what_status_said_on_that_day(
    shared_ledger: Ledger, told: list[tuple[int, str, Verdict, Stage, int]]
) -> None:
    with undone(shared_ledger) as change:
        keys = [unit(change, "Xã A"), unit(change, "Xã B")]
        items = a_set(change)
        for which, number, verdict, stage, on in told:
            assessment(
                change, keys[which], items[number], str(verdict), str(day(on)), stage=str(stage)
            )
        units = [each for each in all_units(change.conn, day(0)) if each.key in keys]
        found = timelines(change.conn, units, [items[""]], LATER)
        assert {pair[0] for pair in found} == {keys[which] for which, *_ in told}
        for each in range(-1, SPAN + 2):
            view = View(day(each))
            then = verdicts_on(change.conn, units, [items[""]], view)
            for standing in standings_of(change.conn, units, view):
                pair = standing.unit_key, items[""]
                for finding in standing.findings:
                    turns = found[pair].criteria[finding.number]
                    assert verdict_on(turns, view.day) is finding.verdict
                    assert then[pair][finding.number] is finding.verdict


def test_a_stage_alone_is_heard_where_it_is_asked_for(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, items = unit(change), criteria_set(change, "1")
        assessment(change, key, items["1"], "met", str(day(1)))
        assessment(change, key, items["1"], "unmet", str(day(0)), stage="appraisal")
    with ledger.reading() as conn:
        units = all_units(conn, day(1))
        asked: dict[str, Any] = {"units": units, "set_keys": [items[""]], "view": LATER}
        of_all = verdicts_on(conn, **asked)
        of_one = verdicts_on(conn, **asked, stage=Stage.APPRAISAL)
    assert of_all == {(key, items[""]): {"1": Verdict.MET}}
    assert of_one == {(key, items[""]): {"1": Verdict.UNMET}}


def test_an_indicator_of_an_overlay_has_its_turns_from_that_day(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, items = unit(change), a_set(change)
        assessment(change, key, items["17.2"], "met", str(day(1)))
        assessment(change, key, items["17.1"], "met", str(day(1)))
    with ledger.reading() as conn:
        line = timelines(conn, all_units(conn, day(1)), [items[""]], LATER)[key, items[""]]
    assert [turn.day for turn in line.indicators["17.1"]] == [day(1)]
    assert [turn.day for turn in line.indicators["17.2"]] == [day(3)]
    assert line.criteria["1"] == []


def test_of_no_units_and_no_sets_and_before_the_first_word_there_is_none(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, items = unit(change), a_set(change)
        for number in range(4):
            for item in ("1", "17.1"):
                assessment(change, key, items[item], "met", str(day(number)))
    with ledger.reading() as conn:
        found = dict(through(conn, [key], [items[""]], LATER))
        assert {pair: len(slates) for pair, slates in found.items()} == {(key, items[""]): 1}
        assert dict(through(conn, [], [items[""]], LATER)) == {}
        assert dict(through(conn, [key], [], LATER)) == {}
        assert dict(through(conn, [key], [items[""]], View(day(-1)))) == {}


def test_where_criterion_and_indicator_were_judged_who_spoke_last_is_known(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, items = unit(change), a_set(change)
        for number in range(4):
            assessment(change, key, items["17.1"], "met", str(day(number)))
        assessment(change, key, items["17"], "unmet", str(day(2)))
    with ledger.reading() as conn:
        line = timelines(conn, all_units(conn, day(1)), [items[""]], View(day(2)))
        assert [turn.verdict for turn in line[key, items[""]].criteria["17"]] == ["met", "unmet"]


def test_what_was_recorded_later_is_not_known_before(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, items = unit(change), criteria_set(change, "1")
        assessment(change, key, items["1"], "met", str(day(1)))
    with ledger.reading() as conn:
        (last,) = conn.execute("select max(id) from change").fetchone()
    with ledger.writing() as change:
        assessment(change, key, items["1"], "unmet", str(day(2)))
    with ledger.reading(last) as conn:
        line = timelines(conn, all_units(conn, day(1)), [items[""]], LATER)[key, items[""]]
    assert [turn.verdict for turn in line.criteria["1"]] == [Verdict.MET]


def test_a_task_is_known_from_the_day_it_was_given(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, other = unit(change), unit(change, "Xã B")
        task(change, unit_id=key, number="NV-1", assigned_on=str(day(5)))
        task(change, unit_id=other, number="NV-2")
    with ledger.reading() as conn:
        (past,) = task_pasts(conn, [key], View(day(5)))
        assert (past.number, past.unit_key, past.set_code) == ("NV-1", key, None)
        assert past.assigned_on == day(5)
        assert task_pasts(conn, [key], View(day(4))) == []


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["extended", "paused", "resumed", "reported", "done", "confirmed"])
        | st.sampled_from(["returned", "reopened", "cancelled"]),
        st.integers(0, SPAN),
    ),
    max_size=5,
)


@given(EVENTS, st.none() | st.integers(0, SPAN), st.none() | st.integers(0, SPAN))
@settings(max_examples=40)
def test_a_task_stood_on_every_day_as_its_list_said_on_that_day(
    shared_ledger: Ledger, told: list[tuple[str, int]], due: int | None, given_on: int | None
) -> None:
    with undone(shared_ledger) as change:
        key = unit(change)
        own = task(
            change,
            None if due is None else str(day(due)),
            unit_id=key,
            assigned_on=None if given_on is None else str(day(given_on)),
        )
        for kind, on in told:
            event(change, own, kind, day(on))
        put_header(change, own)
        pasts = task_pasts(change.conn, [key], LATER)
        for each in range(-1, SPAN + 6):
            on_day = day(each)
            listed = tasks(change.conn, View(on_day), narrow=Narrow(units=(key,)))
            late = [t.outcome(on_day) is Outcome.OPEN_OVERDUE for t in listed]
            done = [t.state is TaskState.DONE for t in listed]
            found = [stood(past, on_day) for past in pasts]
            assert any(each.late for each in found) is any(late)
            assert any(each.done for each in found) is any(done)


def test_a_unit_lives_through_its_names(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key = unit(change, "Xã A", valid_from="2020-01-01", valid_to="2023-12-31")
        version(change, key, "Xã B", valid_from="2024-01-01", valid_to="2025-06-30")
        always = unit(change, "Xã C")
    with ledger.reading() as conn:
        assert lifetimes(conn, [key, always]) == {
            key: (date(2020, 1, 1), date(2025, 6, 30)),
            always: (date.min, date.max),
        }
