"""What the reports of time cost on a province: `python -m tests.bench.years`.

A province of 124 communes, 57 indicators and 60 months is written once. Every report runs as JSON,
and in turn with it the SQL that it asks runs in the `sqlite3` shell and nothing else: the target is
three times that, plus the program's own start. No figure here is ever asserted.
"""

import argparse
import compileall
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ntmtrack.app.office import furnish
from ntmtrack.store.database import create
from ntmtrack.store.writing import Occasion, Writing, writing
from tests.bench.measuring import Cost, process

ROOT = Path(__file__).resolve().parents[2]
SET = "xa-ntm-2021-2025"
COMMUNES, MONTHS = 124, 60
PLANNED = 5
"""How many indicators are planned and measured month by month."""
FIRST_YEAR = 2021
TODAY = "2025-12-31"
TARGET = 3.0

REPORTS = (
    ("unmet",),
    ("status",),
    ("status", "--as-of", "2023-06-30"),
    ("status", "--as-of", "2023-06-30", "--known", "2023-07-31"),
    ("status", "--compare", "2024-12-31"),
    ("trend", "--by", "month", "--from", "2021-01-01"),
    ("trend", "--by", "quarter"),
    ("regressions",),
    ("nearest",),
    ("differences",),
    ("completeness", "--period", "2025-Q4"),
    ("standing", "list"),
    ("target", "list"),
    ("progress",),
    ("progress", "--by", "month"),
    ("dossier", "list"),
)


def main(argv: Sequence[str]) -> None:
    """Print one line for each report: medians, (ours - start) / SQL with its spread, the target."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.years")
    parser.add_argument("--rounds", type=int, default=7, help="pairs for each report (default 7)")
    parser.add_argument("--ledger", type=Path, help="keep the ledger here, or use the one here")
    parser.add_argument("only", nargs="*", help="only reports with these words")
    given = parser.parse_args(argv)
    if shutil.which("sqlite3") is None:
        raise SystemExit("the shell `sqlite3` is not there; on Debian: apt-get install sqlite3")
    compileall.compile_dir(ROOT / "ntmtrack", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        ledger = given.ledger or Path(folder) / "province.db"
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "NTMTRACK_DB": str(ledger),
            "NTMTRACK_TODAY": TODAY,
        }
        if not ledger.exists():
            create(ledger)
            _fill(ledger)
        chosen = [each for each in REPORTS if set(given.only) <= set(each)]
        print(f"{'report':52} {'ours':>8} {'start':>7} {'SQL':>8} {'ratio':>6} {'spread':>13}")
        for report in chosen:
            print(_line(report, ledger, given.rounds, environment, Path(folder)), flush=True)


def _line(
    report: tuple[str, ...], ledger: Path, rounds: int, environment: dict[str, str], folder: Path
) -> str:
    asked = folder / "asked.sql"
    asked.write_text("".join(f"{each};\n" for each in _sql(report, environment)), encoding="utf-8")
    sides = (
        process(_command(*report, "-f", "json"), environment),
        process(_command("--version"), environment),
        process(("sqlite3", "-batch", ledger), environment, given=asked),
    )
    ours, start, bare = zip(*([side() for side in sides] for _ in range(rounds + 1)), strict=True)
    # The first round is not counted.
    ratios = [
        (a.seconds - b.seconds) / c.seconds
        for a, b, c in zip(ours[1:], start[1:], bare[1:], strict=True)
    ]
    ratio = statistics.median(ratios)
    return (
        f"{' '.join(report):52}"
        f" {_median(ours):5.0f} ms {_median(start):4.0f} ms {_median(bare):5.0f} ms"
        f" {ratio:6.2f} {min(ratios):6.2f}–{max(ratios):5.2f}  ≤ {TARGET:.0f}"
        f"{'' if ratio <= TARGET else '  over'}  {max(run.megabytes for run in ours):.0f} MB"
    )


def _median(runs: Sequence[Cost]) -> float:
    return statistics.median(run.seconds for run in runs[1:]) * 1000


def _command(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "ntmtrack", *arguments)


_TRACED = """
import json, sqlite3, sys
asked, connect = [], sqlite3.connect
def traced(*args, **given):
    conn = connect(*args, **given)
    conn.set_trace_callback(asked.append)
    return conn
