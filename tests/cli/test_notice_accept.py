"""`notice accept|skip|edit|split`: what was proposed becomes tasks and facts, all of it or none."""

import json
import random
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.factories import an_agency, done
from tests.run import refused, rows, run, spawn

TODAY = "2026-11-22"
SAMPLES = Path(__file__).parents[1] / "notices"
PAPERS = sorted(p for p in SAMPLES.iterdir() if p.suffix in (".txt", ".md", ".docx"))
BASIC = "xa-ntm-2021-2025"

HEAD = """UBND HUYỆN VĂN CHẤN
VĂN PHÒNG
Số: {number}
Văn Chấn, ngày 09 tháng 5 năm 2023

THÔNG BÁO
Kết luận tại cuộc họp về xây dựng nông thôn mới {unit}

"""
COUNTED = """Đến nay {unit} đạt 15/19 tiêu chí nông thôn mới. Bốn tiêu chí chưa đạt là tiêu chí số 2, 6, 9 và 17.

"""  # noqa: E501  (one paragraph of a paper)
FIRST = "Giao UBND xã Tú Lệ lập kế hoạch xóa 23 nhà tạm trước ngày 20/5/2023.\n\n"
SECOND = "Giao Phòng Tài chính bố trí vốn trước ngày 10/6/2023.\n\n"
THIRD = "Giao Phòng Nội vụ báo cáo kết quả trước ngày 30/6/2023.\n\n"
NOTHING = "Nhất trí với đề nghị của xã về việc chưa làm chợ.\n\n"

UNDATED = """THÔNG BÁO
Kết luận tại buổi kiểm tra xã Tú Lệ

1. UBND xã Tú Lệ lập kế hoạch xóa 23 nhà tạm trước ngày 15/10.

2. UBND xã Tú Lệ bàn giao nhà văn hóa trong tháng 11.
"""


def a_paper(
    *clauses: str, number: str = "203/TB-VP", unit: str = "xã Tú Lệ", counted: bool = False
) -> str:
    head = HEAD.format(number=number, unit=unit) + (COUNTED.format(unit=unit) if counted else "")
    return head + "".join(f"{place}. {words}" for place, words in enumerate(clauses, start=1))


@pytest.fixture
def read(new: Path) -> Callable[..., Path]:
    """Read a paper into the ledger `new`; its file."""

    def reading(text: str, name: str = "a.txt", day: str = TODAY) -> Path:
        file = new.parent / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        result = run("notice", "read", file, db=new, today=day)
        assert result.code == 0, result.err
        return file

    return reading


def given(db: Path, *argv: object, today: str = TODAY) -> str:
    """Run a command on a draft that must succeed; what it said."""
    result = run("notice", *argv, db=db, today=today)
    assert result.code == 0, result.err
    return " ".join(result.out.split())


def draft(db: Path, *argv: object) -> dict[str, Any]:
    result = run("notice", "draft", *argv, "-f", "json", db=db, today=TODAY)
    assert result.code == 0, result.err
    return dict(json.loads(result.out))


def proposed(db: Path, *argv: object) -> list[dict[str, Any]]:
    return [task for clause in draft(db, *argv)["clauses"] for task in clause["tasks"]]


def tasks(db: Path) -> list[dict[str, Any]]:
    listed = rows("task", "list", db=db, today=TODAY)
    return sorted(listed, key=lambda row: str(row["task"]))


def content(db: Path) -> str:
    with closing(sqlite3.connect(db)) as conn:
        return "\n".join(conn.iterdump())


def one(db: Path, sql: str) -> Any:
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute(sql).fetchone()[0]


# What an acceptance writes


def test_all_of_it_is_one_change(new: Path, read: Callable[..., Path]) -> None:
    read(a_paper(FIRST, SECOND, counted=True))
    before = len(rows("log", db=new))
    said = given(new, "accept", "--all")
    assert len(rows("log", db=new)) == before + 1
    assert "recorded as counted: 15/19" in said
    assert "recorded as unmet: 2, 6, 9, 17" in said
    (document,) = rows("notice", "list", db=new)
    assert (document["document"], document["dated"]) == ("203/TB-VP", "2023-05-09")
    first, second = tasks(new)
    assert (first["title"], first["leads"]) == ("Lập kế hoạch xóa 23 nhà tạm", ["UBND xã Tú Lệ"])
    assert (first["due"], first["due_text"]) == ("2023-05-20", "trước ngày 20/5/2023")
    assert second["document"] == "203/TB-VP"
    judged = rows("history", "tu le", db=new, today=TODAY)
    assert {(row["number"], row["verdict"]) for row in judged} == {
        (number, "unmet") for number in ("2", "6", "9", "17")
    }


def test_facts_are_written_once_however_often_something_is_accepted(
    new: Path, read: Callable[..., Path]
) -> None:
    read(a_paper(FIRST, SECOND, counted=True))
    given(new, "accept", "1")
    given(new, "accept", "2")
    assert len(rows("history", "tu le", db=new, today=TODAY)) == 4
    assert one(new, "select count(*) from tally") == 1


