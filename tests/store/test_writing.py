"""One change per command, and the rules that no path around it can forget."""

import json
import re
import sqlite3
import uuid
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from ntmtrack.store.identity import new_uid
from tests.store.ledgers import NOW, Ledger, assessment, criteria_set, event, task, unit, version


@pytest.fixture
def kept(ledger: Ledger) -> Ledger:
    """A ledger with a few entities and facts, closed changes all."""
    with ledger.writing() as change:
        change.insert("setting", {"key": "office_uid", "value": "van-phong"})
        key = unit(change)
        items = criteria_set(change, "1", "2")
        assessment(change, key, items["1"], "met", "2024-06-30")
        assessment(change, key, items["2"], "unmet", "2024-06-30")
    with ledger.writing(now=NOW + timedelta(days=1)) as change:
        event(change, task(change, number="NV2024-001"), "added", "2024-07-01")
    return ledger


# One change per command


def test_a_command_is_one_closed_change(kept: Ledger) -> None:
    rows = kept.rows("select seq, kind, closed, actor, command from change order by id")
    assert rows == [
        (1, "command", 1, "An", "ntmtrack test"),
        (2, "command", 1, "An", "ntmtrack test"),
    ]
    assert set(kept.rows("select change_id from assessment")) == {(1,)}
    assert kept.rows(
        "select distinct change_id from task union select change_id from task_event"
    ) == [(2,)]


def test_a_change_bears_the_name_of_its_office_once_that_is_known(kept: Ledger) -> None:
    assert kept.rows("select office from change") == [("",), ("van-phong",)]


@pytest.mark.parametrize("fault", [ZeroDivisionError, KeyboardInterrupt, SystemExit])
def test_a_command_that_fails_leaves_nothing(kept: Ledger, fault: type[BaseException]) -> None:
    before = list(everything(kept))
    with pytest.raises(fault), kept.writing() as change:
        change.next_number("NV2024-")
        key = unit(change, "Xã Nà Tăm")
        change.correct("unit_version", 1, {"name": "Xã khác"})
        change.insert_many("unit_code", [{"unit_id": key, "code": "1"}])
        raise fault
    assert list(everything(kept)) == before


def test_a_mistyped_table_is_not_made(kept: Ledger) -> None:
    before = list(everything(kept))
    for table in ("assesment", "change", "history", "sqlite_master"):
        with pytest.raises(KeyError), kept.writing() as change:
            change.insert(table, {"note": "x"})
        with pytest.raises(KeyError), kept.writing() as change:
            change.insert_many(table, [{"note": "x"}])
        with pytest.raises(KeyError), kept.writing() as change:
            change.correct(table, 1, {"note": "x"})
    assert list(everything(kept)) == before


def test_a_mistyped_column_is_refused(kept: Ledger) -> None:
    with pytest.raises(sqlite3.OperationalError), kept.writing() as change:
        change.insert("document", {"number": "1/QĐ", "folded": "1", "isuer": "UBND"})


def test_rows_written_at_once_must_have_the_same_columns(kept: Ledger) -> None:
    for rows in (
        [{"unit_id": 1, "code": "1"}, {"unit_id": 1, "code": "2", "system": "cu"}],
        [{"unit_id": 1, "code": "1", "system": "cu"}, {"unit_id": 1, "code": "2"}],
    ):
        with pytest.raises(KeyError), kept.writing() as change:
            change.insert_many("unit_code", rows)


@pytest.mark.parametrize("count", [1, 19, 20, 21, 60, 61])
def test_rows_written_at_once_stand_in_their_order_like_rows_written_singly(
    kept: Ledger, count: int
) -> None:
    codes = [{"unit_id": 1, "code": f"Mã {place}"} for place in range(count)]
    with kept.writing() as change:
        change.insert_many("unit_code", codes)
    at_once = kept.rows("select * from unit_code where change_id = 3 order by uid")
    with kept.writing() as change:
        for row in codes:
            change.insert("unit_code", row)
    singly = kept.rows("select * from unit_code where change_id = 4 order by uid")
    assert [row[2:-1] for row in at_once] == [row[2:-1] for row in singly]
    assert [row[0] + count for row in at_once] == [row[0] for row in singly]
    assert [row[0] for row in at_once] == sorted(row[0] for row in at_once)
    assert len({row[1] for row in (*at_once, *singly)}) == 2 * count
    assert kept.broken() == []


def test_of_rows_written_at_once_none_stays_where_one_does_not_fit(kept: Ledger) -> None:
    codes = [{"unit_id": 1, "code": f"Mã {place}" if place != 30 else ""} for place in range(50)]
    before = list(everything(kept))
    with pytest.raises(sqlite3.IntegrityError), kept.writing() as change:
        change.insert_many("unit_code", codes)
    assert list(everything(kept)) == before


