"""Everything out and everything in again: the same ledger, whatever was done to it before."""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from shutil import copy, rmtree
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database, Migrations

from ntmtrack.errors import DataError
from ntmtrack.exchange import giving, taking
from ntmtrack.store import database, migrations, queries_whole
from ntmtrack.store.chain import breaks
from ntmtrack.store.database import SCHEMA_VERSION, create, open_reader, open_writer
from tests.store.ledgers import (
    NOW,
    Ledger,
    assessment,
    criteria_set,
    event,
    task,
    unit,
)
from tests.store.test_database import older_program


def given_out(ledger: Ledger, folder: Path, *, schema: int = SCHEMA_VERSION) -> Path:
    folder.mkdir()
    with closing(open_reader(ledger.path)) as conn:
        giving.write(conn, folder, schema=schema, version="0")
    return folder


def taken_in(folder: Path, path: Path) -> Ledger:
    taking.make(folder, path)
    return Ledger(path)


def dump(ledger: Ledger) -> list[str]:
    with ledger.foreign() as conn:
        return list(conn.iterdump())


def content(ledger: Ledger, *, without: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """Every row of every table, in the order of the file, and everything that makes the rules."""
    with ledger.foreign() as conn:
        names = [each.name for each in queries_whole.tables(conn) if each.name not in without]
        rows = {name: conn.execute(f"select * from {name}").fetchall() for name in names}
        rules = conn.execute(
            "select type, name, tbl_name, sql from sqlite_master where type = 'table'"
            " union all select type, name, tbl_name, sql from sqlite_master"
            " where type <> 'table'"
        ).fetchall()
        header = [
            conn.execute(f"pragma {name}").fetchone()
            for name in ("application_id", "user_version", "encoding", "page_size", "auto_vacuum")
        ]
    return {**rows, "": [*sorted(rules, key=str), *header]}


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file()
    }


WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
STEP = st.tuples(
    st.sampled_from(["unit", "task", "assessed", "event", "corrected", "number"]),
    st.integers(0, 3),
    WORDS,
)
STEPS = st.lists(
    st.one_of(st.lists(STEP, min_size=1, max_size=5), st.just("undo")), min_size=1, max_size=4
)


def grow(ledger: Ledger, steps: list[Any]) -> None:
    """A life of a ledger: every list of steps is a change, and an undo takes facts back."""
    with ledger.writing() as change:
        owner, items = unit(change), criteria_set(change, "1", "1.1")
        tasks = [task(change)]
    for turn, step in enumerate(steps):
        moment = NOW + timedelta(days=turn)
        if step == "undo":
            with ledger.writing(now=moment, kind="undo") as change:
                change.conn.execute(
                    "delete from assessment where id = (select max(id) from assessment)"
                )
                change.conn.execute(
                    "delete from unit_code where id = (select max(id) from unit_code)"
                )
                change.insert("setting", {"key": f"undone {turn}", "value": "x"})
            continue
        with ledger.writing(now=moment) as change:
            for kind, which, words in step:
                if kind == "unit":
                    key = unit(change, words)
                    change.insert("unit_code", {"unit_id": key, "code": words})
                elif kind == "task":
                    tasks.append(task(change, title=words, note=words))
                elif kind == "assessed":
                    day = f"2024-06-0{which + 1}"
                    assessment(change, owner, items["1.1"], "met", day, note=words, value="82.5")
                elif kind == "event":
                    event(change, tasks[which % len(tasks)], "noted", "2024-06-01", note=words)
                elif kind == "corrected":
                    change.correct("task", tasks[which % len(tasks)], {"title": words})
                else:
                    change.next_number(words)


@pytest.mark.usefixtures("ready_tables")
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_what_was_given_out_and_taken_in_is_the_same_ledger(
    empty_ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: list[Any]
) -> None:
    # Whether the disk has it says nothing of what it has.
    monkeypatch.setattr(os, "fsync", lambda number: None)
    for each in tmp_path.iterdir():
        rmtree(each) if each.is_dir() else each.unlink()
    ledger = Ledger(tmp_path / "ledger.db")
    copy(empty_ledger, ledger.path)
    grow(ledger, steps)
    folder = given_out(ledger, tmp_path / "out")
    made = taken_in(folder, tmp_path / "made.db")
    assert content(made) == content(ledger)
    assert dump(made) == dump(ledger)
    assert made.broken() == []
    assert seals(made) == [seal for (seal,) in ledger.rows("select hash from change order by id")]
    assert files(given_out(made, tmp_path / "again")) == files(folder)
    assert next_change(made) == next_change(ledger)


