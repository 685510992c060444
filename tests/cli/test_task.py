"""`task`: give tasks, look at them, and record what becomes of them."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories import ADVANCED, TODAY, a_task, done
from tests.run import refused, rows, run


def _task(db: Path, number: str) -> dict[str, Any]:
    listed = rows("task", "list", db=db, today=TODAY)
    return next(row for row in listed if row["task"] == number)


def test_add_keeps_all_that_it_is_given(demo: Path) -> None:
    done("agency", "set", "KTHT-TD", "--person", "Lò Văn A, Trưởng phòng", db=demo)
    row = done(
        *("task", "add", "ban bo", "--title", "Cứng hóa đường", "--criterion", "2"),
        *("--set", ADVANCED, "--lead", "KTHT-TD", "--lead", "ubnd xa ban bo"),
        *("--coordinator", "BCD-BB", "--person", "lo van a", "--due", "quý III/2024"),
        *("--document", "Kết luận Bản Bo 10/3/2023", "--note", "gấp"),
        db=demo,
    )
    assert row["task"] == "NV2023-013"
    assert row["leads"] == ["Phòng Kinh tế - Hạ tầng huyện Tam Đường", "UBND xã Bản Bo"]
    assert row["coordinators"] == ["Ban Chỉ đạo xã Bản Bo"]
    assert row["persons"] == ["Lò Văn A"]
    assert (row["number"], row["set"]) == ("2", ADVANCED)
    assert (row["due_text"], row["due"], row["precision"]) == (
        "quý III/2024",
        "2024-09-30",
        "quarter",
    )
    assert row["assigned_on"] == "2023-03-10"


def test_numbers_follow_one_another_within_a_year_and_never_come_again(demo: Path) -> None:
    assert [a_task(demo), a_task(demo)] == ["NV2024-006", "NV2024-007"]
    assert a_task(demo, assigned="1/2/2022") == "NV2022-003"


def test_without_a_lead_or_a_due_it_says_so(demo: Path) -> None:
    shown = run("task", "add", "ban bo", "--title", "x", db=demo, today=TODAY).out
    assert "has no lead yet" in shown
    assert "has no due" in shown


@pytest.mark.parametrize("words", ["thường xuyên", "khẩn trương", "sớm", "trong thời gian tới"])
def test_words_that_are_no_day_are_kept_and_never_late(demo: Path, words: str) -> None:
    row = _task(demo, a_task(demo, due=words))
    assert (row["due_text"], row["due"], row["precision"]) == (words, None, "none")
    assert row["outcome"] == "no_due"


@pytest.mark.parametrize(
    "argv",
    [
        ("ban bo", "--title", "x", "--lead", "khong co"),
        ("ban bo", "--title", "x", "--lead", "ubnd"),
        ("ban bo", "--title", "x", "--person", "khong co"),
        ("ban bo", "--title", "x", "--criterion", "99"),
        ("ban bo", "--title", "x", "--criterion", "1-2"),
        ("ban bo", "--title", "x", "--due", "30/6"),
        ("ban bo", "--title", "x", "--due", "31/2/2024"),
        ("ban bo", "--title", "x", "--due", "ngày mai"),
        ("ban bo", "--title", "x", "--due", "1/1/2023", "--assigned", "1/2/2023"),
        ("bang coc", "--title", "x", "--criterion", "1", "--set", "khong-co"),
        ("khong co", "--title", "x"),
    ],
    ids=" ".join,
)
def test_add_refuses_what_cannot_be(demo: Path, argv: tuple[str, ...]) -> None:
    refused(run("task", "add", *argv, db=demo, today=TODAY), 3)
    assert len(rows("task", "list", db=demo, today=TODAY)) == 20


def test_list_has_blocks_by_outcome_and_the_undated_apart(demo: Path) -> None:
    done("task", "done", "NV2023-005", "--on", "1/6/2023", db=demo)
    done("task", "done", "NV2023-006", "--on", "31/5/2023", db=demo)
    done("task", "cancel", "NV2023-001", "--reason", "thay bằng việc khác", db=demo)
    shown = run("task", "list", "ban bo", db=demo, today=TODAY).out
    for heading in (
        "Overdue (1)",
        "Open, in time (2)",
        "No due (6)",
        "Done on time (1)",
        "Done late (1)",
        "Cancelled (1)",
    ):
        assert heading in shown


@pytest.mark.parametrize(
    ("argv", "count"),
    [
        ((), 20),
        (("ban bo",), 12),
        (("--under", "tuyen quang"), 7),
        (("--lead", "UBND huyện Tam Đường"), 5),
        (("--coordinator", "BCD-BB"), 3),
        (("--document", "ban bo"), 12),
        (("--set", ADVANCED), 11),
        (("--criterion", "11"), 2),
        (("--lead", "BCD-BB", "--criterion", "10-12"), 2),
        (("--as-of", "1/1/2023"), 3),
    ],
    ids=str,
)
def test_list_narrows(demo_file: Path, argv: tuple[str, ...], count: int) -> None:
    assert len(rows("task", "list", *argv, db=demo_file, today=TODAY)) == count


@pytest.mark.parametrize("number", ["NV2023-005", "nv2023-005", "NV2023-5", "nv2023005"])
def test_a_task_may_be_named_loosely(demo_file: Path, number: str) -> None:
    shown = run("task", "show", number, db=demo_file, today=TODAY).out
    assert shown.startswith("NV2023-005: Ban hành kế hoạch nâng cao thu nhập")


def test_a_bare_number_must_name_one(demo_file: Path) -> None:
    assert run("task", "show", "12", db=demo_file, today=TODAY).code == 0
    said = refused(run("task", "show", "5", db=demo_file, today=TODAY), 3)
    assert "NV2023-005" in said
    assert "NV2024-005" in said


def test_show_tells_the_whole_life(demo: Path) -> None:
    done("task", "note", "NV2023-005", "--text", "đã nhắc", "--on", "1/5/2023", db=demo)
    done("task", "assign", "NV2023-005", "--lead", "KTHT-TD", "--reason", "chuyển", db=demo)
    done("task", "done", "NV2023-005", "--document", "7/KH-UBND", db=demo)
    life = rows("task", "show", "NV2023-005", db=demo, today=TODAY)
    assert sorted(row["kind"] for row in life) == ["added", "noted", "reassigned", "reported"]
    shown = run("task", "show", "NV2023-005", db=demo, today=TODAY).out
    for words in ("đã nhắc", "chuyển", "7/KH-UBND", "done late", "trong tháng 5/2023"):
        assert words in shown


def test_the_life_begins_on_the_day_the_task_was_given(demo_file: Path) -> None:
    life = rows("task", "show", "NV2023-005", db=demo_file, today=TODAY)
    assert life[0]["happened_on"] == "2023-03-10"


def test_done_late_stays_done_late(demo: Path) -> None:
    row = done("task", "done", "NV2023-005", "--on", "1/6/2023", "--note", "muộn", db=demo)
    assert (row["state"], row["outcome"], row["closed_on"]) == (
        "reported",
        "done_late",
        "2023-06-01",
    )
    row = done("task", "done", "NV2023-006", "--on", "31/5/2023", db=demo)
    assert row["outcome"] == "done_on_time"


def test_several_tasks_are_done_in_one_change(demo: Path) -> None:
    result = run(
        *("task", "done", "NV2023-005", "NV2023-006", "NV2023-005", "-f", "json"),
        db=demo,
        today=TODAY,
    )
    assert [row["task"] for row in result.rows] == ["NV2023-005", "NV2023-006"]
    assert len(rows("log", db=demo)) == 2


def test_what_is_closed_cannot_be_closed_again(demo: Path) -> None:
    done("task", "done", "NV2023-005", db=demo)
    done("task", "cancel", "NV2023-006", "--reason", "x", db=demo)
    for argv in (
        ("done", "NV2023-005"),
        ("cancel", "NV2023-005", "--reason", "x"),
        ("done", "NV2023-006"),
    ):
        said = refused(run("task", *argv, db=demo, today=TODAY), 3)
        assert "already" in said


def test_done_refuses_a_day_before_the_task_or_to_come(demo: Path) -> None:
    for day in ("9/3/2023", "10/7/2024"):
        refused(run("task", "done", "NV2023-005", "--on", day, db=demo, today=TODAY), 3)


def test_assign_changes_one_role_and_keeps_the_others(demo: Path) -> None:
    row = done("task", "assign", "NV2023-001", "--lead", "KTHT-TD", db=demo)
    assert row["leads"] == ["Phòng Kinh tế - Hạ tầng huyện Tam Đường"]
    assert row["coordinators"] == ["Ban Chỉ đạo xã Bản Bo"]
    row = done("task", "assign", "NV2023-001", "--coordinator", "TTYT-TD", db=demo)
    assert row["leads"] == ["Phòng Kinh tế - Hạ tầng huyện Tam Đường"]
    assert row["coordinators"] == ["Trung tâm Y tế huyện Tam Đường"]


def test_who_was_asked_before_stays_on_record(demo: Path) -> None:
    done("task", "assign", "NV2023-001", "--lead", "KTHT-TD", "--on", "1/7/2024", db=demo)
    before = rows("task", "list", "--as-of", "30/6/2024", db=demo)
    row = next(row for row in before if row["task"] == "NV2023-001")
    assert row["leads"] == ["UBND huyện Tam Đường"]


def test_cancel_and_note_want_their_words(demo_file: Path) -> None:
    refused(run("task", "cancel", "NV2023-005", db=demo_file), 2)
    refused(run("task", "note", "NV2023-005", db=demo_file), 2)
    refused(run("task", "done", db=demo_file), 2)
    refused(run("task", "assign", "NV2023-005", db=demo_file), 3)
    refused(run("task", "add", "ban bo", db=demo_file), 2)


def test_a_note_keeps_its_lines(demo: Path) -> None:
    done("task", "note", "NV2023-005", "--text", "một\nhai\n\n\n\nba", db=demo)
    notes = [row["note"] for row in rows("task", "show", "NV2023-005", db=demo, today=TODAY)]
    assert "một\nhai\n\nba" in notes


def test_no_task_is_given_on_a_day_to_come(demo: Path) -> None:
    """By a document dated wrongly neither: the task could not be seen before that day."""
    done("notice", "add", "99/KH-UBND", "--date", "1/1/2030", db=demo)
    argv = ("task", "add", "ban bo", "--title", "Việc", "--document", "99/KH-UBND")
    assert "01/01/2030" in refused(run(*argv, db=demo, today=TODAY), 3)


def test_a_person_finds_what_is_theirs(demo: Path) -> None:
    done("agency", "set", "KTHT-TD", "--person", "Lò Văn A", db=demo)
    mine = a_task(demo, person="lo van a", due="1/6/2024", assigned="1/5/2024")
    for look in (("task", "list"), ("overdue",), ("task", "stats", "--by", "person")):
        found = rows(*look, "--person", "lo van a", db=demo, today=TODAY)
        assert [row.get("task", row.get("person")) for row in found][:1] == (
            ["Lò Văn A"] if "stats" in look else [mine]
        )
