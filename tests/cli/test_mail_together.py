"""Many receivers, two runs at once, and servers that misbehave, seen from the command line."""

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

from tests.cli.post import ADDRESSES, addressed, arrived, mail, settings
from tests.mail.server import Keeper, Talk, greeted, mail_server, nasty_server
from tests.run import PLAIN_ENVIRONMENT, ROOT, refused

LATE = "2023-06-01"


class Slow(Keeper):
    """A server that takes its time over each letter."""

    async def handle_DATA(self, server, session, envelope) -> str:  # type: ignore[no-untyped-def]
        await asyncio.sleep(0.3)
        return await super().handle_DATA(server, session, envelope)


def started(*argv: object, config: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ntmtrack", "--lang", "en", *map(str, argv)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={
            **PLAIN_ENVIRONMENT,
            "PATH": os.environ["PATH"],
            "HOME": os.environ["HOME"],
            "NTMTRACK_CONFIG": str(config),
        },
    )


def test_two_runs_at_once_send_once(demo: Path, tmp_path: Path) -> None:
    addressed(demo, LATE)
    keeper = Slow()
    with mail_server(keeper) as port:
        config = settings(tmp_path / "config.toml", port)
        words = ("--db", demo, "--today", LATE, "mail", "overdue")
        runs = [started(*words, config=config) for _ in range(3)]
        ends = [(*run.communicate(timeout=60), run.returncode) for run in runs]
    assert ends == [("", "", 0)] * 3
    assert Counter(address for _, address, _ in keeper.kept) == {
        ADDRESSES["BCD-BB"]: 1,
        ADDRESSES["UBND huyện Đông Sơn"]: 1,
    }


def test_an_officer_writes_while_letters_go(demo: Path, tmp_path: Path) -> None:
    addressed(demo, LATE)
    keeper = Slow()
    with mail_server(keeper) as port:
        config = settings(tmp_path / "config.toml", port)
        run = started("--db", demo, "--today", LATE, "mail", "overdue", config=config)
        notes = 0
        while run.poll() is None:
            note = started(
                *("--db", demo, "--today", LATE, "task", "note", "NV2023-005", "--text", "x"),
                config=config,
            )
            assert note.communicate(timeout=30)[1] == ""
            notes += 1
        assert run.communicate() == ("", "")
    assert notes >= 1
    assert len(keeper.kept) == 2


def _many(db: Path, count: int) -> None:
    """So many agencies, each with an address and a late task of its own."""
    from ntmtrack.app import agencies, giving
    from ntmtrack.app.context import Context

    now = datetime(2023, 5, 1, 2, tzinfo=UTC)
    context = Context(db, date(2023, 5, 1), now, date(2023, 5, 1))
    with context.writing() as change:
        inside = context._replace(open_change=change)
        for place in range(count):
            name = f"Đơn vị số {place:03d}"
            agencies.add(
                inside, agencies.AgencyFacts(name=name, addresses=[f"dv{place:03d}@x.example"])
            )
            giving.add(
                inside,
                giving.NewTask(
                    units=["ban bo"], title=f"Việc {place}", leads=[name], due="10/5/2023"
                ),
            )


def test_five_hundred_receivers_get_each_their_own(demo: Path, tmp_path: Path) -> None:
    _many(demo, 500)
    keeper = Keeper({"dv077@x.example": ["550 no"], "dv300@x.example": ["450 later"]})
    with mail_server(keeper) as port:
        config = settings(tmp_path / "config.toml", port)
        ended = mail("overdue", db=demo, config=config, today="2023-05-11")
    assert ended.code == 5
    assert ended.err.count("is given up") == 1
    assert ended.err.count("did not go") == 1
    came = arrived(keeper.kept)
    assert len(came) == len(keeper.kept) == 498
    assert len({tasks[0][0] for tasks in came.values()}) == 498
    assert all(len(lists) == len(lists[0]) == 1 for lists in came.values())


def test_a_server_that_hangs_is_left_in_time(demo: Path, tmp_path: Path) -> None:
    addressed(demo, LATE)

    def hang(talk: Talk) -> None:
        greeted(talk)
        talk.hang()

    with nasty_server(hang) as port:
        config = settings(tmp_path / "config.toml", port)
        config.write_text(config.read_text("utf-8").replace("timeout = 5", "timeout = 0.3"))
        told = refused(mail("overdue", db=demo, config=config, today=LATE), 5)
    assert "no answer" in told
    rows = mail("outbox", "-f", "json", db=demo, config=config, today=LATE).rows
    assert {row["state"] for row in rows} == {"failed"}


def test_what_is_forgotten_while_a_run_hangs_stays_so(demo: Path, tmp_path: Path) -> None:
    addressed(demo, LATE)

    def hang(talk: Talk) -> None:
        greeted(talk)
        talk.hang()

    with nasty_server(hang) as port:
        config = settings(tmp_path / "config.toml", port)
        config.write_text(config.read_text("utf-8").replace("timeout = 5", "timeout = 2"))
        words = ("--db", demo, "--today", LATE, "mail", "overdue")
        run = started(*words, config=config)
        while not [row for row in _outbox(demo, config) if row["state"] == "sending"]:
            time.sleep(0.05)
        [other] = [row["letter"] for row in _outbox(demo, config) if row["state"] == "queued"]
        forgotten = mail("forget", other, "--reason", "x", db=demo, config=config, today=LATE)
        assert forgotten.code == 0
        run.communicate(timeout=60)
    assert run.returncode == 5
    states = {row["letter"]: row["state"] for row in _outbox(demo, config)}
    assert states[other] == "forgotten"


def _outbox(demo: Path, config: Path) -> list[dict[str, object]]:
    return mail("outbox", "-f", "json", db=demo, config=config, today=LATE).rows


def test_no_answer_after_the_last_byte_is_not_taken_for_either(demo: Path, tmp_path: Path) -> None:
    addressed(demo, LATE, "BCD-BB")

    def leave(talk: Talk) -> None:
        greeted(talk)
        talk.hear("250 sender", "250 receiver", "354 go on")
        talk.take()

    with nasty_server(leave) as port:
        config = settings(tmp_path / "config.toml", port)
        told = refused(mail("overdue", "--agency", "BCD-BB", db=demo, config=config, today=LATE), 5)
    assert "may have gone or not" in told
    keeper = Keeper()
    with mail_server(keeper) as port:
        config = settings(tmp_path / "config.toml", port)
        again = mail("overdue", "--agency", "BCD-BB", db=demo, config=config, today=LATE)
    assert again.code == 5
    assert keeper.kept == []


def test_a_password_is_nowhere_but_where_it_was(demo: Path, tmp_path: Path) -> None:
    addressed(demo, LATE)
    secret = tmp_path / "secret"
    secret.write_text("b1-mat-KHAU-9\n")
    secret.chmod(0o600)
    with mail_server(Keeper()) as port:
        config = settings(
            tmp_path / "config.toml", port, 'user = "vp"', f'password_file = "{secret}"'
        )
        told = refused(mail("overdue", db=demo, config=config, today=LATE), 5)
        assert "KHAU" not in told
        secret.chmod(0o640)
        told = refused(mail("retry", db=demo, config=config, today=LATE), 5)
        assert "chmod 600" in told
    assert b"KHAU" not in demo.read_bytes()
