"""A bundle as a file: the same in as out, and one clear line for whatever is none."""

import hashlib
import io
import json
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.domain.change import Change, Head, Op
from ntmtrack.errors import DataError
from ntmtrack.exchange import bundle_manifest, bundle_packing, wire
from ntmtrack.exchange.bundle_file import opened
from ntmtrack.exchange.bundle_manifest import Answer, Manifest, Sender
from ntmtrack.exchange.bundle_packing import write
from ntmtrack.exchange.manifest import Entry
from ntmtrack.exchange.new_file import new_file

UID = "01900000-0000-7000-8000-000000000001"
OFFICE = "01900000-0000-7000-8000-00000000000a"
PAPER = b"%PDF " + bytes(range(256))
SEAL = hashlib.sha256(PAPER).hexdigest()


def a_change(seq: int = 1, rows: int = 2) -> Change:
    uid = f"01900000-0000-7000-8000-{seq:012x}"
    head = Head(uid, OFFICE, seq, seq, "command", "2024-07-01T02:00:00.000Z", "An", "ntmtrack x")
    made = (
        Op(place, "unit", f"{uid[:-4]}{place:04x}", "insert", None, {}) for place in range(rows)
    )
    return Change(head, tuple(made))


def a_manifest(counts: Any, files: Any, **other: Any) -> Manifest:
    facts: dict[str, Any] = {
        "version": "1",
        "schema": 6,
        "office": Sender(OFFICE, "Xã Bản Bo", "BB", "Xã Bản Bo", "03424", None),
        "number": 3,
        "to": None,
        "since": None,
        "unit": None,
        "covers": {OFFICE: [(1, 2)]},
        "sets": {"bo": "hash"},
        "have": {UID: [(1, 2), (4, 9)]},
        "answers": (Answer(UID, UID, 3, "task", UID, "refused", None),),
    }
    return Manifest(**{**facts, **other}, counts=counts, files=files)


def packed(path: Path, changes: list[Change] | None = None, **other: Any) -> Path:
    paper = path.with_suffix(".pdf")
    paper.write_bytes(PAPER)
    with open(path, "wb") as file:
        write(
            file,
            changes if changes is not None else [a_change(1), a_change(2)],
            {SEAL: paper},
            complete=lambda counts, files: a_manifest(counts, files, **other),
        )
    return path


def test_what_was_packed_is_what_is_unpacked(tmp_path: Path) -> None:
    changes = [a_change(1), a_change(2), a_change(2)._replace(whole=False)]
    path = packed(tmp_path / "a.goi", changes)
    with opened(path) as bundle:
        assert list(bundle.changes()) == changes
        assert bundle.manifest == a_manifest(
            {"changes": 2, "ops": 6, "evidence": 1}, bundle.manifest.files
        )
        assert bundle.seal is None
        assert bundle.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        folder = tmp_path / "x" / "evidence"
        assert bundle.keep_evidence(folder) == [SEAL]
        assert bundle.keep_evidence(folder) == []
    assert (folder / SEAL).read_bytes() == PAPER
    assert stat.S_IMODE((folder / SEAL).stat().st_mode) == 0o600
    assert [each.name for each in folder.iterdir()] == [SEAL]


def test_the_same_packed_twice_is_the_same_file(tmp_path: Path) -> None:
    one, two = packed(tmp_path / "a.goi"), packed(tmp_path / "b.goi")
    assert one.read_bytes() == two.read_bytes()


