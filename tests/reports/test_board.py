"""The first page of a day: a line for each thing, and the tasks that are late longest."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.reminder import LetterKind
from ntmtrack.message import say
from ntmtrack.reports.board import Board, Line, build, mail_notes
from ntmtrack.reports.report import Report
from tests.reports.values import TODAY, a_task, words

OVERDUE = Line("overdue", say("Overdue"), 3, "ntmtrack overdue")


def a_board(**facts: Any) -> Report:
    told: dict[str, Any] = {"office": None, "person": None, "lines": ()}
    return build(Board(**{**told, **facts}), day=TODAY)


def test_each_line_ends_with_the_command_that_shows_more() -> None:
    nearest = Line(
        "nearest", say("Nearest to finish: {unit}", unit="Xã A"), "17/19", "ntmtrack nearest"
    )
    report = a_board(lines=(OVERDUE, nearest))
    assert [row[2] for row in report.blocks[0].rows] == ["ntmtrack overdue", "ntmtrack nearest"]
    assert report.summary == {"overdue": 3}


def test_the_title_says_whose_board_it_is() -> None:
    assert words(a_board().title) == words(say("Board as of {day}", day=TODAY))
    for office, person in (("Văn phòng", None), (None, "An"), ("Văn phòng", "An")):
        title = words(a_board(office=office, person=person).title)
        assert all(name in title for name in (office, person) if name)


def test_what_is_late_longest_is_named_with_its_days_and_as_much_of_its_title_as_has_room() -> None:
    late = a_task(
        "NV2024-001",
        title="Lập kế hoạch " * 9,
        last_day=TODAY - timedelta(days=2),
        unit_name="Xã A",
    )
    whole = "x" * 60
    report = a_board(
        late=(
            late,
            a_task("NV2024-002", title=whole, last_day=TODAY - timedelta(1), unit_name=None),
        )
    )
    first, second = (row[0] for row in report.blocks[1].rows)
    assert words(first) == "NV2024-001, Xã A: Lập kế hoạch Lập kế hoạch Lập …"
    assert words(second) == f"NV2024-002: {whole[:32]} …"
    assert [words(row[1]) for row in report.blocks[1].rows] == ["2 days", "1 day"]
    assert report.found


@given(st.text("ab ", min_size=1, max_size=60))
def test_a_title_is_never_longer_than_its_room(title: str) -> None:
    told = words(
        a_board(late=(a_task("NV2024-001", title=title, unit_name=None),)).blocks[1].rows[0][0]
    )
    shown = told.removeprefix("NV2024-001: ")
    assert shown == title or (len(shown) <= 34 and title.startswith(shown.removesuffix(" …")))


def test_nothing_at_all_is_said() -> None:
    assert "ntmtrack unit import" in words(a_board().empty)
    assert "ntmtrack assess" in words(a_board(units=1).empty)
    assert not a_board(lines=(OVERDUE,)).found


def test_mail_that_stands_still_is_warned_of() -> None:
    assert mail_notes([], 0) == []
    told = [words(each) for each in mail_notes([(LetterKind.DUE, date(2024, 7, 1))], 2)]
    assert told[0].startswith("WARNING: `mail due` has not run since")
    assert told[1].startswith("WARNING: 2 letters are not delivered")