def test_no_rows_at_once_are_none(kept: Ledger) -> None:
    with kept.writing() as change:
        change.insert_many("unit_code", [])
    assert kept.rows("select extent from change where id = 3") == []


def test_what_writes_nothing_leaves_no_change(kept: Ledger) -> None:
    before = kept.rows("select * from change")
    with kept.writing() as change:
        change.conn.execute("select 1")
    assert kept.rows("select * from change") == before
    assert kept.broken() == []


def test_an_insert_hands_back_its_key(kept: Ledger) -> None:
    with kept.writing() as change:
        first, second = unit(change, "A"), unit(change, "B")
    assert kept.rows("select unit_id from unit_version where name in ('A', 'B')") == [
        (first,),
        (second,),
    ]


def test_a_change_within_a_change_waits_in_vain(
    kept: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ntmtrack.errors import DatabaseError
    from ntmtrack.store import database

    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    with kept.writing() as change:
        with pytest.raises(DatabaseError), kept.writing():
            pass
        unit(change)
    assert kept.broken() == []


# Numbers


def test_a_number_is_given_once(ledger: Ledger) -> None:
    given = []
    for turn in range(3):
        with ledger.writing() as change:
            given += [change.next_number("NV2024-"), change.next_number("NV2024-")]
            assert change.next_number("NV2025-") == turn + 1
    assert given == [1, 2, 3, 4, 5, 6]


def test_a_number_that_was_not_written_is_still_free(ledger: Ledger) -> None:
    with pytest.raises(ZeroDivisionError), ledger.writing() as change:
        assert change.next_number("NV2024-") == 1
        raise ZeroDivisionError
    with ledger.writing() as change:
        assert change.next_number("NV2024-") == 1


@pytest.mark.parametrize(
    "sql",
    [
        "update number_series set last = last",
        "update number_series set last = last - 1",
        "update number_series set prefix = 'X', last = last + 1",
        "delete from number_series",
    ],
)
def test_a_series_never_goes_back(ledger: Ledger, sql: str) -> None:
    with ledger.writing() as change:
        change.next_number("NV2024-")
        change.next_number("NV2024-")
    with ledger.foreign() as conn, pytest.raises(sqlite3.IntegrityError, match="given twice"):
        conn.execute(sql)


def test_a_series_is_not_replaced_by_a_writer(ledger: Ledger) -> None:
    with ledger.writing() as change:
        change.next_number("NV2024-")
    with pytest.raises(sqlite3.IntegrityError, match="given twice"), ledger.writing() as change:
        change.conn.execute("insert or replace into number_series values ('NV2024-', 0)")


# What stays as it is


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("update assessment set verdict = 'met'", "a fact is never edited"),
        ("update or replace assessment set id = 1 where id = 2", "a fact is never edited"),
        ("delete from assessment", "deleted only by undo"),
        ("delete from task_event", "deleted only by undo"),
        ("delete from setting", "deleted only by undo"),
        ("delete from task_event where id = 1", "deleted only by undo"),
        ("update task set title = 'khác'", "must belong to the open change"),
        ("update task set title = 'khác', change_id = 1", "must belong to the open change"),
        ("update change set actor = 'Bình'", "a closed change is never edited"),
        ("update change set closed = 0 where id = 1", "a closed change is never edited"),
        ("delete from change", "a change is never deleted"),
        ("update history set after = null", "history is never edited"),
        ("delete from history", "history is never deleted"),
        (
            "insert into history(change_id, at_table, row_id, action)"
            " values (1, 'task', 1, 'update')",
            "must belong to the open change",
        ),
        (
            "insert into setting(key, value, change_id) values ('a', 'b', 1)",
            "must belong to the open change",
        ),
        (
            "insert or replace into setting(key, value, change_id) values ('office_uid', 'b', 2)",
            "must belong to the open change",
        ),
        (
            "replace into assessment select * from assessment where id = 1",
            "must belong to the open change",
        ),
    ],
)
def test_another_program_cannot_edit_what_was_written(kept: Ledger, sql: str, words: str) -> None:
    before = list(everything(kept))
    with kept.foreign() as conn, pytest.raises(sqlite3.IntegrityError, match=words):
        conn.execute(sql)
    assert list(everything(kept)) == before


@pytest.mark.parametrize("change_id", ["1", "3", "999"])
def test_a_row_belongs_to_the_open_change_and_no_other(kept: Ledger, change_id: str) -> None:
    words = "must belong to the open change|UNIQUE"
    with pytest.raises(sqlite3.IntegrityError, match=words), kept.writing() as change:
        assert change.change == 3
        key = f"{change_id} + 1" if change_id == "3" else change_id
        change.conn.execute(f"insert into setting(key, value, change_id) values ('a', 'b', {key})")


