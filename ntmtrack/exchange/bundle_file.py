"""A bundle as a file: unpacked within bounds, and proved before it is believed.

It is a zip of a manifest, its signature, the changes as JSON lines, and evidence by its SHA-256.
"""

import errno
import hashlib
import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from ntmtrack.domain.change import Change
from ntmtrack.errors import DataError, reason_of
from ntmtrack.exchange import bundle_manifest, wire
from ntmtrack.exchange.bundle_manifest import AGAIN, CHANGES, NAME, SEAL, Manifest
from ntmtrack.exchange.jsonl import LONGEST
from ntmtrack.exchange.manifest import Entry
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.store.database import aside_of, move_new

MOST_EVIDENCE = 10_000
"""So many files of evidence go into one bundle."""

MOST_BYTES = 2**31 - 1
"""No file in a bundle, nor the bundle, is larger: more needs a later form of zip."""

_BOUNDS = {NAME: 16_000_000, SEAL: 64_000}
_NAMES = re.compile(rf"{re.escape(NAME)}(?:\.sig)?|{re.escape(CHANGES)}|evidence/[0-9a-f]{{64}}")
_LARGE = 10_000_000
_MOST_TIMES = 200
"""How many times its packed size a large file may be; changes come to about 12."""

_CHUNK = 1 << 20
_END = 22
_DAMAGED = (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, EOFError, NotImplementedError)


class Bundle(Record):
    """A bundle that was proved to be whole: what is asked of it is what its manifest says.

    `sha256` is that of the whole file, `seal` the signature of `signed`, None if it has none.
    """

    container: zipfile.ZipFile
    manifest: Manifest
    signed: bytes
    seal: bytes | None
    sha256: str

    def changes(self) -> Iterator[Change]:
        """Every change, or piece of one, in its order.

        Raises DataError at the first line that is none, and if they are not those counted.
        """
        entry = self.manifest.files[CHANGES]
        digest, line, ops = hashlib.sha256(), 0, 0
        uids: set[str] = set()
        with _damage(OSError), self.container.open(CHANGES) as part:
            # The library's own reader takes a line letter by letter when its length is bounded.
            file = io.BufferedReader(cast(io.RawIOBase, part), _CHUNK)
            while given := file.readline(LONGEST + 1):
                line += 1
                digest.update(given)
                change = _change(given, line)
                uids.add(change.head.uid)
                ops += len(change.ops)
                yield change
        told = self.manifest.counts
        if (digest.hexdigest(), line) != (entry.sha256, entry.rows):
            raise _changed(CHANGES)
        if (len(uids), ops) != (told["changes"], told["ops"]):
            raise _fault(say("it does not hold as many changes as its manifest says"))

    def evidence(self) -> tuple[str, ...]:
        """The SHA-256 of every file of evidence in it."""
        names = (name.rpartition("/")[2] for name in self.manifest.files if name != CHANGES)
        return tuple(names)

    def keep_evidence(self, folder: Path) -> list[str]:
        """Put the evidence into a folder, each under its SHA-256; which of it was not there yet.

        Nothing is written over. Raises DataError if the folder cannot be written.
        """
        new = []
        try:
            for seal in self.evidence():
                if (folder / seal).exists():
                    continue
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                aside = aside_of(folder / seal)
                try:
                    self._unpack(seal, aside)
                    move_new(aside, folder / seal)
                finally:
                    aside.unlink(missing_ok=True)
                new.append(seal)
        except OSError as error:
            raise DataError(
                say("{file} cannot be written: {reason}", file=folder, reason=reason_of(error)),
                hint=say("check the rights of the folder and the room on the disk"),
            ) from error
        return new

    def _unpack(self, seal: str, place: Path) -> None:
        name = f"evidence/{seal}"
        with _damage(), self.container.open(name) as part, open(place, "wb") as file:
            if copied(part, file).sha256 != seal:
                raise _changed(name)
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def opened(path: Path) -> Iterator[Bundle]:
    """A bundle, to be read. It was looked through once before anything of it is handed out.

    Raises DataError, one sentence, for whatever is no bundle or not a whole one.
    """
    with _file(path) as file:
        # A place in the file that is none is an error of the system.
        with _damage(OSError):
            _check_end(file)
            bundle = _proved(zipfile.ZipFile(file), _digest(file))
        with bundle.container:
            yield bundle