def test_facts_are_not_written_again_for_a_later_state_of_the_paper(
    new: Path, read: Callable[..., Path]
) -> None:
    read(a_paper(FIRST, counted=True))
    given(new, "accept", "--all")
    read(a_paper(FIRST, SECOND, counted=True))
    given(new, "accept", "--all")
    assert len(tasks(new)) == 2
    assert len(rows("history", "tu le", db=new, today=TODAY)) == 4
    assert one(new, "select count(*) from tally") == 1
    assert len(rows("notice", "list", db=new)) == 1


def test_tasks_only_records_nothing_else(new: Path, read: Callable[..., Path]) -> None:
    read(a_paper(FIRST, counted=True))
    given(new, "accept", "--all", "--tasks-only")
    assert one(new, "select count(*) from tally") == 0
    assert one(new, "select count(*) from assessment") == 0
    assert len(tasks(new)) == 1


def test_counts_that_lacked_their_set_are_recorded_once_it_is_named(
    new: Path, read: Callable[..., Path]
) -> None:
    read((SAMPLES / "03-thon-muoi-bon-tieu-chi.txt").read_text(encoding="utf-8"))
    assert "(--set)" in given(new, "accept", "1")
    given(new, "accept", "2", "--set", "thon-ntm-lao-cai-2022-2025")
    assert one(new, "select count(*) from tally") == 1


def test_a_count_that_its_list_contradicts_is_kept_with_a_warning(
    new: Path, read: Callable[..., Path]
) -> None:
    said_wrong = a_paper(FIRST, counted=True).replace("15/19", "14/19")
    read(said_wrong)
    assert "WARNING 4 criteria are listed as unmet, the count leaves 5" in given(new, "draft")
    given(new, "accept", "--all")
    assert one(new, "select count(*) from tally") == 1
    assert one(new, "select count(*) from assessment") == 4


def test_a_set_that_is_named_gives_the_criteria_their_meaning(
    new: Path, read: Callable[..., Path]
) -> None:
    read(a_paper("Giao UBND xã Tú Lệ hoàn thành tiêu chí số 17 trước ngày 20/5/2023.\n\n"))
    given(new, "edit", "1", "--criterion", "99")
    given(new, "accept", "--all", "--set", BASIC)
    (task,) = tasks(new)
    assert task["number"] is None
    shown = run("task", "show", task["task"], db=new, today=TODAY).out
    assert "criterion as written: 99" in shown
    refused(run("notice", "accept", "--all", "--set", "khong co", db=new, today=TODAY), 3)


def test_a_criterion_without_a_unit_keeps_its_words(new: Path, read: Callable[..., Path]) -> None:
    read(a_paper("Giao Phòng Nội vụ hoàn thành tiêu chí số 17 trước ngày 20/5/2023.\n\n"))
    given(new, "edit", "1", "--unit", "-", "--criterion", "17")
    given(new, "accept", "--all", "--set", BASIC)
    (task,) = tasks(new)
    shown = " ".join(run("task", "show", task["task"], db=new, today=TODAY).out.split())
    assert task["number"] == "17" or "criterion as written: 17" in shown


def test_targets_are_kept(new: Path, read: Callable[..., Path]) -> None:
    read((SAMPLES / "01-huyen-uy-nang-cao.txt").read_text(encoding="utf-8"))
    given(new, "accept", "1")
    given(new, "accept", "2")
    assert one(new, "select count(*) from target") == 2
    assert one(new, "select count(*) from target where item_id is not null") == 1


@pytest.mark.parametrize("step", ["at once", "one by one"])
def test_tasks_given_together_stay_bound(new: Path, read: Callable[..., Path], step: str) -> None:
    read((SAMPLES / "02-cong-van-ba-xa.txt").read_text(encoding="utf-8"))
    together = {task["proposal"]: task["together"] for task in proposed(new)}
    assert sorted(each for each in together.values() if each) == [1, 1, 1, 2, 2, 2]
    if step == "at once":
        given(new, "accept", "--all")
    else:
        for number in together:
            given(new, "accept", number)
    with closing(sqlite3.connect(new)) as conn:
        bound = conn.execute("select bound, count(*) from task group by bound").fetchall()
    assert sorted(count for word, count in bound if word is not None) == [3, 3]


def test_what_comes_round_and_what_waits_for_an_event_are_accepted(
    new: Path, read: Callable[..., Path]
) -> None:
    read(
        a_paper(
            "Giao Phòng Tài chính báo cáo tiến độ giải ngân, hoàn thành ngày 20 hằng tháng.\n\n",
            "Giao Phòng Nội vụ báo cáo kết quả trước ngày 30/6/2023.\n\n",
        )
    )
    given(new, "edit", "2", "--due", "05 ngày làm việc kể từ ngày nhận được văn bản này")
    given(new, "accept", "--all")
    told = [(task["precision"], task["due"]) for task in tasks(new)]
    assert told == [("rhythm", None), ("trigger", None)]


