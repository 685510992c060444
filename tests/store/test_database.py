"""Opening, creating and migrating the file, and what is refused with which words."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from ntmtrack.errors import DatabaseError
from ntmtrack.store import database, migrations, schema_1, writing
from ntmtrack.store.database import (
    SCHEMA_VERSION,
    copy_to,
    create,
    open_reader,
    open_writer,
)
from tests.store.ledgers import Ledger, event, task, unit

OPENERS = pytest.mark.parametrize("opener", [open_reader, open_writer])
Opener = Callable[[Path], sqlite3.Connection]


def sentence(error: DatabaseError) -> str:
    return error.message.text.format(**error.message.values)


@contextmanager
def refused(words: str) -> Iterator[None]:
    with pytest.raises(DatabaseError) as caught:
        yield
    assert words in sentence(caught.value)
    assert caught.value.hint is not None


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask_zero() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


# What is refused


@OPENERS
def test_a_missing_file_is_named_and_not_made(opener: Opener, tmp_path: Path) -> None:
    with refused(f"there is no ledger at {tmp_path / 'none.db'}"):
        opener(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


@OPENERS
def test_a_file_in_a_missing_folder_is_missing(opener: Opener, tmp_path: Path) -> None:
    with refused("there is no ledger at"):
        opener(tmp_path / "none" / "none.db")


@OPENERS
def test_a_folder_is_no_ledger(opener: Opener, tmp_path: Path) -> None:
    with refused("cannot be read"):
        opener(tmp_path)


@OPENERS
@pytest.mark.parametrize("content", [b"", b"Xin ch\xc3\xa0o\n", b"SQLite format 3"])
def test_a_file_of_another_kind_is_no_ledger(
    opener: Opener, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(content)
    with refused("is not a ledger of ntmtrack"):
        opener(path)
    assert path.read_bytes() == content


@OPENERS
def test_a_database_of_another_program_is_left_alone(opener: Opener, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("create table person (name text)")
    before = path.read_bytes()
    with refused("is a database of another program"):
        opener(path)
    assert path.read_bytes() == before


@OPENERS
def test_a_newer_ledger_is_left_alone(opener: Opener, ledger: Ledger) -> None:
    ledger.rows(f"pragma user_version = {database.SCHEMA_VERSION + 1}")
    before = ledger.path.read_bytes()
    with refused("was written by a newer ntmtrack"):
        opener(ledger.path)
    assert ledger.path.read_bytes() == before


@OPENERS
@pytest.mark.parametrize("kept", [99, 100, 512, 4096, 5000, 0.5])
def test_a_cut_file_is_damaged(opener: Opener, kept: float, ledger: Ledger) -> None:
    content = ledger.path.read_bytes()
    size = int(len(content) * kept) if kept < 1 else int(kept)
    ledger.path.write_bytes(content[:size])
    with refused("is damaged"), database.faults(ledger.path):
        opener(ledger.path).execute("select count(*) from task").fetchall()


def test_damage_inside_is_named_when_it_is_met(ledger: Ledger) -> None:
    content = bytearray(ledger.path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    ledger.path.write_bytes(content)
    with (
        refused("is damaged"),
        database.faults(ledger.path),
        closing(open_reader(ledger.path)) as conn,
    ):
        conn.execute("select * from task").fetchall()
    with refused("is damaged"), ledger.writing() as change:
        unit(change)


def test_a_read_only_ledger_is_read_but_not_written_even_by_root(ledger: Ledger) -> None:
    ledger.path.chmod(0o444)
    with refused("is read-only"), ledger.writing() as change:
        unit(change)
    with ledger.reading() as conn:
        assert conn.execute("select count(*) from unit").fetchone() == (0,)


def test_a_reader_cannot_write(ledger: Ledger) -> None:
    with (
        refused("cannot be written to"),
        ledger.reading() as conn,
        database.faults(ledger.path),
    ):
        conn.execute("insert into number_series values ('NV', 1)")


def test_a_locked_ledger_is_waited_for_and_then_named(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with ledger.foreign() as conn:
        conn.execute("begin immediate")
        with refused("is locked by another program"), ledger.writing() as change:
            unit(change)
        with ledger.reading() as reader:
            assert reader.execute("select count(*) from unit").fetchone() == (0,)


# Paths


@pytest.mark.parametrize(
    "name", ["a?b.db", "a#b.db", "a%41b.db", "sổ của xã.db", "?mode=memory", "a&b=c;d", "'\".db"]
)
def test_a_path_means_what_it_says(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "Bản Bo #1?"
    create(folder / name)
    found = Ledger(folder / name)
    with found.writing() as change:
        unit(change)
    with found.reading() as conn:
        assert conn.execute("select count(*) from unit").fetchone() == (1,)
    assert [path.name for path in folder.iterdir()] == [name]


def test_a_path_may_start_with_two_slashes(ledger: Ledger) -> None:
    with closing(open_reader(Path(f"/{ledger.path}"))) as conn:
        assert conn.execute("select count(*) from unit").fetchone() == (0,)


def test_a_path_may_be_relative(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ledger.path.parent)
    with closing(open_reader(Path("ledger.db"))) as conn:
        assert conn.execute("select count(*) from unit").fetchone() == (0,)


# Creating


@pytest.mark.usefixtures("umask_zero")
def test_a_new_ledger_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "ledger.db"
    create(path)
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.usefixtures("umask_zero")
def test_what_is_written_beside_a_ledger_is_its_owners_alone(ledger: Ledger) -> None:
    with ledger.writing() as change:
        unit(change)
        journal = ledger.path.with_name("ledger.db-journal")
        assert mode(journal) == 0o600


def test_what_is_already_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_text("của tôi")
    with refused("is already there"):
        create(path)
    assert path.read_text() == "của tôi"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_that_leads_nowhere_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.symlink_to(tmp_path / "none.db")
    with refused("cannot make the ledger"):
        create(path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("place", ["file/ledger.db", "x" * 300, "a/" + "x" * 300])
def test_an_impossible_place_is_refused(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with refused("cannot make the ledger"):
        create(tmp_path / place)
    assert [path for path in tmp_path.rglob("*") if path.suffix == ".new"] == []


def test_a_name_as_long_as_the_disk_takes_is_taken(tmp_path: Path) -> None:
    create(tmp_path / ("ă" * 100 + "x" * 40))


def test_the_system_has_no_room_for_a_ledger() -> None:
    with refused("cannot make the ledger"):
        create(Path("/proc/ntmtrack/ledger.db"))


def test_a_failed_creation_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(conn: sqlite3.Connection) -> None:
        conn.execute("create table half (id integer)")
        raise KeyboardInterrupt

    monkeypatch.setattr(database, "bring_up", full)
    with pytest.raises(KeyboardInterrupt):
        create(tmp_path / "ledger.db")
    assert list(tmp_path.iterdir()) == []


def test_a_left_over_journal_is_not_played_into_a_new_ledger(
    ledger: Ledger, tmp_path: Path
) -> None:
    journal = tmp_path / "new.db-journal"
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504))
    with refused("left over from an earlier ledger"):
        create(tmp_path / "new.db")
    assert journal.exists()


def test_a_disk_without_links_takes_a_ledger_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "ledger.db"
    create(path)
    assert mode(path) == 0o600
    assert list(tmp_path.iterdir()) == [path]
    open_reader(path).close()


# Copies


def test_a_copy_holds_everything_and_is_its_owners_alone(ledger: Ledger) -> None:
    with ledger.writing() as change:
        unit(change)
    copy = Ledger(ledger.path.with_name("copy.db"))
    copy.path.write_text("an older copy")
    copy_to(ledger.path, copy.path)
    assert mode(copy.path) == 0o600
    assert copy.rows("select * from history") == ledger.rows("select * from history")
    assert copy.broken() == []
    open_writer(copy.path).close()


def test_a_copy_that_cannot_be_made_is_an_error_of_the_user(ledger: Ledger) -> None:
    with refused("cannot make the copy"):
        copy_to(ledger.path, ledger.path.parent / "none" / "copy.db")


# Migrating


def older_program(patch: pytest.MonkeyPatch) -> None:
    """Make this process the first program, which knew one migration."""
    older = Migrations("ntmtrack")
    older(name="m001_first_schema")(migrations.m001_first_schema)
    patch.setattr(migrations, "ledger", older)
    patch.setattr(database, "SCHEMA_VERSION", 1)
    patch.setattr(writing, "schema", schema_1)
    patch.setattr(writing, "_settle_kept", lambda *_: None)


def test_a_ledger_of_the_first_schema_keeps_its_tasks_and_their_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(tmp_path / "first.db")
    with monkeypatch.context() as patch:
        older_program(patch)
        create(ledger.path)
        with ledger.writing() as change:
            key = task(change, "2024-06-30", state="done", closed_on="2024-06-03")
            event(change, key, "done", "2024-06-03")
            task(change)
        assert ledger.rows("pragma user_version") == [(1,)]
        before = {
            table: ledger.rows(f"select * from {table}")
            for table in ("task", "task_event", "history", "sqlite_sequence")
        }
    open_writer(ledger.path).close()
    assert ledger.rows("pragma user_version") == [(SCHEMA_VERSION,)]
    assert ledger.rows("pragma foreign_key_check") == []
    assert ledger.rows("pragma integrity_check") == [("ok",)]
    assert ledger.broken() == []
    kept = ["id", *(c.split()[0] for c in schema_1.ENTITIES["task"] if c[:5] != "check")]
    assert ledger.rows(f"select {', '.join(kept)}, change_id from task") == before["task"]
    assert ledger.rows("select * from task_event") == before["task_event"]
    assert ledger.rows("select * from history") == before["history"]
    assert {*before["sqlite_sequence"]} <= {*ledger.rows("select * from sqlite_sequence")}
    with ledger.writing() as change:
        assert task(change) == 3
        event(change, 3, "reported", "2024-06-03")
        change.correct("task", 3, {"state": "reported", "closed_on": "2024-06-03"})
    assert ledger.broken() == []


COPY = f"ledger.db.before-v{SCHEMA_VERSION + 1}-from-v{SCHEMA_VERSION}"


def newer_program(patch: pytest.MonkeyPatch) -> None:
    """Make this process a program with one migration more."""
    newer = Migrations("ntmtrack")
    newer(name="m001_first_schema")(migrations.m001_first_schema)
    newer(name="m002_lives_and_papers")(migrations.m002_lives_and_papers)
    newer(name="m003_letters")(migrations.m003_letters)
    newer(name="m004_time")(migrations.m004_time)
    newer(name="m005_products")(migrations.m005_products)

    @newer()
    def later(db: Database) -> None:
        db.conn.execute("create table later (id integer primary key) strict")

    patch.setattr(migrations, "ledger", newer)
    patch.setattr(database, "SCHEMA_VERSION", SCHEMA_VERSION + 1)


def assert_migrated(ledger: Ledger) -> None:
    copy = Ledger(ledger.path.with_name(COPY))
    assert sorted(ledger.path.parent.iterdir()) == [ledger.path, copy.path]
    assert ledger.rows("pragma user_version") == [(SCHEMA_VERSION + 1,)]
    assert ledger.rows("select count(*) from later") == [(0,)]
    assert ledger.broken() == []
    assert mode(copy.path) == 0o600
    assert copy.rows("pragma user_version") == [(SCHEMA_VERSION,)]
    assert copy.rows("pragma integrity_check") == [("ok",)]
    assert copy.rows("select name from sqlite_master where name = 'later'") == []
    assert copy.rows("select * from history") == ledger.rows("select * from history")


@OPENERS
def test_an_older_ledger_is_brought_up_to_date_and_a_copy_kept(
    opener: Opener, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ledger.writing() as change:
        unit(change)
    with monkeypatch.context() as patch:
        newer_program(patch)
        opener(ledger.path).close()
        opener(ledger.path).close()
        assert_migrated(ledger)
        with ledger.writing() as change:
            unit(change)
    with refused("was written by a newer ntmtrack"):
        opener(ledger.path)
    open_writer(ledger.path.with_name(COPY)).close()


def test_a_migration_that_fails_changes_nothing(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer_program(monkeypatch)

    @migrations.ledger()
    def broken(db: Database) -> None:
        db.conn.execute("create table later_still (id integer primary key) strict")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_reader(ledger.path)
    assert ledger.rows("pragma user_version") == [(SCHEMA_VERSION,)]
    assert ledger.rows("select name from sqlite_master where name like 'later%'") == []


def test_a_ledger_is_not_migrated_where_no_copy_can_be_kept(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer_program(monkeypatch)
    ledger.path.with_name(COPY).mkdir()
    with refused("cannot make the copy"):
        open_writer(ledger.path)
    assert ledger.rows("pragma user_version") == [(SCHEMA_VERSION,)]


def test_four_programs_may_migrate_at_once(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.writing() as change:
        unit(change)
    go = tmp_path.parent / f"{tmp_path.name}-go"
    script = f"""
import time, pytest
from pathlib import Path
from ntmtrack.store.database import open_writer
from tests.store.test_database import newer_program
newer_program(pytest.MonkeyPatch())
import ntmtrack.store.writing
print("ready", flush=True)
while not Path({str(go)!r}).exists(): time.sleep(0.001)
open_writer(Path({str(ledger.path)!r})).close()
"""
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
        )
        for _ in range(4)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == b"ready\n"
    go.touch()
    for program in programs:
        program.communicate(timeout=30)
    assert [program.returncode for program in programs] == [0, 0, 0, 0]
    assert_migrated(ledger)
