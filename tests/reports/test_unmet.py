"""`unmet`: every criterion that is held back is listed once, and the figures equal the rows."""

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Finding, Judged, Judgement, Stage, Verdict
from ntmtrack.domain.standing import Target, UnitStanding
from ntmtrack.message import say
from ntmtrack.reports.report import Measure, Show
from ntmtrack.reports.unmet import build
from tests.reports.values import (
    SET,
    TODAY,
    a_judgement,
    a_standing,
    a_tally,
    a_task,
    cells,
    days,
    headings,
    in_block,
    measured,
    notes,
    records,
    words,
)

MET, NEARLY, UNMET = Verdict.MET, Verdict.NEARLY_MET, Verdict.UNMET
NA, MISSING = Verdict.NOT_APPLICABLE, Verdict.NOT_ASSESSED
LISTED = (UNMET, NEARLY, MISSING)

STANDINGS = st.lists(
    st.tuples(
        st.sampled_from(["01", "02", "03"]),
        st.sampled_from(["set-a", "set-b"]),
        st.lists(st.sampled_from(Verdict), min_size=1, max_size=12),
    ),
    max_size=5,
    unique_by=lambda each: each[:2],
).map(
    lambda rows: [a_standing(*verdicts, unit=unit, set_code=code) for unit, code, verdicts in rows]
)


def is_judged(standing: UnitStanding) -> bool:
    return any(finding.verdict is not MISSING for finding in standing.findings)


def one(*failing: Judgement) -> dict[str, object]:
    """The row of criterion 17, held back by these judgements."""
    finding = Finding("17", "Môi trường", UNMET, failing=failing)
    (row,) = records(build([a_standing(findings=(finding,))], [], day=TODAY))
    return row


def test_blocks_come_as_unmet_then_nearly_met_then_not_assessed() -> None:
    standings = [
        a_standing(MISSING, NEARLY, UNMET, MET, NA, UNMET, unit="02", unit_name="Xã Hai"),
        a_standing(NEARLY, MISSING, unit="01", unit_name="Xã Một"),
    ]
    assert headings(build(standings, [], day=TODAY)) == [
        f"Xã Hai · {SET} · unmet (2)",
        f"Xã Hai · {SET} · nearly met (1)",
        f"Xã Hai · {SET} · not assessed (1)",
        f"Xã Một · {SET} · nearly met (1)",
        f"Xã Một · {SET} · not assessed (1)",
    ]


@given(STANDINGS)
def test_every_criterion_held_back_is_listed_once_in_the_block_of_its_verdict(
    standings: list[UnitStanding],
) -> None:
    report = build(standings, [], day=TODAY)
    expected = [
        (each.unit, each.set_code, finding.number, finding.verdict)
        for each in standings
        if is_judged(each)
        for verdict in LISTED
        for finding in each.findings
        if finding.verdict is verdict
    ]
    keys = ("unit", "set", "number", "verdict")
    assert [tuple(row[key] for key in keys) for row in records(report)] == expected
    for block, heading in zip(report.blocks, headings(report), strict=True):
        (verdict,) = set(in_block(report, block, "verdict"))
        assert block.key.endswith(f"/{verdict}")
        assert heading.endswith(f"({len(block.rows)})")


@given(STANDINGS)
def test_the_figures_equal_the_rows(standings: list[UnitStanding]) -> None:
    report = build(standings, [], day=TODAY)
    rows = Counter(cells(report, "verdict"))
    unjudged = sum(len(each.findings) for each in standings if not is_judged(each))
    assert report.summary["unmet"] == rows[UNMET]
    assert report.summary["nearly_met"] == rows[NEARLY]
    assert report.summary["not_assessed"] == rows[MISSING] + unjudged
    for code, units in Counter(each.set_code for each in standings).items():
        of_set = sum((row["set"], row["verdict"]) == (code, UNMET) for row in records(report))
        said = [note for note in notes(report) if note.startswith(f"{code} in all: ")]
        assert len(said) == (units > 1)
        assert all(f"; unmet {of_set}; " in note for note in said)


