"""Tables as JSON lines: written row by row, and read row by row with every fault named."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ntmtrack.errors import DataError
from ntmtrack.exchange.manifest import AGAIN, Entry
from ntmtrack.message import Message, say
from ntmtrack.store.queries_whole import Table
from ntmtrack.store.whole import Value

LONGEST = 64 * 1024 * 1024
"""A row of more bytes is refused, going out and coming in: memory stays bounded."""

_READ = json.JSONDecoder().raw_decode
_TYPES = {"text": str, "integer": int}


def write(file: BinaryIO, lines: Iterable[str], name: str) -> Entry:
    """Write lines to a file; what its manifest is to say. Raises DataError for too long a row."""
    digest, size, rows = hashlib.sha256(), 0, 0
    for line in lines:
        given = f"{line}\n".encode()
        rows += 1
        if len(given) > LONGEST:
            raise DataError(
                say("{file}, line {line}: {what}", file=name, line=rows, what=_too_long()),
                hint=say("keep the file of the ledger itself; nothing was written"),
            )
        digest.update(given)
        size += len(given)
        file.write(given)
    return Entry(size, digest.hexdigest(), rows)


class Rows:
    """The rows of one file, in turn; `line` is the one that was read last.

    What was read is held against the manifest at the end, so that what is loaded is what was
    proved.
    """

    def __init__(self, file: BinaryIO, name: str, table: Table, entry: Entry) -> None:
        self._file = file
        self._name = name
        self._table = table
        self._entry = entry
        self._kinds: set[tuple[type, ...]] = set()
        self.line = 0

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        """Raises DataError at the first line that is no row of the table, or is out of order."""
        names, key = self._table.names, self._table.key
        place = names.index(key) if key in names else None
        before: Value = None
        digest, size = hashlib.sha256(), 0
        while given := self._file.readline(LONGEST + 1):
            self.line += 1
            size += len(given)
            # A file that still grows is not read on.
            if size > self._entry.bytes:
                break
            digest.update(given)
            row = self._row(given, names)
            if place is not None:
                self._check_order(before, row[place])
                before = row[place]
            yield row
        if (size, self.line) != (self._entry.bytes, self._entry.rows):
            raise self.fault(say("the file ends too early or too late"))
        if digest.hexdigest() != self._entry.sha256:
            raise changed(self._name)

    def fault(self, what: Message) -> DataError:
        """What is wrong with the line that was read last."""
        return _fault(self._name, self.line, what)

    def _row(self, given: bytes, names: tuple[str, ...]) -> tuple[Value, ...]:
        if len(given) > LONGEST:
            raise self.fault(_too_long())
        if not given.endswith(b"\n"):
            raise self.fault(say("the line is cut off"))
        try:
            told, end = _READ(text := str(given, "utf-8"))
        except (ValueError, RecursionError) as error:
            raise self.fault(say("the line is not JSON")) from error
        if text[end:] != "\n":
            raise self.fault(say("the line is not JSON"))
        if not isinstance(told, dict) or tuple(told) != names:
            raise self.fault(say("the line is no row of the table {table}", table=self._table.name))
        row = tuple(told.values())
        kinds = tuple(map(type, row))
        if kinds not in self._kinds:
            self._check_types(kinds)
            self._kinds.add(kinds)
        return row

    def _check_types(self, kinds: tuple[type, ...]) -> None:
        """Rows of the same types are looked at once: a table has few kinds of rows."""
        for kind, (name, needed) in zip(kinds, self._table.columns, strict=True):
            if kind not in (_TYPES[needed], type(None)):
                raise self.fault(say('"{key}" is of another type', key=name))

    def _check_order(self, before: Value, key: Value) -> None:
        if key is None or not _rises(before, key):
            raise self.fault(say("the rows are out of order, or one is there twice"))


def changed(name: str) -> DataError:
    """A file that is not the one that the manifest speaks of."""
    return DataError(
        say("{file} was changed after it was written", file=name),
        hint=AGAIN,
    )


def _rises(before: Value, key: str | int) -> bool:
    if isinstance(before, str) and isinstance(key, str):
        return before < key
    if isinstance(before, int) and isinstance(key, int):
        return before < key
    return before is None


def _too_long() -> Message:
    return say("the line is longer than {most} bytes", most=LONGEST)


def _fault(name: str, line: int, what: Message) -> DataError:
    return DataError(
        say("{file}, line {line}: {what}", file=name, line=line, what=what), hint=AGAIN
    )
