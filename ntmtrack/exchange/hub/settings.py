"""What the configuration says of the hub, and where the password is found.

The password is in no sentence, no error, no argument of a program and no ledger.
"""

import shlex
from collections.abc import Mapping
from pathlib import Path

from ntmtrack import secret
from ntmtrack.errors import DataError
from ntmtrack.exchange.hub.address import Address, parse
from ntmtrack.message import say
from ntmtrack.record import Record

VARIABLE = "NTMTRACK_HUB_PASSWORD"
_KEYS = ("url", "password_command", "password_file")


class HubSettings(Record):
    """The table [hub]: where the hub is, and how its password is found."""

    url: str | None = None
    password_command: tuple[str, ...] = ()
    password_file: Path | None = None


def of_settings(written: Mapping[str, object] | None) -> HubSettings:
    """The settings from the table as it stands there. Raises DataError for what is unknown."""
    given = written or {}
    for key, value in given.items():
        if key not in _KEYS or not isinstance(value, str) or not value:
            raise DataError(
                say("the settings of the hub hold an unknown entry {key}", key=key),
                hint=say("known entries under [hub], all of them text: {keys}", keys=_KEYS),
            )
    file = given.get("password_file")
    try:
        command = tuple(shlex.split(str(given.get("password_command", ""))))
    except ValueError as error:
        raise DataError(
            say("password_command under [hub] has a quotation mark that is not closed"),
            hint=say("write it as in a terminal"),
        ) from error
    return HubSettings(
        str(given["url"]) if "url" in given else None,
        command,
        Path(str(file)).expanduser() if file else None,
    )


def password(settings: HubSettings, address: Address, environ: Mapping[str, str]) -> str | None:
    """The password of the role: from the command, the file or the environment, in this turn.

    Where the address names another role than url under [hub], the settings are of that other one,
    and the environment goes first. None for the socket of this machine, where the system says who
    it is. Raises DataError if there is none.
    """
    found = environ.get(VARIABLE)
    if found and settings.url is not None and parse(settings.url).user != address.user:
        return found
    if settings.password_command:
        return secret.told(settings.password_command, table="hub")
    if settings.password_file is not None:
        return secret.kept(settings.password_file)
    if not found and address.host:
        raise DataError(
            say("there is no password for {user} at {hub}", user=address.user, hub=address.name),
            hint=say(
                "name the file it is in, as password_file under [hub], or set {variable}",
                variable=VARIABLE,
            ),
        )
    return found or None
