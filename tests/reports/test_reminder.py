"""What letters tell: each task in its place, a lead only where it says something."""

from ntmtrack.domain.task import Split
from ntmtrack.reports import reminder, task_stats
from ntmtrack.reports.reminder import WORST, Own, Unreachable
from ntmtrack.reports.report import Show
from tests.reports.values import TODAY, a_task, days, headings, notes, records, words

LATE = TODAY - days(3)
LED = a_task("NV2024-001", leads=("Phòng A",), last_day=LATE, due_words="hết tuần")
SHARED = a_task("NV2024-002", leads=("Phòng A", "Phòng B"), last_day=LATE)
BESIDE = a_task("NV2024-003", leads=("Phòng B",), last_day=LATE)
OWN = Own(led=(LED, SHARED), coordinated=(BESIDE,))


def test_a_list_names_other_leads_only() -> None:
    report = reminder.late(OWN, day=TODAY, name="Phòng A")
    assert headings(report) == ["You lead (2)", "You coordinate (1)"]
    assert [each["leads"] for each in records(report)] == [
        None,
        ("Phòng A", "Phòng B"),
        ("Phòng B",),
    ]
    assert [each["days_late"] for each in records(report)] == [3, 3, 3]
    assert notes(report) == []


def test_what_is_new_is_named() -> None:
    report = reminder.late(OWN, day=TODAY, name="Phòng A", newly=frozenset({"NV2024-003", "x"}))
    assert notes(report) == ["New since our last letter: NV2024-003."]


def test_of_several_only_those_asked_for_remain_in_their_places() -> None:
    assert OWN.only(frozenset({"NV2024-003"})) == Own(coordinated=(BESIDE,))
    assert OWN.tasks == (LED, SHARED, BESIDE)


def test_what_falls_due_says_how_many_days_are_left() -> None:
    task = a_task(leads=("Phòng A",), last_day=TODAY + days(2))
    mine = reminder.soon(Own(in_charge=(task,)), day=TODAY, last=TODAY + days(7), name="Lò Văn A")
    assert headings(mine) == ["In your charge (1)"]
    everything = reminder.soon_of_all([task], day=TODAY, last=TODAY + days(7))
    for report in (mine, everything):
        assert [each["days_left"] for each in records(report)] == [2]
        shown = {each.key for each in report.columns if each.show is not Show.DATA}
        assert "days_left" in shown
        assert "days_late" not in shown


def test_the_ladder_shows_the_highest_step_first() -> None:
    report = reminder.by_step([(10, LED), (30, BESIDE)], day=TODAY)
    assert headings(report) == ["Late for 30 days or more", "Late for 10 days or more"]


def test_the_summary_counts_the_late_leads_and_names_the_worst() -> None:
    tasks = [
        *(a_task(f"NV2024-{n:03d}", leads=("Phòng A",), last_day=LATE) for n in range(WORST + 1)),
        a_task("NV2024-900", leads=("Phòng B",), last_day=TODAY),
    ]
    groups = {task.number: [task_stats.Group(*_lead(task.leads[0]))] for task in tasks}
    counted = task_stats.build(tasks, groups, by="lead", day=TODAY)
    missed = [Unreachable("Phòng A", 11), Unreachable("Phòng C", 1, ended=True)]
    by_lead, worst = reminder.summary(counted, tasks[:-1], unreachable=missed)
    assert [(words(each["lead"]), each["open_overdue"]) for each in records(by_lead)] == [
        ("Phòng A", 11),
    ]
    split = Split.of(task.outcome(TODAY) for task in tasks)
    assert f"open overdue {split.open_overdue}" in notes(by_lead)[0]
    assert notes(by_lead)[1:] == [
        "Phòng A has 11 late tasks and no mail address",
        "Phòng C is no more and has 1 open task: give it another lead",
    ]
    assert [each["task"] for each in records(worst)] == [task.number for task in tasks[:WORST]]


def _lead(name: str) -> tuple[str, tuple[str, None, None]]:
    return name, (name, None, None)


def test_what_is_not_late_is_not_said_to_be() -> None:
    note = reminder.unreachable_note(Unreachable("Phòng A", 2, late=False))
    assert words(note) == "Phòng A has 2 tasks due soon and no mail address"


def test_an_address_that_cannot_be_used_is_named() -> None:
    note = reminder.unreachable_note(Unreachable("Phòng A", 2, address="a..b@c.vn"))
    assert words(note) == "the address a..b@c.vn of Phòng A cannot be used"
