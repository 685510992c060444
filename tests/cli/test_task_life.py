"""What becomes of tasks at the command line: one command for each thing that can happen."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories import ADVANCED, TODAY, a_task, an_agency, done
from tests.run import refused, rows, run

TASK = "NV2023-005"
"""Due in May 2023, led by the commune's steering board."""


def the_task(db: Path, number: str = TASK, as_of: str | None = None) -> dict[str, Any]:
    argv = ("--as-of", as_of) if as_of else ()
    listed = rows("task", "list", *argv, db=db, today=TODAY)
    return next(row for row in listed if row["task"] == number)


def late(db: Path, as_of: str) -> set[str]:
    return {row["task"] for row in rows("overdue", "--as-of", as_of, db=db, today=TODAY)}


# Reported, confirmed, returned


def test_done_is_reported_and_counts_from_the_day_it_was_so_before_it_is_confirmed(
    demo: Path,
) -> None:
    row = done("task", "done", TASK, "--on", "31/5/2023", "--document", "7/BC-UBND", db=demo)
    assert (row["state"], row["outcome"]) == ("reported", "done_on_time")
    assert TASK not in late(demo, "1/6/2023")
    row = done("task", "confirm", TASK, "--on", "20/6/2023", db=demo)
    assert (row["state"], row["outcome"]) == ("done", "done_on_time")
    assert row["closed_on"] == "2023-05-31"
    assert the_task(demo, as_of="19/6/2023")["state"] == "reported"


def test_what_is_returned_is_overdue_again_with_the_reason(demo: Path) -> None:
    done("task", "done", TASK, "--on", "31/5/2023", db=demo)
    argv = ("--reason", "thiếu hồ sơ", "--on", "5/6/2023")
    row = done("task", "return", TASK, *argv, db=demo)
    assert (row["state"], row["outcome"]) == ("open", "open_overdue")
    assert [TASK in late(demo, day) for day in ("4/6/2023", "5/6/2023")] == [False, True]
    assert "thiếu hồ sơ" in run("task", "show", TASK, db=demo, today=TODAY).out


def test_done_may_be_confirmed_at_once(demo: Path) -> None:
    row = done("task", "done", TASK, "--confirmed", db=demo)
    assert row["state"] == "done"
    refused(run("task", "confirm", TASK, db=demo, today=TODAY), 3)


def test_a_task_done_or_cancelled_may_be_opened_again(demo: Path) -> None:
    done("task", "done", TASK, "--confirmed", db=demo)
    assert done("task", "reopen", TASK, "--reason", "hỏng", db=demo)["state"] == "open"
    done("task", "cancel", "NV2023-006", "--reason", "trùng", db=demo)
    assert done("task", "reopen", "NV2023-006", "--reason", "nhầm", db=demo)["state"] == "open"
    refused(run("task", "reopen", TASK, "--reason", "x", db=demo, today=TODAY), 3)


def test_started_and_progress_are_told(demo: Path) -> None:
    done("task", "start", TASK, "--on", "1/4/2023", db=demo)
    done("task", "progress", TASK, "--percent", "40", "--note", "lập xong khung", db=demo)
    assert the_task(demo)["progress"] == 40
    shown = run("task", "show", TASK, db=demo, today=TODAY).out
    assert "40 %" in shown and "lập xong khung" in shown
    refused(run("task", "progress", TASK, "--percent", "101", db=demo, today=TODAY), 2)


# Extended


def test_an_extension_keeps_the_first_due_and_the_second_is_warned_about(demo: Path) -> None:
    row = done(
        *("task", "extend", TASK, "--due", "30/6/2023", "--reason", "thiếu vốn"),
        *("--by", "Thường trực Huyện ủy", "--on", "25/5/2023"),
        db=demo,
    )
    assert (row["due"], row["original_due"], row["extensions"]) == ("2023-06-30", "2023-05-31", 1)
    assert row["precision"] == "day"
    argv = ("--due", "tháng 7/2023", "--reason", "mưa lũ", "--on", "20/6/2023")
    told = run("task", "extend", TASK, *argv, db=demo, today=TODAY).out
    assert "WARNING NV2023-005 has been extended 2 times; its first due was 31/05/2023" in told
    row = the_task(demo)
    assert (row["due"], row["due_text"], row["extensions"]) == ("2023-07-31", "tháng 7/2023", 2)
    shown = run("task", "show", TASK, db=demo, today=TODAY).out
    assert "allowed by Thường trực Huyện ủy" in shown


