"""Numbers as people type them: lists of criterion numbers, and measured values.

A criterion or indicator number is a label ("17", "17.1", "17.1a"), never a quantity; a value
may carry a decimal comma or point, and is refused when it can be read two ways.
"""

import re
from decimal import Decimal

from ntmtrack.domain.text import clean
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say

_LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_NUMBER = re.compile(
    rf"(?P<criterion>[0-9]{{1,3}})"
    rf"(?:(?P<parts>(?:\.[0-9]{{1,3}}){{1,3}})(?P<letter>[{_LETTERS}])?)?"
)
_RANGE = re.compile(r"(?P<first>[0-9]{1,3})-(?P<last>[0-9]{1,3})")
_LONGEST_RANGE = 200
_CITED = re.compile(
    r"\b(?:(?:tiêu chí|tieu chi|chỉ tiêu|chi tieu)(?: (?:số|so))?|số|so|và|va)\b(?= ?[0-9])",
    re.IGNORECASE,
)
_SPACED_DASH = re.compile(r"(?<=[0-9]) - (?=[0-9])")
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")

_SIMPLE = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<fraction>[0-9]+))?")
_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<group>[., ])[0-9]{3}(?:(?P=group)[0-9]{3})*)"
    r"(?:(?!(?P=group))[.,](?P<fraction>[0-9]+))?"
)
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_MOST_DIGITS = 15
_QUANTITY = re.compile(r"(?P<number>-?[0-9]+(?:[., ][0-9]+)*) ?(?P<unit>.*)")
# "45 triệu 500 nghìn" must not become 45: a unit has no figures but those of m2 and m3.
_UNIT = re.compile(r"(?:[^\W\d_]|[%‰°$₫])(?:(?<=m)[23](?!\d)|\D)*")


def parse_numbers(text: str) -> tuple[str, ...]:
    """The criterion and indicator numbers in "1,2,5-6, 17.8", in order, each once.

    Commas, semicolons and spaces separate; ranges are of whole numbers; "06" is "6". Raises
    DataError naming the piece that is not a number.
    """
    listed = _CITED.sub(" ", clean(text).translate(_DASHES))
    pieces = [piece for piece in re.split(r"[,; ]+", _SPACED_DASH.sub("-", listed)) if piece]
    if not pieces:
        raise DataError(say("No number is given."), hint=_numbers_hint())
    found = [number for piece in pieces for number in _read_piece(piece)]
    return tuple(dict.fromkeys(found))


def number_key(number: str) -> tuple[tuple[int, ...], int]:
    """Sorting key of a criterion or indicator number: 2 < 10 < 10.1 < 10.10, 17.1 < 17.1a.

    Raises DataError if it is not such a number.
    """
    found = _NUMBER.fullmatch(number)
    if found is None:
        raise _bad_piece(number)
    parts = (found["criterion"] + (found["parts"] or "")).split(".")
    letter = found["letter"]
    return tuple(int(part) for part in parts), _LETTERS.index(letter) + 1 if letter else 0


def parse_decimal(text: str) -> Decimal:
    """The value of "82,5", "82.5", "1.234,5", "1,234.5" or "12 345,6".

    Raises DataError for anything else, for more than 15 digits, and for "1.234", which is
    either one thousand two hundred and thirty-four or a little more than one.
    """
    written = clean(text)
    unsigned = written.translate(_DASHES)
    sign = "-" if unsigned.startswith("-") else ""
    unsigned = unsigned.removeprefix("-")
    if _AMBIGUOUS.fullmatch(unsigned):
        whole, fraction = re.split("[.,]", unsigned)
        readings = {
            "thousands": f"{sign}{whole}{fraction}",
            "decimals": f"{sign}{whole},{fraction}0",
        }
        raise DataError(
            say(
                '"{written}" can be read as {thousands} or as {decimals}.',
                written=written,
                **readings,
            ),
            hint=say("Write {thousands} for the first, {decimals} for the second.", **readings),
        )
    found = _SIMPLE.fullmatch(unsigned) or _GROUPED.fullmatch(unsigned)
    if found is None:
        raise DataError(
            say('"{written}" is not a number.', written=written),
            hint=say("Write it like 82,5 or 82.5 or 12 345,6."),
        )
    digits = re.sub("[^0-9]", "", found["whole"])
    decimals = found["fraction"] or ""
    if len(digits) + len(decimals) > _MOST_DIGITS:
        raise DataError(
            say('"{written}" has more than {most} digits.', written=written, most=_MOST_DIGITS),
            hint=say("Round it, or use a larger unit."),
        )
    return Decimal(f"{sign}{digits}.{decimals}" if decimals else f"{sign}{digits}")


def parse_quantity(text: str) -> tuple[Decimal, str | None]:
    """A value and the unit words after it, if any: "82,5%", "45 triệu đồng".

    The unit is kept as written, it does not scale the value. Raises DataError as `parse_decimal`
    does, and for a unit that holds further figures.
    """
    written = clean(text)
    found = _QUANTITY.fullmatch(written.translate(_DASHES))
    if found is None or not found["unit"]:
        return parse_decimal(written), None
    unit = written[found.start("unit") :]
    if not _UNIT.fullmatch(unit):
        raise DataError(
            say('"{written}" is not one number with its unit.', written=written),
            hint=say('Write one number, then the unit: "82,5 %" or "45 triệu đồng".'),
        )
    return parse_decimal(found["number"]), unit


def _read_piece(piece: str) -> tuple[str, ...]:
    found = _RANGE.fullmatch(piece)
    if found is not None:
        return _read_range(piece, int(found["first"]), int(found["last"]))
    lowered = piece.lower()
    if not _NUMBER.fullmatch(lowered):
        raise _bad_piece(piece)
    parts = [part.lstrip("0") for part in lowered.split(".")]
    if not all(part and part[0].isdigit() for part in parts):
        raise _bad_piece(piece)
    return (".".join(parts),)


def _read_range(piece: str, first: int, last: int) -> tuple[str, ...]:
    if first < 1:
        raise _bad_piece(piece)
    if first >= last:
        raise DataError(say('"{piece}" does not run upwards.', piece=piece), hint=_numbers_hint())
    if last - first >= _LONGEST_RANGE:
        raise DataError(
            say('"{piece}" is longer than {most} numbers.', piece=piece, most=_LONGEST_RANGE),
            hint=_numbers_hint(),
        )
    return tuple(str(number) for number in range(first, last + 1))


def _bad_piece(piece: str) -> DataError:
    return DataError(
        say('"{piece}" is not the number of a criterion or indicator.', piece=piece),
        hint=_numbers_hint(),
    )


def _numbers_hint() -> Message:
    return say("Write numbers and ranges like 1,2,5-6,17.8.")
