"""How long a command takes, as a ratio to what its parts cost anyway: `python -m tests.bench`.

Each command and its anchor run in turn, A B A B …, as whole processes; the ratio is taken pair by
pair, so that a machine that slows down slows both. No figure here is ever asserted.
"""

import argparse
import compileall
import os
import pty
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
ANCHOR = (sys.executable, "-c", "import typer")


class Work(NamedTuple):
    """One thing to time: what it is, its command line, and the ratio it should not pass."""

    name: str
    arguments: tuple[str, ...]
    at_most: float
    terminal: bool = False


WORKS = (
    Work("--version", ("--version",), 1.2),
    Work("--help", ("--help",), 1.2),
    Work("unmet as JSON", ("unmet", "03424", "-f", "json"), 1.4),
    Work("overdue as JSON", ("overdue", "-f", "json"), 1.4),
    Work("unmet as a table on a terminal", ("unmet", "03424"), 1.8, terminal=True),
    Work("overdue as a table on a terminal", ("overdue",), 1.8, terminal=True),
)


class Cost(NamedTuple):
    """What one run took."""

    seconds: float
    megabytes: float


def main(argv: Sequence[str]) -> None:
    """Print one line for each work: medians, the ratio with its spread, and the target."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--rounds", type=int, default=15, help="pairs for each work (default 15)")
    rounds = parser.parse_args(argv).rounds
    # An installed program has its bytecode; a checkout must not be measured without.
    compileall.compile_dir(ROOT / "ntmtrack", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "NTMTRACK_DB": str(Path(folder) / "demo.db"),
            "NTMTRACK_TODAY": "2023-06-01",
            "TERM": "xterm",
            "COLUMNS": "120",
        }
        subprocess.run(_command(("demo",)), env=environment, check=True, capture_output=True)
        print(f"{'work':34} {'median':>8} {'anchor':>8} {'ratio':>6} {'spread':>13} {'target':>7}")
        for work in WORKS:
            print(_line(work, rounds, environment), flush=True)


def _line(work: Work, rounds: int, environment: dict[str, str]) -> str:
    ours, anchor = [], []
    for _ in range(rounds + 1):
        ours.append(_run(_command(work.arguments), environment, terminal=work.terminal))
        anchor.append(_run(ANCHOR, environment, terminal=False))
    pairs = [a.seconds / b.seconds for a, b in zip(ours[1:], anchor[1:], strict=True)]
    ratio = statistics.median(pairs)
    return (
        f"{work.name:34}"
        f" {statistics.median(run.seconds for run in ours[1:]) * 1000:5.0f} ms"
        f" {statistics.median(run.seconds for run in anchor[1:]) * 1000:5.0f} ms"
        f" {ratio:6.2f} {min(pairs):6.2f}–{max(pairs):5.2f}  ≤ {work.at_most:.1f}"
        f"{'' if ratio <= work.at_most else '  over'}"
        f"  {max(run.megabytes for run in ours):.0f} MB"
    )


def _command(arguments: tuple[str, ...]) -> tuple[str, ...]:
    return (sys.executable, "-m", "ntmtrack", *arguments)


def _run(command: tuple[str, ...], environment: dict[str, str], *, terminal: bool) -> Cost:
    """Processor time and peak memory of one whole process, from its own accounting."""
    read, write = pty.openpty() if terminal else (None, subprocess.DEVNULL)
    process = subprocess.Popen(command, env=environment, stdout=write, stdin=subprocess.DEVNULL)
    if read is not None:
        os.close(write)
        _drain(read)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return _cost(usage)


def _drain(descriptor: int) -> None:
    try:
        while os.read(descriptor, 65536):
            continue
    except OSError:
        # A terminal whose other side has been closed says so with an error.
        os.close(descriptor)


def _cost(usage: resource.struct_rusage) -> Cost:
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


main(sys.argv[1:])
