"""`trend`: counts period by period, as rows and as a picture."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.factories import ADVANCED, BASIC, TODAY, a_task, a_unit, done
from tests.run import refused, rows, run


@pytest.fixture
def told(demo: Path) -> Path:
    """Bản Bo, judged again twice since."""
    done("assess", "ban bo", "--met", "1,2", "--on", "15/2/2024", db=demo)
    done("assess", "ban bo", "--unmet", "3", "--on", "20/5/2024", db=demo)
    return demo


def trend(db: Path, *argv: str) -> list[dict[str, object]]:
    return rows("trend", *argv, db=db, today=TODAY)


def test_the_last_twelve_months_are_looked_at(told: Path) -> None:
    found = trend(told)
    assert [row["period"] for row in found] == [
        *(f"2023-{month:02}" for month in range(8, 13)),
        *(f"2024-{month:02}" for month in range(1, 8)),
    ]
    by_period = {row["period"]: row for row in found}
    assert [by_period[f"2024-{n:02}"]["met"] for n in range(1, 8)] == [9, 11, 11, 11, 10, 10, 10]
    assert [by_period[f"2024-{n:02}"]["change"] for n in range(1, 6)] == [0, 2, 0, 0, -1]
    assert by_period["2024-02"]["newly_met"] == 2
    assert by_period["2024-05"]["fell"] == 1


def test_each_figure_is_what_status_said_on_the_last_day(told: Path) -> None:
    for row in trend(told, "ban bo", "--by", "quarter", "--from", "1/2023"):
        said = rows("status", "ban bo", "--as-of", str(row["last_day"]), db=told, today=TODAY)
        keys = ("met", "nearly_met", "unmet", "not_applicable", "not_assessed")
        assert [row[key] for key in keys] == [said[0][key] for key in keys]


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("quarter", ["2023-Q4", "2024-Q1", "2024-Q2"]),
        ("half", ["2023-H2", "2024-H1"]),
        ("year", ["2023", "2024"]),
    ],
)
def test_periods_are_named_as_the_ledger_names_them(told: Path, by: str, keys: list[str]) -> None:
    found = trend(told, "--by", by, "--from", "10/2023", "--to", "6/2024")
    assert [row["period"] for row in found] == keys


def test_the_running_period_is_said_to_run(told: Path) -> None:
    last = trend(told)[-1]
    assert (last["last_day"], last["running"]) == (TODAY, True)
    said = run("trend", db=told, today=TODAY).out
    assert "2024-07 is still running: its figures are those of 09/07/2024" in said


def test_the_first_judgement_has_nothing_before_it(told: Path) -> None:
    found = {row["period"]: row for row in trend(told, "--from", "2/2023", "--to", "4/2023")}
    assert (found["2023-02"]["units"], found["2023-02"]["met"]) == (0, None)
    assert (found["2023-03"]["met"], found["2023-03"]["change"]) == (9, None)
    assert found["2023-03"]["remark"] == "nothing_earlier"
    assert found["2023-04"]["change"] == 0


def test_sets_are_blocks_of_their_own_with_a_warning(told: Path) -> None:
    done("assess", "ban bo", "--set", BASIC, "--met", "1-5", "--on", "1/6/2024", db=told)
    found = trend(told, "--from", "5/2024")
    assert [row["set"] for row in found] == [BASIC] * 3 + [ADVANCED] * 3
    assert [row["met"] for row in found] == [None, 5, 5, 10, 10, 10]
    said = run("trend", "--from", "5/2024", db=told, today=TODAY).out
    assert "WARNING several criteria sets" in said
    assert len(trend(told, "--from", "5/2024", "--set", BASIC)) == 3


def test_a_unit_is_counted_while_it_exists(told: Path) -> None:
    a_unit(told, "Xã Cũ", to="29/4/2024", under="Tam Đường")
    done("assess", "xa cu", "--set", ADVANCED, "--met", "1-3", "--on", "1/2/2024", db=told)
    for more in ((), ("--under", "tam duong")):
        found = trend(told, *more, "--from", "1/2024")
        assert [row["units"] for row in found] == [1, 2, 2, 1, 1, 1, 1]
        assert [row["met"] for row in found] == [9, 14, 14, 11, 10, 10, 10]
    alone = trend(told, "xa cu", "--from", "1/2024")
    assert [row["units"] for row in alone] == [0, 1, 1, 0, 0, 0, 0]


def test_tasks_are_counted_in_their_period(told: Path) -> None:
    late = a_task(told, due="1/3/2024", assigned="1/2/2024", criterion="1")
    done("task", "done", late, "--on", "10/4/2024", db=told)
    done("task", "confirm", late, "--on", "20/4/2024", db=told)
    found = {row["period"]: row for row in trend(told)}
    assert [found[f"2024-{n:02}"]["newly_late"] for n in (2, 3, 4)] == [0, 1, 0]
    assert [found[f"2024-{n:02}"]["done"] for n in (3, 4, 5)] == [0, 1, 0]


def test_tasks_of_a_unit_that_moved_are_counted_where_it_is(told: Path) -> None:
    a_unit(told, "Huyện Khác", kind="district")
    done("unit", "set", "ban bo", "--under", "huyen khac", "--from", "1/3/2024", db=told)
    a_task(told, due="1/6/2024", assigned="1/2/2024", criterion="1")
    for under, late in (("tam duong", [0, 0, 0]), ("huyen khac", [0, 1, 0])):
        found = trend(told, "--under", under, "--by", "quarter", "--from", "1/2024")
        assert [row["newly_late"] for row in found] == late
    alone = trend(told, "ban bo", "--by", "quarter", "--from", "1/2024")
    assert [row["newly_late"] for row in alone] == [0, 1, 0]


def test_the_line_is_told_in_bars_and_in_words(told: Path) -> None:
    said = " ".join(run("trend", db=told, today=TODAY).out.split())
    assert f"{ADVANCED}: met ▁▁▁▁▁▁███▄▄▄, from 9 in 2023-08 to 10 in 2024-07" in said


def test_faults(told: Path, tmp_path: Path) -> None:
    for argv in (
        ("--from", "1/2025"),
        ("--from", "1/2024", "--to", "1/2023"),
        ("--from", "1990"),
        ("--from", "sớm"),
        ("khong co",),
    ):
        refused(run("trend", *argv, db=told, today=TODAY), 3)
    refused(run("trend", "--by", "week", db=told), 2)
    said = refused(run("status", "-f", "svg", db=told, today=TODAY), 3)
    assert "there is no picture of this report" in said
    refused(run("status", "-o", str(tmp_path / "x.png"), db=told, today=TODAY), 3)
    assert not (tmp_path / "x.png").exists()
    refused(run("trend", "-f", "png", db=told, today=TODAY, tty=True), 3)


def test_an_empty_ledger_has_no_periods_to_tell_of(new_file: Path, tmp_path: Path) -> None:
    assert "Nothing had been judged in these periods." in run("trend", db=new_file).out
    assert run("trend", "-o", str(tmp_path / "x.svg"), db=new_file).code == 0


def test_a_picture_is_the_same_bytes_each_time_and_speaks_its_language(
    told: Path, tmp_path: Path
) -> None:
    made = {}
    for name, lang in (("a.svg", "en"), ("b.svg", "en"), ("c.svg", "vi"), ("d.png", "en")):
        file = tmp_path / name
        assert run("trend", "-o", str(file), db=told, today=TODAY, lang=lang).code == 0
        made[name] = file.read_bytes()
    assert made["a.svg"] == made["b.svg"] != made["c.svg"]
    assert made["d.png"].startswith(b"\x89PNG")
    picture = ElementTree.fromstring(made["a.svg"])
    title = picture.find(".//{http://purl.org/dc/elements/1.1/}title")
    assert title is not None
    assert title.text == "Criteria met, period by period: 2023-08 to 2024-07"


def test_json_of_the_same_look_is_not_changed_by_a_picture(told: Path) -> None:
    whole = json.loads(run("trend", "-f", "json", db=told, today=TODAY).out)
    assert whole["name"] == "trend"
    assert "drawing" not in whole
