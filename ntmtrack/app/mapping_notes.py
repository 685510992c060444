"""Where to see how sets correspond, said beside counts by several of them."""

import sqlite3
from collections.abc import Iterable

from ntmtrack.importers.mapping_toml import shipped_pairs
from ntmtrack.message import Message, say
from ntmtrack.store.queries_mapping import mapped_pairs


def mapping_notes(conn: sqlite3.Connection, set_codes: Iterable[str]) -> tuple[Message, ...]:
    """Where to see how sets correspond, for each known mapping between two of these."""
    codes = set(set_codes)
    if len(codes) < 2:
        return ()
    return tuple(
        say("`ntmtrack criteria map {old} {new}` shows how they correspond", old=old, new=new)
        for old, new in known_pairs(conn)
        if old in codes and new in codes
    )


def known_pairs(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    """The sets of every mapping, loaded or shipped, by their codes."""
    return sorted({*mapped_pairs(conn), *shipped_pairs()})
