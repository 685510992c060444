"""`period`: a period is closed once, and what comes after is told beside it."""

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.factories import ADVANCED, BASIC, TODAY, done
from tests.run import refused, rows, run


@pytest.fixture
def closed(demo: Path) -> Path:
    """The demo with the first half of 2024 closed on 9/7/2024."""
    done("period", "close", "2024-H1", "--note", "theo công văn", db=demo)
    return demo


def about(db: Path, kind: str, *argv: str) -> list[dict[str, object]]:
    found = rows("period", "show", "2024-H1", *argv, db=db, today=TODAY)
    return [row for row in found if row["about"] == kind]


def test_a_period_is_closed_under_one_name_and_a_seal(demo: Path) -> None:
    row = done("period", "close", "6 tháng đầu năm 2024", db=demo)
    assert (row["period"], row["start"], row["last_day"]) == (
        "2024-H1",
        "2024-01-01",
        "2024-06-30",
    )
    assert (row["closed_on"], row["units"], row["late"]) == (TODAY, 2, 0)
    assert row["sound"] is True
    assert len(row["hash"]) == 64


def test_it_is_closed_once_whatever_it_is_called(closed: Path) -> None:
    (row,) = rows("period", "list", db=closed, today=TODAY)
    words = "6 tháng đầu năm 2024"
    complaint = refused(run("period", "close", words, db=closed, today=TODAY), 3)
    assert "closed on 09/07/2024" in complaint
    assert row["hash"] in complaint
    assert "nothing was written" in complaint


def test_only_what_is_over_can_be_closed(demo_file: Path) -> None:
    for words, today in (("2024", TODAY), ("2024-07-09", TODAY), ("2024-H1", "2024-06-30")):
        complaint = refused(run("period", "close", words, db=demo_file, today=today), 3)
        assert "ends only on" in complaint
        assert "nothing was written" in complaint


def test_a_day_of_which_nothing_is_known_is_not_closed(demo_file: Path, new_file: Path) -> None:
    assert "nothing is known" in refused(run("period", "close", "2001", db=demo_file), 3)
    assert "nothing is known" in refused(
        run("period", "close", "2024-H1", db=new_file, today=TODAY), 3
    )
    refused(run("period", "close", "sớm", db=demo_file, today=TODAY), 3)


def test_months_quarters_and_halves_are_closed_beside_each_other(closed: Path) -> None:
    for words in ("2024-Q2", "T6/2024", "30/6/2024", "từ 1/6 đến 15/6/2024"):
        done("period", "close", words, db=closed)
    assert [row["period"] for row in rows("period", "list", db=closed, today=TODAY)] == [
        "2024-06-01..2024-06-15",
        "2024-06-30",
        "2024-06",
        "2024-Q2",
        "2024-H1",
    ]
    # The name of a span of days is no date, and names it all the same.
    name = "2024-06-01..2024-06-15"
    assert run("period", "show", name, db=closed, today=TODAY).code == 0


def test_what_comes_after_is_marked_and_changes_nothing_that_was_kept(closed: Path) -> None:
    done("assess", "ban bo", "--met", "5", "--on", "1/3/2024", db=closed)
    done("assess", "ban bo", "--met", "6", "--on", "1/7/2024", db=closed)
    done("standing", "ban bo", "recognised", "--on", "1/6/2024", db=closed)
    done("tally", "bang coc", "11/19", "--on", "1/6/2024", db=closed)
    figures = {row["unit_name"]: row for row in about(closed, "figures")}
    assert (figures["Xã Bản Bo"]["closed"], figures["Xã Bản Bo"]["now"]) == ("9/19", "10/19")
    assert (figures["Xã Bản Bo"]["closed_met"], figures["Xã Bản Bo"]["now_met"]) == (9, 10)
    assert figures["Xã Bản Bo"]["closed_standing"] is None
    assert figures["Xã Bản Bo"]["now_standing"] == "recognised 01/06/2024"
    coc = figures["Xã Bằng Cốc"]
    assert (coc["set"], coc["closed_tally"], coc["now_tally"]) == (BASIC, "9/19", "11/19")
    (changed,) = about(closed, "criterion")
    assert (changed["set"], changed["number"]) == (ADVANCED, "5")
    assert (changed["closed"], changed["now"]) == ("unmet", "met")
    assert changed["mark"] == "added_after_closing"
    (late,) = about(closed, "assessment")
    assert (late["number"], late["day"], late["what"]) == ("5", "2024-03-01", "self")
    assert (late["change"], late["recorded_on"]) == (changed["change"], changed["recorded_on"])
    assert [row["now"] for row in about(closed, "standing")] == ["recognised"]
    assert [row["now"] for row in about(closed, "tally")] == ["11/19"]
    (row,) = rows("period", "list", db=closed, today=TODAY)
    assert row["late"] == 3


