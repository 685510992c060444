"""Two examples end the help of every command: they are run on the demo ledger as they stand."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from ntmtrack.cli.app import COMMANDS
from ntmtrack.cli.examples import EXAMPLES, examples
from tests.examples import ONLY_HERE, done, laid
from tests.json_page import known, noted
from tests.run import run


def _paths() -> list[str]:
    found = [""]
    for name, (module, _) in COMMANDS.items():
        command: Any = get_command(import_module(module).app)
        found += [name, *(f"{name} {child}" for child in getattr(command, "commands", {}))]
    return found


def test_every_command_has_two_examples_and_no_other_has() -> None:
    assert set(EXAMPLES) == set(_paths())
    assert all(len(set(lines)) == 2 for lines in EXAMPLES.values())


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid(tmp_path_factory.mktemp("material"))


@pytest.mark.parametrize("path", EXAMPLES)
def test_examples_do_what_they_say_and_answer_with_the_keys_of_the_manual(
    path: str, demo: Path, material: Path, tmp_path: Path
) -> None:
    with noted() as reports:
        for line, ended in done(path, demo=demo, material=material, folder=tmp_path):
            assert "Traceback" not in ended.err
            found = 1 if line.endswith(" --check") else 0
            assert ended.code in (0, ONLY_HERE.get(path, found)), (line, ended.code, ended.err)
    told = known()
    for name, kinds in reports.items():
        for key, found_kinds in kinds.items():
            assert found_kinds <= told[name][key], (name, key)


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("path", ["", "unmet", "task", "task add", "standing add", "hub init"])
def test_help_ends_with_them_as_they_are_typed(path: str, lang: str) -> None:
    shown = run(*path.split(), "--help", lang=lang, width=60).out
    assert shown.endswith("".join(f"\n  {line}" for line in examples(path)) + "\n")


LONG = {"init", "unit merge", "unit split", "criteria overlay", "import assessments"}
"""What cannot be said in fewer words."""


def test_an_example_fits_a_terminal_of_80_columns() -> None:
    assert {path for path in EXAMPLES for line in examples(path) if len(line) > 78} == LONG
