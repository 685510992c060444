"""`status`: the matrix and the bands; every unit is counted once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.standing import CountedAs, Standing, StandingEvent, UnitStanding
from ntmtrack.reports.status import Mark, build, build_bands, score, standing_cell, tally_cell
from tests.reports.values import (
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
REGISTERED = CountedAs.REGISTERED


def met_of(met: int, total: int, **facts: object) -> UnitStanding:
    """A unit with so many criteria met and the others unmet."""
    return a_standing(*[MET] * met, *[UNMET] * (total - met), **facts)


def test_a_row_has_a_mark_for_each_criterion_and_the_counts_of_them() -> None:
    (row,) = records(build([a_standing(MET, NEARLY, UNMET, NA, MISSING, MET)], [], day=TODAY))
    marks = [row[f"c{number}"] for number in range(1, 7)]
    assert marks == [Mark.MET, Mark.NEARLY_MET, Mark.UNMET, Mark.NOT_APPLICABLE, None, Mark.MET]
    counts = ("met", "nearly_met", "unmet", "not_applicable", "not_assessed", "total")
    assert [row[key] for key in counts] == [2, 1, 1, 1, 1, 6]
    assert row["score"] == "2/6"


def test_each_set_has_a_block_and_a_criterion_it_lacks_has_no_mark() -> None:
    short, long = a_standing(MET, set_code="b"), a_standing(MET, UNMET, set_code="a")
    report = build([short, long], [], day=TODAY)
    assert headings(report) == ["a", "b"]
    assert in_block(report, report.blocks[1], "c2") == [None]
    assert "Several criteria sets are shown; their counts are not comparable." in notes(report)


@given(st.lists(st.lists(st.sampled_from(Verdict), min_size=1, max_size=5)))
def test_the_summary_adds_up_the_rows(verdicts: list[list[Verdict]]) -> None:
    standings = [a_standing(*each, unit=str(place)) for place, each in enumerate(verdicts)]
    report = build(standings, [], day=TODAY)
    assert len(report.rows) == len(standings)
    for key, figure in report.summary.items():
        assert figure == sum(cells(report, key))


def test_without_units_there_is_no_legend() -> None:
    assert notes(build([], [], day=TODAY)) == []
    assert "M met" in notes(build([a_standing(MET)], [], day=TODAY))[0]


def test_a_score_is_unknown_while_nothing_was_judged() -> None:
    assert score(a_standing(MISSING, MISSING)) == "?/2"
    assert score(a_standing(UNMET, MISSING)) == "0/2"


def test_a_count_without_its_list_is_shown_as_written() -> None:
    assert tally_cell((a_tally(22, what=REGISTERED),)) is None
    assert tally_cell((a_tally(22, what=REGISTERED), a_tally(9, 19))) == "9/19"


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ({"target_words": "trong năm 2024", "year": 2023}, "registered, target trong năm 2024"),
        ({"happened_on": TODAY, "year": 2024}, "registered 2024-07-09"),
        ({"year": 2023}, "registered, year 2023"),
        ({}, "registered"),
    ],
)
def test_the_last_event_is_told_with_what_is_known_of_it(
    last: dict[str, object], said: str
) -> None:
    earlier = Standing(StandingEvent.RECOGNISED, SET, TODAY - days(900))
    event = Standing(
        **{"event": StandingEvent.REGISTERED, "set_code": SET, "happened_on": None, **last}
    )  # type: ignore[arg-type]
    assert words(standing_cell((earlier, event))) == said


def test_a_unit_without_events_has_none_to_tell() -> None:
    assert standing_cell(()) is None


def test_units_counted_without_names_are_told_for_units_with_and_without_a_row() -> None:
    own = (a_tally(1, 2), a_tally(4, what=CountedAs.APPRAISED))
    below = (a_tally(22, what=REGISTERED), a_tally(20, what=CountedAs.UNDER_WAY))
    report = build(
        [a_standing(MET, UNMET, tallies=own)],
        [("Huyện", below), ("Xã", (a_tally(9, 19),))],
        day=TODAY,
    )
    assert notes(report)[1:] == [
        "Xã 03424: counted 1/2 met on 2024-07-08, the list of that day agrees",
        "Xã 03424: units counted without names: appraised 4 (2024-07-08)",
        "Huyện: units counted without names: registered 22, under_way 20 (2024-07-08)",
        "WARNING Huyện: 22 registered, but the parts add up to 20; both are kept",
    ]


def test_counts_of_different_days_and_sets_each_keep_their_own() -> None:
    counted = (
        a_tally(22, what=REGISTERED),
        a_tally(22, what=CountedAs.RECOGNISED, counted_on=TODAY),
        a_tally(5, what=REGISTERED, set_code="other"),
    )
    assert [
        note.partition("names: ")[2] for note in notes(build([], [("H", counted)], day=TODAY))
    ] == [
        "registered 22 (2024-07-08)",
        "recognised 22 (2024-07-09)",
        "registered 5 (2024-07-08)",
    ]


@pytest.mark.parametrize(
    ("total", "bands"),
    [
        (20, ["20", "15–19", "10–14", "5–9", "0–4"]),
        (19, ["19", "15–18", "10–14", "5–9", "0–4"]),
        (15, ["15", "10–14", "5–9", "0–4"]),
        (14, ["14", "10–13", "5–9", "0–4"]),
        (10, ["10", "5–9", "0–4"]),
        (6, ["6", "5", "0–4"]),
        (4, ["4", "0–3"]),
        (1, ["1", "0"]),
    ],
)
def test_bands_go_from_the_whole_set_down_to_none(total: int, bands: list[str]) -> None:
    assert cells(build_bands([met_of(0, total)], day=TODAY), "band") == bands


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"), st.lists(st.sampled_from(Verdict), min_size=1, max_size=21)
        )
    )
)
def test_the_bands_hold_every_unit_exactly_once(
    units: list[tuple[str, list[Verdict]]],
) -> None:
    standings = [
        a_standing(*verdicts, unit=str(place), set_code=code)
        for place, (code, verdicts) in enumerate(units)
    ]
    report = build_bands(standings, day=TODAY)
    for block in report.blocks:
        named = [name for names in in_block(report, block, "unit_names") for name in names]
        assert sorted(named) == sorted(e.unit_name for e in standings if e.set_code == block.key)
    assert [len(names) for names in cells(report, "unit_names")] == cells(report, "units")
    assert sum(cells(report, "units")) == len(standings)


def test_each_unit_stands_in_the_band_of_its_criteria_met() -> None:
    standings = [met_of(met, 19, unit=str(met)) for met in (19, 18, 15, 14, 9, 4, 0)]
    found = dict(
        zip(
            *(cells(build_bands(standings, day=TODAY), key) for key in ("band", "unit_names")),
            strict=True,
        )
    )
    assert found == {
        "19": ("Xã 19",),
        "15–18": ("Xã 18", "Xã 15"),
        "10–14": ("Xã 14",),
        "5–9": ("Xã 9",),
        "0–4": ("Xã 4", "Xã 0"),
    }


def test_units_of_which_nothing_was_judged_are_not_in_the_lowest_band() -> None:
    counted = a_standing(*[MISSING] * 19, unit_name="Xã Bằng Cốc", tallies=(a_tally(9, 19),))
    report = build_bands([counted, met_of(0, 19, unit="01")], day=TODAY)
    assert cells(report, "band")[-2:] == ["0–4", "?"]
    assert cells(report, "unit_names")[-2:] == [("Xã 01",), ("Xã Bằng Cốc",)]
    assert notes(report) == [
        "2 units in all",
        "Xã Bằng Cốc: counted 9/19 met on 2024-07-08, the criteria are not named",
    ]
