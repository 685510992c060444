"""The rows that a merger or a split changes: a unit ends, what is below it goes on elsewhere."""

from collections.abc import Callable
from datetime import date, timedelta

from ntmtrack.app.units import iso
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.lineage import LineageKind, closes_circle
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.store import queries_lineage
from ntmtrack.store.writing import Value, Writing

DAY = timedelta(days=1)


def end_unit(change: Writing, unit: Unit, day: date) -> None:
    """Let a unit and its codes end on the day before; what was true before stays as it was.

    Raises DataError where something is recorded of what it is on the day or after: nothing that
    was written is taken away.
    """
    for later in queries_lineage.took_in(change.conn, [unit.key], day).values():
        raise DataError(
            say(
                "others go over into {unit} on {later}: it cannot end before that",
                unit=unit.name,
                later=later,
            ),
            hint=say("see `ntmtrack unit lineage {code}`; nothing was written", code=unit.code),
        )
    for span in queries_lineage.spans_of(change.conn, unit.key, day):
        if span.valid_from is not None and span.valid_from >= day:
            raise DataError(
                say(
                    "{unit} is in the ledger with a change on {changed}: it cannot end before that",
                    unit=unit.name,
                    changed=span.valid_from,
                ),
                hint=say(
                    "merge or split what is below a unit before the unit itself; see `ntmtrack"
                    " unit show {code}`; nothing was written",
                    code=unit.code,
                ),
            )
        change.correct("unit_version", span.row, {"valid_to": iso(day - DAY)})
    for span in queries_lineage.codes_of(change.conn, unit.key, day):
        change.correct("unit_code", span.row, {"valid_to": iso(day - DAY)})


def move_below(change: Writing, unit: Unit, day: date, parent: Unit) -> list[int]:
    """Let the units right below one go on from a day below another; their keys."""
    return part_below(change, unit, day, lambda _key: parent.key)


def part_below(
    change: Writing, unit: Unit, day: date, parent_of: Callable[[int], int | None]
) -> list[int]:
    """Let the units right below one go on from a day below several; their keys.

    `parent_of` gives the new parent of each, or None where it is below nothing from then on.
    """
    moved = []
    for span in queries_lineage.spans_below(change.conn, unit.key, day):
        _hang(change, span, parent_of(span.unit), day)
        moved.append(span.unit)
    return list(dict.fromkeys(moved))


def move(change: Writing, unit: Unit, day: date, parent: int | None) -> None:
    """Let a unit go on from a day below another parent."""
    for span in queries_lineage.spans_of(change.conn, unit.key, day):
        _hang(change, span, parent, day)


def _hang(change: Writing, span: queries_lineage.Span, parent: int | None, day: date) -> None:
    """Put a unit below another parent for the part of a span that is of the day or later."""
    if span.valid_from is not None and span.valid_from >= day:
        change.correct("unit_version", span.row, {"parent_id": parent})
        return
    kept = queries_lineage.version_values(change.conn, span.row)
    change.correct("unit_version", span.row, {"valid_to": iso(day - DAY)})
    days = {"valid_from": iso(day), "valid_to": iso(span.valid_to)}
    change.insert("unit_version", {**kept, **days, "parent_id": parent})


def link(
    change: Writing,
    pairs: list[tuple[Unit, Unit]],
    kind: LineageKind,
    day: date,
    *,
    document: int | None,
    note: str | None,
) -> None:
    """Write that units went over into others. Raises DataError where that made a circle."""
    added = [(before.key, after.key) for before, after in pairs]
    if closes_circle(queries_lineage.edges(change.conn), added):
        raise DataError(
            say("{name} would come out of itself", name=pairs[0][1].name),
            hint=say("see `ntmtrack unit lineage`; nothing was written"),
        )
    for before, after in added:
        row: dict[str, Value] = {"from_id": before, "to_id": after, "kind": str(kind)}
        told: dict[str, Value] = {"document_id": document, "note": note}
        change.insert("lineage", {**row, "happened_on": iso(day), **told})
