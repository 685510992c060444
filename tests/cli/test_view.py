"""`view`: a look saved under a name is the look that was typed."""

import stat
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from ntmtrack.cli.app import COMMANDS
from ntmtrack.cli.typed import only_looks
from tests.cli.test_known import ASKED
from tests.factories import TODAY
from tests.faults.commands import WRITES
from tests.run import Result, refused, run

LATE = ("overdue", "--where", 'lead:"Ban Chỉ đạo xã Bản Bo" due<2024')


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def view(demo_file: Path, config: Path) -> Any:
    """Type a command of `view`, on a machine of one's own."""
    config.write_text("# của văn phòng\nlang = 'en'\n", encoding="utf-8")

    def typed(*argv: str, **more: Any) -> Result:
        env = {"NTMTRACK_CONFIG": str(config)}
        return run("view", *argv, db=demo_file, today=TODAY, env=env, **more)

    return typed


def test_what_was_saved_is_shown_as_it_would_be_if_it_were_typed(
    view: Any, demo_file: Path, config: Path
) -> None:
    assert view("save", "Trễ hạn", "--", *LATE).code == 0
    assert view("show", "tre han").out == run(*LATE, db=demo_file, today=TODAY).out
    for more in (("-f", "csv"), ("-f", "json", "--sort", "unit"), ("--check",), ("ban bo",)):
        again = run(*LATE, *more, db=demo_file, today=TODAY)
        shown = view("show", "Trễ hạn", *more)
        assert (shown.code, shown.out) == (again.code, again.out)
    assert config.read_text(encoding="utf-8").startswith("# của văn phòng\nlang = 'en'\n")


def test_it_is_kept_for_its_owner_alone_and_can_be_dropped(view: Any, config: Path) -> None:
    assert view("list").out.splitlines()[2].startswith("No view is saved")
    config.unlink()
    config.write_text("")
    assert view("save", "a", "task", "list", "-f", "csv").code == 0
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    (row,) = view("list", "-f", "json").rows
    assert row == {
        "view": "a",
        "line": "task list -f csv",
        "command": "ntmtrack view show a",
    }
    assert view("save", "a", "--", "ntmtrack", "task", "list", "-f", "csv").code == 0
    refused(view("save", "A", "--", "due"), 3)
    assert view("drop", "A").code == 0
    assert view("list", "-f", "json").rows == []
    refused(view("drop", "a"), 3)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("task", "done", "1"), 2),
        (("unit", "add", "x", "--kind", "commune"), 2),
        (("task",), 2),
        (("--today", "2024", "overdue"), 2),
        (("overdue", "--nothing"), 2),
        (("overdu",), 2),
        (("view", "list"), 2),
        (("view", "show", "a"), 2),
        (("overdue", "--where", "leed:x"), 3),
        (("overdue", "--as-of", "hôm kia"), 3),
    ],
    ids=str,
)
def test_what_cannot_be_a_view_is_refused_and_nothing_is_kept(
    view: Any, config: Path, line: tuple[str, ...], code: int
) -> None:
    before = config.read_text(encoding="utf-8")
    refused(view("save", "a", "--", *line), code)
    assert config.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("name", ["-a", "x" * 61, " "])
def test_a_name_is_a_word_or_a_few(view: Any, name: str) -> None:
    assert view("save", name, "--", "overdue").code in (2, 3)


def test_a_view_that_is_not_there_is_answered_with_those_that_are(view: Any, config: Path) -> None:
    assert view("save", "tre han", "--", "overdue").code == 0
    assert "tre han" in refused(view("show", "tre hann"), 3)
    config.write_text("[views]\na = 1\n")
    refused(view("show", "a"), 3)
    refused(view("list"), 3)
    assert view("drop", "a").code == 0
    config.write_text("[views]\na = \"overdue 'x\"\nb = 'due'\nB = 'overdue'\n")
    refused(view("show", "a"), 3)
    assert view("show", "B").code == 0
    config.write_text("[views]\n\"ế\" = 'due'\n\"ê\" = 'overdue'\n")
    assert "ế" in refused(view("show", "e"), 3)


def _leaves(command: Any, path: str) -> dict[str, Any]:
    below = getattr(command, "commands", None)
    if below is None:
        return {path: command}
    return {
        name: leaf
        for key, each in below.items()
        for name, leaf in _leaves(each, f"{path} {key}").items()
    }


def test_only_what_looks_at_the_ledger_can_be_a_view() -> None:
    every = {
        name: leaf
        for key, (module, _) in COMMANDS.items()
        for name, leaf in _leaves(get_command(import_module(module).app), key).items()
    }
    looking = {name for name, leaf in every.items() if only_looks(leaf)}
    assert {" ".join(name.split(" --")[0].split()) for name in ASKED} <= looking
    assert not looking & {name.split(" --")[0] for name in WRITES}


def test_the_names_come_at_tab(view: Any, config: Path) -> None:
    assert view("save", "tre-han", "--", "overdue").code == 0
    env = {
        "NTMTRACK_CONFIG": str(config),
        "_NTMTRACK_COMPLETE": "complete_bash",
        "_TYPER_COMPLETE_ARGS": "ntmtrack view show tr",
    }
    assert "tre-han" in run(lang=None, env=env).out
