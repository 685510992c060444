"""The rule of withdrawal in criteria files: read, laid over a set, compared."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ntmtrack.domain.criteria import CriteriaSet, Overlay
from ntmtrack.domain.criteria_check import misfits
from ntmtrack.domain.criteria_compare import content_hash, differences
from ntmtrack.domain.criteria_file import read_overlay, read_set
from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.domain.withdrawal import Case, Withdrawal
from ntmtrack.errors import DataError
from tests.reports.values import words

Data = dict[str, Any]
DAY = date(2024, 7, 1)
HEAD = {"name": "Bộ thử", "decision": "1/QĐ"}
SET = {**HEAD, "code": "xa-thu", "level": "commune", "completeness": "full", "criteria_count": 2}
OVER = {**HEAD, "code": "thu-hoi", "of": "xa-thu", "effective": DAY}
CRITERIA = [{"number": n, "name": n, "confidence": "verified"} for n in ("1", "2")]
RULE = {
    "source": "18/2022/QĐ-TTg",
    "beside": ["số xã bị thu hồi"],
    "case": [
        {"percent": 30, "key": ["2"], "confidence": "verified", "words": "từ 30%"},
        {"percent": Decimal("50.5"), "confidence": "from knowledge"},
    ],
}


def a_set(rule: Data | None) -> CriteriaSet:
    given = {} if rule is None else {"withdrawal": rule}
    return read_set({"set": dict(SET), "criterion": deepcopy(CRITERIA), **deepcopy(given)})


def an_overlay(rule: Data) -> Overlay:
    return read_overlay({"overlay": dict(OVER), "withdrawal": deepcopy(rule)})


def test_a_rule_is_read_with_its_cases() -> None:
    assert a_set(RULE).withdrawal == Withdrawal(
        "18/2022/QĐ-TTg",
        (
            Case(Decimal(30), ("2",), Confidence.VERIFIED, "từ 30%"),
            Case(Decimal("50.5"), confidence=Confidence.FROM_KNOWLEDGE),
        ),
        ("số xã bị thu hồi",),
    )
    assert a_set(None).withdrawal is None


def test_an_overlay_vouches_for_its_rule_with_its_decision() -> None:
    found = an_overlay({"case": [{"percent": 40}]}).withdrawal
    assert found == Withdrawal("1/QĐ", (Case(Decimal(40)),))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"case": []}, "[withdrawal]: the rule has no case"),
        ({"colour": "red"}, '[withdrawal]: there is no key "colour"'),
        ({"case": [{"percent": 0}]}, "has to lie above 0"),
        ({"case": [{"percent": 101}]}, "not above 100"),
        ({"case": [{}]}, '[[withdrawal.case]] no. 1: "percent" is missing'),
        ({"case": [{"percent": 30}]}, '"confidence" is missing'),
        ({"case": [{"percent": 30, "key": "2"}]}, '"key" has to be a list of texts'),
        ({"case": [{"percent": 30, "under": 50}]}, 'there is no key "under"'),
        ({"case": [{"percent": 3, "key": ["9"]}]}, "[withdrawal]: the set has no criterion 9"),
    ],
)
def test_a_fault_of_a_rule_is_named_with_its_place(change: Data, fault: str) -> None:
    with pytest.raises(DataError) as caught:
        a_set({"beside": [], **change})
    assert any(fault in words(detail) for detail in caught.value.details)


def test_a_rule_has_to_be_a_table_and_is_enough_for_an_overlay() -> None:
    for wrong in ([], "30 %"):
        with pytest.raises(DataError):
            read_set({"set": dict(SET), "criterion": CRITERIA, "withdrawal": wrong})
    assert an_overlay(RULE).withdrawal == a_set(RULE).withdrawal
    with pytest.raises(DataError):
        read_overlay({"overlay": dict(OVER)})


def test_a_key_criterion_has_to_be_one_of_the_set_that_the_rule_lies_over() -> None:
    fits, misfit = an_overlay(RULE), an_overlay({"case": [{"percent": 30, "key": ["1", "9"]}]})
    assert misfits(a_set(None), fits) == ()
    assert [words(each) for each in misfits(a_set(None), misfit)] == ["the set has no criterion 9"]


def test_the_last_decision_gives_the_rule() -> None:
    base, first = a_set(RULE), an_overlay({"case": [{"percent": 40}]})
    second = replace(
        an_overlay({"case": [{"percent": 60}]}), code="sau", effective=date(2024, 8, 1)
    )
    laid = (second, first)
    assert base.in_force(laid, date(2024, 6, 30)).withdrawal == base.withdrawal
    assert base.in_force(laid, DAY).withdrawal == first.withdrawal
    assert base.in_force(laid, date(2024, 8, 1)).withdrawal == second.withdrawal


def test_a_set_without_a_rule_keeps_its_hash_and_every_part_of_one_counts() -> None:
    plain, ruled = a_set(None), a_set(RULE)
    assert differences(plain, plain) == ()
    assert {item.field for item in differences(plain, ruled)} == {
        *("withdrawal", "withdrawal beside", "withdrawal case 1 percent"),
        *("withdrawal case 1 key", "withdrawal case 1 confidence", "withdrawal case 1 words"),
        *("withdrawal case 2 percent", "withdrawal case 2 confidence"),
    }
    hashes = {content_hash(plain), content_hash(ruled)}
    for change in ({"source": "x"}, {"beside": []}, {"case": RULE["case"][:1]}):  # type: ignore[index]
        hashes.add(content_hash(a_set({**RULE, **change})))
    assert len(hashes) == 5
