"""The options by which a task is described, where it is given, mended or proposed."""

from datetime import date
from typing import Annotated

import typer

from ntmtrack.cli.options import lines, one_number, words
from ntmtrack.domain.due import parse_day
from ntmtrack.message import N_

Task = Annotated[str, typer.Argument(metavar="TASK", parser=words, help=N_("its number"))]
Title = Annotated[
    str | None,
    typer.Option("--title", metavar="TEXT", parser=words, help=N_("what is to be done")),
]
Criterion = Annotated[
    str | None,
    typer.Option(
        "--criterion",
        metavar="NUMBER",
        parser=one_number,
        help=N_("the criterion or indicator it is about"),
    ),
]
Due = Annotated[
    str | None,
    typer.Option(
        "--due",
        metavar="WHEN",
        parser=words,
        help=N_('as the paper says it: "trong tháng 5/2023"; "trước ngày D" includes D'),
    ),
]
Assigned = Annotated[
    date | None,
    typer.Option(
        "--assigned",
        metavar="DATE",
        parser=parse_day,
        help=N_("the day it was given (default: the document's)"),
    ),
]
Clause = Annotated[
    str | None,
    typer.Option(
        "--clause", metavar="TEXT", parser=words, help=N_("which clause of the document asks it")
    ),
]
Leads = Annotated[
    list[str] | None,
    typer.Option(
        "--lead", metavar="AGENCY", parser=words, help=N_("who leads; may be given again")
    ),
]
Coordinators = Annotated[
    list[str] | None,
    typer.Option(
        "--coordinator",
        metavar="AGENCY",
        parser=words,
        help=N_("who coordinates; may be given again"),
    ),
]
Persons = Annotated[
    list[str] | None,
    typer.Option(
        "--person", metavar="NAME", parser=words, help=N_("who in person; may be given again")
    ),
]
UnitFor = Annotated[
    str | None,
    typer.Option("--unit", metavar="UNIT", parser=words, help=N_("the unit it is for")),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", parser=lines, help=N_("why"))]
MaybeReason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", parser=lines, help=N_("why"))
]
