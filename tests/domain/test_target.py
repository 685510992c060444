"""Targets: reached early, on time, late, still open or missed, and which of several counts."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.aim import Aim, newest
from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.target import (
    Reached,
    TargetState,
    reached,
    set_turns,
    state_of,
    with_recognition,
)
from ntmtrack.domain.timeline import Turn

MET, NEARLY, UNMET = Verdict.MET, Verdict.NEARLY_MET, Verdict.UNMET
NA, MISSING = Verdict.NOT_APPLICABLE, Verdict.NOT_ASSESSED
FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def turns(*verdicts: Verdict) -> list[Turn]:
    """A verdict from each of the first days on."""
    return [Turn(day(number), verdict) for number, verdict in enumerate(verdicts)]


def an_aim(**facts: object) -> Aim:
    """The whole set within 2024, as a plan of the year before says."""
    told: dict[str, object] = {
        "unit_key": 1,
        "set_key": 1,
        "set_code": "bo",
        "number": None,
        "words": "năm 2024",
        "start": FIRST,
        "last_day": LAST,
        "precision": "year",
        "since": FIRST - timedelta(days=30),
        **facts,
    }
    return Aim(**told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (day(-1), TargetState.REACHED_EARLY),
        (FIRST, TargetState.REACHED_ON_TIME),
        (LAST, TargetState.REACHED_ON_TIME),
        (LAST + timedelta(days=1), TargetState.REACHED_LATE),
    ],
)
def test_what_is_met_was_reached_before_within_or_after_the_span(
    on: date, state: TargetState
) -> None:
    assert state_of(an_aim(), Reached(MET, on), LAST + timedelta(days=9)) is state


def test_the_last_day_is_still_in_time() -> None:
    assert state_of(an_aim(), Reached(UNMET), LAST) is TargetState.OPEN
    assert state_of(an_aim(), Reached(UNMET), LAST + timedelta(days=1)) is TargetState.MISSED


def test_what_was_not_assessed_is_not_said_to_be_missed() -> None:
    assert state_of(an_aim(), Reached(MISSING), LAST) is TargetState.OPEN
    late = LAST + timedelta(days=1)
    assert state_of(an_aim(), Reached(MISSING), late) is TargetState.UNKNOWN


def test_without_a_last_day_it_is_never_missed_and_never_late() -> None:
    aim = an_aim(start=None, last_day=None)
    assert state_of(aim, Reached(NEARLY), date.max) is TargetState.OPEN
    assert state_of(aim, Reached(MET, date.max), date.max) is TargetState.REACHED_ON_TIME


def test_what_does_not_apply_is_neither_missed_nor_reached() -> None:
    assert state_of(an_aim(), Reached(NA), date.max) is TargetState.NOT_APPLICABLE


@given(
    st.sampled_from(Verdict),
    st.none() | st.dates(),
    st.none() | st.tuples(st.dates(), st.dates()),
    st.dates(),
)
def test_the_states_part_all_targets(
    verdict: Verdict, on: date | None, span: tuple[date, date] | None, today: date
) -> None:
    start, last = sorted(span) if span else (None, None)
    aim = an_aim(start=start, last_day=last)
    state = state_of(aim, Reached(verdict, on), today)
    is_so = {
        TargetState.REACHED_EARLY: on is not None and start is not None and on < start,
        TargetState.REACHED_ON_TIME: on is not None
        and (start is None or start <= on)
        and (last is None or on <= last),
        TargetState.REACHED_LATE: on is not None and last is not None and on > last,
        TargetState.NOT_APPLICABLE: on is None and verdict is NA,
        TargetState.OPEN: on is None and verdict is not NA and (last is None or today <= last),
        TargetState.MISSED: on is None
        and verdict not in (NA, MISSING)
        and last is not None
        and today > last,
        TargetState.UNKNOWN: on is None
        and verdict is MISSING
        and last is not None
        and today > last,
    }
    assert [each for each, so in is_so.items() if so] == [state]


def test_a_criterion_is_reached_since_it_was_last_met_without_a_break() -> None:
    assert reached([]) == Reached(MISSING)
    assert reached(turns(MET)) == Reached(MET, day(0))
    assert reached(turns(MET, UNMET, MET)) == Reached(MET, day(2))
    assert reached(turns(UNMET, MET, NEARLY)) == Reached(NEARLY)
    assert reached(turns(MET, NA)) == Reached(NA)


BY = day(2)


@pytest.mark.parametrize(
    ("given", "on"),
    [
        (turns(MET, UNMET), None),
        (turns(MET, MET, UNMET), None),
        (turns(MET, MET, MET, UNMET), day(0)),
        (turns(MET, UNMET, MET, UNMET, MET), day(2)),
        (turns(UNMET, UNMET, UNMET, MET, UNMET, MET), day(3)),
        (turns(MET, UNMET, UNMET, MET, NA), day(3)),
        (turns(UNMET, UNMET, UNMET, NA), None),
    ],
)
def test_what_was_met_on_its_last_day_was_reached_whatever_became_of_it(
    given: list[Turn], on: date | None
) -> None:
    found = reached(given, BY)
    assert (found.on, found.verdict) == (on, given[-1].verdict)


def set_reached(each: Iterable[Sequence[Turn]]) -> Reached:
    return reached(set_turns(each))


def test_a_set_is_reached_with_its_last_criterion() -> None:
    assert set_reached([turns(MET), turns(UNMET, UNMET, MET)]) == Reached(MET, day(2))
    assert set_reached([turns(MET), turns(MET, NEARLY)]) == Reached(NEARLY)
    assert set_reached([turns(MET), turns(MET, UNMET)]) == Reached(UNMET)
    assert set_reached([turns(MET), []]) == Reached(MISSING)
    assert set_reached([]) == Reached(MISSING)


def test_what_does_not_apply_holds_a_set_back_no_longer() -> None:
    assert set_reached([turns(MET), turns(UNMET, NA)]) == Reached(MET, day(1))
    assert set_reached([turns(MET), turns(MET, NA)]) == Reached(MET, day(0))
    assert set_reached([turns(NA), turns(NA)]) == Reached(NA)


@given(st.lists(st.lists(st.sampled_from(Verdict), max_size=4), min_size=1, max_size=4))
def test_on_the_day_a_set_was_reached_all_was_met_and_on_the_day_before_it_was_not(
    verdicts: list[list[Verdict]],
) -> None:
    each = [turns(*listed) for listed in verdicts]
    found = set_reached(each)
    if found.on is None:
        return

    def settled(on: date) -> bool:
        last = [[t.verdict for t in listed if t.day <= on][-1:] for listed in each]
        return all(verdict in ([MET], [NA]) for verdict in last)

    def all_away(on: date) -> bool:
        """Nothing applied then: no set is met by that."""
        last = [[t.verdict for t in listed if t.day <= on][-1:] for listed in each]
        return all(verdict == [NA] for verdict in last)

    ends = day(5)
    held = [found.on + timedelta(days=n) for n in range((ends - found.on).days)]
    assert all(settled(on) for on in held)
    assert not settled(found.on - timedelta(days=1)) or all_away(found.on - timedelta(days=1))


def test_a_recognition_since_the_target_was_set_fulfils_it() -> None:
    aim = an_aim()
    assert with_recognition(Reached(UNMET), aim, []) == Reached(UNMET)
    assert with_recognition(Reached(UNMET), aim, [day(9)]) == Reached(UNMET, day(9))
    assert with_recognition(Reached(MET, day(5)), aim, [day(9)]) == Reached(MET, day(5))
    assert with_recognition(Reached(MET, day(20)), aim, [day(9)]) == Reached(MET, day(9))


def test_an_earlier_recognition_does_not_fulfil_a_target_to_meet_all_again() -> None:
    aim = an_aim(since=day(10))
    assert with_recognition(Reached(UNMET), aim, [day(9)]) == Reached(UNMET)
    again = with_recognition(Reached(UNMET), aim, [day(9), day(12), day(10)])
    assert again == Reached(UNMET, day(10))
    known_ever = an_aim(since=None)
    assert with_recognition(Reached(UNMET), known_ever, [day(9)]) == Reached(UNMET, day(9))


def test_of_several_targets_for_the_same_thing_the_last_one_counts() -> None:
    first, other, moved = an_aim(), an_aim(number="11"), an_aim(words="năm 2025")
    unknown = an_aim(set_key=None, set_code=None)
    assert list(newest([first, other, unknown, moved]).values()) == [moved, other]


def test_words_without_a_day_take_no_days_place() -> None:
    dated, soon = an_aim(), an_aim(words="sớm", start=None, last_day=None, precision="none")
    assert list(newest([dated, soon]).values()) == [dated]
    assert list(newest([soon, dated]).values()) == [dated]
    assert list(newest([soon]).values()) == [soon]
