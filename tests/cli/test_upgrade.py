"""A newer program brings a ledger up to date by itself, and there is a way back to the older."""

from pathlib import Path

import pytest

from ntmtrack.store import database
from tests.run import refused, run

NEXT = database.SCHEMA_VERSION + 1


def facts(ledger: Path) -> str:
    """All that was ever recorded, as the log tells it."""
    told = run("log", "-f", "csv", db=ledger)
    assert told.code == 0, told.err
    return told.out


def test_a_ledger_goes_up_by_itself_and_back_by_its_copy(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = facts(demo)
    with monkeypatch.context() as newer:
        newer.setattr(database, "SCHEMA_VERSION", NEXT)
        assert facts(demo) == before
        written = run("assess", "ban bo", "--met", "17", "--on", "2024-06-01", db=demo)
        assert written.code == 0, written.err
    (kept,) = demo.parent.glob(f"{demo.name}.before-v{NEXT}-from-v*")
    whole = demo.read_bytes()

    # The older program leaves the newer ledger as it is, whatever it is asked.
    for asked in (("status",), ("assess", "ban bo", "--met", "17"), ("restore", kept, "--yes")):
        assert "a newer ntmtrack" in refused(run(*asked, db=demo), 4)
    assert demo.read_bytes() == whole

    demo.rename(demo.with_name("newer.db"))
    assert run("restore", kept, "--yes", db=demo).code == 0
    assert facts(demo) == before
    assert demo.with_name("newer.db").read_bytes() == whole
