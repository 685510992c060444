"""Loads and files: sheets taken in, judgements in bulk, many ledgers into one, workbooks.

History, triggers, checks and the seal of the change stay on in every load of ours. What the shell
of SQLite loads has no more than columns: of judgements the same columns with the same keys and
indexes, and identifiers that were looked up for it; of tasks the columns of the sheet as text. Each
load begins on a fresh copy of the same file.
"""

import csv
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, redirect_stdout
from datetime import UTC, date, datetime, timedelta
from functools import partial
from io import BytesIO, TextIOWrapper
from itertools import islice, product
from pathlib import Path
from typing import Any

from ntmtrack.cli.main import main as run_command
from ntmtrack.importers.sheets.grid import read_grid
from ntmtrack.message import say
from ntmtrack.render.localise import Localiser
from ntmtrack.render.xlsx import workbook
from ntmtrack.reports.report import Block, Column, Report, Show
from ntmtrack.store.writing import Occasion, writing
from tests.bench import facts
from tests.bench.measuring import function, process
from tests.bench.row import Disagreement, Ground, Pair, Row, said

SET, TASKS, ROWS_OF_SHEET = "xa-ntm-2016-2020", 10_000, 10_000
FEW, MANY = 20_000, 199_999
"""Judgements of one load; of more than the second a sheet is not read."""
COMMUNES, MONTH = 124, 62
"""The communes of the province, and what each says of a month."""
_VERDICTS = ("Đạt", "Chưa đạt", "Cơ bản đạt")
_HEAD = ("Mã xã", "Tên xã", "Tiêu chí số", "Kết quả", "Ngày đánh giá", "Ghi chú")


def _ledger(ground: Ground) -> Path:
    """A ledger of a province's communes and agencies, with nothing said of them yet."""

    def build(folder: Path) -> None:
        facts.agencies_csv(folder / "agencies.csv")
        for words in (
            ("init",),
            ("unit", "import", "--province", facts.PROVINCE, "--as-of", facts.UNITS_ON),
            ("import", "agencies", str(folder / "agencies.csv"), "--apply"),
        ):
            _do(folder / "start.db", *words)

    return ground.kept("start", build, "loads") / "start.db"


def _do(ledger: Path, *words: str) -> None:
    """A command of ours in this process; Disagreement where it does not end well."""
    with redirect_stdout(TextIOWrapper(BytesIO())):
        code = run_command(["--db", str(ledger), "--today", facts.TODAY, *words])
    if code:
        raise Disagreement(f"{' '.join(words)} ended with {int(code)}")


