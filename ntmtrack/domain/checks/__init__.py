"""What may be wrong in a ledger: one small pure function for each rule."""
