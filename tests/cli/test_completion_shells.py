"""TAB in real shells, and what each of them is told: words, quotation marks and help."""

import os
import select
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from ntmtrack.cli.shells import SCRIPTS, TELL, Answer, Offer, asked
from tests.run import ROOT, run

BASH = shutil.which("bash") or ""
FISH = shutil.which("fish") or ""
ZSH = shutil.which("zsh") or ""


@pytest.mark.parametrize(
    ("line", "words", "text", "quote"),
    [
        ("ntmtrack ", [], "", ""),
        ("", [], "", ""),
        ("ntmtrack un", [], "un", ""),
        ("ntmtrack  unmet\t", ["unmet"], "", ""),
        ('ntmtrack unmet "ban b', ["unmet"], "ban b", '"'),
        ("ntmtrack unmet 'ban\\ b", ["unmet"], "ban\\ b", "'"),
        ("ntmtrack unmet ban\\ b", ["unmet"], "ban b", ""),
        ("ntmtrack unmet ban\\ ", ["unmet"], "ban ", ""),
        ('ntmtrack unmet "a\\"b\\c"d', ["unmet"], 'a"b\\cd', ""),
        ("ntmtrack unmet '' x", ["unmet", ""], "x", ""),
        ("ntmtrack unmet ban\\", ["unmet"], "ban", ""),
    ],
)
def test_a_line_is_read_as_far_as_it_was_typed(
    line: str, words: list[str], text: str, quote: str
) -> None:
    found = asked({"_TYPER_COMPLETE_ARGS": line})
    assert (list(found.words), found.text, found.quote) == (words, text, quote)


def _told(shell: str, line: str, *offers: Offer, paths: str = "", **more: str) -> list[str]:
    found = asked({"_TYPER_COMPLETE_ARGS": line, **more})
    return TELL[shell](Answer(offers, paths=paths), found).splitlines()


STRANGE = "a b'c\"d$e`f\\g!(h)*~;&"


@pytest.mark.skipif(not BASH, reason="there is no bash on this machine")
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_bash_reads_back_the_word_that_was_meant(quote: str) -> None:
    (word,) = _told("bash", f"ntmtrack unmet {quote}", Offer(STRANGE))
    script = f"printf %s {quote}{word}{quote}"
    done = subprocess.run([BASH, "-c", script], capture_output=True, check=True, text=True)
    assert done.stdout == STRANGE


def test_bash_shows_help_beside_several_words_and_puts_in_one_alone() -> None:
    both = (Offer("ban-bo", "03424 · Xã Bản Bo"), Offer("bang-coc"))
    assert _told("bash", "ntmtrack unmet b", *both) == ["ban-bo  (03424 · Xã Bản Bo)", "bang-coc"]
    assert _told("bash", "ntmtrack unmet b", both[0]) == ["ban-bo"]
    by_turns = _told("bash", "ntmtrack unmet b", *both, _NTMTRACK_COMPLETE_TYPE="37")
    assert by_turns == ["ban-bo", "bang-coc"]


def test_bash_never_loses_what_was_typed_to_words_that_do_not_go_on_from_it() -> None:
    codes = (Offer("03424"), Offer("03427"))
    assert _told("bash", "ntmtrack unmet ban", *codes) == ["ban", "03424", "03427"]
    assert _told("bash", "ntmtrack unmet 03", *codes) == ["03424", "03427"]


def test_long_help_is_cut_only_where_it_stands_in_the_word() -> None:
    offers = (Offer("1", "x" * 100), Offer("2", "y"))
    assert _told("bash", "ntmtrack ", *offers)[0] == f"1  ({'x' * 71}…)"
    assert _told("fish", "ntmtrack ", *offers)[0] == f"1\t{'x' * 100}"


def test_powershell_gets_words_in_its_own_quotation_marks() -> None:
    told = _told("powershell", "ntmtrack x", Offer("ban-bo", "h"), Offer("a ’b"), Offer("a,b"))
    assert told == ["ban-bo\tban-bo\th", "'a ’’b'\ta ’b\ta ’b", "'a,b'\ta,b\ta,b"]


