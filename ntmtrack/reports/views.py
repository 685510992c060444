"""Saved views: the name of each, the command line it stands for, and what shows it."""

import shlex
from collections.abc import Sequence
from datetime import date

from ntmtrack.message import N_, Message, say
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Report, Show


class View(Record):
    """A command line under a name, without the program's own name."""

    name: str
    line: str


COLUMNS = (
    Column("view", N_("View"), Show.ALWAYS),
    Column("line", N_("Command line"), Show.ALWAYS, wrap=True),
    Column("command", N_("More"), Show.ALWAYS, wrap=True),
)


def build(views: Sequence[View], *, day: date, name: str, title: Message) -> Report:
    """A row for each view, in the order given."""
    rows = tuple(
        (each.name, each.line, f"ntmtrack view show {shlex.quote(each.name)}") for each in views
    )
    return Report(
        name=name,
        title=title,
        columns=COLUMNS,
        blocks=(Block("views", None, rows),),
        as_of=day,
        empty=say("No view is saved: `ntmtrack view save NAME -- overdue --lead AGENCY`."),
    )
