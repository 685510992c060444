"""The schema of the ledger as it now is: where it is spelled, whichever version that is."""

from ntmtrack.store.schema_8 import ENTITIES, FACTS, MAIL

__all__ = ["ENTITIES", "FACTS", "MAIL"]