@pytest.mark.parametrize("shell", SCRIPTS)
def test_files_are_asked_of_the_shell(shell: str) -> None:
    assert _told(shell, "ntmtrack x", paths="files") == [":files"]


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_script_of_a_shell_is_printed_and_nothing_else(shell: str, tmp_path: Path) -> None:
    shown = run("completion", shell, db=tmp_path / "none.db")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out == SCRIPTS[shell]
    assert f"complete_{shell}" in shown.out
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def surroundings(demo_file: Path, tmp_path: Path) -> dict[str, str]:
    """What a shell finds around it: the program in the search path, and a ledger."""
    script = tmp_path / "bin" / "ntmtrack"
    script.parent.mkdir()
    called = shlex.join([sys.executable, "-m", "ntmtrack"])
    script.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {called} "$@"\n')
    script.chmod(0o755)
    return {
        "PATH": f"{script.parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "TERM": "xterm",
        "LANG": "C.UTF-8",
        "NTMTRACK_DB": str(demo_file),
        "NTMTRACK_LANG": "en",
        **{name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ},
    }


@contextmanager
def _terminal(command: Sequence[str], env: dict[str, str]) -> Iterator[int]:
    """A program at a terminal of its own, wide enough for every line."""
    import fcntl
    import pty
    import struct
    import termios

    child, terminal = pty.fork()
    if child == 0:
        os.execve(command[0], list(command), env)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 400, 0, 0))
    try:
        yield terminal
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def _shown(terminal: int, wanted: str) -> str:
    """What the terminal shows up to what is waited for."""
    shown, end = b"", time.monotonic() + 30
    while wanted.encode() not in shown:
        ready, _, _ = select.select([terminal], [], [], max(0, end - time.monotonic()))
        assert ready, shown
        shown += os.read(terminal, 65536)
    return shown.decode("utf-8", "replace")


@pytest.mark.skipif(not BASH, reason="there is no bash on this machine")
def test_tab_in_a_real_bash(surroundings: dict[str, str], tmp_path: Path) -> None:
    setup = tmp_path / "bashrc"
    setup.write_text(
        "PS1='ready> '; bind 'set bell-style none'; bind 'set enable-bracketed-paste off'\n"
        'eval "$(ntmtrack completion bash)"\n'
    )
    with _terminal([BASH, "--noprofile", "--rcfile", str(setup), "-i"], surroundings) as terminal:
        _shown(terminal, "ready> ")
        for typed, becomes in (
            ("ban-\t", "unmet ban-bo "),
            ('"ban b\t', 'unmet "ban bo" '),
            ("Bản\\ B\t", "unmet Bản\\ Bo "),
            ("--set=xa-ntm-2021\t", "unmet --set=xa-ntm-2021-2025 "),
            ("ban\t\t", "ban-bo  (03424 · Xã Bản Bo, Huyện Tam Đường)"),
        ):
            # The line before is taken off first.
            os.write(terminal, f"\x15ntmtrack unmet {typed}".encode())
            _shown(terminal, becomes)


@pytest.mark.skipif(not FISH, reason="there is no fish on this machine")
def test_tab_in_a_real_fish(surroundings: dict[str, str]) -> None:
    script = (
        "ntmtrack completion fish | source;"
        " for line in 'unmet ban' 'unmet \"bản b' 'unmet --set=xa-ntm-2021' '--db /etc/host';"
        ' complete -C "ntmtrack $line"; end'
    )
    done = subprocess.run(
        [FISH, "--no-config", "-c", script],
        capture_output=True,
        text=True,
        env=surroundings,
        check=True,
    )
    told = [line.partition("\t")[0] for line in done.stdout.splitlines()]
    assert told[:4] == ["ban-bo", "bang-coc", "Bản Bo", "--set=xa-ntm-2021-2025"]
    assert "/etc/hosts" in told


@pytest.mark.skipif(not ZSH, reason="there is no zsh on this machine")
@pytest.mark.parametrize(
    ("typed", "added"), [("ban-", "bo"), ('"ban b', 'o"'), ("--set=xa-ntm-2021", "-2025")]
)
def test_tab_in_a_real_zsh(
    surroundings: dict[str, str], tmp_path: Path, typed: str, added: str
) -> None:
    (tmp_path / ".zshrc").write_text(
        "autoload -Uz compinit; compinit -u; unsetopt prompt_sp zle_bracketed_paste\n"
        'eval "$(ntmtrack completion zsh)"; PS1="ready> "\n'
    )
    with _terminal([ZSH, "-i"], surroundings) as terminal:
        _shown(terminal, "ready> ")
        os.write(terminal, f"ntmtrack unmet {typed}\t".encode())
        _shown(terminal, f"{typed}{added}")