def test_extended_or_not_is_a_question_of_the_day_that_is_looked_at(demo: Path) -> None:
    done(
        *("task", "extend", TASK, "--due", "30/6/2023", "--reason", "x", "--on", "10/6/2023"),
        db=demo,
    )
    days = ("31/5/2023", "1/6/2023", "9/6/2023", "10/6/2023", "30/6/2023", "1/7/2023")
    assert [TASK in late(demo, day) for day in days] == [False, True, True, False, False, True]
    before = the_task(demo, as_of="9/6/2023")
    assert (before["due"], before["extensions"]) == ("2023-05-31", 0)
    done("task", "done", TASK, "--on", "15/6/2023", db=demo)
    row = the_task(demo)
    assert (row["outcome"], row["original_outcome"]) == ("done_on_time", "done_late")


def test_a_due_is_never_extended_backwards_or_to_no_day(demo: Path) -> None:
    for due in ("31/5/2023", "30/4/2023", "thường xuyên", "hằng tháng"):
        argv = ("--due", due, "--reason", "x")
        refused(run("task", "extend", TASK, *argv, db=demo, today=TODAY), 3)
    assert the_task(demo)["extensions"] == 0


def test_a_task_without_a_due_gets_its_first_by_an_extension(demo: Path) -> None:
    row = done("task", "extend", "NV2023-001", "--due", "2024", "--reason", "x", db=demo)
    assert (row["due"], row["original_due"], row["extensions"]) == ("2024-12-31", "2024-12-31", 0)


# Paused


def test_a_pause_stops_the_clock_only_where_a_document_says_so(demo: Path) -> None:
    argv = ("--reason", "chờ vốn", "--on", "21/5/2023")
    said = refused(run("task", "pause", TASK, *argv, "--stop-clock", db=demo, today=TODAY), 3)
    assert "document" in said
    done("task", "pause", TASK, *argv, db=demo)
    assert TASK in late(demo, "1/6/2023")
    done("task", "resume", TASK, "--on", "31/5/2023", db=demo)
    stop = ("--stop-clock", "--document", "9/CV-UBND", "--until", "10/6/2023")
    done("task", "pause", "NV2023-006", *argv, *stop, db=demo)
    row = the_task(demo, "NV2023-006", as_of="1/6/2023")
    assert (row["state"], row["outcome"]) == ("paused", "open_in_time")
    assert row["paused_until"] == "2023-06-10"
    done("task", "resume", "NV2023-006", "--on", "31/5/2023", db=demo)
    row = the_task(demo, "NV2023-006")
    assert (row["due"], row["original_due"]) == ("2023-06-10", "2023-05-31")


def test_a_pause_cannot_end_before_it_begins(demo: Path) -> None:
    argv = ("--reason", "x", "--on", "21/5/2023", "--until", "20/5/2023")
    refused(run("task", "pause", TASK, *argv, db=demo, today=TODAY), 3)


def test_what_rests_goes_on_before_anything_else(demo: Path) -> None:
    done("task", "pause", TASK, "--reason", "x", "--on", "1/5/2023", db=demo)
    said = refused(run("task", "pause", TASK, "--reason", "x", db=demo, today=TODAY), 3)
    assert "ntmtrack task resume" in said
    said = refused(run("task", "resume", TASK, "--on", "30/4/2023", db=demo, today=TODAY), 3)
    assert "01/05/2023" in said


# Handed on


def test_a_task_is_handed_on_in_parts_that_know_where_they_come_from(demo: Path) -> None:
    an_agency(demo, "Chi bộ bản Hợp Nhất")
    done(
        *("task", "split", TASK, "--lead", "UBND xã Bản Bo", "--lead", "Chi bộ bản Hợp Nhất"),
        *("--title", "Rà soát từng hộ", "--due", "30/6/2023", "--on", "1/4/2023"),
        db=demo,
    )
    children = [row for row in rows("task", "list", db=demo, today=TODAY) if row["parent"] == TASK]
    assert [row["leads"] for row in children] == [["UBND xã Bản Bo"], ["Chi bộ bản Hợp Nhất"]]
    assert {(row["title"], row["number"], row["due"]) for row in children} == {
        ("Rà soát từng hộ", "10", "2023-06-30")
    }
    shown = run("task", "show", TASK, db=demo, today=TODAY).out
    assert all(row["task"] in shown for row in children)


