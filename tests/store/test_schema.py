"""The schema after all migrations: frozen as a golden file, and what has to hold for each table.

UPDATE_GOLDEN=1 writes the golden file anew; once the schema is released it only grows.
"""

import os
import re
import sqlite3
from enum import StrEnum
from pathlib import Path

import pytest

from ntmtrack.domain.assessment import Judged, Stage, Verdict
from ntmtrack.domain.criteria_terms import Level
from ntmtrack.domain.due import Precision
from ntmtrack.domain.standing import CountedAs, StandingEvent
from ntmtrack.domain.task import STATE_AFTER, Role, TaskEventKind, TaskState
from ntmtrack.domain.unit import UnitKind
from ntmtrack.domain.work import CapitalKind, WorkEventKind
from ntmtrack.store.database import APPLICATION_ID, SCHEMA_VERSION, open_writer
from ntmtrack.store.migrations import ledger as migrations
from ntmtrack.store.schema import ENTITIES, FACTS
from tests.store.ledgers import Ledger, assessment, criteria_set, unit

GOLDEN = Path(__file__).parent / "schema-8.sql"
TABLES = (*ENTITIES, *FACTS)
WORDS: dict[str, type[StrEnum]] = {
    "capital.kind": CapitalKind,
    "work_event.kind": WorkEventKind,
    "assessment.stage": Stage,
    "assessment.judged": Judged,
    "criteria_set.level": Level,
    "standing.event": StandingEvent,
    "tally.what": CountedAs,
    "task.due_precision": Precision,
    "task.state": TaskState,
    "task_event.kind": TaskEventKind,
    "task_party.role": Role,
    "unit_version.kind": UnitKind,
}


def allowed(ledger: Ledger, column: str) -> set[str]:
    """The words that the CHECK of a column lets in."""
    table, name = column.split(".")
    sql = ledger.rows("select sql from sqlite_master where name = ?", table)[0][0]
    found = re.search(rf"check \({name} in \(([^)]*)\)", sql)
    assert found, f"{column} is not checked"
    return set(re.findall(r"'(\w+)'", found[1]))


def test_the_schema_is_its_golden_file(ledger: Ledger) -> None:
    # The table of applied migrations is the library's own.
    rows = ledger.rows(
        "select sql from sqlite_master where sql is not null and tbl_name not like '%sqlite%'"
        " order by tbl_name, type = 'table' desc, type, name"
    )
    made = "".join(f"{sql};\n\n" for (sql,) in rows)
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(made, encoding="utf-8", newline="\n")
    assert made == GOLDEN.read_text(encoding="utf-8")


def test_every_table_is_strict(ledger: Ledger) -> None:
    tables = ledger.rows("select name, strict from pragma_table_list where schema = 'main'")
    assert {name for name, strict in tables if not strict} <= {"sqlite_schema", "sqlite_sequence"}


def test_the_header_says_whose_file_it_is_and_which_schema(ledger: Ledger) -> None:
    assert ledger.rows("pragma application_id") == [(APPLICATION_ID,)]
    assert ledger.rows("pragma user_version") == [(SCHEMA_VERSION,)]
    applied = ledger.rows("select name from _sqlite_migrations order by id")
    assert len(applied) == len(migrations._migrations) == SCHEMA_VERSION


def test_a_writer_keeps_foreign_keys_and_waits_for_the_disk(ledger: Ledger) -> None:
    conn = open_writer(ledger.path)
    names = ("foreign_keys", "recursive_triggers", "synchronous", "journal_mode")
    assert [conn.execute(f"pragma {name}").fetchone()[0] for name in names] == [1, 1, 3, "delete"]
    assert conn.execute("pragma busy_timeout").fetchone()[0] >= 10_000
    conn.close()


def test_a_foreign_key_that_leads_nowhere_is_refused(ledger: Ledger) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), ledger.writing() as change:
        change.insert("unit_code", {"unit_id": 999, "code": "02416"})


@pytest.mark.parametrize("table", TABLES)
def test_no_delete_or_update_runs_through_a_foreign_key(ledger: Ledger, table: str) -> None:
    keys = ledger.rows(f"select on_update, on_delete from pragma_foreign_key_list('{table}')")
    assert set(keys) == {("NO ACTION", "NO ACTION")}


