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
"""
"""What serves a question; each beside the query that asks for it in the tests of query plans."""

KEPT = """
"""
"""What is kept of answers, and nothing else."""


def statements() -> list[str]:
    """Every statement of the seventh schema, in order."""
    return [INDEXES, KEPT]
