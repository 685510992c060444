"""Lines of a sheet that were not taken, as they were, with why: to be mended and read again."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from ntmtrack.domain.sheet_cell import Cell, Percent, as_text
from ntmtrack.message import N_, Message
from ntmtrack.render.localise import Localiser, flat

_REASON = N_("Reason")
_LONGEST = 32_000
"""Letters that a cell can hold, with some to spare."""

_FIRST_DAY = date(1900, 3, 1)
_WIDTH, _WIDE = 14, 60

Rejected = tuple[Sequence[Cell], Sequence[Message]]
"""The cells of a line, and why it was not taken."""


def sheet(
    headings: Sequence[Sequence[Cell]],
    rows: Sequence[Rejected],
    localiser: Localiser,
    *,
    name: str | None = None,
    at: int = 1,
) -> bytes:
    """A workbook of one sheet: the headings, each line below, and last the reasons.

    The lines of the headings, all as wide, are as they were, for what they say together is not
    always what they say in one; `at` is the last of them, or they begin the sheet. `name` is
    what the sheet was called.

    Every cell keeps its column and its kind; no text becomes a formula.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it ships no types

    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"created": datetime(2000, 1, 1)})
    page = book.add_worksheet(name)
    looks = {
        "head": book.add_format({"bold": True, "text_wrap": True, "bg_color": "#D9D9D9"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        "share": book.add_format({"num_format": "0.##%"}),
        "why": book.add_format({"text_wrap": True, "font_color": "#9C0006"}),
    }
    reason, at = len(headings[0]), max(at, len(headings))
    for line, heads in enumerate(headings, at - len(headings)):
        for place, head in enumerate((*heads, localiser.word(_REASON))):
            _head(page, line, place, head, looks)
    for line, (cells, why) in enumerate(rows, at):
        for place, cell in enumerate(cells):
            _write(page, line, place, cell, looks)
        words = "; ".join(flat(localiser.say(each)) for each in why)
        page.write_string(line, reason, words[:_LONGEST], looks["why"])
    page.set_column(0, max(0, reason - 1), _WIDTH)
    page.set_column(reason, reason, _WIDE)
    page.freeze_panes(at, 0)
    book.close()
    return stream.getvalue()


def _head(page: Any, line: int, place: int, cell: Cell, looks: dict[str, Any]) -> None:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        page.write_number(line, place, cell, looks["head"])
    else:
        page.write_string(line, place, as_text(cell)[:_LONGEST], looks["head"])


def _write(page: Any, line: int, place: int, cell: Cell, looks: dict[str, Any]) -> None:
    if cell == "":
        return
    if isinstance(cell, bool):
        page.write_boolean(line, place, cell)
    elif isinstance(cell, (int, float)):
        page.write_number(line, place, cell)
    elif isinstance(cell, Percent):
        page.write_number(line, place, float(cell.value / 100), looks["share"])
    elif isinstance(cell, (time, timedelta)) or not isinstance(cell, date):
        page.write_string(line, place, as_text(cell)[:_LONGEST])
    elif (cell.date() if isinstance(cell, datetime) else cell) < _FIRST_DAY:
        # Sheets know no days before; the words are read again as the day.
        page.write_string(line, place, as_text(cell))
    else:
        look = "moment" if isinstance(cell, datetime) and cell.time() != time() else "day"
        page.write_datetime(line, place, cell, looks[look])
