"""What was given to a hub and taken from it, and how far each office has come there."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from ntmtrack.domain.changed_row import LedgerTable
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Report, Show


class HubRefusal(StrEnum):
    """Why a hub does not take a row; its own words, as its trigger says them."""

    UNIT = "unit"
    OFFICE = "office"
    AUTHOR = "author"
    UNKNOWN = "unknown"
    CHANGE = "change"
    FORM = "form"
    VALUE = "value"
    TABLE = "table"


class RefusedRow(Record):
    """A row of this ledger that the hub did not take; `name` is what people call it."""

    change: int
    table: LedgerTable
    name: str
    why: HubRefusal
    uid: str


class Pushed(Record):
    """What a push came to: ops that the hub took, and ops that it had already."""

    changes: int
    new: int
    same: int
    refused: tuple[RefusedRow, ...]


class OfficeThere(Record):
    """One office on a hub.

    `changes` are those that the hub has of it, as far as one may see them, `last` the number of
    its last one; `to_pull` are ops of it that are not here yet, `to_push` changes of this ledger
    that are not there yet. `role` is what it logs in as.
    """

    mark: str
    name: str
    own: bool
    changes: int
    last: int | None
    to_pull: int
    to_push: int
    gaps: Sequence[tuple[int, int]] = ()


class Handed(Record):
    """What an office needs to log in to a hub. The password is told this once."""

    mark: str
    name: str
    role: str
    url: str
    password: str | None


_REFUSED = (
    Column("outcome", N_("Result"), Show.DATA),
    Column("table", N_("Kind of row"), Show.ALWAYS),
    Column("row", N_("Which row"), Show.ALWAYS, wrap=True),
    Column("why", N_("Reason"), Show.ALWAYS, wrap=True),
    Column("change", N_("Its change"), Show.SPARE, right=True),
    Column("uid", N_("Row's uid"), Show.DATA),
)

_THERE = (
    Column("mark", N_("Mark"), Show.ALWAYS),
    Column("office", N_("Office"), Show.ALWAYS, wrap=True),
    Column("own", N_("This one")),
    Column("changes", N_("Changes there"), right=True),
    Column("last", N_("Last one"), right=True),
    Column("to_pull", N_("Rows to pull"), Show.ALWAYS, right=True),
    Column("to_push", N_("Changes to push"), Show.ALWAYS, right=True),
)

_HANDED = (
    Column("mark", N_("Mark"), Show.ALWAYS),
    Column("office", N_("Office"), Show.ALWAYS, wrap=True),
    Column("role", N_("Role"), Show.ALWAYS),
    Column("url", N_("Address"), Show.ALWAYS, wrap=True),
    Column("password", N_("Password"), Show.ALWAYS),
)


def made(hub: str, day: date) -> Report:
    """A hub that was made, or brought up to date."""
    return Report(
        name="hub init",
        title=say("A hub is at {hub}", hub=hub),
        columns=(Column("hub", N_("Hub"), Show.ALWAYS),),
        blocks=(Block("hub", None, ((hub,),)),),
        notes=(
            say(
                "Next: `ntmtrack hub grant OFFICE` for every office, this one first; then"
                " `ntmtrack hub push`."
            ),
        ),
        as_of=day,
    )


def handed(given: Handed, day: date) -> Report:
    """What to hand over to an office."""
    row = (given.mark, given.name, given.role, given.url, given.password)
    notes = [
        say(
            "The office puts the address into its settings, as url under [hub], and the password"
            " into a file of its own, named there as password_file."
        )
    ]
    if given.password is not None:
        notes.append(say("The password is shown this once; a new grant gives a new one."))
    return Report(
        name="hub grant",
        title=say("The role of {office} on the hub", office=given.name),
        columns=_HANDED,
        blocks=(Block("grant", None, (row,)),),
        notes=tuple(notes),
        as_of=day,
    )


def pushed(found: Pushed, hub: str, day: date) -> Report:
    """What was pushed; a row for each that the hub refused."""
    rows = tuple(
        (OpOutcome.REFUSED, each.table, each.name, each.why, each.change, each.uid)
        for each in found.refused
    )
    notes: list[Message] = [
        say_n(
            "{count} change was told: {new} rows new there, {same} there already, {refused}"
            " refused.",
            "{count} changes were told: {new} rows new there, {same} there already, {refused}"
            " refused.",
            found.changes,
            new=found.new,
            same=found.same,
            refused=len(found.refused),
        )
    ]
    if rows:
        notes.append(say("What was refused stays here and is told again at the next push."))
    return Report(
        name="hub push",
        title=say("Pushed to the hub {hub}", hub=hub),
        columns=_REFUSED,
        blocks=(Block("refused", None, rows),),
        notes=tuple(notes),
        as_of=day,
        empty=say("The hub refused nothing."),
        summary={
            "changes": found.changes,
            "new": found.new,
            "same": found.same,
            "refused": len(rows),
        },
    )


def status(found: Sequence[OfficeThere], hub: str, day: date) -> Report:
    """Every office that is on the hub, and what is still to go each way."""
    rows = tuple(
        (
            each.mark,
            each.name,
            each.own,
            each.changes,
            each.last,
            each.to_pull,
            each.to_push if each.own else None,
        )
        for each in found
    )
    waiting = frozenset({"hub"} if any(each.to_pull or each.to_push for each in found) else ())
    return Report(
        name="hub status",
        title=say("What is on the hub {hub}", hub=hub),
        columns=_THERE,
        blocks=(Block("hub", None, rows),),
        notes=tuple(
            say(
                "{office} has not given its changes {first} to {last} yet.",
                office=each.name,
                first=first,
                last=last,
            )
            for each in found
            for first, last in each.gaps
        ),
        as_of=day,
        empty=say("No office is on the hub yet."),
        finds=waiting,
    )
