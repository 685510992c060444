"""`log`: changes as they were recorded, and what one of them did to each row."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.bundle import BundleWay, HubWay, Signature
from ntmtrack.domain.change import ChangeKind
from ntmtrack.domain.changed_row import (
    ChangedRow,
    ChangedRows,
    LedgerField,
    LedgerTable,
    RowAction,
    TaskField,
)
from ntmtrack.domain.closing import Closing
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.domain.task import TaskState
from ntmtrack.domain.undo import Link, undone
from ntmtrack.message import say
from ntmtrack.reports.changed_rows import blocks, counted, left_out
from ntmtrack.reports.log import changes, rows
from ntmtrack.reports.undo import reversed_change
from tests.reports.values import TODAY, cells, notes, records, words

F, T = LedgerField, LedgerTable
NOBODY = undone([])
MOMENT = datetime(2024, 7, 9, 2, 30, tzinfo=UTC)


def a_change(number: int, **more: Any) -> SimpleNamespace:
    facts = {"reason": None, "undoes": None, "kind": "command", "rows": 3}
    return SimpleNamespace(
        number=number,
        recorded_at="2024-07-09T02:30:00.000+00:00",
        actor="canbo",
        command="assess 03424 --met 1",
        **{**facts, **more},
    )


def corrected(before: dict[LedgerField, Any], after: dict[LedgerField, Any]) -> ChangedRow:
    return ChangedRow(T.TASK, RowAction.UPDATE, "NV2023-005", before, after)


def of(*found: ChangedRow, count: int | None = None) -> ChangedRows:
    counts = {(each.table, each.action): count or len(found) for each in found}
    return ChangedRows(found, counts)


def test_changes_keep_their_order_and_name_who_did_what() -> None:
    report = changes([a_change(8), a_change(7)], NOBODY, TODAY)
    assert cells(report, "change") == [8, 7]
    first, _ = records(report)
    assert first["recorded_at"] == datetime(2024, 7, 9, 2, 30, tzinfo=UTC)
    assert (first["actor"], first["command"], first["rows"]) == (
        *("canbo", "assess 03424 --met 1", 3),
    )
    assert notes(report) == ["2 changes"]
    assert words(report.title) == "Changes"


def test_an_undo_and_what_it_undid_are_marked() -> None:
    state = undone([Link(7, "command"), Link(8, "undo", 7)])
    report = changes([a_change(8, undoes=7), a_change(7)], state, TODAY, about=say("Xã Bản Bo"))
    assert cells(report, "undoes") == [7, None]
    assert cells(report, "undone_by") == [None, 8]
    assert words(report.title) == "Changes: Xã Bản Bo"


def test_a_change_shows_its_rows_field_by_field_before_and_after() -> None:
    found = of(
        corrected(
            {F.STATE: "open", F.TITLE: "Làm đường"},
            {F.STATE: "reported", F.CLOSED_ON: "2024-07-09", F.TITLE: "Làm cầu"},
        )
    )
    report = rows(a_change(1234, reason="gõ nhầm"), found, NOBODY, TODAY)
    assert list(records(report)) == [
        {
            **{"table": T.TASK, "row": "NV2023-005", "action": RowAction.UPDATE},
            **{"field": field, "before": before, "after": after},
        }
        for field, before, after in (
            (F.TITLE, "Làm đường", "Làm cầu"),
            (F.STATE, TaskState.OPEN, TaskState.REPORTED),
            (F.CLOSED_ON, None, date(2024, 7, 9)),
        )
    ]
    (block,) = report.blocks
    assert words(block.heading) == "Corrected: task NV2023-005"
    assert words(report.title) == "Change 1234: assess 03424 --met 1"
    assert notes(report) == [
        "by canbo, 2024-07-09 02:30:00+00:00",
        "reason: gõ nhầm",
        "task: 1 row corrected",
    ]


def test_what_is_said_of_one_change_is_what_undid_it_and_what_it_undoes() -> None:
    state = undone([Link(6, "command"), Link(7, "undo", 6), Link(8, "undo", 7)])
    report = rows(a_change(7, undoes=6), of(), state, TODAY)
    assert notes(report)[1:] == ["it undoes change 6", "it was undone by change 8"]


@pytest.mark.parametrize(
    ("table", "field", "value", "told"),
    [
        (T.ASSESSMENT, F.VERDICT, "met", Verdict.MET),
        (T.TASK_EVENT, F.KIND, "later", "later"),
        (T.ASSESSMENT, F.AT_RISK, 1, True),
        (T.ASSESSMENT, F.VALUE, "82.5", Decimal("82.5")),
        (T.SETTING, F.VALUE, "Văn phòng", "Văn phòng"),
        (T.SETTLEMENT, F.AT_TABLE, "task", T.TASK),
        (T.TASK, F.NOTE, "2024-13-45", "2024-13-45"),
        (T.TALLY, F.COUNT, 9, 9),
        (T.BUNDLE, F.WAY, "applied", BundleWay.APPLIED),
        (T.BUNDLE, F.SIGNATURE, "good", Signature.GOOD),
        (T.HUB_CURSOR, F.WAY, "pull", HubWay.PULL),
        (T.RECEIVED, F.KIND, "undo", ChangeKind.UNDO),
        (T.RECEIVED, F.RECORDED_AT, "2024-07-09T02:30:00.000Z", MOMENT),
        (T.RECEIVED_OP, F.ACTION, "delete", RowAction.DELETE),
        (T.OP_OUTCOME, F.OUTCOME, "waiting", OpOutcome.WAITING),
    ],
)
def test_a_field_is_told_as_what_it_is(
    table: LedgerTable, field: LedgerField, value: Any, told: Any
) -> None:
    row = ChangedRow(table, RowAction.INSERT, "x", {}, {field: value})
    (block,) = blocks(of(row))
    assert block.rows == ((table, "x", RowAction.INSERT, field, None, told),)


@pytest.mark.parametrize(
    ("table", "called"),
    [(T.TASK, TaskField), (T.PROPOSAL, TaskField), (T.TASK_EVENT, TaskField), (T.PERSON, F)],
)
def test_the_title_of_a_task_is_called_otherwise_than_that_of_a_person(
    table: LedgerTable, called: type
) -> None:
    row = ChangedRow(table, RowAction.INSERT, "x", {}, {F.TITLE: "y"})
    (block,) = blocks(of(row))
    assert [type(line[3]) for line in block.rows] == [called]


def test_a_row_without_fields_is_told_by_its_heading_and_one_line() -> None:
    (block,) = blocks(of(ChangedRow(T.UNIT, RowAction.DELETE, "Xã Bản Bo", {}, {})))
    assert words(block.heading) == "Taken back: unit Xã Bản Bo"
    assert block.rows == ((T.UNIT, "Xã Bản Bo", RowAction.DELETE, None, None, None),)


def test_what_a_change_did_is_counted_by_kind_of_row_and_by_what_was_done() -> None:
    found = ChangedRows(
        rows=(),
        counts={
            (T.UNIT, RowAction.INSERT): 2,
            (T.TASK, RowAction.UPDATE): 1,
            (T.AGENCY, RowAction.DELETE): 3,
        },
    )
    assert [words(each) for each in counted(found)] == [
        "unit: 2 rows written",
        "task: 1 row corrected",
        "agency: 3 rows taken back",
    ]


def test_rows_are_counted_and_it_is_said_how_many_are_left_out() -> None:
    found = of(ChangedRow(T.UNIT, RowAction.INSERT, "a", {}, {F.NOTE: "b"}), count=41)
    assert [words(each) for each in counted(found)] == ["unit: 41 rows written"]
    assert left_out(found) == 40
    report = rows(a_change(5), found, NOBODY, TODAY)
    assert notes(report)[-1] == "40 rows more are not shown: `ntmtrack log show 5 --all`"


CLOSING = Closing(
    period="2023",
    start=date(2023, 1, 1),
    last_day=date(2023, 12, 31),
    closed_on=date(2024, 1, 5),
    hash="",
    body="",
    change=3,
    actor="canbo",
    note=None,
)


def test_an_undo_says_what_it_did_and_how_it_is_taken_back() -> None:
    found = of(corrected({F.STATE: "reported"}, {F.STATE: "open"}))
    report = reversed_change(a_change(4), found, [CLOSING], asked=4, undo=9, kept=True, day=TODAY)
    assert words(report.title) == "Change 4 undone: assess 03424 --met 1"
    assert notes(report)[1:] == [
        "task: 1 row corrected",
        "2023 was closed on 2024-01-05: its figures stay as they were closed, `ntmtrack period"
        " show 2023` tells what differs",
        "the undo is change 9; `ntmtrack undo 9` takes it back",
    ]
    assert report.summary == {"undone": 4, "change": 9}


def test_an_undo_that_is_only_tried_does_not_say_its_number() -> None:
    found = of(corrected({F.STATE: "reported"}, {F.STATE: "open"}), count=2)
    report = reversed_change(a_change(4), found, [], asked=2, undo=9, kept=False, day=TODAY)
    assert notes(report)[1:] == [
        "what change 2 wrote was undone and stands again by change 4: that is undone",
        "task: 2 rows corrected",
        "1 row more is not shown: `ntmtrack log show 4 --all`",
    ]
    assert report.summary == {"undone": 4}
