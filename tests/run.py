"""Run the program at its edge: an argument list goes in; an exit code and what was said come out.

`run` calls `main` in this process, `spawn` starts a real one.
"""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]

PLAIN_ENVIRONMENT = {"TERM": "dumb", "USER": "canbo"}
"""All that a run is told by its surroundings, unless a test says more."""

_KEPT = ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of a report written as JSON."""
        return list(json.loads(self.out)["rows"])

    @property
    def complaint(self) -> str:
        """The first line on standard error."""
        return self.err.partition("\n")[0]


def refused(result: Result, code: int) -> str:
    """The complaint of a run that must have failed in the one way that failures look."""
    assert "Traceback" not in result.err, result.err
    assert result.code == code, (result.code, result.err)
    assert result.out == ""
    first, *more = result.err.splitlines()
    assert first.startswith(("ntmtrack: error: ", "ntmtrack: lỗi: "))
    assert all(line.startswith("  ") for line in more)
    return result.err


class _Stream(io.TextIOWrapper):
    """A text stream over bytes in memory that may pass for a terminal."""

    def __init__(self, *, tty: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty

    def text(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode("utf-8")


def _arguments(
    argv: Sequence[object], db: Path | str | None, today: str | None, lang: str | None
) -> list[str]:
    words = [str(each) for each in argv]
    for name, value in (("--today", today), ("--lang", lang), ("--db", db)):
        if value is not None:
            words = [name, str(value), *words]
    return words


def run(
    *argv: object,
    db: Path | str | None = None,
    today: str | None = None,
    lang: str | None = "en",
    tty: bool = False,
    env: Mapping[str, str] | None = None,
    width: int | None = None,
) -> Result:
    """One command line, in this process, with an environment of its own.

    `tty` makes both streams terminals, `width` columns wide.
    """
    from ntmtrack.cli.main import main

    out, err = _Stream(tty=tty), _Stream(tty=tty)
    surroundings = {name: os.environ[name] for name in _KEPT if name in os.environ}
    surroundings |= PLAIN_ENVIRONMENT
    if width is not None:
        surroundings["COLUMNS"] = str(width)
    surroundings |= env or {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "environ", _environment(surroundings))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        patch.setattr(sys, "stdin", io.StringIO(""))
        code = main(_arguments(argv, db, today, lang))
    return Result(int(code), out.text(), err.text())


def _environment(values: dict[str, str]) -> "os._Environ[str]":
    """A copy that can be changed by a run and is gone after it; the real one stays as it was."""
    same = os.environ
    copy = type(same)(
        {same.encodekey(name): same.encodevalue(value) for name, value in values.items()},
        same.encodekey,
        same.decodekey,
        same.encodevalue,
        same.decodevalue,
    )
    return copy


def spawn(
    *argv: object,
    db: Path | str | None = None,
    today: str | None = None,
    lang: str | None = "en",
    env: Mapping[str, str] | None = None,
    bare: bool = False,
    raw: Sequence[bytes] = (),
    stdout: int | None = None,
    python: Sequence[str] = (),
) -> Result:
    """One command line in a process of its own.

    `raw` are further arguments as bytes; `bare` leaves nothing in the environment but `env`;
    `stdout` is a file descriptor to write to instead of a pipe; `python` are options of the
    interpreter.
    """
    surroundings: dict[str, str] = {"PYTHONPATH": str(ROOT)}
    if not bare:
        surroundings |= {name: os.environ[name] for name in _KEPT if name in os.environ}
        surroundings |= PLAIN_ENVIRONMENT
    surroundings |= env or {}
    command = [sys.executable, *python, "-m", "ntmtrack", *_arguments(argv, db, today, lang)]
    done = subprocess.run(
        [*map(os.fsencode, command), *raw],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if stdout is None else stdout,
        stderr=subprocess.PIPE,
        env=surroundings,
        timeout=60,
    )
    return Result(
        done.returncode,
        (done.stdout or b"").decode("utf-8"),
        done.stderr.decode("utf-8"),
    )


def rows(*argv: object, db: Path, today: str | None = None) -> list[dict[str, Any]]:
    """The rows that a question answers with."""
    result = run(*argv, "-f", "json", db=db, today=today)
    assert result.code == 0, result.err
    return result.rows


def shell(script: str, *, env: Mapping[str, str] | None = None) -> Result:
    """A line of shell in which `$NTM` stands for the program."""
    surroundings = {name: os.environ[name] for name in _KEPT if name in os.environ}
    surroundings |= PLAIN_ENVIRONMENT | {
        "PYTHONPATH": str(ROOT),
        "NTM": f"{sys.executable} -m ntmtrack --lang en",
    }
    done = subprocess.run(
        ["sh", "-c", script],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=surroundings | dict(env or {}),
        timeout=60,
    )
    return Result(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
