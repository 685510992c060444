"""How a unit stands on its way, and what may be entered as an event of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.recognition import (
    StandingState,
    Way,
    follow,
    granted,
    in_order,
    open_registration,
)
from ntmtrack.domain.recognition_entry import admit
from ntmtrack.domain.standing import Standing, StandingEvent
from ntmtrack.domain.unit import UnitKind
from ntmtrack.errors import DataError
from tests.reports.values import words

SET = "xa-ntm-2021-2025"
DAY = date(2024, 7, 9)
COMMUNE = Unit(1, "03424", "Xã Bản Bo", UnitKind.COMMUNE)


def event(name: str, on: str | None = None, **facts: Any) -> Standing:
    """`event("recognised", "2024-03-01")`."""
    happened = None if on is None else date.fromisoformat(on)
    return Standing(StandingEvent(name), SET, happened, **facts)


def story(*told: str) -> list[Standing]:
    """`story("registered 2023-01-01", …)`, recorded in this order."""
    return [event(*each.split(), order=order) for order, each in enumerate(told, 1)]


def state(*told: str, day: date = DAY) -> tuple[str, date | None]:
    way = follow(story(*told), day)
    return way.state.value, way.since


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("registered",), "registered"),
        (("registered", "self_assessed"), "under_appraisal"),
        (("registered", "verified"), "under_appraisal"),
        (("appraised",), "under_appraisal"),
        (("registered", "submitted"), "under_appraisal"),
        (("registered", "submitted", "returned"), "returned"),
        (("registered", "submitted", "returned", "submitted"), "under_appraisal"),
        (("registered", "withdrawn"), "withdrawn"),
        (("registered", "recognised"), "recognised"),
        (("recognised", "announced"), "recognised"),
        (("announced",), "recognised"),
        (("carried_over",), "recognised"),
        (("recognised", "registered", "submitted"), "recognised"),
        (("recognised", "registered", "withdrawn"), "recognised"),
        (("recognised", "revoked"), "revoked"),
        (("recognised", "expired"), "expired"),
        (("recognised", "revoked", "registered"), "registered"),
        (("recognised", "revoked", "registered", "withdrawn"), "withdrawn"),
        (("recognised", "registered", "revoked"), "registered"),
        (("recognised", "revoked", "recognised"), "recognised"),
    ],
)
def test_the_state_follows_from_the_events(told: tuple[str, ...], found: str) -> None:
    dated = [f"{name} 2023-0{month}-01" for month, name in enumerate(told, 1)]
    assert state(*dated)[0] == found


def test_a_state_holds_since_the_event_that_made_it() -> None:
    assert state("registered 2023-01-01", "submitted 2023-05-01")[1] == date(2023, 5, 1)
    granted = ("recognised 2023-01-01", "announced 2023-02-01", "registered 2023-03-01")
    assert state(*granted)[1] == date(2023, 1, 1)
    assert state(*granted, "revoked 2023-04-01") == ("registered", date(2023, 3, 1))
    assert state("recognised 2023-01-01", "recognised 2024-01-01")[1] == date(2023, 1, 1)


def test_a_document_dates_a_decision_but_nothing_else() -> None:
    paper = {"decided_on": date(2024, 2, 1), "document": "5/QĐ", "year": 2023}
    assert follow([event("recognised", **paper)], DAY) == Way(
        StandingState.RECOGNISED, date(2024, 2, 1), 2023, "5/QĐ"
    )
    assert follow([event("registered", **paper)], DAY) == Way(
        StandingState.REGISTERED, None, 2023, "5/QĐ", step=StandingEvent.REGISTERED
    )


def test_an_application_keeps_the_year_and_target_of_its_registration() -> None:
    begun = event("registered", "2024-01-01", year=2024, target_words="quý IV/2024")
    way = follow([begun, event("self_assessed", "2024-06-01", document="7/BC")], DAY)
    assert (way.year, way.target, way.document) == (2024, "quý IV/2024", "7/BC")
    assert way.step is StandingEvent.SELF_ASSESSED
    renewed = follow([event("recognised", "2023-01-01", year=2022), begun], DAY)
    assert (renewed.state, renewed.year) == (StandingState.RECOGNISED, 2022)
    assert (renewed.step, renewed.target) == (StandingEvent.REGISTERED, "quý IV/2024")


def lasting(until: str, *more: Standing) -> list[Standing]:
    """A recognition of 2022 with a last day, and what came after."""
    last = date.fromisoformat(until)
    return [event("recognised", "2022-01-01", valid_to=last, document="1/QĐ"), *more]


def test_a_recognition_ends_by_itself_on_the_day_after_its_last() -> None:
    held = follow(lasting("2024-07-09"), DAY)
    assert (held.state, held.days_left(DAY)) == (StandingState.RECOGNISED, 0)
    lapsed = follow(lasting("2024-07-08"), DAY)
    assert (lapsed.state, lapsed.since) == (StandingState.EXPIRED, DAY)
    assert (lapsed.until, lapsed.document) == (date(2024, 7, 8), "1/QĐ")
    again = follow(lasting("2024-07-08", event("registered", "2024-06-01")), DAY)
    assert (again.state, again.until) == (StandingState.REGISTERED, date(2024, 7, 8))


def test_a_renewal_has_a_last_day_of_its_own_and_an_announcement_may_add_one() -> None:
    renewed = follow(lasting("2024-12-31", event("recognised", "2024-01-01")), DAY)
    assert (renewed.until, renewed.since) == (None, date(2022, 1, 1))
    late = follow(lasting("2023-06-30", event("recognised", "2024-01-01")), DAY)
    assert late.since == date(2024, 1, 1)
    announced = event("announced", "2022-02-01")
    kept = follow(lasting("2024-12-31", announced), DAY)
    assert (kept.until, kept.announced) == (date(2024, 12, 31), True)
    anew = follow([*lasting("2024-12-31", announced), event("recognised", "2024-01-01")], DAY)
    assert not anew.announced
    given = announced._replace(valid_to=date(2025, 1, 31))
    assert follow(lasting("2024-12-31", given), DAY).until == date(2025, 1, 31)


def test_what_ends_soon_is_recognised_and_has_a_last_day() -> None:
    way = follow(lasting("2024-07-19"), DAY)
    assert (way.ends_within(10, DAY), way.ends_within(9, DAY)) == (True, False)
    assert not follow(lasting("2024-07-08"), DAY).ends_within(10, DAY)
    endless = follow([event("recognised", "2022-01-01")], DAY)
    assert not endless.ends_within(10_000, DAY)
    assert endless.days_left(DAY) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (event("registered", year=2024), event("recognised", "2024-01-02")),
        (event("registered", year=2023, decided_on=DAY), event("recognised", "2024-01-02")),
        (
            event("registered", year=2024, decided_on=date(2023, 11, 1)),
            event("withdrawn", year=2023),
        ),
        (event("recognised", "2024-12-30"), event("announced", year=2024)),
        (event("recognised", year=2023, decided_on=DAY), event("announced", "2024-07-10")),
        (event("submitted", recorded_on=DAY), event("returned")),
    ],
)
def test_events_are_told_in_the_order_in_which_they_happened(
    first: Standing, second: Standing
) -> None:
    later_in = [second._replace(order=1), first._replace(order=2)]
    assert [each.event for each in in_order(later_in)] == [first.event, second.event]


@pytest.mark.parametrize(
    ("told", "days"),
    [
        (("registered 2023-01-01",), []),
        (("recognised 2019-06-01", "registered 2023-02-01"), ["2019-06-01"]),
        (("recognised 2019-06-01", "recognised 2023-12-20"), ["2019-06-01", "2023-12-20"]),
        (("recognised 2019-06-01", "expired 2024-06-01"), ["2019-06-01"]),
        (("recognised 2019-06-01", "revoked 2022-06-01"), []),
        (
            ("recognised 2019-06-01", "revoked 2022-06-01", "carried_over 2023-01-01"),
            ["2023-01-01"],
        ),
        (("recognised 2019-06-01", "announced 2019-07-01"), ["2019-06-01"]),
        (("announced 2019-07-01",), ["2019-07-01"]),
        (
            ("recognised 2019-06-01", "expired 2020-06-01", "announced 2021-07-01"),
            ["2019-06-01", "2021-07-01"],
        ),
        (("recognised",), []),
    ],
)
def test_what_was_granted_and_granted_anew_counts_until_it_is_revoked(
    told: tuple[str, ...], days: list[str]
) -> None:
    assert [str(each) for each in granted(story(*told))] == days


def test_an_announcement_after_the_last_day_tells_of_another_recognition() -> None:
    lapsed = event("recognised", "2019-06-01", valid_to=date(2020, 6, 1))
    assert len(granted([lapsed, event("announced", "2020-06-01")])) == 1
    assert len(granted([lapsed, event("announced", "2020-06-02")])) == 2


@given(
    st.lists(
        st.builds(
            event,
            st.sampled_from([each.value for each in StandingEvent]),
            st.none() | st.dates(date(2020, 1, 1), date(2024, 7, 9)).map(str),
            year=st.none() | st.integers(2020, 2024),
            order=st.integers(1, 9),
            valid_to=st.none() | st.dates(date(2020, 1, 1), date(2026, 1, 1)),
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda each: each.order,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_reading_changes_nothing_and_a_lapsed_recognition_never_holds(
    events: list[Standing], order: Any
) -> None:
    shuffled = list(events)
    order.shuffle(shuffled)
    way = follow(shuffled, DAY)
    assert way == follow(events, DAY)
    if way.state is StandingState.RECOGNISED:
        assert way.until is None or way.until >= DAY
    if way.state is StandingState.EXPIRED and way.until is not None:
        assert way.since == way.until + timedelta(days=1) <= DAY


@pytest.mark.parametrize(
    ("told", "is_open"),
    [
        (("registered",), True),
        (("registered", "submitted"), True),
        (("registered", "withdrawn"), False),
        (("registered", "returned"), False),
        (("registered", "recognised"), False),
        (("registered", "carried_over"), False),
        (("registered", "announced"), False),
        (("recognised", "registered", "revoked"), True),
        (("submitted",), False),
    ],
)
def test_a_registration_is_open_until_something_comes_of_it(
    told: tuple[str, ...], is_open: bool
) -> None:
    dated = [f"{name} 2023-0{month}-01" for month, name in enumerate(told, 1)]
    assert (open_registration(story(*dated)) is not None) == is_open


def admitted(new: Standing, *known: str, unit: Unit = COMMUNE, merged: bool = False) -> list[str]:
    """What is said of a new event, recorded last."""
    found = admit(new._replace(order=99), story(*known), unit, predecessor=merged)
    return [words(note) for note in found]


def refused(new: Standing, *known: str, unit: Unit = COMMUNE) -> str:
    with pytest.raises(DataError) as caught:
        admitted(new, *known, unit=unit)
    assert caught.value.hint is not None
    assert "nothing was written" in caught.value.hint.text
    return words(caught.value.message)


def test_an_ordinary_event_needs_no_word() -> None:
    assert admitted(event("registered", "2024-01-01")) == []
    assert admitted(event("returned", "2024-03-01"), "submitted 2024-02-01") == []
    assert admitted(event("announced", "2024-03-01"), "recognised 2024-02-01") == []
    assert admitted(event("announced", "2024-03-01"), "carried_over 2024-02-01") == []
    assert admitted(event("revoked", "2024-03-01"), "recognised 2024-02-01") == []
    assert admitted(event("expired", "2024-03-01"), "recognised 2024-02-01") == []
    assert admitted(event("carried_over", "2024-03-01"), merged=True) == []


def test_the_unit_has_to_exist_on_the_day() -> None:
    short = COMMUNE._replace(valid_from=date(2020, 1, 1), valid_to=date(2023, 12, 31))
    for day in ("2019-12-31", "2024-01-01"):
        assert "did not exist" in refused(event("registered", day), unit=short)
    old = event("recognised", decided_on=date(2019, 1, 1))
    assert refused(old, unit=COMMUNE._replace(valid_from=date(2020, 1, 1))) == (
        "Xã Bản Bo did not exist on 2019-01-01: it is known from 2020-01-01 to …"
    )
    assert admitted(event("registered"), unit=short) == []
    assert admitted(event("registered", "2020-01-01"), unit=short) == []


def test_only_a_recognition_has_a_last_day_and_not_before_its_own() -> None:
    last = date(2024, 1, 1)
    assert "has no last day" in refused(event("registered", "2023-01-01", valid_to=last))
    assert "before" in refused(event("recognised", "2024-01-02", valid_to=last))
    assert admitted(event("recognised", "2024-01-01", valid_to=last)) == []
    assert admitted(event("announced", valid_to=last), "recognised 2023-01-01") == []


def test_a_second_open_registration_is_refused_whichever_is_recorded_first() -> None:
    new = event("registered", "2024-03-01")
    assert refused(new, "registered 2024-01-01") == (
        "Xã Bản Bo has an open registration under xa-ntm-2021-2025 already (2024-01-01)"
    )
    assert "2024-05-01" in refused(new, "registered 2024-05-01")
    assert "2024-05-01" in refused(new, "submitted 2024-04-01", "registered 2024-05-01")
    settled = ("registered 2024-01-01", "returned 2024-02-01")
    assert admitted(new, *settled) == []
    assert admitted(new, "recognised 2024-04-01", "registered 2024-05-01") != []
    undated = event("registered", year=2023)
    with pytest.raises(DataError) as caught:
        admit(new, [undated], COMMUNE, predecessor=False)
    assert caught.value.message.values["when"] == 2023
    with pytest.raises(DataError) as caught:
        admit(new, [event("registered", recorded_on=date(2024, 1, 1))], COMMUNE, predecessor=False)
    assert caught.value.message.values["when"] == "…"


@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_only_what_was_recognised_by_then_can_end(end: str) -> None:
    assert "no recognition" in refused(event(end, "2024-01-01"))
    assert "no recognition" in refused(event(end, "2024-01-01"), "recognised 2024-01-02")
    assert "no recognition" in refused(event(end, "2024-01-01"), "registered 2023-01-01")


def test_what_is_missing_before_an_event_is_warned_of() -> None:
    assert admitted(event("returned", "2024-01-01"), "registered 2023-01-01") == [
        "WARNING Xã Bản Bo: returned, but nothing was submitted before it"
    ]
    assert admitted(event("announced", "2024-01-01"), "submitted 2023-01-01") == [
        "WARNING Xã Bản Bo: announced, but not recognised before it"
    ]
    (note,) = admitted(event("carried_over", "2024-01-01"))
    assert note.startswith("WARNING Xã Bản Bo: carried over, but no unit is known")
    twice = ("recognised 2023-01-01", "revoked 2023-06-01")
    assert admitted(event("revoked", "2024-01-01"), *twice) == [
        "WARNING Xã Bản Bo: revoked, but it was not recognised any more (revoked)"
    ]


def test_an_event_recorded_late_says_how_many_were_before_it() -> None:
    later = ("submitted 2024-02-01", "recognised 2024-03-01")
    assert admitted(event("registered", "2024-01-01"), *later[:1]) == [
        "recorded late: 1 event of a later day was in the ledger before it"
    ]
    assert admitted(event("registered", "2024-01-01"), *later) == [
        "recorded late: 2 events of later days were in the ledger before it"
    ]
    same = event("self_assessed", "2024-02-01")
    assert admitted(same, *later[:1]) == []
