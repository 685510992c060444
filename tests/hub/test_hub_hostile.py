"""What somebody with the password of a commune could do by hand: see or move what is not his, or
leave something on the hub that stops the others."""

import threading
from typing import Any

import pytest

from ntmtrack.exchange import wire
from ntmtrack.exchange.hub.pulling import here, news
from ntmtrack.exchange.hub.pushing import Sent, cover, send
from tests.hub.hubs import (
    OFFICES,
    UNITS,
    TestHub,
    by_hand,
    change,
    delete,
    insert,
    tally,
    uid,
    units,
    update,
)

psycopg = pytest.importorskip("psycopg")

_TASK = {"number": "NV2026-001/T", "title": "Làm đường", "due_precision": "none", "state": "open"}
_JUDGED = {
    "unit_id": UNITS["bando"], "item_id": uid(0x71), "stage": "appraisal", "verdict": "unmet",
    "assessed_on": "2026-02-01", "judged": "by_hand",
}  # fmt: skip
_VERSION = {"kind": "commune", "name": "Xã X", "folded": "xa x", "bare": "x"}


@pytest.fixture
def three(hub: TestHub) -> TestHub:
    """A province that has told of its units, and two communes."""
    hub.granted("tinh", "bando", "hongthai")
    send(hub.office("tinh"), hub.address, [change("tinh", 1, *units())])
    return hub


def _push(hub: TestHub, office: str, seq: int, *ops: Any) -> Sent:
    return send(hub.office(office), hub.address, [change(office, seq, *ops)])


def _whys(sent: Sent) -> list[str]:
    return [each.why for each in sent.refused]


def _read(hub: TestHub, office: str, table: str) -> list[tuple[str, str]]:
    found = hub.office(office).execute(
        "select row_uid, action from ntmtrack.op where at_table = %s order by change_uid", (table,)
    )
    return list(found.fetchall())


def _reached(hub: TestHub, office: str) -> set[str]:
    row = hub.office(office).execute("select ntmtrack.mine()").fetchone()
    return {key for key, unit in UNITS.items() if row is not None and unit in row[0]}


def test_naming_a_row_is_no_way_to_read_it(three: TestHub) -> None:
    _push(
        three, "hongthai", 1,
        insert("agency", 1, name="Phòng", folded="phong", outside=0),
        insert("document", 2, number="9", folded="9"),
        insert("person", 3, agency_id=uid(1), name="An", folded="an"),
    )  # fmt: skip
    named = (
        insert("task", 10, **_TASK, unit_id=UNITS["bando"], document_id=uid(2)),
        insert("task_party", 11, task_id=uid(10), role="person", person_id=uid(3)),
    )
    assert _push(three, "bando", 1, *named).new == 2
    for table in ("agency", "document", "person"):
        assert _read(three, "bando", table) == []
    # Nor is it changed by one who knows its uid.
    renamed = update("agency", 1, {"name": "Phòng", "folded": "phong"},
                     {"name": "Ban", "folded": "ban"})  # fmt: skip
    assert _whys(_push(three, "bando", 2, renamed)) == ["unknown"]


def test_an_office_does_not_even_see_how_much_its_neighbours_do(three: TestHub) -> None:
    _push(three, "hongthai", 1, insert("document", 2, number="9", folded="9"))
    cover(three.office("hongthai"), OFFICES["hongthai"], [(1, 5)])
    conn = three.office("bando")
    for table in ("change", "whole", "coverage", "subject"):
        seen = three.owner().execute(f"select count(*) from ntmtrack.{table}").fetchone()
        mine = conn.execute(f"select count(*) from ntmtrack.{table}").fetchone()
        assert seen is not None and mine is not None
        assert mine[0] == seen[0] - 1


def test_what_was_shown_stays_up_to_date_and_may_come_after_it_was_named(three: TestHub) -> None:
    task = {**_TASK, "unit_id": UNITS["bando"]}
    _push(three, "hongthai", 1, insert("document", 1, number="9", folded="9"))
    _push(three, "tinh", 2, insert("task", 10, **task, document_id=uid(1)))
    values = {"number": "9", "folded": "9"}
    _push(three, "hongthai", 2, update("document", 1, values, {"number": "10", "folded": "10"}))
    assert _read(three, "bando", "document") == [(uid(1), "insert"), (uid(1), "update")]
    # The province got it in a bundle before its own office pushed it.
    _push(three, "tinh", 3, insert("task", 11, **{**task, "number": "2"}, document_id=uid(2)))
    party = insert("task_party", 12, task_id=uid(11), role="person", person_id=uid(4))
    _push(three, "tinh", 4, party)
    _push(
        three, "hongthai", 3,
        insert("document", 2, number="11", folded="11"),
        insert("agency", 3, name="Phòng", folded="phong"),
        insert("person", 4, agency_id=uid(3), name="An", folded="an"),
    )  # fmt: skip
    assert (uid(2), "insert") in _read(three, "bando", "document")
    assert _read(three, "bando", "agency") == [(uid(3), "insert")]
    assert _read(three, "bando", "person") == [(uid(4), "insert")]


