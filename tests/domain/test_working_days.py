"""The working calendar: what is worked on, what is counted, and what a year's list may hold."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.domain.working_days import WorkingCalendar, read_year
from ntmtrack.errors import DataError

OFF = {"day": date(2026, 4, 30), "name": "Ngày Chiến thắng", "confidence": "verified"}
MADE_UP = {"day": date(2026, 8, 22), "name": "Làm bù", "source": "x"}
FILE: dict[str, Any] = {"year": 2026, "notes": "", "day_off": [OFF], "working_day": [MADE_UP]}
CALENDAR = WorkingCalendar.of({2026: read_year(FILE, 2026)})


def test_days_off_and_make_up_days_go_before_weekdays() -> None:
    assert not CALENDAR.is_working(date(2026, 4, 30))
    assert CALENDAR.is_working(date(2026, 8, 22))
    assert not CALENDAR.is_working(date(2026, 8, 23))
    assert CALENDAR.is_working(date(2026, 4, 29))
    assert WorkingCalendar().is_working(date(2026, 4, 30))


def test_years_without_a_list_are_named() -> None:
    assert CALENDAR.missing_years(date(2025, 12, 1), date(2027, 1, 1)) == (2025, 2027)
    assert CALENDAR.missing_years(date(2026, 1, 1), date(2026, 12, 31)) == ()


def test_what_was_not_checked_can_be_told() -> None:
    found = CALENDAR.doubtful(date(2026, 1, 1), date(2026, 12, 31))
    assert [(each.day, each.confidence) for each in found] == [
        (date(2026, 8, 22), Confidence.UNVERIFIED)
    ]
    assert CALENDAR.doubtful(date(2026, 1, 1), date(2026, 8, 21)) == ()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"year": 2025}, "not of the year"),
        ({"days": []}, "unknown key {key}"),
        ({"day_off": {}}, "not a list"),
        ({"day_off": ["30/4"]}, "no day"),
        ({"day_off": [{"name": "x"}]}, "no day"),
        ({"day_off": [{**OFF, "name": ""}]}, "name is missing"),
        ({"day_off": [{**OFF, "source": 1}]}, "name is missing"),
        ({"day_off": [{**OFF, "note": "x"}]}, "{day}: unknown key"),
        ({"day_off": [{**OFF, "confidence": "sure"}]}, "unknown confidence"),
        ({"day_off": [{**OFF, "day": date(2025, 4, 30)}]}, "not a day of"),
        ({"day_off": [OFF, OFF]}, "twice"),
        ({"working_day": [{**OFF, "day": date(2026, 8, 21)}]}, "anyway"),
    ],
)
def test_a_faulty_list_is_refused_with_its_fault(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(DataError) as caught:
        read_year({**FILE, **change}, 2026)
    what: Any = caught.value.message.values["what"]
    assert fault in what.text
    assert caught.value.hint is not None


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 80))
def test_counting_passes_as_many_working_days(day: date, count: int) -> None:
    end = CALENDAR.add_working_days(day, count)
    between = [day + timedelta(each + 1) for each in range((end - day).days)]
    assert sum(map(CALENDAR.is_working, between)) == count
    assert count == 0 or CALENDAR.is_working(end)
