"""Files of evidence that go along with the changes that name them."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from ntmtrack.domain.change import Change
from ntmtrack.exchange.bundle_file import MOST_EVIDENCE
from ntmtrack.message import Message, say
from ntmtrack.store.queries_offices import evidence_places

_CHUNK = 1 << 20


def folder_of(ledger: Path) -> Path:
    """Where the evidence that came in bundles lies: beside the ledger, each under its SHA-256."""
    return ledger.with_name(f"{ledger.name}.evidence")


class Evidence:
    """The files that the changes of one bundle rest on.

    `found` are those that are still what their SHA-256 says, by that; `missing` tells of the
    others. Both are empty unless it is `wanted`.
    """

    def __init__(self, conn: sqlite3.Connection, ledger: Path, *, wanted: bool) -> None:
        self._conn = conn
        self._folder = folder_of(ledger)
        self._wanted = wanted
        self._seen: set[str] = set()
        self.found: dict[str, Path] = {}
        self.missing: list[Message] = []

    def of(self, changes: Iterable[Change]) -> Iterator[Change]:
        """Hand changes on, and look for the files that they name."""
        for change in changes:
            yield change
            for op in change.ops if self._wanted else ():
                if op.table == "evidence" and op.after is not None:
                    seal = op.after.get("sha256")
                    if isinstance(seal, str) and seal not in self._seen:
                        self._seen.add(seal)
                        self._look(seal, str(op.after.get("path")))

    def _look(self, seal: str, name: str) -> None:
        places = [Path(each) for each in evidence_places(self._conn, seal)]
        there = False
        for place in (*places, self._folder / seal):
            found = sha256_of(place)
            there = there or found is not None
            if found == seal and len(self.found) < MOST_EVIDENCE:
                self.found[seal] = place
                return
        what = (
            say("The evidence {file} was changed since; it is not in the bundle.", file=name)
            if there
            else say("The evidence {file} is not there any more, nor in the bundle.", file=name)
        )
        self.missing.append(what)


def sha256_of(path: Path) -> str | None:
    """The SHA-256 of a plain file; None where there is none that can be read."""
    digest = hashlib.sha256()
    try:
        # A pipe would never answer.
        if not path.is_file():
            return None
        with open(path, "rb") as file:
            while given := file.read(_CHUNK):
                digest.update(given)
    except (OSError, ValueError):
        return None
    return digest.hexdigest()