# All or nothing


@pytest.mark.parametrize(
    "numbers", [["1,9"], ["9"], ["0"], ["1", "9"], ["1-9"], ["001-003"]], ids=" ".join
)
def test_a_number_that_does_not_wait_leaves_nothing_written(
    new: Path, read: Callable[..., Path], numbers: list[str]
) -> None:
    read(a_paper(FIRST, SECOND, counted=True))
    before = content(new)
    refused(run("notice", "accept", *numbers, db=new, today=TODAY), 3)
    assert content(new) == before


def test_a_number_is_accepted_once(new: Path, read: Callable[..., Path]) -> None:
    read(a_paper(FIRST, SECOND))
    given(new, "accept", "1", "1,1")
    before = content(new)
    refused(run("notice", "accept", "1", db=new, today=TODAY), 3)
    refused(run("notice", "accept", "1-2", db=new, today=TODAY), 3)
    assert content(new) == before
    assert len(tasks(new)) == 1


def test_a_due_before_the_paper_in_the_midst_leaves_nothing_written(
    new: Path, read: Callable[..., Path]
) -> None:
    read(a_paper(FIRST, SECOND, THIRD, counted=True))
    given(new, "edit", "2", "--due", "1/5/2023")
    before = content(new)
    said = refused(run("notice", "accept", "--all", db=new, today=TODAY), 3)
    assert "notice edit 2" in said
    assert content(new) == before
    given(new, "accept", "1,3")
    assert len(tasks(new)) == 2


def _two_binh_an(db: Path) -> None:
    for district, code, commune in (
        ("Huyện Lâm Bình", "071", "02290"),
        ("Huyện Thăng Bình", "513", "20791"),
    ):
        done("unit", "add", district, "--kind", "district", "--code", code, db=db)
        asked = ("unit", "add", "Xã Bình An", "--kind", "commune", "--code", commune)
        done(*asked, "--under", code, db=db)


def test_a_unit_that_may_be_several_leaves_nothing_written(
    new: Path, read: Callable[..., Path]
) -> None:
    _two_binh_an(new)
    read(a_paper("Giao UBND xã Bình An báo cáo.\n\n", unit="xã Bình An", counted=True))
    before = content(new)
    said = refused(run("notice", "accept", "--all", db=new, today=TODAY), 3)
    assert "Huyện Lâm Bình (02290)" in said
    assert "Huyện Thăng Bình (20791)" in said
    assert content(new) == before
    given(new, "accept", "--all", "--unit", "02290")
    (task,) = tasks(new)
    assert task["unit"] == "02290"


def test_the_district_that_the_paper_names_narrows_the_communes(
    new: Path, read: Callable[..., Path]
) -> None:
    _two_binh_an(new)
    clause = "Giao UBND xã Bình An báo cáo.\n\n"
    text = a_paper(clause, unit="xã Bình An, huyện Thăng Bình").replace("VĂN CHẤN", "THĂNG BÌNH")
    read(text)
    given(new, "accept", "--all")
    (task,) = tasks(new)
    assert task["unit"] == "20791"


def test_agencies_of_communes_of_one_name_are_told_apart(
    new: Path, read: Callable[..., Path]
) -> None:
    _two_binh_an(new)
    clause = "Giao UBND xã Bình An báo cáo.\n\n"
    read(a_paper(clause, unit="xã Bình An"), "a.txt")
    given(new, "accept", "--all", "--unit", "02290")
    read(a_paper(clause, unit="xã Bình An", number="9/TB-VP"), "b.txt")
    given(new, "accept", "--all", "--unit", "20791")
    with closing(sqlite3.connect(new)) as conn:
        leads = conn.execute("select task_id, agency_id from task_party").fetchall()
    assert len({task for task, _ in leads}) == 2
    assert len({agency for _, agency in leads}) != 1


def test_a_unit_that_has_ended_since_is_the_one_of_the_papers_day(
    new: Path, read: Callable[..., Path]
) -> None:
    asked = ("unit", "add", "Xã Tú Lệ", "--kind", "commune")
    done(*asked, "--code", "04711", "--to", "30/6/2025", db=new)
    done(*asked, "--code", "04712", "--from", "1/7/2025", db=new)
    read(a_paper(FIRST))
    given(new, "accept", "--all")
    (task,) = tasks(new)
    assert task["unit"] == "04711"
    assert one(new, "select count(*) from unit") == 2


