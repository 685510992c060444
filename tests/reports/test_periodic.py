"""The parts of the periodic report that no other report tells."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Stage, Verdict
from ntmtrack.domain.closing import Closing
from ntmtrack.domain.report_period import ReportPeriod
from ntmtrack.domain.standing import Standing, StandingEvent
from ntmtrack.domain.task import Outcome, Split, TaskEventKind, TaskState
from ntmtrack.domain.task_past import Moved
from ntmtrack.reports import periodic, periodic_standing, periodic_tasks
from ntmtrack.reports.compare import Compared
from ntmtrack.reports.compare import build as compare
from ntmtrack.reports.periodic import Part, Periodic
from ntmtrack.reports.periodic_tasks import LastWords
from ntmtrack.reports.report import Show
from ntmtrack.reports.status import build_bands
from tests.reports.values import (
    BAN_BO,
    SET,
    TODAY,
    a_judgement,
    a_standing,
    a_tally,
    a_task,
    cells,
    days,
    headings,
    notes,
    records,
    words,
)

MET, NEARLY, UNMET = Verdict.MET, Verdict.NEARLY_MET, Verdict.UNMET
NA, MISSING = Verdict.NOT_APPLICABLE, Verdict.NOT_ASSESSED
HALF = ReportPeriod(date(2024, 1, 1), date(2024, 6, 30), date(2024, 6, 30))


def shown(report: object, key: str) -> Show:
    return next(each.show for each in report.columns if each.key == key)  # type: ignore[attr-defined]


def test_units_are_counted_by_set_with_the_mean_of_those_judged() -> None:
    found = periodic.counts(
        [
            a_standing(MET, MET, unit="1"),
            a_standing(MET, UNMET, unit="2"),
            a_standing(MET, NA, unit="3"),
            a_standing(MISSING, MISSING, unit="4"),
            a_standing(NA, NA, unit="5"),
            a_standing(UNMET, unit="6", set_code="a-set"),
        ],
        day=TODAY,
    )
    first, second = records(found)
    assert (first["set"], first["mean"], first["units"], first["of"]) == ("a-set", 0, 1, 1)
    assert second == {
        "set": SET,
        "set_name": "Bộ tiêu chí",
        "units": 5,
        "judged": 4,
        "all_met": 1,
        "all_applying": 2,
        "mean": Decimal("1.0"),
        "of": 2,
        "not_judged": 1,
    }
    assert notes(found)


def test_a_mean_has_one_decimal_and_its_half_goes_up() -> None:
    def mean(*met: int) -> Decimal:
        listed = [
            a_standing(*[MET] * count, *[UNMET] * (3 - count), unit=str(place))
            for place, count in enumerate(met)
        ]
        (found,) = cells(periodic.counts(listed, day=TODAY), "mean")
        return found

    assert mean(2, 1, 1) == Decimal("1.3")
    assert mean(*[1] * 5, *[0] * 15) == Decimal("0.3")


def test_a_count_of_nothing_is_left_to_data_and_no_unit_has_no_mean() -> None:
    nobody = periodic.counts([a_standing(MISSING)], day=TODAY)
    assert cells(nobody, "mean") == [None]
    assert shown(nobody, "all_applying") is Show.DATA
    assert shown(nobody, "not_judged") is Show.ROOM
    assert notes(nobody) == []
    assert periodic.counts([], day=TODAY).rows == ()


@given(st.lists(st.lists(st.sampled_from(Verdict), min_size=3, max_size=3), max_size=6))
def test_the_parts_agree_with_the_bands(verdicts: list[list[Verdict]]) -> None:
    standings = [a_standing(*each, unit=str(place)) for place, each in enumerate(verdicts, 1)]
    counted = list(records(periodic.counts(standings, day=TODAY)))
    bands = list(records(build_bands(standings, day=TODAY)))
    failing = periodic.unmet(standings, day=TODAY)
    assert sum(row["units"] for row in bands) == sum(row["units"] for row in counted)
    assert sum(row["all_met"] for row in counted) == sum(
        row["units"] for row in bands if row["band"] == "3"
    )
    assert sum(cells(failing, "unmet")) == sum(each.count(UNMET) for each in verdicts)
    assert all(len(row["unmet_names"]) == row["unmet"] for row in records(failing))


def test_each_criterion_has_the_units_that_fail_it_and_those_that_nearly_do() -> None:
    found = periodic.unmet(
        [
            a_standing(MET, UNMET, NEARLY, unit="1"),
            a_standing(MET, UNMET, MISSING, unit="2"),
            a_standing(MET, unit="3", set_code="z-set"),
        ],
        day=TODAY,
    )
    assert headings(found) == [SET]
    second, third = records(found)
    assert (second["number"], second["unmet"], second["unmet_names"]) == ("2", 2, ("Xã 1", "Xã 2"))
    assert (third["unmet"], third["nearly_met_names"], third["not_assessed"]) == (0, ("Xã 1",), 1)
    assert shown(found, "nearly_met") is Show.ROOM
    assert found.summary == {"unmet": 2}
    nothing = periodic.unmet([a_standing(MET)], day=TODAY)
    assert (nothing.rows, shown(nothing, "nearly_met")) == ((), Show.DATA)


def test_units_without_any_change_are_left_out_and_counted() -> None:
    def unit(code: str, before: Verdict, now: Verdict) -> Compared:
        return Compared(code, f"Xã {code}", SET, {"1": before}, {"1": now}, 1)

    rows = [unit("1", MET, MET), unit("2", UNMET, MET), unit("3", MET, UNMET), unit("4", NA, NA)]
    found = periodic.changed(compare(rows, then=TODAY - days(9), day=TODAY))
    assert cells(found, "unit") == ["2", "3"]
    assert notes(found)[0] == "2 units without any change are left out."
    late, finished = Moved(newly_late=("NV2024-001",)), Moved(done=("NV2024-002",))
    moved = [rows[0]._replace(moved=late), rows[3]._replace(moved=finished)]
    worked = periodic.changed(compare(moved, then=TODAY - days(9), day=TODAY))
    assert cells(worked, "unit") == ["1", "4"]
    whole = compare(rows[1:3], then=TODAY - days(9), day=TODAY)
    assert periodic.changed(whole).notes == whole.notes


def test_units_with_nothing_earlier_are_no_changes() -> None:
    first = Compared("1", "Xã 1", SET, None, {"1": MET}, 1)
    then = TODAY - days(9)
    alone = periodic.changed(compare([first], then=then, day=TODAY))
    assert alone.rows == ()
    assert alone.empty is not None
    assert words(alone.empty) == "There is nothing earlier to compare with."
    same = Compared("2", "Xã 2", SET, {"1": MET}, {"1": MET}, 1)
    beside = periodic.changed(compare([first, same], then=then, day=TODAY))
    assert beside.empty is not None
    assert words(beside.empty) == "Nothing has changed in the period."
    assert notes(beside)[0] == "1 unit without any change is left out."


def test_what_the_figures_do_not_hold_is_told() -> None:
    judged = a_standing(MET, MISSING)
    told = [words(note) for note in periodic.missing([judged], {"Bộ A": 104, "Bộ B": 0})]
    assert told == [
        "Of 104 more units nothing is recorded under Bộ A: they are not in the figures.",
        "1 criterion of the units judged is not assessed: it counts neither as met nor as unmet.",
    ]
    assert periodic.missing([a_standing(MET)], {"Bộ A": 0}) == ()
    # Of a unit that nobody judged no criterion is missing: it is among the units not judged.
    assert periodic.missing([a_standing(MISSING)], {}) == ()


def test_remarks_tell_counts_without_lists_and_stages_that_differ() -> None:
    differing = (
        a_judgement("1", MET),
        a_judgement("1", UNMET, stage=Stage.VERIFICATION),
    )
    one = a_standing(MISSING, tallies=(a_tally(9, 19),))
    two = a_standing(UNMET)
    two = two._replace(findings=(two.findings[0]._replace(differing=differing),))
    found = [words(note) for note in cells(periodic.remarks([one, two], day=TODAY), "remark")]
    assert len(found) == 2
    assert "9/19" in found[0] and "the stages differ" in found[1]


def test_units_that_went_over_into_others_are_named() -> None:
    assert periodic.gone([]) == ()
    (told,) = periodic.gone(["Xã Một", "Xã Hai"])
    assert words(told).startswith("2 units went over into others in the period")
    assert words(told).endswith(": Xã Một, Xã Hai.")


def test_requests_are_in_the_words_of_the_office_and_none_is_made_up() -> None:
    asked = periodic.requests(["Bố trí vốn", "Hướng dẫn"], day=TODAY)
    assert asked.rows == (("1", "Bố trí vốn"), ("2", "Hướng dẫn"))
    nothing = periodic.requests([], day=TODAY)
    assert nothing.rows == () and nothing.empty is not None
    assert "To be filled in" in words(nothing.empty)


CLOSED = Closing("2024-H1", HALF.start, HALF.last, date(2024, 7, 2), "a" * 64, "{}", 1, "An", None)


@pytest.mark.parametrize(
    ("period", "closing", "late", "said"),
    [
        (HALF, None, 0, ["Figures as of 2024-06-30.", "not been closed"]),
        (HALF._replace(day=date(2024, 5, 1)), None, 0, ["goes on until 2024-06-30", "not been"]),
        (HALF, CLOSED, 0, ["Figures as of", "closed on 2024-07-02"]),
        (HALF, CLOSED, 2, ["Figures as of", "closed on", "2 facts were added"]),
    ],
)
def test_it_is_said_as_of_when_and_whether_the_period_was_closed(
    period: ReportPeriod, closing: Closing | None, late: int, said: list[str]
) -> None:
    told = [words(note) for note in periodic.told_of(period, closing, late)]
    assert len(told) == len(said)
    assert all(part in note for part, note in zip(said, told, strict=True))


def test_a_part_is_found_by_its_name_among_parts_and_annexes() -> None:
    one, two = (periodic.requests([text], day=TODAY) for text in "ab")
    whole = Periodic(HALF, (Part("one", one),), (Part("two", two),))
    assert (whole.part("one"), whole.part("two")) == (one, two)
    assert words(whole.title) == "Periodic report: the first six months of 2024"
    with pytest.raises(KeyError):
        whole.part("three")


def test_an_overdue_task_has_what_was_last_said_of_it_or_nothing() -> None:
    late = [
        a_task("NV2024-001", last_day=TODAY - days(3), leads=("Phòng A",)),
        a_task("NV2024-002", last_day=TODAY - days(2)),
    ]
    said = {"NV2024-001": LastWords(TaskEventKind.EXTENDED, TODAY - days(1), "chờ vốn")}
    split = Split.of(task.outcome(TODAY) for task in late)
    found = periodic_tasks.overdue(late, split, said, day=TODAY)
    assert cells(found, "reason") == ["chờ vốn", None]
    assert cells(found, "reason_kind") == [TaskEventKind.EXTENDED, None]
    assert cells(found, "reason_on") == [TODAY - days(1), None]
    assert found.summary["open_overdue"] == 2


class APaper:
    number, dated = "01/TB", TODAY - days(50)


def test_the_register_has_every_task_in_the_order_they_were_given() -> None:
    tasks = [
        a_task("NV2024-1000", title="Sau"),
        a_task(
            "NV2024-999",
            title="Trước",
            original_words="trong tháng 5",
            last_day=TODAY - days(1),
            state=TaskState.DONE,
            closed_on=TODAY,
            document="01/TB",
        ),
    ]
    said = {"NV2024-999": LastWords(TaskEventKind.NOTED, TODAY, "đã xong")}
    found = periodic_tasks.register(tasks, {"NV2024-999": APaper()}, said, day=TODAY)
    first, second = records(found)
    assert (first["place"], first["task"], second["task"]) == (1, "NV2024-999", "NV2024-1000")
    assert (first["dated"], first["due_text"], first["note"]) == (
        APaper.dated,
        "trong tháng 5",
        "đã xong",
    )
    assert first["outcome"] is Outcome.DONE_LATE
    assert (second["dated"], second["note"], second["due"]) == (None, None, None)


def event(kind: StandingEvent, on: date | None, **facts: object) -> Standing:
    return Standing(kind, SET, on, **facts)  # type: ignore[arg-type]


def test_what_was_decided_in_the_period_and_what_waits_stand_in_blocks() -> None:
    ways = {
        (1, SET): [
            event(StandingEvent.REGISTERED, date(2023, 5, 1)),
            event(StandingEvent.SUBMITTED, date(2024, 2, 1)),
            event(StandingEvent.RECOGNISED, date(2024, 5, 1)),
        ],
        (1, "b-set"): [
            event(StandingEvent.REGISTERED, date(2024, 1, 1)),
            event(StandingEvent.SUBMITTED, date(2024, 6, 20)),
        ],
        (1, "c-set"): [
            event(StandingEvent.RECOGNISED, date(2022, 1, 1)),
            event(StandingEvent.REVOKED, date(2024, 6, 30)),
        ],
        (1, "d-set"): [event(StandingEvent.SELF_ASSESSED, None)],
    }
    found = periodic_standing.build(ways, {1: BAN_BO}, HALF)
    assert headings(found) == [
        "Recognised in the period (1)",
        "Recognition ended in the period (1)",
        "Other steps in the period (3)",
        "Dossiers under way on 2024-06-30 (2)",
    ]
    waiting = [row for row in records(found) if row["block"] == "waiting"]
    assert [(row["event"], row["days"]) for row in waiting] == [
        (StandingEvent.SUBMITTED, 10),
        (StandingEvent.SELF_ASSESSED, None),
    ]
    assert found.summary == {"granted": 1, "ended": 1, "steps": 3, "waiting": 2}


def test_an_event_of_a_year_counts_only_where_the_whole_year_does() -> None:
    ways = {
        (1, SET): [event(StandingEvent.REGISTERED, None, year=2024)],
        (1, "b"): [event(StandingEvent.REGISTERED, None, year=2020)],
    }
    of_half = periodic_standing.build(ways, {1: BAN_BO}, HALF)
    assert of_half.rows == ()
    assert notes(of_half) == ["1 event of which only the year is known is not listed."]
    year = ReportPeriod(date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31))
    of_year = periodic_standing.build(ways, {1: BAN_BO}, year)
    assert cells(of_year, "year") == [2024] and not notes(of_year)
