"""Reading judgements, counts and standings as true on one day and as known by another."""

import sqlite3
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Judgement, Stage, Verdict
from ntmtrack.domain.standing import CountedAs, StandingEvent
from ntmtrack.store.known import bind
from ntmtrack.store.queries import pairs, standings, tallies
from ntmtrack.store.queries_catalogue import children, unit_versions, units, units_by_code
from ntmtrack.store.queries_history import history
from ntmtrack.store.queries_latest import latest
from ntmtrack.store.view import View
from ntmtrack.store.writing import Writing
from tests.store.ledgers import (
    Ledger,
    assessment,
    criteria_set,
    next_change,
    undone,
    unit,
    version,
)

FIRST = date(2024, 6, 1)
LATER = View(date(2024, 12, 31))


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def office_noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 5, tzinfo=UTC)


def summary(judgement: Judgement) -> tuple[str, str, str, str]:
    return (
        judgement.stage.value,
        judgement.verdict.value,
        judgement.assessed_on.isoformat(),
        judgement.since.isoformat(),
    )


# The latest judgement


def test_the_latest_day_counts_at_each_stage_whatever_was_recorded_last(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, items = unit(change), criteria_set(change, "1", "17.8")
        item = items["17.8"]
        assessment(change, key, item, "met", "2024-06-20")
        assessment(change, key, item, "unmet", "2024-06-10")
        assessment(change, key, item, "nearly_met", "2024-06-15", stage="appraisal")
    with ledger.reading() as conn:
        found = latest(conn, [key], [items[""]], LATER)
        assert sorted(map(summary, found[key, items[""]]["17.8"])) == [
            ("appraisal", "nearly_met", "2024-06-15", "2024-06-15"),
            ("self", "met", "2024-06-20", "2024-06-20"),
        ]
        assert found[key, items[""]].keys() == {"17.8"}
        only = latest(conn, [key], [items[""]], LATER, stage=Stage.APPRAISAL)
        assert [each.stage for each in only[key, items[""]]["17.8"]] == [Stage.APPRAISAL]
        earlier = latest(conn, [key], [items[""]], View(date(2024, 6, 12)))
        assert [each.verdict for each in earlier[key, items[""]]["17.8"]] == [Verdict.UNMET]
        assert latest(conn, [key], [items[""]], View(date(2024, 6, 9))) == {}
        assert latest(conn, [], [items[""]], LATER) == {}
        assert latest(conn, [key], [], LATER) == {}


def test_of_one_day_the_last_recorded_counts(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, items = unit(change), criteria_set(change, "1")
        for verdict in ("met", "unmet", "not_applicable"):
            assessment(change, key, items["1"], verdict, "2024-06-20")
    with ledger.reading() as conn:
        (found,) = latest(conn, [key], [items[""]], LATER)[key, items[""]]["1"]
    assert found.verdict is Verdict.NOT_APPLICABLE


def test_a_judgement_brings_all_that_was_said(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, items = unit(change), criteria_set(change, "17.8")
        agency = change.insert("agency", {"name": "Phòng NN", "folded": "phong nn"})
        document = change.insert("document", {"number": "1/BC", "folded": "1/bc"})
        said = {"at_risk": 1, "value": "82.50", "value_unit": "%", "threshold": ">= 80"}
        said |= {"judged": "overridden", "reason": "chưa bền vững", "note": "xem lại"}
        assessment(
            change,
            key,
            items["17.8"],
            "unmet",
            "2024-06-20",
            **said,
            agency_id=agency,
            document_id=document,
        )
    with ledger.reading() as conn:
        (found,) = latest(conn, [key], [items[""]], LATER)[key, items[""]]["17.8"]
        (entry,) = history(conn, key, LATER)
    assert (found.number, found.at_risk, str(found.value)) == ("17.8", True, "82.50")
    assert (found.value_unit, found.threshold, found.judged) == ("%", ">= 80", "overridden")
    assert (found.reason, found.note) == ("chưa bền vững", "xem lại")
    assert (found.by, found.document) == ("Phòng NN", "1/BC")
    assert entry.judgement == found


def test_the_verdict_holds_since_the_present_run_began(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, items = unit(change), criteria_set(change, "1")
        for verdict, on in (("met", 1), ("unmet", 5), ("met", 10), ("met", 15), ("met", 20)):
            assessment(change, key, items["1"], verdict, str(day(on)))
        assessment(change, key, items["1"], "unmet", str(day(12)), stage="appraisal")
    with ledger.reading() as conn:
        assert since(conn, key, items, 25) == day(10)
        assert since(conn, key, items, 7) == day(5)
        assert since(conn, key, items, 3) == day(1)


def test_a_slip_put_right_on_the_same_day_does_not_break_a_run(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, items = unit(change), criteria_set(change, "1")
        for verdict, on in (("met", 1), ("unmet", 5), ("met", 5), ("met", 10)):
            assessment(change, key, items["1"], verdict, str(day(on)))
    with ledger.reading() as conn:
        assert since(conn, key, items, 20) == day(1)
        assert since(conn, key, items, 5) == day(1)


def since(conn: sqlite3.Connection, key: int, items: dict[str, int], on: int) -> date:
    (found,) = latest(conn, [key], [items[""]], View(day(on)), stage=Stage.SELF)[key, items[""]][
        "1"
    ]
    return found.since


VERDICTS = st.sampled_from(["met", "unmet", "nearly_met"])
JUDGED = st.tuples(
    st.sampled_from(["1", "2"]), st.sampled_from(["self", "appraisal"]), VERDICTS, st.integers(0, 9)
)


@settings(max_examples=60, deadline=None)
@given(
    recorded=st.lists(st.lists(JUDGED, max_size=6), min_size=1, max_size=4),
    on=st.integers(-1, 10),
    known=st.none() | st.integers(-1, 4),
)
def test_the_latest_and_since_when_agree_with_a_plain_reading_of_all_rows(
    shared_ledger: Ledger,
    recorded: list[list[tuple[str, str, str, int]]],
    on: int,
    known: int | None,
) -> None:
    """The changes are recorded one a day; the model goes through the days one by one."""
    with undone(shared_ledger) as change:
        key, items = unit(change), criteria_set(change, "1", "2")
        rows = []
        for turn, judged in enumerate(recorded):
            change = next_change(change, office_noon(day(turn)))
            for number, stage, verdict, when in judged:
                assessment(change, key, items[number], verdict, str(day(when)), stage=stage)
                if when <= on and (known is None or turn <= known):
                    rows.append((number, stage, verdict, day(when)))
        if known is not None:
            bind(change.conn, day(known))
        view = View(day(on))
        found = latest(change.conn, [key], [items[""]], view).get((key, items[""]), {})
        made = {(n, *summary(judgement)) for n, judged in found.items() for judgement in judged}
    assert made == {
        (number, stage, *modelled([row for row in rows if row[0] == number], stage))
        for number, stage, *_ in rows
    }


def modelled(rows: list[tuple[str, str, str, date]], stage: str) -> tuple[str, str, str]:
    """The stage's last word, its day, and since when nobody has said otherwise."""
    words = {(when, who): verdict for _, who, verdict, when in rows}
    last = max(when for when, who in words if who == stage)
    verdict = words[last, stage]
    broken = max((w for (w, _), v in words.items() if v != verdict and w <= last), default=date.min)
    began = min((w for w, _ in words if broken < w <= last), default=last)
    return verdict, str(last), str(began)


# What was known


def test_a_day_of_the_office_ends_at_its_own_midnight(ledger: Ledger) -> None:
    with ledger.writing(now=datetime(2024, 6, 20, 16, 59, 59, 999999, tzinfo=UTC)) as change:
        key, items = unit(change), criteria_set(change, "1")
        assessment(change, key, items["1"], "unmet", "2024-06-10")
    with ledger.writing(now=datetime(2024, 6, 20, 17, 0, tzinfo=UTC)) as change:
        assessment(change, key, items["1"], "met", "2024-06-11")
    for known, verdict in ((20, Verdict.UNMET), (21, Verdict.MET)):
        with ledger.reading(date(2024, 6, known)) as conn:
            view = View(date(2024, 6, 30))
            (found,) = latest(conn, [key], [items[""]], view)[key, items[""]]["1"]
            assert found.verdict is verdict
    with ledger.reading(date(2024, 6, 19)) as conn:
        assert latest(conn, [key], [items[""]], View(day(29))) == {}
    with ledger.reading(date(2024, 6, 20)) as conn:
        assert len(history(conn, key, View(day(29)))) == 1


def test_history_is_of_a_number_and_what_is_below_it_newest_first(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, items = unit(change), criteria_set(change, "1", "1.1", "11", "11.1")
        for place, number in enumerate(("1", "1.1", "11", "11.1")):
            assessment(change, key, items[number], "met", str(day(place)))
        assessment(change, key, items["1"], "unmet", str(day(0)))
        assessment(change, unit(change, "Xã khác"), items["1"], "unmet", str(day(0)))
    with ledger.reading() as conn:
        told = [each.judgement.number for each in history(conn, key, LATER)]
        assert told == ["11.1", "11", "1.1", "1", "1"]
        below = [each.judgement for each in history(conn, key, LATER, number="1")]
        assert [(each.number, each.verdict) for each in below] == [
            ("1.1", "met"),
            ("1", "unmet"),
            ("1", "met"),
        ]
        assert len(history(conn, key, View(day(1)))) == 3


# Pairs, counts, standings


@pytest.fixture
def three_ways(ledger: Ledger) -> tuple[Ledger, dict[str, int]]:
    """One unit judged, one counted, one registered and one of which nothing is known."""
    with ledger.writing(now=office_noon(day(10))) as change:
        items = criteria_set(change, "1")
        other = criteria_set(change, "1", code="bo-khac")
        keys = {name: unit(change, name) for name in ("judged", "counted", "registered", "none")}
        assessment(change, keys["judged"], items["1"], "unmet", str(day(5)))
        tally(change, keys["counted"], other[""], 9, 5)
        standing(change, keys["registered"], items[""], "registered", str(day(5)))
    return ledger, {**keys, "set": items[""], "other": other[""]}


def tally(
    change: Writing, key: int, of: int | None, count: int, on: int, what: str = "met"
) -> None:
    row = {"unit_id": key, "set_id": of, "what": what, "count": count, "total": 19}
    change.insert("tally", {**row, "counted_on": str(day(on))})


def standing(change: Writing, key: int, of: int, what: str, on: str | None) -> None:
    row: dict[str, Any] = {"unit_id": key, "set_id": of, "event": what, "happened_on": on}
    change.insert("standing", row)


def test_a_unit_stands_under_the_sets_it_was_judged_counted_or_registered_by(
    three_ways: tuple[Ledger, dict[str, int]],
) -> None:
    ledger, keys = three_ways
    named = [keys[name] for name in ("judged", "counted", "registered", "none")]
    found = [
        (keys["judged"], keys["set"]),
        (keys["counted"], keys["other"]),
        (keys["registered"], keys["set"]),
    ]
    with ledger.reading() as conn:
        assert pairs(conn, named, LATER) == found
        assert pairs(conn, named[1:2], LATER) == found[1:2]
        assert pairs(conn, [], LATER) == []
        assert pairs(conn, named, View(day(4))) == []
    with ledger.reading(day(10)) as conn:
        assert pairs(conn, named, View(day(5))) == found
    with ledger.reading(day(9)) as conn:
        assert pairs(conn, named, View(day(20))) == []


def test_the_newest_count_of_each_kind_is_kept_beside_the_others(ledger: Ledger) -> None:
    with ledger.writing(now=office_noon(day(10))) as change:
        key, items = unit(change), criteria_set(change, "1")
        tally(change, key, items[""], 9, 5)
        tally(change, key, items[""], 8, 3)
        tally(change, key, items[""], 10, 3, "unmet")
        tally(change, key, None, 17, 3, "under_way")
    with ledger.writing(now=office_noon(day(20))) as change:
        tally(change, key, items[""], 11, 5)
    with ledger.reading() as conn:
        found = {(each.what, each.figure) for each in tallies(conn, [key], LATER)[key]}
        assert found == {
            (CountedAs.MET, 11),
            (CountedAs.UNMET, 10),
            (CountedAs.UNDER_WAY, 17),
        }
        assert tallies(conn, [key], View(day(2))) == {}
    for on, known, count in ((4, None, 8), (30, 15, 9), (5, None, 11)):
        with ledger.reading(None if known is None else day(known)) as conn:
            counted = tallies(conn, [key], View(day(on)))[key]
            assert [t.figure for t in counted if t.what is CountedAs.MET] == [count]


def test_standings_are_told_in_the_order_of_events(ledger: Ledger) -> None:
    with ledger.writing(now=office_noon(day(10))) as change:
        key, items = unit(change), criteria_set(change, "1")
        standing(change, key, items[""], "recognised", str(day(8)))
        standing(change, key, items[""], "submitted", str(day(5)))
        standing(change, key, items[""], "registered", None)
    with ledger.reading() as conn:
        told = [each.event for each in standings(conn, [key], LATER)[key]]
        assert told == ["submitted", "recognised", "registered"]
        until = [each.event for each in standings(conn, [key], View(day(6)))[key]]
        assert until == [StandingEvent.SUBMITTED, StandingEvent.REGISTERED]
    with ledger.reading(day(9)) as conn:
        assert standings(conn, [key], View(day(20))) == {}


# Units


def test_a_unit_is_below_only_where_it_is_on_the_day(ledger: Ledger) -> None:
    with ledger.writing() as change:
        old, new = unit(change, "Xã A"), unit(change, "Xã B")
        moved = unit(change, "Thôn 1", kind="village", parent_id=old, valid_to="2025-06-30")
        version(change, moved, "Thôn 1", kind="village", parent_id=new, valid_from="2025-07-01")
    with ledger.reading() as conn:
        for on, above, empty in (("2025-06-30", old, new), ("2025-07-01", new, old)):
            when = date.fromisoformat(on)
            assert [each.key for each in children(conn, above, when)] == [moved]
            assert children(conn, empty, when) == []


def test_units_are_found_below_at_any_depth(ledger: Ledger) -> None:
    with ledger.writing() as change:
        top = unit(change, "Tỉnh", kind="province")
        middle = unit(change, "Xã", parent_id=top)
        low = unit(change, "Thôn", kind="village", parent_id=middle)
    with ledger.reading() as conn:
        assert [each.key for each in children(conn, top, FIRST)] == [middle, low]


def test_a_unit_that_ended_keeps_the_code_it_had(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key = unit(change, "Xã Bình An", valid_to="2025-06-30")
        for code, first, last in (("02290", None, "2025-06-30"), ("02296", "2025-07-01", None)):
            change.insert(
                "unit_code", {"unit_id": key, "code": code, "valid_from": first, "valid_to": last}
            )
        version(change, key, "Xã Bình An", valid_from="2025-07-01")
    with ledger.reading() as conn:
        assert [each.code for each in unit_versions(conn, key)] == ["02290", "02296"]
        assert [each.code for each in units(conn, date(2025, 6, 30))] == ["02290"]
        assert [each.code for each in units(conn, date(2025, 7, 1))] == ["02296"]
        assert units_by_code(conn, "02296", date(2025, 6, 30)) == []
        assert [each.key for each in units_by_code(conn, "02290", date(2025, 6, 30))] == [key]
