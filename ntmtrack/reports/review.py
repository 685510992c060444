"""The review of a week: what was done, what became late, what comes, and what nobody follows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

from ntmtrack.domain.assessment import Finding, Verdict
from ntmtrack.domain.due import Precision, days_late
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.domain.task import Outcome, Split, Task, TaskState
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.at_stake import AtStake, at_stake_notes
from ntmtrack.reports.reminder import Unreachable, unreachable_note
from ntmtrack.reports.report import Block, Cell, Column, Report, Row, Show
from ntmtrack.reports.tasks import orphans_notes

AHEAD = timedelta(days=7)
"""How far a review looks forward."""

COLUMNS = (
    Column("block", N_("Block"), Show.DATA),
    Column("item", N_("Item"), Show.ALWAYS, wrap=True),
    Column("title", N_("What"), Show.ALWAYS, wrap=True),
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.SPARE, wrap=True),
    Column("set", N_("Set"), Show.DATA),
    Column("number", N_("Crit."), Show.SPARE),
    Column("leads", N_("Leads"), wrap=True),
    Column("due", N_("Last day"), Show.DATA),
    Column("due_text", N_("Due"), wrap=True),
    Column("precision", N_("Precision"), Show.DATA),
    Column("days_late", N_("Days late"), right=True),
    Column("state", N_("State"), Show.DATA),
    Column("outcome", N_("Outcome"), Show.SPARE),
    Column("closed_on", N_("Closed on"), Show.SPARE),
    Column("paused_until", N_("Paused until"), Show.SPARE),
    Column("document", N_("Document"), Show.SPARE, wrap=True),
    Column("waiting", N_("Clauses waiting"), Show.DATA, right=True),
    Column("clauses", N_("Clauses"), Show.DATA, right=True),
)

_BLOCKS: Mapping[str, str] = {
    "done": N_(
        "Done in these days ({count}): on time {done_on_time}, late {done_late},"
        " no due {done_no_due}"
    ),
    "newly_late": N_("Newly late ({count})"),
    "due_next": N_("Due from {first} to {last} ({count})"),
    "to_confirm": N_("Waiting for confirmation ({count})"),
    "paused_past": N_("Paused past the day named ({count})"),
    "without_lead": N_("Open without a lead ({count})"),
    "without_due": N_(
        "Open without a due ({count}): no date {no_date}, after an event {after_event},"
        " recurring {recurring}"
    ),
    "without_document": N_("Open without a document ({count})"),
    "unmet_without_task": N_("Unmet criteria with no open task ({count})"),
    "done_still_unmet": N_("Tasks done whose criterion is still unmet ({count})"),
    "unconsidered": N_("Documents with clauses not yet considered ({count})"),
    "unreachable": N_("Agencies with late tasks whom no letter reaches ({count})"),
}

_FINDS = frozenset(
    {"newly_late", "without_lead", "unmet_without_task", "unconsidered", "unreachable"}
)
"""What must not be there at the end of a week."""


_NEWS = frozenset({"done", "newly_late", "due_next", "to_confirm", "paused_past"})


def is_news(report: Report) -> bool:
    """Whether a review tells of anything that happened or is to come: not what always stands."""
    return any(block.key in _NEWS for block in report.blocks)


class Waiting(Protocol):
    """A paper that was read, with clauses that nobody has considered yet."""

    @property
    def name(self) -> str: ...
    @property
    def document(self) -> str | None: ...
    @property
    def clauses(self) -> int: ...
    @property
    def waiting(self) -> int: ...


class Beside(Record):
    """What a review tells beside tasks and criteria: it belongs to no unit and no lead."""

    papers: Sequence[Waiting]
    changes: int
    unreachable: Sequence[Unreachable] = ()
    orphaned: int = 0
    at_stake: AtStake | None = None


def build(
    tasks: Sequence[Task],
    standings: Sequence[UnitStanding],
    beside: Beside | None,
    *,
    first: date,
    day: date,
    of_lead: bool = False,
) -> Report:
    """The review of the days from `first` to `day`, as everything stood on `day`.

    A task stands in every block that it belongs to. `beside` is None where only some units or
    tasks are asked about. Where the tasks are those `of_lead`, nothing is said of criteria that
    nobody works on: others may.
    """
    held = [task for task in tasks if task.state is not TaskState.CANCELLED]
    unmet = _unmet(standings)
    chosen = _chosen(held, unmet, first=first, day=day)
    found = {key: [_of_task(key, task, day) for task in of] for key, of in chosen.items()}
    if of_lead:
        del found["without_lead"]
    else:
        found["unmet_without_task"] = _without_task(unmet, held)
    if beside is not None:
        found["unconsidered"] = [_of_paper(paper) for paper in beside.papers]
        found["unreachable"] = [_of_agency(each) for each in beside.unreachable]
    parts = _parts(chosen, day)
    late = sum(task.outcome(day) is Outcome.OPEN_OVERDUE for task in held)
    return Report(
        name="review",
        title=say("Review from {first} to {day}", first=first, day=day),
        columns=COLUMNS,
        blocks=tuple(
            Block(key, _heading(key, len(found[key]), parts, day), tuple(found[key]))
            for key in _BLOCKS
            if found.get(key)
        ),
        notes=tuple(_notes(late, beside, of_lead=of_lead)),
        as_of=day,
        empty=say("There is nothing to review."),
        summary={
            "first": first.isoformat(),
            "last": day.isoformat(),
            **{key: len(found[key]) for key in _BLOCKS if key in found},
            **parts,
            "overdue": late,
            **({} if beside is None else {"changes": beside.changes, "orphaned": beside.orphaned}),
        },
        finds=_FINDS,
    )


_Criterion = tuple[int | None, str | None, str | None]


def _unmet(standings: Sequence[UnitStanding]) -> dict[_Criterion, tuple[UnitStanding, Finding]]:
    """What is unmet, by the unit, the set and the number."""
    return {
        (standing.unit_key, standing.set_code, finding.number): (standing, finding)
        for standing in standings
        for finding in standing.findings
        if finding.verdict is Verdict.UNMET
    }


def _criterion(task: Task) -> _Criterion:
    return task.unit_key, task.set_code, task.criterion


def _chosen(
    tasks: Sequence[Task], unmet: Mapping[_Criterion, object], *, first: date, day: date
) -> dict[str, list[Task]]:
    """The tasks of each block, in their order."""
    running = [task for task in tasks if not task.closed]
    closed = [task for task in tasks if task.closed]
    return {
        "done": [task for task in closed if first <= (task.closed_on or day) <= day],
        "newly_late": [
            task
            for task in running
            if task.last_day and first <= task.last_day + timedelta(days=1) <= day
        ],
        "due_next": [
            task for task in running if task.last_day and day <= task.last_day <= day + AHEAD
        ],
        "to_confirm": [task for task in closed if task.state is TaskState.REPORTED],
        "paused_past": [task for task in running if task.paused_until and task.paused_until < day],
        "without_lead": [task for task in running if not task.leads],
        "without_due": sorted(
            (task for task in running if task.last_day is None),
            key=lambda task: (
                task.precision is Precision.RHYTHM,
                task.precision is Precision.TRIGGER,
            ),
        ),
        "without_document": [task for task in running if task.document is None],
        "done_still_unmet": [task for task in closed if _criterion(task) in unmet],
    }


def _parts(chosen: Mapping[str, Sequence[Task]], day: date) -> dict[str, int]:
    """What the tasks done and those without a due consist of."""
    done = Split.of(task.outcome(day) for task in chosen["done"])
    undated = Counter(task.precision for task in chosen["without_due"])
    return {
        "done_on_time": done.done_on_time,
        "done_late": done.done_late,
        "done_no_due": done.no_due,
        "no_date": undated[Precision.NONE],
        "after_event": undated[Precision.TRIGGER],
        "recurring": undated[Precision.RHYTHM],
    }


def _heading(key: str, count: int, parts: Mapping[str, int], day: date) -> Message:
    if key in ("done", "without_due"):
        return say(_BLOCKS[key], count=count, **parts)
    if key == "due_next":
        return say(_BLOCKS[key], count=count, first=day, last=day + AHEAD)
    return say(_BLOCKS[key], count=count)


def _row(block: str, **cells: Cell) -> Row:
    told: Mapping[str, Cell] = {"block": block, **cells}
    return tuple(told.get(column.key) for column in COLUMNS)


def _of_task(block: str, task: Task, day: date) -> Row:
    return _row(
        block,
        item=task.number,
        title=task.title,
        unit=task.unit,
        unit_name=task.unit_name,
        set=task.set_code,
        number=task.item,
        leads=task.leads,
        due=task.last_day,
        due_text=task.due_words,
        precision=task.precision,
        days_late=_days_late(task, day),
        state=task.state,
        outcome=task.outcome(day),
        closed_on=task.closed_on,
        paused_until=task.paused_until,
        document=task.document,
    )


def _days_late(task: Task, day: date) -> int | None:
    """Days by which it is late, or was done late; nothing where it is not."""
    if task.outcome(day) not in (Outcome.OPEN_OVERDUE, Outcome.DONE_LATE):
        return None
    assert task.last_day is not None
    return days_late(task.last_day, task.closed_on or day)


def _without_task(
    unmet: Mapping[_Criterion, tuple[UnitStanding, Finding]], tasks: Sequence[Task]
) -> list[Row]:
    at_work = {_criterion(task) for task in tasks if not task.closed}
    return [
        _row(
            "unmet_without_task",
            item=say("{unit}, criterion {number}", unit=standing.unit_name, number=finding.number),
            title=finding.name,
            unit=standing.unit,
            unit_name=standing.unit_name,
            set=standing.set_code,
            number=finding.number,
        )
        for key, (standing, finding) in unmet.items()
        if key not in at_work
    ]


def _of_paper(paper: Waiting) -> Row:
    return _row(
        "unconsidered",
        item=paper.name,
        title=say(
            "{count} of {all} clauses not yet considered", count=paper.waiting, all=paper.clauses
        ),
        document=paper.document,
        waiting=paper.waiting,
        clauses=paper.clauses,
    )


def _of_agency(each: Unreachable) -> Row:
    return _row("unreachable", item=each.name, title=unreachable_note(each))


def _notes(late: int, beside: Beside | None, *, of_lead: bool) -> list[Message]:
    notes = []
    if late:
        notes.append(
            say_n(
                "{count} task is overdue in all: see `ntmtrack overdue`.",
                "{count} tasks are overdue in all: see `ntmtrack overdue`.",
                late,
            )
        )
    if beside is not None:
        notes += [*orphans_notes(beside.orphaned), *at_stake_notes(beside.at_stake)]
    if beside is None:
        notes.append(
            say("Of some tasks only: criteria nobody works on, documents and changes are left out.")
            if of_lead
            else say("Of some units only: documents and changes are left out.")
        )
    elif beside.changes:
        notes.append(
            say_n(
                "{count} change recorded in these days: see `ntmtrack log`.",
                "{count} changes recorded in these days: see `ntmtrack log`.",
                beside.changes,
            )
        )
    return notes
