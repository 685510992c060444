"""The text of a Word document in its order, with the tables in it and the numbers of its lists."""

from collections.abc import Iterator
from typing import Any

from ntmtrack.domain.paper import Cell, Paper
from ntmtrack.errors import DataError
from ntmtrack.importers.docx_numbering import Numbering, W
from ntmtrack.message import Message, say

MOST_UNPACKED = 200_000_000
"""How many bytes the parts of a document may come to when they are unpacked."""

_MOST_XML = 30_000_000
_MOST_PARTS = 5_000
_MOST_COLUMNS = 63

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HELD = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_UNREAD = frozenset(
    f"{W}{tag}"
    for tag in ("pPr", "rPr", "sdtPr", "sdtEndPr", "del", "moveFrom", "delText", "instrText")
)
_DRAWN = frozenset(f"{W}{tag}" for tag in ("drawing", "pict", "object"))
_FIXED = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_OFF = frozenset(("0", "false", "off"))

_Table = list[list[str]]


def read_docx(content: bytes, name: str, most: int) -> tuple[Paper, tuple[Message, ...]]:
    """The text of a Word document called `name`, at most `most` characters of it.

    Paragraphs and rows of tables are lines, cells are parted by a tab; the second place of a
    merged cell is an empty cell. What is deleted but tracked, hidden, or in headers, footers and
    notes is not read. A table of at most two columns with several lines in a cell is a page laid
    out side by side (the head of a paper): its cells follow one another, each on lines of its own.
    Raises DataError for a password, another kind of Word file, too much in it; what the
    libraries raise of their own means a damaged file.
    """
    import io

    from docx import Document
    from docx.opc.constants import RELATIONSHIP_TYPE

    _check_container(content, name)
    try:
        document = Document(io.BytesIO(content))
    except ValueError as error:
        raise DataError(
            say("{file} is no Word document (.docx).", file=name),
            hint=say("Open it and save it as .docx."),
        ) from error
    roots = {
        relation.reltype: getattr(relation.target_part, "element", None)
        for relation in document.part.rels.values()
        if not relation.is_external
    }
    reader = _Reader(
        Numbering(roots.get(RELATIONSHIP_TYPE.NUMBERING), roots.get(RELATIONSHIP_TYPE.STYLES))
    )
    text = _Text(name, most)
    for block in reader.blocks(document.element.body):
        if isinstance(block, str):
            text.add_line(block)
        else:
            text.add_table(block)
    return text.paper(), ()


class _Text:
    """A paper's text as it grows, and where its tables stand in it."""

    def __init__(self, name: str, most: int) -> None:
        self._name = name
        self._most = most
        self._parts: list[str] = []
        self._length = 0
        self._tables: list[tuple[tuple[Cell, ...], ...]] = []

    def add_line(self, words: str) -> None:
        self._part("\n")
        self._add(words)

    def add_table(self, rows: _Table) -> None:
        between = "\n" if _is_layout(rows) else "\t"
        table = []
        for row in rows:
            self._part("\n")
            cells = []
            for number, words in enumerate(row):
                if number:
                    self._part(between)
                start = self._length
                self._add(words)
                cells.append(Cell(start, self._length))
            table.append(tuple(cells))
        self._tables.append(tuple(table))

    def paper(self) -> Paper:
        return Paper("".join(self._parts), tuple(self._tables))

    def _part(self, between: str) -> None:
        if self._parts:
            self._add(between)

    def _add(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)
        if self._length > self._most:
            raise DataError(
                say("{file} holds more than {most} characters.", file=self._name, most=self._most),
                hint=say("Give the pages that matter alone."),
            )


