CREATE TABLE agency (
    id integer primary key autoincrement,
    uid text not null unique,
    name text not null check (name <> ''),
    folded text not null,
    code text,
    outside integer not null default 0 check (outside in (0, 1)),
    unit_id integer references unit(id),
    valid_from text check (valid_from is null or date(valid_from, '+0 days') is valid_from),
    valid_to text check (valid_to is null or date(valid_to, '+0 days') is valid_to),
    note text,
    change_id integer not null references change(id)
, lang text check (lang is null or lang in ('vi', 'en'))) strict;

CREATE INDEX agency_folded on agency(folded);

CREATE TRIGGER agency_delete_guard before delete on agency
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER agency_deleted after delete on agency
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'agency', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'name', old.name, 'folded', old.folded, 'code', old.code, 'outside', old.outside, 'unit_id', old.unit_id, 'valid_from', old.valid_from, 'valid_to', old.valid_to, 'note', old.note, 'lang', old.lang, 'change_id', old.change_id)); end;

CREATE TRIGGER agency_insert_owned before insert on agency
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER agency_inserted after insert on agency
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'agency', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'name', new.name, 'folded', new.folded, 'code', new.code, 'outside', new.outside, 'unit_id', new.unit_id, 'valid_from', new.valid_from, 'valid_to', new.valid_to, 'note', new.note, 'lang', new.lang, 'change_id', new.change_id)); end;

CREATE TRIGGER agency_update_owned before update on agency
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER agency_updated after update on agency
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'agency', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'name', old.name, 'folded', old.folded, 'code', old.code, 'outside', old.outside, 'unit_id', old.unit_id, 'valid_from', old.valid_from, 'valid_to', old.valid_to, 'note', old.note, 'lang', old.lang, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'name', new.name, 'folded', new.folded, 'code', new.code, 'outside', new.outside, 'unit_id', new.unit_id, 'valid_from', new.valid_from, 'valid_to', new.valid_to, 'note', new.note, 'lang', new.lang, 'change_id', new.change_id)); end;

CREATE TABLE agency_address (
    id integer primary key autoincrement,
    uid text not null unique,
    agency_id integer not null references agency(id),
    address text not null check (address like '%_@_%'),
    valid_from text check (valid_from is null or date(valid_from, '+0 days') is valid_from),
    valid_to text check (valid_to is null or date(valid_to, '+0 days') is valid_to),
    change_id integer not null references change(id)
) strict;

CREATE INDEX agency_address_agency on agency_address(agency_id);

CREATE TRIGGER agency_address_delete_guard before delete on agency_address
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER agency_address_deleted after delete on agency_address
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'agency_address', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'agency_id', old.agency_id, 'address', old.address, 'valid_from', old.valid_from, 'valid_to', old.valid_to, 'change_id', old.change_id)); end;

CREATE TRIGGER agency_address_insert_owned before insert on agency_address
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER agency_address_inserted after insert on agency_address
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'agency_address', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'agency_id', new.agency_id, 'address', new.address, 'valid_from', new.valid_from, 'valid_to', new.valid_to, 'change_id', new.change_id)); end;

CREATE TRIGGER agency_address_update_owned before update on agency_address
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER agency_address_updated after update on agency_address
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'agency_address', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'agency_id', old.agency_id, 'address', old.address, 'valid_from', old.valid_from, 'valid_to', old.valid_to, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'agency_id', new.agency_id, 'address', new.address, 'valid_from', new.valid_from, 'valid_to', new.valid_to, 'change_id', new.change_id)); end;

CREATE TABLE alias (
    id integer primary key autoincrement,
    uid text not null unique,
    at_table text not null,
    foreign_uid text not null,
    row_uid text not null,
    change_id integer not null references change(id),
    unique (at_table, foreign_uid)
) strict;

CREATE TRIGGER alias_delete_guard before delete on alias
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER alias_deleted after delete on alias
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'alias', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'at_table', old.at_table, 'foreign_uid', old.foreign_uid, 'row_uid', old.row_uid, 'change_id', old.change_id)); end;

CREATE TRIGGER alias_fixed before update on alias
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER alias_insert_owned before insert on alias
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE amendment (
    id integer primary key autoincrement,
    uid text not null unique,
    overlay_id integer not null references overlay(id),
    item_id integer not null references item(id),
    name text not null,
    change_id integer not null references change(id)
) strict;

CREATE INDEX amendment_item on amendment(item_id);

CREATE TRIGGER amendment_delete_guard before delete on amendment
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER amendment_deleted after delete on amendment
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'amendment', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'overlay_id', old.overlay_id, 'item_id', old.item_id, 'name', old.name, 'change_id', old.change_id)); end;

CREATE TRIGGER amendment_fixed before update on amendment
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER amendment_insert_owned before insert on amendment
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE assessment (
    id integer primary key autoincrement,
    uid text not null unique,
    unit_id integer not null references unit(id),
    item_id integer not null references item(id),
    stage text not null check (stage in ('self', 'verification', 'appraisal')),
    verdict text not null check (verdict in ('met', 'nearly_met', 'unmet', 'not_applicable')),
    assessed_on text not null check (assessed_on is null or date(assessed_on, '+0 days') is assessed_on),
    at_risk integer not null default 0 check (at_risk in (0, 1)),
    value text,
    value_unit text,
    threshold text,
    judged text not null check (judged in ('by_hand', 'by_threshold', 'overridden')),
    reason text,
    agency_id integer references agency(id),
    document_id integer references document(id),
    note text,
    change_id integer not null references change(id),
    check ((judged = 'by_threshold') <= (threshold is not null)),
    check ((judged = 'overridden') <= (reason is not null))
) strict;

CREATE INDEX assessment_agency on assessment(agency_id) where agency_id is not null;

CREATE INDEX assessment_document on assessment(document_id) where document_id is not null;

CREATE INDEX assessment_latest on assessment(unit_id, item_id, stage, assessed_on);

CREATE TRIGGER assessment_delete_guard before delete on assessment
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER assessment_deleted after delete on assessment
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'assessment', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'item_id', old.item_id, 'stage', old.stage, 'verdict', old.verdict, 'assessed_on', old.assessed_on, 'at_risk', old.at_risk, 'value', old.value, 'value_unit', old.value_unit, 'threshold', old.threshold, 'judged', old.judged, 'reason', old.reason, 'agency_id', old.agency_id, 'document_id', old.document_id, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER assessment_fixed before update on assessment
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER assessment_insert_owned before insert on assessment
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE bundle (
    id integer primary key autoincrement,
    uid text not null unique,
    way text not null check (way in ('made', 'applied', 'pushed', 'pulled')),
    office_uid text not null,
    number integer not null check (number > 0),
    to_uid text,
    sha256 text check (sha256 is null or length(sha256) = 64),
    signature text not null check (signature in ('none', 'good', 'unknown')),
    counts text not null check (json_valid(counts)),
    body text not null check (json_valid(body)),
    change_id integer not null references change(id)
) strict;

CREATE TRIGGER bundle_delete_guard before delete on bundle
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER bundle_deleted after delete on bundle
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'bundle', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'way', old.way, 'office_uid', old.office_uid, 'number', old.number, 'to_uid', old.to_uid, 'sha256', old.sha256, 'signature', old.signature, 'counts', old.counts, 'body', old.body, 'change_id', old.change_id)); end;

CREATE TRIGGER bundle_fixed before update on bundle
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER bundle_insert_owned before insert on bundle
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE capital (
    id integer primary key autoincrement,
    uid text not null unique,
    work_id integer not null references work(id),
    kind text not null check (kind in ('approved', 'disbursed', 'owed')),
    source text not null check (source <> ''),
    year integer not null check (year between 1900 and 2200),
    amount integer not null check (amount >= 0),
    counted_on text not null check (counted_on is null or date(counted_on, '+0 days') is counted_on),
    document_id integer references document(id),
    note text,
    change_id integer not null references change(id)
) strict;

CREATE INDEX capital_document on capital(document_id) where document_id is not null;

CREATE INDEX capital_work on capital(work_id, counted_on);

CREATE TRIGGER capital_delete_guard before delete on capital
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER capital_deleted after delete on capital
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'capital', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'work_id', old.work_id, 'kind', old.kind, 'source', old.source, 'year', old.year, 'amount', old.amount, 'counted_on', old.counted_on, 'document_id', old.document_id, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER capital_fixed before update on capital
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER capital_insert_owned before insert on capital
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE change (
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
    hash text, lamport integer check (lamport is null or lamport > 0),
    unique (office, seq)
) strict;

