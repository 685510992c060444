"""`notice show` and `notice list`: a document followed up; every figure is its own command's."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.factories import ADVANCED, TODAY, done
from tests.plans import PLAN, a_plan
from tests.run import refused, rows, run

CONCLUSION = "Kết luận Bản Bo 10/3/2023"
WORKING = "Làm việc Hồng Quang, Bình An 22/6/2022"
CONFERENCE = "Hội nghị Chiêm Hóa 8/7/2024"
NEITHER = ("kind", "verdict", "value", "aimed", "reached_on")


def shown(db: Path, document: str, kind: str, *argv: str) -> list[dict[str, Any]]:
    found = rows("notice", "show", document, *argv, db=db, today=TODAY)
    return [row for row in found if row["kind"] == kind]


def of_list(db: Path, document: str, *argv: str) -> dict[str, Any]:
    found = rows("notice", "list", *argv, db=db, today=TODAY)
    (row,) = [row for row in found if row["document"] == document]
    return row


@pytest.mark.parametrize("day", ["2023-05-31", "2023-06-01", TODAY, "2025-01-01"])
def test_its_tasks_are_those_of_the_list_of_tasks(demo: Path, day: str) -> None:
    done("task", "done", "NV2023-005", "--on", "20/5/2023", db=demo)
    done("task", "cancel", "NV2023-001", "--reason", "trùng", "--on", "1/6/2023", db=demo)
    mine = shown(demo, CONCLUSION, "task", "--as-of", day)
    theirs = rows("task", "list", "--document", CONCLUSION, "--as-of", day, db=demo, today=TODAY)
    told = [{key: row[key] for key in row if key not in NEITHER} for row in mine]
    assert told == [{key: row[key] for key in told[0]} for row in theirs]
    assert mine[0]["outcome"] == ("open_overdue" if day != "2023-05-31" else "open_in_time")


@pytest.mark.parametrize("day", ["2024-07-09", "2025-01-01"])
def test_its_targets_are_those_of_the_list_of_targets(demo: Path, day: str) -> None:
    done("assess", "ban bo", "--met", "11", "--on", "1/7/2024", "--set", ADVANCED, db=demo)
    mine = shown(demo, CONCLUSION, "target", "--as-of", day)
    listed = rows("target", "list", "ban bo", "--as-of", day, db=demo, today=TODAY)
    same = {
        **{key: key for key in ("number", "set", "state", "verdict", "reached_on", "days_left")},
        **{"title": "name", "due": "last_day", "due_text": "words"},
    }
    assert [{key: row[key] for key in same} for row in mine] == [
        {key: row[own] for key, own in same.items()}
        for row in listed
        if row["document"] == CONCLUSION
    ]
    (whole,) = [row for row in mine if row["number"] is None]
    (status,) = rows("status", "ban bo", "--as-of", day, db=demo, today=TODAY)
    assert (whole["value"], whole["aimed"]) == (status["met"], status["total"]) == (10, 19)


def test_a_target_of_a_registration_is_the_document_s_too(demo_file: Path) -> None:
    (row,) = shown(demo_file, "Làm việc Bằng Cốc 11/4/2024", "target")
    assert (row["due_text"], row["due"], row["state"]) == ("trong năm 2024", "2024-12-31", "open")
    assert (row["value"], row["aimed"]) == (None, None)


def test_its_products_are_those_of_their_own_command(demo: Path) -> None:
    done("product", "add", "hong quang", "Cốm Hồng Quang", "--stars", "3", "--on", "5/1/2023",
         "--document", CONFERENCE, db=demo)  # fmt: skip
    aims = shown(demo, WORKING, "product_target")
    assert [(row["title"], row["state"], row["value"]) for row in aims] == [
        ("Thịt trâu BA", "missed", None),
        ("Cốm Hồng Quang", "reached_late", 3),
    ]
    listed = {row["product"]: row for row in rows("product", "list", db=demo, today=TODAY)}
    for row in aims:
        own = listed[row["title"]]
        assert (own["target_state"], own["stars"]) == (row["state"], row["value"])
        assert (own["target_words"], own["target_last_day"]) == (row["due_text"], row["due"])
    (then, _) = shown(demo, WORKING, "product_target", "--as-of", "31/12/2022")
    assert (then["state"], then["days_left"]) == ("open", 0)
    (grade,) = shown(demo, CONFERENCE, "product_grade")
    assert (grade["value"], grade["reached_on"]) == (3, "2023-01-05")
    (tally,) = shown(demo, CONFERENCE, "product_tally")
    (own,) = rows("product", "count", "chiem hoa", db=demo, today=TODAY)
    assert (tally["value"], tally["reached_on"]) == (own["count"], own["counted_on"])


def test_its_planned_values_stand_beside_what_progress_says(demo: Path, tmp_path: Path) -> None:
    a_plan(demo, tmp_path)
    argv = ("--set", PLAN, "--document", "12/KH")
    done("milestone", "bang coc", "1.1", "120", "--by", "T6/2024", *argv, db=demo)
    done("milestone", "bang coc", "1.1", "200", "--by", "T9/2024", *argv, db=demo)
    done("milestone", "bang coc", "1.2", "4", "--by", "T6/2024", "--set", PLAN, db=demo)
    done("measure", "bang coc", "1.1", "90", "--on", "1/6/2024", "--set", PLAN, db=demo)
    first, second = shown(demo, "12/KH", "plan")
    told = {row["number"]: row for row in rows("progress", "bang coc", db=demo, today=TODAY)}
    assert (first["value"], first["aimed"]) == (told["1.1"]["actual"], told["1.1"]["planned"])
    assert (first["title"], first["reached_on"]) == (told["1.1"]["name"], "2024-06-01")
    assert (second["value"], second["aimed"], second["due"]) == (90, 200, "2024-09-30")
    (then, _) = shown(demo, "12/KH", "plan", "--as-of", "31/5/2024")
    assert (then["value"], then["aimed"]) == (None, 120)
    done("milestone", "bang coc", "1.1", "130", "--by", "T6/2024", "--set", PLAN, db=demo)
    assert [row["aimed"] for row in shown(demo, "12/KH", "plan")] == [200]


def test_works_that_it_speaks_of_stand_with_their_capital(demo: Path) -> None:
    done("work", "add", "bang coc", "Cầu Khuôn Khoai", "--document", "9/QĐ", db=demo)
    capital = ("--source", "ngân sách huyện", "--year", "2024", "--document", "9/QĐ")
    done("work", "approve", "cau khuon", "3,5 tỷ", *capital, db=demo)
    done("work", "disburse", "cau khuon", "850 triệu đồng", *capital, db=demo)
    (row,) = shown(demo, "9/QĐ", "work")
    own = next(
        each
        for each in rows("work", "list", db=demo, today=TODAY)
        if each["work"] == "Cầu Khuôn Khoai"
    )
    assert (row["title"], row["state"]) == (own["work"], own["state"])
    assert (row["value"], row["aimed"]) == (own["disbursed"], own["approved"])
    assert row["aimed"] == 3_500_000_000


PAPER = """UBND HUYỆN HÀM YÊN
Số: 15/TB-UBND
Hàm Yên, ngày 10 tháng 5 năm 2024