@pytest.mark.parametrize(
    "life", [("--to", "30/6/2020"), ("--from", "1/7/2025")], ids=["ended", "not yet there"]
)
def test_a_unit_of_another_time_is_not_the_one_of_the_paper(
    new: Path, read: Callable[..., Path], life: tuple[str, str]
) -> None:
    """A commune that has the name before or after the paper's day may be another area."""
    done("unit", "add", "Xã Tú Lệ", "--kind", "commune", "--code", "04711", *life, db=new)
    read(a_paper(FIRST))
    result = run("notice", "accept", "--all", db=new, today=TODAY)
    if result.code:
        assert "04711" in refused(result, 3)
    else:
        assert [task["unit"] for task in tasks(new)] != ["04711"]


def test_an_answer_that_cannot_be_given_leaves_nothing_written(
    new: Path, read: Callable[..., Path]
) -> None:
    read(a_paper(FIRST, counted=True))
    before = content(new)
    for argv in (
        ("accept", "--all", "-o", new.parent / "no" / "x.csv"),
        ("accept", "--all", "--columns", "khong"),
        ("skip", "1", "-o", new),
        ("edit", "1", "--title", "x", "--columns", "khong"),
        ("split", "1", "-o", new.parent / "x.odt"),
    ):
        refused(run("notice", *argv, db=new, today=TODAY), 3)
    assert content(new) == before


def test_faults_of_use(new: Path, read: Callable[..., Path]) -> None:
    read(a_paper(FIRST))
    before = content(new)
    for line in ("accept", "accept 1 --all", "skip", "edit", "split"):
        refused(run("notice", *line.split(), db=new, today=TODAY), 2)
    faulty: list[tuple[str, ...]] = [
        ("accept", "a"),
        ("accept", "1.2"),
        ("accept", "-1"),
        ("accept", "1", "--draft", "khong.txt"),
        ("accept", "1", "--date", "40/5/2023"),
        ("accept", "1", "--unit", "khong co"),
        ("skip", "7"),
        ("skip", "--clause", "7"),
        ("skip", "--clause", "#7"),
        ("edit", "7", "--title", "x"),
        ("edit", "1", "--due", "30/2/2023"),
        ("edit", "1", "--criterion", "x"),
        ("edit", "1", "--title", ""),
        ("split", "7"),
    ]
    for argv in faulty:
        result = run("notice", *argv, db=new, today=TODAY)
        assert result.code in (2, 3), argv
        refused(result, result.code)
    assert content(new) == before


# The set that a paper does not name


LATER = "2026-11-23"
OF_FIVE = "Về tiêu chí số 5: giao UBND xã Tú Lệ sửa nhà văn hóa trước ngày 30/11/2026.\n\n"


def a_later_paper(*clauses: str, counted: bool = True) -> str:
    """A paper of a time when the set with its number of criteria holds no more."""
    text = a_paper(*clauses, counted=counted)
    return text.replace("ngày 09 tháng 5 năm 2023", "ngày 10 tháng 11 năm 2026")


def test_a_set_whose_time_is_over_is_meant_where_it_is_the_one_in_use(
    new: Path, read: Callable[..., Path]
) -> None:
    done("unit", "add", "Xã Tú Lệ", "--kind", "commune", "--code", "04711", db=new, today=LATER)
    done("assess", "04711", "--set", BASIC, "--met", "1", "--on", "1/11/2026", db=new, today=LATER)
    read(a_later_paper(OF_FIVE), day=LATER)
    assert run("notice", "draft", "-f", "json", db=new, today=LATER).code == 0
    told = given(new, "accept", "--all", today=LATER)
    assert "recorded as counted: 15/19" in told
    (task,) = rows("task", "list", db=new, today=LATER)
    assert (task["set"], task["number"]) == (BASIC, "5")


def test_a_criterion_without_a_set_is_named_with_the_way_to_record_it(
    new: Path, read: Callable[..., Path]
) -> None:
    done("unit", "add", "Xã Tú Lệ", "--kind", "commune", "--code", "04711", db=new, today=LATER)
    read(a_later_paper(OF_FIVE), day=LATER)
    told = given(new, "accept", "--all", today=LATER)
    (task,) = rows("task", "list", db=new, today=LATER)
    way = ("task", "correct", task["task"], "--criterion", "5", "--set")
    assert f"WARNING {task['task']}: criterion 5 is not recorded" in told
    assert f"`ntmtrack {' '.join(way)} SET --reason TEXT`" in told
    assert task["number"] is None
    done(*way, BASIC, "--reason", "theo công văn", db=new, today=LATER)
    assert rows("task", "list", db=new, today=LATER)[0]["number"] == "5"


def test_a_count_of_more_criteria_than_the_set_has_is_warned_of(
    new: Path, read: Callable[..., Path]
) -> None:
    read(a_paper(FIRST, unit="xã Tú Lệ") + "Đến nay xã Tú Lệ đạt 15/19 tiêu chí nông thôn mới.\n")
    told = given(new, "accept", "--all", "--set", "xa-ntm-2026-2030")
    assert "recorded as counted: 15/19" in told
    assert "but the set has 10 criteria; the count is kept as written" in told


# Agencies that the ledger knows under a longer name


