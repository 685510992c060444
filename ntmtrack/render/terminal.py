"""Reports as tables on a terminal, byte for byte those that Rich draws.

Widths are settled before a table is drawn, so that nothing in it is ever shortened. That leaves
little for Rich's own table to do, and it takes longer to load than a ledger to read: from Rich come
the styles and the measures of letters that are not one place wide. The tests hold what is drawn
here against Rich's own.
"""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence

from ntmtrack.domain.assessment import Verdict
from ntmtrack.message import Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.render.columns import leading, shown
from ntmtrack.render.layout import GAP, Lane, fitting, measured, span, widened
from ntmtrack.render.localise import Localiser, flat
from ntmtrack.render.text import fill, is_even, notes
from ntmtrack.render.text import render as render_text
from ntmtrack.reports.report import Block, Column, Report, Row

ROW_LIMIT = 500
_WIDTH_OFF_TERMINAL = 120
_HEADING = "bold"

_STYLES = {
    Verdict.MET: "green",
    Verdict.NEARLY_MET: "yellow",
    Verdict.UNMET: "red",
    Verdict.NOT_APPLICABLE: "dim",
    Verdict.NOT_ASSESSED: "dim",
}

_Paint = Callable[[str, str], str]
"""Words in a style, as a terminal is told of it."""


class _Line(Record):
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
) -> str:
    """A table no wider than `width`, or the text form where not even the codes and names fit.

    `limit` caps the rows, `keep_columns` forbids dropping any.
    """
    room = width or shutil.get_terminal_size((_WIDTH_OFF_TERMINAL, 25)).columns
    places = shown(report)
    blocks = [
        (block.heading, [_line(row, places, localiser) for row in block.rows])
        for block in _capped(report.blocks, limit)
        if block.rows
    ]
    drawn = [line for _, lines in blocks for line in lines]
    lanes = _lanes(report, places, localiser, drawn)
    kept = fitting(lanes, room, keep=places if keep_columns else leading(report))
    if not blocks or span(kept) > room:
        return render_text(report, localiser, width=room)
    page = _Page(room, widened(kept, room), report, _painter() if colour else _plain)
    page.say(flat(localiser.say(report.title)))
    page.header()
    for heading, lines in blocks:
        if heading is not None:
            page.heading(flat(localiser.say(heading)))
        page.rows(lines)
    left_out = len(report.rows) - len(drawn)
    hidden = tuple(report.columns[lane.place] for lane in lanes if lane not in kept)
    said = report._replace(notes=(*_left_out(left_out), *report.notes, *_hidden(hidden)))
    page.footer(notes(said, localiser, width=room))
    return page.text


