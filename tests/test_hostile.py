"""Whatever is typed, piped or lying where the ledger should be: one clear line, and no harm."""

import os
import shlex
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import ADVANCED, TODAY, a_task, a_unit, an_agency
from tests.run import Result, refused, rows, run, shell, spawn

READ_FORMS = ("text", "table", "csv", "tsv", "json", "jsonl", "md")


def _content(path: Path) -> str:
    """Everything a ledger holds, as text: the same before and after means nothing was written."""
    with closing(sqlite3.connect(path)) as conn:
        return "\n".join(conn.iterdump())


@pytest.fixture
def untouched(demo: Path) -> Iterator[Path]:
    """A ledger that a test must leave as it found it."""
    before = _content(demo)
    yield demo
    assert _content(demo) == before


# What is typed


AWKWARD = {
    "markup": "[red]đỏ[/red] [/x] [a] :smile: [link=x]y[/link]",
    "quotes": "\"'`„“” %s %d {x} {} $HOME ; -- drop table task",
    "emoji": "🧑 lúa 🌾 ×½",
    "formula": '=cmd|"/c calc"!A1',
    "wide": "農村 新村",
    "long": "Xã " * 3300 + "hết",
}


@pytest.mark.parametrize("words", AWKWARD.values(), ids=AWKWARD.keys())
def test_words_come_back_as_they_went_in(demo: Path, words: str) -> None:
    number = a_task(demo, title=words)
    found = [row for row in rows("task", "list", db=demo, today=TODAY) if row["task"] == number]
    assert found[0]["title"] == words
    for form in READ_FORMS:
        result = run("task", "list", "ban bo", "-f", form, db=demo, today=TODAY)
        assert result.code == 0, result.err


def test_markup_is_shown_as_it_is_on_a_terminal(demo: Path) -> None:
    a_task(demo, title=AWKWARD["markup"])
    shown = run("task", "list", "ban bo", db=demo, today=TODAY, tty=True, width=300).out
    assert AWKWARD["markup"] in shown


CONTROLS = "a\x1b[31mb\x07c\x08d\u202ee\u2066f\u200bg\x9bh"


def test_controls_never_reach_the_ledger_or_the_screen(demo: Path) -> None:
    a_task(demo, title=CONTROLS, note=CONTROLS)
    an_agency(demo, CONTROLS)
    a_unit(demo, f"Xã {CONTROLS}")
    run("--actor", CONTROLS, "tally", "ban bo", "9/19", "--words", CONTROLS, db=demo, today=TODAY)
    run("notice", "add", CONTROLS, "--about", CONTROLS, db=demo, today=TODAY)
    unsafe = set("\x1b\x07\x08\x9b\u202e\u2066")
    for question in ("task list", "agency list", "unit list", "notice list", "log", "overdue"):
        for form in READ_FORMS:
            shown = run(*question.split(), "-f", form, db=demo, today=TODAY).out
            assert not set(shown) & unsafe, (question, form)


def test_controls_in_the_environment_never_reach_the_screen(demo: Path) -> None:
    for name in ("NTMTRACK_ACTOR", "USER"):
        told = {name: CONTROLS}
        assert run("task", "note", "NV2023-005", "--text", "x", db=demo, env=told).code == 0
    actors = {row["actor"] for row in rows("log", db=demo)}
    assert actors == {"canbo", "a[31mbcdefgh"}


def test_errors_show_no_controls(untouched: Path) -> None:
    for argv in (
        ["unmet", CONTROLS],
        [CONTROLS],
        ["unmet", f"--{CONTROLS}"],
        ["unmet", "-o", "/nonexistent/\x1b.csv"],
    ):
        said = run(*argv, db=untouched).err
        assert not set(said) & set("\x1b\x07\x08\u202e\u2066\x9b"), argv


def test_decomposed_letters_and_look_alikes_find_the_same_unit(demo_file: Path) -> None:
    import unicodedata

    wanted = rows("unmet", "Xã Bản Bo", db=demo_file, today=TODAY)
    for words in (
        unicodedata.normalize("NFD", "Xã Bản Bo"),
        "xa ban bo",
        "BẢN\u00a0BO",
        "  bản   bo ",
        "03424",
        "Bản Bo, Tam Đường",
        "ban bo, tam ðuong",
    ):
        assert rows("unmet", words, db=demo_file, today=TODAY) == wanted


