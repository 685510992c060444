"""The bench itself: its arithmetic, what it says of peers, and the facts that all of them get."""

import csv
import json
import re
import resource
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.bench import facts, peers, program, table
from tests.bench.__main__ import FAMILIES, main
from tests.bench.desk import ROWS
from tests.bench.measuring import Cost, Failed, Measured, function, in_turn, process, size, space
from tests.bench.row import Disagreement, Ground, Pair, Row
from tests.bench.tasks import same
from tests.run import ROOT

ENVIRONMENT = {"PATH": "/usr/bin:/bin"}
UNITS = [("00001", "Xã Một"), ("00002", "Xã Hai")]


def costs(*seconds: float) -> tuple[Cost, ...]:
    return tuple(Cost(each, each * 10, each * 100) for each in seconds)


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-I", "-S", "-c", code)


def nothing(ground: Ground) -> Pair:
    raise AssertionError("never prepared")


def test_the_ratio_is_the_median_of_the_pairs_and_not_of_the_sides() -> None:
    measured = Measured(costs(1, 4, 30, 5, 6), costs(1, 1, 10, 5, 1))
    assert measured.ratio() == 3
    assert measured.spread() == (1, 4)
    assert measured.medians() == (5, 1)
    assert measured.ratio(space) == 3
    assert measured.peaks() == (3000, 1000)


def test_one_round_has_no_spread() -> None:
    assert Measured(costs(3), costs(2)).spread() == (1.5, 1.5)


def test_both_sides_take_turns_and_the_first_round_is_not_counted() -> None:
    order: list[str] = []
    ours, theirs = iter(costs(100, 2, 3)), iter(costs(1, 1, 1))

    def turn(name: str, told: Iterator[Cost]) -> Cost:
        order.append(name)
        return next(told)

    measured = in_turn(lambda: turn("A", ours), lambda: turn("B", theirs), 2)
    assert "".join(order) == "ABABAB"
    assert measured == Measured(costs(2, 3), costs(1, 1))


