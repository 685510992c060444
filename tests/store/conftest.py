"""A fresh ledger for each test, copied from one that is made once."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ntmtrack.store import whole
from ntmtrack.store.database import SCHEMA_VERSION, create
from tests.store.ledgers import Ledger


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "ledger.db"
    create(path)
    return path


@pytest.fixture
def ledger(empty_ledger: Path, tmp_path: Path) -> Ledger:
    path = tmp_path / "ledger.db"
    shutil.copy(empty_ledger, path)
    path.chmod(0o600)
    return Ledger(path)


@pytest.fixture(scope="module")
def shared_ledger(empty_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """One file for many short trials that leave nothing behind."""
    path = tmp_path_factory.mktemp("shared") / "ledger.db"
    shutil.copy(empty_ledger, path)
    return Ledger(path)


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file with the tables of the newest schema and nothing else, made once."""
    path = tmp_path_factory.mktemp("tables") / "tables.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        whole._schema(conn, SCHEMA_VERSION)
    return path.read_bytes()


@pytest.fixture
def ready_tables(tables: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every ledger begins with the tables that were made once: these tests are many."""
    opened = whole._opened

    def with_tables(aside: Path) -> sqlite3.Connection:
        aside.write_bytes(tables)
        return opened(aside)

    monkeypatch.setattr(whole, "_opened", with_tables)
    monkeypatch.setattr(whole, "_schema", lambda conn, version: None)
