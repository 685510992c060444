"""Who is nearest: what is missing, in which group a unit stands, and one order among them."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.aim import Aim
from ntmtrack.domain.assessment import Finding, Judgement, Verdict
from ntmtrack.domain.nearest import (
    Contender,
    Missing,
    Nearness,
    group_of,
    missing_of,
    ranked,
    registered,
)
from ntmtrack.domain.standing import Standing, StandingEvent, UnitStanding

MET, NEARLY, UNMET = Verdict.MET, Verdict.NEARLY_MET, Verdict.UNMET
NA, UNKNOWN = Verdict.NOT_APPLICABLE, Verdict.NOT_ASSESSED
TODAY = date(2024, 7, 9)


def a_judgement(number: str, verdict: Verdict) -> Judgement:
    return Judgement(number, verdict, stage=None, assessed_on=TODAY, order=1, since=TODAY)  # type: ignore[arg-type]


def a_standing(
    *verdicts: Verdict, events: tuple[Standing, ...] = (), name: str = "Xã A", key: int = 1
) -> UnitStanding:
    findings = tuple(Finding(str(n), "", verdict) for n, verdict in enumerate(verdicts, 1))
    return UnitStanding(str(key), name, "bo", "Bộ", findings, standings=events, unit_key=key)


def an_event(event: StandingEvent, on: date = TODAY, **facts: object) -> Standing:
    return Standing(event, "bo", on, **facts)  # type: ignore[arg-type]


def test_what_is_missing_is_all_that_applies_and_is_not_met() -> None:
    findings = a_standing(MET, NEARLY, UNMET, NA, UNKNOWN).findings
    missing = missing_of(findings, {}, {})
    assert missing == Missing(("2", "3", "5"), ("2",), ("5",), (), ())


def test_indicators_fail_or_were_never_judged_below_what_is_missing_only() -> None:
    findings = a_standing(MET, UNMET, UNKNOWN).findings
    below = {"1": ["1.1"], "2": ["2.1", "2.2", "2.3", "2.4"], "3": ["3"]}
    failing, nearly = a_judgement("2.1", UNMET), a_judgement("2.2", NEARLY)
    judged = {"2.1": failing, "2.2": nearly, "2.3": a_judgement("2.3", MET)}
    missing = missing_of(findings, below, judged)
    assert missing.indicators == ("2.1", "2.2", "2.4")
    assert missing.failing == (failing, nearly)


def test_a_criterion_that_fails_by_its_own_word_is_among_the_failing() -> None:
    own, below = a_judgement("1", UNMET), a_judgement("1.1", UNMET)
    finding = Finding("1", "", UNMET, failing=(own, below))
    assert missing_of([finding], {}, {}).failing == (own,)


def test_a_unit_is_ready_when_all_that_applies_is_met() -> None:
    assert group_of(a_standing(MET, NA), TODAY) == (Nearness.READY, None)
    assert group_of(a_standing(MET, NEARLY), TODAY) == (Nearness.UNDER_WAY, None)
    assert group_of(a_standing(MET, UNKNOWN), TODAY) == (Nearness.UNDER_WAY, None)
    assert group_of(a_standing(UNKNOWN, UNKNOWN), TODAY) == (Nearness.UNASSESSED, None)
    assert group_of(a_standing(), TODAY) == (Nearness.UNASSESSED, None)


def test_where_nothing_applies_nothing_was_met() -> None:
    assert group_of(a_standing(NA, NA), TODAY) == (Nearness.UNASSESSED, None)
    assert group_of(a_standing(NA, UNKNOWN), TODAY) == (Nearness.UNASSESSED, None)
    assert group_of(a_standing(NA, NEARLY), TODAY) == (Nearness.UNDER_WAY, None)


def test_a_recognised_unit_stands_apart_while_its_recognition_holds() -> None:
    recognised = an_event(StandingEvent.RECOGNISED, TODAY - timedelta(days=30))
    assert group_of(a_standing(UNMET, events=(recognised,)), TODAY) == (
        Nearness.RECOGNISED,
        recognised.happened_on,
    )
    lapsed = recognised._replace(valid_to=TODAY - timedelta(days=1))
    assert group_of(a_standing(UNMET, events=(lapsed,)), TODAY)[0] is Nearness.UNDER_WAY
    revoked = an_event(StandingEvent.REVOKED)
    gone = a_standing(MET, events=(recognised, revoked))
    assert group_of(gone, TODAY)[0] is Nearness.READY


def test_who_withdrew_is_registered_no_longer() -> None:
    entered = an_event(StandingEvent.REGISTERED, TODAY - timedelta(days=9))
    withdrew = an_event(StandingEvent.WITHDRAWN)
    assert registered([entered])
    assert registered([entered, an_event(StandingEvent.RECOGNISED)])
    assert not registered([withdrew, entered])
    assert not registered([])


def a_contender(
    place: int, group: Nearness, criteria: int, indicators: int, **facts: object
) -> Contender:
    missing = Missing(tuple("c" * criteria), (), (), tuple("i" * indicators), ())
    name, code = str(facts.pop("name", "Xã A")), str(facts.pop("set_code", "bo"))
    left = facts.pop("left", None)
    last = None if left is None else TODAY + timedelta(days=int(str(left)))
    aim = Aim(place, 1, code, None, "", None, last, "day")
    standing = a_standing(name=name, key=place)._replace(set_code=code)
    return Contender(standing, missing, group, TODAY, aim=aim)


CONTENDERS = st.lists(
    st.builds(
        lambda place, group, criteria, indicators, left, name, code: a_contender(
            place, group, criteria, indicators, left=left, name=name, set_code=code
        ),
        st.integers(1, 99),
        st.sampled_from(Nearness),
        st.integers(0, 3),
        st.integers(0, 3),
        st.none() | st.integers(-3, 3),
        st.sampled_from(["Xã An", "Xã Ân", "Xã Đa", "xã an"]),
        st.sampled_from(["bo", "nang-cao"]),
    ),
    max_size=12,
    unique_by=lambda each: (each.standing.set_code, each.standing.unit_key),
)


@given(st.data(), CONTENDERS)
def test_the_order_is_the_same_in_whatever_order_units_come(
    data: st.DataObject, found: list[Contender]
) -> None:
    mixed = data.draw(st.permutations(found))
    assert ranked(mixed) == ranked(found)


@given(CONTENDERS)
def test_every_unit_has_one_place_in_its_own_set(found: list[Contender]) -> None:
    by_set = ranked(found)
    assert sum(map(len, by_set.values())) == len(found)
    for code, listed in by_set.items():
        places = [each.place for each in listed]
        assert {each.standing.set_code for each in listed} == {code}
        assert all(before < after for before, after in pairwise(places))


def test_fewest_criteria_then_fewest_indicators_then_least_time_then_the_name() -> None:
    way = Nearness.UNDER_WAY
    wanted = [
        a_contender(9, Nearness.READY, 0, 0),
        a_contender(1, way, 1, 5, name="Xã B"),
        a_contender(2, way, 2, 1, left=90),
        a_contender(5, way, 2, 2, left=-5),
        a_contender(4, way, 2, 2, left=0),
        a_contender(3, way, 2, 2, left=9),
        a_contender(6, way, 2, 2, name="Xã Đa"),
        a_contender(7, way, 2, 2, name="Xã Em"),
        a_contender(10, Nearness.UNASSESSED, 1, 0),
        a_contender(8, Nearness.RECOGNISED, 0, 0),
    ]
    assert ranked(reversed(wanted))["bo"] == wanted


def test_without_a_target_or_a_last_day_no_days_are_left() -> None:
    contender = a_contender(1, Nearness.UNDER_WAY, 1, 1)
    assert contender.days_left is None
    assert contender._replace(aim=None).days_left is None
    assert a_contender(1, Nearness.UNDER_WAY, 1, 1, left=-2).days_left == -2