@pytest.mark.parametrize("table", TABLES)
def test_every_row_belongs_to_a_change_and_has_a_uid(ledger: Ledger, table: str) -> None:
    columns = {
        name: required
        for name, required in ledger.rows(
            f'select name, "notnull" from pragma_table_info("{table}")'
        )
    }
    assert columns["change_id"] == 1
    assert (columns.get("uid") == 1) == (table != "setting")


@pytest.mark.parametrize("table", ENTITIES)
def test_triggers_write_the_history_of_an_entity_with_all_its_columns(
    ledger: Ledger, table: str
) -> None:
    found = triggers(ledger, table)
    expected = ("insert_owned", "update_owned", "delete_guard", "inserted", "updated", "deleted")
    assert found.keys() == {f"{table}_{name}" for name in expected}
    for name, sides in (("inserted", ["new"]), ("updated", ["old", "new"]), ("deleted", ["old"])):
        for side in sides:
            assert_holds_all_columns(ledger, table, found[f"{table}_{name}"], side)


@pytest.mark.parametrize("table", FACTS)
def test_triggers_keep_a_fact_as_it_is(ledger: Ledger, table: str) -> None:
    found = triggers(ledger, table)
    expected = ("insert_owned", "fixed", "delete_guard", "deleted")
    assert found.keys() == {f"{table}_{name}" for name in expected}
    assert_holds_all_columns(ledger, table, found[f"{table}_deleted"], "old")


def test_no_fact_or_entity_is_left_out_of_the_rules(ledger: Ledger) -> None:
    names = {name for (name,) in ledger.rows("select name from sqlite_master where type = 'table'")}
    kept = {"change", "history", "number_series", "kept_task", "slate"}
    assert {name for name in names if "sqlite" not in name} == {*TABLES, *kept}


@pytest.mark.parametrize("column", WORDS)
def test_the_words_let_in_are_those_of_the_domain(ledger: Ledger, column: str) -> None:
    assert allowed(ledger, column) == {word.value for word in WORDS[column]}


def test_what_is_not_assessed_has_no_row(ledger: Ledger) -> None:
    words = {verdict.value for verdict in Verdict} - {"not_assessed"}
    assert allowed(ledger, "assessment.verdict") == words


def test_every_event_that_turns_a_task_may_be_recorded(ledger: Ledger) -> None:
    assert set(STATE_AFTER) <= allowed(ledger, "task_event.kind")


def test_an_unknown_word_is_refused(ledger: Ledger) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"), ledger.writing() as change:
        items = criteria_set(change, "1")
        assessment(change, unit(change), items["1"], "not_assessed", "2024-06-30")


@pytest.mark.parametrize(
    "day",
    [
        "",
        "12:00",
        "2023-02-30",
        "2023-04-31",
        "2023-06",
        "2023-06-30 ",
        "2023-06-30 00:00",
        "2023-06-30T00:00:00",
        "2023-13-01",
        "2023-2-3",
        "20230630",
        "2460000",
        "30/6/2024",
    ],
)
def test_what_is_no_iso_day_is_refused(ledger: Ledger, day: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"), ledger.writing() as change:
        items = criteria_set(change, "1")
        assessment(change, unit(change), items["1"], "met", day)


@pytest.mark.parametrize("table", TABLES)
def test_every_day_is_checked(ledger: Ledger, table: str) -> None:
    sql = ledger.rows("select sql from sqlite_master where name = ?", table)[0][0]
    ends = ("_on", "_from", "_to", "_start", "_last", "_day")
    days = {"since", "until", "dated", "issued", "effective"}
    for (name,) in ledger.rows(f"select name from pragma_table_info('{table}')"):
        if name.endswith(ends) or name in days:
            assert f"date({name}, '+0 days') is {name}" in sql


def triggers(ledger: Ledger, table: str) -> dict[str, str]:
    return dict(
        ledger.rows(
            "select name, sql from sqlite_master where type = 'trigger' and tbl_name = ?", table
        )
    )


def assert_holds_all_columns(ledger: Ledger, table: str, sql: str, side: str) -> None:
    for (name,) in ledger.rows(f"select name from pragma_table_info('{table}')"):
        assert f"'{name}', {side}.{name}" in sql
