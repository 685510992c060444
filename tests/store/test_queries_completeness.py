"""The newest day of each item, and when what is dated within a period was recorded."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Stage
from ntmtrack.store.queries_completeness import last_recorded_at, newest_days, recorded_within
from ntmtrack.store.view import View
from tests.store.ledgers import (
    NOW,
    Ledger,
    assessment,
    criteria_set,
    next_change,
    undone,
    unit,
)

FIRST = date(2024, 6, 1)
VIEW = View(FIRST + timedelta(days=5))
START = FIRST + timedelta(days=2)
GIVEN = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(0, 2),
        st.sampled_from(Stage),
        st.integers(0, 7),
    ),
    max_size=20,
)


@settings(max_examples=60)
@given(GIVEN)
def test_they_are_what_going_through_everything_finds(
    shared_ledger: Ledger, told: list[tuple[int, int, Stage, int]]
) -> None:
    newest: dict[tuple[int, int], date] = {}
    recorded: dict[int, list[datetime]] = defaultdict(list)
    with undone(shared_ledger) as change:
        units = [unit(change, "Xã A"), unit(change, "Xã B")]
        items = criteria_set(change, "1", "2", "3")
        of = items.pop("")
        keys = list(items.values())
        for turn, (place, item, stage, on) in enumerate(told, 1):
            moment = datetime(2024, 7, 2, tzinfo=UTC) + timedelta(hours=turn)
            change = next_change(change, moment)
            day = FIRST + timedelta(days=on)
            assessment(change, units[place], keys[item], "met", str(day), stage=stage)
            if day <= VIEW.day:
                key = units[place], keys[item]
                newest[key] = max(day, newest.get(key, day))
            if START <= day <= VIEW.day:
                recorded[units[place]].append(moment)
        found = newest_days(change.conn, units, keys, VIEW)
        within = recorded_within(change.conn, units, keys, START, VIEW)
    assert {
        (unit_key, item): day
        for (unit_key, _), days in found.items()
        for day, below in days
        for item in below
    } == newest
    assert within == {(key, of): (min(at), max(at)) for key, at in recorded.items()}


def test_the_last_change_tells_when(ledger: Ledger) -> None:
    with ledger.reading() as conn:
        before = last_recorded_at(conn)
    with ledger.writing(now=NOW + timedelta(days=900)) as change:
        unit(change)
    with ledger.reading() as conn:
        assert last_recorded_at(conn) == NOW + timedelta(days=900) != before
    with ledger.foreign() as conn:
        conn.execute("create temp table change(id, recorded_at)")
        assert last_recorded_at(conn) is None
