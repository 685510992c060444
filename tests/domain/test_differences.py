"""Latest words side by side: which way they part, since when, and whose counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Judgement, Measured, Stage, Verdict, roll_up
from ntmtrack.domain.differences import Difference, Parting, Precedence

FIRST = date(2024, 1, 1)
MET, NEARLY, UNMET, NA = Verdict.MET, Verdict.NEARLY_MET, Verdict.UNMET, Verdict.NOT_APPLICABLE


def said(stage: Stage, verdict: Verdict, *, on: int = 0, since: int | None = None) -> Judgement:
    """A word of a stage; days are counted from the first of the year."""
    held = FIRST + timedelta(days=on if since is None else since)
    return Judgement("17", verdict, stage, FIRST + timedelta(days=on), 1, held)


def apart(*words: Judgement) -> Difference:
    return Difference(1, 2, 3, words)


def own(verdict: Verdict, **days: int) -> Judgement:
    return said(Stage.SELF, verdict, **days)


def verified(verdict: Verdict, **days: int) -> Judgement:
    return said(Stage.VERIFICATION, verdict, **days)


def appraised(verdict: Verdict, **days: int) -> Judgement:
    return said(Stage.APPRAISAL, verdict, **days)


@pytest.mark.parametrize(
    ("words", "parting"),
    [
        ((own(MET), appraised(UNMET)), Parting.LOWER_IN_APPRAISAL),
        ((own(MET), appraised(NEARLY)), Parting.LOWER_IN_APPRAISAL),
        ((own(NEARLY), verified(MET), appraised(UNMET)), Parting.LOWER_IN_APPRAISAL),
        ((own(MET), verified(UNMET), appraised(MET)), Parting.LOWER_IN_VERIFICATION),
        ((own(NEARLY), verified(UNMET)), Parting.LOWER_IN_VERIFICATION),
        ((own(UNMET), appraised(MET)), Parting.OTHERWISE),
        ((verified(MET), appraised(UNMET)), Parting.OTHERWISE),
        ((own(MET), appraised(NA)), Parting.OTHERWISE),
        ((own(NA), appraised(UNMET)), Parting.OTHERWISE),
    ],
)
def test_what_fell_before_a_higher_judge_is_told_from_the_rest(
    words: tuple[Judgement, ...], parting: Parting
) -> None:
    assert apart(*words).parting is parting


def test_two_have_disagreed_since_the_later_of_them_said_so() -> None:
    found = apart(own(MET, on=90, since=10), appraised(UNMET, on=60, since=40))
    assert found.since == FIRST + timedelta(days=40)


def test_a_third_who_joins_one_side_makes_a_disagreement_no_younger() -> None:
    found = apart(own(MET, on=10), verified(UNMET, on=40), appraised(UNMET, on=100))
    assert found.since == FIRST + timedelta(days=40)


def test_the_latest_day_counts_and_on_one_day_the_higher_stage() -> None:
    later = apart(own(MET, on=50), appraised(UNMET, on=40))
    assert (later.counts.stage, later.precedence) == (Stage.SELF, Precedence.LATEST_DAY)
    together = apart(own(MET, on=40), verified(NEARLY, on=20), appraised(UNMET, on=40))
    assert (together.counts.stage, together.precedence) == (
        Stage.APPRAISAL,
        Precedence.HIGHER_STAGE,
    )


WORDS = st.fixed_dictionaries(
    {},
    optional={
        stage: st.builds(
            lambda verdict, on, held: (verdict, on, min(on, held)),
            st.sampled_from([MET, NEARLY, UNMET, NA]),
            st.integers(0, 9),
            st.integers(0, 9),
        )
        for stage in Stage
    },
)


@given(WORDS)
def test_every_pair_that_counts_for_since_stands_on_every_day_from_then(
    told: dict[Stage, tuple[Verdict, int, int]],
) -> None:
    words = tuple(
        said(stage, verdict, on=on, since=since) for stage, (verdict, on, since) in told.items()
    )
    differing = roll_up(Measured("17", "Môi trường"), {"17": words}).differing
    assert bool(differing) == (len({each.verdict for each in words}) > 1)
    if differing:
        found = apart(*differing)
        began = [each.since for each in words]
        assert min(began) <= found.since <= max(began)
        # From that day on two of today's words were both said, and they are not the same.
        held = {each.verdict for each in words if each.since <= found.since}
        assert len(held) > 1
        earlier = {each.verdict for each in words if each.since < found.since}
        assert len(earlier) <= 1
        assert found.by_stage.keys() == told.keys()
        assert found.number == "17"
