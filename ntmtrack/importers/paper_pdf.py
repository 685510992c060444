"""The text layer of a PDF, page by page."""

import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ntmtrack.domain.paper import Paper
from ntmtrack.errors import DataError
from ntmtrack.importers.paper_kind import damaged
from ntmtrack.message import Message, say, say_n
from ntmtrack.record import Record

if TYPE_CHECKING:
    from pypdf import PageObject

MOST_PAGES = 500
"""How many pages a paper may have."""

_INVISIBLE = 3
_SHOWING = (b"Tj", b"TJ", b"'", b'"')
_DRAWING = (b"Tr", b"m", b"l", b"re")
_UPRIGHT = 8
_TABLE_LINES = 3
_NOT_STORED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_SPACES = re.compile("[ \t]+")
_ALONE = 0.5

_GIVE_PART = say("Give the pages that matter alone.")
_GIVE_OTHER = say("Give the .docx that it was made from, or type what matters into a .txt.")


def read_pdf(content: bytes, name: str, most: int) -> tuple[Paper, tuple[Message, ...]]:
    """The text of a PDF called `name`, with warnings about pages that were not read.

    Lines end where they end on the page, spaces are single, letters composed (NFC); the number
    of a page on a line of its own at its top or foot is left out. Tables cannot be told from
    text. A paper that opens without a password is read, whatever else it forbids.
    Raises DataError for a scan, a password, too many pages, too long a text (over `most`
    characters); what pypdf raises of its own means a damaged file.
    """
    from pypdf.errors import DependencyError, FileNotDecryptedError

    faults = _Faults()
    try:
        with faults.noted():
            pages = _pages(content, name, most)
    except (DependencyError, FileNotDecryptedError) as error:
        raise DataError(
            say("{file} is protected by a password.", file=name),
            hint=say("Save it without the password, for instance by printing it to a new PDF."),
        ) from error
    words = [page.text for page in pages if page.text]
    if not words:
        if faults.count:
            raise damaged(name)
        raise DataError(
            say("{file} has no text: it is a scan or empty.", file=name), hint=_GIVE_OTHER
        )
    paper = Paper("\n".join(words))
    return paper, tuple(_warnings(paper.text, pages, faults.count))


class _Page(Record):
    """What a page gave."""

    number: int
    text: str
    shown: "_Shown"
    has_picture: bool


class _Faults(logging.Handler):
    """Counts what pypdf finds amiss in a file that it reads all the same."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count one fault; its words are for programmers."""
        self.count += 1

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Count here, and show nothing elsewhere, while a file is read."""
        logger = logging.getLogger("pypdf")
        propagated, logger.propagate = logger.propagate, False
        logger.addHandler(self)
        try:
            yield
        finally:
            logger.removeHandler(self)
            logger.propagate = propagated


class _Shown:
    """Counts what a page shows: strings that are seen, or lie unseen over a scan, upright lines."""

    def __init__(self) -> None:
        self.seen = 0
        self.unseen = 0
        self.uprights = 0
        self._mode = 0
        self._point = (0.0, 0.0)

    def note(self, operator: bytes, operands: list[object], *_matrices: object) -> None:
        """Take note of one operator of the page."""
        if operator in _SHOWING:
            self.seen += self._mode != _INVISIBLE
            self.unseen += self._mode == _INVISIBLE
        elif operator in _DRAWING:
            self._draw(operator, [float(str(number)) for number in operands])

    def _draw(self, operator: bytes, numbers: list[float]) -> None:
        match operator, numbers:
            case b"Tr", [mode]:
                self._mode = int(mode)
            case b"m", [x, y]:
                self._point = (x, y)
            case b"l", [x, y]:
                self.uprights += _is_upright(x - self._point[0], y - self._point[1])
                self._point = (x, y)
            case b"re", [_, _, width, height]:
                self.uprights += _is_upright(width, height)


def _is_upright(width: float, height: float) -> bool:
    return abs(height) > _UPRIGHT * max(abs(width), 1)


def _pages(content: bytes, name: str, most: int) -> list[_Page]:
    import io

    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if len(reader.pages) > MOST_PAGES:
        raise DataError(
            say("{file} has more than {most} pages.", file=name, most=MOST_PAGES),
            hint=_GIVE_PART,
        )
    pages: list[_Page] = []
    length = 0
    for number, page in enumerate(reader.pages, 1):
        shown = _Shown()
        text = _tidy(page.extract_text(visitor_operand_before=shown.note), number)
        length += len(text) + 1
        if length > most:
            raise DataError(
                say("{file} holds more than {most} characters.", file=name, most=most),
                hint=_GIVE_PART,
            )
        pages.append(_Page(number, text, shown, _has_picture(page)))
    return pages


def _warnings(text: str, pages: list[_Page], faults: int) -> Iterator[Message]:
    scans = [page.number for page in pages if page.has_picture and not page.text]
    if scans:
        yield say_n(
            "{count} page has no text and was not read: {pages}.",
            "{count} pages have no text and were not read: {pages}.",
            len(scans),
            pages=", ".join(map(str, scans)),
        )
    if faults:
        yield say("The file has faults: part of its text may be missing.")
    ruled = [page.number for page in pages if page.shown.uprights >= _TABLE_LINES]
    if ruled:
        yield say_n(
            "{count} page seems to hold a table, of which a PDF gives no cells: {pages}.",
            "{count} pages seem to hold tables, of which a PDF gives no cells: {pages}.",
            len(ruled),
            pages=", ".join(map(str, ruled)),
        )
    if any(page.shown.unseen > page.shown.seen for page in pages):
        yield say(
            "The text was recognised from a scan by a machine: letters and numbers may be wrong."
        )
    words = text.split()
    if sum(len(word) == 1 and word.isalpha() for word in words) > _ALONE * len(words):
        yield say("The letters stand apart: words could not be made out.")


def _tidy(text: str, number: int) -> str:
    """The lines of a page without what is no text of it."""
    bare = _NOT_STORED.sub("", unicodedata.normalize("NFC", text))
    lines = [_SPACES.sub(" ", line).strip() for line in bare.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    if len(lines) > 1 and _is_number(lines[0], number):
        del lines[0]
    elif len(lines) > 1 and _is_number(lines[-1], number):
        del lines[-1]
    return "\n".join(lines).strip("\n")


def _is_number(line: str, number: int) -> bool:
    return line.strip("-– ") == str(number)


def _has_picture(page: "PageObject") -> bool:
    resources = page.get("/Resources")
    things = resources.get_object().get("/XObject") if resources is not None else None
    if things is None:
        return False
    return any(
        thing.get_object().get("/Subtype") in ("/Image", "/Form")
        for thing in things.get_object().values()
    )
