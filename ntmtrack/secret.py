"""A secret that a person keeps elsewhere: what a program prints, or the first line of a file.

It is in no sentence, no error, no argument of a program and no ledger.
"""

import os
import shlex
import stat
import subprocess
from pathlib import Path

from ntmtrack.errors import DataError, reason_of
from ntmtrack.message import Message, say

_SECONDS = 20
_MOST = 4_096


def told(command: tuple[str, ...], *, table: str) -> str:
    """The first line that a program prints; it runs without a shell and is asked nothing.

    `table` is where the configuration names it. Raises DataError for a program that cannot be
    run, fails, does not end or prints nothing.
    """
    code, printed = _run(command, table)
    fault: Message | None = None
    if code is None:
        fault = say("it did not end within {seconds} seconds", seconds=_SECONDS)
    elif code != 0:
        fault = say("it ended with exit code {code}", code=code)
    elif not _first_line(printed):
        fault = say("it printed nothing")
    if fault is not None:
        raise _of_no_use(command, fault, table)
    return _first_line(printed)


def _run(command: tuple[str, ...], table: str) -> tuple[int | None, bytes]:
    """The exit code and what was printed; no code for a program that had to be stopped."""
    try:
        # What it complains of may hold secrets, so it is not kept.
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise _of_no_use(command, reason_of(error), table) from error
    with process:
        try:
            printed, _ = process.communicate(timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            # It names the arguments, and what was printed so far: it goes no further.
            process.kill()
            return None, b""
        return process.returncode, printed


def _of_no_use(command: tuple[str, ...], reason: Message, table: str) -> DataError:
    # The name alone: arguments are nobody's business.
    name = shlex.quote(command[0])
    return DataError(
        say("the password command {name} is of no use: {reason}", name=name, reason=reason),
        hint=say("run it yourself, and mend password_command under [{table}]", table=table),
    )


def kept(path: Path) -> str:
    """The first line of a file; DataError for one that others may use, or that holds none."""
    found = ""
    try:
        # Not to wait for a pipe that nobody writes to.
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            fault = _unfit(os.fstat(number))
            if fault is None:
                found = _first_line(os.read(number, _MOST))
        finally:
            os.close(number)
    except OSError as error:
        fault = reason_of(error)
    if fault is None and not found:
        fault = say("it is empty")
    if fault is not None:
        raise DataError(
            say("the password file {path} cannot be used: {reason}", path=path, reason=fault),
            hint=_for_one(path, os.name),
        )
    return found


def _for_one(path: Path, system: str) -> Message:
    """How a file is made one for its owner alone; `system` is that of `os.name`."""
    if system == "nt":
        command = f'icacls "{path}" /inheritance:r /grant:r "%USERNAME%:R"'
        return say(
            "put the password alone into it, and let nobody but you read it, in a command prompt:"
            " {command}",
            command=command,
        )
    return say("put the password alone into it, and let nobody but you read it: chmod 600")


def _unfit(status: os.stat_result) -> Message | None:
    if not stat.S_ISREG(status.st_mode):
        return say("it is not an ordinary file")
    if os.name == "posix" and status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return say("others than you may read or change it")
    return None


def _first_line(printed: bytes) -> str:
    # Some editors put a mark before the text; broken letters stay seen as such.
    return printed.partition(b"\n")[0].rstrip(b"\r").decode("utf-8-sig", "replace")
