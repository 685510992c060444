"""What a reader proposes: values with the exact stretch of the paper each was made from.

Every `Found` tells how it was found, by one of the rule names in `HOW`. A field that is None or
empty was not found, or was left empty on purpose: then its name stands in `Proposal.uncertain`.
"""

import datetime

from ntmtrack.domain.due import Due
from ntmtrack.record import Record

HOW = {
    "decree_head": "the head that Decree 30/2020 gives official papers",
    "heading": "a heading of the paper",
    "title": "the title line of a news article",
    "conclusion_of": "the words 'kết luận của …'",
    "meeting_day": "the day of the meeting, not of the paper",
    "posted_on": "the day on which an article was published",
    "named": "a kind word and a proper name",
    "words": "the words themselves",
    "tally": "'9/19 tiêu chí' said of what has been reached",
    "met_and_unmet": "two counts of criteria, met and unmet, added up",
    "count": "a number and what is counted",
    "listed": "a list of criteria after or before a verdict",
    "clause_heading": "the criterion named at the head of a clause",
    "clause_words": "the one criterion named in the words of a clause",
    "given": "giao, yêu cầu, đề nghị … and the body it is said to",
    "subject": "the body that stands before the verb",
    "done_by": "'do … chủ trì', '… chịu trách nhiệm' after the words of the task",
    "label": "words after a label such as 'Chủ trì:' or 'Thời hạn:'",
    "bracket": "words in brackets after the task",
    "column": "a column of a table",
    "above": "said once, in the words above or below a list",
    "same_clause": "said of the task before, in the same clause",
    "shared_head": "a kind word or a place said once for several bodies",
    "coordinates": "phối hợp, cùng … and the body it is said of",
    "many": "a body named only as many: các xã, các phòng, ban …",
    "person": "đồng chí, ông, bà … and a name",
    "main_unit": "the one unit that the paper is about",
    "in_clause": "the unit named in the clause",
    "deadline": "a time with the words of a deadline",
    "after_task": "a sentence of its own that says by when",
    "target": "a time by which criteria or a standard are to be reached",
    "verb": "the words from the verb on",
}


class Found(Record):
    """A value, the stretch of the paper's text it was made from, and the rule that found it."""

    value: str
    start: int
    end: int
    how: str


class Person(Record):
    """A named person, with the form of address, and the office written beside the name."""

    name: Found
    title: Found | None

    @property
    def value(self) -> str:
        """The name as written."""
        return self.name.value


class Document(Record):
    """What a paper says of itself; the value of `date` is the day in ISO form.

    `context_date` is a day that is not the paper's own, and may lend its year to a reader.
    """

    kind: Found | None = None
    number: Found | None = None
    date: Found | None = None
    dated: datetime.date | None = None
    issuer: Found | None = None
    about: Found | None = None
    context: Found | None = None
    context_date: datetime.date | None = None


class UnitFound(Record):
    """A unit as named: `kind` is its kind word, `name` its proper name, `found` both."""

    kind: str
    name: str
    found: Found

    @property
    def value(self) -> str:
        """Kind word and name: "xã Bình An", also where the kind word is said once for several."""
        return self.found.value


class SetFound(Record):
    """Words for a set of criteria: commune, village or district; base, advanced, model, smart."""

    words: Found
    level: str | None
    grade: str
    total: int | None


class Tally(Record):
    """A count of criteria reached; `verdict` is nearly_met when the text says "cơ bản đạt"."""

    met: int
    total: int
    verdict: str
    found: Found


class Count(Record):
    """A number and what is counted; `total` when written as a part of it."""

    figure: int
    total: int | None
    what: str
    found: Found


class Criterion(Record):
    """A criterion or indicator as listed: its number ("" if none is written) and its name."""

    number: str
    name: str
    found: Found

    @property
    def value(self) -> str:
        """The number."""
        return self.number


class Target(Record):
    """A time by which a unit is to reach a criterion, or its whole set (no criterion)."""

    unit: Found | None
    criterion: Found | None
    due: Due
    words: Found


class Proposal(Record):
    """One task that a clause may ask for; `together` binds one task given to several units."""

    title: Found
    unit: Found | None = None
    criterion: Found | None = None
    leads: tuple[Found, ...] = ()
    coordinators: tuple[Found, ...] = ()
    persons: tuple[Person, ...] = ()
    due: Due | None = None
    due_words: Found | None = None
    uncertain: tuple[str, ...] = ()
    together: int | None = None


class Clause(Record):
    """One part of the paper that directs or may direct, with the tasks proposed for it."""

    number: str
    start: int
    end: int
    tasks: tuple[Proposal, ...] = ()


class Reading(Record):
    """All that was read; `headings` and `outside` count the paragraphs that are no clause."""

    document: Document = Document()
    units: tuple[UnitFound, ...] = ()
    others: tuple[UnitFound, ...] = ()
    set: SetFound | None = None
    tally: Tally | None = None
    counts: tuple[Count, ...] = ()
    unmet: tuple[Criterion, ...] = ()
    met: tuple[Criterion, ...] = ()
    nearly_met: tuple[Criterion, ...] = ()
    targets: tuple[Target, ...] = ()
    clauses: tuple[Clause, ...] = ()
    headings: int = 0
    outside: int = 0
