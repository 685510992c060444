"""Every target of speed in one table: `python -m tests.bench`.

Data are prepared from a seed and kept in a cache; the program is built, installed and compiled as a
user would have it; every peer is first seen to give the same answer and then takes turns with it,
A B A B …. No figure here is ever asserted.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path

from tests.bench import growth, peers, program, table
from tests.bench.measuring import Failed, in_turn
from tests.bench.row import Disagreement, Ground, NotThere, Row

FAMILIES = ("desk", "tasks", "loads", "nation")


def main(argv: Sequence[str]) -> int:
    """Print a line for each row; 1 if a target does not hold or nobody could be asked, else 0."""
    parser = _parser()
    given = parser.parse_args(argv)
    rows = _chosen(given.only, quick=given.quick)
    if not rows:
        parser.error("no row has one of these words; --list names them all")
    if given.list:
        for row in rows:
            print(f"{row.work}  |  {row.against}  |  at most {row.at_most:g}")
        return 0
    rounds = given.rounds or (5 if given.quick else 15)
    ground = _ground(given.cache, given.peers)
    print(table.made_with(ground.peers, rounds, date.today()), flush=True)
    widths = table.widths(rows)
    if given.picture is not None:
        growth.draw(list(growth.points(ground, rounds)), given.picture)
        return 0
    lines: list[table.Line] = []
    _show(table.HEADS, widths)
    for row in rows:
        try:
            line = _line(row, ground, rounds)
        except (Disagreement, Failed) as error:
            print(f"{row.work}, {row.against}: {error}", file=sys.stderr)
            return 1
        lines.append(line)
        _show(line.cells(), widths)
    if given.markdown:
        print(table.markdown(lines))
    print(f"{sum(line.holds is True for line in lines)} of {len(lines)} targets hold")
    return int(not all(line.holds for line in lines))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--only", nargs="+", default=(), metavar="WORD", help="rows with a word, or of a family"
    )
    parser.add_argument("--quick", action="store_true", help="the desk alone, within a minute")
    parser.add_argument("--rounds", type=int, help="rounds of each row (15; with --quick 5)")
    parser.add_argument("--list", action="store_true", help="only name the rows and their targets")
    parser.add_argument("--markdown", action="store_true", help="the table for the README too")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="draw how cost grows instead")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "ntmtrack-bench",
        metavar="DIR",
        help="where the program and the data are kept between runs",
    )
    parser.add_argument(
        "--peers",
        type=Path,
        metavar="DIR",
        help="a virtual environment that has the peers of PyPI (default: peers in the cache)",
    )
    return parser


def _chosen(only: Sequence[str], *, quick: bool) -> list[Row]:
    rows = [
        (f"{name} {row.work} {row.against}".casefold(), row)
        for name in FAMILIES
        for row in import_module(f"tests.bench.{name}").ROWS
    ]
    wanted = [word.casefold() for word in only]
    return [
        row
        for words, row in rows
        if (row.quick or not quick) and (not wanted or any(word in words for word in wanted))
    ]


def _ground(cache: Path, folder: Path | None) -> Ground:
    cache = cache.absolute()
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    if cache.stat().st_uid != os.getuid():
        # What lies there is run.
        raise SystemExit(f"{cache} belongs to somebody else; choose another with --cache")
    commands = program.installed(cache)
    own = folder or cache / "peers"
    return Ground(
        cache,
        commands / "ntmtrack",
        commands / "python",
        peers.found(own if own.exists() else None),
    )


def _line(row: Row, ground: Ground, rounds: int) -> table.Line:
    for name in row.needs:
        if name not in ground.peers:
            return table.Line(row, None, f"{name} is not installed: {peers.KNOWN[name].install}")
    try:
        pair = row.prepare(ground)
    except NotThere as error:
        return table.Line(row, None, str(error))
    return table.Line(row, in_turn(pair.ours, pair.theirs, rounds))


def _show(cells: Sequence[str], widths: Sequence[int]) -> None:
    for line in table.plain([cells], widths):
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
