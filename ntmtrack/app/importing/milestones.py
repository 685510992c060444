"""Planned values from a sheet: a line for each, or a column for each month.

What a cell may mean two ways is never guessed: a month that became a day, an 85 % that became
0.85, a 17.1 that may have been 17.10.
"""

import re
from collections.abc import Iterator
from datetime import date

from ntmtrack.app.importing.kind import Kind, Run
from ntmtrack.app.importing.rows import Cells, became, judge_lines, reasons
from ntmtrack.app.papers import document_key
from ntmtrack.app.plan_meaning import Meanings, Meant
from ntmtrack.app.planning import milestone_row, standing_plan
from ntmtrack.domain.importing import Judged
from ntmtrack.domain.numbers import parse_numbers
from ntmtrack.domain.plan import Milestone
from ntmtrack.domain.sheet_cell import Cell, as_day, as_text, ways_to_name
from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.table import Field, Table, Vocabulary
from ntmtrack.message import N_, Message, say
from ntmtrack.record import Record
from ntmtrack.reports.report import Measure
from ntmtrack.store import queries_plan

_BY = "by:"
_MONTH = re.compile(r"(?:t|thang)? ?0?([1-9]|1[0-2])(?: ?[/.-] ?| nam )([12][0-9]{3})")
# A workbook makes the first day of the month of "6/2024".
_FIRST_DAY = re.compile(r"01/(0[1-9]|1[0-2])/([12][0-9]{3})")
_ALMOST_MONTH = re.compile(r"(?:t|thang|quy|q)? ?[0-9ivx]{1,4} ?[/.-] ?[0-9]{2,4}")

Span = tuple[date, date]


class Planned(Record):
    """One planned value of a line, with the column that says by when if it is one of several."""

    by: Cell
    value: Cell
    column: str | None = None


class Plans:
    """The plans of the ledger, those of the sheet so far among them, each asked for once."""

    def __init__(self, run: Run) -> None:
        self.meanings = Meanings(run.change.conn, run.context.today)
        self._run = run
        self._standing: dict[tuple[int, int], list[Milestone]] = {}
        self._lines: dict[tuple[int, int, Span], int] = {}

    def name(self, unit: Cell) -> tuple[str, ...]:
        """The ways to name a unit: as the officer says, else as written and with its zeros."""
        written = as_text(unit)
        said = self._run.words.name(written)
        return ways_to_name(unit) if said == written else (said,)

    def standing(self, meant: Meant) -> Milestone | None:
        """What was planned for the span before the sheet."""
        key = (meant.about.owner.key, meant.about.item.key)
        if key not in self._standing:
            self._standing[key] = queries_plan.milestones(self._run.change.conn, [key[0]], [key[1]])
        return standing_plan(self._standing[key], meant)

    def first_line(self, meant: Meant, line: int) -> int | None:
        """The line that has the same plan already, if another has."""
        span = (meant.planned.start, meant.planned.last_day)
        first = self._lines.setdefault((meant.about.owner.key, meant.about.item.key, span), line)
        return None if first == line else first


def judge(run: Run, table: Table) -> Iterator[Judged]:
    """Every line; empty cells of a matrix plan nothing."""
    wrong = tuple(
        column.heading
        for column in table.columns
        if column.key is None and _ALMOST_MONTH.fullmatch(fold(column.heading))
    )
    if wrong:
        raise DataError(
            say(
                "{file} has columns that name no month: {names}", file=table.grid.file, names=wrong
            ),
            hint=say("write them as T6/2024; nothing was written"),
        )
    months = [column.key for column in table.columns if (column.key or "").startswith(_BY)]
    keys = {column.key for column in table.columns}
    if bool(months) == ("value" in keys) or ("value" in keys) != ("by" in keys):
        raise DataError(
            say("{file} says by columns neither by when nor how much", file=table.grid.file),
            hint=say(
                "give the columns by and value, or a column for each month such as T6/2024;"
                " nothing was written"
            ),
        )
    plans = Plans(run)
    yield from judge_lines(run, table, lambda cells: _take(run, plans, cells))


def _take(run: Run, plans: Plans, cells: Cells) -> Judged:
    unit = cells.cell("unit")
    unit = cells.cell("unit_name") if unit == "" else unit
    number = cells.cell("number")
    cells.what = f"{as_text(unit)} {as_text(number)}".strip()
    if unit == "":
        cells.faults.append(say("the unit is missing"))
    if number == "":
        cells.faults.append(say("the number is missing"))
    wanted = list(_planned(cells))
    cells.check()
    new = changed = same = 0
    document = run.options.document or cells.words("document")
    for each in wanted:
        try:
            meant = _meant(plans, cells, each, run.options.set)
            first = plans.first_line(meant, cells.line.number)
            if first is not None:
                raise DataError(say("the same plan is in line {line}", line=first))
        except DataError as error:
            cells.faults.extend(_at(each, error))
            continue
        before = plans.standing(meant)
        if before is not None and before.planned.value == meant.planned.value:
            same += 1
            continue
        changed += before is not None
        new += before is None
        if before is not None:
            cells.said.append(_told(before, meant))
        paper = document_key(run.change, document)
        row = milestone_row(meant, document=paper.key if paper else None, note=cells.words("note"))
        run.change.insert("milestone", row)
    cells.check()
    return cells.judged(cells.what, new=new, changed=changed, same=same)