def test_a_part_that_is_due_after_its_whole_is_warned_about(demo: Path) -> None:
    argv = ("--lead", "UBND xã Bản Bo", "--due", "30/6/2023", "--on", "1/4/2023")
    told = run("task", "split", TASK, *argv, db=demo, today=TODAY).out
    assert "after its parent NV2023-005, 31/05/2023" in " ".join(told.split())


def test_a_part_has_its_parents_due_unless_told_otherwise(demo: Path) -> None:
    row = done("task", "split", TASK, "--lead", "UBND xã Bản Bo", "--on", "1/4/2023", db=demo)
    assert (row["due"], row["due_text"], row["title"]) == (
        "2023-05-31",
        "trong tháng 5/2023",
        "Ban hành kế hoạch nâng cao thu nhập",
    )


# Several


def test_one_task_to_several_units_is_a_task_for_each_bound_together(demo: Path) -> None:
    argv = ("ban bo", "bang coc", "--title", "Rà soát", "--due", "quý IV/2024")
    assert run("task", "add", *argv, db=demo, today=TODAY).code == 0
    made = [row for row in rows("task", "list", db=demo, today=TODAY) if row["title"] == "Rà soát"]
    assert [row["unit_name"] for row in made] == ["Xã Bản Bo", "Xã Bằng Cốc"]
    shown = run("task", "show", made[0]["task"], db=demo, today=TODAY).out
    assert f"given together with {made[1]['task']}" in shown


def test_a_task_goes_to_every_unit_below_one(demo: Path) -> None:
    run("task", "add", "--under", "lam binh", "--title", "Rà soát", db=demo, today=TODAY)
    made = [row for row in rows("task", "list", db=demo, today=TODAY) if row["title"] == "Rà soát"]
    assert {row["unit_name"] for row in made} == {"Xã Hồng Quang", "Xã Bình An"}
    refused(run("task", "add", "--under", "ban bo", "--title", "x", db=demo, today=TODAY), 3)


def test_a_task_may_be_for_no_unit(demo: Path) -> None:
    row = done("task", "add", "--title", "Rà soát", db=demo)
    assert row["unit"] is None
    said = refused(run("task", "add", "--title", "x", "--criterion", "1", db=demo, today=TODAY), 3)
    assert "unit" in said


def test_numbers_and_ranges_are_one_change(demo: Path) -> None:
    done("task", "done", "NV2023-5,NV2023-9-11", "--on", "1/7/2024", db=demo)
    reported = {
        row["task"]
        for row in rows("task", "list", db=demo, today=TODAY)
        if row["state"] == "reported"
    }
    assert reported == {TASK, "NV2023-009", "NV2023-010", "NV2023-011"}
    assert len(rows("log", db=demo)) == 2


def test_one_that_cannot_be_stops_all(demo: Path) -> None:
    done("task", "done", "NV2023-010", db=demo)
    refused(run("task", "done", "NV2023-9-11", db=demo, today=TODAY), 3)
    assert the_task(demo, "NV2023-009")["state"] == "open"


@pytest.mark.parametrize(
    ("argv", "numbers"),
    [
        (
            ("--overdue",),
            (
                "NV2020-001",
                "NV2022-001",
                "NV2022-002",
                TASK,
                "NV2023-006",
                "NV2023-011",
            ),
        ),
        (
            ("--lead", "BCD-BB", "--overdue"),
            (
                TASK,
                "NV2023-006",
                "NV2023-011",
            ),
        ),
        (("--of-lead", "TTYT-TD"), ("NV2023-008",)),
        (
            ("--criterion", "11", "--set", ADVANCED),
            (
                "NV2023-006",
                "NV2023-007",
            ),
        ),
        (
            ("--unit", "bang coc"),
            (
                "NV2024-001",
                "NV2024-002",
                "NV2024-003",
            ),
        ),
        (
            ("--of-document", "chiem hoa"),
            (
                "NV2024-004",
                "NV2024-005",
            ),
        ),
    ],
    ids=str,
)
def test_a_filter_shows_what_it_would_do_and_writes_only_when_told(
    demo: Path, argv: tuple[str, ...], numbers: tuple[str, ...]
) -> None:
    seen = run("task", "note", *argv, "--text", "nhắc", db=demo, today=TODAY)
    assert seen.code == 3
    assert "nothing was written" in seen.err
    assert "Preview: nothing has been written." in seen.out
    assert all(number in seen.out for number in numbers)
    assert len(rows("log", db=demo)) == 1
    row = run("task", "note", *argv, "--text", "nhắc", "--yes", "-f", "json", db=demo, today=TODAY)
    assert sorted(each["task"] for each in row.rows) == sorted(numbers)
    assert len(rows("log", db=demo)) == 2


