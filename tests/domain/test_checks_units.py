"""The rules about units and agencies through time, and about the days of facts."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.checks.finding import UNIT, Rule
from ntmtrack.domain.checks.units import (
    Body,
    Coded,
    Dated,
    Passed,
    Span,
    Version,
    lineage_dates,
    outside_parent,
    outside_unit,
    parent_circle,
    same_agency,
    same_code,
    same_unit,
    unit_gap,
    unit_overlap,
)
from tests.reports.values import words

Y20, Y21, Y22 = date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)
END20, END21 = date(2020, 12, 31), date(2021, 12, 31)
EVER = Span()


def a_version(key: int = 1, span: Span = EVER, **facts: Any) -> Version:
    told = {"name": f"Xã {key}", "folded": f"xa {key}", "kind": "commune", "parent": None, **facts}
    return Version(key, span=span, **told)


days = st.one_of(st.none(), st.dates(date(2019, 1, 1), date(2023, 1, 1)))


@given(days, days, days, days)
def test_two_spans_meet_where_some_day_is_in_both(a: Any, b: Any, c: Any, d: Any) -> None:
    one, other = Span(a, b), Span(c, d)
    ends = [each for each in (a, b, c, d) if each is not None] or [Y20]
    shared = any(one.holds(day) and other.holds(day) for day in ends)
    if one.start <= one.end and other.start <= other.end:
        assert one.meets(other) == other.meets(one) == shared


def test_a_unit_that_is_two_things_on_one_day_is_found() -> None:
    early = a_version(span=Span(None, END20))
    (found,) = unit_overlap([a_version(span=Span(END20, None)), early, a_version(2)])
    assert words(found.what) == "it is Xã 1 and Xã 1 from 2020-12-31 on"
    assert not list(unit_overlap([early, a_version(span=Span(Y21, None))]))
    (open_,) = unit_overlap([a_version(), a_version()])
    assert "from … on" in words(open_.what)


def test_days_of_which_nothing_is_known_are_found() -> None:
    parts = [a_version(span=Span(None, END20)), a_version(span=Span(Y22, None))]
    (found,) = unit_gap(parts)
    assert words(found.what) == "nothing is known of it from 2021-01-01 to 2021-12-31"
    assert not list(unit_gap([parts[0], a_version(span=Span(Y21, None))]))
    assert not list(unit_gap([a_version(), a_version()]))


def test_units_that_lie_within_themselves_are_told_once() -> None:
    units = [
        a_version(1, parent=2),
        a_version(2, parent=3),
        a_version(3, parent=1),
        a_version(4, parent=1),
        a_version(5, parent=9),
    ]
    (found,) = parent_circle(units)
    assert words(found.what) == "it lies within itself: Xã 1 < Xã 2 < Xã 3 < Xã 1"


def test_a_circle_over_different_days_is_none() -> None:
    units = [
        a_version(1, Span(None, END20), parent=2),
        a_version(1, Span(Y21, None)),
        a_version(2, Span(None, END20)),
        a_version(2, Span(Y21, None), parent=1),
    ]
    assert not list(parent_circle(units))


@pytest.mark.parametrize(
    ("span", "parents", "day"),
    [
        (EVER, [EVER], None),
        (Span(Y20, None), [Span(Y20, None)], None),
        (Span(Y20, None), [Span(Y20, END20), Span(Y21, None)], None),
        (Span(Y20, None), [Span(Y21, None)], "2020-01-01"),
        (Span(Y20, None), [Span(None, END20)], "2021-01-01"),
        (Span(Y20, END20), [Span(None, END20)], None),
        (Span(Y20, None), [], "2020-01-01"),
    ],
)
def test_a_unit_below_one_that_did_not_exist_is_found(
    span: Span, parents: list[Span], day: str | None
) -> None:
    child = a_version(1, span, parent=2)
    found = list(outside_parent([child, *(a_version(2, each) for each in parents)]))
    assert [each.command and each.command[-1] for each in found] == ([] if day is None else [day])


def test_a_code_that_two_units_bear_on_one_day_is_found() -> None:
    codes = [
        Coded(1, "gso", "02416", EVER),
        Coded(2, "gso", "02416", EVER),
        Coded(3, "other", "02416", EVER),
        Coded(1, "gso", "02416", EVER),
    ]
    assert [each.unit_key for each in same_code(codes[:3])] == [2]
    after = [codes[0]._replace(span=Span(None, END20)), codes[1]._replace(span=Span(Y21, None))]
    assert not list(same_code(after))
    assert not list(same_code([codes[0], codes[3]]))


def test_units_of_one_name_and_parent_look_the_same() -> None:
    twin = a_version(2, folded="xa 1")
    assert [each.unit_key for each in same_unit([a_version(1), twin])] == [2]
    others = [twin._replace(parent=7), twin._replace(kind="ward"), a_version(1)]
    assert not list(same_unit([a_version(1), *others]))
    assert not list(same_unit([a_version(1, Span(None, END20)), twin._replace(span=Span(Y21))]))


def test_agencies_of_one_name_and_unit_look_the_same() -> None:
    body = Body("Phòng NN", "phong nn", 1, EVER)
    (found,) = same_agency([body, body._replace(name="phòng NN")])
    assert words(found.what) == "Phòng NN and phòng NN look the same"
    ended = body._replace(span=Span(None, END20))
    assert not list(same_agency([ended, body._replace(span=Span(Y21)), body._replace(unit_key=2)]))


def test_a_merged_unit_ends_and_its_successor_exists() -> None:
    versions = [a_version(1, Span(None, END20)), a_version(2, Span(Y21, None))]
    assert not list(lineage_dates([Passed(1, 2, True, Y21)], versions))
    assert not list(lineage_dates([Passed(2, 2, False, Y22)], versions))
    still, absent = lineage_dates([Passed(1, 2, True, END20)], versions)
    assert still.command == ("unit", "set", UNIT, "--to", "2020-12-30")
    assert (still.unit_key, absent.unit_key) == (1, 2)


def test_facts_of_days_without_their_unit_are_counted() -> None:
    facts = [Dated(1, END20, 3), Dated(1, Y21, 5), Dated(1, date(2020, 6, 1), 1), Dated(2, Y20, 1)]
    found = list(outside_unit(facts, [a_version(1, Span(Y21, END21))]))
    assert [each.rule for each in found] == [Rule.OUTSIDE_UNIT] * 2
    assert words(found[0].what) == (
        "4 facts of days on which it did not exist, the first on 2020-06-01 (it existed 2021-01-01"
        " – 2021-12-31)"
    )
    assert words(found[1].what).endswith("(it existed … – …)")
    (open_,) = outside_unit([Dated(1, END20, 1)], [a_version(1, Span(Y21, None))])
    assert words(open_.what).endswith("2021-01-01 – …)")
    (ended,) = outside_unit([Dated(1, Y21, 1)], [a_version(1, Span(None, END20))])
    assert words(ended.what).endswith("… – 2020-12-31)")
