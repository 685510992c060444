"""`dossier`: papers, who holds it, and the steps to recognition as a checklist."""

from pathlib import Path

from tests.factories import ADVANCED, BASIC, TODAY, a_unit, an_agency, done
from tests.run import refused, rows, run

OFFICE = "Văn phòng Điều phối tỉnh"


def show(db: Path, *argv: str) -> dict[str, list[dict[str, object]]]:
    """The checklist of Ngọc Hội, part by part."""
    found: dict[str, list[dict[str, object]]] = {"step": [], "paper": [], "holder": []}
    for row in rows("dossier", "show", "ngoc hoi", *argv, db=db, today=TODAY):
        found[row["part"]].append(row)
    return found


def step(db: Path, unit: str, event: str, on: str) -> None:
    done("standing", unit, event, "--on", on, "--set", BASIC, db=db)


def the_slow_one(db: Path) -> None:
    """The dossier of 2023 that a district's half-year meeting found slow."""
    an_agency(db, OFFICE)
    papers = ("Tờ trình", "Báo cáo kết quả", "Biên bản họp")
    done("dossier", "paper", "ngoc hoi", *papers, "--on", "1/11/2023", db=db)
    done("dossier", "paper", "ngoc hoi", "tờ trình", "--received", "--on", "20/11/2023", db=db)
    done("dossier", "hand", "ngoc hoi", "--to", "huyen uy chiem hoa", "--on", "1/12/2023", db=db)
    done("dossier", "hand", "ngoc hoi", "--to", OFFICE, "--on", "8/12/2023", db=db)


def test_papers_are_asked_for_and_come(demo: Path) -> None:
    row = done("dossier", "paper", "ngoc hoi", "Tờ trình", "--on", "1/7/2024", db=demo)
    assert (row["event"], row["what"], row["on"], row["set"]) == (
        "required",
        "Tờ trình",
        "2024-07-01",
        BASIC,
    )
    row = done(
        *("dossier", "paper", "ngoc hoi", "tờ trình", "--received", "--document", "9/CV"),
        *("--note", "bản giấy"),
        db=demo,
    )
    assert (row["event"], row["document"], row["note"]) == ("received", "9/CV", "bản giấy")
    (paper,) = show(demo)["paper"]
    assert (paper["what"], paper["state"], paper["on"], paper["days"]) == (
        "Tờ trình",
        "received",
        TODAY,
        8,
    )


def test_one_paper_named_twice_is_one(demo: Path) -> None:
    found = run(
        *("dossier", "paper", "ngoc hoi", "Tờ trình", "Bản đồ", "to trinh", "-f", "json"),
        db=demo,
        today=TODAY,
    )
    assert [row["what"] for row in found.rows] == ["Tờ trình", "Bản đồ"]


def test_the_checklist_says_what_is_done_what_is_missing_and_who_has_it(demo: Path) -> None:
    the_slow_one(demo)
    step(demo, "ngoc hoi", "self_assessed", "1/11/2023")
    step(demo, "ngoc hoi", "submitted", "8/12/2023")
    found = show(demo)
    steps = [(s["what"], s["state"], s["on"], s["days"]) for s in found["step"]]
    assert steps[:3] == [
        ("registered", "done", None, None),
        ("self_assessed", "done", "2023-11-01", None),
        ("submitted", "done", "2023-12-08", 37),
    ]
    assert [s[0] for s in steps[3:]] == ["verified", "appraised", "recognised", "announced"]
    assert {s[1] for s in steps[3:]} == {"not_yet"}
    assert [(p["what"], p["state"]) for p in found["paper"]] == [
        ("Tờ trình", "received"),
        ("Báo cáo kết quả", "missing"),
        ("Biên bản họp", "missing"),
    ]
    assert [(h["what"], h["state"], h["on"], h["days"]) for h in found["holder"]] == [
        ("Huyện ủy Chiêm Hóa", "held", "2023-12-01", 7),
        (OFFICE, "holds", "2023-12-08", 214),
    ]
    shown = run("dossier", "show", "ngoc hoi", db=demo, today=TODAY).out
    assert f"It is with {OFFICE}, for 214 days, since 08/12/2023." in " ".join(shown.split())
    assert "2 of 3 papers are missing" in shown


