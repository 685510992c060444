"""Criteria files that lay down a plan: their kind, baselines, and figures that add up."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ntmtrack.domain.criteria import Baseline, CriteriaSet
from ntmtrack.domain.criteria_compare import content_hash, differences
from ntmtrack.domain.criteria_file import read_overlay, read_set
from ntmtrack.domain.criteria_terms import SetKind
from ntmtrack.errors import DataError
from tests.reports.values import words

Data = dict[str, Any]


def a_file(indicator: Data | None = None, **head: Any) -> Data:
    """A plan of one indicator, a quantity to rise."""
    measured = {
        **{"number": "1.1", "name": "Hộ ký cam kết", "kind": "count", "op": ">=", "unit": "hộ"},
        **{"confidence": "verified"},
        **(indicator or {}),
    }
    return {
        "set": {
            **{"code": "ke-hoach", "name": "Kế hoạch năm", "level": "commune", "kind": "plan"},
            **{"decision": "1/NQ", "criteria_count": 1, "completeness": "full"},
            **head,
        },
        "criterion": [
            {
                **{"number": "1", "name": "Môi trường", "confidence": "verified"},
                "indicator": [{key: told for key, told in measured.items() if told is not None}],
            }
        ],
    }


def faults(data: Data) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_set(data)
    return [words(each) for each in caught.value.details]


def the_indicator(criteria: CriteriaSet) -> Any:
    return criteria.indicator("1.1")


def test_a_plan_says_so_and_a_set_that_judges_need_not() -> None:
    assert read_set(a_file()).kind is SetKind.PLAN
    said, unsaid = a_file(kind="criteria"), a_file()
    del unsaid["set"]["kind"]
    assert read_set(said) == read_set(unsaid)
    assert read_set(unsaid).kind is None
    assert content_hash(read_set(said)) == content_hash(read_set(unsaid))
    assert content_hash(read_set(said)) != content_hash(read_set(a_file()))


@pytest.mark.parametrize(
    ("given", "day"),
    [({"year": 2020}, date(2020, 12, 31)), ({"on": date(2021, 6, 1)}, date(2021, 6, 1))],
)
def test_a_baseline_is_of_a_day_or_of_the_end_of_a_year(given: Data, day: date) -> None:
    found = the_indicator(read_set(a_file({"baseline": {"value": Decimal("12.5"), **given}})))
    assert found.baseline == Baseline(Decimal("12.5"), day)


def test_what_is_not_said_is_not_there() -> None:
    found = the_indicator(read_set(a_file({"sum": False})))
    assert (found.baseline, found.sum) == (None, None)
    assert the_indicator(read_set(a_file({"sum": True}))).sum is True


def test_baseline_and_sum_are_facts_that_sets_differ_by() -> None:
    plain, other = read_set(a_file()), read_set(a_file({"sum": True}))
    based = read_set(a_file({"baseline": {"value": 4, "year": 2020}}))
    assert len({content_hash(each) for each in (plain, other, based)}) == 3
    assert [each.field for each in differences(plain, based)] == ["baseline", "baseline on"]
    assert [each.field for each in differences(plain, other)] == ["sum"]


@pytest.mark.parametrize(
    ("indicator", "fault"),
    [
        ({"baseline": {"value": 1}}, '1.1, baseline: give either "year" or "on", the day of'),
        (
            {"baseline": {"value": 1, "year": 2020, "on": date(2020, 1, 1)}},
            '1.1, baseline: give either "year" or "on", the day of',
        ),
        ({"baseline": {"year": 2020}}, '1.1, baseline: "value" is missing'),
        ({"baseline": {"value": 1, "year": 2020, "unit": "x"}}, 'there is no key "unit"'),
        ({"baseline": 12}, '"baseline" has to be a table within one line'),
        (
            {"baseline": {"value": 1, "year": 2020}, "kind": "boolean", "op": None},
            "a yes-or-no indicator has no baseline",
        ),
        ({"sum": "yes"}, '"sum" has to be true or false, without quotes'),
        ({"sum": True, "kind": "percent"}, "shares and yes-or-no indicators do not add up"),
        ({"op": None}, '"op" is missing: is the figure to rise (">=") or to fall ("<=")?'),
    ],
)
def test_each_fault_names_its_place(indicator: Data, fault: str) -> None:
    (told,) = faults(a_file(indicator))
    assert fault in told
    assert told.startswith("criterion 1, indicator 1.1")


def test_a_kind_that_there_is_not_is_a_fault() -> None:
    (told,) = faults(a_file(kind="resolution"))
    assert '"kind" has to be one of: criteria, plan' in told


def test_only_a_plan_needs_a_direction() -> None:
    assert the_indicator(read_set(a_file({"op": None}, kind="criteria"))).op is None


def test_a_baseline_is_of_the_quantity_that_an_amendment_takes_away() -> None:
    of = read_set(a_file({"baseline": {"value": 4, "year": 2020}}))
    laid = {
        "overlay": {
            **{"code": "sua", "of": "ke-hoach", "name": "Sửa", "decision": "2/NQ"},
            "effective": date(2024, 1, 1),
        }
    }
    renamed = read_overlay({**laid, "amended": [{"number": "1.1", "name": "Hộ đã ký"}]})
    remeasured = read_overlay({**laid, "amended": [{"number": "1.1", "unit": "thôn"}]})
    day = date(2024, 6, 1)
    assert the_indicator(of.in_force([renamed], day)).baseline is not None
    assert the_indicator(of.in_force([remeasured], day)).baseline is None
