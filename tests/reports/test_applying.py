"""What is told of a bundle that was taken in, and of what offices wrote differently."""

from datetime import date
from typing import Any

import pytest

from ntmtrack.domain.changed_row import LedgerField, LedgerTable, RowAction
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.message import say
from ntmtrack.render.localise import Localiser
from ntmtrack.reports import applying
from ntmtrack.reports.applying import Applied, Line, Missing, Value

DAY = date(2024, 7, 9)
LINE = Line(
    OpOutcome.REFUSED,
    LedgerTable.TASK,
    RowAction.INSERT,
    "Xã A",
    "NV-1/A",
    say("why"),
    "Xã A",
    "An",
    "2024-07-01T02:00:00.000Z",
    7,
    "u",
)


def told(report: Any) -> list[str]:
    words = Localiser("en")
    return [words.say(each) for each in report.notes]


def taken(**more: Any) -> Applied:
    counts = {OpOutcome.APPLIED: 2, OpOutcome.SAME: 1, OpOutcome.REFUSED: 1}
    given = {
        "office": "Xã A",
        "number": 3,
        "counts": {**dict.fromkeys(OpOutcome, 0), **counts},
        "told": [LINE],
        "answers": [],
        "moved": 0,
        "missing": [],
        "new": True,
    }
    return Applied(**{**given, **more})


def test_what_came_adds_up_and_what_was_refused_is_a_finding() -> None:
    report = applying.applied(taken(), DAY, notes=[say("more")])
    assert told(report) == [
        "4 received = 2 applied + 1 already here + 0 in conflict + 0 waiting + 1 refused",
        "more",
    ]
    assert report.found
    assert [block.key for block in report.blocks] == ["refused"]
    assert report.summary["received"] == 4


def test_what_the_other_office_refused_is_no_finding() -> None:
    waiting = LINE._replace(outcome=OpOutcome.WAITING)
    answer = LINE._replace(recorded_at=None, actor=None, change=None)
    report = applying.applied(taken(told=[], answers=[answer]), DAY, notes=[])
    assert not report.found
    assert [block.key for block in report.blocks] == ["answers"]
    assert applying.applied(taken(told=[waiting]), DAY, notes=[]).found


def test_holes_are_told_by_bundles_where_they_are_known() -> None:
    gaps = [Missing(4, 6, (2, 3)), Missing(9, 9, ())]
    report = applying.applied(taken(missing=gaps), DAY, notes=[])
    assert told(report)[1:] == [
        "Missing: bundle 2, 3 of Xã A (its changes 4–6); ask for it.",
        "Missing: the changes 9 of Xã A; ask for a bundle with them.",
    ]


@pytest.mark.parametrize(
    ("more", "note"),
    [
        ({"new": False}, "All of it was here already; nothing was written."),
        (
            {"counts": {**dict.fromkeys(OpOutcome, 0), OpOutcome.CONFLICT: 1}},
            "Choose among the values in conflict: `ntmtrack bundle conflicts`.",
        ),
        (
            {"moved": 2},
            "2 rows of before could be taken in now, or are refused for another reason.",
        ),
    ],
)
def test_what_else_is_to_be_known_is_said(more: dict[str, Any], note: str) -> None:
    assert note in told(applying.applied(taken(**more), DAY, notes=[]))


def test_all_that_waits_or_was_refused_is_listed() -> None:
    found = [LINE, LINE._replace(outcome=OpOutcome.WAITING)]
    report = applying.refused(found, DAY)
    assert [block.key for block in report.blocks] == ["refused", "waiting"]
    assert told(report) == ["2 rows"]
    assert applying.refused([], DAY).blocks == ()


def test_every_value_is_a_row_and_fields_are_counted() -> None:
    moment = "2024-07-01T02:00:00.000Z"
    field = LedgerField.TITLE
    one = Value(LedgerTable.TASK, "NV-1", field, "title", "x", "A", "An", moment, True, "u")
    two = one._replace(words="y", office="B", stands=False)
    report = applying.conflicts([one, two], DAY)
    assert (len(report.rows), report.summary["fields"]) == (2, 1)
    assert told(report)[0] == "1 field to choose"
    choosing = one._replace(command=("bundle", "settle", "NV-1", "title", "--keep", "A"))
    [row] = applying.conflicts([choosing], DAY).rows
    assert row[8] == "ntmtrack bundle settle NV-1 title --keep A"
    assert told(applying.conflicts([], DAY)) == ["0 fields to choose"]
    assert [row[7] for row in applying.settled([one, two], DAY).rows] == [True, False]
