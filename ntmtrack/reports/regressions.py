"""What was met and is not any more: since when, for how long it had held, and who works on it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from ntmtrack.domain.task import Task
from ntmtrack.domain.timeline import Fall
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.DATA),
    Column("set", N_("Set"), Show.DATA),
    Column("number", N_("No."), Show.ALWAYS),
    Column("name", N_("Criterion, indicator"), Show.ALWAYS, wrap=True),
    Column("kind", N_("Kind"), Show.SPARE),
    Column("verdict", N_("Verdict")),
    Column("met_from", N_("Met from")),
    Column("fell_on", N_("Fell on")),
    Column("days_held", N_("Days held"), right=True),
    Column("days_since", N_("Days since"), right=True),
    Column("tasks", N_("Tasks"), wrap=True),
    Column("due", N_("Nearest due")),
    Column("leads", N_("Leads"), wrap=True),
    Column("recognised", N_("Recognised"), Show.DATA),
)


class ItemKind(StrEnum):
    """What fell."""

    CRITERION = "criterion"
    INDICATOR = "indicator"


class Fallen(Record):
    """A criterion, or an indicator with the number of its criterion, that was met and is not."""

    number: str
    name: str
    criterion: str
    fall: Fall

    @property
    def kind(self) -> ItemKind:
        """Whether it is a criterion or an indicator of one."""
        return ItemKind.CRITERION if self.number == self.criterion else ItemKind.INDICATOR


class Regressed(Record):
    """What one unit lost under one set, in print order; `recognised` as it stands on the day."""

    unit_key: int
    unit: str
    unit_name: str
    set_code: str
    recognised: bool
    fallen: tuple[Fallen, ...]


def build(
    found: Sequence[Regressed],
    tasks: Sequence[Task],
    *,
    day: date,
    recognised: bool = False,
    since: date | None = None,
    criteria: frozenset[str] = frozenset(),
) -> Report:
    """What units lost, a block for each unit and set; sets are never held against one another.

    `tasks` are the open ones. `recognised` keeps to units that stand recognised, `since` to what
    fell on a day or later, `criteria` to some numbers, those of criteria with their indicators.
    """
    at_work = _by_item(tasks)
    kept = [
        each._replace(fallen=tuple(_kept(each, since, criteria)))
        for each in found
        if each.recognised or not recognised
    ]
    kept = [each for each in kept if each.fallen]
    return Report(
        name="regressions",
        title=say("Met before and not any more, as of {day}", day=day),
        columns=COLUMNS,
        blocks=tuple(
            Block(f"{each.unit}/{each.set_code}", _heading(each), _rows(each, at_work, day))
            for each in kept
        ),
        notes=tuple(_notes(kept)),
        as_of=day,
        empty=say("Nothing that was met has been lost."),
        summary=_summary(kept),
    )


def _kept(each: Regressed, since: date | None, criteria: frozenset[str]) -> list[Fallen]:
    return [
        fallen
        for fallen in each.fallen
        if (since is None or fallen.fall.fell_on >= since)
        and (not criteria or criteria & {fallen.number, fallen.criterion})
    ]


def _by_item(tasks: Sequence[Task]) -> dict[tuple[int | None, str | None, str | None], list[Task]]:
    """Tasks by unit, set and number: under their indicator, and under its criterion."""
    found: dict[tuple[int | None, str | None, str | None], list[Task]] = defaultdict(list)
    for task in tasks:
        for number in {task.item, task.criterion}:
            found[task.unit_key, task.set_code, number].append(task)
    return found


def _heading(each: Regressed) -> Message:
    places = {"unit": each.unit_name, "set": each.set_code, "count": len(each.fallen)}
    if each.recognised:
        return say("{unit} · {set} · recognised ({count})", **places)
    return say("{unit} · {set} ({count})", **places)


def _rows(
    each: Regressed,
    at_work: dict[tuple[int | None, str | None, str | None], list[Task]],
    day: date,
) -> tuple[Row, ...]:
    rows: list[Row] = []
    for fallen in each.fallen:
        tasks = at_work.get((each.unit_key, each.set_code, fallen.number), [])
        rows.append(
            (
                each.unit,
                each.unit_name,
                each.set_code,
                fallen.number,
                fallen.name,
                fallen.kind,
                fallen.fall.verdict,
                fallen.fall.met_from,
                fallen.fall.fell_on,
                fallen.fall.days_held,
                (day - fallen.fall.fell_on).days,
                tuple(task.number for task in tasks),
                min((task.last_day for task in tasks if task.last_day), default=None),
                tuple(dict.fromkeys(lead for task in tasks for lead in task.leads)),
                each.recognised,
            )
        )
    return tuple(rows)


def _notes(found: Sequence[Regressed]) -> list[Message]:
    if not found:
        return []
    counts = _summary(found)
    notes = [
        say_n(
            "Fell back in {count} unit: criteria {criteria}, indicators {indicators}",
            "Fell back in {count} units: criteria {criteria}, indicators {indicators}",
            int(counts["units"]),
            criteria=counts["criteria"],
            indicators=counts["indicators"],
        )
    ]
    standing = int(counts["recognised"])
    if standing:
        notes.append(
            say_n(
                "{count} of them stands recognised",
                "{count} of them stand recognised",
                standing,
            )
        )
    if len({each.set_code for each in found}) > 1:
        notes.append(say("Several criteria sets are shown; their counts are not comparable."))
    return notes


def _summary(found: Sequence[Regressed]) -> dict[str, int | str]:
    kinds = [fallen.kind for each in found for fallen in each.fallen]
    return {
        "units": len({each.unit_key for each in found}),
        "recognised": len({each.unit_key for each in found if each.recognised}),
        "criteria": kinds.count(ItemKind.CRITERION),
        "indicators": kinds.count(ItemKind.INDICATOR),
    }
