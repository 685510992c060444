"""What keeps a change from being undone: only what speaks of rows that are no more."""

import json
from datetime import timedelta

import pytest

from ntmtrack.errors import DataError
from ntmtrack.store.undo_reasons import nothing_stands_on
from tests.store.ledgers import NOW, Ledger, event, task, unit


@pytest.mark.parametrize("still_there", [True, False])
def test_an_event_that_takes_back_another_stands_on_it_only_where_that_has_gone(
    ledger: Ledger, still_there: bool
) -> None:
    with ledger.writing() as change:
        unit(change)
        key = task(change, number="NV2024-001")
        told = event(change, key, "noted", "2024-07-01")
    gone = told if still_there else told + 100
    with ledger.writing(now=NOW + timedelta(days=1)) as change:
        facts = {"task_id": key, "kind": "corrected", "happened_on": "2024-07-02"}
        change.insert("task_event", {**facts, "body": json.dumps({"takes_back": gone})})
    with ledger.reading() as conn:
        if still_there:
            nothing_stands_on(conn, 1, {"task_event": (gone, gone)}, {})
            return
        with pytest.raises(DataError):
            nothing_stands_on(conn, 1, {"task_event": (gone, gone)}, {})
