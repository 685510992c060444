"""The conversation about a paper: each clause is shown, each answer is kept at once."""

import textwrap
from collections.abc import Callable
from typing import TypeVar

from ntmtrack.app.accepting import Acceptance, accept
from ntmtrack.app.context import Context
from ntmtrack.app.reviewing import Mended, edit, mend, propose, skip, split, to_consider
from ntmtrack.app.reviewing import tell as record
from ntmtrack.cli.diagnostics import tell
from ntmtrack.cli.prompt import ask, choose, interactive, put
from ntmtrack.domain.draft import Draft, DraftClause, DraftProposal, Field, ProposalState
from ntmtrack.domain.due import parse_day
from ntmtrack.errors import DataError, NtmError
from ntmtrack.message import N_, Message, say
from ntmtrack.record import Record

_SHOWN = 50

# The keys stand in the order of the words; a translation gives its own for both.
_OF_PROPOSAL = (
    N_("a e s p l q"),
    say("[a]ccept [e]dit [s]kip s[p]lit [l]ater [q]uit"),
    say(
        "a makes a task of the proposal, e mends it first, s puts it aside, p makes two of it,"
        " l leaves it for later, q ends here; what was answered is kept"
    ),
)
_OF_CLAUSE = (
    N_("n w l q"),
    say("[n]o task arises, [w]rite a task, [l]ater [q]uit"),
    say(
        "n: the clause asks for nothing; w: you write what is to be done; l leaves it for later,"
        " q ends here; what was answered is kept"
    ),
)


Answer = TypeVar("Answer")


class _Quit(Exception):
    """The officer leaves; what was answered is kept."""


class _Talk(Record):
    """One conversation: the run, the paper, and what was said of it at the beginning."""

    context: Context
    draft: str

    def say(self, message: Message, *, indent: int = 0) -> None:
        put(message, self.context.lang, indent=indent)

    def ask(self, question: Message, *, indent: int = 0) -> str:
        answer = ask(question, self.context.lang, indent=indent)
        if answer is None:
            raise _Quit
        return answer

    def ask_for(
        self, question: Message, read: Callable[[str], Answer], *, indent: int = 0
    ) -> Answer | None:
        """An answer that can be read, asked for until it can; None for an empty one."""
        while True:
            given = self.ask(question, indent=indent)
            if not given:
                return None
            try:
                return read(given)
            except DataError as error:
                tell(error, self.context.lang)

    def now(self) -> Draft:
        """The paper as it stands after the last answer."""
        return to_consider(self.context, self.draft)


def go_through(context: Context, words: str | None) -> None:
    """Ask about every clause that waits; whatever was answered stays when it is left.

    Raises DataError where nobody is there to answer.
    """
    if not interactive():
        raise DataError(
            say("there is no terminal to ask at"),
            hint=say("use `ntmtrack notice accept --all`, or accept and skip by number"),
        )
    draft = to_consider(context, words)
    talk = _Talk(context, draft.path)
    try:
        _begin(talk, draft)
        for clause in draft.waiting:
            _consider(talk, clause.key)
    except _Quit:
        pass
    left = len(talk.now().waiting)
    if left:
        talk.say(
            say("{count} clauses of {file} wait; go on at any time", count=left, file=draft.name)
        )
    else:
        talk.say(say("every clause of {file} has been considered", file=draft.name))


def _begin(talk: _Talk, draft: Draft) -> None:
    """Say what the paper is, and ask for what it does not say of itself."""
    waiting = len(draft.waiting)
    talk.say(say("{file}: {count} clauses to consider", file=draft.name, count=waiting))
    if draft.document_key is not None:
        return
    number, dated = None, None
    if draft.body["document"]["number"] is None:
        number = talk.ask(say("The paper bears no number. Its number (Enter: none):")) or None
    if draft.dated is None:
        dated = talk.ask_for(say("The paper bears no date. Its date (Enter: none):"), parse_day)
    record(talk.context, number=number, dated=dated, draft=talk.draft)


def _consider(talk: _Talk, key: int) -> None:
    """One clause, until nothing of it waits or it is put off."""
    put_off: set[int] = set()
    shown = False
    while True:
        draft = talk.now()
        clause = next(each for each in draft.clauses if each.key == key)
        if not clause.waiting:
            return
        open_ones = [p for p in clause.proposals if p.state is ProposalState.PROPOSED]
        next_ones = [p for p in open_ones if p.key not in put_off]
        if open_ones and not next_ones:
            return
        if not shown:
            _show_clause(talk, draft, clause)
            shown = True
        try:
            if not open_ones:
                if not _without(talk, clause):
                    return
            elif not _with(talk, draft, next_ones[0]):
                put_off.add(next_ones[0].key)
        except NtmError as error:
            tell(error, talk.context.lang)


