"""The unit that others become: one that is there already, or a new one, never a guessed one."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.units import NewUnit, add_below, kind_of
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.text import clean, fold, tokens
from ntmtrack.domain.unit import UnitKind, level_of
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.store import queries_catalogue as catalogue
from ntmtrack.store.queries_lineage import existed_before
from ntmtrack.store.writing import Writing


class Part(Record):
    """The unit that others become, as the user names it; what is said of it if it is new."""

    words: str
    kind: UnitKind | None = None
    code: str | None = None
    under: str | None = None
    region: str | None = None
    group: str | None = None


def part(change: Writing, given: Part, old: Sequence[Unit], day: date) -> tuple[Unit, bool]:
    """The unit meant, and whether it was there before the day and goes on.

    `old` are its predecessors, ended by now. One that is there is named by its code, or by its
    full name if it begins on the day or was beside the predecessors; otherwise it is new.
    Raises DataError where that is not clear.
    """
    found = _there(change, given, old, day)
    if found is None:
        name, _ = _named(given)
        _of_one_level(name, kind_of(name, given.kind), old)
        key = _new(change, given, old, day)
        return catalogue.units_by_key(change.conn, day, [key])[0], False
    _of_one_level(found.name, found.kind, old)
    if given.kind or given.code or given.region or given.group:
        raise DataError(
            say("{name} is there already ({code})", name=found.name, code=found.code),
            hint=say("change it with `ntmtrack unit set`; nothing was written"),
        )
    return found, existed_before(change.conn, found.key, day)


def _of_one_level(name: str, kind: UnitKind, old: Sequence[Unit]) -> None:
    """Refuse what is not of the level of everything that goes over into it."""
    for other in old:
        if level_of(kind) != level_of(other.kind):
            raise DataError(
                say("{name} is not a unit of the level of {other}", name=name, other=other.name),
                hint=say("check the units, --into and --kind; nothing was written"),
            )


def _there(change: Writing, given: Part, old: Sequence[Unit], day: date) -> Unit | None:
    conn = change.conn
    coded = catalogue.units_by_code(conn, given.words, day)
    if coded:
        return coded[0]
    if catalogue.units_that_bore(conn, given.words, day):
        raise DataError(
            say("{words} names no unit that exists on {day}", words=given.words, day=day),
            hint=say("name the new unit in full, its code with --code; nothing was written"),
        )
    name, above = _named(given)
    beside = {each.parent for each in old}
    if above is not None:
        beside = {resolve.unit(conn, above, day).key}
    asked = " ".join(tokens(name))
    candidates = [
        each
        for each in catalogue.units_by_name(conn, asked, day)
        if tokens(each.name) == tokens(name)
        if each.parent in beside or (above is None and not existed_before(conn, each.key, day))
    ]
    exact = [each for each in candidates if each.name.casefold() == clean(name).casefold()]
    # Typed without any marks a name may be meant; with other marks it is another name.
    meant = exact or (candidates if fold(name) == clean(name).casefold() else [])
    if len(meant) == 1:
        return meant[0]
    if candidates:
        raise DataError(
            say("{words} may mean several:", words=given.words),
            details=tuple(resolve.unit_line(each) for each in candidates),
            hint=say(
                "name one of these by its code, or add the new unit first with `ntmtrack unit add`;"
                " nothing was written"
            ),
        )
    return None


def _named(given: Part) -> tuple[str, str | None]:
    """The name, and the parent by whichever of the two ways it was given."""
    name, _, above = given.words.partition(",")
    return name.strip(), given.under or above.strip() or None


def _new(change: Writing, given: Part, old: Sequence[Unit], day: date) -> int:
    name, above = _named(given)
    parent = resolve.unit(change.conn, above, day) if above else _shared_parent(change, old, day)
    regions = {each.region for each in old}
    new = NewUnit(
        name=name,
        kind=kind_of(name, given.kind),
        code=given.code,
        # A region is where a unit lies; a group it is put into.
        region=given.region or (regions.pop() if len(regions) == 1 else None),
        group=given.group,
        valid_from=day,
    )
    return add_below(change, new, parent, day)


def _shared_parent(change: Writing, old: Sequence[Unit], day: date) -> Unit | None:
    """The parent that all predecessors had, if it is there still; an error if it must be told."""
    parents = {each.parent for each in old}
    if parents == {None}:
        return None
    keys = [key for key in parents if key is not None]
    found = catalogue.units_by_key(change.conn, day, keys) if len(parents) == 1 else []
    if not found:
        raise DataError(
            say("say which unit the new one belongs to, with --under"),
            hint=say("for example --under PROVINCE; nothing was written"),
            details=tuple(resolve.unit_line(each) for each in old),
        )
    return found[0]
