-- What a hub keeps: the changes that offices gave it, each as it was told, and what follows from
-- them for who may write about what. Nobody but the owner of the database may edit any of it.

create schema if not exists ntmtrack;
revoke all on schema ntmtrack from public;

-- A hub that was put back from a copy is another one: cursors of before do not fit it.
create table if not exists ntmtrack.hub (
    uid text not null,
    version integer not null,
    single boolean primary key default true check (single)
);

create table if not exists ntmtrack.office (
    uid text primary key,
    name text not null check (name <> ''),
    mark text not null unique check (mark <> ''),
    -- What the office may write about: this unit and all below it.
    unit text not null,
    role text not null unique,
    granted xid8 not null default pg_current_xact_id()
);

-- The columns of the tables that travel: what they hold, whether they may be empty, and which
-- words they know, where these are few.
create table if not exists ntmtrack.known_column (
    at_table text not null,
    name text not null,
    form text not null check (form in ('string', 'number', 'day', 'json', 'uid')),
    needed boolean not null,
    words text[],
    primary key (at_table, name)
);

create table if not exists ntmtrack.change (
    uid text primary key check (uid ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'),
    office text not null references ntmtrack.office,
    seq bigint not null check (seq between 1 and 9007199254740991),
    lamport bigint not null check (lamport between 1 and 9007199254740991),
    kind text not null check (kind in ('command', 'undo', 'migration')),
    recorded_at text not null
        check (recorded_at ~ '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$'),
    undoes text check (undoes ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'),
    unique (office, seq)
);
create index if not exists change_lamport on ntmtrack.change(lamport);

-- Who did it, in which words: not for those who read no more of it than its reference rows.
create table if not exists ntmtrack.said (
    change_uid text primary key references ntmtrack.change,
    actor text not null,
    command text not null,
    reason text,
    check (octet_length(actor) + octet_length(command) + octet_length(coalesce(reason, ''))
        <= 1048576)
);

create table if not exists ntmtrack.op (
    change_uid text not null references ntmtrack.change,
    place integer not null check (place >= 0),
    at_table text not null,
    row_uid text not null,
    action text not null check (action in ('insert', 'update', 'delete')),
    before jsonb,
    after jsonb,
    -- What follows is never the sender's word: a trigger works it out.
    office text not null,
    scope text not null check (scope in ('shared', 'unit', 'office')),
    units text[] not null,
    -- The units whose offices may read it: those, and of a reference row those it is named for.
    shown text[] not null,
    -- It tells of another office's unit by this office's own name for it, no more.
    claim boolean not null,
    -- Read in the order of transactions, no late one is ever missed.
    arrived xid8 not null,
    primary key (change_uid, place),
    check ((before is null) = (action = 'insert')),
    check ((after is null) = (action = 'delete')),
    check (octet_length(coalesce(before::text, '')) + octet_length(coalesce(after::text, ''))
        <= 8388608)
);
create index if not exists op_arrived on ntmtrack.op(arrived);
create index if not exists op_row on ntmtrack.op(at_table, row_uid);

-- How much was done in a change of which all is here.
create table if not exists ntmtrack.whole (
    change_uid text primary key references ntmtrack.change,
    ops integer not null check (ops >= 0)
);

-- Every row that was told of: who brought it, the unit it concerns, the row it belongs to, and the
-- name under which it is the same thing as another office's row.
create table if not exists ntmtrack.subject (
    at_table text not null,
    row_uid text not null,
    office text not null,
    canon text not null,
    unit text,
    belongs text,
    -- As in op: the units whose offices may read of it though its own office is none of theirs.
    shown text[] not null default '{}',
    primary key (at_table, row_uid)
);
create index if not exists subject_canon on ntmtrack.subject(at_table, canon);
create index if not exists subject_belongs on ntmtrack.subject(belongs);

-- Reference rows that were named for a unit, and by whom, whether they are here yet or not.
create table if not exists ntmtrack.named (
    at_table text not null,
    row_uid text not null,
    unit text not null,
    office text not null,
    primary key (at_table, row_uid, unit, office)
);

-- What makes two units one: code and name, or kind, name and parent; by the office that said so.
create table if not exists ntmtrack.unit_sign (
    sign text not null,
    unit text not null,
    office text not null,
    primary key (sign, unit)
);

create table if not exists ntmtrack.unit_parent (
    unit text not null,
    parent text not null,
    arrived xid8 not null default pg_current_xact_id(),
    primary key (unit, parent)
);
create index if not exists unit_parent_parent on ntmtrack.unit_parent(parent);

create table if not exists ntmtrack.coverage (
    office text not null references ntmtrack.office,
    first bigint not null check (first > 0),
    last bigint not null check (last >= first and last <= 9007199254740991),
    arrived xid8 not null default pg_current_xact_id(),
    primary key (office, first, last)
);
