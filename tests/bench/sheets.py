"""What sheets cost: `python -m tests.bench.sheets`.

The matrix of a province (124 communes, 57 columns of verdicts, two of counts) is written as a
workbook, and in turn with it XlsxWriter writes the same cells bare: the same strings and numbers
into one sheet by `write_string` and `write_number`, without formats, widths, headings or notes.
The target is one and a half times that.

A list of 20,000 judgements (.xlsx, six columns, a commune's code and name, a criterion's number, a
verdict, a real date, sometimes a note) is taken in with --apply by the whole command, and in turn
with it calamine reads the same file and sqlite3 inserts the same rows bare: as tuples that are
made already, by one `executemany` in one transaction, into the ledger's own table with its
indexes, checks and trigger. Identifiers, names, thresholds, the look at what is there already and
the seal of the change are ours alone. The target is twice that.

Each pair is timed in one process. No figure here is ever asserted.
"""

import argparse
import atexit
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence, Sized
from contextlib import closing, redirect_stdout
from datetime import date, datetime
from io import BytesIO, TextIOWrapper
from itertools import islice, product
from pathlib import Path
from typing import NamedTuple

from ntmtrack.cli.main import main as run_command
from ntmtrack.domain.assessment import Verdict
from ntmtrack.message import say
from ntmtrack.render.localise import Localiser
from ntmtrack.render.xlsx import workbook
from ntmtrack.reports.matrix import in_letters
from ntmtrack.reports.report import Block, Column, Report, Show
from tests.bench.measuring import function, in_turn

COMMUNES, CRITERIA = 124, 57
JUDGEMENTS, SET, TODAY = 20_000, "xa-ntm-2016-2020", "2026-07-09"


class Pair(NamedTuple):
    """Two ways to the same end, and how many times the second the first may take."""

    name: str
    ours: Callable[[], object]
    bare: Callable[[], object]
    at_most: float


