"""Works as a list, and one work through time: what stands in a row, what is counted."""

from datetime import date
from decimal import Decimal

from ntmtrack.domain.work import Capital, CapitalKind, Served, Sums, Work, WorkEvent, WorkEventKind
from ntmtrack.domain.work import WorkState as State
from ntmtrack.reports import work_course, works
from ntmtrack.reports.report import Measure
from tests.reports.values import BAN_BO, TODAY, notes, records, words

K = WorkEventKind
PAPER = "Làm việc 11/4/2024"
ROAD = Work(
    1,
    1,
    "Đường trục xã",
    "ghi chú",
    (
        WorkEvent(K.SERVES, date(2024, 4, 11), serves=Served("bo", "2.1", "2"), document=PAPER),
        WorkEvent(K.PLANNED, date(2024, 4, 11), words="tháng 6", last_day=date(2024, 6, 30)),
        WorkEvent(K.PROGRESS, date(2024, 5, 1), percent=40, order=2),
        WorkEvent(K.BLOCKED, date(2024, 5, 2), note="nợ 350 triệu"),
    ),
    (
        Capital(CapitalKind.APPROVED, "huyện", 2024, 3_000_000_000, date(2024, 4, 1)),
        Capital(CapitalKind.APPROVED, "huyện", 2024, 3_500_000_000, date(2024, 5, 1), order=1),
        Capital(CapitalKind.DISBURSED, "huyện", 2024, 4_000_000_000, date(2024, 6, 1), PAPER),
        Capital(CapitalKind.OWED, "huyện", 2024, 350_000_000, date(2024, 6, 1), note="quyết toán"),
    ),
)
SCHOOL = Work(2, 1, "Trường học")


def a_list(*listed: Work) -> works.Report:
    return works.listing([works.Line(BAN_BO, each) for each in listed], day=TODAY)


def test_a_row_says_how_far_a_work_is_what_holds_it_up_and_its_sums() -> None:
    road, school = records(a_list(ROAD, SCHOOL))
    assert road == {
        "unit": "03424",
        "unit_name": "Xã Bản Bo",
        "work": "Đường trục xã",
        "state": State.UNDER_WAY,
        "percent": Measure(Decimal(40), "%"),
        "set": ("bo",),
        "numbers": ("2.1",),
        "due": date(2024, 6, 30),
        "due_text": "tháng 6",
        "days_late": 9,
        "held_up": ("nợ 350 triệu",),
        "approved": Decimal(3_500_000_000),
        "disbursed": Decimal(4_000_000_000),
        "share": Measure(Decimal("114.3"), "%"),
        "difference": Decimal(-500_000_000),
        "owed": Decimal(350_000_000),
        "documents": (PAPER,),
        "note": "ghi chú",
    }
    said = ("unit", "unit_name", "work", "state")
    empty = {key: value for key, value in school.items() if key not in said}
    assert set(empty.values()) == {None, ()}
    assert school["state"] is State.PLANNED


def test_works_are_counted_by_state_and_their_sums_added() -> None:
    report = a_list(ROAD, SCHOOL)
    assert notes(report) == [
        "2 works",
        "planned: 1",
        "under_way: 1",
        "held up: 1",
        "late: 1",
        "approved in all: 3500000000 đồng",
        "disbursed in all: 4000000000 đồng",
        "disbursed of what was approved: 114.3 %",
        "debt in all: 350000000 đồng",
    ]
    assert report.summary == {
        "works": 2,
        **{"planned": 1, "under_way": 1, "finished": 0, "stopped": 0},
        **{"held_up": 1, "late": 1},
        **{"approved": 3_500_000_000, "disbursed": 4_000_000_000, "owed": 350_000_000},
    }


def test_without_works_and_without_sums_nothing_is_made_up() -> None:
    assert notes(a_list()) == []
    assert notes(a_list(SCHOOL)) == ["1 work", "planned: 1"]
    assert works.totals(Sums()) == ()


def test_what_was_recorded_is_said_with_what_is_to_be_known_of_it() -> None:
    line = works.Line(BAN_BO, ROAD)
    remark = works.replaced(ROAD.capital[0])
    report = works.recorded(line, day=TODAY, name="work approve", remarks=[remark])
    assert words(report.title) == "Recorded: Đường trục xã"
    assert notes(report) == ["before: 3000000000 đồng on 2024-04-01"]
    assert len(report.rows) == 1


def test_what_holds_by_a_later_day_is_said() -> None:
    said = works.later_sum(ROAD.capital[1])
    assert words(said) == "a sum of a later day holds: 3500000000 đồng on 2024-05-01"
    state = words(works.later_state(ROAD))
    assert state == "by what was recorded of a later day it is: under_way"


def test_one_work_through_time_says_which_sum_is_in_force() -> None:
    report = work_course.build(BAN_BO, ROAD, day=TODAY)
    rows = list(records(report))
    assert [(row["happened_on"].isoformat()[5:], row["event"].value) for row in rows] == [
        ("04-01", "approved"),
        ("04-11", "serves"),
        ("04-11", "planned"),
        ("05-01", "approved"),
        ("05-01", "progress"),
        ("05-02", "blocked"),
        ("06-01", "disbursed"),
        ("06-01", "owed"),
    ]
    assert [row["in_force"] for row in rows if row["amount"]] == [False, True, True, True]
    assert (rows[1]["set"], rows[1]["number"]) == ("bo", "2.1")
    assert (rows[2]["due"], rows[2]["due_text"]) == (date(2024, 6, 30), "tháng 6")
    assert rows[4]["percent"] == Measure(Decimal(40), "%")
    assert (rows[6]["source"], rows[6]["year"], rows[6]["document"]) == ("huyện", 2024, PAPER)
    assert notes(report) == [
        "state: under_way",
        "40 % is done",
        "late by 9 days",
        "held up: nợ 350 triệu",
        "approved in all: 3500000000 đồng",
        "disbursed in all: 4000000000 đồng",
        "disbursed of what was approved: 114.3 %",
        "debt in all: 350000000 đồng",
        "WARNING huyện, 2024: 4000000000 đồng disbursed, 3500000000 đồng approved",
    ]


def test_a_work_of_which_nothing_was_said_is_only_planned() -> None:
    report = work_course.build(BAN_BO, SCHOOL, day=TODAY)
    assert (report.rows, notes(report)) == ((), ["state: planned"])
