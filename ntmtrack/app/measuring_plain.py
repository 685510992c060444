"""Recording a figure without judging it: how far something has come, not whether it is enough."""

from datetime import date

from ntmtrack.app import bodies, resolve
from ntmtrack.app.context import Context
from ntmtrack.app.figures import SetsInForce, gauge, read_value, set_of_figures
from ntmtrack.app.papers import document_key
from ntmtrack.app.premises import past
from ntmtrack.domain.plan import Facts
from ntmtrack.reports import measured as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_plan


def measure(
    context: Context,
    unit_words: str,
    number: str,
    quantity: str,
    *,
    set_words: str | None,
    on: date | None,
    by: str | None,
    document: str | None,
    note: str | None,
) -> Report:
    """Record one figure of an indicator, as it was on a day.

    Raises DataError, and writes nothing, for a day to come, a unit that did not exist on the
    day, a number without figures, a value that cannot be one, a name that fits nothing or
    several.
    """
    day = past(on or context.today, context)
    with context.writing() as change:
        conn = change.conn
        owner = resolve.unit(conn, unit_words, day)
        of = set_of_figures(conn, owner, set_words, day)
        about = gauge(conn, SetsInForce(conn), owner, of, number, day=day)
        value, unit = read_value(about, quantity, day)
        agency = bodies.agency(conn, by, day) if by else None
        paper = document_key(change, document)
        before = queries_plan.facts(conn, [owner.key], (), day, items=[about.item.key]).get(
            (owner.key, about.item.key), Facts()
        )
        change.insert(
            "measurement",
            {
                "unit_id": owner.key,
                "item_id": about.item.key,
                "measured_on": day.isoformat(),
                "value": str(value),
                "value_unit": unit,
                "agency_id": agency.key if agency else None,
                "document_id": paper.key if paper else None,
                "note": note,
            },
        )
    return report.measured(
        owner,
        of,
        about.indicator,
        report.Measured(
            value,
            unit,
            day,
            before=before.newest,
            planned=before.planned,
            by=agency.name if agency else None,
            document=paper.number if paper else None,
            note=note,
        ),
    )
