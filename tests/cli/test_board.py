"""The program alone: today's board, a page whose figures are those of its commands."""

import json
import re
import shlex
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ntmtrack.reports.board import LATE
from tests.bench import many_tasks
from tests.cli.post import settings
from tests.factories import TODAY, a_task, a_unit, an_agency, done
from tests.run import refused, rows, run
from tests.terminal import Terminal

PAPER = Path(__file__).parent.parent / "thong-bao.txt"
COMMAND = re.compile(r"ntmtrack (.+)$")


def lines(shown: str) -> dict[str, tuple[str, list[str]]]:
    """What the board says: by its beginning each line's figure, and the command that ends it."""
    joined = shown.replace("\n  ", "  ")
    found = {}
    for line in joined.splitlines():
        item, _, rest = line.partition("  ")
        if "ntmtrack " in rest:
            figure, _, command = rest.partition("ntmtrack ")
            found[item] = (figure.strip(), shlex.split(command))
    return found


def drawn(db: Path, day: str) -> list[str]:
    """The lines of the page on a terminal of 80 columns."""
    with Terminal(db=db, today=day, lang="vi") as terminal:
        assert terminal.ended() == 0
    return terminal.said.splitlines()


def counted(command: list[str], db: Path) -> int:
    return len(rows(*command, db=db, today=TODAY))


@pytest.fixture
def busy(demo: Path) -> Path:
    """A demo in which something waits for every line."""
    done("task", "done", "NV2023-005", "--on", "1/7/2024", db=demo)
    a_task(demo, due="16/7/2024")
    done("assess", "ban bo", "--unmet", "3", "--on", "1/7/2024", db=demo)
    a_unit(demo, "Xã Thứ Nhất", under="Tam Đường")
    done(
        *("assess", "Xã Thứ Nhất", "--met", "1-18", "--unmet", "19", "--on", "1/7/2024"),
        *("--set", "xa-ntm-2021-2025"),
        db=demo,
    )
    return demo


def test_each_figure_is_what_its_command_prints(busy: Path) -> None:
    told = lines(run(db=busy, today=TODAY).out)
    for item in ("Overdue", "Due within 7 days", "Reported done, to be confirmed"):
        figure, command = told[item]
        assert int(figure) == counted(command, busy) > 0
    figure, command = told["Newly lost since 01/06/2024"]
    assert command == ["regressions", "--since", "2024-06-01"]
    assert int(figure) == counted(command, busy) == 1
    figure, command = told["Nearest to finish: Xã Thứ Nhất"]
    first = rows(*command, db=busy, today=TODAY)[0]
    assert (first["unit_name"], f"{first['met']}/{first['total']}") == ("Xã Thứ Nhất", figure)
    figure, command = told["Works held up"]
    assert int(figure) == counted(command, busy)


def test_the_nearest_of_those_that_lack_as_few_is_the_one_that_nearest_ranks_first(
    busy: Path,
) -> None:
    a_unit(busy, "Xã Thứ Hai", under="Tam Đường")
    done(
        *("assess", "Xã Thứ Hai", "--met", "1-18", "--unmet", "19", "--on", "1/7/2024"),
        *("--set", "xa-ntm-2021-2025"),
        db=busy,
    )
    ranked = rows("nearest", "--set", "xa-ntm-2021-2025", db=busy, today=TODAY)
    assert ranked[0]["missing_count"] == ranked[1]["missing_count"]
    assert f"Nearest to finish: {ranked[0]['unit_name']}" in run(db=busy, today=TODAY).out


def test_the_lines_of_products_works_mail_and_papers_are_what_their_commands_print(
    busy: Path, tmp_path: Path
) -> None:
    for unit, name, argv in (
        ("hong quang", "Chè", ("--on", "1/8/2021")),
        ("hong quang", "Cốm xanh", ("--on", "1/8/2018", "--to", "1/9/2024")),
        ("ban bo", "Mật ong", ("--on", "1/8/2023")),
    ):
        done("product", "add", unit, name, "--stars", "3", *argv, db=busy)
    done("work", "add", "ban bo", "Chợ", "--due", "5/2024", db=busy)
    done("work", "block", "cho, 03424", "--reason", "nợ", "--on", "1/4/2024", db=busy)
    capital = ("cho, 03424", "4 tỷ", "--source", "ngân sách huyện", "--year", "2024")
    done("work", "approve", *capital, "--on", "1/3/2024", db=busy)
    done("work", "disburse", "cho, 03424", "1 tỷ", *capital[2:], "--on", "1/6/2024", db=busy)
    empty = tmp_path / "trong.txt"
    empty.write_text("Không giao việc gì.", encoding="utf-8")
    for paper in (PAPER, empty):
        assert run("notice", "read", paper, db=busy, today=TODAY).code == 0
    config = settings(tmp_path / "config.toml", 1)
    sent = run("mail", "overdue", db=busy, today=TODAY, env={"NTMTRACK_CONFIG": str(config)})
    assert sent.code in (0, 5)

    told = lines(run(db=busy, today=TODAY).out)
    for item, least in (
        ("Products that expire within 90 days", 2),
        ("Works held up", 2),
        ("Works that are late", 1),
    ):
        figure, command = told[item]
        assert int(figure) == counted(command, busy) == least, item
    figure, command = told["Papers read, not reviewed"]
    read = rows(*command, db=busy, today=TODAY)
    waiting = [row for row in read if row["unconsidered"] or row["proposals"]]
    assert int(figure) == len(waiting) == 1 < len(read)
    figure, command = told["Disbursed of the capital of 2024"]
    said = json.loads(run(*command, "-f", "json", db=busy, today=TODAY).out)
    assert Decimal(said["summary"]["share"]) == Decimal(figure.removesuffix(" %")) == 25
    figure, command = told["Mail last run"]
    assert figure in run(*command, db=busy, today=TODAY).out


