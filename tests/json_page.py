"""The manual's page of keys: what each report calls its columns, and what stands in them.

It is made of the reports themselves, as the examples of help make them: `python -m
tests.json_page` writes the two pages anew. What stands above the line of keys is by hand.
"""

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ntmtrack import render
from ntmtrack.app.manual import PAGES, page
from ntmtrack.message import Message
from ntmtrack.render import jsons
from ntmtrack.render.localise import Localiser
from ntmtrack.reports.report import Cell, Measure, Report

Kinds = dict[str, dict[str, set[str]]]
"""By the name of a report and the key of a column: the kinds of cells that may stand there."""

LINE = "<!-- keys -->\n"
_NUMBERED = "1, 2 …"
"""The columns of a matrix, which are called by the numbers of criteria."""

_HEADINGS: dict[tuple[str, str], str] = {}


def kind_of(cell: Cell) -> str:
    """What a cell is in JSON."""
    if isinstance(cell, StrEnum):
        return "|".join(str(each.value) for each in type(cell))
    for types, kind in (
        (bool, "boolean"),
        ((int, Decimal, Measure), "number"),
        (datetime, "moment"),
        (date, "date"),
        (tuple, "list"),
        ((str, Message), "text"),
    ):
        if isinstance(cell, types):
            return kind
    assert cell is None
    return "null"


@contextmanager
def noted() -> Iterator[Kinds]:
    """The columns and cells of every report that is written meanwhile."""
    kinds: Kinds = defaultdict(lambda: defaultdict(set))

    def note(report: Report) -> None:
        for place, column in enumerate(report.columns):
            key = _NUMBERED if re.fullmatch(r"c?\d.*", column.key) else column.key
            _HEADINGS.setdefault((report.name, key), column.heading)
            cells = kinds[report.name][key]
            cells |= {kind_of(row[place]) for row in report.rows} - {"null"}

    def noting(written: Any) -> Any:
        def write(report: Report, *given: Any, **named: Any) -> Any:
            note(report)
            return written(report, *given, **named)

        return write

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "write", noting(render.write))
        patch.setattr(jsons, "json", noting(jsons.json))
        yield kinds


@cache
def known() -> Mapping[str, Mapping[str, set[str]]]:
    """What the English page tells."""
    told: dict[str, dict[str, set[str]]] = {}
    kinds: dict[str, set[str]] = {}
    for line in page("json", "en").partition(LINE)[2].splitlines():
        if line.startswith("### "):
            kinds = {}
            told |= dict.fromkeys(line[4:].split(", "), kinds)
        elif line.startswith("| `"):
            key, found, _ = line[2:].replace(r"\|", "|").split(" | ", 2)
            kinds[key.strip("`")] = set(found.split(", "))
    return told


def _all(folder: Path) -> Kinds:
    from ntmtrack.cli.examples import EXAMPLES
    from tests.examples import done, laid
    from tests.run import run

    demo = folder / "demo.db"
    assert run("demo", db=demo).code == 0
    (folder / "material").mkdir()
    material = laid(folder / "material")
    with noted() as kinds:
        for path in EXAMPLES:
            for also in ((), ("-f", "json")):
                for _ in done(path, demo=demo, material=material, folder=folder, also=also):
                    pass
    return kinds


def _table(kinds: Kinds, lang: str) -> str:
    localiser, lines = Localiser(lang), []
    for names in _alike(kinds):
        lines += ["", f"### {', '.join(names)}", "", _HEAD[lang], "|---|---|---|"]
        for key in kinds[names[0]]:
            found = set().union(*(kinds[name][key] for name in names))
            heading = localiser.word(_HEADINGS[names[0], key]) if key != _NUMBERED else ""
            told = ", ".join(sorted(found)).replace("|", r"\|")
            lines.append(f"| `{key}` | {told} | {heading} |")
    return "\n".join(lines) + "\n"


def _alike(kinds: Kinds) -> list[list[str]]:
    """The names of reports, those with the same columns together."""
    by_keys: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in sorted(kinds):
        by_keys[tuple(kinds[name])].append(name)
    return list(by_keys.values())


_HEAD = {"en": "| key | kind | heading |", "vi": "| khóa | kiểu | tên cột |"}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="ntmtrack-keys-") as made:
        everything = _all(Path(made))
    for lang, ending in (("en", ".md"), ("vi", ".vi.md")):
        file = PAGES / f"json{ending}"
        by_hand = file.read_text("utf-8").partition(LINE)[0]
        file.write_text(by_hand + LINE + _table(everything, lang), "utf-8")
