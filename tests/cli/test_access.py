"""Who sees no colours, has a narrow screen, or listens to it, gets what everybody gets."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_known import ASKED
from tests.factories import TODAY
from tests.run import PLAIN_ENVIRONMENT, ROOT, Result, refused, run

COLOURS = {"TERM": "xterm-256color"}
_CODES = re.compile("\x1b\\[[0-9;]*m")
_BOXES = re.compile("[\u2500-\u259f]")
_HIDDEN = re.compile(r"\(([a-z_0-9]+ = (?:[^()]|\([^()]*\))*)\); ")
"""How a table names the columns that found no room; a heading may have brackets of its own."""

# A command that is two words in the list and takes more.
QUESTIONS = {name: (*name.split(), *more) for name, more in ASKED.items()}
questions = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)


def ask(
    ledger: Path,
    *argv: object,
    lang: str = "vi",
    width: int | None = None,
    env: dict[str, str] | None = None,
) -> Result:
    """What a person at a terminal sees."""
    result = run(*argv, db=ledger, today=TODAY, lang=lang, tty=True, width=width, env=env)
    assert (result.code, result.err) == (0, ""), argv
    return result


# Colours


@questions
def test_every_report_says_the_same_without_its_colours(
    demo_file: Path, question: tuple[str, ...]
) -> None:
    plain = ask(demo_file, *question, width=120, env=COLOURS | {"NO_COLOR": "1"}).out
    coloured = ask(demo_file, *question, width=120, env=COLOURS).out
    assert "\x1b" not in plain
    bare = [line.rstrip() for line in _CODES.sub("", coloured).splitlines()]
    assert bare == plain.splitlines()


def test_a_verdict_in_colour_is_a_word_too(demo_file: Path) -> None:
    said = ask(demo_file, "history", "ban bo", width=120, env=COLOURS).out
    painted = {words for _, words in re.findall("\x1b\\[(3[1-3])m(.*?)\x1b", said)}
    assert painted == {"đạt", "chưa đạt"}


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({}, True),
        ({"NO_COLOR": ""}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ],
)
def test_colours_are_as_the_environment_wants_them(
    demo_file: Path, environ: dict[str, str], colours: bool
) -> None:
    said = ask(demo_file, "history", "ban bo", width=120, env=COLOURS | environ).out
    assert ("\x1b" in said) == colours


def test_a_pipe_gets_colours_only_where_they_are_forced_and_a_file_never(
    demo_file: Path, tmp_path: Path
) -> None:
    question = ("history", "ban bo", "-f", "table")
    assert "\x1b" not in run(*question, db=demo_file, env=COLOURS).out
    forced = COLOURS | {"FORCE_COLOR": "1"}
    assert "\x1b" in run(*question, db=demo_file, env=forced).out
    assert run(*question, "-o", tmp_path / "a.txt", db=demo_file, env=forced).code == 0
    assert b"\x1b" not in (tmp_path / "a.txt").read_bytes()


# Width


@questions
def test_nothing_is_cut_or_lost_on_a_narrow_screen(
    demo_file: Path, question: tuple[str, ...]
) -> None:
    for lang in ("vi", "en"):
        facts = _facts(ask(demo_file, *question, "-f", "spoken", lang=lang).out)
        for width in (80, 60):
            said = ask(demo_file, *question, lang=lang, width=width).out
            _assert_within(said, width)
            _assert_whole(said, facts)


def _assert_within(said: str, width: int) -> None:
    # Only a word that cannot be broken may stick out.
    wide = [line for line in said.splitlines() if len(line) > width and " " in line.strip()]
    assert not wide


def _assert_whole(said: str, facts: list[tuple[str, str]]) -> None:
    """Every word of every fact is there unbroken, or its column is named as one that is not."""
    words, hidden = set(said.split()), _hidden(said)
    for heading, value in facts:
        if heading.rstrip(".") in hidden or heading[:1].isdigit():
            continue
        lost = [each for each in value.replace(";", " ").split() if each not in words]
        # Longer than any code is only the path of a file.
        lost = [each for each in lost if f"{each};" not in words and len(each) <= 40]
        assert not lost, (heading, value, said)


def _facts(spoken: str) -> list[tuple[str, str]]:
    """The facts of the rows: what stands between the first block's heading and the notes."""
    parts = spoken.rstrip("\n").split("\n\n")[1:-1]
    lines = [line for part in parts for line in part.split("\n") if ": " in line]
    return [(heading, value) for heading, _, value in (line.partition(": ") for line in lines)]


def _hidden(said: str) -> set[str]:
    """The headings of the columns that a table says it does not show."""
    told = re.search(_HIDDEN, " ".join(said.split()))
    named = re.split("[;,] (?=[a-z_0-9]+ = )", told[1]) if told else []
    return {each.partition(" = ")[2].rstrip(".") for each in named}


