"""README and manual say what is: their examples are real output, their lists are complete."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ntmtrack.cli.app import COMMANDS
from ntmtrack.cli.diagnostics import ExitCode
from ntmtrack.render import Format
from tests.pages import pages, replayed
from tests.run import run

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_every_example_is_what_the_program_prints() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "-I", str(ROOT), "README.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, "run `python -m cogapp -r -I . README.md`\n" + checked.stdout


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_example_of_a_page_is_what_the_program_prints(page: Path) -> None:
    assert page.read_text("utf-8") == replayed(page), "run `python -m tests.pages`"


GROUPS = {
    "tasks": "task",
    "notices": "notice",
    "mail": "mail",
    "works": "work",
    "products": "product",
    "settings": "config",
    "filters": "view",
}


@pytest.mark.parametrize("page", [p for p in pages() if p.name.partition(".")[0] in GROUPS])
def test_every_command_of_a_group_is_on_its_page(page: Path) -> None:
    group = GROUPS[page.name.partition(".")[0]]
    listed = run(group, "--help").out.partition("Commands:")[2].partition("Examples:")[0]
    for name in re.findall(r"^  (\w+) ", listed, re.MULTILINE):
        assert re.search(rf"`[^`]*\b{group}\s+{name}\b", page.read_text("utf-8")), name


def test_every_command_is_named() -> None:
    for name in COMMANDS:
        assert re.search(rf"(`|\bntmtrack )([^`\n]* )?{name}\b", README), name


def test_every_exit_code_is_listed() -> None:
    told = README.partition("## Exit codes")[2].partition("\n## ")[0]
    codes = {name: code for name, code in vars(ExitCode).items() if name.isupper()}
    assert len(codes) == 8
    for name, code in codes.items():
        assert re.search(rf"\b{code}\b", told), name


def test_every_format_is_named() -> None:
    told = README.partition("## Formats")[2].partition("\n## ")[0]
    listed = re.search(r"`-f ([a-z|-]+)`", told)
    assert listed is not None
    assert set(listed[1].split("|")) == {form.value for form in Format} - {Format.AUTO.value}


def test_both_commands_that_do_everything_are_there() -> None:
    assert "pip install -q . && ntmtrack-env/bin/ntmtrack demo" in README
    assert "<!-- test-command -->" in README
