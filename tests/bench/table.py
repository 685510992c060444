"""The one table: a line for each row, whether its target holds, and what it was made with."""

import os
import platform
import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ntmtrack import __version__
from tests.bench.measuring import Measured, space, wall
from tests.bench.peers import KNOWN, Peer
from tests.bench.program import LOCK, pins
from tests.bench.row import Row

HEADS = (
    *("work", "against", "at most", "ratio", "middle half", "by the clock"),
    *("ours", "theirs", "peak", ""),
)

_OWN = ("openpyxl==", "rich==", "typer==")
"""What of the program's own parts is measured against; sqlite-utils is among the peers."""


class Line(NamedTuple):
    """A row with what came of it: figures, or why there are none."""

    row: Row
    measured: Measured | None
    why: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the ratio stays within its target; None where nothing was measured."""
        if self.measured is None:
            return None
        return self.measured.ratio(self.row.of) <= self.row.at_most

    def cells(self) -> tuple[str, ...]:
        """The words of the line, below HEADS."""
        row, measured = self.row, self.measured
        start = (row.work, row.against, f"{row.at_most:g}")
        if measured is None:
            return (*start, "–", "", "", "", "", "", self.why)
        low, high = measured.spread(row.of)
        ours, theirs = measured.medians(row.of)
        unit = _megabytes if row.of is space else _time
        timed = row.of is not space
        return (
            *start,
            _ratio(measured.ratio(row.of)),
            f"{_ratio(low)}–{_ratio(high)}",
            _ratio(measured.ratio(wall)) if timed else "",
            unit(ours),
            unit(theirs),
            "{:.0f} / {:.0f} MB".format(*measured.peaks()) if timed and measured.peaks()[0] else "",
            "holds" if self.holds else "OVER",
        )


def _ratio(value: float) -> str:
    return f"{value:.3f}" if value < 2 else f"{value:.2f}"


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _megabytes(amount: float) -> str:
    return f"{amount:.0f} MB"


def plain(lines: Iterable[Sequence[str]], widths: Sequence[int]) -> Iterable[str]:
    """Lines in columns, for a terminal."""
    for line in lines:
        yield "  ".join(
            _padded(cell, width) for cell, width in zip(line, widths, strict=True)
        ).rstrip()


def widths(rows: Sequence[Row]) -> tuple[int, ...]:
    """How wide the columns are, before anything is measured: lines are printed as they come."""
    work = max(map(_width, (HEADS[0], *(row.work for row in rows))))
    against = max(map(_width, (HEADS[1], *(row.against for row in rows))))
    return (work, against, 7, 6, 12, 12, 8, 8, 15, 5)


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(cell: str) -> int:
    return sum(not unicodedata.combining(letter) for letter in cell)


def markdown(lines: Iterable[Line]) -> str:
    """The table for the README: figures without what changes from machine to machine."""
    shown = (0, 1, 2, 3, 4, 9)
    said = [HEADS, *(line.cells() for line in lines)]
    said[0] = (*HEADS[:-1], "target")
    rows = ["| " + " | ".join(cells[place] for place in shown) + " |" for cells in said]
    rows.insert(1, "|" + "---|" * len(shown))
    return "\n".join(rows)


def made_with(peers: Mapping[str, Peer], rounds: int, day: date) -> str:
    """The date, the machine and the versions of all that was run."""
    own = dict(pin.split("==") for pin in pins(LOCK) if pin.startswith(_OWN))
    parts = [
        day.isoformat(),
        f"{rounds} rounds",
        f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}",
        f"ntmtrack {__version__}",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        *(f"{name} {version}" for name, version in own.items()),
        *(f"{name} {peers[name].version if name in peers else 'not installed'}" for name in KNOWN),
    ]
    return "; ".join(parts)
