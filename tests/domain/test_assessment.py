"""Verdicts: which judgement counts, how indicators add up, and what is never lost."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import (
    Counts,
    Finding,
    Judgement,
    Measured,
    Stage,
    Verdict,
    counting,
    derive,
    roll_up,
)
from ntmtrack.domain.standing import CountedAs

MET, NEARLY, UNMET = Verdict.MET, Verdict.NEARLY_MET, Verdict.UNMET
NA, MISSING = Verdict.NOT_APPLICABLE, Verdict.NOT_ASSESSED
GIVEN = (MET, NEARLY, UNMET, NA)
DAY = date(2024, 1, 1)

VERDICTS = st.lists(st.sampled_from(Verdict), max_size=5)
NEEDED = st.none() | st.integers(1, 5)


def judged(
    number: str,
    verdict: Verdict,
    day: int = 0,
    *,
    order: int = 1,
    stage: Stage = Stage.SELF,
    since: int | None = None,
    at_risk: bool = False,
    reason: str | None = None,
    document: str | None = None,
) -> Judgement:
    """A judgement so many days after the first one."""
    on = DAY + timedelta(day)
    held = on if since is None else DAY + timedelta(since)
    return Judgement(
        number,
        verdict,
        stage,
        on,
        order,
        held,
        at_risk=at_risk,
        reason=reason,
        document=document,
    )


def rolled(
    *judgements: Judgement, indicators: str = "17.1 17.2", needed: int | None = None
) -> Finding:
    """How criterion 17 stands after these judgements of it and of its indicators."""
    by_number: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        by_number.setdefault(judgement.number, []).append(judgement)
    return roll_up(Measured("17", "Môi trường", tuple(indicators.split()), needed), by_number)


@pytest.mark.parametrize(
    ("verdicts", "needed", "derived"),
    [
        ([], None, MISSING),
        ([MET, MET], None, MET),
        ([MET, NA], None, MET),
        ([NA, NA], None, NA),
        ([MET, UNMET], None, UNMET),
        ([MET, NEARLY], None, NEARLY),
        ([MET, MISSING], None, MISSING),
        ([MISSING, MISSING], None, MISSING),
        ([NA, MISSING], None, MISSING),
        ([NEARLY, MISSING], None, MISSING),
        ([UNMET, MISSING], None, UNMET),
        ([UNMET, MET], 1, MET),
        ([MISSING, MET], 1, MET),
        ([MISSING, UNMET], 1, MISSING),
        ([NEARLY, UNMET], 1, NEARLY),
        ([UNMET, UNMET], 1, UNMET),
        ([NA, UNMET], 1, UNMET),
        ([MET, MET, UNMET], 2, MET),
        ([MET, MISSING, UNMET], 2, MISSING),
        ([MET, NEARLY, UNMET], 2, NEARLY),
        ([MISSING, UNMET, UNMET], 2, UNMET),
        ([MET, NA, NA], 2, MET),
    ],
)
def test_indicators_add_up_by_the_rule_of_their_criterion(
    verdicts: list[Verdict], needed: int | None, derived: Verdict
) -> None:
    assert {derive(order, needed) for order in permutations(verdicts)} == {derived}


@given(VERDICTS)
def test_a_criterion_is_met_only_if_every_indicator_that_applies_is(
    verdicts: list[Verdict],
) -> None:
    applicable = [verdict for verdict in verdicts if verdict is not NA]
    all_met = bool(applicable) and set(applicable) == {MET}
    assert (derive(verdicts, None) is MET) is all_met


@given(VERDICTS, NEEDED)
def test_what_does_not_apply_never_counts(verdicts: list[Verdict], needed: int | None) -> None:
    applicable = [verdict for verdict in verdicts if verdict is not NA]
    if applicable:
        assert derive([*verdicts, NA], needed) is derive(applicable, needed)
    elif verdicts:
        assert derive(verdicts, needed) is NA


@given(VERDICTS, st.integers(1, 5))
def test_any_and_n_of_m_ask_for_as_many_as_they_say(verdicts: list[Verdict], needed: int) -> None:
    applicable = [verdict for verdict in verdicts if verdict is not NA]
    enough = min(needed, len(applicable))
    assert (derive(verdicts, needed) is MET) is (
        bool(applicable) and applicable.count(MET) >= enough
    )


@given(st.lists(st.sampled_from(Verdict), max_size=4), NEEDED)
def test_a_verdict_stands_whatever_the_missing_indicators_turn_out_to_be(
    verdicts: list[Verdict], needed: int | None
) -> None:
    derived = derive(verdicts, needed)
    if derived is MISSING or MISSING not in verdicts:
        return
    for found in product(GIVEN, repeat=verdicts.count(MISSING)):
        told = iter(found)
        known = [next(told) if each is MISSING else each for each in verdicts]
        assert derive(known, needed) is derived


@given(st.lists(st.sampled_from(GIVEN), min_size=1, max_size=6), NEEDED)
def test_where_nothing_is_missing_there_is_a_verdict(
    verdicts: list[Verdict], needed: int | None
) -> None:
    assert derive(verdicts, needed) is not MISSING


@given(st.lists(st.sampled_from(Verdict)))
def test_counts_add_up_to_all_criteria(verdicts: list[Verdict]) -> None:
    counts = Counts.of(verdicts)
    assert counts.total == sum(counts) == len(verdicts)
    for verdict in Verdict:
        assert getattr(counts, verdict.value) == verdicts.count(verdict)


def test_figures_of_criteria_and_of_units_are_told_apart() -> None:
    of_criteria = {each.value for each in CountedAs if not each.of_units}
    assert of_criteria == {MET.value, NEARLY.value, UNMET.value}


def judgements(numbers: Sequence[str], most: int = 4) -> st.SearchStrategy[list[Judgement]]:
    """Judgements as the ledger holds them: none recorded at the same moment as another."""
    one = st.tuples(
        st.sampled_from(numbers),
        st.sampled_from(GIVEN),
        st.integers(0, 3),
        st.sampled_from(Stage),
    )
    return st.lists(one, max_size=most, unique_by=lambda each: (each[0], each[3])).map(
        lambda rows: [
            judged(number, verdict, day, order=order, stage=stage)
            for order, (number, verdict, day, stage) in enumerate(rows, 1)
        ]
    )


def test_of_nothing_nothing_counts() -> None:
    assert counting([]) is None


@pytest.mark.parametrize(
    ("wins", "loses"),
    [
        (judged("17", MET, 2), judged("17", UNMET, 1, stage=Stage.APPRAISAL, order=9)),
        (judged("17", MET, stage=Stage.APPRAISAL), judged("17", UNMET, order=9)),
        (
            judged("17", MET, stage=Stage.APPRAISAL),
            judged("17", UNMET, stage=Stage.VERIFICATION, order=9),
        ),
        (judged("17", MET, stage=Stage.VERIFICATION), judged("17", UNMET, order=9)),
        (judged("17", MET, order=2), judged("17", UNMET, order=1)),
    ],
    ids=["later day", "appraisal", "appraisal again", "verification", "later recorded"],
)
def test_the_day_counts_then_the_stage_then_the_recording(
    wins: Judgement, loses: Judgement
) -> None:
    assert counting([wins, loses]) is counting([loses, wins]) is wins


@given(judgements(["17"]))
def test_the_one_that_counts_does_not_depend_on_how_they_are_read(found: list[Judgement]) -> None:
    assert len({counting(order) for order in permutations(found)}) == 1
    counts = counting(found)
    assert (counts is None) is (not found)
    assert counts is None or counts.assessed_on == max(each.assessed_on for each in found)


@given(judgements(["17", "17.1", "17.2"], most=9))
def test_stages_that_disagree_are_all_shown_and_no_others(found: list[Judgement]) -> None:
    shown = rolled(*found).differing
    for number in ("17", "17.1", "17.2"):
        of_number = [each for each in found if each.number == number]
        disagree = len({each.verdict for each in of_number}) > 1
        assert [each for each in shown if each.number == number] == (of_number if disagree else [])


@given(judgements(["17", "17.1", "17.2"], most=9), st.none() | st.integers(1, 2))
def test_the_later_of_own_word_and_indicators_counts(
    found: list[Judgement], needed: int | None
) -> None:
    finding = rolled(*found, needed=needed)
    own = counting(each for each in found if each.number == "17")
    below = [counting(j for j in found if j.number == number) for number in ("17.1", "17.2")]
    known = [each for each in below if each is not None]
    derived = derive([MISSING if each is None else each.verdict for each in below], needed)
    last = counting(known)
    if own is None:
        assert finding.verdict is derived
    elif last is None or derived is MISSING or counting([last, own]) is own:
        assert (finding.verdict, finding.stage) == (own.verdict, own.stage)
    else:
        assert (finding.verdict, finding.stage) == (derived, last.stage)


def test_a_criterion_that_nobody_judged_is_not_assessed() -> None:
    assert rolled() == Finding("17", "Môi trường", MISSING)


def test_an_indicator_that_bears_its_criterions_number_is_the_same_item() -> None:
    own = judged("17", UNMET, reason="chưa có nước sạch")
    other = judged("17", MET, stage=Stage.APPRAISAL, day=-1)
    assert rolled(own, other, indicators="17") == rolled(own, other, indicators="")


@pytest.mark.parametrize(
    ("own", "below", "verdict"),
    [
        (judged("17", MET, 1), judged("17.1", UNMET, 0, order=2), MET),
        (judged("17", MET, 0, order=2), judged("17.1", UNMET, 1), UNMET),
        (judged("17", MET, order=2), judged("17.1", UNMET, order=1), MET),
        (judged("17", MET, order=1), judged("17.1", UNMET, order=2), UNMET),
        (
            judged("17", MET, stage=Stage.APPRAISAL, order=1),
            judged("17.1", UNMET, stage=Stage.SELF, order=2),
            MET,
        ),
        (judged("17", UNMET, 0), judged("17.1", MET, 1), UNMET),
    ],
    ids=[
        "own day later",
        "theirs later",
        "own recorded later",
        "theirs recorded later",
        "own of a higher stage",
        "indicators undecided",
    ],
)
def test_own_word_and_indicators_are_compared_as_stages_are(
    own: Judgement, below: Judgement, verdict: Verdict
) -> None:
    assert rolled(own, below).verdict is verdict


def test_the_own_word_keeps_its_reason_document_and_remark() -> None:
    own = judged("17", NEARLY, 5, since=2, at_risk=True, reason="thiếu nước", document="12/TB")
    finding = rolled(own)
    assert finding.reason is not None
    assert finding.reason.values == {"words": "thiếu nước"}
    assert (finding.documents, finding.at_risk) == (("12/TB",), True)
    assert (finding.since, finding.assessed_on) == (own.since, own.assessed_on)
    assert finding.failing == (own,)
    bare = rolled(judged("17", MET))
    assert (bare.reason, bare.documents, bare.failing) == (None, (), ())


def test_the_reason_says_how_many_indicators_are_met_and_which_are_missing() -> None:
    finding = rolled(judged("17.1", MET), judged("17.3", NA), indicators="17.1 17.2 17.3 17.4")
    assert finding.reason is not None
    assert finding.reason.values == {"met": 1, "applicable": 3, "missing": ("17.2", "17.4")}
    assert finding.verdict is MISSING
    whole = rolled(judged("17.1", MET), judged("17.2", UNMET)).reason
    assert whole is not None
    assert whole.values == {"met": 1, "applicable": 2}


def test_a_criterion_is_unmet_since_its_first_unmet_indicator_and_met_since_its_last() -> None:
    unmet = rolled(
        judged("17.1", NEARLY, 9, since=1),
        judged("17.2", UNMET, 9, since=5),
        judged("17.3", UNMET, 9, since=3),
        indicators="17.1 17.2 17.3",
    )
    assert unmet.since == DAY + timedelta(3)
    met = rolled(judged("17.1", MET, 9, since=1), judged("17.2", MET, 9, since=4))
    assert met.since == DAY + timedelta(4)


def test_where_one_indicator_is_enough_a_criterion_is_unmet_since_the_last_one_failed() -> None:
    failed = (judged("17.1", UNMET, 9, since=3), judged("17.2", UNMET, 9, since=5))
    assert rolled(*failed, needed=1).since == DAY + timedelta(5)
    assert rolled(*failed, needed=2).since == DAY + timedelta(3)


def test_what_holds_a_criterion_back_is_named_unless_it_is_met_all_the_same() -> None:
    failing = judged("17.2", UNMET, document="12/TB")
    finding = rolled(judged("17.1", MET, document="12/TB", at_risk=True), failing)
    assert finding.failing == (failing,)
    assert finding.documents == ("12/TB",)
    assert finding.at_risk
    assert rolled(judged("17.1", MET), failing, needed=1).failing == ()
