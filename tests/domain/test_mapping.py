"""How one set corresponds to another: every criterion is accounted for, nothing is judged."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Finding, Verdict
from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.domain.mapping import (
    Counterpart,
    Link,
    SetMapping,
    carry,
    coverage,
    in_order,
    misfits,
    remarks,
)
from tests.reports.values import words

VERIFIED, UNVERIFIED = Confidence.VERIFIED, Confidence.UNVERIFIED
DAY = date(2025, 12, 1)

numbers = st.lists(st.integers(1, 30).map(str), unique=True)
links = st.builds(
    Link,
    st.integers(1, 30).map(str),
    st.integers(1, 30).map(str),
    st.sampled_from(Counterpart),
    st.sampled_from(Confidence),
)


def a_mapping(*of: Link) -> SetMapping:
    return SetMapping("cu", "moi", "Đối chiếu", VERIFIED, of)


def a_link(
    old: str, new: str, relation: Counterpart = Counterpart.EXACT, confidence: Confidence = VERIFIED
) -> Link:
    return Link(old, new, relation, confidence)


def judged(number: str, verdict: Verdict = Verdict.MET, on: date | None = DAY) -> Finding:
    return Finding(number, f"Tiêu chí {number}", verdict, assessed_on=on)


def by_number(*findings: Finding) -> dict[str, Finding]:
    return {each.number: each for each in findings}


@given(st.lists(links), numbers, numbers)
def test_every_criterion_in_force_is_in_a_relation_or_without_counterpart_never_both(
    of: list[Link], old: list[str], new: list[str]
) -> None:
    found = coverage(a_mapping(*of), old, new)
    for numbers, linked, alone in (
        (old, {link.old for link in found.links}, found.old_only),
        (new, {link.new for link in found.links}, found.new_only),
    ):
        assert linked.isdisjoint(alone)
        assert linked | set(alone) == set(numbers)
        assert len(alone) == len(set(alone))


@given(st.lists(links), numbers, numbers)
def test_no_relation_between_criteria_in_force_is_lost(
    of: list[Link], old: list[str], new: list[str]
) -> None:
    found = coverage(a_mapping(*of), old, new)
    assert [link for link in of if link.old in old and link.new in new] == list(found.links)


def test_criteria_without_counterpart_keep_the_order_of_print() -> None:
    found = coverage(a_mapping(a_link("2", "1")), ["1", "2", "10"], ["1", "9", "10"])
    assert found.old_only == ("1", "10")
    assert found.new_only == ("9", "10")


def test_links_go_by_number_not_by_letters() -> None:
    of = [a_link("10", "1"), a_link("2", "10"), a_link("2", "9")]
    assert [(link.old, link.new) for link in in_order(of)] == [("2", "9"), ("2", "10"), ("10", "1")]


def test_every_number_that_a_set_does_not_have_is_named() -> None:
    given = a_mapping(a_link("20", "1"), a_link("3", "11"), a_link("20", "7"), a_link("2", "2"))
    found = misfits(given, ["2", "3"], ["1", "2", "7"])
    assert [words(each) for each in found] == [
        "cu has no criterion 20",
        "moi has no criterion 11",
    ]
    assert misfits(a_mapping(), [], []) == ()


def test_remarks_name_the_gaps_of_both_sides_and_what_is_not_verified() -> None:
    of = a_mapping(a_link("1", "1", confidence=UNVERIFIED))
    found = remarks(of, coverage(of, ["1", "2", "3"], ["1", "4"]))
    assert [words(each) for each in found] == [
        "2 criteria of cu have no counterpart: 2, 3",
        "1 criterion of moi has no counterpart: 4",
        "1 relation is not verified: no verdict is carried over by it",
    ]


def test_there_is_nothing_to_remark_on_a_whole_verified_mapping() -> None:
    of = a_mapping(a_link("1", "1"))
    assert remarks(of, coverage(of, ["1"], ["1"])) == ()


@pytest.mark.parametrize("confidence", Confidence)
@pytest.mark.parametrize("relation", Counterpart)
@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_is_carried_only_by_a_verified_exact_relation(
    relation: Counterpart, confidence: Confidence, verdict: Verdict
) -> None:
    of = a_link("17", "8", relation, confidence)
    (found,) = carry([of], [("8", "Môi trường")], old=by_number(judged("17", verdict)), new={})
    carries = relation is Counterpart.EXACT and confidence is VERIFIED
    assert found.verdict == (verdict if carries else None)
    assert found.said == (judged("17", verdict),)
    assert found.own is None


def test_what_the_old_set_said_of_all_counterparts_is_kept_apart_from_the_own_verdict() -> None:
    of = [a_link("17", "8", Counterpart.BROADER), a_link("18", "8", Counterpart.RELATED)]
    later = judged("18", Verdict.UNMET, date(2026, 1, 5))
    own = judged("8", Verdict.UNMET)
    (found,) = carry(
        of, [("8", "Môi trường")], old=by_number(judged("17"), later), new=by_number(own)
    )
    assert found.own == own
    assert found.said == (judged("17"), later)
    assert found.said_on == date(2026, 1, 5)
    assert found.verdict is None


def test_a_counterpart_that_was_not_judged_is_told_beside_one_that_was() -> None:
    of = [a_link("2", "2", Counterpart.BROADER), a_link("3", "2", Counterpart.BROADER)]
    missing = judged("3", Verdict.NOT_ASSESSED, None)
    (found,) = carry(of, [("2", "Hạ tầng")], old=by_number(judged("2"), missing), new={})
    assert [each.verdict for each in found.said] == [Verdict.MET, Verdict.NOT_ASSESSED]
    assert found.said_on == DAY


def test_where_nothing_was_judged_nothing_is_said() -> None:
    of = [a_link("1", "1")]
    missing = by_number(judged("1", Verdict.NOT_ASSESSED, None))
    criteria = [("1", "Quy hoạch"), ("2", "Hạ tầng")]
    for old in ({}, missing):
        for found in carry(of, criteria, old=old, new=missing):
            assert (found.own, found.said, found.said_on, found.verdict) == (None, (), None, None)


@given(st.lists(links), st.dictionaries(st.integers(1, 30).map(str), st.sampled_from(Verdict)))
def test_each_new_criterion_is_told_once_and_its_own_verdict_comes_from_itself(
    of: list[Link], verdicts: dict[str, Verdict]
) -> None:
    old = {number: judged(number, verdict) for number, verdict in verdicts.items()}
    criteria = [(str(number), "…") for number in range(1, 31)]
    found = carry(of, criteria, old=old, new={})
    assert [(each.number, each.name) for each in found] == criteria
    assert all(each.own is None for each in found)
    assert [link for each in found for link in each.links] == sorted(
        of, key=lambda link: int(link.new)
    )
