"""Where trials happen: a ledger prepared for each command, and what it holds before and after."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.faults.commands import WRITES, Line, environment, laid, prepare, spelled
from tests.faults.driver import NOTHING, Driver, Ended, Fault
from tests.faults.proof import changes, content, unsound
from tests.run import run


class Clean(NamedTuple):
    """A command's run that nothing befell: the ledger `base` that it starts from, what it holds
    before and after, and how many statements and events of the disk the run has.

    Letters carry the moment they were made in: where `steady` is not set, two runs differ.
    """

    base: Path
    before: str
    after: str
    statements: int
    events: int
    written: int
    steady: bool
    log: Path


class Trial(NamedTuple):
    """One fault that was injected: what, into which command, where; whether it struck, and what
    was lost or left half done (None: nothing)."""

    fault: str
    command: str
    at: int
    struck: bool
    lost: str | None = None


class Scene:
    """A folder to work in, and a warm program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.material = laid(folder / "material")
        self.db = folder / "work" / "ledger.db"
        self.db.parent.mkdir()
        self.demo = folder / "demo.db"
        assert run("demo", db=self.demo).code == 0
        self._of_another_office()
        self.driver, self.other = Driver(), Driver()
        self._clean: dict[str, Clean] = {}

    def _of_another_office(self) -> None:
        """A bundle that another office has made, for who takes it in."""
        other, file = self.folder / "other.db", self.material / "other.ntm"
        own = ("--name", "Xã Bản Bo", "--mark", "BB", "--unit", "ban bo")
        for argv in (("demo",), ("office", "set", *own), ("bundle", "make", "-o", file)):
            done = run(*argv, db=other)
            assert done.code == 0, done.err

    def close(self) -> None:
        self.driver.close()
        self.other.close()

    def lay(self, source: Path) -> Path:
        """A fresh copy of a ledger to work on, without anything that another trial left."""
        for each in self.db.parent.iterdir():
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        shutil.copy(source, self.db)
        return self.db

    def do(self, name: str, fault: Fault = NOTHING) -> Ended:
        """Run a command of WRITES on the ledger that was laid."""
        line = WRITES[name]
        argv = spelled(line.argv, self.material)
        env = environment(line, self.material)
        return self.driver.run(argv, db=self.db, today=line.today, fault=fault, env=env)

    def start(self, driver: Driver, line: Line, fault: Fault) -> None:
        """Begin a line on the ledger that was laid, beside another."""
        argv = spelled(line.argv, self.material)
        env = environment(line, self.material)
        driver.start(argv, db=self.db, today=line.today, fault=fault, env=env)

    def clean(self, name: str) -> Clean:
        """What a command does when nothing befalls it."""
        if name not in self._clean:
            self._clean[name] = self._measured(name)
        return self._clean[name]

    def _measured(self, name: str) -> Clean:
        base = self.folder / f"{name.replace(' ', '-')}.db"
        shutil.copy(self.demo, base)
        prepare(base, WRITES[name], self.material)
        log = base.with_suffix(".log")
        before, had = content(base), changes(base)
        self.lay(base)
        ended = self.do(name, Fault("record", log=str(log)))
        assert ended.code == 0, (name, ended)
        assert unsound(self.db) == []
        after, written = content(self.db), changes(self.db) - had
        assert written > 0, name
        return Clean(
            *(base, before, after, ended.statements, ended.events, written),
            steady=not WRITES[name].config,
            log=log,
        )

    def lost(self, name: str, ended: Ended) -> str | None:
        """What a fault did to the ledger that it should not have; None if all is well.

        It holds what it held before, or what it holds after; after, if that was acknowledged.
        """
        clean = self.clean(name)
        if "Traceback" in ended.err:
            return f"traceback: {ended.err.splitlines()[-1]}"
        if not clean.steady:
            return self._part(clean, ended)
        holds = content(self.db)
        if holds not in (clean.before, clean.after):
            return f"neither before nor after: {unsound(self.db)}"
        if (ended.code == 0 or ended.out) and holds != clean.after:
            return "acknowledged, and not there"
        if ended.code > 0 and holds != clean.before:
            return f"refused with {ended.code}, and written all the same: {ended.err}"
        return None

    def _part(self, clean: Clean, ended: Ended) -> str | None:
        """Every letter is a change of its own: so many of them are there, each of them whole."""
        found = unsound(self.db)
        more = changes(self.db) - changes(clean.base)
        if found or not 0 <= more <= clean.written:
            return f"{more} changes more: {found}"
        return "acknowledged, and not there" if ended.code == 0 and more == 0 else None


@contextmanager
def scene(folder: Path) -> Iterator[Scene]:
    """A scene that ends with its programs."""
    made = Scene(folder)
    try:
        yield made
    finally:
        made.close()


def spread(last: int, most: int | None) -> Sequence[int]:
    """Numbers from 1 to `last`: all of them, or `most` at even distances with both ends."""
    if most is None or last <= most:
        return range(1, last + 1)
    return sorted({1 + (last - 1) * place // (most - 1) for place in range(most)})