def _proved(container: zipfile.ZipFile, sha256: str) -> Bundle:
    infos = {info.filename: info for info in _measured(container)}
    content = container.read(NAME)
    manifest = bundle_manifest.read(content)
    if set(manifest.files) != infos.keys() - {NAME, SEAL} or CHANGES not in infos:
        raise _fault(say("it holds other files than its manifest says"))
    for name, entry in manifest.files.items():
        _prove(container, name, entry)
    seal = container.read(SEAL) if SEAL in infos else None
    return Bundle(container, manifest, content, seal, sha256)


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while given := file.read(_CHUNK):
        digest.update(given)
    return digest.hexdigest()


def copied(source: IO[bytes], target: IO[bytes]) -> Entry:
    """Copy a file; its size and its SHA-256."""
    digest, size = hashlib.sha256(), 0
    while given := source.read(_CHUNK):
        digest.update(given)
        size += len(given)
        target.write(given)
    return Entry(size, digest.hexdigest())


@contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    try:
        # A pipe would never answer, and opening one is enough to wait.
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        file = open(path, "rb")  # noqa: SIM115 (closed below, once it is known to be there)
    except OSError as error:
        raise _unreadable(path, error) from error
    with file:
        if os.fstat(file.fileno()).st_size > MOST_BYTES:
            raise _too_much()
        yield file


def _check_end(file: BinaryIO) -> None:
    """The list of what a zip holds is read at once: it is measured first."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END))
    end = file.read(_END)
    if len(end) < _END or end[:4] != b"PK\5\6" or end[-2:] != b"\0\0":
        raise _fault(say("it is no bundle, or a part of it is missing"))
    if int.from_bytes(end[10:12], "little") > MOST_EVIDENCE + len(_BOUNDS) + 1:
        raise _too_much()


def _measured(container: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Everything in a zip, if all of it is what a bundle may hold."""
    infos = container.infolist()
    names = [info.filename for info in infos]
    if len(names) > MOST_EVIDENCE + len(_BOUNDS) + 1:
        raise _too_much()
    for info in infos:
        # What came from another system may say nothing of what kind of file it is.
        kind = stat.S_IFMT(info.external_attr >> 16)
        if not _NAMES.fullmatch(info.filename) or kind not in (0, stat.S_IFREG):
            raise _fault(say("{name} is no name of a file of a bundle", name=info.filename[:200]))
        if info.flag_bits & 1 or info.compress_type not in (
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
        ):
            raise _fault(say("it is packed as no bundle is"))
        bound = _BOUNDS.get(info.filename, MOST_BYTES)
        tight = info.file_size > max(_LARGE, _MOST_TIMES * info.compress_size)
        if info.file_size > bound or tight:
            raise _too_much()
    if sum(info.file_size for info in infos) > 2 * MOST_BYTES:
        raise _too_much()
    if len(set(names)) != len(names) or NAME not in names:
        raise _fault(say("it holds other files than its manifest says"))
    return infos


def _prove(container: zipfile.ZipFile, name: str, entry: Entry) -> None:
    digest, size, rows = hashlib.sha256(), 0, 0
    with container.open(name) as part:
        while given := part.read(_CHUNK):
            digest.update(given)
            size += len(given)
            rows += given.count(b"\n") if entry.rows is not None else 0
    if digest.hexdigest() != entry.sha256:
        raise _changed(name)
    if size != entry.bytes or rows != (entry.rows or 0):
        raise _fault(say("it holds other files than its manifest says"))


def _change(given: bytes, line: int) -> Change:
    if len(given) > LONGEST or not given.endswith(b"\n"):
        raise _at(line, say("the line is cut off"))
    try:
        return wire.read(str(given, "utf-8"))
    except UnicodeDecodeError as error:
        raise _at(line, say("the line is not JSON")) from error
    except DataError as error:
        raise _at(line, error.message) from error


@contextmanager
def _damage(*more: type[Exception]) -> Iterator[None]:
    """Whatever is damaged, it is told in one sentence."""
    faults: tuple[type[Exception], ...] = (*_DAMAGED, *more)
    try:
        yield
    except faults as error:
        raise _fault(say("it is no bundle, or a part of it is missing")) from error


def _at(line: int, what: Message) -> DataError:
    return DataError(
        say("{file}, line {line}: {what}", file=CHANGES, line=line, what=what), hint=AGAIN
    )


def _changed(name: str) -> DataError:
    return DataError(say("{file} was changed after it was written", file=name), hint=AGAIN)


def _too_much() -> DataError:
    return _fault(say("it unpacks to far more than a bundle holds"))


def _fault(what: Message) -> DataError:
    return DataError(say("the bundle cannot be read: {what}", what=what), hint=AGAIN)


def _unreadable(path: Path, error: OSError) -> DataError:
    return DataError(
        say("{file} cannot be read: {reason}", file=str(path), reason=reason_of(error)),
        hint=say("check the name and the rights of the file; nothing was written"),
    )