@given(STANDINGS, st.sets(st.sampled_from("123")))
def test_by_criterion_the_rows_are_the_same(
    standings: list[UnitStanding], criteria: set[str]
) -> None:
    wanted = frozenset(criteria)
    by_unit = build(standings, [], day=TODAY, criteria=wanted)
    by_criterion = build(standings, [], day=TODAY, criteria=wanted, by_criterion=True)
    assert Counter(by_unit.rows) == Counter(by_criterion.rows)
    assert by_unit.summary == by_criterion.summary
    assert by_unit.found is by_criterion.found


@given(STANDINGS)
def test_by_criterion_verdicts_come_in_order_and_numbers_as_numbers(
    standings: list[UnitStanding],
) -> None:
    report = build(standings, [], day=TODAY, by_criterion=True)
    places = [
        (LISTED.index(row["verdict"]), row["set"], int(row["number"])) for row in records(report)
    ]
    assert places == sorted(places)
    owners = [block.key for block in report.blocks]
    assert len(set(owners)) == len(owners)


def test_by_criterion_the_unit_tells_the_rows_apart() -> None:
    report = build([a_standing(UNMET)], [], day=TODAY, by_criterion=True)
    assert headings(report) == [f"{SET} · 1 Tiêu chí 1 · unmet (1)"]
    shown = {column.key: column.show for column in report.columns}
    assert shown["unit_name"] is Show.ALWAYS
    assert shown["number"] is shown["name"] is Show.DATA


def test_only_the_numbers_asked_for_are_listed() -> None:
    report = build([a_standing(UNMET, UNMET, UNMET)], [], day=TODAY, criteria=frozenset("13"))
    assert cells(report, "number") == ["1", "3"]


def test_a_unit_of_which_nothing_was_judged_is_a_note_and_no_list() -> None:
    report = build([a_standing(MISSING, MISSING, unit_name="Xã Ngọc Hội")], [], day=TODAY)
    assert report.rows == ()
    assert not report.found
    assert notes(report) == [f"Xã Ngọc Hội, {SET}: none of the 2 criteria has been assessed"]


@pytest.mark.parametrize(
    ("verdicts", "found"),
    [((UNMET, MET), True), ((NEARLY, MET), False), ((MISSING, MET), False), ((MET,), False)],
)
def test_a_check_finds_what_is_unmet_alone(verdicts: tuple[Verdict, ...], found: bool) -> None:
    assert build([a_standing(*verdicts)], [], day=TODAY).found is found


def test_tasks_stand_beside_their_criterion_with_the_nearest_due() -> None:
    about = {"unit": "03424", "set_code": SET}
    working = [
        a_task("A", **about, item="1.2", leads=("Phòng A",), last_day=TODAY + days(9)),
        a_task("B", **about, item="1", leads=("Phòng B", "Phòng A"), last_day=TODAY - days(2)),
        a_task("C", **about, item="1"),
        a_task("D", **{**about, "unit": "01"}, item="1"),
        a_task("E", **{**about, "set_code": "other"}, item="1"),
        a_task("F", **about, item="2", last_day=None),
        a_task("G"),
    ]
    first, second, third = records(build([a_standing(UNMET, UNMET, UNMET)], working, day=TODAY))
    assert first["tasks"] == ("A", "B", "C")
    assert (first["due"], first["days_left"]) == (TODAY - days(2), -2)
    assert first["leads"] == ("Phòng A", "Phòng B")
    assert (second["tasks"], second["due"], second["days_left"]) == (("F",), None, None)
    assert (third["tasks"], third["leads"]) == ((), ())


def test_without_a_task_keeps_to_criteria_that_nobody_works_on() -> None:
    working = [a_task(unit="03424", set_code=SET, item="1.2")]
    standings = [a_standing(UNMET, UNMET), a_standing(UNMET, unit="02")]
    report = build(standings, working, day=TODAY, no_task=True)
    assert [(row["unit"], row["number"]) for row in records(report)] == [
        ("03424", "2"),
        ("02", "1"),
    ]
    assert headings(report)[0].endswith("unmet (1)")


