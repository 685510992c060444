"""What an office says in another's name, or of what is not its own: nobody else pays for it."""

from pathlib import Path
from typing import Any

import pytest

from ntmtrack.domain.change import Change, Op
from ntmtrack.errors import DataError
from ntmtrack.exchange import wire
from ntmtrack.exchange.applying import Taken
from ntmtrack.store.merging_conflicts import conflicts
from ntmtrack.store.queries_offices import taken_in
from tests.exchange.test_applying import (
    a_judgement,
    a_task,
    begun,
    counted,
    empty_ledger,
    insert,
    offices,
    reasons,
    told,
    uid_of,
)
from tests.exchange.worlds import Office
from tests.store.ledgers import assessment

__all__ = ["begun", "empty_ledger", "offices"]

Offices = dict[str, Office]


@pytest.fixture
def known(offices: Offices) -> Offices:
    """The province knows the units of both communes."""
    offices["p"].take(offices["a"].give(), prove=False)
    offices["p"].take(offices["b"].give(), prove=False)
    return offices


def count(office: Office, table: str) -> int:
    return int(office.ledger.rows(f"select count(*) from {table}")[0][0])


def not_spoken_for(taken: Taken) -> bool:
    return set(reasons(taken)) == {"{office} may not speak for {author}"}


def test_nobody_takes_back_in_anothers_name(known: Offices) -> None:
    a, b, p = known["a"], known["b"], known["p"]
    judged = a_judgement(a, "A")
    p.take([told(a, judged)], a.uid)
    gone = Op(0, "assessment", judged.uid, "delete", judged.after)
    taken = p.take([told(a, gone, seq=95, lamport=95)], b.uid)
    assert not_spoken_for(taken)
    assert count(p, "assessment") == 1


def test_nobody_writes_in_the_name_of_the_office_that_takes_it_in(known: Offices) -> None:
    b, p = known["b"], known["p"]
    forged = told(p, a_judgement(b, "B", stage="appraisal"), seq=2**53 - 1)
    number = p.ledger.rows("select max(id) from change")[0][0]
    assert p.take([forged], b.uid).counts["refused"] == 1
    near = told(p, a_judgement(b, "B", stage="appraisal"))
    assert not_spoken_for(p.take([near], b.uid))
    assert count(p, "assessment") == 0
    assert p.ledger.rows("select max(id) from change")[0][0] <= number + 2


@pytest.mark.parametrize("own", [False, True], ids=["in its name", "in one's own"])
def test_what_bears_the_name_of_a_change_does_not_stand_in_its_way(
    known: Offices, *, own: bool
) -> None:
    a, b, p = known["a"], known["b"], known["p"]
    work = a_task(a, "A")
    true = told(a, work)
    head = true.head._replace(office=b.uid if own else a.uid)
    forged = work._replace(after={**(work.after or {}), "title": "Khác"})
    paper = insert("document", number="1/QĐ", folded="1/qd", about="x")
    p.take([Change(head, (paper, forged._replace(place=1)))], b.uid)
    p.take([true], a.uid)
    assert p.ledger.rows("select title from task") == [("Làm đường",)]


def test_what_one_office_refused_does_not_reach_others_through_it(known: Offices) -> None:
    a, b, p = known["a"], known["b"], known["p"]
    b.take(p.give())
    with b.writing() as change:
        change.correct("office", b.key("office", uid=a.uid), {"unit_id": None})
    lie, waits = a_judgement(a, "B", verdict="unmet"), insert("task_event", task_id=a.uid, kind="x")
    seen = p.take([told(a, lie, waits, a_judgement(a, "A"))], a.uid)
    assert counted(seen) == {"applied": 1, "refused": 1, "waiting": 1}
    handed_on = p.give()
    assert lie.uid not in {op.uid for change in handed_on.changes for op in change.ops}
    b.take(handed_on)
    assert b.ledger.rows("select verdict from assessment") == [("met",)]