def test_what_was_returned_begins_another_round(demo: Path) -> None:
    for event, on in (
        ("submitted", "8/12/2023"),
        ("returned", "10/1/2024"),
        ("submitted", "1/3/2024"),
    ):
        step(demo, "ngoc hoi", event, on)
    steps = [(s["what"], s["round"], s["days"]) for s in show(demo)["step"] if s["on"]]
    assert steps == [("submitted", 1, None), ("returned", 1, 33), ("submitted", 2, 51)]


def test_open_dossiers_are_listed_by_how_long_their_holder_has_had_them(demo: Path) -> None:
    the_slow_one(demo)
    to = ("--to", OFFICE)
    done("dossier", "hand", "ban bo", *to, "--on", "1/6/2024", db=demo)
    step(demo, "bang coc", "self_assessed", "1/2/2024")
    found = rows("dossier", "list", db=demo, today=TODAY)
    assert [(row["unit_name"], row["holder"], row["days"]) for row in found] == [
        ("Xã Ngọc Hội", OFFICE, 214),
        ("Xã Bản Bo", OFFICE, 38),
        ("Xã Bằng Cốc", None, None),
    ]
    slow = found[0]
    assert (slow["since"], slow["papers"], slow["opened_on"]) == ("2023-12-08", "1/3", "2023-11-01")
    assert slow["missing"] == ["Báo cáo kết quả", "Biên bản họp"]
    assert (slow["last_step"], slow["last_step_on"]) == ("registered", None)
    for argv, count in (
        (("--under", "lai chau"), 1),
        (("--set", BASIC), 2),
        (("ban bo",), 1),
        (("--as-of", "2/12/2023"), 1),
        (("--as-of", "1/10/2023"), 0),
    ):
        assert len(rows("dossier", "list", *argv, db=demo, today=TODAY)) == count
    assert run("dossier", "list", "--check", db=demo, today=TODAY).code == 1


def test_a_holder_keeps_it_when_it_is_handed_there_again(demo: Path) -> None:
    the_slow_one(demo)
    again = run(
        *("dossier", "hand", "ngoc hoi", "--to", OFFICE, "--on", "1/5/2024"), db=demo, today=TODAY
    )
    assert "has held it since 08/12/2023" in " ".join(again.out.split())
    assert show(demo)["holder"][-1]["days"] == 214


def test_the_order_of_recording_does_not_matter(demo: Path) -> None:
    an_agency(demo, OFFICE)
    done("dossier", "hand", "ngoc hoi", "--to", OFFICE, "--on", "8/12/2023", db=demo)
    done(
        *("dossier", "hand", "ngoc hoi", "--to", "huyen uy chiem hoa", "--on", "1/12/2023"),
        db=demo,
    )
    assert [row["what"] for row in show(demo)["holder"]] == ["Huyện ủy Chiêm Hóa", OFFICE]


def test_it_is_open_until_the_unit_is_recognised(demo: Path) -> None:
    the_slow_one(demo)
    step(demo, "ngoc hoi", "recognised", "1/6/2024")
    assert rows("dossier", "list", db=demo, today=TODAY) == []
    shown = " ".join(run("dossier", "show", "ngoc hoi", db=demo, today=TODAY).out.split())
    assert "ended with the recognition, on 01/06/2024" in shown
    assert rows("dossier", "list", "--as-of", "31/5/2024", db=demo, today=TODAY) != []


def test_a_withdrawal_ends_it(demo: Path) -> None:
    step(demo, "ngoc hoi", "submitted", "1/12/2023")
    step(demo, "ngoc hoi", "withdrawn", "1/3/2024")
    assert rows("dossier", "list", db=demo, today=TODAY) == []
    step(demo, "ngoc hoi", "registered", "1/4/2024")
    steps = {row["what"]: row["state"] for row in show(demo)["step"]}
    assert (steps["registered"], steps["submitted"]) == ("done", "not_yet")


def test_a_step_told_of_late_has_its_place_before_the_recognition(demo: Path) -> None:
    done("notice", "add", "9/BC", "--date", "8/7/2024", db=demo)
    step(demo, "ngoc hoi", "recognised", "1/3/2024")
    told_late = ("submitted", "--year", "2023", "--document", "9/BC", "--set", BASIC)
    done("standing", "ngoc hoi", *told_late, db=demo)
    assert rows("dossier", "list", db=demo, today=TODAY) == []
    assert [row["what"] for row in show(demo)["step"]][-3:] == [
        "submitted",
        "recognised",
        "announced",
    ]