def test_a_task_that_moves_takes_what_it_names_along(three: TestHub) -> None:
    _push(three, "hongthai", 1, insert("document", 1, number="9", folded="9"))
    _push(three, "tinh", 2, insert("task", 10, **_TASK, unit_id=UNITS["hongthai"],
                                   document_id=uid(1)))  # fmt: skip
    assert _read(three, "bando", "document") == []
    moved = update("task", 10, {"unit_id": UNITS["hongthai"]}, {"unit_id": UNITS["bando"]})
    _push(three, "tinh", 3, moved)
    assert _read(three, "bando", "document") == [(uid(1), "insert")]


def test_nobody_puts_the_province_below_himself(hub: TestHub) -> None:
    """The communes were granted first; the uids of units are no secret."""
    hub.granted("bando", "hongthai")
    grab = (
        insert("unit", UNITS["tinh"]),
        insert("unit_version", 1, unit_id=UNITS["tinh"], **_VERSION, parent_id=UNITS["bando"]),
    )
    assert _whys(_push(hub, "bando", 1, *grab)) == ["unit", "unknown"]
    assert _reached(hub, "bando") == {"bando"}


@pytest.mark.parametrize("by", ["grant", "push"])
def test_a_unit_taken_before_anybody_spoke_of_it_is_given_back(hub: TestHub, by: str) -> None:
    hub.granted("tinh", "bando")
    theirs = UNITS["hongthai"]
    grab = insert("unit_version", 1, unit_id=theirs, **_VERSION, parent_id=UNITS["bando"])
    assert _push(hub, "bando", 1, insert("unit", theirs), grab).refused == ()
    assert _reached(hub, "bando") == {"bando", "hongthai"}
    if by == "grant":
        hub.granted("hongthai")
    else:
        assert _push(hub, "tinh", 1, *units()).refused == ()
    assert _reached(hub, "bando") == {"bando"}
    assert _reached(hub, "tinh") == set(UNITS)
    again = insert("unit_version", 2, unit_id=theirs, **_VERSION, parent_id=UNITS["bando"],
                   valid_from="2026-01-01")  # fmt: skip
    assert _whys(_push(hub, "bando", 2, again, tally(3, "hongthai"))) == ["unit", "unit"]


def test_what_another_office_judged_is_not_taken_back_nor_said_otherwise(three: TestHub) -> None:
    _push(
        three, "tinh", 2,
        insert("criteria_set", 0x70, code="s", folded="s", hash="h", name="S", level="commune",
               body="{}"),
        insert("item", 0x71, set_id=uid(0x70), number="1", name="Quy hoạch", sort_key="1"),
        insert("assessment", 0x80, **_JUDGED),
    )  # fmt: skip
    sent = _push(
        three, "bando", 1,
        insert("assessment", 0x80, **{**_JUDGED, "verdict": "met"}),
        delete("assessment", 0x80, unit_id=UNITS["bando"]),
        delete("item", 0x71, number="1"),
        insert("item", 0x71, set_id=uid(0x70), number="1", name="Khác", sort_key="1"),
    )  # fmt: skip
    assert _whys(sent) == ["author"] * 4
    for conn in (three.office("tinh"), three.owner()):
        found = conn.execute("select number, name, verdict from ntmtrack.finding").fetchall()
        assert found == [("1", "Quy hoạch", "unmet")]


def test_criteria_of_an_office_below_do_not_count_above(three: TestHub) -> None:
    published = {"code": "s", "folded": "s", "hash": "h", "name": "S", "level": "commune",
                 "body": "{}"}  # fmt: skip
    _push(
        three, "tinh", 2,
        insert("criteria_set", 0x70, **published),
        insert("item", 0x71, set_id=uid(0x70), number="1", name="Quy hoạch", sort_key="1"),
        insert("overlay", 0x73, code="p", set_id=uid(0x70), name="P", decision="1",
               effective="2020-01-01", body="{}"),
    )  # fmt: skip
    false = change(
        "bando", 1,
        insert("criteria_set", 0x60, **published),
        insert("item", 0x61, set_id=uid(0x60), number="1", name="Sai", sort_key="1"),
        insert("item", 0x62, set_id=uid(0x70), number="99", name="Thêm", sort_key="0"),
        insert("overlay", 0x63, code="o", set_id=uid(0x70), name="O", decision="1",
               effective="2020-01-01", body="{}"),
        insert("amendment", 0x64, overlay_id=uid(0x63), item_id=uid(0x71), name="Đổi"),
        insert("amendment", 0x65, overlay_id=uid(0x73), item_id=uid(0x71), name="Đổi"),
    )  # fmt: skip
    early = false._replace(head=false.head._replace(lamport=1))
    assert send(three.office("bando"), three.address, [early]).refused == ()
    for conn in (three.office("tinh"), three.owner(), three.office("hongthai")):
        found = conn.execute("select number, name from ntmtrack.criterion").fetchall()
        assert found == [("1", "Quy hoạch")]


