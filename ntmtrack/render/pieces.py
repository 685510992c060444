"""A page of the manual, cut into its pieces: headings, paragraphs, lists, tables, examples.

It reads the little Markdown in which the manual is written and no more: `#` headings, paragraphs,
`-` and `1.` lists, `|` tables with a rule, fenced examples; comments are for whoever writes.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from ntmtrack.record import Record

_MARK = re.compile(r"( *)([-*]|\d+\.) +(?=\S)")
_CELLS = re.compile(r"(?<!\\)\|")


class Kind(StrEnum):
    """What a piece is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"
    EXAMPLE = "example"


class Piece(Record):
    """One piece of a page; its words stand in one line, however they were wrapped.

    `depth` is the level of a heading (1 to 6) or the columns before an item's `mark`; `lines` are
    those of an example, `rows` those of a table, headings first.
    """

    kind: Kind
    words: str = ""
    depth: int = 0
    mark: str = ""
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def pieces(page: str) -> Iterator[Piece]:
    """The pieces of a page in their order."""
    lines = re.sub(r"<!--.*?-->\n?", "", page, flags=re.DOTALL).splitlines()
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("```"):
            end = next(n for n in range(at + 1, len(lines)) if lines[n].startswith("```"))
            yield Piece(Kind.EXAMPLE, lines=tuple(lines[at + 1 : end]))
            at = end + 1
            continue
        end = at + 1
        if line.startswith("#"):
            marks, _, words = line.partition(" ")
            yield Piece(Kind.HEADING, words, len(marks))
        elif line.startswith("|"):
            end = _end(lines, at, "|")
            yield Piece(Kind.TABLE, rows=_rows(lines[at:end]))
        elif line.strip():
            end = _end(lines, at, "")
            yield _words(lines[at:end])
        at = end


def _end(lines: Sequence[str], at: int, beginning: str) -> int:
    """Where a piece ends that goes on while its lines begin so; words end where others begin."""
    for place in range(at + 1, len(lines)):
        line = lines[place]
        if not line.strip() or not line.startswith(beginning):
            return place
        if not beginning and (_MARK.match(line) or line.startswith(("#", "|", "```"))):
            return place
    return len(lines)


def _rows(lines: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(cell.strip().replace(r"\|", "|") for cell in _CELLS.split(line.strip())[1:-1])
        for place, line in enumerate(lines)
        if place != 1
    )


def _words(lines: Sequence[str]) -> Piece:
    words = " ".join(line.strip() for line in lines)
    item = _MARK.match(lines[0])
    if item is None:
        return Piece(Kind.PARAGRAPH, words)
    _, _, said = words.partition(" ")
    return Piece(Kind.ITEM, said.strip(), len(item[1]), item[2])
