"""`backup` and `restore` that are killed, or whose disk is full, at any step.

No half file stands under the name of a copy; the ledger is what it was or what the copy is; what
is kept of it is whole; and the next command ends what was begun.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults import disk
from tests.faults.driver import Driver, Fault
from tests.faults.proof import content, unsound
from tests.run import run

TODAY = "2026-01-05"
SAMPLE = 3
"""So many steps of each kind are tried; with NTMTRACK_ALL_FAULTS, all are."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")


class Stage(NamedTuple):
    """A ledger, a copy of how it was, and what it holds before and after going back."""

    ledger: Path
    copy: Path
    before: str
    after: str


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    found = Driver()
    yield found
    found.close()


@pytest.fixture(scope="module")
def stage(new_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    folder = tmp_path_factory.mktemp("stage")
    ledger, copy = folder / "new.db", folder / "copy.db"
    for each in (ledger, copy):
        shutil.copy(new_file, each)
    for number in range(3):
        assert run("agency", "add", f"Phòng {number}", db=ledger).code == 0
    tried = shutil.copy(ledger, folder / "tried.db")
    assert run("restore", copy, "--yes", db=tried).code == 0
    return Stage(ledger, copy, content(ledger), content(tried))


def laid(stage: Stage, place: Path) -> Path:
    """The ledger of the stage in a folder of its own."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    shutil.copy(stage.ledger, place / "new.db")
    return place / "new.db"


def backed(ledger: Path, stage: Stage) -> None:
    """What must hold after a `backup`, however it ended."""
    folder = ledger.with_name("new.db.backups")
    for copy in folder.glob("*.db"):
        assert content(copy) == stage.before
        assert unsound(copy) == []
    assert content(ledger) == stage.before
    again = run("backup", db=ledger)
    assert (again.code, again.err) == (0, "")
    assert {each.suffix for each in folder.iterdir()} <= {".db", ""}
    assert [content(each) for each in folder.glob("*.db")] == [stage.before]


def restored(ledger: Path, stage: Stage, copied: str) -> None:
    """What must hold after a `restore`, however it ended."""
    assert content(stage.copy) == copied
    assert content(ledger) in (stage.before, stage.after)
    assert unsound(ledger) == []
    kept = [each for each in ledger.parent.glob("new.db.before-restore-*") if each.suffix != ".new"]
    for each in kept:
        assert content(each) == stage.before
    if content(ledger) == stage.after:
        assert kept
    if "NTMTRACK_ALL_FAULTS" not in os.environ and content(ledger) == stage.before:
        return
    assert run("restore", stage.copy, "--yes", db=ledger).code == 0
    assert content(ledger) == stage.after


def places(count: int) -> list[int]:
    """The steps that are tried, of so many; always the first and the last one."""
    if "NTMTRACK_ALL_FAULTS" in os.environ:
        return list(range(1, count + 1))
    return sorted({1 + round(part * (count - 1) / (SAMPLE - 1)) for part in range(SAMPLE)})


KINDS = ["statement", "disk", "torn", "full", "io"]


def skip_without_layer(kind: str) -> None:
    if kind != "statement" and not disk.available():
        pytest.skip("this Python has its SQLite built in")


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_that_is_cut_off_leaves_no_half_copy(
    kind: str, stage: Stage, driver: Driver, tmp_path: Path
) -> None:
    skip_without_layer(kind)
    ledger = laid(stage, tmp_path / "x")
    whole = driver.run(["backup"], db=ledger, today=TODAY, fault=Fault(kind, 10**9))
    assert whole.code == 0, whole.err
    for at in places(whole.statements if kind == "statement" else whole.events):
        ledger = laid(stage, tmp_path / "x")
        ended = driver.run(["backup"], db=ledger, today=TODAY, fault=Fault(kind, at))
        assert ended.killed or ended.code in (0, 4), (at, ended)
        backed(ledger, stage)


@pytest.mark.parametrize("kind", KINDS)
def test_a_restore_that_is_cut_off_leaves_the_ledger_or_the_copy(
    kind: str, stage: Stage, driver: Driver, tmp_path: Path
) -> None:
    skip_without_layer(kind)
    copied = content(stage.copy)
    words = ["restore", str(stage.copy), "--yes"]
    ledger = laid(stage, tmp_path / "x")
    whole = driver.run(words, db=ledger, today=TODAY, fault=Fault(kind, 10**9))
    assert whole.code == 0, whole.err
    assert content(ledger) == stage.after
    for at in places(whole.statements if kind == "statement" else whole.events):
        ledger = laid(stage, tmp_path / "x")
        ended = driver.run(words, db=ledger, today=TODAY, fault=Fault(kind, at))
        assert ended.killed or ended.code in (0, 4), (at, ended)
        if ended.code == 0:
            assert content(ledger) == stage.after, at
        restored(ledger, stage, copied)


STEPS = ("link", "replace", "fsync", "unlink", "mkdir")
"""What a command asks of the system by itself, beside SQLite."""


def killed_at(step: int, *argv: object) -> bool:
    """Run a command in a child that kills itself before its nth step; whether it did."""
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            _stepped(step)
            run(*argv)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == -signal.SIGKILL


def _stepped(step: int) -> None:
    passed = 0

    def around(function: Callable[..., object]) -> Callable[..., object]:
        def killing(*words: object, **options: object) -> object:
            nonlocal passed
            passed += 1
            if passed == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*words, **options)

        return killing

    for name in STEPS:
        setattr(os, name, around(getattr(os, name)))


def test_a_backup_that_is_killed_between_two_steps_leaves_no_half_copy(
    stage: Stage, tmp_path: Path
) -> None:
    for step in range(1, 100):
        ledger = laid(stage, tmp_path / "x")
        killed = killed_at(step, "--db", ledger, "backup")
        backed(ledger, stage)
        if not killed:
            break
    assert step > 4


@pytest.mark.parametrize("damaged", [False, True])
def test_a_restore_that_is_killed_between_two_steps_leaves_the_ledger_or_the_copy(
    damaged: bool, stage: Stage, tmp_path: Path
) -> None:
    copied = content(stage.copy)
    for step in range(1, 100):
        ledger = laid(stage, tmp_path / "x")
        if damaged:
            ledger.write_bytes(b"\xff" * 9000)
        killed = killed_at(step, "--db", ledger, "restore", stage.copy, "--yes")
        if not damaged:
            restored(ledger, stage, copied)
        elif ledger.read_bytes() != b"\xff" * 9000:
            assert content(ledger) == copied
            (kept,) = ledger.parent.glob("new.db.before-restore-*")
            assert kept.read_bytes() == b"\xff" * 9000
        if not killed:
            break
    assert step > 4
