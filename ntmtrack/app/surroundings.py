"""Where the ledger lies: rights, file system, what is beside it, and the files it rests on."""

import os
import stat
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ntmtrack.app.papers import hashed_file, spelled
from ntmtrack.domain.checks.place import Kept, Place
from ntmtrack.errors import DataError
from ntmtrack.store.queries_check import Filed

_AT_WORK = timedelta(hours=1)
"""A command that has run for less may still be at work with the files it made."""

MOUNTS = Path("/proc/self/mounts")
_FIELDS = 3
"""What is mounted, where, and from which kind of file system."""


def place_of(path: Path, now: datetime) -> Place:
    """Where a ledger lies. What the system does not tell is left out."""
    whole = path.resolve()
    return Place(
        path=spelled(whole),
        folder=spelled(whole.parent),
        parts=tuple(spelled(Path(part)) for part in whole.parts[1:-1]),
        mode=_mode(whole) if os.path.isfile(whole) else None,
        folder_mode=_mode(whole.parent),
        filesystem=filesystem_of(whole),
        leftovers=tuple(_leftovers(whole, now)),
    )


def _mode(path: Path) -> int | None:
    """The rights of a file; Windows keeps them in lists that its modes say nothing of."""
    if os.name == "nt":
        return None
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None


def filesystem_of(path: Path, mounts: Path | None = None) -> str | None:
    """The kind of the file system that a path is on, where the system lists them (Linux)."""
    try:
        lines = (mounts or MOUNTS).read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    found: tuple[int, str | None] = (-1, None)
    for words in (line.split(" ") for line in lines):
        if len(words) < _FIELDS:
            continue
        point = Path(words[1].encode("utf-8", "surrogateescape").decode("unicode_escape"))
        if path.is_relative_to(point) and len(point.parts) > found[0]:
            found = (len(point.parts), words[2])
    return found[1]


def _leftovers(path: Path, now: datetime) -> Iterator[str]:
    """Journals and half-made files beside a ledger that nobody has touched for a while."""
    beside = [path.with_name(path.name + end) for end in ("-journal", "-wal", "-shm")]
    try:
        beside += sorted(path.parent.glob(f".{_literal(path.name[:80])}.*.new"))
    except OSError:
        return
    for each in beside:
        try:
            touched = datetime.fromtimestamp(each.stat().st_mtime, UTC)
        except OSError:
            continue
        if now - touched > _AT_WORK:
            yield spelled(each)


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def kept_files(filed: Sequence[Filed], ledger: Path) -> Iterator[Kept]:
    """How each file is found now: where it was, or among those that came with bundles.

    A file is read only if its size is the one recorded; each is read once. One that is known from
    another place too is there, if it is there.
    """
    brought = ledger.with_name(f"{ledger.name}.evidence")
    known = {(each.path, each.sha256): each for each in filed}
    found = {key: _found(each, brought) for key, each in known.items()}
    whole = {sha256 for (_, sha256), (_, same) in found.items() if same}
    for each in filed:
        there, same = found[each.path, each.sha256]
        yield Kept(
            path=each.path,
            there=there or each.sha256 in whole,
            same=same or each.sha256 in whole,
            bare=_is_bare(each),
            unit_key=each.unit_key,
            set_code=each.set_code,
            number=each.number,
            document=each.document,
        )


def _is_bare(filed: Filed) -> bool:
    """Whether only the name of a file is known: it came from another office."""
    return not Path(filed.path).is_absolute()


def _found(filed: Filed, brought: Path) -> tuple[bool, bool]:
    places = [brought / filed.sha256] if filed.sha256.isalnum() else []
    # A bare name says nothing of this machine's folders.
    places += [] if _is_bare(filed) else [Path(os.fsdecode(filed.path.encode()))]
    there = False
    for place in places:
        try:
            size = place.stat().st_size
        except (OSError, ValueError):
            continue
        there = True
        if filed.size in (None, size) and _hash(place) == filed.sha256:
            return True, True
    return there, False


def _hash(path: Path) -> str | None:
    try:
        return str(hashed_file(path)["sha256"])
    except DataError:
        return None