def test_what_is_typed_decomposed_is_kept_composed(demo: Path) -> None:
    import unicodedata

    number = a_task(demo, title=unicodedata.normalize("NFD", "Đường trục chính"))
    found = {row["task"]: row["title"] for row in rows("task", "list", db=demo, today=TODAY)}
    assert found[number] == "Đường trục chính"


def test_arguments_that_are_no_utf_8_are_refused(untouched: Path) -> None:
    result = spawn("task", "note", "NV2023-005", "--text", db=untouched, raw=[b"x\xff\xfe"])
    assert "UTF-8" in refused(result, 2)
    result = spawn("unmet", db=untouched, raw=[b"\xed\xa0\x80"])
    assert "UTF-8" in refused(result, 2)


DATES = ["31/2/2023", "29/2/2023", "30/6", "1/1/0", "0", "0000-00-00", "2023-13-01", "1/1/99999"]
DATES += ["31/12/9999", "năm 0", "", " ", "hôm nay", "5/2023-", "٣", "9" * 5000]


@pytest.mark.parametrize("day", DATES, ids=lambda day: day[:12] or "empty")
@pytest.mark.parametrize(
    "argv",
    [
        ("unmet", "--as-of"),
        ("task", "add", "ban bo", "--title", "x", "--due"),
        ("task", "done", "NV2023-005", "--on"),
        ("assess", "ban bo", "--met", "1", "--on"),
        ("standing", "ban bo", "registered", "--target"),
        ("notice", "add", "x", "--date"),
        ("unit", "add", "Xã A", "--from"),
    ],
    ids=" ".join,
)
def test_impossible_days_are_refused_in_one_line(
    demo_file: Path, argv: tuple[str, ...], day: str
) -> None:
    refused(run(*argv, day, db=demo_file, today=TODAY), 3)


@pytest.mark.parametrize("day", ["31/2/2023", "30/6", "0", "nonsense", "31/12/9999"])
def test_an_impossible_today_is_refused(untouched: Path, day: str) -> None:
    refused(run("unmet", db=untouched, today=day), 3)
    refused(run("unmet", db=untouched, env={"NTMTRACK_TODAY": day}), 3)


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_furthest_days_can_be_looked_at(demo_file: Path, day: str) -> None:
    for argv in ((), ("unmet",), ("overdue",), ("due", "--within", "3660d"), ("status",)):
        assert run(*argv, db=demo_file, today=day).code == 0


NAMES = [
    (("unmet", "Xã Không Có"), "there is no unit"),
    (("unmet", "Xã"), "may mean several"),
    (("unmet", "--set", "xa-ntm"), "may mean several"),
    (("unmet", "--set", "không có"), "there is no criteria set"),
    (("overdue", "--lead", "UBND"), "may mean several"),
    (("overdue", "--lead", "KT"), "there is no agency"),
    (("overdue", "--document", "làm việc"), "may mean several"),
    (("overdue", "--document", "không có"), "there is no document"),
    (("task", "show", "5"), "may mean several"),
    (("task", "show", "NV2023-999"), "there is no task"),
    (("assess", "ban bo", "--met", "20"), "no criterion or indicator 20"),
    (("assess", "ban bo", "--met", "1-3,1.99"), "no criterion or indicator 1.99"),
]


@pytest.mark.parametrize(("argv", "said"), NAMES, ids=lambda each: " ".join(each))
def test_unknown_and_ambiguous_names_are_told(
    untouched: Path, argv: tuple[str, ...], said: str
) -> None:
    assert said in refused(run(*argv, db=untouched, today=TODAY), 3)


def test_candidates_are_listed_with_their_parents(demo: Path) -> None:
    a_unit(demo, "Xã Bình An", under="Huyện Chiêm Hóa")
    said = refused(run("unmet", "binh an", db=demo), 3)
    assert "Xã Bình An, Huyện Lâm Bình (02290)" in said
    assert "Xã Bình An, Huyện Chiêm Hóa" in said
    assert run("unmet", "binh an, lam binh", db=demo).code == 0