class _Reader:
    """Walks through the elements of a document."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering

    def blocks(self, parent: Any) -> Iterator[str | _Table]:
        """The paragraphs and tables below an element, in order."""
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield [self._row(row) for row in _rows(element)]
            elif element.tag in _HELD:
                yield from self.blocks(element)
            elif element.tag == f"{_MC}AlternateContent":
                yield from self.blocks(_chosen(element))

    def _paragraph(self, paragraph: Any) -> Iterator[str | _Table]:
        """Its text behind its number, then the boxes that are tied to it."""
        words: list[str] = []
        boxes: list[Any] = []
        _collect(paragraph, words, boxes)
        text = "".join(words)
        # Word counts an empty paragraph of a list, but not one that is deleted or hidden.
        counted = text.strip() or not _is_gone(paragraph)
        label = self._numbering.label(paragraph) if counted else ""
        yield f"{label} {text}" if label and text.strip() else text
        for box in boxes:
            yield from self.blocks(box)

    def _row(self, row: Any) -> list[str]:
        """The words of the cells; a place that belongs to a neighbour's cell is empty."""
        cells = [""] * _count(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in _cells(row):
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
            cells.append("" if goes_on else self._cell(cell))
            more = _count(cell.find(f"{W}tcPr/{W}gridSpan"), 1) - 1
            cells.extend([""] * min(more, _MOST_COLUMNS - len(cells)))
        return cells

    def _cell(self, cell: Any) -> str:
        """The words of a cell; a table inside it is told as lines."""
        lines = []
        for block in self.blocks(cell):
            if isinstance(block, str):
                lines.append(block)
            else:
                lines.extend("\t".join(row) for row in block)
        return "\n".join(lines).strip()


def _check_container(content: bytes, name: str) -> None:
    """Refuse what would unpack to too much, before anything is unpacked, and what is encrypted.

    Unpacking stops at the size that a part declares.
    """
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as container:
        parts = container.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise DataError(
            say("{file} is protected by a password.", file=name),
            hint=say("Save it without the password."),
        )
    markup = (part for part in parts if part.filename.endswith((".xml", ".rels")))
    if (
        len(parts) > _MOST_PARTS
        or sum(part.file_size for part in parts) > MOST_UNPACKED
        or sum(part.file_size for part in markup) > _MOST_XML
    ):
        raise DataError(
            say("{file} unpacks to more than a paper holds.", file=name),
            hint=say("Open it, copy what matters into a .txt and give that."),
        )


def _collect(parent: Any, words: list[str], boxes: list[Any]) -> None:
    """The words below an element, and the text boxes drawn there."""
    for element in parent:
        tag = element.tag
        if tag == f"{W}t":
            words.append(element.text or "")
        elif tag in _FIXED:
            words.append(_FIXED[tag])
        elif tag in _DRAWN:
            boxes.extend(element.iter(f"{W}txbxContent"))
        elif tag == f"{_MC}AlternateContent":
            _collect(_chosen(element), words, boxes)
        elif isinstance(tag, str) and tag not in _UNREAD and not _is_hidden(element):
            _collect(element, words, boxes)


def _chosen(alternatives: Any) -> Any:
    """The first form that a drawing or the like is given in; the others repeat it."""
    return alternatives[0] if len(alternatives) else alternatives


def _is_gone(paragraph: Any) -> bool:
    """Whether the mark at the end of a paragraph is deleted or hidden."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(f"{W}{tag}") is not None for tag in ("del", "vanish"))


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "true") not in _OFF


def _rows(table: Any) -> Iterator[Any]:
    """The rows that are not deleted, of which some may stand in content controls."""
    for element in table:
        if element.tag == f"{W}tr":
            if element.find(f"{W}trPr/{W}del") is None:
                yield element
        elif element.tag in _HELD:
            yield from _rows(element)


def _cells(row: Any) -> Iterator[Any]:
    for element in row:
        if element.tag == f"{W}tc":
            yield element
        elif element.tag in _HELD:
            yield from _cells(element)


def _count(element: Any | None, otherwise: int) -> int:
    """A number of columns; what is no sensible number is `otherwise`."""
    words = "" if element is None else str(element.get(f"{W}val", ""))
    return min(int(words), _MOST_COLUMNS) if words.isascii() and words.isdigit() else otherwise


def _is_layout(rows: _Table) -> bool:
    return max(map(len, rows), default=0) <= 2 and any("\n" in cell for row in rows for cell in row)
