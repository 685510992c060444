"""Criteria sets as values: reading, overlays, the choice of a threshold, comparing, findings."""

import random
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.criteria import (
    AmendedItem,
    Charge,
    CriteriaSet,
    Criterion,
    Group,
    Indicator,
    LaidThreshold,
    Overlay,
    Threshold,
    in_order,
)
from ntmtrack.domain.criteria_check import check, misfits
from ntmtrack.domain.criteria_compare import Change, Part, content_hash, differences
from ntmtrack.domain.criteria_file import read_overlay, read_set
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
from ntmtrack.domain.criteria_threshold import (
    NoThreshold,
    NoThresholdReason,
    ThresholdFound,
    judge,
    threshold_for,
)
from ntmtrack.errors import DataError
from ntmtrack.message import Message

DAY = date(2024, 6, 30)
Data = dict[str, Any]


def english(message: object) -> str:
    if not isinstance(message, Message):
        return str(message)
    places = {key: english(value) for key, value in message.values.items()}
    one = message.count == 1 or message.many is None
    return (message.text if one else str(message.many)).format(**places)


def a_threshold(value: str | int = 80, **keys: Any) -> Threshold:
    return Threshold(value=Decimal(value), **keys)


def an_indicator(number: str = "2.1", *thresholds: Threshold, **keys: Any) -> Indicator:
    facts: Data = {
        "name": "Tỷ lệ hộ",
        "kind": IndicatorKind.PERCENT,
        "op": Operator.AT_LEAST,
        "unit": "%",
    }
    return Indicator(number=number, thresholds=thresholds, **(facts | keys))


def a_criterion(number: str, *indicators: Indicator, **keys: Any) -> Criterion:
    return Criterion(number=number, name=f"Tiêu chí {number}", indicators=indicators, **keys)


def a_set(*criteria: Criterion, **keys: Any) -> CriteriaSet:
    listed = criteria or (
        a_criterion("1", an_indicator("1", kind=IndicatorKind.BOOLEAN, op=None, unit=None)),
        a_criterion("2", an_indicator("2.1", a_threshold(80)), an_indicator("2.2")),
    )
    facts: Data = {
        "code": "xa-thu",
        "name": "Bộ tiêu chí thử",
        "level": Level.COMMUNE,
        "decision": "1/QĐ",
        "criteria_count": len(listed),
        "completeness": Completeness.FULL,
        "regions": ("tay-nguyen", "dong-nam-bo"),
    }
    return CriteriaSet(criteria=listed, **(facts | keys))


def an_overlay(code: str = "sua-doi", **keys: Any) -> Overlay:
    facts: Data = {
        "of": "xa-thu",
        "name": "Sửa đổi",
        "decision": "9/QĐ",
        "effective": date(2024, 1, 1),
    }
    return Overlay(code=code, **(facts | keys))


def set_data() -> Data:
    return {
        "set": {
            "code": "xa-thu",
            "name": "Bộ tiêu chí thử",
            "level": "commune",
            "decision": "1/QĐ",
            "issued": date(2024, 1, 2),
            "criteria_count": 2,
            "indicator_count": 2,
            "completeness": "full",
            "regions": ["tay-nguyen"],
            "groups": {"nhom-1": "Nhóm 1"},
            "sources": ["Công báo"],
        },
        "criterion": [
            {
                "number": "10",
                "name": "Thu nhập",
                "confidence": "verified",
                "pass_rule": "1 of 2",
                "indicator": [
                    {
                        "number": "10.10",
                        "name": "Thu nhập",
                        "kind": "money",
                        "op": ">=",
                        "unit": "triệu đồng",
                        "confidence": "verified",
                        "threshold": [
                            {"value": Decimal("45.5"), "region": "tay-nguyen", "year": 2024},
                            {"value": 50, "group": "nhom-1", "confidence": "unverified"},
                        ],
                    },
                    {
                        "number": "10.2",
                        "name": "Có việc làm",
                        "kind": "boolean",
                        "set_by": "province",
                        "confidence": "from knowledge",
                    },
                ],
            },
            {"number": "2", "name": "Giao thông", "confidence": "verified"},
        ],
    }