def test_works_and_products_of_a_unit_that_is_no_more_are_counted(busy: Path) -> None:
    done("work", "add", "ban bo", "Chợ", "--due", "5/2024", db=busy)
    done("product", "add", "ban bo", "Chè", "--stars", "3", "--on", "1/8/2023", db=busy)
    done(
        *("unit", "merge", "ban bo", "Xã Thứ Nhất", "--into", "Xã Mới", "--code", "99991"),
        *("--under", "Lai Châu", "--on", "1/7/2025", "--document", "1670/NQ-UBTVQH15"),
        db=busy,
        today="2026-07-01",
    )
    told = lines(run(db=busy, today="2026-07-01").out)
    for item in ("Works that are late", "Products that expire within 90 days"):
        figure, command = told[item]
        assert int(figure) == len(rows(*command, db=busy, today="2026-07-01")) == 1


def test_it_names_what_has_been_late_longest(demo_file: Path) -> None:
    shown = run(db=demo_file, today=TODAY).out
    late = rows("overdue", db=demo_file, today=TODAY)
    for row in sorted(late, key=lambda row: -row["days_late"])[:LATE]:
        assert f"ntmtrack task show {row['task']}" in shown
        assert f"{row['days_late']} days" in shown


def test_what_was_late_longest_on_a_day_before_it_was_done_is_named_on_that_day(demo: Path) -> None:
    first = rows("overdue", db=demo, today=TODAY)[0]["task"]
    done("task", "done", first, "--on", TODAY, db=demo)
    assert f"task show {first}" not in run(db=demo, today=TODAY).out
    assert f"task show {first}" in run(db=demo, today="2024-07-08").out
    done("task", "extend", "NV2022-001", "--due", "2030", "--reason", "x", "--on", TODAY, db=demo)
    assert "task show NV2022-001" not in run(db=demo, today=TODAY).out
    assert "task show NV2022-001" in run(db=demo, today="2024-07-08").out


def test_the_board_of_a_person_is_of_that_persons_tasks(demo: Path) -> None:
    an_agency(demo, "Phòng Kinh tế", person="Nguyễn Văn A")
    number = a_task(demo, person="Nguyễn Văn A", due="1/7/2024", assigned="1/6/2024")
    for argv, env in (
        (("--person", "nguyen van a"), {}),
        ((), {"NTMTRACK_PERSON": "Nguyễn Văn A"}),
    ):
        shown = run(*argv, db=demo, today=TODAY, env=env).out
        figure, command = lines(shown)["Overdue"]
        assert int(figure) == counted(command, demo) == 1
        assert f"ntmtrack task show {number}" in shown and "NV2023-005" not in shown
    office = run(db=demo, today=TODAY).out
    assert "--person" not in office


def test_a_person_of_the_settings_who_is_not_here_leaves_the_board_of_the_office(
    demo_file: Path,
) -> None:
    shown = run(db=demo_file, today=TODAY, env={"NTMTRACK_PERSON": "Không Có"})
    assert shown.code == 0
    assert "The person of the settings is not in this ledger: there is no person" in shown.out
    assert lines(shown.out)["Overdue"] == lines(run(db=demo_file, today=TODAY).out)["Overdue"]
    refused(run("--person", "Không Có", db=demo_file), 3)
    refused(run("--person", "Không Có", "overdue", db=demo_file), 2)


def test_copies_of_the_ledger_have_a_line(demo: Path) -> None:
    assert "No copy of the ledger yet" in run(db=demo).out
    assert run("backup", db=demo).code == 0
    day = datetime.now(UTC).astimezone().strftime("%Y")
    figure, command = lines(run(db=demo).out)["Newest copy of the ledger"]
    assert day in figure and command == ["doctor"]


def test_the_page_of_a_full_ledger_has_less_than_40_lines_of_80_columns(tmp_path: Path) -> None:
    db = tmp_path / "full.db"
    many_tasks.make(db, 5000, paused=True)
    day = many_tasks.TODAY.isoformat()
    piped = run(db=db, today=day).out.splitlines()
    for page in (piped, drawn(db, day)):
        assert len(page) < 40
        assert max(map(len, page)) <= 80
    late = rows("overdue", db=db, today=day)
    assert lines("\n".join(piped))["Overdue"][0] == str(len(late)) != "0"


def test_the_fullest_page_has_less_than_40_lines_of_80_columns(busy: Path) -> None:
    done("standing", "ban bo", "recognised", "--on", "1/5/2024", "--until", "1/8/2024", db=busy)
    piped = run(db=busy, today=TODAY, lang="vi").out.splitlines()
    for page in (piped, drawn(busy, TODAY)):
        assert len(page) < 40
        assert max(map(len, page)) <= 80


def test_an_empty_ledger_says_how_to_begin(new_file: Path) -> None:
    result = run(db=new_file)
    assert result.code == 0
    assert "ntmtrack unit import --help" in result.out
