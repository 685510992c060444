"""Readers of files: sheets, notices, shipped tables; all faults of a file are named at once."""
