"""Examples for the README and the manual: what the program really prints on the demo ledger.

Used from cog blocks. Every example runs in this process on one demo ledger of its own. When
something was recorded, by the machine's clock, stands as half past eight of the day of the example.
"""

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from ntmtrack.app.context import office_day
from ntmtrack.cli.main import main

_HOME = tempfile.mkdtemp(prefix="ntmtrack-docs-")
_LEDGERS = {"demo": Path(_HOME) / "demo.db", "mine": Path(_HOME) / "mine.db"}
_SETTINGS = {
    "NTMTRACK_LANG": "en",
    "NTMTRACK_ACTOR": "an officer",
    "NTMTRACK_CONFIG": str(Path(_HOME) / "config.toml"),
    "COLUMNS": "100",
}


def shown(*lines: str, ledger: str = "demo", today: str = "2023-06-01", keep: int = 0) -> str:
    """A fenced block of command lines, each with what it prints; `keep` cuts long output."""
    told = []
    for line in lines:
        output = _output(line, ledger, today).rstrip()
        if keep and output.count("\n") >= keep:
            output = "\n".join([*output.splitlines()[:keep], "…"])
        told.append(f"$ {line}\n{output}" if output else f"$ {line}")
    return "```console\n" + "\n\n".join(told) + "\n```\n"


def _output(line: str, ledger: str, today: str) -> str:
    demo = _LEDGERS["demo"]
    if not demo.exists():
        _run(["--db", str(demo), "demo"], "2024-07-09")
    program, *arguments = shlex.split(line)
    if program == "cat":
        return Path(arguments[0]).read_text("utf-8")
    assert program == "ntmtrack", line
    return _run(["--db", str(_LEDGERS[ledger]), *arguments], today).replace(_HOME, "…")


def _run(arguments: list[str], today: str) -> str:
    return said(arguments, {"NTMTRACK_TODAY": today})


def said(arguments: list[str], settings: Mapping[str, str]) -> str:
    """What a run prints and then complains of, its environment being these settings and ours."""
    Path(_SETTINGS["NTMTRACK_CONFIG"]).touch()
    caught = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with _surroundings(settings), contextlib.redirect_stdout(caught):
        complaints = io.StringIO()
        with contextlib.redirect_stderr(complaints):
            main(arguments)
    caught.seek(0)
    today = settings.get("NTMTRACK_TODAY")
    answer = _in_its_time(caught.read() + complaints.getvalue(), today)
    if "--today" in arguments:
        today = arguments[arguments.index("--today") + 1]
    return answer if today is None else _in_a_quarter(answer, today)


_NEXT_TRY = re.compile(r"\b((?:first run|lượt đầu tiên) (?:from|từ) )[0-9/]{10} [0-9:]{5}\b")


def _in_a_quarter(answer: str, today: str) -> str:
    """The answer with the moment of a next try, by the machine's clock, as one of the day."""
    return _NEXT_TRY.sub(rf"\g<1>{date.fromisoformat(today):%d/%m/%Y} 08:45", answer)


def _in_its_time(answer: str, today: str | None) -> str:
    """The answer with the moment of recording, the machine's, as one of the day taken for today."""
    if today is None:
        return answer
    recorded = f"{office_day(datetime.now(UTC)):%d/%m/%Y}"
    meant = f"{date.fromisoformat(today):%d/%m/%Y}"
    return re.sub(rf"\b{recorded} \d\d:\d\d\b", f"{meant} 08:30", answer)


@contextlib.contextmanager
def _surroundings(settings: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update({**_SETTINGS, **settings})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        sys.stdout.flush()
