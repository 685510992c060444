"""`log`: changes as they were recorded, and the rows of one."""

from datetime import UTC, datetime
from types import SimpleNamespace

from ntmtrack.reports.log import changes, rows
from tests.reports.values import TODAY, cells, notes, records, words


def a_change(number: int) -> SimpleNamespace:
    return SimpleNamespace(
        number=number,
        recorded_at="2024-07-09T02:30:00.000+00:00",
        actor="canbo",
        kind="command",
        command="assess 03424 --met 1",
        reason=None,
        rows=3,
    )


def test_changes_keep_their_order_and_name_who_did_what() -> None:
    report = changes([a_change(8), a_change(7)], TODAY)
    assert cells(report, "change") == [8, 7]
    first, _ = records(report)
    assert first["recorded_at"] == datetime(2024, 7, 9, 2, 30, tzinfo=UTC)
    assert (first["actor"], first["command"], first["rows"]) == (
        *("canbo", "assess 03424 --met 1", 3),
    )
    assert notes(report) == ["2 changes"]


def test_a_change_shows_its_rows_before_and_after() -> None:
    row = SimpleNamespace(table="unit", action="update", before='{"a": 1}', after='{"a": 2}')
    report = rows(a_change(1234), [row], TODAY)
    assert list(records(report)) == [
        {"table": "unit", "action": "update", "before": '{"a": 1}', "after": '{"a": 2}'}
    ]
    assert words(report.title) == "Change 1234: assess 03424 --met 1"
    assert notes(report) == ["by canbo, 2024-07-09 02:30:00+00:00"]
