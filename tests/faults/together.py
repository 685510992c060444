"""Trials of two programs on one ledger at the same moment."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.factories import TODAY
from tests.faults.commands import WRITES, prepare
from tests.faults.driver import Ended, Fault
from tests.faults.proof import changes, unsound
from tests.faults.scene import Scene, Trial
from tests.run import run

STEPS = (0, 3, 5)
"""Exit codes that a command may end with beside another: done, refused for what the other did,
done but for the letters."""


def pairs(scene: Scene, chosen: list[tuple[str, str]]) -> Iterator[Trial]:
    """Two commands at once, the first of which stays in the middle of its change for a while.

    Both are done, or one is refused for what the other did; no change is lost, none half there.
    """
    for first, second in chosen:
        path = scene.lay(_base(scene, first, second))
        had = changes(path)
        middle = scene.clean(first).statements // 2
        scene.start(scene.other, WRITES[first], Fault("linger", middle, seed=8))
        scene.start(scene.driver, WRITES[second], Fault())
        ends = [scene.other.ended(), scene.driver.ended()]
        lost, now = _lost(path, had, ends), changes(path)
        if lost == _FEWER and now == _in_turn(scene, first, second):
            # The one had nothing left to do after the other.
            lost = None
        yield Trial("two writers at once", f"{first} + {second}", 0, True, lost)


_FEWER = "a change that was acknowledged is not there"


def _in_turn(scene: Scene, first: str, second: str) -> int:
    """How many changes there are when both are run one after the other."""
    path = scene.lay(_base(scene, first, second))
    for name, seed in ((first, 8), (second, 7)):
        scene.start(scene.driver, WRITES[name], Fault(seed=seed))
        scene.driver.ended()
    return changes(path)


def _lost(path: Path, had: int, ends: list[Ended]) -> str | None:
    said = "".join(each.err for each in ends)
    if "Traceback" in said or any(each.code not in STEPS for each in ends):
        return f"{[each.code for each in ends]}: {said}"
    found = unsound(path)
    if found:
        return str(found)
    if changes(path) - had < sum(each.code == 0 for each in ends):
        return _FEWER
    return None


def _base(scene: Scene, first: str, second: str) -> Path:
    """A ledger on which both can be done, as far as the two allow it."""
    path = scene.folder / "pair.db"
    shutil.copy(scene.clean(first).base, path)
    if WRITES[second].before != WRITES[first].before:
        try:
            prepare(path, WRITES[second], scene.material)
        except AssertionError:
            shutil.copy(scene.clean(first).base, path)
    return path


def readers(scene: Scene, chosen: list[tuple[str, tuple[str, ...]]]) -> Iterator[Trial]:
    """A look while a command stays in the middle of its change: as before it, or as after."""
    for name, look in chosen:
        path = scene.lay(scene.clean(name).base)
        right = {run(*look, "-f", "json", db=path, today=TODAY).out}
        scene.start(scene.other, WRITES[name], Fault("linger", scene.clean(name).statements // 2))
        scene.driver.start([*look, "-f", "json"], db=path, today=TODAY)
        looked, wrote = scene.driver.ended(), scene.other.ended()
        right.add(run(*look, "-f", "json", db=path, today=TODAY).out)
        lost = None
        if (looked.code, wrote.code) != (0, 0):
            lost = f"{looked.code}, {wrote.code}: {looked.err}{wrote.err}"
        elif looked.out not in right:
            lost = "a look saw what never was"
        yield Trial("a look during a write", f"{' '.join(look)} + {name}", 0, True, lost)
