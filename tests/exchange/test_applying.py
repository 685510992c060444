"""What becomes of changes of other offices: taken in, kept waiting, refused; nothing lost."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.domain.change import Change, Head, Op, Values
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.errors import DataError
from ntmtrack.exchange.applying import Taken
from ntmtrack.store.merging_rows import Rows
from tests.exchange.worlds import Office, copied, fresh_uid, world
from tests.store.conftest import empty_ledger
from tests.store.ledgers import assessment, criteria_set, event, task

__all__ = ["empty_ledger"]


@pytest.fixture(scope="module")
def begun(empty_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Office]:
    place = tmp_path_factory.mktemp("begun")
    offices = world(empty_ledger, place, (("p", "P"), ("a", "A"), ("b", "B")))
    for office in offices.values():
        with office.writing() as change:
            criteria_set(change, "1", "1.1")
    return offices


@pytest.fixture
def offices(begun: dict[str, Office], tmp_path: Path) -> dict[str, Office]:
    return copied(begun, tmp_path)


def counted(taken: Taken) -> dict[str, int]:
    return {str(outcome): count for outcome, count in taken.counts.items() if count}


def reasons(taken: Taken) -> list[str]:
    return [each.why.text for each in taken.told if each.why is not None]


def told(
    office: Office, *ops: Op, seq: int = 90, lamport: int = 90, kind: str = "command"
) -> Change:
    """A change by hand, in the name of an office."""
    moment = "2024-07-02T00:00:00.000Z"
    head = Head(fresh_uid(), office.uid, seq, lamport, kind, moment, "An", "ntmtrack")
    return Change(head, tuple(op._replace(place=place) for place, op in enumerate(ops)))


def insert(table: str, uid: str | None = None, **values: Any) -> Op:
    return Op(0, table, uid or fresh_uid(), "insert", None, values)


def uid_of(office: Office, letter: str) -> str:
    rows = office.ledger.rows("select uid from unit where id = ?", office.unit_key(letter))
    return str(rows[0][0])


def item_of(office: Office) -> str:
    return str(office.ledger.rows("select uid from item where number = '1.1'")[0][0])


def a_task(office: Office, letter: str, **more: Any) -> Op:
    words = {"title": "Làm đường", "due_precision": "none", "state": "open", "number": "NV-9/X"}
    return insert("task", unit_id=uid_of(office, letter), **{**words, **more})


def a_judgement(office: Office, letter: str, **more: Any) -> Op:
    words = {"stage": "self", "verdict": "met", "assessed_on": "2024-06-01", "judged": "by_hand"}
    named = {"unit_id": uid_of(office, letter), "item_id": item_of(office)}
    return insert("assessment", at_risk=0, **{**words, **named, **more})


def test_what_was_taken_in_twice_is_taken_in_once_and_writes_nothing(
    offices: dict[str, Office],
) -> None:
    a, p = offices["a"], offices["p"]
    with a.writing() as change:
        task(change, unit_id=a.unit_key("A"), number="NV-1/A")
    given = a.give()
    first = p.take(given)
    assert first.counts[OpOutcome.REFUSED] == first.counts[OpOutcome.WAITING] == 0
    before = p.ledger.path.read_bytes()
    again = p.take(given)
    assert (counted(again), again.new) == ({"same": again.received}, False)
    assert p.ledger.path.read_bytes() == before


def test_the_same_units_and_criteria_are_known_as_the_same(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    counts = {
        table: p.ledger.rows(f"select count(*) from {table}")
        for table in ("unit", "unit_version", "unit_code", "criteria_set", "item")
    }
    p.take(a.give())
    for table, count in counts.items():
        assert p.ledger.rows(f"select count(*) from {table}") == count


def test_what_an_office_writes_of_others_is_refused_with_the_reason(
    offices: dict[str, Office],
) -> None:
    a, p = offices["a"], offices["p"]
    p.take(a.give())
    taken = p.take([told(a, a_judgement(a, "V"), a_judgement(a, "B"))], a.uid)
    assert counted(taken) == {"applied": 1, "refused": 1}
    (refused,) = taken.told
    assert refused.why is not None
    assert (refused.op.place, refused.why.values["unit"]) == (1, "Xã B")
    assert p.ledger.rows("select count(*) from assessment") == [(1,)]


def test_what_was_refused_of_one_hand_is_taken_from_another(offices: dict[str, Office]) -> None:
    a, b, p = offices["a"], offices["b"], offices["p"]
    with p.writing() as change:
        # Here the office below may write about its village alone.
        change.correct("office", p.key("office", uid=a.uid), {"unit_id": p.unit_key("V")})
        change.correct("office", p.key("office", uid=b.uid), {"unit_id": p.unit_key("A")})
    stranger = told(a, a_judgement(a, "A"))
    stranger = stranger._replace(head=stranger.head._replace(office=fresh_uid()))
    p.take(a.give())
    assert counted(p.take([stranger], a.uid)) == {"refused": 1}
    taken = p.take([stranger], b.uid)
    assert [str(each.outcome) for each in taken.moved] == ["applied"]
    assert p.ledger.rows("select count(*) from assessment") == [(1,)]


def test_what_names_a_row_to_come_waits_for_it(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    p.take(a.give())
    work = a_task(a, "A")
    noted = insert("task_event", task_id=work.uid, kind="noted", happened_on="2024-06-01")
    renamed = Op(0, "task", work.uid, "update", {"title": "Làm đường"}, {"title": "Làm cầu"})
    taken = p.take([told(a, noted, renamed, seq=91, lamport=91)], a.uid)
    assert counted(taken) == {"waiting": 2}
    assert p.ledger.rows("select count(*) from task_event") == [(0,)]
    taken = p.take([told(a, work)], a.uid)
    assert counted(taken) == {"applied": 1}
    assert [str(each.outcome) for each in taken.moved] == ["applied", "applied"]
    assert p.ledger.rows("select title from task") == [("Làm cầu",)]
    assert p.ledger.rows("select count(*) from task_event") == [(1,)]


def test_what_does_not_fit_the_rules_is_refused_and_the_rest_is_taken_in(
    offices: dict[str, Office],
) -> None:
    a, p = offices["a"], offices["p"]
    p.take(a.give())
    bad, good = a_judgement(a, "A", verdict="perhaps"), a_judgement(a, "A")
    proof = insert("evidence", assessment_id=bad.uid, path="x.pdf", sha256="0" * 64)
    work = a_task(a, "A")
    wrong = Op(0, "task", work.uid, "update", {"title": "Làm đường"}, {"title": ""})
    taken = p.take([told(a, bad, good, proof, work, wrong)], a.uid)
    assert counted(taken) == {"applied": 2, "refused": 3}
    assert p.ledger.rows("select verdict from assessment") == [("met",)]
    assert p.ledger.rows("select title from task") == [("Làm đường",)]
    before = p.ledger.rows("select count(*) from op_outcome")
    p.take([told(a)], a.uid)
    assert p.ledger.rows("select count(*) from op_outcome") == before


def test_two_tasks_of_one_number_are_not_both_taken_in(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    p.take(a.give())
    taken = p.take([told(a, a_task(a, "A"), a_task(a, "A"))], a.uid)
    assert counted(taken) == {"applied": 1, "refused": 1}


def test_one_turn_of_a_task_that_comes_round_is_one_task(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    p.take(a.give())
    work = a_task(a, "A")
    p.take([told(a, work)], a.uid)
    with p.writing() as change:
        parent = p.key("task", uid=work.uid)
        task(change, unit_id=p.unit_key("A"), number="NV-3/P", parent_id=parent, period="2024-07")
    turn = a_task(a, "A", parent_id=work.uid, period="2024-07", number="NV-4/A")
    p.take([told(a, turn, seq=91, lamport=1000)], a.uid)
    rows = p.ledger.rows("select number from task where period is not null")
    assert rows == [("NV-3/P",)]


def test_an_office_cannot_make_anothers_unit_its_own(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    p.take(a.give())
    words = {"kind": "commune", "name": "Xã B", "folded": "xã b", "bare": "b"}
    taken_over = insert(
        "unit_version",
        unit_id=uid_of(a, "B"),
        parent_id=uid_of(a, "A"),
        valid_from="2024-06-01",
        **words,
    )
    taken = p.take([told(a, taken_over, a_judgement(a, "B"))], a.uid)
    assert counted(taken) == {"refused": 2}


def test_an_office_may_write_down_a_new_unit_below_its_own(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    p.take(a.give())
    with a.writing() as change:
        unit = change.insert("unit", {})
        words = {"kind": "village", "name": "Thôn W", "folded": "thôn w", "bare": "w"}
        version = {"unit_id": unit, "parent_id": a.unit_key("A"), **words}
        change.insert("unit_version", version)
        assessment(change, unit, a.key("item", number="1.1"), "met", "2024-06-01")
    taken = p.take(a.give())
    assert taken.counts[OpOutcome.APPLIED] == 3
    assert p.ledger.rows("select count(*) from assessment") == [(1,)]


def test_only_who_wrote_a_row_takes_it_back(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    with p.writing() as change:
        assessment(change, p.unit_key("A"), p.key("item", number="1.1"), "unmet", "2024-06-01")
    a.take(p.give())
    (uid,) = p.ledger.rows("select uid from assessment")[0]
    taken = p.take([told(a, Op(0, "assessment", uid, "delete", {"verdict": "unmet"}))], a.uid)
    assert counted(taken) == {"refused": 1}
    assert p.ledger.rows("select count(*) from assessment") == [(1,)]


def test_what_an_office_took_back_goes_everywhere_and_comes_back_with_it(
    offices: dict[str, Office],
) -> None:
    a, p = offices["a"], offices["p"]
    with a.writing() as change:
        key = task(change, unit_id=a.unit_key("A"), number="NV-1/A")
        event(change, key, "noted", "2024-06-01")
    (written,) = a.ledger.rows("select max(id) from change")[0]
    p.take(a.give())
    a.undo(written)
    p.take(a.give())
    assert p.ledger.rows("select count(*) from task") == [(0,)]
    assert p.ledger.rows("select count(*) from task_event") == [(0,)]
    a.undo(written + 1)
    p.take(a.give())
    assert p.ledger.rows("select count(*) from task") == [(1,)]
    assert p.ledger.rows("select count(*) from task_event") == [(1,)]


def test_a_row_that_another_names_stays_though_its_writer_took_it_back(
    offices: dict[str, Office],
) -> None:
    a, p = offices["a"], offices["p"]
    with p.writing() as change:
        change.insert("document", {"number": "1/QĐ", "folded": "1/qd", "about": "x"})
    a.take(p.give())
    with a.writing() as change:
        paper = a.key("document", number="1/QĐ")
        item = a.key("item", number="1.1")
        assessment(change, a.unit_key("A"), item, "met", "2024-06-01", document_id=paper)
    (written,) = p.ledger.rows("select max(id) from change")[0]
    p.undo(written)
    a.take(p.give())
    assert a.ledger.rows("select about from document") == [("x",)]
    p.take(a.give())
    assert p.ledger.rows("select about from document") == [("x",)]


def test_a_part_of_a_change_is_filled_up_by_the_whole(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    p.take(a.give())
    whole = told(a, a_judgement(a, "A"), a_judgement(a, "V"), a_judgement(a, "A"))
    part = whole._replace(ops=whole.ops[1:2], whole=False)
    assert counted(p.take([part], a.uid)) == {"applied": 1}
    assert counted(p.take([whole], a.uid)) == {"applied": 2, "same": 1}
    assert counted(p.take([whole], a.uid)) == {"same": 3}


def test_criteria_come_from_above_and_what_names_others_waits(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    for office, code in ((a, "xa"), (p, "tinh")):
        with office.writing() as change:
            items = criteria_set(change, "7", code=code)
            assessment(change, office.unit_key("A"), items["7"], "met", "2024-06-01")
    taken = p.take(a.give())
    assert (taken.counts[OpOutcome.REFUSED], taken.counts[OpOutcome.WAITING]) == (1, 2)
    assert a.take(p.give()).counts[OpOutcome.REFUSED] == 0
    assert a.ledger.rows("select code from criteria_set order by code")[-1] == ("xa",)
    assert len(a.ledger.rows("select 1 from criteria_set")) == 3


def test_a_set_of_one_code_with_other_content_is_refused(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    words = {"code": "bo-thu", "folded": "bo-thu", "level": "commune", "name": "x", "hash": "other"}
    taken = a.take([told(p, insert("criteria_set", body="{}", **words))], p.uid)
    assert reasons(taken) == ["{code} is here with other content"]


def test_a_task_of_no_unit_comes_from_above_or_its_own_office(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    words = {"title": "x", "due_precision": "none", "state": "open"}
    from_above = insert("task", number="NV-1/P", **words)
    assert counted(a.take([told(p, from_above)], p.uid)) == {"applied": 1}
    renamed = Op(0, "task", from_above.uid, "update", {"title": "x"}, {"title": "y"})
    p.take([told(p, from_above)], p.uid)
    assert counted(p.take([told(a, renamed, seq=91, lamport=91)], a.uid)) == {"refused": 1}


def test_an_unknown_office_gives_nothing(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    with p.writing() as change:
        change.correct("office", p.key("office", uid=a.uid), {"unit_id": None})
    taken = p.take([told(a, a_judgement(a, "A"))], a.uid)
    assert reasons(taken) == ["{office} has no unit here"]
    taken = p.take([told(a, a_judgement(a, "A"))], fresh_uid())
    assert reasons(taken) == ["the office {office} is not registered here"]


def test_changes_of_two_schemas_back_are_taken_in(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    p.take(a.give())
    # As they were written before a task had bound, period, or a target its set_on.
    work = a_task(a, "A", number="NV2024-1/A")
    state = Op(
        0,
        "task",
        work.uid,
        "update",
        {"state": "open", "closed_on": None},
        {"state": "done", "closed_on": "2024-06-05"},
    )
    parent = Op(0, "task", work.uid, "update", {"parent_id": None}, {"parent_id": None})
    target = insert(
        "target",
        unit_id=uid_of(a, "A"),
        words="năm 2024",
        start="2024-01-01",
        last_day="2024-12-31",
        precision="year",
    )
    taken = p.take([told(a, work, state, parent, target)], a.uid)
    assert counted(taken) == {"applied": 4}
    # The header of a task is what its events say, and none says that it is done.
    assert p.ledger.rows("select state, period from task") == [("open", None)]


@pytest.mark.parametrize("values", [{"later": "x"}, {"note": "\ud800"}])
def test_what_this_program_does_not_know_is_one_line_and_nothing_is_written(
    offices: dict[str, Office], values: Values
) -> None:
    a, p = offices["a"], offices["p"]
    before = p.ledger.path.read_bytes()
    with pytest.raises(DataError):
        p.take([told(a, a_judgement(a, "A"), a_judgement(a, "A", **values))], a.uid)
    assert p.ledger.path.read_bytes() == before


def test_a_change_that_would_leave_no_numbers_to_those_to_come_is_refused(
    offices: dict[str, Office],
) -> None:
    a, p = offices["a"], offices["p"]
    taken = p.take([told(a, a_judgement(a, "A"), lamport=2**52)], a.uid)
    assert counted(taken) == {"refused": 1}
    with p.writing() as change:
        change.insert("setting", {"key": "x", "value": "y"})
    assert p.ledger.rows("select max(lamport) from change")[0][0] < 1000


def test_a_hole_is_told_by_the_numbers_of_bundles(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    for turn in range(3):
        with a.writing() as change:
            task(change, unit_id=a.unit_key("A"), number=f"NV-{turn}/A")
    whole = a.give()
    (last,) = a.ledger.rows("select max(id) from change")[0]
    one, two, three = (
        whole._replace(number=number, covers={a.uid: [(first, end)]}, changes=())
        for number, first, end in ((1, 1, 2), (2, 3, last - 1), (3, last, last))
    )
    assert p.take(one).gaps == ()
    (gap,) = p.take(three).gaps
    assert (gap.first, gap.last, gap.bundles) == (3, last - 1, (2,))
    assert p.take(two).gaps == ()


def test_numbers_that_come_back_are_not_given_again(offices: dict[str, Office]) -> None:
    a, p = offices["a"], offices["p"]
    older = copied({"a": a}, a.ledger.path.parent / "older")["a"]
    with a.writing() as change:
        number = f"NV2024-{change.next_number('NV2024-'):03}/A"
        task(change, unit_id=a.unit_key("A"), number=number)
    p.take(a.give())
    older.take(p.give())
    assert older.ledger.rows("select number from task") == [("NV2024-001/A",)]
    with older.writing() as change:
        assert change.next_number("NV2024-") == 2


def test_a_fault_in_the_middle_leaves_nothing(
    offices: dict[str, Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, p = offices["a"], offices["p"]
    given = a.give()
    before = p.ledger.path.read_bytes()
    whole, turns = Rows.flush, iter(range(1000))

    def failing(rows: Rows) -> None:
        whole(rows)
        if next(turns) == 2:
            raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(Rows, "flush", failing)
    with pytest.raises(sqlite3.OperationalError):
        p.take(given)
    assert p.ledger.path.read_bytes() == before


def test_a_ledger_without_a_name_takes_nothing_in(empty_ledger: Path, tmp_path: Path) -> None:
    office = Office(tmp_path / "x.db", "x", "P")
    office.ledger.path.write_bytes(empty_ledger.read_bytes())
    with pytest.raises(DataError):
        office.take([], fresh_uid())
