"""Bundles made, looked into and listed, as an officer does it."""

import json
import shutil
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.test_office import ask, keys, registered
from tests.factories import ADVANCED
from tests.run import refused, run

__all__ = ["keys"]


@pytest.fixture
def office(demo: Path) -> Path:
    """The demo as the ledger of an office that may give bundles."""
    registered(demo)
    return demo


def bundles(db: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(db)) as conn:
        rows = conn.execute("select way, number, to_uid, signature, counts, sha256 from bundle")
        return rows.fetchall()


def changes(db: Path) -> int:
    with closing(sqlite3.connect(db)) as conn:
        return int(conn.execute("select count(*) from change").fetchone()[0])


def inspected(path: Path, db: Path | None = None) -> dict[str, object]:
    found = run("bundle", "inspect", path, "-f", "json", db=db or path.with_name("none.db"))
    assert found.code == 0, found.err
    return dict(json.loads(found.out))


def words(db: Path, path: Path) -> str:
    """What a look into a bundle says, without its line breaks."""
    return " ".join(ask(db, "bundle", "inspect", path).out.split())


def test_without_an_office_no_bundle_is_made_and_the_way_is_told(
    demo: Path, tmp_path: Path
) -> None:
    said = refused(ask(demo, "bundle", "make", "-o", tmp_path / "a.goi"), 3)
    assert "ntmtrack office set --name" in said
    assert ask(demo, "office", "set", "--mark", "BB").code == 0
    said = refused(ask(demo, "bundle", "make", "-o", tmp_path / "a.goi"), 3)
    assert "--unit" in said.partition("\n")[0]
    assert not (tmp_path / "a.goi").exists()
    assert "No bundle was made" in ask(demo, "bundle", "list").out


