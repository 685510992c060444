"""The state of the ledger and of its mail on one screen: what is well, and what to do if not."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.report import Block, Column, Report, Show


class Health(StrEnum):
    """How something is."""

    WELL = "well"
    UNSET = "unset"
    """Not set up, which may be meant."""
    ILL = "ill"


class Finding(NamedTuple):
    """One thing that was looked at, and the command that shows more or mends it."""

    item: Message
    health: Health
    detail: Message | None = None
    command: str | None = None


COLUMNS = (
    Column("item", N_("What"), Show.ALWAYS, wrap=True),
    Column("health", N_("Health"), Show.ALWAYS),
    Column("detail", N_("Detail"), Show.ALWAYS, wrap=True),
    Column("command", N_("More"), Show.ALWAYS, wrap=True),
)


def build(blocks: Sequence[tuple[str, Message, Sequence[Finding]]], *, day: date) -> Report:
    """What was found, by what it belongs to; `--check` finds what is ill."""
    ill = sum(each.health is Health.ILL for _, _, found in blocks for each in found)
    return Report(
        name="doctor",
        title=say("Health of the ledger on {day}", day=day),
        columns=COLUMNS,
        blocks=tuple(
            Block(
                key if any(each.health is Health.ILL for each in found) else f"{key} well",
                heading,
                tuple((each.item, each.health, each.detail, each.command) for each in found),
            )
            for key, heading, found in blocks
        ),
        notes=(
            say_n("{count} thing needs to be looked at", "{count} things need to be looked at", ill)
            if ill
            else say("All is well."),
        ),
        as_of=day,
        summary={"ill": ill},
        finds=frozenset(key for key, _, _ in blocks),
    )
