"""Everything in a ledger as files: tables as JSON lines, criteria as TOML, and what they mean."""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ntmtrack.exchange import jsonl, schema_page, toml_text
from ntmtrack.exchange.folder import created
from ntmtrack.exchange.manifest import NAME, Entry, Manifest
from ntmtrack.store import queries_whole
from ntmtrack.store.queries_catalogue import settings

_LONGEST_NAME = 100
_ODD = re.compile(r"[^a-z0-9-]+")


def write(conn: sqlite3.Connection, folder: Path, *, schema: int, version: str) -> Manifest:
    """Write all that a ledger holds into an empty folder; what its manifest says.

    Rows are written one by one, whatever their number. Raises OSError if the disk does not
    take them.
    """
    files: dict[str, Entry] = {}
    tables = queries_whole.tables(conn)
    for table in tables:
        name = f"tables/{table.name}.jsonl"
        with created(folder / name) as file:
            files[name] = jsonl.write(file, queries_whole.lines(conn, table), name)
    for name, text in (*_criteria(conn), ("SCHEMA.md", schema_page.of(tables))):
        files[name] = _put(folder / name, text)
    newest = queries_whole.newest(conn)
    manifest = Manifest(
        schema=schema,
        version=version,
        office=settings(conn).get("office"),
        change=newest.change,
        hash=newest.hash,
        files=files,
    )
    _put(folder / NAME, manifest.text)
    return manifest


def _criteria(conn: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    taken: set[str] = set()
    for laid in (*queries_whole.laid_sets(conn), *queries_whole.laid_mappings(conn)):
        name = _file_name(laid.name, taken)
        taken.add(name)
        yield f"criteria/{name}.toml", toml_text.of_body(laid.body)


def _file_name(code: str, taken: set[str]) -> str:
    """A code as the name of a file: a disk takes not any letter, nor any length, nor one twice."""
    plain = _ODD.sub("-", code)[:_LONGEST_NAME]
    name, order = plain, 1
    while name in taken:
        order += 1
        name = f"{plain}-{order}"
    return name


def _put(path: Path, text: str) -> Entry:
    content = text.encode()
    with created(path) as file:
        file.write(content)
    return Entry(len(content), hashlib.sha256(content).hexdigest())