def overlay_data() -> Data:
    return {
        "overlay": {
            "code": "sua-doi",
            "of": "xa-thu",
            "name": "Sửa đổi",
            "decision": "9/QĐ",
            "effective": date(2024, 1, 1),
        },
        "threshold": [{"number": "10.10", "value": 60, "op": ">", "unit": "triệu"}],
        "agency": [{"number": "2", "agency": "Sở Xây dựng"}],
        "amended": [{"number": "2", "name": "Giao thông nông thôn", "item": "criterion"}],
        "indicator": [{"number": "2.1", "name": "Đường xã", "kind": "boolean"}],
        "criterion": [{"number": "20", "name": "Khu dân cư mẫu"}],
    }


def faults_of(reader: Callable[[Mapping[str, object]], object], data: Data) -> list[str]:
    with pytest.raises(DataError) as caught:
        reader(data)
    assert caught.value.hint is not None
    return [english(detail) for detail in caught.value.details]


class TestReading:
    def test_a_set_is_read_in_the_order_of_its_numbers(self) -> None:
        found = read_set(set_data())
        assert [item.number for item in found.criteria] == ["2", "10"]
        assert [item.number for item in found.criteria[1].indicators] == ["10.2", "10.10"]

    def test_a_threshold_inherits_the_confidence_of_its_indicator(self) -> None:
        indicator = read_set(set_data()).indicator("10.10")
        assert indicator is not None
        assert [item.confidence for item in indicator.thresholds] == ["verified", "unverified"]
        assert indicator.thresholds[0].value == Decimal("45.5")

    def test_words_of_the_file_become_values(self) -> None:
        found = read_set(set_data())
        income = found.criterion("10")
        job = found.indicator("10.2")
        assert income is not None and job is not None
        assert income.pass_rule == PassRule(PassKind.N_OF, 1, 2)
        assert job.set_by is SetBy.PROVINCE
        assert found.groups == (Group("nhom-1", "Nhóm 1"),)
        assert found.effective is None
        assert found.criterion("3") is None and found.indicator("3.1") is None

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            (lambda d: d["set"].pop("code"), 'the set: "code" is missing'),
            (lambda d: d["set"].update(colour="red"), 'the set: there is no key "colour"'),
            (lambda d: d.update(extra=1), 'the file: there is no key "extra"'),
            (lambda d: d["set"].update(name=5), 'the set: "name" has to be text, in quotes'),
            (lambda d: d["set"].update(name="  "), 'the set: "name" is empty'),
            (lambda d: d["set"].update(name="a" * 5000), "longer than 4000"),
            (lambda d: d["set"].update(name="\ud800"), "could not be decoded"),
            (lambda d: d["set"].update(code="Xã 2026"), '"Xã 2026" is not a code'),
            (lambda d: d["set"].update(level="ward"), '"level" has to be one of: province'),
            (lambda d: d["set"].update(issued="2024-01-02"), '"issued" has to be a date'),
            (lambda d: d["set"].update(criteria_count=True), '"criteria_count" has to be a whole'),
            (lambda d: d["set"].update(criteria_count=3), "is 3, but the file lists 2"),
            (lambda d: d["set"].update(indicator_count=-1), '"indicator_count" has to be a whole'),
            (lambda d: d["set"].update(regions="x"), '"regions" has to be a list of texts'),
            (lambda d: d["set"].update(regions=["tay-nguyen"] * 2), "names an entry twice"),
            (lambda d: d["set"].update(groups=["nhom-1"]), '"groups" has to be a table'),
            (lambda d: d.update(set=[]), '"set" has to be a table, [set]'),
            (lambda d: d.update(criterion={}), '"criterion" has to be a list of tables'),
            (lambda d: d["criterion"][1].update(number="10"), "there are several criteria 10"),
            (lambda d: d["criterion"][1].update(number="2.1"), "is not the number of a criterion"),
            (lambda d: d["criterion"][1].update(number="02"), "is not the number of a criterion"),
            (
                lambda d: d["criterion"][1].update(number=2),
                'criterion no. 2 in the file: "number" has to be text, in quotes',
            ),
            (lambda d: d["criterion"][1].pop("confidence"), 'criterion 2: "confidence" is missing'),
            (lambda d: d["criterion"][0].update(pass_rule="3 of 2"), "like"),
            (lambda d: d["criterion"][0].update(pass_rule="2 of 3"), "but there are 2"),
            (
                lambda d: d["criterion"][0]["indicator"][1].update(number="1.2"),
                "criterion 10: indicator 1.2 does not belong here",
            ),
            (
                lambda d: d["criterion"][0]["indicator"][1].update(number="10.x"),
                'indicator 10.x: "10.x" is not the number of an indicator',
            ),
            (
                lambda d: d["criterion"][0]["indicator"][1].update(number="10.10"),
                "there are several indicators 10.10",
            ),
            (lambda d: d["criterion"][0]["indicator"][0].pop("op"), '"op" is missing'),
            (lambda d: d["criterion"][0]["indicator"][0].pop("kind"), '"kind" is missing'),
            (
                lambda d: d["criterion"][0]["indicator"][0].update(kind="boolean"),
                "criterion 10, indicator 10.10: a yes-or-no indicator takes no threshold",
            ),
            (lambda d: the_thresholds(d)[0].update(region="bac-bo"), 'has no region "bac-bo"'),
            (lambda d: the_thresholds(d)[0].update(group="nhom-9"), 'has no group "nhom-9"'),
            (lambda d: the_thresholds(d)[0].update(year=24), '"year" has to be a whole number'),
            (lambda d: the_thresholds(d)[0].update(value="45"), '"value" has to be a number'),
            (lambda d: the_thresholds(d)[0].update(value=True), '"value" has to be a number'),
            (lambda d: the_thresholds(d)[0].pop("value"), '"value" is missing'),
            (lambda d: the_thresholds(d)[0].update(value=Decimal("NaN")), "usable size"),
            (lambda d: the_thresholds(d)[0].update(value=Decimal("1E+99")), "usable size"),
            (lambda d: the_thresholds(d)[0].update(value=Decimal("1E-99")), "usable size"),
            (
                lambda d: the_thresholds(d)[0].update(op=">"),
                'threshold no. 1: there is no key "op"',
            ),
            (lambda d: the_thresholds(d).append(the_thresholds(d)[0]), "two thresholds for the"),
        ],
    )
    def test_a_fault_is_named_with_its_place(
        self, change: Callable[[Data], object], fault: str
    ) -> None:
        data = deepcopy(set_data())
        change(data)
        assert any(fault in found for found in faults_of(read_set, data))

    def test_all_faults_are_named_at_once(self) -> None:
        data = set_data()
        data["set"]["level"] = "ward"
        data["criterion"][1]["name"] = ""
        the_thresholds(data)[0]["region"] = "bac-bo"
        assert len(faults_of(read_set, data)) == 3

    def test_an_empty_file_is_a_data_error(self) -> None:
        assert 'the file: "set" is missing' in faults_of(read_set, {})

    def test_a_partial_set_may_list_fewer_indicators_than_its_pass_rule(self) -> None:
        data = set_data()
        data["set"]["completeness"] = "partial"
        data["criterion"][0]["pass_rule"] = "2 of 5"
        assert read_set(data).criteria[1].pass_rule.words == "2 of 5"

    def test_an_overlay_is_verified_unless_it_says_otherwise(self) -> None:
        found = read_overlay(overlay_data())
        assert found.thresholds[0].threshold == a_threshold(60, op=Operator.MORE_THAN, unit="triệu")
        assert found.charges == (Charge("2", "Sở Xây dựng"),)
        assert found.amended[0].of_criterion
        assert found.criteria[0].confidence is Confidence.VERIFIED
        assert found.indicators[0].number == "2.1"

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            (lambda d: d["overlay"].pop("effective"), '"effective" is missing'),
            (lambda d: d["overlay"].update(of="sua-doi"), "a code of its own"),
            (lambda d: d["threshold"][0].pop("number"), '[[threshold]] no. 1: "number" is missing'),
            (lambda d: d["threshold"].append(d["threshold"][0]), "indicator 10.10: two thresholds"),
            (lambda d: d["agency"].append(d["agency"][0]), "there are several criteria 2"),
            (lambda d: d["amended"][0].pop("name"), "the amendment says nothing"),
            (lambda d: d["amended"].append(d["amended"][0]), "there are several criteria 2"),
            (lambda d: d["indicator"][0].update(number="x"), "is not the number of an indicator"),
            (
                lambda d: d["indicator"][0].pop("number"),
                'indicator no. 1 in the file: "number" is missing',
            ),
            (lambda d: [d.pop(key) for key in list(d) if key != "overlay"], "changes nothing"),
        ],
    )
    def test_a_fault_of_an_overlay_is_named(
        self, change: Callable[[Data], object], fault: str
    ) -> None:
        data = deepcopy(overlay_data())
        change(data)
        assert any(fault in found for found in faults_of(read_overlay, data))