CREATE UNIQUE INDEX change_open on change(closed) where closed = 0;

CREATE INDEX change_recorded on change(recorded_at);

CREATE TRIGGER change_kept before delete on change
begin select raise(abort, 'ntmtrack: a change is never deleted'); end;

CREATE TRIGGER change_ordered after insert on change when new.lamport is null
begin update change set lamport = 1 + max(
    coalesce((select coalesce(lamport, id) from change where id < new.id order by id desc limit 1),
        0),
    coalesce((select max(lamport) from received), 0))
    where id = new.id; end;

CREATE TRIGGER change_sealed before update on change when old.closed = 1
begin select raise(abort, 'ntmtrack: a closed change is never edited'); end;

CREATE TABLE clause (
    id integer primary key autoincrement,
    uid text not null unique,
    draft_id integer not null references draft(id),
    place integer not null,
    number text not null,
    begins integer not null,
    ends integer not null,
    words text not null,
    folded text not null,
    state text not null check (state in ('task', 'no_task', 'unconsidered')),
    note text,
    change_id integer not null references change(id),
    unique (draft_id, place)
) strict;

CREATE INDEX clause_draft on clause(draft_id);

CREATE INDEX clause_folded on clause(folded);

CREATE INDEX clause_waiting on clause(id) where state = 'unconsidered';

CREATE TRIGGER clause_delete_guard before delete on clause
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER clause_deleted after delete on clause
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'clause', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'draft_id', old.draft_id, 'place', old.place, 'number', old.number, 'begins', old.begins, 'ends', old.ends, 'words', old.words, 'folded', old.folded, 'state', old.state, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER clause_insert_owned before insert on clause
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER clause_inserted after insert on clause
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'clause', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'draft_id', new.draft_id, 'place', new.place, 'number', new.number, 'begins', new.begins, 'ends', new.ends, 'words', new.words, 'folded', new.folded, 'state', new.state, 'note', new.note, 'change_id', new.change_id)); end;

CREATE TRIGGER clause_update_owned before update on clause
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER clause_updated after update on clause
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'clause', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'draft_id', old.draft_id, 'place', old.place, 'number', old.number, 'begins', old.begins, 'ends', old.ends, 'words', old.words, 'folded', old.folded, 'state', old.state, 'note', old.note, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'draft_id', new.draft_id, 'place', new.place, 'number', new.number, 'begins', new.begins, 'ends', new.ends, 'words', new.words, 'folded', new.folded, 'state', new.state, 'note', new.note, 'change_id', new.change_id)); end;

CREATE TABLE closing (
    id integer primary key autoincrement,
    uid text not null unique,
    period text not null,
    start text not null check (start is null or date(start, '+0 days') is start),
    last_day text not null check (last_day is null or date(last_day, '+0 days') is last_day),
    closed_on text not null check (closed_on is null or date(closed_on, '+0 days') is closed_on),
    hash text not null check (length(hash) = 64),
    body text not null check (json_valid(body)),
    note text,
    change_id integer not null references change(id)
) strict;

CREATE INDEX closing_span on closing(start, last_day);

CREATE TRIGGER closing_delete_guard before delete on closing
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER closing_deleted after delete on closing
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'closing', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'period', old.period, 'start', old.start, 'last_day', old.last_day, 'closed_on', old.closed_on, 'hash', old.hash, 'body', old.body, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER closing_fixed before update on closing
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER closing_insert_owned before insert on closing
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE criteria_set (
    id integer primary key autoincrement,
    uid text not null unique,
    code text not null unique,
    folded text not null,
    level text not null check (level in ('province', 'district', 'commune', 'village')),
    name text not null,
    decision text,
    issued text check (issued is null or date(issued, '+0 days') is issued),
    effective text check (effective is null or date(effective, '+0 days') is effective),
    period text,
    hash text not null,
    body text not null check (json_valid(body)),
    change_id integer not null references change(id)
) strict;

CREATE TRIGGER criteria_set_delete_guard before delete on criteria_set
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER criteria_set_deleted after delete on criteria_set
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'criteria_set', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'code', old.code, 'folded', old.folded, 'level', old.level, 'name', old.name, 'decision', old.decision, 'issued', old.issued, 'effective', old.effective, 'period', old.period, 'hash', old.hash, 'body', old.body, 'change_id', old.change_id)); end;

CREATE TRIGGER criteria_set_fixed before update on criteria_set
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER criteria_set_insert_owned before insert on criteria_set
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE delivery (
    id integer primary key autoincrement,
    uid text not null unique,
    letter_id integer not null references letter(id),
    address text not null check (address like '%_@_%'),
    state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'unknown', 'forgotten', 'superseded')),
    happened_on text not null check (happened_on is null or date(happened_on, '+0 days') is happened_on),
    happened_at text not null check (happened_at is null or happened_at glob '????-??-??T??:??:??.???Z'),
    attempt integer not null check (attempt >= 0),
    why text check (why is null or json_valid(why)),
    next_try text check (next_try is null or next_try glob '????-??-??T??:??:??.???Z'),
    change_id integer not null references change(id),
    check (next_try is null or state in ('queued', 'failed'))
) strict;

CREATE INDEX delivery_entry on delivery(letter_id, address);

CREATE TRIGGER delivery_delete_guard before delete on delivery
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER delivery_deleted after delete on delivery
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'delivery', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'letter_id', old.letter_id, 'address', old.address, 'state', old.state, 'happened_on', old.happened_on, 'happened_at', old.happened_at, 'attempt', old.attempt, 'why', old.why, 'next_try', old.next_try, 'change_id', old.change_id)); end;

CREATE TRIGGER delivery_fixed before update on delivery
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER delivery_insert_owned before insert on delivery
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE "document" (
    id integer primary key autoincrement,
    uid text not null unique,
    number text not null check (number <> ''),
    folded text not null,
    kind text,
    dated text check (dated is null or date(dated, '+0 days') is dated),
    issuer text,
    about text,
    excerpt text,
    path text,
    sha256 text,
    recipients text,
    change_id integer not null references change(id)
) strict;

CREATE INDEX document_folded on document(folded);

CREATE TRIGGER document_delete_guard before delete on document
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER document_deleted after delete on document
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'document', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'number', old.number, 'folded', old.folded, 'kind', old.kind, 'dated', old.dated, 'issuer', old.issuer, 'about', old.about, 'excerpt', old.excerpt, 'path', old.path, 'sha256', old.sha256, 'recipients', old.recipients, 'change_id', old.change_id)); end;

CREATE TRIGGER document_insert_owned before insert on document
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER document_inserted after insert on document
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'document', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'number', new.number, 'folded', new.folded, 'kind', new.kind, 'dated', new.dated, 'issuer', new.issuer, 'about', new.about, 'excerpt', new.excerpt, 'path', new.path, 'sha256', new.sha256, 'recipients', new.recipients, 'change_id', new.change_id)); end;

CREATE TRIGGER document_update_owned before update on document
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER document_updated after update on document
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'document', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'number', old.number, 'folded', old.folded, 'kind', old.kind, 'dated', old.dated, 'issuer', old.issuer, 'about', old.about, 'excerpt', old.excerpt, 'path', old.path, 'sha256', old.sha256, 'recipients', old.recipients, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'number', new.number, 'folded', new.folded, 'kind', new.kind, 'dated', new.dated, 'issuer', new.issuer, 'about', new.about, 'excerpt', new.excerpt, 'path', new.path, 'sha256', new.sha256, 'recipients', new.recipients, 'change_id', new.change_id)); end;

CREATE TABLE dossier_event (
    id integer primary key autoincrement,
    uid text not null unique,
    unit_id integer not null references unit(id),
    set_id integer not null references criteria_set(id),
    kind text not null check (kind in ('required', 'received', 'handed', 'closed')),
    happened_on text not null check (happened_on is null or date(happened_on, '+0 days') is happened_on),
    paper text check (paper is null or paper <> ''),
    agency_id integer references agency(id),
    document_id integer references document(id),
    note text,
    change_id integer not null references change(id),
    check ((paper is not null) = (kind in ('required', 'received'))),
    check ((agency_id is not null) = (kind = 'handed'))
) strict;

