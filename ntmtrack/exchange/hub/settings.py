"""What the configuration says of the hub, and where the password is found.

The password is in no sentence, no error, no argument of a program and no ledger.
"""

import os
import shlex
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ntmtrack.errors import DataError, reason_of
from ntmtrack.exchange.hub.address import Address, parse
from ntmtrack.message import Message, say

VARIABLE = "NTMTRACK_HUB_PASSWORD"
_KEYS = ("url", "password_command", "password_file")
_SECONDS = 20
_MOST = 4_096


class HubSettings(NamedTuple):
    """The table [hub]: where the hub is, and how its password is found."""

    url: str | None = None
    password_command: tuple[str, ...] = ()
    password_file: Path | None = None


def of_settings(written: Mapping[str, object] | None) -> HubSettings:
    """The settings from the table as it stands there. Raises DataError for what is unknown."""
    given = written or {}
    for key, value in given.items():
        if key not in _KEYS or not isinstance(value, str) or not value:
            raise DataError(
                say("the settings of the hub hold an unknown entry {key}", key=key),
                hint=say("known entries under [hub], all of them text: {keys}", keys=_KEYS),
            )
    file = given.get("password_file")
    try:
        command = tuple(shlex.split(str(given.get("password_command", ""))))
    except ValueError as error:
        raise DataError(
            say("password_command under [hub] has a quotation mark that is not closed"),
            hint=say("write it as in a terminal"),
        ) from error
    return HubSettings(
        str(given["url"]) if "url" in given else None,
        command,
        Path(str(file)).expanduser() if file else None,
    )


def password(settings: HubSettings, address: Address, environ: Mapping[str, str]) -> str | None:
    """The password of the role: from the command, the file or the environment, in this turn.

    Where the address names another role than url under [hub], the settings are of that other one,
    and the environment goes first. None for the socket of this machine, where the system says who
    it is. Raises DataError if there is none.
    """
    found = environ.get(VARIABLE)
    if found and settings.url is not None and parse(settings.url).user != address.user:
        return found
    if settings.password_command:
        return _told(settings.password_command)
    if settings.password_file is not None:
        return _kept(settings.password_file)
    if not found and address.host:
        raise DataError(
            say("there is no password for {user} at {hub}", user=address.user, hub=address.name),
            hint=say(
                "name the file it is in, as password_file under [hub], or set {variable}",
                variable=VARIABLE,
            ),
        )
    return found or None


def _told(command: tuple[str, ...]) -> str:
    """The first line that a program prints."""
    try:
        # Without a shell; what it complains of may hold secrets, so it is not kept.
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except OSError as error:
        raise _of_command(command, reason_of(error)) from error
    except subprocess.TimeoutExpired:
        # Not as its cause: it names the arguments, and what was printed so far.
        raise _of_command(
            command, say("it did not end within {seconds} seconds", seconds=_SECONDS)
        ) from None
    if done.returncode != 0:
        raise _of_command(command, say("it ended with exit code {code}", code=done.returncode))
    found = _first_line(done.stdout)
    if not found:
        raise _of_command(command, say("it printed nothing"))
    return found


def _of_command(command: tuple[str, ...], reason: Message) -> DataError:
    # The name alone: arguments are nobody's business.
    name = shlex.quote(command[0])
    return DataError(
        say("the password command {name} is of no use: {reason}", name=name, reason=reason),
        hint=say("run it yourself, and mend password_command under [hub]"),
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
    # Some editors put a mark before the text.
    return printed.partition(b"\n")[0].rstrip(b"\r").decode("utf-8-sig", "replace")
