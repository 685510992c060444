"""`restore`: what would change is shown; then all of it is done, or nothing."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from ntmtrack.store import database, putting_back
from tests.cli.test_backup import held, note, tampered
from tests.faults.proof import content, unsound
from tests.run import ROOT, Result, refused, run

UNITS = ("--kind", "commune", "--from", "2024-01-01")


@pytest.fixture
def copy(new: Path) -> Path:
    """A copy of the new ledger; then the ledger goes on."""
    assert run("backup", db=new).code == 0
    (found,) = held(new)
    note(new, "Một")
    return found


def restore(db: Path, file: object, *words: str) -> Result:
    return run("restore", file, *words, db=db)


def kept(db: Path) -> list[Path]:
    return sorted(db.parent.glob(f"{db.name}.before-restore-*"))


def changes(db: Path) -> list[int]:
    with closing(sqlite3.connect(db)) as conn:
        return [each for (each,) in conn.execute("select id from change order by id")]


def test_what_would_change_is_shown_and_nothing_is_done(new: Path, copy: Path) -> None:
    before, there = content(new), sorted(new.parent.rglob("*"))
    found = restore(new, copy, "--preview", "-f", "json")
    assert found.code == 0, found.err
    goes = [row for row in found.rows if row["fate"] == "goes"]
    assert [(row["change"], row["actor"]) for row in goes] == [(2, "canbo")]
    assert "agency add" in goes[0]["command"]
    tables = {row["table"]: (row["now"], row["then"]) for row in found.rows if row["table"]}
    assert tables == {"agency": (1, 0)}
    assert (content(new), sorted(new.parent.rglob("*"))) == (before, there)


def test_the_kinds_of_rows_are_told_in_words(new: Path, copy: Path) -> None:
    told = restore(new, copy, "--preview").out
    assert "Table: agency · Now: 1 · In the copy: 0" in told
    assert "Bảng: cơ quan · " in run("restore", copy, "--preview", db=new, lang="vi").out


def test_without_a_terminal_and_without_yes_nothing_is_done(new: Path, copy: Path) -> None:
    before = content(new)
    found = restore(new, copy)
    assert found.code == 3
    assert "nothing was changed" in found.complaint
    assert "Phòng Một" in found.out
    assert content(new) == before and kept(new) == []


@pytest.mark.parametrize("answer", [False, True])
def test_at_a_terminal_it_is_asked_and_the_answer_holds(
    answer: bool, new: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ntmtrack.cli import restore as command

    before = content(new)
    monkeypatch.setattr(command, "interactive", lambda: True)
    monkeypatch.setattr(command, "agreed", lambda *_: answer)
    found = restore(new, copy, "-o", str(new.parent / "told.csv"))
    assert found.code == 0, found.err
    assert "1 change goes" in found.out
    assert (content(new) == before) is not answer
    assert ("Nothing has been changed." in found.err) is not answer
    # What was only shown went to no file.
    assert (new.parent / "told.csv").exists() is answer


def test_the_copy_takes_the_place_and_what_was_here_is_kept(new: Path, copy: Path) -> None:
    before, inode = content(new), new.stat().st_ino
    found = restore(new, copy, "--yes")
    assert found.code == 0, found.err
    assert changes(new) == [1]
    assert unsound(new) == []
    (aside,) = kept(new)
    assert str(aside) in found.out.replace("\n  ", "")
    assert content(aside) == before
    assert unsound(aside) == []
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    # Whoever waits for the ledger waits for this file.
    assert new.stat().st_ino == inode
    assert {each.name for each in new.parent.iterdir()} == {
        "new.db",
        "new.db.backups",
        aside.name,
    }


def test_it_can_be_taken_back(new: Path, copy: Path) -> None:
    # What was given stays given: that is carried over both times.
    before = content(new, without="number_series")
    assert restore(new, copy, "--yes").code == 0
    (aside,) = kept(new)
    told = restore(new, aside, "--yes", "-f", "json")
    assert [(row["fate"], row["change"]) for row in told.rows if row["fate"]] == [("comes", 2)]
    assert content(new, without="number_series") == before
    assert len(kept(new)) == 2


def test_no_number_that_was_given_is_given_again(new: Path) -> None:
    assert run("unit", "add", "Xã Một", *UNITS, db=new).code == 0
    run("backup", db=new)
    (copy,) = held(new)
    task = ("task", "add", "Xã Một", "--title", "Rà soát")
    first = run(*task, "-f", "json", db=new)
    assert first.code == 0, first.err
    assert restore(new, copy, "--yes").code == 0
    second = run(*task, "-f", "json", db=new)
    assert second.code == 0, second.err
    assert first.rows[0]["task"] != second.rows[0]["task"]
    assert unsound(new) == []


def test_a_ledger_that_cannot_be_written_to_is_left_as_it_is(
    new: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(new)
    monkeypatch.setattr(putting_back, "is_open_to_writing", lambda _: False)
    assert "cannot be written to" in refused(restore(new, copy, "--yes"), 4)
    assert content(new) == before and kept(new) == []


def test_a_ledger_that_is_closed_to_this_user_is_not_taken_for_damaged(
    new: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object) -> None:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    before = content(new)
    monkeypatch.setattr(putting_back, "connected", closed)
    assert "check the rights of the file" in refused(restore(new, copy, "--yes"), 4)
    assert content(new) == before and kept(new) == []


def test_a_missing_ledger_comes_back(new: Path, copy: Path) -> None:
    new.unlink()
    found = restore(new, copy, "--yes")
    assert found.code == 0, found.err
    assert content(new) == content(copy)
    assert stat.S_IMODE(new.stat().st_mode) == 0o600
    assert kept(new) == []
    assert run("doctor", db=new).code == 0


@pytest.mark.parametrize("size", [0, 1, 50, 5000, 100_000])
def test_a_cut_ledger_is_kept_as_it_is_and_the_copy_takes_its_place(
    size: int, new: Path, copy: Path
) -> None:
    data = new.read_bytes()[:size]
    new.write_bytes(data)
    found = restore(new, copy, "--yes")
    assert found.code == 0, found.err
    assert "cannot be compared" in found.out
    assert [each.read_bytes() for each in kept(new)] == [data]
    assert content(new) == content(copy)


def test_a_journal_that_is_left_over_is_not_played_into_the_copy(new: Path, copy: Path) -> None:
    new.unlink()
    journal = new.with_name("new.db-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504))
    assert restore(new, copy, "--yes").code == 0
    assert not journal.exists()
    assert [each.name[-8:] for each in kept(new)] == ["-journal"]
    assert content(new) == content(copy)


def test_a_flipped_bit_deep_in_the_ledger_does_not_keep_the_copy_out(new: Path, copy: Path) -> None:
    data = bytearray(new.read_bytes())
    for place in range(4096 * 3, len(data), 4096):
        data[place] ^= 0x55
    new.write_bytes(data)
    assert restore(new, copy, "--yes").code == 0
    assert content(new) == content(copy)
    assert [each.read_bytes() for each in kept(new)] == [bytes(data)]


# Which copies are refused


def test_a_copy_that_cannot_be_trusted_is_refused(new: Path, copy: Path, tmp_path: Path) -> None:
    before, there = content(new), set(new.parent.iterdir())
    whole = copy.read_bytes()
    flipped = bytearray(whole)
    for place in range(4096 * 20, len(flipped), 4096):
        flipped[place + 7] ^= 0x10
    bad = tmp_path / "bad"
    bad.mkdir()
    for name, data, words in (
        ("empty.db", b"", "another program"),
        ("text.db", b"x" * 9000, "is not a ledger"),
        ("cut.db", whole[: len(whole) // 2], "is damaged"),
        ("flipped.db", bytes(flipped), "is damaged"),
    ):
        (bad / name).write_bytes(data)
        message = refused(restore(new, bad / name, "--yes"), 4)
        assert words in message, (name, message)
        assert str(bad / name) in message
        assert "name another copy; nothing was changed" in message
    assert content(new) == before
    assert set(new.parent.iterdir()) == there | {bad}


def test_a_newer_copy_is_refused(new: Path, copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as conn:
        conn.execute(f"pragma user_version = {database.SCHEMA_VERSION + 1}")
    assert "newer ntmtrack" in refused(restore(new, copy, "--yes"), 4)


def test_a_copy_that_something_else_wrote_to_is_taken_only_knowingly(new: Path, copy: Path) -> None:
    tampered(copy)
    assert "is not as its changes wrote it" in refused(restore(new, copy, "--yes"), 4)
    assert restore(new, copy, "--yes", "--unproved").code == 0
    assert changes(new) == [1]


def test_another_offices_copy_is_taken_only_knowingly(new: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    assert run("init", "--office", "Xã Hai", db=other).code == 0
    note(new)
    before = content(new)
    message = refused(restore(new, other, "--yes"), 3)
    assert "Xã Hai" in message and "--other-office" in message
    assert content(new) == before
    assert restore(new, other, "--yes", "--other-office").code == 0
    assert content(new) == content(other)


def test_the_ledger_itself_is_no_copy_of_it(new: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(new)
    for file in (new, link):
        assert "is the ledger itself" in refused(restore(new, file, "--yes"), 3)


def test_neither_a_folder_nor_a_pipe_is_written_over(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    os.mkfifo(tmp_path / "pipe.db")
    for name in ("folder.db", "pipe.db"):
        assert "is no file" in refused(restore(tmp_path / name, copy, "--yes"), 4)


def test_a_database_of_another_program_or_of_a_newer_one_is_not_written_over(
    new: Path, copy: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as conn:
        conn.execute("create table t (x)")
    assert "another program" in refused(restore(other, copy, "--yes"), 4)
    with closing(sqlite3.connect(new, isolation_level=None)) as conn:
        conn.execute(f"pragma user_version = {database.SCHEMA_VERSION + 1}")
    assert "newer ntmtrack" in refused(restore(new, copy, "--yes"), 4)


def test_a_link_to_the_ledger_stays_one(new: Path, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "so").mkdir()
    link = tmp_path / "so" / "so.db"
    link.symlink_to(new)
    assert restore(link, copy, "--yes").code == 0
    assert link.is_symlink() and changes(new) == [1]
    new.unlink()
    new.write_bytes(b"\xff" * 9000)
    assert restore(link, copy, "--yes").code == 0
    assert link.is_symlink() and changes(new) == [1]


def test_a_copy_behind_a_link_is_read(new: Path, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "usb.db").symlink_to(copy)
    assert restore(new, tmp_path / "usb.db", "--yes").code == 0


# Others at work


def test_what_was_recorded_since_it_was_shown_is_not_lost(
    new: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry = putting_back._carry

    def late(*given: object) -> None:
        with closing(sqlite3.connect(new)) as conn:
            assert conn.execute("select 1").fetchone()
        note(new, "Hai")
        carry(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(putting_back, "_carry", late)
    assert "was written to meanwhile" in refused(restore(new, copy, "--yes"), 4)
    assert changes(new) == [1, 2, 3]
    assert kept(new) == []


WAITS = """
import sys
from ntmtrack.cli.main import main
print("begun", flush=True)
sys.exit(main(["--db", sys.argv[1], "agency", "add", "Phòng chờ"]))
"""


def test_a_command_that_waits_goes_on_in_what_was_put_back(
    new: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting: list[subprocess.Popen[bytes]] = []
    keep = putting_back._keep

    def slowly(*given: object) -> None:
        words = [sys.executable, "-c", WAITS, str(new)]
        waiting.append(subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE))
        assert waiting[0].stdout is not None
        assert waiting[0].stdout.readline() == b"begun\n"
        threading.Event().wait(1)
        keep(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(putting_back, "_keep", slowly)
    assert restore(new, copy, "--yes").code == 0
    waiting[0].communicate(timeout=60)
    assert waiting[0].returncode == 0
    with closing(sqlite3.connect(new)) as conn:
        assert conn.execute("select name from agency").fetchall() == [("Phòng chờ",)]
    assert unsound(new) == []


def test_a_locked_ledger_is_left_alone(
    new: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(new, isolation_level=None)) as conn:
        conn.execute("begin exclusive")
        assert "is locked" in refused(restore(new, copy, "--yes"), 4)
    with closing(sqlite3.connect(new, isolation_level=None)) as conn:
        conn.execute("begin")
        conn.execute("select 1 from change").fetchone()
        assert "is locked" in refused(restore(new, copy, "--yes"), 4)
    assert changes(new) == [1, 2] and kept(new) == []


def test_bundles_that_went_out_since_are_told(new: Path, copy: Path) -> None:
    from datetime import UTC, datetime

    from ntmtrack.store.writing import Occasion, writing

    with writing(new, Occasion("An", "bundle make", datetime.now(UTC))) as change:
        change.insert(
            "bundle",
            {
                "way": "made",
                "office_uid": "x",
                "number": 1,
                "signature": "none",
                "counts": "{}",
                "body": "{}",
            },
        )
    assert "1 bundle went out" in restore(new, copy, "--preview").out


def test_an_older_copy_is_brought_up_to_date_in_its_new_place(
    new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.store.test_database import older_program

    old = tmp_path / "old.db"
    with monkeypatch.context() as patch:
        older_program(patch)
        database.create(old)
    size = old.stat().st_size
    assert restore(new, old, "--yes", "--other-office").code == 0
    with closing(sqlite3.connect(new)) as conn:
        assert conn.execute("pragma user_version").fetchone() == (database.SCHEMA_VERSION,)
    assert unsound(new) == []
    assert old.stat().st_size == size


def test_no_number_of_a_change_is_given_again(new: Path, copy: Path) -> None:
    assert restore(new, copy, "--yes").code == 0
    assert restore(new, copy, "--yes").code == 0
    note(new, "Sau khi khôi phục")
    with closing(sqlite3.connect(new)) as conn:
        assert conn.execute("select id, seq from change order by id").fetchall() == [
            (1, 1),
            (3, 3),
        ]
    assert unsound(new) == []
