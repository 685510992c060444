"""Where sets that a look shows together correspond, the reader is told where to see how."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ntmtrack.app.mapping_notes import mapping_notes
from ntmtrack.store.database import open_reader
from tests.factories import ADVANCED, BASIC, done
from tests.reports.values import words

NEW = "xa-ntm-2026-2030"

OWN = f"""
[mapping]
old = "{ADVANCED}"
new = "{NEW}"
name = "Hướng dẫn của tỉnh"
confidence = "unverified"
"""


def told(path: Path, *codes: str) -> list[str]:
    with closing(open_reader(path)) as conn:
        return [words(note) for note in mapping_notes(conn, codes)]


def test_it_is_told_for_two_sets_with_a_shipped_mapping_in_either_order(demo_file: Path) -> None:
    note = f"`ntmtrack criteria map {BASIC} {NEW}` shows how they correspond"
    assert told(demo_file, BASIC, NEW) == [note]
    assert told(demo_file, NEW, ADVANCED, BASIC) == [note]


def test_nothing_is_told_where_no_mapping_has_both_ends(demo_file: Path) -> None:
    assert told(demo_file) == told(demo_file, BASIC) == told(demo_file, BASIC, BASIC) == []
    assert told(demo_file, ADVANCED, NEW) == []


def test_a_loaded_mapping_is_told_too_and_none_twice(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    for old in (ADVANCED, BASIC):
        path.write_text(OWN.replace(ADVANCED, old), "utf-8")
        done("criteria", "load", path, db=demo)
    assert told(demo, ADVANCED, BASIC, NEW) == [
        f"`ntmtrack criteria map {old} {NEW}` shows how they correspond"
        for old in (BASIC, ADVANCED)
    ]


def test_one_set_costs_no_question() -> None:
    with closing(sqlite3.connect(":memory:")) as nothing:
        assert mapping_notes(nothing, [BASIC]) == ()
