"""Tables of tasks: who, what and when by the words of their header row."""

import re
from collections.abc import Iterator, Sequence

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.paper import Cell
from ntmtrack.record import Record

_HEADERS = (
    ("number", re.compile(r"(?:tt|stt|số tt|số thứ tự)$")),
    ("coordinators", re.compile(r".*phối hợp")),
    ("due", re.compile(r"(?:thời hạn|thời gian|hạn|tiến độ|ngày hoàn thành|hoàn thành)\b")),
    (
        "leads",
        re.compile(
            r"(?:trách nhiệm|chủ trì|(?:đơn vị|cơ quan|bộ phận|tổ chức|cán bộ|người|đầu mối)\b.*"
            r"|phân công|đầu mối|giao cho)"
        ),
    ),
    ("note", re.compile(r"(?:ghi chú|sản phẩm|kết quả|kinh phí|nguồn vốn)\b")),
    (
        "title",
        re.compile(
            r"(?:nội dung|nhiệm vụ|công việc|việc|tên nhiệm vụ|giải pháp|tên công việc"
            r"|các nhiệm vụ|tiêu chí)\b"
        ),
    ),
)
_RULE = re.compile(r"[\s|:+-]*")
_TELLING = {"title", "leads", "due", "coordinators"}
# Rows that may stand over a header row.
_OVER = 8
_TOTAL = re.compile(r"(?:tổng|cộng|ghi chú|người lập|thủ trưởng|nơi nhận|tm\.|kt\.)")
_EDGES = " \t\n|"


class Row(Record):
    """A row of a table of tasks, its columns as stretches of the normal form ((0, 0) if empty).

    `section` is the row above it that names a topic for several rows.
    """

    start: int
    end: int
    columns: dict[str, tuple[int, int]]
    section: tuple[int, int]

    def cell(self, column: str) -> tuple[int, int]:
        """The stretch of a column."""
        return self.columns.get(column, (0, 0))


Cells = list[tuple[int, int]]
"""The cells of a row as stretches of the normal form."""


class Tabled(Record):
    """The rows of tasks, and the stretches that tables of tasks take up."""

    rows: tuple[Row, ...]
    taken: tuple[tuple[int, int], ...]


def tabled(paper: Aligned, tables: Sequence[Sequence[Sequence[Cell]]]) -> Tabled:
    """The tables of tasks in a paper: its tables, then rows of bars or tabs in its lines."""
    rows: list[Row] = []
    taken: list[tuple[int, int]] = []
    for table in every_table(paper, tables):
        filled = _from_header(
            paper, [cells for cells in table if any(end > start for start, end in cells)]
        )
        if not filled or _overlaps(filled, taken):
            continue
        found = list(_tasks(paper, filled))
        if found:
            rows += found
            taken.append(_extent(filled))
    return Tabled(tuple(sorted(rows, key=lambda row: row.start)), tuple(taken))


def _extent(table: Sequence[Cells]) -> tuple[int, int]:
    stretches = [cell for cells in table for cell in cells if cell[1] > cell[0]]
    return min(stretches)[0], max(end for _, end in stretches)


def _overlaps(table: Sequence[Cells], taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a table shares lines with one that was read already."""
    begins, ends = _extent(table)
    return any(begins < end and start < ends for start, end in taken)


def every_table(
    paper: Aligned, tables: Sequence[Sequence[Sequence[Cell]]]
) -> Iterator[list[Cells]]:
    """The tables that the paper is given with, then rows of bars or tabs in its lines."""
    yield from _given(paper, tables)
    yield from _written(paper)


def _given(paper: Aligned, tables: Sequence[Sequence[Sequence[Cell]]]) -> Iterator[list[Cells]]:
    for table in tables:
        yield [
            [_trimmed(paper, paper.place(cell.start), paper.place(cell.end)) for cell in row]
            for row in table
        ]


def _written(paper: Aligned) -> Iterator[list[Cells]]:
    """Runs of lines whose cells are set apart by bars or tabs."""
    run: list[Cells] = []
    start = 0
    for line in (*paper.low.split("\n"), ""):
        end = start + len(line)
        if "|" not in line and "\t" not in line:
            if run:
                yield run
            run = []
        elif _RULE.fullmatch(line) is None:
            run.append(_split(paper, start, end))
        start = end + 1


def _split(paper: Aligned, start: int, end: int) -> Cells:
    bar = "|" if "|" in paper.low[start:end] else "\t"
    cells: Cells = []
    begins = start
    for at in (*(i for i in range(start, end) if paper.low[i] == bar), end):
        cells.append(_trimmed(paper, begins, at))
        begins = at + 1
    outer = bar == "|"
    return cells[1 if outer and paper.low[start:end].lstrip().startswith("|") else 0 :]


def _trimmed(paper: Aligned, start: int, end: int) -> tuple[int, int]:
    while start < end and paper.low[start] in _EDGES:
        start += 1
    while end > start and paper.low[end - 1] in _EDGES:
        end -= 1
    return start, end


def _columns(paper: Aligned, cells: Cells) -> dict[int, str]:
    named: dict[int, str] = {}
    for place, (start, end) in enumerate(cells):
        words = " ".join(paper.low[start:end].split())
        if not words or len(words) > 60:
            continue
        kind = next((kind for kind, header in _HEADERS if header.match(words)), None)
        if kind is not None:
            named[place] = kind
    return named


def _is_header(named: dict[int, str]) -> bool:
    return len(named) >= 2 and bool(_TELLING & set(named.values()))


def _from_header(paper: Aligned, table: list[Cells]) -> list[Cells]:
    """A table from its header row on: a title, or a head in two columns, may stand over it."""
    for place, cells in enumerate(table[:_OVER]):
        if _is_header(_columns(paper, cells)):
            return table[place:]
    return []


def _tasks(paper: Aligned, table: list[Cells]) -> Iterator[Row]:
    columns: dict[int, str] = {}
    section = (0, 0)
    heads = 0
    waiting: Row | None = None
    for place, cells in enumerate(table):
        if place == heads and heads < 3:
            named = _columns(paper, cells)
            if _is_header(named):
                columns.update(named)
                heads = place + 1
                continue
        if "title" not in columns.values() or not {"leads", "due"} & set(columns.values()):
            return
        row = _row(cells, columns)
        if row is None:
            continue
        number = paper.low[slice(*row.cell("number"))].strip(" .)")
        if set(row.columns) <= {"number", "title"} and not number.isdigit():
            # A row of a title alone heads those under it; the last of a table heads none.
            waiting = row._replace(section=section)
            section = row.columns["title"]
            continue
        waiting = None
        yield row._replace(section=section)
    if waiting is not None and not _TOTAL.match(paper.low, *waiting.columns["title"]):
        yield waiting


def _row(cells: Cells, columns: dict[int, str]) -> Row | None:
    found: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(cells):
        kind = columns.get(place)
        if (
            kind is not None
            and cell[1] > cell[0]
            and kind not in found
            and cell not in found.values()
        ):
            found[kind] = cell
    if "title" not in found:
        return None
    stretches = [cell for cell in cells if cell[1] > cell[0]]
    return Row(min(stretches)[0], max(end for _, end in stretches), found, (0, 0))
