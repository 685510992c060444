"""What was taken from a hub, and what became of it."""

from collections.abc import Mapping
from datetime import date

from ntmtrack.domain.merging import OpOutcome
from ntmtrack.message import N_, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.applying import Line
from ntmtrack.reports.report import Block, Column, Report, Show


class Pulled(Record):
    """What a pull came to.

    `counts` are what came, by what became of it; `told` what waits or was refused; `moved` is how
    many rows that had waited before found their place now, `open` how many rows stand with several
    values.
    """

    hub: str
    counts: Mapping[OpOutcome, int]
    told: tuple[Line, ...] = ()
    moved: int = 0
    open: int = 0


_COLUMNS = (
    Column("outcome", N_("Result"), Show.ALWAYS),
    Column("table", N_("Kind of row"), Show.ALWAYS),
    Column("unit_name", N_("Unit")),
    Column("row", N_("Which row"), Show.ALWAYS, wrap=True),
    Column("why", N_("Reason"), wrap=True),
    Column("office", N_("Written by")),
    Column("change", N_("Its change"), Show.SPARE, right=True),
    Column("uid", N_("Row's uid"), Show.DATA),
)


def build(found: Pulled, day: date) -> Report:
    """What became of all that came; a row for each that waits or was refused."""
    counts = {str(outcome): found.counts.get(outcome, 0) for outcome in OpOutcome}
    received = sum(counts.values())
    notes = [
        say(
            "Received {received} = applied {applied} + already here {same} + conflict {conflict}"
            " + waiting {waiting} + refused {refused}.",
            received=received,
            **counts,
        )
        if received
        else say("There is nothing new on the hub.")
    ]
    if found.moved:
        notes.append(
            say_n(
                "{count} row that had waited has found its place.",
                "{count} rows that had waited have found their place.",
                found.moved,
            )
        )
    if found.open:
        notes.append(
            say_n(
                "{count} row stands with several values: see `ntmtrack bundle conflicts`.",
                "{count} rows stand with several values: see `ntmtrack bundle conflicts`.",
                found.open,
            )
        )
    rows = tuple(
        (
            each.outcome,
            each.table,
            each.unit,
            each.row,
            each.why,
            each.office,
            each.change,
            each.uid,
        )
        for each in found.told
    )
    return Report(
        name="hub pull",
        title=say("Pulled from the hub {hub}", hub=found.hub),
        columns=_COLUMNS,
        blocks=(Block("told", None, rows),),
        notes=tuple(notes),
        as_of=day,
        empty=say("Nothing was refused, and nothing waits."),
        summary={"received": received, **counts},
    )
