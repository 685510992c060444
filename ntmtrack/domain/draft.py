"""A paper that was read and not yet accepted: what it says, clause by clause, and what is proposed.

The same words as JSON are what is stored, what machines read and what is edited: `as_json` and
`of_json` go both ways.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from ntmtrack.domain.due import Due, Precision
from ntmtrack.domain.notice.found import Found, Proposal
from ntmtrack.record import Record


class Field(StrEnum):
    """A field of a proposal that can be mended, in the order in which they are asked for."""

    TITLE = "title"
    UNIT = "unit"
    CRITERION = "criterion"
    LEADS = "leads"
    COORDINATORS = "coordinators"
    PERSONS = "persons"
    DUE = "due"


class ClauseState(StrEnum):
    """What has been decided of a clause."""

    TASK = "task"
    NO_TASK = "no_task"
    UNCONSIDERED = "unconsidered"


class ProposalState(StrEnum):
    """What has become of a proposal."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    SKIPPED = "skipped"


class DraftDue(Record):
    """A due as it was read, in words and days."""

    words: str
    start: date | None
    last_day: date | None
    precision: Precision
    flags: tuple[str, ...] = ()

    @classmethod
    def of(cls, due: Due) -> "DraftDue":
        """The due of a reading."""
        return cls(due.words, due.start, due.last_day, due.precision, due.flags)

    @classmethod
    def of_json(cls, body: Mapping[str, Any]) -> "DraftDue":
        """The due that was stored."""
        return cls(
            body["words"],
            _day(body["start"]),
            _day(body["last_day"]),
            Precision(body["precision"]),
            tuple(body["flags"]),
        )

    def as_json(self) -> dict[str, Any]:
        """The due as it is stored."""
        return {
            "words": self.words,
            "start": iso(self.start),
            "last_day": iso(self.last_day),
            "precision": str(self.precision),
            "flags": list(self.flags),
        }

    def as_due(self) -> Due:
        """The due as tasks are given it."""
        return Due(self.words, self.start, self.last_day, self.precision, "kept", self.flags)


class DraftTask(Record):
    """One proposal: names as written, and where in the paper each field was found.

    `uncertain` names the fields that were left empty because the paper can be read in more than
    one way; `together` binds proposals of one task given to several units.
    """

    title: str
    unit: str | None = None
    criterion: str | None = None
    leads: tuple[str, ...] = ()
    coordinators: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    due: DraftDue | None = None
    due_words: str | None = None
    spans: Mapping[str, Any] = MappingProxyType({})
    uncertain: tuple[Field, ...] = ()
    together: int | None = None

    @classmethod
    def of(cls, proposal: Proposal) -> "DraftTask":
        """The proposal of a reading."""
        several = {
            "leads": proposal.leads,
            "coordinators": proposal.coordinators,
            "persons": tuple(person.name for person in proposal.persons),
        }
        single = {
            "title": proposal.title,
            "unit": proposal.unit,
            "criterion": proposal.criterion,
            "due": proposal.due_words,
        }
        spans = {name: span(found) for name, found in single.items() if found is not None}
        lists = {name: [span(each) for each in found] for name, found in several.items() if found}
        return cls(
            title=proposal.title.value,
            unit=None if proposal.unit is None else proposal.unit.value,
            criterion=None if proposal.criterion is None else proposal.criterion.value,
            leads=tuple(each.value for each in proposal.leads),
            coordinators=tuple(each.value for each in proposal.coordinators),
            persons=tuple(each.value for each in proposal.persons),
            due=None if proposal.due is None else DraftDue.of(proposal.due),
            due_words=None if proposal.due_words is None else proposal.due_words.value,
            spans={**spans, **lists},
            uncertain=tuple(Field(name) for name in proposal.uncertain),
            together=proposal.together,
        )

    @classmethod
    def of_json(cls, body: Mapping[str, Any]) -> "DraftTask":
        """The proposal that was stored."""
        return cls(
            title=body["title"],
            unit=body["unit"],
            criterion=body["criterion"],
            leads=tuple(body["leads"]),
            coordinators=tuple(body["coordinators"]),
            persons=tuple(body["persons"]),
            due=None if body["due"] is None else DraftDue.of_json(body["due"]),
            due_words=body["due_words"],
            spans=body["spans"],
            uncertain=tuple(Field(name) for name in body["uncertain"]),
            together=body["together"],
        )

    def as_json(self) -> dict[str, Any]:
        """The proposal as it is stored."""
        return {
            "unit": self.unit,
            "criterion": self.criterion,
            "title": self.title,
            "leads": list(self.leads),
            "coordinators": list(self.coordinators),
            "persons": list(self.persons),
            "due": None if self.due is None else self.due.as_json(),
            "due_words": self.due_words,
            "spans": dict(self.spans),
            "uncertain": [str(field) for field in self.uncertain],
            "together": self.together,
        }


class DraftProposal(Record):
    """A proposal in the ledger: `number` counts through the draft, `task` is what came of it."""

    key: int
    number: int
    state: ProposalState
    task: str | None
    proposed: DraftTask


class DraftClause(Record):
    """A clause in the ledger, with its own words and its proposals."""

    key: int
    place: int
    number: str
    begins: int
    ends: int
    words: str
    state: ClauseState
    note: str | None
    proposals: tuple[DraftProposal, ...] = ()

    @property
    def waiting(self) -> bool:
        """Whether something of it is still to be decided."""
        open_ones = any(each.state is ProposalState.PROPOSED for each in self.proposals)
        return open_ones or self.state is ClauseState.UNCONSIDERED


class Draft(Record):
    """A paper in the ledger that was read. `body` holds what it says as a whole.

    `replaced`: a later state of the paper was read, and has taken over what was undecided.
    """

    key: int
    name: str
    path: str
    sha256: str
    read_on: date
    body: Mapping[str, Any]
    document: str | None = None
    document_key: int | None = None
    replaced: bool = False
    clauses: tuple[DraftClause, ...] = ()

    @property
    def proposals(self) -> tuple[DraftProposal, ...]:
        """All proposals, in the order of the paper."""
        return tuple(each for clause in self.clauses for each in clause.proposals)

    @property
    def waiting(self) -> tuple[DraftClause, ...]:
        """The clauses of which something is still to be decided."""
        return () if self.replaced else tuple(each for each in self.clauses if each.waiting)

    @property
    def dated(self) -> date | None:
        """The paper's date, if it bears one."""
        return _day(self.body["document"]["date"])

    @property
    def context_date(self) -> date | None:
        """The paper's date, else the day of the meeting it tells of: to know who existed then."""
        return self.dated or _day(self.body["context_date"])


def span(found: Found) -> dict[str, Any]:
    """Where in the paper something was found, and by which rule, as it is stored."""
    return {"start": found.start, "end": found.end, "how": found.how}


def iso(day: date | None) -> str | None:
    """A day as it is stored."""
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
