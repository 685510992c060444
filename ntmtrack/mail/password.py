"""The password for the mail server: where it is found, and that nobody else sees it.

It is in no sentence, no error and no argument of a program.
"""

import importlib
import os
import shlex
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path

from ntmtrack.errors import DataError, reason_of
from ntmtrack.mail.settings import SmtpSettings
from ntmtrack.message import Message, say

VARIABLE = "NTMTRACK_SMTP_PASSWORD"
_SERVICE = "ntmtrack"
_SECONDS = 20
_MOST = 4_096


def password(smtp: SmtpSettings, *, environ: Mapping[str, str], interactive: bool) -> str | None:
    """The password that the server is to get; None if the settings name no user.

    Asked in turn: the command, the file, the environment and, when somebody sits there, the
    keyring. Raises DataError if none has one, or one that cannot be used.
    """
    if smtp.user is None:
        return None
    if smtp.password_command:
        found: str | None = _told(smtp.password_command)
    elif smtp.password_file is not None:
        found = _kept(smtp.password_file)
    else:
        found = environ.get(VARIABLE) or (_remembered(smtp.user) if interactive else None)
    if not found:
        raise DataError(
            say("there is no password for {user} at {host}", user=smtp.user, host=smtp.host),
            hint=say(
                "name the file it is in, as password_file under [mail.smtp], or set {variable}",
                variable=VARIABLE,
            ),
        )
    if not (found.isascii() and found.isprintable()):
        raise DataError(
            say("the password holds letters with marks, which mail servers do not know"),
            hint=say("choose a password of plain letters, figures and signs"),
        )
    return found


def _told(command: tuple[str, ...]) -> str:
    """The first line that a program prints."""
    code, printed = _run(command)
    fault: Message | None = None
    if code is None:
        fault = say("it did not end within {seconds} seconds", seconds=_SECONDS)
    elif code != 0:
        fault = say("it ended with exit code {code}", code=code)
    elif not _first_line(printed):
        fault = say("it printed nothing")
    if fault is not None:
        raise _of_command(command, fault)
    return _first_line(printed)


def _run(command: tuple[str, ...]) -> tuple[int | None, bytes]:
    """The exit code and what was printed; no code for a program that had to be stopped."""
    try:
        # Without a shell; what it complains of may hold secrets, so it is not kept.
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise _of_command(command, reason_of(error)) from error
    with process:
        try:
            printed, _ = process.communicate(timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            return None, b""
        return process.returncode, printed


def _of_command(command: tuple[str, ...], reason: Message) -> DataError:
    # The name alone: arguments are nobody's business.
    name = shlex.quote(command[0])
    return DataError(
        say("the password command {name} is of no use: {reason}", name=name, reason=reason),
        hint=say("run it yourself, and mend password_command under [mail.smtp]"),
    )


def _kept(path: Path) -> str:
    """The first line of a file that nobody else may read."""
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
            hint=say("put the password alone into it, and let nobody but you read it: chmod 600"),
        )
    return found


def _unfit(status: os.stat_result) -> Message | None:
    if not stat.S_ISREG(status.st_mode):
        return say("it is not an ordinary file")
    if os.name == "posix" and status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return say("others than you may read or change it")
    return None


def _first_line(printed: bytes) -> str:
    # Some editors put a mark before the text. Broken letters are refused as letters with marks.
    return printed.partition(b"\n")[0].rstrip(b"\r").decode("utf-8-sig", "replace")


def _remembered(user: str) -> str | None:
    try:
        keyring = importlib.import_module("keyring")
    except ImportError:
        return None
    try:
        found = keyring.get_password(_SERVICE, user)
    except Exception:  # Each keyring fails in its own way.
        return None
    return found if isinstance(found, str) else None
