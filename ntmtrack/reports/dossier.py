"""Recognition dossiers: the steps and papers of one as a checklist, and who holds which."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum

from ntmtrack.domain.dossier import Dossier, DossierEvent, DossierEventKind, Handing, Paper
from ntmtrack.domain.text import fold
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Cell, Column, Report, Row, Show


class DossierPart(StrEnum):
    """What a line of the checklist is about."""

    STEP = "step"
    PAPER = "paper"
    HOLDER = "holder"


class DossierState(StrEnum):
    """How a line of the checklist stands."""

    DONE = "done"
    NOT_YET = "not_yet"
    RECEIVED = "received"
    MISSING = "missing"
    HOLDS = "holds"
    HELD = "held"


class About(Record):
    """Whose dossier it is, and under which set."""

    unit: str
    unit_name: str
    set_code: str


class Known(Record):
    """The dossiers of one unit under one set, oldest first."""

    about: About
    dossiers: tuple[Dossier, ...]

    @property
    def last(self) -> Dossier:
        """The present one, or the last there was."""
        return self.dossiers[-1] if self.dossiers else Dossier()


_WHOSE = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.DATA),
    Column("set", N_("Set"), Show.DATA),
)

COLUMNS = (
    *_WHOSE,
    Column("part", N_("Part"), Show.DATA),
    Column("round", N_("Round"), Show.DATA, right=True),
    Column("what", N_("What"), Show.ALWAYS, wrap=True),
    Column("state", N_("State"), Show.ALWAYS),
    Column("on", N_("On"), Show.ALWAYS),
    Column("days", N_("Days"), right=True),
    Column("document", N_("Document"), wrap=True),
    Column("note", N_("Note"), wrap=True),
)


def showing(known: Known, *, day: date) -> Report:
    """One dossier whole: its steps and papers, done or not, and who held it and how long.

    `days` are, of a step, those since the step before; of a paper, those from being asked for
    to its coming, or until the day; of a holder, those that the dossier was there.
    """
    about, dossier = known.about, known.last
    blocks = []
    if known.dossiers:
        blocks = [
            Block("steps", say("steps"), tuple(_steps(about, dossier))),
            Block("papers", say("papers"), tuple(_papers(about, dossier.papers, day))),
            Block("holders", say("who held it"), tuple(_holders(about, dossier.handings, day))),
        ]
    return Report(
        name="dossier show",
        title=say(
            "Dossier of {unit}, {set}, as of {day}",
            unit=about.unit_name,
            set=about.set_code,
            day=day,
        ),
        columns=COLUMNS,
        blocks=tuple(block for block in blocks if block.rows),
        notes=(*(told(known, day=day) if known.dossiers else ()), *_earlier(known)),
        as_of=day,
        empty=say("No dossier is known."),
    )


def _steps(about: About, dossier: Dossier) -> Iterator[Row]:
    for done in dossier.done:
        step = done.step
        state = DossierState.DONE
        head = (*about, DossierPart.STEP, done.round, step.event, state)
        yield (*head, step.on, done.days_after, step.document, step.note)
    for event in dossier.to_come:
        yield (*about, DossierPart.STEP, None, event, DossierState.NOT_YET, *[None] * 4)


def _papers(about: About, papers: Iterable[Paper], day: date) -> Iterator[Row]:
    for paper in papers:
        head = (*about, DossierPart.PAPER, None, paper.name)
        if paper.received_on is None:
            state, on = DossierState.MISSING, None
        else:
            state, on = DossierState.RECEIVED, paper.received_on
        yield (*head, state, on, _waited(paper, day), None, None)


def _waited(paper: Paper, day: date) -> int | None:
    if paper.required_on is None:
        return None
    return max(0, ((paper.received_on or day) - paper.required_on).days)


def _holders(about: About, handings: Iterable[Handing], day: date) -> Iterator[Row]:
    for each in handings:
        state = DossierState.HOLDS if each.until is None else DossierState.HELD
        days = ((each.until or day) - each.since).days
        head = (*about, DossierPart.HOLDER, None, each.agency, state)
        yield (*head, each.since, days, each.document, each.note)


def told(known: Known, *, day: date) -> list[Message]:
    """How the dossier stands, in sentences: open or ended, who holds it, what is missing."""
    dossier = known.last
    notes = []
    if dossier.opened_on is None:
        notes.append(say("No dossier has been opened yet."))
    elif dossier.ended_on is None:
        notes.append(
            say_n(
                "The dossier has been open for {count} day, since {day}.",
                "The dossier has been open for {count} days, since {day}.",
                (day - dossier.opened_on).days,
                day=dossier.opened_on,
            )
        )
        notes.append(_whereabouts(dossier.holder, day))
    if dossier.ended_on is not None:
        ended = (
            say("The dossier ended with the recognition, on {day}.", day=dossier.ended_on)
            if dossier.recognised
            else say("The dossier was closed on {day}.", day=dossier.ended_on)
        )
        notes.append(ended)
    if dossier.missing:
        notes.append(
            say(
                "{missing} of {total} papers are missing: {papers}",
                missing=len(dossier.missing),
                total=len(dossier.papers),
                papers=dossier.missing,
            )
        )
    return notes


def _whereabouts(holder: Handing | None, day: date) -> Message:
    if holder is None:
        return say("Who holds it has not been recorded: `ntmtrack dossier hand`.")
    return say_n(
        "It is with {agency}, for {count} day, since {day}.",
        "It is with {agency}, for {count} days, since {day}.",
        (day - holder.since).days,
        agency=holder.agency,
        day=holder.since,
    )


def _earlier(known: Known) -> list[Message]:
    return [
        say(
            "An earlier dossier: {start} – {end}",
            start=each.opened_on or "…",
            end=each.ended_on or "…",
        )
        for each in known.dossiers[:-1]
    ]


LIST_COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("set", N_("Set"), Show.ROOM),
    Column("holder", N_("Held by"), Show.ALWAYS, wrap=True),
    Column("since", N_("Since")),
    Column("days", N_("Days"), Show.ALWAYS, right=True),
    Column("papers", N_("Papers"), right=True),
    Column("missing", N_("Missing"), wrap=True),
    Column("last_step", N_("Last step")),
    Column("last_step_on", N_("On")),
    Column("opened_on", N_("Open since"), Show.SPARE),
    Column("round", N_("Round"), Show.SPARE, right=True),
)


def listing(found: Sequence[Known], *, day: date) -> Report:
    """The open dossiers, those first that their present holder has had longest.

    Those of which no holder was recorded stand apart, the longest open first.
    """
    open_ones = [each for each in found if each.last.open]
    held = [each for each in open_ones if each.last.holder is not None]
    blocks = (
        Block("held", None, tuple(_line(each, day) for each in sorted(held, key=_since))),
        Block(
            "nobody",
            say("no holder recorded"),
            tuple(
                _line(each, day)
                for each in sorted(open_ones, key=_since)
                if each.last.holder is None
            ),
        ),
    )
    return Report(
        name="dossier list",
        title=say("Open dossiers as of {day}", day=day),
        columns=LIST_COLUMNS,
        blocks=tuple(block for block in blocks if block.rows),
        notes=(say_n("{count} open dossier", "{count} open dossiers", len(open_ones)),)
        if open_ones
        else (),
        as_of=day,
        empty=say("No dossier is open."),
    )


def _since(known: Known) -> tuple[date, str, str, str]:
    dossier = known.last
    since = dossier.holder.since if dossier.holder else dossier.opened_on
    return since or date.max, fold(known.about.unit_name), *known.about[::2]


def _line(known: Known, day: date) -> Row:
    dossier = known.last
    holder, papers = dossier.holder, dossier.papers
    last = dossier.done[-1] if dossier.done else None
    have = len(papers) - len(dossier.missing)
    return (
        *known.about,
        holder.agency if holder else None,
        holder.since if holder else None,
        (day - holder.since).days if holder else None,
        f"{have}/{len(papers)}" if papers else None,
        dossier.missing,
        last.step.event if last else None,
        last.step.on if last else None,
        dossier.opened_on,
        last.round if last else None,
    )


WRITTEN_COLUMNS = (
    *_WHOSE,
    Column("event", N_("Event"), Show.ALWAYS),
    Column("what", N_("What"), Show.ALWAYS, wrap=True),
    Column("on", N_("On"), Show.ALWAYS),
    Column("document", N_("Document"), wrap=True),
    Column("note", N_("Note"), wrap=True),
)


def written(
    known: Known,
    events: Sequence[DossierEvent],
    *,
    name: str,
    day: date,
    remarks: Sequence[Message] = (),
) -> Report:
    """What was recorded of a dossier, and how it stands after that."""
    return Report(
        name=name,
        title=say("Dossier: {unit}, {set}", unit=known.about.unit_name, set=known.about.set_code),
        columns=WRITTEN_COLUMNS,
        blocks=(Block("written", None, tuple(_event(known.about, each) for each in events)),),
        notes=(*remarks, *told(known, day=day), *_earlier(known)),
        as_of=day,
    )


def _event(about: About, event: DossierEvent) -> Row:
    what: Cell = event.paper or event.agency
    return (*about, event.kind, what, event.on, event.document, event.note)


def paper_remarks(before: Dossier, names: Sequence[str], kind: DossierEventKind) -> list[Message]:
    """What an officer should know of papers that are recorded, by the dossier as it was before."""
    known = {fold(paper.name): paper for paper in before.papers}
    listed = any(paper.required_on is not None for paper in before.papers)
    remarks = []
    for name in names:
        paper = known.get(fold(name))
        if kind is DossierEventKind.REQUIRED:
            if paper is not None and paper.required_on is not None:
                remarks.append(
                    say('"{name}" is asked for since {day}', name=name, day=paper.required_on)
                )
        elif paper is not None and paper.received_on is not None:
            remarks.append(
                say('"{name}" had come already, on {day}', name=name, day=paper.received_on)
            )
        elif paper is None and listed:
            remarks.append(
                say('WARNING "{name}" is not among the papers asked for; it is kept', name=name)
            )
    return remarks


def hand_remark(before: Dossier, agency: str) -> list[Message]:
    """A note where a dossier is handed to who holds it: it is kept, and changes nothing."""
    holder = before.holder
    if not before.open or holder is None or holder.agency != agency:
        return []
    return [
        say(
            "{agency} has held it since {day}: this is kept and changes nothing",
            agency=agency,
            day=holder.since,
        )
    ]
