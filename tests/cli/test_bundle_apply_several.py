"""`bundle apply` of several files, or of a folder: all of them or none, and a change for each."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.exchange import bundle_folder
from tests.factories import ADVANCED, done
from tests.run import refused, rows, run

PROVINCE, FIRST, SECOND = "12", "03427", "03439"
UNITS = (
    ("Tỉnh Lai Châu", "province", PROVINCE),
    ("Xã Bản Bo", "commune", FIRST),
    ("Xã Bình Lư", "commune", SECOND),
)
OFFICES = (
    ("p", "VPĐP tỉnh", "LC", PROVINCE),
    ("a", "Xã Bản Bo", "BB", FIRST),
    ("b", "Xã Bình Lư", "BL", SECOND),
)
OWN = ("uid", "hash", "previous_hash", "recorded_at", "command")
"""What every run gives anew."""


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province that knows two communes, and what each of these wrote: two bundles each."""
    place = tmp_path_factory.mktemp("begun")
    for name, office, mark, unit in OFFICES:
        db = place / f"{name}.db"
        run("init", db=db)
        for words, kind, code in UNITS:
            under = () if code == PROVINCE else ("--under", PROVINCE)
            done("unit", "add", words, "--kind", kind, "--code", code, *under, db=db)
        done("office", "set", "--name", office, "--mark", mark, "--unit", unit, db=db)
    for name, _, _, unit in OFFICES[1:]:
        db = place / f"{name}.db"
        done("task", "add", unit, "--title", "Làm đường", db=db)
        done("bundle", "make", "-o", place / f"{name}1.goi", db=db)
        done("office", "add", "--from", place / f"{name}1.goi", "--unit", unit, db=place / "p.db")
        day = ("--on", "2024-06-30")
        done("assess", unit, "--set", ADVANCED, "--unmet", "1,2", *day, db=db)
        done("assess", "binh lu", "--set", ADVANCED, "--unmet", "5", *day, db=db)
        last = rows("log", "list", "--limit", "2", db=db)[-1]["change"]
        done("bundle", "make", "--since", last, "-o", place / f"{name}2.goi", db=db)
    return place


@pytest.fixture
def place(begun: Path, tmp_path: Path) -> Path:
    for each in begun.iterdir():
        if each.is_file():
            shutil.copy(each, tmp_path)
    return tmp_path


BACKWARDS = ("b2", "b1", "a2", "a1")


def apply(place: Path, *names: str, more: tuple[str, ...] = ()) -> dict[str, Any]:
    files = [place / f"{name}.goi" for name in names]
    result = run("bundle", "apply", *files, *more, "-f", "json", db=place / "p.db")
    assert result.code == 0, result.err
    return dict(json.loads(result.out))


