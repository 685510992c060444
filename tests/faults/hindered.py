"""Trials of commands that are hindered while they write: killed, without room, without power."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from tests.faults.driver import Fault
from tests.faults.proof import content, unsound
from tests.faults.scene import Scene, Trial, spread

SECTOR = 512


def killed_at_statements(scene: Scene, name: str, most: int | None = None) -> Iterator[Trial]:
    """`kill -9` before every statement that a command gives to SQLite, those of triggers too."""
    for at in spread(scene.clean(name).statements, most):
        yield _tried(scene, name, "kill -9 before a statement", Fault("statement", at))


def killed_at_disk(scene: Scene, name: str, most: int | None = None) -> Iterator[Trial]:
    """`kill -9` before every write, cut, sync and removal of the ledger and its journal."""
    for at in spread(scene.clean(name).events, most):
        yield _tried(scene, name, "kill -9 before a write, sync or removal", Fault("disk", at))


def torn(scene: Scene, name: str, most: int | None = None) -> Iterator[Trial]:
    """`kill -9` in the middle of every write: half of it is on the disk."""
    for at in spread(scene.clean(name).events, most):
        yield _tried(scene, name, "kill -9 in the middle of a write", Fault("torn", at))


def without_room(scene: Scene, name: str, most: int | None = None) -> Iterator[Trial]:
    """From every write on the disk is full."""
    for at in spread(scene.clean(name).events, most):
        yield _tried(scene, name, "disk full from a write on", Fault("full", at))


def refused_by_disk(scene: Scene, name: str, most: int | None = None) -> Iterator[Trial]:
    """Every write, cut, sync and removal fails once with an I/O error."""
    for at in spread(scene.clean(name).events, most):
        yield _tried(scene, name, "I/O error at a write, sync or removal", Fault("io", at))


def limited(scene: Scene, name: str, most: int | None = None) -> Iterator[Trial]:
    """No file may grow beyond a size, in steps of half a page: the system itself refuses."""
    size = scene.clean(name).base.stat().st_size
    steps = [*range(2048, 65536, 2048), *range(size - 8192, size + 65536, 2048)]
    for place in spread(len(steps), most):
        fault = Fault("limit", steps[place - 1])
        yield _tried(scene, name, "file size limited by the system", fault)


def _tried(scene: Scene, name: str, said: str, fault: Fault) -> Trial:
    scene.lay(scene.clean(name).base)
    ended = scene.do(name, fault)
    lost = scene.lost(name, ended)
    # A bundle that has no room is refused as a file, with 3; the ledger is as it was.
    if not ended.killed and ended.code not in (0, 3, 4):
        lost = lost or f"ended with {ended.code}: {ended.err}"
    return Trial(said, name, fault.at, ended.killed or ended.code != 0, lost)


class _Blocks:
    """A file as a disk knows it: what is on it for sure, and what was written since."""

    def __init__(self, content: bytes, *, named: bool) -> None:
        self.content = bytearray(content)
        self.named = named
        self.since: list[tuple[int, bytes] | int] = []

    def settle(self) -> None:
        for each in self.since:
            self._put(each)
        self.since.clear()

    def after(self, chance: random.Random) -> bytes:
        """What may be found after the power went: any part of what was written since."""
        kept = self.content[:]
        for each in self.since:
            if isinstance(each, int):
                if chance.random() < 0.5:
                    self._put(each)
                continue
            place, data = each
            for start in range(0, len(data), SECTOR):
                if chance.random() < 0.5:
                    self._put((place + start, data[start : start + SECTOR]))
        found, self.content = bytes(self.content), kept
        return found

    def _put(self, each: tuple[int, bytes] | int) -> None:
        if isinstance(each, int):
            del self.content[each:]
            return
        place, data = each
        if len(self.content) < place:
            self.content.extend(bytes(place - len(self.content)))
        self.content[place : place + len(data)] = data


def without_power(
    scene: Scene, name: str, most: int | None = None, *, seed: int = 1
) -> Iterator[Trial]:
    """The power fails after every event: what was not synced is there in part, or not at all.

    A sector is written whole or not. A file that was made is found after its first sync; one that
    was removed may come back until its folder is synced.
    """
    clean = scene.clean(name)
    events = [json.loads(line) for line in clean.log.read_text().splitlines()]
    for at in spread(len(events), most):
        chance = random.Random(f"{name} {at} {seed}")
        path = scene.lay(clean.base)
        ledger = _Blocks(clean.base.read_bytes(), named=True)
        journal = _Blocks(b"", named=False)
        removed = False
        for kind, file, place, data in events[:at]:
            which = journal if file.endswith("-journal") else ledger
            if which is journal and kind == "write" and removed:
                journal, removed = _Blocks(b"", named=False), False
                which = journal
            match kind:
                case "write":
                    which.since.append((place, bytes.fromhex(data)))
                case "cut":
                    which.since.append(place)
                case "sync":
                    which.settle()
                    which.named = True
                case "remove":
                    removed = True
                    # The folder was synced with it: it stays away.
                    journal.named = journal.named and not place
        path.write_bytes(ledger.after(chance))
        if journal.named or (not removed and chance.random() < 0.5):
            _beside(path).write_bytes(journal.after(chance))
        holds, lost = content(path), None
        if not clean.steady:
            # Each letter is a change of its own, so there is much between before and after.
            found = unsound(path)
            lost = f"{found}" if found else None
        elif holds not in (clean.before, clean.after):
            lost = "neither before nor after"
        elif at == len(events) and holds != clean.after:
            lost = "acknowledged, and not there"
        yield Trial("power lost after a write, sync or removal", name, at, True, lost)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")
