"""A paper as text: what was read out of a file, before anything is understood of it."""

from ntmtrack.record import Record


class Cell(Record):
    """One cell of a table, as a stretch of the paper's text: `text[start:end]`."""

    start: int
    end: int


class Paper(Record):
    """The text of a paper, and the tables in it.

    `text` is what the file holds, in its order; positions everywhere count its characters.
    `tables` are tables of rows of cells whose words stand in `text` too.
    """

    text: str
    tables: tuple[tuple[tuple[Cell, ...], ...], ...] = ()
