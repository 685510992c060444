"""`standing`: record registration, appraisal, recognition, and see where units stand."""

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.app.context import office_day
from ntmtrack.store.database import create
from tests.factories import ADVANCED, BASIC, TODAY, a_unit, done
from tests.run import Result, refused, rows, run

EVENTS = [
    *("registered", "self_assessed", "verified", "appraised", "submitted", "returned"),
    *("recognised", "announced", "withdrawn", "carried_over"),
]


def told(*argv: object, db: Path, today: str | None = TODAY) -> str:
    """What a command that must succeed says."""
    result = run(*argv, db=db, today=today)
    assert result.code == 0, result.err
    return " ".join(result.out.split())


def line(db: Path, unit: str = "ban bo", *options: str, today: str = TODAY) -> dict[str, Any]:
    """The one row of a unit in the list."""
    (row,) = rows("standing", "list", unit, *options, db=db, today=today)
    return row


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_can_be_recorded(demo: Path, event: str) -> None:
    row = done("standing", "ban bo", event, "--on", "1/7/2024", db=demo)
    assert (row["event"], row["happened_on"], row["set"]) == (event, "2024-07-01", ADVANCED)


@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_a_recognition_can_end(demo: Path, end: str) -> None:
    done("standing", "ban bo", "recognised", "--on", "1/1/2024", db=demo)
    assert done("standing", "ban bo", end, "--on", "1/7/2024", db=demo)["event"] == end
    assert (line(demo)["state"], line(demo)["since"]) == (end, "2024-07-01")


def test_add_may_be_said_or_left_out_and_options_may_come_first(demo: Path) -> None:
    done("standing", "add", "ban bo", "recognised", "--on", "1/1/2024", db=demo)
    first = ("--set", BASIC, "binh an", "registered")
    assert done("standing", *first, db=demo)["event"] == "registered"


def test_everything_that_belongs_to_an_event_is_kept(demo: Path) -> None:
    row = done(
        *("standing", "binh an", "registered", "--set", BASIC, "--year", "2024"),
        *("--target", "quý IV/2024", "--document", "12/TB-UBND", "--note", "lần hai"),
        db=demo,
    )
    assert row["year"] == 2024
    assert row["target"] == "quý IV/2024"
    assert row["target_last_day"] == "2024-12-31"
    assert (row["document"], row["note"]) == ("12/TB-UBND", "lần hai")
    assert row["happened_on"] is None


def test_an_event_has_three_dates(demo: Path) -> None:
    done("notice", "add", "5/QĐ-UBND", "--date", "20/2/2024", db=demo)
    row = done(
        *("standing", "ban bo", "recognised", "--on", "1/3/2024", "--document", "5/QĐ-UBND"),
        *("--until", "1/3/2029"),
        db=demo,
    )
    assert (row["happened_on"], row["decided_on"]) == ("2024-03-01", "2024-02-20")
    assert row["until"] == "2029-03-01"
    (change,) = run("log", "-f", "json", db=demo).rows[:1]
    moment = datetime.fromisoformat(change["recorded_at"])
    assert row["recorded_on"] == office_day(moment).isoformat()


def test_events_are_a_list_none_takes_the_place_of_another(demo: Path) -> None:
    done("standing", "ban bo", "recognised", "--on", "1/1/2024", db=demo)
    done("standing", "ban bo", "revoked", "--on", "1/6/2024", db=demo)
    result = run("standing", "ban bo", "registered", "-f", "json", db=demo, today=TODAY)
    assert [row["event"] for row in result.rows] == ["recognised", "revoked", "registered"]


def test_recognised_is_not_nineteen_of_nineteen(demo: Path) -> None:
    done("standing", "ban bo", "recognised", "--on", "1/7/2024", db=demo)
    row = rows("status", "ban bo", db=demo, today=TODAY)[0]
    assert "recognised" in row["standing"]
    assert row["met"] == 9
    said = told("standing", "show", "ban bo", db=demo)
    assert f"{ADVANCED}: recognised, and now 9/19" in said


