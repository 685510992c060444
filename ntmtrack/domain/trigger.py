"""Terms that run from an event: "05 ngày làm việc kể từ ngày nhận văn bản".

Where the event is the signing of the paper itself, its date starts the term; the day on which
somebody received it is known to that somebody alone.
"""

import re
from datetime import date, timedelta
from enum import StrEnum

from ntmtrack.domain.due_spans import LAST_YEAR, month_end
from ntmtrack.domain.due_words import AFTER, AROUND, folded
from ntmtrack.domain.working_days import WorkingCalendar
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record


class TermUnit(StrEnum):
    """What a term is counted in."""

    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"


class Trigger(Record):
    """So many units after an event; `event` is as written, and empty where none is named."""

    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody asks
    unit: TermUnit
    event: str

    @property
    def is_signing(self) -> bool:
        """Whether the event is the signing or issuing of the paper that sets the term."""
        return _SIGNING.fullmatch(folded(self.event)) is not None


def read_trigger(written: str) -> Trigger | None:
    """The term that cleaned words set; None if they set none."""
    text = _COUNT_IN_WORDS.sub(r"\1", folded(written))
    found = _TERM.fullmatch(text)
    if found is None or not int(found["count"]):
        return None
    event = found["event"]
    unit, times = _UNITS[found["unit"]]
    if event is None:
        # "3 tháng" alone may be a quarter of a year or March: a term says that it is one.
        if not (found["lead"] or unit is TermUnit.WORKING_DAY):
            return None
        return Trigger(int(found["count"]) * times, unit, "")
    words = written.split()[-len(event.split()) :]
    return Trigger(int(found["count"]) * times, unit, " ".join(words).strip(AROUND))


def due_after(trigger: Trigger, day: date, calendar: WorkingCalendar) -> date:
    """The last day of a term whose event happened on `day`.

    Civil Code 2015 (91/2015/QH13), article 147: the day of the event is not counted. Article
    148: weeks end on the same weekday, months on the same day of the month or, where there is
    none, on its last day; a term that ends on a weekend or public holiday ends with the next
    working day. The code makes no exception for terms in plain days, so neither does this.
    Raises DataError for an end beyond the years that are read.
    """
    try:
        end = _end(trigger, day, calendar)
        if end.year > LAST_YEAR:
            raise OverflowError
    except (OverflowError, ValueError):
        raise DataError(
            say("The term ends after the year {year}.", year=str(LAST_YEAR)),
            hint=say("Check its number of days, weeks or months."),
        ) from None
    return end


def moved(trigger: Trigger, day: date, last_day: date) -> bool:
    """Whether a term's last day, by `due_after`, is later than the plain count gives."""
    return trigger.unit is not TermUnit.WORKING_DAY and last_day != _plain_end(trigger, day)


def written_day(trigger: Trigger) -> date | None:
    """The day of an event that is itself a date: "kể từ ngày 20/8/2026"."""
    from ntmtrack.domain.due import parse_day  # noqa: PLC0415 (that room reads terms with this)

    if not _WRITTEN_DAY.match(folded(trigger.event)):
        return None
    try:
        return parse_day(trigger.event)
    except DataError:
        return None


def _end(trigger: Trigger, day: date, calendar: WorkingCalendar) -> date:
    if trigger.unit is TermUnit.WORKING_DAY:
        return calendar.add_working_days(day, trigger.count)
    return calendar.working_day_from(_plain_end(trigger, day))


def _plain_end(trigger: Trigger, day: date) -> date:
    """The last day before it is moved to a working day."""
    if trigger.unit is not TermUnit.MONTH:
        return day + timedelta(trigger.count * (7 if trigger.unit is TermUnit.WEEK else 1))
    years, months = divmod(day.month - 1 + trigger.count, 12)
    last = month_end(day.year + years, months + 1)
    return last.replace(day=min(day.day, last.day))


_UNITS = {
    "ngay lam viec": (TermUnit.WORKING_DAY, 1),
    "ngay": (TermUnit.DAY, 1),
    "tuan": (TermUnit.WEEK, 1),
    "thang": (TermUnit.MONTH, 1),
    "nam": (TermUnit.MONTH, 12),
}
_COUNT_IN_WORDS = re.compile(r"\b([0-9]{1,4}) ?\([a-z ]{1,30}\)")
_TERM = re.compile(
    r"(?P<lead>(?:(?:hoan thanh|xong|cham nhat|muon nhat|la|trong|vong|thoi han|khong qua|toi da"
    rf"|khong muon hon|{AFTER}) )*)(?P<count>[0-9]{{1,4}}) "
    r"(?P<unit>ngay lam viec|ngay|tuan|thang|nam)"
    rf"(?:,? (?:(?:ke|tinh) tu|tu|{AFTER})(?: khi)? (?P<event>[^ ].*))?"
)
_WRITTEN_DAY = re.compile("(?:ngay )?[0-9]")
_SIGNING = re.compile(
    r"(?:ngay )?(?:ky|ban hanh|ky,? ban hanh|ky va ban hanh)"
    r"(?: (?:van ban|(?:thong bao )?ket luan|thong bao|ke hoach|quyet dinh|cong van|cong dien"
    r"|chi thi|nghi quyet|huong dan|bien ban|chuong trinh) nay)?"
    r"|ngay (?:cua|ghi tren|tren) (?:van ban|thong bao|ket luan)(?: nay)?|ngay van ban nay"
)
