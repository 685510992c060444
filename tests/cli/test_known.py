"""What was true on a day, as known by a day: the same rows for ever, whatever comes later."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from ntmtrack.app.context import office_day
from ntmtrack.cli.app import COMMANDS
from ntmtrack.store.database import open_reader
from ntmtrack.store.writing import Occasion, Writing, writing
from tests.factories import TODAY
from tests.run import refused, run

ASKED: dict[str, tuple[str, ...]] = {
    "unmet": (),
    "status": (),
    "status --compare": ("2023-06-01",),
    "overdue": (),
    "due": ("--within", "52w"),
    "review": (),
    "trend": ("--from", "2020-01-01", "--by", "year"),
    "regressions": (),
    "nearest": (),
    "differences": (),
    "completeness": ("--period", "2024-H1"),
    "progress": (),
    "history": ("ban bo",),
    "standing list": (),
    "standing show": ("ban bo",),
    "target list": (),
    "milestone list": (),
    "product list": (),
    "work list": (),
    "work show": ("Các dự án đầu tư công",),
    "work disbursement": (),
    "product show": ("Cốm Hồng Quang",),
    "product count": (),
    "dossier list": (),
    "dossier show": ("ban bo",),
    "period list": (),
    "task list": (),
    "task show": ("NV2023-001",),
    "task stats": (),
    "notice list": (),
    "notice show": ("Kết luận Bản Bo 10/3/2023",),
    "unit list": (),
    "unit show": ("ban bo",),
    "unit lineage": ("ban bo",),
    "agency list": (),
    "agency show": ("Ban Chỉ đạo xã Bản Bo",),
    "criteria list": (),
    "criteria show": ("xa-ntm-2021-2025",),
    "criteria map": ("xa-ntm-2021-2025", "xa-ntm-2026-2030"),
    "office list": (),
    "log list": (),
    "log show": ("1",),
    "log who": ("ban bo", "17"),
}
"""Every command that looks at the ledger, with what it needs to be asked."""

APART = {
    "bundle inspect": "is about a file",
    "bundle list": "is about bundles, and the demo has none",
    "bundle conflicts": "is about what other offices wrote, and the demo has none",
    "bundle refused": "is about what other offices wrote, and the demo has none",
    "office show": "is about this office, which the demo does not register",
    "doctor": "is about the file as it is",
    "check": "is about the file as it is",
    "when": "is about words",
    "criteria check": "is about a file",
    "criteria diff": "is about sets and files, which never change",
    "mail outbox": "is about letters, and the demo has none",
    "notice draft": "is about drafts, and the demo has none",
    "notice drafts": "is about drafts, and the demo has none",
    "period show": "is about a closed period, and the demo has none",
    "report": "is several tables; its own tests ask it for an earlier day",
}


def looking() -> Iterator[str]:
    """Every command that takes --known, by its words."""
    for name, (module, _) in COMMANDS.items():
        command: Any = get_command(import_module(module).app)
        for path, each in below(name, command):
            if any(param.name == "known" for param in each.params):
                yield path


def below(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if not children:
        yield path, command
        return
    for name, child in children.items():
        yield from below(f"{path} {name}", child)


def test_every_command_that_looks_is_among_those_tried_here() -> None:
    assert set(looking()) == {key.partition(" --")[0] for key in ASKED} | set(APART)


@pytest.fixture(scope="module")
def grown(_pristine_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo after thousands of rows more, of days before and after, and many corrections."""
    path = tmp_path_factory.mktemp("grown") / "demo.db"
    path.write_bytes(_pristine_demo.read_bytes())
    start = datetime.now(UTC) + timedelta(days=2)
    chance = random.Random(7)
    for number in range(40):
        moment = start + timedelta(days=number)
        with writing(path, Occasion("An", "later", moment)) as change:
            later(change, number, chance)
    return path


