"""The program alone: today's board."""

from pathlib import Path

from tests.factories import TODAY, a_task, a_unit, done
from tests.run import run


def test_it_shows_units_and_late_tasks_with_what_to_type_next(demo_file: Path) -> None:
    shown = run(db=demo_file, today=TODAY).out
    for words in (
        "Năm văn bản mẫu",
        "09/07/2024",
        "Xã Bản Bo  9/19",
        "ntmtrack unmet 03424",
        "NV2023-005",
        "405 days late",
        "ntmtrack task show NV2023-005",
        "registered 22, recognised 1",
    ):
        assert words in shown


def test_it_fits_one_page(demo_file: Path) -> None:
    shown = run(db=demo_file, today=TODAY, tty=True, width=100).out
    assert len(shown.splitlines()) < 40


def test_what_falls_due_this_week_is_on_it(demo: Path) -> None:
    number = a_task(demo, due="16/7/2024")
    assert "Due within 7 days (1)" in run(db=demo, today=TODAY).out
    later = a_task(demo, due="17/7/2024")
    shown = run(db=demo, today=TODAY).out
    assert f"{number}, Xã Bản Bo" in shown
    assert f"{later}, Xã Bản Bo" not in shown


def test_more_than_a_page_is_counted(demo: Path) -> None:
    for number in range(1, 16):
        name = a_unit(demo, f"Xã Thứ {number}", under="Tam Đường")["unit"]
        done("assess", name, "--met", "1", "--set", "xa-ntm-2021-2025", db=demo)
    shown = run(db=demo, today=TODAY).out
    assert "… and 6 more" in shown
    assert "ntmtrack status" in shown


def test_an_empty_ledger_says_how_to_begin(new_file: Path) -> None:
    result = run(db=new_file)
    assert result.code == 0
    assert "ntmtrack unit import --help" in result.out
