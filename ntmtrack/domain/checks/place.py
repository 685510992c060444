"""What may be wrong with where the ledger lies: who may reach it, what else writes there."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from ntmtrack.domain.checks.finding import SYSTEM, UNIT, Finding, Rule
from ntmtrack.domain.text import fold
from ntmtrack.message import Message, say, say_n
from ntmtrack.record import Record

BACKUP_DAYS = 7
"""How long what was written may be without a copy."""

# The group of a folder is often its owner's alone; to share one with a group is to mean it.
_OTHERS_FILE = 0o077
_OTHERS_WRITE = 0o002
_STICKY = 0o1000

NETWORK = frozenset(
    {
        *(
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "ncpfs",
            "afs",
            "9p",
            "drvfs",
            "vboxsf",
            "vmhgfs",
        ),
        *("davfs", "ceph", "lustre", "fuse.sshfs", "fuse.davfs", "fuse.rclone", "fuse.glusterfs"),
        "fuse.gvfsd-fuse",
    }
)
"""Kinds of file systems that are another machine's: locks and syncs may not hold there
(SQLite, "How To Corrupt An SQLite Database File", section 2)."""

_SYNCED = {
    "OneDrive": r"onedrive( .*)?",
    "Dropbox": r"dropbox( .*)?",
    "Google Drive": r"(google ?drive|my drive|drive cua toi|googledrive-.*)",
    "iCloud": r"(icloud ?drive|com~apple~clouddocs|mobile documents)",
    "Nextcloud": r"(nextcloud|owncloud)( .*)?",
    "Box": r"box ?sync",
    "Synology Drive": r"synology ?drive",
    "Syncthing": r"(sync|syncthing)",
}
"""How folders are called that a service copies to and fro while the file is written."""


_CLEARED = r"zalo ?(received files|pc|downloads?|files?)?"
"""How folders are called that a program fills with what it is sent, and clears by itself."""


class Place(Record):
    """Where a ledger lies, as far as the system tells it.

    `mode` and `folder_mode` are the rights in octal, None where the system has no such rights;
    `filesystem` is the kind of the file system it is mounted from, `parts` the names of the
    folders it is in. `leftovers` are files beside it that no command left on purpose.
    """

    path: str
    folder: str
    parts: tuple[str, ...] = ()
    mode: int | None = None
    folder_mode: int | None = None
    filesystem: str | None = None
    leftovers: tuple[str, ...] = ()


def rights(place: Place) -> Iterator[Finding]:
    """Whether others on the machine may read the file, or put another in its place."""
    if place.mode is not None and place.mode & _OTHERS_FILE:
        said = say("others on this machine may open it (mode {mode})", mode=f"{place.mode:03o}")
        yield Finding(
            Rule.RIGHTS, said, file=place.path, command=(SYSTEM, "chmod", "600", place.path)
        )
    if (
        place.folder_mode is not None
        and place.folder_mode & _OTHERS_WRITE
        and not place.folder_mode & _STICKY
    ):
        said = say(
            "others may replace what is in its folder (mode {mode})",
            mode=f"{place.folder_mode:03o}",
        )
        yield Finding(
            Rule.RIGHTS, said, file=place.folder, command=(SYSTEM, "chmod", "go-w", place.folder)
        )


def network_folder(place: Place) -> Iterator[Finding]:
    """Whether the file is on another machine's disk."""
    away = place.filesystem in NETWORK or place.path.startswith(("\\\\", "//"))
    if away:
        said = say(
            "it is on a network drive ({kind}), where two programs may damage it: keep it on this"
            " machine and exchange bundles",
            kind=place.filesystem or "UNC",
        )
        yield Finding(Rule.NETWORK_FOLDER, said, file=place.path)


def synced_folder(place: Place) -> Iterator[Finding]:
    """Whether a service copies the file while it is written to, or a program clears its folder."""
    if any(re.fullmatch(_CLEARED, fold(part)) for part in place.parts):
        said = say("Zalo keeps what it receives in its folder and may clear it: keep it elsewhere")
        yield Finding(Rule.SYNCED_FOLDER, said, file=place.path)
        return
    for service, pattern in _SYNCED.items():
        if any(re.fullmatch(pattern, fold(part)) for part in place.parts):
            said = say(
                "{service} synchronises its folder and may mix two states of it: keep it elsewhere"
                " and put copies there",
                service=service,
            )
            yield Finding(
                Rule.SYNCED_FOLDER, said, file=place.path, command=("backup", place.folder)
            )
            return