def test_evidence_that_changed_meanwhile_makes_no_bundle(tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    paper.write_bytes(b"other")
    with pytest.raises(DataError, match="was changed while it was read"):
        write(io.BytesIO(), [], {SEAL: paper}, complete=a_manifest)


def test_too_much_for_one_bundle_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    with pytest.raises(DataError, match="too much for one bundle"):
        write(io.BytesIO(), [a_change(n, 500) for n in range(1, 9)], {}, complete=a_manifest)
    monkeypatch.setattr(bundle_packing, "LONGEST", 10)
    with pytest.raises(DataError, match="too large for a bundle"):
        write(io.BytesIO(), [a_change()], {}, complete=a_manifest)


def refused(path: Path) -> str:
    """The one sentence for a file that is no bundle, whenever it is found out."""
    with pytest.raises(DataError) as caught, opened(path) as bundle:
        list(bundle.changes())
        bundle.keep_evidence(path.parent / "evidence")
    return str(caught.value)


Parts = dict[str, bytes]


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as container:
        return {name: container.read(name) for name in container.namelist()}


def repacked(
    path: Path, parts: Any, *, like: Callable[[zipfile.ZipInfo], None] | None = None
) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if like is not None:
                like(info)
            container.writestr(info, content)
    return path


def told(parts: Parts, **changes: Any) -> Parts:
    """The parts with another manifest, which says of the changes what they are."""
    manifest = json.loads(parts["manifest.json"])
    lines = parts["changes.jsonl"]
    manifest["files"]["changes.jsonl"] = {
        "bytes": len(lines),
        "sha256": hashlib.sha256(lines).hexdigest(),
        "rows": lines.count(b"\n"),
    }
    return parts | {"manifest.json": json.dumps(manifest | changes).encode()}


def _symlink(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def _bzip(info: zipfile.ZipInfo) -> None:
    info.compress_type = zipfile.ZIP_BZIP2


def _line(**changes: Any) -> bytes:
    return (json.dumps(json.loads(wire.line(a_change())) | changes) + "\n").encode()


def _other_office(parts: Parts, **changes: Any) -> Parts:
    office = json.loads(parts["manifest.json"])["office"]
    return told(parts, office=office | changes)


HOSTILE: dict[str, Callable[[Path, Parts], Path]] = {
    "a path upwards": lambda p, parts: repacked(p, parts | {"../../x": b"x"}),
    "a path from the root": lambda p, parts: repacked(p, parts | {"/etc/x": b"x"}),
    "a path of Windows": lambda p, parts: repacked(p, parts | {"evidence\\..\\x": b"x"}),
    "evidence named otherwise": lambda p, parts: repacked(p, parts | {"evidence/" + "0" * 63: b""}),
    "a folder": lambda p, parts: repacked(p, parts | {"evidence/": b""}),
    "a symlink": lambda p, parts: repacked(p, parts, like=_symlink),
    "another packing": lambda p, parts: repacked(p, parts, like=_bzip),
    "a name twice": lambda p, parts: repacked(p, [*parts.items(), *parts.items()]),
    "no manifest": lambda p, parts: repacked(p, {"changes.jsonl": b""}),
    "no changes": lambda p, parts: repacked(p, {"manifest.json": parts["manifest.json"]}),
    "a file too few": lambda p, parts: repacked(
        p, {name: each for name, each in parts.items() if not name.startswith("evidence")}
    ),
    "a file too many": lambda p, parts: repacked(p, parts | {f"evidence/{'0' * 64}": b""}),
    "a bomb": lambda p, parts: repacked(p, parts | {"changes.jsonl": b"\n" * 20_000_000}),
    "a manifest without end": lambda p, parts: repacked(
        p, parts | {"manifest.json": os.urandom(1 << 14) * 1100}
    ),
    "other evidence": lambda p, parts: repacked(p, parts | {f"evidence/{SEAL}": b"x"}),
    "other changes": lambda p, parts: repacked(p, parts | {"changes.jsonl": _line()}),
    "a change that is none": lambda p, parts: repacked(p, told(parts | {"changes.jsonl": b"{}\n"})),
    "a line cut off": lambda p, parts: repacked(
        p, told(parts | {"changes.jsonl": _line()[:-1]}, counts=_counts(1, 2))
    ),
    "no letters": lambda p, parts: repacked(p, told(parts | {"changes.jsonl": b"\xff\n"})),
    "half a letter": lambda p, parts: repacked(
        p, told(parts | {"changes.jsonl": _line(actor="@").replace(b"@", b"\\ud800")})
    ),
    "a table of its own": lambda p, parts: repacked(
        p,
        told(parts | {"changes.jsonl": _line(ops=[_op(table="setting")])}, counts=_counts(1, 1)),
    ),
    "text without end": lambda p, parts: repacked(
        p,
        told(
            parts | {"changes.jsonl": _line(ops=[_op(after={"note": "a\0b"})])},
            counts=_counts(1, 1),
        ),
    ),
    "depth without end": lambda p, parts: repacked(
        p, told(parts | {"changes.jsonl": b"[" * 100_000 + b"\n"})
    ),
    "another count": lambda p, parts: repacked(p, told(parts, counts=_counts(9, 9))),
    "other JSON": lambda p, parts: repacked(p, parts | {"manifest.json": b"[]"}),
    "no JSON": lambda p, parts: repacked(p, parts | {"manifest.json": b"{"}),
    "JSON of another thing": lambda p, parts: repacked(p, parts | {"manifest.json": b'{"a": 1}'}),
    "a newer bundle": lambda p, parts: repacked(p, told(parts, ntmtrack_bundle=2)),
    "a mark that is none": lambda p, parts: repacked(p, _other_office(parts, mark="bb")),
    "a key with a command": lambda p, parts: repacked(
        p, _other_office(parts, key='ssh-ed25519 AAAA\n* command="x"')
    ),
    "an office that is none": lambda p, parts: repacked(p, _other_office(parts, uid="x")),
    "an office without a name": lambda p, parts: repacked(p, _other_office(parts, name="")),
    "spans that are none": lambda p, parts: repacked(p, told(parts, covers={UID: [[2, 1]]})),
    "spans of nobody": lambda p, parts: repacked(p, told(parts, have={"x": []})),
    "answers that are none": lambda p, parts: repacked(p, told(parts, answers={})),
    "an answer that is none": lambda p, parts: repacked(p, told(parts, answers=[{"why": 1}])),
    "an answer with odd words": lambda p, parts: repacked(
        p, told(parts, answers=[{"outcome": "refused", "why": 1}])
    ),
    "a number that is none": lambda p, parts: repacked(p, told(parts, number=0)),
    "files that are none": lambda p, parts: repacked(p, told(parts, files={"x": {}})),
    "evidence by another name": lambda p, parts: repacked(
        p, told(parts, files={f"evidence/{SEAL}": {"bytes": 1, "sha256": "0" * 64}})
    ),
    "a file without a seal": lambda p, parts: repacked(
        p, told(parts, files={"changes.jsonl": {"bytes": 1}})
    ),
    "other files": lambda p, parts: repacked(p, told(parts, files=[])),
    "cut off": lambda p, parts: _written(p, p.read_bytes()[:-30]),
    "half of it": lambda p, parts: _written(p, p.read_bytes()[: p.stat().st_size // 2]),
    "nothing": lambda p, parts: _written(p, b""),
    "no zip": lambda p, parts: _written(p, b"PK\3\4" + b"x" * 100),
    "words behind it": lambda p, parts: _written(p, p.read_bytes() + b"x"),
    "a folder in its place": lambda p, parts: _folder(p),
    "no file": lambda p, parts: p.with_name("nothing"),
    "very many files": lambda p, parts: _written(
        p, p.read_bytes()[:-12] + b"\xff\xff" + p.read_bytes()[-10:]
    ),
}


def _op(**changes: Any) -> dict[str, Any]:
    return {"place": 0, "table": "unit", "uid": UID, "action": "insert", "after": {}} | changes


def _counts(changes: int, ops: int) -> dict[str, int]:
    return {"changes": changes, "ops": ops, "evidence": 1}


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _folder(path: Path) -> Path:
    path.unlink()
    path.mkdir()
    return path


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("spoil", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_bundle_is_refused_in_one_line(
    tmp_path: Path, spoil: Callable[[Path, Parts], Path]
) -> None:
    path = packed(tmp_path / "a.goi")
    sentence = refused(spoil(path, parts_of(path)))
    assert sentence
    assert "\n" not in sentence
    assert not (tmp_path / "evidence").exists() or not list((tmp_path / "evidence").iterdir())


def test_a_flipped_bit_anywhere_is_noticed_or_changes_nothing(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.goi")
    content, whole = path.read_bytes(), read_all(path)
    noticed = 0
    for place in range(0, len(content), 5):
        spoiled = bytearray(content)
        spoiled[place] ^= 1 << place % 8
        path.write_bytes(spoiled)
        try:
            # A bit in a time or in a permission of the zip says nothing of what is in it.
            assert read_all(path) == whole
        except DataError:
            noticed += 1
    assert noticed > len(content) // 10


def read_all(path: Path) -> tuple[Any, ...]:
    with opened(path) as bundle:
        return bundle.manifest, list(bundle.changes()), bundle.evidence()


def test_a_bundle_that_changes_while_it_is_read_is_noticed(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.goi")
    with opened(path) as bundle:
        files = dict(bundle.manifest.files)
        files["changes.jsonl"] = Entry(1, "0" * 64, 2)
        with pytest.raises(DataError, match="was changed after it was written"):
            list(bundle._replace(manifest=bundle.manifest._replace(files=files)).changes())


def test_a_fault_of_who_reads_a_bundle_is_no_fault_of_the_bundle(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="mine"), opened(packed(tmp_path / "a.goi")):
        raise ValueError("mine")


def test_a_file_that_is_not_kept_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), new_file(tmp_path / "a") as file:
        file.stream.write(b"x")
        raise ZeroDivisionError
    with new_file(tmp_path / "b") as file:
        file.settle()
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_is_its_owners_alone_and_goes_over_no_other(tmp_path: Path) -> None:
    target = tmp_path / "a"
    with new_file(target) as file:
        file.stream.write(b"abc")
        file.settle()
        assert (file.size, file.sha256) == (3, hashlib.sha256(b"abc").hexdigest())
        assert not target.exists()
        file.keep()
    assert target.read_bytes() == b"abc"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(DataError, match="is there already"), new_file(target):
        pass
    with new_file(tmp_path / "b") as file:
        (tmp_path / "b").write_text("came between")
        with pytest.raises(DataError, match="is there already"):
            file.keep()
    assert (tmp_path / "b").read_text() == "came between"
    with pytest.raises(DataError, match="cannot be written"), new_file(tmp_path / "no" / "a"):
        pass
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a", "b"]


@pytest.fixture(autouse=True)
def _no_wait(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Whether the disk has it says nothing of what it has.
    monkeypatch.setattr(os, "fsync", lambda number: None)
    yield


def test_a_manifest_reads_itself_back() -> None:
    key = "ssh-ed25519 " + "A" * 68
    written = a_manifest(
        {"changes": 1, "ops": 2, "evidence": 0},
        {"changes.jsonl": Entry(1, "0" * 64, 1)},
        office=Sender(OFFICE, "Xã", "X", "Xã", "1", key),
        to=UID,
        since=4,
        unit=UID,
    )
    assert bundle_manifest.read(written.text.encode()) == written
