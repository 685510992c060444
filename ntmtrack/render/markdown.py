"""Reports as Markdown with GitHub's tables, in the reader's language."""

import re
from collections.abc import Iterable

from ntmtrack.render.columns import shown
from ntmtrack.render.localise import Localiser, flat
from ntmtrack.render.text import NOTHING
from ntmtrack.reports.report import Block, Report

_MARKS = re.compile(r"[\\`*_\[\]<>|~&]")
# What would make a heading or a list of the line that it begins.
_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[#+=-]))")
_BREAKS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def render(report: Report, localiser: Localiser) -> str:
    """The title as a heading, a table for each block, the notes as a list."""
    parts = ["# " + _line(localiser.say(report.title))]
    for block in report.blocks:
        if block.rows:
            if block.heading is not None:
                parts.append("## " + _line(localiser.say(block.heading)))
            parts.append(_table(report, block, localiser))
    if not report.rows:
        parts.append(_line(localiser.say(NOTHING if report.empty is None else report.empty)))
    if report.told:
        parts.append("\n".join("- " + _line(localiser.say(note)) for note in report.told))
    return "\n\n".join(parts) + "\n"


def _table(report: Report, block: Block, localiser: Localiser) -> str:
    places = shown(report)
    columns = [report.columns[place] for place in places]
    lines = [
        _bars(_cell(localiser.word(column.heading)) for column in columns),
        _bars("---:" if column.right else "---" for column in columns),
    ]
    lines += [_bars(_cell(localiser.cell(row[place])) for place in places) for row in block.rows]
    return "\n".join(lines)


def _bars(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _line(text: str) -> str:
    return _START.sub(r"\1\\", _escaped(flat(text)).strip())


def _cell(text: str) -> str:
    return "<br>".join(flat(part) for part in _BREAKS.split(_escaped(text)))


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\g<0>", text)