def later(change: Writing, number: int, chance: random.Random) -> None:
    conn = change.conn
    units = [row[0] for row in conn.execute("select id from unit").fetchall()]
    items = [row[0] for row in conn.execute("select id from item limit 60").fetchall()]
    tasks = [row[0] for row in conn.execute("select id from task").fetchall()]
    sets = [row[0] for row in conn.execute("select id from criteria_set").fetchall()]
    days = [date(2020, 1, 1) + timedelta(days=chance.randrange(1700)) for _ in range(80)]
    change.insert_many(
        "assessment",
        [
            {
                "unit_id": chance.choice(units),
                "item_id": chance.choice(items),
                "stage": chance.choice(["self", "verification", "appraisal"]),
                "verdict": chance.choice(["met", "nearly_met", "unmet", "not_applicable"]),
                "assessed_on": day.isoformat(),
                "judged": "by_hand",
            }
            for day in days
        ],
    )
    on = days[0].isoformat()
    unit, of = chance.choice(units), chance.choice(sets)
    tally = {"what": "met", "count": 3, "total": 19, "counted_on": on}
    change.insert("tally", {"unit_id": unit, "set_id": of, **tally})
    event = chance.choice(["registered", "submitted", "recognised", "revoked"])
    standing = {"unit_id": unit, "set_id": of, "event": event, "happened_on": on}
    change.insert("standing", standing)
    span = {"words": on, "start": on, "last_day": on, "precision": "day"}
    change.insert("target", {"unit_id": unit, "set_id": of, **span})
    item = {"unit_id": unit, "item_id": chance.choice(items)}
    change.insert("milestone", {**item, **span, "value": "3"})
    change.insert("measurement", {**item, "measured_on": on, "value": "2"})
    paper = {"kind": "required", "happened_on": on, "paper": "Tờ trình"}
    change.insert("dossier_event", {"unit_id": unit, "set_id": of, **paper})
    works = [row[0] for row in conn.execute("select id from work").fetchall()]
    built = {"work_id": chance.choice(works), "happened_on": on}
    change.insert("work_event", {**built, "kind": "progress", "percent": number})
    held = {"kind": "approved", "source": "huyện", "year": 2024, "amount": 10**9 + number}
    change.insert("capital", {"work_id": built["work_id"], **held, "counted_on": on})
    change.correct("work", built["work_id"], {"note": f"lần {number}"})
    task = chance.choice(tasks)
    change.insert("task_event", {"task_id": task, "kind": "done", "happened_on": on})
    change.correct("task", task, {"state": "done", "closed_on": on, "title": f"Việc {number}"})
    for table, values in (
        ("unit_version", {"name": f"Tên {number}", "folded": f"ten {number}", "parent_id": None}),
        ("agency", {"name": f"Cơ quan {number}", "folded": f"co quan {number}"}),
        ("document", {"number": f"{number}/QĐ", "folded": f"{number} qd"}),
    ):
        keys = [row[0] for row in conn.execute(f"select id from {table}").fetchall()]
        change.correct(table, chance.choice(keys), values)
    key = change.insert("unit", {})
    name = {"name": f"Xã {number}", "folded": f"xa {number}", "bare": str(number)}
    change.insert("unit_version", {"unit_id": key, "kind": "commune", **name})
    lineage = {"from_id": unit, "to_id": key, "kind": "merged", "happened_on": on}
    change.insert("lineage", lineage)


@pytest.mark.parametrize("form", ["json", "csv", "text"])
@pytest.mark.parametrize("asked", ASKED)
def test_a_report_of_a_past_day_is_the_same_after_thousands_of_later_rows(
    _pristine_demo: Path, grown: Path, asked: str, form: str
) -> None:
    words = (*asked.split(), *ASKED[asked], "-f", form, "--known")
    bound = ("--as-of", "2024-06-30") if asked.split()[0] in ("unmet", "overdue") else ()
    before = run(*words, "c1", *bound, db=_pristine_demo, today=TODAY)
    after = run(*words, "c1", *bound, db=grown, today=TODAY)
    assert before.code == 0, before.err
    assert (after.code, after.out, after.err) == (before.code, before.out, before.err)


