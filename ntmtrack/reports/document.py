"""One document: what is known of it, what it asked for, and how far it has been considered."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.bodies import Document
from ntmtrack.domain.draft import Draft
from ntmtrack.domain.standing import Target
from ntmtrack.domain.task import Task
from ntmtrack.message import Message, say, say_n
from ntmtrack.reports.draft_object import clause_counts, clauses_note
from ntmtrack.reports.report import Report
from ntmtrack.reports.tasks import listed


def target_note(target: Target) -> Message:
    """By when a criterion, or a whole set, is to be reached."""
    if target.number is None:
        return say("target: {words} ({day})", words=target.words, day=target.last_day)
    return say(
        "target for criterion {number}: {words} ({day})",
        number=target.number,
        words=target.words,
        day=target.last_day,
    )


def of_document(
    document: Document,
    tasks: Sequence[Task],
    *,
    day: date,
    targets: Sequence[Target] = (),
    drafts: Sequence[Draft] = (),
) -> Report:
    """The tasks that one document asked for, with what is known of the document."""
    facts = (
        (say("{kind}", kind=document.kind) if document.kind else None),
        (say("dated {day}", day=document.dated) if document.dated else say("no date is known")),
        (say("issued by {issuer}", issuer=document.issuer) if document.issuer else None),
        (say("about: {about}", about=document.about) if document.about else None),
        (say("file: {path}", path=document.path) if document.path else None),
        (say("sent to: {names}", names=document.recipients) if document.recipients else None),
        say_n("{count} judgement", "{count} judgements", document.assessments),
        *(target_note(target) for target in targets),
        *(clauses_note(clause_counts(draft.clauses)) for draft in drafts),
    )
    return listed(
        tasks,
        day=day,
        name="notice show",
        title=say("Document {number}", number=document.number),
        notes=tuple(fact for fact in facts if fact is not None),
    )
