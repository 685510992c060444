"""`doctor` and the board: whether the ledger is sound, whether the mail goes."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.app import doctor as app
from ntmtrack.app.context import Context
from ntmtrack.app.doctor import doctor as looked
from ntmtrack.render.localise import Localiser
from ntmtrack.store import database
from ntmtrack.store.writing import Occasion, writing
from tests.cli.post import addressed, mail, settings
from tests.mail.server import Keeper, closed_port, mail_server
from tests.run import Result, refused, run

LATE = "2023-06-01"


def doctor(db: Path, config: Path, *argv: object, today: str = LATE) -> Result:
    return run("doctor", *argv, db=db, today=today, env={"NTMTRACK_CONFIG": str(config)})


def test_without_settings_mail_is_not_set_up_and_that_is_no_fault(
    demo_file: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.touch()
    found = doctor(demo_file, config, "--check")
    assert (found.code, found.out) == (0, "")
    rows = doctor(demo_file, config, "-f", "json").rows
    assert [row["health"] for row in rows if row["item"] == "settings"] == ["unset"]
    size = demo_file.stat().st_size / 1_000_000
    assert [row["detail"] for row in rows if row["item"] == "file"] == [
        f"{demo_file.resolve()}, {size:.1f} MB"
    ]


def test_settings_that_cannot_be_used_are_told_with_why(demo_file: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[mail]\nfrom = "nobody"\ntransport = "pigeon"\n')
    found = doctor(demo_file, config, "--check")
    assert found.code == 1
    assert "mail.from" in found.out
    assert "mail.transport" in found.out


def test_after_a_run_it_tells_when_it_was_and_what_came_of_it(demo: Path, tmp_path: Path) -> None:
    addressed(demo, LATE)
    with mail_server(Keeper()) as port:
        config = settings(tmp_path / "config.toml", port)
        assert mail("overdue", db=demo, config=config, today=LATE).code == 0
    rows = {row["item"]: row for row in doctor(demo, config, "-f", "json").rows}
    assert rows["last run of `mail overdue`"]["health"] == "well"
    assert "2 written, 2 sent, 0 not delivered" in rows["last run of `mail overdue`"]["detail"]
    assert rows["last letter sent"]["health"] == "well"
    assert rows["letters not delivered"]["health"] == "well"
    assert doctor(demo, config, "--check").code == 0


def test_a_cron_that_no_longer_runs_shows_on_the_board_and_in_doctor(
    demo: Path, tmp_path: Path
) -> None:
    addressed(demo, LATE)
    with mail_server(Keeper()) as port:
        config = settings(tmp_path / "config.toml", port)
        mail("overdue", db=demo, config=config, today=LATE)  # a Thursday
    env = {"NTMTRACK_CONFIG": str(config)}
    assert "WARNING" not in run(db=demo, today="2023-06-05", env=env).out
    board = run(db=demo, today="2023-06-06", env=env).out
    assert "WARNING: `mail overdue` has not run since 01/06/2023" in board
    assert doctor(demo, config, "--check", today="2023-06-06").code == 1
    assert "WARNING" not in run(db=demo, today=LATE, env=env).out


def test_what_is_not_delivered_shows_on_the_board_and_in_doctor(demo: Path, tmp_path: Path) -> None:
    addressed(demo, LATE)
    config = settings(tmp_path / "config.toml", closed_port())
    assert mail("overdue", db=demo, config=config, today=LATE).code == 5
    rows = {row["item"]: row for row in doctor(demo, config, "-f", "json").rows}
    assert rows["letters not delivered"]["health"] == "ill"
    assert "2 letters, the oldest written on 01/06/2023" in rows["letters not delivered"]["detail"]
    board = run(db=demo, today=LATE, env={"NTMTRACK_CONFIG": str(config)}).out
    assert "WARNING: 2 letters are not delivered: see `ntmtrack mail outbox`" in board


def test_a_letter_of_trial_tells_each_step(demo_file: Path, tmp_path: Path) -> None:
    keeper = Keeper()
    with mail_server(keeper) as port:
        config = settings(tmp_path / "config.toml", port)
        tried = mail("test", "ai@do.example", db=demo_file, config=config, today=LATE)
    assert tried.code == 0
    assert [address for _, address, _ in keeper.kept] == ["ai@do.example"]
    assert "the receiver is accepted" in tried.out
    config = settings(tmp_path / "config.toml", closed_port())
    tried = mail("test", "ai@do.example", db=demo_file, config=config, today=LATE)
    assert tried.code == 5
    assert "the server answers" in tried.out
    assert "refuses the connection" in tried.err
    for wrong in ("ai", "a b@c.vn", "ai@do.example\nBcc: x@y.vn"):
        tried = mail("test", wrong, db=demo_file, config=config, today=LATE)
        assert tried.code == 3
        assert "is not a mail address" in tried.err


# The ledger and its copies


def state(db: Path, **options: str) -> dict[str, dict[str, Any]]:
    """What is told, by the thing that was looked at."""
    found = run("doctor", "-f", "json", db=db, **options)
    assert found.code == 0, found.err
    return {row["item"]: row for row in found.rows}


def ill(db: Path) -> set[str]:
    return {item for item, row in state(db).items() if row["health"] == "ill"}


def test_a_sound_ledger_is_told_on_one_screen(demo: Path) -> None:
    found = run("doctor", db=demo, tty=True, width=160, today="2026-06-01")
    assert found.code == 0
    assert len(found.out.splitlines()) <= 24
    rows = state(demo, today="2026-06-01")
    assert {item for item, row in rows.items() if row["health"] == "well"} == {
        *("file", "form", "pages", "chain", "place", "room", "programs"),
        *("criteria sets", "days off", "check"),
    }
    assert rows["last copy"]["health"] == "unset"
    assert sqlite3.sqlite_version in rows["programs"]["detail"]
    assert rows["chain"]["detail"] == "the last change holds"


def test_what_has_been_without_a_copy_for_a_week_is_ill(new: Path) -> None:
    def at(days: int) -> str:
        now = datetime.now(UTC) + timedelta(days=days)
        context = Context(path=new, today=now.date(), now=now, as_of=now.date())
        report = looked(context, settings=new)
        place = [Localiser("en").say(row[0]) for row in report.rows].index("last copy")
        return str(report.rows[place][1])

    assert [at(7), at(8)] == ["unset", "ill"]
    run("backup", db=new)
    assert [at(9), at(900)] == ["well", "well"]
    with writing(new, Occasion("An", "x", datetime.now(UTC))) as change:
        change.insert("setting", {"key": "k", "value": "v"})
    assert [at(7), at(8)] == ["well", "ill"]


def test_a_copy_of_what_was_left_behind_does_not_count(new: Path) -> None:
    run("backup", db=new)
    (first,) = new.with_name("new.db.backups").glob("*.db")
    run("agency", "add", "Phòng Một", db=new)
    run("backup", db=new)
    assert ", change 2; 2 copies in " in state(new)["last copy"]["detail"]
    run("restore", first, "--yes", db=new)
    run("agency", "add", "Phòng Hai", db=new)
    assert ", change 1; 2 copies in " in state(new)["last copy"]["detail"]


def test_others_may_not_open_it_and_a_synced_folder_is_no_place(new: Path) -> None:
    new.chmod(0o644)
    assert state(new)["place"]["command"] == f"chmod 600 {new}"
    folder = new.parent / "OneDrive"
    folder.mkdir()
    moved = shutil.copy(new, folder / "new.db")
    moved.chmod(0o600)
    assert "OneDrive" in state(moved)["place"]["detail"]


def test_a_ledger_that_can_only_be_looked_at_is_told(
    new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ntmtrack.app import doctor_ledger

    monkeypatch.setattr(doctor_ledger, "is_open_to_writing", lambda each: each.is_dir())
    assert state(new)["place"] == {
        "item": "place",
        "health": "ill",
        "detail": f"{new} cannot be written to: nothing can be recorded",
        "command": f"chmod u+rw {new}",
    }
    monkeypatch.setattr(doctor_ledger, "is_open_to_writing", lambda each: not each.is_dir())
    assert state(new)["place"]["command"] == f"chmod u+rwx {new.parent}"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_rights_that_were_taken_are_seen(new: Path) -> None:
    new.chmod(0o400)
    assert state(new)["place"]["command"] == f"chmod u+rw {new}"


def test_a_full_disk_is_told_before_it_is_met(new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil._ntuple_diskusage(10**12, 10**12, 50_000_000)  # type: ignore[attr-defined]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert state(new)["room"] | {"command": None} == {
        "item": "room",
        "health": "ill",
        "detail": "50 MB free",
        "command": None,
    }


def test_a_foreign_edit_of_a_late_change_is_seen(new: Path) -> None:
    with closing(sqlite3.connect(new, isolation_level=None)) as conn:
        for (name,) in conn.execute(
            "select name from sqlite_master where type = 'trigger'"
        ).fetchall():
            conn.execute(f"drop trigger {name}")
        conn.execute("update change set actor = 'ai đó'")
    assert state(new)["chain"] == {
        "item": "chain",
        "health": "ill",
        "detail": "change 1 is not what its hash says",
        "command": "ntmtrack check --rule chain",
    }


def test_a_change_that_was_not_ended_is_seen(new: Path) -> None:
    with closing(sqlite3.connect(new, isolation_level=None)) as conn:
        for (name,) in conn.execute(
            "select name from sqlite_master where type = 'trigger' and tbl_name = 'change'"
        ).fetchall():
            conn.execute(f"drop trigger {name}")
        conn.execute("update change set extent = '{\"x\": [1, 1]}'")
    assert state(new)["chain"]["detail"] == "change 1 was not ended as changes are"


# When the ledger cannot be opened


def test_a_missing_ledger_is_told_with_what_makes_or_brings_back_one(new: Path) -> None:
    run("backup", db=new)
    (copy,) = new.with_name("new.db.backups").glob("*.db")
    new.unlink()
    rows = state(new)
    assert rows["opening"]["command"] == f"ntmtrack restore {copy}"
    assert "1 copy in" in rows["last copy"]["detail"]
    assert state(new.with_name("none.db"))["opening"]["command"] == "ntmtrack init"
    assert run("doctor", "--check", db=new).code == 1


def test_a_damaged_ledger_is_told_with_the_copy_to_go_back_to(new: Path) -> None:
    run("backup", db=new)
    (copy,) = new.with_name("new.db.backups").glob("*.db")
    data = new.read_bytes()
    for broken in (data[:5000], b"\xff" * 9000, b""):
        new.write_bytes(broken)
        rows = state(new)
        assert rows["opening"]["health"] == "ill"
        assert rows["room"]["health"] == rows["last copy"]["health"] == "well"
        assert rows["opening"]["command"] == f"ntmtrack restore {copy}"


def test_damage_inside_is_told_and_the_rest_is_looked_at(new: Path) -> None:
    run("backup", db=new)
    (copy,) = new.with_name("new.db.backups").glob("*.db")
    with closing(sqlite3.connect(new)) as conn:
        (page,) = conn.execute(
            "select rootpage from sqlite_master where name = 'sqlite_autoindex_history_1'"
            " or (type = 'table' and name = 'item') order by name desc limit 1"
        ).fetchone()
    data = bytearray(new.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    new.write_bytes(data)
    found = ill(new)
    assert {"pages", "check"} <= found
    assert "room" not in found and "place" not in found
    assert state(new)["pages"]["command"] == f"ntmtrack restore {copy}"


def test_a_newer_ledger_a_foreign_one_a_folder_and_a_pipe_are_told(
    new: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(new, isolation_level=None)) as conn:
        conn.execute(f"pragma user_version = {database.SCHEMA_VERSION + 1}")
    assert "newer ntmtrack" in state(new)["opening"]["detail"]
    with closing(sqlite3.connect(tmp_path / "x.db")) as conn:
        conn.execute("create table t (x)")
    assert "another program" in state(tmp_path / "x.db")["opening"]["detail"]
    (tmp_path / "y.db").mkdir()
    os.mkfifo(tmp_path / "z.db")
    for name in ("y.db", "z.db"):
        rows = state(tmp_path / name)
        assert (rows["opening"]["health"], rows["opening"]["command"]) == ("ill", None)
        # Taking rights from a folder would close it to its owner too.
        assert rows["place"]["health"] == "well"


def test_a_place_that_the_system_refuses_is_told(tmp_path: Path) -> None:
    db = tmp_path / f"{'x' * 300}.db"
    rows = state(db)
    assert rows["opening"]["health"] == "ill" and rows["opening"]["command"] is None
    for argv in (("backup",), ("restore", __file__, "--yes")):
        assert "ntmtrack: error: " in refused(run(*argv, db=db), 4)


def test_a_ledger_that_is_whole_is_not_told_to_be_put_back(
    new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("backup", db=new)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(new, isolation_level=None)) as conn:
        conn.execute("begin exclusive")
        locked = state(new)["opening"]
        conn.execute("rollback")
        conn.execute(f"pragma user_version = {database.SCHEMA_VERSION + 1}")
    assert "is locked" in locked["detail"] and locked["command"] is None
    newer = state(new)["opening"]
    assert "newer ntmtrack" in newer["detail"] and newer["command"] is None


def test_what_fails_in_looking_is_a_line_and_not_the_end(
    new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise PermissionError(13, "x")

    monkeypatch.setattr(app.doctor_copies, "held", broken)
    monkeypatch.setattr(app.doctor_content, "certainty", lambda _: {}["x"])
    rows = state(new)
    assert rows["copies"]["detail"] == "access is denied"
    assert rows["criteria sets"]["health"] == "ill"
    assert "check" in rows


def test_the_days_off_of_the_next_year_are_asked_for_late_in_a_year(new: Path) -> None:
    assert state(new, today="2026-09-30")["days off"]["health"] == "well"
    assert state(new, today="2026-10-01")["days off"]["health"] == "unset"
    assert state(new, today="2031-01-05")["days off"]["health"] == "ill"
    assert run("doctor", "--as-of", "2024-01-01", db=new).code == 3


def test_exchange_is_told_once_there_is_any(new: Path) -> None:
    assert state(new)["offices"]["health"] == "unset"
    with writing(new, Occasion("An", "x", datetime.now(UTC))) as change:
        change.insert("office", {"name": "Tỉnh", "folded": "tinh"})
        body = {"office_uid": "x", "signature": "none", "counts": "{}", "body": "{}"}
        change.insert("bundle", {"way": "made", "number": 3, **body})
        bundle = change.insert("bundle", {"way": "applied", "number": 8, **body})
        received = change.insert(
            "received",
            {
                **{"bundle_id": bundle, "change_uid": "c", "office_uid": "x", "seq": 1},
                **{"lamport": 1, "kind": "command", "recorded_at": "2026-01-05T00:00:00.000Z"},
                **{"actor": "An", "command": "x", "whole": 1, "extent": "{}"},
            },
        )
        op = change.insert(
            "received_op",
            {
                **{"received_id": received, "place": 0, "at_table": "task", "row_uid": "r"},
                **{"action": "insert", "body": "{}"},
            },
        )
        change.insert("op_outcome", {"op_id": op, "outcome": "refused", "why": None})
    rows = state(new)
    assert rows["offices"]["detail"] == "1 known"
    assert rows["last bundle made"]["detail"].startswith("number 3, ")
    assert rows["last bundle applied"]["detail"].startswith("number 8, ")
    assert rows["not taken in"]["detail"] == "0 rows wait, 1 row refused"
    assert rows["not taken in"]["health"] == "ill"
