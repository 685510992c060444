"""One cell of a sheet, read for what it must be."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.sheet_cell import (
    Cell,
    Percent,
    as_day,
    as_figure,
    as_quantity,
    as_text,
    ways_to_name,
)
from ntmtrack.errors import DataError


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("", ""),
        ("  Xã\nBản   Bo ", "Xã Bản Bo"),
        ("'=A1", "=A1"),
        ("'quoted'", "'quoted'"),
        (17.0, "17"),
        (17, "17"),
        (0.1 + 0.2, "0.3"),
        (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"),
        (True, "True"),
        (date(2026, 6, 30), "30/06/2026"),
        (datetime(2026, 6, 30), "30/06/2026"),
        (datetime(2026, 6, 30, 8, 5), "30/06/2026 08:05"),
        (time(8, 5), "08:05:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        (Percent(Decimal("82.5")), "82.5 %"),
    ],
)
def test_a_cell_is_read_as_it_was_typed(cell: Cell, text: str) -> None:
    assert as_text(cell) == text


def test_a_percentage_shows_itself() -> None:
    assert str(Percent(Decimal("82.50"))) == "82.50 %"


@given(st.decimals(-999_999, 999_999, places=4))
def test_a_figure_of_a_sheet_is_the_figure_that_was_typed(number: Decimal) -> None:
    assert Decimal(as_figure(float(number))) == number


@given(st.dates())
def test_a_day_is_the_same_as_a_date_and_as_words(day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 7)
    assert as_day(day) == as_day(moment) == day
    if 1900 < day.year < 2100:
        assert as_day(as_text(day)) == as_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "cell",
    [
        "6/30/2026",
        "30/6/26",
        "6/2026",
        "hôm nay",
        "",
        45000,
        45000.0,
        True,
        "32/1/2026",
        "31.13.2026",
    ],
)
def test_what_is_no_day_is_refused(cell: Cell) -> None:
    with pytest.raises(DataError) as refused:
        as_day(cell)
    assert refused.value.hint is not None


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        (82.5, "82.5", None),
        (82, "82", None),
        ("82,5 %", "82.5", "%"),
        ("1.234,5", "1234.5", None),
        (Percent(Decimal("82.50")), "82.5", "%"),
    ],
)
def test_a_value_is_read_with_its_unit(cell: Cell, value: str, unit: str | None) -> None:
    assert as_quantity(cell) == (Decimal(value), unit)


@pytest.mark.parametrize("cell", ["1.234", "nhiều", True, date(2026, 6, 30)])
def test_what_is_no_value_is_refused(cell: Cell) -> None:
    with pytest.raises(DataError):
        as_quantity(cell)


def test_a_code_that_lost_its_zeros_may_be_several() -> None:
    assert ways_to_name(2416.0) == ("2416", "02416")
    assert ways_to_name("2") == ("2", "02", "002", "00002")
    assert ways_to_name("Bản Bo") == ("Bản Bo",)
