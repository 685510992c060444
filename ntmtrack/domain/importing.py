"""What becomes of a line of a sheet that is taken into the ledger."""

from collections.abc import Iterable
from enum import StrEnum

from ntmtrack.message import Message
from ntmtrack.record import Record


class LineOutcome(StrEnum):
    """What a line of a sheet comes to, beside what the ledger has."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REJECTED = "rejected"


class Judged(Record):
    """A line of a sheet, judged: what it is about, and what it brings.

    `what` names the thing as the ledger does, or as the sheet does where the line is rejected.
    `new`, `changed` and `same` count the entries of the line: one where a line is one thing, as
    many as it has filled cells in a matrix. `said` tells what was repaired or what changes, and
    of a rejected line why, with the candidates.
    """

    line: int
    outcome: LineOutcome
    what: str
    said: tuple[Message, ...] = ()
    new: int = 0
    changed: int = 0
    same: int = 0


def outcome_of(*, new: int, changed: int) -> LineOutcome:
    """What a line comes to by what its entries come to: the weightiest of them."""
    if changed:
        return LineOutcome.CHANGED
    return LineOutcome.NEW if new else LineOutcome.SAME


class Counted(Record):
    """How many entries and lines of a sheet came to what."""

    new: int
    changed: int
    same: int
    rejected: int
    """Lines, for of a rejected line no entry is taken."""


def count(judged: Iterable[Judged]) -> Counted:
    """The figures of a whole sheet."""
    lines = list(judged)
    return Counted(
        sum(each.new for each in lines),
        sum(each.changed for each in lines),
        sum(each.same for each in lines),
        sum(each.outcome is LineOutcome.REJECTED for each in lines),
    )
