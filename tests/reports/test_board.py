"""The first page of a day: it is short, and what it leaves out it counts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.reminder import LetterKind
from ntmtrack.domain.standing import CountedAs, Standing, StandingEvent
from ntmtrack.domain.task import Split
from ntmtrack.reports.at_stake import AtStake
from ntmtrack.reports.board import Board, Mail, build
from ntmtrack.reports.report import Report
from tests.reports.values import (
    SET,
    TODAY,
    a_standing,
    a_tally,
    a_task,
    cells,
    days,
    headings,
    in_block,
    notes,
    records,
    words,
)

MET, UNMET, MISSING = Verdict.MET, Verdict.UNMET, Verdict.NOT_ASSESSED
REGISTERED = CountedAs.REGISTERED


def a_board(**facts: Any) -> Report:
    """The board of an office of which nothing is known but this."""
    told: dict[str, Any] = {
        "office": None,
        "units": len(facts.get("standings", ())),
        "standings": (),
        "tallies": {},
        "late": (),
        "soon": (),
        "split": Split(),
    }
    return build(Board(**{**told, **facts}), day=TODAY)


def lines(report: Report) -> int:
    """How many lines it has where each row and note fits on one.

    The title with a blank line, the headings of columns with their rule, blank lines between
    blocks and before the notes.
    """
    blocks = [block for block in report.blocks if block.rows]
    return 4 + sum(len(block.rows) + 2 for block in blocks) + len(report.notes)


@given(*[st.integers(0, 40)] * 3, st.integers(0, 9), st.integers(0, 2))
def test_it_has_less_than_40_lines_however_much_there_is(
    units: int, late: int, soon: int, counted: int, ending: int
) -> None:
    parts = (a_tally(9, what=REGISTERED), a_tally(1, what=CountedAs.RECOGNISED))
    report = a_board(
        standings=[
            a_standing(MET, unit=str(number), tallies=(a_tally(0, 1),)) for number in range(units)
        ],
        late=[a_task(last_day=TODAY - days(1))] * late,
        soon=[a_task(last_day=TODAY)] * soon,
        tallies=[(f"Huyện {number}", parts) for number in range(counted)],
        at_stake=AtStake(ending, 0, 90),
    )
    assert lines(report) < 40
    assert headings(report) == [
        f"Units with figures ({units} of {units})",
        f"Overdue tasks ({late})",
        f"Due within 7 days ({soon})",
    ]
    assert report.summary == {"overdue": late, "due_this_week": soon}
    for block, count in zip(report.blocks, (units, late, soon), strict=True):
        rows = len(block.rows)
        *_, last = ["", *map(words, in_block(report, block, "item"))]
        left_out = last.startswith("… and ")
        assert last == f"… and {count - rows + 1} more" if left_out else rows == count
    assert len(report.notes) <= 4


@pytest.mark.parametrize(
    ("block", "facts", "command"),
    [
        ("units", {"standings": [a_standing(MET)] * 20}, "ntmtrack status"),
        ("late", {"late": [a_task(last_day=TODAY - days(1))] * 20}, "ntmtrack overdue"),
        ("soon", {"soon": [a_task(last_day=TODAY)] * 20}, "ntmtrack due"),
    ],
)
def test_what_is_left_out_names_the_command_that_shows_it(
    block: str, facts: dict[str, Any], command: str
) -> None:
    report = a_board(**facts)
    assert cells(report, "command")[-1] == command
    assert all(str(each).startswith("ntmtrack ") for each in cells(report, "command"))
    (full,) = (each for each in report.blocks if each.rows)
    assert full.key == block


@pytest.mark.parametrize(
    ("verdicts", "tallies", "figure", "detail"),
    [
        ((MET, UNMET, MISSING), (), "1/3", "unmet 1, nearly met 0, not assessed 1"),
        ((MET, UNMET), (a_tally(2, 2),), "1/2", "unmet 1, nearly met 0, not assessed 0"),
        ((MISSING, MISSING), (a_tally(1, 2),), "1/2", "counted, criteria not named"),
        ((MISSING, MISSING), (), "?/2", "nothing assessed"),
        ((MISSING, MISSING), (a_tally(22, what=REGISTERED),), "?/2", "nothing assessed"),
    ],
    ids=["judged", "judged and counted", "counted", "neither", "only units below counted"],
)
def test_a_unit_shows_its_list_or_else_its_count(
    verdicts: tuple[Verdict, ...], tallies: tuple[Any, ...], figure: str, detail: str
) -> None:
    (row,) = records(a_board(standings=[a_standing(*verdicts, tallies=tallies)]))
    assert (row["figure"], words(row["detail"])) == (figure, detail)
    assert row["command"] == "ntmtrack unmet 03424"


def test_the_last_event_of_recognition_is_told_beside_the_counts() -> None:
    event = Standing(StandingEvent.RECOGNISED, SET, TODAY)
    (row,) = records(a_board(standings=[a_standing(MISSING, standings=(event,))]))
    assert words(row["detail"]) == "nothing assessed; recognised 2024-07-09"


def test_tasks_are_named_with_their_unit_if_they_have_one() -> None:
    late = [
        a_task("NV2024-001", unit_name="Xã Bản Bo", last_day=TODAY - days(1)),
        a_task("NV2024-002", last_day=TODAY - days(2)),
    ]
    soon = [a_task("NV2024-003", unit_name="Xã Bản Bo", last_day=TODAY, due_words="9/7/2024")]
    report = a_board(late=late, soon=soon)
    assert [words(each) for each in cells(report, "item")] == [
        "NV2024-001, Xã Bản Bo",
        "NV2024-002",
        "NV2024-003, Xã Bản Bo",
    ]
    assert [words(each) for each in cells(report, "figure")] == [
        "1 day late",
        "2 days late",
        "None",
    ]
    assert cells(report, "detail") == ["Lập kế hoạch", "Lập kế hoạch", "9/7/2024"]


def test_counts_of_units_are_noted_until_there_are_too_many() -> None:
    def of(count: int) -> list[str]:
        counted = [(f"Huyện {place}", [a_tally(22, what=REGISTERED)]) for place in range(count)]
        return [note.partition(":")[0] for note in notes(a_board(tallies=counted))[1:]]

    assert of(0) == []
    assert of(3) == ["Huyện 0", "Huyện 1", "Huyện 2"]
    assert of(4) == ["Huyện 0", "Huyện 1", "… and 2 more"]


def test_a_count_that_disagrees_with_its_list_is_noted_first() -> None:
    report = a_board(
        standings=[
            a_standing(MET, tallies=(a_tally(1, 1),)),
            a_standing(MET, unit="01", tallies=(a_tally(0, 1),)),
        ],
        tallies=[("Huyện", [a_tally(22, what=REGISTERED)])],
    )
    assert [note.partition(":")[0] for note in notes(report)[1:]] == ["WARNING Xã 01", "Huyện"]


def test_a_unit_under_two_sets_is_one_unit_with_figures() -> None:
    twice = [a_standing(MET), a_standing(MET, set_code="other")]
    assert headings(a_board(units=15, standings=twice))[0] == "Units with figures (1 of 15)"


@pytest.mark.parametrize(("units", "command"), [(0, "unit import"), (3, "assess")])
def test_an_empty_board_names_the_next_command(units: int, command: str) -> None:
    report = a_board(units=units)
    assert report.rows == ()
    assert f"`ntmtrack {command} --help`" in words(report.empty)


def test_only_what_is_late_is_found() -> None:
    assert not a_board(standings=[a_standing(UNMET)], soon=[a_task(last_day=TODAY)]).found
    assert a_board(late=[a_task(last_day=TODAY - days(1))]).found


@pytest.mark.parametrize(
    ("office", "title"),
    [
        (None, "Board as of 2024-07-09"),
        ("Văn phòng Điều phối", "Văn phòng Điều phối: board as of 2024-07-09"),
    ],
)
def test_it_bears_the_name_of_the_office(office: str | None, title: str) -> None:
    assert words(a_board(office=office).title) == title


def test_what_may_be_lost_is_one_line_that_names_its_command() -> None:
    assert len(notes(a_board(at_stake=AtStake(0, 0, 90)))) == 1
    for stake, figures in ((AtStake(2, 0, 90), (2, 0)), (AtStake(0, 1, 90), (0, 1))):
        assert notes(a_board(at_stake=stake))[1:] == [
            "Recognitions: {} ending within 90 days, {} at risk of withdrawal: see"
            " `ntmtrack standing list`".format(*figures)
        ]


def test_tasks_left_behind_are_one_line_that_names_its_command() -> None:
    assert "task list --orphaned" in notes(a_board(orphaned=2))[1]
    assert len(notes(a_board(orphaned=0))) == 1


def test_it_warns_where_the_mail_no_longer_goes() -> None:
    well = a_board(mail=Mail([], 0))
    assert not [note for note in notes(well) if "WARNING" in note]
    ill = a_board(mail=Mail([(LetterKind.OVERDUE, TODAY - days(5))], 2))
    assert [note for note in notes(ill) if "WARNING" in note] == [
        "WARNING: `mail overdue` has not run since 2024-07-04: see `ntmtrack doctor`",
        "WARNING: 2 letters are not delivered: see `ntmtrack mail outbox`",
    ]
