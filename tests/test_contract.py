"""What scripts rely on: names of columns, the JSON envelope, exit codes, where options go."""

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from tests.factories import TODAY
from tests.run import Result, refused, run, spawn

TASK_KEYS = [
    *("task", "title", "unit", "unit_name", "number", "leads", "coordinators", "persons"),
    *("due", "due_text", "precision", "original_due", "extensions", "days_late", "state"),
    *("outcome", "document"),
]
KEYS = {
    ("unmet",): [
        *("unit", "unit_name", "set", "number", "name", "verdict", "indicators", "value"),
        *("threshold", "gap", "stage", "since", "assessed_on", "tasks", "due", "days_left"),
        *("leads", "documents"),
    ],
    ("overdue",): TASK_KEYS,
    ("due", "--within", "26w"): TASK_KEYS,
    ("task", "list"): TASK_KEYS,
    ("status",): [
        *("unit", "unit_name", "set", "met", "nearly_met", "unmet", "not_applicable"),
        *("not_assessed", "total", "tally", "standing"),
    ],
    ("standing", "list"): [
        *("unit", "unit_name", "set", "state", "since", "year", "document", "expires"),
        *("days_left", "met", "total", "unmet", "at_risk", "reason", "next"),
    ],
    ("nearest",): [
        *("rank", "unit", "unit_name", "set", "met", "total", "missing", "nearly"),
        *("not_assessed", "missing_indicators", "gap", "tasks_open", "tasks_late", "target"),
        *("target_last_day", "days_left", "state", "reached_on"),
    ],
    ("target", "list"): [
        *("unit", "unit_name", "set", "number", "name", "words", "start", "last_day"),
        *("precision", "document", "verdict", "state", "reached_on", "days_left"),
    ],
    ("trend",): [
        *("period", "last_day", "set", "units", "met", "nearly_met", "unmet", "not_applicable"),
        *("not_assessed", "change", "newly_met", "fell", "newly_late", "done", "remark"),
        "running",
    ],
    ("completeness",): [
        *("unit", "unit_name", "set", "assessed", "expected", "missing", "last_assessed_on"),
        *("days_since", "stale", "state", "reported_on", "last_recorded_on", "reporting"),
    ],
    ("history", "ban bo"): [
        *("unit", "set", "number", "verdict", "value", "stage", "by", "assessed_on"),
        *("recorded_at", "document", "note", "change"),
    ],
    ("check",): [
        *("rule", "severity", "unit", "unit_name", "set", "numbers", "tasks", "agency"),
        *("document", "change", "file", "what", "command"),
    ],
}
questions = pytest.mark.parametrize("question", KEYS, ids=" ".join)


def _ask(demo_file: Path, question: tuple[str, ...], form: str, **given: str) -> Result:
    return run(*question, "-f", form, db=demo_file, today=TODAY, **given)


def _in_order(wanted: list[str], found: list[str]) -> bool:
    return [key for key in found if key in set(wanted)] == wanted


def test_headers_of_the_outbox_are_those_of_the_contract(demo_file: Path) -> None:
    said = run("mail", "outbox", "-f", "csv", db=demo_file, today=TODAY)
    assert said.out.strip().split(",") == [
        *("letter", "receiver", "address", "kind", "period", "written_on", "state"),
        *("happened_at", "attempts", "next_try", "why", "tells", "subject"),
    ]


def test_headers_of_two_days_and_of_what_fell_are_those_of_the_contract(demo_file: Path) -> None:
    two_days = run("status", "--compare", "2023", "-f", "csv", db=demo_file, today=TODAY)
    assert two_days.out.splitlines()[0].split(",") == [
        *("unit", "unit_name", "set", "before", "now", "change", "percent", "remark"),
        *("newly_met", "fell", "newly_late", "done"),
    ]
    apart = run("differences", "-f", "csv", db=demo_file, today=TODAY)
    assert apart.out.strip().split(",") == [
        *("unit", "unit_name", "set", "number", "name", "self", "verification", "appraisal"),
        *("self_on", "verification_on", "appraisal_on", "since", "days", "counts"),
        *("counts_stage", "counts_why", "tasks", "kind"),
    ]
    fallen = run("regressions", "-f", "csv", db=demo_file, today=TODAY)
    assert fallen.out.strip().split(",") == [
        *("unit", "unit_name", "set", "number", "name", "kind", "verdict", "met_from", "fell_on"),
        *("days_held", "days_since", "tasks", "due", "leads", "recognised"),
    ]


