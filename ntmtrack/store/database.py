"""Opening, creating and guarding the ledger file; the one place that knows SQLite's errors."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import quote_from_bytes

from ntmtrack.errors import DatabaseError, reason_of
from ntmtrack.message import N_, Message, say

APPLICATION_ID = 0x4E544D54
"""The letters NTMT, in the header of every ledger file."""

SCHEMA_VERSION = 8
"""How many migrations this program knows; kept in `user_version`."""

BUSY_SECONDS = 30.0
"""A job of the night waits this long for an officer's command, and the other way round."""

_GLANCE_SECONDS = 0.2
"""Nobody waits for what may stand behind a word that is being typed."""

MAGIC = b"SQLite format 3\x00"


def open_reader(path: Path, known: date | int | None = None) -> sqlite3.Connection:
    """A connection that cannot write. An older file is brought up to date first.

    With `known` it sees what had been recorded by the end of that day, or by that change.

    It is opened for writing all the same, or SQLite could not roll back what a killed
    writer left behind.
    """
    _require_file(path)
    with faults(path), _opened(path) as conn:
        # One state of the ledger, however many questions are asked of it.
        conn.execute("begin")
        if known is not None:
            from ntmtrack.store.known import bind

            bind(conn, known)
        conn.execute("pragma query_only = on")
    return conn


def open_glance(path: Path) -> sqlite3.Connection:
    """A connection that leaves the file as it is and waits for nobody.

    Raises DatabaseError or sqlite3.Error where that is not enough: the file is locked, or holds
    what a killed writer left behind, or is of another schema.
    """
    _require_file(path)
    conn = _connect(path, mode="ro", seconds=_GLANCE_SECONDS)
    try:
        if _version(conn, path) < SCHEMA_VERSION:
            raise DatabaseError(say("the ledger {path} is of an older schema", path=str(path)))
        conn.execute("begin")
    except BaseException:
        conn.close()
        raise
    return conn


def open_writer(path: Path) -> sqlite3.Connection:
    """A connection that may write, with foreign keys and recursive triggers on."""
    _require_file(path)
    if not path.stat().st_mode & 0o222:
        raise DatabaseError(
            say("the ledger {path} is read-only", path=str(path)),
            hint=to_be_writable(os.name),
        )
    with faults(path), _opened(path) as conn:
        conn.execute("pragma foreign_keys = on")
        conn.execute("pragma recursive_triggers = on")
        # The folder is synced too, or the journal of a change that was told as done may come back.
        conn.execute("pragma synchronous = extra")
    return conn


def to_be_writable(system: str) -> Message:
    """What to do about a file that is marked as read-only; `system` is that of `os.name`."""
    if system == "nt":
        return say("make it writable with `attrib -R`, or work on a copy of your own")
    return say("make it writable with `chmod u+w`, or work on a copy of your own")


