"""Word and PDF files are read in a process of their own, within bounds of time and memory.

A file may be made to keep its reader busy for hours or to fill the memory; the process that reads
it is ended then, and what the libraries print on the way goes nowhere.
"""

import json
import subprocess
import sys

from ntmtrack.domain.paper import Cell, Paper
from ntmtrack.errors import DataError, reason_of
from ntmtrack.importers import bounded
from ntmtrack.importers.paper_kind import Kind, damaged
from ntmtrack.message import Message, say

SECONDS = 20
"""How long the reading of one file may take."""

_MEMORY = 1 << 30
_NO_MEMORY = 3
_COPY = say("Open it, copy what matters into a .txt and give that.")


def read_bounded(
    content: bytes, kind: Kind, name: str, most: int
) -> tuple[Paper, tuple[Message, ...]]:
    """The paper in a Word or PDF file, with warnings; at most `most` characters of it.

    Raises DataError for a file that is damaged, protected, a scan, too long, or that takes more
    than the allowed time or memory.
    """
    try:
        done = bounded.asked(__name__, content, kind, name, most, seconds=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise _too_much(name) from error
    except OSError as error:
        raise DataError(
            say("{file} cannot be read: {reason}", file=name, reason=reason_of(error)),
            hint=_COPY,
        ) from error
    if done.returncode == _NO_MEMORY or done.returncode < 0:
        raise _too_much(name)
    if done.returncode:
        raise damaged(name)
    answered = json.loads(done.stdout)
    if "refused" in answered:
        raise DataError(_message(answered["refused"]), hint=_message(answered["hint"]))
    tables = tuple(
        tuple(tuple(Cell(*cell) for cell in row) for row in table) for table in answered["tables"]
    )
    return Paper(answered["text"], tables), tuple(map(_message, answered["warnings"]))


def answer(kind: str, name: str, most: int) -> None:
    """What the process does: read the file on its input, write what it read, or why not."""
    content = sys.stdin.buffer.read()
    bounded.hold(_MEMORY)
    try:
        said = _said(content, kind, name, most)
    except DataError as error:
        said = {"refused": _plain(error.message), "hint": _plain(error.hint or error.message)}
    except MemoryError:
        sys.exit(_NO_MEMORY)
    sys.stdout.write(json.dumps(said))


def _said(content: bytes, kind: str, name: str, most: int) -> dict[str, object]:
    if kind == Kind.DOCX:
        from ntmtrack.importers.paper_docx import read_docx as read
    else:
        from ntmtrack.importers.paper_pdf import read_pdf as read
    paper, warnings = read(content, name, most)
    return {
        "text": paper.text,
        "tables": paper.tables,
        "warnings": [_plain(warning) for warning in warnings],
    }


def _too_much(name: str) -> DataError:
    return DataError(
        say("{file} takes too much time or memory to read.", file=name),
        hint=_COPY,
    )


def _plain(message: Message) -> list[object]:
    return [message.text, dict(message.values), message.many, message.count]


def _message(plain: list[object]) -> Message:
    text, values, many, count = plain
    return Message(text, values, many, count)  # type: ignore[arg-type]
