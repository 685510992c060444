"""`log`: who changed what, and when."""

from pathlib import Path

import pytest

from tests.factories import TODAY, done
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


def test_one_change_shows_its_rows_with_before_and_after(demo: Path) -> None:
    done("task", "done", "NV2023-005", db=demo)
    found = rows("log", "2", db=demo)
    task = next(row for row in found if row["table"] == "task")
    assert '"state": "open"' in task["before"]
    assert '"state": "reported"' in task["after"]


def test_limit_gives_only_the_newest(demo: Path) -> None:
    for text in ("một", "hai", "ba"):
        done("task", "note", "NV2023-005", "--text", text, db=demo)
    assert [row["change"] for row in rows("log", "--limit", "2", db=demo)] == [4, 3]


@pytest.mark.parametrize("argv", [("0",), ("-1",), ("x",), ("--limit", "0"), ("1", "2")])
def test_what_is_no_number_of_a_change_is_refused(demo_file: Path, argv: tuple[str, ...]) -> None:
    refused(run("log", *argv, db=demo_file), 2)


def test_a_change_that_is_not_there_is_refused(demo_file: Path) -> None:
    refused(run("log", "2", db=demo_file, today=TODAY), 3)
