"""What an office may write and read on a hub: the database's own word, also against SQL by hand."""

from typing import Any

import pytest

from ntmtrack.exchange.hub.pushing import Sent, send
from tests.hub.hubs import (
    OFFICES,
    UNITS,
    TestHub,
    by_hand,
    change,
    delete,
    insert,
    one_by_hand,
    tally,
    uid,
    units,
    update,
)

psycopg = pytest.importorskip("psycopg")
from psycopg import errors  # noqa: E402

_TASK = {"number": "NV2026-001/T", "title": "Làm đường", "due_precision": "none", "state": "open"}


@pytest.fixture
def three(hub: TestHub) -> TestHub:
    """A province that has told of its units, and two communes."""
    hub.granted("tinh", "bando", "hongthai")
    sent = send(hub.office("tinh"), hub.address, [change("tinh", 1, *units())])
    assert sent == Sent(9, 0, ())
    return hub


def _seen(conn: Any) -> set[str]:
    return {
        row
        for (row,) in conn.execute(
            "select row_uid from ntmtrack.op where at_table not in"
            " ('unit', 'unit_version', 'unit_code')"
        )
    }


def _push(hub: TestHub, office: str, seq: int, *ops: Any) -> Sent:
    return send(hub.office(office), hub.address, [change(office, seq, *ops)])


def test_an_office_writes_about_its_own_unit_and_below(three: TestHub) -> None:
    village = uid(0xB9)
    sent = _push(
        three, "bando", 1,
        tally(1, "bando"),
        insert("unit", village),
        insert("unit_version", 0xBA, unit_id=village, kind="village", name="Thôn 1",
               folded="thon 1", bare="1", parent_id=UNITS["bando"]),
        tally(2, village),
    )  # fmt: skip
    assert sent == Sent(4, 0, ())
    assert _seen(three.office("tinh")) == {uid(1), uid(2)}
    assert _seen(three.office("hongthai")) == set()


def test_what_concerns_another_unit_is_refused_and_the_rest_is_taken(three: TestHub) -> None:
    sent = _push(three, "bando", 1, tally(1, "bando"), tally(2, "hongthai"), tally(3, "tinh"))
    assert (sent.new, sent.same) == (1, 0)
    assert [(each.op.uid, each.why) for each in sent.refused] == [
        (uid(2), "unit"), (uid(3), "unit"),
    ]  # fmt: skip
    assert _seen(three.office("bando")) == {uid(1)}


def test_a_count_of_products_goes_by_its_unit(three: TestHub) -> None:
    told = {"stars": 3, "or_more": 1, "count": 25, "counted_on": "2026-02-01"}
    sent = _push(
        three, "bando", 1,
        insert("product_tally", 1, **told, unit_id=UNITS["bando"]),
        insert("product_tally", 2, **told, unit_id=UNITS["hongthai"]),
    )  # fmt: skip
    assert [(each.op.uid, each.why) for each in sent.refused] == [(uid(2), "unit")]
    assert sent.new == 1


def test_the_same_refusal_meets_sql_by_hand(three: TestHub) -> None:
    conn = three.office("bando")
    told = change("bando", 1, tally(1, "hongthai"))
    with pytest.raises(errors.InsufficientPrivilege):
        by_hand(conn, told.head, told.ops[0])
    assert _seen(three.office("hongthai")) == set()


def test_nobody_writes_in_the_name_of_another_office(three: TestHub) -> None:
    conn = three.office("bando")
    foreign = change("hongthai", 1, tally(1, "bando"))
    with pytest.raises(errors.InsufficientPrivilege):
        by_hand(conn, foreign.head, foreign.ops[0])
    _push(three, "hongthai", 2, tally(2, "hongthai"))
    theirs = three.owner().execute("select uid from ntmtrack.change where seq = 2").fetchone()
    with pytest.raises(errors.InsufficientPrivilege):
        one_by_hand(conn, foreign.head._replace(uid=theirs[0]), tally(3, "bando"))


def test_whom_an_op_concerns_cannot_even_be_said(three: TestHub) -> None:
    conn = three.office("bando")
    told = change("bando", 1, tally(1, "bando"))
    by_hand(conn, told.head, told.ops[0])
    for column, value in (
        ("units", "{}"), ("office", OFFICES["hongthai"]), ("scope", "shared"),
        ("claim", "false"), ("arrived", "3"),
    ):  # fmt: skip
        with pytest.raises(errors.InsufficientPrivilege):
            conn.execute(
                "insert into ntmtrack.op(change_uid, place, at_table, row_uid, action, after,"
                f" {column}) values (%s, 1, 'tally', %s, 'insert', '{{}}', %s)",
                (told.head.uid, uid(9), value),
            )


