"""`task stats`: tasks counted by whom and by what, as of a day or for a period."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories import TODAY, a_task, an_agency, done
from tests.run import refused, rows, run
from tests.store.ledgers import Ledger

FIVE = ("done_on_time", "done_late", "open_in_time", "open_overdue", "no_due")


def _stats(*argv: object, db: Path, today: str = TODAY) -> dict[str, dict[str, Any]]:
    """The rows by what names them: the first key; "none" and "total" for the other two."""
    found = rows("task", "stats", *argv, db=db, today=today)
    keys = [next(iter(row.values())) if row["row"] == "group" else row["row"] for row in found]
    assert len(set(keys)) == len(keys)
    return dict(zip(keys, found, strict=True))


def _total(*argv: object, db: Path, today: str = TODAY) -> tuple[int, ...]:
    row = _stats(*argv, db=db, today=today)["total"]
    return tuple(row[key] for key in FIVE)


def test_the_keys_are_a_contract(demo_file: Path) -> None:
    (row, *_) = rows("task", "stats", db=demo_file, today=TODAY)
    assert list(row) == [
        *("lead", "lead_unit", "lead_code", "total", *FIVE),
        *("on_time_share", "on_time_n", "on_time_of"),
        *("late_over_120", "late_61_120", "late_31_60", "late_1_30"),
        *("done", "reported", "extended"),
        *(f"original_{key}" for key in FIVE),
        *("original_on_time_share", "original_on_time_n", "original_on_time_of", "row"),
    ]


def test_every_lead_has_a_row_and_those_without_one_too(demo_file: Path) -> None:
    found = _stats(db=demo_file)
    assert [found["Ban Chỉ đạo xã Bản Bo"][key] for key in FIVE] == [0, 0, 1, 3, 0]
    assert (found["none"]["lead"], found["none"]["total"]) == ("no lead", 4)
    assert [found["total"][key] for key in FIVE] == [0, 0, 3, 6, 11]
    said = run("task", "stats", db=demo_file, today=TODAY).out
    assert "3 tasks count in several rows, and once in the total." in said


def test_the_total_is_the_split_that_the_other_looks_tell(demo_file: Path) -> None:
    assert (
        "open in time 3 · open overdue 6; no due 11"
        in run("overdue", db=demo_file, today=TODAY).out
    )
    for by in ("lead", "unit", "criterion", "document", "person"):
        assert _total("--by", by, db=demo_file) == (0, 0, 3, 6, 11)


@pytest.mark.parametrize("by", ["unit", "criterion", "document"])
def test_what_belongs_to_one_group_adds_up(demo_file: Path, by: str) -> None:
    found = rows("task", "stats", "--by", by, db=demo_file, today=TODAY)
    for key in ("total", *FIVE):
        assert sum(row[key] for row in found[:-1]) == found[-1][key]


def test_criteria_are_named_and_indicators_count_under_them(demo: Path) -> None:
    a_task(demo, set_="xa-ntm-nang-cao-2021-2025", criterion="10")
    found = rows("task", "stats", "--by", "criterion", db=demo, today=TODAY)
    (ten,) = (row for row in found if row["number"] == "10")
    assert (ten["name"], ten["set"], ten["total"]) == ("Thu nhập", "xa-ntm-nang-cao-2021-2025", 2)


@pytest.mark.parametrize(
    ("argv", "total"),
    [
        (("ban bo",), 12),
        (("--under", "tuyen quang"), 7),
        (("--document", "ban bo"), 12),
        (("--criterion", "10,19"), 2),
        (("--set", "xa-ntm-nang-cao-2021-2025"), 11),
        (("--coordinator", "BCD-BB"), 3),
    ],
    ids=str,
)
def test_it_narrows(demo_file: Path, argv: tuple[str, ...], total: int) -> None:
    found = _stats(*argv, db=demo_file)
    assert found["total"]["total"] == total


def test_asked_for_one_lead_whoever_leads_beside_it_has_no_row(demo_file: Path) -> None:
    found = _stats("--lead", "dang uy xa ban bo", db=demo_file)
    assert list(found) == ["Đảng ủy xã Bản Bo", "total"]
    assert (found["total"]["total"], found["Đảng ủy xã Bản Bo"]["total"]) == (1, 1)


def test_two_agencies_of_one_name_are_two_rows(demo: Path) -> None:
    ledger = Ledger(demo)
    first = a_task(demo, lead=an_agency(demo, "Hội Nông dân", code="HND1")["code"])
    with ledger.writing() as change:
        other = change.insert("agency", {"name": "Hội Nông dân", "folded": "hoi nong dan"})
        (key,) = change.conn.execute(
            "select max(id) from task where number <> ?", (first,)
        ).fetchone()
        change.insert("task_party", {"task_id": key, "role": "lead", "agency_id": other})
    found = rows("task", "stats", db=demo, today=TODAY)
    assert [row["total"] for row in found if row["lead"] == "Hội Nông dân"] == [1, 1]


def test_done_late_and_the_share_on_time(demo: Path) -> None:
    done("task", "done", "NV2023-005", "--on", "1/7/2024", db=demo)
    number = a_task(demo, due="10/7/2024", assigned="1/6/2024")
    done("task", "done", number, "--on", "2/7/2024", db=demo)
    total = _stats(db=demo)["total"]
    assert (total["done_on_time"], total["done_late"]) == (1, 1)
    assert (total["on_time_share"], total["on_time_n"], total["on_time_of"]) == ("1/2 (50 %)", 1, 2)
    assert _total("--as-of", "30/6/2024", db=demo)[:2] == (0, 0)


def test_a_share_has_a_decimal_comma_in_vietnamese(demo: Path) -> None:
    for number in ("NV2023-005", "NV2023-006"):
        done("task", "done", number, "--on", "1/7/2024", db=demo)
    number = a_task(demo, due="10/7/2024", assigned="1/6/2024")
    done("task", "done", number, "--on", "2/7/2024", db=demo)
    for lang, said in (("vi", "1/3 (33,3 %)"), ("en", "1/3 (33.3 %)")):
        assert said in run("task", "stats", db=demo, today=TODAY, lang=lang).out


def test_the_tasks_of_a_period_as_they_stood_on_its_last_day(demo_file: Path) -> None:
    result = run("task", "stats", "--period", "tháng 5/2023", "-f", "json", db=demo_file)
    assert '"as_of": "2023-05-31"' in result.out
    assert "Period tháng 5/2023, from 2023-05-01 to 2023-05-31" in result.out.replace(
        "01/05/2023", "2023-05-01"
    ).replace("31/05/2023", "2023-05-31")
    assert _total("--period", "tháng 5/2023", db=demo_file) == _total(
        "--as-of", "31/5/2023", db=demo_file
    )


def test_what_was_closed_before_a_period_is_not_of_it(demo: Path) -> None:
    done("task", "done", "NV2023-005", "--on", "20/5/2023", db=demo)
    assert _total("--period", "tháng 5/2023", db=demo)[0] == 1
    assert _total("--period", "quý III/2023", db=demo)[0] == 0
    assert _total("--as-of", "30/9/2023", db=demo)[0] == 1


def test_a_period_that_goes_on_is_looked_at_as_of_the_day(demo_file: Path) -> None:
    result = run("task", "stats", "--period", "2024", "-f", "json", db=demo_file, today=TODAY)
    assert f'"as_of": "{TODAY}"' in result.out
    relative = _total("--period", "tháng này", db=demo_file)
    assert relative == _total("--period", "7/2024", db=demo_file)


@pytest.mark.parametrize(
    ("words", "said"),
    [("8/2024", "8/2024 begins only on 01/08/2024"), ("thường xuyên", "thường xuyên")],
)
def test_a_period_that_has_not_begun_or_names_no_days_is_refused(
    demo_file: Path, words: str, said: str
) -> None:
    assert said in refused(run("task", "stats", "--period", words, db=demo_file, today=TODAY), 3)


def test_an_empty_ledger_has_nothing_to_count(new_file: Path) -> None:
    result = run("task", "stats", db=new_file)
    assert (result.code, result.err) == (0, "")
    assert "There is no task." in result.out
    refused(run("task", "stats", "--by", "khong", db=new_file), 2)
