"""Offices that work side by side for a month: their ledgers, their clocks, what lies in the post.

Every step is a command line, as an officer types it.
"""

import json
import os
import signal
import subprocess
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.run import Result, refused, run

FIRST = date(2026, 10, 1)
SET = "xa-ntm-2021-2025"
BROUGHT = ("applied", "same", "conflict", "waiting", "refused")


class Calendar:
    """The day on which all of them work, and what time it has come to be."""

    def __init__(self) -> None:
        self.day = FIRST
        self._minutes = 0

    def on(self, day: int) -> None:
        """Another day of the month begins."""
        self.day = FIRST + timedelta(days=day - 1)
        self._minutes = 0

    def moment(self) -> datetime:
        """A minute later than before: eight in the morning comes first."""
        self._minutes += 1
        return datetime.combine(self.day, time(1), UTC) + timedelta(minutes=self._minutes)


class Office:
    """An office: its ledger, what it is called, the key it signs with, how its clock goes."""

    def __init__(self, calendar: Calendar, folder: Path, mark: str, unit: str, code: str) -> None:
        self.calendar, self.folder = calendar, folder
        self.mark, self.unit, self.code = mark, unit, code
        self.name = f"Văn phòng {mark}"
        self.db = folder / f"{mark}.db"
        self.key: Path | None = None
        self.env: dict[str, str] = {}
        self.slow = timedelta()
        self.sent = 0

    def __call__(self, *argv: object, env: Mapping[str, str] | None = None) -> Result:
        now = self.calendar.moment() - self.slow

        class _Clock(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
                return now.astimezone(tz)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("ntmtrack.cli.app.datetime", _Clock)
            today = self.calendar.day.isoformat()
            surroundings = {"USER": self.mark, **self.env, **(env or {})}
            result = run(*argv, db=self.db, today=today, env=surroundings)
        assert "Traceback" not in result.err, result.err
        return result

    def do(self, *argv: object) -> dict[str, Any]:
        """What a command that must succeed says, as JSON."""
        result = self(*argv, "-f", "json")
        assert result.code == 0, (self.mark, argv, result.err)
        return dict(json.loads(result.out))

    def ask(self, *argv: object) -> list[dict[str, Any]]:
        """The rows that a question is answered with."""
        return list(self.do(*argv)["rows"])

    def refuses(self, *argv: object, code: int = 3) -> str:
        """What is said where nothing is done, in one line of words."""
        return " ".join(refused(self(*argv), code).split())

    def task(self, *argv: object) -> str:
        """A task given; its number, as other offices know it."""
        number = str(self.do("task", "add", *argv)["rows"][-1]["task"])
        return number if "/" in number else f"{number}/{self.mark}"

    def make(self, *more: object, signed: bool = True) -> Path:
        """A bundle, in the post."""
        self.sent += 1
        file = self.folder / f"{self.mark}-{self.sent:02}.goi"
        with_key = ("--key", self.key) if signed and self.key else ()
        self.do("bundle", "make", "-o", file, *with_key, *more)
        return file

    def take(self, file: Path, *more: object) -> dict[str, Any]:
        """What became of a bundle; its counts add up."""
        told = self.do("bundle", "apply", file, *more)
        added_up(told["summary"])
        return told

    def last(self) -> int:
        """The number of the last change."""
        return int(self.ask("log", "list", "--limit", "1")[0]["change"])


def added_up(counts: Mapping[str, int]) -> None:
    """What came is what was taken in, was here, is in conflict, waits, or was refused."""
    assert counts["received"] == sum(counts[part] for part in BROUGHT)


def told_in_words(office: Office, file: Path) -> str:
    """What an officer reads when a bundle is taken in."""
    result = office("bundle", "apply", file)
    assert result.code == 0, result.err
    return " ".join(result.out.split())


def killed(office: Office, *argv: object, at: str, turn: int) -> None:
    """Run a command in a process that is killed where it comes to a function for the nth time."""
    child = os.fork()
    if child == 0:
        left = turn

        def dies(*given: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return kept(*given, **named)

        try:
            with pytest.MonkeyPatch.context() as patch:
                module, name = at.rsplit(".", 1)
                kept = getattr(__import__(module, fromlist=[name]), name)
                patch.setattr(at, dies)
                office(*argv)
        finally:
            os._exit(1)
    _, how = os.waitpid(child, 0)
    assert os.WIFSIGNALED(how) and os.WTERMSIG(how) == signal.SIGKILL


def key_pair(folder: Path, name: str) -> Path:
    """A key of OpenSSH."""
    file = folder / name
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file], check=True
    )
    return file
