"""The matrix: a row for each unit, a verdict in every cell, the totals of each row beside it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Finding, Measured, Verdict
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.domain.unit import UnitKind
from ntmtrack.message import say
from ntmtrack.reports.matrix import Judged, build, in_letters, letter, nothing, verdict_columns
from ntmtrack.reports.report import Block, Column, Report
from ntmtrack.reports.status import Mark
from tests.reports.values import (
    SET,
    TODAY,
    a_judgement,
    a_standing,
    a_tally,
    cells,
    notes,
    records,
    words,
)

MET, NEARLY, UNMET = Verdict.MET, Verdict.NEARLY_MET, Verdict.UNMET
NA, MISSING = Verdict.NOT_APPLICABLE, Verdict.NOT_ASSESSED
OF = SetName(1, SET, "Bộ tiêu chí", "commune")
UID = "0" * 36


def a_unit(name: str = "Xã Bản Bo", code: str = "03424", parent: str | None = None) -> Unit:
    return Unit(1, code, name, UnitKind.COMMUNE, parent_name=parent)


def criteria(count: int, *indicators: str) -> list[Measured]:
    """Criteria 1, 2, 3 …; the first has the indicators."""
    return [
        Measured(str(number), f"Tiêu chí {number}", indicators if number == 1 else ())
        for number in range(1, count + 1)
    ]


def matrix(*standings: UnitStanding, total: int = 5, **facts: Any) -> Report:
    """A unit for each standing, all of one set."""
    judged = [Judged(a_unit(each.unit_name, each.unit), each) for each in standings]
    return build(judged, criteria(total), of=OF, day=TODAY, **facts)


def test_a_row_has_the_verdict_of_each_criterion_under_its_number_and_the_counts() -> None:
    (row,) = records(matrix(a_standing(MET, NEARLY, UNMET, NA, MISSING)))
    assert list(row) == [
        *("unit", "unit_name", "1", "2", "3", "4", "5"),
        *("met", "nearly_met", "total", "set"),
    ]
    assert list(row.values()) == [
        *("03424", "Xã 03424", MET, NEARLY, UNMET, NA, MISSING),
        *(1, 1, 5, SET),
    ]


@given(st.lists(st.lists(st.sampled_from(Verdict), min_size=4, max_size=4), min_size=1))
def test_the_counts_of_a_row_are_those_of_its_cells(verdicts: list[list[Verdict]]) -> None:
    report = matrix(*(a_standing(*each) for each in verdicts), total=4)
    assert verdict_columns(report) == (2, 3, 4, 5)
    for row, given_ in zip(report.rows, verdicts, strict=True):
        assert list(row[2:6]) == given_
        known = any(each is not MISSING for each in given_)
        met, nearly, total = row[6:9]
        assert (met, nearly) == (
            (given_.count(MET), given_.count(NEARLY)) if known else (None,) * 2
        )
        assert total == 4


def test_indicators_stand_after_their_criterion_and_are_not_counted() -> None:
    judged = Judged(a_unit(), a_standing(UNMET, MET), {"1.1": MET, "1.3": NA})
    of = criteria(2, "1.1", "1.2", "1.3")
    report = build([judged], of, of=OF, day=TODAY, indicators=True)
    (row,) = records(report)
    assert [row[number] for number in ("1", "1.1", "1.2", "1.3", "2")] == [
        *(UNMET, MET, MISSING, NA, MET),
    ]
    assert [column.key for column in report.columns][2:7] == ["1", "1.1", "1.2", "1.3", "2"]
    assert (row["met"], row["total"]) == (1, 2)
    without = build([judged], of, of=OF, day=TODAY)
    assert [column.key for column in without.columns][2:4] == ["1", "2"]


def test_an_indicator_with_the_number_of_its_criterion_is_no_second_column() -> None:
    judged = Judged(a_unit(), a_standing(UNMET, MET), {"1": MET})
    report = build([judged], criteria(2, "1"), of=OF, day=TODAY, indicators=True)
    assert [column.key for column in report.columns][2:4] == ["1", "2"]
    assert cells(report, "1") == [UNMET]


def test_a_unit_is_named_so_that_it_is_found_again() -> None:
    of = a_standing(MET)
    named = [
        (a_unit("Xã Bình An", "1", "Lâm Bình"), "1", "Xã Bình An, Lâm Bình"),
        (a_unit("Xã Bình An", "2", "Thăng Bình"), "2", "Xã Bình An, Thăng Bình"),
        (a_unit("Xã Bản Bo", "3", "Tam Đường"), "3", "Xã Bản Bo"),
        (a_unit("Thôn 5", UID, "Xã Đông Văn"), None, "Thôn 5, Xã Đông Văn"),
        (a_unit("Thôn 6", UID), None, "Thôn 6"),
    ]
    report = build([Judged(unit, of) for unit, *_ in named], criteria(1), of=OF, day=TODAY)
    assert [row[:2] for row in report.rows] == [(code, name) for _, code, name in named]


def test_the_notes_explain_the_letters_and_the_numbers_and_keep_counts_beside_lists() -> None:
    differing = (a_judgement("1", UNMET), a_judgement("1", MET))
    finding = Finding("1", "Quy hoạch", MET, differing=differing)
    standing = a_standing(
        findings=(finding, Finding("2", "Giao thông", UNMET)), tallies=(a_tally(1, 2),)
    )
    said = notes(matrix(standing, total=2))
    assert said[0] == "M met · N nearly met · U unmet · – not applicable · nothing: not assessed"
    assert said[1] == "Criteria: 1 Tiêu chí 1, 2 Tiêu chí 2"
    assert "Xã 03424: counted 1/2 met on 2024-07-08, the list of that day agrees" in said
    assert any("Xã 03424" in note and "1" in note for note in said[3:])


def test_units_that_were_left_out_are_counted() -> None:
    one = a_standing(MET)
    assert not [note for note in notes(matrix(one, total=1)) if "--under" in note]
    assert "1 unit of this level has no" in notes(matrix(one, total=1, besides=1))[-1]
    assert "7 units of this level have no" in notes(matrix(one, total=1, besides=7))[-1]


def test_without_units_nothing_is_explained() -> None:
    for report in (matrix(), nothing(day=TODAY)):
        assert not report.rows
        assert not report.notes
        assert words(report.empty) == "No unit has been judged, counted or registered yet."
        assert [column.key for column in report.columns][:2] == ["unit", "unit_name"]
    assert words(matrix().title) == "Criteria by unit, Bộ tiêu chí, as of 2024-07-09"
    assert verdict_columns(matrix()) == ()


def test_people_read_a_letter_for_each_verdict_and_the_columns_are_known_still() -> None:
    report = matrix(a_standing(MET, NEARLY, UNMET, NA, MISSING))
    read = in_letters(report)
    assert read.rows[0][2:7] == (Mark.MET, Mark.NEARLY_MET, Mark.UNMET, Mark.NOT_APPLICABLE, None)
    assert (read.rows[0][:2], read.rows[0][7:]) == (report.rows[0][:2], report.rows[0][7:])
    assert verdict_columns(read) == verdict_columns(report)
    assert in_letters(read) == read
    assert letter("x") == "x"


def test_one_verdict_in_a_list_is_a_word_and_stays_one() -> None:
    columns = (Column("number", "No."), Column("verdict", "Verdict"))
    listed = Report("list", say("x"), columns, (Block("b", None, (("1", UNMET),)),))
    assert verdict_columns(listed) == ()
    assert in_letters(listed) is listed


def test_a_number_over_a_column_can_be_asked_what_it_stands_for() -> None:
    report = matrix(a_standing(MET, UNMET), total=2)
    assert [(each.heading, each.about) for each in report.columns[2:4]] == [
        ("1", "Tiêu chí 1"),
        ("2", "Tiêu chí 2"),
    ]
    assert {each.about for each in report.columns[4:]} == {""}
