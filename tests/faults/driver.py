"""Command lines run with a fault: a warm program that starts one child per run, and its client.

The child's clock and its uids are always the same, so that a run that is not hindered writes the
same bytes every time. Run as a program, it reads one job a line and answers each.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
WATCHDOG = 60
"""Seconds after which a child that says nothing is taken for hanging; it is then a fault."""
LINGERS = 0.25
"""Seconds that a run stays where it was told to linger: long enough for another to come."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What befalls a run, at which of its moments (from 1).

    `statement`: it is killed before that SQL statement. `disk`: before that write, cut, sync or
    removal; `torn`: in the middle of that write; `removal`: right after that removal of a journal.
    `full`: from that write on the disk takes no more; `io`: that event fails. `record`: nothing
    befalls it, and the log of all events is kept in the file `log`. `limit`: no file may grow
    beyond so many bytes, as the system counts them. `linger`: it stays at that statement for a
    while. `back` sets its clock back, in seconds; `seed` makes its uids others than another run's.
    """

    kind: str = "none"
    at: int = 0
    log: str = ""
    back: int = 0
    seed: int = 7


NOTHING = Fault()


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its exit code (negative: the signal), its words, what it counted."""

    code: int
    out: str
    err: str
    statements: int = 0
    events: int = 0

    @property
    def killed(self) -> bool:
        return self.code == -signal.SIGKILL


class Driver:
    """The client of the warm program."""

    def __init__(self) -> None:
        surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.driver"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=surroundings,
        )

    def run(
        self,
        argv: Sequence[str],
        *,
        db: Path,
        today: str,
        fault: Fault = NOTHING,
        env: Mapping[str, str] | None = None,
    ) -> Ended:
        """Run one command line with a fault."""
        self.start(argv, db=db, today=today, fault=fault, env=env)
        return self.ended()

    def start(
        self,
        argv: Sequence[str],
        *,
        db: Path,
        today: str,
        fault: Fault = NOTHING,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Begin a run, and let it go on beside others."""
        words = ["--db", str(db), "--lang", "en", "--today", today, *argv]
        job = {"argv": words, "env": dict(env or {}), "cwd": str(db.parent)}
        job["fault"] = [fault.kind, fault.at, fault.log, fault.back, fault.seed]
        assert self._process.stdin is not None
        print(json.dumps(job), file=self._process.stdin, flush=True)

    def ended(self) -> Ended:
        """How the run ended that was begun."""
        assert self._process.stdout is not None
        return Ended(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(WATCHDOG)
        self._process.stdout.close()


def main() -> None:
    """Answer jobs until there are no more."""
    _warm()
    for line in sys.stdin:
        print(json.dumps(_job(json.loads(line))), flush=True)


def _warm() -> None:
    """Load what commands load, once for all children."""
    import pkgutil
    from importlib import import_module

    import sqlite_utils  # noqa: F401

    import ntmtrack

    for package in ("cli", "app", "store", "reports", "domain", "exchange"):
        room = import_module(f"ntmtrack.{package}")
        for each in pkgutil.iter_modules(room.__path__):
            # What cannot be loaded is told by the command that needs it.
            with suppress(ImportError):
                import_module(f"ntmtrack.{package}.{each.name}")
    assert ntmtrack.__version__


def _job(job: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        counted_out, counted_in = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(counted_out)
            for stream, number in ((out, 1), (err, 2)):
                os.dup2(stream.fileno(), number)
            _child(job, counted_in)
        os.close(counted_in)
        counts = b""
        while told := os.read(counted_out, 65536):
            counts = (counts + told)[-64:]
        os.close(counted_out)
        _, status = os.waitpid(child, 0)
        said = []
        for stream in (out, err):
            stream.seek(0)
            said.append(stream.read().decode("utf-8", "replace"))
    last = counts.decode().split("\n")[-2].split() if b"\n" in counts else ["0", "0"]
    return {
        "code": os.waitstatus_to_exitcode(status),
        "out": said[0],
        "err": said[1],
        "statements": int(last[0]),
        "events": int(last[1]),
    }


def _child(job: dict[str, Any], counted: int) -> None:
    """One run; it does not come back."""
    signal.alarm(WATCHDOG)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    os.environ.clear()
    os.environ.update({**kept, "TERM": "dumb", "USER": "canbo", **job["env"]})
    os.chdir(job["cwd"])
    sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
    sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    fault = Fault(*job["fault"])
    _always_the_same(fault)
    counter = _Counter(fault, counted)
    counter.begin()
    from ntmtrack.cli.main import main as program

    code = program(job["argv"])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _always_the_same(fault: Fault) -> None:
    """The same moment and the same uids in every run."""
    from ntmtrack.cli import app
    from ntmtrack.store import identity

    class Fixed(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Fixed":
            moment = cls(2030, 1, 1, tzinfo=tz) - timedelta(seconds=fault.back)
            return cls.fromtimestamp(moment.timestamp(), tz)

    class Same:
        urandom = staticmethod(random.Random(fault.seed).randbytes)

    vars(app)["datetime"] = Fixed
    vars(identity)["os"] = Same


class _Counter:
    """Counts what a run does, and lets the fault strike when its moment has come."""

    def __init__(self, fault: Fault, counted: int) -> None:
        self._fault, self._counted = fault, counted
        self._statements = self._events = self._writes = self._removals = 0
        self._log: list[Any] = []

    def begin(self) -> None:
        fault = self._fault
        if fault.kind == "limit":
            import resource

            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (fault.at, fault.at))
        if fault.kind not in ("none", "limit"):
            self._trace()
        if fault.kind not in ("none", "limit", "statement", "linger"):
            from tests.faults import disk

            disk.watch(self._happens)

    def _trace(self) -> None:
        import sqlite3

        connect = sqlite3.connect

        def traced(*words: Any, **options: Any) -> sqlite3.Connection:
            conn = connect(*words, **options)
            conn.set_trace_callback(self._says)
            return conn

        vars(sqlite3)["connect"] = traced

    def _says(self, _statement: str) -> None:
        self._statements += 1
        self._tell()
        if self._fault.kind == "statement" and self._statements == self._fault.at:
            os.kill(os.getpid(), signal.SIGKILL)
        if self._fault.kind == "linger" and self._statements == self._fault.at:
            time.sleep(LINGERS)

    def _tell(self) -> None:
        os.write(self._counted, f"{self._statements} {self._events}\n".encode())

    def _happens(self, event: Any, part: Any) -> int | None:
        from tests.faults import disk

        fault = self._fault
        self._events += 1
        self._writes += event.kind == "write"
        self._tell()
        match fault.kind:
            case "disk" if self._events == fault.at:
                disk.end()
            case "torn" if self._events == fault.at and event.kind == "write":
                part(event.data[: len(event.data) // 2])
                disk.end()
            case "full" if self._events >= fault.at and event.kind == "write":
                # What lies there already can be written over on a full disk too.
                size = os.path.getsize(event.name)
                return disk.FULL if event.place + len(event.data) > size else None
            case "io" if self._events == fault.at:
                return disk.IO_ERROR
            case "record":
                self._record(event)
            case "removal" if event.kind == "remove" and event.of_journal:
                self._removals += 1
                if self._removals == fault.at:
                    os.unlink(event.name)
                    disk.end()
        return None

    def _record(self, event: Any) -> None:
        with open(self._fault.log, "a") as log:
            told = (event.kind, event.name, event.place, event.data.hex())
            print(json.dumps(told), file=log)


if __name__ == "__main__":
    main()
