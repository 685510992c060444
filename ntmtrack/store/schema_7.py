"""The seventh schema of the ledger: what makes large ledgers quick.

Nothing here is said that the other tables do not say. Indexes serve questions; a kept table holds
an answer that would be slow to find anew, is settled inside the change that moves it, and is proved
by `ntmtrack check`, which works it out afresh and compares.
"""

from ntmtrack.store import schema_6

ENTITIES = schema_6.ENTITIES
FACTS = schema_6.FACTS
MAIL = schema_6.MAIL

INDEXES = """
create index task_rhythm on task(number) where due_precision = 'rhythm';
create index task_bound on task(bound) where bound is not null;
create index task_party_person on task_party(person_id) where person_id is not null;
create index task_event_turned on task_event(happened_on, task_id)
where kind in ('resumed', 'returned', 'reopened');
create index task_event_paused on task_event(task_id) where kind = 'paused';
create index task_event_corrected on task_event(task_id) where kind = 'corrected';
create index clause_waiting on clause(id) where state = 'unconsidered';
create index proposal_waiting on proposal(clause_id) where state = 'proposed';
create index change_recorded on change(recorded_at);
create index history_deleted on history(at_table, row_id) where action = 'delete';

create index assessment_document on assessment(document_id) where document_id is not null;
create index assessment_agency on assessment(agency_id) where agency_id is not null;
create index evidence_document on evidence(document_id) where document_id is not null;
create index tally_document on tally(document_id) where document_id is not null;
create index standing_document on standing(document_id) where document_id is not null;
create index task_event_document on task_event(document_id) where document_id is not null;
create index target_document on target(document_id) where document_id is not null;
create index milestone_document on milestone(document_id) where document_id is not null;
create index measurement_document on measurement(document_id) where document_id is not null;
create index measurement_agency on measurement(agency_id) where agency_id is not null;
create index dossier_event_document on dossier_event(document_id) where document_id is not null;
create index dossier_event_agency on dossier_event(agency_id) where agency_id is not null;
create index product_grade_document on product_grade(document_id) where document_id is not null;
create index proposal_task on proposal(task_id) where task_id is not null;
create index received_bundle on received(bundle_id);
create index receipt_bundle on receipt(bundle_id);
"""
"""What serves a question; each beside the query that asks for it in the tests of query plans."""

KEPT = """
create table slate (
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

create table kept_task (
    state text not null,
    due integer not null,
    late integer not null,
    assigned_on text not null,
    tasks integer not null,
    primary key (state, due, late, assigned_on)
) strict, without rowid;
insert into kept_task
select state, last_day is not null, coalesce(closed_on > last_day, 0), coalesce(assigned_on, ''),
    count(*) from task group by 1, 2, 3, 4;
"""
"""What is kept of answers, and nothing else."""


def statements() -> list[str]:
    """Every statement of the seventh schema, in order."""
    return [INDEXES, KEPT]