_UNFIT = [
    insert("tally", 1, unit_id=UNITS["bando"], what="met", count=1),
    insert("tally", 1, what="met", count=1, counted_on="2026-02-01"),
    insert("tally", 1, unit_id="x", what="met", count=1, counted_on="2026-02-01"),
    *(
        insert("tally", 1, unit_id=UNITS["bando"], what="met", count=1, counted_on=day)
        for day in ("", "abc", "2026-02-30", "2026-13-01", "0000-01-01", "2026-2-1", "infinity")
    ),
    insert("tally", 1, unit_id=UNITS["bando"], what="best", count=1, counted_on="2026-02-01"),
    insert("task", 1, **{**_TASK, "state": "asleep"}, unit_id=UNITS["bando"]),
    insert("unit_version", 1, unit_id=UNITS["bando"], **_VERSION, region="{}"),
    insert("document", 1, number="1", folded="1", dated="hôm qua"),
    insert("criteria_set", 1, code="s", folded="s", hash="h", name="S", level="commune", body="{"),
    insert("settlement", 2, at_table="tally", row_uid=uid(0x99), field="count",
           kept='{"counted_on":"x"}', dropped="[]"),
    Ellipsis,
]  # fmt: skip


@pytest.mark.parametrize("place", range(len(_UNFIT)))
def test_values_that_would_stop_every_reader_are_refused(shared: TestHub, place: int) -> None:
    op = _UNFIT[place]
    if op is Ellipsis:
        # Facts are taken back, never corrected.
        op = update("tally", 0x99, {"count": 9}, {"count": 10})
    assert _whys(_push(shared, "bando", 100 + place, op)) == ["value"]


@pytest.fixture(scope="module")
def shared(postgres: Any) -> Any:
    """A hub for what is refused, with one count on it."""
    made = TestHub.copied(postgres).granted("tinh", "bando")
    send(made.office("tinh"), made.address, [change("tinh", 1, *units())])
    send(made.office("bando"), made.address, [change("bando", 1, tally(0x99, "bando"))])
    yield made
    made.close()


def test_a_change_out_of_all_order_is_refused(shared: TestHub) -> None:
    told = change("bando", 90, tally(90, "bando"))
    for head in (
        told.head._replace(lamport=2_000_000),
        told.head._replace(lamport=2**53 - 1),
        told.head._replace(recorded_at="2026-02-30T08:00:00.000Z"),
        told.head._replace(recorded_at="2026-02-20T28:00:00.000Z"),
    ):
        with pytest.raises(psycopg.DataError if "30T" in head.recorded_at else psycopg.Error):
            by_hand(shared.office("bando"), head, told.ops[0])
    with pytest.raises(psycopg.errors.CheckViolation):
        cover(shared.office("bando"), OFFICES["bando"], [(1, 2**63 - 1)])


def test_what_the_hub_took_every_office_can_read(shared: TestHub) -> None:
    conn = shared.office("tinh")
    who = here(conn)
    assert who is not None
    with news(conn, who, None) as found:
        told = list(found)
    assert [wire.read(wire.line(each)) for each in told] == told
    for view in ("unit", "criterion", "assessment", "status", "task", "overdue", "unmet"):
        conn.execute(f"select * from ntmtrack.{view}").fetchall()


def test_every_view_asks_as_whoever_reads_it(shared: TestHub) -> None:
    loose = shared.owner().execute(
        "select relname from pg_class where relnamespace = 'ntmtrack'::regnamespace"
        " and relkind in ('v', 'm') and not coalesce('security_invoker=true' = any(reloptions),"
        " false)"
    )
    assert loose.fetchall() == []


def test_a_transaction_that_was_left_open_holds_nobody_up_for_long(shared: TestHub) -> None:
    asked = shared.office("bando").execute("show idle_in_transaction_session_timeout")
    assert asked.fetchone() == ("5min",)


def test_pushes_that_meet_crosswise_are_told_again(three: TestHub) -> None:
    """Two offices show rows of a third, each in the other's order."""
    papers = range(0x600, 0x606)
    _push(
        three, "hongthai", 1,
        *(insert("document", each, number=str(each), folded=str(each)) for each in papers),
    )  # fmt: skip
    faults: list[BaseException] = []

    def work(first: int, order: Any) -> None:
        mine = TestHub(three.server, three.name)
        mine.roles = three.roles
        try:
            for turn in range(4):
                unit = UNITS["bando" if turn % 2 else "hongthai"]
                values = {**_TASK, "number": f"{first}-{turn}", "unit_id": unit}
                named = [
                    insert("task", first + turn * 8 + place, **values, document_id=uid(each))
                    for place, each in enumerate(order)
                ]
                _push(mine, "tinh", first + turn, *named)
        except BaseException as error:
            faults.append(error)
        finally:
            mine.close()

    threads = [
        threading.Thread(target=work, args=each)
        for each in ((0x1000, papers), (0x2000, papers[::-1]))
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert faults == []
    counted = three.owner().execute("select count(*) from ntmtrack.op where at_table = 'task'")
    assert counted.fetchone() == (2 * 4 * len(papers),)