class _Page:
    """The lines written so far, with the lanes that all the tables of a report share."""

    def __init__(self, room: int, lanes: tuple[Lane, ...], report: Report, paint: _Paint) -> None:
        self._room = room
        self._lanes = lanes
        self._right = frozenset(
            place for place, column in enumerate(report.columns) if column.right
        )
        self._headed = False
        self._paint = paint
        self._written: list[str] = []

    @property
    def text(self) -> str:
        return "".join(line.rstrip(" ") + "\n" for line in self._written)

    def say(self, words: str) -> None:
        lines = fill((words,), width=self._room)
        self._written += (self._paint(line, _HEADING) for line in lines)

    def header(self) -> None:
        """The headings, with their last lines on the rule."""
        columns = [self._heading_lines(lane) for lane in self._lanes]
        height = max(map(len, columns))
        raised = ([*[None] * (height - len(lines)), *lines] for lines in columns)
        self._written.append("")
        for lines in zip(*raised, strict=True):
            self._written.append(" ".join(map(self._over_rule, lines, self._lanes)))
        self._written.append("─" * (sum(lane.width + GAP for lane in self._lanes) - GAP))

    def heading(self, words: str) -> None:
        if self._headed:
            self._written.append("")
        self._headed = True
        self.say(words)

    def rows(self, lines: Iterable[_Line]) -> None:
        for line in lines:
            columns = [self._cell(line, lane) for lane in self._lanes]
            height = max(map(len, columns))
            for column, lane in zip(columns, self._lanes, strict=True):
                column += [" " * lane.width] * (height - len(column))
            self._written += map((" " * GAP).join, zip(*columns, strict=True))

    def footer(self, lines: Sequence[str]) -> None:
        if lines:
            self._written += ("", *lines)

    def _heading_lines(self, lane: Lane) -> list[str | None]:
        words = fill((lane.heading,), width=lane.width) or [""]
        return [line for each in words for line in self._laid(each, lane)]

    def _over_rule(self, line: str | None, lane: Lane) -> str:
        """One line of a heading, painted like what parts it from the next, in Rich's pieces."""
        gap = " " * (GAP - 1) if lane is not self._lanes[-1] else ""
        if line is None:
            return self._paint(" " * lane.width + gap, _HEADING)
        return self._paint(line, _HEADING) + self._paint(gap, _HEADING)

    def _cell(self, line: _Line, lane: Lane) -> list[str]:
        words = line.texts[lane.place]
        laid = self._laid(words, lane)
        style = line.styles.get(lane.place)
        if style is None:
            return laid
        # The words of a verdict never wrap.
        return [each.replace(words, self._paint(words, style), 1) for each in laid]

    def _laid(self, words: str, lane: Lane) -> list[str]:
        """The lines of a cell, each as wide as its lane."""
        right = lane.place in self._right
        lines = _folded(words, lane.width) if lane.wrap else (words,)
        return [_aligned(line, lane.width, right=right) for line in lines]


def _plain(words: str, style: str) -> str:
    return words


def _painter() -> _Paint:
    from rich.style import Style

    return lambda words, style: Style.parse(style).render(words)


def _aligned(line: str, width: int, *, right: bool) -> str:
    """A line of a cell at its side of the lane, filled up to the other."""
    if right:
        line = line.rstrip()
        return " " * (width - _cells(line)) + line
    if is_even(line):
        return line.ljust(width)
    from rich.cells import set_cell_size

    return set_cell_size(line, width)


def _folded(words: str, width: int) -> Iterator[str]:
    """Lines of whole words; a word that is wider than a line goes on in the next."""
    if _cells(words) <= width:
        yield _trimmed(words, width)
        return
    line, used = "", 0
    # Spaces go with the word before them; a cell may be of nothing else.
    for word in re.findall(r"\s*\S+\s*", words) or [words]:
        size = _cells(word.rstrip())
        if size <= width - used:
            line += word
            used += _cells(word)
            continue
        if line:
            yield _trimmed(line, width)
        *full, line = _chopped(word, width) if size > width else (word,)
        yield from full
        used = _cells(line)
    yield _trimmed(line, width)


def _trimmed(line: str, width: int) -> str:
    """A line without the spaces at its end that find no room."""
    return line[: max(len(line.rstrip()), width)]


def _chopped(word: str, width: int) -> list[str]:
    from rich.cells import chop_cells

    return chop_cells(word, width)


def _cells(text: str) -> int:
    if is_even(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


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


def _lanes(
    report: Report, places: Sequence[int], localiser: Localiser, lines: Sequence[_Line]
) -> tuple[Lane, ...]:
    return tuple(
        measured(
            place,
            flat(localiser.word(report.columns[place].heading)),
            (line.texts[place] for line in lines),
            wrap=report.columns[place].wrap,
            cells=_cells,
        )
        for place in places
    )


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
            "{count} column is hidden for want of room ({columns}); --format text shows all,"
            " --columns chooses.",
            "{count} columns are hidden for want of room ({columns}); --format text shows all,"
            " --columns chooses.",
            len(columns),
            columns=named,
        ),
    )
