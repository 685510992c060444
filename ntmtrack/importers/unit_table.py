"""The shipped tables of administrative units: which one is in force, and a province's rows of it.

One table for the division before 1/7/2025, one for the division since; each is read line by line
and only a province's lines are kept.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from itertools import takewhile
from pathlib import Path
from uuid import UUID

from ntmtrack.domain.division import ListedUnit
from ntmtrack.domain.text import match, tokens
from ntmtrack.domain.unit import UnitKind, bare_name
from ntmtrack.errors import DataError
from ntmtrack.message import say, say_n

SWITCH = date(2025, 7, 1)
"""The first day without districts (Nghị quyết 203/2025/QH15; Luật 72/2025/QH15)."""

NOTE = say(
    "The table of units before 1/7/2025 is one snapshot, of 30/6/2025: a unit that was changed or "
    "dissolved earlier is not in it as it then was."
)
"""To be told whenever the table was read for a day before 2025."""

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "units"
_KIND, _PARENT = 1, 3


class UnitTable(Enum):
    """A shipped table; its value is the name of the file and part of every stable uid."""

    BEFORE_SWITCH = "before-2025-07-01"
    FROM_SWITCH = "from-2025-07-01"

    @property
    def path(self) -> Path:
        """Where the file is."""
        return _FOLDER / f"{self.value}.tsv"

    @property
    def valid_from(self) -> date | None:
        """The first day of the division; None where it is older than the table can say."""
        return SWITCH if self is UnitTable.FROM_SWITCH else None

    @property
    def valid_to(self) -> date | None:
        """The last day of the division; None while it is in force."""
        return None if self is UnitTable.FROM_SWITCH else SWITCH - timedelta(days=1)


def table_for(day: date) -> UnitTable:
    """The table of the division in force on a day."""
    return UnitTable.FROM_SWITCH if day >= SWITCH else UnitTable.BEFORE_SWITCH


def day_for_table(start: date, last_day: date) -> date:
    """The day of a span by which its table is chosen: the last one.

    Raises DataError for a span with the switch inside, such as the year 2025: either table
    would be wrong for a part of it.
    """
    if table_for(start) is not table_for(last_day):
        raise DataError(
            say(
                "Between {start} and {last_day} the division into units changed.",
                start=start,
                last_day=last_day,
            ),
            hint=say(
                "Give one day: {before} for the units with districts, {since} for those without.",
                before=SWITCH - timedelta(days=1),
                since=SWITCH,
            ),
        )
    return last_day


def units_of_province(name_or_code: str, day: date) -> tuple[ListedUnit, ...]:
    """A province, its districts if there were any, and its communes, on a day.

    The province is named by its code or its name, without marks, with or without "Tỉnh" or
    "Thành phố", or by as much of its name as leaves only one.
    Raises DataError for a province that is unknown or ambiguous, listing those it may be.
    """
    table = table_for(day)
    province = _find_province(name_or_code, table)
    found = [province]
    parents = {province.code}
    for row in _rows(table):
        if row[_PARENT] in parents:
            unit = _listed(row, table)
            found.append(unit)
            if unit.kind is UnitKind.DISTRICT:
                parents.add(unit.code)
    return tuple(found)


def all_units(table: UnitTable) -> dict[str, ListedUnit]:
    """Every unit of a division, by its code."""
    return {row[0]: _listed(row, table) for row in _rows(table)}


def provinces_called(name_or_code: str) -> dict[UnitTable, str]:
    """The code of the province of this name in each division that has one.

    Raises DataError where neither has, or a division has several.
    """
    found = {
        table: _find_province(name_or_code, table).code
        for table in UnitTable
        if _called(name_or_code, table)
    }
    if not found:
        raise _unknown(name_or_code, UnitTable.FROM_SWITCH)
    return found


def stable_uid(listed: ListedUnit) -> str:
    """The uid of a listed unit: the same in every office, without asking anyone.

    In the layout of UUIDv7 (RFC 9562): the time is the day the table speaks for, at 00:00 UTC, and
    the random bits are a hash of the table's name and the code. A code that lives on in the
    second table may name another area, so it gets another uid there.
    """
    table = UnitTable.BEFORE_SWITCH if listed.valid_from is None else UnitTable.FROM_SWITCH
    day = table.valid_to or SWITCH
    milliseconds = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000
    digest = hashlib.sha256(f"{table.value}\t{listed.code}".encode()).digest()
    bits = int.from_bytes(digest[:16], "big")
    rand_a = bits >> 116
    rand_b = bits & (1 << 62) - 1
    return str(UUID(int=milliseconds << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b))


def _find_province(name_or_code: str, table: UnitTable) -> ListedUnit:
    candidates = _called(name_or_code, table)
    if not candidates:
        raise _unknown(name_or_code, table)
    if len(candidates) > 1:
        raise DataError(
            say_n(
                "“{name}” may be {count} province.",
                "“{name}” may be any of {count} provinces.",
                len(candidates),
                name=name_or_code,
            ),
            hint=say("Give the code or the whole name."),
            details=tuple(
                say("{code} {name}", code=unit.code, name=unit.name) for unit in candidates
            ),
        )
    return candidates[0]


def _called(name_or_code: str, table: UnitTable) -> tuple[ListedUnit, ...]:
    """The provinces that the words name best; more than one where they do not settle it."""
    provinces = _provinces(table)
    asked = tokens(name_or_code)
    if len(asked) == 1 and asked[0].isdigit():
        return tuple(unit for unit in provinces if unit.code == asked[0].zfill(2))
    words = " ".join(("thanh", "pho", *asked[1:]) if asked[:1] == ("tp",) else asked)
    ranked = [(match(words, unit.name, bare=bare_name(unit.name)), unit) for unit in provinces]
    best = min((rank for rank, _ in ranked if rank is not None), default=None)
    return tuple(unit for rank, unit in ranked if rank is not None and rank == best)


def _unknown(name_or_code: str, table: UnitTable) -> DataError:
    """The error for a province that a table lacks; it says so if the other table has it."""
    since = table is UnitTable.FROM_SWITCH
    if _called(name_or_code, UnitTable.BEFORE_SWITCH if since else UnitTable.FROM_SWITCH):
        hint = (
            say("There was one until 30/6/2025: ask for that day, or name its province of today.")
            if since
            else say("There is one since 1/7/2025: ask for that day or a later one.")
        )
    else:
        hint = say("Give the code or the name of a province.")
    return DataError(
        say("There is no province “{name}” since 1/7/2025.", name=name_or_code)
        if since
        else say("There was no province “{name}” before 1/7/2025.", name=name_or_code),
        hint=hint,
        details=(
            say(
                "Provinces: {names}",
                names=", ".join(f"{u.code} {bare_name(u.name)}" for u in _provinces(table)),
            ),
        ),
    )


def _provinces(table: UnitTable) -> tuple[ListedUnit, ...]:
    """All provinces; they are the first lines of a table, so no more is read."""
    rows = takewhile(lambda row: row[_KIND] == UnitKind.PROVINCE, _rows(table))
    return tuple(_listed(row, table) for row in rows)


def _rows(table: UnitTable) -> Iterator[list[str]]:
    """The lines below the heading: code, kind, name, code of the parent."""
    with table.path.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            yield line.rstrip("\n").split("\t")


def _listed(row: list[str], table: UnitTable) -> ListedUnit:
    code, kind, name, parent_code = row
    return ListedUnit(
        code=code,
        kind=UnitKind(kind),
        name=name,
        parent_code=parent_code or None,
        valid_from=table.valid_from,
        valid_to=table.valid_to,
    )
