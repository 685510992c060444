"""`export --all` and `import --all`: everything out, and a new ledger of it."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.test_known import ASKED
from tests.factories import ADVANCED, BASIC, TODAY, done
from tests.run import ROOT, refused, rows, run, spawn


def dump(path: Path) -> str:
    with closing(sqlite3.connect(path)) as conn:
        return "\n".join(conn.iterdump())


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }


@pytest.fixture(scope="module")
def lived(_pristine_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo after a year of work: every kind of command has written in it."""
    db = tmp_path_factory.mktemp("lived") / "ledger.db"
    shutil.copy(_pristine_demo, db)
    mapping = ROOT / "ntmtrack" / "data" / "mappings" / "xa-ntm-2016-2020--xa-ntm-2021-2025.toml"
    judged = ("assess", "ban bo", "--set", ADVANCED)
    for words in (
        (*judged, "--met", "3,4", "--on", "10/1/2024", "--note", '<b>&"x"\n=1+1 ế😀'),
        (*judged, "--unmet", "3", "--on", "10/6/2024"),
        ("task", "extend", "NV2023-001", "--to", "31/12/2024", "--reason", "Mưa lũ"),
        ("task", "done", "NV2023-002", "--on", "1/6/2024"),
        ("milestone", "ban bo", "17.8", "82,5", "--set", ADVANCED, "--by", "12/2024"),
        ("agency", "set", "BCD-BB", "--name", "Ban Chỉ đạo xã Bản Bo", "--mail", "a@xa.vn"),
        ("criteria", "load", mapping),
        ("unit", "add", "Xã Mới", "--code", "99001"),
        ("period", "close", "2024-H1"),
    ):
        result = run(*words, db=db, today=TODAY)
        assert result.code == 0, result.err
    return db


