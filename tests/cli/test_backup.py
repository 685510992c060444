"""`backup`, and the copies that are made by themselves: proved, named, kept, and let go."""

import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ntmtrack.app.backing import KEPT_BEFORE, before
from ntmtrack.app.backing import backup as made
from ntmtrack.app.context import Context
from ntmtrack.errors import DatabaseError
from ntmtrack.store import copies, database, holding
from tests.faults.proof import content, unsound
from tests.run import ROOT, refused, run, spawn

NOW = datetime(2026, 1, 5, 4, 30, tzinfo=UTC)
NAME = re.compile(r"new-\d{8}-\d{6}-c\d+\.db")


def context(db: Path, now: datetime = NOW) -> Context:
    return Context(path=db, today=date(2026, 1, 5), now=now, as_of=date(2026, 1, 5), actor="An")


def note(db: Path, text: str = "x") -> None:
    """One change more."""
    found = run("agency", "add", f"Phòng {text}", db=db)
    assert found.code == 0, found.err


def held(db: Path) -> list[Path]:
    folder = db.with_name(f"{db.name}.backups")
    return sorted(folder.glob("*.db")) if folder.exists() else []


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask_zero() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask_zero")
def test_a_copy_holds_everything_and_is_its_owners_alone(new: Path) -> None:
    (row,) = run("backup", "-f", "json", db=new).rows
    copy = Path(row["file"])
    assert row["state"] == "made"
    assert NAME.fullmatch(copy.name)
    assert content(copy) == content(new)
    assert unsound(copy) == []
    assert (mode(copy), mode(copy.parent), mode(copy.parent / ".lock")) == (0o600, 0o700, 0o600)
    assert row["bytes"] == copy.stat().st_size
    assert sorted(each.name for each in copy.parent.iterdir()) == [".lock", copy.name]


def test_the_name_says_when_it_was_made_by_the_clock_of_the_office(new: Path) -> None:
    made(context(new), None, keep=30)
    assert [each.name for each in held(new)] == ["new-20260105-113000-c1.db"]


def test_where_nothing_was_recorded_since_no_copy_is_made_and_that_is_well(new: Path) -> None:
    assert run("backup", db=new).code == 0
    again = run("backup", "-f", "json", db=new)
    assert again.code == 0
    assert [row["state"] for row in again.rows] == ["there"]
    assert len(held(new)) == 1
    note(new)
    assert [row["state"] for row in run("backup", "-f", "json", db=new).rows] == ["made"]
    assert len(held(new)) == 2


def test_cron_hears_nothing_while_all_is_well_and_a_terminal_hears_it(new: Path) -> None:
    found = run("backup", db=new)
    assert (found.code, found.out, found.err) == (0, "", "")
    assert "no copy" in run("backup", db=new, tty=True, width=100).out


def tampered(db: Path) -> None:
    """What another program wrote into a ledger, past its rules."""
    with closing(sqlite3.connect(db, isolation_level=None)) as conn:
        for (name,) in conn.execute(
            "select name from sqlite_master where type = 'trigger' and tbl_name = 'criteria_set'"
        ).fetchall():
            conn.execute(f"drop trigger {name}")
        conn.execute("update criteria_set set name = 'x' where id = 1")


def test_cron_hears_of_a_ledger_that_something_else_wrote_to(new: Path) -> None:
    tampered(new)
    found = run("backup", db=new)
    assert found.code == 0
    assert "The ledger itself is not as it was written" in found.out
    assert len(held(new)) == 1