def test_a_preview_writes_nothing_and_is_no_fault(demo: Path) -> None:
    argv = ("task", "extend", TASK, "--due", "2024", "--reason", "x", "--preview")
    seen = run(*argv, "-f", "json", db=demo, today=TODAY)
    assert seen.code == 0
    assert seen.rows[0]["due"] == "2024-12-31"
    assert the_task(demo)["due"] == "2023-05-31"


@pytest.mark.parametrize("argv", [(), (TASK, "--overdue"), (TASK, "--lead", "BCD-BB")], ids=str)
def test_tasks_are_named_in_one_way(demo_file: Path, argv: tuple[str, ...]) -> None:
    refused(run("task", "start", *argv, db=demo_file, today=TODAY), 2)


def test_a_filter_that_meets_nothing_is_refused(demo_file: Path) -> None:
    argv = ("task", "done", "--lead", "TTYT-TD", "--overdue", "--yes")
    refused(run(*argv, db=demo_file, today=TODAY), 3)


def test_the_lead_of_an_assignment_is_the_new_one(demo: Path) -> None:
    argv = ("task", "assign", "--of-lead", "TTYT-TD", "--lead", "KTHT-TD", "--yes")
    row = done(*argv, db=demo)
    assert row["leads"] == ["Phòng Kinh tế - Hạ tầng huyện Tam Đường"]


# Corrected


def test_a_correction_keeps_before_and_after(demo: Path) -> None:
    argv = ("--title", "Kế hoạch thu nhập", "--due", "trong tháng 6/2023", "--criterion", "11")
    row = done("task", "correct", TASK, *argv, "--reason", "gõ nhầm", db=demo)
    assert (row["title"], row["number"]) == ("Kế hoạch thu nhập", "11")
    assert (row["due"], row["original_due"], row["extensions"]) == ("2023-06-30", "2023-06-30", 0)
    shown = run("task", "show", TASK, db=demo, today=TODAY).out
    assert "trong tháng 5/2023 → trong tháng 6/2023" in " ".join(shown.split())
    assert "gõ nhầm" in shown


def test_a_correction_lends_the_year_of_the_tasks_document(demo: Path) -> None:
    row = done("task", "correct", TASK, "--due", "trước ngày 20/8", "--reason", "x", db=demo)
    assert row["due"] == "2023-08-20"


@pytest.mark.parametrize(
    "argv",
    [
        (),
        ("--title", "Ban hành kế hoạch nâng cao thu nhập"),
        ("--due", "9/3/2023"),
        ("--assigned", "1/6/2023"),
        ("--criterion", "99"),
        ("--unit", "khong co"),
        ("--due", "bao giờ xong thì xong"),
    ],
    ids=str,
)
def test_a_correction_that_cannot_be_writes_nothing(demo: Path, argv: tuple[str, ...]) -> None:
    refused(run("task", "correct", TASK, *argv, "--reason", "x", db=demo, today=TODAY), 3)
    assert len(rows("log", db=demo)) == 1


def test_a_corrected_due_leaves_an_extension_in_force(demo: Path) -> None:
    done("task", "extend", TASK, "--due", "30/9/2023", "--reason", "x", db=demo)
    row = done("task", "correct", TASK, "--due", "tháng 6/2023", "--reason", "y", db=demo)
    assert (row["due"], row["original_due"]) == ("2023-09-30", "2023-06-30")


# Coming round, and waiting for an event


def test_a_task_that_comes_round_makes_one_task_a_period_and_never_two(demo: Path) -> None:
    rule = a_task(demo, due="trước ngày 25 hằng tháng", assigned="15/4/2024", lead="BCD-BB")
    made = run("task", "occur", "-f", "json", db=demo, today=TODAY).rows
    assert [(row["period"], row["due"]) for row in made] == [
        ("2024-04", "2024-04-25"),
        ("2024-05", "2024-05-25"),
        ("2024-06", "2024-06-25"),
        ("2024-07", "2024-07-25"),
    ]
    assert {(row["parent"], *row["leads"]) for row in made} == {(rule, "Ban Chỉ đạo xã Bản Bo")}
    assert run("task", "occur", "-f", "json", db=demo, today=TODAY).rows == []
    later = run("task", "occur", rule, "-f", "json", db=demo, today="2024-08-02").rows
    assert [row["period"] for row in later] == ["2024-08"]
    assert rows("overdue", "--as-of", "26/4/2024", db=demo, today=TODAY)[-1]["period"] == "2024-04"


