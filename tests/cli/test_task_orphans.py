"""Tasks of units and bodies that are no more: listed, counted, and handed on in one change."""

from pathlib import Path

import pytest

from tests.factories import a_task, a_unit, an_agency, done
from tests.run import refused, rows, run

LATER = "2024-09-01"
ORPHANED = ("task", "list", "--orphaned")
OLD, NEW = "UBND xã Tân Lập", "UBND xã Bản Bo"


@pytest.fixture
def left(demo: Path) -> Path:
    """A commune with a body of its own, a task each for the body, for both, and for another."""
    a_unit(demo, "Xã Tân Lập", code="90001", under="Tam Đường")
    an_agency(demo, OLD, unit="90001", code="TL")
    a_task(demo, "ban bo", "Một mình", lead="TL", due="trong năm 2024")
    argv = ("task", "add", "ban bo", "--title", "Cùng nhau", "--lead", "TL", "--lead", NEW)
    done(*argv, db=demo)
    a_task(demo, "90001", "Của xã", lead=NEW)
    a_task(demo, "ban bo", "Việc khác", lead=NEW)
    return demo


def _orphans(db: Path, *argv: str, today: str = LATER) -> dict[str, list[str]]:
    return {row["title"]: row["ended"] for row in rows(*ORPHANED, *argv, db=db, today=today)}


def test_nothing_is_left_behind_while_everybody_is_there(left: Path) -> None:
    assert _orphans(left) == {}
    for look in ((), ("review",)):
        assert "left behind" not in run(*look, db=left, today=LATER).out


def test_what_an_ended_body_alone_leads_is_left_behind(left: Path) -> None:
    done("agency", "set", "TL", "--to", "31/7/2024", db=left)
    assert _orphans(left) == {"Một mình": [OLD]}
    assert _orphans(left, "--as-of", "2024-07-31") == {}
    assert _orphans(left, "--as-of", "2024-08-01") == {"Một mình": [OLD]}
    for look in ((), ("review",)):
        assert "1 open task was left behind" in " ".join(
            run(*look, db=left, today=LATER).out.split()
        )


def test_what_is_about_an_ended_unit_is_left_behind_with_its_bodies(left: Path) -> None:
    done("unit", "set", "90001", "--to", "31/7/2024", db=left)
    assert _orphans(left) == {"Một mình": [OLD], "Của xã": ["Xã Tân Lập"]}
    assert run(*ORPHANED, "--check", db=left, today=LATER).code == 1


@pytest.mark.parametrize("look", [("overdue",), ("due", "--within", "52w")], ids=" ".join)
def test_a_list_below_a_unit_says_what_was_left_behind_beside_it(
    left: Path, look: tuple[str, ...]
) -> None:
    done("unit", "set", "90001", "--to", "31/7/2024", db=left)
    said = " ".join(run(*look, "--under", "Tam Đường", db=left, today=LATER).out.split())
    assert "2 open tasks were left behind" in said
    assert "left behind" not in run(*look, "--under", "Tam Đường", db=left, today="2024-07-31").out
    assert "left behind" not in run(*look, db=left, today=LATER).out


def test_handing_it_on_settles_it_from_that_day(left: Path) -> None:
    done("unit", "set", "90001", "--to", "31/7/2024", db=left)
    (number,) = [row["task"] for row in rows(*ORPHANED, "90001", db=left, today=LATER)]
    done("task", "assign", number, "--lead", NEW, "--on", "15/8/2024", db=left, today=LATER)
    assert "Của xã" not in _orphans(left)
    assert "Của xã" in _orphans(left, "--as-of", "2024-08-14")


def test_handing_it_on_before_the_unit_ended_settles_nothing(left: Path) -> None:
    (number,) = [row["task"] for row in rows("task", "list", "90001", db=left, today=LATER)]
    done("task", "assign", number, "--lead", NEW, "--on", "31/7/2024", db=left, today=LATER)
    done("unit", "set", "90001", "--to", "31/7/2024", db=left)
    assert "Của xã" in _orphans(left)


def test_a_closed_task_is_not_left_behind(left: Path) -> None:
    done("agency", "set", "TL", "--to", "31/7/2024", db=left)
    (number,) = [row["task"] for row in rows(*ORPHANED, db=left, today=LATER)]
    done("task", "done", number, "--on", "20/8/2024", db=left, today=LATER)
    assert _orphans(left) == {}
    assert _orphans(left, "--as-of", "2024-08-10") == {"Một mình": [OLD]}