CREATE INDEX dossier_event_agency on dossier_event(agency_id) where agency_id is not null;

CREATE INDEX dossier_event_document on dossier_event(document_id) where document_id is not null;

CREATE INDEX dossier_event_unit on dossier_event(unit_id, set_id);

CREATE TRIGGER dossier_event_delete_guard before delete on dossier_event
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER dossier_event_deleted after delete on dossier_event
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'dossier_event', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'set_id', old.set_id, 'kind', old.kind, 'happened_on', old.happened_on, 'paper', old.paper, 'agency_id', old.agency_id, 'document_id', old.document_id, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER dossier_event_fixed before update on dossier_event
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER dossier_event_insert_owned before insert on dossier_event
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE draft (
    id integer primary key autoincrement,
    uid text not null unique,
    name text not null,
    path text not null,
    sha256 text not null,
    read_on text not null check (read_on is null or date(read_on, '+0 days') is read_on),
    document_id integer references document(id),
    later_id integer references draft(id),
    body text not null check (json_valid(body)),
    change_id integer not null references change(id)
) strict;

CREATE INDEX draft_document on draft(document_id);

CREATE INDEX draft_sha256 on draft(sha256);

CREATE TRIGGER draft_delete_guard before delete on draft
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER draft_deleted after delete on draft
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'draft', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'name', old.name, 'path', old.path, 'sha256', old.sha256, 'read_on', old.read_on, 'document_id', old.document_id, 'later_id', old.later_id, 'body', old.body, 'change_id', old.change_id)); end;

CREATE TRIGGER draft_insert_owned before insert on draft
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER draft_inserted after insert on draft
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'draft', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'name', new.name, 'path', new.path, 'sha256', new.sha256, 'read_on', new.read_on, 'document_id', new.document_id, 'later_id', new.later_id, 'body', new.body, 'change_id', new.change_id)); end;

CREATE TRIGGER draft_update_owned before update on draft
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER draft_updated after update on draft
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'draft', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'name', old.name, 'path', old.path, 'sha256', old.sha256, 'read_on', old.read_on, 'document_id', old.document_id, 'later_id', old.later_id, 'body', old.body, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'name', new.name, 'path', new.path, 'sha256', new.sha256, 'read_on', new.read_on, 'document_id', new.document_id, 'later_id', new.later_id, 'body', new.body, 'change_id', new.change_id)); end;

CREATE TABLE evidence (
    id integer primary key autoincrement,
    uid text not null unique,
    assessment_id integer not null references assessment(id),
    path text,
    sha256 text,
    size integer,
    document_id integer references document(id),
    note text,
    change_id integer not null references change(id),
    check ((path is null) = (sha256 is null)),
    check (path is not null or document_id is not null)
) strict;

CREATE INDEX evidence_assessment on evidence(assessment_id);

CREATE INDEX evidence_document on evidence(document_id) where document_id is not null;

CREATE TRIGGER evidence_delete_guard before delete on evidence
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER evidence_deleted after delete on evidence
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'evidence', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'assessment_id', old.assessment_id, 'path', old.path, 'sha256', old.sha256, 'size', old.size, 'document_id', old.document_id, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER evidence_fixed before update on evidence
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER evidence_insert_owned before insert on evidence
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE history (
    id integer primary key autoincrement,
    change_id integer not null references change(id),
    at_table text not null,
    row_id integer not null,
    action text not null check (action in ('insert', 'update', 'delete')),
    before text check (before is null or json_valid(before)),
    after text check (after is null or json_valid(after))
) strict;

CREATE INDEX history_change on history(change_id);

CREATE INDEX history_deleted on history(at_table, row_id) where action = 'delete';

CREATE INDEX history_row on history(at_table, row_id);

CREATE TRIGGER history_fixed before update on history
begin select raise(abort, 'ntmtrack: history is never edited'); end;

CREATE TRIGGER history_kept before delete on history
begin select raise(abort, 'ntmtrack: history is never deleted'); end;

CREATE TRIGGER history_owned before insert on history
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE hub_cursor (
    id integer primary key autoincrement,
    uid text not null unique,
    hub text not null,
    way text not null check (way in ('push', 'pull')),
    cursor text not null,
    change_id integer not null references change(id)
) strict;

CREATE TRIGGER hub_cursor_delete_guard before delete on hub_cursor
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER hub_cursor_deleted after delete on hub_cursor
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'hub_cursor', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'hub', old.hub, 'way', old.way, 'cursor', old.cursor, 'change_id', old.change_id)); end;

CREATE TRIGGER hub_cursor_fixed before update on hub_cursor
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER hub_cursor_insert_owned before insert on hub_cursor
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE item (
    id integer primary key autoincrement,
    uid text not null unique,
    set_id integer not null references criteria_set(id),
    overlay_id integer references overlay(id),
    parent_id integer references item(id),
    sort_key text not null,
    number text not null,
    name text not null,
    needed integer,
    change_id integer not null references change(id)
) strict;

CREATE INDEX item_set on item(set_id, sort_key);

CREATE TRIGGER item_delete_guard before delete on item
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER item_deleted after delete on item
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'item', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'set_id', old.set_id, 'overlay_id', old.overlay_id, 'parent_id', old.parent_id, 'sort_key', old.sort_key, 'number', old.number, 'name', old.name, 'needed', old.needed, 'change_id', old.change_id)); end;

CREATE TRIGGER item_fixed before update on item
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER item_insert_owned before insert on item
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE kept_task (
    state text not null,
    due integer not null,
    late integer not null,
    assigned_on text not null,
    tasks integer not null,
    primary key (state, due, late, assigned_on)
) strict, without rowid;

CREATE TABLE letter (
    id integer primary key autoincrement,
    uid text not null unique,
    number text not null unique,
    kind text not null check (kind in ('overdue', 'due', 'review', 'summary', 'escalation', 'heartbeat')),
    receiver text not null,
    receiver_name text not null,
    lang text not null check (lang in ('vi', 'en')),
    period text not null,
    written_on text not null check (written_on is null or date(written_on, '+0 days') is written_on),
    content_hash text not null check (length(content_hash) = 64),
    sender text not null,
    subject text not null,
    header_id text not null unique,
    content text not null,
    change_id integer not null references change(id),
    unique (receiver, kind, period, content_hash)
) strict;

CREATE INDEX letter_receiver on letter(kind, receiver);

CREATE TRIGGER letter_delete_guard before delete on letter
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER letter_deleted after delete on letter
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'letter', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'number', old.number, 'kind', old.kind, 'receiver', old.receiver, 'receiver_name', old.receiver_name, 'lang', old.lang, 'period', old.period, 'written_on', old.written_on, 'content_hash', old.content_hash, 'sender', old.sender, 'subject', old.subject, 'header_id', old.header_id, 'content', old.content, 'change_id', old.change_id)); end;

CREATE TRIGGER letter_fixed before update on letter
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER letter_insert_owned before insert on letter
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE lineage (
    id integer primary key autoincrement,
    uid text not null unique,
    from_id integer not null references unit(id),
    to_id integer not null references unit(id),
    kind text not null check (kind in ('merged', 'split')),
    happened_on text not null check (happened_on is null or date(happened_on, '+0 days') is happened_on),
    document_id integer references document(id),
    note text,
    change_id integer not null references change(id),
    check (from_id <> to_id)
) strict;

CREATE INDEX lineage_from on lineage(from_id);

CREATE INDEX lineage_to on lineage(to_id);

CREATE TRIGGER lineage_delete_guard before delete on lineage
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER lineage_deleted after delete on lineage
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'lineage', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'from_id', old.from_id, 'to_id', old.to_id, 'kind', old.kind, 'happened_on', old.happened_on, 'document_id', old.document_id, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER lineage_fixed before update on lineage
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER lineage_insert_owned before insert on lineage
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE mail_run (
    id integer primary key autoincrement,
    uid text not null unique,
    kind text not null check (kind in ('overdue', 'due', 'review')),
    happened_on text not null check (happened_on is null or date(happened_on, '+0 days') is happened_on),
    happened_at text not null check (happened_at is null or happened_at glob '????-??-??T??:??:??.???Z'),
    queued integer not null check (queued >= 0),
    sent integer not null check (sent >= 0),
    undelivered integer not null check (undelivered >= 0),
    change_id integer not null references change(id)
) strict;

