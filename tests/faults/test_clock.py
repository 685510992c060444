"""A clock that is set back, and a file or folder that cannot be written."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.factories import TODAY
from tests.faults.commands import TASK, WRITES, environment, spelled
from tests.faults.driver import Fault
from tests.faults.proof import content, unsound
from tests.faults.scene import Scene
from tests.run import refused, run

YEAR = 366 * 86400


def test_a_clock_set_back_puts_no_change_before_another(scene: Scene) -> None:
    path = scene.lay(scene.demo)
    for turn, back in enumerate((0, YEAR, 5 * YEAR, 60)):
        argv = ("task", "note", TASK, "--text", f"lần {turn}")
        ended = scene.driver.run(argv, db=path, today=TODAY, fault=Fault(back=back, seed=turn))
        assert ended.code == 0, ended.err
    with closing(sqlite3.connect(path)) as conn:
        rows = conn.execute("select recorded_at, seq from change order by id").fetchall()
    assert rows == sorted(rows)
    assert {moment for moment, _ in rows[1:4]} == {"2030-01-01T00:00:00.000Z"}
    assert unsound(path) == []


def test_what_was_known_stays_known_when_the_clock_goes_back(scene: Scene) -> None:
    path = scene.lay(scene.demo)
    look = ("task", "show", TASK, "--known", "c2", "-f", "json")
    before = None
    for turn, back in enumerate((0, YEAR, 2 * YEAR)):
        argv = ("task", "correct", TASK, "--title", f"Tên {turn}", "--reason", "gõ nhầm")
        ended = scene.driver.run(argv, db=path, today=TODAY, fault=Fault(back=back, seed=turn))
        assert ended.code == 0, ended.err
        told = run(*look, db=path, today=TODAY).out
        assert "Tên 0" in told
        before = before or told
        assert json.loads(told)["rows"] == json.loads(before)["rows"]


def test_a_read_only_file_is_told_by_every_command(scene: Scene) -> None:
    path = scene.lay(scene.demo)
    before = content(path)
    path.chmod(0o444)
    for name, line in WRITES.items():
        argv = spelled(line.argv, scene.material)
        env = environment(line, scene.material)
        result = run(*argv, db=path, today=line.today, env=env)
        assert "Traceback" not in result.err, name
        # A look at what there is to do may end before anything would be written.
        assert result.code in (3, 4), (name, result.err)
    assert content(path) == before
    path.chmod(0o600)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_folder_that_cannot_be_written_is_told(scene: Scene) -> None:
    path = scene.lay(scene.demo)
    before = content(path)
    path.parent.chmod(0o500)
    try:
        refused(run("task", "note", TASK, "--text", "x", db=path, today=TODAY), 4)
        assert run("unmet", db=path, today=TODAY).code == 0
    finally:
        path.parent.chmod(0o700)
    assert content(path) == before


def test_an_exchange_of_the_file_while_it_is_open_is_no_crash(scene: Scene, tmp_path: Path) -> None:
    path = scene.lay(scene.demo)
    other = tmp_path / "other.db"
    other.write_bytes(path.read_bytes())
    line = WRITES["task split"]
    scene.start(scene.driver, line, Fault("linger", scene.clean("task split").statements // 2))
    os.replace(other, path)
    ended = scene.driver.ended()
    assert "Traceback" not in ended.err
    assert unsound(path) == []