def test_a_month_that_comes_round_is_due_with_its_last_day(demo: Path) -> None:
    a_task(demo, due="hằng quý", assigned="1/1/2024")
    made = run("task", "occur", "--until", "1/4/2024", "-f", "json", db=demo, today=TODAY).rows
    assert [(row["period"], row["due"], row["precision"]) for row in made] == [
        ("2024-Q1", "2024-03-31", "quarter"),
        ("2024-Q2", "2024-06-30", "quarter"),
    ]


def test_what_does_not_come_round_is_refused(demo: Path) -> None:
    refused(run("task", "occur", TASK, db=demo, today=TODAY), 3)
    a_task(demo, due="hằng ngày", assigned="1/1/2023")
    said = refused(run("task", "occur", db=demo, today=TODAY), 3)
    assert "--until" in said


def test_a_term_is_reckoned_when_its_event_came(demo: Path) -> None:
    number = a_task(demo, due="05 ngày làm việc kể từ ngày nhận văn bản", assigned="20/4/2024")
    row = the_task(demo, number)
    assert (row["precision"], row["due"], row["outcome"]) == ("trigger", None, "no_due")
    done("task", "trigger", number, "--on", "24/4/2024", db=demo)
    row = the_task(demo, number)
    # 27 April to 1 May 2024 were days off: 29 April was swapped for Saturday 4 May.
    assert (row["due"], row["original_due"], row["extensions"]) == ("2024-05-04", "2024-05-04", 0)
    assert the_task(demo, number, as_of="23/4/2024")["due"] is None
    refused(run("task", "trigger", number, db=demo, today=TODAY), 3)
    refused(run("task", "trigger", TASK, db=demo, today=TODAY), 3)


def test_a_year_that_the_calendar_does_not_know_is_warned_about(demo: Path) -> None:
    number = a_task(demo, due="05 ngày làm việc kể từ ngày nhận văn bản")
    argv = ("task", "trigger", number, "--on", "1/2/2032")
    told = run(*argv, db=demo, today="2032-02-05").out
    assert "no list of days off is known for 2032" in " ".join(told.split())


# Dues that the document completes


def test_a_missing_year_is_the_documents_and_said(demo: Path) -> None:
    done("notice", "add", "12/TB-UBND", "--date", "5/3/2024", db=demo)
    argv = ("ban bo", "--title", "Việc", "--due", "trước ngày 20-8", "--document", "12/TB-UBND")
    told = run("task", "add", *argv, db=demo, today=TODAY).out
    assert 'the year of "trước ngày 20-8" is that of the document: 20/08/2024' in told
    shown = run("task", "show", "NV2024-006", db=demo, today=TODAY).out
    assert "the year is that of the document" in shown
    early = ("ban bo", "--title", "Việc", "--due", "trước ngày 20-1", "--document", "12/TB-UBND")
    refused(run("task", "add", *early, db=demo, today=TODAY), 3)


def test_a_term_from_the_signing_is_counted_on_the_working_calendar(demo: Path) -> None:
    done("notice", "add", "12/TB-UBND", "--date", "24/4/2024", db=demo)
    argv = ("--title", "x", "--document", "12/TB-UBND")
    row = done("task", "add", *argv, "--due", "05 ngày làm việc kể từ ngày ký", db=demo)
    assert row["due"] == "2024-05-04"


# What cannot be


def test_a_turn_cannot_come_before_the_last_one(demo: Path) -> None:
    done("task", "done", TASK, "--on", "1/6/2023", db=demo)
    argv = ("task", "return", TASK, "--reason", "x", "--on", "31/5/2023")
    assert "01/06/2023" in refused(run(*argv, db=demo, today=TODAY), 3)


