"""A change as it goes from one office to another: who made it, and what it did to each row.

A row is named by its uid, also where another row names it. An insert carries all values that are
not empty; an update carries, before and after, all columns of every group that it touched; a
deletion carries what was there.
"""

from collections.abc import Mapping
from enum import StrEnum

from ntmtrack.record import Record

Value = str | int | None
Values = Mapping[str, Value]


class ChangeKind(StrEnum):
    """How a change came about."""

    COMMAND = "command"
    UNDO = "undo"
    BUNDLE = "bundle"
    MIGRATION = "migration"


class Op(Record):
    """What a change did to one row. `place` is its order within the change, from 0.

    An insert has `after` alone, a deletion `before` alone.
    """

    place: int
    table: str
    uid: str
    action: str
    before: Values | None = None
    after: Values | None = None


class Head(Record):
    """Which change it is. `order` puts changes of all offices in one order that keeps causes."""

    uid: str
    office: str
    seq: int
    lamport: int
    kind: str
    recorded_at: str
    actor: str
    command: str
    reason: str | None = None
    undoes: str | None = None

    @property
    def order(self) -> tuple[int, str, int, str]:
        """Where the change stands among all; the same in every ledger."""
        return (self.lamport, self.office, self.seq, self.uid)


class Change(Record):
    """A change and what it did, as far as it is told; `whole` if that is all of it."""

    head: Head
    ops: tuple[Op, ...]
    whole: bool = True
