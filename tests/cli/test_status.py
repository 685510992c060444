"""`status`: units and criteria at a glance."""

from pathlib import Path

from tests.factories import ADVANCED, BASIC, TODAY, done
from tests.run import refused, rows, run


def test_it_has_a_row_for_each_unit_and_set(demo_file: Path) -> None:
    found = rows("status", db=demo_file, today=TODAY)
    assert [(row["unit_name"], row["set"]) for row in found] == [
        ("Xã Bằng Cốc", BASIC),
        ("Xã Ngọc Hội", BASIC),
        ("Xã Bản Bo", ADVANCED),
    ]


def test_each_criterion_has_its_verdict(demo_file: Path) -> None:
    row = rows("status", "ban bo", db=demo_file, today=TODAY)[0]
    unmet = [number for number in range(1, 20) if row[f"c{number}"] == "unmet"]
    assert unmet == [1, 2, 5, 6, 10, 11, 14, 17, 18, 19]
    assert sum(row[f"c{number}"] == "met" for number in range(1, 20)) == row["met"] == 9


def test_every_criterion_is_on_a_terminal_of_160_columns(demo_file: Path) -> None:
    shown = run("status", db=demo_file, today=TODAY, tty=True, width=160).out
    assert "hidden" not in shown
    assert shown.count(" U") >= 10


def test_nearly_met_is_neither_met_nor_unmet(demo: Path) -> None:
    done("assess", "ban bo", "--nearly", "1", "--na", "2", db=demo)
    row = rows("status", "ban bo", db=demo, today=TODAY)[0]
    assert (row["met"], row["nearly_met"], row["unmet"], row["not_applicable"]) == (9, 1, 8, 1)
    assert row["total"] == 19


def test_sets_are_never_compared_silently(demo_file: Path) -> None:
    assert "not comparable" in run("status", db=demo_file, today=TODAY).out
    assert "not comparable" not in run("status", "ban bo", db=demo_file, today=TODAY).out


def test_set_under_and_stage_narrow(demo_file: Path) -> None:
    for argv, count in (
        (("--set", ADVANCED), 1),
        (("--set", BASIC), 2),
        (("--under", "tuyen quang"), 2),
        (("ban bo", "bang coc"), 2),
    ):
        assert len(rows("status", *argv, db=demo_file, today=TODAY)) == count
    row = rows("status", "ban bo", "--stage", "appraisal", db=demo_file, today=TODAY)[0]
    assert row["not_assessed"] == 19


def test_bands_count_every_unit_once(demo_file: Path) -> None:
    bands = rows("status", "--bands", db=demo_file, today=TODAY)
    assert sum(row["units"] for row in bands) == 3
    named = [name for row in bands for name in row["unit_names"]]
    assert sorted(named) == ["Xã Bản Bo", "Xã Bằng Cốc", "Xã Ngọc Hội"]


def test_as_of_goes_back(demo_file: Path) -> None:
    assert rows("status", "--as-of", "1/1/2020", db=demo_file) == []


def test_what_fits_nothing_is_refused(demo_file: Path) -> None:
    refused(run("status", "khong co", db=demo_file), 3)
    refused(run("status", "--stage", "khong-co", db=demo_file), 2)


def test_units_of_one_name_each_keep_their_count(demo: Path) -> None:
    for code, under, figure in (("90001", "Hàm Yên", "44"), ("90002", "Tam Đường", "33")):
        done("unit", "add", "Xã Trung Hà", "--code", code, "--under", under, db=demo)
        done("tally", code, figure, "--what", "registered", "--on", "1/7/2024", db=demo)
    said = run("status", db=demo, today=TODAY).out
    assert "registered 44" in said
    assert "registered 33" in said


def test_ended_units_are_said_to_have_ended_in_bands_too(demo: Path) -> None:
    done("unit", "add", "Xã Cũ Kỹ", "--code", "90009", "--to", "31/12/2020", db=demo)
    for more in ((), ("--bands",)):
        assert "ended on 31/12/2020" in run("status", "cu ky", *more, db=demo, today=TODAY).out


def test_what_was_only_counted_is_not_called_nothing(demo_file: Path) -> None:
    said = run("status", "đông sơn", db=demo_file, today=TODAY).out
    assert "No list has been judged; what was counted without one stands below." in said
    assert "registered 22" in " ".join(said.split())
    assert "No unit has been judged" not in said