def test_the_memory_of_a_process_is_its_own() -> None:
    """Whoever measures may be big: the peak must not be that of the one who asks."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert process(python("pass"), ENVIRONMENT)().megabytes < min(own, 30)
    assert process(python("bytearray(60_000_000)"), ENVIRONMENT)().megabytes > 57


def test_a_process_is_timed_whole_and_must_end_as_it_should(tmp_path: Path) -> None:
    cost = process(python("sum(range(300_000))"), ENVIRONMENT)()
    assert cost.seconds > 0
    assert cost.wall > 0
    process(python("raise SystemExit(2)"), ENVIRONMENT, codes=(2,))()
    with pytest.raises(Failed, match="ended with 3"):
        process(python("raise SystemExit(3)"), ENVIRONMENT)()
    with pytest.raises(Failed, match="cannot be started"):
        process((tmp_path / "none",), ENVIRONMENT)()


def test_a_process_has_what_it_is_given(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.write_text("7\n", encoding="utf-8")
    done: list[str] = []
    read = process(
        python("raise SystemExit(int(input()))"),
        ENVIRONMENT,
        given=given,
        before=lambda: done.append("before"),
        codes=(7,),
    )
    read()
    read()
    assert done == ["before", "before"]
    terminal = python("import os; raise SystemExit(not os.isatty(1))")
    process(terminal, ENVIRONMENT, terminal=True)()
    process(terminal, ENVIRONMENT, codes=(1,))()


def test_what_is_done_before_a_function_is_not_counted() -> None:
    done: list[str] = []
    cost = function(lambda: done.append("do"), before=lambda: done.append("before"))()
    assert done == ["before", "do"]
    assert cost.megabytes == 0


def test_the_size_of_files_is_in_megabytes(tmp_path: Path) -> None:
    for name, megabytes in (("a", 1), ("b", 2)):
        (tmp_path / name).write_bytes(bytes(megabytes * 2**20))
    assert size(tmp_path / "a", tmp_path / "b")() == Cost(megabytes=3)


def test_the_program_is_installed_with_the_pinned_versions() -> None:
    pins = program.pins(program.LOCK)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[<>=]", need)[0] for need in project["dependencies"]}
    assert wanted <= {pin.partition("==")[0] for pin in pins}
    assert not any("--hash" in pin or "\\" in pin for pin in pins)
    assert any(pin.endswith("; sys_platform == 'win32'") for pin in pins)


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("2.6.2\n", "2.6.2"),
        ("hledger 1.25, linux-x86_64\n", "1.25"),
        ("3.40.1 2022-12-28 14:03:47 df5c\n", "3.40.1"),
        ("todoman, version 4.7.0\n", "4.7.0"),
        ("no number\n", "no number"),
    ],
)
def test_the_version_is_found_in_what_a_peer_says(said: str, version: str) -> None:
    assert peers.number(said) == version


def test_a_peer_is_looked_for_in_its_folder_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, version in (("own", "1.1"), ("path", "2.2")):
        command = tmp_path / folder / "bin" / "todo"
        command.parent.mkdir(parents=True)
        command.write_text(f"#!/bin/sh\necho todo, version {version}\n", encoding="utf-8")
        command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "path" / "bin"))
    assert peers.found(tmp_path / "own")["todoman"].version == "1.1"
    here = peers.found(None)
    assert here["todoman"].version == "2.2"
    assert "hledger" not in here


def test_the_same_tasks_are_made_each_time() -> None:
    made = facts.tasks(200, 30, UNITS)
    assert made == facts.tasks(200, 30, UNITS)
    today = date.fromisoformat(facts.TODAY)
    assert sum(task.due < today for task in made) == 30
    assert [task.number for task in made] == list(range(200))


def test_all_peers_get_the_same_tasks_in_their_own_form(tmp_path: Path) -> None:
    made = facts.tasks(50, 10, UNITS)
    wanted = sorted((task.number, task.due.isoformat()) for task in made)
    facts.tasks_csv(tmp_path / "tasks.csv", made)
    with open(tmp_path / "tasks.csv", encoding="utf-8", newline="") as stream:
        sheet = [(row["Nội dung"], row["Hạn"]) for row in csv.DictReader(stream)]
    facts.taskwarrior_json(tmp_path / "tasks.json", made)
    warrior = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    facts.hledger_journal(tmp_path / "tasks.journal", made)
    journal = (tmp_path / "tasks.journal").read_text(encoding="utf-8")
    facts.ics_files(tmp_path, made)
    calendar = [
        (tmp_path / facts.ics_name(task)).read_bytes().decode("utf-8").replace("\r\n", "\n")
        for task in made
    ]
    forms = (
        [(title, "-".join(reversed(due.split("/")))) for title, due in sheet],
        [(row["description"], row["due"][:8]) for row in warrior],
        [(title, due) for due, title in re.findall(r"^(\S+) ! (.+)$", journal, re.MULTILINE)],
        re.findall(r"DATE:(\d+)\nSUMMARY:(.+)", "".join(calendar)),
        [(row["title"], row["due"]) for row in facts.rows(made)],
    )
    for form in forms:
        pairs = (pair if "S0" in pair[0] else pair[::-1] for pair in form)
        found = [(facts.numbers(title), date.fromisoformat(due)) for title, due in pairs]
        assert sorted((number, due.isoformat()) for (number,), due in found) == wanted


def test_an_answer_that_differs_stops_the_bench() -> None:
    said = "NV2026-001  Việc S000002 của xã\n[ ] S000010, 2019-01-01\nsố 7"
    same([2, 10], facts.numbers(said), "todoman")
    with pytest.raises(Disagreement, match=r"todoman.*S000002"):
        same([10], facts.numbers(said), "todoman")
    with pytest.raises(Disagreement, match=r"hledger.*S000010"):
        same([2, 10], [2], "hledger")
    with pytest.raises(Disagreement):
        same([2, 10], [2, 2, 10], "hledger")


def test_a_line_says_whether_its_target_holds() -> None:
    row = Row("a work", "a peer", 1.5, nothing)
    holds = table.Line(row, Measured(costs(3, 3, 3), costs(2, 2, 2)))
    over = table.Line(row, Measured(costs(4, 4, 4), costs(2, 2, 2)))
    assert (holds.holds, over.holds) == (True, False)
    assert over.cells() == (
        *("a work", "a peer", "1.5", "2.00", "2.00–2.00", "2.00"),
        *("4.00 s", "2.00 s", "400 / 200 MB", "OVER"),
    )
    memory = table.Line(row._replace(of=space), over.measured)
    assert memory.cells()[3:] == ("2.00", "2.00–2.00", "", "400 MB", "200 MB", "", "OVER")


def test_a_row_that_was_not_measured_says_why() -> None:
    line = table.Line(Row("a work", "a peer", 1.5, nothing), None, "a peer is not installed")
    assert line.holds is None
    assert line.cells()[-1] == "a peer is not installed"
    head, rule, only = table.markdown([line]).splitlines()
    assert head.count("|") == rule.count("|") == only.count("|")
    assert "not installed" in only


def test_what_is_missing_of_the_peers_is_said() -> None:
    there = {"hledger": peers.Peer(Path("hledger"), "1.25")}
    said = table.made_with(there, 15, date(2026, 7, 9))
    assert "2026-07-09" in said
    assert "hledger 1.25" in said
    assert "Taskwarrior not installed" in said


def test_data_are_made_once_and_a_broken_try_leaves_none(tmp_path: Path) -> None:
    ground = Ground(tmp_path, Path("none"), Path("none"), {})
    tries: list[Path] = []

    def build(folder: Path) -> None:
        tries.append(folder)
        (folder / "data").write_text(str(len(tries)), encoding="utf-8")
        if len(tries) == 1:
            raise Disagreement("broken")

    with pytest.raises(Disagreement):
        ground.kept("some", build, "facts")
    (tmp_path / "some.older").mkdir()
    folder = ground.kept("some", build, "facts")
    assert ground.kept("some", build, "facts") == folder
    assert (folder / "data").read_text(encoding="utf-8") == "2"
    assert list(tmp_path.iterdir()) == [folder]


def test_every_row_has_a_name_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    names = capsys.readouterr().out.splitlines()
    assert len(names) == len(set(names))
    assert len(names) > len(ROWS)
    assert main(["--list", "--quick"]) == 0
    quick = capsys.readouterr().out.splitlines()
    assert quick == [name for name in names if name in quick]
    assert "desk" in FAMILIES


def test_rows_are_chosen_by_their_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list", "--only", "TASKWARRIOR"]) == 0
    chosen = capsys.readouterr().out.splitlines()
    assert chosen
    assert all("Taskwarrior" in name for name in chosen)
    with pytest.raises(SystemExit, match="2"):
        main(["--only", "abacus"])
    assert "no row" in capsys.readouterr().err
    assert main(["--list", "--only", "desk"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(ROWS)
