"""Reports of the size of a province, made by hand, for tests of what shows them."""

from datetime import date, timedelta
from itertools import cycle, islice

from ntmtrack.domain.assessment import Verdict
from ntmtrack.message import say
from ntmtrack.reports.report import Basis, Block, Column, Drawing, Report, Row, Show
from ntmtrack.reports.status import LEGEND

DAY = date(2026, 11, 22)
NAMES = (
    "Xã Bản Bo",
    "Xã Ân Thi",
    "Xã Đông Sơn",
    "Xã Dương Quang",
    "Xã Hòa Phú",
    "Xã Ỷ La",
    "Xã An Bình",
)
"""In an order that is none: not as they are sorted, and not the other way round."""
_NUMBERS = tuple(
    number
    for criterion in range(1, 20)
    for number in (f"{criterion}", f"{criterion}.1", f"{criterion}.2")
)
_VERDICTS = (
    *(Verdict.MET, Verdict.MET, Verdict.UNMET, Verdict.MET, Verdict.NEARLY_MET),
    *(Verdict.MET, Verdict.NOT_ASSESSED, Verdict.MET, Verdict.NOT_APPLICABLE, Verdict.MET),
    Verdict.MET,
)


def matrix(units: int) -> Report:
    """Units down, 19 criteria with two indicators each across; the first unit meets all."""
    verdicts = cycle(_VERDICTS)
    rows = tuple(
        _judged(unit, tuple(islice(verdicts, len(_NUMBERS))) if unit else _all_met())
        for unit in range(units)
    )
    return Report(
        name="matrix",
        title=say("Units and criteria as of {day}", day=DAY),
        columns=(
            Column("unit", "Code", Show.ALWAYS),
            Column("unit_name", "Unit", Show.ALWAYS),
            *(
                Column(number, number, Show.ALWAYS, about="Quy hoạch" if number == "1" else "")
                for number in _NUMBERS
            ),
            Column("met", "Met", Show.ALWAYS, right=True),
        ),
        blocks=(Block("set", None, rows),),
        notes=(LEGEND, say("A note.")),
        as_of=DAY,
        basis=Basis(12),
    )


def _all_met() -> tuple[Verdict, ...]:
    return (Verdict.MET,) * len(_NUMBERS)


def _judged(unit: int, verdicts: tuple[Verdict, ...]) -> Row:
    turn, name = divmod(unit, len(NAMES))
    called = f"{NAMES[name]} {turn + 1}" if turn else NAMES[name]
    return (f"{unit:05}", called, *verdicts, verdicts.count(Verdict.MET))


def unmet(rows: int) -> Report:
    """Unmet criteria by unit, ten to each, with tasks, dues and days left, some of them missing."""
    listed = tuple(_failing(row) for row in range(rows))
    blocks = tuple(
        Block(f"u{start}", say("{unit} · unmet", unit=NAMES[start // 10 % 7]), part)
        for start in range(0, rows, 10)
        if (part := listed[start : start + 10])
    )
    return Report(
        name="unmet",
        title=say("Unmet"),
        columns=(
            Column("number", "No.", Show.ALWAYS),
            Column("name", "Criterion", Show.ALWAYS, wrap=True),
            Column("tasks", "Tasks", wrap=True),
            Column("due", "Nearest due"),
            Column("days_left", "Days left", right=True),
            Column("leads", "Leads", wrap=True),
        ),
        blocks=blocks,
        notes=(say("One is counted apart."),),
        as_of=DAY,
        basis=Basis(12),
    )


def _failing(row: int) -> Row:
    left = None if row % 3 == 2 else row * 7 % 40 - 20
    return (
        str(row * 5 % 19 + 1),
        f"{NAMES[row % 7].removeprefix('Xã ')}, thu nhập bình quân đầu người",
        ("NV2026-001", f"NV2026-{row:03}"),
        None if left is None else DAY + timedelta(left),
        left,
        "Phòng Kinh tế - Hạ tầng huyện Tam Đường",
    )


def trend(periods: int) -> Report:
    """One set's course over periods, with a picture."""
    rows = tuple((f"2026-{n + 1:02}", n * n % 7 + 9, n % 3, -n % 2) for n in range(periods))
    return Report(
        name="trend",
        title=say("Course"),
        columns=(
            Column("period", "Period", Show.ALWAYS),
            Column("met", "Met", Show.ALWAYS, right=True),
            Column("up", "Up", right=True),
            Column("down", "Down", right=True),
        ),
        blocks=(Block("set", say("xa-ntm-2021-2025"), rows),),
        as_of=DAY,
        basis=Basis(12),
        drawing=Drawing("period", line="met", up="up", down="down", notes=(say("Still running."),)),
    )