def leftover(place: Place) -> Iterator[Finding]:
    """Files that a command left behind which did not end."""
    for name in place.leftovers:
        said = say("{file} is left over; no command is writing it now", file=name)
        # A journal is a part of the ledger: throwing it away would damage what it belongs to.
        mend = (SYSTEM, "rm", name) if name.endswith(".new") else ("check", "--rule", "integrity")
        yield Finding(Rule.LEFTOVER, said, file=name, command=mend)


class Engine(Record):
    """The SQLite that is used: its version, and how the file keeps its journal."""

    version: tuple[int, int, int]
    journal: str

    @property
    def words(self) -> str:
        """The version as people write it."""
        return ".".join(map(str, self.version))


LONG_TEXT = (3, 39, 2)
"""Before it a text of billions of bytes writes over other memory (CVE-2022-35737)."""

WAL_RESET = (3, 51, 3)
"""Before it a write-ahead log that is begun anew may lose what was committed."""


def old_sqlite(engine: Engine) -> Iterator[Finding]:
    """Whether this SQLite has a known fault that matters for the way the ledger is used."""
    if engine.version < LONG_TEXT:
        said = say(
            "SQLite {version} is older than {mended}: very long texts damage its memory"
            " (CVE-2022-35737); install a newer Python",
            version=engine.words,
            mended="3.39.2",
        )
        yield Finding(Rule.OLD_SQLITE, said)
    if engine.journal == "wal" and engine.version < WAL_RESET:
        said = say(
            "SQLite {version} is older than {mended}: with a write-ahead log it may lose what was"
            " written",
            version=engine.words,
            mended="3.51.3",
        )
        yield Finding(Rule.OLD_SQLITE, said)


def journal_mode(engine: Engine, path: str) -> Iterator[Finding]:
    """Whether something put the file into another journal mode than the ledger's."""
    if engine.journal != "delete":
        said = say(
            "its journal mode is {mode}: another program changed it, and a copy of the file alone"
            " may not be whole",
            mode=engine.journal,
        )
        mend = (SYSTEM, "sqlite3", path, "pragma journal_mode = delete")
        yield Finding(Rule.JOURNAL_MODE, said, file=path, command=mend)


def backup(unsaved_since: date | None, last_copy: date | None, today: date) -> Iterator[Finding]:
    """Whether what was written has been without a copy for too long.

    `unsaved_since` is the day of the first change that no copy has, None if all are in one.
    """
    if unsaved_since is None or (days := (today - unsaved_since).days) <= BACKUP_DAYS:
        return
    said = say_n(
        "what was written since {since} ({count} day ago) is in no copy beside the ledger;"
        " the last one is of {copy}",
        "what was written since {since} ({count} days ago) is in no copy beside the ledger;"
        " the last one is of {copy}",
        days,
        since=unsaved_since,
        copy=last_copy or "…",
    )
    yield Finding(Rule.BACKUP, said, command=("backup",))


class Kept(Record):
    """A file that something in the ledger rests on, and how it is found now.

    `what` is the number of the document, or None for a piece of evidence; `bare` says that only
    its name is known, for it came from another office. `there` is whether any file is found,
    `same` whether that is the one recorded.
    """

    path: str
    there: bool
    same: bool
    bare: bool = False
    unit_key: int | None = None
    set_code: str | None = None
    number: str | None = None
    document: str | None = None


def file_missing(files: Iterable[Kept]) -> Iterator[Finding]:
    """Files that are not where they were; one that never came is asked of its office."""
    for each in files:
        if each.there:
            continue
        said = say("{file} is not there", file=each.path)
        if each.bare:
            said = say("{file} did not come with what another office sent", file=each.path)
        yield _about(Rule.FILE_MISSING, each, said)


def file_changed(files: Iterable[Kept]) -> Iterator[Finding]:
    """Files that are there and are not those that were recorded."""
    for each in files:
        if each.there and not each.same:
            said = say("{file} is not the file that was recorded: it changed since", file=each.path)
            yield _about(Rule.FILE_CHANGED, each, said)


def _about(rule: Rule, file: Kept, said: Message) -> Finding:
    mend: tuple[str, ...] | None = None
    if file.document is not None:
        mend = ("notice", "show", file.document)
    if file.number is not None:
        of = ("--set", file.set_code or "SET", "--file", "FILE")
        mend = ("evidence", UNIT, file.number, *of)
    return Finding(
        rule,
        said,
        file.unit_key,
        file.set_code,
        () if file.number is None else (file.number,),
        document=file.document,
        file=file.path,
        command=mend,
    )
