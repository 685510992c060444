"""One stream out of a compound file, the container of the Office of before 2007 ([MS-CFB])."""

import struct
from collections.abc import Sequence

from ntmtrack.importers.sheets.content import not_a_workbook

_END = 0xFFFFFFFA
"""Numbers of sectors from here on mean the end of a chain, or nothing."""

_ENTRY = 128


def stream_of(content: bytes, name: str, titles: Sequence[str]) -> bytes:
    """The stream of the first of these titles that the file called `name` has.

    Raises DataError for a file that is damaged, or has none of them.
    """
    try:
        return _Compound(content).stream(titles)
    except (struct.error, IndexError, LookupError, ValueError) as error:
        raise not_a_workbook(name) from error


class _Compound:
    """The tables of a compound file."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._sector = 1 << min(struct.unpack_from("<H", content, 30)[0], 16)
        self._small = 1 << min(struct.unpack_from("<H", content, 32)[0], 16)
        directory, _, self._least, small_table = struct.unpack_from("<IIII", content, 48)
        self._table = self._whole_table()
        entries = self._chain(directory)
        self._entries = [entries[at : at + _ENTRY] for at in range(0, len(entries), _ENTRY)]
        self._small_table = self._numbers(self._chain(small_table))

    def stream(self, titles: Sequence[str]) -> bytes:
        """Raises LookupError where no entry has one of the titles."""
        found = {_title(entry): entry for entry in reversed(self._entries) if len(entry) == _ENTRY}
        entry = next(found[title] for title in titles if title in found)
        begin, size = struct.unpack_from("<II", entry, 116)
        if size >= self._least:
            return self._chain(begin)[:size]
        root = self._chain(struct.unpack_from("<I", self._entries[0], 116)[0])
        pieces: list[bytes] = []
        while begin < _END and len(pieces) <= len(self._small_table):
            pieces.append(root[begin * self._small : (begin + 1) * self._small])
            begin = self._small_table[begin]
        return b"".join(pieces)[:size]

    def _whole_table(self) -> Sequence[int]:
        """The table that says for each sector which one follows."""
        begin, count = struct.unpack_from("<II", self._content, 68)
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        for _ in range(min(count, len(self._content) // self._sector)):
            if begin >= _END:
                break
            more = self._numbers(self._at(begin))
            sectors += more[:-1]
            begin = more[-1]
        return self._numbers(b"".join(self._at(each) for each in sectors if each < _END))

    def _at(self, sector: int) -> bytes:
        begin = (sector + 1) * self._sector
        if begin >= len(self._content):
            raise ValueError("a sector behind the end")
        return self._content[begin : begin + self._sector]

    def _chain(self, sector: int) -> bytes:
        pieces: list[bytes] = []
        while sector < _END:
            if len(pieces) > len(self._table):
                raise ValueError("a chain without an end")
            pieces.append(self._at(sector))
            sector = self._table[sector]
        return b"".join(pieces)

    @staticmethod
    def _numbers(data: bytes) -> Sequence[int]:
        return struct.unpack_from(f"<{len(data) // 4}I", data)


def _title(entry: bytes) -> str:
    size = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(size - 2, 0)].decode("utf-16-le", "replace")