def the_thresholds(data: Data) -> list[Data]:
    found: list[Data] = data["criterion"][0]["indicator"][0]["threshold"]
    return found


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("all", PassRule(PassKind.ALL)),
        ("any", PassRule(PassKind.ANY)),
        ("2 of 3", PassRule(PassKind.N_OF, 2, 3)),
        ("n of", None),
        ("0 of 3", None),
        ("4 of 3", None),
        ("2/3", None),
    ],
)
def test_a_pass_rule_is_read_from_its_words(words: str, rule: PassRule | None) -> None:
    assert PassRule.from_words(words) == rule
    assert rule is None or rule.words == words


class TestInForce:
    def test_an_overlay_counts_from_its_effective_date(self) -> None:
        base = a_set()
        overlay = an_overlay(charges=(Charge("2", "Sở Xây dựng"),))
        assert base.in_force([overlay], date(2023, 12, 31)) == base
        charged = base.in_force([overlay], date(2024, 1, 1)).criterion("2")
        assert charged is not None and charged.agency == "Sở Xây dựng"

    def test_overlays_of_other_sets_are_passed_over(self) -> None:
        overlay = an_overlay(of="bo-khac", charges=(Charge("2", "Sở Xây dựng"),))
        assert a_set().in_force([overlay], DAY) == a_set()

    @pytest.mark.parametrize("backwards", [False, True])
    def test_of_two_decisions_the_later_one_wins(self, backwards: bool) -> None:
        laid = LaidThreshold("2.1", a_threshold(85))
        late = LaidThreshold("2.1", a_threshold(90))
        overlays = [
            an_overlay("a", issued=date(2023, 12, 2), thresholds=(late,)),
            an_overlay("b", issued=date(2023, 12, 1), thresholds=(laid,)),
        ]
        found = a_set().in_force(overlays[::-1] if backwards else overlays, DAY).indicator("2.1")
        assert found is not None
        assert [(item.value, item.overlay) for item in found.thresholds] == [
            (Decimal(90), "a"),
            (Decimal(85), "b"),
            (Decimal(80), None),
        ]

    def test_a_laid_threshold_is_sourced_to_its_decision(self) -> None:
        overlay = an_overlay(thresholds=(LaidThreshold("2.1", a_threshold(85)),))
        found = a_set().in_force([overlay], DAY).indicator("2.1")
        assert found is not None and found.thresholds[0].source == "9/QĐ"

    def test_criteria_indicators_and_groups_are_added(self) -> None:
        overlay = an_overlay(
            criteria=(a_criterion("20", an_indicator("20.1", a_threshold(1))),),
            indicators=(an_indicator("2.10"), an_indicator("2.9")),
            groups=(Group("nhom-1", "Nhóm 1"),),
        )
        found = a_set(indicator_count=3).in_force([overlay, overlay], DAY)
        assert [item.number for item in found.criteria] == ["1", "2", "20"]
        assert [item.number for item in found.criteria[1].indicators] == [
            "2.1",
            "2.2",
            "2.9",
            "2.10",
        ]
        assert (found.criteria_count, found.indicator_count) == (3, 6)
        assert found.groups == (Group("nhom-1", "Nhóm 1"),)

    def test_an_amendment_of_the_wording_alone_keeps_the_thresholds(self) -> None:
        overlay = an_overlay(amended=(AmendedItem("2.1", name="Tỷ lệ hộ dân"),))
        found = a_set().in_force([overlay], DAY).indicator("2.1")
        assert found is not None
        assert (found.name, found.unit) == ("Tỷ lệ hộ dân", "%")
        assert [item.value for item in found.thresholds] == [80]

    @pytest.mark.parametrize(
        "item",
        [
            AmendedItem("2.1", kind=IndicatorKind.COUNT),
            AmendedItem("2.1", op=Operator.AT_MOST),
            AmendedItem("2.1", unit="hộ"),
        ],
    )
    def test_an_amendment_of_what_is_measured_ends_the_old_thresholds(
        self, item: AmendedItem
    ) -> None:
        laid = LaidThreshold("2.1", a_threshold(5))
        overlay = an_overlay(amended=(item,), thresholds=(laid,))
        found = a_set().in_force([overlay], DAY).indicator("2.1")
        assert found is not None and [level.value for level in found.thresholds] == [5]

    def test_an_indicator_amended_to_yes_or_no_measures_nothing(self) -> None:
        overlay = an_overlay(amended=(AmendedItem("2.1", kind=IndicatorKind.BOOLEAN),))
        found = a_set().in_force([overlay], DAY).indicator("2.1")
        assert found is not None
        assert (found.op, found.unit, found.thresholds) == (None, None, ())

    @pytest.mark.parametrize(
        ("number", "of_criterion", "names"),
        [
            ("1", False, ("Tiêu chí 1", "Mới")),
            ("1", True, ("Mới", "Tỷ lệ hộ")),
            ("2", False, ("Tiêu chí 1", "Tỷ lệ hộ")),
        ],
    )
    def test_a_number_shared_by_a_criterion_and_its_indicator(
        self, number: str, of_criterion: bool, names: tuple[str, str]
    ) -> None:
        overlay = an_overlay(amended=(AmendedItem(number, name="Mới", of_criterion=of_criterion),))
        found = a_set().in_force([overlay], DAY)
        first = found.criteria[0]
        assert (first.name, first.indicators[0].name) == names
        assert (found.criteria[1].name == "Mới") == (number == "2")


