"""`log who`: everything that was said of a criterion of a unit, what was undone among it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.changed_row import LedgerTable
from ntmtrack.domain.task import TaskEventKind
from ntmtrack.message import Message
from ntmtrack.reports.report import Measure
from ntmtrack.reports.who import Said, build
from tests.reports.values import TODAY, cells, notes, records, words

T = LedgerTable
UNIT: Any = SimpleNamespace(name="Xã Bản Bo")


def said(table: LedgerTable, row: dict[str, Any], *, by: int | None = None, **called: str) -> Said:
    change = SimpleNamespace(
        number=4,
        recorded_at="2024-07-09T02:30:00.000+00:00",
        actor="canbo",
        kind="command",
        command="",
        reason=None,
        undoes=None,
        rows=1,
    )
    return Said(change, table, by, row, called)


def test_each_kind_says_what_it_has_to_say_the_newest_first() -> None:
    judged = {"verdict": "met", "assessed_on": "2024-06-01", "value": "82.5", "value_unit": "%"}
    report = build(
        UNIT,
        ("17.8",),
        [
            said(T.ASSESSMENT, judged, by=9, item="17.8", document="5/BC"),
            said(T.EVIDENCE, {"path": "a.pdf"}),
            said(T.TASK, {"number": "NV2023-005", "title": "Làm đường"}, item="17"),
            said(T.TASK_EVENT, {"kind": "done", "happened_on": "2024-06-02"}, task="NV2023-005"),
            said(T.TASK_PARTY, {"role": "lead"}, task="NV2023-005", agency="UBND xã"),
            said(T.TASK_PARTY, {"role": "person"}, task="NV2023-005", person="Lò Văn A"),
            said(T.MEASUREMENT, {"value": "nhiều", "measured_on": "2024-06-03"}),
        ],
        day=TODAY,
    )
    assert words(report.title) == "Who said what of Xã Bản Bo, 17.8"
    assert cells(report, "about") == [
        *(T.MEASUREMENT, T.TASK_PARTY, T.TASK_PARTY, T.TASK_EVENT, T.TASK, T.EVIDENCE),
        T.ASSESSMENT,
    ]
    told = [words(each) if isinstance(each, Message) else each for each in cells(report, "said")]
    assert told == [
        *(None, "person: Lò Văn A", "lead: UBND xã", TaskEventKind.DONE, None, None, Verdict.MET),
    ]
    assert cells(report, "value")[0] == "nhiều"
    first = list(records(report))[-1]
    assert first["value"] == Measure(Decimal("82.5"), "%")
    assert (first["day"], first["document"], first["undone_by"]) == (date(2024, 6, 1), "5/BC", 9)
    assert cells(report, "task")[1:5] == ["NV2023-005"] * 4
    assert notes(report) == ["7 rows", "1 of them was undone"]


def test_what_came_from_another_office_is_told_with_its_author_and_its_moment_there() -> None:
    there = SimpleNamespace(
        actor="an", recorded_at="2024-07-01T01:00:00.000Z", office="UBND xã Bản Bo"
    )
    found = [said(T.TALLY, {}), said(T.TALLY, {})._replace(origin=there)]
    come, own = records(build(UNIT, ("10",), found, day=TODAY))
    assert (come["change"], come["actor"], come["office"]) == (4, "an", "UBND xã Bản Bo")
    assert come["recorded_at"] == datetime(2024, 7, 1, 1, tzinfo=UTC)
    assert (own["change"], own["actor"], own["office"]) == (4, "canbo", None)


def test_nothing_that_was_undone_is_not_spoken_of() -> None:
    report = build(UNIT, ("10",), [said(T.TALLY, {})], day=TODAY)
    assert notes(report) == ["1 row"]
    assert cells(report, "day") == [None]
