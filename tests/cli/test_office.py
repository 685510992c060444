"""Offices: this one with its mark and key, others by a bundle of theirs, numbers with marks."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ntmtrack.store.writing import Occasion, writing
from tests.factories import TODAY
from tests.run import Result, refused, run

UNIT = "ban bo"


def ask(db: Path, *argv: object, **given: object) -> Result:
    return run(*argv, db=db, today=TODAY, **given)  # type: ignore[arg-type]


def registered(db: Path, *more: object, mark: str = "BB", unit: str = UNIT) -> None:
    result = ask(
        db, "office", "set", "--name", f"UBND {mark}", "--mark", mark, "--unit", unit, *more
    )
    assert result.code == 0, result.err


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two keys of OpenSSH, made once."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen of OpenSSH is not installed")
    folder = tmp_path_factory.mktemp("keys")
    for name in ("own", "other"):
        made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "x y", "-f", folder / name]
        subprocess.run(made, check=True)
    return {name: folder / name for name in ("own", "other")}


def test_an_office_is_named_marked_and_told(demo: Path, keys: dict[str, Path]) -> None:
    registered(demo, "--key", keys["own"], "--note", "một cửa")
    (row,) = ask(demo, "office", "list", "-f", "json").rows
    assert (row["mark"], row["office"], row["unit"], row["own"]) == ("BB", "UBND BB", "03424", True)
    printed = subprocess.run(
        ["ssh-keygen", "-l", "-f", keys["own"]], check=True, capture_output=True, text=True
    ).stdout
    assert row["key"] in printed.split()
    assert row["note"] == "một cửa"
    assert ask(demo, "office", "show", "-f", "json").rows == [row]
    assert ask(demo, "office", "show", "bb", "-f", "json").rows == [row]
    assert ask(demo, "office", "show", "UBND", "-f", "json").rows == [row]
    # A later `set` leaves alone what it does not name.
    assert ask(demo, "office", "set", "--name", "Xã").code == 0
    (later,) = ask(demo, "office", "show", "-f", "json").rows
    assert later == row | {"office": "Xã"}


def test_the_name_is_that_of_the_ledger_unless_another_is_given(demo: Path, tmp_path: Path) -> None:
    assert ask(demo, "office", "set", "--mark", "BB").code == 0
    (row,) = ask(demo, "office", "show", "-f", "json").rows
    assert row["office"] == "Năm văn bản mẫu"
    bare = tmp_path / "bare.db"
    assert run("init", db=bare).code == 0
    assert "--name" in refused(ask(bare, "office", "set", "--mark", "BB"), 3)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nothing to set"),
        (("--mark", "bb"), "no mark of an office"),
        (("--mark", "2B"), "no mark of an office"),
        (("--mark", "ABCDEFGHIJKLM"), "no mark of an office"),
        (("--unit", "nowhere"), "no unit"),
        (("--key", __file__), "cannot be read"),
    ],
)
def test_what_cannot_be_set_is_refused(demo: Path, words: tuple[str, ...], said: str) -> None:
    assert said in refused(ask(demo, "office", "set", *words), 3)
    assert "not registered" in refused(ask(demo, "office", "show"), 3)
    assert ask(demo, "office", "list", "-f", "json").rows == []


def test_a_file_without_a_public_key_is_refused(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "x.pub").write_text('ssh-ed25519 AAAA\n* command="x"')
    assert "no public key" in refused(ask(demo, "office", "set", "--key", tmp_path / "x.pub"), 3)


def test_a_mark_stays_once_a_bundle_bears_it(demo: Path, tmp_path: Path) -> None:
    registered(demo)
    assert ask(demo, "office", "set", "--mark", "BBO").code == 0
    assert ask(demo, "bundle", "make", "-o", tmp_path / "a.goi").code == 0
    assert "BBO was given out" in refused(ask(demo, "office", "set", "--mark", "BB"), 3)
    assert ask(demo, "office", "set", "--mark", "BBO", "--note", "x").code == 0


def test_numbers_given_from_then_on_bear_the_mark_and_are_found_with_and_without(
    demo: Path,
) -> None:
    registered(demo)
    added = ask(demo, "task", "add", "--title", "Việc mới", "--due", "2024", "-f", "json")
    assert added.rows[0]["task"] == "NV2024-006/BB"
    for words in ("NV2024-006", "NV2024-6/BB", "nv2024-006/bb"):
        found = ask(demo, "task", "show", words, "-f", "json")
        assert found.code == 0, found.err
        assert "NV2024-006/BB" in found.out
    # Of two years, as before; and one that was given before there was a mark is found by it, too.
    assert "NV2023-006\n  NV2024-006/BB" in refused(ask(demo, "task", "show", "6/BB"), 3)
    assert ask(demo, "task", "show", "NV2024-001/BB").code == 0
    assert ask(demo, "log", "--task", "NV2024-001/BB").code == 0
    assert "no task" in refused(ask(demo, "task", "show", "NV2024-001/CC"), 3)
    assert ask(demo, "task", "done", "NV2024-6", "--on", "2024-07-01").code == 0


def test_a_number_of_several_offices_is_asked_about_and_nothing_is_done(demo: Path) -> None:
    registered(demo)
    for _ in range(2):
        assert ask(demo, "task", "add", "--title", "Việc mới", "--due", "2025").code == 0
    from_province(demo, "NV2024-007/LC")
    from_province(demo, "NV2024-001/LC")
    for words in ("NV2024-007", "7"):
        said = refused(ask(demo, "task", "done", words), 3)
        assert "NV2024-007/BB" in said
        assert "NV2024-007/LC" in said
    # The whole number of one that bears no mark names that one.
    assert ask(demo, "task", "done", "NV2024-001", "NV2024-007/LC").code == 0
    state = {row["task"]: row["state"] for row in ask(demo, "task", "list", "-f", "json").rows}
    reported = [number for number, each in state.items() if each == "reported"]
    assert sorted(reported) == ["NV2024-001", "NV2024-007/LC"]


def from_province(db: Path, number: str) -> None:
    """A task as a bundle of another office brings it."""
    occasion = Occasion("An", "ntmtrack test", datetime(2024, 7, 9, tzinfo=UTC), kind="bundle")
    with writing(db, occasion) as change:
        facts = {"title": "Việc tỉnh giao", "due_precision": "none", "state": "open"}
        key = change.insert("task", {"number": number, **facts})
        change.insert("task_event", {"task_id": key, "kind": "added", "happened_on": "2024-07-01"})


def test_an_office_is_registered_by_a_bundle_of_it(
    demo: Path, tmp_path: Path, keys: dict[str, Path]
) -> None:
    commune, province = tmp_path / "commune.db", tmp_path / "province.db"
    shutil.copy(demo, commune)
    assert run("init", db=province).code == 0
    for db in (province,):
        assert ask(db, "unit", "add", "Tỉnh Lai Châu", "--code", "12").code == 0
        assert ask(db, "unit", "add", "Xã Bản Bo", "--code", "03424", "--under", "12").code == 0
    registered(commune, "--key", keys["own"])
    signed, plain = tmp_path / "signed.goi", tmp_path / "plain.goi"
    assert ask(commune, "bundle", "make", "-o", signed, "--key", keys["own"]).code == 0
    assert ask(commune, "bundle", "make", "-o", plain).code == 0
    add = ("office", "add", "--unit", "03424", "--from")
    by_other = ask(province, *add, signed, "--key", keys["other"])
    assert "not by that key" in refused(by_other, 3)
    assert ask(province, "office", "list", "-f", "json").rows == []
    added = ask(province, *add, signed)
    assert added.code == 0, added.err
    assert "SHA256:" in added.out
    (row,) = ask(province, "office", "list", "-f", "json").rows
    assert (row["mark"], row["unit_name"], row["own"]) == ("BB", "Xã Bản Bo", False)
    # Known, it may be given another unit; its key stays.
    assert ask(province, "office", "add", "--unit", "12", "--from", plain).code == 0
    (later,) = ask(province, "office", "list", "-f", "json").rows
    assert (later["unit"], later["key"], later["uid"]) == ("12", row["key"], row["uid"])
    assert "the mark BB is that of" in refused(
        ask(province, "office", "set", "--name", "Tỉnh", "--mark", "BB", "--unit", "12"), 3
    )
    assert "this office" in refused(ask(commune, *add, signed), 3)
    assert "there is no office xyz" in refused(ask(province, "office", "show", "xyz"), 3)


def test_an_office_that_signs_nothing_is_registered_as_one(
    demo: Path, tmp_path: Path, new: Path
) -> None:
    registered(demo)
    plain = tmp_path / "plain.goi"
    assert ask(demo, "bundle", "make", "-o", plain).code == 0
    assert ask(new, "unit", "add", "Xã Bản Bo", "--code", "03424").code == 0
    added = ask(new, "office", "add", "--from", plain, "--unit", "03424")
    assert "It signs nothing" in added.out
    (row,) = ask(new, "office", "list", "-f", "json").rows
    assert row["key"] is None