def test_a_decision_has_the_day_of_its_document(demo: Path) -> None:
    done("notice", "add", "9/QĐ", "--date", "1/3/2024", db=demo)
    step(demo, "ngoc hoi", "submitted", "1/12/2023")
    done("standing", "ngoc hoi", "recognised", "--document", "9/QĐ", "--set", BASIC, db=demo)
    (row,) = [row for row in show(demo)["step"] if row["what"] == "recognised"]
    assert (row["on"], row["days"]) == ("2024-03-01", 91)


def test_it_is_open_until_it_is_closed_and_the_next_one_begins_anew(demo: Path) -> None:
    the_slow_one(demo)
    row = done("dossier", "close", "ngoc hoi", "--on", "1/5/2024", "--note", "rút hồ sơ", db=demo)
    assert (row["event"], row["on"], row["note"]) == ("closed", "2024-05-01", "rút hồ sơ")
    assert rows("dossier", "list", db=demo, today=TODAY) == []
    done("dossier", "paper", "ngoc hoi", "Tờ trình", "--on", "1/6/2024", db=demo)
    assert [p["state"] for p in show(demo)["paper"]] == ["missing"]
    shown = run("dossier", "show", "ngoc hoi", db=demo, today=TODAY).out
    assert "An earlier dossier: 01/11/2023 – 01/05/2024" in shown


def test_of_several_sets_the_only_open_dossier_is_meant(demo: Path) -> None:
    the_slow_one(demo)
    done("assess", "ngoc hoi", "--met", "1", "--set", ADVANCED, db=demo)
    row = done("dossier", "hand", "ngoc hoi", "--to", "huyen uy chiem hoa", db=demo)
    assert row["set"] == BASIC
    done("dossier", "close", "ngoc hoi", db=demo)
    said = refused(run("dossier", "paper", "ngoc hoi", "X", db=demo, today=TODAY), 3)
    assert "--set" in said


def test_a_paper_that_nobody_asked_for_is_kept_and_remarked_on(demo: Path) -> None:
    the_slow_one(demo)
    said = run("dossier", "paper", "ngoc hoi", "Ảnh", "--received", db=demo, today=TODAY)
    assert 'WARNING "Ảnh" is not among the papers asked for' in said.out
    assert [p["what"] for p in show(demo)["paper"]][-1] == "Ảnh"


def test_a_unit_without_a_dossier_has_none_to_show(demo: Path) -> None:
    a_unit(demo, "Xã Tân")
    shown = run("dossier", "show", "xa tan", "--set", BASIC, db=demo, today=TODAY)
    assert "No dossier is known." in shown.out
    assert "No dossier is open." in run("dossier", "list", "xa tan", db=demo, today=TODAY).out


def test_sheets_and_json_have_the_same_rows(demo: Path) -> None:
    the_slow_one(demo)
    for command in (("show", "ngoc hoi"), ("list",)):
        sheet = run("dossier", *command, "-f", "csv", db=demo, today=TODAY).out.splitlines()
        assert len(sheet) == 1 + len(rows("dossier", *command, db=demo, today=TODAY))


def test_faults(demo: Path) -> None:
    a_unit(demo, "Xã Mới", from_="1/7/2024")
    for argv, said in (
        (("paper", "khong co", "X"), "no unit"),
        (("paper", "ngoc hoi", "X", "--on", "1/1/2030"), "still to come"),
        (("paper", "binh an", "X"), "--set"),
        (("paper", "xa moi", "X", "--on", "1/6/2024", "--set", BASIC), "no unit that exists"),
        (("hand", "ngoc hoi", "--to", "Sở Không Có"), "no agency"),
        (("close", "ngoc hoi"), "no dossier of Xã Ngọc Hội"),
        (("show", "binh an"), "--set"),
    ):
        assert said in refused(run("dossier", *argv, db=demo, today=TODAY), 3)
    refused(run("dossier", "paper", "ngoc hoi", db=demo), 2)
    refused(run("dossier", "paper", "ngoc hoi", "", db=demo), 3)
    refused(run("dossier", "hand", "ngoc hoi", db=demo), 2)
    assert len(run("log", "-f", "json", db=demo).rows) == 2
