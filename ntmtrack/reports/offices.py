"""The offices that exchange with this one: who they are, and how far the exchange has come."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Report, Show

COLUMNS = (
    Column("mark", N_("Its mark"), Show.ALWAYS),
    Column("office", N_("Office"), Show.ALWAYS),
    Column("unit", N_("Code"), Show.SPARE),
    Column("unit_name", N_("Unit")),
    Column("own", N_("This one")),
    Column("key", N_("Key"), Show.SPARE),
    Column("last_made", N_("Last bundle for it"), right=True),
    Column("last_taken", N_("Last bundle of it"), right=True),
    Column("confirmed", N_("Confirmed up to"), right=True),
    Column("note", N_("Note"), wrap=True),
    Column("uid", N_("UID"), Show.DATA),
)


class Told(Record):
    """One office, as it is told of.

    `key` is the fingerprint of its public key; `last_made` the number of this office's last
    bundle for it, `last_taken` of its own last one that was taken in; `confirmed` the change of
    this ledger before which it lacks none. `gaps` are changes of it that never came.
    """

    mark: str | None
    name: str
    unit: str | None
    unit_name: str | None
    own: bool
    key: str | None
    last_made: int | None
    last_taken: int | None
    confirmed: int | None
    note: str | None
    uid: str
    gaps: Sequence[tuple[int, int]] = ()


def build(found: Sequence[Told], day: date, *, name: str, title: Message) -> Report:
    """A row for each office; what never came of one is said below."""
    rows = tuple(
        (
            each.mark,
            each.name,
            each.unit,
            each.unit_name,
            each.own,
            each.key,
            each.last_made,
            each.last_taken,
            each.confirmed,
            each.note,
            each.uid,
        )
        for each in found
    )
    return Report(
        name=name,
        title=title,
        columns=COLUMNS,
        blocks=(Block("offices", None, rows),),
        notes=tuple(note for each in found for note in _notes(each)),
        as_of=day,
        empty=say("No office is registered yet: `ntmtrack office set --help`."),
        summary={"offices": len(rows)},
    )


def _notes(each: Told) -> list[Message]:
    missing = sum(last - first + 1 for first, last in each.gaps)
    if not missing:
        return []
    spans = tuple(str(first) if first == last else f"{first}–{last}" for first, last in each.gaps)
    return [
        say_n(
            "{count} change of {office} never came: {changes}",
            "{count} changes of {office} never came: {changes}",
            missing,
            office=each.name,
            changes=spans,
        )
    ]
