"""A bundle packed into a file in one go: the changes, the evidence, the manifest, its signature."""

import hashlib
import stat
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from ntmtrack.domain.change import Change
from ntmtrack.errors import DataError
from ntmtrack.exchange import wire
from ntmtrack.exchange.bundle_file import copied
from ntmtrack.exchange.bundle_manifest import CHANGES, NAME, SEAL, Manifest
from ntmtrack.exchange.jsonl import LONGEST
from ntmtrack.exchange.manifest import Entry
from ntmtrack.message import say

Sign = Callable[[bytes], bytes]
Files = Mapping[str, Entry]
Complete = Callable[[Mapping[str, int], Files], Manifest]

_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(
    file: BinaryIO,
    changes: Iterable[Change],
    evidence: Mapping[str, Path],
    *,
    complete: Complete,
    sign: Sign | None = None,
) -> Manifest:
    """Pack changes, and files of evidence by their SHA-256, into an empty file.

    Evidence is asked for when all changes are packed: it may grow until then.
    `complete` makes the manifest once all is packed, of the counts and the files; `sign` gives
    its signature. Raises DataError if a file is no longer what its SHA-256 says, or all is too
    much for one bundle; OSError if the disk does not take it.
    """
    try:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=False) as container:
            counts, entry = _pack_changes(container, changes)
            files = {CHANGES: entry}
            for seal, path in evidence.items():
                files[f"evidence/{seal}"] = _pack_file(container, seal, path)
            manifest = complete({**counts, "evidence": len(evidence)}, files)
            content = manifest.text.encode()
            container.writestr(_info(NAME), content)
            if sign is not None:
                container.writestr(_info(SEAL), sign(content))
    except (zipfile.LargeZipFile, RuntimeError) as error:
        # The library says either, by which bound is met first.
        raise DataError(
            say("all this is too much for one bundle"),
            hint=say("leave out --evidence, or keep to one unit with --unit; nothing was written"),
        ) from error
    return manifest


def _pack_changes(
    container: zipfile.ZipFile, changes: Iterable[Change]
) -> tuple[dict[str, int], Entry]:
    digest, size, rows, ops = hashlib.sha256(), 0, 0, 0
    uids: set[str] = set()
    with container.open(_info(CHANGES), "w") as part:
        for change in changes:
            given = f"{wire.line(change)}\n".encode()
            if len(given) > LONGEST:
                raise DataError(
                    say("change {number} is too large for a bundle", number=change.head.seq),
                    hint=say("begin behind it, with --since; nothing was written"),
                )
            digest.update(given)
            size, rows, ops = size + len(given), rows + 1, ops + len(change.ops)
            uids.add(change.head.uid)
            part.write(given)
    return {"changes": len(uids), "ops": ops}, Entry(size, digest.hexdigest(), rows)


def _pack_file(container: zipfile.ZipFile, seal: str, path: Path) -> Entry:
    with open(path, "rb") as file, container.open(_info(f"evidence/{seal}"), "w") as part:
        entry = copied(file, part)
    if entry.sha256 != seal:
        raise DataError(
            say("{file} was changed while it was read", file=str(path)),
            hint=say("close it in other programs, then try again; nothing was written"),
        )
    return entry


def _info(name: str) -> zipfile.ZipInfo:
    """A file in a bundle, without a time: what was told twice is the same twice."""
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    return info
