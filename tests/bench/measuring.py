"""What a run costs, and the ratio of two kinds of runs that take turns.

A machine that slows down slows both sides of a pair, so the ratio is taken pair by pair, A B A B …,
after one round that is not counted. Time is that of the processor, user and system together, as the
system accounts for it; the wall clock stands beside it.
"""

import functools
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple


class Cost(NamedTuple):
    """What one run took: processor and wall seconds, and megabytes at its peak or on the disk."""

    seconds: float = 0.0
    wall: float = 0.0
    megabytes: float = 0.0


class Failed(Exception):
    """A timed process did not start, or did not end as it should."""


Run = Callable[[], Cost]
"""One side of a pair: does its work once and says what that cost."""


def processor(cost: Cost) -> float:
    """Seconds of the processor, in all threads together."""
    return cost.seconds


def wall(cost: Cost) -> float:
    """Seconds of the clock: what counts where one side works with several threads."""
    return cost.wall


def space(cost: Cost) -> float:
    """Megabytes, of memory or of a file."""
    return cost.megabytes


def process(
    command: Sequence[str | Path],
    environment: Mapping[str, str],
    *,
    terminal: bool = False,
    given: Path | None = None,
    before: Callable[[], object] | None = None,
    codes: tuple[int, ...] = (0,),
) -> Run:
    """A whole process, from its start to its end; what it says is thrown away.

    `terminal` gives it a terminal of its own to write on, `given` a file to read from, `before` is
    done each time and not counted, `codes` are those it may end with. A run that ends otherwise
    raises Failed.
    """
    asked = {
        "command": [str(each) for each in command],
        "environment": dict(environment),
        "given": str(given or os.devnull),
        "terminal": terminal,
    }

    def run() -> Cost:
        if before is not None:
            before()
        told = _launch(asked)
        wrong = told.get("wrong") or f"ended with {told['code']}"
        if told.get("code") not in codes:
            raise Failed(f"{' '.join(map(str, command))} {wrong}")
        return Cost(*told["cost"])

    return run


def _launch(asked: Mapping[str, object]) -> dict[str, Any]:
    launcher = _launcher()
    assert launcher.stdin is not None and launcher.stdout is not None
    print(json.dumps(asked), file=launcher.stdin, flush=True)
    told: dict[str, Any] = json.loads(launcher.stdout.readline())
    return told


@functools.cache
def _launcher() -> "subprocess.Popen[str]":
    """The small process that starts all others; it ends with this one."""
    command = (sys.executable, "-I", "-S", Path(__file__).with_name("launcher.py"))
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


def function(do: Callable[[], object], *, before: Callable[[], object] | None = None) -> Run:
    """A function of this process, without collecting garbage: the program does not either."""

    def run() -> Cost:
        if before is not None:
            before()
        gc.collect()
        gc.disable()
        try:
            began, start = time.perf_counter(), time.process_time()
            do()
            return Cost(time.process_time() - start, time.perf_counter() - began)
        finally:
            gc.enable()

    return run


def size(*files: Path) -> Run:
    """The bytes of some files, as megabytes; the same each time."""
    return lambda: Cost(megabytes=sum(each.stat().st_size for each in files) / 2**20)


class Measured(NamedTuple):
    """Some rounds of a pair: the costs of both sides, round by round."""

    ours: tuple[Cost, ...]
    theirs: tuple[Cost, ...]

    def ratio(self, of: Callable[[Cost], float] = processor) -> float:
        """The median of the ratios, pair by pair."""
        return statistics.median(self._ratios(of))

    def spread(self, of: Callable[[Cost], float] = processor) -> tuple[float, float]:
        """The quartiles of the ratios: between them lies the middle half of the rounds."""
        ratios = self._ratios(of)
        if len(ratios) < 2:
            return ratios[0], ratios[0]
        low, _, high = statistics.quantiles(ratios, n=4, method="inclusive")
        return low, high

    def medians(self, of: Callable[[Cost], float] = processor) -> tuple[float, float]:
        """What a run of each side takes, by its median."""
        return statistics.median(map(of, self.ours)), statistics.median(map(of, self.theirs))

    def peaks(self) -> tuple[float, float]:
        """The greatest memory of a run of each side, in megabytes; 0 where it was not taken."""
        return max(map(space, self.ours)), max(map(space, self.theirs))

    def _ratios(self, of: Callable[[Cost], float]) -> list[float]:
        return [of(a) / of(b) for a, b in zip(self.ours, self.theirs, strict=True)]


def in_turn(ours: Run, theirs: Run, rounds: int) -> Measured:
    """Both sides, A B A B …, after one round that is not counted."""
    costs = [(ours(), theirs()) for _ in range(rounds + 1)][1:]
    return Measured(tuple(a for a, _ in costs), tuple(b for _, b in costs))
