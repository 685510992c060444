"""One row made of all that offices wrote of it, the same in whatever order it arrived.

Each group of columns is a register of several values (Shapiro and others, "A comprehensive study of
Convergent and Commutative Replicated Data Types", 2011, 3.2.2), over values: a write replaces the
value that its author saw, and stands beside those that it did not see. More than one value is an
open conflict; nobody's is dropped but by a settlement.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from ntmtrack.domain.change import Value, Values
from ntmtrack.domain.travel import TABLES, group_of
from ntmtrack.record import Record

Order = tuple[int, str, int, str, int]
"""Where a write stands among all: the order of its change, then its place within."""

Group = tuple[str, ...]
Held = tuple[Value, ...]

_GIVEN_ONCE = {("task", "number")}
"""A number that people quote stays the one that was given first."""


class OpOutcome(StrEnum):
    """What became of an op of another office; those of a bundle add up to what it brought."""

    APPLIED = "applied"
    SAME = "same"
    CONFLICT = "conflict"
    WAITING = "waiting"
    REFUSED = "refused"


class Write(Record):
    """What a change did to a row; what it names is named alike in all writes of the row.

    `uid` is the name under which its author knew the row.
    """

    order: Order
    change: str
    uid: str
    action: str
    before: Values | None = None
    after: Values | None = None


class Choice(Record):
    """A settlement: of the values of a field and its group one is kept, others are dropped.

    `holds` is false for one that was taken back. Both the change that made it and the one that
    took it back may have corrected the row to what is shown then; that is no write of its own.
    """

    order: Order
    changes: frozenset[str]
    field: str
    kept: Values
    dropped: tuple[Values, ...]
    holds: bool = True


class Head(Record):
    """A value that stands, and the write that put it there last."""

    values: Values
    order: Order


class Folded(Record):
    """What a row comes to.

    `known` if its insertion is; `present` if someone's insertion was not taken back. `values` are
    those shown; `open` are the groups of which several stand, the one shown last, but for what is
    derived from other rows.
    """

    known: bool
    present: bool
    values: dict[str, Value]
    open: dict[Group, tuple[Head, ...]]


def fold(table: str, writes: Iterable[Write], choices: Sequence[Choice] = ()) -> Folded:
    """The row that writes and settlements come to, whatever order they are given in."""
    registers: dict[Group, dict[Held, Order]] = {}
    inside: dict[str, bool] = {}
    no_writes = {(uid, group_of(table, each.field)) for each in choices for uid in each.changes}
    events: list[Write | Choice] = sorted(
        [*writes, *(each for each in choices if each.holds)], key=lambda each: each.order
    )
    for event in events:
        if isinstance(event, Choice):
            group = group_of(table, event.field)
            register = registers.setdefault(group, {})
            for dropped in event.dropped:
                register.pop(_held(group, dropped), None)
            _put(register, _held(group, event.kept), event.order)
            continue
        if event.action != "update":
            inside[event.uid] = event.action == "insert"
        for group in _groups(table, event.after or {}):
            register = registers.setdefault(group, {})
            after = _held(group, event.after or {})
            if event.action == "insert":
                once = (table, group[0]) in _GIVEN_ONCE and register
                if not once and any(value is not None for value in after):
                    _put(register, after, event.order)
            elif (event.change, group) not in no_writes:
                register.pop(_held(group, event.before or {}), None)
                _put(register, after, event.order)
    return Folded(
        bool(inside),
        any(inside.values()),
        {
            name: value
            for group, register in registers.items()
            for name, value in zip(group, list(register)[-1] if register else (), strict=False)
        },
        {
            group: tuple(
                Head(dict(zip(group, held, strict=True)), order) for held, order in register.items()
            )
            for group, register in registers.items()
            if len(register) > 1 and group[0] not in TABLES[table].derived
        },
    )


def differing(table: str, before: Mapping[str, Value], after: Mapping[str, Value]) -> list[Group]:
    """The groups of columns of which one is not the same, in the order of the names."""
    names = sorted({*before, *after})
    differ = (name for name in names if before.get(name) != after.get(name))
    return list(dict.fromkeys(group_of(table, name) for name in differ))


def _groups(table: str, values: Values) -> list[Group]:
    return list(dict.fromkeys(group_of(table, name) for name in values))


def _held(group: Group, values: Values) -> Held:
    return tuple(values.get(name) for name in group)


def _put(register: dict[Held, Order], held: Held, order: Order) -> None:
    """The value is the last written from now on."""
    register.pop(held, None)
    register[held] = order
