"""Plans by the month: recorded, taken back, and listed."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ntmtrack.app.choosing_figures import Chosen, chosen_items
from ntmtrack.app.context import Context
from ntmtrack.app.papers import document_key
from ntmtrack.app.plan_meaning import Meanings, Meant
from ntmtrack.app.reading import with_ended
from ntmtrack.app.scope import Scope, chosen_units
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.plan import Milestone
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports import milestones as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_plan

if TYPE_CHECKING:
    import sqlite3

    from ntmtrack.store.writing import Value


def milestone(
    context: Context,
    unit_words: str,
    number: str,
    quantity: str,
    *,
    by: str,
    set_words: str | None,
    document: str | None,
    note: str | None,
) -> Report:
    """Record the value that is planned for a span; the newest recorded for a span counts.

    Raises DataError, and writes nothing, for a criterion that is measured by its indicators, an
    indicator without a unit of measure, a span without a last day or outside the days of the
    unit, a value that cannot be one, a name that fits nothing or several.
    """
    with context.writing() as change:
        meanings = Meanings(change.conn, context.today)
        meant = meanings.plan([unit_words], number, by, set_words, quantity)
        paper = document_key(change, document)
        before = standing_plan(_plans(change.conn, meant), meant)
        change.insert(
            "milestone", milestone_row(meant, document=paper.key if paper else None, note=note)
        )
        lines = _lines(meant, _plans(change.conn, meant))
    return report.recorded(lines, meant.planned, replaced=before, day=context.today)


def removal(
    context: Context, unit_words: str, number: str, *, by: str, set_words: str | None
) -> Report:
    """Take back what was planned for a span. Raises DataError where nothing is planned for it."""
    with context.writing() as change:
        meant = Meanings(change.conn, context.today).span([unit_words], number, by, set_words)
        before = standing_plan(_plans(change.conn, meant), meant)
        if before is None:
            raise DataError(
                say(
                    "nothing is planned for {number} of {unit} by {words}",
                    number=number,
                    unit=meant.about.owner.name,
                    words=meant.planned.words,
                ),
                hint=say("see `ntmtrack milestone list`; nothing was written"),
            )
        change.insert("milestone", milestone_row(meant, document=None, note=None))
        lines = _lines(meant, _plans(change.conn, meant))
    return report.removed(meant.about.owner.name, number, lines, before, day=context.today)


def listing(context: Context, scope: Scope, criteria: Sequence[str] | None) -> Report:
    """Every plan that stands, of units and indicators."""
    with context.reading() as conn:
        units = {each.key: each for each in chosen_units(conn, scope, context)}
        # Plans reach beyond the day, to indicators that an overlay brings later.
        chosen = chosen_items(conn, scope, criteria, list(units.values()), day=date.max)
        found = queries_plan.milestones(conn, units, chosen.items)
    lines = [_line(units[each.unit_key], chosen, each) for each in found]
    order = {key: place for place, key in enumerate(units)}
    lines.sort(key=lambda line: order[line.unit.key])
    built = report.listing(lines, day=context.as_of)
    return with_ended(built, list(units.values()), context.as_of)


def _line(unit: Unit, chosen: Chosen, each: Milestone) -> report.Line:
    item = chosen.items[each.item_key]
    return report.Line(unit, chosen.sets[item.set_key].code, item, each)


def milestone_row(meant: Meant, *, document: int | None, note: str | None) -> dict[str, "Value"]:
    """A plan as the ledger keeps it."""
    planned = meant.planned
    return {
        "unit_id": meant.about.owner.key,
        "item_id": meant.about.item.key,
        "words": planned.words,
        "start": planned.start.isoformat(),
        "last_day": planned.last_day.isoformat(),
        "precision": str(meant.precision),
        "value": None if planned.value is None else str(planned.value),
        "value_unit": meant.unit,
        "document_id": document,
        "note": note,
    }


def standing_plan(found: Sequence[Milestone], meant: Meant) -> Milestone | None:
    """What stands for the very span that is meant."""
    span = meant.planned.start, meant.planned.last_day
    return next((m for m in found if (m.planned.start, m.planned.last_day) == span), None)


def _plans(conn: "sqlite3.Connection", meant: Meant) -> list[Milestone]:
    return queries_plan.milestones(conn, [meant.about.owner.key], [meant.about.item.key])


def _lines(meant: Meant, found: Sequence[Milestone]) -> list[report.Line]:
    about = meant.about
    return [report.Line(about.owner, about.of.code, about.item, each) for each in found]
