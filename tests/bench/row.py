"""What a row of the table is: a work, what it is measured against, and how its sides are made."""

import functools
import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.bench.measuring import Cost, Run, processor
from tests.bench.peers import Peer

ROOT = Path(__file__).resolve().parents[2]


class Disagreement(Exception):
    """A peer answers otherwise than the program does: there is nothing to compare."""


class NotThere(Exception):
    """What the row would time is not part of the program yet; its one argument says what."""


class Pair(NamedTuple):
    """Two ways to the same end that were seen to give the same answer."""

    ours: Run
    theirs: Run


class Ground(NamedTuple):
    """What the sides of a row are made from.

    `cache` is kept between runs; `program` is the installed command and `python` the interpreter
    it runs on; `peers` are those that are there, by name.
    """

    cache: Path
    program: Path
    python: Path
    peers: Mapping[str, Peer]

    def environment(self, **more: str) -> dict[str, str]:
        """What a timed process is told by its surroundings: little, and the same each time."""
        home = self.cache / "home"
        home.mkdir(exist_ok=True)
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm",
            "COLUMNS": "120",
            **more,
        }

    def kept(
        self, name: str, build: Callable[[Path], object], *made_by: str, ledger: bool = True
    ) -> Path:
        """A folder of prepared data, filled once by `build` and kept while it would come out equal.

        It is made anew when a module that it is `made_by` (a name in tests.bench) has changed or,
        with a `ledger` in it, the schema.
        """
        folder = self.cache / f"{name}.{_print(*made_by, ledger=ledger)}"
        if not folder.exists():
            for older in self.cache.glob(f"{name}.*"):
                shutil.rmtree(older)
            aside = self.cache / f"{name}.new"
            aside.mkdir()
            build(aside)
            aside.rename(folder)
        return folder


@functools.cache
def _print(*made_by: str, ledger: bool) -> str:
    """A short digest of what prepared data depend on, as it was when first asked for."""
    schema = sorted((ROOT / "ntmtrack" / "store").glob("schema*.py")) if ledger else ()
    digest = hashlib.sha256()
    for source in (*(ROOT / "tests" / "bench" / f"{name}.py" for name in made_by), *schema):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def said(command: Sequence[str | Path], environment: Mapping[str, str]) -> str:
    """What a command says; Disagreement where it does not end well."""
    words = [str(each) for each in command]
    done = subprocess.run(
        words, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise Disagreement(f"{' '.join(words)}: {(done.stderr or done.stdout).strip()}")
    return done.stdout


class Row(NamedTuple):
    """One line of the table.

    `at_most` is how many times the other side ours may take, `of` what is compared (seconds of
    the processor unless said), `needs` the peers without which there is nothing to compare.
    `prepare` makes the data, sees that both sides answer alike (Disagreement if they do not) and
    hands back the sides. `quick` rows are those of the short table.
    """

    work: str
    against: str
    at_most: float
    prepare: Callable[[Ground], Pair]
    needs: tuple[str, ...] = ()
    of: Callable[[Cost], float] = processor
    quick: bool = False
