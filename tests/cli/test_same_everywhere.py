"""Ledgers with the same content say the same, in whatever order their rows came."""

import json
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ntmtrack.store.database import open_reader
from ntmtrack.store.writing import Occasion, Writing, writing
from tests.cli.test_known import ASKED, later
from tests.factories import ADVANCED
from tests.run import run
from tests.twins import twin

LOCAL = {"change", "recorded_at", "actor", "reported_on", "last_recorded_on"}
"""What is this ledger's own: its change that brought a row, when, and by whose hand."""

ABOUT_THE_FILE = {"log list", "log show", "log who", "office list", "notice list", "period list"}
"""Commands about the file's own changes, and about what does not travel."""

COMMUNE = "03424"
DAY = "2024-05-06"


class Pair(NamedTuple):
    one: Path
    other: Path
    agency: str
    paper: str


@pytest.fixture(scope="module")
def pair(_pristine_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """The demo, grown, with many facts of one day; and a ledger of its rows in another order."""
    place = tmp_path_factory.mktemp("same")
    one = place / "one.db"
    one.write_bytes(_pristine_demo.read_bytes())
    chance = random.Random(11)
    for number in range(12):
        moment = datetime.now(UTC) + timedelta(days=2 + number)
        with writing(one, Occasion("An", "later", moment)) as change:
            later(change, number, chance)
            ties(change, number, chance)
    twin(one, place / "other.db")
    with open_reader(one) as conn:
        (agency,) = conn.execute("select name from agency order by uid limit 1").fetchone()
        (paper,) = conn.execute(
            "select number from document where kind = 'thông báo kết luận'"
        ).fetchone()
    return Pair(one, place / "other.db", agency, paper)


def ties(change: Writing, number: int, chance: random.Random) -> None:
    """Facts of which the last written holds, all of the same things and of the same day."""
    conn = change.conn
    (unit,) = conn.execute("select unit_id from unit_code where code = ?", (COMMUNE,)).fetchone()
    (of,) = conn.execute("select id from criteria_set where code = ?", (ADVANCED,)).fetchone()
    items = [
        row[0]
        for row in conn.execute(
            "select id from item where set_id = ? order by uid limit 9", (of,)
        ).fetchall()
    ]
    for item in items:
        about = {"unit_id": unit, "item_id": item}
        for stage in ("self", "appraisal"):
            verdict = chance.choice(["met", "nearly_met", "unmet"])
            judged = {"assessed_on": DAY, "judged": "by_hand", "value": str(chance.randrange(9))}
            key = change.insert(
                "assessment", {**about, **judged, "stage": stage, "verdict": verdict}
            )
            change.insert(
                "evidence",
                {"assessment_id": key, "path": f"{number}.pdf", "sha256": "0" * 64, "size": 1},
            )
        span = {"words": DAY, "start": DAY, "last_day": DAY, "precision": "day"}
        value = str(chance.randrange(9))
        change.insert("milestone", {**about, **span, "value": value})
        change.insert("measurement", {**about, "measured_on": DAY, "value": value})
        change.insert("target", {"unit_id": unit, "set_id": of, **span, "item_id": item})
    count = {"what": "met", "count": chance.randrange(19), "total": 19, "counted_on": DAY}
    change.insert("tally", {"unit_id": unit, "set_id": of, **count})
    dossier = {"unit_id": unit, "set_id": of, "happened_on": DAY}
    change.insert("dossier_event", {**dossier, "kind": "required", "paper": f"Giấy {number}"})
    for event in ("submitted", "returned", "registered"):
        change.insert("standing", {**dossier, "event": event, "note": f"lần {number}"})
    body: dict[str, Any] = {"words": DAY, "last_day": f"2024-07-{1 + number:02d}"}
    for task, name in conn.execute("select id, number from task order by uid limit 4").fetchall():
        moved = {"task_id": task, "kind": "extended", "happened_on": DAY}
        change.insert("task_event", {**moved, "body": json.dumps({**body, "precision": "day"})})
        change.insert(
            "task_event",
            {
                "task_id": task,
                "kind": "progress",
                "happened_on": DAY,
                "body": json.dumps({"percent": number}),
                "note": f"{name}: {number}",
            },
        )
        for role in ("lead", "coordinator"):
            body_of = change.insert(
                "agency", {"name": f"Tổ {number} {role}", "folded": f"to {number} {role}"}
            )
            for address in ("z@x.vn", "a@x.vn"):
                change.insert("agency_address", {"agency_id": body_of, "address": address})
            change.insert("task_party", {"task_id": task, "role": role, "agency_id": body_of})
    for name in ("Đường", "Chợ"):
        work = change.insert("work", {"unit_id": unit, "name": name, "folded": name.lower()})
        for kind, more in (
            ("blocked", {"note": f"nợ {number}"}),
            ("progress", {"percent": number}),
            ("progress", {"percent": number + 1}),
            ("planned", {"words": DAY, "last_day": DAY, "precision": "day"}),
        ):
            happened = {"work_id": work, "kind": kind, "happened_on": DAY}
            change.insert("work_event", {**happened, **more})
        for kind in ("approved", "disbursed", "approved", "disbursed"):
            held = {"kind": kind, "source": chance.choice(["huyện", "Huyện"]), "year": 2024}
            amount = {"amount": chance.randrange(10**9), "counted_on": DAY}
            change.insert("capital", {"work_id": work, **held, **amount})
    for stars in (3, 4):
        product = change.insert(
            "product", {"unit_id": unit, "name": "Chè", "folded": "che", "maker": f"Hộ {number}"}
        )
        for each in (stars, 5):
            graded = {"stars": each, "recognised_on": DAY}
            change.insert("product_grade", {"product_id": product, **graded})
        span = {"words": DAY, "start": DAY, "last_day": DAY, "precision": "day"}
        change.insert("product_target", {"product_id": product, "stars": stars, **span})
    made = {"stars": 3, "or_more": 1, "count": chance.randrange(99), "counted_on": DAY}
    change.insert("product_tally", {"unit_id": unit, **made})


def asked_of(pair: Pair, asked: str) -> tuple[str, ...]:
    words = {
        "ban bo": COMMUNE,
        "Ban Chỉ đạo xã Bản Bo": pair.agency,
        "Kết luận Bản Bo 10/3/2023": pair.paper,
    }
    more = ("--set", ADVANCED) if asked in ("history", "dossier show") else ()
    return (*asked.split(), *(words.get(each, each) for each in ASKED[asked]), *more)


def told(out: str) -> Any:
    """What was said, without what is the ledger's own."""
    return json.loads(
        out, object_hook=lambda each: {k: v for k, v in each.items() if k not in LOCAL}
    )


@pytest.mark.parametrize("asked", sorted(ASKED.keys() - ABOUT_THE_FILE))
def test_a_ledger_whose_rows_came_in_another_order_says_the_same(pair: Pair, asked: str) -> None:
    words = (*asked_of(pair, asked), "-f", "json")
    one = run(*words, db=pair.one, today="2024-07-09")
    other = run(*words, db=pair.other, today="2024-07-09")
    assert one.code == 0, one.err
    assert json.loads(one.out)["rows"]
    assert json.dumps(told(other.out), indent=0) == json.dumps(told(one.out), indent=0)


def test_they_say_the_same_of_every_day(pair: Pair) -> None:
    for day in (date(2022, 1, 1), date(2024, 5, 5), date(2024, 5, 6), date(2027, 1, 1)):
        for asked in ("status", "overdue", "standing list", "target list"):
            words = (asked.split()[0], *asked.split()[1:], "-f", "json", "--as-of", day)
            one, other = (run(*words, db=each, today="2027-01-01") for each in pair[:2])
            assert one.code == 0, one.err
            assert told(other.out) == told(one.out)
