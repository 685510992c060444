"""Units, agencies and criteria sets as they are listed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ntmtrack.domain.bodies import Agency
from ntmtrack.domain.catalogue import SetName
from ntmtrack.domain.criteria import CriteriaSet, Criterion, Group, Indicator, Threshold
from ntmtrack.domain.criteria_compare import differences as compared
from ntmtrack.domain.criteria_terms import (
    Completeness,
    Confidence,
    IndicatorKind,
    Level,
    Operator,
    PassKind,
    PassRule,
    SetBy,
)
from ntmtrack.domain.division import Region
from ntmtrack.domain.withdrawal import Case, Withdrawal
from ntmtrack.message import Message, say
from ntmtrack.reports.catalogue import agencies, units
from ntmtrack.reports.criteria import criteria, differences, findings, sets
from ntmtrack.reports.report import Measure, Show
from tests.reports.values import BAN_BO, TODAY, cells, notes, records, words

WATER = Indicator(
    "17.1",
    "Nước sạch",
    IndicatorKind.PERCENT,
    op=Operator.AT_LEAST,
    unit="%",
    thresholds=(Threshold(Decimal(85), region="tay-nguyen"), Threshold(Decimal(90))),
)
OF_CRITERIA = CriteriaSet(
    "xa",
    "Bộ tiêu chí xã",
    Level.COMMUNE,
    "318/QĐ-TTg",
    criteria_count=1,
    completeness=Completeness.PARTIAL,
    criteria=(
        Criterion(
            "17",
            "Môi trường",
            agency="Sở NN",
            pass_rule=PassRule(PassKind.N_OF, 1, 2),
            indicators=(WATER, Indicator("17.2", "Cảnh quan", IndicatorKind.BOOLEAN)),
        ),
    ),
)


def labelled(*told: object) -> Message:
    """What a threshold is for."""
    return say("{words}", words=told)


def test_units_are_listed_with_their_region_as_a_closed_word() -> None:
    placed = BAN_BO._replace(region="tay-nguyen", group="I", valid_from=date(2020, 1, 1))
    report = units([BAN_BO, placed], TODAY, notes=(say("more"),))
    assert cells(report, "region") == [None, Region.CENTRAL_HIGHLANDS]
    assert cells(report, "parent") == ["Huyện Tam Đường"] * 2
    assert notes(report) == ["2 units", "more"]
    assert (report.name, words(report.title)) == ("unit list", "Units on 2024-07-09")


def test_a_unit_without_a_code_of_its_own_shows_none() -> None:
    uid = "0190a3c1-7b1e-7c3a-9d2e-3f4a5b6c7d8e"
    report = units([BAN_BO, BAN_BO._replace(code=uid)], TODAY)
    assert cells(report, "unit") == ["03424", uid]
    assert cells(report, "code") == ["03424", None]


def test_a_list_of_units_can_bear_another_name() -> None:
    report = units([BAN_BO], TODAY, name="unit show", title=say("Xã Bản Bo"))
    assert (report.name, words(report.title)) == ("unit show", "Xã Bản Bo")


def test_agencies_are_listed_with_their_mail_and_persons() -> None:
    body = Agency(1, "Hội A", outside=True, addresses=("a@b.vn",), persons=("Ông C", "Bà D"))
    (row,) = records(agencies([body], TODAY))
    assert (row["outside"], row["addresses"]) == (True, ("a@b.vn",))
    assert row["persons"] == ("Ông C", "Bà D")


@pytest.mark.parametrize(("outside", "shown"), [(True, Show.ROOM), (False, Show.DATA)])
def test_that_a_body_is_outside_is_told_where_any_is(outside: bool, shown: Show) -> None:
    report = agencies([Agency(1, "Phòng B"), Agency(2, "Hội A", outside=outside)], TODAY)
    assert report.columns[report.position("outside")].show is shown


def test_sets_that_come_with_the_program_are_listed_until_they_are_loaded() -> None:
    loaded = SetName(1, "xa", "Bộ", "commune", criteria=19, overlays=("tinh",), hash="ab")
    report = sets([loaded], ["tinh", "thon", "xa"], TODAY, notes=(say("more"),))
    assert [(row["set"], row["loaded"], row["level"]) for row in records(report)] == [
        ("xa", True, Level.COMMUNE),
        ("thon", False, None),
    ]
    assert notes(report) == ["more"]


def test_criteria_stand_above_their_indicators() -> None:
    report = criteria(OF_CRITERIA, TODAY)
    criterion, water, place = records(report)
    assert [each["number"] for each in (criterion, water, place)] == ["17", "17.1", "17.2"]
    assert (criterion["pass_rule"], criterion["agency"]) == ("1 of 2", "Sở NN")
    assert water["thresholds"] == (
        Measure(Decimal(85), "%", "≥", labelled(Region.CENTRAL_HIGHLANDS)),
        Measure(Decimal(90), "%", "≥"),
    )
    assert (place["kind"], place["thresholds"]) == (IndicatorKind.BOOLEAN, ())
    assert notes(report) == ["318/QĐ-TTg, …", "completeness: partial"]


def test_the_rule_of_withdrawal_is_told_case_by_case() -> None:
    rule = Withdrawal(
        "18/2022", (Case(Decimal(30), ("10", "17")), Case(Decimal(50))), ("số xã bị thu hồi",)
    )
    assert notes(criteria(replace(OF_CRITERIA, withdrawal=rule), TODAY))[2:] == [
        "withdrawal of the recognition (18/2022): 30 % of the criteria unmet, or more, among them"
        " one of 10, 17 [verified]",
        "withdrawal of the recognition (18/2022): 50 % of the criteria unmet, or more [verified]",
        "withdrawal of the recognition (18/2022), not reckoned here: số xã bị thu hồi",
    ]


def test_the_notes_of_a_set_are_told() -> None:
    noted = replace(OF_CRITERIA, period="2021-2025", notes="còn thiếu phụ lục")
    assert notes(criteria(noted, TODAY, notes=(say("more"),))) == [
        "318/QĐ-TTg, 2021-2025",
        "completeness: partial",
        "còn thiếu phụ lục",
        "more",
    ]


@pytest.mark.parametrize(
    ("threshold", "shown"),
    [
        (
            Threshold(Decimal(7), group="I", year=2025, measure="nghèo", op=Operator.AT_MOST),
            Measure(Decimal(7), "%", "≤", labelled("I", "2025", "nghèo")),
        ),
        (
            Threshold(Decimal(7), confidence=Confidence.UNVERIFIED, unit="hộ"),
            Measure(Decimal(7), "hộ", "≥", labelled(Confidence.UNVERIFIED)),
        ),
        (
            Threshold(Decimal(7), region="vùng khác"),
            Measure(Decimal(7), "%", "≥", labelled("vùng khác")),
        ),
        (Threshold(Decimal(7), op=Operator.EQUAL), Measure(Decimal(7), "%", "=")),
    ],
)
def test_a_threshold_says_what_it_is_for_and_how_sure_it_is(
    threshold: Threshold, shown: Measure
) -> None:
    indicator = replace(WATER, thresholds=(threshold,), set_by=SetBy.PROVINCE)
    only = replace(
        OF_CRITERIA, criteria=(replace(OF_CRITERIA.criteria[0], indicators=(indicator,)),)
    )
    assert cells(criteria(only, TODAY), "thresholds")[1] == (shown,)


def test_a_threshold_without_an_operator_has_no_sign() -> None:
    indicator = replace(WATER, op=None, thresholds=(Threshold(Decimal(7)),))
    only = replace(
        OF_CRITERIA, criteria=(replace(OF_CRITERIA.criteria[0], indicators=(indicator,)),)
    )
    assert cells(criteria(only, TODAY), "thresholds")[1] == (Measure(Decimal(7), "%"),)


def test_sets_are_compared_fact_by_fact_as_text() -> None:
    after = replace(
        OF_CRITERIA,
        criteria_count=2,
        issued=date(2022, 3, 8),
        regions=("tay-nguyen", "dong-nam-bo"),
        groups=(Group("I", "xã khó khăn"),),
    )
    report = differences("a", "b", compared(OF_CRITERIA, after), TODAY)
    assert {row["field"]: (row["before"], row["after"]) for row in records(report)} == {
        "criteria_count": ("1", "2"),
        "group I": (None, "xã khó khăn"),
        "issued": (None, "2022-03-08"),
        "regions": (None, "tay-nguyen; dong-nam-bo"),
    }
    assert notes(report) == ["4 differences"]


def test_sets_that_say_the_same_have_no_rows() -> None:
    report = differences("a", "b", compared(OF_CRITERIA, OF_CRITERIA), TODAY)
    assert not report.found
    assert words(report.empty) == "They say the same."


def test_findings_are_rows_and_a_set_without_any_has_none() -> None:
    assert cells(findings(OF_CRITERIA, [say("one"), say("two")], TODAY), "finding") == [
        say("one"),
        say("two"),
    ]
    assert not findings(OF_CRITERIA, [], TODAY).found