@pytest.mark.parametrize(
    ("value", "threshold", "unit", "gap"),
    [
        ("82.5", ">= 85", "%", Measure(Decimal("2.5"), say("percentage points"))),
        ("12", "<= 7", "%", Measure(Decimal(5), say("percentage points"))),
        ("40", "> 45", "triệu đồng", Measure(Decimal(5), "triệu đồng")),
        ("45", "> 45", "triệu đồng", Measure(Decimal(0), "triệu đồng")),
        ("45", "< 45", None, Measure(Decimal(0), None)),
        ("3", "= 4", None, Measure(Decimal(1), None)),
    ],
)
def test_what_is_short_is_told_in_the_unit_of_the_value(
    value: str, threshold: str, unit: str | None, gap: Measure
) -> None:
    assert one(measured(value, threshold, unit))["gap"] == gap


@pytest.mark.parametrize(
    ("value", "threshold"),
    [("90", ">= 85"), ("85", ">= 85"), ("7", "<= 7"), ("46", "> 45"), ("44", "< 45"), ("4", "= 4")],
)
def test_a_value_that_reaches_its_threshold_is_short_of_nothing(value: str, threshold: str) -> None:
    row = one(measured(value, threshold, judged=Judged.OVERRIDDEN, reason="số liệu chưa rõ"))
    assert row["value"] == Measure(Decimal(value), "%")
    assert row["gap"] is None


def test_a_judgement_by_hand_has_no_figures() -> None:
    row = one(a_judgement("17.1"))
    assert (row["value"], row["threshold"], row["gap"]) == (None, None, None)
    assert row["indicators"] == ("17.1",)


def test_a_value_without_a_threshold_and_a_threshold_without_a_value_have_no_gap() -> None:
    assert one(a_judgement(value=Decimal(3)))["gap"] is None
    assert one(a_judgement(threshold=">= 85"))["gap"] is None


def test_several_figures_name_the_indicators_they_belong_to() -> None:
    row = one(measured("80", ">= 85"), measured("60", ">= 70", number="17.9"), a_judgement("17.1"))
    assert row["indicators"] == ("17.8", "17.9", "17.1")
    assert row["value"] == (
        Measure(Decimal(80), "%", "", "17.8"),
        Measure(Decimal(60), "%", "", "17.9"),
    )
    assert row["threshold"] == (
        Measure(Decimal(85), "%", "≥", "17.8"),
        Measure(Decimal(70), "%", "≥", "17.9"),
    )


def test_a_criterions_own_word_names_no_indicator() -> None:
    assert one(a_judgement("17"))["indicators"] == ()


def test_stages_that_differ_are_told_side_by_side() -> None:
    own = a_judgement("17.8", MET)
    above = a_judgement("17.8", UNMET, stage=Stage.APPRAISAL, assessed_on=TODAY)
    finding = Finding("17", "Môi trường", UNMET, differing=(own, above))
    report = build([a_standing(findings=(finding,), unit_name="Xã Bản Bo")], [], day=TODAY)
    assert (
        "Xã Bản Bo, 17.8: the stages differ: self 2024-03-31: met, appraisal 2024-07-09: unmet"
        in notes(report)
    )


def test_a_count_that_disagrees_with_the_list_is_noted() -> None:
    report = build([a_standing(UNMET, tallies=(a_tally(1, 1),))], [], day=TODAY)
    assert any(note.startswith("WARNING") for note in notes(report))


def test_several_sets_are_never_compared_silently() -> None:
    two = [a_standing(UNMET), a_standing(UNMET, set_code="other")]
    said = "Several criteria sets are shown; their counts are not comparable."
    assert said in notes(build(two, [], day=TODAY))
    assert said not in notes(build(two[:1], [], day=TODAY))