@questions
def test_json_rows_begin_with_the_keys_of_the_contract(
    demo_file: Path, question: tuple[str, ...]
) -> None:
    rows = _ask(demo_file, question, "json").rows
    assert rows
    for row in rows:
        assert _in_order(KEYS[question], list(row))


@pytest.mark.parametrize(("form", "cut"), [("csv", ","), ("tsv", "\t")])
@questions
def test_headers_begin_with_the_keys_of_the_contract(
    demo_file: Path, question: tuple[str, ...], form: str, cut: str
) -> None:
    header = _ask(demo_file, question, form).out.splitlines()[0].split(cut)
    assert _in_order(KEYS[question], header)
    assert header == list(_ask(demo_file, question, "json").rows[0])


@questions
def test_a_report_without_rows_has_its_headers_all_the_same(
    new_file: Path, demo_file: Path, question: tuple[str, ...]
) -> None:
    if question[0] == "history":
        empty = run(*question, "--as-of", "2020-01-01", "-f", "csv", db=demo_file)
    else:
        empty = run(*question, "-f", "csv", db=new_file)
    assert empty.code == 0
    assert len(empty.out.splitlines()) == 1
    assert _in_order(KEYS[question], empty.out.strip().split(","))


@questions
def test_json_is_one_envelope(demo_file: Path, question: tuple[str, ...]) -> None:
    whole = json.loads(_ask(demo_file, question, "json").out)
    assert {"ntmtrack_report", "name", "as_of", "rows", "notes"} <= whole.keys()
    assert whole["ntmtrack_report"] == 1
    assert whole["name"] == " ".join(word for word in question if word in NAMES)
    assert whole["as_of"] == TODAY
    assert all(isinstance(note, str) for note in whole["notes"])


NAMES = {
    "check",
    "unmet",
    "overdue",
    "due",
    "task",
    "list",
    "status",
    "history",
    "standing",
    "nearest",
    "target",
    "trend",
    "completeness",
}


@questions
def test_data_formats_are_the_same_bytes_in_every_language(
    demo_file: Path, question: tuple[str, ...]
) -> None:
    for form in ("json", "jsonl", "csv", "tsv"):
        english = _ask(demo_file, question, form, lang="en").out
        assert _ask(demo_file, question, form, lang="vi").out == english


def test_enumerated_words_are_english_in_data(demo_file: Path) -> None:
    unmet = run("unmet", "ban bo", "-f", "json", db=demo_file, today=TODAY, lang="vi").rows
    assert {row["verdict"] for row in unmet} == {"unmet"}
    assert {row["stage"] for row in unmet} == {"self"}
    tasks = run("task", "list", "-f", "json", db=demo_file, today=TODAY, lang="vi").rows
    assert {row["precision"] for row in tasks} == {"year", "month", "none"}
    assert {row["outcome"] for row in tasks} == {"open_overdue", "open_in_time", "no_due"}


def test_0_done_also_when_nothing_is_found(new_file: Path) -> None:
    for question in ("unmet", "overdue", "due", "status"):
        assert run(question, db=new_file).code == 0


@pytest.mark.parametrize(
    "question", [("unmet",), ("overdue",), ("due", "--within", "26w"), ("task", "list")]
)
def test_1_only_with_check_and_only_when_there_are_rows(
    demo_file: Path, new_file: Path, question: tuple[str, ...]
) -> None:
    plain = run(*question, db=demo_file, today=TODAY)
    checked = run(*question, "--check", db=demo_file, today=TODAY)
    assert (plain.code, checked.code) == (0, 1)
    assert checked.out == plain.out
    assert checked.err == ""
    assert run(*question, "--check", db=new_file, today=TODAY).code == 0