@pytest.mark.parametrize("verb", ["start", "confirm", "resume", "done", "note", "trigger"])
def test_nothing_happens_on_a_day_to_come(demo_file: Path, verb: str) -> None:
    argv = ("--text", "x") if verb == "note" else ()
    said = refused(run("task", verb, TASK, "--on", "1/1/2030", *argv, db=demo_file, today=TODAY), 3)
    assert "01/01/2030" in said


# What had to be mended once


def test_an_extension_is_the_day_that_was_meant_whatever_stood_still_before(demo: Path) -> None:
    stop = ("--reason", "x", "--stop-clock", "--document", "9/CV-UBND")
    done("task", "pause", TASK, *stop, "--on", "1/5/2023", db=demo)
    done("task", "resume", TASK, "--on", "11/5/2023", db=demo)
    argv = ("--due", "30/6/2023", "--reason", "x", "--on", "20/5/2023")
    assert done("task", "extend", TASK, *argv, db=demo)["due"] == "2023-06-30"
    assert the_task(demo)["due"] == "2023-06-30"


def test_a_pause_without_an_end_puts_the_due_off_day_by_day(demo: Path) -> None:
    stop = ("--reason", "x", "--stop-clock", "--document", "9/CV-UBND", "--on", "31/5/2023")
    row = done("task", "pause", TASK, *stop, db=demo, today="2023-06-09")
    assert row["due"] == "2023-06-10"
    argv = ("--due", "31/7/2023", "--reason", "x", "--on", "9/6/2023")
    assert done("task", "extend", TASK, *argv, db=demo, today="2023-06-09")["due"] == "2023-08-01"


def test_a_part_has_the_due_in_force(demo: Path) -> None:
    argv = ("--due", "30/6/2023", "--reason", "x", "--on", "20/5/2023")
    done("task", "extend", TASK, *argv, db=demo)
    row = done("task", "split", TASK, "--lead", "UBND xã Bản Bo", "--on", "5/6/2023", db=demo)
    assert row["due"] == "2023-06-30"
    shown = run("task", "show", row["task"], db=demo, today=TODAY).out
    assert f"part of {TASK}" in shown
    late_due = ("--lead", "KTHT-TD", "--due", "1/6/2023", "--on", "5/6/2023")
    refused(run("task", "split", TASK, *late_due, db=demo, today=TODAY), 3)


def test_a_mistake_is_taken_back_and_counts_no_more(demo: Path) -> None:
    argv = ("--due", "31/12/2032", "--reason", "gõ nhầm", "--on", "20/5/2023")
    done("task", "extend", TASK, *argv, db=demo)
    right = ("--due", "30/6/2023", "--reason", "x", "--on", "20/5/2023")
    said = refused(run("task", "extend", TASK, *right, db=demo, today=TODAY), 3)
    assert f"ntmtrack task correct {TASK} --take-back extended" in said
    back = ("--take-back", "extended", "--reason", "gõ nhầm năm")
    row = done("task", "correct", TASK, *back, db=demo)
    assert (row["due"], row["extensions"], row["original_due"]) == ("2023-05-31", 0, "2023-05-31")
    assert done("task", "extend", TASK, *right, db=demo)["due"] == "2023-06-30"
    shown = run("task", "show", TASK, db=demo, today=TODAY).out
    assert "taken back: extended" in shown and "gõ nhầm năm" in shown
    assert TASK in late(demo, "1/7/2023")


def test_a_day_of_doing_that_was_wrong_can_be_told_again(demo: Path) -> None:
    done("task", "done", TASK, "--on", "5/7/2023", db=demo)
    done("task", "correct", TASK, "--take-back", "reported", "--reason", "nhầm ngày", db=demo)
    row = done("task", "done", TASK, "--on", "28/5/2023", db=demo)
    assert (row["outcome"], row["closed_on"]) == ("done_on_time", "2023-05-28")


def test_a_term_can_be_reckoned_again_from_the_right_day(demo: Path) -> None:
    number = a_task(demo, due="10 ngày kể từ ngày nhận văn bản", assigned="1/4/2024")
    done("task", "trigger", number, "--on", "15/4/2024", db=demo)
    done("task", "correct", number, "--take-back", "triggered", "--reason", "x", db=demo)
    assert the_task(demo, number)["due"] is None
    assert done("task", "trigger", number, "--on", "5/4/2024", db=demo)["due"] == "2024-04-15"


