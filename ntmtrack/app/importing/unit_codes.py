"""The codes of units in sheets: the zeros in front that a sheet program took away."""

import sqlite3
from datetime import date
from functools import cache

from ntmtrack.domain.text import tokens
from ntmtrack.domain.unit import bare_name
from ntmtrack.errors import DataError
from ntmtrack.importers import unit_table
from ntmtrack.message import say
from ntmtrack.store import queries_catalogue

_WIDTHS = {"province": 2, "district": 3, "commune": 5}
"""How many figures the codes of a level have (124/2004/QĐ-TTg); villages have none."""


def whole_code(
    conn: sqlite3.Connection, code: str, *, name: str, level: str | None, typed: bool, day: date
) -> str:
    """The code of a unit with its zeros, where there is one way to put them back.

    2416 is 02416 where the ledger or the shipped table knows that code by the name of the line.
    `typed` says that it stood in its cell as a figure, so that zeros may be lost. Raises DataError
    where the longer code is known by another name.
    """
    widths = _WIDTHS.values() if level is None else [_WIDTHS.get(level, 0)]
    longer = [code.zfill(width) for width in widths if width > len(code)]
    if not code.isdigit() or queries_catalogue.units_by_code(conn, code, day):
        return code
    asked_about = None
    for each in longer:
        known = [unit.name for unit in queries_catalogue.units_by_code(conn, each, day)]
        listed = known or _listed(each)
        if any(_is(name, one) for one in listed):
            return each
        if known or (listed and typed):
            asked_about = asked_about or (each, listed[0])
    if asked_about is not None:
        raise DataError(
            say(
                "{code} may be {longer} ({name})",
                code=code,
                longer=asked_about[0],
                name=asked_about[1],
            ),
            hint=say("make the column of codes text, zeros and all"),
        )
    return code


def _is(name: str, known: str) -> bool:
    asked = tokens(name)
    return asked in (tokens(known), tokens(bare_name(known))) or tokens(bare_name(name)) == tokens(
        bare_name(known)
    )


def _listed(code: str) -> list[str]:
    return [units[code] for units in _tables() if code in units]


@cache
def _tables() -> tuple[dict[str, str], ...]:
    """The names of the shipped tables by their codes; the division of today first."""
    tables = (unit_table.UnitTable.FROM_SWITCH, unit_table.UnitTable.BEFORE_SWITCH)
    return tuple(
        {code: unit.name for code, unit in unit_table.all_units(table).items()} for table in tables
    )
