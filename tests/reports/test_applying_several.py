"""What is told of several bundles that were taken in together."""

from datetime import date
from typing import Any

from ntmtrack.domain.merging import OpOutcome
from ntmtrack.message import say
from ntmtrack.render.localise import Localiser
from ntmtrack.reports.applying import Applied, Missing
from ntmtrack.reports.applying_several import Several, several
from ntmtrack.reports.report import Report
from tests.reports.test_applying import LINE, taken

DAY = date(2024, 7, 9)
WAITING = LINE._replace(outcome=OpOutcome.WAITING, why=None)


def one(file: str, **more: Any) -> Several:
    return Several(file, 7, taken(**{"told": [], **more}))


def told(report: Report) -> list[str]:
    return [Localiser("en").say(each) for each in report.notes]


def test_every_bundle_is_a_row_and_all_of_them_add_up() -> None:
    report = several([one("a"), one("b", number=4)], (), DAY, notes=[say("more")])
    assert told(report) == [
        "8 received = 4 applied + 2 already here + 0 in conflict + 0 waiting + 2 refused",
        "more",
    ]
    assert report.rows == (
        ("a", "Xã A", 3, 4, 2, 1, 0, 0, 1, 7),
        ("b", "Xã A", 4, 4, 2, 1, 0, 0, 1, 7),
    )
    assert [column.key for column in report.columns[3:9]] == ["received", *map(str, OpOutcome)]
    assert (report.summary["bundles"], report.summary["received"], report.found) == (2, 8, False)


def test_bundles_of_which_something_was_not_taken_in_are_a_finding_and_stand_apart() -> None:
    report = several([one("a", told=[LINE, WAITING]), one("b")], (), DAY, notes=())
    assert report.found
    assert [(block.key, len(block.rows)) for block in report.blocks] == [
        ("taken", 1),
        ("unsettled", 1),
    ]
    assert told(report)[1:] == ["a: NV-1/A was refused: why", "a: NV-1/A waits: "]


def test_of_many_rows_the_first_are_told_and_the_rest_counted() -> None:
    report = several([one("a", told=[LINE] * 5)], (), DAY, notes=())
    assert [block.key for block in report.blocks] == ["unsettled"]
    assert told(report)[3:] == [
        "a: NV-1/A was refused: why",
        "a: 2 more rows; `ntmtrack bundle refused` lists them.",
    ]


def test_what_else_is_told_of_one_names_its_office() -> None:
    more: dict[str, Any] = {"answers": [LINE], "missing": [Missing(9, 9, ())]}
    assert told(several([one("a", **more)], (), DAY, notes=()))[1:] == [
        "Xã A could not take 1 row of this ledger: `ntmtrack bundle apply a` by itself lists it.",
        "Missing: the changes 9 of Xã A; ask for a bundle with them.",
    ]


def test_files_that_are_no_bundles_are_named_last() -> None:
    report = several([one("a")], ("x.txt", "y.txt"), DAY, notes=())
    assert told(report)[-1] == "2 files are no bundles and were passed over: x.txt, y.txt"


def test_what_was_here_already_is_said_once_of_all() -> None:
    same: Applied = taken(told=[], new=False, moved=1)
    report = several([Several("a", None, same), Several("b", None, same)], (), DAY, notes=())
    assert told(report)[1:] == [
        "All of it was here already; nothing was written.",
        "2 rows of before could be taken in now, or are refused for another reason.",
    ]
    assert [row[-1] for row in report.rows] == [None, None]
