"""One task: what it is, and everything that has happened to it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from ntmtrack.domain.due_flag import DueFlag
from ntmtrack.domain.task import Task, TaskEventKind
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.report import Block, Column, Report, Show

EVENT_COLUMNS = (
    Column("happened_on", N_("On"), Show.ALWAYS),
    Column("kind", N_("What"), Show.ALWAYS),
    Column("details", N_("Details"), wrap=True),
    Column("note", N_("Note"), wrap=True),
    Column("document", N_("Document"), wrap=True),
    Column("recorded_at", N_("Recorded at")),
    Column("actor", N_("By")),
    Column("change", N_("Change"), right=True),
)


class Event(Protocol):
    """One thing that happened to a task."""

    @property
    def kind(self) -> str: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def note(self) -> str | None: ...
    @property
    def body(self) -> Mapping[str, Any]: ...
    @property
    def document(self) -> str | None: ...
    @property
    def recorded_at(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def change(self) -> int: ...


def life(
    task: Task,
    events: Sequence[Event],
    *,
    day: date,
    children: Sequence[Task] = (),
    together: Sequence[Task] = (),
    first_leads: Sequence[str] = (),
) -> Report:
    """One task: what it is in the notes, what happened to it in the rows.

    `children` are its parts or occurrences, `together` those that were given with it,
    `first_leads` those who were asked first, where it was handed on since.
    """
    rows = tuple(
        (
            event.happened_on,
            TaskEventKind(event.kind),
            _details(TaskEventKind(event.kind), event.body),
            event.note,
            event.document,
            datetime.fromisoformat(event.recorded_at),
            event.actor,
            event.change,
        )
        for event in events
    )
    asked = _asked_first(task, first_leads)
    facts = [*_standing(task, day), *_about(task), asked, *_beside(children, together)]
    return Report(
        name="task show",
        title=say("{number}: {title}", number=task.number, title=task.title),
        columns=EVENT_COLUMNS,
        blocks=(Block("events", None, rows),),
        notes=tuple(fact for fact in facts if fact is not None),
        as_of=day,
        summary={"task": task.number, "state": str(task.state)},
    )


def _standing(task: Task, day: date) -> list[Message | None]:
    late = task.days_late(day)
    return [
        say("{state}", state=task.state),
        say("{outcome}", outcome=task.outcome(day)) if task.last_day else None,
        say_n("{count} day late", "{count} days late", late) if late else None,
        _due(task),
        say_n(
            "first due: {words} (last day {day}); extended {count} time",
            "first due: {words} (last day {day}); extended {count} times",
            task.extensions,
            words=task.original_words or "…",
            day=task.original_due,
        )
        if task.extensions
        else None,
        say_n(
            "the clock stood still for {count} day",
            "the clock stood still for {count} days",
            task.stopped_days,
        )
        if task.stopped_days
        else None,
        say("paused until {day}", day=task.paused_until) if task.paused_until else None,
        say("{percent} % done", percent=task.progress) if task.progress is not None else None,
    ]


def _due(task: Task) -> Message:
    if task.last_day is not None:
        return say("due: {words} (last day {day})", words=task.due_words, day=task.last_day)
    if task.due_words:
        return say("due: {words}, which names no day", words=task.due_words)
    return say("no due")


def _about(task: Task) -> list[Message | None]:
    return [
        say("unit: {unit}", unit=task.unit_name) if task.unit_name else None,
        say("criterion {number} of {set}", number=task.item, set=task.set_code)
        if task.item
        else None,
        say("leads: {names}", names=task.leads) if task.leads else say("no lead"),
        say("coordinators: {names}", names=task.coordinators) if task.coordinators else None,
        say("persons: {names}", names=task.persons) if task.persons else None,
        say("document: {number}", number=task.document) if task.document else None,
        say("clause: {number}", number=task.clause) if task.clause else None,
        say("for the period {period}", period=task.period) if task.period else None,
        say("part of {number}", number=task.parent) if task.parent else None,
    ]


def _asked_first(task: Task, leads: Sequence[str]) -> Message | None:
    if not leads or tuple(leads) == task.leads:
        return None
    return say("first asked: {names}", names=tuple(leads))


def _beside(children: Sequence[Task], together: Sequence[Task]) -> list[Message | None]:
    below = tuple(each.number for each in children)
    beside = tuple(each.number for each in together)
    return [
        say("its parts: {numbers}", numbers=below) if below else None,
        say("given together with {numbers}", numbers=beside) if beside else None,
    ]


def _details(kind: TaskEventKind, body: Mapping[str, Any]) -> Message | None:
    """What an event carries, in words."""
    if kind is TaskEventKind.ADDED:
        return _given(body)
    if kind in (TaskEventKind.EXTENDED, TaskEventKind.TRIGGERED):
        due = say(
            "{words} (last day {day})",
            words=body["words"],
            day=date.fromisoformat(body["last_day"]),
        )
        by = body.get("by")
        return due if by is None else say("{due}; allowed by {by}", due=due, by=by)
    if kind is TaskEventKind.PROGRESS:
        return say("{percent} %", percent=body["percent"])
    if kind is TaskEventKind.PAUSED:
        return _pause(body)
    if kind is TaskEventKind.REASSIGNED and "to" in body:
        return say(
            "{before} → {after}", before=tuple(body["from"]) or "–", after=tuple(body["to"]) or "–"
        )
    if kind is TaskEventKind.CORRECTED:
        told = [
            say(_MENDED[name], before=_shown(name, was), after=_shown(name, now))
            for name, (was, now) in body.get("was", {}).items()
        ]
        if "kind" in body:
            told.append(say("taken back: {event}", event=TaskEventKind(body["kind"])))
        return say("{changes}", changes=tuple(told))
    return None


def _shown(name: str, value: str | None) -> str | date:
    if value is None:
        return "–"
    return date.fromisoformat(value) if name == "assigned_on" else value


_MENDED = {
    "title": N_("what: {before} → {after}"),
    "unit": N_("unit: {before} → {after}"),
    "criterion": N_("criterion: {before} → {after}"),
    "due": N_("due: {before} → {after}"),
    "document": N_("document: {before} → {after}"),
    "clause": N_("clause: {before} → {after}"),
    "assigned_on": N_("given on: {before} → {after}"),
}
_WRITTEN = {
    "unit": N_("unit as written: {words}"),
    "criterion": N_("criterion as written: {words}"),
    "leads": N_("leads as written: {words}"),
    "coordinators": N_("coordinators as written: {words}"),
    "persons": N_("persons as written: {words}"),
    "due": N_("due as written: {words}"),
}


def _given(body: Mapping[str, Any]) -> Message | None:
    """What the paper said that no name or day of the ledger could be made of."""
    told = [
        say(_WRITTEN[name], words=tuple(words))
        for name, words in body.get("as_written", {}).items()
    ]
    told += [say("due: {flag}", flag=DueFlag(flag)) for flag in body.get("flags", ())]
    return say("{facts}", facts=tuple(told)) if told else None


def _pause(body: Mapping[str, Any]) -> Message | None:
    until = body.get("until")
    stopped = body.get("clock") == "stopped"
    if until is None:
        return say("the clock stands still") if stopped else None
    day = date.fromisoformat(until)
    if stopped:
        return say("until {day}; the clock stands still", day=day)
    return say("until {day}", day=day)
