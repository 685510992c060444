"""Counts period by period: how many criteria were met, what turned, what became of tasks."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from ntmtrack.domain.assessment import FAILED, Counts, Verdict
from ntmtrack.domain.periods import Period
from ntmtrack.domain.timeline import Turn
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.compare import Comparison
from ntmtrack.reports.report import Block, Column, Drawing, Report, Row, Show

COLUMNS = (
    Column("period", N_("In period"), Show.ALWAYS),
    Column("last_day", N_("As of")),
    Column("set", N_("Set"), Show.DATA),
    Column("units", N_("Units judged"), right=True),
    Column("met", N_("Met"), Show.ALWAYS, right=True),
    Column("nearly_met", N_("Nearly met"), right=True),
    Column("unmet", N_("Unmet"), right=True),
    Column("not_applicable", N_("Not applicable"), Show.SPARE, right=True),
    Column("not_assessed", N_("Not assessed"), right=True),
    Column("change", N_("Up or down"), right=True),
    Column("newly_met", N_("Newly met"), right=True),
    Column("fell", N_("Fell back"), right=True),
    Column("newly_late", N_("Newly late"), right=True),
    Column("done", N_("Done"), right=True),
    Column("remark", N_("Remark"), Show.SPARE, wrap=True),
    Column("running", N_("Still running"), Show.DATA),
)

_BARS = "▁▂▃▄▅▆▇█"
_NO_BAR = "\N{NO-BREAK SPACE}"
"""A plain space would be lost where a line is broken, and in HTML."""


class Course(Record):
    """One unit under one set: the turns of its criteria, and when there is something to count.

    `judged_from` is the day of its first judgement; `exists` are its first and last day as a unit,
    `within` the periods, by place, in which it belongs to what is looked at (None: all).
    """

    set_code: str
    judged_from: date
    criteria: Mapping[str, Sequence[Turn]]
    exists: tuple[date, date]
    within: frozenset[int] | None = None


class TaskCounts(Record):
    """How many tasks fell late and were done in one period."""

    newly_late: int = 0
    done: int = 0


class _Figures(Record):
    units: int
    counts: Counts
    newly_met: int
    fell: int
    others: bool
    """Whether the units are not those of the day before."""


def build(
    courses: Sequence[Course],
    periods: Sequence[Period],
    tasks: Mapping[tuple[str, str], TaskCounts],
    entered: Mapping[str, Mapping[str, date]],
    *,
    day: date,
) -> Report:
    """One row for each period under each set, the sets in blocks of their own, never joined.

    `tasks` are counted by set and by the key of the period. `entered` has, by set, the days from
    which criteria belong to it that came by an overlay; before it they were not assessed. What
    turned is counted of units judged by the end of the period before; a change of the sum also
    tells of units that came or went.
    """
    by_set: dict[str, list[Course]] = defaultdict(list)
    for course in courses:
        by_set[course.set_code].append(course)
    blocks, lines, beside = [], [], []
    for code, listed in sorted(by_set.items()):
        counted = _counted(listed, periods, entered.get(code, {}))
        rows = tuple(_rows(code, periods, counted, tasks))
        blocks.append(Block(code, say("{set}", set=code), rows))
        lines += _line(code, periods, counted)
        beside += _came_or_went(code, periods, counted)
    running = [each for each in periods if each.running]
    beside += [
        say(
            "{period} is still running: its figures are those of {day}",
            period=p.key,
            day=p.last_day,
        )
        for p in running
        if blocks
    ]
    if len(blocks) > 1:
        beside.append(
            say(
                "WARNING several criteria sets are shown, each by itself: a new set makes counts"
                " fall without anything getting worse"
            )
        )
    return Report(
        name="trend",
        title=say(
            "Criteria met, period by period: {first} to {last}",
            first=periods[0].key,
            last=periods[-1].key,
        ),
        columns=COLUMNS,
        blocks=tuple(blocks),
        notes=(*lines, *beside),
        as_of=day,
        empty=say("Nothing had been judged in these periods."),
        drawing=Drawing("period", line="met", up="newly_met", down="fell", notes=tuple(beside)),
    )


def _counted(
    courses: Sequence[Course], periods: Sequence[Period], entered: Mapping[str, date]
) -> list[_Figures]:
    """The figures of the day before the first period, then of every period."""
    days = [periods[0].eve, *(period.last_day for period in periods)]
    units = [0] * len(days)
    up, down = [0] * len(days), [0] * len(days)
    others = [False] * len(days)
    rows: list[list[Verdict | None]] = []
    for course in courses:
        present = [_is_there(course, place, day) for place, day in enumerate(days)]
        units = [count + here for count, here in zip(units, present, strict=True)]
        for place, (before_there, there) in enumerate(pairwise(present), 1):
            others[place] |= before_there is not there
        for number, turns in course.criteria.items():
            row: list[Verdict | None] = [*_on_days(turns, days)]
            if not all(present) or number in entered:
                start = entered.get(number, date.min)
                counts = [here and start <= day for here, day in zip(present, days, strict=True)]
                row = [each if it else None for each, it in zip(row, counts, strict=True)]
            rows.append(row)
            for place, (before, now) in enumerate(pairwise(row), 1):
                if before is now:
                    continue
                # A criterion that came by an overlay was not assessed before, nor absent.
                known = before is not None or present[place - 1]
                up[place] += known and now is Verdict.MET
                down[place] += before is Verdict.MET and now in FAILED
    # By day instead of by criterion: a province has 2,356 criteria.
    of_days = list(zip(*rows, strict=True)) or [()] * len(days)
    return [
        _Figures(
            units[place],
            Counts(*(found.count(verdict) for verdict in Verdict)),
            up[place],
            down[place],
            others[place],
        )
        for place, found in enumerate(of_days)
    ]


def _is_there(course: Course, place: int, day: date) -> bool:
    """Whether a unit counts on the day at a place; what came before the periods is place 0."""
    first, last = course.exists
    inside = course.within is None or place in course.within
    return inside and course.judged_from <= day and first <= day <= last


def _on_days(turns: Sequence[Turn], days: Sequence[date]) -> list[Verdict]:
    """The verdict of every day, of days that rise."""
    found: list[Verdict] = []
    verdict = Verdict.NOT_ASSESSED
    for turn in turns:
        found += [verdict] * (bisect_left(days, turn.day) - len(found))
        verdict = turn.verdict
    return found + [verdict] * (len(days) - len(found))


def _rows(
    code: str,
    periods: Sequence[Period],
    counted: Sequence[_Figures],
    tasks: Mapping[tuple[str, str], TaskCounts],
) -> Iterator[Row]:
    for period, before, now in zip(periods, counted, counted[1:], strict=False):
        known = now.units > 0
        compared = known and before.units > 0
        of_tasks = tasks.get((code, period.key), TaskCounts())
        yield (
            period.key,
            period.last_day,
            code,
            now.units,
            now.counts.met if known else None,
            now.counts.nearly_met if known else None,
            now.counts.unmet if known else None,
            now.counts.not_applicable if known else None,
            now.counts.not_assessed if known else None,
            now.counts.met - before.counts.met if compared else None,
            now.newly_met if compared else None,
            now.fell if compared else None,
            of_tasks.newly_late,
            of_tasks.done,
            Comparison.NOTHING_EARLIER if known and not compared else None,
            period.running,
        )


def _line(code: str, periods: Sequence[Period], counted: Sequence[_Figures]) -> list[Message]:
    told = [(period, each) for period, each in zip(periods, counted[1:], strict=True) if each.units]
    if not told:
        return []
    (_, first), (_, last) = told[0], told[-1]
    return [
        say(
            "{set}: met {bars}, from {first} in {since} to {last} in {until}",
            set=code,
            bars=sparkline([each.counts.met if each.units else None for each in counted[1:]]),
            first=first.counts.met,
            since=told[0][0].key,
            last=last.counts.met,
            until=told[-1][0].key,
        )
    ]


def _came_or_went(
    code: str, periods: Sequence[Period], counted: Sequence[_Figures]
) -> list[Message]:
    moved = [
        period.key
        for period, before, now in zip(periods, counted, counted[1:], strict=False)
        if before.units and now.units and now.others
    ]
    if not moved:
        return []
    return [
        say_n(
            "{set}: in {periods} units came or went, so its change is not of the same units",
            "{set}: in {periods} units came or went, so their changes are not of the same units",
            len(moved),
            set=code,
            periods=tuple(moved),
        )
    ]


def sparkline(figures: Sequence[int | None]) -> str:
    """Figures as bars from their lowest to their highest; a blank where there is none."""
    known = [figure for figure in figures if figure is not None]
    low, high = min(known, default=0), max(known, default=0)
    # All alike is a level line in the middle: neither the lowest nor the highest.
    return "".join(
        _NO_BAR
        if figure is None
        else _BARS[3]
        if low == high
        else _BARS[(figure - low) * (len(_BARS) - 1) // (high - low)]
        for figure in figures
    )
