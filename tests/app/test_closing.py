"""What a period was closed with never changes, and what came after is told one by one."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntmtrack.app.closing import _figures, closing_notes
from ntmtrack.domain.closing import LateKind, body_of, seal
from ntmtrack.store.database import create
from ntmtrack.store.known import bind
from ntmtrack.store.queries_closing import (
    closing_of,
    closings,
    closings_over,
    late_count,
    late_facts,
)
from ntmtrack.store.writing import Writing
from tests.store.ledgers import (
    Ledger,
    assessment,
    close,
    criteria_set,
    event,
    next_change,
    put_header,
    task,
    undone,
    unit,
)

FIRST = date(2024, 6, 1)
LAST = FIRST + timedelta(days=5)
KINDS = ("assessment", "tally", "standing", "task_event")
FACTS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 1), st.integers(0, 8), st.booleans()),
    max_size=12,
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    path: Path = tmp_path_factory.mktemp("closing") / "ledger.db"
    create(path)
    return Ledger(path)


class Telling:
    """A commune with a task under a set of two criteria, of which facts are told."""

    def __init__(self, change: Writing) -> None:
        self.change = change
        self.unit = unit(change)
        self.items = criteria_set(change, "1", "2")
        self.task = task(change, last_day=str(LAST), assigned_on=str(FIRST))
        event(change, self.task, "added", FIRST)

    def tell(self, kind: str, item: int, on: int, good: bool) -> None:
        day = str(FIRST + timedelta(days=on))
        about = {"unit_id": self.unit, "set_id": self.items[""]}
        if kind == "assessment":
            key = self.items[str(item + 1)]
            assessment(self.change, self.unit, key, "met" if good else "unmet", day)
        elif kind == "tally":
            counted: dict[str, Any] = {"what": "met", "count": item, "total": 2, "counted_on": day}
            self.change.insert("tally", {**about, **counted})
        elif kind == "standing":
            happened = {"event": "recognised" if good else "revoked", "happened_on": day}
            self.change.insert("standing", {**about, **happened})
        else:
            event(self.change, self.task, "done" if good else "reopened", day)
            put_header(self.change, self.task)


@settings(max_examples=40)
@given(before=FACTS, after=FACTS)
def test_the_figures_of_a_closing_never_change(
    ledger: Ledger,
    before: list[tuple[str, int, int, bool]],
    after: list[tuple[str, int, int, bool]],
) -> None:
    with undone(ledger) as change:
        telling = Telling(change)
        for fact in before:
            telling.tell(*fact)
        change = next_change(change, datetime(2024, 7, 2, tzinfo=UTC))
        kept = _figures(change.conn, LAST)
        body = body_of(kept)
        span = {"start": str(FIRST), "last_day": str(LAST), "closed_on": "2024-07-02"}
        change.insert("closing", {"period": "x", **span, "hash": seal(body), "body": body})
        for turn, fact in enumerate(after, 3):
            # 18:00 UTC is the next day of the office.
            change = telling.change = next_change(change, datetime(2024, 7, turn, 18, tzinfo=UTC))
            telling.tell(*fact)
        closing = closing_of(change.conn, FIRST, LAST)
        assert closing is not None and closing.sound and closing.figures == kept
        assert closings(change.conn) == [closing]
        late = [
            (LateKind(kind), FIRST + timedelta(days=on), date(2024, 7, turn + 1))
            for turn, (kind, _, on, _) in enumerate(after, 3)
            if FIRST + timedelta(days=on) <= LAST
        ]
        found = late_facts(change.conn, closing)
        assert [(each.kind, each.day, each.recorded_on) for each in found] == late
        assert late_count(change.conn, closing) == len(late)
        assert all(each.change > closing.change for each in found)
        # As it had been recorded by the closing, everything still adds up to the same.
        close(change)
        bind(change.conn, closing.change)
        assert _figures(change.conn, LAST) == kept


def test_a_look_at_a_day_is_told_of_the_closed_periods_it_lies_in(ledger: Ledger) -> None:
    with undone(ledger) as change:
        telling = Telling(change)
        assert closing_notes(change.conn, LAST) == ()
        body = body_of(_figures(change.conn, LAST))
        for name, start in (("2024-06", FIRST), ("tuần", FIRST + timedelta(days=3))):
            span = {"start": str(start), "last_day": str(LAST), "closed_on": "2024-07-02"}
            change.insert("closing", {"period": name, **span, "hash": seal(body), "body": body})
        change = telling.change = next_change(change, datetime(2024, 7, 3, tzinfo=UTC))
        telling.tell("tally", 1, 2, True)
        (whole, part) = closing_notes(change.conn, LAST)
        assert [each.values["period"] for each in (whole, part)] == ["tuần", "2024-06"]
        assert whole.count == 1
        assert len(closing_notes(change.conn, FIRST)) == 1
        assert closing_notes(change.conn, FIRST - timedelta(days=1)) == ()
        assert closing_notes(change.conn, LAST + timedelta(days=1)) == ()


def test_closed_periods_of_a_day_are_sought_down_their_index(ledger: Ledger) -> None:
    with ledger.foreign() as conn:
        said: list[str] = []
        conn.set_trace_callback(said.append)
        closings_over(conn, LAST)
        conn.set_trace_callback(None)
        plan = [row[3] for row in conn.execute(f"explain query plan {said[0]}")]
    assert any("closing_span" in line for line in plan)
    assert not any(line.startswith("SCAN") for line in plan)
