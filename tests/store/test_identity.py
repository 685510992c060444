"""Identifiers of many rows at once: as good as one by one, and in order."""

from datetime import UTC, datetime
from uuid import UUID

from ntmtrack.store.identity import new_uid, new_uids

NOW = datetime(2026, 6, 30, 8, 5, tzinfo=UTC)


def test_many_of_a_moment_are_in_order_and_no_two_the_same() -> None:
    found = list(new_uids(NOW, 20_000))
    assert len(set(found)) == 20_000
    assert found == sorted(found)


def test_each_is_a_version_7_of_its_moment() -> None:
    for uid in [*new_uids(NOW, 3), new_uid(NOW)]:
        read = UUID(uid)
        assert (read.version, read.variant) == (7, UUID(int=2 << 62).variant)
        assert read.int >> 80 == int(NOW.timestamp() * 1000)


def test_two_bulks_of_a_moment_share_nothing() -> None:
    assert not set(new_uids(NOW, 1000)) & set(new_uids(NOW, 1000))
