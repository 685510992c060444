"""The second schema of the ledger, frozen: the life of tasks, and the papers they come from.

A task may be reported done before it is confirmed, may be one of several given together, and may
be one occurrence of a task that comes round. A paper that was read is kept as a draft until
every clause of it has been considered.
"""

from ntmtrack.store import schema_1
from ntmtrack.store.schema_parts import day, entity_triggers, fact_triggers, table_of

_PRECISION = "('day', 'month', 'quarter', 'half', 'year', 'rhythm', 'trigger', 'none')"

_REMADE_ENTITIES: dict[str, tuple[str, ...]] = {
    "document": (
        "uid text not null unique",
        "number text not null check (number <> '')",
        "folded text not null",
        "kind text",
        day("dated"),
        "issuer text",
        "about text",
        "excerpt text",
        "path text",
        "sha256 text",
        "recipients text",
    ),
    "task": (
        "uid text not null unique",
        "number text not null unique",
        "unit_id integer references unit(id)",
        "item_id integer references item(id)",
        "title text not null check (title <> '')",
        "document_id integer references document(id)",
        "clause text",
        "parent_id integer references task(id)",
        day("assigned_on"),
        "due_words text",
        day("due_start"),
        day("due_last"),
        f"due_precision text not null check (due_precision in {_PRECISION})",
        day("last_day"),
        "state text not null check (state in ('open', 'reported', 'done', 'cancelled', 'paused'))",
        day("closed_on"),
        "note text",
        "period text",
        "bound text",
        "check ((due_last is null) = (due_precision in ('rhythm', 'trigger', 'none')))",
        "check (due_last is null or last_day is not null)",
        "check ((closed_on is null) = (state in ('open', 'paused')))",
        "check (period is null or parent_id is not null)",
    ),
}

_NEW_ENTITIES: dict[str, tuple[str, ...]] = {
    "draft": (
        "uid text not null unique",
        "name text not null",
        "path text not null",
        "sha256 text not null",
        day("read_on", required=True),
        "document_id integer references document(id)",
        "later_id integer references draft(id)",
        "body text not null check (json_valid(body))",
    ),
    "clause": (
        "uid text not null unique",
        "draft_id integer not null references draft(id)",
        "place integer not null",
        "number text not null",
        "begins integer not null",
        "ends integer not null",
        "words text not null",
        "folded text not null",
        "state text not null check (state in ('task', 'no_task', 'unconsidered'))",
        "note text",
        "unique (draft_id, place)",
    ),
    "proposal": (
        "uid text not null unique",
        "clause_id integer not null references clause(id)",
        "place integer not null",
        "state text not null check (state in ('proposed', 'accepted', 'skipped'))",
        "task_id integer references task(id)",
        "body text not null check (json_valid(body))",
        "unique (clause_id, place)",
        "check ((task_id is not null) = (state = 'accepted'))",
    ),
}

_REMADE_FACTS: dict[str, tuple[str, ...]] = {
    "task_event": (
        "uid text not null unique",
        "task_id integer not null references task(id)",
        "kind text not null check (kind in ('added', 'started', 'progress', 'reported', 'done',"
        " 'confirmed', 'returned', 'paused', 'resumed', 'extended', 'handed_on', 'reassigned',"
        " 'cancelled', 'reopened', 'noted', 'triggered', 'corrected'))",
        day("happened_on", required=True),
        "note text",
        "document_id integer references document(id)",
        "body text check (body is null or json_valid(body))",
    ),
}

_NEW_FACTS: dict[str, tuple[str, ...]] = {
    "target": (
        "uid text not null unique",
        "unit_id integer references unit(id)",
        "set_id integer references criteria_set(id)",
        "item_id integer references item(id)",
        "words text not null",
        day("start", required=True),
        day("last_day", required=True),
        "precision text not null check (precision in ('day', 'month', 'quarter', 'half', 'year'))",
        "document_id integer references document(id)",
        "note text",
    ),
}

ENTITIES = {**schema_1.ENTITIES, **_REMADE_ENTITIES, **_NEW_ENTITIES}
FACTS = {**schema_1.FACTS, **_REMADE_FACTS, **_NEW_FACTS}

INDEXES = """
create index document_folded on document(folded);
create index task_late on task(last_day) where closed_on is null;
create index task_closed on task(closed_on) where closed_on is not null;
create index task_unit on task(unit_id, item_id);
create index task_document on task(document_id);
create index task_parent on task(parent_id) where parent_id is not null;
create unique index task_occurrence on task(parent_id, period) where period is not null;
create index task_event_task on task_event(task_id, happened_on);
create index task_event_moved on task_event(happened_on, task_id)
where kind in ('extended', 'triggered', 'paused');
create index clause_draft on clause(draft_id);
create index clause_folded on clause(folded);
create index proposal_clause on proposal(clause_id);
create index draft_document on draft(document_id);
create index draft_sha256 on draft(sha256);
create index target_unit on target(unit_id);
"""


def statements() -> list[str]:
    """Every statement of the second schema, in order."""
    parts = []
    for table, columns in {**_REMADE_ENTITIES, **_REMADE_FACTS}.items():
        parts += _remade(table, columns)
    for table, columns in {**_NEW_ENTITIES, **_NEW_FACTS}.items():
        parts.append(table_of(table, columns))
    parts.append(INDEXES)
    for table, columns in {**_REMADE_ENTITIES, **_NEW_ENTITIES}.items():
        parts.append(entity_triggers(table, columns))
    for table, columns in {**_REMADE_FACTS, **_NEW_FACTS}.items():
        parts.append(fact_triggers(table, columns))
    return parts


def _remade(table: str, columns: tuple[str, ...]) -> list[str]:
    """A table with other checks and more columns, its rows as they were.

    SQLite changes no check in place. Ids go on where they were, or history would name other rows.
    """
    before = {**schema_1.ENTITIES, **schema_1.FACTS}[table]
    kept = ["id", *(c.split()[0] for c in before if not c.startswith("check")), "change_id"]
    names = ", ".join(kept)
    aside = f"{table}_remade"
    return [
        table_of(aside, columns),
        f"insert into {aside}({names}) select {names} from {table};\n",
        f"delete from sqlite_sequence where name = '{aside}';\n",
        f"insert into sqlite_sequence(name, seq) select '{aside}', seq from sqlite_sequence"
        f" where name = '{table}';\n",
        f"drop table {table};\n",
        f"alter table {aside} rename to {table};\n",
    ]