def test_a_known_agency_with_its_place_in_its_name_is_asked_about_not_doubled(
    new: Path, read: Callable[..., Path]
) -> None:
    done("unit", "add", "Xã Tú Lệ", "--kind", "commune", "--code", "04711", db=new, today=TODAY)
    an_agency(new, "Phòng Tài chính xã Tú Lệ")
    read(a_paper(SECOND, THIRD))
    assert "Phòng Tài chính: did you mean Phòng Tài chính xã Tú Lệ?" in " ".join(
        run("notice", "draft", db=new, today=TODAY).out.split()
    )
    before = content(new)
    said = refused(run("notice", "accept", "--all", db=new, today=TODAY), 3)
    assert "Phòng Tài chính: is it one that the ledger knows?" in said
    assert "Phòng Tài chính xã Tú Lệ" in said
    assert content(new) == before
    given(new, "edit", "1", "--lead", "Phòng Tài chính xã Tú Lệ")
    given(new, "accept", "--all")
    assert tasks(new)[0]["leads"] == ["Phòng Tài chính xã Tú Lệ"]
    assert one(new, "select count(*) from agency where name like 'Phòng Tài chính%'") == 1


def test_it_may_be_another_agency_or_stay_in_words(new: Path, read: Callable[..., Path]) -> None:
    done("unit", "add", "Xã Tú Lệ", "--kind", "commune", "--code", "04711", db=new, today=TODAY)
    an_agency(new, "Phòng Tài chính xã Tú Lệ")
    read(a_paper(SECOND, SECOND))
    assert "kept as written: Phòng Tài chính" in given(new, "accept", "1", "--known-only")
    an_agency(new, "Phòng Tài chính")
    given(new, "accept", "--all")
    assert tasks(new)[1]["leads"] == ["Phòng Tài chính"]


# A file that changed


def test_a_file_that_changed_is_not_accepted_as_it_was_unless_that_is_meant(
    new: Path, read: Callable[..., Path]
) -> None:
    file = read(a_paper(FIRST))
    file.write_text(a_paper(FIRST, SECOND), encoding="utf-8")
    before = content(new)
    said = refused(run("notice", "accept", "--all", db=new, today=TODAY), 3)
    assert "--as-read" in said
    assert content(new) == before
    given(new, "accept", "--all", "--as-read")
    assert len(tasks(new)) == 1


def test_a_file_that_is_gone_is_accepted_as_it_was_read(
    new: Path, read: Callable[..., Path]
) -> None:
    read(a_paper(FIRST)).unlink()
    given(new, "accept", "--all")
    assert len(tasks(new)) == 1


def test_what_waits_of_both_readings_is_reached_by_the_papers_name(
    new: Path, read: Callable[..., Path]
) -> None:
    read(a_paper(FIRST, SECOND))
    read(a_paper(FIRST, SECOND, THIRD))
    given(new, "accept", "--all", "--draft", "a.txt")
    assert len(tasks(new)) == 3


# Paper without a number or a date


def test_a_due_that_lacks_its_year_is_kept_in_words(new: Path, read: Callable[..., Path]) -> None:
    read(UNDATED)
    given(new, "accept", "--all")
    told = [(task["due"], task["precision"]) for task in tasks(new)]
    assert told == [(None, "none"), (None, "none")]
    shown = run("task", "show", tasks(new)[0]["task"], db=new, today=TODAY).out
    assert "trước ngày 15/10" in shown


def test_a_due_that_lacks_its_year_has_it_from_the_day_that_is_given(
    new: Path, read: Callable[..., Path]
) -> None:
    read(UNDATED)
    given(new, "accept", "--all", "--number", "9/TB", "--date", "20/9/2023")
    told = [(task["due"], task["document"]) for task in tasks(new)]
    assert told == [("2023-10-15", "9/TB"), ("2023-11-30", "9/TB")]


def test_a_due_that_would_lie_before_the_day_that_is_given_keeps_its_words(
    new: Path, read: Callable[..., Path]
) -> None:
    read(UNDATED)
    told = given(new, "accept", "1", "--date", "20/10/2023")
    assert "kept as written" in told
    (task,) = tasks(new)
    assert task["due"] is None
    assert task["due_text"]


def test_a_day_that_was_given_once_holds_for_what_is_mended_later(
    new: Path, read: Callable[..., Path]
) -> None:
    read(UNDATED)
    given(new, "edit", "1", "--due", "-")
    given(new, "accept", "1", "--date", "20/9/2023")
    given(new, "edit", "2", "--due", "trong tháng 12")
    given(new, "accept", "2")
    assert tasks(new)[1]["due"] == "2023-12-31"


