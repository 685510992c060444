"""Criteria sets and units in time: which days are theirs."""

from datetime import date

import pytest

from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.unit import UnitKind

ISSUED, IN_FORCE = date(2022, 3, 8), date(2022, 4, 1)


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2022, 3, 31), False),
        (IN_FORCE, True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_a_set_holds_from_the_day_it_is_in_force_to_the_end_of_its_period(
    day: date, held: bool
) -> None:
    of = SetName(1, "xa", "Bộ", "commune", issued=ISSUED, effective=IN_FORCE, period="2021-2025")
    assert of.holds_on(day) is held


def test_where_it_is_not_said_since_when_the_day_of_issue_counts() -> None:
    of = SetName(1, "xa", "Bộ", "commune", issued=ISSUED)
    assert not of.holds_on(date(2022, 3, 7))
    assert of.holds_on(ISSUED)


@pytest.mark.parametrize("period", [None, "", "2021", "từ 2021"])
def test_a_set_without_an_end_goes_on(period: str | None) -> None:
    assert SetName(1, "xa", "Bộ", "commune", period=period).holds_on(date(2199, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "near"),
    [
        (None, None, date(2024, 7, 9)),
        (date(2025, 7, 1), None, date(2025, 7, 1)),
        (None, date(2020, 6, 30), date(2020, 6, 30)),
        (date(2020, 1, 1), date(2025, 6, 30), date(2024, 7, 9)),
    ],
)
def test_a_unit_is_looked_at_on_the_nearest_day_it_existed(
    start: date | None, end: date | None, near: date
) -> None:
    unit = Unit(1, "1", "Xã A", UnitKind.COMMUNE, valid_from=start, valid_to=end)
    assert unit.day_near(date(2024, 7, 9)) == near
