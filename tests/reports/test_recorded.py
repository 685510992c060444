"""What a judging command says it recorded."""

from datetime import date
from decimal import Decimal

import pytest

from ntmtrack.domain.assessment import Judged, Stage, Verdict
from ntmtrack.domain.bodies import Document
from ntmtrack.domain.catalogue import SetName
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.reports.recorded import Recorded, assessed, threshold_cell
from ntmtrack.reports.report import Measure, Show
from tests.reports.values import SET, TODAY, a_standing, a_tally, notes, records, words

THE_SET = SetName(1, SET, "Bộ tiêu chí", "commune")


@pytest.mark.parametrize(
    ("kept", "sign"), [(">= 85", "≥"), ("<= 85", "≤"), ("> 85", ">"), ("< 85", "<"), ("= 85", "=")]
)
def test_a_threshold_is_read_back_as_it_was_kept(kept: str, sign: str) -> None:
    assert threshold_cell(kept, "%") == Measure(Decimal(85), "%", sign)


def test_what_was_judged_by_hand_has_no_threshold() -> None:
    assert threshold_cell(None, "%") is None


def test_each_judgement_is_told_with_what_stood_there_before() -> None:
    by_value = Recorded(
        "17.8",
        "Nước sạch",
        Verdict.UNMET,
        before=Verdict.MET,
        value=Decimal("82.5"),
        value_unit="%",
        threshold=">= 85",
        judged=Judged.BY_THRESHOLD,
    )
    standing = a_standing(Verdict.UNMET, Verdict.MET, tallies=(a_tally(1, 2),))
    report = assessed(
        standing,
        [by_value, Recorded("2", "Giao thông", Verdict.MET)],
        stage=Stage.VERIFICATION,
        day=TODAY,
        document=Document(1, "12/TB"),
        of=THE_SET,
        by="Phòng NN",
    )
    first, second = records(report)
    assert (first["verdict"], first["before"]) == (Verdict.UNMET, Verdict.MET)
    assert first["value"] == Measure(Decimal("82.5"), "%")
    assert first["threshold"] == Measure(Decimal(85), "%", "≥")
    assert (first["unit"], first["stage"], first["document"]) == (
        *("03424", Stage.VERIFICATION, "12/TB"),
    )
    assert (second["before"], second["value"], second["threshold"]) == (None, None, None)
    assert notes(report) == [
        "recorded as of 2024-07-09, verification, under the set xa-ntm-2021-2025",
        "assessed by Phòng NN",
        "document: 12/TB",
        "Xã 03424, xa-ntm-2021-2025: met 1/2; nearly met 0; unmet 1; not applicable 0;"
        " not assessed 0",
        "Xã 03424: counted 1/2 met on 2024-07-08, the list of that day agrees",
    ]
    assert report.summary["total"] == 2


def test_without_a_document_none_is_named() -> None:
    report = assessed(
        a_standing(Verdict.MET),
        [Recorded("1", "Quy hoạch", Verdict.MET)],
        stage=Stage.SELF,
        day=TODAY,
        document=None,
        of=THE_SET,
    )
    (row,) = records(report)
    assert row["document"] is None
    assert not any("document" in note for note in notes(report))
    assert words(report.title) == "Recorded: Xã 03424"


@pytest.mark.parametrize(
    ("judged", "shown"), [(Judged.BY_HAND, Show.DATA), (Judged.OVERRIDDEN, Show.ROOM)]
)
def test_how_a_verdict_came_about_is_shown_where_it_was_not_simply_given(
    judged: Judged, shown: Show
) -> None:
    report = assessed(
        a_standing(Verdict.MET),
        [Recorded("1", "Quy hoạch", Verdict.MET, judged=judged)],
        stage=Stage.SELF,
        day=TODAY,
        document=None,
        of=THE_SET,
    )
    assert report.columns[report.position("judged")].show is shown


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (THE_SET._replace(period="2021-2025", effective=date(2022, 3, 8)), None),
        (THE_SET, None),
        (
            THE_SET._replace(period="2016-2020", issued=date(2016, 10, 17)),
            f"WARNING {SET} is for 2016-2020, in force from 2016-10-17;"
            " the judgement is of 2024-07-09",
        ),
        (
            THE_SET._replace(effective=date(2026, 2, 15)),
            f"WARNING {SET} is for …, in force from 2026-02-15; the judgement is of 2024-07-09",
        ),
        (
            THE_SET._replace(period="2016-2020"),
            f"WARNING {SET} is for 2016-2020, in force from …; the judgement is of 2024-07-09",
        ),
    ],
)
def test_a_judgement_outside_the_time_of_its_set_is_warned_about(
    of: SetName, said: str | None
) -> None:
    report = assessed(
        a_standing(Verdict.MET), [], stage=Stage.SELF, day=TODAY, document=None, of=of
    )
    assert [note for note in notes(report) if note.startswith("WARNING")] == (
        [] if said is None else [said]
    )


def test_the_count_of_a_past_day_is_told_apart_from_today_s() -> None:
    past, today = a_standing(Verdict.UNMET, Verdict.MET), a_standing(Verdict.MET, Verdict.MET)

    def told(now: UnitStanding | None) -> bool:
        report = assessed(past, [], stage=Stage.SELF, day=TODAY, document=None, of=THE_SET, now=now)
        return notes(report)[-1] == (
            "that is the count of 2024-07-09; with what was judged later it is 2/2 today"
        )

    assert [told(now) for now in (today, past, None)] == [True, False, False]