class TestMisfits:
    def test_an_overlay_that_fits(self) -> None:
        overlay = an_overlay(
            criteria=(a_criterion("20", an_indicator("20.1", a_threshold(1))),),
            indicators=(an_indicator("20.2", a_threshold(1, region="tay-nguyen")),),
            charges=(Charge("20", "Sở Xây dựng"),),
            amended=(AmendedItem("2.1", unit="hộ"), AmendedItem("2", name="Mới")),
            thresholds=(LaidThreshold("20.1", a_threshold(2, group="nhom-1")),),
            groups=(Group("nhom-1", "Nhóm 1"),),
        )
        assert misfits(a_set(), overlay) == ()

    @pytest.mark.parametrize(
        ("parts", "fault"),
        [
            ({"of": "bo-khac"}, "the overlay is for the set bo-khac, not for xa-thu"),
            ({"criteria": (a_criterion("2"),)}, "the set already has a criterion 2"),
            ({"indicators": (an_indicator("2.1"),)}, "the set already has an indicator 2.1"),
            ({"indicators": (an_indicator("3.1"),)}, "no criterion of the set holds indicator 3.1"),
            ({"charges": (Charge("3", "Sở"),)}, "the set has no criterion 3"),
            ({"amended": (AmendedItem("2.9", name="a"),)}, "the set has no indicator 2.9"),
            (
                {"amended": (AmendedItem("9", name="a", of_criterion=True),)},
                "the set has no criterion 9",
            ),
            (
                {"amended": (AmendedItem("2", unit="hộ"),)},
                "criterion 2: a criterion has no kind, operator or unit to amend",
            ),
            (
                {"thresholds": (LaidThreshold("2.9", a_threshold()),)},
                "the set has no indicator 2.9",
            ),
            (
                {"thresholds": (LaidThreshold("1", a_threshold()),)},
                "indicator 1 is judged yes or no and takes no threshold",
            ),
            (
                {"thresholds": (LaidThreshold("2.1", a_threshold(region="bac-bo")),)},
                "indicator 2.1: the set has no region bac-bo",
            ),
            (
                {"indicators": (an_indicator("2.9", a_threshold(group="nhom-1")),)},
                "indicator 2.9: the set has no group nhom-1",
            ),
            (
                {
                    "indicators": (an_indicator("2.9", kind=IndicatorKind.LOCAL, op=None),),
                    "thresholds": (LaidThreshold("2.9", a_threshold()),),
                },
                "indicator 2.9 has no operator; give the threshold one",
            ),
        ],
    )
    def test_an_overlay_that_does_not_fit_is_told_why(self, parts: Data, fault: str) -> None:
        assert [english(item) for item in misfits(a_set(), an_overlay(**parts))] == [fault]