@pytest.mark.parametrize(
    "sql",
    [
        "insert or replace into assessment select id, uid, unit_id, item_id, stage, 'met',"
        " assessed_on, at_risk, value, value_unit, threshold, judged, reason, agency_id,"
        " document_id, note, :change from assessment where id = 2",
        "insert or replace into setting(key, value, change_id) values ('office_uid', 'x', :change)",
        "insert or replace into setting(id, key, value, change_id) values (1, 'y', 'x', :change)",
        "update or replace setting set key = 'office_uid', change_id = :change where key = 'z'",
        "replace into change select * from change where id = 1",
        "replace into history select id, :change, at_table, row_id, action, before, after"
        " from history where id = 1",
    ],
)
def test_replacing_does_not_slip_past_a_writer(kept: Ledger, sql: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="ntmtrack: "), kept.writing() as change:
        change.insert("setting", {"key": "z", "value": "z"})
        change.conn.execute(sql, {"change": change.change})


def test_a_second_change_cannot_be_opened_beside_the_open_one(kept: Ledger) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"), kept.writing() as change:
        change.conn.execute(
            "insert into change(uid, office, seq, kind, recorded_at, actor, command)"
            " select 'x', 'x', 1, kind, recorded_at, actor, command from change limit 1"
        )


# History


def test_a_correction_leaves_before_and_after(kept: Ledger) -> None:
    with kept.writing() as change:
        change.correct("unit_version", 1, {"name": "Xã Bản Bo mới"})
    rows = kept.rows(
        "select action, before, after from history where at_table = 'unit_version' order by id"
    )
    (first, nothing, added), (action, before, after) = rows
    assert (first, nothing, action) == ("insert", None, "update")
    assert json.loads(before) == json.loads(added)
    assert json.loads(before)["name"] == "Xã Bản Bo"
    changed = {"name": "Xã Bản Bo mới", "change_id": 3}
    assert json.loads(after) == {**json.loads(before), **changed}


def test_correcting_what_is_not_there_is_refused(kept: Ledger) -> None:
    before = list(everything(kept))
    with pytest.raises(KeyError), kept.writing() as change:
        change.correct("unit_version", 99, {"name": "Xã khác"})
    assert list(everything(kept)) == before


def test_a_fact_cannot_be_corrected(kept: Ledger) -> None:
    with (
        pytest.raises(sqlite3.IntegrityError, match="a fact is never edited"),
        kept.writing() as change,
    ):
        change.correct("assessment", 1, {"note": "khác"})


def test_history_tells_letters_as_they_are(kept: Ledger) -> None:
    name = 'Xã "Ð" \\ [a] \u0110\n\t\u1ea1\U0001f33e'
    with kept.writing() as change:
        version(change, 1, name)
    after = kept.rows("select after from history order by id desc limit 1")[0][0]
    assert json.loads(after)["name"] == name
    assert kept.broken() == []


# Undo


def test_only_undo_deletes_and_it_leaves_what_was(kept: Ledger) -> None:
    with kept.writing(kind="undo") as change:
        change.conn.execute("delete from task_event where id = 1")
        change.conn.execute("delete from task where id = 1")
    assert kept.rows("select count(*) from task") == [(0,)]
    rows = kept.rows(
        "select at_table, row_id, action, before, after from history where change_id = 3"
    )
    assert [row[:3] for row in rows] == [("task_event", 1, "delete"), ("task", 1, "delete")]
    assert [json.loads(row[3])["id"] for row in rows] == [1, 1]
    assert [row[4] for row in rows] == [None, None]


def test_undo_takes_nothing_that_others_rest_on(kept: Ledger) -> None:
    with (
        pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"),
        kept.writing(kind="undo") as change,
    ):
        change.conn.execute("delete from unit where id = 1")


def test_undo_edits_no_fact_and_no_history(kept: Ledger) -> None:
    for sql in ("update assessment set note = 'x'", "delete from history", "delete from change"):
        with (
            pytest.raises(sqlite3.IntegrityError, match="never"),
            kept.writing(kind="undo") as change,
        ):
            change.conn.execute(sql)


def test_a_key_freed_by_undo_is_not_given_again(kept: Ledger) -> None:
    last = kept.rows("select max(id) from assessment")[0][0]
    with kept.writing(kind="undo") as change:
        change.conn.execute("delete from assessment where id = ?", (last,))
    with kept.writing() as change:
        assert assessment(change, 1, 2, "met", "2024-07-01") == last + 1


