"""The sixth schema of the ledger, frozen: offices, what they gave one another, and its order.

An office's changes come to another ledger inside bundles, or from a hub; there they are part of
one change of its own. `received` keeps the head of each, `received_op` what it did to a row as far
as the row alone does not tell it. A ledger's content follows from all that was done in it, in
whatever order it arrived; `lamport` orders it so that nothing stands before what its author knew.
"""

from ntmtrack.store import schema_5
from ntmtrack.store.schema_parts import delete_guard, entity_triggers, fact_triggers, table_of

_LAMPORT = "lamport integer check (lamport is null or lamport > 0)"

_NEW_ENTITIES: dict[str, tuple[str, ...]] = {
    # The office that keeps this ledger is one of them: its uid is the setting office_uid.
    "office": (
        "uid text not null unique",
        "name text not null check (name <> '')",
        "folded text not null",
        # Stands behind the numbers that the office gives, so that they are its own everywhere.
        "mark text unique check (mark is null or mark <> '')",
        # What the office may write about: this unit and all below it.
        "unit_id integer references unit(id)",
        # The public key by which its bundles are known, as OpenSSH writes it.
        "key text check (key is null or key <> '')",
        "note text",
    ),
}

_NEW_FACTS: dict[str, tuple[str, ...]] = {
    "bundle": (
        "uid text not null unique",
        "way text not null check (way in ('made', 'applied', 'pushed', 'pulled'))",
        # Whose bundle it is: its own number of it, and for whom it was made (null: for all).
        "office_uid text not null",
        "number integer not null check (number > 0)",
        "to_uid text",
        "sha256 text check (sha256 is null or length(sha256) = 64)",
        "signature text not null check (signature in ('none', 'good', 'unknown'))",
        "counts text not null check (json_valid(counts))",
        "body text not null check (json_valid(body))",
    ),
    "received": (
        "uid text not null unique",
        "bundle_id integer not null references bundle(id)",
        "change_uid text not null",
        "office_uid text not null",
        "seq integer not null check (seq > 0)",
        "lamport integer not null check (lamport > 0)",
        "kind text not null check (kind in ('command', 'undo', 'bundle', 'migration'))",
        "recorded_at text not null check (recorded_at glob '????-??-??T??:??:??.???Z')",
        "actor text not null",
        "command text not null",
        "reason text",
        "undoes_uid text",
        # A part of a change comes where only some of it concerns the receiver.
        "whole integer not null check (whole in (0, 1))",
        # The facts it wrote here, as in change.extent.
        "extent text not null check (json_valid(extent))",
    ),
    "received_op": (
        "uid text not null unique",
        "received_id integer not null references received(id)",
        "place integer not null check (place >= 0)",
        "at_table text not null",
        "row_uid text not null",
        "action text not null check (action in ('insert', 'update', 'delete'))",
        "body text not null check (json_valid(body))",
    ),
    # The last one holds.
    "op_outcome": (
        "uid text not null unique",
        "op_id integer not null references received_op(id)",
        "outcome text not null check (outcome in ('applied', 'waiting', 'refused'))",
        "why text check (why is null or json_valid(why))",
    ),
    # The same thing under the name that another office gave it.
    "alias": (
        "uid text not null unique",
        "at_table text not null",
        "foreign_uid text not null",
        "row_uid text not null",
        "unique (at_table, foreign_uid)",
    ),
    # Of several values that offices wrote without knowing of one another, the one that was chosen.
    "settlement": (
        "uid text not null unique",
        "at_table text not null",
        "row_uid text not null",
        "field text not null",
        "kept text not null check (json_valid(kept))",
        "dropped text not null check (json_valid(dropped))",
    ),
    # What another office says that it has of this one's changes, and what it refused of them.
    "receipt": (
        "uid text not null unique",
        "bundle_id integer not null references bundle(id)",
        "office_uid text not null",
        "seq integer not null check (seq >= 0)",
        "number integer not null check (number >= 0)",
        "refusals text not null check (json_valid(refusals))",
    ),
    # How far a hub was read, or written to.
    "hub_cursor": (
        "uid text not null unique",
        "hub text not null",
        "way text not null check (way in ('push', 'pull'))",
        "cursor text not null",
    ),
}

# One more than of any change that is known here (Lamport, "Time, Clocks, and the Ordering of Events
# in a Distributed System", 1978). Changes of before have none; their number is theirs.
_ORDERED = """
create trigger change_ordered after insert on change when new.lamport is null
begin update change set lamport = 1 + max(
    coalesce((select coalesce(lamport, id) from change where id < new.id order by id desc limit 1),
        0),
    coalesce((select max(lamport) from received), 0))
    where id = new.id; end;
"""

ENTITIES = {**schema_5.ENTITIES, **_NEW_ENTITIES}
FACTS = {**schema_5.FACTS, **_NEW_FACTS}
MAIL = schema_5.MAIL

INDEXES = """
create index received_change on received(change_uid);
create index received_lamport on received(lamport);
create index received_office on received(office_uid, seq);
create index received_op_row on received_op(row_uid);
create index received_op_received on received_op(received_id);
create index op_outcome_op on op_outcome(op_id);
create index settlement_row on settlement(row_uid);
create index receipt_office on receipt(office_uid);
"""


def statements() -> list[str]:
    """Every statement of the sixth schema, in order."""
    parts = [f"alter table change add column {_LAMPORT};\n"]
    parts += [
        table_of(table, columns) for table, columns in {**_NEW_ENTITIES, **_NEW_FACTS}.items()
    ]
    parts.append(INDEXES)
    parts.append(_ORDERED)
    parts += [entity_triggers(table, columns) for table, columns in _NEW_ENTITIES.items()]
    parts += [fact_triggers(table, columns) for table, columns in _NEW_FACTS.items()]
    for table in {**ENTITIES, **FACTS}:
        # What another office undid goes here too.
        parts.append(f"drop trigger {table}_delete_guard;\n")
        parts.append(delete_guard(table))
    return parts