@pytest.mark.parametrize(
    "argv",
    [
        ("assess", "ban bo", "--met", "1,2", "--unmet", "3,99"),
        ("assess", "ban bo", "--met", "1,2", "--unmet", "2"),
        ("assess", "ban bo", "--met", "1-19", "--document", "mới", "--by", "không có"),
        ("assess", "ban bo", "--met", "1", "--document", "mới", "--evidence", "/nonexistent"),
        ("task", "add", "ban bo", "--title", "x", "--document", "mới", "--lead", "không có"),
        ("task", "add", "ban bo", "--title", "x", "--person", "không có"),
        ("task", "done", "NV2023-005", "NV2023-999"),
        ("task", "done", "NV2023-005", "NV2023-006", "--on", "1/1/2000"),
        ("task", "assign", "NV2023-005", "--lead", "KTHT-TD", "--coordinator", "không có"),
        ("agency", "add", "Phòng Y tế", "--mail", "a@b.vn", "--mail", "not an address"),
        ("agency", "set", "KTHT-TD", "--code", "NEW", "--drop-mail", "no@b.vn"),
        ("unit", "add", "Xã A", "--under", "không có"),
        ("tally", "ban bo", "9/19", "--document", "mới", "--set", "không có"),
        ("standing", "ban bo", "registered", "--document", "mới", "--set", "không có"),
    ],
    ids=" ".join,
)
def test_one_bad_word_writes_nothing_at_all(untouched: Path, argv: tuple[str, ...]) -> None:
    refused(run(*argv, db=untouched, today=TODAY), 3)


@pytest.mark.parametrize(
    "out",
    [
        ("--columns", "nothing"),
        ("-o", "/nonexistent/rows.csv"),
        ("-o", "rows.unknown"),
        ("-o", ""),
        ("-f", "csv", "-o", "/"),
    ],
    ids=" ".join,
)
def test_a_write_whose_answer_cannot_be_given_writes_nothing(
    untouched: Path, out: tuple[str, ...]
) -> None:
    """Exit code 3 promises that nothing was written; done twice, a fact stands twice."""
    note = ("task", "note", "NV2023-005", "--text", "x")
    refused(run(*note, *out, db=untouched, today=TODAY), 3)


def test_a_new_ledger_whose_answer_cannot_be_given_is_not_made(tmp_path: Path) -> None:
    refused(run("init", "-o", "/nonexistent/rows.csv", db=tmp_path / "new.db"), 3)
    assert list(tmp_path.iterdir()) == []


def test_a_report_is_never_written_over_the_ledger(untouched: Path) -> None:
    refused(run("unmet", "-f", "csv", "-o", untouched, db=untouched), 3)


