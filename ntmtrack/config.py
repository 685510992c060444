"""The settings of a run: what they are, and where each one comes from.

An option wins over the environment, that over the configuration file, that over the default.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ntmtrack.errors import DataError, reason_of
from ntmtrack.i18n import LANGUAGES
from ntmtrack.message import Message, say
from ntmtrack.record import Record

KEYS = {
    "db": "NTMTRACK_DB",
    "lang": "NTMTRACK_LANG",
    "actor": "NTMTRACK_ACTOR",
    "format": "NTMTRACK_FORMAT",
    "person": "NTMTRACK_PERSON",
}
"""What the configuration file may hold, and the variable that wins over each."""

FORMS = ("table", "text", "spoken")
"""The forms in which a person may wish to read a terminal."""

MAIL = "mail"
"""The table of the configuration file that says how mail leaves."""

REPORT = "report"
"""The table of the configuration file that says what the office's reports bear."""

EXCHANGE = "exchange"
"""The table of the configuration file that says with which key bundles are signed."""

HUB = "hub"
"""The table of the configuration file that says where the hub is, and how to log in to it."""

VIEWS = "views"
"""The table of the configuration file that holds saved views: command lines by their names."""

_TABLES = (MAIL, REPORT, EXCHANGE, HUB, VIEWS)


class Settings(Record):
    """What the environment and the configuration file say; None where neither does.

    `mail`, `report`, `exchange`, `hub` and `views` are the tables of those names as they stand
    there; who sends mail, writes reports, signs bundles, goes to the hub, or shows a view, reads
    them.
    """

    db: str | None = None
    lang: str | None = None
    actor: str | None = None
    format: str | None = None
    person: str | None = None
    today: str | None = None
    mail: Mapping[str, object] | None = None
    report: Mapping[str, object] | None = None
    exchange: Mapping[str, object] | None = None
    hub: Mapping[str, object] | None = None
    views: Mapping[str, object] | None = None


def load(environ: Mapping[str, str]) -> Settings:
    """The settings of this run.

    Raises DataError for a configuration file that cannot be read or holds something unknown.
    """
    written = read(settings_file(environ), needed=bool(environ.get("NTMTRACK_CONFIG")))
    chosen = {key: environ.get(variable) or written.get(key) for key, variable in KEYS.items()}
    _check_form(chosen["format"])
    if chosen["db"]:
        # No shell has seen what stands in a file: "~" is the user's folder there too.
        chosen["db"] = os.path.expanduser(chosen["db"])
    return Settings(
        **chosen,
        today=environ.get("NTMTRACK_TODAY") or None,
        mail=written.get(MAIL),
        report=written.get(REPORT),
        exchange=written.get(EXCHANGE),
        hub=written.get(HUB),
        views=written.get(VIEWS),
    )


def settings_file(environ: Mapping[str, str]) -> Path:
    """The configuration file: the one named, or where the system keeps a user's settings."""
    named = environ.get("NTMTRACK_CONFIG")
    return Path(named) if named else _usual_file()


def default_ledger() -> Path:
    """Where the ledger lives if nobody says otherwise: the user's data folder."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("ntmtrack", appauthor=False)) / "ntmtrack.db"


def _usual_file() -> Path:
    """Where platformdirs puts a user's settings."""
    system: str = sys.platform
    if system.startswith("linux"):
        # Its rule for this system, spelled out: every run looks here, and the library alone is
        # seven hundredths of a run.
        home = os.environ.get("XDG_CONFIG_HOME", "").strip() or os.path.expanduser("~/.config")
        return Path(home) / "ntmtrack" / "config.toml"
    from platformdirs import user_config_dir

    return Path(user_config_dir("ntmtrack", appauthor=False)) / "config.toml"


def read(path: Path, *, needed: bool = False) -> dict[str, Any]:
    """What a configuration file holds, checked; `needed` refuses one that is not there.

    Raises DataError for a file that cannot be read or holds something unknown.
    """
    try:
        # Most offices have no such file, and a TOML reader costs more than a look.
        if not needed and not os.path.exists(path):
            return {}
        import tomllib

        with open(path, "rb") as file:
            # Editors on Windows put a mark of its encoding before a text.
            written = tomllib.loads(file.read().decode("utf-8-sig"))
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else unreadable(error)
        raise DataError(
            say("the settings in {path} cannot be read: {reason}", path=path, reason=reason),
            hint=say("make the file, though it be empty, or mend NTMTRACK_CONFIG")
            if isinstance(error, FileNotFoundError)
            else say("mend the file, or move it away"),
        ) from error
    check(written, path)
    return written


def unreadable(error: Exception) -> Message:
    """Why a text cannot be read as TOML: where, for the reader's own words are English alone."""
    if isinstance(error, UnicodeDecodeError):
        return say("it is not text in UTF-8")
    import re

    place = re.search(r"line (\d+),? col(?:umn)? (\d+)", str(error))
    twice = str(error).startswith(("Cannot overwrite", "Cannot declare"))
    if place is None and twice:
        return say("its last entry stands there twice")
    if place is None:
        return say("its last entry is broken")
    line, column = int(place[1]), int(place[2])
    if twice:
        return say("what stands in line {line} stands there twice", line=line)
    return say("line {line} is broken, from character {column} on", line=line, column=column)


def check(written: Mapping[str, Any], path: Path) -> None:
    """Raise DataError where a configuration file holds something unknown outside its tables."""
    for key, value in written.items():
        if key in _TABLES and isinstance(value, dict):
            continue
        if key not in KEYS or not isinstance(value, str):
            raise DataError(
                say("the settings in {path} hold an unknown entry {key}", path=path, key=key),
                hint=say(
                    "known entries, all of them text: {keys}; and the tables {tables}",
                    keys=tuple(KEYS),
                    tables=tuple(f"[{table}]" for table in _TABLES),
                ),
            )
    if written.get("lang", "vi") not in LANGUAGES:
        raise DataError(
            say("the settings in {path} name no language", path=path),
            hint=say("choose one of {names}", names=LANGUAGES),
        )
    _check_form(written.get("format"))


def _check_form(name: str | None) -> None:
    if name is not None and name not in FORMS:
        raise DataError(
            say("a terminal cannot be read as {name}", name=name),
            hint=say("NTMTRACK_FORMAT and `format` in the settings take {names}", names=FORMS),
        )