@pytest.mark.parametrize("table", ["task_event", "task_party"])
def test_what_belongs_to_a_row_goes_by_the_unit_of_that_row(three: TestHub, table: str) -> None:
    _push(three, "hongthai", 1, insert("task", 1, **_TASK, unit_id=UNITS["hongthai"]))
    _push(three, "bando", 1, insert("task", 2, **_TASK, unit_id=UNITS["bando"]))
    values = {"kind": "done", "happened_on": "2026-02-01"}
    if table == "task_party":
        values = {"role": "lead", "agency_id": uid(7)}
    sent = _push(
        three, "bando", 2,
        insert(table, 3, **values, task_id=uid(2)),
        insert(table, 4, **values, task_id=uid(1)),
        insert(table, 5, **values, task_id=uid(99)),
        # Said of one's own task first, it cannot be moved to another's.
        insert(table, 3, **values, task_id=uid(1)),
    )  # fmt: skip
    assert [(each.op.uid, each.why) for each in sent.refused] == [
        (uid(4), "unit"), (uid(5), "unknown"), (uid(3), "unknown"),
    ]  # fmt: skip


def test_evidence_grades_and_settlements_go_by_their_row_too(three: TestHub) -> None:
    judged = {"item_id": uid(50), "stage": "self", "verdict": "met", "assessed_on": "2026-02-01",
              "judged": "by_hand"}  # fmt: skip
    _push(
        three, "hongthai", 1,
        insert("assessment", 1, **judged, unit_id=UNITS["hongthai"]),
        insert("product", 2, unit_id=UNITS["hongthai"], name="Chè", folded="che"),
        insert("task", 3, **_TASK, unit_id=UNITS["hongthai"]),
        insert("work", 7, unit_id=UNITS["hongthai"], name="Chợ", folded="cho"),
    )  # fmt: skip
    ops = (
        insert("evidence", 4, assessment_id=uid(1), document_id=uid(60)),
        insert("product_grade", 5, product_id=uid(2), stars=3),
        insert("settlement", 6, at_table="task", row_uid=uid(3), field="title",
               kept='"a"', dropped='["b"]'),
        insert("product_target", 8, product_id=uid(2), words="2026", start="2026-01-01",
               last_day="2026-12-31", precision="year"),
        insert("work_event", 9, work_id=uid(7), kind="started", happened_on="2026-02-01"),
        insert("capital", 10, work_id=uid(7), kind="approved", source="huyện", year=2026,
               amount=1, counted_on="2026-02-01"),
    )  # fmt: skip
    assert [each.why for each in _push(three, "bando", 1, *ops).refused] == ["unit"] * 6
    assert _push(three, "hongthai", 2, *ops) == Sent(6, 0, ())
    assert _push(
        three, "tinh", 2, *(each._replace(uid=uid(70 + place)) for place, each in enumerate(ops))
    ) == Sent(6, 0, ())


def test_a_row_of_another_unit_is_neither_changed_nor_deleted_nor_moved(three: TestHub) -> None:
    _push(three, "hongthai", 1, insert("task", 1, **_TASK, unit_id=UNITS["hongthai"]))
    sent = _push(
        three, "bando", 1,
        update("task", 1, {"title": "Làm đường"}, {"title": "Thôi"}),
        update("task", 1, {"unit_id": UNITS["bando"]}, {"unit_id": UNITS["bando"]}),
        delete("task", 1, unit_id=UNITS["bando"]),
        insert("task", 1, **_TASK, unit_id=UNITS["bando"]),
        delete("tally", 77, unit_id=UNITS["bando"]),
    )  # fmt: skip
    assert [each.why for each in sent.refused] == ["unit", "unit", "unit", "unit", "unknown"]


