"""Two communes and their province work through a month, on three ledgers, by files and by a hub.

Bundles are lost, doubled and altered, machines and a server die, a clock is wrong, a copy is put
back; at its end the three ledgers say the same, and every row that was refused has its reason.
"""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.exchange.month import (
    SET,
    Calendar,
    Office,
    added_up,
    key_pair,
    killed,
    told_in_words,
)
from tests.exchange.month_end import prove
from tests.hub.hubs import PROVINCE
from tests.postgres import Server, programs, server


class Month:
    """The three offices, and what lies between them."""

    def __init__(self, folder: Path, hub: "Hub | None" = None) -> None:
        self.calendar = Calendar()
        self.folder = folder
        self.hub = hub
        self.p = Office(self.calendar, folder, "LC", "Lai Châu", "12")
        self.a = Office(self.calendar, folder, "BB", "Bản Bo", "03424")
        self.b = Office(self.calendar, folder, "BL", "Bình Lư", "03390")

    @property
    def offices(self) -> tuple[Office, Office, Office]:
        return self.p, self.a, self.b

    def begin(self) -> None:
        """The province and one commune fill in the units; the other takes the province's."""
        p, a, b = self.offices
        for each in self.offices:
            each.do("init", "--office", each.name)
        for each in (p, b):
            each.do("unit", "import", "--province", "Lai Châu", "--as-of", "2026-01-01")
            each.do("office", "set", "--name", each.name, "--mark", each.mark, "--unit", each.code)
        first = p.make()
        a.do("office", "set", "--name", a.name, "--mark", a.mark)
        for each in (a, b):
            assert "is not registered here" in each.refuses("bundle", "apply", first)
            each.do("office", "add", "--from", first, "--unit", "12")
            told = each.take(first)
            assert told["rows"] == [], (each.mark, told["rows"][:2])
        a.do("office", "set", "--unit", a.code)
        if shutil.which("ssh-keygen"):
            a.key = key_pair(self.folder, "bb-key")
            a.do("office", "set", "--key", a.key)
        for each in (a, b):
            file = each.make()
            p.do("office", "add", "--from", file, "--unit", each.code)
            assert p.take(file)["rows"] == []

    def up(self, *communes: Office) -> None:
        """What the communes did goes to the province, by files."""
        for each in communes or (self.a, self.b):
            self.p.take(each.make("--to", "LC"))

    def down(self, *communes: Office) -> None:
        """What the province has goes to the communes, by files."""
        for each in communes or (self.a, self.b):
            each.take(self.p.make("--to", each.mark, "--evidence"))


def first_week(month: Month) -> None:
    """Tasks go down, judgements go up; both wrote down the same agency for themselves."""
    p, a, b = month.offices
    month.calendar.on(2)
    p.do("agency", "add", "Sở Tài chính tỉnh", "--code", "STC", "--mail", "stc@laichau.example")
    for each in (a, b):
        p.task(each.unit, "--title", f"Rà soát tiêu chí {each.unit}", "--criterion", "17",
               "--set", SET, "--lead", "STC", "--due", "9/10/2026")  # fmt: skip
        p.task(each.unit, "--title", f"Báo cáo quý {each.unit}", "--due", "trong tháng 10/2026")
    p.do("criteria", "overlay", SET, "--number", "10", "--threshold", ">= 48 triệu đồng/người/năm",
         "--decision", "12/QĐ-UBND", "--effective", "2026-10-01")  # fmt: skip
    month.down()
    month.calendar.on(3)
    for each in (a, b):
        each.do("agency", "add", "Phòng Kinh tế", "--mail", "kt@huyen.example")
        each.do("assess", each.unit, "--set", SET, "--met", "1,2", "--unmet", "5,6,17",
                "--on", "2026-09-30")  # fmt: skip
        proof = month.folder / f"{each.mark}-ảnh.jpg"
        proof.write_bytes(f"ảnh của {each.mark}".encode())
        each.do("evidence", each.unit, "1", "--set", SET, "--file", proof)
        each.task(each.unit, "--title", f"Làm đường thôn {each.unit}", "--criterion", "2",
                  "--set", SET, "--lead", "Phòng Kinh tế", "--due", "15/10/2026")  # fmt: skip
    # Typed wrongly, and taken back before anybody saw it.
    a.do("assess", a.unit, "--set", SET, "--met", "19", "--on", "2026-09-30")
    a.do("undo", "--yes", "--reason", "gõ nhầm")
    month.calendar.on(4)
    for each in (a, b):
        p.take(each.make("--to", "LC", "--evidence"))
        p.do("assess", each.unit, "--set", SET, "--stage", "appraisal", "--met", "1", "--unmet",
             "2,5", "--on", "2026-10-04", "--by", "STC")  # fmt: skip
    month.down()


def open_fields(office: Office) -> list[tuple[object, ...]]:
    """What is to be chosen, whatever the rows are called here."""
    columns = ("table", "row", "field", "value", "actor", "recorded_at", "stands")
    return sorted(tuple(row[each] for each in columns) for row in office.ask("bundle", "conflicts"))


