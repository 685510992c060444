"""The same three offices with whatever they may do, in any order: they end with equal ledgers."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.exchange.month import SET, Office
from tests.exchange.month_end import prove
from tests.exchange.test_month import Month


class Days(Month):
    """Three offices that know one another, and bundles that were made and lie about."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.post: list[tuple[Office, Path]] = []
        self.turn = 0

    def anywhere(self) -> Office:
        """One office after the other."""
        self.turn += 1
        return self.offices[self.turn % 3]

    def party(self) -> Office:
        """Those who may write about the task: its commune and the province."""
        self.turn += 1
        return (self.p, self.a)[self.turn % 2]

    def commune(self) -> Office:
        """One commune after the other."""
        self.turn += 1
        return (self.a, self.b)[self.turn % 2]


def judges(days: Days) -> None:
    each = days.commune()
    verdict = ("--met", "--unmet", "--nearly")[days.turn % 3]
    each.do("assess", each.unit, "--set", SET, verdict, "2", "--on", "2026-10-02")


def appraises(days: Days) -> None:
    unit = days.commune().unit
    days.p.do("assess", unit, "--set", SET, "--stage", "appraisal", "--unmet", "2",
              "--on", "2026-10-02")  # fmt: skip


def corrects(days: Days) -> None:
    each = days.party()
    words = f"Việc chung, lần {days.turn}"
    each.do("task", "correct", "NV2026-001/LC", "--title", words, "--reason", "x")


def extends(days: Days) -> None:
    days.turn += 1
    until = f"{10 + days.turn % 20}/11/2026"
    days.p.do("task", "extend", "NV2026-001/LC", "--to", until, "--reason", "x")


def notes(days: Days) -> None:
    days.party().do("task", "note", "NV2026-001/LC", "--text", f"lần {days.turn}")


def undoes(days: Days) -> None:
    # What cannot be taken back any more is refused in words.
    each = days.anywhere()
    result = each("undo", "--yes")
    assert result.code in (0, 3), result.err


def renames(days: Days) -> None:
    each = days.anywhere()
    each.do("agency", "set", "STC", "--name", f"Sở Tài chính {days.turn}")


def sends(days: Days) -> None:
    each = days.commune()
    days.post.append((days.p, each.make("--to", "LC")))


def answers(days: Days) -> None:
    each = days.commune()
    days.post.append((each, days.p.make("--to", each.mark)))


def arrives(days: Days) -> None:
    """What was sent last comes first; it stays in the post and may come again."""
    if days.post:
        days.turn += 1
        to, file = days.post[-1 - days.turn % len(days.post)]
        to.take(file)


STEPS: tuple[Callable[[Days], None], ...] = (
    judges, appraises, corrects, extends, notes, undoes, renames, sends, answers, arrives,
)  # fmt: skip


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All have a task and an agency of the province."""
    folder = tmp_path_factory.mktemp("begun")
    days = Days(folder)
    days.begin()
    days.p.do("agency", "add", "Sở Tài chính", "--code", "STC")
    days.p.task(days.a.unit, "--title", "Việc chung", "--lead", "STC", "--due", "5/11/2026")
    days.down()
    return folder


@settings(
    max_examples=3,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(st.sampled_from(STEPS), min_size=5, max_size=10))
def test_whatever_they_do_in_any_order_their_ledgers_end_equal(
    begun: Path, steps: list[Callable[[Days], None]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        days = Days(Path(folder))
        days.calendar.on(2)
        for each in days.offices:
            shutil.copy(begun / each.db.name, each.db)
            each.sent = 10
        days.a.key = next(begun.glob("bb-key"), None)
        for step in steps:
            step(days)
        days.up()
        days.down()
        prove(days.offices, ("status", "task list"))