def test_a_copy_that_rotted_does_not_stand_for_the_ledger(new: Path) -> None:
    run("backup", db=new)
    (rotten,) = held(new)
    data = bytearray(rotten.read_bytes())
    data[len(data) // 2 :] = b"\xff" * (len(data) - len(data) // 2)
    rotten.write_bytes(data)
    assert [row["state"] for row in run("backup", "-f", "json", db=new).rows] == ["made"]
    assert rotten.exists()
    assert any(unsound(each) == [] for each in held(new) if each != rotten)


def test_the_newest_are_kept_and_nothing_that_is_not_theirs_is_removed(
    new: Path, new_file: Path
) -> None:
    folder = new.with_name("new.db.backups")
    folder.mkdir()
    other = folder / "new-20250101-000000-c1.db"
    assert run("init", db=other).code == 0
    by_hand = folder / "new-20250102-000000-c7.db"
    shutil.copy(new, by_hand)
    renamed = folder / "new-truoc-khi-sap-nhap.db"
    shutil.copy(new, renamed)
    junk = folder / "new-20250103-000000-c1.db"
    junk.write_text("không phải sổ")
    link = folder / "new-20250104-000000-c1.db"
    link.symlink_to(renamed)
    beside = {other, by_hand, renamed, junk, link}
    automatic = before(context(new), "import")
    assert automatic is not None
    seen = []
    for number in range(5):
        note(new, str(number))
        report = made(context(new, NOW + timedelta(days=number)), None, keep=2)
        seen.append(report.summary["removed"])
    assert seen == [0, 0, 1, 1, 1]
    own = set(held(new)) - beside - {automatic}
    assert [each.name[4:12] for each in sorted(own)] == ["20260108", "20260109"]
    assert all(os.path.lexists(each) for each in beside) and automatic.exists()


def test_copies_go_to_the_folder_that_is_named_and_its_own_ones_count(
    new: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    run("backup", db=new)
    (row,) = run("backup", stick, "-f", "json", db=new).rows
    assert Path(row["file"]).parent == stick
    assert row["state"] == "made"


def test_a_folder_whose_parent_is_missing_is_not_made(new: Path, tmp_path: Path) -> None:
    message = refused(run("backup", tmp_path / "none" / "copies", db=new), 4)
    assert "cannot make the copy" in message
    assert not (tmp_path / "none").exists()


def test_a_clock_set_back_does_not_make_the_newest_copy_the_oldest(new: Path) -> None:
    made(context(new), None, keep=2)
    for number in range(3):
        note(new, str(number))
        made(context(new, NOW - timedelta(days=300 + number)), None, keep=2)
    assert [each.name for each in held(new)] == [
        "new-20260105-113002-c3.db",
        "new-20260105-113003-c4.db",
    ]


def test_a_name_that_is_taken_is_left_to_who_has_it(new: Path) -> None:
    folder = new.with_name("new.db.backups")
    folder.mkdir()
    (folder / "new-20260105-113000-c1.db").write_text("của tôi")
    made(context(new), None, keep=30)
    assert (folder / "new-20260105-113000-c1.db").read_text() == "của tôi"
    assert (folder / "new-20260105-113001-c1.db").exists()


def test_a_ledger_behind_a_link_has_its_copies_beside_itself(new: Path, tmp_path: Path) -> None:
    (tmp_path / "so").mkdir()
    link = tmp_path / "so" / "link.db"
    link.symlink_to(new)
    assert run("backup", db=link).code == 0
    assert len(held(new)) == 1
    assert [each.name for each in link.parent.iterdir()] == ["link.db"]


# What cannot be copied


def test_a_damaged_ledger_makes_no_copy_and_takes_no_older_one_away(new: Path) -> None:
    run("backup", db=new)
    note(new)
    data = bytearray(new.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    new.write_bytes(data)
    there = held(new)
    message = refused(run("backup", "--keep", "1", db=new), 4)
    assert "is damaged" in message
    assert held(new) == there


def test_a_ledger_that_is_not_there_or_is_none_is_refused(tmp_path: Path) -> None:
    assert "there is no ledger" in refused(run("backup", db=tmp_path / "none.db"), 4)
    (tmp_path / "x.db").write_text("x" * 5000)
    assert "is not a ledger" in refused(run("backup", db=tmp_path / "x.db"), 4)
    with closing(sqlite3.connect(tmp_path / "y.db")) as conn:
        conn.execute("create table t (x)")
    assert "another program" in refused(run("backup", db=tmp_path / "y.db"), 4)
    assert not list(tmp_path.glob("*.backups/*.db"))


def test_a_folder_that_cannot_be_written_is_told(new: Path) -> None:
    new.with_name("new.db.backups").write_text("a file")
    assert "cannot make the copy" in refused(run("backup", db=new), 4)


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from ntmtrack.cli.main import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_an_import_does_not_begin_where_there_is_no_room_for_the_copy(
    new: Path, tmp_path: Path
) -> None:
    (tmp_path / "don-vi.csv").write_text("Mã,Tên\n01,Xã Một\n", "utf-8")
    before = content(new)
    words = ["--lang", "en", "--db", new, "import", "agencies", tmp_path / "co-quan.csv"]
    (tmp_path / "co-quan.csv").write_text("Tên cơ quan\nPhòng Một\n", "utf-8")
    room = str(new.stat().st_size // 2)
    done = subprocess.run(
        [sys.executable, "-c", FULL, room, *map(str, words), "--apply"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"]},
        check=False,
    )
    assert done.returncode == 4, done.stderr
    assert done.stderr.startswith("ntmtrack: error: cannot make the copy")
    assert "nothing was written" in done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert content(new) == before
    assert held(new) == []
    assert not list(new.with_name("new.db.backups").glob(".*.new"))


# Copies that are made by themselves


def sheet(tmp_path: Path, name: str) -> Path:
    path = tmp_path / "co-quan.csv"
    path.write_text(f"Tên cơ quan\n{name}\n", "utf-8")
    return path


def test_before_an_import_is_written_a_copy_is_kept_and_before_a_trial_none(
    new: Path, tmp_path: Path
) -> None:
    file, there = sheet(tmp_path, "Phòng Một"), content(new)
    assert run("import", "agencies", file, db=new).code == 0
    assert held(new) == []
    assert run("import", "agencies", file, "--apply", db=new).code == 0
    (copy,) = held(new)
    assert copy.name.endswith("-c1-before-import.db")
    assert content(copy) == there != content(new)


def test_the_newest_ten_of_their_kind_are_kept(new: Path) -> None:
    for number in range(KEPT_BEFORE + 2):
        note(new, str(number))
        assert before(context(new, NOW + timedelta(minutes=number)), "import") is not None
    assert before(context(new, NOW + timedelta(days=1)), "bundle") is not None
    assert len([each for each in held(new) if "import" in each.name]) == KEPT_BEFORE


def test_one_copy_serves_every_step_until_something_is_written(new: Path) -> None:
    first = before(context(new), "import")
    assert before(context(new, NOW + timedelta(hours=1)), "import") == first
    assert before(context(new, NOW + timedelta(hours=2)), "bundle") == first


def test_before_there_is_a_ledger_there_is_nothing_to_copy(tmp_path: Path) -> None:
    assert before(context(tmp_path / "none.db"), "import") is None
    assert list(tmp_path.iterdir()) == []


LOCKED = """
import sqlite3, sys
conn = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    conn.execute("begin immediate")
except sqlite3.OperationalError as error:
    print(error)
"""


def test_a_copy_made_within_an_open_change_is_of_before_it_and_keeps_its_lock(new: Path) -> None:
    there = content(new)
    with context(new).writing() as change:
        change.insert("setting", {"key": "office", "value": "Xã Một"})
        copy = before(context(new), "import")
        other = subprocess.run(
            [sys.executable, "-c", LOCKED, str(new)], capture_output=True, text=True, check=True
        )
        assert "locked" in other.stdout
    assert copy is not None and content(copy) == there
    assert unsound(new) == []


# Several at once, and others at work


@contextmanager
def another_at_work(folder: Path) -> Iterator[None]:
    from ntmtrack.store.holding import sole_copier

    folder.mkdir()
    with sole_copier(folder, patience=0) as mine:
        assert mine
        yield


def test_a_copy_waits_for_another_and_says_so_if_that_does_not_end(
    new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "_PATIENCE", 0.01)
    with another_at_work(new.with_name("new.db.backups")):
        assert "another copy is being made" in refused(run("backup", db=new), 4)
    assert run("backup", db=new).code == 0


def test_a_disk_that_knows_no_locks_takes_a_copy_all_the_same(
    new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_: int) -> bool:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(holding, "_try", none)
    assert run("backup", db=new).code == 0
    assert len(held(new)) == 1


def test_two_at_once_make_one_copy(new: Path) -> None:
    words = [sys.executable, "-m", "ntmtrack", "--db", str(new), "backup"]
    both = [subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)]
    assert [each.wait(60) for each in both] == [0, 0]
    for each in both:
        assert each.stderr is not None
        each.stderr.close()
    assert len(held(new)) == 1


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ntmtrack.store.writing import Occasion, writing
for number in range(40):
    with writing(Path(sys.argv[1]), Occasion("An", "x", datetime.now(UTC))) as change:
        change.insert("setting", {"key": f"k{number}", "value": "v"})
    print(number, flush=True)
"""


def test_copies_made_while_another_process_writes_are_each_one_state(new: Path) -> None:
    words = [sys.executable, "-c", WRITER, str(new)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        for number in range(5):
            writer.stdout.readline()
            made(context(new, NOW + timedelta(minutes=number)), None, keep=30)
        writer.stdout.read()
    assert writer.returncode == 0
    for copy in held(new):
        assert unsound(copy) == []
        with closing(sqlite3.connect(copy)) as conn:
            (last,) = conn.execute("select max(id) from change").fetchone()
        assert copy.name.endswith(f"-c{last}.db")
    assert unsound(new) == []


def test_a_ledger_that_is_locked_is_waited_for_and_then_named(
    new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(new, isolation_level=None)) as conn:
        conn.execute("begin exclusive")
        with pytest.raises(DatabaseError, match="locked"):
            made(context(new), None, keep=30)


def test_what_a_killed_writer_left_is_rolled_back_and_not_copied(new: Path) -> None:
    there = content(new)
    killed = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        " c.execute('pragma cache_size = 1'); c.execute('begin immediate');"
        " c.execute('create table half (x)');"
        " c.executemany('insert into half values (?)', [('x' * 900,)] * 3000); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", killed, str(new)], check=False)
    assert new.with_name("new.db-journal").exists()
    made(context(new), None, keep=30)
    (copy,) = held(new)
    assert content(copy) == there == content(new)


# The lines for cron


def test_the_lines_of_cron_name_the_ledger_and_the_folder(new: Path, tmp_path: Path) -> None:
    found = run("backup", tmp_path / "usb", "--keep", "60", "--cron", db=new)
    line = next(each for each in found.out.splitlines() if each.startswith("30 11 * * 1-5"))
    assert line.endswith(f"--db {new} --lang en backup {tmp_path / 'usb'} --keep 60")
    assert "on the same disk" in found.out
    assert held(new) == []
    plain = run("backup", "--cron", db=new).out
    assert "--keep" not in plain


def test_the_answer_as_json_is_a_report(new: Path) -> None:
    told = json.loads(spawn("backup", "-f", "json", db=new).out)
    assert told["name"] == "backup"
    assert told["summary"] == {"removed": 0, "torn": 0}