def _show_clause(talk: _Talk, draft: Draft, clause: DraftClause) -> None:
    place = draft.clauses.index(clause) + 1
    talk.say(say("{line}", line=""))
    talk.say(
        say(
            "[{place}/{all}] clause {number}",
            place=place,
            all=len(draft.clauses),
            number=clause.number or "–",
        )
    )
    talk.say(say("{line}", line=clause.words), indent=2)


def _without(talk: _Talk, clause: DraftClause) -> bool:
    """A clause with no proposal; False puts it off."""
    answer = choose(*_OF_CLAUSE, talk.context.lang)
    if answer == 0:
        reason = talk.ask(say("Why (Enter: nothing):"))
        skip(
            talk.context, [], clauses=[f"#{clause.place}"], draft=talk.draft, reason=reason or None
        )
    elif answer == 1:
        title = talk.ask(say("What is to be done:"))
        if title:
            propose(talk.context, clause.place, title, draft=talk.draft)
    elif answer == 2:
        return False
    else:
        raise _Quit
    return True


def _with(talk: _Talk, draft: Draft, proposal: DraftProposal) -> bool:
    """A proposal; False puts it off."""
    _show_proposal(talk, proposal)
    answer = choose(*_OF_PROPOSAL, talk.context.lang)
    number = proposal.number
    if answer == 0:
        report = accept(talk.context, Acceptance([number], talk.draft))
        talk.say(say("{task} given", task=str(report.rows[0][0])))
        for note in report.notes[1:-1]:
            talk.say(say("{note}", note=note), indent=2)
    elif answer == 1:
        edit(talk.context, number, _mended(talk, draft, proposal), draft=talk.draft)
    elif answer == 2:
        skip(talk.context, [number], clauses=[], draft=talk.draft, reason=None)
    elif answer == 3:
        split(talk.context, number, draft=talk.draft)
    elif answer == 4:
        return False
    else:
        raise _Quit
    return True


def _values(proposal: DraftProposal) -> dict[Field, str]:
    """The fields of a proposal as they are typed."""
    task = proposal.proposed
    return {
        Field.TITLE: task.title,
        Field.UNIT: task.unit or "",
        Field.CRITERION: task.criterion or "",
        Field.LEADS: "; ".join(task.leads),
        Field.COORDINATORS: "; ".join(task.coordinators),
        Field.PERSONS: "; ".join(task.persons),
        Field.DUE: task.due_words or "",
    }


def _show_proposal(talk: _Talk, proposal: DraftProposal) -> None:
    talk.say(say("Proposal {number}", number=proposal.number), indent=2)
    values = _values(proposal)
    for field in Field:
        if values[field]:
            talk.say(say("{label}: {value}", label=field, value=values[field]), indent=4)
        elif field in proposal.proposed.uncertain:
            talk.say(say("{label}: left empty, the paper is not clear", label=field), indent=4)
    due = proposal.proposed.due
    if due is not None and due.last_day is not None:
        talk.say(say("Last day: {day}", day=due.last_day), indent=4)


def _mended(talk: _Talk, draft: Draft, proposal: DraftProposal) -> Mended:
    """What is typed for each field: Enter keeps it, "-" empties it, ";" stands between several."""
    help_text = say('Enter keeps a field, "-" empties it; ";" stands between several names.')
    talk.say(help_text, indent=2)
    values = _values(proposal)
    typed: dict[Field, str] = {}
    for field in Field:
        value = textwrap.shorten(values[field], _SHOWN, placeholder="…")

        def fits(given: str, field: Field = field) -> str:
            if field in (Field.CRITERION, Field.DUE):
                mend(proposal.proposed, Mended(**{str(field): given}), draft)
            return given

        question = say("{label} [{value}]:", label=field, value=value)
        given = talk.ask_for(question, fits, indent=4)
        if given is not None:
            typed[field] = given
    several = {
        field: [each.strip() for each in typed[field].split(";") if each.strip()]
        for field in (Field.LEADS, Field.COORDINATORS, Field.PERSONS)
        if field in typed
    }
    return Mended(
        title=typed.get(Field.TITLE),
        unit=typed.get(Field.UNIT),
        criterion=typed.get(Field.CRITERION),
        leads=several.get(Field.LEADS),
        coordinators=several.get(Field.COORDINATORS),
        persons=several.get(Field.PERSONS),
        due=typed.get(Field.DUE),
    )
