"""Facts for tests, laid down by the commands that an officer would type."""

from pathlib import Path
from typing import Any

from tests.run import run

TODAY = "2024-07-09"
"""The day that the demo is looked at from."""

ADVANCED = "xa-ntm-nang-cao-2021-2025"
BASIC = "xa-ntm-2021-2025"


def done(*argv: object, db: Path, today: str | None = TODAY) -> dict[str, Any]:
    """Run a command that must succeed; the last row of what it did."""
    result = run(*argv, "-f", "json", db=db, today=today)
    assert result.code == 0, result.err
    return result.rows[-1]


def a_unit(db: Path, name: str = "Xã Tân Lập", **options: str) -> dict[str, Any]:
    """A commune that nothing is known of; options as `unit add` takes them."""
    return done("unit", "add", name, *_options(options), db=db)


def a_task(db: Path, unit: str = "ban bo", title: str = "Lập kế hoạch", **options: str) -> str:
    """A task without a lead or a due; its number. Options as `task add` takes them."""
    return str(done("task", "add", unit, "--title", title, *_options(options), db=db)["task"])


def an_agency(db: Path, name: str = "Phòng Tài chính", **options: str) -> dict[str, Any]:
    """An agency of no unit; options as `agency add` takes them."""
    return done("agency", "add", name, *_options(options), db=db)


def _options(given: dict[str, str]) -> list[str]:
    """`due="2024"` as --due 2024; a trailing underscore keeps clear of Python's own words."""
    return [
        word
        for name, value in given.items()
        for word in (f"--{name.rstrip('_').replace('_', '-')}", value)
    ]
