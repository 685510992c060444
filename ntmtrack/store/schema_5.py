"""The fifth schema of the ledger, frozen: products of the programme OCOP and the stars they got.

A product is an entity, for its name and its maker may be corrected; each recognition is a fact.
"""

from ntmtrack.store import schema_4
from ntmtrack.store.schema_parts import day, entity_triggers, fact_triggers, table_of

_NEW_ENTITIES: dict[str, tuple[str, ...]] = {
    "product": (
        "uid text not null unique",
        "unit_id integer not null references unit(id)",
        "name text not null check (name <> '')",
        "folded text not null",
        "maker text",
        "note text",
    ),
}

_NEW_FACTS: dict[str, tuple[str, ...]] = {
    "product_grade": (
        "uid text not null unique",
        "product_id integer not null references product(id)",
        "stars integer not null check (stars between 1 and 5)",
        # Where the paper names no day its words are kept, and no day is made of them.
        day("recognised_on"),
        "words text",
        day("valid_to"),
        "document_id integer references document(id)",
        "note text",
    ),
}

ENTITIES = {**schema_4.ENTITIES, **_NEW_ENTITIES}
FACTS = {**schema_4.FACTS, **_NEW_FACTS}
MAIL = schema_4.MAIL

INDEXES = """
create index product_unit on product(unit_id);
create index product_folded on product(folded);
create index product_grade_product on product_grade(product_id);
"""


def statements() -> list[str]:
    """Every statement of the fifth schema, in order."""
    parts = [table_of(table, columns) for table, columns in {**_NEW_ENTITIES, **_NEW_FACTS}.items()]
    parts.append(INDEXES)
    parts += [entity_triggers(table, columns) for table, columns in _NEW_ENTITIES.items()]
    parts += [fact_triggers(table, columns) for table, columns in _NEW_FACTS.items()]
    return parts
