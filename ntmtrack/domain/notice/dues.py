"""Times named in a text, each with what the grammar of dues reads in it and what it is there.

The scanner only finds candidates; what they mean is read by the grammar of dues, longest words
first. A time is taken for a deadline only with the words of one.
"""

import re
from collections.abc import Iterator
from datetime import date

from ntmtrack.domain.due import Due, Precision, parse_due
from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.time_roles import Role, role_of
from ntmtrack.domain.notice.time_words import CANDIDATE, TRIM
from ntmtrack.errors import DataError
from ntmtrack.record import Record

_EVENT = re.compile(
    r"\btrước (?:tết|khi|đại hội|hội nghị|kỳ họp|mùa|năm học|thời điểm|dịp)\b|\bđúng (?:thời hạn"
    r"|tiến độ)\b|\btuần (?:đầu|cuối|[1-4])\b"
)
_UNDATED = re.compile(
    r"trong thời gian (?:tới|sớm nhất)|càng sớm càng tốt|khẩn trương(?= \w)"
    r"|(?<!thường )\bsớm(?= (?!đạt|thoát|nhất)\w)"
    r"|(?:thường xuyên|liên tục)(?=[\s.;,]*$)"
)


class Time(Record):
    """A time in the normal form of a paper, and what it means; `year_missing` if none is known."""

    start: int
    end: int
    due: Due
    role: Role
    year_missing: bool = False


def times(paper: Aligned, start: int, end: int, day: date | None) -> Iterator[Time]:
    """Every time named in a stretch, in order; `day` is what lends a year to words without."""
    place = start
    while (found := CANDIDATE.search(paper.low, place, end)) is not None:
        place = found.end()
        read = _read(paper, found.start(), found.end(), day)
        if read is not None:
            due, begins, year_missing = read
            unread = due.rule == "unread"
            role = Role.UNSURE if unread else role_of(paper.low, start, begins, place, end)
            yield Time(begins, place, due, role, year_missing)


def undated(paper: Aligned, start: int, end: int) -> Time | None:
    """The first words such as "khẩn trương" that urge a task without a date."""
    found = _UNDATED.search(paper.low, start, end)
    if found is None:
        return None
    return Time(found.start(), found.end(), parse_due(_said(paper, *found.span())), Role.DUE)


def names_event(paper: Aligned, start: int, end: int) -> bool:
    """Whether a deadline is said by an event whose day the text does not tell."""
    return _EVENT.search(paper.low, start, end) is not None


def whole(paper: Aligned, start: int, end: int, day: date | None) -> Time | None:
    """A stretch that is nothing but a time, as the cells of a table hold it."""
    read = _meaning(_said(paper, start, end), day)
    return read and Time(start, end, read[0], Role.DUE, read[1])


def _read(paper: Aligned, start: int, end: int, day: date | None) -> tuple[Due, int, bool] | None:
    """The longest words that the grammar reads, from the left; where they begin."""
    while True:
        read = _meaning(_said(paper, start, end), day)
        if read is not None:
            return read[0], start, read[1]
        if _BEFORE_PERIOD.match(paper.low, start, end):
            # "trước tháng 10/2026": no rule says which day that is.
            words = _said(paper, start, end)
            return Due(words, None, None, Precision.NONE, "unread"), start, True
        trimmed = TRIM.match(paper.low, start, end)
        if trimmed is None or trimmed.end() >= end:
            return None
        start = trimmed.end()


def _meaning(words: str, day: date | None) -> tuple[Due, bool] | None:
    try:
        return parse_due(words, document_date=day), False
    except DataError:
        pass
    try:
        # Any year tells the kind of words; the days themselves stay unknown.
        due = parse_due(words, document_date=_SOME_DAY)
    except DataError:
        return None
    return Due(due.words, None, None, due.precision, due.rule), True


_BEFORE_PERIOD = re.compile(r"trước (?:đầu |giữa |cuối |hết )?(?:tháng|quý|t[0-9]|năm)\b")
_SOME_DAY = date(2000, 1, 1)


def _said(paper: Aligned, start: int, end: int) -> str:
    return paper.cased[start:end].replace("\n", " ")


def is_dated(due: Due) -> bool:
    """Whether a deadline has days, a rhythm or an event to count from: more than urging words."""
    return due.precision is not Precision.NONE
