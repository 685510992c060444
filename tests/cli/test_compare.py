"""`status --compare`: units on two days, side by side."""

import csv
import io
import json
from pathlib import Path

from tests.factories import ADVANCED, BASIC, TODAY, a_task, a_unit, done
from tests.run import refused, rows, run

THEN = "31/12/2023"


def compared(db: Path, *argv: str, then: str = THEN) -> list[dict[str, object]]:
    return rows("status", *argv, "--compare", then, db=db, today=TODAY)


def test_what_turned_between_two_days_is_named(demo: Path) -> None:
    done("assess", "ban bo", "--met", "1,2", "--unmet", "3", "--on", "1/6/2024", db=demo)
    (row,) = compared(demo, "ban bo")
    assert (row["before"], row["now"]) == ("9/19", "10/19")
    assert (row["change"], row["percent"]) == (1, 11.1)
    assert row["newly_met"] == ["1", "2"]
    assert row["fell"] == ["3"]


def test_the_earlier_figure_is_what_status_said_on_that_day(demo: Path) -> None:
    done("assess", "ban bo", "--met", "1", "--on", "1/6/2024", db=demo)
    (row,) = compared(demo, "ban bo")
    for day, key in (("2023-12-31", "before"), (TODAY, "now")):
        (then,) = rows("status", "ban bo", "--as-of", day, db=demo, today=TODAY)
        assert row[key] == then["score"]


def test_without_an_earlier_judgement_there_is_no_figure_but_words(demo_file: Path) -> None:
    (row,) = compared(demo_file, "ban bo", then="9/3/2023")
    assert (row["before"], row["change"], row["percent"]) == (None, None, None)
    assert row["remark"] == "nothing_earlier"
    said = run("status", "ban bo", "--compare", "9/3/2023", db=demo_file, today=TODAY).out
    assert "nothing earlier to compare with" in said
    assert "None" not in said and "null" not in said


def test_counts_without_their_lists_are_told_as_they_were_written(demo: Path) -> None:
    done("tally", "bang coc", "12/19", "--on", "1/7/2024", db=demo)
    done("tally", "bang coc", "3", "--what", "under_way", "--on", "1/7/2024", db=demo)

    def told(then: str) -> list[str]:
        said = run("status", "bang coc", "--compare", then, "--width", "200", db=demo, today=TODAY)
        return [line for line in said.out.splitlines() if "counted" in line]

    named = "Xã Bằng Cốc: counted {} met on {}, the criteria are not named"
    assert told("1/6/2024") == [named.format("9/19", "11/04/2024"), latest_of(named)]
    assert told("1/1/2024") == [latest_of(named)]
    done("assess", "bang coc", "--met", "1-12", "--on", "2/7/2024", db=demo)
    assert told("1/6/2024") == [named.format("9/19", "11/04/2024")]


def latest_of(named: str) -> str:
    return named.format("12/19", "01/07/2024")


def test_a_unit_that_did_not_exist_then_is_said(demo: Path) -> None:
    a_unit(demo, "Xã Mới", from_="1/1/2024")
    done("assess", "xa moi", "--set", BASIC, "--met", "1", "--on", "1/2/2024", db=demo)
    (row,) = compared(demo, "xa moi")
    assert row["remark"] == "no_unit"
    assert (
        "did not exist on 31/12/2023"
        in run("status", "xa moi", "--compare", THEN, db=demo, today=TODAY).out
    )


def test_another_set_since_is_a_warning_and_never_joined(demo: Path) -> None:
    done("assess", "ban bo", "--set", BASIC, "--met", "1-5", "--on", "1/6/2024", db=demo)
    found = compared(demo, "ban bo")
    assert [(row["set"], row["before"]) for row in found] == [(BASIC, None), (ADVANCED, "9/19")]
    said = run("status", "ban bo", "--compare", THEN, db=demo, today=TODAY).out
    assert "WARNING Xã Bản Bo: judged by" in " ".join(said.split())


def test_tasks_that_fell_late_or_were_done_are_named(demo: Path) -> None:
    late = a_task(demo, due="1/3/2024", assigned="1/2/2024")
    kept = a_task(demo, due="1/3/2024", assigned="1/2/2024")
    done("task", "done", kept, "--on", "28/2/2024", db=demo)
    (row,) = compared(demo, "ban bo")
    assert row["newly_late"] == [late]
    assert row["done"] == []
    done("task", "confirm", kept, "--on", "1/4/2024", db=demo)
    assert compared(demo, "ban bo")[0]["done"] == [kept]


def test_one_stage_alone_may_be_compared(demo: Path) -> None:
    done("assess", "ban bo", "--met", "1", "--on", "1/6/2024", db=demo)
    (row,) = compared(demo, "ban bo", "--stage", "appraisal")
    assert (row["before"], row["now"]) == (None, "?/19")


def test_set_and_under_narrow(demo_file: Path) -> None:
    assert {row["set"] for row in compared(demo_file)} == {BASIC, ADVANCED}
    assert [row["unit_name"] for row in compared(demo_file, "--set", ADVANCED)] == ["Xã Bản Bo"]
    assert len(compared(demo_file, "--under", "tuyen quang")) == 2


def test_what_was_recorded_later_was_not_known(demo: Path) -> None:
    (before,) = compared(demo, "ban bo")
    change = max(row["change"] for row in rows("log", db=demo))
    done("assess", "ban bo", "--met", "1", "--on", "1/6/2024", db=demo)
    assert compared(demo, "ban bo") != [before]
    assert compared(demo, "ban bo", "--known", f"c{change}") == [before]


def test_table_csv_and_json_agree(demo: Path) -> None:
    done("assess", "ban bo", "--met", "1,2", "--on", "1/6/2024", db=demo)
    argv = ("status", "--compare", THEN)
    found = rows(*argv, db=demo, today=TODAY)
    table = run(*argv, db=demo, today=TODAY, tty=True, width=160).out
    sheet = run(*argv, "-f", "csv", db=demo, today=TODAY).out.removeprefix("\ufeff")
    listed = list(csv.DictReader(io.StringIO(sheet)))
    assert [row["now"] for row in listed] == [row["now"] for row in found]
    assert [row["before"] or None for row in listed] == [row["before"] for row in found]
    for row in found:
        assert str(row["now"]) in table


def test_the_summary_adds_up_the_rows(demo: Path) -> None:
    done("assess", "ban bo", "--met", "1,2", "--unmet", "3", "--on", "1/6/2024", db=demo)
    whole = json.loads(run("status", "--compare", THEN, "-f", "json", db=demo, today=TODAY).out)
    for key in ("newly_met", "fell"):
        assert whole["summary"][key] == sum(len(row[key]) for row in whole["rows"])


def test_faults(demo_file: Path) -> None:
    for argv in (
        ("--compare", TODAY),
        ("--compare", "2024"),
        ("--compare", "1/1/2024", "--as-of", "1/1/2024"),
        ("--compare", "31/2/2023"),
        ("--compare", "sớm"),
        ("--compare", THEN, "--bands"),
        ("khong co", "--compare", THEN),
    ):
        refused(run("status", *argv, db=demo_file, today=TODAY), 3)
