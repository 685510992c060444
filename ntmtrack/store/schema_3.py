"""The third schema of the ledger, frozen: letters, what they told, and what became of them.

A letter is kept exactly as it leaves. What becomes of it is a row for each step and each address;
how it stands is the last of them.
"""

from ntmtrack.store import schema_2
from ntmtrack.store.schema_parts import (
    day,
    entity_triggers,
    fact_triggers,
    history_triggers_of,
    table_of,
)

_MOMENT = "check ({0} is null or {0} glob '????-??-??T??:??:??.???Z')"


def _moment(column: str, *, required: bool = False) -> str:
    return f"{column} text{' not null' if required else ''} {_MOMENT.format(column)}"


_LANG = "lang text check (lang is null or lang in ('vi', 'en'))"

_GROWN_ENTITIES: dict[str, tuple[str, ...]] = {
    "agency": (*schema_2.ENTITIES["agency"], _LANG),
}

_NEW_ENTITIES: dict[str, tuple[str, ...]] = {
    "person_address": (
        "uid text not null unique",
        "person_id integer not null references person(id)",
        "address text not null check (address like '%_@_%')",
        day("valid_from"),
        day("valid_to"),
    ),
}

_NEW_FACTS: dict[str, tuple[str, ...]] = {
    "letter": (
        "uid text not null unique",
        "number text not null unique",
        "kind text not null check (kind in ('overdue', 'due', 'review', 'summary', 'escalation',"
        " 'heartbeat'))",
        "receiver text not null",
        "receiver_name text not null",
        "lang text not null check (lang in ('vi', 'en'))",
        "period text not null",
        day("written_on", required=True),
        "content_hash text not null check (length(content_hash) = 64)",
        "sender text not null",
        "subject text not null",
        "header_id text not null unique",
        "content text not null",
        "unique (receiver, kind, period, content_hash)",
    ),
    "told": (
        "uid text not null unique",
        "letter_id integer not null references letter(id)",
        "mark text not null check (mark <> '')",
        "unique (letter_id, mark)",
    ),
    "delivery": (
        "uid text not null unique",
        "letter_id integer not null references letter(id)",
        "address text not null check (address like '%_@_%')",
        "state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'unknown',"
        " 'forgotten', 'superseded'))",
        day("happened_on", required=True),
        _moment("happened_at", required=True),
        "attempt integer not null check (attempt >= 0)",
        "why text check (why is null or json_valid(why))",
        _moment("next_try"),
        "check (next_try is null or state in ('queued', 'failed'))",
    ),
    "mail_run": (
        "uid text not null unique",
        "kind text not null check (kind in ('overdue', 'due', 'review'))",
        day("happened_on", required=True),
        _moment("happened_at", required=True),
        "queued integer not null check (queued >= 0)",
        "sent integer not null check (sent >= 0)",
        "undelivered integer not null check (undelivered >= 0)",
    ),
}

ENTITIES = {**schema_2.ENTITIES, **_GROWN_ENTITIES, **_NEW_ENTITIES}
FACTS = {**schema_2.FACTS, **_NEW_FACTS}

MAIL = frozenset(_NEW_FACTS)
"""The facts of how mail goes: a change that holds nothing else is no work of an officer."""

INDEXES = """
create index person_address_person on person_address(person_id);
create index letter_receiver on letter(kind, receiver);
create index told_mark on told(mark, letter_id);
create index delivery_entry on delivery(letter_id, address);
create index mail_run_kind on mail_run(kind, happened_on);
"""


def statements() -> list[str]:
    """Every statement of the third schema, in order."""
    parts = [f"alter table agency add column {_LANG};\n"]
    for table, columns in _GROWN_ENTITIES.items():
        # The triggers name the columns that history keeps.
        parts += [f"drop trigger {table}_{moment};\n" for moment in _MOMENTS]
        parts.append(history_triggers_of(table, columns))
    for table, columns in {**_NEW_ENTITIES, **_NEW_FACTS}.items():
        parts.append(table_of(table, columns))
    parts.append(INDEXES)
    for table, columns in _NEW_ENTITIES.items():
        parts.append(entity_triggers(table, columns))
    for table, columns in _NEW_FACTS.items():
        parts.append(fact_triggers(table, columns))
    return parts


_MOMENTS = ("inserted", "updated", "deleted")
