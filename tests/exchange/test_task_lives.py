"""The life of a task that several offices tell: its header is the same in every ledger."""

import json
from itertools import permutations
from pathlib import Path

import pytest

from ntmtrack.store.merging_conflicts import conflicts
from ntmtrack.store.queries_check import headers
from tests.exchange.worlds import Given, Office, copied, world
from tests.store.conftest import empty_ledger
from tests.store.ledgers import event, put_header, task

__all__ = ["empty_ledger"]

Header = tuple[str, str | None, str | None]


@pytest.fixture(scope="module")
def begun(empty_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Office]:
    """A province that gave commune A a task; all have it."""
    place = tmp_path_factory.mktemp("begun")
    offices = world(empty_ledger, place, (("p", "P"), ("a", "A"), ("b", "P")))
    p = offices["p"]
    with p.writing() as change:
        task(change, number="NV2024-001/P", unit_id=p.unit_key("A"))
    given = p.give()
    for name in ("a", "b"):
        offices[name].take(given)
    return offices


@pytest.fixture
def offices(begun: dict[str, Office], tmp_path: Path) -> dict[str, Office]:
    return copied(begun, tmp_path)


def happens(office: Office, kind: str, on: str, **body: object) -> str:
    """An event, and the header as a command leaves it; the event's uid."""
    with office.writing() as change:
        key = office.key("task", number="NV2024-001/P")
        row = event(change, key, kind, on, **body)
        put_header(change, key)
        (uid,) = change.conn.execute("select uid from task_event where id = ?", (row,)).fetchone()
    return str(uid)


def given(office: Office) -> Given:
    return office.give(foreign=False)


def header(office: Office) -> Header:
    """The header of the task; it is what its events add up to, and nobody has to choose."""
    with office.ledger.reading() as conn:
        (told,) = headers(conn)
        assert told.kept == told.folded
        assert list(conflicts(conn)) == []
    return told.kept


def test_a_task_told_by_two_offices_stands_the_same_with_both(offices: dict[str, Office]) -> None:
    a, p, b = offices["a"], offices["p"], offices["b"]
    happens(a, "reported", "2024-06-20")
    happens(p, "extended", "2024-06-18", last_day="2024-08-31")
    happens(p, "confirmed", "2024-06-25")
    told = given(a), given(p)
    a.take(told[1])
    p.take(told[0])
    assert header(a) == header(p) == ("done", "2024-06-20", "2024-08-31")
    for one in told:
        b.take(one)
    assert header(b) == header(a)


def test_whatever_comes_first_the_header_is_the_same(
    offices: dict[str, Office], tmp_path: Path
) -> None:
    a, p = offices["a"], offices["p"]
    told = []
    happens(a, "reported", "2024-06-20")
    told.append(a.give(since=2, foreign=False))
    happens(p, "extended", "2024-06-18", last_day="2024-08-31")
    told.append(p.give(since=2, foreign=False))
    p.take(told[0])
    happens(p, "returned", "2024-06-26")
    told.append(p.give(since=2, foreign=False))
    found = set()
    for turn, order in enumerate(permutations(told)):
        (b,) = copied({"b": offices["b"]}, tmp_path / str(turn)).values()
        for one in order:
            b.take(one)
        found.add(header(b))
    assert found == {header(p)} == {("open", None, "2024-08-31")}


def test_an_event_is_taken_back_whichever_of_the_two_comes_first(
    offices: dict[str, Office],
) -> None:
    a, p, b = offices["a"], offices["p"], offices["b"]
    wrong = happens(a, "done", "2024-06-20")
    p.take(given(a))
    assert header(p)[0] == "done"
    happens(p, "corrected", "2024-06-21", takes_back=wrong)
    b.take(given(p))
    assert header(b)[0] == "open"
    b.take(given(a))
    a.take(given(p))
    assert header(a) == header(b) == header(p) == ("open", None, "2024-06-30")


def test_an_event_that_was_named_by_its_key_is_told_by_its_uid(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    wrong = happens(a, "done", "2024-06-20")
    happens(a, "corrected", "2024-06-21", takes_back=a.key("task_event", uid=wrong))
    assert header(a)[0] == "open"
    happens(p, "noted", "2024-06-01")
    p.take(given(a))
    assert header(p) == header(a)
    (row,) = p.ledger.rows("select body from task_event where kind = 'corrected'")
    assert json.loads(row[0])["takes_back"] == wrong


def test_a_key_of_another_ledger_takes_nothing_back(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    happens(p, "done", "2024-06-20")
    other = p.key("task_event", kind="done")
    happens(a, "corrected", "2024-06-21", takes_back="none of these")
    told = given(a)
    changes = tuple(
        each._replace(
            ops=tuple(
                op._replace(after={**op.after, "body": json.dumps({"takes_back": other})})
                if op.table == "task_event" and op.after
                else op
                for op in each.ops
            )
        )
        for each in told.changes
    )
    p.take(told._replace(changes=changes))
    assert header(p)[0] == "done"