def test_a_task_without_a_unit_is_its_offices_and_those_aboves(three: TestHub) -> None:
    _push(three, "hongthai", 1, insert("task", 1, **_TASK))
    _push(three, "tinh", 2, insert("task", 2, **_TASK))
    assert _seen(three.office("bando")) == {uid(2)}
    assert _seen(three.office("tinh")) == {uid(1), uid(2)}
    event = {"kind": "done", "happened_on": "2026-02-01"}
    sent = _push(
        three, "bando", 1,
        insert("task_event", 3, **event, task_id=uid(1)),
        insert("task_event", 4, **event, task_id=uid(2)),
        update("task", 1, {"unit_id": None}, {"unit_id": UNITS["bando"]}),
    )  # fmt: skip
    assert [each.why for each in sent.refused] == ["office"] * 3
    assert _push(three, "tinh", 3, insert("task_event", 5, **event, task_id=uid(1))).new == 1


def test_whoever_gets_a_task_sees_how_it_came_to_this(three: TestHub) -> None:
    event = {"kind": "noted", "happened_on": "2026-02-01", "task_id": uid(1)}
    _push(
        three, "tinh", 2,
        insert("task", 1, **_TASK, unit_id=UNITS["hongthai"]),
        insert("task_event", 2, **event),
    )  # fmt: skip
    assert _seen(three.office("bando")) == set()
    moved = update("task", 1, {"unit_id": UNITS["hongthai"]}, {"unit_id": UNITS["bando"]})
    assert _push(three, "tinh", 3, moved).new == 1
    assert _seen(three.office("bando")) == {uid(1), uid(2)}
    assert _push(three, "bando", 1, insert("task_event", 3, **event)).new == 1


def test_no_office_makes_another_units_land_its_own(three: TestHub) -> None:
    theirs = UNITS["hongthai"]
    version = {"kind": "commune", "name": "Xã Hồng Thái", "folded": "xã hồng thái", "bare": "x"}
    sent = _push(
        three, "bando", 1,
        insert("unit", theirs),
        insert("unit_version", 1, unit_id=theirs, **version, parent_id=UNITS["bando"]),
        update("unit_version", 0x1B2, {"parent_id": UNITS["bando"]},
               {"parent_id": UNITS["bando"]}),
        insert("unit_code", 2, unit_id=theirs, system="gso", code="x"),
        insert("lineage", 3, from_id=theirs, to_id=UNITS["bando"], kind="merged",
               happened_on="2026-01-01"),
        tally(4, "hongthai"),
    )  # fmt: skip
    assert [each.why for each in sent.refused] == ["unit"] * 6


def test_a_unit_that_the_province_has_not_told_of_yet_is_not_taken_by_its_uid(
    hub: TestHub,
) -> None:
    hub.granted("tinh", "bando", "hongthai")
    version = {"kind": "commune", "name": "Xã Hồng Thái", "folded": "xã hồng thái", "bare": "x"}
    sent = _push(
        hub, "bando", 1,
        insert("unit", UNITS["hongthai"]),
        insert("unit_version", 1, unit_id=UNITS["hongthai"], **version,
               parent_id=UNITS["bando"]),
    )  # fmt: skip
    assert [each.why for each in sent.refused] == ["unit", "unknown"]
    assert _push(hub, "tinh", 1, *units()).refused == ()
    assert [each.why for each in _push(hub, "bando", 2, tally(1, "hongthai")).refused] == ["unit"]


def test_a_commune_names_its_own_unit_by_a_uid_of_its_own(three: TestHub) -> None:
    """Offices that began by themselves know the same units by other uids."""
    own, top, theirs = uid(0xE1), uid(0xE0), uid(0xE2)
    version = {"kind": "commune", "bare": "x"}
    ops = [
        insert("unit", top),
        insert("unit_version", 0xE3, unit_id=top, kind="province", name="Tỉnh", folded="tỉnh",
               bare="x"),
        insert("unit_code", 0xE4, unit_id=top, system="gso", code=UNITS["tinh"][5:8]),
    ]  # fmt: skip
    for place, (unit, key, name) in enumerate(
        ((own, "bando", "Xã Bản Đo"), (theirs, "hongthai", "Xã Hồng Thái"))
    ):
        ops += [
            insert("unit", unit),
            insert("unit_version", 0xE5 + place, unit_id=unit, **version, name=name,
                   folded=name.casefold(), parent_id=top),
            insert("unit_code", 0xE8 + place, unit_id=unit, system="gso",
                   code=UNITS[key][5:8]),
        ]  # fmt: skip
    sent = _push(three, "bando", 1, *ops, tally(1, own), tally(2, theirs), tally(3, top))
    assert [(each.op.uid, each.why) for each in sent.refused] == [
        (uid(2), "unit"), (uid(3), "unit"),
    ]  # fmt: skip
    found = three.owner().execute("select units from ntmtrack.op where row_uid = %s", (uid(1),))
    assert found.fetchone() == ([UNITS["bando"]],)
    assert three.owner().execute(
        "select count(*) from ntmtrack.op where claim"
    ).fetchone() == (6,)  # fmt: skip


