"""`undo` in the lives of ledgers: whatever was done, it is refused or the ledger stays sound."""

import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import ADVANCED, TODAY
from tests.ledger_rows import canonical, looked, sound
from tests.run import Result, refused, run

DAYS = ("1/6/2024", "1/7/2024")
TASKS = ("NV2023-005", "NV2023-009")


def _lines(day: str, task: str, verdict: str, number: str) -> tuple[tuple[str, ...], ...]:
    """What an officer may do next, about few things, so that changes meet."""
    return (
        ("assess", "ban bo", "--set", ADVANCED, f"--{verdict}", number, "--on", day),
        ("assess", "ban bo", "--set", ADVANCED, "--met", "10", "--document", "5/BC", "--on", day),
        ("evidence", "ban bo", number, "--document", "5/BC"),
        ("tally", "ban bo", "12/19", "--set", ADVANCED, "--on", day),
        ("unit", "add", "Xã Tân Lập", "--code", "90001", "--under", "Tam Đường"),
        ("unit", "set", "90001", "--name", "Xã Tân Lập Mới"),
        ("assess", "90001", "--set", ADVANCED, "--unmet", number, "--on", day),
        ("agency", "add", "Phòng Tài chính", "--code", "TC"),
        ("agency", "set", "TC", "--mail", "tc@vi.du.vn"),
        ("agency", "set", "TC", "--name", "Phòng TC-KH"),
        ("task", "add", "ban bo", "--title", "Việc", "--lead", "TC", "--due", "31/12/2024"),
        ("task", "done", task, "--on", day),
        ("task", "confirm", task),
        ("task", "pause", task, "--reason", "chờ", "--on", day),
        ("task", "resume", task),
        ("task", "note", task, "--text", "một"),
        ("task", "extend", task, "--to", "31/12/2024", "--reason", "mưa"),
        ("task", "correct", task, "--take-back", "reported", "--reason", "nhầm"),
        ("task", "assign", task, "--lead", "TC"),
        ("standing", "ban bo", "submitted", "--set", ADVANCED, "--on", day),
        ("notice", "add", "5/BC", "--date", "1/5/2024"),
    )


WRITE = st.builds(
    lambda day, task, verdict, number, which: _lines(day, task, verdict, number)[which],
    st.sampled_from(DAYS),
    st.sampled_from(TASKS),
    st.sampled_from(["met", "unmet"]),
    st.sampled_from(["10", "17.8"]),
    st.integers(0, len(_lines("", "", "", "")) - 1),
)
BACK = st.integers(0, 5)
"""An undo of the change that is so many back."""


def undo(db: Path, number: int) -> Result:
    return run("undo", str(number), "--yes", db=db, today=TODAY)


def newest(db: Path) -> dict[str, Any]:
    return run("log", "--limit", "1", "-f", "json", db=db).rows[0]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(WRITE | BACK, min_size=4, max_size=12))
def test_an_undo_is_refused_or_keeps_every_rule_and_can_itself_be_undone(
    _pristine_demo: Path, tmp_path: Path, steps: list[Any]
) -> None:
    db = tmp_path / "life.db"
    shutil.copy(_pristine_demo, db)
    for step in steps:
        if isinstance(step, tuple):
            assert run(*step, db=db, today=TODAY).code in (0, 3)
            continue
        number = int(newest(db)["change"]) - step
        if number < 1:
            continue
        rows, seen = canonical(db), looked(db)
        result = undo(db, number)
        if result.code:
            said = refused(result, 3)
            assert "nothing was written" in said
            assert canonical(db) == rows
            continue
        sound(db)
        again = int(newest(db)["change"])
        undone = canonical(db)
        assert undo(db, again).code == 0
        sound(db)
        assert (canonical(db), looked(db)) == (rows, seen)
        assert undo(db, again + 1).code == 0
        assert canonical(db) == undone


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(WRITE, min_size=3, max_size=8))
def test_undone_one_by_one_from_the_newest_a_life_ends_where_it_began(
    _pristine_demo: Path, tmp_path: Path, steps: list[Any]
) -> None:
    db = tmp_path / "life.db"
    shutil.copy(_pristine_demo, db)
    states = {1: (canonical(db), looked(db))}
    for step in steps:
        run(*step, db=db, today=TODAY)
        states[int(newest(db)["change"])] = (canonical(db), looked(db))
    numbers = sorted(states, reverse=True)
    for number, before in pairwise(numbers):
        assert undo(db, number).code == 0
        assert (canonical(db), looked(db)) == states[before]
    sound(db)
