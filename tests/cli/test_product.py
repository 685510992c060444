"""`product`: OCOP products, their stars, and until when these hold."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.app import products
from ntmtrack.store.database import open_reader
from tests.factories import TODAY, done
from tests.run import refused, rows, run

OF_THE_DEMO = ("Thịt trâu BA", "Cốm Hồng Quang")
WORKING = "Làm việc Hồng Quang, Bình An 22/6/2022"
CONFERENCE = "Hội nghị Chiêm Hóa 8/7/2024"


def added(db: Path, name: str, *argv: str, unit: str = "bang coc") -> dict[str, Any]:
    return done("product", "add", unit, name, *argv, db=db)


def listed(db: Path, *argv: str, today: str = TODAY) -> list[str]:
    """The products listed, but for the two of the demo."""
    found = rows("product", "list", *argv, db=db, today=today)
    return [row["product"] for row in found if row["product"] not in OF_THE_DEMO]


def counted(db: Path, unit: str, *argv: str, today: str = TODAY) -> list[dict[str, Any]]:
    return rows("product", "count", unit, *argv, db=db, today=today)


def shown(db: Path, name: str, *argv: str, today: str = TODAY) -> list[dict[str, Any]]:
    return rows("product", "show", name, *argv, db=db, today=today)


def test_a_product_keeps_all_that_it_is_given(demo: Path) -> None:
    argv = ("--maker", "HTX Bằng Cốc", "--stars", "3", "--on", "10/5/2023", "--to", "1/6/2026")
    row = added(demo, "Mật ong", *argv, "--document", "12/QĐ-UBND", "--note", "đặc sản")
    assert row == {
        "unit": "02416",
        "unit_name": "Xã Bằng Cốc",
        "product": "Mật ong",
        "maker": "HTX Bằng Cốc",
        "stars": 3,
        "recognised_on": "2023-05-10",
        "words": None,
        "valid_to": "2026-06-01",
        "validity": "given",
        "expired": False,
        "document": "12/QĐ-UBND",
        "note": "đặc sản",
        "days_left": 692,
        "target": None,
        "target_words": None,
        "target_last_day": None,
        "target_state": None,
    }


def test_without_a_last_day_it_is_thirty_six_months_on(demo: Path) -> None:
    row = added(demo, "Chè", "--stars", "4", "--on", "29/2/2024")
    assert (row["valid_to"], row["validity"]) == ("2027-02-28", "derived")
    for day, expired in (("2027-02-28", False), ("2027-03-01", True)):
        (row,) = rows("product", "list", "bang coc", db=demo, today=day)
        assert row["expired"] is expired
    said = run("product", "list", "bang coc", db=demo, today="2027-03-01").out
    assert "1 recognition has expired" in said
    assert "148/QĐ-TTg" in said


def test_below_three_stars_and_without_a_day_no_end_is_made_up(demo: Path) -> None:
    assert added(demo, "A", "--stars", "2", "--on", "1/1/2020")["valid_to"] is None
    row = added(demo, "B", "--stars", "3", "--on", "năm 2020")
    assert (row["recognised_on"], row["words"], row["valid_to"]) == (None, "năm 2020", None)
    assert row["expired"] is None


def test_a_further_recognition_counts_from_its_day(demo: Path) -> None:
    added(demo, "Chè", "--stars", "3", "--on", "1/2/2021")
    added(demo, "chè", "--stars", "4", "--on", "1/2/2024")
    assert listed(demo) == ["Chè"]
    (now,) = rows("product", "list", "bang coc", db=demo, today=TODAY)
    (then,) = rows("product", "list", "bang coc", "--as-of", "1/1/2022", db=demo, today=TODAY)
    assert (now["stars"], then["stars"]) == (4, 3)


def test_products_are_listed_by_unit_and_stars(demo: Path) -> None:
    added(demo, "B", "--stars", "3")
    added(demo, "A")
    added(demo, "C", "--stars", "4", unit="ban bo")
    assert listed(demo) == ["C", "A", "B"]
    assert listed(demo, "bang coc") == ["A", "B"]
    assert listed(demo, "--under", "tam duong") == ["C"]
    assert listed(demo, "--stars", "3") == ["B"]
    assert listed(demo, "--stars", "3+") == ["C", "B"]
    assert run("product", "list", "bang coc", "--stars", "5", "--check", db=demo).code == 0


def test_a_product_of_a_unit_that_is_no_more_stays_in_the_list(demo: Path) -> None:
    added(demo, "A")
    into = ("--into", "Xã Mới", "--on", "1/7/2025", "--document", "1/NQ", "--under", "ham yen")
    done("unit", "merge", "02416", *into, db=demo, today="2025-07-02")
    assert listed(demo, today="2025-07-02") == ["A"]


def test_the_list_of_a_unit_has_the_products_that_its_count_counts(demo: Path) -> None:
    added(demo, "A", "--stars", "3", "--on", "1/2/2024")
    into = ("--into", "Xã Mới", "--on", "1/7/2025", "--document", "1/NQ", "--under", "08")
    done("unit", "merge", "02416", *into, db=demo, today="2025-07-02")
    for asked in (("xa moi",), ("--under", "08")):
        assert "A" in listed(demo, *asked, today="2025-07-02")
    (counted,) = rows("product", "count", "xa moi", db=demo, today="2025-07-02")
    assert counted["products"] == 1
    ends = listed(demo, "xa moi", "--expiring", "900d", today="2025-07-02")
    assert ends == ["A"]


def test_a_recognition_that_words_date_counts_from_their_first_day_on(demo: Path) -> None:
    added(demo, "Gạo", "--stars", "3", "--on", "1/2/2021")
    added(demo, "Gạo", "--stars", "5", "--on", "năm 2023")
    stars = {}
    for day in ("2022-12-31", "2023-01-01", TODAY):
        (row,) = rows("product", "list", "bang coc", "--as-of", day, db=demo, today=TODAY)
        stars[day] = row["stars"]
    assert stars == {"2022-12-31": 3, "2023-01-01": 5, TODAY: 5}


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("bang coc", "Chè"), 3),
        (("bang coc", "Chè", "--stars", "3", "--on", "1/2/2024"), 3),
        (("bang coc", "Mới", "--on", "1/2/2024"), 3),
        (("bang coc", "Mới", "--stars", "3", "--on", "1/2/2034"), 3),
        (("bang coc", "Mới", "--stars", "3", "--on", "sớm"), 3),
        (("bang coc", "Mới", "--stars", "3", "--on", "1/2/2024", "--to", "1/1/2024"), 3),
        (("bang coc", "Mới", "--stars", "3", "--on", "năm 2023", "--to", "1/1/2020"), 3),
        (("bang coc", "Mới", "--stars", "3", "--on", "năm 2034"), 3),
        (("bang coc", "Mới", "--stars", "6"), 2),
        (("Xã Xa Lạ", "Mới"), 3),
    ],
)
def test_what_cannot_be_recorded_is_refused(demo: Path, argv: tuple[str, ...], code: int) -> None:
    added(demo, "Chè", "--stars", "3", "--on", "1/2/2024")
    refused(run("product", "add", *argv, db=demo, today=TODAY), code)
    assert listed(demo) == ["Chè"]


def test_a_wrong_number_of_stars_is_refused(demo_file: Path) -> None:
    assert "is no number of stars" in refused(
        run("product", "list", "--stars", "nhiều", db=demo_file), 3
    )


def test_one_name_of_two_makers_is_two_products(demo: Path) -> None:
    added(demo, "Chè", "--maker", "HTX A")
    added(demo, "Chè", "--maker", "HTX B")
    assert listed(demo) == ["Chè", "Chè"]
    said = refused(run("product", "add", "bang coc", "Chè", "--stars", "3", db=demo), 3)
    assert "Chè may mean several" in said
    assert "Chè, HTX A" in said


def test_the_two_products_of_the_demo_were_to_be_reached_within_2022(demo: Path) -> None:
    for day, state in (("2022-12-31", "open"), ("2023-01-01", "missed")):
        found = rows("product", "list", db=demo, today=day)
        assert [row["product"] for row in found] == list(OF_THE_DEMO)
        assert {row["target_state"] for row in found} == {state}
        assert {row["target_words"] for row in found} == {"trong năm 2022"}
        assert {row["target"] for row in found} == {None}
    assert rows("product", "list", db=demo, today="2022-06-21")[0]["target_state"] is None


def test_a_recognition_reaches_the_target_and_the_day_says_whether_in_time(demo: Path) -> None:
    added(demo, "Cốm Hồng Quang", "--stars", "3", "--on", "5/12/2022", unit="hong quang")
    added(demo, "Thịt trâu BA", "--stars", "4", "--on", "5/1/2023", unit="02290")
    com, trau = (rows("product", "show", name, db=demo, today=TODAY) for name in ("com", "trau"))
    assert [(row["state"], row["reached_on"]) for row in com] == [
        (None, None),
        ("reached_on_time", "2022-12-05"),
    ]
    assert trau[1]["state"] == "reached_late"
    (then,) = shown(demo, "com", "--as-of", "4/12/2022")
    assert then["state"] == "open"


def test_a_target_is_recorded_with_its_words_and_its_paper(demo: Path) -> None:
    added(demo, "Chè", "--stars", "3", "--on", "1/2/2024")
    argv = ("--stars", "4", "--by", "hết năm 2025", "--document", CONFERENCE, "--note", "nâng hạng")
    row = done("product", "target", "chè", *argv, db=demo)
    assert (row["stars"], row["target"], row["target_words"]) == (3, 4, "hết năm 2025")
    assert (row["target_last_day"], row["target_state"]) == ("2025-12-31", "open")
    target = shown(demo, "chè")[1]
    assert (target["start"], target["last_day"]) == ("2025-01-01", "2025-12-31")
    assert (target["precision"], target["document"]) == ("year", CONFERENCE)
    assert target["note"] == "nâng hạng"


def test_a_later_target_for_the_same_stars_moves_the_earlier(demo: Path) -> None:
    said = run("product", "target", "cốm", "--by", "2024", "--document", CONFERENCE, db=demo).out
    assert "moved: trong năm 2022 (31/12/2022) is now 2024" in said
    (row,) = rows("product", "list", "hong quang", db=demo, today=TODAY)
    assert (row["target_words"], row["target_state"]) == ("2024", "open")
    (row,) = rows("product", "list", "hong quang", "--as-of", "7/7/2024", db=demo, today=TODAY)
    assert row["target_words"] == "trong năm 2022"


def test_the_answer_shows_the_target_that_was_set_beside_one_that_was_missed(demo: Path) -> None:
    argv = ("product", "target", "cốm", "--stars", "4", "--by", "2027")
    (row,) = rows(*argv, db=demo, today=TODAY)
    assert (row["target"], row["target_words"], row["target_state"]) == (4, "2027", "open")
    (row,) = rows("product", "list", "hong quang", db=demo, today=TODAY)
    assert (row["target_words"], row["target_state"]) == ("trong năm 2022", "missed")


def test_a_name_that_several_bear_is_asked_about(demo: Path) -> None:
    added(demo, "Chè", "--maker", "HTX A")
    added(demo, "Chè", "--maker", "HTX B")
    added(demo, "Chè", unit="ban bo")
    said = refused(run("product", "show", "chè", db=demo), 3)
    assert "chè may mean several" in said
    assert "Chè, HTX A (Xã Bằng Cốc)" in said
    assert "Chè (Xã Bản Bo)" in said
    for words, unit in (("chè, ban bo", "Xã Bản Bo"), ("chè, htx a", "Xã Bằng Cốc")):
        done("product", "target", words, "--by", "2025", db=demo)
        (row,) = shown(demo, words)
        assert row["unit_name"] == unit
    assert shown(demo, "chè", "--unit", "ban bo")
    assert "may mean several" in refused(run("product", "show", "chè, bang coc", db=demo), 3)
    assert "Thịt trâu BA" in refused(run("product", "show", "thit trau bo", db=demo), 3)


def test_those_that_end_soon_are_listed_first_ones_first(demo: Path) -> None:
    added(demo, "A", "--stars", "3", "--on", "1/9/2021")
    added(demo, "B", "--stars", "3", "--on", "1/8/2021")
    added(demo, "C", "--stars", "3", "--on", "8/7/2021")
    added(demo, "D", "--stars", "3", "--on", "1/1/2020", "--to", "15/8/2024")
    added(demo, "E", "--stars", "3", "--on", "1/8/2021")
    added(demo, "E", "--stars", "4", "--on", "1/6/2024")
    added(demo, "F", "--stars", "3", "--on", "1/8/2021", unit="ban bo")
    assert listed(demo, "--expiring", "60d") == ["F", "B", "D", "A"]
    assert listed(demo, "bang coc", "--expiring", "60d") == ["B", "D", "A"]
    assert listed(demo, "--expiring", "22d") == []
    assert listed(demo, "--expiring", "23d") == ["F", "B"]
    (row, *_) = rows("product", "list", "--expiring", "60d", db=demo, today=TODAY)
    assert row["days_left"] == 23
    assert run("product", "list", "--expiring", "60d", "--check", db=demo, today=TODAY).code == 1
    quiet = run("product", "list", "--expiring", "1d", "--check", db=demo, today=TODAY)
    assert (quiet.code, quiet.out) == (0, "")


def test_the_figure_for_the_board_is_the_length_of_that_list(demo: Path) -> None:
    added(demo, "A", "--stars", "3", "--on", "1/9/2021")
    added(demo, "B", "--stars", "3", "--on", "1/1/2020", "--to", "15/8/2024")
    added(demo, "C", "--stars", "3", "--on", "1/8/2020")
    for day in (date(2024, 7, 9), date(2024, 8, 16), date(2024, 9, 1), date(2024, 9, 2)):
        with open_reader(demo) as conn:
            found = products.expiring_soon(conn, day, 90)
        told = rows("product", "list", "--expiring", "90d", db=demo, today=day.isoformat())
        assert found == len(told)


def test_products_are_counted_up_the_tree_as_of_any_day(demo: Path) -> None:
    added(demo, "A", "--stars", "3", "--on", "1/2/2024")
    added(demo, "B", "--stars", "4", "--on", "1/6/2024")
    for unit in ("bang coc", "ham yen"):
        (row,) = counted(demo, unit)
        assert (row["products"], row["three_up"], row["stars_4"]) == (2, 2, 1)
    (province,) = counted(demo, "Tỉnh Tuyên Quang")
    assert (province["products"], province["no_stars"]) == (4, 2)
    (then,) = counted(demo, "ham yen", "--as-of", "1/5/2024")
    assert (then["three_up"], then["no_stars"]) == (1, 1)
    (expired,) = counted(demo, "ham yen", today="2027-02-02")
    assert (expired["three_up"], expired["expired"]) == (1, 1)
    every = [row["unit_name"] for row in rows("product", "count", db=demo, today=TODAY)]
    assert every[:3] == ["Tỉnh Tuyên Quang", "Huyện Hàm Yên", "Xã Bằng Cốc"]


def test_a_count_without_its_list_stays_apart_from_what_is_listed(demo: Path) -> None:
    (row,) = counted(demo, "chiem hoa")
    assert (row["stated"], row["count"], row["listed"]) == ("3+", 25, 0)
    assert (row["products"], row["counted_on"]) == (None, "2024-07-08")
    assert row["words"] == "được công nhận từ 3 sao trở lên"
    assert counted(demo, "chiem hoa", "--as-of", "7/7/2024")[0]["count"] is None
    added(demo, "Chè", "--stars", "4", "--on", "1/2/2024", unit="ngoc hoi")
    listed, stated = counted(demo, "chiem hoa")
    assert (listed["products"], listed["three_up"]) == (1, 1)
    assert (stated["count"], stated["listed"]) == (25, 1)
    (above,) = counted(demo, "Tỉnh Tuyên Quang")
    assert above["three_up"] == 1
    said = run("product", "count", "chiem hoa", db=demo, today=TODAY).out
    assert "25 OCOP products of 3 stars or more on 08/07/2024; of them the list has 1" in " ".join(
        said.split()
    )


def test_a_newer_count_of_the_same_stars_takes_the_place_of_the_older(demo: Path) -> None:
    argv = ("--stars", "3+", "--on", "9/7/2024")
    row = done("product", "tally", "chiem hoa", "26", *argv, db=demo)
    assert (row["count"], row["counted_on"]) == (26, "2024-07-09")
    done("product", "tally", "chiem hoa", "2", "--stars", "5", db=demo)
    assert [row["count"] for row in counted(demo, "chiem hoa")] == [26, 2]
    done("product", "tally", "ham yen", "40", db=demo)
    (row,) = counted(demo, "ham yen")
    assert (row["stated"], row["count"]) == (None, 40)


def test_a_list_that_says_more_than_a_count_is_warned_of(demo: Path) -> None:
    added(demo, "A", "--stars", "3", "--on", "1/2/2024")
    assert "WARNING" in run("product", "tally", "bang coc", "0", "--stars", "3+", db=demo).out


def test_what_a_merged_unit_had_counts_at_what_it_became(demo: Path) -> None:
    added(demo, "A", "--stars", "3", "--on", "1/2/2024")
    into = ("--into", "Xã Mới", "--on", "1/7/2025", "--document", "1/NQ", "--under", "ham yen")
    done("unit", "merge", "02416", *into, db=demo, today="2025-07-02")
    (row,) = counted(demo, "xa moi", today="2025-07-02")
    assert row["three_up"] == 1
    assert counted(demo, "ham yen", today="2025-07-02")[0]["three_up"] == 1


def test_what_a_split_unit_had_counts_at_each_and_once_above(demo: Path) -> None:
    added(demo, "A", "--stars", "3", "--on", "1/2/2024")
    into = ("--into", "Xã Một", "--into", "Xã Hai", "--on", "1/7/2025", "--document", "1/NQ")
    done("unit", "split", "02416", *into, "--under", "ham yen", db=demo, today="2025-07-02")
    for unit in ("xa mot", "xa hai", "ham yen"):
        assert counted(demo, unit, today="2025-07-02")[0]["three_up"] == 1
    said = run("product", "count", "ham yen", db=demo, today="2025-07-02").out
    assert "1 product is of a unit that was split" in said


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("target", "cốm"), 2),
        (("target", "cốm", "--by", "sớm"), 3),
        (("target", "cốm", "--by", "2024", "--stars", "6"), 2),
        (("target", "không có", "--by", "2024"), 3),
        (("show", "không có"), 3),
        (("show", "cốm", "--unit", "ban bo"), 3),
        (("tally", "chiem hoa", "nhiều"), 3),
        (("tally", "chiem hoa", "25", "--stars", "x"), 3),
        (("tally", "chiem hoa", "25", "--on", "1/1/2034"), 3),
        (("tally", "không có", "25"), 3),
        (("count", "không có"), 3),
        (("list", "--expiring", "lâu"), 3),
    ],
)
def test_faults(demo_file: Path, argv: tuple[str, ...], code: int) -> None:
    refused(run("product", *argv, db=demo_file, today=TODAY), code)


def test_what_is_said_of_products_goes_with_a_bundle_about_their_unit(
    demo: Path, tmp_path: Path
) -> None:
    other, bundle = tmp_path / "other.db", tmp_path / "a.ntm"
    for argv, db in (
        (("demo",), other),
        (("office", "set", "--name", "Xã Bằng Cốc", "--mark", "BC", "--unit", "bang coc"), demo),
        (("office", "set", "--name", "Tỉnh", "--mark", "T", "--unit", "Tuyên Quang"), other),
        (("product", "add", "bang coc", "Chè", "--stars", "3", "--on", "1/2/2024"), demo),
        (("product", "target", "chè", "--stars", "4", "--by", "2025"), demo),
        (("product", "tally", "bang coc", "5", "--stars", "3+", "--on", "8/7/2024"), demo),
        (("bundle", "make", "-o", bundle, "--unit", "bang coc"), demo),
        (("office", "add", "--from", bundle, "--unit", "bang coc"), other),
        (("bundle", "apply", bundle), other),
    ):
        result = run(*argv, db=db, today=TODAY)
        assert result.code == 0, result.err
    for look in (("show", "chè"), ("count", "bang coc"), ("list", "bang coc")):
        assert rows("product", *look, db=other, today=TODAY) == rows(
            *("product", *look), db=demo, today=TODAY
        )
