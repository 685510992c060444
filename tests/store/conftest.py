"""A fresh ledger for each test, copied from one that is made once."""

import shutil
from pathlib import Path

import pytest

from ntmtrack.store.database import create
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
