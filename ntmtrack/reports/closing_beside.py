"""A closed period beside what is said of its last day now, and what came in since."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.closing import (
    ChangedVerdict,
    ClosedUnit,
    Closing,
    Figures,
    LateFact,
    LateKind,
    Pairing,
    side_by_side,
)
from ntmtrack.domain.task import Outcome, Split
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.closing import broken_note
from ntmtrack.reports.report import Block, Column, Report, Row, Show
from ntmtrack.reports.status import standing_cell, tally_cell


class ClosingMark(StrEnum):
    """What a row is that was not there when the period was closed."""

    ADDED_AFTER_CLOSING = "added_after_closing"


class About(StrEnum):
    """What one row of a closed period tells of."""

    FIGURES = "figures"
    TASKS = "tasks"
    CRITERION = "criterion"
    ASSESSMENT = "assessment"
    TALLY = "tally"
    STANDING = "standing"
    TASK_EVENT = "task_event"


_COUNTS = {
    "met": (N_("Met, as closed"), N_("Met now")),
    "nearly_met": (N_("Nearly met, as closed"), N_("Nearly met now")),
    "unmet": (N_("Unmet, as closed"), N_("Unmet now")),
    "not_applicable": (N_("Not applicable, as closed"), N_("Not applicable now")),
    "not_assessed": (N_("Not assessed, as closed"), N_("Not assessed now")),
    "total": (N_("Of, as closed"), N_("Of now")),
}

COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("set", N_("Set"), Show.SPARE),
    Column("about", N_("Of what"), Show.ALWAYS),
    Column("number", N_("No."), Show.ALWAYS),
    Column("what", N_("What"), Show.ALWAYS),
    Column("task", N_("Task")),
    Column("closed", N_("As closed"), right=True),
    Column("now", N_("Now"), right=True),
    Column("closed_tally", N_("Counted, as closed"), Show.SPARE),
    Column("now_tally", N_("Counted now"), Show.SPARE),
    Column("closed_standing", N_("Standing, as closed"), Show.SPARE, wrap=True),
    Column("now_standing", N_("Standing now"), Show.SPARE, wrap=True),
    Column("day", N_("On")),
    Column("recorded_on", N_("Recorded on")),
    Column("change", N_("Change"), right=True),
    Column("mark", N_("Mark")),
    *(
        Column(f"{when}_{key}", headings[place], Show.DATA, right=True)
        for place, when in enumerate(("closed", "now"))
        for key, headings in _COUNTS.items()
    ),
)
_NO_COUNTS: Row = (None,) * (2 * len(_COUNTS))
_NO_STANDING: Row = (None,) * 4


def showing(
    closing: Closing, now: Figures, late: Sequence[LateFact], units: Mapping[int, Unit]
) -> Report:
    """A period as it was closed and as its last day is told now, and what came in since.

    `late` are the facts about days up to the last that were recorded after the closing, `units`
    those that they are about, by key.
    """
    figures = closing.figures
    pairings = side_by_side(figures, now)
    changed = [each for pairing in pairings for each in pairing.changed]
    newest = _newest(late, units)
    blocks = (
        Block("figures", say("Figures"), tuple(map(_figures_row, pairings))),
        Block("tasks", say("Tasks"), tuple(_task_rows(figures.tasks, now.tasks))),
        Block(
            "criteria",
            say("Criteria that stand otherwise now ({count})", count=len(changed)),
            tuple(_criterion_row(each, newest) for each in changed),
        ),
        Block(
            "facts",
            say("Added after closing ({count})", count=len(late)),
            tuple(_fact_row(each, units) for each in late),
        ),
    )
    return Report(
        name="period show",
        title=say(
            "{period} ({start} – {last}), as closed and now",
            period=closing.period,
            start=closing.start,
            last=closing.last_day,
        ),
        columns=COLUMNS,
        blocks=tuple(block for block in blocks if block.rows),
        notes=tuple(_show_notes(closing, late, changed, newest)),
        as_of=closing.last_day,
        summary={"late": len(late), "changed": len(changed)},
        finds=frozenset({"criteria", "facts"}),
    )


def _figures_row(pairing: Pairing) -> Row:
    unit, closed, now = pairing.unit, pairing.closed, pairing.now
    return (
        unit.unit,
        unit.unit_name,
        unit.set_code,
        About.FIGURES,
        None,
        None,
        None,
        _score(closed),
        _score(now),
        None if closed is None else tally_cell(closed.tallies),
        None if now is None else tally_cell(now.tallies),
        None if closed is None else _standing(closed),
        None if now is None else _standing(now),
        None,
        None,
        None,
        None if closed is not None else ClosingMark.ADDED_AFTER_CLOSING,
        *_counts(closed),
        *_counts(now),
    )


def _score(unit: ClosedUnit | None) -> str | None:
    """Criteria met of all: "9/19", or "?/19" while nothing has been judged."""
    if unit is None:
        return None
    counts = unit.counts
    met = "?" if counts.not_assessed == counts.total else str(counts.met)
    return f"{met}/{counts.total}"


def _standing(unit: ClosedUnit) -> Message | None:
    return None if unit.standing is None else standing_cell([unit.standing])


def _counts(unit: ClosedUnit | None) -> tuple[int | None, ...]:
    if unit is None:
        return (None,) * len(_COUNTS)
    return tuple(getattr(unit.counts, key) for key in _COUNTS)


def _task_rows(closed: Split, now: Split) -> Iterator[Row]:
    for outcome in (Outcome(key) for key in Split._fields):
        then, today = getattr(closed, outcome), getattr(now, outcome)
        yield (
            *(None, None, None, About.TASKS, None, outcome, None, then, today),
            *(*_NO_STANDING, None, None, None, None, *_NO_COUNTS),
        )


Place = tuple[str, str, str]
"""A unit by its code, a set and a criterion."""


def _newest(late: Sequence[LateFact], units: Mapping[int, Unit]) -> dict[Place, LateFact]:
    """The last late judgement that bears on each criterion."""
    return {
        (units[each.unit_key].code, each.set_code, each.criterion): each
        for each in late
        if each.kind is LateKind.ASSESSMENT
        and each.unit_key is not None
        and each.set_code is not None
        and each.criterion is not None
    }


def _because(each: ChangedVerdict, newest: Mapping[Place, LateFact]) -> LateFact | None:
    return newest.get((each.unit.unit, each.unit.set_code, each.number))


def _criterion_row(each: ChangedVerdict, newest: Mapping[Place, LateFact]) -> Row:
    late = _because(each, newest)
    return (
        each.unit.unit,
        each.unit.unit_name,
        each.unit.set_code,
        About.CRITERION,
        each.number,
        None,
        None,
        each.closed,
        each.now,
        *_NO_STANDING,
        None if late is None else late.day,
        None if late is None else late.recorded_on,
        None if late is None else late.change,
        None if late is None else ClosingMark.ADDED_AFTER_CLOSING,
        *_NO_COUNTS,
    )


def _fact_row(each: LateFact, units: Mapping[int, Unit]) -> Row:
    unit = None if each.unit_key is None else units[each.unit_key]
    return (
        None if unit is None else unit.code,
        None if unit is None else unit.name,
        each.set_code,
        About(each.kind),
        each.number,
        each.what,
        each.task,
        None,
        each.now,
        *_NO_STANDING,
        each.day,
        each.recorded_on,
        each.change,
        ClosingMark.ADDED_AFTER_CLOSING,
        *_NO_COUNTS,
    )


def _show_notes(
    closing: Closing,
    late: Sequence[LateFact],
    changed: Sequence[ChangedVerdict],
    newest: Mapping[Place, LateFact],
) -> Iterator[Message]:
    if not closing.sound:
        yield broken_note(closing)
    yield say(
        "Closed on {day} by {actor}, sealed with SHA-256 {hash}",
        day=closing.closed_on,
        actor=closing.actor,
        hash=closing.hash,
    )
    if closing.note:
        yield say("Note: {words}", words=closing.note)
    if not late:
        yield say("Nothing was added after closing.")
    unexplained = [each for each in changed if _because(each, newest) is None]
    if unexplained:
        yield say_n(
            "{count} criterion stands otherwise though nobody judged it since: its set, its unit"
            " or an earlier entry was changed (see `ntmtrack log`)",
            "{count} criteria stand otherwise though nobody judged them since: their set, their"
            " unit or an earlier entry was changed (see `ntmtrack log`)",
            len(unexplained),
        )
