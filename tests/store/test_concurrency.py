"""Several programs on one file, and a program that is killed while it writes."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.store.ledgers import Ledger, unit

ROOT = Path(__file__).parents[2]
WRITERS = 4
CHANGES = 25
KILLS = 40
ROWS = 120
"""How many rows a change writes here: enough for kills to strike within it."""

MANY_WRITERS = """
import sys
from pathlib import Path
from tests.store.ledgers import Ledger, unit
ledger, who = Ledger(Path(sys.argv[1])), sys.argv[2]
import ntmtrack.store.writing
print("ready", flush=True)
sys.stdin.readline()
for turn in range(int(sys.argv[3])):
    with ledger.writing() as change:
        number = change.next_number("NV2024-")
        unit(change, f"{who}-{turn}-{number}")
"""

KILLED_WRITER = """
import os, sys
from pathlib import Path
from tests.store.ledgers import Ledger
import ntmtrack.store.writing
ledger, told, rows = Ledger(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
for _ in sys.stdin:
    pid = os.fork()
    if pid == 0:
        file = os.open(told, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        while True:
            with ledger.writing() as change:
                key = change.insert("unit", {})
                change.insert_many(
                    "unit_code",
                    [{"unit_id": key, "code": str(n), "system": "x" * 200} for n in range(rows)],
                )
            os.write(file, b".")
    print(pid, flush=True)
    os.waitpid(pid, 0)
    print("gone", flush=True)
"""


@contextmanager
def program(script: str, *words: object) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", script, *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_programs_that_write_at_once_lose_nothing(ledger: Ledger) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", MANY_WRITERS, str(ledger.path), str(who), str(CHANGES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for who in range(WRITERS)
    ]
    for each in programs:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    ends = [each.communicate("\n", timeout=60) for each in programs]
    assert [(each.returncode, end[1]) for each, end in zip(programs, ends, strict=True)] == [
        (0, "")
    ] * WRITERS
    total = WRITERS * CHANGES
    assert ledger.rows("select seq from change order by id") == [(n + 1,) for n in range(total)]
    names = [name for (name,) in ledger.rows("select name from unit_version order by id")]
    assert [int(name.split("-")[2]) for name in names] == list(range(1, total + 1))
    assert {name.rpartition("-")[0] for name in names} == {
        f"{who}-{turn}" for who in range(WRITERS) for turn in range(CHANGES)
    }
    assert ledger.broken() == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_a_killed_writer_leaves_a_sound_file(ledger: Ledger, tmp_path: Path) -> None:
    told, journal = tmp_path / "told", tmp_path / "ledger.db-journal"
    chance = random.Random(2024)
    caught = 0
    with program(KILLED_WRITER, ledger.path, told, ROWS) as process:
        assert process.stdin is not None and process.stdout is not None
        for _ in range(KILLS):
            print(file=process.stdin, flush=True)
            pid = int(process.stdout.readline())
            time.sleep(chance.uniform(0.005, 0.1))
            os.kill(pid, signal.SIGKILL)
            assert process.stdout.readline() == "gone\n"
            caught += journal.exists()
            assert_sound(ledger)
    assert ledger.broken() == []
    changes = ledger.rows("select count(*), max(seq) from change")[0]
    assert changes[0] == changes[1] > 0
    # What was told to be written is written: at most the last of each run was not told any more.
    assert told.stat().st_size <= changes[0] <= told.stat().st_size + KILLS
    assert caught > KILLS // 4
    with ledger.writing() as change:
        unit(change)


def assert_sound(ledger: Ledger) -> None:
    with ledger.reading() as conn:
        written = conn.execute(
            "select (select count(*) from change), (select count(*) from unit),"
            " (select count(*) from unit_code), (select count(*) from change where closed = 0)"
        ).fetchone()
        changes = written[0]
        assert written == (changes, changes, changes * ROWS, 0)
    assert ledger.rows("pragma integrity_check") == [("ok",)]
    assert ledger.rows("pragma foreign_key_check") == []


def test_a_look_is_possible_while_another_program_writes(ledger: Ledger) -> None:
    with ledger.writing() as change:
        unit(change)
        with ledger.reading() as conn:
            assert conn.execute("select count(*) from unit").fetchone() == (0,)
    with ledger.reading() as conn:
        assert conn.execute("select count(*) from unit").fetchone() == (1,)