def _asked(file: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as conn:
        return conn.execute(question).fetchall()


def _same(wanted: Iterable[Any], found: Iterable[Any], who: str) -> None:
    """Raise Disagreement where these are not the same, in whatever order."""
    ours, theirs = sorted(wanted), sorted(found)
    if ours != theirs:
        odd = next((each for each in theirs if each not in set(ours)), "fewer")
        raise Disagreement(f"{who} has {len(theirs)} and not {len(ours)}; the first odd one: {odd}")


def _tasks(ground: Ground) -> tuple[Path, list[facts.Task]]:
    made = facts.tasks(TASKS, 30, facts.units())

    def build(folder: Path) -> None:
        facts.tasks_csv(folder / "tasks.csv", made)
        facts.taskwarrior_json(folder / "tasks.json", made)
        facts.taskwarrior_rc(folder / "taskrc")

    return ground.kept("tasks-load", build, "facts", ledger=False), made


def _ours_takes(ground: Ground, kind: str, sheet: Path, *more: str) -> tuple[Path, Pair]:
    """A sheet taken in by the whole command: the ledger, filled once, and the run on both sides."""
    start, ledger = _ledger(ground), ground.cache / "loaded.db"
    words: tuple[str | Path, ...] = ("import", kind, sheet, *more, "--apply", "-f", "json")
    command = (ground.program, *words)
    environment = ground.environment(NTMTRACK_DB=str(ledger), NTMTRACK_TODAY=facts.TODAY)
    shutil.copy(start, ledger)
    said(command, environment)
    # The copy of the ledger that is kept before each import is a part of it.
    run = process(command, environment, before=partial(shutil.copy, start, ledger))
    return ledger, Pair(run, run)


def _tasks_taskwarrior(ground: Ground) -> Pair:
    folder, made = _tasks(ground)
    ledger, ours = _ours_takes(ground, "tasks", folder / "tasks.csv")
    wanted = [(each.title, each.due.isoformat()) for each in made]
    _same(wanted, _asked(ledger, "select title, due_last from task"), "ntmtrack")
    data = ground.cache / "taskwarrior-load"
    task = ground.peers["Taskwarrior"].command
    whole = (task, f"rc:{folder / 'taskrc'}", f"rc.data.location={data}")
    theirs = (*whole, "import", folder / "tasks.json")

    def empty() -> None:
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir()

    empty()
    said(theirs, ground.environment())
    listed = json.loads(said((*whole, "export"), ground.environment()))
    found = [
        (each["description"], f"{each['due'][:4]}-{each['due'][4:6]}-{each['due'][6:8]}")
        for each in listed
    ]
    _same(wanted, found, "Taskwarrior")
    return Pair(ours.ours, process(theirs, ground.environment(), before=empty))


def _shell(
    ground: Ground, name: str, lines: Sequence[str], start: Path | None = None
) -> tuple[Path, Pair]:
    """What the shell of SQLite does with a script: its file, done once, and the run."""
    file, script = ground.cache / f"{name}.db", ground.cache / f"{name}.sql"
    script.write_text("\n".join((*lines, "")), encoding="utf-8")

    def fresh() -> None:
        file.unlink(missing_ok=True)
        if start is not None:
            shutil.copy(start, file)

    command = (ground.peers["sqlite3"].command, "-bail", "-batch", file)
    run = process(command, ground.environment(), given=script, before=fresh)
    run()
    return file, Pair(run, run)


def _tasks_shell(ground: Ground) -> Pair:
    folder, made = _tasks(ground)
    ledger, ours = _ours_takes(ground, "tasks", folder / "tasks.csv")
    wanted = [(each.title, each.due.isoformat()) for each in made]
    _same(wanted, _asked(ledger, "select title, due_last from task"), "ntmtrack")
    lines = (
        "create table task(title text, unit text, unit_name text, lead text, due text);",
        f".import --csv --skip 1 '{folder / 'tasks.csv'}' task",
    )
    file, theirs = _shell(ground, "bare-tasks", lines)
    _same((t for t, _ in wanted), (t for (t,) in _asked(file, "select title from task")), "sqlite3")
    return Pair(ours.ours, theirs.theirs)


def _judgements(ledger: Path, count: int) -> Iterator[tuple[str, ...]]:
    """The lines of a list of judgements, day by day: one of every criterion of every commune."""
    units = facts.units()
    numbers = [
        number
        for (number,) in _asked(
            ledger,
            "select number from item join criteria_set s on s.id = set_id"
            f" where s.code = '{SET}' order by sort_key",
        )
    ]
    days = (date(2026, 6, 30) - timedelta(days=7 * week) for week in range(52))
    keys = islice(product(days, units, numbers), count)
    for line, (day, (code, name), number) in enumerate(keys, 1):
        note = f"Theo báo cáo số {line}" if line % 5 == 0 else ""
        yield code, name, number, _VERDICTS[line % 3], f"{day:%d/%m/%Y}", note


def _list_of(ground: Ground, count: int) -> Path:
    """A folder with a list of judgements, and the rows that a ledger makes of it."""

    def build(folder: Path) -> None:
        shutil.copy(_ledger(ground), folder / "filled.db")
        with open(folder / "list.csv", "w", encoding="utf-8-sig", newline="") as stream:
            lines = _judgements(folder / "filled.db", count)
            csv.writer(stream).writerows((_HEAD, *lines))
        words = ("import", "assessments", str(folder / "list.csv"), "--set", SET, "--apply")
        _do(folder / "filled.db", *words)
        with open(folder / "rows.csv", "w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(_asked(folder / "filled.db", "select * from assessment"))

    return ground.kept(f"judgements-{count}", build, "loads")


_ALIKE = "select uid, unit_id, item_id, verdict, assessed_on from assessment"


def _rows_by_shell(ground: Ground, folder: Path, count: int) -> Pair:
    """The rows themselves by `.import`, into the same columns with the same keys and indexes."""
    filled = folder / "filled.db"
    keys = {"id": " primary key", "uid": " unique"}
    columns = _asked(filled, "select name, type from pragma_table_info('assessment')")
    indexes = _asked(
        filled, "select sql from sqlite_master where tbl_name = 'assessment' and type = 'index'"
    )
    told = ", ".join(f"{name} {kind}{keys.get(name, '')}" for name, kind in columns)
    lines = (
        f"create table assessment({told});",
        *(f"{sql};" for (sql,) in indexes if sql is not None),
        f".import --csv '{folder / 'rows.csv'}' assessment",
    )
    file, theirs = _shell(ground, f"bare-{count}", lines)
    _same(_asked(filled, _ALIKE), _asked(file, _ALIKE), "sqlite3")
    return theirs


def _from_sheet(count: int) -> Callable[[Ground], Pair]:
    """A list of judgements by the whole command: names, days and thresholds are worked out."""

    def prepare(ground: Ground) -> Pair:
        folder = _list_of(ground, count)
        alike = "select unit_id, item_id, verdict, assessed_on from assessment"
        ledger, ours = _ours_takes(ground, "assessments", folder / "list.csv", "--set", SET)
        _same(_asked(folder / "filled.db", alike), _asked(ledger, alike), "ntmtrack")
        return Pair(ours.ours, _rows_by_shell(ground, folder, count).theirs)

    return prepare


def _ready(ground: Ground) -> Pair:
    """Rows that are ready, in one change: what an import, a bundle or a migration ends with."""
    folder, ledger = _list_of(ground, MANY), ground.cache / "ready.db"
    with closing(sqlite3.connect(folder / "filled.db")) as conn:
        conn.row_factory = sqlite3.Row
        every = conn.execute("select * from assessment order by id").fetchall()
    own = ("id", "uid", "change_id")
    rows = [{name: each[name] for name in tuple(each.keys()) if name not in own} for each in every]

    def fresh() -> None:
        shutil.copy(_ledger(ground), ledger)

    def load() -> None:
        moment = datetime(2026, 7, 9, tzinfo=UTC)
        with writing(ledger, Occasion("bench", "tests.bench.loads", moment)) as change:
            change.insert_many("assessment", rows)

    fresh()
    load()
    alike = "select unit_id, item_id, verdict, assessed_on from assessment"
    _same(_asked(folder / "filled.db", alike), _asked(ledger, alike), "ntmtrack")
    return Pair(function(load, before=fresh), _rows_by_shell(ground, folder, MANY).theirs)


def _offices(ground: Ground) -> Path:
    """A province that took in what its communes are, and of each its ledger and a month's bundle.

    What a commune's ledger begins with was told before: the month's bundle tells of the month.
    """

    def build(folder: Path) -> None:
        province, begun = folder / "province.db", folder / "begun"
        begun.mkdir()
        _office(province, facts.PROVINCE, "P", _asked(_ledger(ground), _TOP)[0][0])
        for number, (unit, name) in enumerate(facts.units()):
            ledger = folder / f"c{number:03}.db"
            bundle, sheet = ledger.with_suffix(".bundle"), folder / "month.csv"
            _office(ledger, f"{name} {unit}", f"C{number}", unit)
            _do(ledger, "bundle", "make", "-o", str(begun / bundle.name))
            _do(province, "office", "add", "--from", str(begun / bundle.name), "--unit", unit)
            (month_begins,) = _asked(ledger, "select max(id) + 1 from change")[0]
            month = islice(_judgements(ledger, MONTH), MONTH)
            with open(sheet, "w", encoding="utf-8-sig", newline="") as stream:
                csv.writer(stream).writerows(
                    (_HEAD, *((unit, name, *told) for _, _, *told in month))
                )
            _do(ledger, "import", "assessments", str(sheet), "--set", SET, "--apply")
            _do(ledger, "bundle", "make", "--since", str(month_begins), "-o", str(bundle))
        _do(province, "bundle", "apply", str(begun))
        shutil.rmtree(f"{province}.backups")

    return ground.kept("offices", build, "loads")


_TOP = (
    "select code from unit_code join unit_version using (unit_id)"
    " where kind = 'province' and parent_id is null"
)


def _office(ledger: Path, name: str, mark: str, unit: str) -> None:
    _do(ledger, "init", "--office", name)
    _do(ledger, "unit", "import", "--province", facts.PROVINCE, "--as-of", facts.UNITS_ON)
    _do(ledger, "office", "set", "--name", name, "--mark", mark, "--unit", unit)


def _merging(ground: Ground) -> Pair:
    """Every commune's month into the province's ledger.

    Ours is one command: a copy of the ledger before, then bundle after bundle, each proved to be
    whole and a change of its own with its seal and what is kept of its sender. The shell attaches
    ledger after ledger and inserts what is new, each row's unit found by its uid, its item by its
    set and number.
    """
    folder, ledger = _offices(ground), ground.cache / "merged.db"
    bundles = sorted(map(str, folder.glob("*.bundle")))

    def fresh() -> None:
        shutil.rmtree(f"{ledger}.backups", ignore_errors=True)
        shutil.copy(folder / "province.db", ledger)

    def merge() -> None:
        _do(ledger, "bundle", "apply", *bundles)

    fresh()
    merge()
    columns = _asked(
        ledger,
        "select group_concat(name) from pragma_table_info('assessment')"
        " where name not in ('id', 'unit_id', 'item_id', 'change_id')",
    )[0][0]
    lines = ["create table merged as select * from assessment where 0;"]
    lines += ["create unique index merged_uid on merged(uid);"]
    lines += [sql.replace(" on assessment", "_merged on merged") + ";" for sql in _keys(ledger)]
    for each in sorted(folder.glob("c*.db")):
        lines += [
            f"attach '{each}' as c;",
            f"insert into merged({columns}, unit_id, item_id)"
            f" select {', '.join(f'a.{name}' for name in columns.split(','))}, u.id, i.id"
            " from c.assessment a join c.unit cu on cu.id = a.unit_id join unit u on u.uid = cu.uid"
            " join c.item ci on ci.id = a.item_id join c.criteria_set cs on cs.id = ci.set_id"
            " join criteria_set s on s.code = cs.code"
            " join item i on i.set_id = s.id and i.number = ci.number"
            " where true on conflict (uid) do nothing;",
            "detach c;",
        ]
    file, theirs = _shell(ground, "attached", lines, folder / "province.db")
    alike = "select uid, verdict, assessed_on from "
    _same(_asked(ledger, alike + "assessment"), _asked(file, alike + "merged"), "sqlite3")
    return Pair(function(merge, before=fresh), theirs.theirs)


def _keys(ledger: Path) -> list[str]:
    """The indexes of judgements that bear a name."""
    found = _asked(
        ledger, "select sql from sqlite_master where tbl_name = 'assessment' and type = 'index'"
    )
    return [sql for (sql,) in found if sql is not None]


def _workbook_out(ground: Ground) -> Pair:
    """A list as a workbook: formats, widths, a title and a filter are ours alone."""
    from openpyxl import Workbook, load_workbook

    report = _listed()
    localiser = Localiser("vi")
    cells = [
        [each if isinstance(each, (int, date)) else localiser.cell(each) or None for each in row]
        for row in report.rows
    ]

    def bare() -> bytes:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append([column.key for column in report.columns])
        for row in cells:
            sheet.append(row)
        stream = BytesIO()
        book.save(stream)
        return stream.getvalue()

    def ours() -> bytes:
        return workbook([report], Localiser("vi"))

    told = [
        list(load_workbook(BytesIO(each)).worksheets[0].iter_rows(min_row=first, values_only=True))
        for each, first in ((ours(), 3), (bare(), 2))
    ]
    _same(map(str, told[0][:ROWS_OF_SHEET]), map(str, told[1]), "openpyxl")
    return Pair(function(ours), function(bare))


def _listed() -> Report:
    """A list of judgements as the program tells it."""
    numbers = [str(number) for number in range(1, 20)]
    units = facts.units()
    rows = tuple(
        (
            *units[line % len(units)],
            numbers[line % len(numbers)],
            _VERDICTS[line % 3],
            date(2026, 1 + line % 6, 1 + line % 28),
            line % 97,
            f"Theo báo cáo số {line}" if line % 5 == 0 else None,
        )
        for line in range(ROWS_OF_SHEET)
    )
    columns = (
        *(Column(key, key, Show.ALWAYS) for key in ("unit", "unit_name", "number", "verdict")),
        Column("assessed_on", "assessed_on", Show.ALWAYS),
        Column("days", "days", Show.ALWAYS, right=True),
        Column("note", "note", Show.ALWAYS, wrap=True),
    )
    return Report("list", say("List"), columns, (Block("list", None, rows),))


def _workbook_in(ground: Ground) -> Pair:
    """The first sheet of a workbook, from the file to its cells; fonts and bounds looked at."""
    from openpyxl import load_workbook
    from xlsxwriter import Workbook

    def build(folder: Path) -> None:
        with Workbook(str(folder / "list.xlsx")) as book:
            sheet = book.add_worksheet()
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            for line, row in enumerate(_listed().rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        moment = datetime(cell.year, cell.month, cell.day)
                        sheet.write_datetime(line, place, moment, day)
                    elif cell is not None:
                        sheet.write(line, place, cell)

    file = ground.kept("workbook", build, "loads", ledger=False) / "list.xlsx"

    def theirs() -> list[tuple[Any, ...]]:
        book = load_workbook(file, read_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        book.close()
        return rows

    ours = [[_plain(cell) for cell in line.cells] for line in read_grid(file).lines]
    _same(ours, [[_plain(cell) for cell in row] for row in theirs()], "openpyxl")
    return Pair(function(lambda: read_grid(file)), function(theirs))


def _plain(cell: object) -> str:
    """A cell as a text, whatever kind of number or day a library makes of it."""
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    return f"{cell:g}" if isinstance(cell, (int, float)) else str(cell or "")


_SHELL = ("sqlite3",)
ROWS = (
    Row(
        *(f"import {TASKS:,} tasks from CSV", "Taskwarrior import", 1.0, _tasks_taskwarrior),
        needs=("Taskwarrior",),
    ),
    Row(f"import {TASKS:,} tasks from CSV", "sqlite3 .import, bare", 7, _tasks_shell, _SHELL),
    *(
        Row(
            *(f"import {count:,} judgements from CSV", "sqlite3 .import of the same rows", 3),
            *(_from_sheet(count), _SHELL),
        )
        for count in (FEW, MANY)
    ),
    Row(
        f"write {MANY:,} judgements that are ready, in process",
        *("sqlite3 .import of the same rows", 3, _ready, _SHELL),
    ),
    Row(
        f"merge {COMMUNES} communes, a bundle each, in process",
        *("sqlite3, ATTACH and INSERT … SELECT", 3, _merging, _SHELL),
    ),
    Row(f"read .xlsx of {ROWS_OF_SHEET:,} rows", "openpyxl read_only", 0.3, _workbook_in),
    Row(f"write .xlsx of {ROWS_OF_SHEET:,} rows", "openpyxl write_only", 0.8, _workbook_out),
)
