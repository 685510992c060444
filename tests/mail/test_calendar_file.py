"""The calendar file, read back."""

from datetime import UTC, date, datetime, timedelta, timezone

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.text import clean, clean_note
from ntmtrack.mail.calendar_file import Event, calendar

MOMENT = datetime(2026, 3, 2, 8, 0, tzinfo=timezone(timedelta(hours=7)))
TEXT = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("đạ,;\\:\n\r"), max_size=200
)


def read(content: bytes) -> tuple[icalendar.Calendar, list[icalendar.Event]]:
    made = icalendar.Calendar.from_ical(content)
    assert isinstance(made, icalendar.Calendar)
    return made, list(made.events)


def test_a_last_day_is_a_whole_day_that_blocks_no_time_and_invites_nobody() -> None:
    event = Event("NV2026-014@ntm", "NV2026-014: Quy hoạch", date(2026, 3, 31), "Chủ trì: Sở A")
    whole, (entry,) = read(calendar([event], name="Hạn của xã Bản Bo", moment=MOMENT))
    assert str(whole["METHOD"]) == "PUBLISH"
    assert str(whole["X-WR-CALNAME"]) == "Hạn của xã Bản Bo"
    assert entry["DTSTART"].dt == date(2026, 3, 31)
    assert entry["DTEND"].dt == date(2026, 4, 1)
    assert entry["DTSTAMP"].dt == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert str(entry["TRANSP"]) == "TRANSPARENT"
    assert str(entry["UID"]) == "NV2026-014@ntm"
    assert str(entry["SUMMARY"]) == "NV2026-014: Quy hoạch"
    assert str(entry["DESCRIPTION"]) == "Chủ trì: Sở A"
    assert not {"ATTENDEE", "ORGANIZER"} & entry.keys()
    assert not entry.subcomponents


def test_the_last_day_that_there_is_can_be_a_last_day() -> None:
    _, (entry,) = read(calendar([Event("a", "b", date.max, "")], name="x", moment=MOMENT))
    assert entry["DTSTART"].dt == date.max


@given(st.lists(st.builds(Event, st.just("a@b"), TEXT, st.dates(), TEXT), max_size=3), TEXT)
def test_any_words_survive_and_lines_stay_short(events: list[Event], name: str) -> None:
    content = calendar(events, name=name, moment=MOMENT)
    assert content == calendar(events, name=name, moment=MOMENT)
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    # Each line is text by itself: none is folded within a letter.
    assert all(line.decode("utf-8") for line in lines)
    whole, entries = read(content)
    assert str(whole["X-WR-CALNAME"]) == clean(name)
    assert [str(entry["SUMMARY"]) for entry in entries] == [clean(each.title) for each in events]
    told = [str(entry["DESCRIPTION"]) for entry in entries]
    assert told == [clean_note(each.detail) for each in events]
