"""What is counted of tasks: the official split twice, days late, and shares with what they are of.

Every figure is counted against the due in force and against the first one, which no extension
moves.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ntmtrack.domain.task import Outcome, Split, Task, TaskState
from ntmtrack.message import N_, Message, say
from ntmtrack.reports.report import Cell, Column, Show

FIGURES = (
    Column("total", N_("In all"), Show.ALWAYS, right=True),
    Column("done_on_time", N_("Done on time"), right=True),
    Column("done_late", N_("Done late"), right=True),
    Column("open_in_time", N_("Open in time"), right=True),
    Column("open_overdue", N_("Open overdue"), right=True),
    Column("no_due", N_("No due"), right=True),
    Column("on_time_share", N_("Share on time"), right=True),
    Column("on_time_n", N_("On time"), Show.DATA, right=True),
    Column("on_time_of", N_("Of done with a due"), Show.DATA, right=True),
    Column("late_over_120", N_("Over 120 days late"), Show.SPARE, right=True),
    Column("late_61_120", N_("61–120 days late"), Show.SPARE, right=True),
    Column("late_31_60", N_("31–60 days late"), Show.SPARE, right=True),
    Column("late_1_30", N_("1–30 days late"), Show.SPARE, right=True),
    Column("done", N_("Done in all"), Show.DATA, right=True),
    Column("reported", N_("Not confirmed"), Show.SPARE, right=True),
    Column("extended", N_("Extended"), Show.SPARE, right=True),
    Column("original_done_on_time", N_("Done on time, first due"), Show.DATA, right=True),
    Column("original_done_late", N_("Done late, first due"), Show.DATA, right=True),
    Column("original_open_in_time", N_("Open in time, first due"), Show.DATA, right=True),
    Column("original_open_overdue", N_("Open overdue, first due"), Show.DATA, right=True),
    Column("original_no_due", N_("No first due"), Show.DATA, right=True),
    Column("original_on_time_share", N_("Share on time, first due"), Show.SPARE, right=True),
    Column("original_on_time_n", N_("On time, first due"), Show.DATA, right=True),
    Column("original_on_time_of", N_("Of done with a first due"), Show.DATA, right=True),
)

_BUCKETS = ((30, "late_1_30"), (60, "late_31_60"), (120, "late_61_120"))


def telling(total: Mapping[str, Cell]) -> tuple[Column, ...]:
    """The columns of figures; what can be spared and says nothing is left to data formats."""
    said = {**total, "original_on_time_share": total["extended"]}
    return tuple(
        column._replace(show=Show.DATA)
        if column.show is Show.SPARE and not said[column.key]
        else column
        for column in FIGURES
    )


def figures(tasks: Sequence[Task], day: date) -> dict[str, Cell]:
    split = Split.of(task.outcome(day) for task in tasks)
    first = Split.of(task.original_outcome(day) for task in tasks)
    late = Counter(
        _bucket(task.days_late(day)) for task in tasks if task.outcome(day) is Outcome.OPEN_OVERDUE
    )
    return {
        "total": len(tasks),
        **split._asdict(),
        **_share("on_time", split),
        **{key: late[key] for _, key in _BUCKETS},
        "late_over_120": late["late_over_120"],
        "done": sum(task.closed for task in tasks),
        "reported": sum(task.state is TaskState.REPORTED for task in tasks),
        "extended": sum(task.extensions > 0 for task in tasks),
        **{f"original_{key}": figure for key, figure in first._asdict().items()},
        **_share("original_on_time", first),
    }


def _bucket(days: int) -> str:
    return next((key for most, key in _BUCKETS if days <= most), "late_over_120")


def _share(key: str, split: Split) -> dict[str, Cell]:
    done = split.done_on_time + split.done_late
    return {
        f"{key}_share": share(split.done_on_time, done),
        f"{key}_n": split.done_on_time,
        f"{key}_of": done,
    }


def share(part: int, whole: int) -> Message | None:
    """A share with what it is a share of, to one decimal; None of nothing.

    Only all is 100 % and only nothing is 0 %, however near to it the rest comes.
    """
    if whole == 0:
        return None
    tenths = (Decimal(1000 * part) / whole).quantize(Decimal(1), ROUND_HALF_UP)
    if 0 < part < whole:
        tenths = min(max(tenths, Decimal(1)), Decimal(999))
    return say("{part}/{whole} ({percent} %)", part=part, whole=whole, percent=tenths / 10)
