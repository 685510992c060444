"""The state of the ledger and of all about it on one screen: what is well, what to do if not."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Report, Show


class Health(StrEnum):
    """How something is."""

    WELL = "well"
    UNSET = "unset"
    """Not set up, which may be meant."""
    ILL = "ill"


class Finding(Record):
    """One thing that was looked at, and the command that shows more or mends it."""

    item: Message
    health: Health
    detail: Message | None = None
    command: str | None = None


_KILO = 1000
_UNITS = (N_("{count} B"), N_("{count} kB"), N_("{count} MB"), N_("{count} GB"))


def size(bytes: int) -> Message:
    """A size as people say it: at most three figures before the unit."""
    left, unit = Decimal(bytes), 0
    while left >= _KILO and unit < len(_UNITS) - 1:
        left, unit = left / _KILO, unit + 1
    return say(_UNITS[unit], count=round(left, 1) if unit > 1 else round(left))


COLUMNS = (
    Column("item", N_("What"), Show.ALWAYS, wrap=True),
    Column("health", N_("Health"), Show.ALWAYS),
    Column("detail", N_("Detail"), Show.ALWAYS, wrap=True),
    Column("command", N_("More"), Show.ALWAYS, wrap=True),
)


def build(blocks: Sequence[tuple[str, Sequence[Finding]]], *, day: date) -> Report:
    """What was found, by what it belongs to; `--check` finds what is ill."""
    healths = [each.health for _, found in blocks for each in found]
    ill, unset = healths.count(Health.ILL), healths.count(Health.UNSET)
    return Report(
        name="doctor",
        title=say("Health of the ledger on {day}", day=day),
        columns=COLUMNS,
        blocks=tuple(
            Block(
                key if any(each.health is Health.ILL for each in found) else f"{key} well",
                None,
                tuple((each.item, each.health, each.detail, each.command) for each in found),
            )
            for key, found in blocks
        ),
        notes=_notes(ill, unset),
        as_of=day,
        summary={"ill": ill},
        finds=frozenset(key for key, _ in blocks),
    )


def _notes(ill: int, unset: int) -> tuple[Message, ...]:
    """What it comes to; that something is not set up is no reason to say that all is well."""
    notes = [
        say_n("{count} thing needs to be looked at", "{count} things need to be looked at", ill)
        if ill
        else say("No fault was found.")
    ]
    if unset:
        notes.append(
            say_n(
                "{count} thing is not set up, which may be meant",
                "{count} things are not set up, which may be meant",
                unset,
            )
        )
    return tuple(notes)