def test_two_papers_without_a_number_are_two_documents(
    new: Path, read: Callable[..., Path]
) -> None:
    text = "THÔNG BÁO\nKết luận tại buổi kiểm tra xã {}\n\n1. UBND xã {} báo cáo.\n"
    read(text.format("Tú Lệ", "Tú Lệ"), "x/thong-bao.txt")
    given(new, "accept", "--all")
    read(text.format("Nậm Có", "Nậm Có"), "y/thong-bao.txt")
    given(new, "accept", "--all")
    assert one(new, "select count(*) from document") == 2


def test_a_document_that_is_known_is_completed_not_doubled(
    new: Path, read: Callable[..., Path]
) -> None:
    done("notice", "add", "203/TB-VP", "--excerpt", "trích", db=new)
    read(a_paper(FIRST))
    given(new, "accept", "--all")
    (row,) = rows("notice", "list", db=new)
    assert (row["document"], row["dated"]) == ("203/TB-VP", "2023-05-09")


def test_a_document_of_the_same_number_and_another_day_is_another(
    new: Path, read: Callable[..., Path]
) -> None:
    done("notice", "add", "203/TB-VP", "--date", "9/5/2022", db=new)
    read(a_paper(FIRST))
    given(new, "accept", "--all")
    assert sorted(str(row["dated"]) for row in rows("notice", "list", db=new)) == [
        "2022-05-09",
        "2023-05-09",
    ]


# Names


@pytest.mark.parametrize(
    ("known", "written", "same"),
    [
        ("UBND xã Tú Lệ", "Ủy ban nhân dân xã Tú Lệ", True),
        ("Ủy ban nhân dân xã Tú Lệ", "UBND xã Tú Lệ", True),
        ("UBND xã Tú Lệ", "Uỷ ban nhân dân xã Tú Lệ", True),
        ("Phòng Tài chính - Kế hoạch", "Phòng Tài chính – Kế hoạch", True),
        ("Phòng Kinh tế - Hạ tầng", "Phòng Kinh tế", False),
        ("Phòng Kinh tế", "Phòng Kinh tế - Hạ tầng", False),
        ("Phòng Kinh tế", "Phòng KT", False),
        ("UBND xã Tú", "UBND xã Tú Lệ", False),
        ("Hội Nông dân", "Hội Nông dân huyện", False),
    ],
)
def test_agencies_are_matched_by_identity(
    new: Path, read: Callable[..., Path], known: str, written: str, same: bool
) -> None:
    an_agency(new, known)
    read(a_paper("Giao Phòng Nội vụ báo cáo.\n\n"))
    given(new, "edit", "1", "--lead", written)
    told = given(new, "draft")
    assert ("new to the ledger: " in told and written in told.split("new to the ledger: ")[-1]) == (
        not same
    )
    given(new, "accept", "--all")
    assert tasks(new)[0]["leads"] == [known if same else written]
    assert len(rows("agency", "list", db=new)) == (1 if same else 2)


def test_nothing_new_is_added_with_known_only(new: Path, read: Callable[..., Path]) -> None:
    read(a_paper(FIRST))
    given(new, "accept", "--all", "--known-only")
    assert rows("agency", "list", db=new) == rows("unit", "list", db=new) == []
    (task,) = tasks(new)
    shown = " ".join(run("task", "show", task["task"], db=new, today=TODAY).out.split())
    assert "UBND xã Tú Lệ" in shown
    assert "xã Tú Lệ" in shown


def test_a_person_is_known_or_stays_as_written(new: Path, read: Callable[..., Path]) -> None:
    an_agency(new, "Phòng Nội vụ")
    done("agency", "set", "Phòng Nội vụ", "--person", "Lò Văn C", db=new)
    clause = "Giao Phòng Nội vụ báo cáo.\n\n"
    read(a_paper(clause, clause.replace("báo cáo", "rà soát")))
    given(new, "edit", "1", "--person", "Lò Văn C")
    given(new, "edit", "2", "--person", "Hoàng Thị D")
    said = given(new, "accept", "--all")
    first, second = tasks(new)
    assert (first["persons"], second["persons"]) == (["Lò Văn C"], [])
    shown = run("task", "show", second["task"], db=new, today=TODAY).out
    assert "persons as written: Hoàng Thị D" in shown
    assert "Hoàng Thị D" in said, "what was not taken over is told"


def test_one_agency_named_twice_is_one(new: Path, read: Callable[..., Path]) -> None:
    read(a_paper(FIRST))
    leads = ("--lead", "UBND xã Tú Lệ", "--lead", "Ủy ban nhân dân xã Tú Lệ")
    given(new, "edit", "1", *leads, "--coordinator", "UBND xã")
    given(new, "accept", "--all")
    (task,) = tasks(new)
    assert (task["leads"], task["coordinators"]) == (["UBND xã Tú Lệ"], [])


def test_names_in_capitals_are_added_as_names_are_written(
    new: Path, read: Callable[..., Path]
) -> None:
    read(a_paper("Ban Công an xã báo cáo.\n\n", unit="XÃ AN LƯƠNG"))
    given(new, "accept", "--all")
    (row,) = rows("unit", "list", db=new)
    assert row["unit_name"] == "Xã An Lương"
    assert not [row for row in rows("agency", "list", db=new) if "xÃ" in str(row)]


