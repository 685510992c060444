"""Counts in words, and tallies that agree with their list or do not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Counts, Verdict
from ntmtrack.domain.standing import CountedAs, Standing, StandingEvent, UnitStanding
from ntmtrack.reports.counts import (
    counts_note,
    event_notes,
    parts_notes,
    summary_of,
    tally_notes,
    tally_warnings,
    tally_words,
    unjudged,
)
from tests.reports.values import SET, TODAY, a_standing, a_tally, words

MET, UNMET, MISSING = Verdict.MET, Verdict.UNMET, Verdict.NOT_ASSESSED
ALL_FIVE = tuple(Verdict)

STANDINGS = st.lists(
    st.lists(st.sampled_from(Verdict), max_size=6).map(lambda verdicts: a_standing(*verdicts))
)


def test_all_five_counts_are_said() -> None:
    assert words(counts_note(a_standing(*ALL_FIVE, MET, unit_name="Xã Bản Bo"))) == (
        "Xã Bản Bo, xa-ntm-2021-2025: met 2/6; nearly met 1; unmet 1; not applicable 1;"
        " not assessed 1"
    )


def test_a_unit_of_which_nothing_was_judged_has_no_figures() -> None:
    standing = a_standing(MISSING, MISSING)
    assert unjudged(standing)
    assert "none of the 2 criteria has been assessed" in words(counts_note(standing))


@given(STANDINGS)
def test_the_summary_adds_up_the_counts_of_all_units(standings: list[UnitStanding]) -> None:
    summary = summary_of(standings)
    total = summary.pop("total")
    assert total == sum(map(int, summary.values())) == sum(len(each.findings) for each in standings)


@pytest.mark.parametrize(("total", "written"), [(19, "9/19"), (None, "9")])
def test_a_tally_is_written_as_people_write_it(total: int | None, written: str) -> None:
    assert tally_words(a_tally(9, total)) == written


LIST_SAYS = "but the list of that day says 1/2"


@pytest.mark.parametrize(
    ("verdicts", "figure", "total", "said"),
    [
        ((MET, UNMET), 1, 2, "the list of that day agrees"),
        ((MET, UNMET), 1, None, "the list of that day agrees"),
        ((MET, UNMET), 2, 2, f"WARNING Xã 03424: counted 2/2 met on 2024-07-08, {LIST_SAYS}"),
        ((MET, MISSING), 2, 2, LIST_SAYS),
        ((MISSING, MISSING), 1, 2, "the criteria are not named"),
        ((MET, UNMET), 1, 3, "WARNING Xã 03424: counted 1/3 met on 2024-07-08, but the set has 2"),
        ((MISSING, MISSING), 1, 3, "but the set has 2"),
        ((MISSING, MISSING), 3, None, "but the set has 2"),
    ],
)
def test_a_count_and_its_list_are_compared_and_never_chosen_from(
    verdicts: tuple[Verdict, ...], figure: int, total: int | None, said: str
) -> None:
    standing = a_standing(*verdicts, tallies=(a_tally(figure, total),))
    (note,) = tally_notes(standing)
    assert said in words(note)


@given(
    st.lists(st.sampled_from(Verdict), min_size=1),
    st.integers(0, 20),
    st.booleans(),
    st.sampled_from([CountedAs.MET, CountedAs.NEARLY_MET, CountedAs.UNMET]),
)
def test_a_warning_is_given_just_where_figures_differ(
    verdicts: list[Verdict], figure: int, whole: bool, what: CountedAs
) -> None:
    tally = a_tally(figure, len(verdicts) if whole else None, what)
    standing = a_standing(*verdicts, tallies=(tally,))
    (note,) = tally_notes(standing)
    impossible = figure > len(verdicts)
    listed = verdicts.count(Verdict(what.value))
    # A list of what is unmet alone says nothing of how many are met.
    silent = not listed and figure <= verdicts.count(Verdict.NOT_ASSESSED)
    differs = not unjudged(standing) and figure != listed and not silent
    assert words(note).startswith("WARNING") is (impossible or differs)
    assert tally_warnings(standing) == ([note] if impossible or differs else [])


def test_a_count_is_held_against_the_list_of_its_own_day() -> None:
    tally = a_tally(1, 2, listed=Counts.of([MET, UNMET]))
    (note,) = tally_notes(a_standing(MET, MET, tallies=(tally,)))
    assert words(note).endswith("the list of that day agrees")


def test_counts_of_units_are_not_compared_with_a_list_of_criteria() -> None:
    others = tuple(a_tally(7, what=what) for what in CountedAs if what.of_units)
    assert tally_notes(a_standing(MET, tallies=others)) == []


REGISTERED, RECOGNISED, UNDER_WAY = (
    CountedAs.REGISTERED,
    CountedAs.RECOGNISED,
    CountedAs.UNDER_WAY,
)
SUBMITTED, APPRAISED = CountedAs.SUBMITTED, CountedAs.APPRAISED


@pytest.mark.parametrize(
    ("parts", "sum_of_parts"),
    [
        ({REGISTERED: 22, RECOGNISED: 1, SUBMITTED: 4, UNDER_WAY: 17}, None),
        ({REGISTERED: 22, RECOGNISED: 1, SUBMITTED: 4, APPRAISED: 4, UNDER_WAY: 17}, None),
        ({REGISTERED: 22, RECOGNISED: 1, SUBMITTED: 2, APPRAISED: 4, UNDER_WAY: 17}, None),
        ({REGISTERED: 22, RECOGNISED: 1, APPRAISED: 4, UNDER_WAY: 16}, 21),
        ({REGISTERED: 22, RECOGNISED: 1, APPRAISED: 4, UNDER_WAY: 18}, 23),
        ({REGISTERED: 22, UNDER_WAY: 17}, 17),
        ({REGISTERED: 22, RECOGNISED: 1}, None),
        ({REGISTERED: 22}, None),
        ({RECOGNISED: 1, UNDER_WAY: 17}, None),
    ],
)
def test_units_counted_by_stage_add_up_to_those_registered_or_a_warning_says_so(
    parts: dict[CountedAs, int], sum_of_parts: int | None
) -> None:
    tallies = [a_tally(count, what=what) for what, count in parts.items()]
    said = [words(note) for note in parts_notes("Huyện", tallies)]
    warning = f"22 registered, but the parts add up to {sum_of_parts}; both are kept"
    assert said == ([] if sum_of_parts is None else [f"WARNING Huyện: {warning}"])


def test_criteria_met_are_no_part_of_the_units_registered() -> None:
    counted = [a_tally(22, what=REGISTERED), a_tally(22, what=UNDER_WAY), a_tally(9, 19)]
    assert parts_notes("Huyện", counted) == []


def test_units_of_different_sets_and_days_are_not_added_up() -> None:
    assert (
        parts_notes(
            "Huyện",
            [
                a_tally(22, what=REGISTERED, set_code="thon"),
                a_tally(22, what=UNDER_WAY, set_code="thon"),
                a_tally(5, what=REGISTERED, set_code="xa"),
                a_tally(3, what=UNDER_WAY, set_code="xa", counted_on=TODAY),
            ],
        )
        == []
    )


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"happened_on": TODAY, "year": 2024, "document": "5/QĐ", "note": "18/19"},
            "recognised 2024-07-09; 5/QĐ, 18/19",
        ),
        ({"year": 2024, "target_words": "trong năm 2025"}, "recognised 2024; trong năm 2025"),
        ({}, "recognised …; …"),
    ],
)
def test_each_event_of_recognition_is_a_sentence(facts: dict[str, Any], said: str) -> None:
    event = Standing(
        **{"event": StandingEvent.RECOGNISED, "set_code": SET, "happened_on": None, **facts}
    )
    (note,) = event_notes(a_standing(MET, standings=(event,)))
    assert words(note) == f"{SET}: {said}"
