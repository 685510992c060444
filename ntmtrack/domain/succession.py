"""What is to become of the units of a ledger when the division changes: sure, or to be asked."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.division import ListedUnit
from ntmtrack.domain.text import tokens
from ntmtrack.message import Message, say, say_n
from ntmtrack.record import Record


class Action(StrEnum):
    """What is proposed for a unit."""

    MERGE = "merge"
    """The whole of it went over into one unit."""
    KEEP = "keep"
    """It goes on as it was, below another unit."""
    END = "end"
    """Its level is no more."""
    ASK = "ask"
    """A person has to say it."""


class Proposal(Record):
    """What is proposed for one unit of the ledger, and why."""

    unit: Unit
    action: Action
    successors: tuple[ListedUnit, ...] = ()
    reason: Message | None = None


class Known(Record):
    """What the table says of the unit of a code: its name then, and what it became.

    `together` are the units that went over whole into the same one, itself among them; `shared`
    those of which that one got a part. Both are empty where it was split among several.
    """

    old: ListedUnit
    successors: tuple[ListedUnit, ...]
    together: tuple[ListedUnit, ...] = ()
    shared: tuple[ListedUnit, ...] = ()


def proposal(unit: Unit, known: Known, *, facts: int, lives_on: bool) -> Proposal:
    """What to do with a unit of which the table speaks.

    `facts` are its facts of the new division's first day or later; `lives_on` says whether the
    ledger has it on that day still. A code alone proves nothing: the name must be the table's.
    """
    ask = Proposal(unit, Action.ASK, known.successors)
    if tokens(unit.name) != tokens(known.old.name):
        return ask._replace(
            reason=say(
                "the table calls {code} by another name: {name}",
                code=known.old.code,
                name=known.old.name,
            )
        )
    if len(known.successors) > 1:
        return ask._replace(reason=say("split among several: say with `ntmtrack unit split`"))
    if facts and lives_on:
        return ask._replace(
            reason=say_n(
                "it has {count} fact of that day or later: it may be the new unit already",
                "it has {count} facts of that day or later: it may be the new unit already",
                facts,
            )
        )
    (new,) = known.successors
    alone = not known.shared and len(known.together) == 1
    if lives_on and alone and new.code == known.old.code and new.name == known.old.name:
        return Proposal(unit, Action.KEEP, (new,), say("not changed by the new division"))
    if alone:
        reason = say("the whole of it, and nothing else")
    elif known.shared:
        reason = say("the whole of it, with parts of others")
    else:
        reason = say("the whole of it, with others")
    return Proposal(unit, Action.MERGE, (new,), reason)


def settled(
    proposals: Sequence[Proposal], bearers: Mapping[str, tuple[int, str]]
) -> list[Proposal]:
    """The proposals, without those that cannot be carried out because a code is not free.

    `bearers` are the units that bear the codes of the successors on the day, by key and name, and
    were there before it: unless they end as well, nothing else can bear the code.
    """
    found = list(proposals)
    while True:
        ending = {each.unit.key for each in found if each.action is Action.MERGE}
        held = [
            place
            for place, each in enumerate(found)
            if each.action is Action.MERGE
            if bearers.get(each.successors[0].code, (0, ""))[0] not in {0, *ending}
        ]
        if not held:
            return found
        for place in held:
            each = found[place]
            _, name = bearers[each.successors[0].code]
            reason = say(
                "{code} is borne by {name} in the ledger", code=each.successors[0].code, name=name
            )
            found[place] = each._replace(action=Action.ASK, reason=reason)
