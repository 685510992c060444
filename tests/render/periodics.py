"""A periodic report made by hand, of any size and with any words in it."""

from datetime import date
from typing import Any

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.decree30 import Frame
from ntmtrack.domain.report_period import ReportPeriod
from ntmtrack.domain.task import Split, TaskEventKind
from ntmtrack.message import say
from ntmtrack.render.template_values import Figures
from ntmtrack.reports import (
    compare,
    periodic,
    periodic_standing,
    periodic_tasks,
    regressions,
    review,
    status,
    task_stats,
    tasks,
)
from ntmtrack.reports.periodic import Part, Periodic
from ntmtrack.reports.periodic_tasks import LastWords
from tests.reports.values import SET, a_standing, a_task

HALF = ReportPeriod(date(2024, 1, 1), date(2024, 6, 30), date(2024, 6, 30))
WEEK = ReportPeriod(date(2024, 6, 24), date(2024, 6, 30), date(2024, 6, 30))


def a_periodic(
    units: int = 1, late: int = 1, said: str = "chờ vốn", period: ReportPeriod = HALF
) -> Periodic:
    """So many units, each failing the second of three criteria, and so many late tasks."""
    day = period.day
    verdicts = (Verdict.MET, Verdict.UNMET, Verdict.NEARLY_MET)
    standings = [a_standing(*verdicts, unit=str(each)) for each in range(1, units + 1)]
    owed = [
        a_task(
            f"NV2024-{each:03d}",
            title=f"{said} {each}",
            last_day=date(2024, 5, 31),
            due_words="trong tháng 5/2024",
            leads=(said,),
        )
        for each in range(1, late + 1)
    ]
    words = {each.number: LastWords(TaskEventKind.NOTED, day, said) for each in owed}
    split = Split.of(each.outcome(day) for each in owed)
    groups = {each.number: [task_stats.Group(1, (said, None, None))] for each in owed}
    moved = [
        compare.Compared(
            each.unit, each.unit_name, SET, {"1": Verdict.UNMET}, {"1": Verdict.MET}, 3
        )
        for each in standings
    ]
    reports: dict[str, Any] = {
        "counts": periodic.counts(standings, day=day),
        "bands": status.build_bands(standings, day=day),
        "changes": periodic.changed(compare.build(moved, then=period.eve, day=day)),
        "unmet": periodic.unmet(standings, day=day),
        "regressions": regressions.build([], [], day=day),
        "recognition": periodic_standing.build({}, {}, period),
        "tasks": task_stats.build(owed, groups, by="lead", day=day),
        "overdue": periodic_tasks.overdue(owed, split, words, day=day),
        "due": tasks.due([], day=day, last=period.next_last),
        "requests": periodic.requests([said] if late else [], day=day),
    }
    annexes: dict[str, Any] = {
        "review": review.build(owed, standings, None, first=period.start, day=day),
        "register": periodic_tasks.register(owed, {}, words, day=day),
        "remarks": periodic.remarks(standings, day=day),
    }
    return Periodic(
        period,
        tuple(Part(key, report) for key, report in reports.items()),
        tuple(Part(key, report) for key, report in annexes.items()),
        notes=periodic.told_of(period, None, 0),
        sets={SET: "Bộ tiêu chí"},
    )


def figures(made: Periodic, frame: Frame | None = None) -> Figures:
    """The same as a paper, drafted on a day of August."""
    return Figures(made, frame or Frame(), date(2024, 8, 5), footing=say("Change 1"))
