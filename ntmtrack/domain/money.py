"""Sums of money as papers write them, in whole đồng. A sum that can be read two ways is refused."""

import re
from decimal import Decimal

from ntmtrack.domain.numbers import parse_decimal
from ntmtrack.domain.text import clean, fold
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say

_THOUSAND, _MILLION, _BILLION = 10**3, 10**6, 10**9

_SCALES = {
    **dict.fromkeys(("nghin", "ngan"), _THOUSAND),
    **dict.fromkeys(("trieu", "tr", "million", "millions"), _MILLION),
    **dict.fromkeys(("ty", "ti", "billion", "billions"), _BILLION),
    **dict.fromkeys(("nghin ty", "ngan ty", "nghin ti", "ngan ti"), _THOUSAND * _BILLION),
}
"""What a number is multiplied by, as words without their marks."""

_DONG = r"dong|vnd|d|₫"
_PART = re.compile(
    rf"(?P<number>[0-9]+(?:[., ][0-9]+)*) ?(?P<scale>{'|'.join(sorted(_SCALES, key=len)[::-1])})\b"
)
_NUMBER = re.compile(r"[0-9]+(?:[., ][0-9]+)*")
_ONE_MARK = re.compile(r"[1-9][0-9]{0,2}[., ][0-9]{3}")
_THOUSANDTHS = re.compile(r".*([., ])[0-9]{3}(?!\1)[., ][0-9]{3}")
"""Two marks, the last before three figures: "1 250.000" is a slip of a thousandfold."""
_WITHOUT_UNIT = _MILLION
"""A bare number is taken for đồng from here on: tables of papers count in millions."""

MOST = 10**15 - 1
"""The largest sum: sheets and other programs count with fifteen digits."""


def parse_amount(text: str) -> int:
    """The sum, in đồng, of "3,5 tỷ", "850 triệu đồng", "3 tỷ 500 triệu", "1.250.000.000 đồng".

    A number without a word of its size or its currency is đồng from a million on; below, it may
    be millions as well. Raises DataError for that, for "1.250 triệu", which is a thousand millions
    or a little more than one, for a fraction of a đồng, and for anything that is no sum.
    """
    written = clean(text)
    asked = fold(written)
    without = re.sub(rf"(?<![^\W\d_]) ?(?:{_DONG})$", "", asked)
    named = without != asked
    # "trđ" and "trd" say both in one word.
    asked = re.sub(r"(?<![^\W\d_])(tr)d$", r"\1", without.strip())
    parts = list(_PART.finditer(asked))
    if not parts:
        return _bare(asked, written, named=named)
    if _PART.sub("", asked).strip():
        raise _no_sum(written)
    total, above = Decimal(0), None
    for place, part in enumerate(parts):
        scale = _SCALES[part["scale"]]
        value = parse_decimal(part["number"])
        last = place == len(parts) - 1
        whole = value == value.to_integral_value()
        if not (last or whole) or (above is not None and value * scale >= above):
            raise _no_sum(written)
        total += value * scale
        above = scale
    return _whole(total, written)


def _bare(asked: str, written: str, *, named: bool) -> int:
    """The sum of a number without a word of its size."""
    if not _NUMBER.fullmatch(asked):
        raise _no_sum(written)
    if _THOUSANDTHS.fullmatch(asked):
        raise _fraction(written)
    if _ONE_MARK.fullmatch(asked):
        # There are no thousandths of a đồng; of millions there may be.
        asked = re.sub("[., ]", "", asked)
    value = parse_decimal(asked)
    if not named and 0 < value < _WITHOUT_UNIT:
        raise DataError(
            say('"{written}" does not say of what: đồng, triệu or tỷ.', written=written),
            hint=_hint(),
        )
    return _whole(value, written)


def _whole(value: Decimal, written: str) -> int:
    if value != value.to_integral_value():
        raise _fraction(written)
    if value > MOST:
        raise DataError(
            say('"{written}" is more than {most} đồng.', written=written, most=Decimal(MOST)),
            hint=_hint(),
        )
    return int(value)


def _fraction(written: str) -> DataError:
    return DataError(
        say('"{written}" is not a whole number of đồng.', written=written), hint=_hint()
    )


def _no_sum(written: str) -> DataError:
    return DataError(say('"{written}" is no sum of money.', written=written), hint=_hint())


def _hint() -> Message:
    return say("Write for example 850 triệu, 3,5 tỷ or 1.250.000.000 đồng.")
