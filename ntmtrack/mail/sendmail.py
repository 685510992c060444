"""Mail by a program of this machine that takes a message: sendmail, msmtp and their kind."""

import os
import signal
import subprocess
import tempfile
from contextlib import suppress
from typing import BinaryIO

from ntmtrack.domain.text import clean
from ntmtrack.mail.outcome import NotSent, Result, Sent, Unknown
from ntmtrack.message import say

_SECONDS = 60.0
_LONGEST = 200
_TAIL = 8_192
_LINES = 3

# The exit codes that such programs share. "No such host" is not final: some say so of the mail
# server itself while there is no network.
_PERMANENT = frozenset((65, 67))
# Wrong use, no permission to send, wrong settings.
_OF_SERVER = frozenset((64, 77, 78))


class Sendmail:
    """A program to hand messages to, one run for each."""

    def __init__(self, command: tuple[str, ...], *, seconds: float = _SECONDS) -> None:
        self._command = command
        self._seconds = seconds

    def deliver(self, sender: str, address: str, message: bytes) -> Result:
        """Hand over one message for one address. Nothing that the program does is raised."""
        # Files, not pipes: what the program leaves running may hold a pipe open for long.
        try:
            with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
                given.write(message.replace(b"\r\n", b"\n"))
                given.seek(0)
                code = self._run((*self._command, "-f", sender, "--", address), given, said)
                return self._outcome(code, _last_words(said))
        except OSError as error:
            why = say(
                "the program {name} cannot be run: {reason}",
                name=self._command[0],
                reason=error.strerror or str(error),
            )
            return NotSent(why, of_server=True)

    def _run(self, command: tuple[str, ...], given: BinaryIO, said: BinaryIO) -> int | None:
        """The exit code; None for a program that had to be stopped."""
        process = subprocess.Popen(
            command,
            stdin=given,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
        try:
            return process.wait(self._seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            # Also when the run is interrupted; a program that has ended is left alone.
            if process.poll() is None:
                _stop(process)

    def _outcome(self, code: int | None, words: str) -> Result:
        name = self._command[0]
        if code == 0:
            return Sent(words)
        if code is None:
            seconds = f"{self._seconds:g}"
            return Unknown(
                say("{name} did not end within {seconds} seconds", name=name, seconds=seconds)
            )
        if code < 0:
            return Unknown(say("{name} was stopped by signal {number}", name=name, number=-code))
        why = (
            say("{name} ended with exit code {code}: {words}", name=name, code=code, words=words)
            if words
            else say("{name} ended with exit code {code}", name=name, code=code)
        )
        return NotSent(why, permanent=code in _PERMANENT, of_server=code in _OF_SERVER)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it has started."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _last_words(said: BinaryIO) -> str:
    """The last lines of what a program complained of: the very last often says no more than no."""
    said.seek(0, os.SEEK_END)
    said.seek(max(0, said.tell() - _TAIL))
    lines = [clean(line) for line in said.read().decode("utf-8", "replace").splitlines()]
    return "; ".join([line for line in lines if line][-_LINES:])[:_LONGEST]