_ATTEMPTS = [
    "update ntmtrack.op set after = '{}'",
    "update ntmtrack.op set arrived = '3'",
    "delete from ntmtrack.op",
    "delete from ntmtrack.change",
    "truncate ntmtrack.op",
    "drop table ntmtrack.op cascade",
    "drop schema ntmtrack cascade",
    "drop policy looking on ntmtrack.op",
    "alter table ntmtrack.op disable row level security",
    "alter table ntmtrack.op no force row level security",
    "alter table ntmtrack.op disable trigger all",
    "create policy mine on ntmtrack.op using (true)",
    "drop trigger op_arrives on ntmtrack.op",
    "set role province",
    "set role owner",
    "set session authorization province",
    "set session_replication_role = replica",
    "alter role province password 'x'",
    "create role thief superuser",
    "grant ntmtrack_office to public",
    "insert into ntmtrack.office(uid, name, mark, unit, role)"
    " values ('x', 'x', 'X', 'x', session_user)",
    "update ntmtrack.office set unit = 'x'",
    "insert into ntmtrack.subject(at_table, row_uid, office, canon) values ('a', 'b', 'c', 'd')",
    "insert into ntmtrack.unit_parent(unit, parent) values ('x', 'y')",
    "insert into ntmtrack.unit_sign(unit, sign, office) values ('x', 'y', 'z')",
    "insert into ntmtrack.known_column(at_table, name, form) values ('op', 'x', 'string')",
    "insert into ntmtrack.hub(uid, version) values ('x', 1)",
    "select ntmtrack.within('a', 'b')",
    "select ntmtrack.settle_unit('a', 'b', 'c', 0)",
    "select ntmtrack.refuse('x')",
    "create function ntmtrack.me() returns text language sql as $$ select 'x' $$",
    "create or replace function ntmtrack.mine() returns text[] language sql as $$ select '{}' $$",
    "create table public.office(x text)",
    "create temporary table office(x text)",
    "create schema mine",
    "copy ntmtrack.op to program 'cat'",
    "select pg_read_file('/etc/passwd')",
    "select lo_import('/etc/passwd')",
    "alter database postgres rename to x",
    "create extension dblink",
    "select rolpassword from pg_authid",
]


@pytest.mark.parametrize("statement", _ATTEMPTS)
def test_an_office_gets_no_further_by_hand(shared: TestHub, statement: str) -> None:
    conn = shared.office("bando")
    before = shared.owner().execute("select count(*) from ntmtrack.op").fetchone()
    with pytest.raises(psycopg.Error) as caught:
        conn.execute(statement)
    assert caught.value.sqlstate == "42501" or isinstance(caught.value, errors.UndefinedObject)
    assert shared.owner().execute("select count(*) from ntmtrack.op").fetchone() == before


@pytest.fixture(scope="module")
def shared(postgres: Any) -> Any:
    """A hub for what changes nothing."""
    made = TestHub.copied(postgres).granted("tinh", "bando", "hongthai")
    send(made.office("tinh"), made.address, [change("tinh", 1, *units())])
    send(made.office("hongthai"), made.address, [change("hongthai", 1, tally(1, "hongthai"))])
    yield made
    made.close()


def test_the_group_role_by_itself_opens_nothing_more(shared: TestHub) -> None:
    conn = shared.office("bando")
    conn.execute("set role ntmtrack_office")
    assert _seen(conn) == set()
    told = change("hongthai", 9, tally(9, "hongthai"))
    with pytest.raises(errors.InsufficientPrivilege):
        by_hand(conn, told.head, told.ops[0])
    conn.execute("reset role")


