"""Whatever offices do and in whatever order they hear of it, they come to the same ledger."""

import random
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntmtrack.errors import DataError
from ntmtrack.store import writing as store_writing
from ntmtrack.store.merging_conflicts import conflicts, settle
from tests.exchange.oracle import classes, content, expected, without_units
from tests.exchange.worlds import Office, copied, world
from tests.store.conftest import empty_ledger
from tests.store.ledgers import assessment, criteria_set, event, task

__all__ = ["empty_ledger"]

OFFICES = (("p", "P"), ("a", "A"), ("b", "B"))
KINDS = ("task", "title", "due", "note", "event", "assess", "paper", "about", "person", "undo")
STEP = st.tuples(
    st.sampled_from("pab"),
    st.sampled_from((*KINDS, "hear", "hear", "settle")),
    st.integers(0, 5),
)
LIVES = st.lists(STEP, min_size=3, max_size=14)


@pytest.fixture(scope="module")
def begun(empty_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Office]:
    """Three offices that know one another and have written nothing yet."""
    offices = world(empty_ledger, tmp_path_factory.mktemp("begun"), OFFICES)
    for office in offices.values():
        with office.writing() as change:
            criteria_set(change, "1", "1.1", "2")
    return offices


def live(offices: dict[str, Office], steps: list[Any]) -> None:
    for turn, (name, kind, which) in enumerate(steps):
        office = offices[name]
        if kind == "hear":
            other = offices[[each for each in "pab" if each != name][which % 2]]
            office.take(other.give(), prove=False)
        elif kind == "undo":
            undo_last(office)
        else:
            act(office, kind, which, turn)


def act(office: Office, kind: str, which: int, turn: int) -> None:
    """One step of an office in its own ledger, about what it sees there."""
    units = [office.unit_key(letter) for letter in {"a": "AV", "b": "B", "p": "PABV"}[office.name]]
    below = ", ".join(map(str, units))
    tasks = office.ledger.rows(f"select id from task where unit_id in ({below}) order by uid")
    papers = office.ledger.rows("select id from document order by uid")
    with office.writing() as change:
        if kind == "task":
            number = f"NV-{turn}/{office.name.upper()}"
            task(change, unit_id=units[which % len(units)], number=number)
        elif kind == "assess":
            item = office.key("item", number="1.1")
            paper = papers[which % len(papers)][0] if papers else None
            unit = units[which % len(units)]
            assessment(change, unit, item, "met", "2024-06-01", document_id=paper)
        elif kind == "paper":
            number = f"{which}/QĐ"
            mine = "select 1 from document where folded = ? union all"
            mine += " select 1 from history where at_table = 'document' and after ->> 'folded' = ?"
            if not office.ledger.rows(mine, number, number):
                change.insert(
                    "document", {"number": number, "folded": number, "about": office.name}
                )
        elif kind == "person":
            name = f"phòng {which}"
            mine = "select 1 from history where at_table = 'agency' and after ->> 'folded' = ?"
            if not office.ledger.rows(mine, name):
                agency = change.insert("agency", {"name": name, "folded": name})
                change.insert("person", {"agency_id": agency, "name": "An", "folded": "an"})
        elif kind == "about" and papers:
            change.correct("document", papers[which % len(papers)][0], {"about": f"{turn}"})
        elif kind == "settle":
            found = [
                each
                for each in conflicts(change.conn)
                if each.table in ("document", "agency") or each.row.get("unit_id") in units
            ]
            if found:
                conflict = found[which % len(found)]
                settle(change, conflict, conflict.standing[turn % len(conflict.standing)])
        elif tasks:
            key = tasks[which % len(tasks)][0]
            if kind == "event":
                event(change, key, "noted", "2024-06-01")
            elif kind == "due":
                day = f"2024-07-{turn + 1:02}"
                change.correct("task", key, {"due_last": day, "last_day": day})
            elif kind == "note":
                change.correct("task", key, {"note": None if which % 2 else f"{turn}"})
            elif kind == "title":
                change.correct("task", key, {"title": f"{office.name} {which}"})


def undo_last(office: Office) -> None:
    """Take back what the office did last, or took back itself, unless more rests on it."""
    rows = office.ledger.rows(
        "select id from change c where kind in ('command', 'undo') and closed = 1"
        " and not exists (select 1 from change u where u.undoes = c.id) and extent <> '{}'"
        " and id > 3 order by id desc limit 1"
    )
    if rows:
        try:
            office.undo(rows[0][0])
        except DataError:
            return


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the disk has it says nothing of what it has."""
    opened = store_writing.open_writer

    def unsafe(path: Path) -> sqlite3.Connection:
        conn = opened(path)
        conn.execute("pragma synchronous = off")
        conn.execute("pragma journal_mode = memory")
        return conn

    monkeypatch.setattr(store_writing, "open_writer", unsafe)


@pytest.mark.usefixtures("hasty")
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=LIVES, luck=st.integers(0, 2**32))
def test_any_order_any_repetition_and_any_late_arrival_come_to_the_same_ledger(
    begun: dict[str, Office], tmp_path: Path, steps: list[Any], luck: int
) -> None:
    shutil.rmtree(tmp_path / "x", ignore_errors=True)
    offices = copied(begun, tmp_path / "x")
    live(offices, steps)
    mixed = random.Random(luck)
    told = [
        (each.uid, change)
        for each in offices.values()
        for change in each.give(foreign=False).changes
    ]
    hearers = []
    for name in ("r", "s"):
        hearer = Office(tmp_path / "x" / f"{name}.db", "p", "P")
        hearer.turn = 1000
        shutil.copy(begun["p"].ledger.path, hearer.ledger.path)
        given = [*told, *mixed.sample(told, len(told) // 2)]
        mixed.shuffle(given)
        while given:
            some = given[: mixed.randint(1, len(told))]
            del given[: len(some)]
            for uid in dict.fromkeys(uid for uid, _ in some):
                hearer.take([change for by, change in some if by == uid], sender=uid, prove=False)
        hearers.append(hearer)
    for each in offices.values():
        for other in offices.values():
            if other is not each:
                each.take(other.give(), prove=False)
    everyone = [*offices.values(), *hearers]
    for each in everyone:
        each.sound()
    same = classes(everyone)
    first, *others = (without_units(content(each, same)) for each in everyone)
    assert first == without_units(expected((change for _, change in told), same))
    for other in others:
        assert other == first