def test_tasks_are_told_as_closed_and_now(closed: Path) -> None:
    before = {row["what"]: row["closed"] for row in about(closed, "tasks")}
    assert before["open_overdue"] == 6
    late = rows("overdue", db=closed, today="2024-06-30")[0]["task"]
    done("task", "done", late, "--on", "1/6/2024", "--confirmed", db=closed)
    after = {row["what"]: (row["closed"], row["now"]) for row in about(closed, "tasks")}
    assert {what: then for what, (then, _) in after.items()} == before
    assert after["open_overdue"] == (6, 5)
    assert after["done_late"] == (0, 1)
    assert {row["task"] for row in about(closed, "task_event")} == {late}
    assert about(closed, "task_event")[0]["mark"] == "added_after_closing"


def test_an_overlooked_unit_is_told_to_be_new(closed: Path) -> None:
    done("assess", "binh an", "--met", "1", "--set", BASIC, "--on", "1/5/2024", db=closed)
    (row,) = [each for each in about(closed, "figures") if each["unit_name"] == "Xã Bình An"]
    assert (row["closed"], row["now"]) == (None, "1/19")
    assert row["mark"] == "added_after_closing"
    (changed,) = about(closed, "criterion")
    assert (changed["closed"], changed["now"]) == (None, "met")


def test_a_unit_that_was_not_there_on_the_last_day_is_named(closed: Path) -> None:
    done("unit", "add", "Xã Mới", "--code", "99001", "--from", "1/7/2024", db=closed)
    done("standing", "99001", "registered", "--set", BASIC, "--year", "2024", db=closed)
    (row,) = about(closed, "standing")
    assert (row["unit"], row["unit_name"]) == ("99001", "Xã Mới")
    assert about(closed, "figures")[-1]["unit_name"] != "Xã Mới"


def test_as_it_was_known_by_the_closing_nothing_was_added(closed: Path) -> None:
    (row,) = rows("period", "list", db=closed, today=TODAY)
    done("assess", "ban bo", "--met", "5", "--on", "1/3/2024", db=closed)
    known = f"c{row['change']}"
    assert about(closed, "criterion", "--known", known) == []
    assert all(r["closed"] == r["now"] for r in about(closed, "figures", "--known", known))
    before = f"c{row['change'] - 1}"
    complaint = refused(
        run("period", "show", "2024-H1", "--known", before, db=closed, today=TODAY), 3
    )
    assert "has not been closed" in complaint


def test_check_tells_of_what_was_added(closed: Path) -> None:
    for argv in (("list",), ("show", "2024-H1")):
        result = run("period", *argv, "--check", db=closed, today=TODAY)
        assert (result.code, result.out) == (0, "")
    done("assess", "ban bo", "--met", "5", "--on", "1/3/2024", db=closed)
    for argv in (("list",), ("show", "2024-H1")):
        assert run("period", *argv, "--check", db=closed, today=TODAY).code == 1


def tampered(db: Path, body: str) -> None:
    """Another program that pays no heed to what guards the ledger."""
    with closing(sqlite3.connect(db)) as conn:
        conn.execute("drop trigger closing_fixed")
        conn.execute("update closing set body = " + body)
        conn.commit()


