"""`--where`: one filter for tasks and findings, in the words of either language."""

from pathlib import Path

import pytest

from tests.factories import TODAY, a_task, an_agency, done
from tests.run import refused, rows, run

LEAD = "Ban Chỉ đạo xã Bản Bo"


def numbers(*argv: str, db: Path) -> set[str]:
    return {str(row["task"]) for row in rows(*argv, db=db, today=TODAY)}


@pytest.mark.parametrize(
    ("where", "options"),
    [
        ("lead:BCD-BB", ("--lead", "BCD-BB")),
        (f'chutri:"{LEAD}"', ("--lead", "BCD-BB")),
        ('xa:"Bản Bo"', ("ban bo",)),
        ("xa:Bản Bo,Bằng Cốc", ("ban bo", "bang coc")),
        ("tieuchi:10,19", ("--criterion", "10,19")),
        ('vanban:"ban bo"', ("--document", "ban bo")),
        ("bo:xa-ntm-nang-cao-2021-2025", ("--set", "xa-ntm-nang-cao-2021-2025")),
        ('thuoc:"Tam Đường" criterion:11', ("--under", "Tam Đường", "--criterion", "11")),
        ("phoihop:BCD-BB", ("--coordinator", "BCD-BB")),
    ],
)
def test_a_term_that_an_option_can_say_means_that_option(
    demo_file: Path, where: str, options: tuple[str, ...]
) -> None:
    asked = run("task", "list", "--where", where, "-f", "json", db=demo_file, today=TODAY)
    assert asked.code == 0
    assert asked.out == run("task", "list", *options, "-f", "json", db=demo_file, today=TODAY).out


def test_every_look_at_tasks_takes_it(demo_file: Path) -> None:
    for look in (("overdue",), ("due", "--within", "52w"), ("task", "stats")):
        asked = run(*look, "--where", "lead:BCD-BB", db=demo_file, today=TODAY)
        assert asked.code == 0
        assert asked.out == run(*look, "--lead", "BCD-BB", db=demo_file, today=TODAY).out


@pytest.mark.parametrize(
    ("where", "column", "wanted"),
    [
        ("state:late", "outcome", lambda cell: cell == "open_overdue"),
        ("trangthai:quahan,khongcohan", "outcome", lambda cell: cell in ("open_overdue", "no_due")),
        ("-state:late", "outcome", lambda cell: cell != "open_overdue"),
        ("due<2023-Q4", "due", lambda cell: cell is not None and cell < "2023-10-01"),
        ("due>=2023-Q4", "due", lambda cell: cell is not None and cell >= "2023-10-01"),
        ("due<=2023-Q4", "due", lambda cell: cell is not None and cell <= "2023-12-31"),
        ("due<trước ngày 15/11/2023", "due", lambda cell: cell is not None and cell < "2023-11-15"),
        ("han:2023", "due", lambda cell: cell is not None and cell.startswith("2023")),
        ("due>=31/12/2024", "due", lambda cell: cell is not None and cell >= "2024-12-31"),
        ("due>2023", "due", lambda cell: cell is not None and cell > "2023-12-31"),
        ("due<=5/2023", "due", lambda cell: cell is not None and cell <= "2023-05-31"),
        ("han:khong", "due", lambda cell: cell is None),
        ("-han:2023", "due", lambda cell: cell is None or not cell.startswith("2023")),
        ("text:kế hoạch", "title", lambda cell: "kế hoạch" in cell),
        ("-lead:BCD-BB", "leads", lambda cell: LEAD not in cell),
        ("lead:none", "leads", lambda cell: not cell),
        ("lead:BCD-BB,none", "leads", lambda cell: not cell or LEAD in cell),
        ('-unit:"Bản Bo"', "unit_name", lambda cell: cell != "Xã Bản Bo"),
        ('-under:"Tam Đường"', "unit_name", lambda cell: cell != "Xã Bản Bo"),
        ("criterion:none", "number", lambda cell: cell is None),
        ("-criterion:10", "number", lambda cell: cell != "10"),
        ("-set:xa-ntm-nang-cao-2021-2025", "set", lambda cell: cell is None),
        ("document:none", "document", lambda cell: cell is None),
        ("person:none lead:BCD-BB", "leads", lambda cell: LEAD in cell),
    ],
)
def test_a_filter_leaves_the_tasks_of_which_its_terms_are_true(
    demo: Path, where: str, column: str, wanted: object
) -> None:
    assert callable(wanted)
    a_task(demo, title="Không ai làm")
    a_task(demo, due="15/11/2023")
    every = rows("task", "list", db=demo, today=TODAY)
    left = {row["task"] for row in every if wanted(row[column])}
    assert left and len(left) < len(every)
    if "person" in where:
        left = {row["task"] for row in every if wanted(row[column]) and not row["persons"]}
    assert numbers("task", "list", "--where", where, db=demo) == left


def test_what_stands_in_a_look_is_what_was_so_on_its_day(demo: Path) -> None:
    done("task", "done", "NV2023-005", "--on", "1/6/2024", db=demo, today="2024-06-01")
    done("task", "confirm", "NV2023-005", "--on", "8/7/2024", db=demo)
    reported = ("task", "list", "--where", "state:reported")
    assert numbers(*reported, db=demo) == set()
    assert numbers(*reported, "--as-of", "7/7/2024", db=demo) == {"NV2023-005"}
    assert numbers(*reported, "--as-of", "31/5/2024", db=demo) == set()
    still_open = numbers("task", "list", "--where", "state:open", db=demo)
    assert still_open == numbers("task", "list", db=demo) - {"NV2023-005"}


