"""Targets: by when what is to be met, and whether it was; a target that was moved is told."""

from collections.abc import Iterable, Sequence
from datetime import date

from ntmtrack.domain.aim import Aim
from ntmtrack.domain.due import days_left
from ntmtrack.domain.target import Reached, TargetState, state_of
from ntmtrack.message import N_, Message, say
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("set", N_("Set")),
    Column("number", N_("No."), Show.ALWAYS),
    Column("name", N_("To be met"), wrap=True),
    Column("words", N_("By when"), Show.ALWAYS, wrap=True),
    Column("start", N_("First day"), Show.DATA),
    Column("last_day", N_("Last day"), Show.ALWAYS),
    Column("precision", N_("Precision"), Show.DATA),
    Column("document", N_("Document"), Show.SPARE, wrap=True),
    Column("verdict", N_("Today")),
    Column("state", N_("State"), Show.ALWAYS),
    Column("reached_on", N_("Reached on")),
    Column("days_left", N_("Days left"), right=True),
    Column("since", N_("Known since"), Show.SPARE),
    Column("moved_to", N_("Moved to"), wrap=True),
    Column("note", N_("Note"), Show.SPARE, wrap=True),
    Column("registration", N_("Of a registration"), Show.DATA),
)


class Line(Record):
    """One target of a unit, and how what is to be met stands.

    `name` is that of the criterion or set. `reached` is empty where the target names no set, or
    a number that the set does not have: then nothing can be said of it. `moved_to` is a later
    target for the same thing, which counts in its place.
    """

    unit: str
    unit_name: str
    aim: Aim
    name: str | None
    reached: Reached | None
    moved_to: Aim | None = None

    def state(self, day: date) -> TargetState | None:
        """How the target stands on a day, by its own span even if it was moved."""
        return None if self.reached is None else state_of(self.aim, self.reached, day)


_WAITS = frozenset({TargetState.OPEN, TargetState.MISSED, TargetState.UNKNOWN})

_BLOCKS = {
    "missed": N_("missed ({count})"),
    "unknown": N_("past their last day, not assessed ({count})"),
    "open": N_("still to be reached ({count})"),
    "reached": N_("reached ({count})"),
    "unclear": N_("no set or criterion of it is known ({count})"),
    "earlier": N_("earlier targets, since moved ({count})"),
}


def build(
    lines: Sequence[Line],
    *,
    day: date,
    name: str = "target list",
    title: Message | None = None,
    remarks: Iterable[Message] = (),
) -> Report:
    """Targets in blocks by what became of them, the earliest last day first.

    A target that was moved stands in the last block, held against its own span.
    """
    rows: dict[str, list[Row]] = {key: [] for key in _BLOCKS}
    for line in sorted(lines, key=_order):
        state = line.state(day)
        rows[_block(line, state)].append(_row(line, state, day))
    notes = []
    if any(line.aim.number is None for line in lines):
        notes.append(
            say(
                "A whole set is reached when every criterion that applies is met, or by a"
                " recognition since the target was set."
            )
        )
    return Report(
        name=name,
        title=title or say("Targets as of {day}", day=day),
        columns=COLUMNS,
        blocks=tuple(
            Block(key, say(_BLOCKS[key], count=len(listed)), tuple(listed))
            for key, listed in rows.items()
            if listed
        ),
        notes=(*remarks, *notes),
        as_of=day,
        empty=say("No target has been set."),
        summary={key: len(listed) for key, listed in rows.items()},
        finds=frozenset({"missed", "unknown"}),
    )


def _order(line: Line) -> tuple[object, ...]:
    aim = line.aim
    places = tuple(int(part) if part.isdigit() else 0 for part in (aim.number or "").split("."))
    last = aim.last_day or date.max
    return last, line.unit_name, line.unit, aim.set_code or "", places, aim.since or date.min


def _block(line: Line, state: TargetState | None) -> str:
    if line.moved_to is not None:
        return "earlier"
    if state is None:
        return "unclear"
    return str(state) if state in _WAITS else "reached"


def _row(line: Line, state: TargetState | None, day: date) -> Row:
    aim, reached = line.aim, line.reached
    waits = state in _WAITS and line.moved_to is None
    return (
        line.unit,
        line.unit_name,
        aim.set_code,
        aim.number,
        line.name,
        aim.words,
        aim.start,
        aim.last_day,
        aim.precision,
        aim.document,
        None if reached is None else reached.verdict,
        state,
        None if reached is None else reached.on,
        days_left(aim.last_day, day) if waits and aim.last_day else None,
        aim.since,
        None if line.moved_to is None else line.moved_to.words,
        aim.note,
        aim.registered,
    )


def moved_remarks(aim: Aim, others: Iterable[Aim]) -> list[Message]:
    """What was aimed at before for the same thing, or what is aimed at since."""
    remarks = []
    for other in others:
        if other.last_day == aim.last_day:
            continue
        later = aim.since is not None and other.since is not None and other.since > aim.since
        sentence = (
            N_("a target set later counts: {words} ({day}), known since {since}")
            if later
            else N_("moved: before it was {words} ({day}), known since {since}")
        )
        remarks.append(
            say(
                sentence,
                words=other.words,
                day=other.last_day or "…",
                since=other.since or "…",
            )
        )
    return remarks
