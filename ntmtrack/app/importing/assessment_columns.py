"""What the supposed columns of a sheet of judgements are: criteria by name, or units."""

import re
from collections.abc import Sequence
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.importing.assessment_fields import (
    ITEMS,
    NUMBER,
    SAYING,
    SUPPOSED,
    UNIT,
    UNITS,
)
from ntmtrack.app.importing.kind import Run
from ntmtrack.app.importing.names import Names
from ntmtrack.app.premises import past
from ntmtrack.domain.sheet_cell import as_text
from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.cells import letter
from ntmtrack.importers.sheets.table import Column, Table
from ntmtrack.message import Message, say
from ntmtrack.store import queries_catalogue

_DAY = re.compile(
    r"(?:ng[aàÀ]y\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
    r"|ng[aàÀ]y\s+\d{1,2}\s+th[aáÁ]ng\s+\d{1,2}\s+n[aăĂ]m\s+\d{4}",
    re.IGNORECASE,
)


def settle(run: Run, table: Table) -> Table:
    """The table with every column settled; DataError where no column says a judgement.

    Names of criteria are looked for in the set of the sheet, names of units in the ledger. A sheet
    without days needs one from the user.
    """
    keys = {each.key for each in table.columns if each.key}
    columns = _of_villages(table.columns) if "village" in keys else table.columns
    if not keys & UNITS:
        columns = _with_units(run, columns)
    elif any(key.startswith(SUPPOSED) for key in keys):
        columns = _with_items(run, columns, listed=bool(keys & ITEMS and keys & SAYING))
    _says_something(table, columns)
    if run.options.on is not None:
        past(run.options.on, run.context)
    elif not any(each.key == "assessed_on" for each in columns):
        raise _no_day(table)
    return table._replace(columns=tuple(columns))


def _of_villages(columns: Sequence[Column]) -> list[Column]:
    """Where villages are listed, the column of communes says what they belong to."""
    meant = {"village": "unit_name", "unit_name": "parent"}
    return [each._replace(key=meant.get(each.key or "", each.key)) for each in columns]


def _with_units(run: Run, columns: Sequence[Column]) -> list[Column]:
    names, day = Names(run.change.conn, run.words.name), run.options.on or run.context.today
    found: list[Column] = []
    faults: list[Message] = []
    for column in columns:
        if column.key is not None and column.key.startswith(SUPPOSED):
            try:
                unit = names.unit(column.heading, day).unit
                column = column._replace(key=f"{UNIT}{unit.code}")
            except DataError as error:
                faults.append(
                    say(
                        "column {column}: {fault}",
                        column=letter(column.place),
                        fault=error.message,
                    )
                )
        found.append(column)
    if faults:
        raise DataError(
            say("criteria stand down the sheet, but not every column is a unit"),
            details=tuple(faults),
            hint=say(
                'say with --map which unit a column is ("{heading}" = "unit:02416"), or "" to leave'
                " it aside; nothing was written",
                heading=next(each.heading for each in found if str(each.key).startswith(SUPPOSED)),
            ),
        )
    return found


def _with_items(run: Run, columns: Sequence[Column], *, listed: bool) -> list[Column]:
    """The columns that are headed by the name of a criterion, by its number."""
    named = {} if listed else _names_of_items(run, run.options.on or run.context.today)
    found = []
    for column in columns:
        if column.key is not None and column.key.startswith(SUPPOSED):
            number = named.get(fold(column.heading))
            column = column._replace(key=None if number is None else f"{NUMBER}{number}")
        found.append(column)
    return found


def _names_of_items(run: Run, day: date) -> dict[str, str]:
    """The names that mean one criterion or indicator of the set of the sheet, folded."""
    if run.options.set is None:
        return {}
    of = resolve.criteria_set(run.change.conn, run.options.set)
    numbers: dict[str, list[str]] = {}
    for each in queries_catalogue.items(run.change.conn, [of.key], day):
        numbers.setdefault(fold(each.name), []).append(each.number)
    return {name: found[0] for name, found in numbers.items() if len(found) == 1}


def _says_something(table: Table, columns: Sequence[Column]) -> None:
    keys = {each.key for each in columns if each.key}
    if keys & SAYING or any(key.startswith((NUMBER, UNIT)) for key in keys):
        return
    raise DataError(
        say(
            "{file} has no column of a criterion: {names}",
            file=table.grid.file,
            names=tuple(each.heading for each in columns),
        ),
        hint=say(
            "head them by number (17, TC 17), or name the set with --set; nothing was written"
        ),
    )


def _no_day(table: Table) -> DataError:
    above = [
        found[0]
        for line in table.grid.lines
        if line.number < table.head[0]
        for cell in line.cells
        if isinstance(cell, str) and (found := _DAY.search(as_text(cell)))
    ]
    hint = say("give it with --on DATE; nothing was written")
    if above:
        hint = say(
            'above the table stands "{words}": if that is the day, give it with --on; nothing was'
            " written",
            words=above[0],
        )
    return DataError(say("the sheet does not say the day of its judgements"), hint=hint)