def create(path: Path) -> None:
    """Make an empty ledger: built aside, readable by its owner alone, then moved into place.

    Raises DatabaseError if something is already there or the folder cannot be written.
    """
    try:
        refuse_present(path)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = aside_of(path)
        try:
            with faults(path), closing(_connect(aside)) as conn, transaction(conn):
                bring_up(conn)
            move_new(aside, path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        if isinstance(error, FileExistsError):
            refuse_present(path)
        raise unmakeable(path, error) from error


def unmakeable(path: Path, error: OSError) -> DatabaseError:
    """The error for a place where the system lets no ledger be made."""
    return DatabaseError(
        say("cannot make the ledger {path}: {reason}", path=str(path), reason=reason_of(error)),
        hint=say("choose a place you may write to with --db FILE"),
    )


def migrate(path: Path) -> None:
    """Bring an older file up to date, keeping a verified copy of it beside it."""
    with faults(path), closing(_connect(path)) as conn, transaction(conn):
        before = _version(conn, path)
        # Another command may have done it while this one waited for the lock.
        if before < SCHEMA_VERSION:
            copy_to(path, path.with_name(f"{path.name}.before-v{SCHEMA_VERSION}-from-v{before}"))
            bring_up(conn)


def copy_to(path: Path, target: Path) -> None:
    """A whole and verified copy of a ledger, mode 0600; an older copy there is replaced.

    Raises DatabaseError if the copy cannot be made or does not prove itself.
    """
    try:
        _copy(path, target)
    except OSError as error:
        raise DatabaseError(
            say(
                "cannot make the copy {path}: {reason}",
                path=str(target),
                reason=reason_of(error),
            ),
            hint=say("check the rights of the folder and the room on the disk"),
        ) from error


def _copy(path: Path, target: Path) -> None:
    aside = aside_of(target)
    try:
        # A connection of its own: one that must not write may not copy either.
        with faults(path), closing(_connect(path)) as conn:
            conn.execute("vacuum into ?", (str(aside),))
        with closing(sqlite3.connect(aside)) as copy:
            sound = copy.execute("pragma integrity_check").fetchall() == [("ok",)]
        if not sound:
            raise DatabaseError(
                say("the copy {path} is not sound, nothing was changed", path=str(target)),
                hint=say("check the disk, then try again"),
            )
        # Windows waits only for a file that may be written to.
        with open(aside, "r+b") as file:
            os.fsync(file.fileno())
        os.replace(aside, target)
        _settle(target.parent)
    finally:
        aside.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Wait until the disk knows the names in a folder; not every system can."""
    if os.name == "nt":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours; what a user cannot cause passes through as a bug."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_ERROR and str(error).startswith(("no such ", "malformed JSON")):
            # A table or column that the schema version promises is not there, or no JSON in it.
            code = sqlite3.SQLITE_CORRUPT
        if str(error).startswith("Could not decode to UTF-8"):
            # SQLite keeps any bytes as text; Python gives this error no code.
            raise DatabaseError(
                say("the ledger {path} holds text that is not UTF-8", path=str(path)),
                hint=say("keep the file as it is and go back to your newest copy"),
            ) from error
        if code not in _FAULTS:
            raise
        sentence, hint = _FAULTS[code]
        raise DatabaseError(say(sentence, path=str(path)), hint=say(hint)) from error


_FAULTS = {
    sqlite3.SQLITE_BUSY: (
        N_("the ledger {path} is locked by another program"),
        N_("wait until the other command has ended, then try again; nothing was written"),
    ),
    sqlite3.SQLITE_NOTADB: (
        N_("{path} is not a ledger of ntmtrack"),
        N_("check the name given with --db or NTMTRACK_DB"),
    ),
    sqlite3.SQLITE_CORRUPT: (
        N_("the ledger {path} is damaged"),
        N_("keep the file as it is and go back to your newest copy"),
    ),
    sqlite3.SQLITE_READONLY: (
        N_("the ledger {path} cannot be written to"),
        N_("check the rights of the file and its folder; nothing was written"),
    ),
    sqlite3.SQLITE_CANTOPEN: (
        N_("the ledger {path} cannot be opened"),
        N_("check the rights of the file and its folder"),
    ),
    sqlite3.SQLITE_FULL: (
        N_("the disk with {path} is full"),
        N_("make room, then try again; nothing was written"),
    ),
    sqlite3.SQLITE_IOERR: (
        N_("the disk with {path} cannot be read or written"),
        N_("check the disk, then try again; nothing was written"),
    ),
}
_FAULTS[sqlite3.SQLITE_LOCKED] = _FAULTS[sqlite3.SQLITE_BUSY]
_FAULTS[sqlite3.SQLITE_PERM] = _FAULTS[sqlite3.SQLITE_CANTOPEN]


def connected(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """A connection to a file that is there, whatever it is. `mode` is SQLite's: rw or ro.

    The file is never opened beside SQLite: to close it would take away the locks that another
    connection of this process holds ("How To Corrupt An SQLite Database File", 2.2).
    """
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
    )


def _connect(path: Path, *, mode: str = "rw", seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    conn = sqlite3.connect(
        f"file:{_quoted(path)}?mode={mode}", uri=True, timeout=seconds, isolation_level=None
    )
    # A page whose cells overlap is told as damage, and not read.
    conn.execute("pragma cell_size_check = on")
    return conn


def _quoted(path: Path) -> str:
    # Bytes, not letters: in a poor locale a path holds what no text encoding takes.
    quoted = quote_from_bytes(os.fsencode(path.absolute()))
    # Without an (empty) authority, a path that starts with two slashes is taken for one.
    return f"//{quoted}" if quoted.startswith("/") else quoted


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file of ours, up to date; closed if anything goes wrong with it."""
    conn = _connect(path)
    try:
        if _version(conn, path) < SCHEMA_VERSION:
            conn.close()
            migrate(path)
            conn = _connect(path)
        yield conn
    except BaseException:
        conn.close()
        raise


def refuse_present(path: Path) -> None:
    """Raise DatabaseError where a ledger, or the journal of one, is there already."""
    if path.exists():
        raise DatabaseError(
            say("{path} is already there", path=str(path)),
            hint=say("choose another file with --db, or go on with this one"),
        )
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        # SQLite would play it into the new file and damage it.
        raise DatabaseError(
            say("{path} is left over from an earlier ledger", path=str(journal)),
            hint=say("move it away together with that ledger, or choose another file with --db"),
        )


def aside_of(target: Path) -> Path:
    """An empty file of a name of its own beside the target, readable by its owner alone."""
    import tempfile

    file, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", suffix=".new", dir=target.parent)
    os.close(file)
    return Path(name)


def move_new(aside: Path, path: Path) -> None:
    """Give a file its name unless another has taken it; FileExistsError if so."""
    try:
        os.link(aside, path)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks and some network drives know no links.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        os.replace(aside, path)


def _require_file(path: Path) -> None:
    """Say plainly what is wrong with a path before SQLite makes anything of it."""
    try:
        # A pipe would never answer.
        if path.exists() and not path.is_file():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with open(path, "rb") as file:
            head = file.read(len(MAGIC))
    except FileNotFoundError as error:
        raise DatabaseError(
            say("there is no ledger at {path}", path=str(path)),
            hint=say("make one with `ntmtrack init`, or name another with --db FILE"),
        ) from error
    except OSError as error:
        raise DatabaseError(
            say("{path} cannot be read: {reason}", path=str(path), reason=reason_of(error)),
            hint=say("check the name given with --db or NTMTRACK_DB and the rights of the file"),
        ) from error
    if head != MAGIC:
        raise DatabaseError(
            say("{path} is not a ledger of ntmtrack", path=str(path)),
            hint=say("check the name given with --db or NTMTRACK_DB"),
        )


def _version(conn: sqlite3.Connection, path: Path) -> int:
    """The schema version of a file that is ours; DatabaseError for a foreign or newer one."""
    application = conn.execute("pragma application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise DatabaseError(
            say("{path} is a database of another program", path=str(path)),
            hint=say("check the name given with --db or NTMTRACK_DB"),
        )
    # A view may never end, and a virtual table run anything; a ledger has neither.
    stranger = "select 1 from sqlite_master where rootpage = 0 and type <> 'trigger'"
    if conn.execute(stranger).fetchone() is not None:
        raise DatabaseError(
            say("{path} holds views or tables of another program", path=str(path)),
            hint=say("keep the file as it is and go back to your newest copy"),
        )
    version = int(conn.execute("pragma user_version").fetchone()[0])
    if version > SCHEMA_VERSION:
        raise DatabaseError(
            say("the ledger {path} was written by a newer ntmtrack", path=str(path)),
            hint=say("install the newer version on this machine; nothing was changed"),
        )
    return version


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[None]:
    """All of what is written within, or nothing."""
    conn.execute("begin immediate")
    try:
        yield
        conn.execute("commit")
    except BaseException:
        if conn.in_transaction:
            conn.execute("rollback")
        raise


def bring_up(conn: sqlite3.Connection) -> None:
    """Run the migrations that are missing, within the open transaction."""
    from sqlite_utils import Database

    from ntmtrack.store.migrations import ledger

    ledger.apply(Database(conn, execute_plugins=False, strict=True))
    conn.execute(f"pragma application_id = {APPLICATION_ID}")
    conn.execute(f"pragma user_version = {SCHEMA_VERSION}")
