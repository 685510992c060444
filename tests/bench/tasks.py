"""Tasks among many: the overdue ones, and one more, against the tools made for it.

Whole processes. A peer has the same tasks in its own format and is warm: Taskwarrior has collected
its garbage, todoman has filled its cache. All of them are open, which is what each finds hardest.
"""

import functools
import json
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from tests.bench import facts
from tests.bench.measuring import process
from tests.bench.row import Disagreement, Ground, Pair, Row, said

LATE = 30
FEW, MANY, MOST = 100, 10_000, 100_000
NEW = "Thêm một việc mới"


class _Made:
    """So many tasks, in the form that each program takes, made when first asked for."""

    def __init__(self, ground: Ground, count: int) -> None:
        self.ground, self.count = ground, count

    @functools.cached_property
    def tasks(self) -> list[facts.Task]:
        return facts.tasks(self.count, LATE, facts.units())

    @functools.cached_property
    def late(self) -> list[int]:
        """The numbers of those that are overdue: what every program must name."""
        return sorted(task.number for task in self.tasks if task.due < date(2026, 1, 1))

    def ledger(self) -> Path:
        """A ledger of a province's communes that took the tasks in as a sheet."""

        def build(folder: Path) -> None:
            ledger = folder / "tasks.db"
            facts.agencies_csv(folder / "agencies.csv")
            facts.tasks_csv(folder / "tasks.csv", self.tasks)
            self.ours(ledger, "init")
            self.ours(
                ledger, *("unit", "import", "--province", facts.PROVINCE, "--as-of", facts.UNITS_ON)
            )
            for kind in ("agencies", "tasks"):
                self.ours(ledger, "import", kind, str(folder / f"{kind}.csv"), "--apply")

        return self.ground.kept(f"tasks-{self.count}", build, "facts") / "tasks.db"

    def ours(self, ledger: Path, *words: str) -> str:
        """What our program says."""
        return said((self.ground.program, *words), self.environment(ledger))

    def environment(self, ledger: Path) -> dict[str, str]:
        return self.ground.environment(NTMTRACK_DB=str(ledger), NTMTRACK_TODAY=facts.TODAY)

    def taskwarrior(self) -> tuple[str | Path, ...]:
        """Taskwarrior on a folder of its own."""
        task = self.ground.peers["Taskwarrior"].command

        def build(folder: Path) -> None:
            facts.taskwarrior_json(folder / "tasks.json", self.tasks)
            facts.taskwarrior_rc(folder / "taskrc")
            command = (task, f"rc:{folder / 'taskrc'}", f"rc.data.location={folder}")
            said((*command, "import", str(folder / "tasks.json")), self.ground.environment())
            said((*command, "overdue"), self.ground.environment())

        folder = self.ground.kept(f"taskwarrior-{self.count}", build, "facts", ledger=False)
        return (task, f"rc:{folder / 'taskrc'}", f"rc.data.location={folder}")

    def hledger(self) -> tuple[str | Path, ...]:
        """hledger on a journal of its own; what is due before the day is overdue on it."""

        def build(folder: Path) -> None:
            facts.hledger_journal(folder / "tasks.journal", self.tasks)

        folder = self.ground.kept(f"hledger-{self.count}", build, "facts", ledger=False)
        hledger = self.ground.peers["hledger"].command
        asked = ("print", "--pending", "--end", facts.TODAY)
        return (hledger, "-f", folder / "tasks.journal", *asked)

    def calendar(self) -> Path:
        """A calendar of tasks with the settings of todoman beside it."""

        def build(folder: Path) -> None:
            (folder / "tasks").mkdir()
            facts.ics_files(folder / "tasks", self.tasks)

        return self.ground.kept(f"todoman-{self.count}", build, "facts", ledger=False)

    def todoman(self) -> tuple[str | Path, ...]:
        """todoman on that calendar, without what earlier runs added, its cache warm."""
        folder = self.calendar()
        mine = {facts.ics_name(task) for task in self.tasks}
        for file in (folder / "tasks").iterdir():
            if file.name not in mine:
                file.unlink()
        facts.todoman_settings(folder / "settings.py", folder)
        command = (self.ground.peers["todoman"].command, "--config", folder / "settings.py")
        said((*command, "list", "--due", "1"), self.ground.environment())
        return command

    def table(self) -> Path:
        """A bare table of the tasks in a file of its own, by sqlite-utils."""
        insert = (self.ground.peers["sqlite-utils"].command, "insert")

        def build(folder: Path) -> None:
            rows, file = list(facts.rows(self.tasks)), folder / "tasks.json"
            file.write_text(json.dumps(rows), encoding="utf-8")
            said((*insert, folder / "tasks.db", "task", file), self.ground.environment())

        return self.ground.kept(f"table-{self.count}", build, "facts", ledger=False) / "tasks.db"