@pytest.mark.parametrize("width", [80, 60, 40])
def test_what_a_write_says_fits_the_screen_too(demo: Path, width: int) -> None:
    given = ("task", "extend", "NV2023-005", "--to", "30/6/2023", "--reason", "chờ mẫu đơn " * 9)
    _assert_within(ask(demo, *given, width=width).out, width)
    noted = ("task", "note", "NV2023-005", "--text", "ghi thêm " * 30)
    wide = ask(demo, *noted, width=200).out
    assert max(map(len, wide.splitlines())) <= 78


@pytest.mark.parametrize("width", [80, 60])
def test_a_real_terminal_is_asked_for_its_width(demo_file: Path, width: int) -> None:
    said = on_a_terminal(width, "unmet", "ban bo", db=demo_file)
    lines = _CODES.sub("", said).splitlines()
    assert max(map(len, lines)) <= width
    assert "NV2023-005" in said
    # Where there is no room for a column it is named, with how to see it.
    assert "--columns" in said


def on_a_terminal(width: int, *argv: object, db: Path) -> str:
    """What a run in a process of its own writes to a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 25, width, 0, 0))
    command = [sys.executable, "-m", "ntmtrack", "--lang", "vi", "--db", str(db), "--today", TODAY]
    surroundings = {name: os.environ[name] for name in ("PATH", "HOME")} | PLAIN_ENVIRONMENT
    with subprocess.Popen(
        [*command, *map(str, argv)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=surroundings | {"PYTHONPATH": str(ROOT)},
    ) as process:
        os.close(theirs)
        said = b"".join(_read(ours))
        os.close(ours)
    assert process.returncode == 0, said
    return said.decode()


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            said = os.read(terminal, 65536)
        except OSError:
            # Linux says so where others tell of the end.
            return
        if not said:
            return
        yield said


# Listening


@questions
def test_the_spoken_form_draws_nothing_and_tells_one_fact_a_line(
    demo_file: Path, question: tuple[str, ...]
) -> None:
    said = run(*question, "-f", "spoken", db=demo_file, today=TODAY, lang="vi").out
    assert not _BOXES.search(said)
    assert " · " not in said
    assert "  " not in said
    assert "\t" not in said
    rows = run(*question, "-f", "json", db=demo_file, today=TODAY).rows
    assert len(said.split("\n\n")) >= len(rows)


@pytest.mark.parametrize("where", ["environment", "settings"])
def test_the_form_of_a_terminal_can_be_chosen_once_for_all(
    demo_file: Path, tmp_path: Path, where: str
) -> None:
    settings = tmp_path / "config.toml"
    settings.write_text('format = "spoken"\n' if where == "settings" else "", "utf-8")
    env = {"NTMTRACK_CONFIG": str(settings)}
    env |= {"NTMTRACK_FORMAT": "spoken"} if where == "environment" else {}
    question = ("overdue", "ban bo")
    spoken = run(*question, "-f", "spoken", db=demo_file, today=TODAY).out
    said = run(*question, db=demo_file, today=TODAY, tty=True, env=env)
    assert said.out == spoken
    # What is asked for by name, a pipe and a file are as they are.
    table = run(*question, "-f", "table", db=demo_file, today=TODAY, tty=True, env=env).out
    assert "─" in table
    piped = run(*question, db=demo_file, today=TODAY, env=env).out
    assert piped == run(*question, db=demo_file, today=TODAY).out != spoken


def test_what_a_write_and_the_board_say_is_in_the_form_chosen_too(demo: Path) -> None:
    env = {"NTMTRACK_FORMAT": "spoken"}
    written = run("assess", "ban bo", "--met", "17", db=demo, today=TODAY, tty=True, env=env)
    assert "  " not in written.out
    assert "No.: 17" in written.out.splitlines()
    assert " · " not in run(db=demo, today=TODAY, tty=True, env=env).out


def test_a_form_that_is_none_for_a_terminal_is_refused(demo_file: Path) -> None:
    said = refused(run("status", db=demo_file, env={"NTMTRACK_FORMAT": "xlsx"}), 3)
    assert "xlsx" in said
    assert "table, text, spoken" in said


def test_marks_of_a_matrix_are_heard_as_words(demo_file: Path) -> None:
    said = run("status", "-f", "spoken", db=demo_file, today=TODAY, lang="en").out.splitlines()
    assert "1: unmet" in said
    assert "3: met" in said
    assert not [line for line in said if line.endswith((": U", ": M", ": N"))]
    assert "A criterion that a unit is not told with has not been assessed." in said


def test_a_periodic_report_can_be_listened_to(demo_file: Path) -> None:
    said = run("report", "2024-H1", "-f", "spoken", db=demo_file, today=TODAY, lang="vi").out
    assert not _BOXES.search(said)
    assert " · " not in said
