"""Whatever lies where a file should be: one clear line, soon, and nothing half done."""

import os
import signal
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from ntmtrack.cli.app import COMMANDS
from tests.cli.test_known import below
from tests.factories import ADVANCED, BASIC, TODAY
from tests.run import Result, run, spawn

SOON = 20
"""Seconds after which a command is said to wait for ever."""

KINDS = ("assessments", "tasks", "units", "agencies", "milestones", "products")

READING: dict[str, tuple[object, ...]] = {
    "assess --evidence": ("assess", "ban bo", "17", "met", "--set", ADVANCED, "--evidence", "@"),
    "milestone load file": ("milestone", "load", "@", "--set", ADVANCED),
    "evidence --file": ("evidence", "ban bo", "17", "--set", ADVANCED, "--file", "@"),
    "notice read file": ("notice", "read", "@"),
    "notice add --file": ("notice", "add", "1/TB", "--file", "@"),
    "unit import file": ("unit", "import", "@"),
    "criteria load source": ("criteria", "load", "@"),
    "criteria check source": ("criteria", "check", "@"),
    "criteria diff before": ("criteria", "diff", "@", BASIC),
    "criteria diff after": ("criteria", "diff", BASIC, "@"),
    "criteria map old": ("criteria", "map", "@"),
    "criteria overlay source": ("criteria", "overlay", "@"),
    "import everything --all": ("import", "--all", "@"),
    "restore file": ("restore", "@", "--yes"),
    "bundle inspect file": ("bundle", "inspect", "@"),
    "bundle apply files": ("bundle", "apply", "@"),
    "office add --from": ("office", "add", "--from", "@", "--unit", "ban bo"),
    "office set --key": ("office", "set", "--key", "@"),
    "report --template": ("report", "2024-H1", "--template", "@", "-o", "report.docx"),
}
READING |= {
    f"import {kind} {name}": ("import", kind, *words)
    for kind in KINDS
    for name, words in (("file", ("@",)), ("--map", (__file__, "--map", "@")))
}
"""Every command that reads a file, "@" where its path stands."""

OTHER_KINDS = tuple(f"import {kind} " for kind in KINDS[1:])

WRITING: dict[str, tuple[object, ...]] = {
    "export --all": ("export", "--all", "@"),
    "backup folder": ("backup", "@"),
    "report --template-out": ("report", "--template-out", "@"),
    "unmet -o": ("unmet", "-o", "@"),
    "tally -o": ("tally", "ban bo", "9/19", "-o", "@"),
}
WRITING |= {
    f"import {kind} --save-map": ("import", kind, "sheet.csv", "--save-map", "@") for kind in KINDS
}
"""Every kind of command that writes a file or a folder."""

APART = {
    "init --agencies": "makes a ledger; the sheet is read as `import agencies` reads it",
    "init --mail-password-file": "is only written down; what lies there is read to send",
    "demo --db": "makes a ledger, which has tests of its own",
    "notice draft draft": "is the name of a paper that was read, not a path",
    "notice accept --draft": "is the name of a paper that was read, not a path",
    "notice skip --draft": "is the name of a paper that was read, not a path",
    "notice edit --draft": "is the name of a paper that was read, not a path",
    "notice split --draft": "is the name of a paper that was read, not a path",
    "notice review draft": "is the name of a paper that was read, not a path",
    "bundle make -o": "is no answer; tests of bundles try what lies in its place",
    "bundle make --key": "is read by ssh-keygen; tests of bundles try other keys",
    "office add --key": "is read only beside a bundle; tests of offices try other keys",
    "mail overdue --outbox": "is tried with the rest of mail",
    "mail due --outbox": "is tried with the rest of mail",
    "mail review --outbox": "is tried with the rest of mail",
}


def taking_files() -> Iterator[str]:
    """Every parameter of every command that names a file or a folder, but -o."""
    for name, (module, _) in COMMANDS.items():
        command: Any = get_command(import_module(module).app)
        for path, each in below(name, command):
            for param in each.params:
                metavar = str(param.metavar or "")
                if ("FILE" in metavar or "DIR" in metavar) and param.name != "output":
                    yield f"{path} {param.opts[0]}"


def test_every_command_that_takes_a_file_is_tried_here() -> None:
    rejected = {f"import {kind} --rejected" for kind in KINDS}
    tried_here = {*READING, *WRITING, *rejected, *APART} - {"unmet -o", "tally -o"}
    assert set(taking_files()) == tried_here


@contextmanager
def soon() -> Iterator[None]:
    """What waits for ever is a failure, and ends."""

    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SOON)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def tried(words: tuple[object, ...], path: object, db: Path) -> Result:
    argv = [path if word == "@" else word for word in words]
    with soon():
        return run(*argv, db=db, today=TODAY)


