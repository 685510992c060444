"""What was lost again: criteria with their indicators, who is recognised, who works on it."""

from datetime import date
from typing import Any

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.timeline import Fall
from ntmtrack.reports.regressions import Fallen, ItemKind, Regressed, build
from ntmtrack.reports.report import Report
from tests.reports.values import SET, TODAY, a_task, cells, days, headings, notes, records

UNMET, NEARLY = Verdict.UNMET, Verdict.NEARLY_MET


def a_fall(number: str = "17", ago: int = 30, verdict: Verdict = UNMET) -> Fallen:
    """Met for 200 days, and lost so many days ago."""
    fell_on = TODAY - days(ago)
    fall = Fall(verdict, fell_on - days(200), fell_on, fell_on)
    return Fallen(number, f"Mục {number}", number.split(".")[0], fall)


def lost(*fallen: Fallen, unit: str = "03424", **facts: Any) -> Regressed:
    told = {"set_code": SET, "recognised": False, **facts}
    return Regressed(unit_key=int(unit), unit=unit, unit_name=f"Xã {unit}", fallen=fallen, **told)


def built(*found: Regressed, **facts: Any) -> Report:
    return build(found, facts.pop("tasks", ()), day=TODAY, **facts)


def test_a_row_tells_how_long_it_was_met_and_since_when_it_is_not() -> None:
    (row,) = records(built(lost(a_fall(verdict=NEARLY))))
    assert (row["number"], row["name"], row["verdict"]) == ("17", "Mục 17", NEARLY)
    assert row["kind"] is ItemKind.CRITERION
    assert row["fell_on"] == TODAY - days(30)
    assert row["met_from"] == TODAY - days(230)
    assert (row["days_held"], row["days_since"]) == (200, 30)
    assert (row["tasks"], row["due"], row["leads"]) == ((), None, ())
    assert row["recognised"] is False


def test_an_indicator_stands_beside_its_criterion_and_each_says_which_it_is() -> None:
    report = built(lost(a_fall("17"), a_fall("17.8")))
    assert cells(report, "number") == ["17", "17.8"]
    assert cells(report, "kind") == [ItemKind.CRITERION, ItemKind.INDICATOR]


def test_open_tasks_about_it_are_named_with_the_nearest_due_and_who_leads() -> None:
    of_set: dict[str, Any] = {"unit": "03424", "set_code": SET}
    tasks = [
        a_task("NV-1", item="17", leads=("A", "B"), last_day=date(2024, 9, 1), **of_set),
        a_task("NV-2", item="17.8", leads=("B",), last_day=date(2024, 8, 1), **of_set),
        a_task("NV-3", item="17.8", **of_set),
        a_task("NV-4", item="17", unit="03425", set_code=SET),
        a_task("NV-5", item="17", unit="03424", set_code="other"),
        a_task("NV-6", unit="03424"),
    ]
    criterion, indicator = records(built(lost(a_fall("17"), a_fall("17.8")), tasks=tasks))
    assert criterion["tasks"] == ("NV-1", "NV-2", "NV-3")
    assert criterion["due"] == date(2024, 8, 1)
    assert criterion["leads"] == ("A", "B")
    assert indicator["tasks"] == ("NV-2", "NV-3")
    assert indicator["leads"] == ("B",)


def test_each_unit_and_set_has_a_block_and_a_recognised_unit_is_called_so() -> None:
    report = built(
        lost(a_fall(), recognised=True), lost(a_fall(), a_fall("3"), unit="1", set_code="b")
    )
    assert headings(report) == [
        f"Xã 03424 · {SET} · recognised (1)",
        "Xã 1 · b (2)",
    ]
    assert notes(report) == [
        "Fell back in 2 units: criteria 3, indicators 0",
        "1 of them stands recognised",
        "Several criteria sets are shown; their counts are not comparable.",
    ]
    assert report.summary == {"units": 2, "recognised": 1, "criteria": 3, "indicators": 0}


def test_units_of_one_set_are_not_said_to_be_of_several() -> None:
    assert notes(built(lost(a_fall()), lost(a_fall("3"), unit="1"))) == [
        "Fell back in 2 units: criteria 2, indicators 0"
    ]


def test_it_keeps_to_units_that_stand_recognised() -> None:
    found = [lost(a_fall(), recognised=True), lost(a_fall(), unit="1")]
    assert cells(built(*found, recognised=True), "unit") == ["03424"]
    assert cells(built(*found), "recognised") == [True, False]


def test_it_keeps_to_what_fell_on_a_day_or_later() -> None:
    found = lost(a_fall("1", ago=10), a_fall("2", ago=11))
    assert cells(built(found, since=TODAY - days(10)), "number") == ["1"]
    assert built(found, since=TODAY).rows == ()


def test_it_keeps_to_some_criteria_with_their_indicators() -> None:
    found = lost(a_fall("1"), a_fall("1.1"), a_fall("17"), a_fall("17.8"), a_fall("17.9"))
    assert cells(built(found, criteria=frozenset({"17"})), "number") == ["17", "17.8", "17.9"]
    assert cells(built(found, criteria=frozenset({"17.8"})), "number") == ["17.8"]


def test_where_nothing_fell_there_is_nothing_to_say() -> None:
    report = built(lost())
    assert (report.rows, report.blocks, notes(report)) == ((), (), [])
    assert not report.found
