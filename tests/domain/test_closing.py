"""Figures under a seal: what goes in comes out, and nothing can be changed unseen."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Counts, Finding, Verdict
from ntmtrack.domain.closing import (
    ClosedUnit,
    Closing,
    Figures,
    body_of,
    figures_of,
    period_name,
    seal,
    side_by_side,
)
from ntmtrack.domain.due import parse_period
from ntmtrack.domain.standing import CountedAs, Standing, StandingEvent, Tally, UnitStanding
from ntmtrack.domain.task import Split
from ntmtrack.errors import DataError

DAY = date(2024, 6, 30)
MET, UNMET, MISSING = Verdict.MET, Verdict.UNMET, Verdict.NOT_ASSESSED
SPANS = [
    ("2024", "2024-01-01", "2024-12-31"),
    ("2024-H1", "2024-01-01", "2024-06-30"),
    ("2024-H2", "2024-07-01", "2024-12-31"),
    ("2024-Q1", "2024-01-01", "2024-03-31"),
    ("2024-Q4", "2024-10-01", "2024-12-31"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2024-12", "2024-12-01", "2024-12-31"),
    ("2025-W01", "2024-12-30", "2025-01-05"),
    ("2024-06-30", "2024-06-30", "2024-06-30"),
    ("2024-01-01..2024-09-30", "2024-01-01", "2024-09-30"),
    ("2024-02-01..2024-04-30", "2024-02-01", "2024-04-30"),
    ("2024-02-01..2025-01-31", "2024-02-01", "2025-01-31"),
    ("2024-05-01..2024-10-31", "2024-05-01", "2024-10-31"),
    ("2024-05-02..2024-05-31", "2024-05-02", "2024-05-31"),
    ("2024-05-01..2024-05-30", "2024-05-01", "2024-05-30"),
    ("2021-01-01..2025-12-31", "2021-01-01", "2025-12-31"),
]


@pytest.mark.parametrize(("name", "start", "last_day"), SPANS)
def test_a_span_has_one_name(name: str, start: str, last_day: str) -> None:
    assert period_name(date.fromisoformat(start), date.fromisoformat(last_day)) == name


@given(
    st.dates(date(1990, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["tháng này", "quý này", "năm nay", "tuần này", "hôm nay"]),
)
def test_the_name_of_a_period_means_the_same_days_again(on: date, words: str) -> None:
    period = parse_period(words, on)
    assert period.start is not None and period.last_day is not None
    again = parse_period(period_name(period.start, period.last_day), on + timedelta(days=400))
    assert (again.start, again.last_day) == (period.start, period.last_day)


STANDING = Standing(StandingEvent.REGISTERED, "a", None, 2023, "trong năm 2024")
TALLY = Tally(CountedAs.MET, 9, 19, DAY, "a")


def closed_unit(*verdicts: Verdict, uid: str = "u1", code: str = "a") -> ClosedUnit:
    numbered = tuple((str(number), verdict) for number, verdict in enumerate(verdicts, 1))
    return ClosedUnit(uid, "03424", "Xã Bản Bo", code, numbered, STANDING, (TALLY,))


FIGURES = Figures((closed_unit(MET, UNMET, MISSING),), Split(1, 2, 3, 4, 5))


def a_closing(body: str, hash: str | None = None) -> Closing:
    span = (date(2024, 1, 1), DAY, date(2024, 7, 5))
    return Closing("2024-H1", *span, hash or seal(body), body, 7)


UNITS = st.builds(
    ClosedUnit,
    uid=st.text(max_size=4),
    unit=st.text(max_size=4),
    unit_name=st.text(max_size=9),
    set_code=st.just("a"),
    verdicts=st.lists(st.tuples(st.text(max_size=4), st.sampled_from(Verdict))).map(tuple),
    standing=st.none()
    | st.tuples(
        st.sampled_from(StandingEvent),
        st.just("a"),
        st.none() | st.dates(),
        st.none() | st.integers(1990, 2199),
        st.none() | st.text(max_size=9),
    ).map(lambda told: Standing(*told)),
    tallies=st.lists(
        st.tuples(
            st.sampled_from(CountedAs),
            st.integers(0, 99),
            st.none() | st.integers(0, 99),
            st.dates(),
            st.just("a"),
        ).map(lambda told: Tally(*told)),
        max_size=2,
    ).map(tuple),
)


@given(st.builds(Figures, st.lists(UNITS, max_size=3).map(tuple), st.builds(Split)))
def test_figures_come_out_as_they_went_in(figures: Figures) -> None:
    body = body_of(figures)
    closing = a_closing(body)
    assert closing.sound
    assert closing.figures == figures
    assert body_of(closing.figures) == body


def test_the_body_is_json_in_one_form() -> None:
    body = body_of(FIGURES)
    whole = json.loads(body)
    again = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert body == again
    assert whole["units"][0]["counts"]["total"] == 3
    assert whole["tasks"]["open_overdue"] == 4
    assert "Bản Bo" in body


@given(st.data())
def test_no_letter_can_be_changed_unseen(data: st.DataObject) -> None:
    body = body_of(FIGURES)
    place = data.draw(st.integers(0, len(body) - 1))
    letter = data.draw(st.characters(codec="utf-8").filter(lambda each: each != body[place]))
    assert not a_closing(body[:place] + letter + body[place + 1 :], seal(body)).sound


@pytest.mark.parametrize(
    "body",
    ["{}", "[]", "3", "x", '{"units":[{}],"tasks":{}}', '{"units":[],"tasks":{"x":1}}', "null"],
)
def test_figures_that_cannot_be_read_are_a_fault_of_the_data(body: str) -> None:
    with pytest.raises(DataError) as caught:
        _ = a_closing(body).figures
    assert caught.value.hint is not None


def test_figures_keep_what_a_status_tells() -> None:
    standing = UnitStanding(
        unit="03424",
        unit_name="Xã Bản Bo",
        set_code="a",
        set_name="Bộ",
        findings=(Finding("1", "Quy hoạch", MET), Finding("2", "Giao thông", MISSING)),
        tallies=(TALLY._replace(words="9/19 tiêu chí", listed=Counts(1)),),
        standings=(Standing(StandingEvent.RETURNED, "a", DAY), STANDING._replace(note="ghi")),
        unit_key=5,
    )
    bare = standing._replace(tallies=(), standings=())
    found = figures_of([standing, bare], {5: "u1"}, Split())
    assert found.units[0] == closed_unit(MET, MISSING)
    assert found.units[0].counts == Counts(met=1, not_assessed=1)
    assert (found.units[1].standing, found.units[1].tallies) == (None, ())


def test_what_stands_otherwise_is_told_by_criterion() -> None:
    then = Figures((closed_unit(MET, UNMET, MISSING), closed_unit(MET, uid="u2")), Split())
    new = (closed_unit(UNMET, MISSING, uid="u3"), closed_unit(MET, MET, MISSING, MISSING))
    found = side_by_side(then, Figures(new, Split()))
    assert [each.unit.uid for each in found] == ["u1", "u2", "u3"]
    changes = [(c.unit.uid, c.number, c.closed, c.now) for each in found for c in each.changed]
    assert changes == [
        ("u1", "2", UNMET, MET),
        ("u2", "1", MET, None),
        ("u3", "1", None, UNMET),
    ]


def test_what_is_the_same_has_not_changed() -> None:
    assert [each.changed for each in side_by_side(FIGURES, FIGURES)] == [()]