def _overdue(count: int, peer: str) -> Callable[[Ground], Pair]:
    """The overdue ones of so many, ours and a peer's; the same ones must be named."""

    def prepare(ground: Ground) -> Pair:
        made = _Made(ground, count)
        ledger = made.ledger()
        asked = {
            "Taskwarrior": lambda: (*made.taskwarrior(), "overdue"),
            "hledger": made.hledger,
            "todoman": lambda: (*made.todoman(), "list", "--due", "1"),
        }[peer]()
        same(made.late, facts.numbers(made.ours(ledger, "overdue")), "ntmtrack")
        same(made.late, facts.numbers(said(asked, ground.environment())), peer)
        return Pair(
            process((ground.program, "overdue"), made.environment(ledger)),
            process(asked, ground.environment()),
        )

    return prepare


def same(wanted: list[int], found: list[int], who: str) -> None:
    """Raise Disagreement where these tasks are not named, each once, and no other."""
    if found != wanted:
        odd = sorted(set(wanted) ^ set(found)) or [n for n in found if found.count(n) > 1]
        raise Disagreement(
            f"{who} names {len(found)} tasks and not {len(wanted)}; the first odd one: S{odd[0]:06}"
        )


def _few(ground: Ground) -> Pair:
    """The overdue ones among the most and among the few, both ours."""
    runs = []
    for count in (MOST, FEW):
        made = _Made(ground, count)
        ledger = made.ledger()
        same(made.late, facts.numbers(made.ours(ledger, "overdue")), "ntmtrack")
        runs.append(process((ground.program, "overdue"), made.environment(ledger)))
    return Pair(*runs)


def _ours_adds(ground: Ground, made: _Made) -> tuple[tuple[str | Path, ...], dict[str, str]]:
    ledger = ground.cache / "added.db"
    shutil.copy(made.ledger(), ledger)
    unit = made.tasks[0].unit
    command = (ground.program, "task", "add", unit, "--title", NEW, "--due", "31/12/2085")
    environment = made.environment(ledger)
    _grows(lambda: _count(ledger), command, environment)
    return command, environment


def _add_todoman(ground: Ground) -> Pair:
    """One more task, again and again on the same ledger and calendar."""
    made = _Made(ground, MOST)
    command, environment = _ours_adds(ground, made)
    words = ("new", "--list", "tasks", "--due", "2085-12-31", NEW)
    theirs = (*made.todoman(), *words)
    folder = made.calendar() / "tasks"
    _grows(lambda: sum(1 for _ in folder.iterdir()), theirs, ground.environment())
    return Pair(process(command, environment), process(theirs, ground.environment()))


def _add_sqlite_utils(ground: Ground) -> Pair:
    """One more task, again and again on the same ledger and table."""
    made = _Made(ground, MOST)
    command, environment = _ours_adds(ground, made)
    table, row = ground.cache / "added-table.db", ground.cache / "added.json"
    shutil.copy(made.table(), table)
    (one,) = facts.rows([made.tasks[0]._replace(title=NEW, due=date(2085, 12, 31))])
    row.write_text(json.dumps([one]), encoding="utf-8")
    theirs = (ground.peers["sqlite-utils"].command, "insert", table, "task", row)
    _grows(lambda: _count(table), theirs, ground.environment())
    return Pair(process(command, environment), process(theirs, ground.environment()))


def _count(file: Path) -> int:
    with closing(sqlite3.connect(file)) as conn:
        (count,) = conn.execute("select count(*) from task").fetchone()
    return int(count)


def _grows(
    count: Callable[[], int], command: Sequence[str | Path], environment: dict[str, str]
) -> None:
    before = count()
    said(command, environment)
    if count() != before + 1:
        raise Disagreement(f"{command[0]}: {before} tasks became {count()}")


ROWS = (
    Row(f"overdue, {LATE} of {MOST:,} tasks", f"of {FEW} tasks", 1.05, _few),
    *(
        Row(f"overdue, {LATE} of {count:,} tasks", peer, at_most, _overdue(count, peer), (peer,))
        for count, peer, at_most in (
            (MANY, "Taskwarrior", 0.85),
            (MOST, "Taskwarrior", 0.1),
            (MOST, "todoman", 0.06),
            (MOST, "hledger", 0.03),
        )
    ),
    Row(f"add one task to {MOST:,}", "todoman", 0.4, _add_todoman, ("todoman",)),
    Row(
        *(f"add one task to {MOST:,}", "sqlite-utils insert", 0.7, _add_sqlite_utils),
        needs=("sqlite-utils",),
    ),
)
