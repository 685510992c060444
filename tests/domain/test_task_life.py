"""What events add up to: states, dues in force and the first, and a clock that may stand still."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.due import Precision
from ntmtrack.domain.task import TaskEventKind, TaskState
from ntmtrack.domain.task_life import FirstDue, Happening, Life, can_be_told, fold

K = TaskEventKind
FIRST = FirstDue("trong tháng 5/2023", date(2023, 5, 31), Precision.MONTH)
NONE = FirstDue(None, None, Precision.NONE)
END = date(2024, 12, 31)


def on(day: str) -> date:
    return date.fromisoformat(f"2023-{day}")


def lived(
    *events: tuple[K, str, dict[str, Any]], until: date = END, first: FirstDue = FIRST
) -> Life:
    return fold((Happening(kind, on(day), body) for kind, day, body in events), first, until)


def due(day: str) -> dict[str, Any]:
    return {"words": f"trước ngày {day}", "last_day": f"2023-{day}", "precision": "day"}


def test_a_task_of_which_nothing_is_told_is_open() -> None:
    life = lived()
    assert (life.state, life.closed_on, life.last_day) == (TaskState.OPEN, None, FIRST.last_day)
    assert (life.extensions, life.progress, life.stopped_days) == (0, None, 0)


def test_it_is_done_on_the_day_that_was_reported_whenever_confirmed() -> None:
    life = lived((K.REPORTED, "05-30", {}), (K.CONFIRMED, "06-20", {}))
    assert (life.state, life.closed_on) == (TaskState.DONE, on("05-30"))
    before = lived((K.REPORTED, "05-30", {}), (K.CONFIRMED, "06-20", {}), until=on("06-19"))
    assert (before.state, before.closed_on) == (TaskState.REPORTED, on("05-30"))


def test_what_is_returned_is_owed_again() -> None:
    life = lived((K.REPORTED, "05-30", {}), (K.RETURNED, "06-20", {}))
    assert (life.state, life.closed_on) == (TaskState.OPEN, None)


def test_done_without_a_report_is_done_on_its_own_day() -> None:
    assert lived((K.DONE, "06-02", {})).closed_on == on("06-02")
    assert lived((K.CONFIRMED, "06-02", {})).closed_on == on("06-02")


def test_an_extension_moves_the_due_in_force_and_never_the_first() -> None:
    life = lived((K.EXTENDED, "05-20", due("06-30")), (K.EXTENDED, "06-20", due("07-31")))
    assert (life.last_day, life.original_due, life.extensions) == (on("07-31"), on("05-31"), 2)
    assert (life.due_words, life.precision) == ("trước ngày 07-31", Precision.DAY)
    before = lived((K.EXTENDED, "05-20", due("06-30")), until=on("05-19"))
    assert (before.last_day, before.extensions) == (FIRST.last_day, 0)


def test_a_due_that_waits_for_its_event_has_its_first_day_when_that_comes() -> None:
    waiting = FirstDue("05 ngày kể từ ngày nhận", None, Precision.TRIGGER)
    assert lived(first=waiting).last_day is None
    life = lived(
        (K.TRIGGERED, "05-10", due("05-15")), (K.EXTENDED, "05-14", due("05-20")), first=waiting
    )
    assert (life.last_day, life.original_due, life.extensions) == (on("05-20"), on("05-15"), 1)


def test_progress_is_the_last_that_was_told() -> None:
    assert lived((K.PROGRESS, "05-01", {"percent": 40}), (K.NOTED, "05-02", {})).progress == 40


def test_a_pause_alone_stops_no_clock() -> None:
    life = lived((K.PAUSED, "05-01", {"clock": "running"}), (K.RESUMED, "05-11", {}))
    assert (life.state, life.last_day, life.stopped_days) == (TaskState.OPEN, FIRST.last_day, 0)


@pytest.mark.parametrize(
    ("events", "until", "stopped"),
    [
        ([(K.PAUSED, "05-01", {"clock": "stopped"}), (K.RESUMED, "05-11", {})], END, 10),
        ([(K.PAUSED, "05-01", {"clock": "stopped"})], on("05-01"), 1),
        ([(K.PAUSED, "05-01", {"clock": "stopped"})], on("05-10"), 10),
        ([(K.PAUSED, "05-01", {"clock": "stopped", "until": "2023-05-05"})], END, 5),
        (
            [
                (K.PAUSED, "05-01", {"clock": "stopped", "until": "2023-05-31"}),
                (K.REPORTED, "05-04", {}),
            ],
            END,
            3,
        ),
        (
            [
                (K.PAUSED, "05-01", {"clock": "stopped"}),
                (K.RESUMED, "05-03", {}),
                (K.PAUSED, "05-10", {"clock": "stopped"}),
                (K.RESUMED, "05-11", {}),
            ],
            END,
            3,
        ),
    ],
)
def test_the_days_of_a_stopped_clock_put_the_due_off(
    events: list[tuple[K, str, dict[str, Any]]], until: date, stopped: int
) -> None:
    life = lived(*events, until=until)
    assert life.stopped_days == stopped
    assert life.last_day == on("05-31") + timedelta(stopped)
    assert (life.written_last_day, life.original_due) == (on("05-31"), on("05-31"))


def test_a_late_task_does_not_grow_later_while_the_clock_stands_still() -> None:
    paused = (K.PAUSED, "06-10", {"clock": "stopped"})

    def late(until: date) -> int:
        last_day = lived(paused, until=until).last_day
        assert last_day is not None
        return (until - last_day).days

    assert [late(on(day)) for day in ("06-09", "06-10", "06-20", "07-31")] == [9, 9, 9, 9]


def test_a_pause_tells_until_when() -> None:
    paused = (K.PAUSED, "05-01", {"until": "2023-05-20"})
    assert lived(paused).paused_until == on("05-20")
    assert lived(paused, (K.RESUMED, "05-10", {})).paused_until is None


def test_no_due_stays_none_however_the_clock_stood() -> None:
    life = lived((K.PAUSED, "05-01", {"clock": "stopped"}), first=NONE, until=date.max)
    assert (life.last_day, life.original_due) == (None, None)


def test_the_end_of_all_days_is_a_day_like_any_other() -> None:
    last = FIRST._replace(last_day=date.max)
    assert lived((K.PAUSED, "05-01", {"clock": "stopped"}), first=last).last_day == date.max


KINDS = st.sampled_from(
    [
        K.STARTED,
        K.REPORTED,
        K.CONFIRMED,
        K.RETURNED,
        K.PAUSED,
        K.RESUMED,
        K.CANCELLED,
        K.REOPENED,
        K.NOTED,
        K.DONE,
    ]
)
DAYS = st.dates(date(2023, 1, 1), date(2023, 12, 31))


@given(st.lists(st.tuples(KINDS, DAYS)), DAYS)
def test_what_comes_after_a_day_says_nothing_of_it(
    events: Iterable[tuple[K, date]], day: date
) -> None:
    told = [Happening(kind, when, {}) for kind, when in sorted(events, key=lambda e: e[1])]
    assert fold(told, FIRST, day) == fold([e for e in told if e.on <= day], FIRST, day)


@given(st.lists(st.tuples(KINDS, DAYS)), DAYS)
def test_it_is_closed_on_a_day_just_when_it_is_closed(
    events: Iterable[tuple[K, date]], day: date
) -> None:
    told = [Happening(kind, when, {}) for kind, when in sorted(events, key=lambda e: e[1])]
    life = fold(told, FIRST, day)
    closed = life.state in (TaskState.REPORTED, TaskState.DONE, TaskState.CANCELLED)
    assert (life.closed_on is not None) is closed
    assert life.closed_on is None or life.closed_on <= day


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        (K.DONE, {}, True),
        (K.EXTENDED, {"words": "x", "last_day": "2024-07-01", "precision": "day"}, True),
        (K.EXTENDED, {"words": "x", "last_day": "tháng 7", "precision": "day"}, False),
        (K.TRIGGERED, {"words": "x", "last_day": "2024-07-01"}, False),
        (K.PROGRESS, {"percent": None}, False),
        (K.PAUSED, {"until": 7}, False),
        (K.NOTED, ["một"], False),
        (K.CORRECTED, {"takes_back": "0190-…"}, True),
        (K.CORRECTED, {"takes_back": 7}, False),
    ],
)
def test_an_event_of_another_office_holds_what_its_kind_needs(
    kind: K, body: object, *, told: bool
) -> None:
    assert can_be_told(kind, body) is told
