"""`differences`: one row for each item on which judges part, in blocks by which way."""

from datetime import date

from ntmtrack.domain.assessment import Judgement, Stage, Verdict
from ntmtrack.domain.catalogue import Item, SetName
from ntmtrack.domain.differences import Difference, Parting, Precedence, SeenByOne
from ntmtrack.reports.differences import build
from ntmtrack.reports.report import Report
from tests.reports.values import (
    BAN_BO,
    SET,
    TODAY,
    a_judgement,
    a_task,
    days,
    headings,
    notes,
    records,
)

MET, UNMET = Verdict.MET, Verdict.UNMET
ITEMS = {17: Item(17, "17", "Môi trường", 1), 178: Item(178, "17.8", "Rác", 1, parent="17")}
SETS = {1: SetName(1, SET, "Bộ tiêu chí", "commune")}


def said(stage: Stage, verdict: Verdict, ago: int, number: str = "17") -> Judgement:
    return a_judgement(number, verdict, stage=stage, assessed_on=TODAY - days(ago))


def apart(*words: Judgement, item: int = 17) -> Difference:
    return Difference(BAN_BO.key, 1, item, words)


FELL = apart(said(Stage.SELF, MET, 50), said(Stage.APPRAISAL, UNMET, 20))
ROSE = apart(said(Stage.SELF, UNMET, 9, "17.8"), said(Stage.VERIFICATION, MET, 9, "17.8"), item=178)


NOTHING = SeenByOne()


def report(*found: Difference, alone: SeenByOne = NOTHING, tasks: tuple[str, ...] = ()) -> Report:
    at_work = [a_task(number, unit="1", set_code=SET, item="17.8") for number in tasks]
    units = {BAN_BO.key: BAN_BO}
    return build(found, units, ITEMS, SETS, at_work, alone=alone, day=TODAY)


def test_a_row_has_the_words_side_by_side() -> None:
    (row,) = records(report(FELL))
    assert (row["unit"], row["unit_name"], row["set"]) == ("03424", "Xã Bản Bo", SET)
    assert (row["number"], row["name"]) == ("17", "Môi trường")
    assert (row["self"], row["verification"], row["appraisal"]) == (MET, None, UNMET)
    assert (row["self_on"], row["verification_on"], row["appraisal_on"]) == (
        TODAY - days(50),
        None,
        TODAY - days(20),
    )
    assert (row["since"], row["days"]) == (TODAY - days(20), 20)


def test_it_is_said_which_word_counts_and_why() -> None:
    fell, rose = records(report(FELL, ROSE))
    told = [(row["counts"], row["counts_stage"], row["counts_why"]) for row in (fell, rose)]
    assert told == [
        (UNMET, Stage.APPRAISAL, Precedence.LATEST_DAY),
        (MET, Stage.VERIFICATION, Precedence.HIGHER_STAGE),
    ]


def test_what_fell_in_appraisal_comes_first() -> None:
    found = report(ROSE, FELL)
    assert [row["kind"] for row in records(found)] == [
        Parting.LOWER_IN_APPRAISAL,
        Parting.OTHERWISE,
    ]
    assert headings(found) == [
        "Lower in appraisal than by the unit itself (1)",
        "Other differences (1)",
    ]
    assert found.summary["lower_in_verification"] == 0


def test_the_tasks_of_a_criterion_are_shown_beside_its_indicators_too() -> None:
    found = report(FELL, ROSE, tasks=("NV2024-001", "NV2024-002"))
    assert [row["tasks"] for row in records(found)] == [("NV2024-001", "NV2024-002")] * 2
    assert [row["tasks"] for row in records(report(FELL))] == [()]


def test_what_one_stage_alone_has_judged_is_counted_and_is_no_difference() -> None:
    found = report(alone=SeenByOne(18, 2))
    assert not found.found
    assert notes(found) == [
        "18 criteria and indicators, in 2 units, have been judged by one stage alone: that is no"
        " difference"
    ]
    assert found.summary["seen_by_one"] == 18


def test_differences_are_counted_with_their_units() -> None:
    assert notes(report(FELL, ROSE))[0] == "2 differences, in 1 unit"
    assert notes(report()) == []
    assert report().as_of == date(2024, 7, 9)
