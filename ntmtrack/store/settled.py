"""Whether what is kept of answers is that of what a connection sees."""

import sqlite3


def is_settled(conn: sqlite3.Connection) -> bool:
    """Whether kept tables may be read.

    Not within a change that is still being written, for they are settled as it closes; and not
    where what was recorded later is hidden.
    """
    found = conn.execute(
        "select 1 from change where closed = 0 union all"
        " select 1 from temp.sqlite_master where name = 'assessment'"
    ).fetchone()
    return found is None
