"""Last days as a calendar file: all-day entries that invite nobody and block no time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from ntmtrack.domain.text import clean, clean_note

_MAKER = "-//ntmtrack//last days//VI"


@dataclass(frozen=True, slots=True)
class Event:
    """A last day. The same `uid` in a later file replaces the entry."""

    uid: str
    title: str
    last_day: date
    detail: str


def calendar(events: Sequence[Event], *, name: str, moment: datetime) -> bytes:
    """An iCalendar file of these last days, called `name`; `moment` is when they were so.

    The same events at the same moment give the same bytes.
    """
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", _MAKER)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", clean(name))
    for event in events:
        entry = icalendar.Event()
        entry.add("uid", event.uid)
        entry.add("dtstamp", moment.astimezone(UTC))
        entry.add("dtstart", event.last_day)
        if event.last_day < date.max:
            entry.add("dtend", event.last_day + timedelta(days=1))
        entry.add("summary", clean(event.title))
        entry.add("description", clean_note(event.detail))
        entry.add("transp", "TRANSPARENT")
        made.add_component(entry)
    return bytes(made.to_ical())