def test_figures_that_were_changed_by_another_program_are_warned_of(closed: Path) -> None:
    tampered(closed, """replace(body, '"unmet"]', '"met"]')""")
    said = run("period", "show", "2024-H1", db=closed, today=TODAY).out
    assert "WARNING 2024-H1: the figures kept are not those that were sealed" in said
    assert "WARNING" in run("period", "list", db=closed, today=TODAY).out
    assert rows("period", "list", db=closed, today=TODAY)[0]["sound"] is False


def test_figures_that_cannot_be_read_any_more_are_said_to_be_so(closed: Path) -> None:
    tampered(closed, "'{}'")
    refused(run("period", "show", "2024-H1", db=closed, today=TODAY), 3)
    assert rows("period", "list", db=closed, today=TODAY)[0]["units"] is None


def test_the_list_is_of_what_was_closed_by_the_day(closed: Path) -> None:
    assert rows("period", "list", "--as-of", "8/7/2024", db=closed, today=TODAY) == []
    assert len(rows("period", "list", "--as-of", TODAY, db=closed, today=TODAY)) == 1


def test_it_is_shown_only_on_the_days_since_it_was_closed(closed: Path) -> None:
    asked = ("period", "show", "2024-H1", "--as-of")
    said = refused(run(*asked, "8/7/2024", db=closed, today=TODAY), 3)
    assert "2024-H1 has not been closed" in said
    assert rows(*asked, "9/7/2024", db=closed, today=TODAY)


def test_a_period_that_was_not_closed_is_answered_with_those_that_were(closed: Path) -> None:
    complaint = refused(run("period", "show", "2023", db=closed, today=TODAY), 3)
    assert "2023 has not been closed" in complaint
    assert "2024-H1, closed on 09/07/2024" in complaint
    refused(run("period", "show", "sớm", db=closed, today=TODAY), 3)


def test_sheets_and_programs_read_the_same(closed: Path) -> None:
    done("assess", "ban bo", "--met", "5", "--on", "1/3/2024", db=closed)
    for argv in (("list",), ("show", "2024-H1")):
        table = run("period", *argv, "-f", "csv", db=closed, today=TODAY).out
        sheet = list(csv.DictReader(io.StringIO(table)))
        data = rows("period", *argv, db=closed, today=TODAY)
        assert [list(row) for row in sheet] == [list(row) for row in data]
    assert [row["closed"] for row in sheet] == [
        "" if row["closed"] is None else str(row["closed"]) for row in data
    ]


def test_a_closed_period_can_be_read_by_people(closed: Path) -> None:
    done("assess", "ban bo", "--met", "5", "--on", "1/3/2024", db=closed)
    said = run("period", "show", "2024-H1", db=closed, today=TODAY, tty=True, width=200).out
    for words in ("Figures", "Tasks", "Criteria that stand otherwise now (1)", "theo công văn"):
        assert words in said
    assert "added after closing" in said


def test_tasks_whose_day_of_giving_nobody_said_are_warned_of(demo: Path) -> None:
    done("task", "add", "ban bo", "--title", "A", "--due", "30/7/2024", db=demo)
    done("task", "add", "ban bo", "--title", "B", "--assigned", "5/7/2024", db=demo)
    asked = ("report", "6 tháng đầu năm 2024", "-f", "text")
    closing = ("period", "close", "2024-H1", "-f", "text")
    warned = "WARNING 1 task counts that was recorded after 30/06/2024"
    for argv in (asked, closing):
        assert warned in " ".join(run(*argv, db=demo, today=TODAY).out.split())


def test_tasks_with_a_known_day_of_giving_are_not(demo: Path) -> None:
    done("task", "add", "ban bo", "--title", "B", "--assigned", "5/7/2024", db=demo)
    assert "that was recorded after" not in run("period", "close", "2024-H1", db=demo).out
