"""Kept slates: whatever is written, taken back or dated otherwise, they are those worked out."""

import shutil
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntmtrack.app.reading import standings_of
from ntmtrack.domain.assessment import Stage, Verdict
from ntmtrack.errors import DataError
from ntmtrack.store import queries_slates, slates
from ntmtrack.store.database import open_writer
from ntmtrack.store.queries import pairs
from ntmtrack.store.queries_catalogue import units as all_units
from ntmtrack.store.queries_latest import latest
from ntmtrack.store.undoing import take_back
from ntmtrack.store.view import View
from ntmtrack.store.writing import Occasion, writing
from tests.store.ledgers import NOW, Ledger, assessment, criteria_set, unit

FIRST = date(2024, 6, 1)
NUMBERS = ("1", "17", "17.1", "17.2")
GIVEN = [str(each) for each in Verdict if each is not Verdict.NOT_ASSESSED]
# Days of before, of now and to come, in any order.
WORD = st.tuples(
    st.integers(0, 1),
    st.sampled_from(NUMBERS),
    st.sampled_from(GIVEN),
    st.sampled_from([*Stage, Stage.SELF]),
    st.integers(0, 6),
)
LIVES = st.lists(st.lists(WORD, min_size=1, max_size=6) | st.integers(0, 4), min_size=1, max_size=6)
"""Changes that say something, and undos of the change that is so many back."""


def furnished(ledger: Ledger) -> tuple[list[int], dict[str, int]]:
    with ledger.writing() as change:
        keys = [unit(change, "Xã A"), unit(change, "Xã B")]
        items = criteria_set(change, "1", "17")
        for number in ("17.1", "17.2"):
            row = {"set_id": items[""], "parent_id": items["17"], "sort_key": f"017{number}"}
            items[number] = change.insert("item", {**row, "number": number, "name": number})
    return keys, items


def day(number: int) -> str:
    return str(FIRST + timedelta(days=number))


def undo(ledger: Ledger, number: int) -> None:
    """An undo, or nothing where later changes stand on it."""
    try:
        with writing(ledger.path, Occasion("An", "undo", NOW, kind="undo", undoes=number)) as back:
            take_back(back, number)
    except DataError:
        return


@given(LIVES)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_every_change_they_are_those_that_the_judgements_write(
    empty_ledger: Path, tmp_path: Path, life: list[object]
) -> None:
    ledger = Ledger(tmp_path / "life.db")
    shutil.copy(empty_ledger, ledger.path)
    keys, items = furnished(ledger)
    for step in life:
        if isinstance(step, list):
            with ledger.writing() as change:
                for which, number, verdict, stage, on in step:
                    assessment(change, keys[which], items[number], verdict, day(on), stage=stage)
                inside = [*queries_slates.through(change.conn, keys, [items[""]], View(FIRST))]
                judged = pairs(change.conn, keys, View(FIRST))
        else:
            ((last,),) = ledger.rows("select max(id) from change")
            if last - step > 1:
                undo(ledger, last - step)
            inside = judged = None
        with ledger.reading() as conn:
            assert slates.kept_otherwise(conn) == []
            if inside is not None:
                # What an open change has said is seen before it is kept.
                assert inside == [*queries_slates.through(conn, keys, [items[""]], View(FIRST))]
                assert judged == pairs(conn, keys, View(FIRST))


@given(st.lists(WORD, max_size=10))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_since_when_a_verdict_holds_is_the_same_before_and_after_it_is_kept(
    empty_ledger: Path, tmp_path: Path, words: list[tuple[int, str, str, Stage, int]]
) -> None:
    ledger = Ledger(tmp_path / "since.db")
    shutil.copy(empty_ledger, ledger.path)
    keys, items = furnished(ledger)
    view = View(FIRST + timedelta(days=4))
    asked = keys, [items[""]], view
    with ledger.writing() as change:
        for which, number, verdict, stage, on in words:
            assessment(change, keys[which], items[number], verdict, day(on), stage=stage)
        of_all = latest(change.conn, *asked)
        of_each = {stage: latest(change.conn, *asked, stage=stage) for stage in Stage}
        here = all_units(change.conn, view.day)
        stood = standings_of(change.conn, here, view)
    with ledger.reading() as conn:
        assert latest(conn, *asked) == of_all
        assert {stage: latest(conn, *asked, stage=stage) for stage in Stage} == of_each
        for each, glance in zip(
            standings_of(conn, here, view),
            standings_of(conn, here, view, at_a_glance=True),
            strict=True,
        ):
            assert each in stood
            assert each.counts == glance.counts
            assert [
                (finding.number, finding.verdict, told(finding.differing))
                for finding in each.findings
            ] == [
                (finding.number, finding.verdict, told(finding.differing))
                for finding in glance.findings
            ]


def told(differing: object) -> list[tuple[object, ...]]:
    return [(each.number, each.stage, each.assessed_on, each.verdict) for each in differing]  # type: ignore[attr-defined]


def test_an_undone_set_takes_its_slates_with_it(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, number = unit(change), change.change
        items = criteria_set(change, "1")
        assessment(change, key, items["1"], "met", day(0))
    assert ledger.rows("select count(*) from slate") == [(1,)]
    undo(ledger, number)
    assert ledger.rows("select count(*) from slate") == [(0,)]


@pytest.mark.parametrize(
    "harm",
    [
        "delete from slate where since = (select max(since) from slate)",
        "update slate set until = '2030-01-01' where since = (select max(since) from slate)",
        "update slate set appraisal = 'm'",
        "insert into slate values (99, 99, '2024-01-01', '2024-01-01', 'm', 'm', null, null)",
    ],
)
def test_what_another_program_did_to_them_is_seen_and_can_be_written_anew(
    ledger: Ledger, harm: str
) -> None:
    with ledger.writing() as change:
        key, items = unit(change), criteria_set(change, "1")
        assessment(change, key, items["1"], "met", day(0))
        assessment(change, key, items["1"], "unmet", day(1))
    with ledger.foreign() as conn:
        conn.execute(harm)
    with ledger.reading() as conn:
        assert slates.kept_otherwise(conn) != []
    with closing(open_writer(ledger.path)) as conn:
        slates.write_all(conn)
        assert slates.kept_otherwise(conn) == []


def test_a_ledger_seen_as_it_was_known_is_not_told_what_came_later(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, items, number = unit(change), criteria_set(change, "1"), change.change
        assessment(change, key, items["1"], "met", day(0))
    with ledger.writing() as change:
        assessment(change, key, items["1"], "unmet", day(0))
    asked = [key], [items[""]], View(FIRST)
    with ledger.reading(number) as before, ledger.reading() as now:
        assert [slate.counted for _, slate in queries_slates.on_day(before, *asked)] == ["m"]
        assert [slate.counted for _, slate in queries_slates.on_day(now, *asked)] == ["u"]
