"""What a ledger tells: the same however often and in whatever parts, and enough to rebuild it."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntmtrack.domain.change import Change, Op
from ntmtrack.domain.coverage import holds
from ntmtrack.domain.travel import TABLES
from ntmtrack.exchange import wire
from ntmtrack.store import queries_ops
from ntmtrack.store.identity import new_uid
from ntmtrack.store.queries_ops import Asked, Told, changes
from ntmtrack.store.queries_ops_unit import of_unit
from ntmtrack.store.writing import Writing
from tests.store.ledgers import NOW, Ledger, assessment, criteria_set, event, task, unit, version
from tests.store.test_whole import STEPS, grow

Rows = dict[tuple[str, str], dict[str, Any]]


def office_of(ledger: Ledger, mark: str | None = "BB") -> str:
    """Say whose the ledger is, as its first change."""
    with ledger.writing(now=NOW - timedelta(days=1)) as change:
        uid = new_uid(NOW)
        change.insert("setting", {"key": "office_uid", "value": uid})
        change.insert("office", {"uid": uid, "name": "Xã", "folded": "xa", "mark": mark})
    return uid


def told(ledger: Ledger, asked: Asked = queries_ops.ALL) -> list[Change]:
    with ledger.reading() as conn:
        return list(changes(conn, asked))


def covered(ledger: Ledger, asked: Asked = queries_ops.ALL) -> dict[str, list[tuple[int, int]]]:
    with ledger.reading() as conn:
        telling = Told(conn, asked)
        list(telling)
        return telling.covers


def ops(found: Iterable[Change]) -> dict[tuple[str, int], Op]:
    pairs = [((each.head.uid, op.place), op) for each in found for op in each.ops]
    assert len(dict(pairs)) == len(pairs), "a place is given twice"
    return dict(pairs)


def rebuilt(found: Iterable[Change]) -> Rows:
    """The rows that the changes come to, by nothing but their ops in their order."""
    rows: Rows = {}
    for change in sorted(found, key=lambda each: (each.head.order, each.ops[0].place)):
        for op in change.ops:
            key = (op.table, op.uid)
            if op.action == "insert":
                assert key not in rows
                rows[key] = dict(op.after or {})
            elif op.action == "delete":
                assert rows.pop(key) == op.before
            else:
                for name, value in (op.before or {}).items():
                    assert rows[key].get(name) == value
                rows[key] |= op.after or {}
    return {key: {k: v for k, v in row.items() if v is not None} for key, row in rows.items()}


def kept(ledger: Ledger, mark: str | None = "BB") -> Rows:
    """The rows of the file as another program reads them, references by uid."""
    with ledger.foreign() as conn:
        conn.row_factory = sqlite3.Row
        uids = {
            table: dict(tuple(row) for row in conn.execute(f"select id, uid from {table}"))
            for table in TABLES
        }
        rows: Rows = {}
        for table, travels in TABLES.items():
            for row in conn.execute(f"select * from {table}"):
                values = {key: row[key] for key in row.keys() if row[key] is not None}  # noqa: SIM118
                for key in ("id", "uid", "change_id"):
                    del values[key]
                for name in values.keys() & travels.names.keys():
                    values[name] = uids[travels.names[name]][values[name]]
                if table == "task" and mark and "/" not in values["number"]:
                    values["number"] += f"/{mark}"
                if "path" in values:
                    values["path"] = values["path"].rpartition("/")[2]
                rows[table, row["uid"]] = values
    return rows


def undo_by_hand(ledger: Ledger) -> None:
    """Take back the newest judgement with its evidence, and put both back as another change."""
    with ledger.writing(now=NOW + timedelta(days=9), kind="undo") as change:
        conn = change.conn
        conn.execute("delete from evidence where id = (select max(id) from evidence)")
        conn.execute(
            "delete from assessment where id = (select max(id) from assessment)"
            " and id not in (select assessment_id from evidence)"
        )
    gone = ledger.rows(
        "select before from history where action = 'delete' and at_table = 'evidence'"
    )
    with ledger.writing(now=NOW + timedelta(days=10), kind="undo") as change:
        for (before,) in gone[-1:]:
            row = {k: v for k, v in json.loads(before).items() if k not in ("id", "change_id")}
            (there,) = change.conn.execute(
                "select count(*) from assessment where id = ?", (row["assessment_id"],)
            ).fetchone()
            if there:
                change.insert("evidence", row)


def with_papers(ledger: Ledger, steps: list[Any]) -> None:
    """A random life, with evidence, documents, a tree of units and corrections of groups."""
    grow(ledger, steps)
    with ledger.writing(now=NOW + timedelta(days=8)) as change:
        top = unit(change, "Huyện", kind="district")
        below = change.insert("unit", {})
        row = version(change, below, "Thôn", kind="village", parent_id=top)
        paper = change.insert(
            "document", {"number": "1", "folded": "1", "path": "/home/an/giấy.pdf", "sha256": "0"}
        )
        items = criteria_set(change, "1", code="bo-hai")
        for name in ("a b.pdf", "C:\\ảnh.png"):
            key = assessment(change, below, items["1"], "met", "2024-06-09", document_id=paper)
            change.insert(
                "evidence", {"assessment_id": key, "path": f"/home/an/{name}", "sha256": "1"}
            )
        change.correct("unit_version", row, {"name": "Thôn 2", "folded": "thon 2", "note": "x"})
        change.correct("unit_version", row, {"note": None})
        change.correct("unit_version", row, {"note": None})
        key = task(change, parent_id=task(change))
        change.correct("task", key, {"state": "done", "closed_on": "2024-06-09"})
    undo_by_hand(ledger)


def printable(steps: list[Any]) -> list[Any]:
    """The same life without what no command lets in, and no database but SQLite keeps."""
    return [
        each
        if each == "undo"
        else [(kind, which, words.replace("\0", "0")) for kind, which, words in each]
        for each in steps
    ]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS.map(printable), since=st.integers(1, 9), piece=st.integers(1, 7))
def test_what_is_told_rebuilds_the_ledger_and_is_the_same_in_parts(
    empty_ledger: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    steps: list[Any],
    since: int,
    piece: int,
) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    copy(empty_ledger, ledger.path)
    uid = office_of(ledger)
    with_papers(ledger, steps)
    whole = told(ledger)
    found = {
        key: {
            name: value.rpartition("\\")[2] if name == "path" else value
            for name, value in row.items()
        }
        for key, row in kept(ledger).items()
    }
    assert rebuilt(whole) == found
    lines = [wire.line(each) for each in whole]
    assert [wire.line(each) for each in told(ledger)] == lines
    assert [wire.read(each) for each in lines] == whole
    assert all(each.whole and each.head.office == uid for each in whole)
    (last,) = ledger.rows("select max(id) from change")[0]
    assert covered(ledger) == {uid: [(1, last)]}
    every = ops(whole)
    # Later changes, changes in pieces, and only some ops: all of them in the same places.
    later = told(ledger, Asked(since=since))
    assert ops(later) == {
        key: op
        for key, op in every.items()
        if any(each.head.uid == key[0] and each.head.seq >= since for each in whole)
    }
    with monkeypatch.context() as patch:
        patch.setattr(queries_ops, "PIECE", piece)
        pieces = told(ledger)
    assert ops(pieces) == every
    assert max(len(each.ops) for each in pieces) <= piece
    assert sum(each.whole for each in pieces) == len(whole)
    some = Asked(wanted=lambda head, op: op.place % 2 == 0, besides={uid: [(since, since)]})
    assert ops(told(ledger, some)) == {
        key: op
        for key, op in every.items()
        if key[1] % 2 == 0
        and any(each.head.uid == key[0] and each.head.seq != since for each in whole)
    }
    full = {each.head.seq for each in whole if all(op.place % 2 == 0 for op in each.ops)}
    told_of = {each.head.seq for each in whole}
    spans = covered(ledger, some).get(uid, ())
    for number in range(1, last + 1):
        travels = number in full or number not in told_of
        assert holds(spans, number) == (number != since and travels)


def received(source: list[Change], path: Path, *, twice: bool = False) -> Ledger:
    """A ledger that took the changes of another in, entities and facts as they come."""
    ledger = Ledger(path)
    keys: dict[tuple[str, str], int] = {}
    for number, change_in in enumerate(source, start=1):
        with ledger.writing(now=NOW + timedelta(days=30), kind="bundle") as change:
            head = change_in.head
            came = change.insert("bundle", _bundle(head.office, number, head.seq))
            facts, rest = _into(change, change_in.ops, keys)
            row = {
                **{k: v for k, v in head._asdict().items() if k not in ("uid", "office", "undoes")},
                "bundle_id": came,
                "change_uid": head.uid,
                "office_uid": head.office,
                "undoes_uid": head.undoes,
                "whole": int(change_in.whole),
                "extent": json.dumps(facts),
            }
            for _ in range(1 + twice):
                key = change.insert("received", row)
                for op in rest:
                    body = {"before": op.before, "after": op.after}
                    kept = change.insert(
                        "received_op",
                        {
                            "received_id": key,
                            "place": op.place,
                            "at_table": op.table,
                            "row_uid": op.uid,
                            "action": op.action,
                            "body": json.dumps({k: v for k, v in body.items() if v is not None}),
                        },
                    )
                    change.insert("op_outcome", {"op_id": kept, "outcome": "applied"})
    return ledger


def _bundle(office: str, number: int, seq: int) -> dict[str, Any]:
    body = json.dumps({"covers": {office: [[seq, seq]]}})
    facts = {"way": "applied", "signature": "none", "counts": "{}", "body": body}
    return {**facts, "office_uid": office, "number": number}


def _into(
    change: Writing, found: Iterable[Op], keys: dict[tuple[str, str], int]
) -> tuple[dict[str, list[list[int]]], list[Op]]:
    facts: dict[str, list[list[int]]] = {}
    rest = []
    for op in found:
        names, is_fact = TABLES[op.table].names, not TABLES[op.table].entity
        if op.action == "insert":
            values = {
                name: keys[names[name], str(value)] if name in names else value
                for name, value in (op.after or {}).items()
            }
            key = change.insert(op.table, {"uid": op.uid, **values})
            keys[op.table, op.uid] = key
            if is_fact:
                facts.setdefault(op.table, []).append([key, key, op.place])
        elif op.action == "delete" and is_fact:
            change.conn.execute(f"delete from {op.table} where uid = ?", (op.uid,))
        if op.action != "insert" or not is_fact:
            rest.append(op)
    return facts, rest


@pytest.mark.parametrize("twice", [False, True])
def test_what_was_taken_in_is_told_again_as_it_came(
    ledger: Ledger, empty_ledger: Path, tmp_path: Path, *, twice: bool
) -> None:
    office_of(ledger)
    with_papers(ledger, [[("assessed", 1, "x"), ("corrected", 0, "y")], "undo"])
    source = told(ledger)
    copy(empty_ledger, tmp_path / "other.db")
    other = received(source, tmp_path / "other.db", twice=twice)
    uid = office_of(other, "P")
    assert told(other) == source
    assert told(other, Asked(foreign=False)) == []
    office = source[0].head.office
    assert told(other, Asked(besides={office: [(1, 99)]})) == []
    assert told(other, Asked(since=2)) == source[1:]
    assert set(covered(other)) == {uid, office}
    assert covered(other)[office] == [
        (s, s) for s in sorted({each.head.seq for each in source})
    ] or (len(covered(other)[office]) < len(source))


def test_what_a_bundle_brought_and_its_undo_are_no_changes_of_the_office(ledger: Ledger) -> None:
    office_of(ledger)
    with ledger.writing(kind="bundle") as change:
        unit(change)
    number = change.change
    with ledger.writing(kind="undo") as change:
        change.conn.execute("update change set undoes = ? where id = ?", (number, change.change))
        change.conn.execute("delete from unit_version")
        change.conn.execute("delete from unit")
    with ledger.writing() as change:
        unit(change)
    assert [each.head.seq for each in told(ledger)] == [4]


def test_an_undo_names_the_change_that_it_undid_and_a_local_row_is_not_told(
    ledger: Ledger,
) -> None:
    office_of(ledger)
    with ledger.writing() as change:
        unit(change)
    undone = change.change
    with ledger.writing(kind="undo") as change:
        change.conn.execute("update change set undoes = ? where id = ?", (undone, change.change))
        change.conn.execute("delete from unit_version")
    with ledger.writing() as change:
        change.insert("setting", {"key": "x", "value": "y"})
    first, second = told(ledger)
    assert second.head.undoes == first.head.uid
    assert [op.action for op in second.ops] == ["delete"]
    (seq,) = ledger.rows("select max(seq) from change")[0]
    assert covered(ledger)[first.head.office] == [(1, seq)]


def a_tree(ledger: Ledger) -> dict[str, int]:
    """A district of two communes, one with a village; tasks and judgements of each."""
    keys = {}
    with ledger.writing() as change:
        keys["huyen"] = unit(change, "Huyện", kind="district")
        for name, above in (("a", "huyen"), ("b", "huyen"), ("thon", "a")):
            keys[name] = change.insert("unit", {})
            version(change, keys[name], name, parent_id=keys[above])
        items = criteria_set(change, "1", "1.1")
        criteria_set(change, "1", code="bo-khac")
        agency = change.insert("agency", {"name": "KT", "folded": "kt", "unit_id": keys["b"]})
        change.insert("agency_address", {"agency_id": agency, "address": "a@b"})
        paper = change.insert("document", {"number": "1", "folded": "1"})
        change.insert("document", {"number": "2", "folded": "2"})
        for name in ("huyen", "a", "b", "thon"):
            key = task(change, unit_id=keys[name], title=name, document_id=paper)
            change.insert("task_party", {"task_id": key, "role": "lead", "agency_id": agency})
            event(change, key, "noted", "2024-06-01")
            done = assessment(change, keys[name], items["1"], "met", "2024-06-01", note=name)
            change.insert("evidence", {"assessment_id": done, "path": name, "sha256": name})
    return keys


def test_a_unit_is_told_with_all_that_is_needed_and_nothing_of_its_neighbours(
    ledger: Ledger,
) -> None:
    uid = office_of(ledger)
    keys = a_tree(ledger)
    with ledger.writing() as change:
        late = assessment(change, keys["thon"], 1, "unmet", "2024-06-05", note="sau")
    with ledger.writing() as change:
        assessment(change, keys["b"], 1, "unmet", "2024-06-05", note="sau b")
    with ledger.reading() as conn:
        asked = of_unit(conn, keys["a"], queries_ops.ALL)
        since = of_unit(conn, keys["a"], Asked(since=3))
    found = told(ledger, asked)
    rows = rebuilt(found)
    assert {row.get("title") for key, row in rows.items() if key[0] == "task"} == {"a", "thon"}
    notes = {row.get("note") for key, row in rows.items() if key[0] == "assessment"}
    assert notes == {"a", "thon", "sau"}
    assert {row["path"] for key, row in rows.items() if key[0] == "evidence"} == {"a", "thon"}
    names = {row["name"] for key, row in rows.items() if key[0] == "unit_version"}
    # The district is above it, and the agency that leads is of the other commune.
    assert names == {"Huyện", "a", "b", "thon"}
    assert [row["number"] for key, row in rows.items() if key[0] == "document"] == ["1"]
    assert not [key for key in rows if key[0] == "agency_address"]
    assert len([key for key in rows if key[0] == "criteria_set"]) == 2
    for (table, _), row in rows.items():
        for name, named in TABLES[table].names.items():
            assert name not in row or (named, row[name]) in rows, (table, name)
    every = ops(told(ledger))
    assert ops(found).items() <= every.items()
    assert [each.whole for each in found] == [False, True]
    assert covered(ledger, asked) == {uid: [(1, 1), (3, 3)]}
    # Since a change: what was done then, and what that cannot do without.
    later = rebuilt(told(ledger, since))
    assert [row["note"] for key, row in later.items() if key[0] == "assessment"] == ["sau"]
    assert not [key for key in later if key[0] in ("task", "evidence", "document")]
    assert {key[0] for key in later} == {
        *("unit", "unit_version", "criteria_set", "item", "assessment"),
    }
    assert late
