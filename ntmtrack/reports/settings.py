"""The settings of a run: what each is, and where it comes from."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from ntmtrack.message import N_, Message, say
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Cell, Column, Report, Show


class Source(StrEnum):
    """Where a setting comes from; one that stands further up wins."""

    OPTION = "option"
    """Typed before the command."""
    ENVIRONMENT = "environment"
    FILE = "file"
    LEDGER = "ledger"
    DEFAULT = "default"
    """Nobody said otherwise."""
    UNSET = "unset"
    """Nobody said anything, and nothing stands in for it."""


class Setting(Record):
    """One setting; `place` is the variable, the file or the ledger that it comes from.

    `about` is what it says, as a text to be translated; empty where that is not known.
    """

    key: str
    value: Cell
    source: Source
    place: str | None = None
    about: str = ""


_ABOUT = Column("about", N_("What it is"), Show.ROOM, wrap=True)

COLUMNS = (
    Column("key", N_("Setting"), Show.ALWAYS),
    Column("value", N_("Value"), Show.ALWAYS, wrap=True),
    Column("source", N_("Comes from"), Show.ALWAYS),
    Column("place", N_("Place"), Show.DATA, wrap=True),
    _ABOUT,
)


def build(
    found: Sequence[Setting],
    day: date,
    *,
    name: str,
    title: Message,
    notes: tuple[Message, ...] = (),
    explained: bool = True,
) -> Report:
    """A row for each setting, in the order given; people are told what each is if `explained`."""
    about = _ABOUT if explained else _ABOUT._replace(show=Show.DATA)
    rows = tuple(
        (each.key, each.value, each.source, each.place, say(each.about) if each.about else None)
        for each in found
    )
    return Report(
        name=name,
        title=title,
        columns=(*COLUMNS[:-1], about),
        blocks=(Block("settings", None, rows),),
        notes=notes,
        as_of=day,
    )
