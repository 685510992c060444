"""Every fault, everywhere: `python -m tests.faults [--most N] [--only WORD]`.

Prints a table: what was injected, how often it struck, and what was lost. It takes half an hour;
the suite tries a sample of the same. With --most no more than so many points are tried of each
kind in each command; with --only nothing but what befalls commands with this word in their names.
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, combinations_with_replacement
from pathlib import Path

from tests.cli.test_known import ASKED
from tests.faults import damaged, hindered, together
from tests.faults.commands import WRITES
from tests.faults.scene import Scene, Trial, scene

SOME = 25
"""Points of each command for faults that are slower to inject, spread evenly."""

PAIRS = 4
"""One in so many of the 1,600 pairs of commands."""

SLOW = (hindered.torn, hindered.without_room, hindered.refused_by_disk, hindered.limited)
EVERYWHERE = (hindered.killed_at_statements, hindered.killed_at_disk, hindered.without_power)


def of_files(at: Scene, most: int | None) -> Iterator[Iterable[Trial]]:
    """What befalls a file whatever is done to it, and commands that meet."""
    yield damaged.truncated(at, most)
    yield damaged.flipped_in_header(at, most)
    yield damaged.flipped(at, most)
    for name in ("task split", "import tasks", "notice accept"):
        yield damaged.copied_while_written(at, name, most)
    yield damaged.foreign_edits(at, damaged.filled(at, tuple(WRITES)), sample=most is not None)
    looks = [(name, words) for name, words in ASKED.items() if " --" not in name]
    writers = sorted(WRITES)[:: 1 if most is None else 8]
    yield together.readers(
        at,
        [
            (writer, (*name.split(), *words))
            for place, writer in enumerate(writers)
            for name, words in looks[place % 4 :: 4]
        ],
    )
    both = list(combinations_with_replacement(sorted(WRITES), 2))
    yield together.pairs(at, both[:: PAIRS if most is None else len(both) // most])


def of_commands(at: Scene, names: Iterable[str], most: int | None) -> Iterator[Iterable[Trial]]:
    """What befalls a command while it writes."""
    for name in names:
        for kind in EVERYWHERE:
            yield kind(at, name, most)
        for kind in SLOW:
            yield kind(at, name, min(most or SOME, SOME))


def main() -> int:
    """Try everything; the exit code is 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int)
    parser.add_argument("--only", metavar="WORD", default="")
    options = parser.parse_args()
    names = [name for name in WRITES if options.only in name]
    if not names:
        parser.error(f"no command that writes is called {options.only}")
    tried: defaultdict[str, list[Trial]] = defaultdict(list)
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, scene(Path(folder)) as at:
        files = () if options.only else of_files(at, options.most)
        for each in chain(files, of_commands(at, names, options.most)):
            for trial in each:
                tried[trial.fault].append(trial)
                if trial.lost:
                    print(f"LOST {trial}", file=sys.stderr, flush=True)
    print("| injected | into | times | struck | lost |\n| --- | --- | ---: | ---: | ---: |")
    for fault, found in tried.items():
        lost = sum(each.lost is not None for each in found)
        where = len({each.command for each in found})
        struck = sum(each.struck for each in found)
        print(f"| {fault} | {where} | {len(found)} | {struck} | {lost} |")
    print(f"\n{time.monotonic() - start:.0f} s")
    return int(any(each.lost for found in tried.values() for each in found))


if __name__ == "__main__":
    sys.exit(main())
