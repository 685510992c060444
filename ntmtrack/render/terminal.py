"""Reports as tables on a terminal; the only module that knows Rich.

Widths are settled before Rich sees a table, so that it never shortens a cell.
"""

import io
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ntmtrack.domain.assessment import Verdict
from ntmtrack.message import Message, say, say_n
from ntmtrack.render.columns import leading, shown
from ntmtrack.render.layout import GAP, Lane, fitting, measured, span, widened
from ntmtrack.render.localise import Localiser, flat
from ntmtrack.render.text import fill, notes
from ntmtrack.render.text import render as render_text
from ntmtrack.reports.report import Block, Column, Report, Row

ROW_LIMIT = 500
_WIDTH_OFF_TERMINAL = 120

_STYLES = {
    Verdict.MET: "green",
    Verdict.NEARLY_MET: "yellow",
    Verdict.UNMET: "red",
    Verdict.NOT_APPLICABLE: "dim",
    Verdict.NOT_ASSESSED: "dim",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A row's words by the columns' places, each with the style that repeats what it says."""

    texts: dict[int, str]
    styles: dict[int, str]


def render(
    report: Report,
    localiser: Localiser,
    *,
    width: int | None = None,
    colour: bool = False,
    limit: int | None = None,
    keep_columns: bool = False,
    joined: bool = True,
) -> str:
    """A table no wider than `width`, or the text form where not even the codes and names fit.

    `limit` caps the rows, `keep_columns` forbids dropping any, and `joined=False` hands Rich one
    row at a time (slower, the same bytes).
    """
    room = width or shutil.get_terminal_size((_WIDTH_OFF_TERMINAL, 25)).columns
    places = shown(report)
    blocks = [
        (block.heading, [_line(row, places, localiser) for row in block.rows])
        for block in _capped(report.blocks, limit)
        if block.rows
    ]
    lanes = _lanes(report, localiser, [line for _, lines in blocks for line in lines])
    kept = fitting(lanes, room, keep=places if keep_columns else leading(report))
    if not blocks or span(kept) > room:
        return render_text(report, localiser, width=room)
    page = _Page(room, widened(kept, room), report, colour=colour)
    page.say(flat(localiser.say(report.title)), style="bold")
    page.header()
    for heading, lines in blocks:
        if heading is not None:
            page.heading(flat(localiser.say(heading)))
        page.rows(lines, joined=joined)
    left_out = len(report.rows) - sum(len(lines) for _, lines in blocks)
    hidden = tuple(report.columns[lane.place] for lane in lanes if lane not in kept)
    said = report._replace(notes=(*_left_out(left_out), *report.notes, *_hidden(hidden)))
    page.footer(notes(said, localiser, width=room))
    return page.text


class _Page:
    """The lines written so far, with the lanes that all the tables of a report share."""

    def __init__(self, room: int, lanes: tuple[Lane, ...], report: Report, *, colour: bool) -> None:
        self._room = room
        self._lanes = lanes
        self._right = frozenset(
            place for place, column in enumerate(report.columns) if column.right
        )
        self._headed = False
        self._written = io.StringIO()
        # Everything that Rich would otherwise guess from the environment is said here.
        self._console = Console(
            file=self._written,
            width=room,
            height=25,
            markup=False,
            emoji=False,
            highlight=False,
            force_terminal=colour,
            force_jupyter=False,
            color_system="standard" if colour else None,
            no_color=not colour,
            legacy_windows=False,
        )

    @property
    def text(self) -> str:
        lines = self._written.getvalue().split("\n")
        return "\n".join(line.rstrip(" ") for line in lines)

    def say(self, words: str, *, style: str = "") -> None:
        for line in fill((words,), width=self._room):
            text = Text(line, style=style)
            self._console.print(text, no_wrap=True, overflow="ignore", crop=False)

    def header(self) -> None:
        self._console.print()
        self._console.print(self._table(show_header=True))

    def heading(self, words: str) -> None:
        if self._headed:
            self._console.print()
        self._headed = True
        self.say(words, style="bold")

    def rows(self, lines: Sequence[_Line], *, joined: bool) -> None:
        table = self._table(show_header=False)
        for group in _groups(lines, self._lanes, joined=joined):
            table.add_row(*(_joined(group, lane.place) for lane in self._lanes))
        self._console.print(table)

    def footer(self, lines: Sequence[str]) -> None:
        if lines:
            self._console.print()
        for line in lines:
            self._console.print(Text(line), no_wrap=True, overflow="ignore", crop=False)

    def _table(self, *, show_header: bool) -> Table:
        table = Table(
            box=box.SIMPLE_HEAD,
            show_edge=False,
            show_header=show_header,
            pad_edge=False,
            padding=(0, GAP - 1, 0, 0),
            header_style="bold",
        )
        for lane in self._lanes:
            table.add_column(
                Text("\n".join(fill((lane.heading,), width=lane.width))),
                justify="right" if lane.place in self._right else "left",
                width=lane.width,
                no_wrap=not lane.wrap,
                overflow="fold",
            )
        return table


def _capped(blocks: Sequence[Block], limit: int | None) -> Iterator[Block]:
    if limit is None:
        yield from blocks
        return
    for block in blocks:
        yield block._replace(rows=block.rows[:limit])
        limit -= min(limit, len(block.rows))


def _line(row: Row, places: Sequence[int], localiser: Localiser) -> _Line:
    return _Line(
        {place: flat(localiser.cell(row[place])) for place in places},
        {place: _STYLES[cell] for place in places if isinstance(cell := row[place], Verdict)},
    )


def _lanes(report: Report, localiser: Localiser, lines: Sequence[_Line]) -> tuple[Lane, ...]:
    return tuple(
        measured(
            place,
            flat(localiser.word(report.columns[place].heading)),
            (line.texts[place] for line in lines),
            wrap=report.columns[place].wrap,
            cells=cell_len,
        )
        for place in shown(report)
    )


def _groups(
    lines: Sequence[_Line], lanes: Sequence[Lane], *, joined: bool
) -> Iterator[list[_Line]]:
    """Rows that need no wrapping share one cell a column, which is five times as fast."""
    loose = [lane for lane in lanes if lane.wrap]

    def alone(line: _Line) -> bool:
        return not joined or any(cell_len(line.texts[lane.place]) > lane.width for lane in loose)

    for lonely, group in groupby(lines, key=alone):
        if lonely:
            yield from ([line] for line in group)
        else:
            yield list(group)


def _joined(lines: Sequence[_Line], place: int) -> Text:
    text = Text("\n".join(line.texts[place] for line in lines))
    start = 0
    for line in lines:
        end = start + len(line.texts[place])
        if place in line.styles:
            text.stylize(line.styles[place], start, end)
        start = end + 1
    return text


def _left_out(count: int) -> tuple[Message, ...]:
    if not count:
        return ()
    return (
        say_n(
            "… and {count} more (use -o FILE or --format text)",
            "… and {count} more (use -o FILE or --format text)",
            count,
        ),
    )


def _hidden(columns: tuple[Column, ...]) -> tuple[Message, ...]:
    if not columns:
        return ()
    named = tuple(
        say("{key} = {heading}", key=column.key, heading=say(column.heading)) for column in columns
    )
    return (
        say_n(
            "{count} column is hidden for want of room ({columns}); --columns or --width shows it.",
            "{count} columns are hidden for want of room ({columns}); "
            "--columns or --width shows them.",
            len(columns),
            columns=named,
        ),
    )
