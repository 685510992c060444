"""Reading a hub from a cursor: each transaction once, and no late one missed."""

from typing import Any

import pytest

from ntmtrack.exchange.hub import laying
from ntmtrack.exchange.hub.pulling import Cursor, here, news
from ntmtrack.exchange.hub.pushing import cover, send
from tests.hub.hubs import (
    OFFICES,
    UNITS,
    TestHub,
    by_hand,
    change,
    insert,
    tally,
    uid,
    units,
)

pytest.importorskip("psycopg")


def _taken(conn: Any, before: Cursor | None) -> tuple[list[str], Cursor]:
    who = here(conn)
    assert who is not None
    with news(conn, who, before) as found:
        told = [op.uid for each in found for op in each.ops if op.table == "tally"]
        return told, found.cursor


@pytest.fixture
def two(hub: TestHub) -> TestHub:
    hub.granted("tinh", "bando")
    send(hub.office("tinh"), hub.address, [change("tinh", 1, *units())])
    return hub


def test_a_transaction_that_commits_late_is_not_missed(two: TestHub) -> None:
    province, bando = two.office("tinh"), two.office("bando")
    first = two.server.connect(
        two.name, user=two.roles["bando"], password="pw-bando", autocommit=False
    )
    slow, quick = change("bando", 1, tally(1, "bando")), change("bando", 2, tally(2, "bando"))
    by_hand(first, slow.head, slow.ops[0])
    send(bando, two.address, [quick])
    told, cursor = _taken(province, None)
    # What is younger than a transaction still running waits for it.
    assert told == []
    first.commit()
    first.close()
    told, cursor = _taken(province, cursor)
    assert told == [uid(1), uid(2)]
    assert _taken(province, cursor)[0] == []


def test_a_cursor_of_another_hub_or_before_another_unit_reads_from_the_beginning(
    two: TestHub,
) -> None:
    send(two.office("bando"), two.address, [change("bando", 1, tally(1, "bando"))])
    province = two.office("tinh")
    _, cursor = _taken(province, None)
    assert _taken(province, cursor)[0] == []
    assert _taken(province, cursor._replace(hub="another"))[0] == [uid(1)]
    # A server put back to an earlier day has not come so far; made again, it is another hub.
    assert _taken(province, cursor._replace(since=cursor.since + 10**6))[0] == [uid(1)]
    laying.lay(two.owner(), uid(0xFE))
    assert _taken(province, cursor)[0] == [uid(1)]
    assert Cursor.of(cursor.text) == cursor
    assert Cursor.of(None) is None


def test_what_was_told_of_a_unit_before_it_came_below_ones_own_is_news(two: TestHub) -> None:
    province, bando = two.office("tinh"), two.office("bando")
    village = uid(0xB9)
    named = {"kind": "village", "name": "Thôn", "folded": "thon", "bare": "thon"}
    send(province, two.address, [change(
        "tinh", 2, insert("unit", village),
        insert("unit_version", 1, unit_id=village, **named, parent_id=UNITS["tinh"]),
        tally(2, village),
    )])  # fmt: skip
    told, cursor = _taken(bando, None)
    assert told == []
    moved = insert("unit_version", 3, unit_id=village, **named, parent_id=UNITS["bando"],
                   valid_from="2026-02-01")  # fmt: skip
    send(province, two.address, [change("tinh", 3, moved)])
    assert _taken(bando, cursor)[0] == [uid(2)]


def test_only_offices_of_which_all_is_read_are_said_to_be_covered(two: TestHub) -> None:
    for key in ("tinh", "bando"):
        cover(two.office(key), OFFICES[key], [(1, 3), (5, 6)])
    for key, covers in (("tinh", {OFFICES["bando"]: [(1, 3), (5, 6)]}), ("bando", {})):
        conn = two.office(key)
        who = here(conn)
        assert who is not None
        with news(conn, who, None) as found:
            assert found.covers == covers


def test_a_change_is_whole_only_for_one_who_reads_all_of_it(two: TestHub) -> None:
    two.grant("hongthai")
    send(two.office("tinh"), two.address, [
        change("tinh", 2, tally(1, "bando"), tally(2, "hongthai"))
    ])  # fmt: skip
    for key, whole in (("bando", False), ("hongthai", False)):
        conn = two.office(key)
        who = here(conn)
        assert who is not None
        with news(conn, who, None) as found:
            [part] = [each for each in found if each.head.seq == 2]
        assert (part.whole, len(part.ops)) == (whole, 1)
