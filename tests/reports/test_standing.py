"""Where units stand on their way to recognition, and the whole story of one."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.recognition import StandingState, Way
from ntmtrack.domain.standing import Standing, StandingEvent
from ntmtrack.domain.withdrawal import AtRisk, Risk
from ntmtrack.message import say
from ntmtrack.reports.report import Report
from ntmtrack.reports.standing import Line, listed, next_step, told
from tests.reports.values import (
    BAN_BO,
    SET,
    TODAY,
    a_standing,
    a_tally,
    cells,
    days,
    headings,
    in_block,
    notes,
    records,
    words,
)

MET, NEARLY, UNMET = Verdict.MET, Verdict.NEARLY_MET, Verdict.UNMET
NA, MISSING = Verdict.NOT_APPLICABLE, Verdict.NOT_ASSESSED
RECOGNISED = StandingState.RECOGNISED


def a_line(
    *verdicts: Verdict,
    state: StandingState = RECOGNISED,
    risk: AtRisk | None = None,
    tips: bool = False,
    unit: str = "03424",
    set_code: str = SET,
    **way: Any,
) -> Line:
    """A unit recognised a hundred days ago, unless told otherwise."""
    since = way.pop("since", TODAY - days(100))
    found = None if risk is None else Risk(risk, say("vì sao"), tips)
    standing = a_standing(*(verdicts or (MET,)), unit=unit, set_code=set_code)
    return Line(standing, Way(state, since, **way), found)


def a_list(*lines: Line, within: int = 90, **facts: Any) -> Report:
    return listed(lines, day=TODAY, within=within, **{"loadable": {}, **facts})


def test_the_way_to_recognition_is_told_event_by_event_oldest_first() -> None:
    found = [
        Standing(
            StandingEvent.RECOGNISED,
            SET,
            TODAY,
            document="5/QĐ",
            note="18/19",
            decided_on=TODAY - days(3),
            recorded_on=TODAY + days(1),
            valid_to=TODAY + days(365),
        ),
        Standing(
            StandingEvent.REGISTERED,
            SET,
            None,
            year=2023,
            target_words="trong năm 2024",
            target_last=TODAY,
        ),
    ]
    report = told(BAN_BO, found, [], day=TODAY, notes=[say("ghi muộn")])
    first, second = records(report)
    assert (first["event"], first["happened_on"], first["year"]) == (
        *(StandingEvent.REGISTERED, None, 2023),
    )
    assert (first["target"], first["target_last_day"]) == ("trong năm 2024", TODAY)
    assert (second["happened_on"], second["document"], second["note"]) == (TODAY, "5/QĐ", "18/19")
    assert second["decided_on"] == TODAY - days(3)
    assert second["recorded_on"] == TODAY + days(1)
    assert second["until"] == TODAY + days(365)
    assert words(report.title) == "Way to recognition: Xã Bản Bo"
    assert notes(report) == ["ghi muộn"]
    assert words(told(BAN_BO, [], [], day=TODAY).empty) == "Nothing has been recorded."


def test_after_the_events_comes_how_the_unit_stands_now() -> None:
    line = a_line(MET, UNMET, NEARLY, risk=AtRisk.YES, until=TODAY + days(9), announced=True)
    assert notes(told(BAN_BO, [], [line], day=TODAY)) == [
        f"{SET}, now: recognised since 2024-03-31 (100 days)",
        f"{SET}: recognition until 2024-07-18",
        f"{SET}: recognised, and now 1/3",
        f"{SET}: withdrawal risk yes: vì sao",
        f"{SET}: next: hold the criteria; assess anew before the recognition ends",
    ]
    begun = a_line(MISSING, state=StandingState.REGISTERED, since=None)
    counted = Line(begun.standing._replace(tallies=(a_tally(1, 1),)), begun.way)
    assert notes(told(BAN_BO, [], [counted], day=TODAY)) == [
        f"{SET}, now: registered",
        f"{SET}: criteria met ?/1",
        "Xã 03424: counted 1/1 met on 2024-07-08, the criteria are not named",
        f"{SET}: next: register anew",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (a_line(state=StandingState.REVOKED), "register anew"),
        (a_line(), "announce it; hold the criteria"),
        (a_line(announced=True), "hold the criteria"),
        (a_line(UNMET, announced=True), "bring back the criteria that are not met"),
        (a_line(step=StandingEvent.REGISTERED), "self-assessment"),
        (a_line(step=StandingEvent.SELF_ASSESSED), "verification"),
        (a_line(step=StandingEvent.VERIFIED), "appraisal"),
        (a_line(step=StandingEvent.APPRAISED), "submission"),
        (a_line(step=StandingEvent.SUBMITTED), "decision on recognition"),
        (
            a_line(step=StandingEvent.RETURNED, target="quý IV/2024"),
            "complete the dossier and submit it again, target quý IV/2024",
        ),
    ],
)
def test_what_comes_next_follows_from_the_last_step(line: Line, said: str) -> None:
    assert words(next_step(line)) == said


def test_a_row_tells_the_state_the_figures_and_the_risk() -> None:
    line = a_line(
        *(MET, MET, NEARLY, UNMET, NA, MISSING),
        risk=AtRisk.NO,
        year=2023,
        document="5/QĐ",
        until=TODAY + days(10),
    )
    (row,) = records(a_list(line))
    assert (row["unit"], row["unit_name"], row["set"]) == ("03424", "Xã 03424", SET)
    assert (row["state"], row["since"]) == (RECOGNISED, TODAY - days(100))
    assert (row["year"], row["document"]) == (2023, "5/QĐ")
    assert (row["expires"], row["days_left"]) == (TODAY + days(10), 10)
    counts = ("met", "total", "unmet", "nearly_met", "not_assessed")
    assert [row[key] for key in counts] == [2, 6, 1, 1, 1]
    assert (row["score"], row["at_risk"], words(row["reason"])) == ("2/6", AtRisk.NO, "vì sao")


def test_a_unit_of_which_nothing_was_judged_has_no_figures_and_one_not_recognised_no_risk() -> None:
    line = a_line(MISSING, MISSING, state=StandingState.EXPIRED, until=TODAY - days(1))
    (row,) = records(a_list(line))
    figures = [row[key] for key in ("met", "total", "unmet", "nearly_met", "not_assessed")]
    assert figures == [None, 2, None, None, 2]
    assert (row["at_risk"], row["reason"], row["days_left"]) == (None, None, None)
    assert (row["score"], row["expires"]) == ("?/2", TODAY - days(1))


def test_what_may_be_lost_comes_first_and_each_state_has_its_block() -> None:
    states = list(StandingState)
    report = a_list(
        *(a_line(state=state) for state in states),
        a_line(until=TODAY + days(90), unit="01"),
        a_line(until=TODAY + days(91), unit="02"),
        a_line(until=TODAY, risk=AtRisk.YES, unit="03"),
        a_line(risk=AtRisk.UNKNOWN, unit="04"),
    )
    found = [(words(b.heading), in_block(report, b, "unit")) for b in report.blocks if b.rows]
    assert found == [
        ("recognised, at risk of withdrawal (1)", ["03"]),
        ("recognition ends within 90 days (1)", ["01"]),
        ("recognised (3)", ["03424", "02", "04"]),
        ("expired (1)", ["03424"]),
        ("under_appraisal (1)", ["03424"]),
        ("returned (1)", ["03424"]),
        ("registered (1)", ["03424"]),
        ("withdrawn (1)", ["03424"]),
        ("revoked (1)", ["03424"]),
    ]
    assert report.summary == {"recognised": 5, "at_risk": 1, "expiring": 2}
    assert "recognition ends within 1 day (0)" in headings(a_list(within=1))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(StandingState),
            st.none() | st.sampled_from(AtRisk),
            st.none() | st.integers(-100, 200),
        )
    ),
    st.integers(0, 100),
)
def test_every_unit_stands_in_exactly_one_block(
    units: list[tuple[StandingState, AtRisk | None, int | None]], within: int
) -> None:
    lines = [
        a_line(
            state=state,
            risk=risk if state is RECOGNISED else None,
            until=None if left is None else TODAY + days(left),
            unit=str(place),
        )
        for place, (state, risk, left) in enumerate(units)
    ]
    report = a_list(*lines, within=within)
    assert sorted(cells(report, "unit")) == sorted(line.standing.unit for line in lines)
    for block in report.blocks:
        count = words(block.heading).rpartition("(")[2]
        assert count == f"{len(block.rows)})"


def test_equal_lines_are_each_in_their_block() -> None:
    assert len(a_list(a_line(risk=AtRisk.YES), a_line(risk=AtRisk.YES)).rows) == 2


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (a_line(), False),
        (a_line(risk=AtRisk.UNKNOWN), False),
        (a_line(risk=AtRisk.YES), True),
        (a_line(until=TODAY + days(90)), True),
        (a_line(until=TODAY + days(91)), False),
        (a_line(state=StandingState.EXPIRED), True),
        (a_line(state=StandingState.REVOKED), False),
    ],
)
def test_check_finds_what_is_or_may_be_lost(line: Line, found: bool) -> None:
    assert a_list(line).found is found


def test_units_that_fell_back_since_they_were_recognised_are_counted() -> None:
    fell = a_line(MET, UNMET)
    assert notes(a_list(fell)) == ["1 recognised unit no longer meets every criterion of its set"]
    still = a_line(MET, NA, unit="01"), a_line(MET, MISSING, unit="02")
    gone = a_line(UNMET, unit="03", state=StandingState.REVOKED)
    other = a_line(NEARLY, unit="04")
    assert notes(a_list(fell, *still, gone, other)) == [
        "2 recognised units no longer meet every criterion of their set"
    ]


def test_units_whose_risk_hangs_on_what_is_nearly_met_are_named() -> None:
    tips = a_line(risk=AtRisk.NO, tips=True)
    said = (
        "nearly met is reckoned neither as met nor as unmet; counted as unmet it would put at"
        " risk: Xã 03424"
    )
    assert notes(a_list(tips, a_line(risk=AtRisk.NO, unit="01"))) == [said]
    assert said in notes(told(BAN_BO, [], [tips], day=TODAY))


def test_a_rule_that_is_not_loaded_and_sets_side_by_side_are_noted() -> None:
    report = a_list(a_line(), a_line(set_code="khac"), loadable={SET: f"{SET}-thu-hoi"})
    assert notes(report) == [
        f"{SET}: its rule of withdrawal is not loaded: `ntmtrack criteria load {SET}-thu-hoi`",
        "Several criteria sets are shown; their counts are not comparable.",
    ]


def test_an_empty_list_says_so() -> None:
    report = a_list()
    assert (report.rows, report.as_of) == ((), date(2024, 7, 9))
    assert words(report.empty) == "No unit has been registered, recognised or taken over."