def test_several_of_what_an_option_takes_one_of_are_any_of_them(demo: Path) -> None:
    an_agency(demo, "Phòng Kinh tế")
    first, second = a_task(demo, lead="Phòng Kinh tế"), a_task(demo, lead="BCD-BB")
    both = numbers("task", "list", "--where", "lead:Phòng Kinh tế,BCD-BB", db=demo)
    assert {first, second} <= both
    beside = numbers("task", "list", "--lead", "BCD-BB", "--where", "lead:Phòng Kinh tế", db=demo)
    assert beside == set()


def test_the_split_beside_the_late_ones_is_of_the_same_tasks(demo_file: Path) -> None:
    for where in ("due<2024", "lead:BCD-BB due:2023", "-unit:ban bo"):
        late = run("overdue", "--where", where, db=demo_file, today=TODAY).out
        whole = run("task", "list", "--where", where, db=demo_file, today=TODAY).out
        (split,) = [line for line in whole.splitlines() if line.startswith("Done on time")]
        assert split in late


def test_a_filter_may_be_typed_as_plain_words(demo_file: Path) -> None:
    plain = numbers("overdue", "chutri:Ban Chỉ đạo xã Bản Bo", "han:5/2023", db=demo_file)
    assert plain == numbers("overdue", "--lead", "BCD-BB", db=demo_file)
    beside = numbers("task", "list", "ban bo", "tieuchi:10", db=demo_file)
    assert beside == numbers("task", "list", "ban bo", "--criterion", "10", db=demo_file)


def test_unmet_keeps_the_criteria_that_a_filter_means(demo_file: Path) -> None:
    def found(*argv: str) -> set[str]:
        return {str(row["number"]) for row in rows("unmet", *argv, db=demo_file, today=TODAY)}

    every = found()
    assert found("--where", "criterion:10,11 verdict:unmet") == {"10", "11"}
    assert found("--where", "-tieuchi:10") == every - {"10"}
    assert found("xa:Bản Bo", "noidung:thu nhập") == {"10"}
    assert found("--where", "verdict:nearly_met") == set()
    assert found("--where", "since<1/3/2023") == set()
    assert found("--where", "since:3/2023") == every
    assert found("--where", "-set:xa-ntm-nang-cao-2021-2025") == set()
    assert found("--where", "-unit:ban bo") == set()
    assert found("--where", "stage:self") == every
    at_work = {
        str(row["number"]) for row in rows("unmet", db=demo_file, today=TODAY) if row["leads"]
    }
    assert found("--where", "lead:BCD-BB due:2023") == {"10", "11", "19"} <= at_work


def test_status_keeps_the_units_that_a_filter_means(demo_file: Path) -> None:
    for form in ((), ("--bands",), ("--matrix", "--set", "xa-ntm-2021-2025")):
        asked = run("status", *form, "--where", "xa:Bằng Cốc", "-f", "json", db=demo_file)
        assert asked.code == 0
        named = run("status", "bang coc", *form, "-f", "json", db=demo_file)
        assert asked.out == named.out
    names = {row["unit_name"] for row in rows("status", "--where", "-xa:ban bo", db=demo_file)}
    assert names and "Xã Bản Bo" not in names


def test_a_review_of_some_tasks_says_nothing_of_what_belongs_to_none(demo_file: Path) -> None:
    asked = run("review", "--where", "lead:BCD-BB", "-f", "json", db=demo_file, today=TODAY)
    assert (
        asked.out == run("review", "--lead", "BCD-BB", "-f", "json", db=demo_file, today=TODAY).out
    )
    said = run("review", "--where", "due:2023", db=demo_file, today=TODAY).out
    assert "Of some tasks only" in said
    said = run("review", "--where", "-unit:ban bo", db=demo_file, today=TODAY).out
    assert "Of some units only" in said


def test_what_writes_takes_a_filter_that_is_said_to_be_one(demo: Path) -> None:
    where = ("--where", "chutri:BCD-BB han:5/2023")
    shown = run("task", "done", *where, "--preview", db=demo, today=TODAY)
    assert shown.code == 0 and "Preview" in shown.out
    done("task", "done", *where, "--yes", db=demo)
    assert numbers("task", "list", "--where", "state:reported", db=demo) == {
        *("NV2023-005", "NV2023-006", "NV2023-011")
    }
    refused(run("task", "done", "chutri:BCD-BB", db=demo, today=TODAY), 3)
    refused(run("task", "done", "5", *where, db=demo, today=TODAY), 2)


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (("overdue", "--where", "leed:BCD-BB"), "there is no filter key leed"),
        (("overdue", "leed:BCD-BB"), "there is no filter key leed"),
        (("overdue", "--where", "lead:khong-co-ai"), "there is no agency"),
        (("overdue", "--where", "unit:Bình"), "may mean several"),
        (("overdue", "--where", "-unit:Bình"), "may mean several"),
        (("overdue", "--where", "verdict:unmet"), "says nothing here"),
        (("overdue", "--where", "due<tháng 5"), "names no year"),
        (("overdue", "--where", "due:sớm"), ""),
        (("overdue", "--where", "due:5/2023,6/2023"), "takes one word here"),
        (("task", "list", "--where", "-criterion:77"), "no criteria set has"),
        (("unmet", "--where", "-criterion:77"), "no criteria set has"),
        (("unmet", "--where", "-stage:self"), "takes one word here"),
        (("unmet", "--where", "set:none"), "there is no criteria set"),
        (("status", "--where", "criterion:10"), "says nothing here"),
        (("status", "--where", "-set:xa-ntm-2021-2025"), "takes one word here"),
        (("review", "--where", "stage:self"), "says nothing here"),
    ],
)
def test_what_is_not_clear_is_refused(demo_file: Path, argv: tuple[str, ...], why: str) -> None:
    assert why in refused(run(*argv, db=demo_file, today=TODAY), 3)
