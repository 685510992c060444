"""A ledger made of the files of another, and believed only when it proves itself."""

import hashlib
import os
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from ntmtrack.errors import DataError
from ntmtrack.exchange.folder import listed, opened
from ntmtrack.exchange.jsonl import Rows, changed
from ntmtrack.exchange.manifest import AGAIN, MOST_BYTES, NAME, Entry, Manifest, newer, read
from ntmtrack.message import say
from ntmtrack.store.database import SCHEMA_VERSION
from ntmtrack.store.queries_whole import Table
from ntmtrack.store.whole import Rebuilding, Unfit, rebuilding

_MOST_TOLD = 5
_PIECE = 1 << 20


def make(folder: Path, ledger: Path) -> Manifest:
    """Make a new ledger of what a folder holds; what its manifest says.

    Rows of an older schema are loaded under that schema and brought up to date then. Raises
    DataError for a folder that is not whole, was changed, or does not prove itself, DatabaseError
    for a ledger that is there already or cannot be written; nothing is left behind.
    """
    names = listed(folder)
    if NAME not in names:
        raise DataError(
            say("{folder} holds no {file}", folder=str(folder), file=NAME),
            hint=say("give the folder that `ntmtrack export --all DIR` made; nothing was written"),
        )
    with opened(folder, NAME) as file:
        manifest = read(file.read(MOST_BYTES + 1))
    if not 1 <= manifest.schema <= SCHEMA_VERSION:
        raise newer()
    _require_all(names - {NAME}, manifest)
    for name, entry in manifest.files.items():
        _check_size(folder, name, entry)
    with rebuilding(ledger, manifest.schema) as made:
        _load(folder, manifest, made)
    return manifest


def _require_all(names: set[str], manifest: Manifest) -> None:
    missing = sorted(manifest.files.keys() - names)
    if missing:
        raise DataError(say("{file} is missing", file=missing[0]), hint=AGAIN)
    more = sorted(names - manifest.files.keys())
    if more:
        raise DataError(
            say("{file} does not belong to the export", file=more[0]),
            hint=say("take it out of the folder, then try again; nothing was written"),
        )


def _check_size(folder: Path, name: str, entry: Entry) -> None:
    """Before anything is made: a file that was cut or grew, and one that is no table."""
    with opened(folder, name) as file:
        if os.fstat(file.fileno()).st_size != entry.bytes:
            raise changed(name)
        if entry.rows is None and _seal(file, entry.bytes) != entry.sha256:
            raise changed(name)


def _seal(file: BinaryIO, size: int) -> str:
    digest = hashlib.sha256()
    while size > 0 and (piece := file.read(min(_PIECE, size))):
        digest.update(piece)
        size -= len(piece)
    return digest.hexdigest()


def _load(folder: Path, manifest: Manifest, made: Rebuilding) -> None:
    given = {name for name in manifest.files if name.startswith("tables/")}
    known = {f"tables/{table.name}.jsonl": table for table in made.tables}
    for name in sorted(given ^ known.keys()):
        what = say("{file} is missing", file=name)
        if name in given:
            what = say(
                "{file} is of no table of schema {schema}", file=name, schema=manifest.schema
            )
        raise DataError(what, hint=AGAIN)
    # The counters of SQLite move while rows are loaded: they come last.
    for name in sorted(known, key=lambda name: (known[name].name == "sqlite_sequence", name)):
        _load_table(folder, name, known[name], manifest.files[name], made)
    faults = tuple(islice(made.proved(), _MOST_TOLD))
    if faults:
        raise DataError(
            say("what is in {folder} does not prove itself", folder=str(folder)),
            hint=say("nothing was written; keep the folder and the ledger that it came from"),
            details=faults,
        )


def _load_table(folder: Path, name: str, table: Table, entry: Entry, made: Rebuilding) -> None:
    with opened(folder, name) as file:
        rows = Rows(file, name, table, entry)
        try:
            made.load(table, rows)
        except Unfit as error:
            raise rows.fault(say("the row does not fit: {reason}", reason=str(error))) from error
