"""The rules about judgements: thresholds, proof, and whether anybody works on what is unmet."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Finding as Stands
from ntmtrack.domain.assessment import Judged, Stage, Verdict
from ntmtrack.domain.checks.finding import ABOUT, UNIT, Rule, Severity
from ntmtrack.domain.checks.judgements import (
    LISTED,
    Level,
    Valued,
    done_but_unmet,
    met_without_evidence,
    named,
    overridden,
    threshold_changed,
    unmet_without_task,
    verdict_and_threshold,
)
from ntmtrack.domain.operator import Operator
from ntmtrack.domain.task import TaskState
from tests.reports.values import SET, a_judgement, a_standing, a_task, words

DAY = date(2024, 5, 1)
EIGHTY = Level(Operator.AT_LEAST, Decimal(80))
NINETY = Level(Operator.AT_LEAST, Decimal(90))


def a_value(value: str = "85", verdict: Verdict = Verdict.MET, **facts: Any) -> Valued:
    told: dict[str, Any] = {"judged": Judged.BY_THRESHOLD, "level": EIGHTY, **facts}
    return Valued(1, SET, "17.8", Stage.SELF, verdict, DAY, value=Decimal(value), **told)


def test_every_rule_says_how_bad_it_is_and_what_it_finds() -> None:
    assert set(ABOUT) == set(Rule)
    severities = [rule.severity for rule in Rule]
    assert severities == sorted(severities, key=list(Severity).index)
    assert all(rule.meaning and isinstance(rule.of_units, bool) for rule in Rule)


@pytest.mark.parametrize(
    ("kept", "value", "verdict"),
    [
        (">= 80", "80", Verdict.MET),
        (">= 80", "79.9", Verdict.UNMET),
        ("<= 2.5", "2.5", Verdict.MET),
        ("≥ 80", "80", Verdict.MET),
    ],
)
def test_a_threshold_is_read_as_it_is_kept(kept: str, value: str, verdict: Verdict) -> None:
    assert Level.read(kept).verdict(Decimal(value)) is verdict


@given(st.sampled_from(Operator), st.decimals(-1000, 1000, places=2))
def test_a_threshold_reads_back_as_itself(op: Operator, value: Decimal) -> None:
    assert Level.read(f"{op.value} {value}") == Level(op, value)


def test_a_verdict_that_its_threshold_contradicts_is_found() -> None:
    (found,) = verdict_and_threshold([a_value("79", value_unit="%")])
    assert words(found.what) == "17.8: 79 % by ≥ 80 is unmet, but met is recorded"
    assert found.command == (
        *("assess", UNIT, "17.8", "79 %", "--set", SET),
        *("--on", "2024-05-01", "--stage", "self", "--verdict", "unmet"),
    )
    (known,) = verdict_and_threshold([a_value("79", now=EIGHTY)])
    assert known.command is not None and "--verdict" not in known.command
    assert (found.rule, found.unit_key, found.numbers) == (
        Rule.VERDICT_AND_THRESHOLD,
        1,
        ("17.8",),
    )


def test_a_verdict_that_fits_or_was_given_by_hand_is_none() -> None:
    right = [a_value("80"), a_value("79", Verdict.UNMET)]
    by_hand = [a_value("79", judged=Judged.BY_HAND), a_value("79", judged=Judged.OVERRIDDEN)]
    assert not list(verdict_and_threshold([*right, *by_hand, a_value("79", level=None)]))


def test_a_value_that_means_something_else_by_now_is_found() -> None:
    (found,) = threshold_changed([a_value("85", now=NINETY)])
    assert words(found.what) == (
        "17.8: met on 2024-05-01; by the threshold known now, ≥ 90, 85 is unmet"
    )


@pytest.mark.parametrize(
    "judgement",
    [
        a_value("85"),
        a_value("85", now=EIGHTY),
        a_value("95", now=NINETY),
        a_value("85", now=NINETY, judged=Judged.OVERRIDDEN),
        a_value("85", Verdict.NEARLY_MET, level=None, now=NINETY, judged=Judged.BY_HAND),
    ],
)
def test_a_value_that_means_the_same_is_none(judgement: Valued) -> None:
    assert not list(threshold_changed([judgement]))


def test_a_verdict_by_hand_from_before_there_was_a_threshold_is_held_against_it() -> None:
    by_hand = a_value("95", Verdict.UNMET, level=None, now=NINETY, judged=Judged.BY_HAND)
    assert [each.rule for each in threshold_changed([by_hand])] == [Rule.THRESHOLD_CHANGED]


def test_a_verdict_against_the_threshold_is_told_with_its_reason() -> None:
    against = a_value("79", judged=Judged.OVERRIDDEN, reason="đang nghiệm thu")
    silent = a_value("79", judged=Judged.OVERRIDDEN)
    found = [words(each.what) for each in overridden([against, silent, a_value("79")])]
    assert found == [
        "17.8: met against ≥ 80 with 79: đang nghiệm thu",
        "17.8: met against ≥ 80 with 79: …",
    ]


def test_what_is_met_without_proof_is_one_finding_for_a_unit_and_a_set() -> None:
    found = list(met_without_evidence([(1, SET, "3"), (1, SET, "4"), (2, SET, "3")]))
    assert [(each.unit_key, each.numbers) for each in found] == [(1, ("3", "4")), (2, ("3",))]
    assert words(found[0].what) == "2 met without a file or document: 3, 4"
    assert [each.command and each.command[2] for each in found] == ["NUMBER", "3"]


def test_unmet_criteria_without_an_open_task_are_named() -> None:
    unmet = a_standing(Verdict.UNMET, Verdict.UNMET, Verdict.MET, unit="1")
    tasks = [
        a_task(unit="1", set_code=SET, item="1"),
        a_task(unit="1", set_code=SET, item="2.1", state=TaskState.DONE),
        a_task(unit="1"),
    ]
    (found,) = unmet_without_task([unmet], tasks)
    assert (found.numbers, found.unit_key) == (("2",), 1)
    assert found.command is not None and found.command[:5] == (
        "task",
        "add",
        UNIT,
        "--criterion",
        "2",
    )
    assert not list(unmet_without_task([a_standing(Verdict.MET, unit="1")], tasks))


def _unmet(*failing: str) -> Any:
    told = tuple(a_judgement(number) for number in failing)
    stands = Stands("17", "Môi trường", Verdict.UNMET, assessed_on=DAY, failing=told)
    return a_standing(findings=(stands,), unit="1")


def _done(item: str = "17", number: str = "NV2024-001", **facts: Any) -> Any:
    closed = {"state": TaskState.DONE, "closed_on": date(2024, 4, 1), **facts}
    return a_task(number, unit="1", set_code=SET, item=item, **closed)


def test_a_criterion_that_stays_unmet_after_its_tasks_are_done_is_found() -> None:
    later = _done(number="NV2024-002", closed_on=date(2024, 4, 9))
    (found,) = done_but_unmet([_unmet("17")], [_done(), later])
    assert words(found.what) == (
        "17 is unmet (assessed on 2024-05-01), but NV2024-002 was done on 2024-04-09 and no other"
        " task is open"
    )
    assert found.tasks == ("NV2024-001", "NV2024-002")


@pytest.mark.parametrize(
    ("standing", "tasks"),
    [
        (_unmet("17"), []),
        (_unmet("17"), [_done(), _done(number="NV2024-002", state=TaskState.OPEN, closed_on=None)]),
        (_unmet("17"), [_done(state=TaskState.CANCELLED)]),
        (_unmet("17.8"), [_done("17.2")]),
        (a_standing(Verdict.MET, unit="1"), [_done("1")]),
    ],
)
def test_a_criterion_still_at_work_or_never_assessed_is_none(standing: Any, tasks: Any) -> None:
    assert not list(done_but_unmet([standing], tasks))


def test_a_criterion_whose_task_is_done_is_told_by_one_rule_only() -> None:
    assert not list(unmet_without_task([_unmet("17")], [_done()]))
    (found,) = unmet_without_task([_unmet("17.8")], [_done("17.2")])
    assert found.numbers == ("17",)


def test_a_sentence_names_a_dozen_numbers_and_no_more() -> None:
    many = [str(number) for number in range(LISTED + 1)]
    assert named(many[:-1]).endswith("11") and named(many).endswith(", 11, …")
