"""What each format may load: a reader of text or data never waits for Rich."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PROGRAM = """
import io, json, sys
from ntmtrack.message import say
from ntmtrack.render import Format, write
from ntmtrack.reports.report import Block, Column, Report
report = Report("x", say("X"), (Column("a", "A"),), (Block("b", None, (("1",),)),))
write(report, format=Format(sys.argv[1]), stream=io.BytesIO(), lang="vi", tty=False)
print(json.dumps(sorted(sys.modules)))
"""
HEAVY = {"rich", "typer", "sqlite3", "sqlite_utils", "textwrap", "csv", "shutil", "email"}


@pytest.mark.parametrize("format", ["auto", "text", "tsv", "csv", "json", "jsonl", "md"])
def test_light_formats_load_nothing_heavy(format: str) -> None:
    assert _loaded(format) & HEAVY == set()


def test_a_form_loads_its_own_library_alone() -> None:
    libraries = {"rich", "xlsxwriter", "docx", "lxml", "matplotlib"}
    wanted = {"xlsx": {"xlsxwriter"}, "docx": {"docx", "lxml"}, "html": set(), "excel-csv": set()}
    for format, own in wanted.items():
        assert _loaded(format) & libraries == own


def test_a_table_without_colours_waits_for_nothing_of_rich() -> None:
    assert _loaded("table") & (HEAVY - {"shutil"} | {"dataclasses"}) == set()


def _loaded(format: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, format],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return set(json.loads(run.stdout))
