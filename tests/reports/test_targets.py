"""`target list`: what became of targets, block by block; a moved one stays beside the new one."""

from datetime import date
from typing import Any

from ntmtrack.domain.aim import Aim
from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.target import Reached, TargetState
from ntmtrack.reports.targets import Line, build, moved_remarks
from tests.reports.values import SET, TODAY, cells, days, headings, in_block, notes, records, words

MET, UNMET = Verdict.MET, Verdict.UNMET
FAILING = Reached(UNMET)
WHOLE = "A whole set is reached when"


def an_aim(number: str | None = "11", **facts: Any) -> Aim:
    """Within 2024, as a plan of half a year ago says."""
    told: dict[str, Any] = {
        "unit_key": 1,
        "set_key": 1,
        "set_code": SET,
        "words": "năm 2024",
        "start": date(2024, 1, 1),
        "last_day": date(2024, 12, 31),
        "precision": "year",
        "since": TODAY - days(180),
        **facts,
    }
    return Aim(number=number, **told)


def a_line(number: str | None = "11", reached: Reached | None = FAILING, **facts: Any) -> Line:
    moved = facts.pop("moved_to", None)
    unit_name = facts.pop("unit_name", "Xã Bản Bo")
    return Line("03424", unit_name, an_aim(number, **facts), "Nghèo đa chiều", reached, moved)


def test_a_row_says_what_is_to_be_met_by_when_and_how_it_stands() -> None:
    line = a_line(document="12/KH-UBND", note="theo kế hoạch", registered=True)
    (row,) = records(build([line], day=TODAY))
    assert row == {
        "unit": "03424",
        "unit_name": "Xã Bản Bo",
        "set": SET,
        "number": "11",
        "name": "Nghèo đa chiều",
        "words": "năm 2024",
        "start": date(2024, 1, 1),
        "last_day": date(2024, 12, 31),
        "precision": "year",
        "document": "12/KH-UBND",
        "verdict": UNMET,
        "state": TargetState.OPEN,
        "reached_on": None,
        "days_left": 175,
        "since": TODAY - days(180),
        "moved_to": None,
        "note": "theo kế hoạch",
        "registration": True,
    }


def test_what_is_missed_comes_first_and_counts_the_days_it_is_gone() -> None:
    missed = a_line(last_day=TODAY - days(9), start=None)
    reached = a_line("3", Reached(MET, TODAY - days(2)))
    report = build([reached, a_line("2"), missed], day=TODAY)
    assert headings(report) == ["missed (1)", "still to be reached (1)", "reached (1)"]
    assert cells(report, "days_left") == [-9, 175, None]
    assert cells(report, "reached_on") == [None, None, TODAY - days(2)]
    assert report.finds == {"missed", "unknown"}
    assert (report.summary["missed"], report.summary["earlier"]) == (1, 0)


def test_what_was_not_assessed_by_its_last_day_stands_apart() -> None:
    gone = a_line(reached=Reached(Verdict.NOT_ASSESSED), last_day=TODAY - days(9), start=None)
    report = build([gone], day=TODAY)
    assert headings(report) == ["past their last day, not assessed (1)"]
    assert cells(report, "state") == [TargetState.UNKNOWN]
    assert cells(report, "days_left") == [-9]


def test_what_does_not_apply_is_not_held_against_anybody() -> None:
    report = build([a_line(reached=Reached(Verdict.NOT_APPLICABLE))], day=date(2030, 1, 1))
    assert cells(report, "state") == [TargetState.NOT_APPLICABLE]
    assert headings(report) == ["reached (1)"]


def test_of_a_target_without_a_known_set_nothing_is_said() -> None:
    line = a_line(reached=None, set_key=None, set_code=None)
    report = build([line._replace(name=None)], day=TODAY)
    assert headings(report) == ["no set or criterion of it is known (1)"]
    assert [cells(report, key) for key in ("verdict", "state", "reached_on", "days_left")] == [
        [None]
    ] * 4


def test_a_moved_target_stays_against_its_own_span_with_what_it_was_moved_to() -> None:
    new = a_line(words="năm 2025", last_day=date(2025, 12, 31), since=TODAY)
    old = a_line(last_day=TODAY - days(1), start=None, moved_to=new.aim)
    report = build([old, new], day=TODAY)
    assert headings(report) == ["still to be reached (1)", "earlier targets, since moved (1)"]
    assert in_block(report, report.blocks[1], "state") == [TargetState.MISSED]
    assert in_block(report, report.blocks[1], "moved_to") == ["năm 2025"]
    assert in_block(report, report.blocks[1], "days_left") == [None]
    assert report.summary["missed"] == 0


def test_without_a_last_day_it_comes_last_and_no_days_are_left() -> None:
    vague = a_line("1", start=None, last_day=None, words="sớm")
    report = build([vague, a_line("2")], day=TODAY)
    assert cells(report, "words") == ["năm 2024", "sớm"]
    assert cells(report, "days_left") == [175, None]


def test_targets_of_one_day_come_by_unit_and_number() -> None:
    lines = [a_line("10"), a_line("9"), a_line(unit_name="Xã An"), a_line("17.10"), a_line("17.9")]
    found = build([*lines, a_line("x")], day=TODAY)
    assert cells(found, "number") == ["11", "x", "9", "10", "17.9", "17.10"]


def test_what_counts_as_reaching_a_whole_set_is_said_where_there_is_one() -> None:
    assert notes(build([a_line()], day=TODAY)) == []
    (said,) = notes(build([a_line(None)], day=TODAY))
    assert said.startswith(WHOLE)


def test_without_targets_it_says_so() -> None:
    report = build([], day=TODAY)
    assert (report.rows, words(report.empty)) == ((), "No target has been set.")


def test_a_move_is_told_whichever_was_recorded_first() -> None:
    before = an_aim(words="năm 2023", last_day=None, since=None)
    later = an_aim(words="năm 2025", last_day=date(2025, 12, 31), since=TODAY)
    assert [words(each) for each in moved_remarks(an_aim(), [before, later])] == [
        "moved: before it was năm 2023 (…), known since …",
        "a target set later counts: năm 2025 (2025-12-31), known since 2024-07-09",
    ]
    of_one_day = an_aim(words="năm 2025", last_day=date(2025, 12, 31))
    assert moved_remarks(an_aim(), [an_aim(words="31/12/2024")]) == []
    (said,) = moved_remarks(an_aim(), [of_one_day])
    assert words(said).startswith("moved: before it was năm 2025")