UNVERIFIED = Confidence.UNVERIFIED
R1, R2 = "tay-nguyen", "dong-nam-bo"


class TestThresholdFor:
    @pytest.mark.parametrize(
        ("thresholds", "region", "group", "expected"),
        [
            ([], None, None, "missing"),
            ([a_threshold(80)], None, None, 80),
            ([a_threshold(80)], R1, "g1", 80),
            ([a_threshold(80, confidence=UNVERIFIED)], R1, None, "unverified"),
            ([a_threshold(80, confidence=Confidence.FROM_KNOWLEDGE)], R1, None, "unverified"),
            ([a_threshold(70, region=R1), a_threshold(90, region=R2)], R2, None, 90),
            ([a_threshold(70, region=R1), a_threshold(90, region=R2)], None, None, "needs_region"),
            ([a_threshold(80), a_threshold(70, region=R1)], R1, None, 70),
            ([a_threshold(80), a_threshold(70, region=R1)], R2, None, "missing"),
            ([a_threshold(80), a_threshold(70, region=R1)], None, None, "needs_region"),
            (
                [a_threshold(80), a_threshold(70, region=R1, confidence=UNVERIFIED)],
                R1,
                None,
                "unverified",
            ),
            (
                [a_threshold(80), a_threshold(70, region=R1, confidence=UNVERIFIED)],
                None,
                None,
                "unverified",
            ),
            ([a_threshold(70, group="g1")], None, None, "needs_group"),
            ([a_threshold(70, group="g1")], None, "g2", "missing"),
            ([a_threshold(80), a_threshold(70, group="g1")], None, None, 80),
            ([a_threshold(80), a_threshold(70, group="g1")], None, "g1", 70),
            ([a_threshold(80), a_threshold(70, group="g1")], None, "g2", 80),
            (
                [a_threshold(70, group="g1"), a_threshold(60, region=R1, group="g1")],
                R1,
                "g1",
                60,
            ),
            ([a_threshold(60, region=R1, group="g1")], None, "g2", "missing"),
            ([a_threshold(60, year=2023)], None, None, "no_year"),
            ([a_threshold(60, year=2023), a_threshold(65, year=2024)], None, None, 65),
            ([a_threshold(60, year=2023), a_threshold(50)], None, None, 50),
            ([a_threshold(60, year=2024), a_threshold(50)], None, None, 60),
            ([a_threshold(95, measure="a"), a_threshold(60, measure="b")], None, None, "two"),
            (
                [a_threshold(95, measure="a"), a_threshold(60, measure="b", confidence=UNVERIFIED)],
                None,
                None,
                "two",
            ),
            ([a_threshold(95), a_threshold(60, measure="b")], None, None, "two"),
            (
                [a_threshold(95), a_threshold(60, measure="b", confidence=UNVERIFIED)],
                None,
                None,
                95,
            ),
            ([a_threshold(95, measure="a"), a_threshold(60, measure="b", year=2020)], R1, None, 95),
            ([a_threshold(9, overlay="o"), a_threshold(8, region=R1)], R1, None, 9),
            ([a_threshold(9, overlay="o", region=R1), a_threshold(8)], R2, None, 8),
            ([a_threshold(9, overlay="o", region=R1), a_threshold(8)], None, None, "needs_region"),
            ([a_threshold(9, overlay="o", group="g1"), a_threshold(8)], None, None, "needs_group"),
            (
                [a_threshold(9, overlay="o", confidence=UNVERIFIED), a_threshold(8)],
                None,
                None,
                "unverified",
            ),
            (
                [a_threshold(95, overlay="o"), a_threshold(90, measure="a"), a_threshold(6)],
                None,
                None,
                95,
            ),
        ],
    )
    def test_which_threshold_holds(
        self,
        thresholds: list[Threshold],
        region: str | None,
        group: str | None,
        expected: int | str,
    ) -> None:
        indicator = an_indicator("2.1", *thresholds)
        found = threshold_for(indicator, region=region, group=group, day=DAY)
        answer = found.threshold.value if isinstance(found, ThresholdFound) else found.reason.value
        assert answer == ("two_measures" if expected == "two" else expected)

    def test_a_yes_or_no_indicator_has_none(self) -> None:
        indicator = an_indicator(kind=IndicatorKind.BOOLEAN, set_by=SetBy.MINISTRY)
        found = threshold_for(indicator, region=None, group=None, day=DAY)
        assert found == NoThreshold(NoThresholdReason.NOT_NUMERIC, SetBy.MINISTRY)

    def test_a_threshold_brings_its_own_operator_and_unit(self) -> None:
        indicator = an_indicator("2.1", a_threshold(5, op=Operator.LESS_THAN, unit="hộ"))
        found = threshold_for(indicator, region=None, group=None, day=DAY)
        assert isinstance(found, ThresholdFound)
        assert (found.op, found.unit) == (Operator.LESS_THAN, "hộ")

    def test_a_threshold_without_any_operator_cannot_be_judged_by(self) -> None:
        indicator = an_indicator("2.1", a_threshold(5), op=None)
        found = threshold_for(indicator, region=None, group=None, day=DAY)
        assert found == NoThreshold(NoThresholdReason.MISSING)
        with pytest.raises(DataError):
            judge(indicator, Decimal(5), indicator.thresholds[0])


