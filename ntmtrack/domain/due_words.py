"""The words of a deadline as the rules see them: folded, and without what carries no date.

What is taken away is said in one place: marks around the phrase, "hoàn thành", an hour, a
weekday before a date (kept aside, to be held against the date), English words.
"""

import re

from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record

AROUND = " .,;:*_()[]{}\"'“”‘’«»`"
"""What may stand around the phrase and means nothing."""


AFTER = "zsau"
"""What stands for a "sau" that is surely no "sáu"; no Vietnamese word has a z."""


class Reduced(Record):
    """The folded words, and the weekday (Monday is 1) that stood before a date."""

    text: str
    weekday: int | None = None


def folded(written: str) -> str:
    """Folded words in which "sau" (after, next) is told from "sáu" (six).

    Without any marks its neighbours must tell: there is no week six, and nothing comes after
    "tháng sau 2024".
    """
    marked = written.casefold()
    unmarked = fold(written)
    if marked != unmarked:
        marked = re.sub(r"\bsau\b", AFTER, marked)
    else:
        marked = _PLAIN_AFTER.sub(AFTER, unmarked)
    return _BULLET.sub("", fold(marked).translate(_DASHES).strip(AROUND))


def reduce(written: str) -> Reduced:
    """What the rules read of cleaned words.

    Raises DataError for an hour that does not exist, and for midnight, which may belong to
    either of two days.
    """
    text = folded(written)
    if text.isascii() and written.casefold().isascii():
        from ntmtrack.domain.due_english import from_english  # noqa: PLC0415 (start-up)

        text = from_english(text)
    text = _COUNT_IN_WORDS.sub(r"\1", text)
    text = _SPACED_SEPARATOR.sub(r"\1", text)
    text = _LEAD_IN.sub("", text)
    text = _without_hour(text)
    text = _PART_OF_DAY.sub("", text)
    found = _WEEKDAY.search(text) or _WEEKDAY_AFTER.search(text)
    weekday = None
    if found is not None:
        weekday = weekday_number(found["weekday"])
        text = text[: found.start()] + text[found.end() :]
    # Without marks "thang sau" at the end is June or next month: it is left unread.
    if written.casefold() != fold(written) or not text.endswith("thang sau"):
        text = _MONTH_WORD.sub(lambda word: f"thang {_MONTH_WORDS[word[1]]}", text)
    return Reduced(text, weekday)


def weekday_number(words: str) -> int:
    """Monday is 1, Sunday 7: "thu hai", "thu 2", "chu nhat"."""
    return _WEEKDAYS.get(words.removeprefix("thu "), 7)


_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")
_PLAIN_AFTER = re.compile(
    r"(?:(?<=\btuan )|(?<=\bquy )|(?<=\bnam ))sau\b"
    r"|(?<!\bthang )(?<!\bthu )\bsau(?= (?:khi|ngay|[0-9]))"
)
_BULLET = re.compile(r"^[-+•] ")
_SPACED_SEPARATOR = re.compile(r"(?<=[0-9]) ?([/.-]) ?(?=[0-9])")
_COUNT_IN_WORDS = re.compile(r"\b([0-9]{1,3}) ?\([a-z ]{1,30}\)")
_LEAD_IN = re.compile(
    r"^(?:(?:thoi (?:han|gian)|han)(?: (?:hoan thanh|thuc hien|bao cao|cuoi cung|chot))?"
    r"(?: ?:| la)? (?!toi\b))?"
    r"(?:(?:phai )?(?:hoan thanh|thuc hien|bao cao)(?: xong)? |xong )?(?:ngay (?=trong thang [0-9]"
    r"|trong quy |trong nam ))?"
)

_HOUR = re.compile(
    r"\b(?:luc )?(?P<hour>[0-9]{1,2}) ?(?:gio|h|:)(?: ?(?P<minute>[0-9]{2})(?: ?(?:phut|'|’))?)?,? "
    r"(?=ngay |[0-9]{1,2}(?:[/.-]| thang )|thu |chu nhat)"
)
_PART_OF_DAY = re.compile(
    r"\b(?:(?:sang|chieu) (?=ngay [0-9]|[0-9]{1,2}[/.-]|thu |chu nhat)|cuoi (?=ngay [0-9]))"
)


def _without_hour(text: str) -> str:
    found = _HOUR.search(text)
    if found is None:
        return text
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if not (1 <= hour <= 23 and minute <= 59) and (hour, minute) != (24, 0):
        raise DataError(
            say("{hour} is no hour at which a deadline can end.", hour=found[0].strip(" ,")),
            hint=say("Write the day alone, for example 30/6/2024: an hour is kept in the words."),
        )
    return text[: found.start()] + text[found.end() :]


_WEEKDAYS = {
    **{"hai": 1, "ba": 2, "tu": 3, "nam": 4, "sau": 5, "bay": 6},
    **{"2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6},
}
WEEKDAY = r"(?P<weekday>thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)"
_WEEKDAY = re.compile(
    rf"\b(?:ngay )?{WEEKDAY}\)?,? ?\(?(?=(?:ngay )?[0-9]{{1,2}}(?:[/.-]| thang ))"
)
_WEEKDAY_AFTER = re.compile(rf"(?<=[0-9]),? ?\(?{WEEKDAY}$")

# Giêng and chạp are months of the lunar calendar: they have no place here.
_MONTH_WORDS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "muoi mot": 11,
    "muoi hai": 12,
}
# "nam" is both five and year: in "thang nam 2024" nobody can tell which.
_MONTH_WORD = re.compile(
    r"\bthang ("
    + "|".join(sorted(_MONTH_WORDS, key=len, reverse=True)).replace("nam", "nam(?! ?[0-9])")
    + r")\b"
)