def second_week(month: Month) -> None:
    """Both sides correct the same; what was sent is taken back; a task lives in two places."""
    p, a, b = month.offices
    month.calendar.on(5)
    for each, title in ((a, "Làm đường thôn, 2 km"), (p, "Làm đường thôn Nà Van")):
        each.do("task", "correct", "NV2026-001/BB", "--title", title, "--reason", "rõ hơn")
    for each, name in ((b, "Phòng Kinh tế - Hạ tầng"), (p, "Phòng Kinh tế huyện")):
        each.do("agency", "set", "Phòng Kinh tế", "--name", name)
    month.up()
    conflicts = p.ask("bundle", "conflicts")
    assert {row["field_key"] for row in conflicts} == {"title", "name"}
    month.down()
    assert open_fields(a) == open_fields(p) == open_fields(b)
    month.calendar.on(6)
    p.do("bundle", "settle", "NV2026-001/BB", "title", "--keep", a.name)
    agency = next(row["uid"] for row in conflicts if row["field_key"] == "name")
    # Two choose differently, not knowing of one another: one choice holds, everywhere the same.
    p.do("bundle", "settle", agency, "name", "--keep", p.name)
    b.do("bundle", "settle", agency, "name", "--keep", b.name)
    month.up(b)
    month.down()
    assert open_fields(a) == open_fields(p) == open_fields(b) == []
    names = [{row["agency"] for row in each.ask("agency", "list")} for each in month.offices]
    assert names[0] == names[1] == names[2]
    # What others have already is taken back; they learn of it.
    b.do("assess", b.unit, "--set", SET, "--met", "5", "--on", "2026-10-06")
    wrong = b.last()
    month.up(b)
    b.do("undo", wrong, "--yes", "--reason", "chưa đạt")
    month.calendar.on(7)
    # Reported done here while the other side extends and confirms.
    p.do("task", "extend", "NV2026-001/LC", "--to", "20/10/2026", "--reason", "chờ vốn")
    a.do("task", "done", "NV2026-001/LC", "--on", "2026-10-07", "--note", "đã rà soát")
    month.up()
    p.do("task", "confirm", "NV2026-001/LC")
    month.down()
    assert p.ask("bundle", "conflicts") == []


def third_week(month: Month) -> None:
    """Bundles are lost, doubled, altered and unsigned; one writes of what is not its own."""
    p, a = month.p, month.a
    month.calendar.on(8)
    a.do("measure", a.unit, "10", "45", "--set", SET, "--on", "2026-10-08")
    begun = a.last()
    lost = a.make("--since", begun)
    a.do("assess", a.unit, "--set", SET, "--nearly", "17", "--on", "2026-10-08")
    later = a.make("--since", begun + 2)
    assert f"Missing: bundle {a.sent - 1} of {a.name}" in told_in_words(p, later)
    month.calendar.on(9)
    before = p.db.read_bytes()
    assert p.take(later)["summary"]["same"] == p.take(later)["summary"]["received"]
    altered = month.folder / "altered.goi"
    altered.write_bytes(_flipped(lost.read_bytes()))
    p.refuses("bundle", "apply", altered)
    if a.key:
        unsigned = a.make("--since", begun, "--unsigned", signed=False)
        assert "is not signed" in p.refuses("bundle", "apply", unsigned)
    assert p.db.read_bytes() == before
    found = p.take(lost)
    assert found["summary"]["applied"] > 0
    assert not any("Missing" in note for note in found["notes"]), found["notes"]
    month.calendar.on(10)
    # A commune writes about another: refused by the province, told, and one of two taken back.
    a.do("assess", "Khun Há", "--set", SET, "--met", "3", "--on", "2026-10-10")
    wrong = a.last()
    a.task("Khun Há", "--title", "Việc không phải của mình")
    file = a.make("--to", "LC")
    told = p.take(file)
    assert (told["summary"]["refused"], told["summary"]["waiting"]) == (2, 1)
    for row in p.ask("bundle", "refused"):
        if row["outcome"] == "refused":
            assert "may not write about Xã Khun Há" in row["why"]
        else:
            assert row["why"] == "it names a row of task that is not here yet"
    answer = p.make("--to", "BB")
    assert len(a.take(answer)["rows"]) == 3
    a.do("undo", wrong, "--yes", "--reason", "không phải xã mình")


def _flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def wrong_clock_and_old_copy(month: Month) -> None:
    """A machine that believes in September, and one whose disk died: an old copy is put back."""
    p, a, b = month.offices
    month.calendar.on(18)
    b.slow = timedelta(days=40)
    b.do("task", "correct", "NV2026-001/BL", "--title", "Làm đường, chậm", "--reason", "x")
    b.do("assess", b.unit, "--set", SET, "--met", "6", "--on", "2026-10-18")
    b.do("assess", b.unit, "--set", SET, "--unmet", "6", "--on", "2026-10-18")
    month.up(b)
    p.do("task", "correct", "NV2026-001/BL", "--title", "Làm đường, đúng giờ", "--reason", "x")
    month.down(b)
    b.do("task", "note", "NV2026-001/BL", "--text", "vẫn chậm")
    month.up(b)
    b.slow = timedelta()
    month.calendar.on(19)
    copies = month.folder / "copies"
    [copy] = [row["file"] for row in a.ask("backup", copies)]
    month.calendar.on(20)
    a.do("assess", a.unit, "--set", SET, "--met", "5", "--on", "2026-10-20")
    a.do("task", "done", "NV2026-002/LC", "--on", "2026-10-20")
    month.up(a)
    month.calendar.on(21)
    a.do("restore", copy, "--yes")
    a.do("assess", a.unit, "--set", SET, "--met", "6", "--on", "2026-10-21")
    # What was done since the copy comes back from the province, once it has heard of it.
    month.up(a)
    month.down(a)
    assert {row["verdict"] for row in a.ask("history", a.unit, "5")} >= {"met"}
    a.do("task", "note", "NV2026-002/LC", "--text", "sau khi khôi phục")
    month.up(a)