def test_a_report_goes_through_a_link_not_over_it(demo_file: Path, tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    target, link = tmp_path / "share" / "rows.csv", tmp_path / "rows.csv"
    target.write_text("old")
    link.symlink_to(target)
    assert run("unmet", "-o", link, db=demo_file).code == 0
    assert link.is_symlink()
    assert target.read_text().startswith("unit,")


def test_a_report_never_takes_the_place_of_a_pipe_or_a_device(
    demo_file: Path, tmp_path: Path
) -> None:
    pipe = tmp_path / "rows.csv"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        run("unmet", "-o", pipe, db=demo_file)
        assert pipe.is_fifo()
    finally:
        os.close(reader)


EMPTY = [
    ("unit", "add", ""),
    ("unit", "add", "", "--kind", "commune"),
    ("unit", "add", "Xã A", "--code", ""),
    ("unit", "add", "Xã A", "--under", ""),
    ("unit", "add", "Xã A", "--region", ""),
    ("unit", "set", "ban bo"),
    ("unit", "set", "ban bo", "--name", ""),
    ("unit", "set", "ban bo", "--code", ""),
    ("unit", "set", "", "--name", "Xã B"),
    ("unit", "show", ""),
    ("unit", "import", ""),
    ("unit", "import", "--province", ""),
    ("unmet", ""),
    ("unmet", "--set", ""),
    ("unmet", "--under", ""),
    ("unmet", "--criterion", ""),
    ("unmet", "--columns", ""),
    ("unmet", "-o", ""),
    ("overdue", "--lead", ""),
    ("overdue", "--coordinator", ""),
    ("overdue", "--document", ""),
    ("due", "--within", ""),
    ("history", ""),
    ("history", "ban bo", ""),
    ("assess", "", "--met", "1"),
    ("assess", "ban bo", ""),
    ("assess", "ban bo", "--met", ""),
    ("assess", "ban bo", "--met", "1", "--by", ""),
    ("assess", "ban bo", "--met", "1", "--document", ""),
    ("assess", "ban bo", "--met", "1", "--evidence", ""),
    ("tally", "ban bo", ""),
    ("standing", "ban bo", "registered", "--document", ""),
    ("evidence", "ban bo", "1", "--document", ""),
    ("evidence", "ban bo", "1", "--file", ""),
    ("task", "add", "", "--title", "x"),
    ("task", "add", "ban bo", "--title", ""),
    ("task", "add", "ban bo", "--title", "x", "--lead", ""),
    ("task", "add", "ban bo", "--title", "x", "--person", ""),
    ("task", "add", "ban bo", "--title", "x", "--due", ""),
    ("task", "add", "ban bo", "--title", "x", "--document", ""),
    ("task", "show", ""),
    ("task", "done", ""),
    ("task", "note", "NV2023-005", "--text", ""),
    ("task", "cancel", "NV2023-005", "--reason", ""),
    ("task", "assign", "NV2023-005", "--lead", ""),
    ("notice", "add", ""),
    ("notice", "show", ""),
    ("agency", "add", ""),
    ("agency", "add", "A", "--code", ""),
    ("agency", "add", "A", "--mail", ""),
    ("agency", "add", "A", "--person", ""),
    ("agency", "add", "A", "--person", ", Trưởng phòng"),
    ("agency", "set", "KTHT-TD"),
    ("agency", "set", "KTHT-TD", "--name", ""),
    ("agency", "show", ""),
    ("criteria", "show", ""),
    ("criteria", "load", ""),
    ("criteria", "check", ""),
    ("criteria", "diff", "", ""),
    (
        *("criteria", "overlay", "xa-ntm-2021-2025", "--number", "17.8", "--threshold", ">= 85 %"),
        *("--decision", "", "--effective", "1/1/2024"),
    ),
    ("manual", ""),
]


@pytest.mark.parametrize("argv", EMPTY, ids=" ".join)
def test_nothing_is_not_a_name_a_day_or_a_number(untouched: Path, argv: tuple[str, ...]) -> None:
    refused(run(*argv, db=untouched, today=TODAY), 3)


@pytest.mark.parametrize("blank", ["\u200b", "\u00a0", "\t\n", "\x01"])
def test_what_cannot_be_seen_is_nothing_too(untouched: Path, blank: str) -> None:
    for argv in (
        ("task", "add", "ban bo", "--title", blank),
        ("agency", "add", blank),
        ("notice", "add", blank),
        ("unit", "add", blank, "--kind", "commune"),
    ):
        refused(run(*argv, db=untouched, today=TODAY), 3)


def test_an_empty_office_is_refused(tmp_path: Path) -> None:
    refused(run("init", "--office", "", db=tmp_path / "new.db"), 3)
    assert list(tmp_path.iterdir()) == []


HUGE = [
    ("task", "show", "9" * 5000),
    ("task", "show", "²"),
    ("task", "done", "²"),
    ("task", "show", "NV2023-" + "9" * 5000),
    ("tally", "ban bo", "9" * 30),
    ("tally", "ban bo", "²/19"),
    ("assess", "ban bo", "17.8", "9" * 5000),
    ("assess", "ban bo", "17.8", "1e999999"),
    ("assess", "ban bo", "17.8", "nan"),
    ("assess", "ban bo", "--met", "1-999999999"),
    ("assess", "ban bo", "--met", "1-99999999999999999999"),
    ("assess", "ban bo", "--met", "9" * 5000),
    ("overdue", "--criterion", "1-999999999"),
    ("due", "--within", "9999w"),
    ("history", "ban bo", "9" * 30),
    ("criteria", "load", "a" * 300),
    ("criteria", "check", "a" * 5000),
    ("criteria", "diff", "a" * 300, "b" * 300),
    ("unit", "import", "a" * 300),
    ("unmet", "a" * 100_000),
]


@pytest.mark.parametrize("argv", HUGE, ids=lambda argv: " ".join(argv)[:40])
def test_huge_and_odd_numbers_and_names_are_refused(untouched: Path, argv: tuple[str, ...]) -> None:
    refused(run(*argv, db=untouched, today=TODAY), 3)


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000])
@pytest.mark.parametrize("argv", [("log",), ("log", "--limit"), ("unmet", "--width")])
def test_a_whole_number_has_bounds(untouched: Path, argv: tuple[str, ...], number: str) -> None:
    result = run(*argv, number, db=untouched)
    assert result.code in (0, 2, 3)
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    "argv",
    [
        ("unit", "add", "Xã A", "--from", "1/1/2025", "--to", "1/1/2024"),
        ("unit", "set", "ban bo", "--from", "1/1/2025", "--to", "1/1/2024"),
        ("agency", "add", "A", "--from", "1/1/2025", "--to", "1/1/2024"),
        ("agency", "set", "KTHT-TD", "--from", "1/1/2025", "--to", "1/1/2024"),
        ("unit", "set", "ban bo", "--under", "ban bo"),
        ("unit", "set", "huyen tam duong", "--under", "ban bo"),
        ("unit", "set", "ban bo", "--code", "02416"),
        ("task", "add", "ban bo", "--title", "x", "--assigned", "1/1/2050"),
        ("task", "assign", "NV2023-005", "--lead", "KTHT-TD", "--on", "1/1/2020"),
        ("history", "ban bo", "999"),
        ("tally", "ban bo", "0/0"),
        ("overdue", "--criterion", "999"),
        ("unmet", "--criterion", "999"),
    ],
    ids=" ".join,
)
def test_what_contradicts_itself_or_the_ledger_is_refused(
    untouched: Path, argv: tuple[str, ...]
) -> None:
    refused(run(*argv, db=untouched, today=TODAY), 3)