def test_faults(demo_file: Path) -> None:
    refused(run("standing", db=demo_file), 2)
    refused(run("standing", "ban bo", db=demo_file), 2)
    assert "recognised" in refused(run("standing", "ban bo", "x", db=demo_file), 2)
    refused(run("standing", "ban bo", "registered", "--year", "1", db=demo_file), 2)
    for argv in (
        ("khong co", "registered"),
        ("binh an", "registered"),
        ("ban bo", "registered", "--target", "một ngày nào đó"),
        ("ban bo", "registered", "--on", "1/1/2030"),
        ("ban bo", "registered", "--set", "thon-ntm-yen-bai-2021-2025"),
        ("ban bo", "registered", "--until", "1/1/2030"),
        ("ban bo", "recognised", "--on", "1/7/2024", "--until", "30/6/2024"),
        ("ban bo", "revoked", "--on", "1/7/2024"),
        ("bang coc", "registered", "--year", "2025"),
    ):
        said = refused(run("standing", *argv, db=demo_file, today=TODAY), 3)
        assert len(said.splitlines()) > 1


def test_a_day_on_which_the_unit_did_not_exist_is_refused(demo: Path) -> None:
    a_unit(demo, "Xã Mới", code="90001", under="Tam Đường", from_="1/1/2024", to="30/6/2024")
    argv = ("standing", "90001", "registered", "--set", BASIC)
    for day in ("31/12/2023", "1/7/2024"):
        refused(run(*argv, "--on", day, db=demo, today=TODAY), 3)
    done("notice", "add", "1/QĐ", "--date", "5/5/2023", db=demo)
    old = ("standing", "90001", "recognised", "--set", BASIC, "--document", "1/QĐ")
    said = refused(run(*old, db=demo, today="2024-06-01"), 3)
    assert "did not exist on 05/05/2023" in said
    assert done(*argv, "--on", "1/1/2024", db=demo)["event"] == "registered"


def test_what_is_still_to_come_is_not_recorded(demo: Path) -> None:
    done("notice", "add", "9/QĐ", "--date", "10/7/2024", db=demo)
    new = ("standing", "ban bo", "registered", "--year", "2025")
    assert "the year 2025 is still to come" in refused(run(*new, db=demo, today=TODAY), 3)
    decided = ("standing", "ban bo", "recognised", "--document", "9/QĐ")
    assert "10/07/2024 is still to come" in refused(run(*decided, db=demo, today=TODAY), 3)
    assert done(*new, "--on", "1/7/2024", db=demo)["year"] == 2025
    assert done(*decided, "--on", "9/7/2024", db=demo)["document"] == "9/QĐ"


def test_of_a_day_before_all_that_is_known_the_set_in_use_is_meant(demo: Path) -> None:
    row = done("standing", "ngoc hoi", "submitted", "--on", "8/12/2023", db=demo)
    assert row["set"] == BASIC


def test_every_look_tells_the_last_event_in_the_same_order(demo: Path) -> None:
    # The registration for 2023 is known from a paper of July 2024.
    done("standing", "ngoc hoi", "submitted", "--on", "8/12/2023", db=demo)
    assert line(demo, "ngoc hoi")["state"] == "under_appraisal"
    (row,) = rows("status", "ngoc hoi", db=demo, today=TODAY)
    assert row["standing"] == "submitted 08/12/2023"


def test_a_second_open_registration_is_refused_until_the_first_is_settled(demo: Path) -> None:
    again = ("standing", "bang coc", "registered", "--on", "1/6/2024")
    assert "open registration" in refused(run(*again, db=demo, today=TODAY), 3)
    done("standing", "bang coc", "withdrawn", "--on", "1/5/2024", db=demo)
    assert done(*again, db=demo)["event"] == "registered"


def test_what_is_odd_is_kept_and_said(demo: Path) -> None:
    def recording(*argv: str) -> str:
        return told("standing", *argv, db=demo)

    assert "WARNING Xã Bản Bo: returned, but nothing" in recording("ban bo", "returned")
    said = recording("ban bo", "announced", "--on", "1/2/2023")
    assert "WARNING Xã Bản Bo: announced, but not recognised" in said
    assert "recorded late: 1 event of a later day" in said
    carried = recording("bang coc", "carried_over", "--on", "1/6/2024")
    assert "WARNING Xã Bằng Cốc: carried over, but no unit" in carried
    assert "WARNING" not in recording("ban bo", "revoked", "--on", "1/1/2024")
    assert "not recognised any more" in recording("ban bo", "revoked", "--on", "1/2/2024")


