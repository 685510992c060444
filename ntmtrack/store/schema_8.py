"""The eighth schema of the ledger, frozen: works, their capital, targets and counts of products.

A work is an entity, for its name may be corrected; what became of it, the criteria it serves and
every sum are facts. Sums are whole đồng: a thousandth that is rounded away is a sum that no paper
bears.
"""

from ntmtrack.store import schema_7
from ntmtrack.store.schema_parts import (
    day,
    delete_guard,
    entity_triggers,
    fact_triggers,
    table_of,
)

_NEW_ENTITIES: dict[str, tuple[str, ...]] = {
    "work": (
        "uid text not null unique",
        "unit_id integer not null references unit(id)",
        "name text not null check (name <> '')",
        "folded text not null",
        "note text",
    ),
}

_NEW_FACTS: dict[str, tuple[str, ...]] = {
    "work_event": (
        "uid text not null unique",
        "work_id integer not null references work(id)",
        "kind text not null check (kind in ('planned', 'started', 'progress', 'blocked',"
        " 'unblocked', 'finished', 'stopped', 'noted', 'serves', 'serves_no_more'))",
        day("happened_on", required=True),
        # The criterion or indicator that the work serves from then on, or no more.
        "item_id integer references item(id)",
        "percent integer check (percent between 0 and 100)",
        # When it is to be finished, as written, where the event says so.
        "words text",
        day("start"),
        day("last_day"),
        "precision text check (precision in ('day', 'month', 'quarter', 'half', 'year', 'none'))",
        "document_id integer references document(id)",
        "note text",
        "check ((item_id is not null) = (kind in ('serves', 'serves_no_more')))",
        "check ((percent is not null) = (kind = 'progress'))",
        "check ((words is not null) = (kind = 'planned'))",
    ),
    # A sum as a paper gives it. Of one kind, source and year the last one on or before a day holds.
    "capital": (
        "uid text not null unique",
        "work_id integer not null references work(id)",
        "kind text not null check (kind in ('approved', 'disbursed', 'owed'))",
        "source text not null check (source <> '')",
        "year integer not null check (year between 1900 and 2200)",
        "amount integer not null check (amount >= 0)",
        day("counted_on", required=True),
        "document_id integer references document(id)",
        "note text",
    ),
    # What a product is to reach, and by when.
    "product_target": (
        "uid text not null unique",
        "product_id integer not null references product(id)",
        "stars integer check (stars between 1 and 5)",
        "words text not null",
        day("start", required=True),
        day("last_day", required=True),
        "precision text not null check (precision in ('day', 'month', 'quarter', 'half', 'year'))",
        # The day it was set, where it is another than its document's.
        day("set_on"),
        "document_id integer references document(id)",
        "note text",
    ),
    # How many products a unit has, where a paper gives the number without their list.
    "product_tally": (
        "uid text not null unique",
        "unit_id integer not null references unit(id)",
        # Of so many stars, or of so many and more; of any, or none, where it says nothing of them.
        "stars integer check (stars between 1 and 5)",
        "or_more integer not null default 0 check (or_more in (0, 1))",
        "count integer not null check (count >= 0)",
        day("counted_on", required=True),
        "words text",
        "document_id integer references document(id)",
        "note text",
        "check (or_more = 0 or stars is not null)",
    ),
}

ENTITIES = {**schema_7.ENTITIES, **_NEW_ENTITIES}
FACTS = {**schema_7.FACTS, **_NEW_FACTS}
MAIL = schema_7.MAIL

INDEXES = """
create index work_unit on work(unit_id);
create index work_folded on work(folded);
create index work_event_work on work_event(work_id, happened_on);
create index work_event_item on work_event(item_id) where item_id is not null;
create index work_event_document on work_event(document_id) where document_id is not null;
create index capital_work on capital(work_id, counted_on);
create index capital_document on capital(document_id) where document_id is not null;
create index product_target_product on product_target(product_id);
create index product_target_document on product_target(document_id)
where document_id is not null;
create index product_tally_unit on product_tally(unit_id);
create index product_tally_document on product_tally(document_id) where document_id is not null;
"""


def statements() -> list[str]:
    """Every statement of the eighth schema, in order."""
    parts = [table_of(table, columns) for table, columns in {**_NEW_ENTITIES, **_NEW_FACTS}.items()]
    parts.append(INDEXES)
    parts += [entity_triggers(table, columns) for table, columns in _NEW_ENTITIES.items()]
    parts += [fact_triggers(table, columns) for table, columns in _NEW_FACTS.items()]
    for table in {**_NEW_ENTITIES, **_NEW_FACTS}:
        # What another office undid goes here too.
        parts.append(f"drop trigger {table}_delete_guard;\n")
        parts.append(delete_guard(table))
    return parts
