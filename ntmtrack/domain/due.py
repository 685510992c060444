"""A due: the words of a deadline, the days they mean, and how late or early a day is.

No clock here: the same words mean the same days whenever they are read. A wrong date is worse
than none, so words that no rule reads in one way only are refused.
"""

import re
from dataclasses import dataclass
from datetime import date

from ntmtrack.domain.due_grammar import ENDINGS, Precision, normal_form, read
from ntmtrack.domain.text import clean, fold
from ntmtrack.errors import DataError
from ntmtrack.message import N_, Message, say

__all__ = ["Due", "Precision", "days_late", "days_left", "parse_as_of", "parse_day", "parse_due"]

# Searched in this order, and only after every rule of the grammar has failed.
_REFUSALS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"^(?:(?:cham|muon) nhat (?:la )?)?truoc\b"),
        N_('"{words}" is unclear: "trước" is read only before a full day.'),
    ),
    (
        re.compile(r"\bke tu\b|\b(?:sau|tu) khi\b|\b[0-9]+ ngay\b"),
        N_('"{words}" depends on another event: it has no date of its own.'),
    ),
    (
        re.compile(r"\b(?:hang|moi|dinh ky)\b|\bthang cuoi quy\b"),
        N_('"{words}" comes round again and again: it has no single date.'),
    ),
    (
        re.compile(r"\bam lich\b|\bthang (?:gieng|chap)\b"),
        N_('"{words}" is a date of the lunar calendar.'),
    ),
    (
        re.compile(
            r"\b(?:ngay|tuan|thang|quy|nam) (?:nay|mai|toi|sau|truoc)\b|\bhom nay\b"
            r"|\b(?:dau|giua|cuoi|trong|het) (?:tuan|thang|quy)$"
        ),
        N_('"{words}" depends on the day on which it is read.'),
    ),
)
_AFTER = re.compile(r"\bsau\b")


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: the words as written, and what they mean.

    `rule` names the written form that was recognised. `start` and `last_day` are both inclusive,
    and None together when the words name no date.
    """

    words: str
    start: date | None
    last_day: date | None
    precision: Precision
    rule: str
    flags: tuple[str, ...] = ()


def parse_due(words: str) -> Due:
    """Read a deadline as officers write it; the words are kept, the days are worked out.

    "Trước ngày D" includes that day. The beginning, middle or end of a month, quarter or year
    means the last day of it. Raises DataError for a missing year, a date that does not exist,
    and every form that cannot be read in one way only.
    """
    written = clean(words)
    text = normal_form(written)
    if not text:
        raise DataError(say("The deadline has no words."), hint=_forms_hint())
    found = None if _says_after(written) else read(text)
    if found is None:
        raise _refusal(written)
    rule, span = found
    if span is None:
        raise DataError(
            say('"{words}" has no year.', words=written),
            hint=say("Write the year too, with four digits, for example 30/6/2024 or 5/2024."),
        )
    return Due(written, span.start, span.last_day, rule.precision, rule.name)


def parse_day(words: str) -> date:
    """One calendar day in any written form; DataError for a month, a span or no date."""
    due = parse_due(words)
    if due.start is None or due.precision is not Precision.DAY or due.start != due.last_day:
        raise DataError(
            say('"{words}" is not one day.', words=due.words),
            hint=say("Give the day, for example 30/6/2024 or 2024-06-30."),
        )
    return due.start


def parse_as_of(words: str) -> date:
    """The last day of any dated form: the day on which something is looked at."""
    due = parse_due(words)
    if due.last_day is None:
        raise DataError(
            say('"{words}" names no date.', words=due.words),
            hint=say("Give a day, a month, a quarter or a year, for example 30/6/2024 or 5/2024."),
        )
    return due.last_day


def days_late(last_day: date, on: date) -> int:
    """Days by which `on` is past the due; 0 up to and including its last day."""
    return max(0, (on - last_day).days)


def days_left(last_day: date, on: date) -> int:
    """Days from `on` to the due's last day; negative when late."""
    return (last_day - on).days


def _says_after(written: str) -> bool:
    """Whether "sau" is written in a text with marks: it is "after" or "next", not "sáu" (six)."""
    marked = written.casefold()
    return marked != fold(written) and _AFTER.search(marked) is not None


def _refusal(written: str) -> DataError:
    text = fold(written).rstrip(ENDINGS)
    for pattern, sentence in _REFUSALS:
        if pattern.search(text):
            return DataError(say(sentence, words=written), hint=_forms_hint())
    return DataError(
        say('"{words}" cannot be read as a deadline.', words=written), hint=_forms_hint()
    )


def _forms_hint() -> Message:
    return say(
        'Write it like 30/6/2024, "trước ngày 30/6/2024", "tháng 5/2023", "quý IV/2018",'
        ' "6 tháng đầu năm 2024", "năm 2024", "từ 24/8 đến 27/8/2026", or "thường xuyên"'
        " when there is no date."
    )
