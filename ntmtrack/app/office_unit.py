"""The unit of another office, as its own bundle writes it down: for a ledger without units yet.

A ledger that begins from the province's bundle must know the province before it can take anything
of it. What is written here for it is word for word what the bundle says of that unit, so that the
unit in the bundle is this one when it comes, and not another of the same name.
"""

from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.naming import best
from ntmtrack.app.units import NewUnit, add_below
from ntmtrack.domain.change import Values
from ntmtrack.domain.text import tokens
from ntmtrack.domain.unit import UnitKind
from ntmtrack.exchange.bundle_file import Bundle
from ntmtrack.store.queries_catalogue import units_by_code, units_by_name
from ntmtrack.store.writing import Writing


def unit_for(change: Writing, bundle: Bundle, words: str, day: date) -> int:
    """The unit that an office is to write about, by its words; its key.

    Where this ledger has no such unit and the words name the one that the office says is its own,
    it is added as the bundle has it. Raises DataError where none or several fit, and for a bundle
    at fault.
    """
    said = bundle.manifest.office
    named = best(words, [said], lambda each: (each.unit_name, each.unit_code))
    folded = " ".join(tokens(said.unit_name))
    if named and not (
        units_by_code(change.conn, said.unit_code, day) or units_by_name(change.conn, folded, day)
    ):
        told = _told(bundle)
        if told is not None:
            return add_below(change, told, None, told.valid_from or day)
    return resolve.unit(change.conn, words, day).key


def _told(bundle: Bundle) -> NewUnit | None:
    """The unit that the sender calls its own, as it was first written; None if it is not there."""
    said = bundle.manifest.office
    versions: dict[str, Values] = {}
    codes: dict[str, Values] = {}
    for piece in bundle.changes():
        for op in piece.ops:
            if op.action == "insert" and op.after is not None:
                unit = str(op.after.get("unit_id"))
                if op.table == "unit_version" and op.after["name"] == said.unit_name:
                    versions.setdefault(unit, op.after)
                elif op.table == "unit_code" and op.after["code"] == said.unit_code:
                    codes.setdefault(unit, op.after)
    for unit in codes.keys() & versions.keys():
        version, code = versions[unit], codes[unit]
        if version.get("valid_from") == code.get("valid_from"):
            return NewUnit(
                name=str(version["name"]),
                kind=UnitKind(str(version["kind"])),
                code=said.unit_code,
                valid_from=_day(version.get("valid_from")),
                valid_to=_day(version.get("valid_to")),
            )
    return None


def _day(told: object) -> date | None:
    return None if told is None else date.fromisoformat(str(told))
