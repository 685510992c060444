"""What the words of a deadline mean, and all that a reader must know of it."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.due import Due, Precision
from ntmtrack.domain.due_flag import DueFlag
from ntmtrack.domain.due_in_words import in_words, rhythm_in_words, trigger_in_words
from ntmtrack.domain.rhythm import Every, Occurrence, occurrences
from ntmtrack.domain.trigger import written_day
from ntmtrack.domain.working_days import WorkingCalendar
from ntmtrack.message import N_, Message, say
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("words", N_("Words"), Show.ALWAYS, wrap=True),
    Column("reads_as", N_("Read as"), Show.ALWAYS, wrap=True),
    Column("start", N_("First day"), Show.ROOM),
    Column("last_day", N_("Last day"), Show.ALWAYS),
    Column("days", N_("Days"), Show.SPARE, right=True),
    Column("precision", N_("Precision"), Show.SPARE),
    Column("trigger", N_("Term"), Show.DATA),
    Column("rule", N_("Form"), Show.DATA),
    Column("flags", N_("Flags"), Show.DATA),
    Column("next", N_("Next turns"), Show.DATA),
)

_NEXT_TURNS = 5
_AHEAD = {
    Every.DAY: 7,
    Every.WEEK: 50,
    Every.MONTH: 190,
    Every.QUARTER: 600,
    Every.HALF: 1200,
    Every.YEAR: 2200,
}

_SAID = {
    DueFlag.YEAR_FROM_DOCUMENT: N_("the year is that of the document's date, {document}"),
    DueFlag.RELATIVE_TO_DOCUMENT: N_("reckoned from the document's date, {document}"),
    DueFlag.RELATIVE_TO_AS_OF: N_(
        "reckoned from {day} as a period to look at; as a due it needs the document's date:"
        " --document-date"
    ),
    DueFlag.FROM_DOCUMENT_DATE: N_("counted from the day after the document's date, {document}"),
    DueFlag.FROM_TRIGGER_DATE: N_("counted from the day after the event"),
    DueFlag.MOVED_TO_WORKING_DAY: N_(
        "the term ended on a day off: it ends with the next working day (Civil Code 2015,"
        " article 148)"
    ),
    DueFlag.CALENDAR_MISSING: N_(
        "no list of days off is known for a year of the term: only weekends were left out"
    ),
    DueFlag.PART_KEPT: N_("a part of a period: its last day is that of the whole period"),
    DueFlag.BEFORE_INCLUDES_DAY: N_('"trước ngày" includes the day itself'),
}


def when(
    due: Due,
    *,
    day: date,
    document_date: date | None = None,
    trigger_date: date | None = None,
    calendar: WorkingCalendar | None = None,
) -> Report:
    """One row for a due. A rhythm has no single date: its next turns from `day` on stand apart."""
    turns = _next_turns(due, day)
    return Report(
        name="when",
        title=say('What "{words}" means', words=due.words),
        columns=COLUMNS,
        blocks=(Block("when", None, (_row(due, turns),)),),
        notes=_notes(due, turns, day, document_date, trigger_date, calendar),
        as_of=day,
    )


def _row(due: Due, turns: Sequence[Occurrence]) -> Row:
    days = (
        None if due.start is None or due.last_day is None else (due.last_day - due.start).days + 1
    )
    return (
        due.words,
        in_words(due),
        due.start,
        due.last_day,
        days,
        due.precision,
        None if due.trigger is None else trigger_in_words(due.trigger),
        due.rule,
        due.flags,
        tuple(f"{turn.period}: {turn.last_day.isoformat()}" for turn in turns),
    )


def _next_turns(due: Due, day: date) -> list[Occurrence]:
    if due.rhythm is None:
        return []
    ahead = min(_AHEAD[every] for every in due.rhythm.every)
    last = min(day.toordinal() + ahead, date.max.toordinal())
    return occurrences(due.rhythm, day, date.fromordinal(last))[:_NEXT_TURNS]


def _notes(
    due: Due,
    turns: Sequence[Occurrence],
    day: date,
    document: date | None,
    trigger_date: date | None,
    calendar: WorkingCalendar | None,
) -> tuple[Message, ...]:
    notes = [
        say(sentence, document=document, day=day)
        for flag, sentence in _SAID.items()
        if flag in due.flags
    ]
    if due.rhythm is not None:
        told = tuple(say("{day} ({period})", day=t.last_day, period=t.period) for t in turns)
        notes.append(
            say(
                "it comes round: {rhythm}; its next turns: {turns}",
                rhythm=rhythm_in_words(due.rhythm),
                turns=told,
            )
        )
    if due.precision is Precision.NONE:
        notes.append(say("the words name no date: such a task never counts as late"))
    if due.trigger is not None and due.last_day is None:
        notes.append(say("the day of the event is not known: give it with --trigger-date"))
    if due.trigger is None and trigger_date is not None:
        notes.append(say("the words set no term: the day of an event changes nothing"))
    if due.trigger is not None and due.last_day is not None and calendar is not None:
        since = trigger_date or written_day(due.trigger) or document or due.last_day
        doubtful = calendar.doubtful(since, due.last_day)
        if doubtful:
            days = tuple(say("{day} {name}", day=each.day, name=each.name) for each in doubtful)
            notes.append(
                say("days of the calendar not checked against a source: {days}", days=days)
            )
    return tuple(notes)
