"""The settings of a run as they hold: each with where it comes from, secrets never shown."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ntmtrack import config
from ntmtrack.app.config_keys import SECRETS, VARIABLES
from ntmtrack.app.context import Context
from ntmtrack.domain.text import clean
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.reports.report import Cell
from ntmtrack.reports.settings import Setting, Source

_HIDDEN = say("set, not shown")
_OPTIONS = {"db": "db", "lang": "language", "today": "today", "actor": "actor"}
"""The settings that are global options too, and what those are called within the program."""


class Machine(Record):
    """What the settings are read from beside the ledger: the file, and the environment."""

    file: Path
    environ: Mapping[str, str]


def of_run(context: Context, machine: Machine, written: Mapping[str, Any]) -> Iterator[Setting]:
    """What every run settles: where the settings are, and what options may say otherwise."""
    named = "NTMTRACK_CONFIG" in machine.environ
    yield Setting(
        "config",
        str(machine.file),
        Source.ENVIRONMENT if named else Source.DEFAULT,
        "NTMTRACK_CONFIG" if named else None,
    )
    holding: dict[str, Cell] = {
        "db": str(context.path),
        "lang": context.lang,
        "actor": context.actor,
        "person": context.person,
        "format": context.form,
    }
    for key, value in holding.items():
        source, place = _source(key, config.KEYS[key], context, machine, written)
        if value is None:
            source = Source.UNSET
        yield Setting(key, value, source, place)
    source, place = _source("today", "NTMTRACK_TODAY", context, machine, {})
    yield Setting("today", context.today, source, place)


def _source(
    key: str, variable: str, context: Context, machine: Machine, written: Mapping[str, Any]
) -> tuple[Source, str | None]:
    if _OPTIONS.get(key) in context.options:
        return Source.OPTION, f"--{key}"
    if machine.environ.get(variable):
        return Source.ENVIRONMENT, variable
    if key in written:
        return Source.FILE, str(machine.file)
    return Source.DEFAULT, None


def of_tables(machine: Machine, written: Mapping[str, Any]) -> Iterator[Setting]:
    """The entries of the tables of the file, and the variables that go before them."""
    place = str(machine.file)
    tables = {key: value for key, value in written.items() if isinstance(value, Mapping)}
    for key, value in flat("", tables):
        variable = VARIABLES.get(key)
        if variable is not None and machine.environ.get(variable):
            continue
        cell = _HIDDEN if key in SECRETS else shown(key, value)
        yield Setting(key, cell, Source.FILE, place)
    for key, variable in VARIABLES.items():
        given = machine.environ.get(variable)
        if given:
            yield Setting(key, shown(key, given), Source.ENVIRONMENT, variable)
    for key, variable in SECRETS.items():
        if machine.environ.get(variable):
            yield Setting(key, _HIDDEN, Source.ENVIRONMENT, variable)


def flat(above: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The entries of nested tables by their dotted keys; tables of a list by their places."""
    for name, value in table.items():
        key = f"{above}.{name}" if above else str(name)
        if isinstance(value, Mapping):
            yield from flat(key, value)
        elif isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
            yield from flat(key, {str(at): each for at, each in enumerate(value, start=1)})
        else:
            yield key, value


def shown(key: str, value: Any) -> Cell:
    """A value as it is shown: of a program its name alone, for its arguments may be secret."""
    if key.endswith(("password_command", "hub.url")):
        return _without_secret(key, value)
    if isinstance(value, list):
        return tuple(clean(str(each)) for each in value)
    if isinstance(value, bool | int):
        return value
    return clean(str(value))


def _without_secret(key: str, value: Any) -> str:
    if key == "hub.url":
        head, at, tail = clean(str(value)).rpartition("@")
        scheme, slashes, user = head.partition("//")
        return f"{scheme}{slashes}{user.partition(':')[0]}{at}{tail}"
    words = value if isinstance(value, list) else str(value).split()
    first = clean(str(words[0])) if words else ""
    return f"{first} …" if len(words) > 1 else first


def of_ledger(context: Context) -> Iterator[Setting]:
    """What the ledger says of its office. Raises DatabaseError where it cannot be opened."""
    from ntmtrack.app.offices import said_of_office

    place = str(context.path)
    with context.reading() as conn:
        said = said_of_office(conn, context.today)
    for key, value in said.items():
        if value:
            yield Setting(f"office.{key}", value, Source.LEDGER, place)