CREATE INDEX mail_run_kind on mail_run(kind, happened_on);

CREATE TRIGGER mail_run_delete_guard before delete on mail_run
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER mail_run_deleted after delete on mail_run
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'mail_run', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'kind', old.kind, 'happened_on', old.happened_on, 'happened_at', old.happened_at, 'queued', old.queued, 'sent', old.sent, 'undelivered', old.undelivered, 'change_id', old.change_id)); end;

CREATE TRIGGER mail_run_fixed before update on mail_run
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER mail_run_insert_owned before insert on mail_run
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE mapping (
    id integer primary key autoincrement,
    uid text not null unique,
    old_set_id integer not null references criteria_set(id),
    new_set_id integer not null references criteria_set(id),
    hash text not null,
    body text not null check (json_valid(body)),
    change_id integer not null references change(id),
    check (old_set_id <> new_set_id)
) strict;

CREATE TRIGGER mapping_delete_guard before delete on mapping
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER mapping_deleted after delete on mapping
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'mapping', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'old_set_id', old.old_set_id, 'new_set_id', old.new_set_id, 'hash', old.hash, 'body', old.body, 'change_id', old.change_id)); end;

CREATE TRIGGER mapping_fixed before update on mapping
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER mapping_insert_owned before insert on mapping
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE measurement (
    id integer primary key autoincrement,
    uid text not null unique,
    unit_id integer not null references unit(id),
    item_id integer not null references item(id),
    measured_on text not null check (measured_on is null or date(measured_on, '+0 days') is measured_on),
    value text not null,
    value_unit text,
    agency_id integer references agency(id),
    document_id integer references document(id),
    note text,
    change_id integer not null references change(id)
) strict;

CREATE INDEX measurement_agency on measurement(agency_id) where agency_id is not null;

CREATE INDEX measurement_document on measurement(document_id) where document_id is not null;

CREATE INDEX measurement_item on measurement(unit_id, item_id, measured_on);

CREATE TRIGGER measurement_delete_guard before delete on measurement
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER measurement_deleted after delete on measurement
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'measurement', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'item_id', old.item_id, 'measured_on', old.measured_on, 'value', old.value, 'value_unit', old.value_unit, 'agency_id', old.agency_id, 'document_id', old.document_id, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER measurement_fixed before update on measurement
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER measurement_insert_owned before insert on measurement
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE milestone (
    id integer primary key autoincrement,
    uid text not null unique,
    unit_id integer not null references unit(id),
    item_id integer not null references item(id),
    words text not null,
    start text not null check (start is null or date(start, '+0 days') is start),
    last_day text not null check (last_day is null or date(last_day, '+0 days') is last_day),
    precision text not null check (precision in ('day', 'month', 'quarter', 'half', 'year')),
    value text,
    value_unit text,
    document_id integer references document(id),
    note text,
    change_id integer not null references change(id)
) strict;

CREATE INDEX milestone_document on milestone(document_id) where document_id is not null;

CREATE INDEX milestone_item on milestone(unit_id, item_id, last_day);

CREATE TRIGGER milestone_delete_guard before delete on milestone
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER milestone_deleted after delete on milestone
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'milestone', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'item_id', old.item_id, 'words', old.words, 'start', old.start, 'last_day', old.last_day, 'precision', old.precision, 'value', old.value, 'value_unit', old.value_unit, 'document_id', old.document_id, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER milestone_fixed before update on milestone
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER milestone_insert_owned before insert on milestone
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE number_series (
    prefix text primary key,
    last integer not null
) strict, without rowid;

CREATE TRIGGER number_series_kept before delete on number_series
begin select raise(abort, 'ntmtrack: a number is never given twice'); end;

CREATE TRIGGER number_series_rising before update on number_series
when new.last <= old.last or new.prefix <> old.prefix
begin select raise(abort, 'ntmtrack: a number is never given twice'); end;

CREATE TABLE office (
    id integer primary key autoincrement,
    uid text not null unique,
    name text not null check (name <> ''),
    folded text not null,
    mark text unique check (mark is null or mark <> ''),
    unit_id integer references unit(id),
    key text check (key is null or key <> ''),
    note text,
    change_id integer not null references change(id)
) strict;

CREATE TRIGGER office_delete_guard before delete on office
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER office_deleted after delete on office
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'office', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'name', old.name, 'folded', old.folded, 'mark', old.mark, 'unit_id', old.unit_id, 'key', old.key, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER office_insert_owned before insert on office
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER office_inserted after insert on office
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'office', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'name', new.name, 'folded', new.folded, 'mark', new.mark, 'unit_id', new.unit_id, 'key', new.key, 'note', new.note, 'change_id', new.change_id)); end;

CREATE TRIGGER office_update_owned before update on office
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER office_updated after update on office
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'office', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'name', old.name, 'folded', old.folded, 'mark', old.mark, 'unit_id', old.unit_id, 'key', old.key, 'note', old.note, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'name', new.name, 'folded', new.folded, 'mark', new.mark, 'unit_id', new.unit_id, 'key', new.key, 'note', new.note, 'change_id', new.change_id)); end;

CREATE TABLE op_outcome (
    id integer primary key autoincrement,
    uid text not null unique,
    op_id integer not null references received_op(id),
    outcome text not null check (outcome in ('applied', 'waiting', 'refused')),
    why text check (why is null or json_valid(why)),
    change_id integer not null references change(id)
) strict;

CREATE INDEX op_outcome_op on op_outcome(op_id);

CREATE TRIGGER op_outcome_delete_guard before delete on op_outcome
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER op_outcome_deleted after delete on op_outcome
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'op_outcome', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'op_id', old.op_id, 'outcome', old.outcome, 'why', old.why, 'change_id', old.change_id)); end;

CREATE TRIGGER op_outcome_fixed before update on op_outcome
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER op_outcome_insert_owned before insert on op_outcome
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE overlay (
    id integer primary key autoincrement,
    uid text not null unique,
    code text not null unique,
    set_id integer not null references criteria_set(id),
    name text not null,
    decision text not null,
    issued text check (issued is null or date(issued, '+0 days') is issued),
    effective text not null check (effective is null or date(effective, '+0 days') is effective),
    body text not null check (json_valid(body)),
    change_id integer not null references change(id)
) strict;

CREATE TRIGGER overlay_delete_guard before delete on overlay
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER overlay_deleted after delete on overlay
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'overlay', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'code', old.code, 'set_id', old.set_id, 'name', old.name, 'decision', old.decision, 'issued', old.issued, 'effective', old.effective, 'body', old.body, 'change_id', old.change_id)); end;

CREATE TRIGGER overlay_fixed before update on overlay
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER overlay_insert_owned before insert on overlay
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE person (
    id integer primary key autoincrement,
    uid text not null unique,
    agency_id integer not null references agency(id),
    name text not null check (name <> ''),
    folded text not null,
    title text,
    valid_from text check (valid_from is null or date(valid_from, '+0 days') is valid_from),
    valid_to text check (valid_to is null or date(valid_to, '+0 days') is valid_to),
    change_id integer not null references change(id)
) strict;

CREATE INDEX person_agency on person(agency_id);

CREATE TRIGGER person_delete_guard before delete on person
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER person_deleted after delete on person
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'person', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'agency_id', old.agency_id, 'name', old.name, 'folded', old.folded, 'title', old.title, 'valid_from', old.valid_from, 'valid_to', old.valid_to, 'change_id', old.change_id)); end;

CREATE TRIGGER person_insert_owned before insert on person
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER person_inserted after insert on person
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'person', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'agency_id', new.agency_id, 'name', new.name, 'folded', new.folded, 'title', new.title, 'valid_from', new.valid_from, 'valid_to', new.valid_to, 'change_id', new.change_id)); end;

CREATE TRIGGER person_update_owned before update on person
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER person_updated after update on person
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'person', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'agency_id', old.agency_id, 'name', old.name, 'folded', old.folded, 'title', old.title, 'valid_from', old.valid_from, 'valid_to', old.valid_to, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'agency_id', new.agency_id, 'name', new.name, 'folded', new.folded, 'title', new.title, 'valid_from', new.valid_from, 'valid_to', new.valid_to, 'change_id', new.change_id)); end;

