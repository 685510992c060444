"""`work`: works, the criteria they serve, what holds them up, and their capital."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.app.works_glance import at_a_glance
from ntmtrack.store.database import open_reader
from ntmtrack.store.queries import has_works
from tests.factories import BASIC, TODAY, done
from tests.run import refused, rows, run

PAPER = "Làm việc Bằng Cốc 11/4/2024"
CAPITAL = ("--source", "ngân sách huyện", "--year", "2024")


def added(db: Path, name: str, *argv: str, unit: str = "bang coc") -> dict[str, Any]:
    return done("work", "add", unit, name, *argv, db=db)


def said(db: Path, step: str, name: str, *argv: str) -> dict[str, Any]:
    return done("work", step, name, *argv, db=db)


def listed(db: Path, *argv: str, today: str = TODAY) -> list[str]:
    return [row["work"] for row in rows("work", "list", *argv, db=db, today=today)]


def shares(db: Path, *argv: str, today: str = TODAY) -> dict[str, Any]:
    found = rows("work", "disbursement", *argv, db=db, today=today)
    named = {row["unit_name"] or row["source"] or row["year"]: row for row in found}
    assert len(named) == len(found)
    return {name: (row["approved"], row["disbursed"], row["share"]) for name, row in named.items()}


@pytest.fixture
def bare(demo: Path) -> Path:
    """The demo without its own works."""
    for row in rows("work", "list", db=demo, today=TODAY):
        said(demo, "stop", f"{row['work']}, {row['unit']}", "--reason", "x")
    return demo


def test_a_work_keeps_all_that_it_is_given(demo: Path) -> None:
    row = added(
        demo,
        "Trường Tiểu học",
        *("--criterion", "5,17.8", "--set", BASIC, "--due", "quý IV/2024"),
        *("--document", PAPER, "--note", "8 phòng"),
    )
    assert row == {
        "unit": "02416",
        "unit_name": "Xã Bằng Cốc",
        "work": "Trường Tiểu học",
        "state": "planned",
        "percent": None,
        "set": [BASIC],
        "numbers": ["5", "17.8"],
        "due": "2024-12-31",
        "due_text": "quý IV/2024",
        "days_late": None,
        "held_up": [],
        "approved": None,
        "disbursed": None,
        "share": None,
        "difference": None,
        "owed": None,
        "documents": [PAPER],
        "note": "8 phòng",
    }
    events = rows("work", "show", "tieu hoc", db=demo, today=TODAY)
    # What has no day of its own is of the day of its paper.
    assert {row["happened_on"] for row in events} == {"2024-04-11"}
    assert [row["event"] for row in events] == ["serves", "serves", "planned"]


def test_a_work_goes_its_way_and_is_seen_as_it_was_on_every_day(demo: Path) -> None:
    added(demo, "Chợ", "--due", "5/2024", "--on", "1/1/2024")
    said(demo, "start", "cho", "--on", "1/2/2024")
    said(demo, "progress", "cho", "--percent", "40", "--on", "1/3/2024")
    said(demo, "block", "cho", "--reason", "nợ 350 triệu", "--on", "1/4/2024")
    said(demo, "note", "cho", "--text", "đã họp", "--on", "2/4/2024")
    said(demo, "unblock", "cho", "--on", "1/5/2024")
    said(demo, "finish", "cho", "--on", "30/6/2024")
    seen = {
        day: next(
            (row["state"], row["percent"], row["held_up"], row["days_late"])
            for row in rows("work", "list", "bang coc", "--as-of", day, db=demo, today=TODAY)
            if row["work"] == "Chợ"
        )
        for day in ("2024-01-01", "2024-03-01", "2024-04-01", "2024-06-01", "2024-06-30")
    }
    assert seen == {
        "2024-01-01": ("planned", None, [], None),
        "2024-03-01": ("under_way", 40, [], None),
        "2024-04-01": ("under_way", 40, ["nợ 350 triệu"], None),
        "2024-06-01": ("under_way", 40, [], 1),
        "2024-06-30": ("finished", 100, [], None),
    }


@pytest.mark.parametrize(
    ("before", "argv", "why"),
    [
        ((), ("unblock", "cho"), "nothing holds Chợ up"),
        (("finish",), ("finish", "cho"), "Chợ is finished already"),
        (("finish",), ("progress", "cho", "--percent", "5"), "Chợ is finished already"),
        (("finish",), ("block", "cho", "--reason", "x"), "Chợ is finished already"),
        (("finish",), ("start", "cho"), "Chợ is finished already"),
        (("start",), ("start", "cho"), "Chợ is under way already"),
        ((), ("start", "cho", "--on", "1/1/2034"), "is still to come"),
        ((), ("start", "nha may"), "there is no work nha may"),
        ((), ("start", "cho, Xã Xa Lạ"), "there is no work"),
        ((), ("set", "cho"), "nothing to change"),
        ((), ("set", "cho", "--no-criterion", "2", "--set", BASIC), "does not serve 2"),
        ((), ("set", "cho", "--criterion", "99", "--set", BASIC), "no criterion or indicator 99"),
        ((), ("set", "cho", "--due", "hằng tháng"), "names no date"),
        ((), ("approve", "cho", "1.250", *CAPITAL), "does not say of what"),
        ((), ("approve", "cho", "1.250 triệu", *CAPITAL), "can be read as"),
        ((), ("approve", "cho", "nhiều", *CAPITAL), "is no sum of money"),
        ((), ("add", "bang coc", "chợ"), "Chợ is there already"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    demo: Path, before: tuple[str, ...], argv: tuple[str, ...], why: str
) -> None:
    added(demo, "Chợ")
    for step in before:
        said(demo, step, "cho")
    known = rows("log", "list", db=demo, today=TODAY)
    assert why in refused(run("work", *argv, db=demo, today=TODAY), 3)
    assert rows("log", "list", db=demo, today=TODAY) == known


def test_a_stopped_work_may_be_started_again(demo: Path) -> None:
    added(demo, "Chợ")
    assert said(demo, "stop", "cho", "--reason", "hết vốn")["state"] == "stopped"
    assert said(demo, "start", "cho")["state"] == "under_way"


@pytest.mark.parametrize("left_out", ["--source", "--year"])
def test_a_sum_needs_its_source_and_its_year(demo_file: Path, left_out: str) -> None:
    given = {"--source": "huyện", "--year": "2024"}
    del given[left_out]
    more = [word for pair in given.items() for word in pair]
    refused(run("work", "approve", "cho", "5 tỷ", *more, db=demo_file), 2)


def test_sums_are_kept_in_dong_and_the_last_one_holds(demo: Path) -> None:
    added(demo, "Chợ")
    said(demo, "approve", "cho", "3", "tỷ", *CAPITAL, "--on", "1/3/2024")
    told = run("work", "approve", "cho", "3,5 tỷ", *CAPITAL, "--on", "1/5/2024", db=demo)
    assert "before: 3,000,000,000 đồng on 01/03/2024" in told.out
    again = ("--source", "Ngân sách Huyện", "--year", "2024")
    row = said(demo, "disburse", "cho", "1.250.000.000 đồng", *again)
    assert (row["approved"], row["disbursed"]) == (3_500_000_000, 1_250_000_000)
    assert (row["share"], row["difference"]) == (35.7, 2_250_000_000)
    assert said(demo, "owe", "cho", "850 triệu", *CAPITAL)["owed"] == 850_000_000
    assert said(demo, "owe", "cho", "0", *CAPITAL)["owed"] == 0
    then = rows("work", "list", "bang coc", "--as-of", "1/4/2024", db=demo, today=TODAY)
    assert [row["approved"] for row in then if row["work"] == "Chợ"] == [3_000_000_000]
    held = [row["in_force"] for row in rows("work", "show", "cho", db=demo, today=TODAY)]
    assert held == [False, True, True, False, True]
    same = run("work", "owe", "cho", "0 đồng", *CAPITAL, db=demo, today=TODAY)
    assert "this sum is there already" in refused(same, 3)


def test_more_disbursed_than_approved_is_recorded_and_said(demo: Path) -> None:
    added(demo, "Chợ")
    said(demo, "approve", "cho", "1 tỷ", *CAPITAL)
    told = run("work", "disburse", "cho", "1,2 tỷ", *CAPITAL, db=demo, today=TODAY)
    assert "WARNING ngân sách huyện, 2024: 1,200,000,000 đồng disbursed" in told.out
    checked = rows("check", "--rule", "overdrawn", db=demo, today=TODAY)
    (row,) = checked
    assert row["severity"] == "warning"
    assert "1,200,000,000" in row["what"]
    assert row["command"] == 'ntmtrack work show "Chợ, 02416"'


def test_a_work_is_given_another_name_other_criteria_another_time(demo: Path) -> None:
    added(demo, "Chợ", "--criterion", "7", "--set", BASIC, "--due", "5/2024")
    row = said(
        demo,
        *("set", "cho", "--name", "Chợ trung tâm", "--criterion", "2", "--no-criterion", "7"),
        *("--set", BASIC, "--due", "12/2024", "--note", "dời chỗ"),
    )
    assert (row["work"], row["numbers"], row["due"]) == ("Chợ trung tâm", ["2"], "2024-12-31")
    assert row["note"] == "dời chỗ"
    before = done("work", "set", "cho trung tam", "--criterion", "2", "--set", BASIC, db=demo)
    assert before["numbers"] == ["2"]


def test_a_paper_that_only_names_a_work_is_kept(demo: Path) -> None:
    assert added(demo, "Chợ", "--document", PAPER)["documents"] == [PAPER]
    row = said(demo, "set", "cho", "--name", "Chợ xã", "--document", "12/QĐ-UBND")
    assert row["documents"] == [PAPER, "12/QĐ-UBND"]
    events = [row["event"] for row in rows("work", "show", "cho xa", db=demo, today=TODAY)]
    assert events == ["noted", "noted"]
    said(demo, "set", "cho xa", "--due", "2025", "--document", PAPER)
    assert len(rows("work", "show", "cho xa", db=demo, today=TODAY)) == 3


def test_of_two_works_of_one_name_the_unit_says_which(demo: Path) -> None:
    added(demo, "Chợ")
    added(demo, "Chợ", unit="ban bo")
    told = refused(run("work", "show", "cho", db=demo), 3)
    assert "Chợ, Xã Bằng Cốc" in told
    assert "Chợ, Xã Bản Bo" in told
    assert said(demo, "start", "cho, ban bo")["unit_name"] == "Xã Bản Bo"
    assert said(demo, "stop", "cho, ban bo, tam duong", "--reason", "x")["state"] == "stopped"
    added(demo, "Chợ, bến xe")
    assert said(demo, "start", "cho, ben xe")["work"] == "Chợ, bến xe"
    assert said(demo, "note", "cho, ben xe, bang coc", "--text", "x")["work"] == "Chợ, bến xe"


def test_works_are_listed_by_what_is_asked(bare: Path) -> None:
    ban_bo = {"unit": "ban bo"}
    added(bare, "A", "--criterion", "2.1", "--set", "xa-ntm-nang-cao-2021-2025", **ban_bo)
    added(bare, "B", "--due", "5/2024", **ban_bo)
    added(bare, "C")
    said(bare, "block", "B, ban bo", "--reason", "nợ")
    assert listed(bare, "--open") == ["A", "B", "C"]
    assert listed(bare, "ban bo") == ["A", "B"]
    assert listed(bare, "--under", "tam duong") == ["A", "B"]
    assert listed(bare, "--held-up") == ["B"]
    assert listed(bare, "--late") == ["B"]
    assert listed(bare, "--criterion", "2", "--open") == ["A"]
    assert listed(bare, "--set", "xa-ntm-nang-cao-2021-2025") == ["A"]
    assert listed(bare, "--set", BASIC, "--open") == []
    assert run("work", "list", "ban bo", "--check", db=bare, today=TODAY).code == 1


def test_unmet_names_the_open_works_behind_a_criterion(demo: Path) -> None:
    before = rows("unmet", "ban bo", db=demo, today=TODAY)
    assert {tuple(row["works"]) for row in before} == {()}
    added(demo, "Đường A", "--criterion", "2", unit="ban bo")
    added(demo, "Đường B", "--criterion", "2.1,5", unit="ban bo")
    added(demo, "Nhà văn hóa", "--criterion", "6", unit="ban bo")
    said(demo, "finish", "nha van hoa")
    works = {row["number"]: row["works"] for row in rows("unmet", "ban bo", db=demo, today=TODAY)}
    assert works["2"] == ["Đường A", "Đường B"]
    assert works["5"] == ["Đường B"]
    assert works["6"] == []
    assert "Works: Đường A" in run("unmet", "ban bo", db=demo, today=TODAY).out


def capital(db: Path, name: str, approved: str, disbursed: str | None, **more: str) -> None:
    added(db, name, unit=more.get("unit", "bang coc"))
    about = ("--source", more.get("source", "huyện"), "--year", more.get("year", "2024"))
    said(db, "approve", name, approved, *about)
    if disbursed is not None:
        said(db, "disburse", name, disbursed, *about)


def test_disbursement_is_told_by_unit_source_and_year_the_slow_ones_first(bare: Path) -> None:
    capital(bare, "Đường", "4 tỷ", "1 tỷ")
    capital(bare, "Chợ", "2 tỷ", "2 tỷ", source="tỉnh", year="2023")
    capital(bare, "Trường", "10 tỷ", "1 tỷ", unit="ban bo")
    capital(bare, "Trạm", "5 tỷ", None, unit="ngoc hoi")
    by_unit = shares(bare)
    assert by_unit == {
        "Xã Bản Bo": (10_000_000_000, 1_000_000_000, 10.0),
        "Xã Bằng Cốc": (6_000_000_000, 3_000_000_000, 50.0),
        "Xã Ngọc Hội": (5_000_000_000, None, None),
    }
    assert list(by_unit) == ["Xã Bản Bo", "Xã Bằng Cốc", "Xã Ngọc Hội"]
    assert shares(bare, "--by", "source") == {
        "huyện": (19_000_000_000, 2_000_000_000, 10.5),
        "tỉnh": (2_000_000_000, 2_000_000_000, 100.0),
    }
    assert shares(bare, "--by", "year", "--year", "2023") == {
        2023: (2_000_000_000, 2_000_000_000, 100.0)
    }
    assert shares(bare, "bang coc", "--year", "2024") == {
        "Xã Bằng Cốc": (4_000_000_000, 1_000_000_000, 25.0)
    }
    assert "there is no word of disbursing" in run("work", "disbursement", db=bare).out


def test_sums_go_up_the_tree_and_nothing_is_counted_twice(bare: Path) -> None:
    capital(bare, "Đường", "4 tỷ", "1 tỷ")
    capital(bare, "Trụ sở", "1 tỷ", "1 tỷ", unit="huyen ham yen")
    capital(bare, "Trạm", "5 tỷ", "1 tỷ", unit="ngoc hoi")
    below = shares(bare, "--under", "tuyen quang")
    assert below == {
        "Huyện Hàm Yên": (5_000_000_000, 2_000_000_000, 40.0),
        "Huyện Chiêm Hóa": (5_000_000_000, 1_000_000_000, 20.0),
    }
    assert shares(bare, "--under", "ham yen") == {
        "Huyện Hàm Yên": (1_000_000_000, 1_000_000_000, 100.0),
        "Xã Bằng Cốc": (4_000_000_000, 1_000_000_000, 25.0),
    }
    named = run("work", "disbursement", "ham yen", "bang coc", db=bare, today=TODAY).out
    assert "approved in all: 5,000,000,000 đồng" in named
    assert "in all each work is counted once" in named


def test_the_works_of_a_unit_that_is_no_more_are_counted_for_what_it_went_over_into(
    bare: Path,
) -> None:
    capital(bare, "Đường", "4 tỷ", "1 tỷ")
    into = ("--into", "Xã Mới", "--on", "1/7/2025", "--document", "1/NQ", "--under", "ham yen")
    done("unit", "merge", "02416", *into, db=bare, today="2025-07-02")
    assert listed(bare, "xa moi", "--open", today="2025-07-02") == ["Đường"]
    assert list(shares(bare, today="2025-07-02")) == ["Xã Mới"]
    assert list(shares(bare, "--under", "ham yen", today="2025-07-02")) == ["Xã Mới"]
    assert list(shares(bare, "--as-of", "30/6/2025", today="2025-07-02")) == ["Xã Bằng Cốc"]


def test_a_unit_that_was_split_keeps_its_works(bare: Path) -> None:
    capital(bare, "Đường", "4 tỷ", "1 tỷ")
    parts = ("--into", "Xã Một", "--into", "Xã Hai", "--on", "1/7/2025", "--document", "1/NQ")
    done("unit", "split", "02416", *parts, db=bare, today="2025-07-02")
    assert list(shares(bare, today="2025-07-02")) == ["Xã Bằng Cốc"]


def test_a_split_does_not_take_capital_out_of_the_sums_above(bare: Path) -> None:
    capital(bare, "Chợ", "10 triệu", "4 triệu")
    into = ("--into", "Xã Một", "--into", "Xã Hai", "--on", "1/7/2024", "--document", "1/NQ")
    done("unit", "split", "bang coc", *into, db=bare, today="2024-07-02")
    assert shares(bare, "--under", "ham yen") == {"Xã Bằng Cốc": (10**7, 4 * 10**6, 40)}
    assert shares(bare, "--under", "08") == {"Huyện Hàm Yên": (10**7, 4 * 10**6, 40)}
    assert shares(bare, "ham yen") == {"Huyện Hàm Yên": (10**7, 4 * 10**6, 40)}
    assert shares(bare, "xa mot") == {}
    said = run("work", "disbursement", "xa mot", db=bare, today=TODAY).out
    assert "Xã Bằng Cốc was split; which part has its works is not known" in said


def test_of_a_unit_split_among_two_districts_neither_counts_the_works(bare: Path) -> None:
    capital(bare, "Chợ", "10 triệu", "4 triệu")
    done("unit", "add", "Xã Xa", "--kind", "commune", "--code", "99998", "--under", "073", db=bare)
    into = ("--into", "Xã Một", "--into", "99998", "--on", "1/7/2024", "--document", "1/NQ")
    done("unit", "split", "bang coc", *into, db=bare, today="2024-07-02")
    assert shares(bare, "--under", "ham yen") == {}
    assert shares(bare, "--under", "08") == {"Xã Bằng Cốc": (10**7, 4 * 10**6, 40)}
    said = run("work", "disbursement", "--under", "ham yen", db=bare, today=TODAY).out
    assert "they are not counted here" in " ".join(said.split())


def test_a_sum_or_an_event_of_an_earlier_day_says_what_holds(demo: Path) -> None:
    added(demo, "Chợ", "--on", "1/1/2024")
    said(demo, "disburse", "chợ", "700 triệu", *CAPITAL, "--on", "1/6/2024")
    early = run("work", "disburse", "chợ", "900 triệu", *CAPITAL, "--on", "1/5/2024", db=demo).out
    assert "a sum of a later day holds: 700,000,000 đồng on 01/06/2024" in early
    latest = run("work", "disburse", "chợ", "800 triệu", *CAPITAL, "--on", "2/6/2024", db=demo).out
    assert "later day" not in latest
    said(demo, "progress", "chợ", "--percent", "40", "--on", "1/6/2024")
    early = run("work", "finish", "chợ", "--on", "1/5/2024", db=demo, today=TODAY).out
    assert "by what was recorded of a later day it is: under way" in early
    for step in (("note", "--text", "x"), ("finish",)):
        now = run("work", step[0], "chợ", *step[1:], "--on", "2/6/2024", db=demo).out
        assert "later day" not in now


def test_disbursed_capital_without_an_approval_is_told(demo: Path) -> None:
    added(demo, "Chợ", "--on", "1/1/2024")
    said(demo, "approve", "chợ", "2 tỷ", *CAPITAL)
    said(demo, "disburse", "chợ", "1 tỷ", *CAPITAL)
    told = "nothing is recorded as approved"
    assert told not in run("work", "disbursement", db=demo, today=TODAY).out
    said(demo, "disburse", "chợ", "5 triệu", "--source", "khác", "--year", "2024")
    shown = " ".join(run("work", "disbursement", db=demo, today=TODAY).out.split())
    assert f"of it 5,000,000 đồng is of sources and years of which {told}" in shown


def test_works_stay_behind_the_criteria_of_what_a_unit_became(demo: Path) -> None:
    added(demo, "Cầu", "--criterion", "2", "--set", BASIC, "--on", "1/1/2024")
    into = ("--into", "Xã Mới", "--on", "1/7/2024", "--document", "1/NQ", "--under", "ham yen")
    done("unit", "merge", "02416", *into, db=demo, today="2024-07-02")
    done("assess", "xa moi", "--set", BASIC, "--unmet", "2", db=demo, today="2024-07-03")
    (row,) = rows("unmet", "xa moi", "--criterion", "2", db=demo, today="2024-07-03")
    assert "Cầu" in row["works"]


def test_the_glance_is_what_its_commands_say(bare: Path) -> None:
    capital(bare, "Đường", "4 tỷ", "1 tỷ")
    capital(bare, "Chợ", "2 tỷ", None, year="2023")
    said(bare, "block", "duong", "--reason", "nợ")
    said(bare, "set", "cho", "--due", "5/2024")
    day = date.fromisoformat(TODAY)
    with open_reader(bare) as conn:
        glance = at_a_glance(conn, day)
        assert has_works(conn, [row[0] for row in conn.execute("select id from unit")])
        assert not has_works(conn, [])
    assert glance.held_up == len(listed(bare, "--held-up")) == 1
    assert glance.late == len(listed(bare, "--late")) == 1
    argv = ("work", "disbursement", "--year", str(glance.year), "-f", "json")
    summary = json.loads(run(*argv, db=bare, today=TODAY).out)["summary"]
    assert summary["share"] == str(glance.sums.share) == "25.0"


def test_a_work_of_which_more_was_said_is_not_undone(demo: Path) -> None:
    added(demo, "Chợ")
    (change,) = [row["change"] for row in rows("log", "--limit", "1", db=demo)]
    said(demo, "approve", "cho", "1 tỷ", *CAPITAL)
    told = refused(run("undo", str(change), "--yes", db=demo), 3)
    assert "they speak of what it brought in" in told
    assert "work approve" in told


def test_table_csv_and_json_say_the_same_sums(demo: Path) -> None:
    capital(demo, "Đường", "3.500.000.001 đồng", "1,2 tỷ")
    table = run("work", "list", "bang coc", db=demo, today=TODAY).out
    assert "3,500,000,001" in table
    assert "3500000001" in run("work", "list", "-f", "csv", db=demo, today=TODAY).out
    excel = run("work", "list", "-f", "excel-csv", db=demo, today=TODAY, lang="vi")
    assert ";3500000001;" in excel.out
    vietnamese = run("work", "list", "bang coc", db=demo, today=TODAY, lang="vi").out
    assert "3.500.000.001" in vietnamese


def test_the_demo_has_the_works_of_its_papers_and_no_sum_that_none_bears(demo_file: Path) -> None:
    found = rows("work", "list", db=demo_file, today=TODAY)
    assert {row["documents"][0] for row in found} == {PAPER, "Hội nghị Chiêm Hóa 8/7/2024"}
    served = sorted(number for row in found for number in row["numbers"])
    assert served == ["2", "4", "5", "6"]
    assert {row["approved"] for row in found} == {None}
    assert rows("work", "disbursement", db=demo_file, today=TODAY) == []


def test_works_travel_to_another_office_and_none_writes_of_another_s_unit(tmp_path: Path) -> None:
    commune, province = tmp_path / "xa.db", tmp_path / "tinh.db"
    for db, name, mark, unit in (
        (commune, "Xã Bản Bo", "BB", "ban bo"),
        (province, "Tỉnh", "T", "Tỉnh Lai Châu"),
    ):
        assert run("demo", db=db).code == 0
        done("office", "set", "--name", name, "--mark", mark, "--unit", unit, db=db)
    added(commune, "Nhà văn hóa", "--criterion", "6", unit="ban bo")
    said(commune, "approve", "nha van hoa", "850 triệu", *CAPITAL)
    added(commune, "Cầu")
    added(province, "Nhà văn hóa", unit="ban bo")
    said(province, "start", "nha van hoa")
    bundle = tmp_path / "xa.ntm"
    done("bundle", "make", "-o", str(bundle), db=commune)
    done("office", "add", "--from", str(bundle), "--unit", "ban bo", db=province)
    done("bundle", "apply", str(bundle), db=province)
    assert listed(province, "bang coc") == [
        name for name in listed(commune, "bang coc") if name != "Cầu"
    ]
    # What both wrote down is one work.
    (work,) = rows("work", "list", "ban bo", db=province, today=TODAY)
    assert (work["state"], work["numbers"], work["approved"]) == ("under_way", ["6"], 850_000_000)
