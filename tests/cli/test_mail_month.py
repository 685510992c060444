"""A month of letters by the crontab line of the README, against an oracle of its own.

The machine is off for a week, the server is down for two days. Every agency gets exactly its own
list exactly when the policy says, and the outbox tells the whole story.
"""

import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.post import ADDRESSES, addressed, arrived, late_tasks, mail, settings, tasks_in
from tests.mail.server import Keeper, closed_port, mail_server
from tests.run import ROOT, run

FIRST = date(2023, 5, 29)
DAYS = [FIRST + timedelta(days=count) for count in range(33)]
OFF = {date(2023, 6, 12) + timedelta(days=count) for count in range(7)}
DOWN = {date(2023, 6, 21), date(2023, 6, 22)}

WORK: dict[str, tuple[tuple[str, ...], ...]] = {
    "2023-06-05": (("task", "done", "NV2023-006", "--confirmed"),),
    "2023-06-06": tuple(
        ("task", "add", unit, "--title", title, "--lead", lead, "--due", due)
        for unit, title, lead, due in (
            ("ban bo", "Nộp hồ sơ minh chứng", "UBND xã Bản Bo", "8/6/2023"),
            ("ban bo", "Kiểm tra hồ sơ", "KTHT-TD", "14/6/2023"),
            ("ban bo", "Họp thôn", "BCD-BB", "20/6/2023"),
            ("ban bo", "Đối chiếu số liệu", "KTHT-TD", "21/6/2023"),
        )
    ),
    "2023-06-07": (("task", "extend", "NV2023-011", "--to", "9/6/2023", "--reason", "chờ vốn"),),
    "2023-06-22": (("task", "done", "NV2023-005", "--confirmed"),),
    "2023-06-27": (("task", "done", "NV2020-001", "--confirmed"),),
}
"""What officers do on these days, before the mail runs."""


def crontab_line() -> str:
    """The line of the README, without its five fields of time."""
    readme = (ROOT / "README.md").read_text("utf-8")
    [line] = re.findall(r"^30 6 \* \* 1-5  (.*mail overdue)$", readme, re.MULTILINE)
    return str(line)


@pytest.fixture
def line(demo: Path, tmp_path: Path) -> str:
    """The line as cron would run it, its places being those of this test."""
    program = tmp_path / "ntmtrack"
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m ntmtrack "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    written = crontab_line()
    for named, real in (
        ("/srv/ntm/config.toml", tmp_path / "config.toml"),
        ("/opt/ntmtrack-env/bin/ntmtrack", program),
        ("/srv/ntm/ntmtrack.db", demo),
    ):
        assert named in written
        written = written.replace(named, str(real))
    return written


def cron(line: str, day: date) -> subprocess.CompletedProcess[str]:
    """What cron does: a shell with next to no environment, no terminal and no input."""
    return subprocess.run(
        ["/bin/sh", "-c", line],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"NTMTRACK_TODAY": day.isoformat(), "PATH": os.defpath},
        timeout=60,
        check=False,
    )


@contextmanager
def up(keeper: Keeper, port: int, day: date) -> Iterator[None]:
    with ExitStack() as stack:
        if day not in DOWN:
            stack.enter_context(mail_server(keeper, port=port))
        yield


class Oracle:
    """What the policy of a week means, said once more and as simply as can be."""

    def __init__(self) -> None:
        self.told: set[tuple[str, str]] = set()
        self.last: date | None = None

    def expects(self, late: set[tuple[str, str]], day: date) -> bool:
        if not late:
            return False
        first = self.last is None
        return first or bool(late - self.told) or (day - (self.last or day)).days >= 7

    def went(self, late: set[tuple[str, str]], day: date) -> None:
        self.told |= late
        self.last = day


def test_a_month_of_daily_runs(demo: Path, tmp_path: Path, line: str) -> None:
    keeper, port = Keeper(), closed_port()
    config = settings(tmp_path / "config.toml", port)
    addressed(demo, FIRST.isoformat())
    oracles = {agency: Oracle() for agency in ADDRESSES}
    expected: dict[str, list[set[str]]] = {address: [] for address in ADDRESSES.values()}
    for day in DAYS:
        for command in WORK.get(day.isoformat(), ()):
            done = run(*command, db=demo, today=day.isoformat())
            assert done.code == 0, done.err
        if day in OFF or day.weekday() > 4:
            continue
        owed = {}
        for agency, oracle in oracles.items():
            late = late_tasks(demo, agency, day)
            if oracle.expects(late, day):
                owed[agency] = late
        with up(keeper, port, day):
            ran = cron(line, day)
        assert ran.stdout == ""
        if day in DOWN and owed:
            assert ran.returncode == 5, ran.stderr
            assert ran.stderr.count("chưa đi:") == len(owed)
        else:
            assert (ran.returncode, ran.stderr) == (0, "")
        if day not in DOWN:
            for agency, late in owed.items():
                oracles[agency].went(late, day)
                expected[ADDRESSES[agency]].append({task for task, _ in late})
    came = {address: [set(one) for one in lists] for address, lists in arrived(keeper.kept).items()}
    assert came == {address: lists for address, lists in expected.items() if lists}
    assert sum(map(len, came.values())) >= 10
    _the_outbox_tells_it(demo, config, keeper)


def _the_outbox_tells_it(demo: Path, config: Path, keeper: Keeper) -> None:
    last = DAYS[-1].isoformat()
    outbox = mail("outbox", "-f", "json", db=demo, config=config, today=last).rows
    sent = [row for row in outbox if row["state"] == "sent"]
    assert len(sent) == len(keeper.kept)
    assert {row["state"] for row in outbox} <= {"sent", "superseded"}
    for row in sent:
        raw = mail("show", row["letter"], "--raw", db=demo, config=config, today=last).out
        matching = [content for _, _, content in keeper.kept if content.decode() == raw]
        assert len(matching) == 1
        assert len(tasks_in(matching[0])) == row["tells"]
    waited = [row for row in sent if row["attempts"] > 1]
    steps = [
        step["state"]
        for row in waited
        for step in mail(
            "show", row["letter"], "-f", "json", db=demo, config=config, today=last
        ).rows
    ]
    assert {"queued", "sending", "failed", "sent"} >= set(steps)


def test_the_line_that_the_program_prints_runs_as_printed(
    demo: Path, tmp_path: Path, line: str
) -> None:
    keeper = Keeper()
    addressed(demo, "2023-06-01")
    program = tmp_path / "ntmtrack"
    place = tmp_path / "có dấu 100%"
    place.mkdir()
    with mail_server(keeper) as port:
        config = settings(place / "config.toml", port)
        told = subprocess.run(
            [program, "--db", demo, "mail", "cron", "--at", "06:30"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={"NTMTRACK_CONFIG": str(config), "PATH": os.defpath},
            check=True,
        ).stdout
        [printed] = re.findall(r"^30 6 \* \* 1-5  (.*)$", told, re.MULTILINE)
        # What cron makes of it before a shell sees it.
        printed = printed.replace(f"{sys.executable} -m ntmtrack", str(program)).replace("\\%", "%")
        ran = cron(printed, date(2023, 6, 1))
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert len(keeper.kept) == 2
    assert "Persistent=true" in told
    assert "schtasks /Create" in told
    assert "%%" in told
