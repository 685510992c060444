"""Tables that judge criteria: a row for each, a column for the verdict or one for each verdict."""

import re
from collections.abc import Iterator, Sequence

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.criteria_items import criterion
from ntmtrack.domain.notice.found import Criterion
from ntmtrack.domain.notice.task_tables import Cells, every_table
from ntmtrack.domain.paper import Cell

_HEADERS = (
    ("number", re.compile(r"(?:tt|stt|số tt|số|số thứ tự|tc|tiêu chí số|số tiêu chí)$")),
    ("unmet", re.compile(r"(?:chưa|không) đạt$")),
    ("nearly_met", re.compile(r"(?:cơ bản|gần) đạt$")),
    ("met", re.compile(r"đạt$")),
    (
        "verdict",
        re.compile(
            r"(?:kết quả|đánh giá|tự đánh giá|mức độ|tình trạng|hiện trạng|đạt/"
            r"|đạt hay)[^\n]{0,40}$"
        ),
    ),
    ("name", re.compile(r"(?:tên |nội dung |các )?tiêu chí(?: [^\d\n]{1,30})?$")),
)
_VERDICTS = (
    ("unmet", re.compile(r"(?:(?:chưa|không) đạt(?: chuẩn)?|cđ|kđ)\.?$")),
    ("nearly_met", re.compile(r"(?:cơ bản|gần) đạt\.?$")),
    ("met", re.compile(r"(?:đạt(?: chuẩn)?|đ)\.?$")),
)
_TICKED = re.compile(r"[x×✓✔v+]$")
_NUMBERED = re.compile(
    r"(?:tiêu chí )?(?:số )?(?P<number>[0-9]{1,2})(?!\.?[0-9])\s*[.:)-]?\s*(?:\("
    r"|về )?(?P<name>[^)\n]*)"
)


def judged(
    paper: Aligned, tables: Sequence[Sequence[Sequence[Cell]]]
) -> Iterator[tuple[str, Criterion]]:
    """Every criterion that a table judges, with the verdict: unmet, met or nearly_met."""
    for table in every_table(paper, tables):
        rows = list(_rows(paper, table))
        numbers = [row[0] for row in rows]
        # A first column 1, 2, 3 … may count the rows; only the whole set is numbered so.
        counting = numbers == [str(place + 1) for place in range(len(rows))] and len(rows) < _WHOLE
        for number, (start, end), verdict, own in rows:
            known = number if own or not counting else ""
            yield verdict, criterion(paper, known, (start, end), start, end)


_WHOLE = 9
"""Rows from which a table that is numbered from 1 is taken for a whole set of criteria."""


def _rows(
    paper: Aligned, table: Sequence[Cells]
) -> Iterator[tuple[str, tuple[int, int], str, bool]]:
    """Number, name, verdict, and whether the number stands in the name's own cell."""
    columns: dict[int, str] = {}
    for cells in table:
        words = [" ".join(paper.low[start:end].split()) for start, end in cells]
        if not columns:
            columns = _columns(words)
            continue
        verdict = _verdict(words, columns)
        place = next((at for at, kind in columns.items() if kind == "name"), -1)
        if verdict is None or not 0 <= place < len(cells) or not words[place]:
            continue
        start, end = cells[place]
        inside = _NUMBERED.match(paper.low, start, end)
        if inside is not None:
            yield (
                inside["number"],
                inside.span("name") if inside["name"] else (start, end),
                verdict,
                True,
            )
            continue
        first = next((at for at, kind in columns.items() if kind == "number"), -1)
        number = words[first].strip(" .()") if 0 <= first < len(words) else ""
        if number and not (number.isdigit() and len(number) <= 2):
            continue
        yield number, (start, end), verdict, False


def _columns(words: Sequence[str]) -> dict[int, str]:
    named: dict[int, str] = {}
    for place, word in enumerate(words):
        kind = next((kind for kind, header in _HEADERS if header.match(word)), None)
        if kind is not None and kind not in named.values():
            named[place] = kind
    kinds = set(named.values())
    return named if "name" in kinds and kinds & {"verdict", "unmet"} else {}


def _verdict(words: Sequence[str], columns: dict[int, str]) -> str | None:
    """The one verdict that a row ticks or spells; None for none or several."""
    found: set[str] = set()
    for place, kind in columns.items():
        word = words[place] if place < len(words) else ""
        if kind == "verdict":
            found |= {verdict for verdict, said in _VERDICTS if said.match(word)}
        elif kind in ("unmet", "nearly_met", "met") and _TICKED.match(word):
            found.add(kind)
    return found.pop() if len(found) == 1 else None