def test_an_option_given_twice_loses_nothing(demo: Path) -> None:
    """Either both are taken or the command is refused; silently the last alone is neither."""
    result = run(
        *("assess", "ban bo", "--met", "1,2", "--met", "5", "-f", "json"), db=demo, today=TODAY
    )
    assert result.code == 2 or [row["number"] for row in result.rows] == ["1", "2", "5"]


def test_filters_given_twice_lose_nothing(demo_file: Path) -> None:
    result = run("unmet", "--criterion", "1", "--criterion", "2", "-f", "json", db=demo_file)
    assert result.code == 2 or [row["number"] for row in result.rows] == ["1", "2"]


# What lies where the ledger should be


def _damaged(demo_file: Path) -> dict[str, bytes]:
    whole = demo_file.read_bytes()
    return {
        "zero bytes": b"",
        "a text": b"xa,tieu chi\nBan Bo,9\n",
        "only the magic": whole[:16],
        "cut in the header": whole[:60],
        "cut in half": whole[: len(whole) // 2],
        "overwritten with zeros": whole[:8192] + bytes(len(whole[8192:])),
    }


@pytest.mark.parametrize("kind", _damaged(Path(os.devnull)))
def test_a_damaged_ledger_is_refused_and_left_alone(
    demo_file: Path, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "ledger.db"
    content = _damaged(demo_file)[kind]
    path.write_bytes(content)
    for argv in (
        ("unmet",),
        ("status",),
        (),
        ("log",),
        ("task", "note", "NV2023-005", "--text", "x"),
        ("init",),
        ("demo",),
    ):
        refused(run(*argv, db=path), 4)
    assert path.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["ledger.db"]


def _sqlite(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(script)
    return path


def test_another_program_s_database_is_refused(tmp_path: Path) -> None:
    path = _sqlite(tmp_path / "other.db", "create table contacts(name)")
    before = path.read_bytes()
    for argv in (("unmet",), ("task", "note", "1", "--text", "x"), ("init",), ("demo",)):
        refused(run(*argv, db=path), 4)
    assert path.read_bytes() == before


def test_a_newer_ledger_is_refused(demo: Path) -> None:
    _sqlite(demo, "pragma user_version = 99")
    for argv in (("unmet",), ("task", "note", "1", "--text", "x")):
        assert "newer" in refused(run(*argv, db=demo), 4)


def test_a_ledger_that_lacks_a_table_is_damaged(demo: Path) -> None:
    _sqlite(demo, "drop table tally")
    refused(run("unmet", db=demo), 4)
    refused(run("tally", "ban bo", "9/19", db=demo), 4)


NO_TEXT = {
    "unit_version name": ("status", "unit list", "assess 'ban bo' --met 3"),
    "task title": ("overdue", "task list"),
    "assessment note": ("unmet", "history 'ban bo'"),
    "change actor": ("log",),
    "setting value": ("task add 'ban bo' --title x",),
}
"""Columns, and commands that read them."""


@pytest.mark.parametrize("where", NO_TEXT)
def test_bytes_that_are_no_text_are_told(demo: Path, where: str) -> None:
    table, column = where.split()
    _lawless(demo, f"update {table} set {column} = cast(x'41ff42' as text)")
    before = demo.read_bytes()
    for line in NO_TEXT[where]:
        complaint = refused(run(*shlex.split(line), db=demo, today=TODAY), 4)
        assert "holds text that is not UTF-8" in complaint
    assert demo.read_bytes() == before


def test_json_that_is_none_is_damage(demo: Path) -> None:
    _lawless(demo, "update change set extent = 'x'")
    assert "is damaged" in refused(run("log", db=demo), 4)


def _lawless(path: Path, statement: str) -> None:
    """A statement of another program that takes the rules away first."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("pragma ignore_check_constraints = on")
        rules = conn.execute("select name from sqlite_master where type = 'trigger'").fetchall()
        for (name,) in rules:
            conn.execute(f"drop trigger {name}")
        conn.execute(statement)


def test_a_read_only_ledger_can_be_read_and_says_so_when_written(untouched: Path) -> None:
    untouched.chmod(0o444)
    assert run("unmet", db=untouched).code == 0
    said = refused(run("task", "note", "NV2023-005", "--text", "x", db=untouched), 4)
    assert "read-only" in said


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    for argv in (("unmet",), ("task", "note", "1", "--text", "x"), ("init",), ("demo",)):
        refused(run(*argv, db=tmp_path), 4)
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_cannot_be_made_below_a_file_or_under_an_endless_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "file" / "new.db", tmp_path / ("x" * 300)):
        refused(run("init", db=path), 4)
        refused(run("demo", db=path), 4)
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("name", ["sổ 1 #?%.db", "a'b\"c.db", "-x.db", "x\\y.db", "[red].db"])
def test_a_ledger_may_have_an_odd_name(tmp_path: Path, name: str) -> None:
    assert run("init", db=tmp_path / name).code == 0
    assert run("unmet", db=tmp_path / name).code == 0
    assert [each.name for each in tmp_path.iterdir()] == [name]


# Where it runs


def _csv(demo_file: Path, **surroundings: str) -> Result:
    return spawn("unmet", "xã bản bo", "-f", "csv", db=demo_file, env=surroundings)


POOR = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize(
    "surroundings",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0"},
        POOR,
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "ascii:strict", **POOR},
        {"COLUMNS": "20"},
        {"COLUMNS": "0"},
        {"COLUMNS": "nonsense"},
        {"TERM": "nonsense"},
        {"HOME": "/nonexistent"},
        {"USER": "", "LOGNAME": ""},
        {"LANGUAGE": "xx:yy", "LANG": "zz"},
        {"TZ": "nonsense"},
    ],
    ids=str,
)
def test_poor_surroundings_change_no_byte(demo_file: Path, surroundings: dict[str, str]) -> None:
    result = _csv(demo_file, **surroundings)
    assert (result.code, result.err) == (0, "")
    assert "Xã Bản Bo" in result.out


def test_an_empty_environment_is_enough_for_cron(demo_file: Path) -> None:
    result = spawn("overdue", db=demo_file, today=TODAY, bare=True)
    assert (result.code, result.err) == (0, "")
    assert result.out == run("overdue", db=demo_file, today=TODAY).out


def test_a_write_needs_no_environment(demo: Path) -> None:
    result = spawn("task", "note", "NV2023-005", "--text", "x", db=demo, bare=True)
    assert (result.code, result.err) == (0, "")
    assert rows("log", "--limit", "1", db=demo)[0]["actor"]


def test_files_with_vietnamese_names_work_in_the_poorest_locale(
    demo_file: Path, tmp_path: Path
) -> None:
    ledger = tmp_path / "sổ.db"
    shutil.copy(demo_file, ledger)
    result = spawn("unmet", "-o", tmp_path / "bảng.csv", db=ledger, env=POOR)
    assert (result.code, result.err) == (0, "")
    assert (tmp_path / "bảng.csv").exists()
    refused(spawn("unmet", db=tmp_path / "không có.db", env=POOR), 4)


def test_names_that_are_no_utf_8_in_the_environment_do_no_harm(demo: Path) -> None:
    for name in ("NTMTRACK_ACTOR", "USER"):
        told = {name: "\udcff"}
        assert spawn("unmet", "-f", "csv", db=demo, env=told).code == 0
        result = spawn("task", "note", "NV2023-005", "--text", "x", db=demo, env=told)
        assert result.code in (0, 3)
        assert "Traceback" not in result.err


def test_a_reader_that_leaves_early_is_no_fault(demo_file: Path) -> None:
    result = shell(f"$NTM --db {demo_file} criteria show xa-ntm-2021-2025 | head -1")
    assert result.err == ""
    assert len(result.out.splitlines()) == 1


@pytest.mark.parametrize("argv", ["--help", "--db $DB criteria show xa-ntm-2021-2025"])
def test_a_reader_that_was_never_there_is_no_fault(demo_file: Path, argv: str) -> None:
    """Exit code 1 would say that --check has found rows."""
    script = f"{{ sleep 0.2; $NTM {argv}; echo $? >&2; }} | true"
    assert shell(script, env={"DB": str(demo_file)}).err == "0\n"


@pytest.mark.parametrize(
    "argv", ["--version", "--help", "--db $DB unmet", "--db $DB unmet -f json", "manual"]
)
def test_a_full_disk_under_the_output_is_told_in_one_line(demo_file: Path, argv: str) -> None:
    result = shell(f"$NTM {argv} > /dev/full", env={"DB": str(demo_file)})
    assert result.err.startswith("ntmtrack: error: ")
    assert "Traceback" not in result.err
    assert result.code not in (0, 1, 2, 70)


@pytest.mark.parametrize("argv", ["--version", "--help", "--db $DB unmet", "--db $DB unmet zz"])
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_fault(demo_file: Path, argv: str, closed: str) -> None:
    result = shell(f"$NTM {argv} {closed}", env={"DB": str(demo_file)})
    assert "Traceback" not in result.err
    assert result.code == (3 if argv.endswith("zz") else 0)


def test_a_write_with_closed_streams_harms_no_ledger(demo: Path) -> None:
    result = shell(f"$NTM --db {demo} task note NV2023-005 --text x <&- >&- 2>&-")
    assert result.code == 0
    with closing(sqlite3.connect(demo)) as conn:
        assert conn.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert conn.execute("select count(*) from change").fetchone() == (2,)


def test_a_narrow_terminal_shows_everything_that_matters(demo_file: Path) -> None:
    for width in (20, 40, 60, 80):
        shown = run("overdue", db=demo_file, today=TODAY, tty=True, width=width)
        assert shown.code == 0
        assert all(row["task"] in shown.out for row in rows("overdue", db=demo_file, today=TODAY))


# What it is told about itself


def test_a_language_that_is_not_there_is_refused(untouched: Path) -> None:
    for lang in ("fr", "", "english"):
        assert "vi, en" in refused(run("unmet", db=untouched, lang=lang), 2)


def test_a_strange_language_in_the_environment_is_passed_over(demo_file: Path) -> None:
    assert run("unmet", db=demo_file, lang=None, env={"NTMTRACK_LANG": "xx"}).code == 0


BAD_SETTINGS = [b"\xff", b"db = 1", b'unknown = "x"', b"db = ", b"[db]", b'lang = "fr"']


@pytest.mark.parametrize("content", BAD_SETTINGS, ids=str)
def test_bad_settings_are_told(demo_file: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)
    told = {"NTMTRACK_CONFIG": str(path)}
    assert str(path) in refused(run("unmet", db=demo_file, env=told), 3)


def test_settings_that_were_named_must_be_there(demo_file: Path, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no.toml"):
        refused(run("unmet", db=demo_file, env={"NTMTRACK_CONFIG": str(path)}), 3)


def test_settings_are_taken_from_the_file(demo_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'db = "{demo_file}"\nlang = "en"\n', "utf-8")
    result = run("unmet", lang=None, env={"NTMTRACK_CONFIG": str(path)})
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Unmet criteria as of")


# Anything at all


NASTY = st.sampled_from(
    [
        *("", " ", "-", "--", "---", "0", "-1", "1", "19", "1-3", "1,,2", "17.8", "9/19", "²", "٣"),
        *("ban bo", "03424", "Xã Bản Bo", "Bản Bo, Tam Đường", "xa", "a" * 300, "9" * 400),
        *("NV2023-005", "NV2023-999", "5", "nv2023-5", "KTHT-TD", "UBND", "12/TB-UBND"),
        *("31/2/2023", "30/6", "trong tháng 5/2023", "năm 2024", "quý IV/2018", "2024-02-29"),
        *("[red]", "[/x]", ":smile:", "%s", "{x}", "'", '"', "\\", "\x1b[2J", "\u202e", "\ud800"),
        *("e\u0301", "👩‍🌾", "/", "/nonexistent/x", "x.csv", "x.toml", "=1+1", "met", "registered"),
        *("csv", "json", "text", "table", "commune", "tay-nguyen", "82,5 %", ">= 85 %", "a@b.vn"),
        ADVANCED,
    ]
) | st.text(max_size=12).filter(lambda text: "\0" not in text)

OPTIONS = st.sampled_from(
    [
        *("--set", "--on", "--note", "--document", "--under", "--lead", "--coordinator"),
        *("--criterion", "--as-of", "--columns", "--width", "-f", "--title", "--due", "--text"),
        *("--met", "--unmet", "--nearly", "--na", "--verdict", "--reason", "--stage", "--by"),
        *("--code", "--kind", "--region", "--group", "--from", "--to", "--name", "--mail"),
        *("--person", "--unit", "--drop-mail", "--drop-person", "--year", "--target", "--words"),
        *("--what", "--within", "--sort", "--limit", "--date", "--issuer", "--about", "--number"),
        *("--threshold", "--agency", "--decision", "--effective", "--assigned", "--excerpt"),
    ]
)
FLAGS = st.sampled_from(
    ["--check", "--help", "--by-criterion", "--no-task", "--bands", "--at-risk", "--outside"]
)
COMMANDS = st.sampled_from(
    [
        *("", "unmet", "status", "overdue", "due", "history", "assess", "tally", "standing"),
        *("evidence", "task add", "task list", "task show", "task done", "task note"),
        *("task assign", "task cancel", "notice add", "notice list", "notice show", "unit add"),
        *("unit list", "unit show", "unit set", "agency add", "agency list", "agency show"),
        *("agency set", "criteria list", "criteria show", "criteria check", "criteria overlay"),
        *("log", "manual", "task", "nothing"),
    ]
)
ARGUMENTS = st.lists(
    NASTY.map(lambda word: [word])
    | st.tuples(OPTIONS, NASTY).map(list)
    | FLAGS.map(lambda flag: [flag]),
    max_size=6,
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(command=COMMANDS, arguments=ARGUMENTS)
def test_no_command_line_is_a_fault_of_the_program(
    demo: Path, command: str, arguments: list[list[str]]
) -> None:
    words = [word for part in arguments for word in part]
    result = run(*command.split(), *words, db=demo, today=TODAY)
    assert "Traceback" not in result.err, result.err
    assert result.code in {0, 1, 2, 3, 4}, result.err
    if result.code > 1:
        assert result.err.startswith("ntmtrack: ")


FITTING = {
    "unit add": ("--code", "--under", "--region", "--group", "--from", "--to", "--kind"),
    "unit set": ("--name", "--code", "--under", "--region", "--group", "--from", "--to"),
    "agency add": ("--code", "--unit", "--mail", "--person", "--from", "--to", "--note"),
    "agency set": ("--name", "--code", "--unit", "--mail", "--person", "--drop-person", "--to"),
    "task add": ("--criterion", "--set", "--lead", "--due", "--document", "--assigned", "--note"),
    "task assign": ("--lead", "--coordinator", "--on", "--document", "--reason"),
    "assess": ("--met", "--unmet", "--on", "--by", "--document", "--note", "--verdict"),
    "tally": ("--what", "--set", "--on", "--words", "--document", "--note"),
    "standing": ("--set", "--on", "--year", "--target", "--document", "--note"),
    "notice add": ("--kind", "--date", "--issuer", "--about", "--excerpt"),
}
FIRST = {
    "unit add": ["Xã A"],
    "unit set": ["ban bo"],
    "agency add": ["Phòng A"],
    "agency set": ["KTHT-TD"],
    "task add": ["ban bo", "--title", "x"],
    "task assign": ["NV2023-005"],
    "assess": ["ban bo"],
    "tally": ["ban bo", "9/19"],
    "standing": ["ban bo", "registered"],
    "notice add": ["99/TB"],
}


@st.composite
def _writes(draw: st.DrawFn) -> list[str]:
    command = draw(st.sampled_from(sorted(FITTING)))
    words = [*command.split(), *FIRST[command]]
    for name in draw(st.lists(st.sampled_from(FITTING[command]), max_size=4)):
        words += [name, draw(NASTY)]
    return words


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=_writes())
def test_a_write_is_whole_or_refused(demo: Path, words: list[str]) -> None:
    before = _changes(demo)
    result = run(*words, db=demo, today=TODAY)
    assert "Traceback" not in result.err, result.err
    assert result.code in {0, 2, 3}, result.err
    assert _changes(demo) == before + (result.code == 0)


def _changes(path: Path) -> int:
    with closing(sqlite3.connect(path)) as conn:
        return int(conn.execute("select count(*) from change").fetchone()[0])
