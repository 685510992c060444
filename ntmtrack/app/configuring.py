"""The settings of an office's machine: shown with where they come from, put and taken away."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ntmtrack import config
from ntmtrack.app.config_keys import KNOWN, OFFICE, SECRETS, VARIABLES, Kind
from ntmtrack.app.config_shown import Machine, flat, of_ledger, of_run, of_tables, shown
from ntmtrack.app.context import Context
from ntmtrack.app.naming import unknown
from ntmtrack.config_writing import Keys, Value, write
from ntmtrack.errors import DatabaseError, DataError
from ntmtrack.i18n import LANGUAGES
from ntmtrack.message import Message, say
from ntmtrack.reports.report import Report
from ntmtrack.reports.settings import Setting, Source, build

_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


def listing(context: Context, machine: Machine, *, everything: bool) -> Report:
    """Every setting that somebody made or that has a default; `everything`: those unset too."""
    written = config.read(machine.file)
    found = [*of_run(context, machine, written), *of_tables(machine, written)]
    notes = []
    try:
        found += of_ledger(context)
    except DatabaseError as error:
        notes.append(error.message)
    if everything:
        said = {each.key for each in found}
        bare = [Setting(key, None, Source.UNSET) for key in (*KNOWN, *OFFICE) if key not in said]
        found += bare
    else:
        notes.append(say("What nobody set is left out; --all shows it."))
    return _report(found, context, "config list", tuple(notes), explained=everything)


def showing(context: Context, machine: Machine, key: str) -> Report:
    """One setting as it holds now. Raises DataError for a key that is none."""
    written = config.read(machine.file)
    found = [*of_run(context, machine, written), *of_tables(machine, written)]
    if key in OFFICE:
        found = list(of_ledger(context))
    here = [each for each in found if each.key == key or each.key.startswith(f"{key}.")]
    if not here:
        if key not in KNOWN and key not in OFFICE and key not in SECRETS:
            raise _unknown(key)
        here = [Setting(key, None, Source.UNSET)]
    return _report(here, context, "config get")


def put(context: Context, machine: Machine, key: str, words: Sequence[str]) -> Report:
    """Write one entry into the configuration file.

    Raises DataError for a key that is none, a value that does not fit it, a secret.
    """
    value = _value(_settable(key), key, words)
    if key == "lang" and value not in LANGUAGES:
        raise DataError(
            say("there is no language {name}", name=value),
            hint=say("choose one of {names}", names=LANGUAGES),
        )
    written = config.read(machine.file)
    notes = checked(written, {_keys(key): value}, machine.file)
    write(machine.file, {_keys(key): value})
    return _told(context, machine, key, "config set", notes)


def drop(context: Context, machine: Machine, key: str) -> Report:
    """Take one entry out of the configuration file. Raises DataError where it is not there."""
    written = config.read(machine.file)
    inside: object = written
    for name in _keys(key):
        inside = inside.get(name) if isinstance(inside, Mapping) else None
    if inside is None:
        _settable(key)
        raise DataError(
            say("{key} is not in the settings", key=key),
            hint=say("see `ntmtrack config list`; nothing was written"),
        )
    _settable(key)
    notes = checked(written, {_keys(key): None}, machine.file)
    write(machine.file, {_keys(key): None})
    return _told(context, machine, key, "config unset", notes)


def checked(
    written: Mapping[str, Any], entries: Mapping[Keys, Value | None], path: Path
) -> tuple[Message, ...]:
    """What is still to be mended once entries are put into what a configuration file holds.

    Raises DataError where one of the entries itself cannot be used.
    """
    after = with_entries(written, entries)
    config.check(after, path)
    before = {_words(fault) for fault in _faults(written)}
    new = [fault for fault in _faults(after) if _words(fault) not in before]
    named = {".".join(keys) for keys, value in entries.items() if value is not None}
    own = [fault for fault in new if str(fault.values.get("key")) in named]
    if own:
        raise DataError(
            say("this cannot stand in the settings"),
            hint=say("see `ntmtrack config list --all`; nothing was written"),
            details=tuple(own),
        )
    return tuple(say("still to be mended: {fault}", fault=fault) for fault in new)


def _words(fault: Message) -> tuple[str, str]:
    return fault.text, repr(dict(fault.values))


def with_entries(
    written: Mapping[str, Any], entries: Mapping[Keys, Value | None]
) -> dict[str, Any]:
    """A copy of nested tables with entries put in; None takes one away."""
    after = {
        key: with_entries(value, {}) if isinstance(value, Mapping) else value
        for key, value in written.items()
    }
    for keys, value in entries.items():
        inside = after
        for name in keys[:-1]:
            inside = inside.setdefault(name, {})
        if value is None:
            inside.pop(keys[-1], None)
        else:
            inside[keys[-1]] = list(value) if isinstance(value, tuple) else value
    return after


def _faults(written: Mapping[str, Any]) -> Iterator[Message]:
    """What those who read the tables have against them."""
    from ntmtrack.app.report_frame import of_settings as of_report
    from ntmtrack.exchange.hub.address import parse
    from ntmtrack.exchange.hub.settings import of_settings as of_hub
    from ntmtrack.mail.settings import read as of_mail

    try:
        of_mail(written.get(config.MAIL))
    except DataError as error:
        yield from error.details
    try:
        of_report(written.get(config.REPORT))
        url = of_hub(written.get(config.HUB)).url
    except DataError as error:
        yield error.message
        return
    try:
        if url is not None:
            parse(url)
    except DataError as error:
        yield say("{key}: {what}", key="hub.url", what=error.message)


def _settable(key: str) -> Kind:
    """How an entry is typed. Raises DataError for what this command does not write."""
    if key in SECRETS:
        table = key.rpartition(".")[0]
        raise DataError(
            say("a password is not kept in the settings, nor typed on a command line"),
            hint=say(
                "put it alone into a file that only you may read, then `ntmtrack config set"
                " {table}.password_file FILE`; if it was typed just now, change it",
                table=table,
            ),
        )
    if key in OFFICE:
        raise DataError(
            say("{key} is kept in the ledger", key=key),
            hint=say("`ntmtrack office set {option} …`", option=OFFICE[key]),
        )
    if key.startswith("views."):
        raise DataError(
            say("{key} is a saved view", key=key), hint=say("see `ntmtrack view --help`")
        )
    if key not in KNOWN:
        raise _unknown(key)
    return KNOWN[key].kind


def _unknown(key: str) -> DataError:
    return unknown(
        say("there is no setting {key}", key=key),
        key,
        (*KNOWN, *OFFICE),
        say("see `ntmtrack config list --all`; nothing was written"),
    )


def _value(kind: Kind, key: str, words: Sequence[str]) -> Value:
    if kind is Kind.LIST:
        return tuple(words)
    if len(words) != 1:
        raise DataError(
            say("{key} takes one value", key=key),
            hint=say("put words with spaces between quotation marks; nothing was written"),
        )
    (text,) = words
    if kind is Kind.PATH:
        # What is typed lies here; the file is read from anywhere.
        return text if text.startswith("~") else os.path.abspath(text)
    try:
        if kind is Kind.WHOLE:
            return int(text)
        if kind is Kind.SECONDS:
            return float(text)
        if kind is Kind.TRUTH:
            return _TRUTHS[text.casefold()]
    except (ValueError, KeyError) as error:
        wanted = say("true or false") if kind is Kind.TRUTH else say("a number")
        raise DataError(
            say("{key} takes {wanted}, not {text}", key=key, wanted=wanted, text=text),
            hint=say("nothing was written"),
        ) from error
    return text


def _keys(key: str) -> Keys:
    return tuple(key.split("."))


def _told(
    context: Context, machine: Machine, key: str, name: str, notes: tuple[Message, ...]
) -> Report:
    """How one entry of the file stands now, and what goes before it."""
    written = config.read(machine.file)
    found: dict[str, Any] = dict(flat("", written))
    here = Setting(key, None, Source.UNSET, str(machine.file))
    if key in found:
        here = here._replace(value=shown(key, found[key]), source=Source.FILE)
    variable = config.KEYS.get(key) or VARIABLES.get(key)
    if variable is not None and machine.environ.get(variable):
        notes = (*notes, say("{variable} in the environment goes before it", variable=variable))
    return _report([here], context, name, notes)


_TITLES = {
    "config list": say("Settings"),
    "config get": say("A setting"),
    "config set": say("Written into the settings"),
    "config unset": say("Taken out of the settings"),
}


def _report(
    found: Sequence[Setting],
    context: Context,
    name: str,
    notes: tuple[Message, ...] = (),
    *,
    explained: bool = True,
) -> Report:
    told = [
        each._replace(about=KNOWN[each.key].about if each.key in KNOWN else each.about)
        for each in found
    ]
    return build(
        told, context.today, name=name, title=_TITLES[name], notes=notes, explained=explained
    )
