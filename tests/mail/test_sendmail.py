"""Mail by a program of this machine: what it gets, and what its end means."""

import os
import select
import shutil
import sys
from pathlib import Path

import pytest

from ntmtrack.mail.outcome import NotSent, Result, Sent, Unknown
from ntmtrack.mail.sendmail import Sendmail
from tests.mail.server import HOST, Keeper, closed_port, mail_server

SENDER = "ntm@example.gov.vn"
LETTER = b"Subject: a\r\n\r\n.\r\nb\r\n"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that keeps what it gets and does as its first argument says."""
    path = tmp_path / "fake.py"
    path.write_text(
        "import json, pathlib, subprocess, sys, time\n"
        "here = pathlib.Path(__file__).parent\n"
        "(here / 'message').write_bytes(sys.stdin.buffer.read())\n"
        "(here / 'arguments').write_text(json.dumps(sys.argv[2:]))\n"
        "print('on its way')\n"
        "exec(sys.argv[1])\n",
        encoding="utf-8",
    )
    return path


def delivered(program: Path, action: str, *, seconds: float = 20) -> Result:
    mailer = Sendmail((sys.executable, str(program), action), seconds=seconds)
    return mailer.deliver(SENDER, "a@example.vn", LETTER)


def words(result: Result) -> str:
    assert not isinstance(result, Sent)
    assert all(isinstance(value, str | int) for value in result.why.values.values())
    return result.why.text.format(**result.why.values)


def test_the_program_gets_the_message_with_its_own_line_ends_and_both_addresses(
    program: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert delivered(program, "pass") == Sent("")
    assert (program.parent / "message").read_bytes() == b"Subject: a\n\n.\nb\n"
    assert (program.parent / "arguments").read_text() == (
        '["-f", "ntm@example.gov.vn", "--", "a@example.vn"]'
    )
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("code", "permanent", "of_server"),
    [
        (1, False, False),
        (64, False, True),
        (65, True, False),
        (66, False, False),
        (67, True, False),
        (68, False, False),
        (69, False, False),
        (70, False, False),
        (75, False, False),
        (77, False, True),
        (78, False, True),
        (200, False, False),
    ],
)
def test_an_exit_code_says_whether_to_try_again(
    program: Path, code: int, permanent: bool, of_server: bool
) -> None:
    result = delivered(program, f"sys.exit({code})")
    assert isinstance(result, NotSent)
    assert (result.permanent, result.of_server) == (permanent, of_server)
    assert words(result).endswith(f" ended with exit code {code}")


def test_its_last_lines_are_the_reason(program: Path) -> None:
    lines = r"'zeroth\nfirst\nno\x1b[1m such user\n\nnot sent\n'"
    said = f"print({lines}, file=sys.stderr); sys.exit(67)"
    told = words(delivered(program, said))
    assert told.endswith(" ended with exit code 67: first; no[1m such user; not sent")


def test_a_long_complaint_is_cut(program: Path) -> None:
    result = delivered(program, "print('x' * 99_999, file=sys.stderr); sys.exit(75)")
    assert isinstance(result, NotSent)
    assert result.why.values["words"] == "x" * 200


def test_a_program_that_is_missing_or_may_not_be_run_is_a_fault_of_the_settings(
    tmp_path: Path,
) -> None:
    (tmp_path / "plain").write_text("")
    for name in ("none", "plain"):
        result = Sendmail((str(tmp_path / name),)).deliver(SENDER, "a@example.vn", LETTER)
        assert isinstance(result, NotSent)
        assert result.of_server
        assert not result.permanent
        assert "cannot be run: " in words(result)


@pytest.mark.skipif(os.name != "posix", reason="a group of programs is ended by a signal")
def test_a_program_that_does_not_end_is_stopped_with_all_it_started(program: Path) -> None:
    pipe = program.parent / "pipe"
    os.mkfifo(pipe)
    # Whoever lives holds the pipe open: its end is read when all are gone.
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    child = "import time; time.sleep(60)"
    action = (
        "held = open(here / 'pipe', 'wb'); "
        f"subprocess.Popen([sys.executable, '-c', {child!r}], pass_fds=[held.fileno()]); "
        "held.write(b'started'); held.flush(); time.sleep(60)"
    )
    result = delivered(program, action, seconds=2)
    told = []
    with open(reading, "rb", buffering=0) as ending:
        while select.select([ending], [], [], 10)[0] and (piece := ending.read(100)):
            told.append(piece)
        assert told == [b"started"]
        assert ending.read(1) == b"", "somebody is still alive"
    assert isinstance(result, Unknown)
    assert words(result).endswith(" did not end within 2 seconds")


@pytest.mark.skipif(os.name != "posix", reason="programs are not ended by signals")
def test_a_program_that_is_stopped_by_another_may_have_sent_it(program: Path) -> None:
    result = delivered(program, "import os; os.kill(os.getpid(), 9)")
    assert isinstance(result, Unknown)
    assert words(result).endswith(" was stopped by signal 9")


@pytest.mark.skipif(os.name != "posix", reason="what is left running is found by /proc")
def test_what_the_program_leaves_running_is_not_waited_for(program: Path) -> None:
    left = "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3)'])"
    assert delivered(program, left, seconds=2) == Sent("")


# A real one

msmtp = pytest.mark.skipif(shutil.which("msmtp") is None, reason="msmtp is not installed")


def by_msmtp(port: int) -> Result:
    command = ("msmtp", "--file=/dev/null", f"--host={HOST}", f"--port={port}", "--timeout=5")
    return Sendmail(command).deliver(SENDER, "a@example.vn", LETTER)


@msmtp
def test_msmtp_takes_a_message() -> None:
    keeper = Keeper()
    with mail_server(keeper) as port:
        assert by_msmtp(port) == Sent("")
    [(sender, address, content)] = keeper.kept
    assert (sender, address) == (SENDER, "a@example.vn")
    assert content.endswith(b"Subject: a\r\n\r\n.\r\nb\r\n")


@msmtp
@pytest.mark.parametrize(("answer", "permanent"), [("550 no such user", True), ("451 busy", False)])
def test_a_refusal_is_final_as_far_as_msmtp_says_so(answer: str, permanent: bool) -> None:
    with mail_server(Keeper({"a@example.vn": [answer]})) as port:
        result = by_msmtp(port)
    assert isinstance(result, NotSent)
    assert result.permanent is permanent
    assert answer in words(result)


@msmtp
def test_msmtp_without_a_server_is_tried_again() -> None:
    result = by_msmtp(closed_port())
    assert isinstance(result, NotSent)
    assert not result.permanent
