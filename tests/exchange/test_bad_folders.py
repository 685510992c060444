"""A folder that is not as it was given out: every fault is named, and no ledger is made."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.domain.criteria import CriteriaSet
from ntmtrack.errors import DataError
from ntmtrack.exchange import giving, taking
from ntmtrack.importers.criteria_toml import read_shipped
from ntmtrack.render.localise import Localiser
from ntmtrack.store.criteria_store import store_set
from ntmtrack.store.database import SCHEMA_VERSION
from tests.factories import BASIC
from tests.store.conftest import empty_ledger, ready_tables, tables
from tests.store.ledgers import Ledger, unit

__all__ = ["empty_ledger", "ready_tables", "tables"]

UNIT = "tables/unit_version.jsonl"


@pytest.fixture(scope="module")
def folder(empty_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of three units and a criteria set, as files."""
    place = tmp_path_factory.mktemp("given")
    ledger = Ledger(shutil.copy(empty_ledger, place / "ledger.db"))
    given = read_shipped(BASIC)
    assert isinstance(given, CriteriaSet)
    with ledger.writing() as change:
        for name in ("Xã Bản Bo", "Xã Bình Lư", "Xã Sơn Bình"):
            unit(change, name)
        store_set(change, given)
    (place / "out").mkdir()
    with ledger.reading() as conn:
        giving.write(conn, place / "out", schema=SCHEMA_VERSION, version="0")
    return place / "out"


@pytest.fixture
def bad(folder: Path, tmp_path: Path) -> Path:
    """A copy of the folder, to be spoilt."""
    return shutil.copytree(folder, tmp_path / "bad")


def told_of(bad: Path, place: Path) -> str:
    """What is said of a bad folder: one line, where there is no more to say; nothing is left."""
    before = sorted(place.iterdir())
    with pytest.raises(DataError) as caught:
        taking.make(bad, place / "new.db")
    assert sorted(place.iterdir()) == before
    error, words = caught.value, Localiser("en")
    assert error.hint is not None
    assert len(error.details) <= 5
    told = [words.say(each) for each in (error.message, *error.details)]
    assert all(each.isprintable() for each in told)
    return "; ".join(told)


def test_the_folder_itself_is_taken_in(folder: Path, tmp_path: Path) -> None:
    assert taking.make(folder, tmp_path / "new.db").change == 1
    assert [each.name for each in tmp_path.iterdir()] == ["new.db"]


