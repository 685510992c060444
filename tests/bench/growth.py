"""How the cost of a question grows with the ledger, as a picture of curves.

Ledgers of 1, 10, 124 and 3,321 communes and of 1, 12 and 60 months are asked the same questions;
for `overdue`, ledgers with as many tasks as those have judgements of one indicator, of which thirty
are late. Each takes turns with `--version`, so that a curve shows how many times the program's own
start a question costs, whatever the machine does meanwhile.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.bench import many_tasks, nation_data
from tests.bench.measuring import in_turn, process
from tests.bench.row import Ground

COMMUNES = (1, 10, 124, 3321)
MONTHS = (1, 12, 60)
LAST_DAY = "2025-12-31"
_PROVINCE = nation_data.PROVINCE


class Point(NamedTuple):
    """What a question costs in a ledger of so many communes and months, in starts."""

    question: str
    communes: int
    months: int
    starts: float


def nation(ground: Ground, communes: int, months: int) -> Path:
    """The ledger of so many communes and months of the nation."""
    return (
        ground.kept(
            f"nation-{communes}-{months}",
            lambda folder: nation_data.fill(folder / "nation.db", communes=communes, months=months),
            "nation_data",
        )
        / "nation.db"
    )


def _tasks(ground: Ground, communes: int, months: int) -> Path:
    count = max(communes * months, many_tasks.LATE)
    return (
        ground.kept(
            f"many-{count}",
            lambda folder: many_tasks.make(folder / "tasks.db", count),
            "many_tasks",
        )
        / "tasks.db"
    )


def points(ground: Ground, rounds: int) -> Iterator[Point]:
    """The cost of every question in every ledger, the small ledgers first."""
    for communes in COMMUNES:
        for months in MONTHS:
            ledger, tasks = nation(ground, communes, months), _tasks(ground, communes, months)
            for question, words, file in (
                ("unmet, one commune", ("unmet", _commune(ground, ledger)), ledger),
                ("status, one commune", ("status", _commune(ground, ledger)), ledger),
                ("overdue, 30 tasks", ("overdue",), tasks),
                ("status, all communes", ("status",), ledger),
            ):
                environment = ground.environment(NTMTRACK_DB=str(file), NTMTRACK_TODAY=LAST_DAY)
                measured = in_turn(
                    process((ground.program, *words, "-f", "json"), environment),
                    process((ground.program, "--version"), environment),
                    rounds,
                )
                yield Point(question, communes, months, measured.ratio())


def _commune(ground: Ground, ledger: Path) -> str:
    """The code of the first commune of the province that all ledgers have."""
    with closing(sqlite3.connect(ledger)) as conn:
        (code,) = conn.execute(
            "select min(c.code) from unit_code c join unit_version v using (unit_id)"
            " join unit_code p on p.unit_id = v.parent_id where p.code = ?",
            (_PROVINCE,),
        ).fetchone()
    return str(code)


def draw(made: Sequence[Point], file: Path) -> None:
    """A panel for each question: communes along the bottom, a line for each span of months."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    questions = list(dict.fromkeys(point.question for point in made))
    figure = Figure(figsize=(4 * len(questions), 4.2), layout="constrained")
    FigureCanvasAgg(figure)
    panels = figure.subplots(1, len(questions), sharey=True)
    for panel, question in zip(panels, questions, strict=True):
        for months, style in zip(MONTHS, (":", "--", "-"), strict=True):
            line = [p for p in made if (p.question, p.months) == (question, months)]
            panel.plot(
                [point.communes for point in line],
                [point.starts for point in line],
                style,
                marker="o",
                label=f"{months} month{'s' if months > 1 else ''}",
            )
        panel.set(xscale="log", yscale="log", title=question, xlabel="communes in the ledger")
        panel.set_xticks(COMMUNES, [f"{count:,}" for count in COMMUNES])
        panel.grid(visible=True, alpha=0.3)
    panels[0].set_ylabel("processor time, in starts of the program")
    most = max(point.starts for point in made)
    ticks = [start for start in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if start < 3 * most]
    panels[0].set_yticks(ticks, map(str, ticks))
    panels[0].legend()
    figure.savefig(file)