def test_what_is_of_a_task_is_not_moved_to_anothers(known: Offices) -> None:
    a, b, p = known["a"], known["b"], known["p"]
    mine, other = a_task(a, "A", number="NV-1/A"), a_task(b, "B", number="NV-1/B")
    p.take([told(a, mine)], a.uid)
    p.take([told(b, other)], b.uid)
    body = insert("agency", name="X", folded="x")
    party = insert("task_party", task_id=mine.uid, role="lead", agency_id=body.uid)
    sides = {"task_id": mine.uid}, {"task_id": other.uid}
    move = Op(0, "task_party", party.uid, "update", *sides)
    p.take([told(a, body, party, seq=92, lamport=92)], a.uid)
    assert counted(p.take([told(a, move, seq=93, lamport=93)], a.uid)) == {"refused": 1}
    unit = {"unit_id": uid_of(a, "A")}, {"unit_id": None}
    away = Op(0, "task", mine.uid, "update", *unit)
    assert counted(p.take([told(a, away, seq=94, lamport=94)], a.uid)) == {"applied": 1}


def test_a_turn_of_anothers_task_is_not_written(known: Offices) -> None:
    a, b, p = known["a"], known["b"], known["p"]
    rule = a_task(a, "A", number="NV-1/A")
    turn = a_task(a, "A", number="NV-2/A", parent_id=rule.uid, period="2024-07")
    p.take([told(a, rule, turn)], a.uid)
    forged = {"number": "NV-2/B", "parent_id": rule.uid, "title": "Khác"}
    for period in ("2024-07", "2024-08"):
        lie = a_task(b, "B", period=period, **forged)
        assert counted(p.take([told(b, lie, lamport=200)], b.uid)) == {"refused": 1}
    assert p.ledger.rows("select title from task") == [("Làm đường",)] * 2


def test_a_row_that_another_wrote_is_not_written_anew(known: Offices) -> None:
    a, b, p = known["a"], known["b"], known["p"]
    work, judged = a_task(a, "A"), a_judgement(a, "A")
    p.take([told(a, work, judged)], a.uid)
    lies = a_task(b, "B", number="NV-7/B")._replace(uid=work.uid)
    again = a_judgement(b, "B")._replace(uid=judged.uid)
    taken = p.take([told(b, lies, again, lamport=200, kind="undo")], b.uid)
    assert set(reasons(taken)) == {"another office wrote a row of this name"}
    gone = Op(0, "assessment", judged.uid, "delete", judged.after)
    p.take([told(a, gone, seq=92, lamport=150)], a.uid)
    assert count(p, "assessment") == 0
    assert p.ledger.rows("select number from task") == [("NV-9/X",)]


def test_what_is_no_settlement_is_refused(known: Offices) -> None:
    a, p = known["a"], known["p"]
    work, judged = a_task(a, "A"), a_judgement(a, "A")
    p.take([told(a, work, judged)], a.uid)
    fit = {"at_table": "task", "row_uid": work.uid, "field": "title"}
    fit |= {"kept": '{"title":"y"}', "dropped": "[]"}
    faults: list[dict[str, Any]] = [
        {"kept": "[1]"},
        {"kept": "null"},
        {"kept": '{"title":["x"]}'},
        {"kept": '{"title":1.5}'},
        {"kept": '{"title":""}'},
        {"kept": "{" * 5000},
        {"dropped": "{}"},
        {"dropped": "[1]"},
        {"dropped": '[{"title":{}}]'},
        {"kept": '{"nope":1}', "field": "nope"},
        {"kept": '{"state":"x","closed_on":null}', "field": "state"},
        {"kept": '{"verdict":"met"}', "field": "verdict"},
        {"at_table": "assessment", "row_uid": judged.uid, "field": "verdict"},
    ]
    ops = [insert("settlement", **{**fit, **fault}) for fault in faults]
    taken = p.take([told(a, *ops, seq=91, lamport=91)], a.uid)
    assert counted(taken) == {"refused": len(faults)}
    renamed = Op(0, "task", work.uid, "update", {"title": "Làm đường"}, {"title": "Làm cầu"})
    p.take([told(a, renamed, seq=92, lamport=92)], a.uid)
    with p.ledger.reading() as conn:
        assert list(conflicts(conn)) == []
    assert p.ledger.rows("select title from task") == [("Làm cầu",)]


def test_no_office_uses_up_the_numbers_of_others(known: Offices) -> None:
    a, b, p = known["a"], known["b"], known["p"]
    a.take(p.give())
    assert counted(p.take([told(b, a_judgement(b, "B"), lamport=2**40)], b.uid)) == {"refused": 1}
    p.take([told(b, a_judgement(b, "B"), lamport=2**23)], b.uid)
    with p.writing() as change:
        assessment(change, p.unit_key("A"), p.key("item", number="1.1"), "met", "2024-01-01")
    a.take(p.give())
    assert count(a, "assessment") == 2