def seals(ledger: Ledger) -> list[str]:
    """The hash of every change, worked out row by row with nothing but `json` and `hashlib`."""
    with ledger.foreign() as conn:
        return list(_seals(conn))


def _seals(conn: sqlite3.Connection) -> Iterator[str]:
    names = (
        "uid, office, seq, kind, recorded_at, actor, command, reason, undoes, previous_hash,"
        " lamport"
    )
    changes = conn.execute(f"select id, extent, {names} from change order by id").fetchall()
    for change, told, *header in changes:
        digest = hashlib.sha256(json.dumps(header).encode())
        for table, (first, last) in sorted(json.loads(told).items()):
            columns = [
                row[0] for row in conn.execute(f"select name from pragma_table_info('{table}')")
            ]
            rows = [
                dict(zip(columns, row, strict=True))
                for row in conn.execute(f"select * from {table}")
            ]
            gone = "select before from history where at_table = ? and action = 'delete'"
            rows += [json.loads(before) for (before,) in conn.execute(gone, (table,))]
            own = [each for each in rows if each["change_id"] == change]
            for row in sorted(own, key=lambda row: row["id"]):
                if first <= row["id"] <= last:
                    said = {name: value for name, value in row.items() if value is not None}
                    digest.update(json.dumps((table, said), sort_keys=True).encode())
        yield digest.hexdigest()


def next_change(ledger: Ledger) -> list[Any]:
    """What the next change is given: numbers, keys and its place in the chain."""
    with ledger.writing(now=NOW + timedelta(days=30)) as change:
        given_ = [change.next_number("NV2024-"), unit(change), task(change, number="T-next")]
        given_.append(change.insert("unit_code", {"unit_id": given_[1], "code": "1"}))
    row = ledger.rows("select id, seq, previous_hash, extent from change order by id desc limit 1")
    return [*given_, *row]


def test_a_ledger_of_an_older_schema_that_was_brought_up_to_date_goes_out_and_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = first_schema(tmp_path, monkeypatch)
    open_writer(ledger.path).close()
    made = taken_in(given_out(ledger, tmp_path / "out"), tmp_path / "made.db")
    assert content(made) == content(ledger)
    assert dump(made) == dump(ledger)


def first_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A ledger as the first program made it."""
    ledger = Ledger(tmp_path / "first.db")
    with monkeypatch.context() as patch:
        older_program(patch)
        create(ledger.path)
        with ledger.writing() as change:
            key = task(change, "2024-06-30", state="done", closed_on="2024-06-03")
            event(change, key, "done", "2024-06-03")
            task(change)
            items = criteria_set(change, "1")
            assessment(change, unit(change), items["1"], "met", "2024-06-10")
        with ledger.writing(kind="undo") as change:
            change.conn.execute("delete from assessment")
            change.insert("setting", {"key": "office", "value": "Văn phòng"})
    return ledger


def test_rows_of_an_older_schema_are_taken_in_under_it_and_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = first_schema(tmp_path, monkeypatch)
    with monkeypatch.context() as patch:
        older_program(patch)
        patch.setattr(queries_whole, "laid_mappings", lambda conn: [])
        folder = given_out(ledger, tmp_path / "out", schema=1)
    made = taken_in(folder, tmp_path / "made.db")
    open_writer(ledger.path).close()
    # When the steps were taken is all that differs.
    apart = ("_sqlite_migrations",)
    assert content(made, without=apart) == content(ledger, without=apart)
    names = "select id, migration_set, name from _sqlite_migrations"
    assert made.rows(names) == ledger.rows(names)
    assert made.broken() == []
    assert made.rows("pragma user_version") == [(SCHEMA_VERSION,)]


def test_a_newer_program_reads_what_this_one_gave_out(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ledger.writing() as change:
        unit(change)
    folder = given_out(ledger, tmp_path / "out")
    newer = Migrations("ntmtrack")
    newer._migrations = list(migrations.ledger._migrations)

    @newer()
    def later(db: Database) -> None:
        db.conn.execute("create table later (id integer primary key) strict")

    monkeypatch.setattr(migrations, "ledger", newer)
    for module in (database, taking):
        monkeypatch.setattr(module, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    made = taken_in(folder, tmp_path / "made.db")
    assert made.rows("pragma user_version") == [(SCHEMA_VERSION + 1,)]
    assert made.rows("select count(*) from later") == [(0,)]
    assert made.rows("select * from unit") == ledger.rows("select * from unit")


def forged(ledger: Ledger, *statements: str) -> Ledger:
    """A ledger changed by another program that takes the rules away first."""
    with ledger.foreign() as conn:
        rules = conn.execute(
            "select name, sql from sqlite_master where type = 'trigger' order by rowid"
        ).fetchall()
        conn.execute("begin")
        for name, _ in rules:
            conn.execute(f"drop trigger {name}")
        for statement in statements:
            conn.execute(statement)
        for _, sql in rules:
            conn.execute(sql)
        conn.execute("commit")
    return ledger


FORGERIES = {
    "a fact": "update assessment set verdict = 'unmet'",
    "an entity": "update task set title = 'Khác'",
    "an entity that is gone": "delete from setting",
    "an entity that came": "insert into unit(uid, change_id) values ('x', 1)",
    "a fact that came": "insert into tally(uid, unit_id, what, count, counted_on, change_id)"
    " values ('x', 1, 'met', 3, '2024-06-01', 1)",
    "a fact that is gone": "delete from assessment",
    "history": "update history set after = '[1]' where id = 2",
    "history that is gone": "delete from history where id = 1",
    "what was there before": "insert into history(change_id, at_table, row_id, action, before)"
    " values (1, 'assessment', 1, 'delete', '[]')",
    "who did it": "update change set actor = 'Khác' where id = 1",
    "a change that is gone": "delete from change where id = 2",
    "the chain": "update change set previous_hash = null where id = 2",
    "an open change": "update change set closed = 0, hash = null where id = 2",
    "no extent": "update change set extent = null where id = 2",
    "an extent of no table": "update change set extent = '{\"x\": [1, 2]}' where id = 2",
    "an extent twice": "update change set extent = (select extent from change where id = 1)"
    " where id = 2",
    "a counter": "update sqlite_sequence set seq = 0 where name = 'assessment'",
    "a counter that is gone": "delete from sqlite_sequence",
}


@pytest.fixture(scope="module")
def written(empty_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of two changes."""
    ledger = Ledger(tmp_path_factory.mktemp("written") / "ledger.db")
    copy(empty_ledger, ledger.path)
    with ledger.writing() as change:
        items = criteria_set(change, "1")
        assessment(change, unit(change), items["1"], "met", "2024-06-10")
        change.insert("setting", {"key": "office", "value": "Văn phòng"})
        task(change)
    with ledger.writing() as change:
        unit(change)
    return ledger.path