def rewritten(folder: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Another content of a file, of which the manifest knows."""
    path, manifest = folder / name, folder / "manifest.json"
    path.write_bytes(change(path.read_bytes()))
    told = json.loads(manifest.read_text("utf-8"))
    given = path.read_bytes()
    entry = told["files"][name]
    entry |= {"bytes": len(given), "sha256": hashlib.sha256(given).hexdigest()}
    if "rows" in entry:
        entry["rows"] = given.count(b"\n")
    manifest.write_text(json.dumps(told), "utf-8")


def line(number: int, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def changed(given: bytes) -> bytes:
        lines = given.splitlines(keepends=True)
        lines[number - 1] = change(lines[number - 1])
        return b"".join(lines)

    return changed


def with_value(key: str, value: Any) -> Callable[[bytes], bytes]:
    return lambda given: json.dumps({**json.loads(given), key: value}).encode() + b"\n"


LINES: dict[str, tuple[int, Callable[[bytes], bytes]]] = {
    "no JSON": (3, lambda given: b"{]\n"),
    "no text": (3, lambda given: given.replace(b"name", b"n\xff\xfeme")),
    "two values": (3, lambda given: given[:-1] + b" {}\n"),
    "a list": (3, lambda given: b"[1, 2]\n"),
    "nothing": (3, lambda given: b"\n"),
    "nested": (3, lambda given: b"[" * 100_000 + b"\n"),
    "a long number": (3, lambda given: b"1" * 10_000 + b"\n"),
    "a key more": (3, with_value("more", 1)),
    "a key less": (3, lambda given: given.replace(b'"bare"', b'"bear"')),
    "keys in another order": (
        3,
        lambda given: json.dumps(dict(reversed(json.loads(given).items()))).encode() + b"\n",
    ),
    "a number for words": (3, with_value("name", 7)),
    "words for a number": (3, with_value("unit_id", "7")),
    "a fraction": (3, with_value("unit_id", 7.5)),
    "true": (3, with_value("unit_id", True)),
    "a list for words": (3, with_value("name", ["x"])),
    "too large a number": (3, with_value("unit_id", 2**64)),
    "half a letter": (3, with_value("name", "\ud800")),
    "nothing where something has to be": (3, with_value("name", None)),
    "no day": (3, with_value("valid_from", "30/6/2024")),
    "a word that is none": (3, with_value("kind", "hamlet")),
    "no id": (3, with_value("id", None)),
    "an id twice": (3, with_value("id", 2)),
    "an id out of order": (3, with_value("id", 1)),
    "a uid twice": (3, lambda given: given),
}


@pytest.mark.usefixtures("ready_tables")
@pytest.mark.parametrize("what", LINES)
def test_a_bad_line_is_named_with_its_file(what: str, bad: Path, tmp_path: Path) -> None:
    number, change = LINES[what]
    if what == "a uid twice":
        first = json.loads((bad / UNIT).read_bytes().splitlines()[0])
        change = with_value("uid", first["uid"])
    rewritten(bad, UNIT, line(number, change))
    assert told_of(bad, tmp_path).startswith(f"{UNIT}, line {number}: ")


def spoil(bad: Path, what: str) -> str:
    """Spoil a folder, and hand back the words that are to name it."""
    path = bad / UNIT
    given = path.read_bytes()
    manifest = json.loads((bad / "manifest.json").read_text("utf-8"))

    def told(**more: Any) -> None:
        (bad / "manifest.json").write_text(json.dumps({**manifest, **more}), "utf-8")

    match what:
        case "a flipped byte":
            place = given.index(b'"uid":"') + 7
            path.write_bytes(given[:place] + b"f" + given[place + 1 :])
            return f"{UNIT} was changed"
        case "cut":
            path.write_bytes(given[:-20])
            return f"{UNIT} was changed"
        case "longer":
            path.write_bytes(given + given.splitlines(keepends=True)[-1])
            return f"{UNIT} was changed"
        case "no last line end":
            rewritten(bad, UNIT, lambda given: given[:-1])
            return "the line is cut off"
        case "a row less":
            rewritten(bad, UNIT, lambda given: given.partition(b"\n")[2])
            return "does not prove itself"
        case "rows miscounted":
            files = manifest["files"]
            told(files={**files, UNIT: {**files[UNIT], "rows": 7}})
            return "the file ends too early or too late"
        case "line ends of another system":
            path.write_bytes(given.replace(b"\n", b"\r\n"))
            return f"{UNIT} was changed"
        case "another set":
            toml = bad / "criteria" / f"{BASIC}.toml"
            toml.write_bytes(toml.read_bytes().replace(b"19", b"18"))
            return f"criteria/{BASIC}.toml was changed"
        case "missing":
            path.unlink()
            return f"{UNIT} is missing"
        case "one more":
            (bad / "Thumbs.db").touch()
            return "Thumbs.db does not belong"
        case "one more in a folder":
            (bad / "tables" / "x.jsonl").touch()
            return "tables/x.jsonl does not belong"
        case "a folder more":
            (bad / "tables" / "more").mkdir()
            return "tables/more cannot be read"
        case "a link":
            path.unlink()
            path.symlink_to("/etc/passwd")
            return f"{UNIT} cannot be read: it is no plain file"
        case "a link to a folder":
            shutil.move(bad / "tables", bad.parent / "elsewhere")
            (bad / "tables").symlink_to(bad.parent / "elsewhere")
            return "tables cannot be read: it is no plain file"
        case "a pipe":
            path.unlink()
            os.mkfifo(path)
            return f"{UNIT} cannot be read: it is no plain file"
        case "no manifest":
            (bad / "manifest.json").unlink()
            return "holds no manifest.json"
        case "a manifest of nothing":
            (bad / "manifest.json").write_bytes(b"")
            return "manifest.json: it is not JSON"
        case "an endless manifest":
            (bad / "manifest.json").write_bytes(b"[" * 5_000_000)
            return "manifest.json: it is not JSON"
        case "a manifest of another":
            (bad / "manifest.json").write_text('{"name": "x"}')
            return "it is not the manifest of an export"
        case "a newer format":
            told(ntmtrack_export=2)
            return "written by a newer ntmtrack"
        case "a newer schema":
            told(schema=99)
            return "written by a newer ntmtrack"
        case "no schema":
            told(schema="5")
            return '"schema" is missing or at fault'
        case "no files":
            told(files=[])
            return '"files" is missing or at fault'
        case "a wrong entry":
            told(files={**manifest["files"], UNIT: {"bytes": -1}})
            return "at fault"
        case "a way out":
            told(files={**manifest["files"], "tables/../../x.jsonl": manifest["files"][UNIT]})
            return "is no name of a file of an export"
        case "a whole path":
            told(files={**manifest["files"], "/etc/passwd": manifest["files"][UNIT]})
            return "is no name of a file of an export"
        case "a table of no schema":
            told(files={**manifest["files"], "tables/later.jsonl": manifest["files"][UNIT]})
            shutil.copy(path, bad / "tables" / "later.jsonl")
            return "tables/later.jsonl is of no table of schema"
        case "a table too few":
            told(files={name: each for name, each in manifest["files"].items() if name != UNIT})
            path.unlink()
            return f"{UNIT} is missing"
        case "a unit that is not there":
            rewritten(bad, "tables/unit.jsonl", lambda given: b"")
            return "names a row of unit that is not there"
        case "another actor":
            rewritten(bad, "tables/change.jsonl", lambda g: g.replace(b'"An"', b'"Khac"'))
            return "change 1 is not what its hash says"
        case "a number again":
            rewritten(bad, "tables/sqlite_sequence.jsonl", lambda g: b"")
            return "went back"
        case "a step that was not taken":
            rewritten(
                bad,
                "tables/_sqlite_migrations.jsonl",
                line(2, lambda given: given.replace(b'"m002', b'"m022')),
            )
            return "the steps of the schema are not those of the tables"
        case _:
            raise KeyError(what)


SPOILT = [
    *("a flipped byte", "cut", "longer", "no last line end", "a row less", "rows miscounted"),
    *("line ends of another system", "another set", "missing", "one more"),
    *("one more in a folder", "a folder more", "a link", "a link to a folder", "a pipe"),
    *("no manifest", "a manifest of nothing", "an endless manifest", "a manifest of another"),
    *("a newer format", "a newer schema", "no schema", "no files", "a wrong entry", "a way out"),
    *("a whole path", "a table of no schema", "a table too few"),
    *("a unit that is not there", "another actor", "a number again"),
    "a step that was not taken",
]


@pytest.mark.usefixtures("ready_tables")
@pytest.mark.parametrize("what", SPOILT)
def test_a_bad_folder_makes_no_ledger(what: str, bad: Path, tmp_path: Path) -> None:
    assert spoil(bad, what) in told_of(bad, tmp_path)


def test_tables_that_an_older_schema_had_not_are_named(bad: Path, tmp_path: Path) -> None:
    manifest = json.loads((bad / "manifest.json").read_text("utf-8"))
    (bad / "manifest.json").write_text(json.dumps({**manifest, "schema": 1}), "utf-8")
    assert "is of no table of schema 1" in told_of(bad, tmp_path)