# Skipping, mending, splitting


def test_a_clause_is_skipped_with_all_it_proposes(new: Path, read: Callable[..., Path]) -> None:
    read(a_paper(FIRST, SECOND, NOTHING))
    given(new, "skip", "--clause", "1", "--clause", "#3", "--reason", "không phát sinh")
    found = draft(new)
    assert [clause["state"] for clause in found["clauses"]] == ["no_task", "task", "no_task"]
    assert [clause["note"] for clause in found["clauses"]] == [
        "không phát sinh",
        None,
        "không phát sinh",
    ]
    assert [task["proposal"] for task in proposed(new)] == [2]


def test_a_clause_of_which_a_task_was_made_cannot_be_said_to_ask_nothing(
    new: Path, read: Callable[..., Path]
) -> None:
    read(a_paper(FIRST, SECOND))
    given(new, "accept", "1")
    before = content(new)
    refused(run("notice", "skip", "--clause", "1", db=new, today=TODAY), 3)
    assert content(new) == before


def test_clauses_of_one_number_are_told_apart_by_their_place(
    new: Path, read: Callable[..., Path]
) -> None:
    parts = f"I. VỀ NHÀ Ở\n\n1. {FIRST}II. VỀ VỐN\n\n1. {SECOND}"
    read(HEAD.format(number="203/TB-VP", unit="xã Tú Lệ") + parts)
    said = refused(run("notice", "skip", "--clause", "1", db=new, today=TODAY), 3)
    first, second = re.findall(r"#(\d+) 1\.", said)
    given(new, "skip", "--clause", f"#{second}")
    assert [task["title"] for task in proposed(new)] == ["lập kế hoạch xóa 23 nhà tạm"]
    given(new, "skip", "--clause", f"#{first}")
    assert proposed(new, "a.txt") == []


def test_every_field_is_mended_and_emptied(new: Path, read: Callable[..., Path]) -> None:
    read(a_paper(FIRST))
    fields = {
        "title": "Xóa nhà tạm",
        "unit": "xã Nậm Có",
        "criterion": "9",
        "lead": "Phòng A",
        "coordinator": "Phòng B",
        "person": "Lò Văn C",
        "due": "tháng 6/2023",
    }
    given(
        new, "edit", "1", *(word for name, value in fields.items() for word in (f"--{name}", value))
    )
    (task,) = proposed(new)
    assert (task["title"], task["unit"], task["criterion"]) == ("Xóa nhà tạm", "xã Nậm Có", "9")
    assert (task["leads"], task["coordinators"]) == (["Phòng A"], ["Phòng B"])
    assert (task["persons"], task["due"]["last_day"]) == (["Lò Văn C"], "2023-06-30")
    emptied = [word for name in fields if name != "title" for word in (f"--{name}", "-")]
    given(new, "edit", "1", *emptied)
    (task,) = proposed(new)
    assert (task["title"], task["unit"], task["criterion"]) == ("Xóa nhà tạm", None, None)
    assert (task["leads"], task["coordinators"], task["persons"]) == ([], [], [])
    assert (task["due"], task["due_words"]) == (None, None)


def test_a_title_is_not_emptied(new: Path, read: Callable[..., Path]) -> None:
    read(a_paper(FIRST))
    before = content(new)
    refused(run("notice", "edit", "1", "--title", "-", db=new, today=TODAY), 3)
    assert content(new) == before


def test_one_criterion_is_one(new: Path, read: Callable[..., Path]) -> None:
    """Of two numbers none is chosen in silence."""
    read(a_paper(FIRST))
    before = content(new)
    refused(run("notice", "edit", "1", "--criterion", "10,11", db=new, today=TODAY), 3)
    assert content(new) == before


def test_a_mended_field_is_no_longer_called_uncertain(new: Path, read: Callable[..., Path]) -> None:
    read((SAMPLES / "06-hai-viec-hai-han.txt").read_text(encoding="utf-8"))
    assert proposed(new)[3]["uncertain"] == ["due"]
    given(new, "edit", "4", "--due", "31/12/2023")
    assert proposed(new)[3]["uncertain"] == []


def test_the_second_of_a_split_comes_right_after_the_first(
    new: Path, read: Callable[..., Path]
) -> None:
    read((SAMPLES / "06-hai-viec-hai-han.txt").read_text(encoding="utf-8"))
    titles = [task["title"] for task in proposed(new)]
    given(new, "split", "1")
    given(new, "edit", "2", "--title", "việc thứ hai")
    told = [task["title"] for task in proposed(new)]
    assert told == [titles[0], "việc thứ hai", *titles[1:]]


