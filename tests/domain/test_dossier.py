"""Dossiers: open until recognised or closed, held by one agency, whatever was recorded when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.dossier import (
    PATH,
    STEPS,
    Dossier,
    DossierEvent,
    DossierEventKind,
    Step,
    fold_dossiers,
)
from ntmtrack.domain.standing import StandingEvent

FIRST = date(2024, 1, 1)
REQUIRED, RECEIVED = DossierEventKind.REQUIRED, DossierEventKind.RECEIVED
HANDED, CLOSED = DossierEventKind.HANDED, DossierEventKind.CLOSED
REGISTERED, SUBMITTED = StandingEvent.REGISTERED, StandingEvent.SUBMITTED
ASSESSED, RETURNED = StandingEvent.SELF_ASSESSED, StandingEvent.RETURNED
RECOGNISED, ANNOUNCED = StandingEvent.RECOGNISED, StandingEvent.ANNOUNCED


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def paper(kind: DossierEventKind, on: int, name: str = "Tờ trình", order: int = 0) -> DossierEvent:
    return DossierEvent(kind, day(on), order, paper=name)


def handed(on: int, to: str = "Huyện", order: int = 0) -> DossierEvent:
    return DossierEvent(HANDED, day(on), order, agency=to)


def closed(on: int, order: int = 0) -> DossierEvent:
    return DossierEvent(CLOSED, day(on), order)


def step(event: StandingEvent, on: int, order: int = 0) -> Step:
    return Step(event, day(on), day(on), order)


def present(*happened: DossierEvent | Step) -> Dossier:
    """The last dossier that these things come to."""
    return folded(*happened)[-1]


def folded(*happened: DossierEvent | Step) -> list[Dossier]:
    return fold_dossiers(
        [each for each in happened if isinstance(each, DossierEvent)],
        [each for each in happened if isinstance(each, Step)],
    )


@pytest.mark.parametrize(
    "first",
    [
        paper(REQUIRED, 3),
        paper(RECEIVED, 3),
        handed(3),
        step(ASSESSED, 3),
        step(SUBMITTED, 3),
    ],
    ids=lambda first: str(getattr(first, "kind", None) or first.event),
)
def test_it_is_open_from_the_first_thing_that_happens_to_it(first: DossierEvent | Step) -> None:
    dossier = present(first, handed(9))
    assert (dossier.opened_on, dossier.open) == (day(3), True)


def test_steps_before_it_do_not_open_it() -> None:
    dossier = present(step(REGISTERED, 1), step(StandingEvent.VERIFIED, 2))
    assert (dossier.opened_on, dossier.open) == (None, False)
    assert present(step(REGISTERED, 1), handed(5)).opened_on == day(5)


def test_events_of_no_dossier_make_none() -> None:
    assert folded(step(StandingEvent.REVOKED, 1)) == []


@pytest.mark.parametrize("event", [RECOGNISED, ANNOUNCED, StandingEvent.CARRIED_OVER])
def test_a_recognition_ends_it(event: StandingEvent) -> None:
    dossier = present(handed(1), step(event, 5))
    assert (dossier.open, dossier.ended_on, dossier.recognised) == (False, day(5), True)
    assert dossier.holder is not None
    assert dossier.holder.until == day(5)


def test_a_withdrawal_ends_it_and_what_comes_after_begins_another() -> None:
    first, second = folded(
        step(REGISTERED, 1),
        step(SUBMITTED, 2),
        handed(3),
        step(StandingEvent.WITHDRAWN, 5),
        step(REGISTERED, 9),
    )
    assert (first.open, first.ended_on, first.recognised) == (False, day(5), False)
    assert first.to_come == ()
    assert first.holder is not None
    assert first.holder.until == day(5)
    assert (second.open, second.holder) == (False, None)
    assert SUBMITTED in second.to_come


def test_a_withdrawal_without_a_dossier_makes_none() -> None:
    assert folded(step(StandingEvent.WITHDRAWN, 1)) == []
    (only,) = folded(handed(1), step(RECOGNISED, 2), step(StandingEvent.WITHDRAWN, 5))
    assert (only.ended_on, only.recognised) == (day(2), True)


def test_the_announcement_belongs_to_the_dossier_that_ended() -> None:
    (dossier,) = folded(handed(1), step(RECOGNISED, 5), step(ANNOUNCED, 7))
    assert dossier.ended_on == day(5)
    assert dossier.to_come == ()


def test_closing_ends_it_and_what_comes_after_begins_another() -> None:
    first, second = folded(
        paper(RECEIVED, 1),
        closed(4),
        step(REGISTERED, 6),
        paper(REQUIRED, 8),
        closed(9),
        closed(10),
    )
    assert (first.opened_on, first.ended_on, first.recognised) == (day(1), day(4), False)
    assert (second.opened_on, second.ended_on) == (day(8), day(9))
    assert second.missing == ("Tờ trình",)


def test_on_one_day_a_recognition_comes_last() -> None:
    (dossier,) = folded(step(RECOGNISED, 5, order=1), paper(RECEIVED, 5, order=2))
    assert dossier.missing == ()
    assert dossier.ended_on == day(5)


def test_a_paper_is_missing_until_it_has_come_once() -> None:
    dossier = present(
        paper(REQUIRED, 1), paper(REQUIRED, 2, "Báo cáo"), paper(RECEIVED, 3, "tờ  trình"),
        paper(RECEIVED, 5), paper(REQUIRED, 6), paper(RECEIVED, 7, "Bản đồ"),
    )  # fmt: skip
    assert [(p.name, p.required_on, p.received_on) for p in dossier.papers] == [
        ("Tờ trình", day(1), day(3)),
        ("Báo cáo", day(2), None),
        ("Bản đồ", None, day(7)),
    ]
    assert dossier.missing == ("Báo cáo",)


def test_the_holder_is_whom_it_was_handed_to_last() -> None:
    dossier = present(handed(1), handed(4, "Tỉnh"), handed(6, "Huyện"))
    assert [(h.agency, h.since, h.until) for h in dossier.handings] == [
        ("Huyện", day(1), day(4)),
        ("Tỉnh", day(4), day(6)),
        ("Huyện", day(6), None),
    ]
    assert present(paper(REQUIRED, 1)).holder is None


def test_handing_it_to_the_present_holder_changes_nothing() -> None:
    assert present(handed(1), handed(4)) == present(handed(1))


def test_what_was_returned_begins_another_round_and_is_to_be_submitted_again() -> None:
    undated = Step(StandingEvent.VERIFIED, None, day(3), (0, 3))
    dossier = present(
        step(ASSESSED, 1), undated, step(SUBMITTED, 5), step(RETURNED, 15), handed(20)
    )
    assert [(d.step.event, d.round, d.days_after) for d in dossier.done] == [
        (ASSESSED, 1, None),
        (StandingEvent.VERIFIED, 1, None),
        (SUBMITTED, 1, 4),
        (RETURNED, 1, 10),
    ]
    assert dossier.to_come == (
        *(REGISTERED, StandingEvent.APPRAISED, SUBMITTED, RECOGNISED, ANNOUNCED),
    )
    again = present(step(SUBMITTED, 5), step(RETURNED, 15), step(SUBMITTED, 30))
    assert [(d.round, d.days_after) for d in again.done] == [(1, None), (1, 10), (2, 15)]
    assert SUBMITTED not in again.to_come


def test_after_the_end_only_an_announcement_is_to_come() -> None:
    assert present(handed(1), closed(2)).to_come == ()
    assert present(handed(1), step(RECOGNISED, 2)).to_come == (ANNOUNCED,)
    assert present(handed(1), step(StandingEvent.CARRIED_OVER, 2)).to_come == ()


_HAPPENED = st.one_of(
    st.builds(paper, st.sampled_from([REQUIRED, RECEIVED]), st.just(0), st.sampled_from("abc")),
    st.builds(handed, st.just(0), st.sampled_from(["Xã", "Huyện", "Tỉnh"])),
    st.just(closed(0)),
    st.builds(step, st.sampled_from(sorted(StandingEvent)), st.just(0)),
)


@given(st.data(), st.lists(_HAPPENED, max_size=12))
def test_what_is_recorded_in_another_order_comes_to_the_same(
    data: st.DataObject, happened: list[DossierEvent | Step]
) -> None:
    """Of things of different days: each has its own day, and any place among the recorded."""
    places = data.draw(st.permutations(range(len(happened))))
    dated: list[DossierEvent | Step] = [
        each._replace(told=day(n), on=day(n), order=n)
        if isinstance(each, Step)
        else each._replace(on=day(n), order=n)
        for n, each in enumerate(happened)
    ]
    mixed = [dated[place]._replace(order=new) for new, place in enumerate(places)]
    assert folded(*mixed) == [
        each._replace(steps=_reordered(each.steps, places)) for each in folded(*dated)
    ]


def _reordered(steps: tuple[Step, ...], places: list[int]) -> tuple[Step, ...]:
    return tuple(each._replace(order=places.index(each.order)) for each in steps)


@given(st.lists(_HAPPENED, max_size=12))
def test_every_step_is_done_or_to_come_and_papers_come_or_are_missing(
    happened: list[DossierEvent | Step],
) -> None:
    dated = [
        each._replace(told=day(n), on=day(n))
        if isinstance(each, Step)
        else each._replace(on=day(n))
        for n, each in enumerate(happened)
    ]
    found = folded(*dated)
    # A withdrawal without a dossier belongs to none.
    always = STEPS - {StandingEvent.WITHDRAWN}
    kept = [step for each in found for step in each.steps if step.event in always]
    assert len(kept) == sum(isinstance(each, Step) and each.event in always for each in dated)
    assert all(not each.open for each in found[:-1])
    for dossier in found:
        if dossier.open:
            walked = {each.step.event for each in dossier.done}
            assert set(PATH) <= walked | set(dossier.to_come)
        have = [p.name for p in dossier.papers if p.received_on is not None]
        assert len(have) + len(dossier.missing) == len(dossier.papers)
