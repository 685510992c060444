"""Turns of a verdict: on every day the same as rolling up the judgements up to that day."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import (
    FAILED,
    Judgement,
    Measured,
    Stage,
    Verdict,
    counting,
    rank_of,
    roll_up,
)
from ntmtrack.domain.slate import Held, Places, Slate, readings, slates
from ntmtrack.domain.slate_course import Course
from ntmtrack.domain.timeline import (
    Fall,
    Turn,
    fall,
    spliced,
    turn_on,
    verdict_on,
)

DAY = date(2024, 1, 1)
SPAN = 6
MET, UNMET, MISSING = Verdict.MET, Verdict.UNMET, Verdict.NOT_ASSESSED
GIVEN = [verdict for verdict in Verdict if verdict is not MISSING]
NUMBERS = ("17", "17.1", "17.2", "17.3")


def on(number: int) -> date:
    return DAY + timedelta(days=number)


JUDGEMENTS = st.lists(
    st.tuples(
        st.sampled_from(NUMBERS),
        st.sampled_from(GIVEN),
        st.sampled_from(Stage),
        st.integers(0, SPAN).map(on),
    ),
    max_size=14,
).map(
    lambda told: [
        Judgement(number, verdict, stage, day, order, day)
        for order, (number, verdict, stage, day) in enumerate(told)
    ]
)
CRITERIA = st.builds(
    Measured,
    st.just("17"),
    st.just("Môi trường"),
    st.sampled_from([(), ("17.1",), ("17.1", "17.2"), ("17", "17.1", "17.2", "17.3")]),
    st.none() | st.integers(1, 3),
)


KEYS = {number: place + 1 for place, number in enumerate(NUMBERS)}
PLACES = Places.of([(key, None if number == "17" else 1, number) for number, key in KEYS.items()])


def slates_of(judgements: Sequence[Judgement]) -> list[Slate]:
    said = sorted(judgements, key=lambda j: (j.assessed_on, rank_of(j.stage), j.order))
    words = ((str(j.assessed_on), str(j.stage), KEYS[j.number], str(j.verdict)) for j in said)
    return list(slates(words, PLACES))


def course_of(judgements: Sequence[Judgement]) -> Course:
    return Course([(each.since, each.counted) for each in slates_of(judgements)], PLACES)


def replay(criterion: Measured, judgements: Sequence[Judgement]) -> list[Turn]:
    (read,) = readings([criterion], PLACES)
    return course_of(judgements).turns(read) if judgements else []


def latest(judgements: Sequence[Judgement], day: date) -> dict[str, list[Judgement]]:
    """The newest judgement of every number at every stage, as the ledger is asked for them."""
    found: dict[tuple[str, Stage], Judgement] = {}
    for each in sorted(judgements, key=lambda j: (j.assessed_on, j.order)):
        if each.assessed_on <= day:
            found[each.number, each.stage] = each
    by_number: dict[str, list[Judgement]] = {}
    for (number, _), judgement in found.items():
        by_number.setdefault(number, []).append(judgement)
    return by_number


@given(JUDGEMENTS, CRITERIA)
def test_on_every_day_the_verdict_is_what_rolling_up_gives(
    judgements: list[Judgement], criterion: Measured
) -> None:
    turns = replay(criterion, judgements)
    for number in range(-1, SPAN + 2):
        day = on(number)
        rolled = roll_up(criterion, latest(judgements, day)).verdict
        assert verdict_on(turns, day) is rolled


@given(JUDGEMENTS.filter(bool), st.sampled_from(NUMBERS))
def test_a_number_alone_follows_the_judgement_that_counts(
    judgements: list[Judgement], number: str
) -> None:
    course = course_of(judgements)
    turns = course.turns_of(number)
    for each in range(-1, SPAN + 2):
        last = counting(latest(judgements, on(each)).get(number, ()))
        assert verdict_on(turns, on(each)) is (MISSING if last is None else last.verdict)
    failed = verdict_on(turns, date.max) in FAILED
    assert course.fell(number) is (failed and any(turn.verdict is MET for turn in turns))
    assert course.first_day == min(judgement.assessed_on for judgement in judgements)


def test_of_several_words_of_one_day_only_the_last_turns_a_number() -> None:
    told = [
        (on(0), UNMET),
        (on(2), MET),
        (on(4), UNMET),
        (on(4), MET),
        (on(5), MET),
        (on(5), UNMET),
    ]
    turns = course_of(
        [Judgement("17.1", said, Stage.SELF, day, at, day) for at, (day, said) in enumerate(told)]
    ).turns_of("17.1")
    assert turns == [Turn(on(0), UNMET), Turn(on(2), MET), Turn(on(5), UNMET)]
    assert fall(turns) == Fall(UNMET, on(2), on(5), on(5))


def test_an_item_is_looked_at_as_often_as_asked() -> None:
    told = [Judgement("17.1", MET, Stage.SELF, on(0), 0, on(0))]
    course = course_of(told)
    assert course.turns_of("17.1") == course.turns_of("17.1") == [Turn(on(0), MET)]
    held = Held(slates_of(told), PLACES)
    assert held.since(KEYS["17.1"]) == held.since(KEYS["17.1"]) == str(on(0))


@given(JUDGEMENTS, CRITERIA)
def test_turns_rise_by_day_and_each_brings_another_verdict(
    judgements: list[Judgement], criterion: Measured
) -> None:
    turns = replay(criterion, judgements)
    days = [turn.day for turn in turns]
    verdicts = [MISSING, *(turn.verdict for turn in turns)]
    assert days == sorted(set(days))
    assert all(before is not after for before, after in pairwise(verdicts))


def test_before_the_first_turn_nothing_is_assessed() -> None:
    turns = [Turn(on(2), MET), Turn(on(4), UNMET)]
    assert [verdict_on(turns, on(each)) for each in range(1, 6)] == [
        *(MISSING, MET, MET, UNMET, UNMET)
    ]
    assert turn_on(turns, on(1)) is None
    assert turn_on(turns, on(3)) == turns[0]


def test_an_overlay_counts_from_its_day_on() -> None:
    before, after = [Turn(on(1), MET), Turn(on(5), UNMET)], [Turn(on(1), MISSING), Turn(on(4), MET)]
    assert spliced([(date.min, before), (on(3), after)]) == [
        Turn(on(1), MET),
        Turn(on(3), MISSING),
        Turn(on(4), MET),
    ]
    assert spliced([(date.min, before)]) == before
    assert spliced([(on(3), before)]) == [Turn(on(3), MET), Turn(on(5), UNMET)]
    assert spliced([]) == []


@given(JUDGEMENTS, CRITERIA, CRITERIA, st.integers(0, SPAN).map(on))
def test_spliced_turns_are_on_each_side_those_of_their_own_form(
    judgements: list[Judgement], old: Measured, new: Measured, change: date
) -> None:
    both = spliced([(date.min, replay(old, judgements)), (change, replay(new, judgements))])
    for number in range(-1, SPAN + 2):
        day = on(number)
        form = old if day < change else new
        assert verdict_on(both, day) is verdict_on(replay(form, judgements), day)


NEARLY, NA = Verdict.NEARLY_MET, Verdict.NOT_APPLICABLE


def turned(*verdicts: Verdict) -> list[Turn]:
    """A turn every ten days."""
    return [Turn(on(10 * place), verdict) for place, verdict in enumerate(verdicts)]


def test_what_was_met_and_is_not_has_fallen() -> None:
    found = fall(turned(UNMET, MET, UNMET))
    assert found == Fall(UNMET, met_from=on(10), ended_on=on(20), fell_on=on(20))
    assert found is not None and found.days_held == 10


def test_the_last_time_that_it_was_met_counts() -> None:
    found = fall(turned(MET, UNMET, MET, NEARLY))
    assert found is not None
    assert (found.met_from, found.fell_on, found.verdict) == (on(20), on(30), NEARLY)


def test_it_fell_when_it_first_failed_and_stands_as_it_stands_now() -> None:
    assert fall(turned(MET, NEARLY, UNMET)) == Fall(UNMET, on(0), on(10), on(10))
    assert fall(turned(MET, NA, UNMET)) == Fall(UNMET, on(0), on(10), on(20))
    assert fall(turned(MET, MISSING, NEARLY)) == Fall(NEARLY, on(0), on(10), on(20))


@pytest.mark.parametrize(
    "verdicts", [(), (MET,), (UNMET,), (UNMET, NA, NEARLY), (MET, NA), (MET, MISSING), (UNMET, MET)]
)
def test_what_stands_or_was_never_met_has_not_fallen(verdicts: tuple[Verdict, ...]) -> None:
    assert fall(turned(*verdicts)) is None


@given(JUDGEMENTS, CRITERIA)
def test_a_fall_is_a_day_of_failing_after_days_of_being_met(
    judgements: list[Judgement], criterion: Measured
) -> None:
    turns = replay(criterion, judgements)
    found = fall(turns)
    if found is None:
        now = turns[-1].verdict if turns else MISSING
        assert now not in FAILED or all(turn.verdict is not MET for turn in turns)
        return
    assert verdict_on(turns, date.max) is found.verdict
    assert verdict_on(turns, found.met_from) is MET
    assert verdict_on(turns, found.ended_on - timedelta(days=1)) is MET
    assert verdict_on(turns, found.fell_on) in FAILED
    assert found.met_from < found.ended_on <= found.fell_on
    assert found.days_held >= 1