def content(db: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of a ledger, but for what every run gives anew."""
    found = {}
    with closing(sqlite3.connect(db)) as conn:
        conn.row_factory = sqlite3.Row
        tables = [
            name
            for (name,) in conn.execute("select name from sqlite_master where type = 'table'")
            if name not in ("sqlite_stat1", "sqlite_sequence", "_sqlite_migrations")
        ]
        for table in tables:
            found[table] = [
                {key: each[key] for key in each.keys() if key not in OWN}  # noqa: SIM118
                for each in conn.execute(f"select * from {table} order by 1, 2")
            ]
    return found


def test_together_they_come_to_what_they_come_to_one_by_one(place: Path) -> None:
    shutil.copy(place / "p.db", place / "q.db")
    told = apply(place, *BACKWARDS)
    for name in ("a1", "a2", "b1", "b2"):
        assert run("bundle", "apply", place / f"{name}.goi", db=place / "q.db").code == 0
    assert content(place / "p.db") == content(place / "q.db")
    assert run("check", db=place / "p.db").code == run("check", db=place / "q.db").code
    parts = ("applied", "same", "conflict", "waiting", "refused")
    for each in (*told["rows"], told["summary"]):
        assert each["received"] == sum(each[part] for part in parts)
    for part in ("received", *parts):
        assert told["summary"][part] == sum(each[part] for each in told["rows"])


def test_they_come_by_office_and_number_however_they_are_named(place: Path) -> None:
    told = apply(place, *BACKWARDS)
    # Those of which rows were refused stand below the others.
    files = {Path(row["file"]).stem: row["change"] for row in told["rows"]}
    assert sorted(files, key=lambda name: files[name]) == ["a1", "a2", "b1", "b2"]
    assert not [note for note in told["notes"] if "Missing" in note]
    assert told["summary"]["waiting"] == 0


def test_what_was_refused_is_told_with_the_name_of_its_bundle(place: Path) -> None:
    told = apply(place, "a1", "a2", "b1", "b2")
    a2 = str(place / "a2.goi")
    [note] = [note for note in told["notes"] if "was refused" in note]
    assert note.startswith(f"{a2}: Xã Bình Lư, 5 was refused: Xã Bản Bo may not write about")
    assert [row["file"] for row in told["rows"] if row["refused"]] == [a2]
    again = ("bundle", "apply", place / "b1.goi", place / "b2.goi")
    assert run(*again, "--check", db=place / "p.db").code == 0


def test_check_finds_what_was_refused_in_any_of_them(place: Path) -> None:
    result = run(
        *("bundle", "apply", place / "a1.goi", place / "a2.goi", place / "b1.goi", "--check"),
        db=place / "p.db",
    )
    assert result.code == 1
    assert "Rows of these were refused, or wait" in result.out


def test_what_a_later_one_settles_does_not_wait_any_more(place: Path) -> None:
    # A row of the second names rows that only the first brings.
    waits = apply(place, "a2")
    assert waits["summary"]["waiting"] > 0
    told = apply(place, "a1", "b1")
    assert told["summary"]["moved"] > 0
    assert rows("bundle", "refused", db=place / "p.db") != []
    assert all(row["outcome"] == "refused" for row in rows("bundle", "refused", db=place / "p.db"))


def test_one_that_is_unfit_keeps_all_away(place: Path) -> None:
    before = (place / "p.db").read_bytes()
    whole = (place / "b1.goi").read_bytes()
    (place / "b3.goi").write_bytes(whole[: len(whole) // 2])
    files = [place / f"{name}.goi" for name in ("a1", "b3", "b2")]
    complaint = " ".join(refused(run("bundle", "apply", *files, db=place / "p.db"), 3).split())
    assert "it is no bundle, or a part of it is missing" in complaint
    assert (
        f"none of the 3 bundles was taken in; leave {place / 'b3.goi'} out to take in the others"
        in complaint
    )
    assert (place / "p.db").read_bytes() == before
    assert not (place / "p.db.backups").exists()


def test_one_of_an_unknown_office_keeps_all_away(place: Path) -> None:
    done("bundle", "make", "-o", place / "p1.goi", db=place / "p.db")
    before = (place / "b.db").read_bytes()
    done("office", "add", "--from", place / "a1.goi", "--unit", FIRST, db=place / "b.db")
    known = (place / "b.db").read_bytes()
    assert known != before
    files = (place / "a1.goi", place / "p1.goi")
    complaint = refused(run("bundle", "apply", *files, db=place / "b.db"), 3)
    assert "is not registered here" in complaint
    assert "none of the 2 bundles" in complaint
    assert (place / "b.db").read_bytes() == known


def test_a_preview_of_several_writes_nothing(place: Path) -> None:
    before = (place / "p.db").read_bytes()
    seen = apply(place, *BACKWARDS, more=("--preview",))
    assert (place / "p.db").read_bytes() == before
    told = apply(place, *BACKWARDS)
    assert seen["summary"] == told["summary"]
    assert seen["notes"] == ["Preview: nothing has been written.", *told["notes"]]


def test_there_is_one_copy_before_and_the_same_twice_brings_nothing(place: Path) -> None:
    told = apply(place, "a1", "a1", "b1")
    assert [row["change"] is None for row in told["rows"]] == [False, True, False]
    assert len(list((place / "p.db.backups").glob("*.db"))) == 1
    before = (place / "p.db").read_bytes()
    again = apply(place, "a1", "b1")
    assert "All of it was here already; nothing was written." in again["notes"]
    assert (place / "p.db").read_bytes() == before


def test_each_is_undone_by_itself_the_newest_first(place: Path) -> None:
    db = place / "p.db"
    told = apply(place, "a1", "b1")
    numbers = {Path(row["file"]).stem: str(row["change"]) for row in told["rows"]}
    assert len(rows("task", "list", db=db)) == 2
    complaint = refused(run("undo", numbers["a1"], "--yes", db=db), 3)
    assert f"later ones build on it: {numbers['b1']}" in complaint
    assert run("undo", numbers["b1"], "--yes", db=db).code == 0
    assert [row["unit_name"] for row in rows("task", "list", db=db)] == ["Xã Bản Bo"]
    assert run("undo", numbers["a1"], "--yes", db=db).code == 0
    assert rows("task", "list", db=db) == []


def test_of_a_folder_every_bundle_is_taken_in(place: Path) -> None:
    post = place / "post"
    (post / "older").mkdir(parents=True)
    shutil.copy(place / "a1.goi", post)
    shutil.copy(place / "b1.goi", post)
    shutil.copy(place / "b2.goi", post / "older")
    shutil.copy(place / "b2.goi", post / ".b2.goi")
    (post / "thư.txt").write_text("kèm theo", "utf-8")
    result = run("bundle", "apply", post, "-f", "json", db=place / "p.db")
    assert result.code == 0, result.err
    assert [Path(row["file"]).name for row in result.rows] == ["a1.goi", "b1.goi"]
    notes = json.loads(result.out)["notes"]
    assert f"1 file is no bundle and was passed over: {post / 'thư.txt'}" in notes


def test_a_folder_with_one_bundle_tells_of_it_as_of_a_file(place: Path) -> None:
    (place / "post").mkdir()
    shutil.copy(place / "a1.goi", place / "post")
    shutil.copy(place / "p.db", place / "q.db")
    by_folder = run("bundle", "apply", place / "post", db=place / "p.db")
    by_file = run("bundle", "apply", place / "a1.goi", db=place / "q.db")
    assert by_folder.out == by_file.out


def test_an_empty_folder_and_too_many_are_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "post").mkdir()
    complaint = refused(run("bundle", "apply", place / "post", db=place / "p.db"), 3)
    assert "there is no bundle in the folder" in complaint
    monkeypatch.setattr(bundle_folder, "MOST_AT_ONCE", 1)
    files = (place / "a1.goi", place / "b1.goi")
    complaint = refused(run("bundle", "apply", *files, db=place / "p.db"), 3)
    assert "more than 1 bundles cannot be taken in at once" in complaint
