"""A command that is killed, or that the disk refuses: all of its change is there, or nothing."""

from collections.abc import Callable, Iterator

import pytest

from tests.faults import disk, hindered
from tests.faults.commands import APART, MAKES, WRITES, spelled, writing
from tests.faults.driver import Fault
from tests.faults.proof import content, unsound, whole
from tests.faults.scene import Scene, Trial
from tests.run import run

CHOSEN = ("task split", "notice accept", "import tasks", "mail overdue")
"""Commands that write many kinds of rows, one of them in several changes."""

POINTS = 7
EARLY = 20
"""An event of the disk that comes before the end of any change."""

Trials = Callable[[Scene, str, int | None], Iterator[Trial]]

BY_DISK = (
    hindered.killed_at_disk,
    hindered.torn,
    hindered.without_room,
    hindered.refused_by_disk,
    hindered.without_power,
)

needs_disk = pytest.mark.skipif(
    not disk.available(), reason="this Python carries an SQLite of its own, which nothing can watch"
)


def test_every_command_that_writes_is_tried_here() -> None:
    assert set(writing()) == {*WRITES, *MAKES, *APART}


def nothing_lost(trials: Iterator[Trial]) -> None:
    """Faults that struck, and that did no harm."""
    tried = list(trials)
    assert any(each.struck for each in tried)
    assert [each for each in tried if each.lost] == []


@needs_disk
@pytest.mark.parametrize("name", CHOSEN)
def test_kill_9_at_a_statement_leaves_all_or_nothing(scene: Scene, name: str) -> None:
    nothing_lost(hindered.killed_at_statements(scene, name, POINTS))


@needs_disk
@pytest.mark.parametrize("trials", BY_DISK, ids=lambda trials: trials.__name__)
@pytest.mark.parametrize("name", CHOSEN)
def test_whatever_the_disk_does_leaves_all_or_nothing(
    scene: Scene, name: str, trials: Trials
) -> None:
    nothing_lost(trials(scene, name, POINTS))


@needs_disk
def test_a_limit_of_the_system_is_told_and_leaves_nothing(scene: Scene) -> None:
    nothing_lost(hindered.limited(scene, "task note", POINTS))


@needs_disk
def test_no_command_leaves_a_trace_of_a_change_that_was_cut_off(scene: Scene) -> None:
    from tests.faults.commands import prepare

    for name, line in WRITES.items():
        base = scene.lay(scene.demo)
        prepare(base, line, scene.material)
        before = content(base)
        ended = scene.do(name, Fault("disk", EARLY))
        assert ended.killed, (name, ended)
        assert ended.out == "", name
        # The journal that was left is played back by whoever looks next.
        assert whole(base) == [], name
        assert line.config or content(base) == before, name
        assert not line.config or unsound(base) == [], name


@needs_disk
@pytest.mark.parametrize("name", MAKES)
def test_a_ledger_that_is_being_made_is_whole_or_not_there(scene: Scene, name: str) -> None:
    if not (scene.material / "export").exists():
        assert run("export", "--all", scene.material / "export", db=scene.demo).code == 0
    argv = spelled(MAKES[name], scene.material)
    path = scene.lay(scene.demo)
    path.unlink()
    count = scene.driver.run(argv, db=path, today="2024-07-09", fault=Fault("torn", 10**9))
    assert count.code == 0
    path.unlink()
    for part in range(1, 9):
        at = max(1, count.statements * part // 8)
        ended = scene.driver.run(argv, db=path, today="2024-07-09", fault=Fault("statement", at))
        assert ended.killed
        # `init` and `demo` write into the ledger that they have made, a change at a time.
        assert not path.exists() or unsound(path) == []
        left = {each.name for each in path.parent.iterdir()} - {path.name}
        # `init` makes its ledger aside, and a ledger is made aside of its place.
        aside = (".ledger.db.", "..ledger.db.", "ledger.db-j")
        assert all(each.startswith(aside) for each in left), left
        scene.lay(scene.demo).unlink()
