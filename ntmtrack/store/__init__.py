"""The ledger file: opening, migrating, reading and writing it. All SQL lives here."""
