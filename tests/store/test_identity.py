"""Identifiers of the rows of a change: each its own, and in the order of writing."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.store.identity import new_uid, rising_uids

NOW = datetime(2026, 6, 30, 8, 5, tzinfo=UTC)


def test_those_of_a_change_rise_and_no_two_are_the_same() -> None:
    found = list(islice(rising_uids(NOW, None), 20_000))
    assert len(set(found)) == 20_000
    assert found == sorted(found)


def test_each_is_a_version_7_of_its_moment() -> None:
    for uid in [*islice(rising_uids(NOW, None), 3), new_uid(NOW)]:
        read = UUID(uid)
        assert (read.version, read.variant) == (7, UUID(int=2 << 62).variant)
        assert read.int >> 80 == int(NOW.timestamp() * 1000)


def test_two_changes_of_a_moment_share_nothing() -> None:
    first, second = (set(islice(rising_uids(NOW, None), 1000)) for _ in range(2))
    assert not first & second


@given(st.integers(-10_000, 10_000))
def test_a_change_comes_after_the_last_one_whatever_the_clock_says(milliseconds: int) -> None:
    last = new_uid(NOW)
    moved = NOW + timedelta(milliseconds=milliseconds)
    following = next(rising_uids(moved, last))
    assert following > last
    assert UUID(following).int >> 80 == max(
        int(moved.timestamp() * 1000), int(NOW.timestamp() * 1000) + 1
    )
