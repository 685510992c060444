"""Every statement that the program asks of a ledger, caught as it runs, and how it is sought."""

import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest

PROGRAM = Path(__file__).resolve().parents[2] / "ntmtrack"

_PLANNED = re.compile(r"\s*(select|with|insert|update|delete)\b", re.IGNORECASE)
_FIGURES = re.compile(r"\d+(, \d+)*")
_SOURCE = re.compile(
    r"\b(?:from|join|into|update)\s+(?:main\.)?(\w+)(?:\s+(?:as\s+)?(?!indexed\b)(\w+))?",
    re.IGNORECASE,
)
_REACHED = re.compile(r"(SCAN|SEARCH) (\w+)(.*)")


class Place(NamedTuple):
    """Where a statement stands in the program."""

    file: str
    line: int
    function: str

    @property
    def name(self) -> str:
        """The module and the function."""
        return f"{self.module}.{self.function}"

    @property
    def module(self) -> str:
        """The module alone."""
        return Path(self.file).stem


class Asked(NamedTuple):
    """A statement, and the steps by which its rows are sought: each with its parent's number."""

    place: Place
    sql: str
    steps: tuple[tuple[int, int, str], ...]

    def gone_through(self, tables: frozenset[str], few: frozenset[str]) -> set[str]:
        """Which of these tables are gone through row by row, or have an index made for once.

        Not those of which an index that holds `few` rows leads to all that are looked at.
        """
        found = set()
        for _, _, step in self.steps:
            reached = _REACHED.match(step)
            if reached and (reached[1] == "SCAN" or "AUTOMATIC" in reached[3]):
                index = re.search(r"INDEX (\w+)", reached[3])
                if index is None or index[1] not in few:
                    found |= self._meant(reached[2]) & tables
        return found

    def sorted_for_a_few(self, tables: frozenset[str]) -> set[str]:
        """Which of these tables have rows sorted of which only the first are wanted."""
        # A subquery that stands for one value takes the first row.
        one = {number for number, _, step in self.steps if "SCALAR SUBQUERY" in step}
        if re.search(r"\blimit \S+\s*$", self.sql, re.IGNORECASE):
            one.add(0)
        sorting = {parent for _, parent, step in self.steps if "TEMP B-TREE FOR" in step} & one
        reached = (_REACHED.match(step) for _, parent, step in self.steps if parent in sorting)
        return {name for each in reached if each for name in self._meant(each[2]) & tables}

    def _meant(self, name: str) -> set[str]:
        """The tables that a name of a step may stand for."""
        meant = {
            table.lower()
            for table, alias in _SOURCE.findall(self.sql)
            if name.lower() in (table.lower(), alias.lower())
        }
        return meant


class Catch:
    """What was asked while `catching`."""

    def __init__(self) -> None:
        self.asked: dict[tuple[Place, str], Asked] = {}
        self.places: set[tuple[str, int]] = set()

    def note(self, conn: sqlite3.Connection, sql: str, places: Any = None) -> None:
        """Keep a statement that is about to be carried out, explained where it has a plan."""
        where = _asking(sys._getframe(2))
        if where is None:
            return
        self.places.add((where.file, where.line))
        key = where, _FIGURES.sub("0", sql)
        if places is None or key in self.asked or not _PLANNED.match(sql):
            return
        cursor = sqlite3.Connection.cursor(conn, sqlite3.Cursor)
        try:
            cursor.execute(f"explain query plan {sql}", places)
        except sqlite3.Error:
            # The program is told of it in a moment.
            return
        steps = tuple((row[0], row[1], row[3]) for row in cursor)
        self.asked[key] = Asked(where, sql, steps)


def _asking(frame: FrameType | None) -> Place | None:
    """The line of the program that asks, whoever asks for it."""
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(str(PROGRAM)):
            file = str(Path(code.co_filename).relative_to(PROGRAM))
            return Place(file, frame.f_lineno, _whole_name(frame))
        frame = frame.f_back
    return None


def _whole_name(frame: FrameType) -> str:
    """The function that a comprehension or a lambda stands in."""
    while frame.f_code.co_name.startswith("<") and frame.f_back is not None:
        frame = frame.f_back
    return frame.f_code.co_name


@contextmanager
def catching() -> Iterator[Catch]:
    """Catch all that is asked of any connection opened within."""
    catch = Catch()
    connect = sqlite3.connect

    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, places: Any = (), /) -> "Cursor":
            catch.note(self.connection, sql, places)
            return super().execute(sql, places)

        def executemany(self, sql: str, rows: Any, /) -> "Cursor":
            catch.note(self.connection, sql)
            return super().executemany(sql, rows)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, sql: str, places: Any = (), /) -> sqlite3.Cursor:
            catch.note(self, sql, places)
            return super().execute(sql, places)

        def executemany(self, sql: str, rows: Any, /) -> sqlite3.Cursor:
            catch.note(self, sql)
            return super().executemany(sql, rows)

        def executescript(self, sql: str, /) -> sqlite3.Cursor:
            catch.note(self, sql)
            return super().executescript(sql)

    def caught(*given: Any, **named: Any) -> sqlite3.Connection:
        return connect(*given, **{**named, "factory": Connection})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", caught)
        yield catch