def _planned(cells: Cells) -> Iterator[Planned]:
    """The values of a line; what is missing in a line of one value is a fault of it."""
    if cells.has("value"):
        by, value = cells.cell("by"), cells.cell("value")
        if by == "":
            cells.faults.append(say("by when is missing"))
        if value == "":
            cells.faults.append(say("the value is missing"))
        yield Planned(by, value)
        return
    for column in cells.table.columns:
        if (column.key or "").startswith(_BY):
            month = str(column.key).removeprefix(_BY)
            for value in cells.table.cells(cells.line, str(column.key)):
                yield Planned(month, value, month)


def _meant(plans: Plans, cells: Cells, each: Planned, set_words: str | None) -> Meant:
    number = cells.cell("number")
    numbers = parse_numbers(as_text(number))
    if len(numbers) != 1:
        raise DataError(
            say("{text} is more than one number", text=as_text(number)),
            hint=say("give one number"),
        )
    unit = cells.cell("unit")
    unit = cells.cell("unit_name") if unit == "" else unit
    amount, measure = as_text(each.value), cells.words("value_unit")
    if measure is not None and amount[-1:].isdigit():
        amount = f"{amount} {measure}"
    of = cells.words("set") or set_words
    called = plans.name(unit)
    meant = plans.meanings.plan(called, numbers[0], _by(each.by), of, amount)
    if isinstance(number, float):
        _no_lost_zero(plans.meanings, meant, numbers[0])
    if isinstance(each.value, float):
        _no_hidden_percent(meant)
    return meant


def _by(cell: Cell) -> str:
    if not isinstance(cell, date):
        return as_text(cell)
    day = as_day(cell)
    if day.day == 1:
        # "6/2024" typed into a workbook becomes the first of June.
        raise DataError(
            say("{day} may be a day or the whole month", day=day),
            hint=say("write it as text: T6/2024 for the month, ngày 1/6/2024 for the day"),
        )
    return day.isoformat()


def _no_lost_zero(meanings: Meanings, meant: Meant, number: str) -> None:
    """Refuse a figure 17.1 where there is a 17.10 too: the sheet may have dropped its zero."""
    longer = f"{number}0"
    if "." in number and meanings.has(meant, longer):
        raise DataError(
            say(
                "{number} may be {longer}: the sheet keeps both as one",
                number=number,
                longer=longer,
            ),
            hint=say("make the column of numbers text"),
        )


def _no_hidden_percent(meant: Meant) -> None:
    """Refuse a bare figure below 1 where shares are meant: a sheet keeps 85 % as 0.85."""
    value = meant.planned.value
    if meant.unit == "%" and value is not None and 0 < abs(value) < 1:
        raise DataError(
            say(
                "{value} may be {share} %: a sheet keeps shares so",
                value=value,
                share=(value * 100).normalize(),
            ),
            hint=say('write it as text with its sign: "85 %" or "0,85 %"'),
        )


def _at(each: Planned, error: DataError) -> tuple[Message, ...]:
    if each.column is None:
        return reasons(error)
    first, *others = reasons(error)
    return say("column {column}: {fault}", column=each.column, fault=first), *others


def _told(before: Milestone, after: Meant) -> Message:
    old, new = before.planned.value, after.planned.value
    assert old is not None and new is not None
    change = became(N_("Value"), Measure(old, before.value_unit), Measure(new, after.unit))
    return say("{words}: {change}", words=after.planned.words, change=change)


def _month(heading: str) -> str | None:
    """The column of a month, as "by:6/2024"."""
    found = _MONTH.fullmatch(fold(heading)) or _FIRST_DAY.fullmatch(fold(heading))
    return None if found is None else f"{_BY}{int(found[1])}/{found[2]}"


KIND = Kind(
    "milestones",
    Vocabulary(
        (
            Field("unit", ("unit", "code", "ma", "ma don vi", "don vi", "xa", "thon")),
            Field("unit_name", ("unit_name", "ten don vi")),
            Field("set", ("set", "bo tieu chi")),
            Field(
                "number",
                (
                    "number",
                    "no.",
                    "no",
                    "so",
                    "so chi tieu",
                    "chi tieu so",
                    "ma chi tieu",
                    "so hieu",
                ),
            ),
            Field(
                "by",
                (
                    *("by", "planned by", "den het", "moc", "moc ke hoach", "moc thoi gian"),
                    *("thoi gian", "han"),
                ),
            ),
            Field("value", ("value", "gia tri", "ke hoach", "gia tri ke hoach")),
            Field("value_unit", ("value_unit", "unit of measure", "don vi tinh", "dvt")),
            Field("document", ("document", "van ban")),
            Field("note", ("note", "ghi chu")),
        ),
        other=_month,
        fits=lambda keys: 2 if "number" in keys and ("unit" in keys or "unit_name" in keys) else 0,
        naming=frozenset({"unit", "unit_name", "number"}),
    ),
    judge,
)
