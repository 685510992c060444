"""A run that is killed at any step: nothing is lost, nothing goes twice without being told of."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.post import ADDRESSES, addressed, mail, parsed, settings
from tests.mail.server import Keeper, mail_server
from tests.run import PLAIN_ENVIRONMENT, ROOT, Result

LATE = "2023-06-01"
EXPECTED = {ADDRESSES["BCD-BB"], ADDRESSES["UBND huyện Đông Sơn"]}

KILLED = """
import os, signal, smtplib, sqlite3, sys

at, passed = int(sys.argv[1]), 0

def step():
    global passed
    passed += 1
    if passed == at:
        os.kill(os.getpid(), signal.SIGKILL)

class Connection(sqlite3.Connection):
    def execute(self, sql, *places):
        if sql not in ("commit", "begin immediate"):
            return super().execute(sql, *places)
        step()
        done = super().execute(sql, *places)
        step()
        return done

connect = sqlite3.connect
sqlite3.connect = lambda *places, **options: connect(*places, factory=Connection, **options)

def around(name):
    whole = getattr(smtplib.SMTP, name)
    def stepped(self, *places, **options):
        step()
        done = whole(self, *places, **options)
        step()
        return done
    setattr(smtplib.SMTP, name, stepped)

for name in ("send", "getreply"):
    around(name)

from ntmtrack.cli.main import main
code = main(sys.argv[2:])
print(f"ended after {passed}", file=sys.stderr)
sys.exit(code)
"""
"""A program that kills itself before or after its nth commit, or step of a conversation."""


def killed_at(step: int, *argv: object, config: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(step), *map(str, argv)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={
            **PLAIN_ENVIRONMENT,
            "PATH": os.environ["PATH"],
            "HOME": os.environ["HOME"],
            "NTMTRACK_CONFIG": str(config),
        },
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
@pytest.mark.parametrize("first", range(1, 7))
def test_a_run_that_is_killed_loses_nothing_and_repeats_nothing(
    demo: Path, tmp_path: Path, first: int
) -> None:
    addressed(demo, LATE)
    content, step = demo.read_bytes(), first
    unknown = 0
    while True:
        demo.write_bytes(content)
        journal = demo.with_name(f"{demo.name}-journal")
        journal.unlink(missing_ok=True)
        keeper = Keeper()
        with mail_server(keeper) as port:
            config = settings(tmp_path / "config.toml", port)
            died = killed_at(
                step, "--db", demo, "--today", LATE, "--lang", "en", "mail", "overdue",
                config=config,
            )  # fmt: skip
            after = mail("overdue", db=demo, config=config, today=LATE)
        unknown += _nothing_lost(demo, config, keeper, after, step)
        if died.returncode >= 0:
            assert (died.returncode, "ended after") == (0, died.stderr[:11])
            assert step > 20
            break
        step += 6
    # Between the last byte and the answer, and between the answer and our note of it.
    assert unknown >= 1


def _nothing_lost(demo: Path, config: Path, keeper: Keeper, after: Result, step: int) -> int:
    rows = mail("outbox", "-f", "json", db=demo, config=config, today=LATE).rows
    states = {row["address"]: row["state"] for row in rows}
    came = Counter(parsed(content)["Message-ID"] for _, _, content in keeper.kept)
    assert set(came.values()) <= {1}, f"twice, killed at step {step}"
    arrived = {address for _, address, _ in keeper.kept}
    assert set(states) == EXPECTED, f"lost, killed at step {step}"
    for address in EXPECTED:
        assert states[address] in ("sent", "unknown"), (address, states[address], step)
        if states[address] == "sent":
            assert address in arrived, f"said to be sent, killed at step {step}"
    doubtful = list(states.values()).count("unknown")
    assert after.code == (5 if doubtful else 0)
    assert after.err.count("may have gone or not") == doubtful
    return doubtful


def test_what_may_have_gone_is_sent_again_only_by_name(demo: Path, tmp_path: Path) -> None:
    addressed(demo, LATE)
    keeper = Keeper()
    with mail_server(keeper) as port:
        config = settings(tmp_path / "config.toml", port)
        step = 1
        while True:
            killed_at(step, "--db", demo, "--today", LATE, "mail", "overdue", config=config)
            rows = mail("outbox", "-f", "json", db=demo, config=config, today=LATE).rows
            if any(row["state"] == "sending" for row in rows):
                break
            step += 1
        mail("overdue", db=demo, config=config, today=LATE)
        assert mail("retry", db=demo, config=config, today=LATE).code == 0
        rows = mail("outbox", "-f", "json", db=demo, config=config, today=LATE).rows
        [doubtful] = [row for row in rows if row["state"] == "unknown"]
        again = mail("retry", doubtful["letter"], db=demo, config=config, today=LATE)
        assert again.code == 0, again.err
        rows = mail("outbox", "-f", "json", db=demo, config=config, today=LATE).rows
    assert {row["state"] for row in rows} == {"sent"}
    assert {address for _, address, _ in keeper.kept} == EXPECTED
