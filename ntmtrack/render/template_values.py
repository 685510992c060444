"""What a template may ask for, filled with the figures of one periodic report in one language."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from ntmtrack.domain.decree30 import GAP, SYMBOL, Frame, long_day, paper_number
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.render.localise import Localiser, flat
from ntmtrack.render.template_language import Known
from ntmtrack.reports.periodic import Periodic
from ntmtrack.reports.placeholders import (
    APPENDICES,
    LISTS,
    LONG,
    NUMBERED,
    SET,
    SET_BEGINS,
    SINGLE,
    Listed,
)
from ntmtrack.reports.report import Cell, Report

Value: TypeAlias = "Cell | list[dict[str, Cell]]"

# What XML cannot hold, beside the controls that are taken out everywhere.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Figures(Record):
    """A periodic report that is to become a paper, and what frames it.

    `units` are the names of those that it is about, none for all; `footing` is what its figures
    rest on; `drafted` the day on which it is made.
    """

    periodic: Periodic
    frame: Frame
    drafted: date
    units: tuple[str, ...] = ()
    footing: Message | None = None


def known() -> Known:
    """The names that a template may use, and what the rows of lists hold."""
    lists = {
        name: frozenset({NUMBERED, *(each.name for each in listed.row)})
        for name, listed in LISTS.items()
    }
    return {**dict.fromkeys((*SINGLE, *APPENDICES)), **lists}


def words(localiser: Localiser, value: object) -> str:
    """A value as people read it, on one line, without what a file cannot hold."""
    if isinstance(value, bool | int | str | date | Decimal | tuple | Message) or value is None:
        return _NOT_IN_XML.sub("\ufffd", flat(localiser.cell(value)))
    return _NOT_IN_XML.sub("\ufffd", flat(str(value)))


def values(figures: Figures, localiser: Localiser) -> dict[str, Value]:
    """All that a template may ask for, by the names of `known`."""
    lists = _lists(figures)
    return {**_single(figures, localiser), **_appendices(lists), **lists}


def _appendices(lists: Mapping[str, list[dict[str, Cell]]]) -> dict[str, Value]:
    """The Roman numbers of the appendices that there are to be, in their order.

    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, khoản 1, điểm a.
    """
    long = [name for name, listed in APPENDICES.items() if _is_long(lists[listed])]
    numbers = dict(zip(long, _ROMAN, strict=False))
    return {name: numbers.get(name) for name in APPENDICES}


_ROMAN = ("I", "II", "III", "IV", "V", "VI")


def _is_long(rows: Sequence[Mapping[str, Cell]]) -> bool:
    names = (cell for row in rows for cell in row.values() if isinstance(cell, tuple))
    return len(rows) > LONG or any(len(each) > LONG for each in names)


def _single(figures: Figures, localiser: Localiser) -> dict[str, Value]:
    periodic, frame = figures.periodic, figures.frame
    period = periodic.period
    tasks = periodic.part("tasks").summary
    share = _total(periodic.part("tasks"), "on_time_share")
    about = say("Results of new rural development, {period}", period=periodic.words)
    if period.short:
        about = say("Review of tasks, {period}", period=periodic.words)
    return {
        "ky_bao_cao": periodic.words,
        "tu_ngay": period.start,
        "den_ngay": period.last,
        "ngay_so_lieu": period.day,
        "tinh_trang_ky": " ".join(localiser.say(note) for note in periodic.notes),
        "can_cu_so_lieu": figures.footing,
        "don_vi": figures.units or say("the units in the ledger"),
        "co_quan_chu_quan": None if frame.superior is None else frame.superior.upper(),
        "co_quan_ban_hanh": (frame.issuer or GAP).upper(),
        "co_quan": frame.issuer or GAP,
        "so": paper_number(frame.number),
        "ky_hieu": frame.symbol or SYMBOL,
        "dia_danh": frame.place or GAP,
        "ngay_ban_hanh": long_day(frame.dated, localiser.lang, year=figures.drafted.year),
        "trich_yeu": frame.about or about,
        "nguoi_ky": frame.signer,
        "tong_nhiem_vu": tasks.get("total", 0),
        "hoan_thanh_dung_han": tasks.get("done_on_time", 0),
        "hoan_thanh_qua_han": tasks.get("done_late", 0),
        "dang_trong_han": tasks.get("open_in_time", 0),
        "dang_qua_han": tasks.get("open_overdue", 0),
        "khong_co_han": tasks.get("no_due", 0),
        "ty_le_dung_han": share,
        "tong_qua_han": len(periodic.part("overdue").rows),
        "den_han_tu": period.day,
        "den_han_den": period.next_last,
        "ngay_so_sanh": period.eve,
        "khong_thay_doi": periodic.part("changes").empty,
    }


def _total(report: Report, key: str) -> Cell:
    """A figure of the row of all tasks; nothing where there are none."""
    for block in report.blocks:
        if block.key == "total":
            return block.rows[0][report.position(key)]
    return None


def _lists(figures: Figures) -> dict[str, list[dict[str, Cell]]]:
    frame = figures.frame
    said = {
        "to": frame.to,
        "recipients": frame.recipients,
        "signed_as": tuple(each.upper() for each in frame.signed_as),
    }
    return {
        name: _named(said[listed.part]) if listed.part in said else _rows(figures.periodic, listed)
        for name, listed in LISTS.items()
    }


def _named(names: Sequence[str]) -> list[dict[str, Cell]]:
    return [{NUMBERED: place, "ten": name} for place, name in enumerate(names, 1)]


def _rows(periodic: Periodic, listed: Listed) -> list[dict[str, Cell]]:
    report = periodic.part(listed.part)
    places = [(each.name, each.key, report.position(each.key)) for each in listed.row]
    found: list[dict[str, Cell]] = []
    for block in report.blocks:
        if listed.takes(block.key):
            for row in block.rows:
                cells: dict[str, Cell] = {NUMBERED: len(found) + 1}
                for name, key, place in places:
                    cells[name] = _named_set(row[place], key, periodic.sets)
                found.append(cells)
    if SET_BEGINS in listed.row:
        _say_sets_once(found)
    return found


def _say_sets_once(rows: list[dict[str, Cell]]) -> None:
    """Leave the set to the first of its rows, and out where there is but one: two sets are never
    counted together without a word."""
    named = [row[SET.name] for row in rows]
    for row, before in zip(rows, [None, *named], strict=False):
        if len(set(named)) < 2 or row[SET.name] == before:
            row[SET_BEGINS.name] = None


def _named_set(cell: Cell, key: str, sets: Mapping[str, str]) -> Cell:
    """People know a set by its name, not by the code that it has here."""
    return sets.get(cell, cell) if key == "set" and isinstance(cell, str) else cell
