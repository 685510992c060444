"""Mappings in the ledger: facts, of which the last recorded between two sets counts."""

import sqlite3
from datetime import timedelta

import pytest

from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.domain.mapping import Counterpart, Link, SetMapping
from ntmtrack.domain.mapping_file import content_hash
from ntmtrack.store.mapping_store import store_mapping
from ntmtrack.store.queries_mapping import mapped_pairs, mappings, newest_mapping
from tests.store.ledgers import NOW, Ledger, criteria_set

LINK = Link("1", "2", Counterpart.EXACT, Confidence.VERIFIED, "Điều 3")
GIVEN = SetMapping("cu", "moi", "Đối chiếu", Confidence.VERIFIED, (LINK,), "12/HD", "Tạm thời.")


def two_sets(ledger: Ledger) -> tuple[int, int]:
    with ledger.writing() as change:
        return criteria_set(change, code="cu")[""], criteria_set(change, code="moi")[""]


def lay(ledger: Ledger, *keys: int, name: str = "Đối chiếu", days: int = 0) -> None:
    with ledger.writing(now=NOW + timedelta(days)) as change:
        store_mapping(change, GIVEN._replace(name=name), old_key=keys[0], new_key=keys[1])


def test_a_mapping_reads_back_as_it_was_laid_down(ledger: Ledger) -> None:
    keys = two_sets(ledger)
    lay(ledger, *keys)
    with ledger.reading() as conn:
        found = newest_mapping(conn, *keys)
        assert found is not None
        assert (found.mapping, found.hash) == (GIVEN, content_hash(GIVEN))
        assert (found.recorded_at, found.change) == (NOW, 2)
    assert ledger.broken() == []


def test_the_last_recorded_counts_and_the_earlier_stay(ledger: Ledger) -> None:
    keys = two_sets(ledger)
    for name in ("một", "hai", "một"):
        lay(ledger, *keys, name=name)
    lay(ledger, *reversed(keys), name="ngược")
    with ledger.reading() as conn:
        found = newest_mapping(conn, *keys)
        assert found is not None
        assert found.mapping.name == "một"
        assert [(each.mapping.name, each.change) for each in mappings(conn)] == [
            ("một", 4),
            ("ngược", 5),
        ]
        assert mapped_pairs(conn) == [("cu", "moi"), ("moi", "cu")]
    assert ledger.rows("select count(*) from mapping") == [(4,)]


def test_a_mapping_recorded_later_is_not_known(ledger: Ledger) -> None:
    keys = two_sets(ledger)
    lay(ledger, *keys, name="một")
    lay(ledger, *keys, name="hai", days=2)
    for known, name in ((NOW.date(), "một"), (NOW.date() + timedelta(2), "hai")):
        with ledger.reading(known) as conn:
            found = newest_mapping(conn, *keys)
            assert found is not None
            assert found.mapping.name == name


def test_between_sets_that_none_is_for_there_is_none(ledger: Ledger) -> None:
    keys = two_sets(ledger)
    with ledger.reading() as conn:
        assert newest_mapping(conn, *keys) is None
        assert (mappings(conn), mapped_pairs(conn)) == ([], [])


def test_a_mapping_is_a_fact_and_never_edited(ledger: Ledger) -> None:
    keys = two_sets(ledger)
    lay(ledger, *keys)
    with ledger.foreign() as conn, pytest.raises(sqlite3.IntegrityError):
        conn.execute("update mapping set body = '{}'")
