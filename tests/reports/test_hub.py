"""What is told of a hub: made, granted, pushed to, pulled from, looked at."""

from datetime import date

import pytest

from ntmtrack.domain.changed_row import LedgerTable, RowAction
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.message import say
from ntmtrack.reports import hub, hub_pulled
from ntmtrack.reports.applying import Line
from ntmtrack.reports.hub import Handed, HubRefusal, OfficeThere, Pushed, RefusedRow
from ntmtrack.reports.hub_pulled import Pulled

DAY = date(2026, 3, 2)


def test_a_hub_that_was_made_says_what_comes_next() -> None:
    report = hub.made("db.tinh.vn:5432/ntm", DAY)
    assert report.rows == (("db.tinh.vn:5432/ntm",),)
    assert "grant" in report.notes[0].text


@pytest.mark.parametrize(("password", "notes"), [("geheim", 2), (None, 1)])
def test_a_password_is_told_once_and_only_if_it_was_made_here(
    password: str | None, notes: int
) -> None:
    given = Handed("BB", "Xã Bản Bo", "ntm_bb", "postgresql://ntm_bb@db/ntm", password)
    report = hub.handed(given, DAY)
    assert report.rows == (("BB", "Xã Bản Bo", "ntm_bb", "postgresql://ntm_bb@db/ntm", password),)
    assert len(report.notes) == notes


def test_a_push_counts_what_was_new_and_lists_what_was_refused() -> None:
    refused = RefusedRow(7, LedgerTable.TALLY, "Xã khác, 9/19", HubRefusal.UNIT, "u")
    report = hub.pushed(Pushed(3, 10, 2, (refused,)), "hub", DAY)
    assert report.rows == (
        (OpOutcome.REFUSED, LedgerTable.TALLY, "Xã khác, 9/19", HubRefusal.UNIT, 7, "u"),
    )
    assert report.summary == {"changes": 3, "new": 10, "same": 2, "refused": 1}
    assert len(report.notes) == 2
    nothing = hub.pushed(Pushed(0, 0, 0, ()), "hub", DAY)
    assert nothing.rows == ()
    assert len(nothing.notes) == 1


def test_the_status_shows_what_is_still_to_go_and_where_there_are_gaps() -> None:
    own = OfficeThere("T", "Tỉnh", True, 4, 9, 0, 2)
    other = OfficeThere("BB", "Xã Bản Bo", False, 3, 8, 12, 0, ((2, 3),))
    report = hub.status([own, other], "hub", DAY)
    assert report.rows == (
        ("T", "Tỉnh", True, 4, 9, 0, 2),
        ("BB", "Xã Bản Bo", False, 3, 8, 12, None),
    )
    assert [note.values["first"] for note in report.notes] == [2]
    assert report.found


def test_a_hub_with_nothing_to_do_finds_nothing() -> None:
    own = OfficeThere("T", "Tỉnh", True, 4, 9, 0, 0)
    assert not hub.status([own], "hub", DAY).found


def test_what_was_pulled_adds_up_and_what_was_not_taken_in_is_listed() -> None:
    why = say("not its unit")
    row = Line(
        OpOutcome.REFUSED, LedgerTable.TALLY, RowAction.INSERT, "Xã khác", "9/19", why, "Xã Bản Bo",
        "canbo", "2026-03-01T00:00:00.000Z", 3, "u",
    )  # fmt: skip
    counts = {OpOutcome.APPLIED: 5, OpOutcome.SAME: 1, OpOutcome.REFUSED: 1}
    report = hub_pulled.build(Pulled("hub", counts, (row,), 1, 2), DAY)
    assert report.rows == (
        (OpOutcome.REFUSED, LedgerTable.TALLY, "Xã khác", "9/19", why, "Xã Bản Bo", 3, "u"),
    )
    assert report.summary == {
        "received": 7, "applied": 5, "same": 1, "conflict": 0, "waiting": 0, "refused": 1,
    }  # fmt: skip
    assert len(report.notes) == 3


def test_a_pull_of_nothing_says_so() -> None:
    report = hub_pulled.build(Pulled("hub", {}), DAY)
    assert report.summary["received"] == 0
    assert [note.text for note in report.notes] == ["There is nothing new on the hub."]
