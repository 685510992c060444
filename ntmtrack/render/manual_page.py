"""A page of the manual as a terminal shows it: calm, within its width, nothing left out.

Rich's own Markdown takes longer to load than a whole run of the program, centres headings and
drops the marks of what is to be typed.
"""

import re
from collections.abc import Iterator, Sequence

from ntmtrack.render.pieces import Kind, Piece, pieces
from ntmtrack.render.text import fill

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_INDENT = "  "
_GAP = "  "
_NARROWEST = 12
"""A column of a table with fewer letters reads worse than the row as a list."""

_STRONG = re.compile(r"(`[^`]+`)|\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


def render(page: str, *, width: int, styled: bool = False) -> str:
    """A page in Markdown as lines of at most `width` letters; `styled` makes headings bold.

    A line of an example is never broken, but for what is said of an error, which a terminal folds
    too; nor is a word that is wider than the page.
    """
    lines: list[str] = []
    before: Piece | None = None
    for piece in pieces(page):
        if before is not None and not (before.kind is piece.kind is Kind.ITEM):
            lines.append("")
        lines += _DRAWN[piece.kind](piece, width, styled)
        before = piece
    return "".join(f"{line}\n" for line in lines)


def _heading(piece: Piece, width: int, styled: bool) -> Iterator[str]:
    for line in _wrapped(f"**{bare(piece.words)}**", width, styled):
        yield line
        if piece.depth == 1 and not styled:
            yield "=" * len(line)
    if piece.depth == 2 and not styled:
        yield "-" * min(len(bare(piece.words)), width)


def _paragraph(piece: Piece, width: int, styled: bool) -> list[str]:
    return _wrapped(piece.words, width, styled)


def _item(piece: Piece, width: int, styled: bool) -> list[str]:
    margin = " " * piece.depth
    mark = {"-": "•", "*": "•"}.get(piece.mark, piece.mark)
    hang = " " * (len(mark) + 1)
    lines = _wrapped(piece.words, width - len(margin) - len(hang), styled)
    return [f"{margin}{hang if place else mark + ' '}{line}" for place, line in enumerate(lines)]


def _example(piece: Piece, width: int, _styled: bool) -> Iterator[str]:
    of_an_error = False
    for line in piece.lines:
        begins = line.startswith("ntmtrack: ")
        of_an_error = begins or (of_an_error and line.startswith("  "))
        if of_an_error:
            margin = _INDENT if begins else _INDENT * 2
            yield from fill((line.strip(),), width=width, indent=margin, broken=_INDENT * 3)
        else:
            yield f"{_INDENT}{line}".rstrip()


def _table(piece: Piece, width: int, styled: bool) -> list[str]:
    widths = _widths(piece.rows, width)
    if widths is None:
        return _listed(piece.rows, width, styled)
    lines: list[str] = []
    tall = _is_tall(piece.rows, widths)
    for place, row in enumerate(piece.rows):
        if tall and place > 1:
            lines.append("")
        lines += _row(row, widths, styled=styled, strong=place == 0)
        if place == 0:
            lines.append(_GAP.join("─" * size for size in widths))
    return lines


def _is_tall(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> bool:
    return any(
        len(bare(cell)) > size for row in rows for cell, size in zip(row, widths, strict=True)
    )


def _row(row: Sequence[str], widths: Sequence[int], *, styled: bool, strong: bool) -> list[str]:
    words = [f"**{cell}**" if strong and cell else cell for cell in row]
    columns = [_wrapped(cell, size, styled) for cell, size in zip(words, widths, strict=True)]
    height = max(map(len, columns))
    return [
        _GAP.join(
            _filled(column[place] if place < len(column) else "", size)
            for column, size in zip(columns, widths, strict=True)
        ).rstrip()
        for place in range(height)
    ]


def _filled(line: str, size: int) -> str:
    return line + " " * (size - len(re.sub("\x1b\\[[0-9]*m", "", line)))


def _listed(rows: Sequence[Sequence[str]], width: int, styled: bool) -> list[str]:
    """A table that is too wide for its page: each row by itself, its cells with their headings."""
    headings, *content = rows
    lines: list[str] = []
    for row in content:
        if lines:
            lines.append("")
        lines += _wrapped(f"**{row[0]}**", width, styled)
        for heading, cell in zip(headings[1:], row[1:], strict=True):
            if cell:
                told = _wrapped(f"{heading}: {cell}" if heading else cell, width - 4, styled)
                lines += [f"{_INDENT}{_INDENT if n else ''}{each}" for n, each in enumerate(told)]
    return lines


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """How wide each column is; None where its longest words or too many columns find no room."""
    columns = [[bare(cell) for cell in column] for column in zip(*rows, strict=True)]
    least = [max(_longest(cell) for cell in column) for column in columns]
    most = [max(map(len, column)) for column in columns]
    room = width - len(_GAP) * (len(columns) - 1)
    if sum(most) <= room:
        return most
    # A short column stays whole; those that must wrap share what is left by what they hold.
    kept = [min(full, max(low, _NARROWEST)) for low, full in zip(least, most, strict=True)]
    if sum(kept) > room:
        return None
    return _shared(kept, most, room)


def _shared(widths: list[int], most: Sequence[int], room: int) -> list[int]:
    """Widths that grow towards what their columns hold, most where most is missing."""
    widths = list(widths)
    while (left := room - sum(widths)) > 0:
        missing = [full - size for full, size in zip(most, widths, strict=True)]
        all_missing = sum(missing)
        for place, each in enumerate(missing):
            widths[place] += min(each, left * each // all_missing)
        if room - sum(widths) == left:
            widths[missing.index(max(missing))] += 1
    return widths


def _longest(cell: str) -> int:
    return max(map(len, cell.split()), default=0)


_DRAWN = {
    Kind.HEADING: _heading,
    Kind.PARAGRAPH: _paragraph,
    Kind.ITEM: _item,
    Kind.EXAMPLE: _example,
    Kind.TABLE: _table,
}


def bare(words: str) -> str:
    """Words as they are seen where nothing is styled."""
    return _STRONG.sub(lambda found: found[1] or found[2], _LINK.sub(r"\1", words))


def _wrapped(words: str, width: int, styled: bool) -> list[str]:
    """Lines of whole words; what is strong is painted word by word, so that no line leaks."""
    lines: list[str] = []
    line, used = "", 0
    for word, strong in _each_word(words):
        if line and used + 1 + len(word) > width:
            lines.append(line)
            line, used = "", 0
        shown = f"{_BOLD}{word}{_PLAIN}" if strong and styled else word
        line, used = (f"{line} {shown}", used + 1 + len(word)) if line else (shown, len(word))
    return [*lines, line]


def _each_word(words: str) -> Iterator[tuple[str, bool]]:
    """Each word as it is seen, and whether it begins inside what is strong."""
    seen, strong = "", []
    for text, is_strong in _spans(_LINK.sub(r"\1", words)):
        seen += text
        strong += [is_strong] * len(text)
    for found in re.finditer(r"\S+", seen):
        yield found[0], strong[found.start()]


def _spans(words: str) -> Iterator[tuple[str, bool]]:
    at = 0
    for found in _STRONG.finditer(words):
        yield words[at : found.start()], False
        yield (found[1], False) if found[1] else (found[2], True)
        at = found.end()
    yield words[at:], False