@pytest.mark.parametrize(
    "argv",
    [
        ("nothing",),
        ("unmet", "--nothing"),
        ("unmet", "--set"),
        ("history",),
        ("unmet", "--stage", "nothing"),
        ("unmet", "--width", "many"),
        ("unmet", "-f", "pdf"),
        ("task",),
        ("task", "nothing"),
        ("log", "nothing"),
        ("init", "too", "many"),
        ("--lang", "fr", "unmet"),
    ],
    ids=" ".join,
)
def test_2_for_a_command_line_that_is_not_understood(demo_file: Path, argv: tuple[str]) -> None:
    refused(run(*argv, db=demo_file), 2)


@pytest.mark.parametrize(
    "argv",
    [
        ("unmet", "Xã Không Có"),
        ("unmet", "--set", "khong-co"),
        ("overdue", "--lead", "Phòng Không Có"),
        ("unmet", "--as-of", "31/2/2023"),
        ("unmet", "--columns", "nothing"),
        ("due", "--within", "soon"),
        ("task", "show", "NV1999-001"),
        ("notice", "show", "99/TB-KHONG"),
        ("criteria", "load", "khong-co.toml"),
        ("unmet", "-o", "/nonexistent/rows.csv"),
        ("log", "99"),
        ("manual", "nothing"),
    ],
    ids=" ".join,
)
def test_3_for_data_that_cannot_be(demo_file: Path, argv: tuple[str]) -> None:
    refused(run(*argv, db=demo_file), 3)


def test_4_for_a_ledger_that_cannot_be_used(tmp_path: Path) -> None:
    assert str(tmp_path / "no.db") in refused(run("unmet", db=tmp_path / "no.db"), 4)