class Hub:
    """A hub on a server of its own, and what can befall it."""

    def __init__(self, made: Server) -> None:
        self.server = made
        with made.connect("postgres", autocommit=True) as conn:
            conn.execute(f"create role {PROVINCE} login createrole password '{made.password}'")
            conn.execute(f"create database ntm owner {PROVINCE}")

    def open(self, month: Month) -> None:
        """The province lays it, and gives every office its role."""
        p = month.p
        p.env = {
            "NTMTRACK_HUB": self.server.url("ntm", PROVINCE),
            "NTMTRACK_HUB_PASSWORD": self.server.password,
        }
        p.do("hub", "init", p.env["NTMTRACK_HUB"])
        handed = [p.ask("hub", "grant", each.mark)[0] for each in month.offices]
        for each, given in zip(month.offices, handed, strict=True):
            each.env = {
                "NTMTRACK_HUB": given["url"],
                "NTMTRACK_HUB_PASSWORD": given["password"],
            }


def push(*offices: Office) -> None:
    for each in offices:
        each.do("hub", "push")


def pull(*offices: Office) -> None:
    for each in offices:
        added_up(each.do("hub", "pull")["summary"])


def by_hub(month: Month, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Days on which all goes by the hub: pushes die, the server dies, the network is down."""
    p, a, b = month.offices
    month.calendar.on(11)
    hub.open(month)
    monkeypatch.setattr("ntmtrack.app.hub._BATCH", 20)
    killed(p, "hub", "push", at="ntmtrack.exchange.hub.pushing._wholes", turn=3)
    push(p)
    assert p.do("hub", "push")["summary"]["new"] == 0
    month.calendar.on(12)
    for each in (a, b):
        each.do("tally", each.unit, "9/19", "--set", SET, "--on", "2026-10-12")
    with monkeypatch.context() as patch:
        patch.setattr("ntmtrack.exchange.hub.pushing._ops", _dies_before(hub, patch))
        a.refuses("hub", "push", code=4)
    b.refuses("hub", "push", code=4)
    hub.server.start()
    refused = a.do("hub", "push")
    # The task of another commune, and what happened to it: the hub does not know that task.
    assert {row["why"] for row in refused["rows"]} == {"unit", "unknown"}
    push(b)
    pull(p, a, b)
    month.calendar.on(13)
    # The network is down: work goes on, and files go instead.
    hub.server.stop("fast")
    for each in month.offices:
        each.refuses("hub", "pull", code=4)
    b.do("product", "add", b.unit, "Chè Shan", "--stars", "3")
    b.do("product", "target", "Chè Shan", "--stars", "4", "--by", "2027")
    b.do("product", "tally", b.unit, "3", "--stars", "3+")
    month.up()
    p.do("assess", b.unit, "--set", SET, "--stage", "appraisal", "--met", "6", "--on", "2026-10-13")
    month.calendar.on(15)
    month.down(b)
    month.calendar.on(16)
    hub.server.start()
    push(p, a, b)
    pull(p, a, b)


def _dies_before(hub: Hub, patch: pytest.MonkeyPatch) -> object:
    from ntmtrack.exchange.hub import pushing

    kept = pushing._ops

    def dies(*given: object) -> int:
        hub.server.stop("immediate")
        return kept(*given)  # type: ignore[arg-type]

    return dies


@pytest.fixture
def hub() -> Iterator[Hub | None]:
    """A hub; None where PostgreSQL is not installed: then all goes by files."""
    if programs() is None:
        yield None
        return
    pytest.importorskip("psycopg")
    with server() as made:
        yield Hub(made)


def test_a_month_ends_with_equal_ledgers_and_a_reason_for_every_refused_row(
    tmp_path: Path, hub: Hub | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    month = Month(tmp_path, hub)
    month.begin()
    first_week(month)
    second_week(month)
    third_week(month)
    if hub is not None:
        by_hub(month, hub, monkeypatch)
    wrong_clock_and_old_copy(month)
    month.calendar.on(30)
    if hub is not None:
        push(*month.offices)
        pull(*month.offices)
    month.up()
    month.down()
    prove(month.offices)
    for each in month.offices:
        assert each.ask("bundle", "conflicts") == []
        assert [len(each.ask("status", about.unit)) for about in month.offices[1:]] == [1, 1]
