"""The same tasks, made once from a seed, in the form that each program takes.

All are open. Those that are overdue fell due in 2019 and 2020 and the rest fall due from 2080 on,
so that whatever today a program goes by, it must name the same ones. Titles carry a number that is
given to one task alone: by these numbers answers are compared.
"""

import csv
import json
import random
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from ntmtrack.importers.unit_table import UnitTable, all_units

PROVINCE = "Tuyên Quang"
UNITS_ON = "2026-01-01"
TODAY = "2026-07-09"
AGENCIES = tuple(f"Phòng Chuyên môn Số {number:02}" for number in range(1, 21))

_PAST, _PAST_DAYS = date(2019, 1, 1), 700
_AHEAD, _AHEAD_DAYS = date(2080, 1, 1), 7000
_ENTERED = "20190101T000000Z"


class Task(NamedTuple):
    """A task of a commune: its serial number, words, place, lead and last day."""

    number: int
    title: str
    unit: str
    unit_name: str
    lead: str
    due: date


def units() -> list[tuple[str, str]]:
    """The communes of the province, each by code and name, in the order of their codes."""
    listed = all_units(UnitTable.FROM_SWITCH).values()
    (province,) = (each for each in listed if each.parent_code is None and PROVINCE in each.name)
    return sorted((each.code, each.name) for each in listed if each.parent_code == province.code)


def tasks(count: int, overdue: int, units: Sequence[tuple[str, str]]) -> list[Task]:
    """So many open tasks of these units (code, name), so many of them overdue; always the same."""
    chance = random.Random(20260709)
    late = set(chance.sample(range(count), overdue))
    made = []
    for number in range(count):
        code, name = units[number % len(units)]
        first, days = (_PAST, _PAST_DAYS) if number in late else (_AHEAD, _AHEAD_DAYS)
        made.append(
            Task(
                number,
                f"Hoàn thành nội dung S{number:06} về môi trường",
                code,
                name,
                chance.choice(AGENCIES),
                first + timedelta(days=chance.randrange(days)),
            )
        )
    return made


def numbers(said: str) -> list[int]:
    """The serial numbers of the tasks that an answer names, in rising order, each as often as
    it stands there."""
    return sorted(int(found) for found in re.findall(r"\bS(\d{6})\b", said))


def agencies_csv(file: Path) -> None:
    """The leads, as the program takes agencies in."""
    lines = [("Tên cơ quan",), *((name,) for name in AGENCIES)]
    _csv(file, lines)


def tasks_csv(file: Path, made: Sequence[Task]) -> None:
    """The tasks as an office keeps them in a sheet."""
    head = ("Nội dung", "Mã xã", "Tên đơn vị", "Chủ trì", "Hạn")
    _csv(
        file,
        [head, *((t.title, t.unit, t.unit_name, t.lead, f"{t.due:%d/%m/%Y}") for t in made)],
    )


def _csv(file: Path, lines: Sequence[Sequence[str]]) -> None:
    with open(file, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)


def taskwarrior_json(file: Path, made: Sequence[Task]) -> None:
    """The tasks as `task import` takes them; the lead is a field of the user's own."""
    rows = [
        {
            "uuid": str(_uuid(each)),
            "status": "pending",
            "entry": _ENTERED,
            "description": each.title,
            "project": each.unit,
            "lead": each.lead,
            "due": f"{each.due:%Y%m%d}T000000Z",
        }
        for each in made
    ]
    file.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def taskwarrior_rc(file: Path) -> None:
    """Its settings: nothing is asked, and lines are long enough for a title."""
    lines = (
        *("confirmation=off", "news.version=9.0.0", "verbose=nothing", "detection=off"),
        *("defaultwidth=200", "uda.lead.type=string", "uda.lead.label=Lead"),
    )
    file.write_text("\n".join((*lines, "")), encoding="utf-8")


def hledger_journal(file: Path, made: Sequence[Task]) -> None:
    """The tasks as pending (!) entries of a journal, dated by the day they fall due, in order."""
    lines = [
        f"{each.due.isoformat()} ! {each.title}\n    ({each.unit})  1  ; lead: {each.lead}\n"
        for each in sorted(made, key=lambda task: (task.due, task.number))
    ]
    file.write_text("\n".join(lines), encoding="utf-8")


def ics_files(folder: Path, made: Sequence[Task]) -> None:
    """The tasks as a calendar, one file each, as todoman and vdirsyncer keep them."""
    for each in made:
        lines = (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//ntmtrack//bench//EN",
            "BEGIN:VTODO",
            f"UID:{_uuid(each)}",
            f"DTSTAMP:{_ENTERED}",
            f"CREATED:{_ENTERED}",
            f"DUE;VALUE=DATE:{each.due:%Y%m%d}",
            f"SUMMARY:{each.title}",
            f"LOCATION:{each.unit}",
            f"CATEGORIES:{each.lead}",
            "STATUS:NEEDS-ACTION",
            "END:VTODO",
            "END:VCALENDAR",
            "",
        )
        (folder / ics_name(each)).write_text("\r\n".join(lines), encoding="utf-8")


def ics_name(task: Task) -> str:
    """What the file of a task is called."""
    return f"{_uuid(task)}.ics"


def todoman_settings(file: Path, folder: Path) -> None:
    """Where its calendars and its cache are, and how it writes dates."""
    lines = (
        f"path = {str(folder / 'tasks')!r}",
        f"cache_path = {str(folder / 'cache.sqlite3')!r}",
        'date_format = "%Y-%m-%d"',
        'time_format = "%H:%M"',
        "default_due = 0",
        "",
    )
    file.write_text("\n".join(lines), encoding="utf-8")


def _uuid(task: Task) -> UUID:
    return UUID(int=(0xB0 << 120) | (4 << 76) | (8 << 60) | task.number, version=4)


def rows(made: Sequence[Task]) -> Iterator[dict[str, str]]:
    """The tasks as plain rows, for a bare table."""
    for each in made:
        yield {
            "title": each.title,
            "unit": each.unit,
            "unit_name": each.unit_name,
            "lead": each.lead,
            "due": each.due.isoformat(),
        }