@pytest.mark.parametrize("asked", ASKED)
def test_a_day_bounds_as_its_last_change_does(grown: Path, asked: str) -> None:
    words = (*asked.split(), *ASKED[asked], "-f", "csv", "--known")
    by_day = office_day(datetime.now(UTC)) + timedelta(days=1)
    by_change = run(*words, "c1", db=grown, today=TODAY)
    assert by_change.code == 0, by_change.err
    assert run(*words, by_day, db=grown, today=TODAY).out == by_change.out


def test_without_it_the_later_rows_are_seen(_pristine_demo: Path, grown: Path) -> None:
    before = run("unmet", "-f", "csv", db=_pristine_demo, today=TODAY)
    assert run("unmet", "-f", "csv", db=grown, today=TODAY).out != before.out


def test_what_was_true_and_what_was_known_are_asked_together_and_apart(new: Path) -> None:
    run("unit", "add", "Xã Mẫu", "--code", "90001", db=new)
    for verdict, on in (("--met", "10/1/2024"), ("--unmet", "10/3/2024")):
        said = run(
            "assess", "90001", "--set", "xa-ntm-2021-2025", verdict, "10", "--on", on, db=new
        )
        assert said.code == 0, said.err
    with open_reader(new) as conn:
        (last,) = conn.execute("select max(id) from change").fetchone()

    def met(*asked: str) -> int:
        return int(run("status", "90001", *asked, "-f", "json", db=new).rows[0]["met"])

    assert met() == 0
    assert met("--as-of", "2024-02-01") == 1
    assert met("--known", f"c{last - 1}") == 1
    assert met("--as-of", "2024-03-10", "--known", f"c{last - 1}") == 1
    assert met("--as-of", "2024-03-10", "--known", f"c{last}") == 0


def test_the_foot_says_what_a_report_rests_on(demo_file: Path) -> None:
    said = run("unmet", "ban bo", db=demo_file, today=TODAY)
    assert said.out.splitlines()[-1].startswith("As of 09/07/2024; change 1; sets: xa-ntm-nang-cao")
    known = json.loads(
        run("overdue", "--known", "2199-01-01", "-f", "json", db=demo_file, today=TODAY).out
    )
    assert (known["known"], known["change"]) == ("2199-01-01", 1)
    assert set(known["sets"]) == {row["set"] for row in known["rows"]} - {None}
    assert all(len(seal) == 64 for seal in known["sets"].values())
    title = run("unit", "list", "--known", "2199-01-01", db=demo_file, today=TODAY).out
    assert title.splitlines()[-1] == "As of 09/07/2024, as recorded by 01/01/2199; change 1"
    change = run("unit", "list", "--known", "c1", db=demo_file, today=TODAY).out
    assert change.splitlines()[-1] == "As of 09/07/2024, as recorded up to change 1"
    sets = run("unmet", "ban bo", "--known", "c1", "--width", "200", db=demo_file, today=TODAY).out
    assert "as recorded up to change 1; sets: xa-ntm-nang-cao" in sets.splitlines()[-1]
    nothing = run("overdue", "--known", "1999-01-01", db=demo_file, today=TODAY)
    assert nothing.out.splitlines()[-1] == (
        "As of 09/07/2024; nothing had been recorded by 01/01/1999"
    )


def test_what_was_not_recorded_yet_is_not_found_and_that_is_said(demo_file: Path) -> None:
    said = run("unmet", "ban bo", "--known", "1999-01-01", db=demo_file, today=TODAY)
    complaint = refused(said, 3)
    assert "there is no unit ban bo" in complaint
    assert "only what had been recorded by 01/01/1999 was looked at" in complaint
    assert "there is no change 77" in refused(run("status", "--known", "c77", db=demo_file), 3)
    vague = refused(run("status", "--known", "khẩn trương", db=demo_file), 3)
    assert "names no date" in vague
    assert "or give a change by its number: c412" in vague


def test_what_a_change_had_not_brought_yet_is_not_found(new: Path) -> None:
    run("unit", "add", "Xã Mẫu", db=new)
    with open_reader(new) as conn:
        (last,) = conn.execute("select max(id) from change").fetchone()
    complaint = refused(run("status", "xa mau", "--known", f"c{last - 1}", db=new), 3)
    assert f"only changes up to {last - 1} were looked at" in complaint