def test_the_list_has_a_row_for_each_unit_and_set(demo: Path) -> None:
    done("standing", "bang coc", "recognised", "--on", "1/5/2024", db=demo)
    done("standing", "bang coc", "registered", "--set", ADVANCED, "--on", "1/6/2024", db=demo)
    found = rows("standing", "list", db=demo, today=TODAY)
    assert [(row["unit_name"], row["set"], row["state"]) for row in found] == [
        ("Xã Bằng Cốc", BASIC, "recognised"),
        ("Xã Bằng Cốc", ADVANCED, "registered"),
        ("Xã Ngọc Hội", BASIC, "registered"),
    ]
    for narrow, count in (
        (("bang coc",), 2),
        (("--set", ADVANCED), 1),
        (("--under", "tuyen quang"), 3),
        (("--under", "tam duong"), 0),
        (("--event", "recognised"), 1),
        (("--event", "recognised", "--event", "registered"), 3),
        (("--event", "revoked"), 0),
        (("--as-of", "15/5/2024"), 1),
    ):
        assert len(rows("standing", "list", *narrow, db=demo, today=TODAY)) == count


def test_a_unit_recognised_again_at_a_higher_level_is_told_whole(demo: Path) -> None:
    for argv in (
        ("bang coc", "recognised", "--on", "1/5/2024"),
        ("bang coc", "revoked", "--on", "1/6/2024"),
        ("bang coc", "recognised", "--on", "1/7/2024", "--set", ADVANCED),
    ):
        done("standing", *argv, db=demo)
    found = rows("standing", "show", "bang coc", db=demo, today=TODAY)
    assert [(row["event"], row["set"]) for row in found] == [
        *(("registered", BASIC), ("recognised", BASIC), ("revoked", BASIC)),
        ("recognised", ADVANCED),
    ]
    only = rows("standing", "show", "bang coc", "--set", ADVANCED, db=demo, today=TODAY)
    assert [row["event"] for row in only] == ["recognised"]
    states = {row["set"]: row["state"] for row in rows("standing", "list", "bang coc", db=demo)}
    assert states == {BASIC: "revoked", ADVANCED: "recognised"}


def test_a_recognition_ends_by_itself_the_day_after_its_last(demo: Path) -> None:
    argv = ("ban bo", "recognised", "--on", "1/3/2022", "--until", "9/7/2024")
    done("standing", *argv, "--set", ADVANCED, db=demo)
    last = line(demo)
    assert (last["state"], last["expires"], last["days_left"]) == ("recognised", "2024-07-09", 0)
    after = line(demo, today="2024-07-10")
    assert (after["state"], after["since"], after["days_left"]) == ("expired", "2024-07-10", None)
    assert line(demo, "ban bo", "--as-of", "9/7/2024", today="2024-07-10")["state"] == "recognised"


def test_what_ends_soon_stands_in_a_block_of_its_own(demo: Path) -> None:
    argv = ("bang coc", "recognised", "--on", "1/5/2024", "--until", "17/8/2024")
    done("standing", *argv, db=demo)
    assert "recognition ends within 90 days (1)" in told("standing", "list", db=demo)
    shorter = told("standing", "list", "--expiring", "38d", db=demo)
    assert "recognition ends within" not in shorter
    assert "recognised (1)" in shorter
    refused(run("standing", "list", "--expiring", "x", db=demo, today=TODAY), 3)


def at_risk(db: Path, *argv: str) -> tuple[str, str]:
    """Whether Bằng Cốc, recognised, may lose it once this is assessed, and why."""
    done("assess", "bang coc", *argv, "--on", "1/6/2024", "--set", BASIC, db=db)
    row = line(db, "bang coc")
    return row["at_risk"], row["reason"]


def test_the_risk_of_withdrawal_follows_the_rule_of_the_set(demo: Path) -> None:
    done("standing", "bang coc", "recognised", "--on", "1/5/2024", db=demo)
    assert line(demo, "bang coc")["at_risk"] == "unknown"
    assert at_risk(demo, "--met", "1-9,11-16,18") == ("no", "0/19 criteria unmet")
    # Five of nineteen are less than 30 %, with those that are still open too.
    assert at_risk(demo, "--unmet", "1-5")[0] == "unknown"
    assert at_risk(demo, "--met", "10,17,19")[0] == "no"
    # Six are more, but none of them is a key criterion.
    assert at_risk(demo, "--unmet", "6")[0] == "no"
    assert at_risk(demo, "--unmet", "17") == (
        "yes",
        "7/19 criteria unmet, 30 % or more, among them 17 (18/2022/QĐ-TTg)",
    )
    assert at_risk(demo, "--unmet", "7-9")[1].startswith("10/19 criteria unmet, 50 % or more")


