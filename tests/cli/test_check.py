"""`check`: a fault is planted for every rule, and found by that rule and no other."""

import json
import os
import shlex
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from ntmtrack.app import surroundings
from ntmtrack.app.check_rules import RULES
from ntmtrack.cli.app import COMMANDS
from ntmtrack.domain.checks.finding import Rule, Severity
from ntmtrack.domain.checks.place import WAL_RESET
from ntmtrack.store.database import open_reader
from ntmtrack.store.writing import Occasion, Writing, writing
from tests.factories import ADVANCED, TODAY, a_task, an_agency, done
from tests.run import Result, refused, rows, run

Row = dict[str, Any]


def check(db: Path, *argv: str, today: str = TODAY) -> list[Row]:
    return rows("check", *argv, db=db, today=today)


@pytest.fixture(scope="module")
def before(_pristine_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    """What is said of the demo: its tasks without a lead or a due are the papers' own."""
    path = tmp_path_factory.mktemp("checked") / "demo.db"
    path.write_bytes(_pristine_demo.read_bytes())
    path.chmod(0o600)
    return check(path)


def test_of_the_demo_only_what_its_papers_leave_open_is_said(before: list[Row]) -> None:
    assert {row["rule"] for row in before} == {"task_without_lead", "task_without_due"}
    assert sorted(task for row in before for task in row["tasks"] if "lead" in row["rule"]) == [
        *("NV2022-001", "NV2022-002", "NV2023-007", "NV2024-004")
    ]


def foreign(db: Path, *statements: str) -> None:
    """Another program writes to the file; it takes the rules away, and puts them back."""
    with closing(sqlite3.connect(db, isolation_level=None)) as conn:
        triggers = conn.execute(
            "select name, sql from sqlite_master where type = 'trigger' order by rowid"
        ).fetchall()
        conn.execute("begin")
        for name, _ in triggers:
            conn.execute(f"drop trigger {name}")
        for statement in statements:
            assert conn.execute(statement).rowcount != 0, statement
        for _, sql in triggers:
            conn.execute(sql)
        conn.execute("commit")


def written(
    db: Path, write: Callable[[Writing], object], *, later: timedelta = timedelta()
) -> None:
    """A change as the ledger takes it, with what no command would write."""
    with writing(db, Occasion("An", "planted", datetime.now(UTC) + later)) as change:
        write(change)


@cache
def options_of(*path: str) -> frozenset[str]:
    """The options that a command takes."""
    command: Any = get_command(import_module(COMMANDS[path[0]][0]).app)
    if len(path) > 1:
        command = command.commands[path[1]]
    return frozenset(name for param in command.params for name in param.opts)


def taken(line: str) -> None:
    """Refuse a command of a finding that the program does not know."""
    program, *argv = shlex.split(line)
    if program != "ntmtrack":
        assert program in ("chmod", "rm", "sqlite3")
        return
    below = getattr(get_command(import_module(COMMANDS[argv[0]][0]).app), "commands", {})
    assert not below or argv[1] in below
    known = options_of(*argv[: 2 if argv[1:] and argv[1] in below else 1])
    assert {word for word in argv if word.startswith("--")} <= known


def row_of(db: Path, sql: str, *places: object) -> Any:
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute(sql, places).fetchone()[0]


BAN_BO = "select unit_id from unit_version where name = 'Xã Bản Bo'"
ITEM = (
    "select i.id from item i join criteria_set s on s.id = i.set_id"
    f" where s.code = '{ADVANCED}' and i.number = ?"
)


def a_judgement(db: Path, number: str, **facts: Any) -> dict[str, Any]:
    return {
        "unit_id": row_of(db, BAN_BO),
        "item_id": row_of(db, ITEM, number),
        "stage": "self",
        "verdict": "met",
        "assessed_on": "2024-01-02",
        "judged": "by_hand",
        "document_id": row_of(db, "select min(id) from document"),
        **facts,
    }


def an_op(change: Writing, outcome: str) -> None:
    """A row of another office that was taken in a bundle, and what became of it."""
    bundle = {"way": "applied", "office_uid": "o", "number": 1, "signature": "none"}
    key = change.insert("bundle", {**bundle, "counts": "{}", "body": "{}"})
    head = {"change_uid": "c", "office_uid": "o", "seq": 1, "lamport": 1, "kind": "command"}
    told = {"recorded_at": "2024-01-01T00:00:00.000Z", "actor": "An", "command": "x"}
    rest = {"bundle_id": key, "whole": 1, "extent": "{}"}
    received = change.insert("received", {**head, **told, **rest})
    agency = "select uid from agency where code = 'BCD-BB'"
    (uid,) = change.conn.execute(agency).fetchone()
    body = json.dumps({"before": {"code": "X"}, "after": {"code": "Y"}})
    op = {"place": 0, "at_table": "agency", "row_uid": uid, "action": "update", "body": body}
    key = change.insert("received_op", {"received_id": received, **op})
    change.insert("op_outcome", {"op_id": key, "outcome": "waiting"})
    if outcome != "waiting":
        change.insert("op_outcome", {"op_id": key, "outcome": outcome})


def a_unit_version(change: Writing, key: int, name: str, **facts: Any) -> None:
    folded = {"Xã A": "xa a", "Xã B": "xa b", "Xã Bản Bo": "xa ban bo"}[name]
    bare = folded.removeprefix("xa ") if len(folded) > 4 else folded
    told = {"kind": "commune", "name": name, "folded": folded, "bare": bare}
    change.insert("unit_version", {"unit_id": key, **told, **facts})


def circle(change: Writing) -> None:
    one, other = change.insert("unit", {}), change.insert("unit", {})
    a_unit_version(change, one, "Xã A", parent_id=other)
    a_unit_version(change, other, "Xã B", parent_id=one)


def plant_integrity(db: Path) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as conn:
        conn.execute("create index lost on unit(uid)")
        conn.execute("pragma writable_schema = on")
        conn.execute("delete from sqlite_master where name = 'lost'")


def plant_schema(db: Path) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as conn:
        conn.execute("drop trigger assessment_fixed")
        conn.execute("create index spy on task(title)")
        conn.execute("drop trigger task_updated")
        conn.execute("create trigger task_updated after update on task begin select 1; end")


def plant_recorded_back(db: Path) -> None:
    an_agency(db)
    foreign(db, "update change set recorded_at = '2020-01-01T00:00:00.000Z' where id = 2")


def plant_header(db: Path) -> None:
    key = row_of(db, "select id from task where number = 'NV2024-001'")
    written(db, lambda change: change.correct("task", key, {"last_day": "2024-11-30"}))


def plant_closing(db: Path) -> None:
    done("period", "close", "2023", db=db)
    foreign(db, "update closing set body = json_set(body, '$.form', 9)")


def plant_threshold(db: Path) -> None:
    facts = {"value": "10", "value_unit": "%", "threshold": ">= 80", "judged": "by_threshold"}
    written(db, lambda change: change.insert("assessment", a_judgement(db, "14.1", **facts)))


def plant_overridden(db: Path) -> None:
    facts = {"value": "10", "threshold": ">= 80", "judged": "overridden", "reason": "x"}
    written(db, lambda change: change.insert("assessment", a_judgement(db, "14.1", **facts)))


def plant_later_threshold(db: Path) -> None:
    facts = {"value": "10", "value_unit": "%"}
    written(db, lambda change: change.insert("assessment", a_judgement(db, "14.1", **facts)))
    laid = ("--number", "14.1", "--threshold", ">= 80", "--decision", "1/QĐ-UBND")
    done("criteria", "overlay", ADVANCED, *laid, "--effective", "2023-01-01", db=db)


def plant_done(db: Path) -> None:
    done("assess", "ban bo", "--unmet", "3", "--document", "x", db=db)
    number = a_task(db, criterion="3", set=ADVANCED, due="2024", lead="BCD-BB", document="x")
    done("task", "done", number, "--confirmed", db=db)


def plant_evidence(db: Path) -> Path:
    file = db.with_name("anh.jpg")
    file.write_bytes(b"anh")
    done("evidence", "ban bo", "3", "--file", str(file), db=db)
    return file


def plant_backwards(db: Path) -> None:
    told = {"due": "2024", "lead": "BCD-BB", "document": "x", "assigned": "2024-05-01"}
    number = a_task(db, **told)
    key = row_of(db, "select id from task where number = ?", number)

    def earlier(change: Writing) -> None:
        fact = {"task_id": key, "kind": "done", "happened_on": "2024-04-01"}
        change.insert("task_event", fact)
        change.correct("task", key, {"state": "done", "closed_on": "2024-04-01"})

    written(db, earlier)


def plant_due(db: Path, due: str = "2024", **facts: str) -> None:
    number = a_task(db, due=due, lead="BCD-BB", document="x")
    key = row_of(db, "select id from task where number = ?", number)
    written(db, lambda change: change.correct("task", key, facts))


def plant_part(db: Path) -> None:
    number = a_task(db, due="2024-08-01", lead="BCD-BB", document="x")
    part = ("--lead", "BCD-BB", "--due", "2024-07-30")
    child = done("task", "split", number, *part, db=db)["task"]
    done("task", "extend", child, "--due", "2024-09-01", "--reason", "x", db=db)


def plant_ended_unit(db: Path) -> None:
    done("unit", "add", "Xã Tân Lập", "--to", "2024-06-30", db=db)
    told = {"due": "2024", "lead": "BCD-BB", "document": "x", "assigned": "2024-06-01"}
    a_task(db, "tan lap", **told)


def plant_ended_agency(db: Path) -> None:
    an_agency(db, "Phòng Nội vụ", to="2024-06-30")
    told = {"due": "2024", "document": "x", "assigned": "2024-06-01"}
    a_task(db, lead="Phòng Nội vụ", **told)


def plant_address(db: Path) -> None:
    an_agency(db, "Phòng Nội vụ", mail="a@b.vn")
    an_agency(db, "Văn phòng")
    for name in ("Phòng Nội vụ", "Văn phòng"):
        a_task(db, lead=name, due="2024", document="x")


def plant_gap(db: Path) -> None:
    key = done("unit", "add", "Xã A", "--to", "2023-01-01", db=db)["unit"]
    unit = row_of(db, "select id from unit where uid = ?", key)
    written(db, lambda change: a_unit_version(change, unit, "Xã A", valid_from="2024-01-01"))


def plant_ended_parent(db: Path) -> None:
    done("unit", "add", "Huyện Cũ", "--to", "2023-01-01", db=db)
    key = row_of(db, "select unit_id from unit_version where name = 'Huyện Cũ'")
    written(
        db, lambda change: a_unit_version(change, change.insert("unit", {}), "Xã A", parent_id=key)
    )


def plant_lineage(db: Path) -> None:
    other = row_of(db, "select unit_id from unit_version where name = 'Xã Bằng Cốc'")
    link = {"to_id": other, "kind": "merged", "happened_on": "2024-01-01"}
    written(db, lambda change: change.insert("lineage", {"from_id": unit_key(db), **link}))


def plant_outside(db: Path) -> None:
    key = done("unit", "add", "Xã A", "--from", "2024-01-01", db=db)["unit"]
    fact = a_judgement(db, "3", unit_id=row_of(db, "select id from unit where uid = ?", key))
    written(db, lambda change: change.insert("assessment", {**fact, "assessed_on": "2023-01-02"}))


def plant_overdrawn(db: Path) -> None:
    done("work", "add", "bang coc", "Chợ", db=db)
    for step, amount in (("approve", "1 tỷ"), ("disburse", "2 tỷ")):
        done("work", step, "cho", amount, "--source", "huyện", "--year", "2024", db=db)


def plant_future(db: Path) -> None:
    day = {"assessed_on": "2199-01-01"}
    written(db, lambda change: change.insert("assessment", a_judgement(db, "3", **day)))


def plant_journal(db: Path) -> None:
    with closing(sqlite3.connect(db)) as conn:
        assert conn.execute("pragma journal_mode = wal").fetchone() == ("wal",)


def plant_unnamed(db: Path) -> None:
    told = {"way": "made", "office_uid": "o", "number": 1, "signature": "none"}
    written(db, lambda change: change.insert("bundle", {**told, "counts": "{}", "body": "{}"}))


def plant_leftover(db: Path) -> None:
    file = db.with_name(f".{db.name}.abc.new")
    file.write_bytes(b"")
    os.utime(file, (0, 0))


def plant_same_agency(db: Path) -> None:
    with closing(sqlite3.connect(db)) as conn:
        told = conn.execute("select name, folded, unit_id from agency limit 1").fetchone()
    same = dict(zip(("name", "folded", "unit_id"), told, strict=True))
    written(db, lambda change: change.insert("agency", same))


def unit_key(db: Path) -> int:
    return int(row_of(db, BAN_BO))


PLANTED: dict[Rule, Callable[[Path], object]] = {
    Rule.INTEGRITY: plant_integrity,
    Rule.FOREIGN_KEYS: lambda db: foreign(db, "update target set document_id = 9999 where id = 1"),
    Rule.CHAIN: lambda db: foreign(db, "update assessment set note = 'x' where id = 1"),
    Rule.SCHEMA: plant_schema,
    Rule.KEPT: lambda db: foreign(db, "update slate set counted = counted || 'm'"),
    Rule.RECORDED_BACK: plant_recorded_back,
    Rule.TASK_HEADER: plant_header,
    Rule.FOLDED_NAME: lambda db: foreign(db, "update agency set folded = 'x' where id = 1"),
    Rule.CRITERIA_BODY: lambda db: foreign(
        db, "update criteria_set set body = json_set(body, '$.set.name', 'X') where id = 1"
    ),
    Rule.CRITERIA_ITEMS: lambda db: foreign(
        db, "delete from item where id = (select max(id) from item)"
    ),
    Rule.CLOSING_SEAL: plant_closing,
    Rule.VERDICT_AND_THRESHOLD: plant_threshold,
    Rule.UNIT_OVERLAP: lambda db: written(
        db, lambda change: a_unit_version(change, unit_key(db), "Xã Bản Bo")
    ),
    Rule.PARENT_CIRCLE: lambda db: written(db, circle),
    Rule.SAME_CODE: lambda db: written(
        db,
        lambda change: change.insert("unit_code", {"unit_id": unit_key(db), "code": "02290"}),
    ),
    Rule.THRESHOLD_CHANGED: plant_later_threshold,
    Rule.COUNT_AND_LIST: lambda db: done(
        "tally", "ban bo", "5/19", "--set", ADVANCED, "--document", "x", db=db
    ),
    Rule.UNMET_WITHOUT_TASK: lambda db: done(
        "assess", "ban bo", "--unmet", "3", "--document", "x", db=db
    ),
    Rule.DONE_BUT_UNMET: plant_done,
    Rule.FILE_MISSING: lambda db: plant_evidence(db).unlink(),
    Rule.FILE_CHANGED: lambda db: plant_evidence(db).write_bytes(b"ANH"),
    Rule.TASK_WITHOUT_LEAD: lambda db: a_task(db, due="2024", document="x"),
    Rule.DONE_BEFORE_ASSIGNED: plant_backwards,
    Rule.DUE_BEFORE_ASSIGNED: lambda db: plant_due(db, "2024-06-01", assigned_on="2024-07-01"),
    Rule.DUE_AFTER_PARENT: plant_part,
    Rule.DUE_WORDS: lambda db: plant_due(db, due_words="5/2024"),
    Rule.UNIT_ENDED: plant_ended_unit,
    Rule.AGENCY_ENDED: plant_ended_agency,
    Rule.AGENCY_WITHOUT_ADDRESS: plant_address,
    Rule.SAME_AGENCY: lambda db: plant_same_agency(db),
    Rule.SAME_UNIT: lambda db: written(
        db, lambda change: [a_unit_version(change, change.insert("unit", {}), "Xã A") for _ in "ab"]
    ),
    Rule.UNIT_GAP: plant_gap,
    Rule.OUTSIDE_PARENT: plant_ended_parent,
    Rule.LINEAGE_DATES: plant_lineage,
    Rule.OUTSIDE_UNIT: plant_outside,
    Rule.OVERDRAWN: plant_overdrawn,
    Rule.FUTURE_FACT: plant_future,
    Rule.FUTURE_CHANGE: lambda db: written(
        db, lambda change: change.insert("agency", {"name": "A", "folded": "a"}), later=timedelta(2)
    ),
    Rule.OPEN_CONFLICT: lambda db: written(db, lambda change: an_op(change, "applied")),
    Rule.REFUSED: lambda db: written(db, lambda change: an_op(change, "refused")),
    Rule.WAITING: lambda db: written(db, lambda change: an_op(change, "waiting")),
    Rule.OFFICE_UNNAMED: plant_unnamed,
    Rule.RIGHTS: lambda db: db.chmod(0o640),
    Rule.JOURNAL_MODE: plant_journal,
    Rule.LEFTOVER: plant_leftover,
    Rule.MET_WITHOUT_EVIDENCE: lambda db: done("assess", "ban bo", "--met", "3", db=db),
    Rule.OVERRIDDEN: plant_overridden,
    Rule.PRODUCT_EXPIRED: lambda db: done(
        *("product", "add", "bang coc", "Chè", "--maker", "HTX A", "--stars", "3"),
        *("--on", "1/1/2020"),
        db=db,
    ),
    Rule.TASK_WITHOUT_DUE: lambda db: a_task(db, lead="BCD-BB", document="x"),
    Rule.TASK_WITHOUT_DOCUMENT: lambda db: a_task(db, lead="BCD-BB", due="2024"),
}
"""What plants a fault for each rule that looks at what is in the file or beside it."""

APART = {
    Rule.UNREADABLE: "is what is said of a rule that could not be carried out",
    Rule.NETWORK_FOLDER: "the kind of a file system cannot be planted",
    Rule.SYNCED_FOLDER: "is about the name of a folder",
    Rule.OLD_SQLITE: "is about the program",
    Rule.BACKUP: "is about days that pass",
}

_BY_FOREIGN_HANDS = {
    *(Rule.FOREIGN_KEYS, Rule.RECORDED_BACK, Rule.FOLDED_NAME),
    *(Rule.CRITERIA_BODY, Rule.CRITERIA_ITEMS, Rule.CLOSING_SEAL),
}
BESIDE: dict[Rule, set[str]] = {
    **{rule: {"chain"} for rule in _BY_FOREIGN_HANDS},
    Rule.JOURNAL_MODE: {"old_sqlite"} if sqlite3.sqlite_version_info < WAL_RESET else set(),
    Rule.OPEN_CONFLICT: {"office_unnamed"},
    Rule.REFUSED: {"office_unnamed"},
    Rule.WAITING: {"office_unnamed"},
    # What is found of the unit anyway is now told under its other code.
    Rule.SAME_CODE: {"task_without_lead", "task_without_due"},
}
"""What else must be found where a fault is planted."""


CHOSEN: dict[Rule, dict[str, str]] = {
    Rule.TASK_HEADER: {"TEXT": "x"},
    Rule.VERDICT_AND_THRESHOLD: {},
    Rule.THRESHOLD_CHANGED: {},
    Rule.COUNT_AND_LIST: {"COUNT": "9/19"},
    Rule.UNMET_WITHOUT_TASK: {"TITLE": "x"},
    Rule.DONE_BUT_UNMET: {"VERDICT": "met"},
    Rule.FILE_CHANGED: {},
    Rule.TASK_WITHOUT_LEAD: {"AGENCY": "BCD-BB"},
    Rule.DONE_BEFORE_ASSIGNED: {"DATE": "2024-03-01", "TEXT": "x"},
    Rule.DUE_BEFORE_ASSIGNED: {"WHEN": "2024-12-01", "TEXT": "x"},
    Rule.DUE_AFTER_PARENT: {"TEXT": "x"},
    Rule.DUE_WORDS: {"TEXT": "x"},
    Rule.UNIT_ENDED: {"AGENCY": "BCD-BB", "TEXT": "x"},
    Rule.AGENCY_ENDED: {"AGENCY": "BCD-BB"},
    Rule.AGENCY_WITHOUT_ADDRESS: {"ADDRESS": "a@b.vn"},
    Rule.OPEN_CONFLICT: {"VALUE": "Y"},
    Rule.OFFICE_UNNAMED: {"NAME": "x", "CODE": "BB", "UNIT": "ban bo"},
    Rule.MET_WITHOUT_EVIDENCE: {},
    Rule.PRODUCT_EXPIRED: {"WHEN": "2024-07-01"},
    Rule.TASK_WITHOUT_DUE: {"WHEN": "2024", "TEXT": "x"},
    Rule.TASK_WITHOUT_DOCUMENT: {"REF": "1/TB", "TEXT": "x"},
}
"""What an officer puts in the place of the words in capitals; what is not here has to be looked
at before anything is mended."""


def test_a_fault_is_planted_for_every_rule() -> None:
    assert set(PLANTED) | set(APART) == set(Rule)
    assert set(RULES) == set(Rule) - {Rule.UNREADABLE}


@pytest.mark.parametrize("rule", PLANTED, ids=str)
def test_a_planted_fault_is_found_by_its_rule_alone_and_mended_by_its_command(
    rule: Rule, demo: Path, before: list[Row]
) -> None:
    PLANTED[rule](demo)
    found = [row for row in check(demo) if row not in before]
    assert {row["rule"] for row in found} == {rule.value, *BESIDE.get(rule, set())}
    for row in found:
        taken(row["command"] or "ntmtrack log list")
    planted = [row for row in found if row["rule"] == rule.value]
    assert all(row["severity"] == rule.severity.value and row["what"] for row in planted)
    if rule in CHOSEN:
        for row in planted:
            mend(demo, row["command"], CHOSEN[rule])
        left = check(demo, "--rule", rule.value)
        assert not [row for row in left if row in planted]


def test_a_count_of_products_that_the_list_exceeds_is_found_and_mended(
    demo: Path, before: list[Row]
) -> None:
    recognised = ("--stars", "3", "--on", "1/2/2024")
    done("product", "add", "bang coc", "Chè", *recognised, db=demo)
    done("product", "tally", "bang coc", "0", "--stars", "3+", "--on", "8/7/2024", db=demo)
    (found,) = [row for row in check(demo) if row not in before]
    assert (found["rule"], found["unit_name"]) == ("count_and_list", "Xã Bằng Cốc")
    assert found["what"].startswith("counted 0 OCOP products (3+) on 08/07/2024; ")
    assert found["what"].endswith("the list of that day says 1")
    mend(demo, found["command"], {"COUNT": "1"})
    assert check(demo) == before


def mend(db: Path, command: str, chosen: dict[str, str]) -> None:
    """Type the command of a finding, with what an officer chooses in its places."""
    file = db.with_name("anh.jpg")
    if not file.exists():
        file.write_bytes(b"anh")
    places = {**chosen, "FILE": str(file)}
    argv = [places.get(word, word) for word in shlex.split(command)[1:]]
    mended = run(*argv, db=db, today=TODAY)
    assert mended.code == 0, (command, mended.err)


def test_a_synchronised_folder_is_found(demo: Path) -> None:
    folder = demo.with_name("OneDrive - UBND xã")
    folder.mkdir()
    (row,) = check(demo.rename(folder / demo.name), "--rule", "synced_folder")
    assert "OneDrive" in row["what"] and row["file"].endswith("demo.db")


def test_a_network_drive_is_found(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = demo.with_name("mounts")
    point = str(demo.parent).replace(" ", "\\040")
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nshort\n//may/chung {point} cifs rw 0 0\n")
    monkeypatch.setattr(surroundings, "MOUNTS", mounts)
    (row,) = check(demo, "--rule", "network_folder")
    assert "cifs" in row["what"]
    monkeypatch.setattr(surroundings, "MOUNTS", demo.with_name("none"))
    assert check(demo, "--rule", "network_folder") == []


def test_an_old_sqlite_is_found(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 38, 5))
    (row,) = check(demo, "--rule", "old_sqlite")
    assert "3.38.5" in row["what"]


def test_what_was_written_long_ago_and_never_copied_is_found(demo: Path) -> None:
    later = (date.today() + timedelta(days=30)).isoformat()
    (row,) = check(demo, "--rule", "backup", today=later)
    assert row["command"] == "ntmtrack backup"
    assert run("backup", db=demo).code == 0
    assert check(demo, "--rule", "backup", today=later) == []


def test_a_damaged_page_does_not_stop_the_other_rules(demo: Path) -> None:
    with closing(open_reader(demo)) as conn:
        (page,) = conn.execute("select rootpage from sqlite_master where name = 'tally'").fetchone()
        (size,) = conn.execute("pragma page_size").fetchone()
    with open(demo, "r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 100)
    result = run("check", "-f", "json", db=demo, today=TODAY)
    assert result.code == 0, result.err
    found = {row["rule"] for row in result.rows}
    assert {"unreadable", "integrity", "task_without_due"} <= found


def test_text_that_is_no_number_day_or_utf_8_is_a_finding(demo: Path) -> None:
    foreign(
        demo,
        "update assessment set value = 'x' where id = 1",
        "update agency set name = cast(x'ff41' as text), folded = 'x' where id = 1",
    )
    said = [row["what"] for row in check(demo) if row["rule"] == "unreadable"]
    assert any("threshold_changed" in each for each in said)
    assert any("folded_name" in each for each in said)


def test_a_file_that_came_with_a_bundle_is_found_beside_the_ledger(demo: Path) -> None:
    file = plant_evidence(demo)
    name = row_of(demo, "select sha256 from evidence")
    beside = demo.with_name(f"{demo.name}.evidence")
    beside.mkdir()
    (beside / name).write_bytes(file.read_bytes())
    file.unlink()
    assert check(demo, "--rule", "file_missing", "--rule", "file_changed") == []
    (beside / name).write_bytes(b"xyz")
    (row,) = check(demo, "--rule", "file_missing", "--rule", "file_changed")
    assert row["rule"] == "file_changed"


def test_unit_keeps_to_a_unit_and_those_below_it(demo: Path, before: list[Row]) -> None:
    done("unit", "add", "Thôn Nà Can", "--kind", "village", "--under", "ban bo", db=demo)
    a_task(demo, "na can", due="2024", document="x")
    found = check(demo, "--unit", "ban bo")
    assert {row["unit_name"] for row in found} == {"Xã Bản Bo", "Thôn Nà Can"}
    assert len(found) == 3


def test_severity_rule_skip_and_quick_narrow(demo_file: Path) -> None:
    assert {row["severity"] for row in check(demo_file, "--severity", "warning")} == {"warning"}
    assert check(demo_file, "--severity", "error") == []
    kept = check(demo_file, "--skip", "task-without-lead")
    assert {row["rule"] for row in kept} == {"task_without_due"}
    told = run("check", "--quick", "-f", "json", db=demo_file, today=TODAY).out
    assert f'"rules": {len(RULES) - 5}' in told


@pytest.mark.parametrize(
    "argv",
    [
        ("--rule", "chain", "--skip", "chain"),
        ("--rule", "chain", "--quick"),
        ("--rule", "task_without_due", "--severity", "error"),
        ("--rule", "backup", "--unit", "ban bo"),
    ],
)
def test_no_rule_at_all_is_not_taken_for_a_sound_ledger(
    demo_file: Path, argv: tuple[str, ...]
) -> None:
    assert "no rule is left" in refused(run("check", *argv, db=demo_file, today=TODAY), 3)


def test_check_ends_with_1_only_where_something_was_found(demo_file: Path) -> None:
    def ended(*argv: str) -> Result:
        return run("check", "--check", *argv, db=demo_file, today=TODAY)

    assert (ended().code, ended("--severity", "error").code) == (1, 0)
    assert ended("--severity", "error").out == ""


def test_the_rules_are_listed_without_a_ledger(tmp_path: Path) -> None:
    listed = rows("check", "--rules", db=tmp_path / "none.db")
    assert [row["rule"] for row in listed] == [rule.value for rule in Rule]
    assert {row["severity"] for row in listed} == {each.value for each in Severity}


def test_a_ledger_that_another_holds_is_one_line(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ntmtrack.store.database.BUSY_SECONDS", 0.0)
    with closing(sqlite3.connect(demo, isolation_level=None)) as conn:
        conn.execute("begin exclusive")
        assert "locked by another program" in refused(run("check", db=demo), 4)


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("--rule", "nothing"), 3, "there is no rule nothing"),
        (("--skip", "chian"), 3, "chain"),
        (("--unit", "khong co"), 3, "there is no unit"),
        (("--as-of", "2020-01-01"), 3, "as it is today"),
        (("--known", "c1"), 3, "as it is today"),
        (("--severity", "bad"), 2, "--severity takes one of: error, warning, note"),
    ],
)
def test_what_cannot_be_asked_is_one_line(
    demo_file: Path, argv: tuple[str, ...], code: int, said: str
) -> None:
    assert said in refused(run("check", *argv, db=demo_file, today=TODAY), code)


def test_table_csv_and_json_have_the_same_rows(demo_file: Path) -> None:
    said = run("check", "-f", "csv", db=demo_file, today=TODAY).out.splitlines()
    assert len(said) - 1 == len(check(demo_file))
    assert said[0].split(",") == [
        *("rule", "severity", "unit", "unit_name", "set", "numbers", "tasks", "agency"),
        *("document", "change", "file", "what", "command"),
    ]
    shown = run("check", db=demo_file, today=TODAY, tty=True, width=160).out
    assert all(row["tasks"][0] in shown for row in check(demo_file))