THÔNG BÁO
Kết luận tại cuộc họp về xây dựng nông thôn mới xã Bằng Cốc

1. Giao UBND xã Bằng Cốc lập kế hoạch trước ngày 30/6/2024.

2. Nhất trí với đề nghị của xã về việc chưa làm chợ.
"""


def test_its_clauses_stand_with_what_was_decided_of_them(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER, "utf-8")
    for argv in (("read", tmp_path / "a.txt"), ("accept", "1")):
        assert run("notice", *argv, db=demo, today=TODAY).code == 0
    found = shown(demo, "15/TB-UBND", "clause")
    (task,) = shown(demo, "15/TB-UBND", "task")
    assert task["outcome"] == "open_overdue"
    states = {row["clause"]: row["state"] for row in found}
    assert states[task["clause"]] == "task"
    (given,) = [row for row in found if row["clause"] == task["clause"]]
    assert given["title"].endswith(f"({task['task']})")
    said = run("notice", "show", "15/TB-UBND", db=demo, today=TODAY).out
    assert f"Clauses ({len(found)})" in said


def test_the_list_says_of_each_document_what_its_page_says(demo: Path) -> None:
    done("task", "done", "NV2023-005", "--on", "20/5/2023", db=demo)
    done("task", "done", "NV2023-001", "--on", "20/5/2023", db=demo)
    done("task", "cancel", "NV2023-002", "--reason", "trùng", db=demo)
    for day in ("2023-05-01", "2023-06-01", TODAY, "2026-01-01"):
        for row in rows("notice", "list", "--as-of", day, db=demo, today=TODAY):
            tasks = shown(demo, row["document"], "task", "--as-of", day)
            outcomes = Counter(task["outcome"] for task in tasks)
            closed = sum(task["state"] in ("done", "reported") for task in tasks)
            assert (row["tasks"], row["done"]) == (len(tasks), closed)
            assert (row["late"], row["cancelled"]) == (
                *(outcomes["open_overdue"], outcomes["cancelled"]),
            )
            assert row["tasks"] == row["done"] + row["late"] + row["open"] + row["cancelled"]
            aims = [
                each["state"]
                for kind in ("target", "product_target")
                for each in shown(demo, row["document"], kind, "--as-of", day)
            ]
            assert row["targets"] == len(aims)
            assert row["reached"] == sum(each.startswith("reached") for each in aims)
            assert row["missed"] == sum(each in ("missed", "unknown") for each in aims)


def test_on_a_past_day_a_document_of_a_later_one_is_not_listed(demo_file: Path) -> None:
    found = rows("notice", "list", "--as-of", "9/3/2023", db=demo_file, today=TODAY)
    assert CONCLUSION not in {row["document"] for row in found}
    found = rows("notice", "list", "--as-of", "10/3/2023", db=demo_file, today=TODAY)
    assert CONCLUSION in {row["document"] for row in found}


def test_the_figures_of_the_demo_are_those_of_its_papers(demo_file: Path) -> None:
    row = of_list(demo_file, CONCLUSION)
    assert (row["tasks"], row["done"], row["late"], row["open"]) == (12, 0, 3, 9)
    assert (row["targets"], row["reached"], row["missed"]) == (2, 0, 0)
    row = of_list(demo_file, WORKING)
    assert (row["targets"], row["missed"]) == (2, 2)


def test_two_papers_of_one_number_are_kept_apart(demo: Path) -> None:
    for year in ("2023", "2024"):
        done("notice", "add", "5/KH", "--date", f"1/2/{year}", db=demo)
        cited = f"5/KH, 1/2/{year}"
        done("target", "add", "ban bo", "17", "--by", "2024", "--document", cited, db=demo)
        done("product", "target", "cốm", "--by", year, "--document", cited, db=demo)
    for year in ("2023", "2024"):
        assert len(shown(demo, f"5/KH, 1/2/{year}", "target")) == 1
        (aim,) = shown(demo, f"5/KH, 1/2/{year}", "product_target")
        assert aim["due_text"] == year


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "md", "html"])
def test_the_page_comes_in_every_form_of_text(demo_file: Path, form: str) -> None:
    said = run("notice", "show", CONCLUSION, "-f", form, db=demo_file, today=TODAY)
    assert (said.code, said.err) == (0, "")
    for words in ("NV2023-005", "Nghèo đa chiều", "trong tháng 5/2023"):
        assert words in re.sub("</?span>", "", said.out)


def test_on_a_page_of_word_everything_stands_under_its_heading(
    demo_file: Path, tmp_path: Path
) -> None:
    file = tmp_path / "theo-doi.docx"
    assert run("notice", "show", CONCLUSION, "-o", file, db=demo_file, today=TODAY).code == 0
    said = _words_of(file)
    for words in ("Overdue (3)", "NV2023-005", "Targets still to be reached (2)", "9"):
        assert words in said


def _words_of(file: Path) -> str:
    paper = Document(str(file))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in paper.paragraphs), *cells])


def test_a_name_that_fits_none_or_several_is_refused(demo_file: Path) -> None:
    refused(run("notice", "show", "không có", db=demo_file), 3)
    refused(run("notice", "show", "lam viec", db=demo_file), 3)
