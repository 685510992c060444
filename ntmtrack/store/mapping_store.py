"""Mappings between sets laid down in the ledger: facts, of which the newest of a pair counts."""

import json

from ntmtrack.domain.mapping import SetMapping
from ntmtrack.domain.mapping_file import as_data, content_hash
from ntmtrack.store.writing import Writing


def store_mapping(change: Writing, mapping: SetMapping, *, old_key: int, new_key: int) -> None:
    """Lay down a mapping between two sets, given by their keys; earlier ones stay."""
    change.insert(
        "mapping",
        {
            "old_set_id": old_key,
            "new_set_id": new_key,
            "hash": content_hash(mapping),
            "body": json.dumps(as_data(mapping), ensure_ascii=False),
        },
    )