def test_all_that_a_body_leads_goes_to_another_in_one_change(left: Path) -> None:
    done("agency", "set", "TL", "--to", "31/7/2024", db=left)
    an_agency(left, "UBND xã Bình Lư")
    argv = ("task", "assign", "--from", "TL", "--lead", "UBND xã Bình Lư", "--on", "1/8/2024")
    before = left.read_bytes()
    shown = run(*argv, "--preview", db=left, today=LATER)
    assert shown.code == 0
    assert left.read_bytes() == before
    assert "--yes" in refused_unseen(left, argv)
    result = run(*argv, "--yes", "-f", "json", db=left, today=LATER)
    assert {row["title"]: row["leads"] for row in result.rows} == {
        "Một mình": ["UBND xã Bình Lư"],
        "Cùng nhau": [NEW, "UBND xã Bình Lư"],
    }
    assert _orphans(left) == {}
    listed = {row["title"]: row for row in rows("task", "list", "ban bo", db=left, today=LATER)}
    assert listed["Một mình"]["first_leads"] == [OLD]
    assert listed["Cùng nhau"]["first_leads"] == [OLD, NEW]
    assert listed["Việc khác"]["first_leads"] == [NEW]
    shown = run("task", "show", listed["Một mình"]["task"], db=left, today=LATER)
    assert f"first asked: {OLD}" in shown.out
    (changed,) = {
        row["change"]
        for row in rows("task", "show", "NV2024-006", db=left)
        if row["kind"] == "reassigned"
    }
    assert changed


def refused_unseen(db: Path, argv: tuple[str, ...]) -> str:
    result = run(*argv, db=db, today=LATER)
    assert result.code == 3
    return result.err


def test_a_new_lead_whose_unit_is_no_more_either_is_warned_about(left: Path) -> None:
    an_agency(left, "Hội nông dân xã Tân Lập", unit="90001", code="HND")
    done("unit", "set", "90001", "--to", "31/7/2024", db=left)
    argv = ("task", "assign", "--from", "TL", "--lead", "HND", "--yes")
    said = " ".join(run(*argv, db=left, today=LATER).out.split())
    assert "stays left behind: Hội nông dân xã Tân Lập is no more" in said
    assert _orphans(left)["Một mình"] == ["Hội nông dân xã Tân Lập"]
    again = run("task", "assign", "--from", "HND", "--lead", NEW, "--yes", db=left, today=LATER)
    assert "stays left behind" not in again.out
    assert "Một mình" not in _orphans(left)


def test_one_task_of_a_body_is_handed_on_by_its_number(left: Path) -> None:
    (number,) = [r["task"] for r in rows("task", "list", db=left) if r["title"] == "Cùng nhau"]
    argv = ("task", "assign", number, "--from", "TL", "--lead", "KTHT-TD")
    row = done(*argv, db=left)
    assert row["leads"] == [NEW, "Phòng Kinh tế - Hạ tầng huyện Tam Đường"]
    assert "does not lead" in refused(run(*argv, db=left), 3)


def test_what_makes_no_sense_is_refused(left: Path) -> None:
    start = ("task", "assign", "--from", "TL")
    assert "--lead" in refused(run(*start, "--coordinator", NEW, "--yes", db=left), 3)
    refused(run(*start, "--of-lead", NEW, "--lead", NEW, "--yes", db=left), 2)
    refused(run("task", "assign", "--from", "khong co", "--lead", NEW, "--yes", db=left), 3)


def test_the_body_of_an_ended_unit_is_called_old_with_and_without_marks(left: Path) -> None:
    refused(run("task", "list", "--lead", f"{OLD} cũ", db=left, today=LATER), 3)
    done("unit", "set", "90001", "--to", "31/7/2024", db=left)
    for words in (f"{OLD} cũ", "ubnd xa tan lap cu"):
        found = rows("task", "list", "--lead", words, db=left, today=LATER)
        assert {row["title"] for row in found} == {"Một mình", "Cùng nhau"}, words
    refused(run("task", "list", "--lead", f"{NEW} cũ", db=left, today=LATER), 3)


def test_a_body_that_comes_after_may_bear_the_name_of_one_that_ended(left: Path) -> None:
    done("agency", "set", "TL", "--to", "31/7/2024", db=left)
    refused(run("agency", "add", OLD, "--from", "1/7/2024", db=left, today=LATER), 3)
    done("agency", "add", OLD, "--from", "1/8/2024", db=left, today=LATER)
    argv = ("task", "assign", "--from", f"{OLD} cũ", "--lead", OLD, "--on", "1/8/2024", "--yes")
    done(*argv, db=left, today=LATER)
    assert _orphans(left) == {}