CREATE TABLE person_address (
    id integer primary key autoincrement,
    uid text not null unique,
    person_id integer not null references person(id),
    address text not null check (address like '%_@_%'),
    valid_from text check (valid_from is null or date(valid_from, '+0 days') is valid_from),
    valid_to text check (valid_to is null or date(valid_to, '+0 days') is valid_to),
    change_id integer not null references change(id)
) strict;

CREATE INDEX person_address_person on person_address(person_id);

CREATE TRIGGER person_address_delete_guard before delete on person_address
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER person_address_deleted after delete on person_address
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'person_address', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'person_id', old.person_id, 'address', old.address, 'valid_from', old.valid_from, 'valid_to', old.valid_to, 'change_id', old.change_id)); end;

CREATE TRIGGER person_address_insert_owned before insert on person_address
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER person_address_inserted after insert on person_address
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'person_address', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'person_id', new.person_id, 'address', new.address, 'valid_from', new.valid_from, 'valid_to', new.valid_to, 'change_id', new.change_id)); end;

CREATE TRIGGER person_address_update_owned before update on person_address
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER person_address_updated after update on person_address
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'person_address', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'person_id', old.person_id, 'address', old.address, 'valid_from', old.valid_from, 'valid_to', old.valid_to, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'person_id', new.person_id, 'address', new.address, 'valid_from', new.valid_from, 'valid_to', new.valid_to, 'change_id', new.change_id)); end;

CREATE TABLE product (
    id integer primary key autoincrement,
    uid text not null unique,
    unit_id integer not null references unit(id),
    name text not null check (name <> ''),
    folded text not null,
    maker text,
    note text,
    change_id integer not null references change(id)
) strict;

CREATE INDEX product_folded on product(folded);

CREATE INDEX product_unit on product(unit_id);

CREATE TRIGGER product_delete_guard before delete on product
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER product_deleted after delete on product
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'product', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'name', old.name, 'folded', old.folded, 'maker', old.maker, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER product_insert_owned before insert on product
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER product_inserted after insert on product
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'product', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'unit_id', new.unit_id, 'name', new.name, 'folded', new.folded, 'maker', new.maker, 'note', new.note, 'change_id', new.change_id)); end;

CREATE TRIGGER product_update_owned before update on product
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER product_updated after update on product
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'product', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'name', old.name, 'folded', old.folded, 'maker', old.maker, 'note', old.note, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'unit_id', new.unit_id, 'name', new.name, 'folded', new.folded, 'maker', new.maker, 'note', new.note, 'change_id', new.change_id)); end;

CREATE TABLE product_grade (
    id integer primary key autoincrement,
    uid text not null unique,
    product_id integer not null references product(id),
    stars integer not null check (stars between 1 and 5),
    recognised_on text check (recognised_on is null or date(recognised_on, '+0 days') is recognised_on),
    words text,
    valid_to text check (valid_to is null or date(valid_to, '+0 days') is valid_to),
    document_id integer references document(id),
    note text,
    change_id integer not null references change(id)
) strict;

CREATE INDEX product_grade_document on product_grade(document_id) where document_id is not null;

CREATE INDEX product_grade_product on product_grade(product_id);

CREATE TRIGGER product_grade_delete_guard before delete on product_grade
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER product_grade_deleted after delete on product_grade
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'product_grade', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'product_id', old.product_id, 'stars', old.stars, 'recognised_on', old.recognised_on, 'words', old.words, 'valid_to', old.valid_to, 'document_id', old.document_id, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER product_grade_fixed before update on product_grade
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER product_grade_insert_owned before insert on product_grade
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE product_tally (
    id integer primary key autoincrement,
    uid text not null unique,
    unit_id integer not null references unit(id),
    stars integer check (stars between 1 and 5),
    or_more integer not null default 0 check (or_more in (0, 1)),
    count integer not null check (count >= 0),
    counted_on text not null check (counted_on is null or date(counted_on, '+0 days') is counted_on),
    words text,
    document_id integer references document(id),
    note text,
    change_id integer not null references change(id),
    check (or_more = 0 or stars is not null)
) strict;

CREATE INDEX product_tally_document on product_tally(document_id) where document_id is not null;

CREATE INDEX product_tally_unit on product_tally(unit_id);

CREATE TRIGGER product_tally_delete_guard before delete on product_tally
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER product_tally_deleted after delete on product_tally
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'product_tally', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'stars', old.stars, 'or_more', old.or_more, 'count', old.count, 'counted_on', old.counted_on, 'words', old.words, 'document_id', old.document_id, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER product_tally_fixed before update on product_tally
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER product_tally_insert_owned before insert on product_tally
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE product_target (
    id integer primary key autoincrement,
    uid text not null unique,
    product_id integer not null references product(id),
    stars integer check (stars between 1 and 5),
    words text not null,
    start text not null check (start is null or date(start, '+0 days') is start),
    last_day text not null check (last_day is null or date(last_day, '+0 days') is last_day),
    precision text not null check (precision in ('day', 'month', 'quarter', 'half', 'year')),
    set_on text check (set_on is null or date(set_on, '+0 days') is set_on),
    document_id integer references document(id),
    note text,
    change_id integer not null references change(id)
) strict;

CREATE INDEX product_target_document on product_target(document_id)
where document_id is not null;

CREATE INDEX product_target_product on product_target(product_id);

CREATE TRIGGER product_target_delete_guard before delete on product_target
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER product_target_deleted after delete on product_target
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'product_target', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'product_id', old.product_id, 'stars', old.stars, 'words', old.words, 'start', old.start, 'last_day', old.last_day, 'precision', old.precision, 'set_on', old.set_on, 'document_id', old.document_id, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER product_target_fixed before update on product_target
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER product_target_insert_owned before insert on product_target
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE proposal (
    id integer primary key autoincrement,
    uid text not null unique,
    clause_id integer not null references clause(id),
    place integer not null,
    state text not null check (state in ('proposed', 'accepted', 'skipped')),
    task_id integer references task(id),
    body text not null check (json_valid(body)),
    change_id integer not null references change(id),
    unique (clause_id, place),
    check ((task_id is not null) = (state = 'accepted'))
) strict;

CREATE INDEX proposal_clause on proposal(clause_id);

CREATE INDEX proposal_task on proposal(task_id) where task_id is not null;

CREATE INDEX proposal_waiting on proposal(clause_id) where state = 'proposed';

CREATE TRIGGER proposal_delete_guard before delete on proposal
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER proposal_deleted after delete on proposal
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'proposal', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'clause_id', old.clause_id, 'place', old.place, 'state', old.state, 'task_id', old.task_id, 'body', old.body, 'change_id', old.change_id)); end;

CREATE TRIGGER proposal_insert_owned before insert on proposal
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER proposal_inserted after insert on proposal
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'proposal', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'clause_id', new.clause_id, 'place', new.place, 'state', new.state, 'task_id', new.task_id, 'body', new.body, 'change_id', new.change_id)); end;

CREATE TRIGGER proposal_update_owned before update on proposal
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER proposal_updated after update on proposal
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'proposal', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'clause_id', old.clause_id, 'place', old.place, 'state', old.state, 'task_id', old.task_id, 'body', old.body, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'clause_id', new.clause_id, 'place', new.place, 'state', new.state, 'task_id', new.task_id, 'body', new.body, 'change_id', new.change_id)); end;

CREATE TABLE receipt (
    id integer primary key autoincrement,
    uid text not null unique,
    bundle_id integer not null references bundle(id),
    office_uid text not null,
    seq integer not null check (seq >= 0),
    number integer not null check (number >= 0),
    refusals text not null check (json_valid(refusals)),
    change_id integer not null references change(id)
) strict;

CREATE INDEX receipt_bundle on receipt(bundle_id);

CREATE INDEX receipt_office on receipt(office_uid);

CREATE TRIGGER receipt_delete_guard before delete on receipt
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER receipt_deleted after delete on receipt
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'receipt', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'bundle_id', old.bundle_id, 'office_uid', old.office_uid, 'seq', old.seq, 'number', old.number, 'refusals', old.refusals, 'change_id', old.change_id)); end;

