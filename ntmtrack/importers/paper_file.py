"""A paper from its file: plain text, Markdown, Word or PDF, told apart by what the file holds.

What cannot be read, or not in one way, is refused with a sentence; nothing is guessed.
"""

import hashlib
import os
from pathlib import Path

from ntmtrack.domain.paper import Paper
from ntmtrack.errors import DataError, reason_of
from ntmtrack.importers.paper_kind import Kind, kind_of
from ntmtrack.importers.paper_text import decoded, letter_warnings, pipe_tables
from ntmtrack.importers.plain_file import opened
from ntmtrack.message import Message, say
from ntmtrack.record import Record

MOST_BYTES = 20_000_000
"""The largest file that is read."""

MOST_CHARACTERS = 5_000_000
"""The longest text that is taken from a file."""

_READABLE = say("Give a paper as .docx, .pdf, .txt or .md.")


class ReadPaper(Record):
    """A paper and what is to be told of its file."""

    paper: Paper
    kind: Kind
    sha256: str
    """Of the bytes that were read."""
    size: int
    warnings: tuple[Message, ...] = ()
    """What the reader of the paper has to know: pages not read, letters lost."""


def read_paper(path: Path) -> ReadPaper:
    """The paper in a file (.txt, .md, .docx, or .pdf with a text layer).

    The text of a UTF-8 file is what `Path.read_text(encoding="utf-8")` gives, without a byte
    order mark. Reading takes at most 20 MB, 5 million characters and, for Word and PDF, the
    time and memory that `paper_child` allows.
    Raises DataError for what cannot be read: no file, no rights, another kind of file, an old
    encoding or font, a scan, a password, a damaged or hostile file.
    """
    name = os.fsencode(path.name).decode("utf-8", "replace")
    content = _content(path, name)
    kind = kind_of(content, name)
    paper, warnings = _read(content, kind, name)
    if not paper.text.strip():
        raise DataError(say("{file} holds no text.", file=name), hint=_READABLE)
    digest = hashlib.sha256(content).hexdigest()
    warnings = (*warnings, *letter_warnings(paper.text, name))
    return ReadPaper(paper, kind, digest, len(content), warnings)


def _read(content: bytes, kind: Kind, name: str) -> tuple[Paper, tuple[Message, ...]]:
    if kind in (Kind.DOCX, Kind.PDF):
        from ntmtrack.importers.paper_child import read_bounded

        return read_bounded(content, kind, name, MOST_CHARACTERS)
    text = decoded(content, name)
    if len(text) > MOST_CHARACTERS:
        raise DataError(
            say("{file} holds more than {most} characters.", file=name, most=MOST_CHARACTERS),
            hint=say("Give the pages that matter alone."),
        )
    return Paper(text, pipe_tables(text) if kind is Kind.MARKDOWN else ()), ()


def _content(path: Path, name: str) -> bytes:
    """The bytes of a regular file; a pipe or device is not waited for."""
    try:
        with opened(path, hint=_READABLE) as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise DataError(
            say("{file} cannot be read: {reason}", file=name or str(path), reason=reason_of(error)),
            hint=say("Check the name of the file and its rights."),
        ) from error
    if len(content) > MOST_BYTES:
        raise DataError(
            say("{file} is larger than {most} MB.", file=name, most=MOST_BYTES // 1_000_000),
            hint=say("Save it without its pictures, or give the pages that matter alone."),
        )
    return content
