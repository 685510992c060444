"""The program at a pseudo-terminal, as officers meet it: questions are awaited and answered."""

import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from tests.run import PLAIN_ENVIRONMENT, ROOT

_WAIT = 20.0


class Terminal:
    """The program at a pseudo-terminal: what it asks is awaited, answers are typed."""

    def __init__(
        self,
        *words: object,
        db: Path | None = None,
        today: str | None = None,
        lang: str | None = "en",
        env: Mapping[str, str] | None = None,
        columns: int = 80,
    ) -> None:
        self._master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (50, columns))
        given = (("--db", db), ("--today", today), ("--lang", lang))
        argv = [str(each) for pair in given if pair[1] is not None for each in pair]
        argv += map(str, words)
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ntmtrack", *argv],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**kept, **PLAIN_ENVIRONMENT, "PYTHONPATH": str(ROOT), **(env or {})},
            preexec_fn=_own_terminal,
        )
        os.close(slave)
        self.said = ""
        self._seen = 0

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._master)

    def await_(self, words: str) -> str:
        """Wait until it says these words, from where it was last awaited; what it said."""
        end = time.monotonic() + _WAIT
        while (place := self.said.find(words, self._seen)) < 0:
            if not self._more(end):
                raise AssertionError(f"{words!r} was not said: {self.said[self._seen :]!r}")
        told = self.said[self._seen : place + len(words)]
        self._seen = place + len(words)
        return told

    def type(self, line: str) -> None:
        """Answer with a line."""
        os.write(self._master, f"{line}\n".encode())

    def press(self, key: bytes) -> None:
        """Press one key, such as Ctrl-C."""
        os.write(self._master, key)

    def answer(self, question: str, line: str) -> str:
        """Wait for a question and answer it; what was said up to it."""
        told = self.await_(question)
        self.type(line)
        return told

    def kill(self) -> None:
        """End it from outside, without a chance to tidy up."""
        self._process.kill()
        self._process.wait()

    def ended(self) -> int:
        """Wait for the end; the exit code."""
        end = time.monotonic() + _WAIT
        while self._more(end):
            pass
        code = self._process.wait(timeout=_WAIT)
        assert "Traceback" not in self.said, self.said
        return code

    def left_by(self, key: bytes) -> int:
        """Press a key until it ends, as one does; the exit code.

        A signal that comes in the moment before a read is only seen after the next one.
        """
        for _ in range(4):
            self.press(key)
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                continue
            break
        return self.ended()

    def _more(self, end: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            return False
        try:
            read = os.read(self._master, 65536)
        except OSError:
            return False
        self.said += read.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(read)


def _own_terminal() -> None:
    import fcntl

    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
