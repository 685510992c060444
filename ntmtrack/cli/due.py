"""`due`: which tasks fall due soon."""

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks_at_tasks
from ntmtrack.cli.group import new_app
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.reports.report import Report

if TYPE_CHECKING:
    from ntmtrack.app.reading import TaskScope

app = new_app()

_DAYS = {"": 1, "d": 1, "n": 1, "w": 7, "t": 7}
_MOST_DAYS = 3660


def days(text: str) -> int:
    """ "7d", "7" or "2w" in days (also 7n for ngày, 2t for tuần); DataError otherwise."""
    found = re.fullmatch(r"(\d{1,4})\s*([dnwt]?)", text.strip().casefold())
    if found is None or int(found[1]) * _DAYS[found[2]] > _MOST_DAYS:
        raise DataError(
            say("{text} is not a number of days", text=text),
            hint=say("write 7d for seven days, 2w for two weeks"),
        )
    return int(found[1]) * _DAYS[found[2]]


@app.command()
@looks_at_tasks
def due(
    context: Context,
    scope: "TaskScope",
    within: Annotated[
        Any, typer.Option("--within", metavar="7d", parser=days, help=N_("how far to look ahead"))
    ] = "7d",
) -> Report:
    from ntmtrack.app.reading import due

    return due(context, scope, days=within)
