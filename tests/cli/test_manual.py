"""`manual`: the manual, page by page, and what is looked for in it."""

import os
import pty
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from ntmtrack.app.manual import PAGES, names
from tests.run import PLAIN_ENVIRONMENT, ROOT, refused, run

TOPICS = tuple(names())


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_alone_it_lists_every_page_by_its_name_and_title(lang: str) -> None:
    said = run("manual", lang=lang).out
    for topic, name in names().items():
        page = run("manual", topic, lang=lang).out
        shown = f"{name if lang == 'vi' else topic}  {page.partition(chr(10))[0][2:]}"
        assert shown in " ".join(said.split("\n")), shown


def test_the_list_holds_every_page_that_is_there_in_both_languages() -> None:
    there = {page.name for page in PAGES.glob("*.md")}
    assert there == {f"{topic}{ending}" for topic in TOPICS for ending in (".md", ".vi.md")}


def test_no_two_names_of_pages_are_alike() -> None:
    both = [name for pair in names().items() for name in set(pair)]
    assert len(both) == len(set(both))


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_is_found_by_both_its_names_in_both_languages(topic: str) -> None:
    english, vietnamese = run("manual", topic), run("manual", topic, lang="vi")
    assert english.code == vietnamese.code == 0
    assert english.out == (PAGES / f"{topic}.md").read_text("utf-8")
    assert vietnamese.out == (PAGES / f"{topic}.vi.md").read_text("utf-8")
    name = names()[topic]
    assert run("manual", name, lang="vi").out == vietnamese.out
    assert run("manual", name.replace("-", " ").upper()).out == english.out


def test_a_name_with_its_marks_is_the_same_name() -> None:
    assert run("manual", "thời hạn").out == run("manual", "thoi-han").out


@pytest.mark.parametrize("topic", ["nothing", "../README", "criteria-format.vi", "/etc/passwd"])
def test_a_page_that_is_not_there_is_refused(topic: str) -> None:
    assert "the manual has no page" in refused(run("manual", topic), 3)


def test_a_mistyped_page_is_answered_with_the_nearest_in_the_readers_language() -> None:
    assert "criteria-format" in refused(run("manual", "criteria-fromat"), 3)
    assert "nhiem-vu" in refused(run("manual", "nhiemvu", lang="vi"), 3)
    assert "nhiem-vu" in refused(run("manual", "task", lang="vi"), 3)
    assert all(topic in refused(run("manual", "0"), 3) for topic in TOPICS)


def test_words_are_found_without_marks_in_all_pages_and_in_one() -> None:
    everywhere = run("manual", "--search", "lenh trong crontab", lang="vi").out
    assert "`ntmtrack manual thu`" in everywhere
    one = run("manual", "mail", "--search", "CRONTAB", lang="vi").out
    assert "`ntmtrack manual thu`" in one
    assert "`ntmtrack manual khong-mat-gi`" not in one


def test_words_that_stand_side_by_side_somewhere_are_told_only_where_they_do() -> None:
    found = run("manual", "--search", "gia han", lang="vi").out.casefold()
    shown = [line for line in found.split("\n\n") if line.strip()][1:-1]
    assert shown
    assert all("gia hạn" in " ".join(block.split()) for block in shown)


def test_the_page_of_keys_which_names_everything_is_told_last() -> None:
    found = run("manual", "--search", "gia han", lang="vi").out
    assert "`ntmtrack manual khoa-json`" in found
    assert found.rindex("`ntmtrack manual nhiem-vu`") < found.index("`ntmtrack manual khoa-json`")


def test_words_that_stand_nowhere_side_by_side_are_found_apart() -> None:
    assert "`ntmtrack manual mail`" in run("manual", "--search", "crontab machine").out


def test_words_that_stand_nowhere_are_no_fault() -> None:
    nowhere = run("manual", "--search", "zyzzyva")
    assert nowhere.code == 0
    assert "No page has all these words" in nowhere.out


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_terminal_of_80_columns_holds_every_page_but_for_long_examples(
    topic: str, lang: str
) -> None:
    shown = run("manual", topic, lang=lang, tty=True, width=80)
    assert shown.code == 0
    for line in shown.out.splitlines():
        assert len(line) <= 80 or line.startswith("  "), line
        assert not any(unicodedata.combining(each) for each in line)
    assert "\x1b" not in shown.out


def test_a_page_that_is_read_out_comes_as_it_was_written() -> None:
    shown = run("manual", "security", tty=True, env={"NTMTRACK_FORMAT": "spoken"}).out
    assert shown == (PAGES / "security.md").read_text("utf-8")


def _on_a_terminal(*argv: str, pager: str | None, columns: int = 80) -> str:
    """What a terminal receives, standard input and output being it."""
    master, end = pty.openpty()
    surroundings = {**os.environ, **PLAIN_ENVIRONMENT, "TERM": "xterm", "COLUMNS": str(columns)}
    surroundings |= {"PYTHONPATH": str(ROOT), "NTMTRACK_LANG": "vi"}
    surroundings.pop("PAGER", None)
    if pager is not None:
        surroundings["PAGER"] = pager
    program = [sys.executable, "-m", "ntmtrack", *argv]
    running = subprocess.Popen(program, stdin=end, stdout=end, stderr=end, env=surroundings)
    os.close(end)
    read = bytearray()
    while True:
        try:
            more = os.read(master, 1 << 16)
        except OSError:
            break
        if not more:
            break
        read += more
    os.close(master)
    assert running.wait(30) == 0
    return read.decode().replace("\r\n", "\n")


def test_on_a_terminal_the_readers_pager_shows_the_page(tmp_path: Path) -> None:
    pager = tmp_path / "a pager.py"
    pager.write_text("import sys\nprint('paged', len(sys.stdin.buffer.read()) > 1000)\n")
    told = _on_a_terminal("manual", "tep", pager=f"{sys.executable} '{pager}'")
    assert told == "paged True\n"


@pytest.mark.parametrize("pager", ["", "no-such-pager --at all"])
def test_without_a_pager_the_page_comes_as_it_is(pager: str) -> None:
    told = _on_a_terminal("manual", "tep", pager=pager)
    assert "\x1b[1m" in told
    assert told.count("\n") > 100


def test_the_list_of_pages_waits_for_no_pager() -> None:
    assert "bo-tieu-chi" in _on_a_terminal("manual", pager="false")


@pytest.mark.parametrize(("lang", "page"), [("vi", "bat-dau"), ("en", "start")])
def test_tab_offers_the_pages_by_their_names_and_titles(lang: str, page: str) -> None:
    typed = {
        "_NTMTRACK_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_ARGS": f"ntmtrack manual {page[:2]}",
        "NTMTRACK_LANG": lang,
    }
    told = run(lang=None, env=typed).out.splitlines()
    title = run("manual", page, lang=lang).out.partition("\n")[0].removeprefix("# ")
    assert f"{page}\t{title}" in told
    assert all(line.startswith(page[:2]) for line in told)
