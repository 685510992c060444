"""What of a ledger travels between offices: which rows, what they name, and what holds together.

Drafts, letters, closed periods, settings and the bookkeeping stay where they were written.
"""

from ntmtrack.record import Record


class Travelling(Record):
    """A table whose rows travel.

    `names` are its columns that name a row of another table; they travel as that row's uid.
    `together` are columns that only make sense as a group: one office's or another's, never a
    mixture (every other column is a group of its own). `derived` are columns that only keep what
    other rows add up to: nobody has to choose among what offices wrote there.
    """

    entity: bool
    names: dict[str, str]
    together: tuple[tuple[str, ...], ...] = ()
    derived: tuple[str, ...] = ()


_SPAN = ("valid_from", "valid_to")
_UNIT = {"unit_id": "unit"}
_PAPER = {"document_id": "document"}
_AGENCY = {"agency_id": "agency"}

TABLES: dict[str, Travelling] = {
    "unit": Travelling(True, {}),
    "document": Travelling(True, {}, (("number", "folded"), ("path", "sha256"))),
    "unit_version": Travelling(
        True, {**_UNIT, "parent_id": "unit", **_PAPER}, (("name", "folded", "bare"), _SPAN)
    ),
    "unit_code": Travelling(True, _UNIT, (_SPAN,)),
    "agency": Travelling(True, _UNIT, (("name", "folded"), _SPAN)),
    "agency_address": Travelling(True, _AGENCY, (_SPAN,)),
    "person": Travelling(True, _AGENCY, (("name", "folded"), _SPAN)),
    "person_address": Travelling(True, {"person_id": "person"}, (_SPAN,)),
    "criteria_set": Travelling(False, {}),
    "overlay": Travelling(False, {"set_id": "criteria_set"}),
    "item": Travelling(
        False, {"set_id": "criteria_set", "overlay_id": "overlay", "parent_id": "item"}
    ),
    "amendment": Travelling(False, {"overlay_id": "overlay", "item_id": "item"}),
    "mapping": Travelling(False, {"old_set_id": "criteria_set", "new_set_id": "criteria_set"}),
    "lineage": Travelling(False, {"from_id": "unit", "to_id": "unit", **_PAPER}),
    "task": Travelling(
        True,
        {**_UNIT, "item_id": "item", **_PAPER, "parent_id": "task"},
        (
            ("due_words", "due_start", "due_last", "due_precision"),
            ("state", "closed_on"),
            ("parent_id", "period"),
        ),
        ("state", "closed_on", "last_day"),
    ),
    "task_party": Travelling(
        True,
        {"task_id": "task", **_AGENCY, "person_id": "person"},
        (("role", "agency_id", "person_id"),),
    ),
    "task_event": Travelling(False, {"task_id": "task", **_PAPER}),
    "assessment": Travelling(False, {**_UNIT, "item_id": "item", **_AGENCY, **_PAPER}),
    "evidence": Travelling(False, {"assessment_id": "assessment", **_PAPER}),
    "tally": Travelling(False, {**_UNIT, "set_id": "criteria_set", **_PAPER}),
    "standing": Travelling(False, {**_UNIT, "set_id": "criteria_set", **_PAPER}),
    "target": Travelling(False, {**_UNIT, "set_id": "criteria_set", "item_id": "item", **_PAPER}),
    "milestone": Travelling(False, {**_UNIT, "item_id": "item", **_PAPER}),
    "measurement": Travelling(False, {**_UNIT, "item_id": "item", **_AGENCY, **_PAPER}),
    "dossier_event": Travelling(False, {**_UNIT, "set_id": "criteria_set", **_AGENCY, **_PAPER}),
    "product": Travelling(True, _UNIT, (("name", "folded"),)),
    "product_grade": Travelling(False, {"product_id": "product", **_PAPER}),
    "product_target": Travelling(False, {"product_id": "product", **_PAPER}),
    "product_tally": Travelling(False, {**_UNIT, **_PAPER}),
    "work": Travelling(True, _UNIT, (("name", "folded"),)),
    "work_event": Travelling(False, {"work_id": "work", "item_id": "item", **_PAPER}),
    "capital": Travelling(False, {"work_id": "work", **_PAPER}),
    "settlement": Travelling(False, {}),
}
"""Every table that travels; a row comes after those that it names."""


def group_of(table: str, column: str) -> tuple[str, ...]:
    """The columns that are written together with one."""
    for group in TABLES[table].together:
        if column in group:
            return group
    return (column,)
