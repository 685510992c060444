"""Two days side by side: what turned, what cannot be compared, and what is never joined."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.task_past import Moved
from ntmtrack.reports.compare import Compared, Comparison, build, fell, newly_met, percent
from tests.reports.values import TODAY, a_tally, cells, headings, notes, records

THEN = date(2023, 12, 31)
MET, NEARLY, UNMET = Verdict.MET, Verdict.NEARLY_MET, Verdict.UNMET
NA, MISSING = Verdict.NOT_APPLICABLE, Verdict.NOT_ASSESSED
Judged = list[Verdict] | None


def numbered(verdicts: Judged) -> dict[str, Verdict] | None:
    if verdicts is None:
        return None
    return {str(number): verdict for number, verdict in enumerate(verdicts, 1)}


def a_row(before: Judged, now: Judged, unit: str = "03424", **facts: Any) -> Compared:
    told = {"set_code": "a", "total": len(now or before or [MISSING] * 3), **facts}
    return Compared(
        unit=unit, unit_name=f"Xã {unit}", before=numbered(before), now=numbered(now), **told
    )


def row_of(before: Judged, now: Judged, **facts: Any) -> dict[str, Any]:
    return next(records(build([a_row(before, now, **facts)], then=THEN, day=TODAY)))


def test_a_row_tells_what_was_met_then_and_now_and_what_turned() -> None:
    row = row_of([MET, UNMET, MET, NA], [MET, MET, NEARLY, MET])
    assert (row["before"], row["now"]) == ("2/4", "3/4")
    assert (row["change"], row["percent"]) == (1, Decimal("50.0"))
    assert row["newly_met"] == ("2", "4")
    assert row["fell"] == ("3",)
    assert row["remark"] is None


def test_what_does_not_apply_any_more_or_is_not_assessed_did_not_fall() -> None:
    row = row_of([MET, MET, MET], [NA, MISSING, UNMET])
    assert row["fell"] == ("3",)
    assert row["change"] == -3


def test_nothing_earlier_is_no_figure() -> None:
    row = row_of(None, [MET, UNMET])
    assert [row[key] for key in ("before", "change", "percent")] == [None, None, None]
    assert row["now"] == "1/2"
    assert row["newly_met"] == row["fell"] == ()
    assert row["remark"] is Comparison.NOTHING_EARLIER


def test_from_nothing_met_there_is_no_per_cent() -> None:
    row = row_of([UNMET, UNMET], [MET, UNMET])
    assert (row["change"], row["percent"], row["remark"]) == (1, None, Comparison.NEW)
    still = row_of([UNMET, UNMET], [UNMET, NEARLY])
    assert (still["change"], still["percent"], still["remark"]) == (0, None, None)


def test_a_unit_that_has_not_been_judged_yet_has_no_figure_now() -> None:
    row = row_of(None, None)
    assert (row["before"], row["change"]) == (None, None)
    assert row["now"] == "?/3"


def test_a_unit_that_did_not_exist_is_said() -> None:
    report = build([a_row(None, [MET], existed=False)], then=THEN, day=TODAY)
    assert cells(report, "remark") == [Comparison.NO_UNIT]
    assert "Xã 03424 did not exist on 2023-12-31" in notes(report)


def test_tasks_are_named_in_the_row_and_counted_once_in_all() -> None:
    of_tasks = Moved(("NV-1",), ("NV-2", "NV-3"))
    rows = [a_row([MET], [MET], moved=of_tasks), a_row([MET], [MET], set_code="b", moved=of_tasks)]
    report = build(rows, then=THEN, day=TODAY)
    assert cells(report, "newly_late") == [("NV-1",)] * 2
    assert cells(report, "done") == [("NV-2", "NV-3")] * 2
    assert (report.summary["newly_late"], report.summary["done"]) == (1, 2)


def test_the_totals_are_of_units_judged_on_both_days() -> None:
    rows = [
        a_row([MET, UNMET], [MET, MET], "1"),
        a_row([UNMET, UNMET], [UNMET, MET], "2"),
        a_row(None, [MET, MET], "3"),
        a_row(None, None, "4"),
    ]
    assert notes(build(rows, then=THEN, day=TODAY)) == [
        "a, 2 units judged on both days: met 1 then, 3 now",
        "a: 2 units have nothing earlier to compare with",
    ]


def test_without_a_unit_judged_on_both_days_there_are_no_totals() -> None:
    assert notes(build([a_row(None, [MET])], then=THEN, day=TODAY)) == [
        "a: 1 unit has nothing earlier to compare with"
    ]


def test_sets_stand_apart_and_a_change_of_sets_is_a_warning() -> None:
    rows = [
        a_row([MET], [MET], "1", set_code="old"),
        a_row(None, [UNMET], "1", set_code="new"),
        a_row([MET], [MET], "2", set_code="old"),
        a_row(None, None, "2", set_code="new"),
    ]
    report = build(rows, then=THEN, day=TODAY)
    assert headings(report) == ["new", "old"]
    assert [note for note in notes(report) if "WARNING" in note] == [
        "WARNING Xã 1: judged by old until 2023-12-31, and by new since; counts of different sets"
        " are never compared"
    ]
    assert "Several criteria sets are shown; their counts are not comparable." in notes(report)


def test_without_units_there_is_nothing_to_say() -> None:
    report = build([], then=THEN, day=TODAY)
    assert (report.rows, notes(report)) == ((), [])
    assert report.summary["compared_with"] == "2023-12-31"


def test_a_count_without_its_list_is_told_beside() -> None:
    told = notes(build([a_row(None, [MET], counted=(a_tally(9, 19),))], then=THEN, day=TODAY))
    assert sum("the criteria are not named" in note for note in told) == 1


def test_the_summary_counts_what_turned_in_units_judged_on_both_days() -> None:
    rows = [
        a_row([UNMET, MET, MET], [MET, UNMET, MET], moved=Moved(("NV-1",), ("NV-2",))),
        a_row([UNMET], [MET], set_code="other", moved=Moved(("NV-1",), ("NV-2", "NV-3"))),
        a_row(None, [MET]),
        a_row([MET], None),
    ]
    assert build(rows, then=THEN, day=TODAY).summary == {
        "compared_with": "2023-12-31",
        "newly_met": 2,
        "fell": 1,
        "newly_late": 1,
        "done": 2,
    }


VERDICTS = st.lists(st.tuples(st.sampled_from(Verdict), st.sampled_from(Verdict)), max_size=8)


@given(VERDICTS)
def test_the_change_is_what_came_less_what_went(pairs: list[tuple[Verdict, Verdict]]) -> None:
    before, now = numbered([b for b, _ in pairs]) or {}, numbered([n for _, n in pairs]) or {}
    lost = sum(b is MET and n in (NA, MISSING) for b, n in pairs)
    row = row_of([b for b, _ in pairs], [n for _, n in pairs])
    assert row["change"] == len(newly_met(before, now)) - len(fell(before, now)) - lost
    assert not set(newly_met(before, now)) & set(fell(before, now))


@pytest.mark.parametrize(
    ("before", "now", "share"),
    [(3, 4, "33.3"), (8, 7, "-12.5"), (16, 17, "6.3"), (5, 5, "0.0"), (3, 0, "-100.0")],
)
def test_per_cent_is_of_the_earlier_figure_to_one_decimal(
    before: int, now: int, share: str
) -> None:
    assert percent(before, now) == Decimal(share)


def test_per_cent_of_nothing_is_nothing() -> None:
    assert percent(None, 3) is percent(0, 3) is percent(3, None) is None