CREATE TRIGGER receipt_fixed before update on receipt
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER receipt_insert_owned before insert on receipt
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE received (
    id integer primary key autoincrement,
    uid text not null unique,
    bundle_id integer not null references bundle(id),
    change_uid text not null,
    office_uid text not null,
    seq integer not null check (seq > 0),
    lamport integer not null check (lamport > 0),
    kind text not null check (kind in ('command', 'undo', 'bundle', 'migration')),
    recorded_at text not null check (recorded_at glob '????-??-??T??:??:??.???Z'),
    actor text not null,
    command text not null,
    reason text,
    undoes_uid text,
    whole integer not null check (whole in (0, 1)),
    extent text not null check (json_valid(extent)),
    change_id integer not null references change(id)
) strict;

CREATE INDEX received_bundle on received(bundle_id);

CREATE INDEX received_change on received(change_uid);

CREATE INDEX received_lamport on received(lamport);

CREATE INDEX received_office on received(office_uid, seq);

CREATE TRIGGER received_delete_guard before delete on received
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER received_deleted after delete on received
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'received', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'bundle_id', old.bundle_id, 'change_uid', old.change_uid, 'office_uid', old.office_uid, 'seq', old.seq, 'lamport', old.lamport, 'kind', old.kind, 'recorded_at', old.recorded_at, 'actor', old.actor, 'command', old.command, 'reason', old.reason, 'undoes_uid', old.undoes_uid, 'whole', old.whole, 'extent', old.extent, 'change_id', old.change_id)); end;

CREATE TRIGGER received_fixed before update on received
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER received_insert_owned before insert on received
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE received_op (
    id integer primary key autoincrement,
    uid text not null unique,
    received_id integer not null references received(id),
    place integer not null check (place >= 0),
    at_table text not null,
    row_uid text not null,
    action text not null check (action in ('insert', 'update', 'delete')),
    body text not null check (json_valid(body)),
    change_id integer not null references change(id)
) strict;

CREATE INDEX received_op_received on received_op(received_id);

CREATE INDEX received_op_row on received_op(row_uid);

CREATE TRIGGER received_op_delete_guard before delete on received_op
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER received_op_deleted after delete on received_op
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'received_op', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'received_id', old.received_id, 'place', old.place, 'at_table', old.at_table, 'row_uid', old.row_uid, 'action', old.action, 'body', old.body, 'change_id', old.change_id)); end;

CREATE TRIGGER received_op_fixed before update on received_op
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER received_op_insert_owned before insert on received_op
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE setting (
    id integer primary key autoincrement,
    key text not null unique,
    value text not null,
    change_id integer not null references change(id)
) strict;

CREATE TRIGGER setting_delete_guard before delete on setting
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER setting_deleted after delete on setting
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'setting', old.id, 'delete', json_object('id', old.id, 'key', old.key, 'value', old.value, 'change_id', old.change_id)); end;

CREATE TRIGGER setting_insert_owned before insert on setting
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER setting_inserted after insert on setting
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'setting', new.id, 'insert', json_object('id', new.id, 'key', new.key, 'value', new.value, 'change_id', new.change_id)); end;

CREATE TRIGGER setting_update_owned before update on setting
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER setting_updated after update on setting
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'setting', new.id, 'update', json_object('id', old.id, 'key', old.key, 'value', old.value, 'change_id', old.change_id), json_object('id', new.id, 'key', new.key, 'value', new.value, 'change_id', new.change_id)); end;

CREATE TABLE settlement (
    id integer primary key autoincrement,
    uid text not null unique,
    at_table text not null,
    row_uid text not null,
    field text not null,
    kept text not null check (json_valid(kept)),
    dropped text not null check (json_valid(dropped)),
    change_id integer not null references change(id)
) strict;

CREATE INDEX settlement_row on settlement(row_uid);

CREATE TRIGGER settlement_delete_guard before delete on settlement
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER settlement_deleted after delete on settlement
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'settlement', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'at_table', old.at_table, 'row_uid', old.row_uid, 'field', old.field, 'kept', old.kept, 'dropped', old.dropped, 'change_id', old.change_id)); end;

CREATE TRIGGER settlement_fixed before update on settlement
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER settlement_insert_owned before insert on settlement
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE slate (
    unit_id integer not null,
    set_id integer not null,
    since text not null,
    until text not null,
    counted text not null,
    self_said text,
    verification text,
    appraisal text,
    primary key (unit_id, set_id, since)
) strict, without rowid;

CREATE TABLE standing (
    id integer primary key autoincrement,
    uid text not null unique,
    unit_id integer not null references unit(id),
    set_id integer not null references criteria_set(id),
    event text not null check (event in ('registered', 'self_assessed', 'verified', 'appraised', 'submitted', 'returned', 'recognised', 'announced', 'withdrawn', 'expired', 'revoked', 'carried_over')),
    happened_on text check (happened_on is null or date(happened_on, '+0 days') is happened_on),
    year integer,
    target_words text,
    target_start text check (target_start is null or date(target_start, '+0 days') is target_start),
    target_last text check (target_last is null or date(target_last, '+0 days') is target_last),
    target_precision text check (target_precision in ('day', 'month', 'quarter', 'half', 'year', 'rhythm', 'trigger', 'none')),
    document_id integer references document(id),
    note text,
    change_id integer not null references change(id)
, valid_to text check (valid_to is null or date(valid_to, '+0 days') is valid_to)) strict;

CREATE INDEX standing_document on standing(document_id) where document_id is not null;

CREATE INDEX standing_unit on standing(unit_id, set_id);

CREATE TRIGGER standing_delete_guard before delete on standing
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER standing_deleted after delete on standing
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'standing', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'set_id', old.set_id, 'event', old.event, 'happened_on', old.happened_on, 'year', old.year, 'target_words', old.target_words, 'target_start', old.target_start, 'target_last', old.target_last, 'target_precision', old.target_precision, 'document_id', old.document_id, 'note', old.note, 'valid_to', old.valid_to, 'change_id', old.change_id)); end;

CREATE TRIGGER standing_fixed before update on standing
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER standing_insert_owned before insert on standing
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE tally (
    id integer primary key autoincrement,
    uid text not null unique,
    unit_id integer not null references unit(id),
    set_id integer references criteria_set(id),
    what text not null check (what in ('met', 'nearly_met', 'unmet', 'registered', 'under_way', 'appraised', 'submitted', 'recognised')),
    count integer not null check (count >= 0),
    total integer check (total is null or total >= count),
    counted_on text not null check (counted_on is null or date(counted_on, '+0 days') is counted_on),
    words text,
    document_id integer references document(id),
    note text,
    change_id integer not null references change(id)
) strict;

CREATE INDEX tally_document on tally(document_id) where document_id is not null;

CREATE INDEX tally_unit on tally(unit_id);

CREATE TRIGGER tally_delete_guard before delete on tally
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER tally_deleted after delete on tally
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'tally', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'set_id', old.set_id, 'what', old.what, 'count', old.count, 'total', old.total, 'counted_on', old.counted_on, 'words', old.words, 'document_id', old.document_id, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER tally_fixed before update on tally
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER tally_insert_owned before insert on tally
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE target (
    id integer primary key autoincrement,
    uid text not null unique,
    unit_id integer references unit(id),
    set_id integer references criteria_set(id),
    item_id integer references item(id),
    words text not null,
    start text not null check (start is null or date(start, '+0 days') is start),
    last_day text not null check (last_day is null or date(last_day, '+0 days') is last_day),
    precision text not null check (precision in ('day', 'month', 'quarter', 'half', 'year')),
    document_id integer references document(id),
    note text,
    change_id integer not null references change(id)
, set_on text check (set_on is null or date(set_on, '+0 days') is set_on)) strict;

CREATE INDEX target_document on target(document_id) where document_id is not null;

CREATE INDEX target_unit on target(unit_id);

CREATE TRIGGER target_delete_guard before delete on target
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER target_deleted after delete on target
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'target', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'set_id', old.set_id, 'item_id', old.item_id, 'words', old.words, 'start', old.start, 'last_day', old.last_day, 'precision', old.precision, 'document_id', old.document_id, 'note', old.note, 'set_on', old.set_on, 'change_id', old.change_id)); end;

