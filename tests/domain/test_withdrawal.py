"""The risk of withdrawal: said only for certain, and only by what is verified."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Finding, Verdict
from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.domain.withdrawal import AtRisk, Case, Risk, Withdrawal, risk
from ntmtrack.message import say
from tests.reports.values import words

MET, NEARLY, UNMET = Verdict.MET, Verdict.NEARLY_MET, Verdict.UNMET
NA, OPEN = Verdict.NOT_APPLICABLE, Verdict.NOT_ASSESSED
SOME = Case(Decimal(30), ("10", "17", "19"))
HALF = Case(Decimal(50))
RULE = Withdrawal("18/2022/QĐ-TTg", (SOME, HALF))
"""The rule for communes: README of the criteria, "Revocation"."""


def criteria(*numbers: int, of: int = 19, rest: Verdict = MET, **verdicts: str) -> list[Finding]:
    """So many criteria: those of these numbers unmet, `nearly="1 2"` as it says, the rest met."""
    told = {number: UNMET for number in map(str, numbers)}
    for name, listed in verdicts.items():
        told |= dict.fromkeys(listed.split(), {"nearly": NEARLY, "na": NA, "open": OPEN}[name])
    return [
        Finding(str(number), f"Tiêu chí {number}", told.get(str(number), rest))
        for number in range(1, of + 1)
    ]


def answer(rule: Withdrawal | None, findings: list[Finding]) -> tuple[AtRisk, str]:
    found = risk(rule, findings)
    return found.at_risk, words(found.reason)


@pytest.mark.parametrize(
    ("unmet", "at_risk"),
    [
        ((), AtRisk.NO),
        ((1, 2, 3, 4, 10), AtRisk.NO),  # 5 of 19 are 26.3 %
        ((1, 2, 3, 4, 5, 10), AtRisk.YES),  # 6 of 19 are 31.6 %
        ((1, 2, 3, 4, 5, 6), AtRisk.NO),
        ((1, 2, 3, 4, 5, 6, 7, 8, 9), AtRisk.NO),  # 9 of 19 are 47.4 %
        ((1, 2, 3, 4, 5, 6, 7, 8, 19), AtRisk.YES),
        ((1, 2, 3, 4, 5, 6, 7, 8, 9, 11), AtRisk.YES),  # 10 of 19 are 52.6 %
    ],
)
def test_the_communes_rule_counts_six_with_a_key_criterion_or_ten(
    unmet: tuple[int, ...], at_risk: AtRisk
) -> None:
    assert risk(RULE, criteria(*unmet)).at_risk is at_risk


def test_a_share_is_reached_at_exactly_its_figure() -> None:
    half = Withdrawal("x", (HALF,))
    assert risk(half, criteria(1, 2, of=4)).at_risk is AtRisk.YES
    assert risk(half, criteria(1, 2, of=5)).at_risk is AtRisk.NO


def test_a_share_just_below_its_figure_is_not_reached() -> None:
    numbers = [str(number) for number in range(1, 98)]
    assert not Case(Decimal(30)).holds(numbers[:29], 97)
    assert Case(Decimal(30)).holds(numbers[:30], 97)


def test_the_reason_names_the_figures_and_the_key_criteria() -> None:
    assert answer(RULE, criteria(1, 2, 3, 10, 17, 18)) == (
        AtRisk.YES,
        "6/19 criteria unmet, 30 % or more, among them 10, 17 (18/2022/QĐ-TTg)",
    )
    assert answer(RULE, criteria(*range(1, 11))) == (
        AtRisk.YES,
        "10/19 criteria unmet, 50 % or more (18/2022/QĐ-TTg)",
    )
    assert answer(RULE, criteria(4)) == (AtRisk.NO, "1/19 criteria unmet")


def test_nearly_met_is_not_unmet_but_is_told_and_said_to_tip_the_scale() -> None:
    assert risk(RULE, criteria(1, 2, 3, 4, 5, nearly="10 17")) == Risk(
        AtRisk.NO,
        say(
            "{unmet}/{total} criteria unmet ({all}/{total} with those nearly met)",
            unmet=5,
            all=7,
            total=19,
        ),
        nearly_tips=True,
    )
    assert not risk(RULE, criteria(1, 2, 3, nearly="10 17")).nearly_tips
    assert not risk(RULE, criteria(1, 2, 3, 4, 5, 10, nearly="17")).nearly_tips


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (None, "the set names no rule of withdrawal"),
        (Withdrawal("x", beside=("lời văn",)), "the set has no verified rule of withdrawal"),
        (
            Withdrawal("x", (HALF._replace(confidence=Confidence.FROM_KNOWLEDGE),)),
            "the set has no verified rule of withdrawal",
        ),
    ],
)
def test_without_a_verified_rule_nothing_is_said(rule: Withdrawal | None, reason: str) -> None:
    assert answer(rule, criteria(*range(1, 20))) == (AtRisk.UNKNOWN, reason)


def test_nothing_assessed_is_no_answer() -> None:
    assert answer(RULE, criteria(rest=OPEN)) == (
        AtRisk.UNKNOWN,
        "no criterion has been assessed",
    )


def test_what_is_not_assessed_leaves_it_open_only_where_it_could_tip_the_scale() -> None:
    assert answer(RULE, criteria(1, 2, 3, 4, 5, open="10")) == (
        AtRisk.UNKNOWN,
        "5/19 criteria unmet; 1 not assessed could bring it to the rule of 18/2022/QĐ-TTg",
    )
    assert risk(RULE, criteria(1, 2, 3, 4, 5, open="6")).at_risk is AtRisk.NO
    assert risk(RULE, criteria(1, 2, 3, 4, 5, 10, open="6")).at_risk is AtRisk.YES


def test_whether_criteria_that_do_not_apply_are_counted_is_not_guessed() -> None:
    # 5 of 19 are 26 %, 5 of 16 are 31 %.
    assert answer(RULE, criteria(1, 2, 3, 4, 10, na="5 6 7")) == (
        AtRisk.UNKNOWN,
        "5/19 criteria unmet; 18/2022/QĐ-TTg does not say whether the 3 not applicable are counted",
    )
    assert risk(RULE, criteria(1, 2, 3, 4, 10, na="5")).at_risk is AtRisk.NO
    nothing = criteria(of=2, na="1 2")
    assert risk(RULE, nothing).at_risk is AtRisk.NO


def test_a_case_that_is_not_verified_makes_no_yes_but_keeps_from_saying_no() -> None:
    doubtful = RULE._replace(cases=(HALF, SOME._replace(confidence=Confidence.UNVERIFIED)))
    assert answer(doubtful, criteria(1, 2, 3, 4, 5, 10)) == (
        AtRisk.UNKNOWN,
        "6/19 criteria unmet; a case of 18/2022/QĐ-TTg is not verified",
    )
    assert risk(doubtful, criteria(1)).at_risk is AtRisk.NO


def test_what_cannot_be_reckoned_keeps_from_saying_no() -> None:
    district = RULE._replace(beside=("từ 30% số xã trở lên bị thu hồi",))
    assert answer(district, criteria(1, of=9)) == (
        AtRisk.UNKNOWN,
        "1/9 criteria unmet; 18/2022/QĐ-TTg also says: từ 30% số xã trở lên bị thu hồi;"
        " that is not reckoned here",
    )
    assert risk(district, criteria(1, 2, 3, 4, 5, of=9)).at_risk is AtRisk.YES


cases = st.builds(
    Case,
    st.integers(1, 100).map(Decimal),
    st.lists(st.sampled_from("12345"), max_size=2, unique=True).map(tuple),
    st.sampled_from(Confidence),
)
rules = st.builds(Withdrawal, st.just("x"), st.lists(cases, max_size=3).map(tuple))
verdicts = st.lists(st.sampled_from(Verdict), min_size=1, max_size=5)


def judged(found: list[Verdict]) -> list[Finding]:
    return [Finding(str(number), "", verdict) for number, verdict in enumerate(found, 1)]


@given(rules, verdicts)
def test_no_later_assessment_gainsays_an_answer(rule: Withdrawal, found: list[Verdict]) -> None:
    now = risk(rule, judged(found)).at_risk
    if now is AtRisk.UNKNOWN:
        return
    open_places = [place for place, verdict in enumerate(found) if verdict is OPEN]
    for filled in product((MET, UNMET), repeat=len(open_places)):
        later = list(found)
        for place, verdict in zip(open_places, filled, strict=True):
            later[place] = verdict
        assert risk(rule, judged(later)).at_risk is now


@given(rules, verdicts, st.integers(0, 4))
def test_one_more_unmet_never_lowers_the_risk(
    rule: Withdrawal, found: list[Verdict], place: int
) -> None:
    if risk(rule, judged(found)).at_risk is AtRisk.YES:
        worse = [UNMET if at == place else verdict for at, verdict in enumerate(found)]
        assert risk(rule, judged(worse)).at_risk is AtRisk.YES