@pytest.mark.parametrize("statement", FORGERIES.values(), ids=FORGERIES.keys())
def test_what_no_change_wrote_does_not_prove_itself(
    written: Path, tmp_path: Path, statement: str
) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    copy(written, ledger.path)
    with ledger.reading() as conn:
        assert list(breaks(conn)) == []
    forged(ledger, statement)
    with ledger.reading() as conn:
        assert list(breaks(conn))


@pytest.mark.parametrize("statement", ["a fact", "no extent", "a counter"])
def test_a_folder_that_does_not_prove_itself_makes_no_ledger(
    written: Path, tmp_path: Path, statement: str
) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    copy(written, ledger.path)
    forged(ledger, FORGERIES[statement])
    folder = given_out(ledger, tmp_path / "out")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(DataError, match="does not prove itself"):
        taken_in(folder, tmp_path / "made.db")
    assert sorted(tmp_path.iterdir()) == before


def test_a_key_that_leads_nowhere_is_named(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.writing() as change:
        unit(change)
    forged(ledger, "update unit_version set parent_id = 99")
    with pytest.raises(DataError) as caught:
        taken_in(given_out(ledger, tmp_path / "out"), tmp_path / "made.db")
    assert "unit_version: row 1 names a row of unit" in str(
        caught.value.details[0].text.format(**caught.value.details[0].values)  # type: ignore[union-attr]
    )


def test_the_rows_of_a_table_come_in_one_order_whatever_the_file_does(ledger: Ledger) -> None:
    with ledger.writing() as change:
        for name in ("b", "a", "C", "Đ"):
            change.next_number(name)
            unit(change, name)
    with ledger.reading() as conn:
        found = {each.name: each for each in queries_whole.tables(conn)}
        series = list(queries_whole.lines(conn, found["number_series"]))
        units = list(queries_whole.lines(conn, found["unit_version"]))
    assert [line[10:20] for line in series] == sorted(line[10:20] for line in series)
    assert [line.partition(",")[0] for line in units] == [f'{{"id":{n}' for n in (1, 2, 3, 4)]


def test_sqlite_writes_json_that_says_the_same(ledger: Ledger) -> None:
    words = '\x00\x1f"\\/\x7f\u2028😀ế\n'
    with ledger.writing() as change:
        task(change, title=words)
    with ledger.reading() as conn:
        table = next(each for each in queries_whole.tables(conn) if each.name == "task")
        (line,) = queries_whole.lines(conn, table)
    assert json.loads(line)["title"] == words
    assert "\n" not in line
