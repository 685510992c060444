"""Criteria as TOML: what `criteria load` reads of it is what was loaded."""

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain import mapping_file
from ntmtrack.domain.criteria import CriteriaSet, Overlay
from ntmtrack.domain.criteria_compare import content_hash
from ntmtrack.domain.mapping import SetMapping
from ntmtrack.exchange.toml_text import of_body
from ntmtrack.importers import mapping_toml
from ntmtrack.importers.criteria_toml import read_bytes, read_shipped, shipped_codes
from ntmtrack.store.criteria_store import read_stored, store_overlay, store_set
from tests.store.conftest import empty_ledger, ledger
from tests.store.ledgers import Ledger

__all__ = ["empty_ledger", "ledger"]

SHIPPED = {code: read_shipped(code) for code in shipped_codes()}
SETS = {code: each for code, each in SHIPPED.items() if isinstance(each, CriteriaSet)}
OVERLAYS = [each for each in SHIPPED.values() if isinstance(each, Overlay)]


def test_every_shipped_set_and_overlay_reads_back_as_it_is(ledger: Ledger) -> None:
    with ledger.writing() as change:
        keys = {code: store_set(change, each) for code, each in SETS.items()}
        for each in OVERLAYS:
            store_overlay(change, keys[each.of], each, over=SETS[each.of])
        conn = change.conn
        for code, key in keys.items():
            (body,) = conn.execute("select body from criteria_set where id = ?", (key,)).fetchone()
            found = read_bytes(of_body(body).encode(), name=code)
            assert isinstance(found, CriteriaSet)
            assert found == read_stored(conn, key)[0]
            assert content_hash(found) == content_hash(SETS[code])
        laid = conn.execute("select code, body from overlay").fetchall()
    assert len(laid) == len(OVERLAYS) > 0
    for code, body in laid:
        assert read_bytes(of_body(body).encode(), name=code) == SHIPPED[code]


@pytest.mark.parametrize("pair", mapping_toml.shipped_pairs(), ids="--".join)
def test_every_shipped_mapping_reads_back_as_it_is(pair: tuple[str, str]) -> None:
    given_ = mapping_toml.read_shipped(*pair)
    assert given_ is not None
    body = json.dumps(mapping_file.as_data(given_), ensure_ascii=False)
    found = read_bytes(of_body(body).encode(), name="x.toml")
    assert isinstance(found, SetMapping)
    assert mapping_file.content_hash(found) == mapping_file.content_hash(given_)


WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
PLAIN = st.one_of(WORDS, st.integers(-(2**40), 2**40), st.booleans(), st.lists(WORDS, max_size=3))


@given(
    head=st.dictionaries(WORDS, PLAIN | st.dictionaries(WORDS, WORDS, max_size=2), max_size=4),
    rows=st.lists(st.dictionaries(WORDS, PLAIN, max_size=3), min_size=1, max_size=3),
)
def test_any_words_read_back_as_they_are(
    head: dict[str, object], rows: list[dict[str, object]]
) -> None:
    told = {"set": head, "criterion": [{"indicator": rows}, {}]}
    days = {"issued", "effective", "on"}
    if not any(days & each.keys() for each in (head, *rows)):
        assert tomllib.loads(of_body(json.dumps(told))) == told