@pytest.mark.parametrize(("units", "told"), [(12, 12), (13, 0)])
def test_of_many_units_only_the_sum_is_noted(units: int, told: int) -> None:
    standings = [a_standing(MET, unit=str(number)) for number in range(units)]
    said = notes(build(standings, [], day=TODAY))
    assert sum(": met 1/1;" in note for note in said) == told
    assert any(note.startswith(f"{SET} in all: met {units};") for note in said)


def test_a_unit_that_was_asked_for_and_is_unknown_to_the_ledger_is_named() -> None:
    asked = (("01", "Xã Một"), ("02", "Xã Hai"))
    report = build([a_standing(MET, unit="01")], [], day=TODAY, asked=asked)
    assert notes(report)[0].startswith("Nothing has been recorded of Xã Hai yet")
    nobody = notes(build([], [], day=TODAY, asked=asked))
    assert [note.split(":")[0] for note in nobody] == [
        "Nothing has been recorded of Xã Một yet",
        "Nothing has been recorded of Xã Hai yet",
    ]


def test_an_empty_ledger_says_that_nobody_was_judged() -> None:
    report = build([], [], day=TODAY)
    assert notes(report) == ["No unit here has been judged, counted or registered by any set yet."]
    assert words(report.empty) == "Nothing is recorded as unmet."


def test_blocks_stay_in_order_for_the_whole_country() -> None:
    standings = [a_standing(MISSING, UNMET, unit=f"{number:05}") for number in range(3321)]
    report = build(standings, [], day=TODAY)
    assert len(report.blocks) == 2 * 3321
    assert all(one.key[:5] <= two.key[:5] for one, two in pairwise(report.blocks))


def test_a_target_stands_beside_its_criterion_and_one_for_the_whole_set_below() -> None:
    standing = a_standing(UNMET, UNMET)
    code = standing.set_code
    day = date(2024, 12, 31)
    aims = [
        Target(standing.unit_key, code, "1", "năm 2023", date(2023, 12, 31), "year"),
        Target(standing.unit_key, code, "1", "trong năm 2024", day, "year"),
        Target(standing.unit_key, code, None, "đến hết năm 2024", day, "year"),
        Target(standing.unit_key, "another", None, "2025", day, "year"),
        Target(7, code, "2", "2025", day, "year"),
    ]
    report = build([standing], [], day=TODAY, targets=aims)
    assert [(row["target"], row["target_text"]) for row in records(report)] == [
        (day, "trong năm 2024"),
        (None, None),
    ]
    (told,) = [note for note in notes(report) if "target" in note]
    assert told == f"{standing.unit_name}, {code}: target đến hết năm 2024 (2024-12-31)"


def test_the_works_behind_a_criterion_stand_beside_it() -> None:
    standing = a_standing(UNMET, UNMET)
    about = (standing.unit_key, standing.set_code, "2")
    report = build([standing], [], day=TODAY, works={about: ("Đường trục xã", "Cầu")})
    assert [row["works"] for row in records(report)] == [(), ("Đường trục xã", "Cầu")]
    assert [row["works"] for row in records(build([standing], [], day=TODAY))] == [(), ()]


def test_a_filter_keeps_what_it_means_by_the_finding_and_the_tasks_at_work() -> None:
    working = a_task("NV2024-001", unit="03424", set_code=SET, item="2")
    standing = a_standing(UNMET, UNMET, UNMET)

    def numbers(kept: str) -> list[str]:
        report = build(
            [standing],
            [working],
            day=TODAY,
            keep=lambda of, finding, tasks: (
                of is standing and (finding.number == kept or bool(tasks))
            ),
        )
        return cells(report, "number")

    assert numbers("1") == ["1", "2"]
    assert numbers("2") == ["2"]
    nothing = build([standing], [], day=TODAY, keep=lambda *_: False)
    assert words(nothing.empty) == "Nothing of what was asked for is unmet."
