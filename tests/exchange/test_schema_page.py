"""SCHEMA.md says what every table and every column means, and nothing that is not there."""

import tomllib
from pathlib import Path

from ntmtrack.exchange import schema_page
from ntmtrack.store.queries_whole import tables
from tests.store.conftest import empty_ledger, ledger
from tests.store.ledgers import Ledger

__all__ = ["empty_ledger", "ledger"]

MEANINGS = tomllib.loads(Path(schema_page._MEANINGS).read_text("utf-8"))


def test_every_table_and_column_has_a_meaning(ledger: Ledger) -> None:
    with ledger.reading() as conn:
        found = tables(conn)
    assert {each.name for each in found} == MEANINGS["table"].keys()
    for each in found:
        for name in each.names:
            assert schema_page.meaning(MEANINGS, each.name, name), f"{each.name}.{name}"
    page = schema_page.of(found)
    assert "?" not in page
    assert all(line.count("|") == 4 for line in page.splitlines() if line.startswith("|"))


def test_no_meaning_is_of_a_column_that_is_not_there(ledger: Ledger) -> None:
    with ledger.reading() as conn:
        found = {each.name: set(each.names) for each in tables(conn)}
    told = MEANINGS["column"]
    of_tables = {name: own for name, own in told.items() if isinstance(own, dict)}
    everywhere = {name for name, own in told.items() if isinstance(own, str)}
    for table, own in of_tables.items():
        assert own.keys() <= found[table], table
    for name in everywhere:
        assert any(
            name in columns - of_tables.get(table, {}).keys() for table, columns in found.items()
        ), name
