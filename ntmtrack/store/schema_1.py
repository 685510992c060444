"""The first schema of the ledger, frozen: once released it is never edited.

Three kinds of tables. *Facts* are appended and never edited. *Entities* may be corrected; every
correction leaves before and after in `history`. *Bookkeeping* (`change`, `history`,
`number_series`) is what the other two rest on. Triggers keep these rules, so no path can forget
them, not even a foreign one.
"""

from ntmtrack.store.schema_parts import day as _date
from ntmtrack.store.schema_parts import entity_triggers, fact_triggers, table_of

BOOKKEEPING = """
create table change (
    id integer primary key,
    uid text not null unique,
    office text not null,
    seq integer not null,
    kind text not null check (kind in ('command', 'undo', 'bundle', 'migration')),
    recorded_at text not null check (recorded_at glob '????-??-??T??:??:??.???Z'),
    actor text not null,
    command text not null,
    reason text,
    undoes integer references change(id),
    closed integer not null default 0 check (closed in (0, 1)),
    extent text,
    previous_hash text,
    hash text,
    unique (office, seq)
) strict;
create unique index change_open on change(closed) where closed = 0;
create trigger change_sealed before update on change when old.closed = 1
begin select raise(abort, 'ntmtrack: a closed change is never edited'); end;
create trigger change_kept before delete on change
begin select raise(abort, 'ntmtrack: a change is never deleted'); end;

create table history (
    id integer primary key autoincrement,
    change_id integer not null references change(id),
    at_table text not null,
    row_id integer not null,
    action text not null check (action in ('insert', 'update', 'delete')),
    before text check (before is null or json_valid(before)),
    after text check (after is null or json_valid(after))
) strict;
create index history_change on history(change_id);
create index history_row on history(at_table, row_id);
create trigger history_owned before insert on history
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;
create trigger history_fixed before update on history
begin select raise(abort, 'ntmtrack: history is never edited'); end;
create trigger history_kept before delete on history
begin select raise(abort, 'ntmtrack: history is never deleted'); end;

create table number_series (
    prefix text primary key,
    last integer not null
) strict, without rowid;
create trigger number_series_rising before update on number_series
when new.last <= old.last or new.prefix <> old.prefix
begin select raise(abort, 'ntmtrack: a number is never given twice'); end;
create trigger number_series_kept before delete on number_series
begin select raise(abort, 'ntmtrack: a number is never given twice'); end;
"""

ENTITIES: dict[str, tuple[str, ...]] = {
    "setting": ("key text not null unique", "value text not null"),
    "unit": ("uid text not null unique",),
    "unit_version": (
        "uid text not null unique",
        "unit_id integer not null references unit(id)",
        _date("valid_from"),
        _date("valid_to"),
        "kind text not null check (kind in ('province', 'district', 'commune', 'ward',"
        " 'township', 'special_zone', 'village'))",
        "name text not null check (name <> '')",
        "folded text not null",
        "bare text not null",
        "parent_id integer references unit(id)",
        "region text",
        "unit_group text",
        "document_id integer references document(id)",
        "note text",
        "check (valid_from is null or valid_to is null or valid_from <= valid_to)",
    ),
    "unit_code": (
        "uid text not null unique",
        "unit_id integer not null references unit(id)",
        "system text not null default 'gso'",
        "code text not null check (code <> '')",
        _date("valid_from"),
        _date("valid_to"),
    ),
    "document": (
        "uid text not null unique",
        "number text not null check (number <> '')",
        "folded text not null",
        "kind text",
        _date("dated"),
        "issuer text",
        "about text",
        "excerpt text",
        "path text",
        "sha256 text",
    ),
    "agency": (
        "uid text not null unique",
        "name text not null check (name <> '')",
        "folded text not null",
        "code text",
        "outside integer not null default 0 check (outside in (0, 1))",
        "unit_id integer references unit(id)",
        _date("valid_from"),
        _date("valid_to"),
        "note text",
    ),
    "agency_address": (
        "uid text not null unique",
        "agency_id integer not null references agency(id)",
        "address text not null check (address like '%_@_%')",
        _date("valid_from"),
        _date("valid_to"),
    ),
    "person": (
        "uid text not null unique",
        "agency_id integer not null references agency(id)",
        "name text not null check (name <> '')",
        "folded text not null",
        "title text",
        _date("valid_from"),
        _date("valid_to"),
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
        _date("assigned_on"),
        "due_words text",
        _date("due_start"),
        _date("due_last"),
        "due_precision text not null check (due_precision in ('day', 'month', 'quarter', 'half',"
        " 'year', 'rhythm', 'trigger', 'none'))",
        _date("last_day"),
        "state text not null check (state in ('open', 'reported', 'done', 'cancelled', 'paused'))",
        _date("closed_on"),
        "note text",
        "check ((due_last is null) = (due_precision in ('rhythm', 'trigger', 'none')))",
        "check (due_last is null or last_day is not null)",
        "check ((closed_on is null) = (state in ('open', 'reported', 'paused')))",
    ),
    "task_party": (
        "uid text not null unique",
        "task_id integer not null references task(id)",
        "role text not null check (role in ('lead', 'coordinator', 'person'))",
        "agency_id integer references agency(id)",
        "person_id integer references person(id)",
        _date("since"),
        _date("until"),
        "check ((role = 'person') = (person_id is not null))",
        "check ((role = 'person') = (agency_id is null))",
    ),
}

