"""The fourth schema of the ledger, frozen: what becomes of units, plans and periods in time.

All of it is facts: how units were merged and split, what was planned and what was measured, who
holds a dossier, how one criteria set follows another, and the figures of a period when it was
closed.
"""

from ntmtrack.store import schema_3
from ntmtrack.store.schema_parts import day, fact_triggers, table_of

_VALID_TO = day("valid_to")
# Where no paper says from when a target holds, this day does.
_SET_ON = day("set_on")

_GROWN_FACTS: dict[str, tuple[str, ...]] = {
    "standing": (*schema_3.FACTS["standing"], _VALID_TO),
    "target": (*schema_3.FACTS["target"], _SET_ON),
}

_NEW_FACTS: dict[str, tuple[str, ...]] = {
    "lineage": (
        "uid text not null unique",
        "from_id integer not null references unit(id)",
        "to_id integer not null references unit(id)",
        "kind text not null check (kind in ('merged', 'split'))",
        day("happened_on", required=True),
        "document_id integer references document(id)",
        "note text",
        "check (from_id <> to_id)",
    ),
    "milestone": (
        "uid text not null unique",
        "unit_id integer not null references unit(id)",
        "item_id integer not null references item(id)",
        "words text not null",
        day("start", required=True),
        day("last_day", required=True),
        "precision text not null check (precision in ('day', 'month', 'quarter', 'half', 'year'))",
        # None takes the plan of that span back.
        "value text",
        "value_unit text",
        "document_id integer references document(id)",
        "note text",
    ),
    "measurement": (
        "uid text not null unique",
        "unit_id integer not null references unit(id)",
        "item_id integer not null references item(id)",
        day("measured_on", required=True),
        "value text not null",
        "value_unit text",
        "agency_id integer references agency(id)",
        "document_id integer references document(id)",
        "note text",
    ),
    "dossier_event": (
        "uid text not null unique",
        "unit_id integer not null references unit(id)",
        "set_id integer not null references criteria_set(id)",
        "kind text not null check (kind in ('required', 'received', 'handed', 'closed'))",
        day("happened_on", required=True),
        "paper text check (paper is null or paper <> '')",
        "agency_id integer references agency(id)",
        "document_id integer references document(id)",
        "note text",
        "check ((paper is not null) = (kind in ('required', 'received')))",
        "check ((agency_id is not null) = (kind = 'handed'))",
    ),
    "mapping": (
        "uid text not null unique",
        "old_set_id integer not null references criteria_set(id)",
        "new_set_id integer not null references criteria_set(id)",
        "hash text not null",
        "body text not null check (json_valid(body))",
        "check (old_set_id <> new_set_id)",
    ),
    "closing": (
        "uid text not null unique",
        "period text not null",
        day("start", required=True),
        day("last_day", required=True),
        day("closed_on", required=True),
        "hash text not null check (length(hash) = 64)",
        "body text not null check (json_valid(body))",
        "note text",
    ),
}

ENTITIES = schema_3.ENTITIES
FACTS = {**schema_3.FACTS, **_GROWN_FACTS, **_NEW_FACTS}
MAIL = schema_3.MAIL

INDEXES = """
create index lineage_from on lineage(from_id);
create index lineage_to on lineage(to_id);
create index milestone_item on milestone(unit_id, item_id, last_day);
create index measurement_item on measurement(unit_id, item_id, measured_on);
create index dossier_event_unit on dossier_event(unit_id, set_id);
create index closing_span on closing(start, last_day);
"""


def statements() -> list[str]:
    """Every statement of the fourth schema, in order."""
    parts = [
        f"alter table standing add column {_VALID_TO};\n",
        f"alter table target add column {_SET_ON};\n",
    ]
    for table, columns in _GROWN_FACTS.items():
        # The triggers name the columns that history keeps.
        parts += [f"drop trigger {name};\n" for name in _triggers_of(table)]
        parts.append(fact_triggers(table, columns))
    for table, columns in _NEW_FACTS.items():
        parts.append(table_of(table, columns))
    parts.append(INDEXES)
    for table, columns in _NEW_FACTS.items():
        parts.append(fact_triggers(table, columns))
    return parts


def _triggers_of(table: str) -> tuple[str, ...]:
    return tuple(f"{table}_{what}" for what in ("insert_owned", "fixed", "delete_guard", "deleted"))
