"""What an officer types at the desk, against what the parts it is made of cost to load alone."""

import functools
import json
import shutil
from pathlib import Path

from tests.bench.measuring import process
from tests.bench.row import Disagreement, Ground, Pair, Row, said

TODAY = "2023-06-01"
COMMUNE = "03424"
FLOOR = "import typer"
TERMINAL = "import typer, rich.table, rich.console, sqlite3"
WRITER = "import typer, sqlite_utils"
LINES = 30
"""How many rows a table on a terminal has."""


def _demo(ground: Ground) -> Path:
    """A commune's file: the ledger of five real papers."""

    def build(folder: Path) -> None:
        _done(ground, folder / "demo.db", "demo")

    return ground.kept("demo", build, "desk") / "demo.db"


def _tasks(ground: Ground) -> Path:
    """The same with so many overdue tasks that the screen is full."""

    def build(folder: Path) -> None:
        ledger = folder / "tasks.db"
        shutil.copy(_demo(ground), ledger)
        here = json.loads(_done(ground, ledger, "overdue", "-f", "json"))["rows"]
        for number in range(LINES - len(here)):
            title = f"Việc trong tháng, số {number}"
            _done(ground, ledger, "task", "add", COMMUNE, "--title", title, "--due", "31/5/2023")

    return ground.kept("terminal", build, "desk") / "tasks.db"


def _environment(ground: Ground, ledger: Path) -> dict[str, str]:
    return ground.environment(NTMTRACK_DB=str(ledger), NTMTRACK_TODAY=TODAY)


def _done(ground: Ground, ledger: Path, *words: str) -> str:
    """What our program says."""
    return said((ground.program, *words), _environment(ground, ledger))


def _anchor(ground: Ground, imports: str) -> tuple[str | Path, ...]:
    return (ground.python, "-c", imports)


def _start(*words: str, code: int = 0) -> "functools.partial[Pair]":
    return functools.partial(_of_start, words=words, code=code)


def _of_start(ground: Ground, *, words: tuple[str, ...], code: int) -> Pair:
    environment = ground.environment(NTMTRACK_DB="none.db", NTMTRACK_TODAY=TODAY)
    return Pair(
        process((ground.program, *words), environment, codes=(code,)),
        process(_anchor(ground, FLOOR), environment),
    )


def _look(*words: str) -> "functools.partial[Pair]":
    return functools.partial(_of_look, words=words)


def _of_look(ground: Ground, *, words: tuple[str, ...]) -> Pair:
    ledger = _demo(ground)
    if not _done(ground, ledger, *words).strip():
        raise Disagreement(f"{' '.join(words)} says nothing")
    environment = _environment(ground, ledger)
    return Pair(
        process((ground.program, *words), environment),
        process(_anchor(ground, FLOOR), environment),
    )


def _screen(ground: Ground) -> Pair:
    ledger = _tasks(ground)
    rows = json.loads(_done(ground, ledger, "overdue", "-f", "json"))["rows"]
    if len(rows) != LINES:
        raise Disagreement(f"the table has {len(rows)} rows and not {LINES}")
    environment = _environment(ground, ledger)
    return Pair(
        process((ground.program, "overdue"), environment, terminal=True),
        process(_anchor(ground, TERMINAL), environment),
    )


def _write(*words: str) -> "functools.partial[Pair]":
    return functools.partial(_of_write, words=words)


def _of_write(ground: Ground, *, words: tuple[str, ...]) -> Pair:
    """Each time on a fresh copy of the same ledger, whose making is not counted."""
    start, ledger = _demo(ground), ground.cache / "written.db"

    def fresh() -> None:
        shutil.copy(start, ledger)

    fresh()
    before = json.loads(_done(ground, ledger, "log", "-f", "json"))["rows"]
    _done(ground, ledger, *words)
    after = json.loads(_done(ground, ledger, "log", "-f", "json"))["rows"]
    if len(after) != len(before) + 1:
        raise Disagreement(f"{' '.join(words)} left {len(after) - len(before)} changes")
    environment = _environment(ground, ledger)
    return Pair(
        process((ground.program, *words), environment, before=fresh),
        process(_anchor(ground, WRITER), environment),
    )


def _completion(ground: Ground) -> Pair:
    """What bash asks at TAB, as its script does; the commune must be among the offers."""
    ledger = _demo(ground)
    environment = _environment(ground, ledger) | {
        "_NTMTRACK_COMPLETE": "complete_bash",
        "_TYPER_COMPLETE_ARGS": "ntmtrack unmet ban",
    }
    offered = said((ground.program,), environment)
    if COMMUNE not in offered:
        raise Disagreement(f"TAB offers {offered.split()}")
    return Pair(
        process((ground.program,), environment), process(_anchor(ground, FLOOR), environment)
    )


def _rows() -> tuple[Row, ...]:
    start = tuple(
        Row(name, FLOOR, 1.15, prepare, quick=True)
        for name, prepare in (
            ("--version", _start("--version")),
            ("--help", _start("--help")),
            ("usage error", _start("unmett", code=2)),
            ("TAB completion of a unit", _completion),
        )
    )
    looks = tuple(
        Row(f"{' '.join(words)} as {form}", FLOOR, 1.15, _look(*words, "-f", form), quick=True)
        for words in (("unmet", COMMUNE), ("overdue",), ("status",))
        for form in ("text", "json", "csv")
    )
    screen = Row(f"overdue on a terminal, {LINES} rows", TERMINAL, 1.0, _screen, quick=True)
    writes = tuple(
        Row(name, WRITER, 1.1, _write(*words), quick=True)
        for name, words in (
            ("assess", ("assess", COMMUNE, "--met", "1", "--on", "1/6/2023")),
            ("task done", ("task", "done", "NV2023-005", "--on", "1/6/2023")),
        )
    )
    return (*start, *looks, screen, *writes)


ROWS = _rows()
