"""The number of a criterion or an indicator, as headings and cells of sheets write it."""

import re
from collections.abc import Collection

from ntmtrack.domain.numbers import parse_numbers
from ntmtrack.domain.text import clean, fold
from ntmtrack.domain.verdict_cell import WORDS
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record

_WRITTEN = re.compile(
    r"(?:(?:tieu chi|chi tieu|tc|ct)\s*)?(?:so\s*|thu\s*)?"
    r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}[a-zđ]?)"
    r"(?:\s*[.:)]*\s*\([^()]*\)|\s*[:.)-]+\s*(?P<name>\D.*)?)?"
)
_LED = re.compile(r"(?:tieu chi|chi tieu|tc|ct)\s*(?:so\s*)?(?P<number>[0-9.]+)\s+(?P<name>\D.*)")


class Cited(Record):
    """A number as it was written, and the name beside it."""

    number: str
    name: str | None = None


def cited(text: str) -> Cited | None:
    """The number that a text is about: "17", "TC 17", "Tiêu chí số 17", "TC17: Môi trường".

    None where it cites none: "6 tháng" is no criterion, nor is "1: Chưa đạt".
    """
    words = clean(text)
    folded = fold(words)
    found = _WRITTEN.fullmatch(folded) or _LED.fullmatch(folded)
    if found is None:
        return None
    name = found["name"]
    if name is not None and name in WORDS:
        return None
    written = found["number"]
    if written.endswith("d") and f"{written[:-1]}đ" in words.casefold():
        written = f"{written[:-1]}đ"
    try:
        (number,) = parse_numbers(written)
    except DataError:
        return None
    return Cited(number, None if name is None else name.strip())


def with_zero(number: str, known: Collection[str], *, typed: bool) -> tuple[str, bool]:
    """The number that is meant, and whether the zero that a sheet lost was given back.

    A cell that holds a figure (`typed`) shows 17.10 as 17.1. Raises DataError where both are
    known, for then the sheet does not tell which is meant.
    """
    longer = f"{number}0"
    if not typed or "." not in number or longer not in known:
        return number, False
    if number in known:
        raise DataError(
            say(
                "{number} may be {longer}: the sheet keeps both as one",
                number=number,
                longer=longer,
            ),
            hint=say("make the column of numbers text"),
        )
    return longer, True
