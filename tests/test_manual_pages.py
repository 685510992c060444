"""The pages to look things up in are complete: every figure, every exit code, every column."""

import importlib
import pkgutil
import re

import pytest

from ntmtrack import reports
from ntmtrack.app.manual import PAGES, names, page
from ntmtrack.cli.diagnostics import ExitCode
from ntmtrack.reports.report import Column
from tests.run import ROOT

LANGUAGES = ("en", "vi")


def _columns() -> set[Column]:
    """Every column that a module of reports names."""
    found: set[Column] = set()
    for each in pkgutil.iter_modules(reports.__path__):
        module = importlib.import_module(f"{reports.__name__}.{each.name}")
        for value in vars(module).values():
            listed = value if type(value) is tuple else (value,)
            found |= {column for column in listed if isinstance(column, Column)}
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_has_its_formula(lang: str) -> None:
    told = set(re.findall(r"`(\w+)`", page("formulas", lang)))
    figures = {column.key for column in _columns() if column.right}
    assert len(figures) > 100
    assert figures - told == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_formulas_speak_of_no_column_that_is_not_there(lang: str) -> None:
    # The last part is by commands.
    told = page("formulas", lang).rpartition("\n## ")[0]
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*)", told, re.MULTILINE)
    named = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    assert named - {column.key for column in _columns()} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_exit_code_is_explained(lang: str) -> None:
    codes = [value for name, value in vars(ExitCode).items() if name.isupper()]
    assert len(codes) == 8
    for code in codes:
        assert f"\n| {int(code)} | " in page("exit-codes", lang)


def test_every_page_that_is_spoken_of_is_there() -> None:
    known = {*names(), *names().values()}
    spoken = [*PAGES.glob("*.md"), ROOT / "README.md", *(ROOT / "ntmtrack").rglob("*.py")]
    for file in spoken:
        for name in re.findall(r"`ntmtrack\s+manual\s+([a-z][\w-]*)`", file.read_text("utf-8")):
            assert name in known, f"{file.name}: {name}"
