"""What is to become of the units of a ledger under a new division, and what a person must say."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.succession import Action, Proposal
from ntmtrack.message import N_, Message, say
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("code", N_("Code")),
    Column("action", N_("What to do")),
    Column("successor", N_("Becomes"), wrap=True),
    Column("successor_code", N_("Its code"), wrap=True),
    Column("reason", N_("Why"), wrap=True),
)

_BLOCKS = {
    Action.ASK: N_("To be said by a person ({count})"),
    Action.MERGE: N_("Goes over whole into one unit ({count})"),
    Action.KEEP: N_("Goes on, below another unit ({count})"),
    Action.END: N_("Ends ({count})"),
}


def build(proposals: Sequence[Proposal], *, day: date, applied: bool) -> Report:
    """The proposals by what is to be done, what has to be asked first; written where `applied`."""
    counts = Counter(each.action for each in proposals)
    blocks = tuple(
        Block(
            str(action),
            say(heading, count=counts[action]),
            tuple(_row(each) for each in proposals if each.action is action),
        )
        for action, heading in _BLOCKS.items()
        if counts[action]
    )
    return Report(
        name="unit import",
        title=say("Changes of {day}: written", day=day)
        if applied
        else say("Changes of {day}: proposed, nothing has been written", day=day),
        columns=COLUMNS,
        blocks=blocks,
        notes=tuple(_notes(counts, applied=applied)) if proposals else (),
        as_of=day,
        empty=say("No unit of the ledger waits for a successor of {day}.", day=day),
        summary={str(action): counts[action] for action in Action},
        finds=frozenset({str(Action.ASK)}),
    )


def _row(each: Proposal) -> Row:
    return (
        each.unit.code,
        each.unit.name,
        each.unit.code if each.unit.coded else None,
        each.action,
        tuple(new.name for new in each.successors),
        tuple(new.code for new in each.successors),
        each.reason,
    )


def _notes(counts: Counter[Action], *, applied: bool) -> list[Message]:
    notes = []
    if counts[Action.ASK]:
        notes.append(
            say(
                "What has to be asked is left as it is: say it with `ntmtrack unit split` or"
                " `ntmtrack unit merge`, and mend codes and names with `ntmtrack unit set`."
            )
        )
    notes.append(say("The table is not the gazette: compare it with the resolution."))
    if not applied and counts.total() > counts[Action.ASK]:
        notes.append(say("Write what is sure with --apply."))
    return notes