FACTS: dict[str, tuple[str, ...]] = {
    "criteria_set": (
        "uid text not null unique",
        "code text not null unique",
        "folded text not null",
        "level text not null check (level in ('province', 'district', 'commune', 'village'))",
        "name text not null",
        "decision text",
        _date("issued"),
        _date("effective"),
        "period text",
        "hash text not null",
        "body text not null check (json_valid(body))",
    ),
    "overlay": (
        "uid text not null unique",
        "code text not null unique",
        "set_id integer not null references criteria_set(id)",
        "name text not null",
        "decision text not null",
        _date("issued"),
        _date("effective", required=True),
        "body text not null check (json_valid(body))",
    ),
    "item": (
        "uid text not null unique",
        "set_id integer not null references criteria_set(id)",
        "overlay_id integer references overlay(id)",
        "parent_id integer references item(id)",
        "sort_key text not null",
        "number text not null",
        "name text not null",
        "needed integer",
    ),
    "amendment": (
        "uid text not null unique",
        "overlay_id integer not null references overlay(id)",
        "item_id integer not null references item(id)",
        "name text not null",
    ),
    "assessment": (
        "uid text not null unique",
        "unit_id integer not null references unit(id)",
        "item_id integer not null references item(id)",
        "stage text not null check (stage in ('self', 'verification', 'appraisal'))",
        "verdict text not null check (verdict in ('met', 'nearly_met', 'unmet', 'not_applicable'))",
        _date("assessed_on", required=True),
        "at_risk integer not null default 0 check (at_risk in (0, 1))",
        "value text",
        "value_unit text",
        "threshold text",
        "judged text not null check (judged in ('by_hand', 'by_threshold', 'overridden'))",
        "reason text",
        "agency_id integer references agency(id)",
        "document_id integer references document(id)",
        "note text",
        "check ((judged = 'by_threshold') <= (threshold is not null))",
        "check ((judged = 'overridden') <= (reason is not null))",
    ),
    "evidence": (
        "uid text not null unique",
        "assessment_id integer not null references assessment(id)",
        "path text",
        "sha256 text",
        "size integer",
        "document_id integer references document(id)",
        "note text",
        "check ((path is null) = (sha256 is null))",
        "check (path is not null or document_id is not null)",
    ),
    "tally": (
        "uid text not null unique",
        "unit_id integer not null references unit(id)",
        "set_id integer references criteria_set(id)",
        "what text not null check (what in ('met', 'nearly_met', 'unmet', 'registered',"
        " 'under_way', 'appraised', 'submitted', 'recognised'))",
        "count integer not null check (count >= 0)",
        "total integer check (total is null or total >= count)",
        _date("counted_on", required=True),
        "words text",
        "document_id integer references document(id)",
        "note text",
    ),
    "standing": (
        "uid text not null unique",
        "unit_id integer not null references unit(id)",
        "set_id integer not null references criteria_set(id)",
        "event text not null check (event in ('registered', 'self_assessed', 'verified',"
        " 'appraised', 'submitted', 'returned', 'recognised', 'announced', 'withdrawn',"
        " 'expired', 'revoked', 'carried_over'))",
        _date("happened_on"),
        "year integer",
        "target_words text",
        _date("target_start"),
        _date("target_last"),
        "target_precision text check (target_precision in ('day', 'month', 'quarter', 'half',"
        " 'year', 'rhythm', 'trigger', 'none'))",
        "document_id integer references document(id)",
        "note text",
    ),
    "task_event": (
        "uid text not null unique",
        "task_id integer not null references task(id)",
        "kind text not null check (kind in ('added', 'started', 'progress', 'reported', 'done',"
        " 'confirmed', 'returned', 'paused', 'resumed', 'extended', 'handed_on', 'reassigned',"
        " 'cancelled', 'reopened', 'noted'))",
        _date("happened_on", required=True),
        "note text",
        "document_id integer references document(id)",
        "body text check (body is null or json_valid(body))",
    ),
}

INDEXES = """
create index unit_version_unit on unit_version(unit_id);
create index unit_version_parent on unit_version(parent_id);
create index unit_version_folded on unit_version(folded);
create index unit_version_bare on unit_version(bare);
create index unit_code_code on unit_code(code);
create index unit_code_unit on unit_code(unit_id);
create index document_folded on document(folded);
create index agency_folded on agency(folded);
create index agency_address_agency on agency_address(agency_id);
create index person_agency on person(agency_id);
create index item_set on item(set_id, sort_key);
create index amendment_item on amendment(item_id);
create index assessment_latest on assessment(unit_id, item_id, stage, assessed_on);
create index evidence_assessment on evidence(assessment_id);
create index tally_unit on tally(unit_id);
create index standing_unit on standing(unit_id, set_id);
create index task_late on task(last_day) where closed_on is null;
create index task_closed on task(closed_on) where closed_on is not null;
create index task_unit on task(unit_id, item_id);
create index task_document on task(document_id);
create index task_party_task on task_party(task_id);
create index task_party_agency on task_party(agency_id, role);
create index task_event_task on task_event(task_id, happened_on);
"""


def statements() -> list[str]:
    """Every statement of the first schema, in order."""
    parts = [BOOKKEEPING]
    for table, columns in {**ENTITIES, **FACTS}.items():
        parts.append(table_of(table, columns))
    parts.append(INDEXES)
    for table, columns in ENTITIES.items():
        parts.append(entity_triggers(table, columns))
    for table, columns in FACTS.items():
        parts.append(fact_triggers(table, columns))
    return parts