def test_nearly_met_is_told_apart_and_both_ways(demo: Path) -> None:
    done("standing", "bang coc", "recognised", "--on", "1/5/2024", db=demo)
    assert at_risk(demo, "--met", "6-16,18,19", "--unmet", "1-5", "--nearly", "17") == (
        "no",
        "5/19 criteria unmet (6/19 with those nearly met)",
    )
    said = told("standing", "list", "bang coc", db=demo)
    assert "counted as unmet it would put at risk: Xã Bằng Cốc" in said


def test_a_set_without_a_rule_says_so(demo: Path) -> None:
    done("standing", "ban bo", "recognised", "--on", "1/3/2024", "--set", "xa-ntm-2026", db=demo)
    row = line(demo, "ban bo")
    assert (row["at_risk"], row["reason"]) == ("unknown", "the set names no rule of withdrawal")


def test_a_later_decision_changes_the_rule_from_its_day_on(demo: Path, tmp_path: Path) -> None:
    done("standing", "bang coc", "recognised", "--on", "1/5/2024", db=demo)
    at_risk(demo, "--met", "1-18", "--unmet", "19")
    rule = tmp_path / "rule.toml"
    rule.write_text(
        f"""[overlay]
code = "quy-dinh-moi"
of = "{BASIC}"
name = "Thu hồi"
decision = "9/2024/QĐ-TTg"
effective = 2024-07-01
[withdrawal]
[[withdrawal.case]]
percent = 5
""",
        "utf-8",
    )
    assert line(demo, "bang coc")["at_risk"] == "no"
    done("criteria", "overlay", rule, db=demo)
    row = line(demo, "bang coc")
    assert (row["at_risk"], "9/2024/QĐ-TTg" in row["reason"]) == ("yes", True)
    assert line(demo, "bang coc", "--as-of", "30/6/2024")["at_risk"] == "no"
    assert "withdrawal of the recognition (9/2024/QĐ-TTg): 5 %" in told(
        "criteria", "show", BASIC, db=demo
    )


def test_a_ledger_that_lacks_the_rule_is_told_how_to_load_it(tmp_path: Path) -> None:
    db = tmp_path / "old.db"
    create(db)
    done("criteria", "load", BASIC, db=db)
    a_unit(db, "Xã Một")
    done("standing", "xa mot", "recognised", "--on", "1/7/2024", "--set", BASIC, db=db)
    command = f"criteria load {BASIC}-thu-hoi"
    assert command in told("standing", "list", db=db)
    done(*command.split(), db=db)
    assert command not in told("standing", "list", db=db)
    done("standing", "xa mot", "recognised", "--on", "1/7/2021", "--set", BASIC, db=db)
    before = told("standing", "list", "--as-of", "1/1/2022", db=db)
    assert "Xã Một" in before
    assert command not in before


def test_check_finds_what_may_be_lost(demo: Path) -> None:
    def checked(*more: str) -> Result:
        return run("standing", "list", "--check", *more, db=demo, today=TODAY)

    assert (checked().code, checked().out) == (0, "")
    argv = ("bang coc", "recognised", "--on", "1/5/2024", "--until", "31/12/2024")
    done("standing", *argv, db=demo)
    assert checked().code == 0
    assert checked("--expiring", "200d").code == 1


def test_the_board_names_the_list_only_when_there_is_something_to_lose(demo: Path) -> None:
    assert "standing list" not in told(db=demo)
    argv = ("bang coc", "recognised", "--on", "1/5/2024", "--until", "1/8/2024")
    done("standing", *argv, db=demo)
    done("standing", "ban bo", "recognised", "--on", "1/5/2024", db=demo)
    said = told(db=demo)
    assert "Recognitions: 1 ending within 90 days, 1 at risk of withdrawal" in said
    assert "`ntmtrack standing list`" in said


@pytest.mark.parametrize("look", [("list",), ("show", "ban bo")])
def test_every_format_has_the_same_rows(demo: Path, look: tuple[str, ...]) -> None:
    done("standing", "ban bo", "recognised", "--on", "1/5/2024", db=demo)
    found = rows("standing", *look, db=demo, today=TODAY)
    table = run("standing", *look, "-f", "csv", db=demo, today=TODAY).out
    cells = list(csv.DictReader(io.StringIO(table)))
    assert len(found) == len(cells) > 0
    for row, cell in zip(found, cells, strict=True):
        for key, value in row.items():
            if isinstance(value, str | int):
                assert cell[key] == str(value)
    shown = told("standing", *look, db=demo)
    assert all(row["set"] in shown for row in found)


def test_known_takes_back_what_was_recorded_since(demo_file: Path) -> None:
    assert rows("standing", "list", "--known", "1/1/2024", db=demo_file, today=TODAY) == []
