"""The options and parameter types that commands share."""

import os
import re
import unicodedata
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any

import typer

from ntmtrack.domain.due import parse_as_of, parse_day
from ntmtrack.domain.text import clean, clean_note
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say


def words(text: str) -> str:
    """One line of words; DataError where nothing is left of it that can be seen."""
    return _not_empty(clean(text))


def lines(text: str) -> str:
    """Text of several lines; DataError where nothing is left of it that can be seen."""
    return _not_empty(clean_note(text))


def _not_empty(text: str) -> str:
    if not text:
        raise DataError(
            say("an argument or option is empty"),
            hint=say("write the words, or leave it out; nothing was written"),
        )
    return text


def path(text: str) -> Path:
    """A file's path as the system spells it, in whatever locale it was typed.

    An argument was decoded as UTF-8; a poor locale would not encode it back by itself.
    """
    given = Path(os.fsdecode(_not_empty(text).encode()))
    return given if os.path.exists(given) else _spelled_otherwise(given)


def _spelled_otherwise(given: Path) -> Path:
    """The file whose name is the same letters in another form: arguments were composed."""
    try:
        beside = list(given.parent.iterdir())
    except OSError:
        return given
    name = unicodedata.normalize("NFC", given.name)
    alike = [each for each in beside if unicodedata.normalize("NFC", each.name) == name]
    return alike[0] if len(alike) == 1 else given


Unit = Annotated[
    str,
    typer.Argument(
        metavar="UNIT", parser=words, help=N_("unit: its code, its name or enough of the name")
    ),
]
Units = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[UNIT]...", parser=words, help=N_("units: codes, names or enough of the names")
    ),
]
SetOption = Annotated[
    str | None,
    typer.Option("--set", metavar="SET", parser=words, help=N_("criteria set: its code or name")),
]
Document = Annotated[
    str | None,
    typer.Option(
        "--document",
        metavar="REF",
        parser=words,
        help=N_("the document that says so: its number, or words of it"),
    ),
]
Note = Annotated[
    str | None,
    typer.Option("--note", metavar="TEXT", parser=lines, help=N_("a note, kept as written")),
]
On = Annotated[
    date | None,
    typer.Option("--on", metavar="DATE", parser=parse_day, help=N_("the day it was so")),
]
From = Annotated[
    date | None,
    typer.Option("--from", metavar="DATE", parser=parse_day, help=N_("true from this day on")),
]
To = Annotated[
    date | None,
    typer.Option("--to", metavar="DATE", parser=parse_day, help=N_("its last day")),
]
Region = Annotated[
    str | None,
    typer.Option(
        "--region",
        metavar="KEY",
        parser=words,
        help=N_("region that thresholds name: tay-nguyen, dong-bang-song-hong …"),
    ),
]
Under = Annotated[
    str | None,
    typer.Option(
        "--under", metavar="UNIT", parser=words, help=N_("only units below this one, at any depth")
    ),
]
Lead = Annotated[
    str | None,
    typer.Option("--lead", metavar="AGENCY", parser=words, help=N_("only tasks it leads")),
]
Coordinator = Annotated[
    str | None,
    typer.Option(
        "--coordinator", metavar="AGENCY", parser=words, help=N_("only tasks it coordinates")
    ),
]

Person = Annotated[
    str | None,
    typer.Option("--person", metavar="NAME", parser=words, help=N_("only tasks of this person")),
]


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


def known(text: str) -> date | int:
    """A day in any dated form, or a change by its number: c412. DataError for anything else."""
    found = re.fullmatch(r"[c#]([0-9]{1,12})", text.strip())
    if found:
        return int(found[1])
    try:
        return parse_as_of(text)
    except DataError as error:
        or_else = say("or give a change by its number: c412")
        raise DataError(error.message, hint=error.hint, details=(or_else,)) from error


def hour(text: str) -> time:
    """A time of the day such as 06:30; DataError for anything else."""
    found = re.fullmatch(r"([0-9]{1,2})[:h]([0-9]{2})", text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise DataError(
            say("{text} is not a time of the day", text=text), hint=say("write it as 06:30")
        )
    return time(int(found[1]), int(found[2]))


def numbers(text: str) -> tuple[str, ...]:
    """The numbers of a list such as 1,2,5-6; DataError for anything else."""
    from ntmtrack.domain.numbers import parse_numbers

    return parse_numbers(text)


def one_number(text: str) -> str:
    """The number of one criterion or indicator; DataError for anything else."""
    found = numbers(text)
    if len(found) != 1:
        raise DataError(
            say("{text} is more than one number", text=text), hint=say("give one number")
        )
    return found[0]


def numbers_option(name: str, help_text: str) -> Any:
    """An option that takes a list of numbers such as 1,2,5-6."""
    return typer.Option(name, metavar="NUMBERS", parser=numbers, help=help_text)


def terms(text: str) -> Any:
    """The terms of a filter; DataError for what its grammar does not know."""
    from ntmtrack.domain.filter_grammar import parse

    return parse(text)


Where = Annotated[
    list[Any] | None,
    typer.Option(
        "--where",
        metavar="TEXT",
        parser=terms,
        help=N_(
            "only what a filter means: 'lead:\"Phòng Kinh tế\" due<2026-Q4';"
            " see `ntmtrack manual filters`"
        ),
    ),
]


def sifted(
    units: list[str] | None, where: list[Any] | None
) -> tuple[list[str] | None, tuple[Any, ...]]:
    """The units of a command line, and the terms of its filters.

    A filter may be typed as plain words beside the units: no unit's name holds a key and a sign.
    """
    found = [term for given in where or () for term in given]
    if units and any(sign in each for each in units for sign in ":=<>"):
        from ntmtrack.domain.filter_grammar import is_filter

        first = next((place for place, each in enumerate(units) if is_filter(each)), len(units))
        found += terms(" ".join(units[first:])) if first < len(units) else ()
        units = units[:first] or None
    return units, tuple(found)


def together(given: list[tuple[str, ...]] | None) -> tuple[str, ...]:
    """The numbers of an option that was given several times, each once."""
    return tuple(dict.fromkeys(number for listed in given or () for number in listed))


Criteria = Annotated[
    list[Any] | None, numbers_option("--criterion", N_("only about these criteria"))
]
