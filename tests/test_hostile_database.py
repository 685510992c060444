"""A ledger that somebody else made to do harm: looked at by every command, and it does none."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.cli.test_files_hostile import soon
from tests.cli.test_known import ASKED
from tests.factories import TODAY
from tests.run import Result, refused, run, spawn

LOOKS = {name: (*name.partition(" --")[0].split(), *words) for name, words in ASKED.items()}
LOOKS = {name: words for name, words in LOOKS.items() if " --" not in name} | {"board": ()}
UNSAFE = set(map(chr, (*range(9), *range(11, 13), *range(14, 32), 127, *range(128, 160)))) | set(
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""What a terminal obeys instead of showing it; the ends of lines apart, which CSV may quote."""


def lawless(path: Path, *statements: str) -> None:
    """Statements of another program, which takes every rule of the ledger away first."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.create_function("evil", 1, lambda value: value, deterministic=True)
        conn.execute("pragma ignore_check_constraints = on")
        rules = conn.execute("select name from sqlite_master where type = 'trigger'").fetchall()
        for (name,) in rules:
            conn.execute(f"drop trigger {name}")
        for statement in statements:
            conn.execute(statement)


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """Every column that holds text, by table."""
    with closing(sqlite3.connect(path)) as conn:
        for (table,) in conn.execute("select name from sqlite_master where type = 'table'"):
            if table.startswith(("sqlite_", "_")):
                continue
            for name, kind in conn.execute(f"select name, type from pragma_table_info('{table}')"):
                if kind.lower() == "text":
                    yield table, name


def told(result: Result) -> None:
    """An answer or a refusal, without a traceback and without anything a terminal obeys."""
    assert "Traceback" not in result.err, result.err
    assert result.code in (0, 3, 4), (result.code, result.err)
    assert not set(result.out + result.err) & UNSAFE


def looked_at(path: Path, looks: Iterable[tuple[str, ...]], *forms: str) -> None:
    before = sorted(each.name for each in path.parent.iterdir())
    for words in looks:
        for form in forms:
            with soon():
                told(run(*words, *(("-f", form) if words else ()), db=path, today=TODAY))
    assert sorted(each.name for each in path.parent.iterdir()) == before


EVIL = "\x1b[31m\x1b]0;x\x07 a\u202eb\u2066 c\x00d \r\rx\x08\x08 [red]x[/red][/x] <b>&amp;"


def test_what_a_terminal_obeys_never_comes_out_of_a_ledger(demo: Path) -> None:
    columns = list(texts(demo))
    lawless(demo)
    written = 0
    with closing(sqlite3.connect(demo, isolation_level=None)) as conn:
        for table, name in columns:
            # Days and enumerated words stay as they are: the table itself refuses others.
            with suppress(sqlite3.IntegrityError):
                more = f"{name} || cast(x'{EVIL.encode().hex()}' as text)"
                written += conn.execute(f"update {table} set {name} = {more}").rowcount > 0
    assert written > 20
    looked_at(demo, LOOKS.values(), "text")
    looked_at(demo, list(LOOKS.values())[::3], "csv")
    looked_at(demo, [LOOKS["status"], LOOKS["unmet"]], "md", "tsv", "table", "json", "html")


SCHEMAS: dict[str, tuple[str, ...]] = {
    "a function of another program in an index": ("create index evil_index on task(evil(title))",),
    "a generated column": ("alter table agency_address add column evil text as (upper(address))",),
    "a column too many": ("alter table unit_version add column evil text",),
    "a table of a kind that nobody knows": (
        "pragma writable_schema = on",
        "insert into sqlite_master values ('table', 'evil', 'evil', 0,"
        " 'create virtual table evil using nothing(a)')",
    ),
    "a schema that lies": (
        "pragma writable_schema = on",
        "update sqlite_master set sql = replace(sql, 'title', 'tit1e') where name = 'task'",
    ),
    "a schema that is no SQL": (
        "pragma writable_schema = on",
        "update sqlite_master set sql = 'create table task(\x1b[31m' where name = 'task'",
    ),
    "a page that is another table's": (
        "pragma writable_schema = on",
        "update sqlite_master set rootpage = (select rootpage from sqlite_master where"
        " name = 'unit') where name = 'assessment'",
    ),
    "a text of many megabytes": (
        "update task set title = printf('%.*c', 5000000, 'x') where id = 1",
    ),
    "numbers that are none": (
        "create table t2 as select * from assessment",
        "drop table assessment",
        "alter table t2 rename to assessment",
        "update assessment set unit_id = 'x', assessed_on = x'00'",
    ),
    "days that are none": (
        "update task set last_day = '2024-13-45', assigned_on = 'x'",
        "update change set recorded_at = 'yesterday'",
    ),
    "words that are none": (
        "update assessment set verdict = 'evil'",
        "update task set state = 'evil', due_precision = 'evil'",
        "update unit_version set kind = 'evil'",
    ),
    "parents that go in a circle": (
        "update unit_version set parent_id = unit_id",
        "update task set parent_id = id",
        "update item set parent_id = id",
    ),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_ledger_with_a_hostile_schema_harms_nobody(demo: Path, name: str) -> None:
    lawless(demo, *SCHEMAS[name])
    content = demo.read_bytes()
    place = list(SCHEMAS).index(name) % 4
    looked_at(demo, [*list(LOOKS.values())[place::4], ("overdue",), ("unmet",)], "json")
    assert demo.read_bytes() == content


STRANGERS = {
    "an endless view": (
        "alter table tally rename to tally_",
        "create view tally as with recursive c(x) as (select 1 union all select x + 1 from c)"
        " select t.* from tally_ t, c",
    ),
    "a view that says it is a table": (
        "alter table task rename to task_",
        "create view task as select * from task_",
    ),
    "a view beside": ("create view evil_view as select evil(1)",),
    "a virtual table": ("create virtual table evil using fts5(a)",),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_ledger_with_a_view_or_a_virtual_table_is_none(demo: Path, name: str) -> None:
    """A view may never end, and nothing that Python can do would end it."""
    lawless(demo, *STRANGERS[name])
    refused(spawn("status", db=demo, today=TODAY), 4)
    refused(spawn("task", "note", "NV2023-005", "--text", "x", db=demo, today=TODAY), 4)


def test_a_trigger_of_another_program_writes_no_fact_unseen(demo: Path) -> None:
    with closing(sqlite3.connect(demo)) as conn:
        conn.executescript(
            "create trigger evil after insert on task_event when new.note = 'x' begin"
            " insert into task_event(uid, task_id, kind, happened_on, note, change_id)"
            " values (hex(randomblob(16)), new.task_id, 'cancelled', '2024-01-01', 'y',"
            " new.change_id); end;"
        )
    rows = []
    for words in ("y", "x"):
        result = run("task", "note", "NV2023-005", "--text", words, db=demo, today=TODAY)
        assert result.code == 0, result.err
        rows.append(run("log", "--limit", "1", "-f", "json", db=demo).rows[0]["rows"])
    # What it did is in the change and its log, like all else that was written.
    assert rows[1] > rows[0]
