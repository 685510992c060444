"""`log`: who changed what, and when."""

import json
from pathlib import Path

import pytest

from ntmtrack.domain.changed_row import LedgerField, LedgerTable
from ntmtrack.render.words import WORDS
from ntmtrack.store.schema import ENTITIES, FACTS
from tests.factories import ADVANCED, BASIC, TODAY, a_task, a_unit, done
from tests.run import refused, rows, run


def test_each_command_that_writes_is_one_change_the_newest_first(demo: Path) -> None:
    done("task", "note", "NV2023-005", "--text", "một", db=demo)
    done("task", "done", "NV2023-005", "--note", "vì thế", db=demo)
    found = rows("log", db=demo)
    assert [row["change"] for row in found] == [3, 2, 1]
    assert "task done NV2023-005" in found[0]["command"]
    assert found[0]["reason"] is None
    assert found[0]["actor"] == "canbo"


def test_a_read_and_a_refused_write_leave_no_trace(demo: Path) -> None:
    run("unmet", db=demo)
    run("task", "done", "NV2099-001", db=demo)
    assert len(rows("log", db=demo)) == 1


def test_one_change_shows_its_rows_field_by_field_before_and_after(demo: Path) -> None:
    done("task", "done", "NV2023-005", db=demo)
    found = rows("log", "2", db=demo)
    assert rows("log", "show", "2", db=demo) == found
    state = next(row for row in found if row["field"] == "state")
    assert state == {
        **{"table": "task", "row": "NV2023-005", "action": "update", "field": "state"},
        **{"before": "open", "after": "reported"},
    }
    event = {row["field"]: row["after"] for row in found if row["table"] == "task_event"}
    assert event == {"kind": "reported", "happened_on": "2024-07-09"}


def test_what_a_row_refers_to_is_told_by_its_name_also_when_that_is_gone(demo: Path) -> None:
    a_unit(demo, "Xã Tân Lập", code="90001", under="Tam Đường")
    done("assess", "90001", "--set", ADVANCED, "--met", "10", db=demo)
    done("undo", "3", "--yes", db=demo)
    done("undo", "2", "--yes", db=demo)
    told = {row["table"]: row for row in rows("log", "show", "3", db=demo)}
    assert told["assessment"]["row"] == "Xã Tân Lập, 10"
    parent = next(row for row in rows("log", "show", "2", db=demo) if row["field"] == "parent")
    assert (parent["row"], parent["after"]) == ("Xã Tân Lập", "Huyện Tam Đường")


def test_what_was_written_is_told_when_it_is_undone_since(demo: Path) -> None:
    done("assess", "ban bo", "--set", ADVANCED, "--met", "10", db=demo)
    before = rows("log", "show", "2", db=demo)
    done("undo", "--yes", db=demo)
    assert rows("log", "show", "2", db=demo) == before


def test_many_rows_are_counted_and_the_first_shown_or_all(demo_file: Path) -> None:
    first, every = (
        json.loads(run("log", "show", "1", *more, "-f", "json", db=demo_file).out)
        for more in ((), ("--all",))
    )
    assert any("rows more are not shown: `ntmtrack log show 1 --all`" in n for n in first["notes"])
    assert len(first["rows"]) < len(every["rows"])
    assert not any("not shown" in note for note in every["notes"])
    shown = {(row["table"], row["row"]) for row in first["rows"] if row["table"] == "item"}
    assert len(shown) == 8


def test_the_extension_of_a_due_tells_the_new_one(demo: Path) -> None:
    argv = ("--to", "31/12/2024", "--reason", "mưa")
    done("task", "extend", "NV2023-005", *argv, db=demo)
    told = {row["field"]: row["after"] for row in rows("log", "2", db=demo)}
    assert told["last_day"] == "2024-12-31"


def numbers(db: Path, *argv: str) -> list[int]:
    return [row["change"] for row in rows("log", *argv, db=db)]


@pytest.fixture
def busy(demo: Path) -> Path:
    """Changes about two units, two criteria and a task; one of them undone."""
    done("assess", "ban bo", "--set", ADVANCED, "--met", "10", db=demo)
    done("assess", "ban bo", "--set", ADVANCED, "--met", "17.8", db=demo)
    done("assess", "bang coc", "--set", BASIC, "--met", "10", db=demo)
    done("task", "note", "NV2023-005", "--text", "một", db=demo)
    done("undo", "2", "--yes", db=demo)
    assert run("--actor", "Lan", "task", "note", "NV2023-009", "--text", "x", db=demo).code == 0
    return demo