def test_proposals_decided_are_not_mended(new: Path, read: Callable[..., Path]) -> None:
    read(a_paper(FIRST, SECOND))
    given(new, "accept", "1")
    given(new, "skip", "2")
    before = content(new)
    file = ("--draft", "a.txt")
    for number in ("1", "2"):
        for argv in (("edit", number, "--title", "x"), ("split", number), ("skip", number)):
            refused(run("notice", *argv, *file, db=new, today=TODAY), 3)
    assert content(new) == before


# What always holds


@pytest.mark.parametrize("file", PAPERS, ids=lambda path: path.stem[:2])
def test_counts_add_up_whatever_is_decided(new: Path, file: Path) -> None:
    """No proposal is lost or doubled; each accepted one has one task, with its due."""
    draw = random.Random(file.stem)
    copy = Path(shutil.copy(file, new.parent))
    given(new, "read", copy)
    known = {task["proposal"]: task for task in proposed(new)}
    names = ("--draft", copy.name, "--date", "1/1/2020", "--as-read")
    for _ in range(14):
        before = draft(new, copy.name)
        waiting = [task for clause in before["clauses"] for task in clause["tasks"]]
        if not before["summary"]["unconsidered"]:
            break
        open_ones = [
            place
            for place, clause in enumerate(before["clauses"], start=1)
            if not clause["considered"] and not clause["tasks"] and not clause["decided"]
        ]
        step = draw.choice(["accept", "skip", "edit", "split", "clause"])
        if step == "clause" and open_ones:
            given(new, "skip", "--clause", f"#{draw.choice(open_ones)}", *names[:2])
        elif waiting:
            number = draw.choice(waiting)["proposal"]
            if step == "edit":
                given(new, "edit", number, "--due", f"{draw.randint(1, 28)}/12/2026", *names[:2])
            elif step == "accept":
                given(
                    new, "accept", number, *(names if not before["document"]["date"] else names[:2])
                )
            elif step in ("skip", "split"):
                given(new, step, number, *names[:2])
        _holds(new, copy.name, before)
    assert known


def _holds(db: Path, name: str, before: dict[str, Any]) -> None:
    after = draft(db, name)
    summary = after["summary"]
    assert summary["clauses"] == len(after["clauses"]) == len(before["clauses"])
    assert summary["clauses"] == summary["task"] + summary["no_task"] + summary["unconsidered"]
    for clause, earlier in zip(after["clauses"], before["clauses"], strict=True):
        stretch = ("number", "start", "end")
        assert [clause[key] for key in stretch] == [earlier[key] for key in stretch]
        if earlier["considered"]:
            assert [each["title"] for each in clause["decided"]] == [
                each["title"] for each in earlier["decided"]
            ]
        count = len(clause["tasks"]) + len(clause["decided"])
        assert count - len(earlier["tasks"]) - len(earlier["decided"]) in (0, 1)
        settled = {each["state"] for each in clause["decided"]}
        if not clause["tasks"] and settled:
            assert clause["considered"]
            assert clause["state"] == ("task" if "accepted" in settled else "no_task")
    numbers = [task["proposal"] for clause in after["clauses"] for task in clause["tasks"]]
    numbers += [each["proposal"] for clause in after["clauses"] for each in clause["decided"]]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    with closing(sqlite3.connect(db)) as conn:
        made = conn.execute(
            "select t.due_last, json_extract(p.body, '$.due.last_day'), p.state, count(*)"
            " from task t join proposal p on p.task_id = t.id group by t.id"
        ).fetchall()
        assert conn.execute("select count(*) from task").fetchone()[0] == len(made)
    for due, proposed_due, state, count in made:
        assert (state, count) == ("accepted", 1)
        assert due == proposed_due or proposed_due is None


@pytest.mark.parametrize("file", PAPERS, ids=lambda path: path.stem[:2])
def test_every_paper_can_be_accepted_whole(new: Path, file: Path) -> None:
    given(new, "read", file)
    expected = [
        (task["due"] or {}).get("last_day")
        for clause in draft(new)["clauses"]
        for task in clause["tasks"]
    ]
    given(new, "accept", "--all")
    assert [task["due"] for task in tasks(new)] == expected
    assert run("notice", "accept", "--all", db=new, today=TODAY).code in (0, 3)
    assert len(tasks(new)) == len(expected)


def test_an_acceptance_can_be_scripted_under_cron(new: Path, read: Callable[..., Path]) -> None:
    read(a_paper(FIRST), "thông báo.txt")
    result = spawn("notice", "accept", "--all", "-f", "json", db=new, today=TODAY, bare=True)
    assert result.code == 0, result.err
    assert [row["title"] for row in result.rows] == ["Lập kế hoạch xóa 23 nhà tạm"]


def test_in_vietnamese(new: Path, read: Callable[..., Path]) -> None:
    read(a_paper(FIRST, counted=True))
    result = run("notice", "accept", "--all", db=new, today=TODAY, lang="vi")
    assert result.code == 0, result.err
    for english in ("document:", "recorded", "wait", "Overdue"):
        assert english not in result.out