def test_a_bundle_is_made_recorded_and_looked_into_without_a_ledger(
    office: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.goi"
    made = ask(office, "bundle", "make", "-o", path, "-f", "json")
    assert made.code == 0, made.err
    (row,) = made.rows
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert row["bytes"] == path.stat().st_size
    ((way, number, to, signature, counts, sha256),) = bundles(office)
    assert (way, number, to, signature) == ("made", 1, None, "none")
    assert json.loads(str(counts)) == {key: row[key] for key in ("changes", "ops", "evidence")}
    told = inspected(path)
    assert told["number"] == 1
    assert told["sha256"] == sha256 == row["sha256"]
    assert told["signature"] == "none"
    assert "new" not in told
    assert told["office"]["mark"] == "BB"  # type: ignore[index]
    assert list(told["covers"].values()) == [[[1, 2]]]  # type: ignore[attr-defined]
    assert sum(sum(each.values()) for each in told["rows"].values()) == row["ops"]  # type: ignore[attr-defined]
    (listed,) = ask(office, "bundle", "list", "-f", "json").rows
    assert (listed["way"], listed["ops"], listed["applied"]) == ("made", row["ops"], None)
    said = run("bundle", "inspect", path, db=tmp_path / "none.db").out
    assert "Whole are its changes 1–2." in said
    assert "It is not signed" in said
    assert "made by this office" in ask(office, "bundle", "inspect", path).out


def test_nothing_is_written_over_and_nothing_is_left_of_what_fails(
    office: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.goi"
    path.write_text("mine")
    before = changes(office)
    assert "is there already" in refused(ask(office, "bundle", "make", "-o", path), 3)
    assert path.read_text() == "mine"
    nowhere = tmp_path / "no" / "a.goi"
    assert "cannot be written" in refused(ask(office, "bundle", "make", "-o", nowhere), 3)
    odd = ask(office, "bundle", "make", "-o", tmp_path / "b.goi", "--columns", "nothing")
    assert "nothing" in refused(odd, 3)
    for words in (("--since", "99"), ("--since", "2030-01-01"), ("--to", "ai"), ("--to", "BB")):
        refused(ask(office, "bundle", "make", "-o", tmp_path / "b.goi", *words), 3)
    assert (changes(office), bundles(office)) == (before, [])
    assert [each.name for each in tmp_path.iterdir() if "goi" in each.name] == ["a.goi"]


def test_a_ledger_that_was_altered_gives_nothing_out(office: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(office)) as conn:
        conn.execute("drop trigger assessment_fixed")
        conn.execute("update assessment set note = 'x' where id = 1")
        conn.commit()
    said = refused(ask(office, "bundle", "make", "-o", tmp_path / "a.goi"), 3)
    assert "change 1 is not what its hash says" in said
    assert bundles(office) == []


def test_since_a_change_or_a_day_only_what_was_done_then(office: Path, tmp_path: Path) -> None:
    assert ask(office, "task", "done", "NV2024-001", "--on", "2024-07-01").code == 0
    by_number, by_day = tmp_path / "a.goi", tmp_path / "b.goi"
    assert ask(office, "bundle", "make", "-o", by_number, "--since", "3").code == 0
    assert inspected(by_number)["rows"] == {
        "task": {"update": 1},
        "task_event": {"insert": 1},
    }
    assert ask(office, "bundle", "make", "-o", by_day, "--since", "2020-01-01").code == 0
    assert inspected(by_day)["since"] == 1
    assert ask(office, "bundle", "make", "-o", tmp_path / "c.goi", "--since", "c5").code == 0
    empty = inspected(tmp_path / "c.goi")
    assert (empty["counts"], empty["rows"]) == ({"changes": 0, "ops": 0, "evidence": 0}, {})
    # Changes 2, 4 and 5 hold nothing that travels: nobody misses them.
    covered = [list(inspected(each)["covers"].values()) for each in (by_number, tmp_path / "c.goi")]  # type: ignore[attr-defined]
    assert covered == [[[[2, 3]]], [[[4, 5]]]]
    assert [row["number"] for row in ask(office, "bundle", "list", "-f", "json").rows] == [1, 2, 3]


def test_a_unit_keeps_its_neighbours_out(office: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.goi"
    assert ask(office, "bundle", "make", "-o", path, "--unit", "binh an, lam binh").code == 0
    told = inspected(path)
    assert told["unit"] is not None
    # The change that holds everything was told in part; the second has nothing that travels.
    assert list(told["covers"].values()) == [[[2, 2]]]  # type: ignore[attr-defined]
    names = [
        op["after"]["name"]
        for line in unpacked(path).splitlines()
        for op in json.loads(line)["ops"]
        if op["table"] in ("unit_version", "agency")
    ]
    assert names == ["Tỉnh Tuyên Quang", "Huyện Lâm Bình", "Xã Bình An"]
    assert "only a part is in it" in ask(office, "bundle", "inspect", path).out


def unpacked(path: Path) -> bytes:
    with zipfile.ZipFile(path) as container:
        return container.read("changes.jsonl")


def test_evidence_goes_along_and_what_is_missing_or_changed_is_told(
    office: Path, tmp_path: Path
) -> None:
    for name in ("kept", "changed", "gone"):
        file = tmp_path / f"{name}.pdf"
        file.write_text(name)
        given = ("evidence", "ban bo", "3", "--set", ADVANCED, "--file", file)
        result = ask(office, *given)
        assert result.code == 0, result.err
    (tmp_path / "changed.pdf").write_text("other")
    (tmp_path / "gone.pdf").unlink()
    without, path = tmp_path / "a.goi", tmp_path / "b.goi"
    assert ask(office, "bundle", "make", "-o", without).code == 0
    assert inspected(without)["counts"]["evidence"] == 0  # type: ignore[index]
    made = ask(office, "bundle", "make", "-o", path, "--evidence")
    assert "changed.pdf was changed since" in made.out
    assert "gone.pdf is not there any more" in made.out
    assert "kept.pdf" not in made.out
    assert inspected(path)["counts"]["evidence"] == 1  # type: ignore[index]
    # Where it lies in this house is nobody's business.
    assert str(tmp_path).encode() not in unpacked(path).replace(b"--db", b"").split(b'"ops"')[-1]


def test_a_signature_is_that_of_the_key_of_the_office(
    office: Path, tmp_path: Path, keys: dict[str, Path], new: Path
) -> None:
    path, make = tmp_path / "a.goi", ("bundle", "make", "-o")
    said = refused(ask(office, *make, path, "--key", keys["own"]), 3)
    assert "ntmtrack office set --key" in said
    assert ask(office, "office", "set", "--key", keys["own"]).code == 0
    assert "not the key of this office" in refused(
        ask(office, *make, path, "--key", keys["other"]), 3
    )
    both = ask(office, *make, path, "--key", keys["own"], "--unsigned")
    assert "do not go together" in refused(both, 3)
    # A private key with the public key of another beside it.
    shutil.copy(keys["other"], tmp_path / "false")
    shutil.copy(keys["own"].with_suffix(".pub"), tmp_path / "false.pub")
    assert refused(ask(office, *make, path, "--key", tmp_path / "false"), 3)
    assert bundles(office) == []
    assert ask(office, *make, path, "--key", keys["own"]).code == 0
    assert bundles(office)[0][3] == "good"
    assert inspected(path)["signature"] == "unknown"
    assert inspected(path, office)["signature"] == "good"
    assert "good, by the key that is kept" in words(office, path)
    assert "is not kept here" in words(new, path)


def test_the_settings_name_the_key_that_signs(
    office: Path, tmp_path: Path, keys: dict[str, Path]
) -> None:
    config = tmp_path / "config.toml"
    env = {"NTMTRACK_CONFIG": str(config)}
    assert ask(office, "office", "set", "--key", keys["own"]).code == 0
    config.write_text(f'[exchange]\nkey = "{keys["own"]}"\n')
    assert ask(office, "bundle", "make", "-o", tmp_path / "a.goi", env=env).code == 0
    unsigned = ("bundle", "make", "-o", tmp_path / "b.goi", "--unsigned")
    assert ask(office, *unsigned, env=env).code == 0
    assert [row[3] for row in bundles(office)] == ["good", "none"]
    config.write_text("[exchange]\nother = 1\n")
    odd = ask(office, "bundle", "make", "-o", tmp_path / "c.goi", env=env)
    assert "[exchange]" in refused(odd, 3)


def test_without_ssh_keygen_it_is_said_so(
    office: Path, tmp_path: Path, keys: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.goi"
    assert ask(office, "office", "set", "--key", keys["own"]).code == 0
    assert ask(office, "bundle", "make", "-o", path, "--key", keys["own"]).code == 0
    monkeypatch.setattr(shutil, "which", lambda name: None)
    again = ask(office, "bundle", "make", "-o", tmp_path / "b.goi", "--key", keys["own"])
    assert "`ssh-keygen` of OpenSSH is not installed" in refused(again, 3)
    assert inspected(path)["signature"] == "unchecked"
    assert "was not checked" in ask(office, "bundle", "inspect", path).out


def test_an_altered_manifest_does_not_fit_its_signature(
    office: Path, tmp_path: Path, keys: dict[str, Path], new: Path
) -> None:
    path, forged = tmp_path / "a.goi", tmp_path / "b.goi"
    assert ask(office, "office", "set", "--key", keys["own"]).code == 0
    assert ask(office, "bundle", "make", "-o", path, "--key", keys["own"]).code == 0
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(forged, "w") as made:
        for info in old.infolist():
            made.writestr(info, old.read(info).replace(b'"number": 1', b'"number": 7'))
    assert inspected(forged)["signature"] == "bad"
    assert "does not fit" in ask(office, "bundle", "inspect", forged).out
    assert ask(new, "unit", "add", "Xã Bản Bo", "--code", "03424").code == 0
    refused(ask(new, "office", "add", "--from", forged, "--unit", "03424"), 3)
    # By another key than the one that is kept.
    assert ask(new, "office", "add", "--from", path, "--unit", "03424").code == 0
    assert ask(office, "office", "set", "--key", keys["other"]).code == 0
    other = tmp_path / "c.goi"
    assert ask(office, "bundle", "make", "-o", other, "--key", keys["other"]).code == 0
    assert inspected(other, new)["signature"] == "other"
    assert "is not the key that is kept" in words(new, other)


def test_beside_a_ledger_it_is_told_what_is_new_and_what_is_missing(
    office: Path, tmp_path: Path, new: Path
) -> None:
    assert ask(office, "task", "done", "NV2024-001", "--on", "2024-07-01").code == 0
    path = tmp_path / "a.goi"
    assert ask(office, "bundle", "make", "-o", path, "--since", "3").code == 0
    said = words(new, path)
    assert "is not registered here: `ntmtrack office add --from FILE" in said
    assert "1 change of it is not here yet." in said
    # Change 2 holds nothing that travels.
    assert "Changes 1 of UBND BB are neither here nor in it" in said
    told = inspected(path, new)
    assert (told["known"], told["new"], told["missing"]) == (False, 1, [[1, 1]])


def test_what_is_said_of_bundles_is_said_in_vietnamese_too(office: Path, tmp_path: Path) -> None:
    made = ask(office, "bundle", "make", "-o", tmp_path / "a.goi", lang="vi")
    assert made.code == 0
    assert run("bundle", "list", db=office, lang="vi").code == 0
