"""How a ledger file comes to its present form: append-only steps, each in plain SQL."""

import sqlite3
from collections.abc import Iterable, Iterator

from sqlite_utils import (  # noqa: TID253 (imported only to make a ledger or bring one up)
    Database,
    Migrations,
)

from ntmtrack.store import (
    schema_1,
    schema_2,
    schema_3,
    schema_4,
    schema_5,
    schema_6,
    schema_7,
    schema_8,
)
from ntmtrack.store.slates import write_all

ledger = Migrations("ntmtrack")


@ledger()
def m001_first_schema(db: Database) -> None:
    """Bookkeeping, entities and facts, with the triggers that keep their rules."""
    _run(db, schema_1.statements())


@ledger()
def m002_lives_and_papers(db: Database) -> None:
    """Tasks reported done, bound together and recurring; papers that were read, targets."""
    _run(db, schema_2.statements())


@ledger()
def m003_letters(db: Database) -> None:
    """Letters, what they told and what became of them; addresses of persons, languages."""
    _run(db, schema_3.statements())


@ledger()
def m004_time(db: Database) -> None:
    """Lineage, plans and measurements, dossiers, mappings of sets, periods that were closed."""
    _run(db, schema_4.statements())


@ledger()
def m005_products(db: Database) -> None:
    """Products of the programme OCOP and the stars they were given."""
    _run(db, schema_5.statements())


@ledger()
def m006_exchange(db: Database) -> None:
    """Offices, the bundles they gave one another, what came in them and what became of it."""
    _run(db, schema_6.statements())


@ledger()
def m007_quick_at_scale(db: Database) -> None:
    """Indexes for large ledgers, and kept answers that `check` proves."""
    _run(db, schema_7.statements())
    write_all(db.conn)


@ledger()
def m008_works(db: Database) -> None:
    """Works, what became of them, their capital; what products are to reach."""
    _run(db, schema_8.statements())


def _run(db: Database, scripts: Iterable[str]) -> None:
    for script in scripts:
        for statement in _single(script):
            db.conn.execute(statement)


def _single(script: str) -> Iterator[str]:
    """One statement at a time: `executescript` would commit the transaction around it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
