"""One question, many forms: the same rows and figures on a terminal, in a pipe and in a file."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.factories import TODAY
from tests.run import refused, run

QUESTIONS = {
    ("unmet",): ("number", "name", "leads"),
    ("unmet", "--by-criterion"): ("number", "unit_name"),
    ("status",): ("unit_name", "met", "unmet", "total"),
    ("status", "--bands"): ("band", "units"),
    ("overdue",): ("task", "title", "days_late"),
    ("due", "--within", "26w"): ("task", "title", "days_left"),
    ("task", "list"): ("task", "title", "days_late"),
    ("history", "ban bo"): ("number", "document"),
    ("notice", "list"): ("document", "issuer", "tasks"),
    ("notice", "show", "ban bo"): ("task", "title"),
    ("product", "list"): ("unit_name", "product"),
    ("product", "show", "cốm"): ("stars", "words"),
    ("product", "count"): ("unit_name", "products"),
    ("unit", "list"): ("unit", "unit_name"),
    ("unit", "show", "ban bo"): ("unit", "unit_name"),
    ("agency", "list"): ("agency",),
    ("agency", "show", "KTHT-TD"): ("agency", "code"),
    ("criteria", "list"): ("set", "criteria"),
    ("criteria", "show", "xa-ntm-2026-2030"): ("number", "name"),
    ("log",): ("change", "rows"),
    ("task", "show", "NV2023-005"): ("actor", "change"),
}
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)


def _ask(path: Path, question: tuple[str, ...], *more: object, **given: Any) -> str:
    result = run(*question, *more, db=path, today=TODAY, **given)
    assert (result.code, result.err) == (0, "")
    return result.out


def _plain(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _rows(path: Path, question: tuple[str, ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(_ask(path, question, "-f", "json"))["rows"]
    assert found
    return found


@each_question
def test_json_lines_hold_the_rows_of_json(demo_file: Path, question: tuple[str, ...]) -> None:
    lines = _ask(demo_file, question, "-f", "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == _rows(demo_file, question)


@each_question
def test_sheets_hold_the_rows_of_json(demo_file: Path, question: tuple[str, ...]) -> None:
    wanted = [[_plain(value) for value in row.values()] for row in _rows(demo_file, question)]
    for form, dialect in (("csv", "excel"), ("tsv", "excel-tab")):
        text = _ask(demo_file, question, "-f", form)
        quoting = csv.QUOTE_NONE if form == "tsv" else csv.QUOTE_MINIMAL
        header, *lines = csv.reader(io.StringIO(text), dialect, quoting=quoting)
        assert header == list(_rows(demo_file, question)[0])
        assert [[cell.removeprefix("'") for cell in line] for line in lines] == [
            [cell.removeprefix("'") for cell in line] for line in wanted
        ]


@each_question
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_table_holds_the_rows_of_json(
    demo_file: Path, question: tuple[str, ...], lang: str
) -> None:
    keys = QUESTIONS[question]
    shown = _ask(
        *(demo_file, question, "-f", "table", "--columns", ",".join(keys), "--width", "1000"),
        lang=lang,
    )
    lines = iter(shown.splitlines())
    for row in _rows(demo_file, question):
        wanted = [_plain(row[key]) for key in keys]
        assert any(_in_order(wanted, line) for line in lines), wanted


@each_question
def test_text_holds_the_rows_of_json(demo_file: Path, question: tuple[str, ...]) -> None:
    keys = QUESTIONS[question]
    shown = _ask(demo_file, question, "-f", "text", "--columns", ",".join(keys), "--width", "1000")
    place = 0
    for row in _rows(demo_file, question):
        for key in keys[:2]:
            place = shown.index(_plain(row[key]), place)


def _in_order(words: list[str], line: str) -> bool:
    place = 0
    for word in words:
        place = line.find(word, place)
        if place < 0:
            return False
        place += len(word)
    return True


@each_question
def test_a_pipe_gets_text_and_a_terminal_gets_a_table(
    demo_file: Path, question: tuple[str, ...]
) -> None:
    piped = _ask(demo_file, question)
    assert piped == _ask(demo_file, question, "-f", "text")
    assert "─" not in piped
    watched = _ask(demo_file, question, tty=True, width=200)
    assert "─" in watched
    assert "─" in _ask(demo_file, question, "-f", "table")


@each_question
@pytest.mark.parametrize("width", [40, 80, 160])
def test_nothing_is_wider_than_the_terminal(
    demo_file: Path, question: tuple[str, ...], width: int
) -> None:
    shown = _ask(demo_file, question, tty=True, width=width, env={"NO_COLOR": "1"})
    # Only a word that cannot be broken may stick out, and only where words are listed.
    wide = [line for line in shown.splitlines() if len(line) > width and " " in line.strip()]
    assert wide == []


def test_colour_is_for_terminals_that_want_it(demo_file: Path) -> None:
    question = ("history", "ban bo")
    assert "\x1b[" in _ask(demo_file, question, tty=True, width=120, env={"TERM": "xterm"})
    unwanted = {"TERM": "xterm", "NO_COLOR": "1"}
    assert "\x1b[" not in _ask(demo_file, question, tty=True, width=120, env=unwanted)
    assert "\x1b[" not in _ask(demo_file, question, "-f", "table", env={"TERM": "xterm"})


@pytest.mark.parametrize("form", ["txt", "csv", "tsv", "json", "jsonl", "md"])
def test_a_file_gets_the_form_of_its_suffix(demo_file: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"rows.{form}"
    assert _ask(demo_file, ("unmet",), "-o", path) == ""
    wanted = _ask(demo_file, ("unmet",), "-f", {"txt": "text"}.get(form, form))
    assert path.read_text("utf-8") == wanted
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_form_that_is_named_wins_over_the_suffix(demo_file: Path, tmp_path: Path) -> None:
    _ask(demo_file, ("unmet",), "-f", "json", "-o", tmp_path / "rows.csv")
    assert json.loads((tmp_path / "rows.csv").read_text("utf-8"))["rows"]


def test_a_file_that_cannot_be_written_keeps_what_was_there(
    demo_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "rows.csv").write_text("old")
    refused(run("unmet", "--columns", "no", "-o", tmp_path / "rows.csv", db=demo_file), 3)
    assert (tmp_path / "rows.csv").read_text() == "old"


def test_columns_come_in_the_order_asked_for(demo_file: Path) -> None:
    header = _ask(demo_file, ("unmet",), "-f", "csv", "--columns", "name, number").splitlines()[0]
    assert header == "name,number"


def test_an_unknown_column_is_told_with_those_there_are(demo_file: Path) -> None:
    said = refused(run("unmet", "--columns", "number,nothing", db=demo_file), 3)
    assert "nothing" in said
    assert "unit_name" in said


def test_markdown_is_a_table_too(demo_file: Path) -> None:
    lines = _ask(demo_file, ("unmet",), "-f", "md").splitlines()
    assert len([line for line in lines if line.startswith("| ")]) >= 12


def test_both_languages_have_words_of_their_own(demo_file: Path) -> None:
    english = _ask(demo_file, ("unmet", "ban bo"), lang="en")
    vietnamese = _ask(demo_file, ("unmet", "ban bo"), lang="vi")
    assert "Unmet criteria as of 09/07/2024" in english
    assert "Unmet" not in vietnamese
    assert "chưa đạt" in vietnamese
    assert "09/07/2024" in vietnamese


def test_errors_are_said_in_the_reader_s_language(demo_file: Path) -> None:
    said = refused(run("unmet", "khong co", db=demo_file, lang="vi"), 3)
    assert "there is no unit" not in said
    said = refused(run("unmet", "--nothing", db=demo_file, lang="vi"), 2)
    assert "there is no option" not in said


def test_who_watches_is_told_of_the_file_that_was_written(demo_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "late.csv"
    watched = run("overdue", "-o", target, db=demo_file, today=TODAY, tty=True)
    assert (watched.out, watched.err.split()) == ("", ["Written", "to", str(target)])
    in_a_pipe = run("overdue", "-o", target, db=demo_file, today=TODAY)
    assert (in_a_pipe.out, in_a_pipe.err) == ("", "")
    device = run("overdue", "-f", "csv", "-o", "/dev/null", db=demo_file, today=TODAY, tty=True)
    assert (device.code, device.err) == (0, "")


def test_a_column_is_named_by_its_heading_in_the_reader_s_language(demo_file: Path) -> None:
    def head(*columns: str) -> str:
        asked = ("--columns", ",".join(columns), "-f", "csv")
        return run("overdue", *asked, db=demo_file, today=TODAY, lang="vi").out.splitlines()[0]

    assert head("nhiem-vu", "Phối hợp", "due") == "task,coordinators,due"
    said = refused(run("overdue", "--columns", "nhiem-vu", db=demo_file, lang="en"), 3)
    assert "nhiem-vu" in said
