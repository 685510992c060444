"""The rules about what is kept twice, the order of changes, and what came from other offices."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ntmtrack.domain.checks.content import (
    Ahead,
    Apart,
    Folded,
    Held,
    Items,
    Lacking,
    Moment,
    Sealed,
    Unreached,
    agency_without_address,
    chain,
    closing_seal,
    criteria_body,
    criteria_items,
    folded_name,
    future_change,
    future_fact,
    office_unnamed,
    open_conflict,
    recorded_back,
    refused,
    schema,
    waiting,
)
from ntmtrack.domain.checks.content import kept as kept_answers
from ntmtrack.domain.checks.finding import Rule
from ntmtrack.message import say
from tests.reports.values import words


def at(hour: int) -> datetime:
    return datetime(2024, 7, 9, hour, tzinfo=UTC)


def test_a_break_of_the_chain_names_its_change_where_it_has_one() -> None:
    broken = [say("change {number} is not what its hash says", number=4), say("rows", table="x")]
    first, second = chain(broken)
    assert (first.change, first.command) == (4, ("log", "show", "4"))
    assert (second.change, second.command) == (None, ("log", "list"))


def test_parts_of_the_schema_are_missing_foreign_or_changed() -> None:
    assert not list(schema((), (), (), "FILE"))
    found = [words(each.what) for each in schema(("trigger a", "index b"), ("view c",), ("x",), "")]
    assert found == [
        "of the schema is missing: trigger a, index b",
        "no part of the ledger's schema: view c",
        "not as the ledger is made: x",
    ]


def test_a_change_recorded_before_the_one_it_follows_is_found() -> None:
    moments = [Moment(1, at(1)), Moment(2, at(3)), Moment(3, at(2)), Moment(4, at(2))]
    assert [each.change for each in recorded_back(moments)] == [3]


def test_the_first_change_that_is_to_come_is_found() -> None:
    moments = [Moment(1, at(1)), Moment(2, at(3)), Moment(3, at(4))]
    assert [each.change for each in future_change(moments, at(2))] == [2]
    assert not list(future_change(moments, at(4)))


def test_what_others_write_while_a_look_starts_is_not_to_come() -> None:
    written = [Moment(1, at(2) + timedelta(seconds=59))]
    assert not list(future_change(written, at(2)))
    assert list(future_change([Moment(1, at(2) + timedelta(seconds=61))], at(2)))


def test_facts_of_days_after_their_recording_are_told_by_change() -> None:
    day = date(2024, 7, 9)
    (found,) = future_fact([Ahead(4, day, date(2025, 7, 9), 2)])
    assert words(found.what) == (
        "2 facts are dated up to 2025-07-09, but were recorded on 2024-07-09"
    )


def test_names_that_are_not_found_are_told_by_table() -> None:
    names = [
        Folded("agency", "Sở", "so", "so"),
        Folded("agency", "Ban", "x", "ban"),
        Folded("agency", "Phòng", "x", "phong"),
        Folded("person", "An", "x", "an"),
    ]
    several, one = folded_name(names)
    assert words(several.what).startswith("agency: 2 names are sought otherwise")
    assert words(one.what) == 'person: "An" is sought as "x", not as "an"'


def test_what_does_not_fit_its_seal_is_found() -> None:
    kept = [Sealed("a", "1", "1"), Sealed("b", "1", "2")]
    assert [each.set_code for each in criteria_body(kept)] == ["b"]
    assert [each.command for each in closing_seal(kept)] == [("period", "show", "b")]


def test_what_is_kept_otherwise_is_told_of_verdicts_and_of_tasks() -> None:
    verdicts, tasks = kept_answers(["Xã A", "Xã B"], tasks=True)
    assert (verdicts.rule, tasks.rule) == (Rule.KEPT, Rule.KEPT)
    assert "2 units" in words(verdicts.what)
    assert not list(kept_answers([], tasks=False))


def test_numbers_that_only_rows_or_only_the_text_have_are_named() -> None:
    same = Items("a", frozenset({"1"}), frozenset({"1"}))
    (found,) = criteria_items([same, Items("b", frozenset({"1", "3"}), frozenset({"1", "2"}))])
    assert found.numbers == ("2", "3")


@pytest.mark.parametrize(("rule", "find"), [(Rule.REFUSED, refused), (Rule.WAITING, waiting)])
def test_rows_of_others_are_told_by_office(rule: Rule, find: object) -> None:
    held = [Held("Bản Bo", "task", 2), Held("Bản Bo", "agency", 1), Held("Sơn Bình", "task", 1)]
    found = list(find(held))  # type: ignore[operator]
    assert [(each.rule, each.agency) for each in found] == [(rule, "Bản Bo"), (rule, "Sơn Bình")]
    assert words(found[0].what).startswith("3 rows of Bản Bo")
    assert words(found[0].what).endswith("(agency, task)")


def test_values_that_nobody_chose_between_are_told() -> None:
    (found,) = open_conflict([Apart("agency", "Sở", "0192", "code", ("a", "b"))])
    assert words(found.what) == ("agency Sở, code: offices wrote a, b, and none is chosen")
    assert found.command == ("bundle", "settle", "0192", "code", "VALUE")


def test_an_office_says_what_others_have_to_know_of_it() -> None:
    assert not list(office_unnamed(Lacking(False, False, False)))
    (found,) = office_unnamed(Lacking(name=False, mark=True, unit=True))
    assert found.command == ("office", "set", "--mark", "CODE", "--unit", "UNIT")


def test_agencies_without_an_address_are_told_with_their_tasks() -> None:
    (found,) = agency_without_address([Unreached("Phòng NN", 3)])
    assert found.command == ("agency", "set", "Phòng NN", "--mail", "ADDRESS")