CREATE TRIGGER target_fixed before update on target
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER target_insert_owned before insert on target
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE "task" (
    id integer primary key autoincrement,
    uid text not null unique,
    number text not null unique,
    unit_id integer references unit(id),
    item_id integer references item(id),
    title text not null check (title <> ''),
    document_id integer references document(id),
    clause text,
    parent_id integer references task(id),
    assigned_on text check (assigned_on is null or date(assigned_on, '+0 days') is assigned_on),
    due_words text,
    due_start text check (due_start is null or date(due_start, '+0 days') is due_start),
    due_last text check (due_last is null or date(due_last, '+0 days') is due_last),
    due_precision text not null check (due_precision in ('day', 'month', 'quarter', 'half', 'year', 'rhythm', 'trigger', 'none')),
    last_day text check (last_day is null or date(last_day, '+0 days') is last_day),
    state text not null check (state in ('open', 'reported', 'done', 'cancelled', 'paused')),
    closed_on text check (closed_on is null or date(closed_on, '+0 days') is closed_on),
    note text,
    period text,
    bound text,
    change_id integer not null references change(id),
    check ((due_last is null) = (due_precision in ('rhythm', 'trigger', 'none'))),
    check (due_last is null or last_day is not null),
    check ((closed_on is null) = (state in ('open', 'paused'))),
    check (period is null or parent_id is not null)
) strict;

CREATE INDEX task_bound on task(bound) where bound is not null;

CREATE INDEX task_closed on task(closed_on) where closed_on is not null;

CREATE INDEX task_document on task(document_id);

CREATE INDEX task_late on task(last_day) where closed_on is null;

CREATE UNIQUE INDEX task_occurrence on task(parent_id, period) where period is not null;

CREATE INDEX task_parent on task(parent_id) where parent_id is not null;

CREATE INDEX task_rhythm on task(number) where due_precision = 'rhythm';

CREATE INDEX task_unit on task(unit_id, item_id);

CREATE TRIGGER task_delete_guard before delete on task
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER task_deleted after delete on task
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'task', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'number', old.number, 'unit_id', old.unit_id, 'item_id', old.item_id, 'title', old.title, 'document_id', old.document_id, 'clause', old.clause, 'parent_id', old.parent_id, 'assigned_on', old.assigned_on, 'due_words', old.due_words, 'due_start', old.due_start, 'due_last', old.due_last, 'due_precision', old.due_precision, 'last_day', old.last_day, 'state', old.state, 'closed_on', old.closed_on, 'note', old.note, 'period', old.period, 'bound', old.bound, 'change_id', old.change_id)); end;

CREATE TRIGGER task_insert_owned before insert on task
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER task_inserted after insert on task
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'task', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'number', new.number, 'unit_id', new.unit_id, 'item_id', new.item_id, 'title', new.title, 'document_id', new.document_id, 'clause', new.clause, 'parent_id', new.parent_id, 'assigned_on', new.assigned_on, 'due_words', new.due_words, 'due_start', new.due_start, 'due_last', new.due_last, 'due_precision', new.due_precision, 'last_day', new.last_day, 'state', new.state, 'closed_on', new.closed_on, 'note', new.note, 'period', new.period, 'bound', new.bound, 'change_id', new.change_id)); end;

CREATE TRIGGER task_update_owned before update on task
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER task_updated after update on task
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'task', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'number', old.number, 'unit_id', old.unit_id, 'item_id', old.item_id, 'title', old.title, 'document_id', old.document_id, 'clause', old.clause, 'parent_id', old.parent_id, 'assigned_on', old.assigned_on, 'due_words', old.due_words, 'due_start', old.due_start, 'due_last', old.due_last, 'due_precision', old.due_precision, 'last_day', old.last_day, 'state', old.state, 'closed_on', old.closed_on, 'note', old.note, 'period', old.period, 'bound', old.bound, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'number', new.number, 'unit_id', new.unit_id, 'item_id', new.item_id, 'title', new.title, 'document_id', new.document_id, 'clause', new.clause, 'parent_id', new.parent_id, 'assigned_on', new.assigned_on, 'due_words', new.due_words, 'due_start', new.due_start, 'due_last', new.due_last, 'due_precision', new.due_precision, 'last_day', new.last_day, 'state', new.state, 'closed_on', new.closed_on, 'note', new.note, 'period', new.period, 'bound', new.bound, 'change_id', new.change_id)); end;

CREATE TABLE "task_event" (
    id integer primary key autoincrement,
    uid text not null unique,
    task_id integer not null references task(id),
    kind text not null check (kind in ('added', 'started', 'progress', 'reported', 'done', 'confirmed', 'returned', 'paused', 'resumed', 'extended', 'handed_on', 'reassigned', 'cancelled', 'reopened', 'noted', 'triggered', 'corrected')),
    happened_on text not null check (happened_on is null or date(happened_on, '+0 days') is happened_on),
    note text,
    document_id integer references document(id),
    body text check (body is null or json_valid(body)),
    change_id integer not null references change(id)
) strict;

CREATE INDEX task_event_corrected on task_event(task_id) where kind = 'corrected';

CREATE INDEX task_event_document on task_event(document_id) where document_id is not null;

CREATE INDEX task_event_moved on task_event(happened_on, task_id)
where kind in ('extended', 'triggered', 'paused');

CREATE INDEX task_event_paused on task_event(task_id) where kind = 'paused';

CREATE INDEX task_event_task on task_event(task_id, happened_on);

CREATE INDEX task_event_turned on task_event(happened_on, task_id)
where kind in ('resumed', 'returned', 'reopened');

CREATE TRIGGER task_event_delete_guard before delete on task_event
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER task_event_deleted after delete on task_event
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'task_event', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'task_id', old.task_id, 'kind', old.kind, 'happened_on', old.happened_on, 'note', old.note, 'document_id', old.document_id, 'body', old.body, 'change_id', old.change_id)); end;

CREATE TRIGGER task_event_fixed before update on task_event
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER task_event_insert_owned before insert on task_event
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE task_party (
    id integer primary key autoincrement,
    uid text not null unique,
    task_id integer not null references task(id),
    role text not null check (role in ('lead', 'coordinator', 'person')),
    agency_id integer references agency(id),
    person_id integer references person(id),
    since text check (since is null or date(since, '+0 days') is since),
    until text check (until is null or date(until, '+0 days') is until),
    change_id integer not null references change(id),
    check ((role = 'person') = (person_id is not null)),
    check ((role = 'person') = (agency_id is null))
) strict;

CREATE INDEX task_party_agency on task_party(agency_id, role);

CREATE INDEX task_party_person on task_party(person_id) where person_id is not null;

CREATE INDEX task_party_task on task_party(task_id);

CREATE TRIGGER task_party_delete_guard before delete on task_party
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER task_party_deleted after delete on task_party
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'task_party', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'task_id', old.task_id, 'role', old.role, 'agency_id', old.agency_id, 'person_id', old.person_id, 'since', old.since, 'until', old.until, 'change_id', old.change_id)); end;

CREATE TRIGGER task_party_insert_owned before insert on task_party
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER task_party_inserted after insert on task_party
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'task_party', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'task_id', new.task_id, 'role', new.role, 'agency_id', new.agency_id, 'person_id', new.person_id, 'since', new.since, 'until', new.until, 'change_id', new.change_id)); end;

CREATE TRIGGER task_party_update_owned before update on task_party
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER task_party_updated after update on task_party
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'task_party', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'task_id', old.task_id, 'role', old.role, 'agency_id', old.agency_id, 'person_id', old.person_id, 'since', old.since, 'until', old.until, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'task_id', new.task_id, 'role', new.role, 'agency_id', new.agency_id, 'person_id', new.person_id, 'since', new.since, 'until', new.until, 'change_id', new.change_id)); end;

CREATE TABLE told (
    id integer primary key autoincrement,
    uid text not null unique,
    letter_id integer not null references letter(id),
    mark text not null check (mark <> ''),
    change_id integer not null references change(id),
    unique (letter_id, mark)
) strict;

CREATE INDEX told_mark on told(mark, letter_id);

CREATE TRIGGER told_delete_guard before delete on told
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER told_deleted after delete on told
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'told', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'letter_id', old.letter_id, 'mark', old.mark, 'change_id', old.change_id)); end;

CREATE TRIGGER told_fixed before update on told
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER told_insert_owned before insert on told
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TABLE unit (
    id integer primary key autoincrement,
    uid text not null unique,
    change_id integer not null references change(id)
) strict;

CREATE TRIGGER unit_delete_guard before delete on unit
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER unit_deleted after delete on unit
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'unit', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'change_id', old.change_id)); end;