@pytest.fixture(scope="module")
def folder(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of it as files."""
    place = tmp_path_factory.mktemp("given") / "out"
    done("export", "--all", place, db=lived)
    return place


@pytest.fixture
def bad(folder: Path, tmp_path: Path) -> Path:
    """A copy of the folder, to be spoilt."""
    return shutil.copytree(folder, tmp_path / "bad")


# Out


def test_it_writes_a_file_for_each_table_and_each_set_and_says_what_is_in_them(
    lived: Path, folder: Path
) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    found = content(folder)
    assert manifest["files"].keys() == found.keys() - {"manifest.json"}
    for name, entry in manifest["files"].items():
        assert entry["bytes"] == len(found[name])
        assert entry["sha256"] == hashlib.sha256(found[name]).hexdigest()
        if name.startswith("tables/"):
            assert entry["rows"] == found[name].count(b"\n")
    with closing(sqlite3.connect(lived)) as conn:
        last = conn.execute("select id, hash from change order by id desc").fetchone()
        (titles,) = conn.execute("select group_concat(title) from (select * from task)").fetchone()
    assert (manifest["change"], manifest["hash"]) == last
    assert manifest["office"] == "Năm văn bản mẫu"
    told = [json.loads(line) for line in found["tables/task.jsonl"].splitlines()]
    assert ",".join(row["title"] for row in told) == titles
    assert f"criteria/{BASIC}.toml" in found
    assert "## assessment" in found["SCHEMA.md"].decode()


def test_what_it_says_is_what_it_wrote(lived: Path, tmp_path: Path) -> None:
    said = run("export", "--all", tmp_path / "out", "-f", "json", db=lived)
    assert said.code == 0, said.err
    told = {row["file"]: (row["rows"], row["bytes"]) for row in said.rows}
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    entries = manifest["files"].items()
    assert told == {name: (entry.get("rows"), entry["bytes"]) for name, entry in entries}
    assert "import --all DIR" in json.loads(said.out)["notes"][-1]


def test_only_its_owner_may_read_it(folder: Path) -> None:
    assert {each.stat().st_mode & 0o077 for each in (folder, *folder.rglob("*"))} == {0}


def test_the_same_ledger_gives_the_same_bytes(lived: Path, folder: Path, tmp_path: Path) -> None:
    before = lived.read_bytes()
    done("--lang", "vi", "export", "--all", tmp_path / "out", db=lived, today="2025-01-01")
    assert content(tmp_path / "out") == content(folder)
    assert lived.read_bytes() == before


def test_the_criteria_are_read_by_criteria_load(folder: Path, lived: Path) -> None:
    found = sorted((folder / "criteria").glob("*.toml"))
    assert "xa-ntm-2016-2020--xa-ntm-2021-2025.toml" in [each.name for each in found]
    for each in found:
        said = run("criteria", "load", each, db=lived)
        assert said.code == 0, said.err
        assert "the same content" in said.out or "same" in said.out, said.out


def test_an_empty_folder_is_filled_and_one_that_is_not_is_left_alone(
    lived: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert run("export", "--all", tmp_path / "empty", db=lived).code == 0
    before = content(tmp_path / "empty")
    for place in (tmp_path / "empty", tmp_path):
        assert "not empty" in refused(run("export", "--all", place, db=lived), 3)
    assert content(tmp_path / "empty") == before
    assert [each.name for each in tmp_path.iterdir()] == ["empty"]


def test_a_place_that_cannot_be_is_refused(lived: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("của tôi")
    (tmp_path / "nowhere").symlink_to(tmp_path / "none" / "none")
    for place in ("file", "file/out", "none/out", "x" * 300, "nowhere"):
        complaint = refused(run("export", "--all", tmp_path / place, db=lived), 3)
        assert len(complaint.splitlines()) == 2
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "nowhere"]


def test_it_gives_one_table_by_the_o_of_its_command_and_says_so(lived: Path) -> None:
    assert "-o FILE" in " ".join(run("export", "--help").out.split())
    assert "--all is missing" in refused(run("export", db=lived), 2)


def test_a_full_disk_leaves_nothing(lived: Path, tmp_path: Path) -> None:
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000));"
        "from ntmtrack.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    python = [sys.executable, "-c", program, "--lang", "en"]
    ended = subprocess.run(
        [*python, "--db", lived, "export", "--all", tmp_path / "out"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    assert ended.returncode == 3, ended.stderr
    assert "cannot be written" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_answer_that_cannot_be_given_leaves_no_folder(lived: Path, tmp_path: Path) -> None:
    for words in (("--columns", "none"), ("-o", tmp_path / "none" / "x.csv"), ("-o", lived)):
        refused(run("export", "--all", tmp_path / "out", *words, db=lived), 3)
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_that_was_changed_by_others_goes_out_and_that_is_said(
    demo: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(demo, isolation_level=None)) as conn:
        conn.execute("drop trigger assessment_fixed")
        conn.execute("update assessment set verdict = 'met'")
    said = run("export", "--all", tmp_path / "out", "-f", "json", db=demo)
    notes = json.loads(said.out)["notes"]
    assert "The folder cannot be read back: change 1 is not what its hash says." in notes
    complaint = refused(run("import", "--all", tmp_path / "out", db=tmp_path / "new.db"), 3)
    assert "change 1 is not what its hash says" in complaint


def test_letters_that_are_none_are_named(demo: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(demo, isolation_level=None)) as conn:
        conn.execute("drop trigger assessment_fixed")
        conn.execute("update assessment set note = cast(x'41ff42' as text)")
    complaint = refused(run("export", "--all", tmp_path / "out", db=demo), 4)
    assert "the table assessment holds text that is not UTF-8" in complaint
    assert [each.name for each in tmp_path.iterdir()] == ["demo.db"]


def test_a_code_that_no_file_can_be_named_by_has_a_file_all_the_same(
    new: Path, tmp_path: Path
) -> None:
    given = (ROOT / "ntmtrack" / "data" / "criteria" / "xa-ntm-2016-2020.toml").read_text("utf-8")
    for code in ("x" * 300, "x" * 301):
        other = tmp_path / "set.toml"
        other.write_text(given.replace('code = "xa-ntm-2016-2020"', f'code = "{code}"'), "utf-8")
        done("criteria", "load", other, db=new)
    done("export", "--all", tmp_path / "out", db=new)
    names = [each.stem for each in (tmp_path / "out" / "criteria").glob("x*")]
    assert {"x" * 100, "x" * 100 + "-2"} <= set(names)
    done("import", "--all", tmp_path / "out", db=tmp_path / "made.db")
    assert dump(tmp_path / "made.db") == dump(new)


# In


def test_what_comes_in_is_the_same_ledger(lived: Path, folder: Path, tmp_path: Path) -> None:
    made = tmp_path / "new.db"
    said = run("import", "--all", folder, "-f", "json", db=made)
    assert said.code == 0, said.err
    assert len(said.rows) == len(content(folder)) - 1
    assert dump(made) == dump(lived)
    assert made.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["new.db"]
    done("export", "--all", tmp_path / "again", db=made)
    assert content(tmp_path / "again") == content(folder)


def test_every_question_is_answered_with_the_same_bytes(
    lived: Path, folder: Path, tmp_path: Path
) -> None:
    made = tmp_path / "new.db"
    done("import", "--all", folder, db=made)
    for asked, words in ASKED.items():
        line = (*asked.split(), *words, "-f", "json")
        told = [run(*line, db=path, today=TODAY) for path in (lived, made)]
        assert told[0] == told[1], asked
        assert told[0].code == 0, (asked, told[0].err)


def test_what_is_written_next_gets_the_same_numbers(
    lived: Path, folder: Path, tmp_path: Path
) -> None:
    made, same = tmp_path / "new.db", tmp_path / "same.db"
    done("import", "--all", folder, db=made)
    shutil.copy(lived, same)
    line = ("task", "add", "ban bo", "--title", "Việc mới", "--due", "30/6/2025")
    assert done(*line, db=made) == done(*line, db=same)
    logs = [rows("log", "--limit", "1", db=path) for path in (made, same)]
    assert [row["change"] for log in logs for row in log] == [logs[0][0]["change"]] * 2


def test_a_ledger_that_is_there_is_never_written_over(demo: Path, folder: Path) -> None:
    before = demo.read_bytes()
    assert "already there" in refused(run("import", "--all", folder, db=demo), 4)
    assert demo.read_bytes() == before


def test_a_new_ledger_that_cannot_be_answered_for_is_not_made(folder: Path, tmp_path: Path) -> None:
    refused(run("import", "--all", folder, "--columns", "none", db=tmp_path / "new.db"), 3)
    assert list(tmp_path.iterdir()) == []


def test_a_kind_is_named_or_all_of_it(folder: Path, tmp_path: Path) -> None:
    refused(run("import", db=tmp_path / "new.db"), 2)
    assert "--all DIR" in run("import", "--help").out
    assert run("import", "-f", "json", f"--all={folder}", db=tmp_path / "new.db").code == 0


# Bad folders: tests/exchange has all of them


UNIT = "tables/unit_version.jsonl"


def test_a_bad_folder_makes_no_ledger(bad: Path, tmp_path: Path) -> None:
    given = (bad / UNIT).read_bytes()
    (bad / UNIT).write_bytes(given.replace(b'"uid":"0', b'"uid":"f', 1))
    complaint = refused(run("import", "--all", bad, db=tmp_path / "new.db"), 3)
    assert f"{UNIT} was changed" in complaint
    assert len(complaint.splitlines()) == 2
    assert [each.name for each in tmp_path.iterdir()] == ["bad"]


@pytest.mark.parametrize("what", ["none", "file", "empty"])
def test_what_is_no_export_at_all(what: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    refused(run("import", "--all", tmp_path / what, db=tmp_path / "new.db"), 3)
    assert not (tmp_path / "new.db").exists()


def test_a_full_disk_makes_no_ledger(folder: Path, tmp_path: Path) -> None:
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000));"
        "from ntmtrack.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    python = [sys.executable, "-c", program, "--lang", "en"]
    ended = subprocess.run(
        [*python, "--db", tmp_path / "new.db", "import", "--all", folder],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    assert ended.returncode == 4, ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_import_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    program = (
        "import os, signal, sys; import ntmtrack.store.whole as whole;"
        "whole.breaks = lambda conn: os.kill(os.getpid(), signal.SIGINT);"
        "from ntmtrack.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, "--db", tmp_path / "new.db", "import", "--all", folder],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    assert ended.returncode == 130, ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_real_process_goes_out_and_in(demo_file: Path, tmp_path: Path) -> None:
    assert spawn("export", "--all", tmp_path / "Sổ đầy đủ", db=demo_file).code == 0
    assert spawn("import", "--all", tmp_path / "Sổ đầy đủ", db=tmp_path / "mới.db").code == 0
    assert dump(tmp_path / "mới.db") == dump(demo_file)