def test_only_what_happened_can_be_taken_back(demo: Path) -> None:
    back = ("--take-back", "extended", "--reason", "x")
    refused(run("task", "correct", TASK, *back, db=demo, today=TODAY), 3)
    refused(run("task", "correct", TASK, "--take-back", "added", "--reason", "x", db=demo), 2)


def test_what_was_reported_is_confirmed_not_done_again(demo: Path) -> None:
    done("task", "done", TASK, "--on", "1/5/2023", db=demo)
    argv = ("task", "done", TASK, "--confirmed", "--on", "10/6/2023")
    assert "task confirm" in refused(run(*argv, db=demo, today=TODAY), 3)


def test_a_mended_first_due_says_which_is_in_force(demo: Path) -> None:
    done("task", "extend", TASK, "--due", "30/9/2023", "--reason", "x", db=demo)
    argv = ("task", "correct", TASK, "--due", "tháng 6/2023", "--reason", "y")
    told = run(*argv, db=demo, today=TODAY).out
    assert "the due in force stays 30/9/2023 (30/09/2023)" in told


def test_a_rule_is_neither_extended_nor_met_by_what_it_shares_with_its_tasks(demo: Path) -> None:
    rule = a_task(demo, due="hằng tháng", assigned="1/7/2024", lead="TTYT-TD")
    refused(run("task", "extend", rule, "--due", "2030", "--reason", "x", db=demo, today=TODAY), 3)
    refused(run("task", "split", rule, "--lead", "KTHT-TD", db=demo, today=TODAY), 3)
    done("task", "occur", db=demo)
    run("task", "done", "--lead", "TTYT-TD", "--yes", db=demo, today=TODAY)
    assert the_task(demo, rule)["state"] == "open"


def test_a_rule_that_rests_makes_nothing_and_says_so(demo: Path) -> None:
    rule = a_task(demo, due="hằng tháng", assigned="1/6/2024")
    done("task", "pause", rule, "--reason", "x", "--on", "2/6/2024", db=demo)
    told = run("task", "occur", db=demo, today=TODAY).out
    assert f"{rule} is paused" in told and "0 tasks made" in told
    refused(run("task", "occur", rule, db=demo, today=TODAY), 3)


def test_a_unit_of_another_level_cannot_have_the_criterion(demo: Path) -> None:
    done("unit", "add", "Thôn Nà Lồng", "--kind", "village", "--under", "ban bo", db=demo)
    argv = ("task", "correct", TASK, "--unit", "na long", "--reason", "x")
    refused(run(*argv, db=demo, today=TODAY), 3)


def test_a_task_is_not_given_after_what_happened_to_it(demo: Path) -> None:
    done("task", "start", TASK, "--on", "1/4/2023", db=demo)
    argv = ("task", "correct", TASK, "--assigned", "2/4/2023", "--reason", "x")
    assert "01/04/2023" in refused(run(*argv, db=demo, today=TODAY), 3)
    row = done("task", "correct", TASK, "--assigned", "1/4/2023", "--reason", "x", db=demo)
    assert row["assigned_on"] == "2023-04-01"
    assert "10/03/2023 → 01/04/2023" in run("task", "show", TASK, db=demo, today=TODAY).out


def test_an_extension_by_a_term_counts_the_days_off(demo: Path) -> None:
    done("notice", "add", "5/QĐ-UBND", "--date", "5/2/2024", db=demo)
    argv = ("--due", "05 ngày làm việc kể từ ngày ký", "--document", "5/QĐ-UBND", "--reason", "x")
    # Tết fell on 8 to 14 February 2024.
    assert done("task", "extend", TASK, *argv, db=demo)["due"] == "2024-02-19"


def test_who_had_a_task_and_who_has_it_is_told(demo: Path) -> None:
    done("task", "assign", "NV2023-002", "--lead", "TTYT-TD", db=demo)
    shown = " ".join(run("task", "show", "NV2023-002", db=demo, today=TODAY).out.split())
    assert (
        "Phòng Kinh tế - Hạ tầng huyện Tam Đường, UBND xã Bản Bo →"
        " Trung tâm Y tế huyện Tam Đường, UBND xã Bản Bo" in shown
    )


def test_what_is_only_shown_goes_to_no_file(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    argv = ("task", "note", "--overdue", "--text", "x", "-o", file)
    assert run(*argv, db=demo, today=TODAY).code == 3
    assert not file.exists()
    assert run(*argv, "--yes", db=demo, today=TODAY).code == 0
    assert "Preview" not in file.read_text("utf-8")