any_threshold = st.builds(
    Threshold,
    value=st.integers(0, 100).map(Decimal),
    region=st.sampled_from([None, R1, R2]),
    group=st.sampled_from([None, "g1", "g2"]),
    year=st.sampled_from([None, 2023, 2024]),
    measure=st.sampled_from([None, None, None, "a", "b"]),
    confidence=st.sampled_from(Confidence),
    overlay=st.sampled_from([None, "o1", "o2"]),
)


@given(
    thresholds=st.lists(any_threshold, max_size=8),
    region=st.sampled_from([None, R1, R2]),
    group=st.sampled_from([None, "g1", "g2"]),
)
def test_the_threshold_chosen_is_always_verified_and_for_this_unit_and_year(
    thresholds: list[Threshold], region: str | None, group: str | None
) -> None:
    indicator = an_indicator("2.1", *thresholds)
    found = threshold_for(indicator, region=region, group=group, day=DAY)
    if isinstance(found, ThresholdFound):
        chosen = found.threshold
        assert chosen in thresholds
        assert chosen.confidence is Confidence.VERIFIED
        assert chosen.region in (None, region)
        assert chosen.group in (None, group)
        assert chosen.year in (None, 2024)
    else:
        assert found.reason is not NoThresholdReason.NOT_NUMERIC


