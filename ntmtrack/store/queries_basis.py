"""What an answer rests on: the last change that it saw, and the criteria sets."""

import sqlite3


def last_change(conn: sqlite3.Connection) -> int | None:
    """The number of the last change; None where nothing has been recorded."""
    row = conn.execute("select max(id) from change").fetchone()
    return None if row[0] is None else int(row[0])


def set_hashes(conn: sqlite3.Connection) -> dict[str, str]:
    """The hash of every loaded set, by its code."""
    return dict(conn.execute("select code, hash from criteria_set").fetchall())
