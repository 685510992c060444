"""The manifest of a folder: what lies in it, and of which ledger it is."""

import json
import re
from collections.abc import Mapping
from typing import Any

from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record

NAME = "manifest.json"
FORMAT = 1
"""Raised when a reader of before would misread a folder; a new schema alone does not."""

MOST_BYTES = 4_000_000

AGAIN = say("give the folder out again with `ntmtrack export --all DIR`; nothing was written")

_FILE = re.compile(r"(?:tables/[a-z_]{1,64}\.jsonl|criteria/[a-z0-9-]{1,200}\.toml|SCHEMA\.md)")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Entry(Record):
    """One file: its size in bytes, its SHA-256, and how many rows it has (None: it is no table)."""

    bytes: int
    sha256: str
    rows: int | None = None


class Manifest(Record):
    """What a folder says of itself.

    `schema` is that of the rows, `version` the program's, `change` and `hash` the last change's.
    """

    schema: int
    version: str
    office: str | None
    change: int | None
    hash: str | None
    files: Mapping[str, Entry]

    @property
    def text(self) -> str:
        """The manifest as its file holds it; no word of when or where, so that it is repeatable."""
        files = {
            name: {key: fact for key, fact in entry._asdict().items() if fact is not None}
            for name, entry in self.files.items()
        }
        told = {"ntmtrack_export": FORMAT, **self._asdict(), "files": files}
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def read(content: bytes) -> Manifest:
    """The manifest that a file holds.

    Raises DataError for what is no manifest, is at fault, or was written by a newer program.
    """
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _fault(say("it is not JSON")) from error
    if not isinstance(told, dict) or type(told.get("ntmtrack_export")) is not int:
        raise _fault(say("it is not the manifest of an export"))
    if told["ntmtrack_export"] > FORMAT:
        raise newer()
    files = told.get("files")
    if not isinstance(files, dict):
        raise _fault(say('"{key}" is missing or at fault', key="files"))
    return Manifest(
        schema=_whole(told, "schema"),
        version=str(told.get("version")),
        office=_maybe(told, "office", str),
        change=_maybe(told, "change", int),
        hash=_maybe(told, "hash", str),
        files={_name(name): _entry(entry, name) for name, entry in files.items()},
    )


def newer() -> DataError:
    """A folder whose writer knew more than this program."""
    return DataError(
        say("the folder was written by a newer ntmtrack"),
        hint=say("install the newer version on this machine; nothing was written"),
    )


def _name(name: str) -> str:
    # No other name is ever opened: none leads out of the folder.
    if not _FILE.fullmatch(name):
        raise _fault(say("{name} is no name of a file of an export", name=name))
    return name


def _entry(told: object, name: str) -> Entry:
    if not isinstance(told, dict):
        raise _fault(say('"{key}" is missing or at fault', key=name))
    seal = told.get("sha256")
    if not isinstance(seal, str) or not _SHA256.fullmatch(seal):
        raise _fault(say('"{key}" is missing or at fault', key=f"{name}: sha256"))
    rows = _whole(told, "rows") if name.endswith(".jsonl") else None
    return Entry(_whole(told, "bytes"), seal, rows)


def _whole(told: Mapping[str, Any], key: str) -> int:
    value = told.get(key)
    if type(value) is not int or value < 0:
        raise _fault(say('"{key}" is missing or at fault', key=key))
    return value


def _maybe(told: Mapping[str, Any], key: str, kind: type) -> Any:
    value = told.get(key)
    if value is not None and type(value) is not kind:
        raise _fault(say('"{key}" is missing or at fault', key=key))
    return value


def _fault(what: Message) -> DataError:
    return DataError(say("{file}: {what}", file=NAME, what=what), hint=AGAIN)
