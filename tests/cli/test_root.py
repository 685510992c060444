"""What holds before any command: version, help, mistyped words."""

from pathlib import Path

import pytest

from ntmtrack import __version__
from ntmtrack.cli.app import COMMANDS
from tests.run import refused, run, spawn


def test_the_version_is_told() -> None:
    result = run("--version")
    assert (result.code, result.out, result.err) == (0, f"ntmtrack {__version__}\n", "")


def test_help_lists_every_command_in_both_languages() -> None:
    for lang in ("en", "vi"):
        shown = run("--help", lang=lang).out
        for command in COMMANDS:
            assert f"\n  {command}" in shown
    assert run("-h").out == run("--help").out


def test_help_is_vietnamese_unless_told_otherwise() -> None:
    shown = run("--help", lang=None).out
    assert shown == run("--help", lang="vi").out
    assert "which criteria are unmet" not in shown
    assert "which criteria are unmet" in run("--help", lang=None, env={"LANG": "en_US.UTF-8"}).out


def test_no_line_of_vietnamese_help_is_english() -> None:
    """Some of a library's words are settled when it is loaded, hence a process of its own."""
    assert "Show this message" not in spawn("unmet", "--help", lang="vi").out


def test_a_mistyped_command_is_answered_with_the_nearest(demo_file: Path) -> None:
    assert "unmet" in refused(run("unmett", db=demo_file), 2).splitlines()[1]
    assert "list" in refused(run("task", "lst", db=demo_file), 2).splitlines()[1]


def test_a_usage_error_names_the_help_of_its_own_command(demo_file: Path) -> None:
    for argv in (("unmet", "--set"), ("unmet", "--nothing"), ("unmet", "--stage", "x")):
        assert "`ntmtrack unmet --help`" in refused(run(*argv, db=demo_file), 2)
    assert "`ntmtrack task add --help`" in refused(run("task", "add", "x", db=demo_file), 2)


def test_a_value_that_begins_with_a_dash_needs_an_equals_sign_and_is_told(demo_file: Path) -> None:
    refused(run("assess", "ban bo", "17.8", "-5", db=demo_file), 2)


def test_options_of_one_command_are_no_options_of_another(demo_file: Path) -> None:
    refused(run("status", "--no-task", db=demo_file), 2)
    refused(run("manual", "-f", "json", db=demo_file), 2)


@pytest.mark.parametrize("option", ["-f", "--format", "--dinh-dang", "-o", "--columns"])
def test_an_option_of_a_command_before_it_is_told_where_it_goes(
    demo_file: Path, option: str
) -> None:
    said = refused(run(option, "xlsx", "overdue", db=demo_file), 2)
    assert f"{option} comes behind the command: `ntmtrack COMMAND … {option} …`" in said


def test_a_terminal_folds_an_error_between_its_words(demo_file: Path) -> None:
    asked = ("overdue", "--columns", "nope")
    whole = run(*asked, db=demo_file).err
    folded = run(*asked, db=demo_file, tty=True, width=60).err
    assert max(map(len, whole.splitlines())) > 200
    assert max(map(len, folded.splitlines())) < 60
    assert folded.split() == whole.split()
    assert folded.splitlines()[1].startswith("  Choose")
    assert folded.splitlines()[2].startswith("    ")


def test_a_terminal_folds_no_command_that_is_to_be_copied(tmp_path: Path) -> None:
    asked = ("demo", "--db", tmp_path / "a-ledger-with-a-name-of-some-length.db")
    *_, command = run(*asked, tty=True, width=60).err.splitlines()
    assert command.startswith("  `ntmtrack --db ")
    assert command.endswith(" COMMAND`")