def told_once(result: Result) -> None:
    """A refusal: one line, what to do, no traceback, no controls."""
    assert "Traceback" not in result.err, result.err
    assert result.code in (2, 3, 4), (result.code, result.out, result.err)
    first, *more = result.err.splitlines()
    assert first.startswith("ntmtrack: error: ")
    assert all(line.startswith("  ") for line in more)
    assert all(letter.isprintable() or letter == "\n" for letter in result.err)


def content(path: Path) -> str:
    with closing(sqlite3.connect(path)) as conn:
        return "\n".join(conn.iterdump())


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the program runs in."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


ODD_NAME = "a\x1b[31m\n[red]<b>‮&.csv"


def lay(place: Path, what: str) -> str:
    """Put something where a file is looked for; the path to name it by."""
    match what:
        case "folder":
            (place / "x.csv").mkdir()
        case "pipe":
            os.mkfifo(place / "x.csv")
        case "endless":
            return "/dev/zero"
        case "random":
            return "/dev/urandom"
        case "nothing":
            return "/dev/null"
        case "no right":
            (place / "x.csv").write_text("x")
            (place / "x.csv").chmod(0)
        case "odd name":
            return str(place / ODD_NAME)
        case "dangling":
            (place / "x.csv").symlink_to(place / "none" / "none")
        case "circle":
            (place / "x.csv").symlink_to(place / "x.csv")
        case "long name":
            return "x" * 5000 + ".csv"
        case "below a file":
            (place / "x").write_text("x")
            return str(place / "x" / "y.csv")
    return str(place / "x.csv")


LAID = [
    *("folder", "pipe", "endless", "random", "nothing", "no right", "odd name", "dangling"),
    *("circle", "long name", "below a file"),
]


@pytest.mark.parametrize("what", LAID)
def test_what_cannot_be_read_is_refused(what: str, demo: Path, place: Path) -> None:
    if what == "no right" and os.geteuid() == 0:
        pytest.skip("nothing is forbidden to this user")
    before, path = content(demo), lay(place, what)
    there = sorted(place.iterdir())
    for name, words in READING.items():
        # All kinds of sheets are opened in one place: each is tried with what matters most.
        if name.startswith(OTHER_KINDS) and what not in ("folder", "pipe"):
            continue
        db = place / "new.db" if name.startswith("import everything") else demo
        result = tried(words, path, db)
        # An empty paper is a file like others where only its hash is kept.
        if what == "nothing" and result.code == 0:
            continue
        told_once(result)
        assert sorted(place.iterdir()) == there, name
    if what != "nothing":
        assert content(demo) == before


@pytest.mark.parametrize("what", ["folder", "dangling", "below a file", "long name"])
def test_what_cannot_be_written_is_refused(what: str, demo: Path, place: Path) -> None:
    (place / "sheet.csv").write_text("Đơn vị,Tên\nx,y\n", "utf-8")
    before, path = content(demo), lay(place, what)
    if what == "folder":
        (place / "x.csv" / "mine").touch()
    there = sorted(place.rglob("*"))
    for name, words in WRITING.items():
        # Templates and copies go into a folder that is there beside what lies in it.
        if name in ("report --template-out", "backup folder") and what == "folder":
            continue
        told_once(tried(words, path, demo))
        assert sorted(place.rglob("*")) == there, name
    assert content(demo) == before


PLACES = ["folder", "dangling", "below a file", "long name"]


@pytest.mark.parametrize(
    ("what", "kind"),
    [*((what, KINDS[0]) for what in PLACES), *((PLACES[0], kind) for kind in KINDS[1:])],
)
def test_what_was_rejected_is_told_wherever_it_was_to_go(
    what: str, kind: str, demo: Path, place: Path
) -> None:
    (place / "sheet.csv").write_text("Đơn vị,Tên\nx,y\n", "utf-8")
    before, path = content(demo), lay(place, what)
    there = {each: each.lstat().st_mtime_ns for each in place.iterdir() if not each.is_dir()}
    result = tried(("import", kind, "sheet.csv", "--rejected", "@"), path, demo)
    # It finds a name of its own, or says why there is none; the lines themselves are told.
    assert "Traceback" not in result.err, result.err
    assert result.code in (0, 2, 3)
    assert result.out or result.err
    assert {each: each.lstat().st_mtime_ns for each in there} == there
    assert content(demo) == before


def test_a_device_is_never_replaced_by_a_file(demo: Path, place: Path) -> None:
    assert run("unmet", "-o", "/dev/null", "-f", "csv", db=demo, today=TODAY).code == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    told_once(tried(WRITING["export --all"], "/dev/null", demo))
    assert list(place.iterdir()) == []


def test_a_name_that_is_no_utf_8_is_refused_and_shown(demo: Path, place: Path) -> None:
    os.mkdir(os.fsencode(place) + b"/\xff\xfe")
    for words in (READING["notice read file"], READING["import everything --all"]):
        result = spawn(*words[:-1], db=demo, raw=[b"\xff\xfe"])
        told_once(result)
        assert "not text in UTF-8" in result.err