def test_4_for_a_ledger_that_another_holds(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ntmtrack.store.database.BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(demo, isolation_level=None)
    holder.execute("begin exclusive")
    try:
        said = refused(run("task", "note", "NV2023-005", "--text", "x", db=demo), 4)
        assert "locked" in said
        refused(run("unmet", db=demo), 4)
    finally:
        holder.close()
    assert run("task", "note", "NV2023-005", "--text", "x", db=demo).code == 0


def test_130_when_interrupted(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ntmtrack.app.reading.unmet", interrupted)
    result = run("unmet", db=demo_file)
    assert result.code == 130
    assert "Traceback" not in result.err


def test_70_for_a_fault_of_the_program(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object, **__: object) -> None:
        raise RuntimeError("as if")

    monkeypatch.setattr("ntmtrack.app.reading.unmet", faulty)
    result = run("unmet", db=demo_file)
    assert result.code == 70
    assert "RuntimeError: as if" in result.err
    assert "please report" in result.err.splitlines()[-1]


@pytest.mark.parametrize("name", ["--db", "--lang", "--today", "--actor"])
def test_a_global_option_after_the_command_is_told_where_it_goes(
    demo_file: Path, name: str
) -> None:
    said = refused(run("unmet", name, "en", db=demo_file), 2)
    assert f"{name} comes before the command" in said


def test_the_day_and_the_ledger_may_come_from_the_environment(demo_file: Path) -> None:
    told = {"NTMTRACK_DB": str(demo_file), "NTMTRACK_TODAY": "1/6/2023", "NTMTRACK_LANG": "en"}
    found = run("overdue", "-f", "json", lang=None, env=told)
    assert json.loads(found.out)["as_of"] == "2023-06-01"
    assert run("--today", "2023-05-31", "overdue", "ban bo", env=told).out.startswith(
        "Overdue tasks as of 31/05/2023"
    )


def test_who_does_it_is_kept(demo: Path) -> None:
    note = ("task", "note", "NV2023-005", "--text", "x")
    assert run("--actor", "Lò Văn A", *note, db=demo).code == 0
    assert run(*note, db=demo, env={"NTMTRACK_ACTOR": "Vàng Thị B"}).code == 0
    assert run(*note, db=demo, env={"USER": "cron"}).code == 0
    actors = [row["actor"] for row in run("log", "-f", "json", db=demo).rows]
    assert actors == ["cron", "Vàng Thị B", "Lò Văn A", "canbo"]


NEEDS_LEDGER = [
    (),
    ("unmet",),
    ("status",),
    ("status", "--compare", "2023"),
    ("trend",),
    ("regressions",),
    ("differences",),
    ("completeness",),
    ("period", "close", "2023"),
    ("period", "list"),
    ("period", "show", "2023"),
    ("overdue",),
    ("due",),
    ("history", "x"),
    ("assess", "x", "--met", "1"),
    ("tally", "x", "9/19"),
    ("measure", "x", "1.1", "5"),
    ("milestone", "x", "1.1", "5", "--by", "2024"),
    ("milestone", "remove", "x", "1.1", "--by", "2024"),
    ("milestone", "load", "x.csv"),
    ("milestone", "list"),
    ("product", "add", "x", "y"),
    ("product", "list"),
    ("product", "show", "x"),
    ("product", "target", "x", "--by", "2024"),
    ("product", "count"),
    ("product", "tally", "x", "5"),
    ("work", "add", "x", "y"),
    ("work", "set", "x", "--name", "y"),
    ("work", "list"),
    ("work", "show", "x"),
    ("work", "disbursement"),
    ("work", "approve", "x", "5 tỷ", "--source", "x", "--year", "2024"),
    ("work", "disburse", "x", "5 tỷ", "--source", "x", "--year", "2024"),
    ("work", "owe", "x", "5 tỷ", "--source", "x", "--year", "2024"),
    ("work", "start", "x"),
    ("work", "progress", "x", "--percent", "40"),
    ("work", "block", "x", "--reason", "x"),
    ("work", "unblock", "x"),
    ("work", "finish", "x"),
    ("work", "stop", "x", "--reason", "x"),
    ("work", "note", "x", "--text", "x"),
    ("progress",),
    ("standing", "x", "registered"),
    ("evidence", "x", "1", "--document", "x"),
    ("task", "add", "x", "--title", "x"),
    ("task", "list"),
    ("task", "show", "1"),
    ("task", "stats"),
    ("task", "start", "1"),
    ("task", "progress", "1", "--percent", "40"),
    ("task", "done", "1"),
    ("task", "confirm", "1"),
    ("task", "return", "1", "--reason", "x"),
    ("task", "note", "1", "--text", "x"),
    ("task", "extend", "1", "--due", "2030", "--reason", "x"),
    ("task", "trigger", "1"),
    ("task", "pause", "1", "--reason", "x"),
    ("task", "resume", "1"),
    ("task", "assign", "1", "--lead", "x"),
    ("task", "split", "1", "--lead", "x"),
    ("task", "cancel", "1", "--reason", "x"),
    ("task", "reopen", "1", "--reason", "x"),
    ("task", "occur"),
    ("task", "correct", "1", "--title", "x", "--reason", "x"),
    ("review",),
    ("nearest",),
    ("target", "add", "x", "--by", "2030"),
    ("target", "list"),
    ("dossier", "paper", "x", "Tờ trình"),
    ("dossier", "hand", "x", "--to", "x"),
    ("dossier", "close", "x"),
    ("dossier", "show", "x"),
    ("dossier", "list"),
    ("notice", "read", __file__),
    ("notice", "drafts"),
    ("notice", "draft"),
    ("notice", "accept", "--all"),
    ("notice", "skip", "1"),
    ("notice", "edit", "1", "--title", "x"),
    ("notice", "split", "1"),
    ("notice", "add", "x"),
    ("notice", "list"),
    ("notice", "show", "x"),
    ("unit", "add", "Xã A"),
    ("unit", "list"),
    ("unit", "show", "x"),
    ("unit", "set", "x", "--name", "Xã B"),
    ("unit", "import", "--province", "Lai Châu"),
    ("agency", "add", "x"),
    ("agency", "list"),
    ("agency", "show", "x"),
    ("agency", "set", "x", "--code", "y"),
    ("criteria", "list"),
    ("criteria", "show", "xa-ntm-2021-2025"),
    ("criteria", "load", "xa-ntm-2021-2025"),
    ("criteria", "map"),
    ("log",),
]


@pytest.mark.parametrize("argv", NEEDS_LEDGER, ids=" ".join)
def test_a_mistyped_ledger_is_refused_and_nothing_is_made(
    tmp_path: Path, argv: tuple[str, ...]
) -> None:
    said = refused(run(*argv, db=tmp_path / "no" / "such.db"), 4)
    assert "there is no ledger at" in said
    assert "ntmtrack init" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("argv", [("--help",), ("--version",), ("unmet", "--help"), ("manual",)])
def test_what_needs_no_ledger_makes_none(tmp_path: Path, argv: tuple[str, ...]) -> None:
    assert run(*argv, db=tmp_path / "no.db").code == 0
    assert list(tmp_path.iterdir()) == []


def test_every_writing_command_answers_in_json(demo: Path) -> None:
    for argv in (
        ("assess", "ban bo", "--met", "1"),
        ("tally", "ban bo", "10/19"),
        ("measure", "ban bo", "17.8", "82,5 %"),
        ("milestone", "ban bo", "17.8", "85 %", "--by", "2024"),
        ("product", "add", "ban bo", "Chè", "--stars", "3", "--on", "1/2/2024"),
        ("product", "target", "chè", "--stars", "4", "--by", "năm 2025"),
        ("product", "tally", "ham yen", "12", "--stars", "3+"),
        ("work", "add", "ban bo", "Chợ"),
        ("work", "set", "cho", "--due", "2025"),
        ("work", "approve", "cho", "5 tỷ", "--source", "x", "--year", "2024"),
        ("work", "disburse", "cho", "5 tỷ", "--source", "x", "--year", "2024"),
        ("work", "owe", "cho", "5 tỷ", "--source", "x", "--year", "2024"),
        ("work", "start", "cho"),
        ("work", "progress", "cho", "--percent", "40"),
        ("work", "block", "cho", "--reason", "x"),
        ("work", "unblock", "cho"),
        ("work", "note", "cho", "--text", "x"),
        ("work", "stop", "cho", "--reason", "x"),
        ("work", "start", "cho"),
        ("work", "finish", "cho"),
        ("standing", "ban bo", "registered"),
        ("evidence", "ban bo", "1", "--document", "Kết luận Bản Bo 10/3/2023"),
        ("target", "add", "ban bo", "11", "--by", "năm 2024"),
        ("dossier", "paper", "ban bo", "Tờ trình"),
        ("dossier", "hand", "ban bo", "--to", "KTHT-TD"),
        ("dossier", "close", "ban bo"),
        ("period", "close", "2023"),
        ("task", "add", "ban bo", "--title", "x"),
        ("task", "note", "NV2023-005", "--text", "x"),
        ("task", "assign", "NV2023-005", "--lead", "KTHT-TD"),
        ("task", "start", "NV2023-005"),
        ("task", "progress", "NV2023-005", "--percent", "40"),
        ("task", "extend", "NV2023-005", "--due", "2024", "--reason", "x"),
        ("task", "pause", "NV2023-005", "--reason", "x"),
        ("task", "resume", "NV2023-005"),
        ("task", "split", "NV2023-005", "--lead", "KTHT-TD"),
        ("task", "correct", "NV2023-005", "--title", "y", "--reason", "x"),
        ("task", "done", "NV2023-005"),
        ("task", "return", "NV2023-005", "--reason", "x"),
        ("task", "done", "NV2023-005"),
        ("task", "confirm", "NV2023-005"),
        ("task", "reopen", "NV2023-005", "--reason", "x"),
        ("task", "cancel", "NV2023-006", "--reason", "x"),
        ("notice", "add", "12/TB-UBND"),
        ("unit", "add", "Xã A"),
        ("unit", "set", "xa a", "--name", "Xã B"),
        ("agency", "add", "Phòng Y tế"),
        ("agency", "set", "phong y te", "--code", "YT"),
        ("criteria", "load", "xa-ntm-2009"),
    ):
        whole = json.loads(run(*argv, "-f", "json", db=demo, today=TODAY).out)
        assert whole["ntmtrack_report"] == 1
        assert len(whole["rows"]) == 1, argv


def test_the_program_speaks_utf_8_and_ends_lines_in_lf(demo_file: Path) -> None:
    result = spawn("unmet", "ban bo", "-f", "csv", db=demo_file, env={"PYTHONUTF8": "0"})
    assert result.code == 0
    assert "\r" not in result.out
    assert "Xã Bản Bo" in result.out
    assert len(list(csv.reader(io.StringIO(result.out)))) == 11
