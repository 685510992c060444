"""The working calendar of this machine: the shipped years, and those an office has written."""

import os
from pathlib import Path
from typing import Any

from ntmtrack.config import settings_file
from ntmtrack.domain.working_days import SpecialDay, WorkingCalendar, read_year
from ntmtrack.errors import DataError, reason_of
from ntmtrack.message import say

_SHIPPED = Path(__file__).resolve().parent.parent / "data" / "holidays"


def working_calendar() -> WorkingCalendar:
    """The days off of every year that is known.

    A file `holidays/YEAR.toml` beside the settings stands for the shipped one of that year.
    Raises DataError for a file that cannot be read or is at fault.
    """
    files = {path.stem: path for folder in (_SHIPPED, own_folder()) for path in _lists(folder)}
    return WorkingCalendar.of({int(year): _read(path) for year, path in sorted(files.items())})


def own_folder() -> Path:
    """Where an office puts its own lists of days off: beside its settings."""
    return settings_file(os.environ).parent / "holidays"


def _lists(folder: Path) -> list[Path]:
    return [path for path in folder.glob("[0-9][0-9][0-9][0-9].toml") if path.stem.isdecimal()]


def _read(path: Path) -> tuple[SpecialDay, ...]:
    import tomllib

    try:
        with path.open("rb") as file:
            data: dict[str, Any] = tomllib.load(file)
    except (OSError, ValueError, RecursionError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        raise DataError(
            say("the days off in {path} cannot be read: {reason}", path=path, reason=reason),
            hint=say("mend the file, or move it away"),
        ) from error
    try:
        return read_year(data, int(path.stem))
    except DataError as error:
        raise DataError(
            say("{path}: {message}", path=path, message=error.message), hint=error.hint
        ) from error
