"""Whose fault it is when a command stumbles: the program's, or that of the ledger it was given.

The tables refuse a day that is none and a word that nobody knows. Whoever writes to the file past
these rules, or a worn disk, can put them there all the same; no question is made for that.
"""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from ntmtrack.errors import DatabaseError
from ntmtrack.message import say
from ntmtrack.store.chain import breaks
from ntmtrack.store.database import APPLICATION_ID, SCHEMA_VERSION

_ELSEWHERE = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_READONLY,
)
"""Errors that say nothing of what is in a file; all others are told by its pages."""


def refusal(path: Path) -> DatabaseError | None:
    """What is to be said of a ledger that does not prove itself; None for one that does.

    A file that is not there, not ours, locked, or of another schema is not judged.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as conn:
            # What SQLite says of a damaged text has that text in it.
            conn.text_factory = partial(str, encoding="utf-8", errors="replace")
            if not _judged(conn) or _sound(conn):
                return None
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # The words of an error may have text of the file in them, and that may be none.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _ELSEWHERE:
            return None
    return DatabaseError(
        say("the ledger {path} is damaged, or was edited by another program", path=str(path)),
        hint=say("see `ntmtrack check`; keep the file as it is and go back to your newest copy"),
    )


def _judged(conn: sqlite3.Connection) -> bool:
    (application,) = conn.execute("pragma application_id").fetchone()
    (version,) = conn.execute("pragma user_version").fetchone()
    return bool(application == APPLICATION_ID and version == SCHEMA_VERSION)


def _sound(conn: sqlite3.Connection) -> bool:
    return (
        conn.execute("pragma integrity_check(1)").fetchone() == ("ok",)
        and conn.execute("pragma foreign_key_check").fetchone() is None
        and next(breaks(conn), None) is None
    )