def test_the_chain_fits_after_an_undo_that_also_writes(kept: Ledger) -> None:
    with kept.writing(kind="undo") as change:
        change.conn.execute("delete from assessment")
        assessment(change, 1, 2, "met", "2024-07-01")
        change.correct("task", 1, {"note": "lại"})
    with kept.writing() as change:
        assessment(change, 1, 1, "met", "2024-07-02")
    assert kept.broken() == []
    kept.rows("drop trigger assessment_fixed")
    kept.rows("update assessment set verdict = 'unmet' where assessed_on = '2024-07-01'")
    assert kept.broken() == [3]


# The chain


def test_every_change_is_bound_to_the_one_before(kept: Ledger) -> None:
    assert kept.broken() == []
    seals = kept.rows("select previous_hash, hash from change order by id")
    assert seals[0][0] is None
    assert all(later[0] == earlier[1] for earlier, later in pairwise(seals))
    assert all(re.fullmatch("[0-9a-f]{64}", seal) for _, seal in seals)


@pytest.mark.parametrize(
    ("dropped", "sql", "broken"),
    [
        ("assessment_fixed", "update assessment set verdict = 'met' where id = 2", [1]),
        ("assessment_fixed", "update assessment set note = 'x' where id = 1", [1]),
        ("assessment_fixed", "update assessment set change_id = 2 where id = 1", [1]),
        ("assessment_delete_guard", "delete from assessment where id = 2", [1]),
        ("history_fixed", "update history set after = '{}' where at_table = 'task'", [2]),
        ("history_kept", "delete from history where at_table = 'task'", [2]),
        ("change_sealed", "update change set recorded_at = '2024-07-02T00:00:00.000Z'", [1, 2]),
        ("change_sealed", "update change set actor = 'Bình' where id = 2", [2]),
        ("change_sealed", "update change set hash = 'x' where id = 1", [1, 2]),
        ("change_sealed", "update change set extent = '{}' where id = 1", [1]),
        ("change_kept", "delete from change where id = 1", [2]),
    ],
)
def test_a_foreign_edit_no_longer_fits(
    kept: Ledger, dropped: str, sql: str, broken: list[int]
) -> None:
    with kept.foreign() as conn:
        conn.execute(f"drop trigger {dropped}")
        conn.execute("drop trigger assessment_deleted")
        conn.execute(sql)
    assert kept.broken() == broken


def test_a_column_added_by_a_later_schema_does_not_break_the_chain(kept: Ledger) -> None:
    kept.rows("alter table assessment add column later text")
    assert kept.broken() == []


# Moments and identifiers


def test_a_clock_set_back_does_not_turn_the_order_round(kept: Ledger) -> None:
    with kept.writing(now=NOW - timedelta(days=400)) as change:
        unit(change)
    moments = [moment for (moment,) in kept.rows("select recorded_at from change order by id")]
    assert moments == sorted(moments)
    assert moments[-1] == "2024-07-02T02:00:00.000Z"


def test_moments_are_kept_in_utc_to_the_millisecond(ledger: Ledger) -> None:
    moment = datetime.fromisoformat("2024-07-01T06:59:59.999999+07:00")
    with ledger.writing(now=moment) as change:
        unit(change)
        assert change.now == datetime(2024, 6, 30, 23, 59, 59, 999000, tzinfo=UTC)
    assert ledger.rows("select recorded_at from change") == [("2024-06-30T23:59:59.999Z",)]


def test_a_uid_is_a_uuid_of_version_7_that_tells_its_birth() -> None:
    for milliseconds in range(0, 3000, 7):
        born = NOW + timedelta(milliseconds=milliseconds)
        uid = uuid.UUID(new_uid(born))
        assert (uid.version, uid.variant) == (7, uuid.RFC_4122)
        assert datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=uid.int >> 80) == born
        assert str(uid) == new_uid(born)[:14] + str(uid)[14:]


def test_uids_sort_by_birth_and_do_not_repeat() -> None:
    uids = [new_uid(NOW + timedelta(milliseconds=turn)) for turn in range(2000)]
    assert uids == sorted(uids)
    assert len({new_uid(NOW) for _ in range(5000)}) == 5000


def test_every_row_is_born_with_its_change(kept: Ledger) -> None:
    stamp = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    births = []
    for table in ("change", "task", "task_event"):
        uid = kept.rows(f"select uid from {table} order by id desc limit 1")[0][0]
        assert stamp.fullmatch(uid)
        births.append(uid[:13])
    assert len(set(births)) == 1


def test_a_row_may_bring_its_own_uid(ledger: Ledger) -> None:
    uid = new_uid(NOW)
    with ledger.writing() as change:
        change.insert("unit", {"uid": uid})
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"), ledger.writing() as change:
        change.insert("unit", {"uid": uid})


def everything(ledger: Ledger) -> list[object]:
    with ledger.foreign() as conn:
        return list(conn.iterdump())