sqlite3.connect = traced
from ntmtrack.cli.main import main
code = main(sys.argv[1:])
sys.stdout.flush()
print(json.dumps([code, asked]), file=sys.stderr)
"""


def _sql(report: tuple[str, ...], environment: dict[str, str]) -> list[str]:
    """Every statement of one run of the program, its places filled in."""
    import json

    done = subprocess.run(
        (sys.executable, "-c", _TRACED, *report, "-f", "json"),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    code, asked = json.loads(done.stderr.splitlines()[-1])
    if code:
        raise SystemExit(f"{' '.join(report)} ended with {code}")
    # What a trigger or a view runs within is told as a comment.
    return [each for each in asked if not each.startswith(("--", "begin", "BEGIN", "pragma query"))]


def _fill(ledger: Path) -> None:
    """Five years of a province: each month one change with every commune's indicators."""
    with _change(ledger, date(FIRST_YEAR, 1, 1)) as change:
        furnish(change, None)
    with sqlite3.connect(ledger) as conn:
        (of,) = conn.execute("select id from criteria_set where code = ?", (SET,)).fetchone()
        items = [
            row[0]
            for row in conn.execute(
                "select id from item i where set_id = ? and not exists"
                " (select 1 from item c where c.parent_id = i.id) order by sort_key",
                (of,),
            )
        ]
    chance = random.Random(20211231)
    with _change(ledger, date(FIRST_YEAR, 1, 1)) as change:
        communes = _units(change)
        for key in communes:
            change.insert(
                "standing",
                {
                    "unit_id": key,
                    "set_id": of,
                    "event": "registered",
                    "happened_on": f"{FIRST_YEAR}-01-01",
                    "target_words": f"năm {FIRST_YEAR + 1 + key % 5}",
                    "target_start": f"{FIRST_YEAR + 1 + key % 5}-01-01",
                    "target_last": f"{FIRST_YEAR + 1 + key % 5}-12-31",
                    "target_precision": "year",
                },
            )
        _plans(change, communes, items[:PLANNED])
        _dossiers(change, communes, of)
    met = {(unit, item): chance.random() < 0.4 for unit in communes for item in items}
    for month in range(MONTHS):
        day = date(FIRST_YEAR + month // 12, month % 12 + 1, 25)
        with _change(ledger, day) as change:
            change.insert_many("assessment", list(_month(met, day, chance)))
            figures = [
                {
                    "unit_id": unit,
                    "item_id": item,
                    "measured_on": day.isoformat(),
                    "value": str(month + chance.randrange(3)),
                    "value_unit": None,
                }
                for unit in communes
                for item in items[:PLANNED]
            ]
            change.insert_many("measurement", figures)
    with sqlite3.connect(ledger) as conn:
        conn.execute("pragma optimize")


def _units(change: Writing) -> list[int]:
    province = _unit(change, "Tỉnh Mẫu", "province", None)
    return [_unit(change, f"Xã Số {n}", "commune", province) for n in range(COMMUNES)]


def _unit(change: Writing, name: str, kind: str, parent: int | None) -> int:
    key = change.insert("unit", {})
    folded = name.replace("ỉ", "i").replace("ẫ", "a").replace("ã", "a").replace("ố", "o").casefold()
    change.insert(
        "unit_version",
        {
            "unit_id": key,
            "kind": kind,
            "name": name,
            "folded": folded,
            "bare": folded.partition(" ")[2],
            "parent_id": parent,
        },
    )
    return key


def _plans(change: Writing, communes: Sequence[int], items: Sequence[int]) -> None:
    for month in range(MONTHS):
        first = date(FIRST_YEAR + month // 12, month % 12 + 1, 1)
        last = date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)
        plans = [
            {
                "unit_id": unit,
                "item_id": item,
                "words": f"tháng {first.month}/{first.year}",
                "start": first.isoformat(),
                "last_day": last.isoformat(),
                "precision": "month",
                "value": str(month + 1),
                "value_unit": None,
            }
            for unit in communes
            for item in items
        ]
        change.insert_many("milestone", plans)


def _dossiers(change: Writing, communes: Sequence[int], of: int) -> None:
    holder = change.insert(
        "agency", {"name": "Văn phòng điều phối", "folded": "van phong dieu phoi"}
    )
    for unit in communes:
        for number in range(8):
            for kind, paper, agency in (
                ("required", f"Giấy tờ {number}", None),
                ("received", f"Giấy tờ {number}", None),
                ("handed", None, holder),
            ):
                change.insert(
                    "dossier_event",
                    {
                        "unit_id": unit,
                        "set_id": of,
                        "kind": kind,
                        "happened_on": f"2025-0{number + 1}-15",
                        "paper": paper,
                        "agency_id": agency,
                    },
                )


def _month(
    met: dict[tuple[int, int], bool], day: date, chance: random.Random
) -> Iterator[dict[str, Any]]:
    for (unit, item), now in met.items():
        turned = chance.random() < (0.004 if now else 0.03)
        met[unit, item] = now != turned
        yield {
            "unit_id": unit,
            "item_id": item,
            "stage": "self",
            "verdict": "met" if met[unit, item] else "unmet",
            "assessed_on": day.isoformat(),
            "judged": "by_hand",
        }


def _change(ledger: Path, day: date) -> Any:
    moment = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
    return writing(ledger, Occasion("bench", "tests.bench.years", moment))


if __name__ == "__main__":
    main(sys.argv[1:])
