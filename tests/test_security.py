"""What a neighbour on the machine can see of what the program makes, and quotes in every option."""

import os
import stat
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from ntmtrack.cli.app import COMMANDS
from tests.cli.test_known import ASKED, below
from tests.factories import TODAY
from tests.faults.commands import WRITES, environment, laid, prepare, spelled
from tests.faults.proof import unsound
from tests.run import run

TURN = 9
"""One in so many of the options is tried; the next number tries others."""

EVIL = "x'); drop table task; select * from setting where ('1'='1\" -- %_[]\\"


@pytest.fixture
def umask_zero() -> Iterator[None]:
    """A machine whose files are everybody's unless somebody says otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


def seen_by_others(folder: Path) -> set[str]:
    """What in a folder another user of the machine may read or write."""
    return {
        str(each.relative_to(folder))
        for each in folder.rglob("*")
        if not each.is_symlink() and each.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    }


@pytest.mark.usefixtures("umask_zero")
def test_another_user_sees_nothing_of_what_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in ("material", "made"):
        (tmp_path / each).mkdir(mode=0o700)
    place, material = tmp_path / "made", laid(tmp_path / "material")
    config = material / "config.toml"
    config.write_text(config.read_text("utf-8").replace(str(material), str(place)), "utf-8")
    monkeypatch.chdir(place)
    db = place / "so.db"
    lines: list[tuple[str, ...]] = [
        ("demo",),
        ("office", "set", "--name", "Tỉnh", "--mark", "T", "--unit", "ban bo"),
        ("export", "--all", str(place / "out")),
        ("bundle", "make", "-o", str(place / "a.ntm")),
        ("backup",),
        WRITES["import tasks"].argv,
    ]
    for words in lines:
        done = run(*spelled(words, material), db=db, today=TODAY)
        assert done.code == 0, (words, done.err)
    letters = WRITES["mail overdue"]
    (place / "spool").mkdir(mode=0o700)
    prepare(db, letters._replace(config=False), material)
    env = environment(letters, material)
    assert run(*letters.argv, db=db, today=TODAY, env=env).code == 0
    made = {each.name for each in place.rglob("*")}
    assert {"so.db", "a.ntm", "out", "manifest.json"} <= made
    assert any((place / "spool").iterdir())
    assert seen_by_others(place) == set()


def optioned() -> Iterator[tuple[str, str]]:
    """Every option that takes words, of every command."""
    for name, (module, _) in COMMANDS.items():
        command: Any = get_command(import_module(module).app)
        for path, each in below(name, command):
            for param in each.params:
                flag = getattr(param, "is_flag", False) or param.param_type_name == "argument"
                if not flag and not getattr(param, "count", False):
                    yield path, param.opts[0]


def test_quotes_in_any_option_reach_no_statement(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    material = laid(tmp_path / "material")
    apart = ("hub ", "mail ", "init", "demo", "restore", "manual", "backup")
    tried = 0
    for path, option in list(optioned())[::TURN]:
        if path.startswith(apart) or option in ("-o", "--output", "--all", "--save-map"):
            continue
        words = (*path.split(), *ASKED.get(path, ()))
        if path in WRITES:
            words = tuple(spelled(WRITES[path].argv, material))
        result = run(*words, option, EVIL, db=demo, today=TODAY)
        assert "Traceback" not in result.err, (path, option, result.err)
        assert result.code in (0, 2, 3), (path, option, result.err)
        tried += 1
    assert tried > 40
    assert unsound(demo) == []
    assert run("task", "list", db=demo, today=TODAY).code == 0