def test_a_bundle_of_an_enormous_number_is_taken_in_at_once(known: Offices) -> None:
    a, p = known["a"], known["p"]
    given = a.give()
    (gap,) = p.take(given._replace(number=2**52, covers={a.uid: [(50, 60)]})).gaps
    assert (gap.last, gap.bundles) == (49, ())


def test_an_office_says_of_its_own_changes_alone_that_all_are_here(known: Offices) -> None:
    a, b, p = known["a"], known["b"], known["p"]
    a.take(b.give()._replace(covers={b.uid: [(1, 2)], p.uid: [(1, 1000)]}))
    with a.ledger.reading() as conn:
        assert list(taken_in(conn)) == [b.uid]


def test_a_fact_is_never_corrected(known: Offices) -> None:
    a = known["a"]
    judged = a_judgement(a, "A")
    corrected = Op(0, "assessment", judged.uid, "update", {"verdict": "met"}, {"verdict": "unmet"})
    with pytest.raises(DataError):
        wire.read(wire.line(told(a, corrected)))


def test_what_an_office_wrote_of_a_task_stands_wherever_the_task_went_since(
    known: Offices, tmp_path: Path
) -> None:
    a, b, p = known["a"], known["b"], known["p"]
    work = a_task(p, "A")
    noted = insert("task_event", task_id=work.uid, kind="noted", happened_on="2024-06-01")
    renamed = Op(0, "task", work.uid, "update", {"title": "Làm đường"}, {"title": "Làm cầu"})
    sides = {"unit_id": uid_of(p, "A")}, {"unit_id": uid_of(p, "B")}
    moved = told(p, Op(0, "task", work.uid, "update", *sides), seq=92, lamport=92)
    first = told(p, work)
    by_a = told(a, noted, renamed, seq=91, lamport=91)
    for office, order in ((a, (first, moved, by_a)), (b, (first, by_a, moved))):
        office.take(p.give())
        if office is b:
            office.take(a.give())
        for change in order:
            author = p if change.head.office == p.uid else a
            office.take([change], author.uid)
        assert office.ledger.rows("select title from task") == [("Làm cầu",)]
        assert count(office, "task_event") == 1


def test_what_lacks_the_half_is_refused_or_waits(known: Offices) -> None:
    a, p = known["a"], known["p"]
    a.take(p.give())
    whole = told(
        p,
        insert("settlement"),
        insert("settlement", at_table="task"),
        insert("lineage", decision="1"),
        insert("unit_version", parent_id=uid_of(p, "A"), name="x"),
        insert("criteria_set", name="x"),
        insert("task_event", kind="noted"),
        insert("task", title="x"),
        insert("assessment"),
    )
    ops = [op for op in whole.ops if op.table != "lineage"]
    taken = a.take([whole._replace(ops=tuple(ops))], p.uid)
    assert set(counted(taken)) == {"refused", "waiting"}
    assert counted(a.take([told(p, insert("lineage"))], p.uid)) == {"refused": 1}


@pytest.mark.parametrize("due", ["31/7/2024", 5])
def test_a_due_that_is_no_day_is_refused(known: Offices, due: str | int) -> None:
    a, p = known["a"], known["p"]
    work = a_task(a, "A")
    p.take([told(a, work)], a.uid)
    names = ("due_words", "due_start", "due_last", "due_precision", "last_day")
    before = dict.fromkeys(names) | {"due_precision": "none"}
    later = Op(0, "task", work.uid, "update", before, {**before, "due_last": due})
    assert counted(p.take([told(a, later, seq=91, lamport=91)], a.uid)) == {"refused": 1}


def test_a_fact_that_never_fitted_is_not_brought_back(known: Offices) -> None:
    a, p = known["a"], known["p"]
    wrong = a_judgement(a, "A", verdict="perhaps")
    taken = p.take([told(a, wrong, kind="undo")], a.uid)
    assert counted(taken) == {"refused": 1}
    assert counted(p.take([told(a, a_judgement(a, "A"), seq=91, lamport=91)], a.uid)) == {
        "applied": 1
    }