CREATE TRIGGER unit_insert_owned before insert on unit
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER unit_inserted after insert on unit
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'unit', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'change_id', new.change_id)); end;

CREATE TRIGGER unit_update_owned before update on unit
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER unit_updated after update on unit
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'unit', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'change_id', new.change_id)); end;

CREATE TABLE unit_code (
    id integer primary key autoincrement,
    uid text not null unique,
    unit_id integer not null references unit(id),
    system text not null default 'gso',
    code text not null check (code <> ''),
    valid_from text check (valid_from is null or date(valid_from, '+0 days') is valid_from),
    valid_to text check (valid_to is null or date(valid_to, '+0 days') is valid_to),
    change_id integer not null references change(id)
) strict;

CREATE INDEX unit_code_code on unit_code(code);

CREATE INDEX unit_code_unit on unit_code(unit_id);

CREATE TRIGGER unit_code_delete_guard before delete on unit_code
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER unit_code_deleted after delete on unit_code
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'unit_code', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'system', old.system, 'code', old.code, 'valid_from', old.valid_from, 'valid_to', old.valid_to, 'change_id', old.change_id)); end;

CREATE TRIGGER unit_code_insert_owned before insert on unit_code
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER unit_code_inserted after insert on unit_code
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'unit_code', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'unit_id', new.unit_id, 'system', new.system, 'code', new.code, 'valid_from', new.valid_from, 'valid_to', new.valid_to, 'change_id', new.change_id)); end;

CREATE TRIGGER unit_code_update_owned before update on unit_code
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER unit_code_updated after update on unit_code
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'unit_code', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'system', old.system, 'code', old.code, 'valid_from', old.valid_from, 'valid_to', old.valid_to, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'unit_id', new.unit_id, 'system', new.system, 'code', new.code, 'valid_from', new.valid_from, 'valid_to', new.valid_to, 'change_id', new.change_id)); end;

CREATE TABLE unit_version (
    id integer primary key autoincrement,
    uid text not null unique,
    unit_id integer not null references unit(id),
    valid_from text check (valid_from is null or date(valid_from, '+0 days') is valid_from),
    valid_to text check (valid_to is null or date(valid_to, '+0 days') is valid_to),
    kind text not null check (kind in ('province', 'district', 'commune', 'ward', 'township', 'special_zone', 'village')),
    name text not null check (name <> ''),
    folded text not null,
    bare text not null,
    parent_id integer references unit(id),
    region text,
    unit_group text,
    document_id integer references document(id),
    note text,
    change_id integer not null references change(id),
    check (valid_from is null or valid_to is null or valid_from <= valid_to)
) strict;

CREATE INDEX unit_version_bare on unit_version(bare);

CREATE INDEX unit_version_folded on unit_version(folded);

CREATE INDEX unit_version_parent on unit_version(parent_id);

CREATE INDEX unit_version_unit on unit_version(unit_id);

CREATE TRIGGER unit_version_delete_guard before delete on unit_version
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER unit_version_deleted after delete on unit_version
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'unit_version', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'valid_from', old.valid_from, 'valid_to', old.valid_to, 'kind', old.kind, 'name', old.name, 'folded', old.folded, 'bare', old.bare, 'parent_id', old.parent_id, 'region', old.region, 'unit_group', old.unit_group, 'document_id', old.document_id, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER unit_version_insert_owned before insert on unit_version
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER unit_version_inserted after insert on unit_version
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'unit_version', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'unit_id', new.unit_id, 'valid_from', new.valid_from, 'valid_to', new.valid_to, 'kind', new.kind, 'name', new.name, 'folded', new.folded, 'bare', new.bare, 'parent_id', new.parent_id, 'region', new.region, 'unit_group', new.unit_group, 'document_id', new.document_id, 'note', new.note, 'change_id', new.change_id)); end;

CREATE TRIGGER unit_version_update_owned before update on unit_version
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER unit_version_updated after update on unit_version
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'unit_version', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'valid_from', old.valid_from, 'valid_to', old.valid_to, 'kind', old.kind, 'name', old.name, 'folded', old.folded, 'bare', old.bare, 'parent_id', old.parent_id, 'region', old.region, 'unit_group', old.unit_group, 'document_id', old.document_id, 'note', old.note, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'unit_id', new.unit_id, 'valid_from', new.valid_from, 'valid_to', new.valid_to, 'kind', new.kind, 'name', new.name, 'folded', new.folded, 'bare', new.bare, 'parent_id', new.parent_id, 'region', new.region, 'unit_group', new.unit_group, 'document_id', new.document_id, 'note', new.note, 'change_id', new.change_id)); end;

CREATE TABLE work (
    id integer primary key autoincrement,
    uid text not null unique,
    unit_id integer not null references unit(id),
    name text not null check (name <> ''),
    folded text not null,
    note text,
    change_id integer not null references change(id)
) strict;

CREATE INDEX work_folded on work(folded);

CREATE INDEX work_unit on work(unit_id);

CREATE TRIGGER work_delete_guard before delete on work
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER work_deleted after delete on work
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'work', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'name', old.name, 'folded', old.folded, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER work_insert_owned before insert on work
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER work_inserted after insert on work
begin insert into history(change_id, at_table, row_id, action, after)
    values (new.change_id, 'work', new.id, 'insert', json_object('id', new.id, 'uid', new.uid, 'unit_id', new.unit_id, 'name', new.name, 'folded', new.folded, 'note', new.note, 'change_id', new.change_id)); end;

CREATE TRIGGER work_update_owned before update on work
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

CREATE TRIGGER work_updated after update on work
begin insert into history(change_id, at_table, row_id, action, before, after)
    values (new.change_id, 'work', new.id, 'update', json_object('id', old.id, 'uid', old.uid, 'unit_id', old.unit_id, 'name', old.name, 'folded', old.folded, 'note', old.note, 'change_id', old.change_id), json_object('id', new.id, 'uid', new.uid, 'unit_id', new.unit_id, 'name', new.name, 'folded', new.folded, 'note', new.note, 'change_id', new.change_id)); end;

CREATE TABLE work_event (
    id integer primary key autoincrement,
    uid text not null unique,
    work_id integer not null references work(id),
    kind text not null check (kind in ('planned', 'started', 'progress', 'blocked', 'unblocked', 'finished', 'stopped', 'noted', 'serves', 'serves_no_more')),
    happened_on text not null check (happened_on is null or date(happened_on, '+0 days') is happened_on),
    item_id integer references item(id),
    percent integer check (percent between 0 and 100),
    words text,
    start text check (start is null or date(start, '+0 days') is start),
    last_day text check (last_day is null or date(last_day, '+0 days') is last_day),
    precision text check (precision in ('day', 'month', 'quarter', 'half', 'year', 'none')),
    document_id integer references document(id),
    note text,
    change_id integer not null references change(id),
    check ((item_id is not null) = (kind in ('serves', 'serves_no_more'))),
    check ((percent is not null) = (kind = 'progress')),
    check ((words is not null) = (kind = 'planned'))
) strict;

CREATE INDEX work_event_document on work_event(document_id) where document_id is not null;

CREATE INDEX work_event_item on work_event(item_id) where item_id is not null;

CREATE INDEX work_event_work on work_event(work_id, happened_on);

CREATE TRIGGER work_event_delete_guard before delete on work_event
when not exists (select 1 from change where closed = 0 and kind in ('undo', 'bundle'))
begin select raise(abort, 'ntmtrack: a row is deleted only by undo'); end;

CREATE TRIGGER work_event_deleted after delete on work_event
begin insert into history(change_id, at_table, row_id, action, before)
    values ((select id from change where closed = 0), 'work_event', old.id, 'delete', json_object('id', old.id, 'uid', old.uid, 'work_id', old.work_id, 'kind', old.kind, 'happened_on', old.happened_on, 'item_id', old.item_id, 'percent', old.percent, 'words', old.words, 'start', old.start, 'last_day', old.last_day, 'precision', old.precision, 'document_id', old.document_id, 'note', old.note, 'change_id', old.change_id)); end;

CREATE TRIGGER work_event_fixed before update on work_event
begin select raise(abort, 'ntmtrack: a fact is never edited'); end;

CREATE TRIGGER work_event_insert_owned before insert on work_event
when new.change_id is not (select id from change where closed = 0)
begin select raise(abort, 'ntmtrack: a row must belong to the open change'); end;