@pytest.mark.parametrize(
    ("argv", "found"),
    [
        ((), [7, 6, 5, 4, 3, 2, 1]),
        (("list",), [7, 6, 5, 4, 3, 2, 1]),
        (("--unit", "bang coc"), [4, 1]),
        (("--unit", "ban bo", "--criterion", "17.8"), [3]),
        (("--unit", "ban bo", "--criterion", "10"), [6, 5, 2, 1]),
        (("--criterion", "17"), [7, 3, 1]),
        (("--task", "NV2023-005"), [5, 1]),
        (("--task", "NV2023-005", "--unit", "bang coc"), []),
        (("--actor", "lan"), [7]),
        (("--since", "1/1/2020", "--limit", "1"), [7]),
        (("--since", "1/1/2199"), []),
    ],
    ids=str,
)
def test_the_list_is_narrowed(busy: Path, argv: tuple[str, ...], found: list[int]) -> None:
    assert numbers(busy, *argv) == found


def test_the_list_says_by_what_it_was_narrowed(busy: Path) -> None:
    argv = ("--unit", "ban bo", "--criterion", "10", "--actor", "canbo", "--since", "1/1/2024")
    said = run("log", *argv, db=busy, today=TODAY).out.partition("\n")[0]
    assert said == "Changes: Xã Bản Bo, criteria 10, by canbo, since 01/01/2024"


def test_a_task_that_was_undone_is_still_asked_about(demo: Path) -> None:
    number = a_task(demo)
    done("undo", "--yes", db=demo)
    assert numbers(demo, "--task", number) == [3, 2]


@pytest.mark.parametrize(
    "argv",
    [
        ("--unit", "Xã Không Có"),
        ("--task", "NV2099-001"),
        ("--task", "NV2023-005,NV2023-009"),
        ("--task", "một"),
        ("--criterion", "99"),
        ("--actor", "Không Ai"),
    ],
    ids=str,
)
def test_a_name_that_fits_nothing_is_refused(demo_file: Path, argv: tuple[str, ...]) -> None:
    refused(run("log", *argv, db=demo_file, today=TODAY), 3)


def test_who_said_what_of_a_criterion_undone_or_not(busy: Path) -> None:
    done("evidence", "ban bo", "17.8", "--document", "5/BC", db=busy)
    found = rows("log", "who", "ban bo", "17.8", db=busy)
    assert [(row["change"], row["about"], row["said"], row["undone_by"]) for row in found] == [
        (8, "evidence", None, None),
        (3, "assessment", "met", None),
    ]
    ten = rows("log", "who", "ban bo", "10", db=busy)
    assert [(row["change"], row["undone_by"]) for row in ten if row["said"] == "met"] == [(2, 6)]
    assert {row["about"] for row in rows("log", "who", "ban bo", "17", db=busy)} >= {
        *("task", "task_event", "task_party", "assessment", "evidence"),
    }


def test_what_was_undone_and_done_again_is_told_once_by_its_first_author(busy: Path) -> None:
    done("undo", "6", "--yes", db=busy)
    ten = rows("log", "who", "ban bo", "10", db=busy)
    assert [(row["change"], row["undone_by"]) for row in ten if row["said"] == "met"] == [(2, None)]


def test_nothing_said_is_said(demo_file: Path) -> None:
    said = run("log", "who", "bang coc", "17.8", db=demo_file, today=TODAY)
    assert "Nothing has been recorded of this." in said.out
    refused(run("log", "who", "bang coc", "99", db=demo_file, today=TODAY), 3)


def test_every_column_that_people_are_told_of_has_a_word() -> None:
    tables = {**ENTITIES, **FACTS}
    assert {each.value for each in LedgerTable} == set(tables)
    columns = {
        each.split()[0].removesuffix("_id")
        for table in tables.values()
        for each in table
        if not each.startswith(("check", "unique"))
    }
    assert {each.value for each in LedgerField} <= columns
    for words, enumeration in (("LedgerTable", LedgerTable), ("LedgerField", LedgerField)):
        assert set(WORDS[words]) == {each.value for each in enumeration}


def test_limit_gives_only_the_newest(demo: Path) -> None:
    for text in ("một", "hai", "ba"):
        done("task", "note", "NV2023-005", "--text", text, db=demo)
    assert [row["change"] for row in rows("log", "--limit", "2", db=demo)] == [4, 3]


@pytest.mark.parametrize("argv", [("0",), ("-1",), ("x",), ("--limit", "0"), ("1", "2")])
def test_what_is_no_number_of_a_change_is_refused(demo_file: Path, argv: tuple[str, ...]) -> None:
    refused(run("log", *argv, db=demo_file), 2)


def test_a_change_that_is_not_there_is_refused(demo_file: Path) -> None:
    refused(run("log", "2", db=demo_file, today=TODAY), 3)


def test_on_a_narrow_terminal_what_was_said_and_what_was_undone_stay_in_sight(demo: Path) -> None:
    run("task", "done", "NV2023-005", "--on", "1/6/2024", db=demo, today=TODAY)
    run("undo", "--yes", db=demo, today=TODAY)
    told = run("log", "who", "ban bo", "10", db=demo, lang="vi", tty=True, width=80).out
    (line,) = (line for line in told.splitlines() if "báo cáo hoàn thành" in line)
    assert line.split()[0] == "2" and line.split()[-1] == "3"
