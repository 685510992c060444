"""A file that is cut, worn or edited by another program: noticed, or without harm; never a lie."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import damaged, disk
from tests.faults.commands import WRITES, environment, spelled
from tests.faults.scene import Scene, Trial
from tests.run import refused, run

needs_disk = pytest.mark.skipif(
    not disk.available(), reason="this Python carries an SQLite of its own, which nothing can watch"
)


def harmless(trials: Iterator[Trial]) -> list[Trial]:
    tried = list(trials)
    assert [each for each in tried if each.lost] == []
    return [each for each in tried if each.struck]


def test_a_file_that_is_cut_is_refused(scene: Scene) -> None:
    assert len(harmless(damaged.truncated(scene, 40))) == 40


def test_a_flipped_bit_is_noticed_or_does_no_harm(scene: Scene) -> None:
    assert harmless(damaged.flipped(scene, 24))


def test_a_flipped_bit_in_the_header_is_noticed_or_does_no_harm(scene: Scene) -> None:
    assert harmless(damaged.flipped_in_header(scene, 40))


@pytest.fixture(scope="module")
def full(scene: Scene) -> Path:
    """A ledger with rows in as many tables as a few commands fill."""
    return damaged.filled(scene, tuple(WRITES)[:: len(WRITES) // 14])


def test_an_edit_by_another_program_is_refused_or_noticed(scene: Scene, full: Path) -> None:
    struck = harmless(damaged.foreign_edits(scene, full, sample=True))
    assert {each.command.split()[0] for each in struck} == set(damaged.EDITS)


@needs_disk
def test_a_copy_by_cp_during_a_write_is_good_or_noticed(scene: Scene) -> None:
    assert harmless(damaged.copied_while_written(scene, "task split", 30))


def test_no_command_touches_a_newer_ledger(scene: Scene) -> None:
    import sqlite3

    path = scene.lay(scene.demo)
    with sqlite3.connect(path) as conn:
        conn.execute("pragma user_version = 99")
    conn.close()
    before = path.read_bytes()
    for line in WRITES.values():
        env = environment(line, scene.material)
        result = run(*spelled(line.argv, scene.material), db=path, today=line.today, env=env)
        assert "newer" in refused(result, 4), line.argv
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]
