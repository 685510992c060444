"""What registers of tasks say in words: how a task stands, and which criterion it is about."""

import re
from datetime import date

from ntmtrack.domain.due import parse_day
from ntmtrack.domain.task import TaskState
from ntmtrack.domain.text import fold
from ntmtrack.record import Record

_OPEN, _DONE = TaskState.OPEN, TaskState.DONE
_STATES = {
    **dict.fromkeys(
        (
            *("open", "open, in time", "open, overdue", "open_in_time", "open_overdue"),
            *("dang thuc hien", "dang trien khai", "dang xu ly", "chua thuc hien", "chua xong"),
            *("chua hoan thanh", "chua den han", "trong han", "qua han", "con han", "dang mo"),
            *("dang thuc hien trong han", "dang thuc hien qua han", "chua den han hoan thanh"),
            *("chua thuc hien, trong han", "chua thuc hien, qua han", "dang lam", "chua lam"),
        ),
        _OPEN,
    ),
    **dict.fromkeys(
        (
            *("done", "hoan thanh", "da hoan thanh", "xong", "da xong", "da thuc hien"),
            "da thuc hien xong",
        ),
        _DONE,
    ),
    **dict.fromkeys(
        ("reported", "reported done", "da bao cao", "bao cao hoan thanh", "da bao cao hoan thanh"),
        TaskState.REPORTED,
    ),
    **dict.fromkeys(("cancelled", "huy", "da huy", "da huy bo"), TaskState.CANCELLED),
    **dict.fromkeys(("paused", "tam dung", "dang tam dung"), TaskState.PAUSED),
}
_COUNTED = frozenset(
    (
        *("done on time", "done late", "done_on_time", "done_late"),
        *("hoan thanh dung han", "hoan thanh truoc han", "hoan thanh qua han"),
        *("hoan thanh tre han", "hoan thanh cham", "da hoan thanh dung han"),
        *("da hoan thanh tre han", "da hoan thanh qua han", "da hoan thanh truoc han"),
    )
)
"""How a task that was done counts against its due."""

_WITH_DAY = re.compile(r"(?P<words>[^0-9(]+?)[\s,(:]+(?:ngay )?(?P<day>[0-9][^)]*)\)?")
_NUMBER = re.compile(
    r"(?:(?:tieu chi|chi tieu|tc|ct)\s*)?(?:so\s*)?[:.]?\s*"
    r"(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2}){0,2})(?P<name>[\s:.)–-]+[^0-9\s].*)?"
)


class Stands(Record):
    """How a register says that a task stands, with the day where its words name one.

    `counted`: it says how the task counts, which leaves open whether it was confirmed done.
    """

    state: TaskState
    on: date | None = None
    counted: bool = False


def stands(text: str) -> Stands | None:
    """How a task stands by the words of a cell: "Đã hoàn thành", "Hoàn thành (15/5/2023)".

    None for words that tell it otherwise. Raises DataError for a day that is none.
    """
    asked = fold(text).strip(" .")
    known = _known(asked)
    if known is not None:
        return known
    found = _WITH_DAY.fullmatch(asked)
    known = None if found is None else _known(found["words"])
    if found is None or known is None:
        return None
    return known._replace(on=parse_day(found["day"]))


def _known(words: str) -> Stands | None:
    if words in _COUNTED:
        return Stands(_DONE, counted=True)
    state = _STATES.get(words)
    return None if state is None else Stands(state)


def criterion_number(text: str) -> str | None:
    """The number in "17", "Tiêu chí số 17", "TC 17.8", "17. Môi trường"; None for other words."""
    found = _NUMBER.fullmatch(fold(text))
    if found is None:
        return None
    return ".".join(str(int(part)) for part in found["number"].split("."))