@pytest.mark.parametrize(
    ("op", "value", "verdict"),
    [
        (Operator.AT_LEAST, "80", Verdict.MET),
        (Operator.AT_LEAST, "79.5", Verdict.UNMET),
        (Operator.AT_MOST, "80", Verdict.MET),
        (Operator.AT_MOST, "80.25", Verdict.UNMET),
        (Operator.MORE_THAN, "80.1", Verdict.MET),
        (Operator.MORE_THAN, "80", Verdict.UNMET),
        (Operator.LESS_THAN, "79", Verdict.MET),
        (Operator.LESS_THAN, "82", Verdict.UNMET),
        (Operator.EQUAL, "80.0", Verdict.MET),
        (Operator.EQUAL, "81", Verdict.UNMET),
        (Operator.EQUAL, "78", Verdict.UNMET),
    ],
)
def test_a_value_against_its_threshold(op: Operator, value: str, verdict: Verdict) -> None:
    indicator = an_indicator(op=op)
    assert judge(indicator, Decimal(value), a_threshold(80)) is verdict


class TestComparing:
    def test_the_hash_does_not_depend_on_how_the_file_is_laid_out(self) -> None:
        data = set_data()
        shuffled = shuffle(data, random.Random(4))
        assert list(shuffled["criterion"][0]) != list(data["criterion"][0])
        assert content_hash(read_set(shuffled)) == content_hash(read_set(data))

    def test_equal_figures_written_differently_are_one_fact(self) -> None:
        data = set_data()
        the_thresholds(data)[0]["value"] = Decimal("45.50")
        assert content_hash(read_set(data)) == content_hash(read_set(set_data()))
        assert differences(read_set(data), read_set(set_data())) == ()

    @pytest.mark.parametrize(
        "change",
        [
            lambda d: d["set"].update(notes="x"),
            lambda d: d["set"].update(issued=date(2024, 1, 3)),
            lambda d: d["set"]["sources"].append("x"),
            lambda d: d["set"]["groups"].update({"nhom-1": "x"}),
            lambda d: d["criterion"][0].update(pass_rule="2 of 2"),
            lambda d: d["criterion"][1].update(name="x"),
            lambda d: d["criterion"][0]["indicator"].pop(),
            lambda d: the_thresholds(d)[0].update(value=46),
            lambda d: the_thresholds(d)[0].update(year=2025),
            lambda d: the_thresholds(d)[1].update(confidence="verified"),
            lambda d: the_thresholds(d).pop(),
        ],
    )
    def test_any_fact_changes_the_hash_and_is_a_difference(
        self, change: Callable[[Data], object]
    ) -> None:
        data = set_data()
        data["criterion"][0]["pass_rule"] = "any"
        before = read_set(data)
        change(data)
        after = read_set(data)
        assert content_hash(before) != content_hash(after)
        assert differences(before, after)

    def test_differences_come_in_order_with_what_was_and_what_is(self) -> None:
        before = a_set()
        two = replace(
            before.criteria[1],
            agency="Sở Xây dựng",
            indicators=(
                an_indicator("2.1", a_threshold(85), a_threshold(70, region=R1, year=2025)),
                an_indicator("2.10", name="Mới"),
            ),
        )
        after = a_set(before.criteria[0], two, name="Tên mới")
        rows = [
            (item.change, item.part, item.number, item.field, item.before, item.after)
            for item in differences(before, after)
        ]
        level = f"threshold region={R1} year=2025"
        indicator = Part.INDICATOR
        assert rows == [
            (Change.CHANGED, Part.SET, "", "name", "Bộ tiêu chí thử", "Tên mới"),
            (Change.ADDED, Part.CRITERION, "2", "agency", None, "Sở Xây dựng"),
            (Change.CHANGED, indicator, "2.1", "threshold", Decimal(80), Decimal(85)),
            (Change.ADDED, indicator, "2.1", level, None, Decimal(70)),
            (Change.ADDED, indicator, "2.1", f"{level} confidence", None, Confidence.VERIFIED),
            (Change.REMOVED, indicator, "2.2", "name", "Tỷ lệ hộ", None),
            (Change.ADDED, indicator, "2.10", "name", None, "Mới"),
        ]


