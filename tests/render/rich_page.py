"""The page of a report as Rich itself draws it, one row at a time: what ours is held against."""

import io
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ntmtrack.render import terminal
from ntmtrack.render.layout import GAP, Lane
from ntmtrack.render.text import fill
from ntmtrack.reports.report import Report


class RichPage:
    """Stands in for the page of ntmtrack.render.terminal."""

    def __init__(
        self, room: int, lanes: tuple[Lane, ...], report: Report, paint: terminal._Paint
    ) -> None:
        colour = paint is not terminal._plain
        self._room = room
        self._lanes = lanes
        self._columns = report.columns
        self._headed = False
        self._written = io.StringIO()
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

    def say(self, words: str) -> None:
        for line in fill((words,), width=self._room):
            text = Text(line, style="bold")
            self._console.print(text, no_wrap=True, overflow="ignore", crop=False)

    def header(self) -> None:
        self._console.print()
        self._console.print(self._table(show_header=True))

    def heading(self, words: str) -> None:
        if self._headed:
            self._console.print()
        self._headed = True
        self.say(words)

    def rows(self, lines: Iterable[terminal._Line]) -> None:
        table = self._table(show_header=False)
        for line in lines:
            table.add_row(*(_words(line, lane.place) for lane in self._lanes))
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
                justify="right" if self._columns[lane.place].right else "left",
                width=lane.width,
                no_wrap=not lane.wrap,
                overflow="fold",
            )
        return table


def _words(line: terminal._Line, place: int) -> Text:
    text = Text(line.texts[place])
    # Of a cell with a style of its own Rich would paint what fills it up too.
    text.stylize(line.styles.get(place, ""))
    return text