def test_a_search_path_of_ones_own_changes_nothing(shared: TestHub) -> None:
    conn = shared.office("bando")
    conn.execute("set search_path = pg_temp, public, ntmtrack")
    assert conn.execute("select ntmtrack.me()").fetchone() == (OFFICES["bando"],)
    assert _seen(conn) == set()
    for function in ("me", "mine", "kin", "joined", "within", "op_arrives", "settle_unit"):
        pinned = shared.owner().execute(
            "select bool_and(proconfig = array['search_path=pg_catalog, pg_temp'])"
            " from pg_proc where pronamespace = 'ntmtrack'::regnamespace and proname = %s",
            (function,),
        )
        assert pinned.fetchone() == (True,)


def test_every_function_that_looks_past_the_policies_pins_its_path(shared: TestHub) -> None:
    loose = shared.owner().execute(
        "select proname from pg_proc where pronamespace = 'ntmtrack'::regnamespace"
        " and prosecdef and proconfig is distinct from"
        " array['search_path=pg_catalog, pg_temp']"
    )
    assert loose.fetchall() == []


def test_every_table_holds_even_its_owner_to_the_policies(shared: TestHub) -> None:
    loose = shared.owner().execute(
        "select relname from pg_class where relnamespace = 'ntmtrack'::regnamespace"
        " and relkind = 'r' and not (relrowsecurity and relforcerowsecurity)"
    )
    assert loose.fetchall() == []


def test_another_offices_words_are_read_only_with_what_they_did(three: TestHub) -> None:
    _push(three, "hongthai", 1, insert("document", 1, number="01/QĐ", folded="01/qd"),
          tally(2, "hongthai"))  # fmt: skip
    conn = three.office("bando")
    assert _seen(conn) == set()
    heads = conn.execute("select office from ntmtrack.change").fetchall()
    assert heads == [(OFFICES["tinh"],)]
    assert conn.execute("select command from ntmtrack.said").fetchall() == []
    assert len(three.office("tinh").execute("select 1 from ntmtrack.said").fetchall()) == 2


def test_what_a_readable_row_names_is_readable_with_it(three: TestHub) -> None:
    _push(
        three, "hongthai", 1,
        insert("agency", 1, name="Phòng", folded="phong", outside=0),
        insert("agency", 2, name="Ban", folded="ban", outside=0),
        insert("person", 3, agency_id=uid(2), name="An", folded="an"),
        insert("document", 4, number="01/QĐ", folded="01/qd"),
    )  # fmt: skip
    _push(
        three, "tinh", 2,
        insert("task", 5, **_TASK, unit_id=UNITS["bando"], document_id=uid(4)),
        insert("task_party", 6, task_id=uid(5), role="person", person_id=uid(3)),
    )  # fmt: skip
    assert _seen(three.office("bando")) == {uid(2), uid(3), uid(4), uid(5), uid(6)}


def test_a_role_without_an_office_sees_nothing(three: TestHub) -> None:
    three.grant("bando", office=OFFICES["bando"])
    three.owner().execute("delete from ntmtrack.office where uid = %s", (OFFICES["bando"],))
    conn = three.office("bando")
    for table in ("hub", "office", "change", "said", "op", "subject", "unit_parent", "coverage"):
        assert conn.execute(f"select count(*) from ntmtrack.{table}").fetchone() == (0,)


_LARGE = 9_000_000


@pytest.mark.parametrize(
    "op",
    [
        tally(1, "bando")._replace(table="letter"),
        tally(1, "bando")._replace(table="tally; drop table op"),
        insert("tally", 1, unit_id=UNITS["bando"], evil="x"),
        insert("tally", 1, unit_id=UNITS["bando"], count="9"),
        insert("tally", 1, unit_id=UNITS["bando"], count=1.5),
        insert("tally", 1, unit_id=UNITS["bando"], count=10**17),
        insert("tally", 1, unit_id=UNITS["bando"], note={"a": 1}),
        insert("tally", "not-a-uid", unit_id=UNITS["bando"]),
        tally(1, "bando")._replace(after=None),
        tally(1, "bando")._replace(action="replace"),
        tally(1, "bando")._replace(place=-1),
        insert("tally", 1, unit_id=UNITS["bando"], note="x" * _LARGE),
    ],
    ids=range(12),
)
def test_what_no_ledger_could_hold_is_not_taken(shared: TestHub, op: Any) -> None:
    told = change("bando", next(_SEQ), op)
    with pytest.raises(psycopg.Error):
        by_hand(shared.office("bando"), told.head, op)
    assert _seen(shared.office("bando")) == set()


_SEQ = iter(range(100, 1000))