@given(st.lists(any_threshold, max_size=6, unique_by=lambda item: (item.key, item.overlay)))
def test_sets_differ_exactly_when_their_hashes_do(thresholds: list[Threshold]) -> None:
    one = a_set(a_criterion("2", an_indicator("2.1", *thresholds[:3])))
    other = a_set(a_criterion("2", an_indicator("2.1", *thresholds)))
    backwards = a_set(a_criterion("2", an_indicator("2.1", *thresholds[::-1])))
    assert (content_hash(one) == content_hash(other)) == (differences(one, other) == ())
    assert content_hash(other) == content_hash(backwards)


def shuffle(value: Any, order: random.Random) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        order.shuffle(keys)
        return {key: shuffle(value[key], order) for key in keys}
    return [shuffle(item, order) for item in value] if isinstance(value, list) else value


def test_findings_name_what_is_missing_and_unverified() -> None:
    unsure = a_threshold(confidence=UNVERIFIED)
    found = check(
        a_set(
            a_criterion(
                "2", an_indicator("2.1", unsure), an_indicator("2.2"), confidence=UNVERIFIED
            ),
            a_criterion("3", an_indicator("3", a_threshold(), confidence=UNVERIFIED)),
            indicator_count=4,
        )
    )
    assert [english(item) for item in found] == [
        "the decision has 4 indicators, the set lists 3",
        "1 indicator without a threshold: 2.2",
        "1 indicator of whose thresholds none is verified, so none is used: 2.1",
        "1 criterion whose wording is not verified: 2",
        "1 indicator whose wording is not verified: 3",
    ]


def test_a_complete_and_verified_set_has_no_findings() -> None:
    assert check(a_set(a_criterion("2", an_indicator("2.1", a_threshold())))) == ()


def test_numbers_are_ordered_as_numbers() -> None:
    numbers = [item.number for item in in_order(map(an_indicator, ["10", "2.10", "2.9", "2"]))]
    assert numbers == ["2", "2.9", "2.10", "10"]