def main(argv: Sequence[str]) -> None:
    """Print one line for each pair: medians, the ratio with its quartiles, and the target."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.sheets")
    parser.add_argument("--rounds", type=int, default=15, help="pairs of each (default 15)")
    rounds = parser.parse_args(argv).rounds
    print(f"{'what':40} {'ours':>9} {'bare':>9} {'ratio':>6} {'spread':>13} {'target':>7}")
    for pair in pairs():
        print(_line(pair, rounds), flush=True)


def pairs() -> list[Pair]:
    """Everything that is timed; what reads sheets stands after what writes them."""
    return [_matrix_out(), _judgements_in()]


def _matrix_out() -> Pair:
    report = _province()
    localiser = Localiser("vi")
    cells = [
        [cell if isinstance(cell, int) else localiser.cell(cell) for cell in row]
        for row in in_letters(report).rows
    ]
    return Pair(
        f"matrix {COMMUNES} × {CRITERIA} to .xlsx",
        lambda: workbook([report], Localiser("vi")),
        lambda: _bare_workbook(cells),
        1.5,
    )


def _province() -> Report:
    chance = random.Random(7)
    numbers = [str(number) for number in range(1, CRITERIA + 1)]
    judged = [verdict for verdict in Verdict if verdict is not Verdict.NOT_ASSESSED]
    rows = tuple(
        (f"{unit:05}", f"Xã Số {unit}", *(chance.choice(judged) for _ in numbers), unit % 57, 57)
        for unit in range(COMMUNES)
    )
    columns = (
        Column("unit", "Code", Show.ALWAYS),
        Column("unit_name", "Unit", Show.ALWAYS),
        *(Column(number, number, Show.ALWAYS) for number in numbers),
        Column("met", "Met", Show.ALWAYS, right=True),
        Column("total", "Of", Show.ALWAYS, right=True),
    )
    return Report("matrix", say("Matrix"), columns, (Block("s", None, rows),))


def _bare_workbook(cells: Sequence[Sequence[str | int]]) -> bytes:
    from xlsxwriter import Workbook

    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    for line, row in enumerate(cells):
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(line, place, cell)
            else:
                sheet.write_string(line, place, cell)
    book.close()
    return stream.getvalue()


def _judgements_in() -> Pair:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    start, file = folder / "start.db", folder / "judgements.xlsx"
    _ntmtrack(start, "init")
    _ntmtrack(start, "unit", "import", "--province", "Tuyên Quang", "--as-of", TODAY)
    _judgements(start, file)
    filled = folder / "filled.db"
    shutil.copy(start, filled)
    argv = ("import", "assessments", str(file), "--set", SET, "--apply")
    _ntmtrack(filled, *argv)
    with closing(sqlite3.connect(filled)) as conn:
        rows = conn.execute("select * from assessment").fetchall()
        conn.row_factory = sqlite3.Row
        change = dict(conn.execute("select * from change order by id desc limit 1").fetchone())
    # The trigger asks for an open change.
    change |= {"closed": 0, "extent": None, "hash": None}

    def ours() -> None:
        shutil.copy(start, folder / "ours.db")
        _ntmtrack(folder / "ours.db", *argv)

    def bare() -> None:
        from python_calamine import CalamineWorkbook

        shutil.copy(start, folder / "bare.db")
        CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
        with closing(sqlite3.connect(folder / "bare.db")) as conn, conn:
            conn.execute(f"insert into change values ({_places(change)})", [*change.values()])
            conn.executemany(f"insert into assessment values ({_places(rows[0])})", rows)

    return Pair(f"{len(rows)} judgements from .xlsx", ours, bare, 2.0)


def _places(row: Sized) -> str:
    return ", ".join("?" * len(row))


def _judgements(ledger: Path, file: Path) -> None:
    from xlsxwriter import Workbook

    with closing(sqlite3.connect(ledger)) as conn:
        units = conn.execute(
            "select c.code, v.name from unit_version v join unit_code c using (unit_id)"
            " where v.kind = 'commune' order by c.code"
        ).fetchall()
        numbers = conn.execute(
            "select number from item join criteria_set s on s.id = set_id where s.code = ?"
            " order by sort_key",
            (SET,),
        ).fetchall()
    days = (date(2026, 6, 30), date(2026, 3, 31), date(2025, 12, 31))
    keys = islice(product(days, units, numbers), JUDGEMENTS)
    with Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        day_form = book.add_format({"num_format": "dd/mm/yyyy"})
        heads = ("Mã xã", "Tên xã", "Tiêu chí số", "Kết quả", "Ngày đánh giá", "Ghi chú")
        sheet.write_row(0, 0, heads)
        for line, (day, (code, name), (number,)) in enumerate(keys, 1):
            verdict = ("Đạt", "Chưa đạt", "Cơ bản đạt")[line % 3]
            for place, words in enumerate((code, name, number, verdict)):
                sheet.write_string(line, place, words)
            sheet.write_datetime(line, 4, datetime(day.year, day.month, day.day), day_form)
            if line % 5 == 0:
                sheet.write_string(line, 5, f"Theo báo cáo số {line}")


def _ntmtrack(ledger: Path, *argv: str) -> None:
    with redirect_stdout(TextIOWrapper(BytesIO())):
        code = run_command(["--db", str(ledger), "--today", TODAY, *argv])
    assert code == 0


def _line(pair: Pair, rounds: int) -> str:
    measured = in_turn(function(pair.ours), function(pair.bare), rounds)
    ratio, (low, high) = measured.ratio(), measured.spread()
    ours, bare = measured.medians()
    return (
        f"{pair.name:40} {ours * 1000:6.0f} ms {bare * 1000:6.0f} ms"
        f" {ratio:6.2f} {low:6.2f}–{high:5.2f}  ≤ {pair.at_most:.1f}"
        f"{'' if ratio <= pair.at_most else '  over'}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
