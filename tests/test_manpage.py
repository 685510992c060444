"""The man page says what the help of the commands says, and `man` takes it without complaint."""

import re
import shutil
import subprocess
import tomllib

import pytest

from ntmtrack.cli.app import COMMANDS
from tests.manpage import FILES, made
from tests.run import ROOT, refused, run

LANGUAGES = tuple(FILES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_man_page_is_what_the_commands_say(lang: str) -> None:
    assert FILES[lang].read_text("utf-8") == made(lang), "run `python -m tests.manpage`"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_program_prints_it(lang: str) -> None:
    assert run("manual", "--man", lang=lang).out == FILES[lang].read_text("utf-8")


def test_it_goes_with_no_page() -> None:
    assert "--man goes with no page" in refused(run("manual", "start", "--man"), 2)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_has_a_part(lang: str) -> None:
    parts = re.findall(r"^\.SS (.*)", FILES[lang].read_text("utf-8"), re.MULTILINE)
    assert {part.partition(" ")[0] for part in parts} == set(COMMANDS)


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_groff_takes_it_without_a_warning(lang: str) -> None:
    words = ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", str(FILES[lang])]
    drawn = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=True)
    assert drawn.stderr == ""
    assert len(drawn.stdout) > 10_000


def test_the_wheel_brings_it_where_man_looks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    places = {shared[str(file.relative_to(ROOT))] for file in FILES.values()}
    assert places == {"share/man/man1/ntmtrack.1", "share/man/vi/man1/ntmtrack.1"}
