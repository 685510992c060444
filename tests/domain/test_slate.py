"""Slates: letters for all items of a unit under a set, that say what the judgements say."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

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
from ntmtrack.domain.slate import (
    Held,
    Places,
    Said,
    Slate,
    alone,
    padded,
    readings,
    slates,
    verdicts,
)
from ntmtrack.domain.slate_course import Course
from tests.domain.test_timeline import (
    CRITERIA,
    DAY,
    JUDGEMENTS,
    KEYS,
    NUMBERS,
    PLACES,
    SPAN,
    course_of,
    latest,
    on,
    slates_of,
)


def words(judgements: Sequence[Judgement]) -> list[Said]:
    said = sorted(judgements, key=lambda j: (j.assessed_on, rank_of(j.stage), j.order))
    return [(j.assessed_on.isoformat(), str(j.stage), KEYS[j.number], str(j.verdict)) for j in said]


def shown(found: Sequence[Slate]) -> dict[tuple[str, str], Slate]:
    """As a table keeps them: a slate that comes again only goes on."""
    return {(each.since, each.counted): each for each in found}


@given(JUDGEMENTS, st.integers(0, SPAN).map(on))
def test_written_on_from_any_day_they_are_those_written_at_once(
    judgements: list[Judgement], cut: date
) -> None:
    early = [word for word in words(judgements) if word[0] < cut.isoformat()]
    later = [word for word in words(judgements) if word[0] >= cut.isoformat()]
    before = list(slates(early, PLACES))
    after = list(slates(later, PLACES, before[-1] if before else None))
    assert list(shown([*before, *after]).values()) == slates_of(judgements)
    assert list(slates([], PLACES, before[-1] if before else None)) == []


@given(JUDGEMENTS)
def test_each_says_something_else_and_ends_before_the_next_begins(
    judgements: list[Judgement],
) -> None:
    found = slates_of(judgements)
    for each, following in pairwise(found):
        assert each.since <= each.until < following.since
        assert each[2:] != following[2:]
    assert (found[-1].until if found else None) == max(
        (each.assessed_on.isoformat() for each in judgements), default=None
    )


@given(JUDGEMENTS.filter(bool), CRITERIA, st.sampled_from(Stage))
def test_the_last_says_what_rolling_up_says_of_all_stages_and_of_one(
    judgements: list[Judgement], criterion: Measured, stage: Stage
) -> None:
    last = slates_of(judgements)[-1]
    read = readings([criterion], PLACES)
    by_all = roll_up(criterion, latest(judgements, date.max))
    assert verdicts(padded(last.of_stage(None) or "", PLACES), read) == [by_all.verdict]
    assert course_of(judgements).fails(read[0]) is (by_all.verdict in FAILED)
    heard = [each for each in judgements if each.stage is stage]
    by_one = roll_up(criterion, latest(heard, date.max))
    assert verdicts(padded(last.of_stage(stage) or "", PLACES), read) == [by_one.verdict]


@given(JUDGEMENTS.filter(bool))
def test_items_by_themselves_and_where_the_stages_differ(judgements: list[Judgement]) -> None:
    last = slates_of(judgements)[-1]
    newest = latest(judgements, date.max)
    said = alone(padded(last.counted, PLACES), PLACES)
    for number, verdict in said.items():
        counts = counting(newest.get(number, ()))
        assert verdict is (Verdict.NOT_ASSESSED if counts is None else counts.verdict)
    apart = {
        number for number, listed in newest.items() if len({each.verdict for each in listed}) > 1
    }
    assert {list(KEYS)[place] for place in last.differing} == apart


@given(JUDGEMENTS.filter(bool))
def test_an_item_has_stood_so_since_the_last_day_that_ended_otherwise(
    judgements: list[Judgement],
) -> None:
    own = [each for each in judgements if each.stage is Stage.SELF and each.number == "17.1"]
    if not own:
        return
    ends: dict[date, Verdict] = {}
    for each in sorted(own, key=lambda j: (j.assessed_on, j.order)):
        ends[each.assessed_on] = each.verdict
    now = ends[max(ends)]
    otherwise = max((day for day, said in ends.items() if said is not now), default=date.min)
    since = min(day for day in ends if day > otherwise)
    held = Held(slates_of(judgements), PLACES)
    assert held.since(KEYS["17.1"], Stage.SELF) == since.isoformat()


@given(JUDGEMENTS.filter(bool), st.sampled_from(NUMBERS), st.integers(0, SPAN).map(on))
def test_before_which_day_each_stage_last_said_otherwise(
    judgements: list[Judgement], number: str, day: date
) -> None:
    found = [each for each in slates_of(judgements) if each.since <= day.isoformat()]
    if not found:
        return
    bounds = Held(found, PLACES).otherwise_before(KEYS[number], Verdict.MET, day.isoformat())
    for stage, bound in zip(Stage, bounds, strict=True):
        ends = {
            each.assessed_on.isoformat(): each.verdict
            for each in sorted(judgements, key=lambda j: (j.assessed_on, j.order))
            if (each.stage, each.number) == (stage, number) and each.assessed_on <= day
        }
        otherwise = max((at for at, said in ends.items() if said is not Verdict.MET), default="")
        assert max((at for at in ends if at < bound), default="") == otherwise


def test_an_item_that_comes_later_changes_nothing_of_what_was_written_before() -> None:
    said: list[Said] = [(DAY.isoformat(), "self", 2, "met")]
    fewer = Places.of([(1, None, "17"), (2, 1, "17.1")])
    assert list(slates(said, fewer)) == list(slates(said, PLACES))
    (only,) = slates(said, fewer)
    assert only == Slate("2024-01-01", "2024-01-01", ".M", ".M")
    course = Course([(only.since, only.counted)], PLACES)
    assert course.turns_of("17.3") == []


def test_places_of_no_items_are_none() -> None:
    assert Places.of([]) == Places({}, {}, {})
