"""What a shell asks at TAB: from the line as it stands to what may come next.

The walk down the line is Typer's own. What a word stands for is told by its placeholder in the
help (UNIT, AGENCY, TASK …), so that no command says it twice. Whoever presses TAB wants no
complaint: where anything is amiss, nothing is offered.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from typer._click.shell_completion import _resolve_context, _resolve_incomplete

from ntmtrack.app.context import office_day
from ntmtrack.cli.app import build
from ntmtrack.cli.group import Group, LazyGroup
from ntmtrack.cli.options import numbers, one_number
from ntmtrack.cli.shells import TELL, Answer, Asked, Offer, asked
from ntmtrack.config import Settings, default_ledger, load
from ntmtrack.domain.due import parse_day
from ntmtrack.domain.text import clean
from ntmtrack.errors import NtmError
from ntmtrack.i18n import choose_language, translator

_KINDS = {
    "UNIT": "unit",
    "AGENCY": "agency",
    "OFFICE": "office",
    "TASK": "task",
    "REF": "document",
    "SET": "set",
    "OLD": "set",
    "NEW": "set",
    "CHANGE": "change",
}
"""What the ledger knows of a placeholder; a NUMBER is that of a criterion only by its parser."""

_PATHS = {"FILE": "files", "DIR": "folders"}

_ANY = "\ufdd1"
"""A word that names no command: what a group makes of it is what it does without one."""


def answer(environ: Mapping[str, str], instruction: str) -> str:
    """What is printed for a shell that asks by the variables that its script sets.

    "" where nothing is offered, whatever the reason.
    """
    try:
        line = asked(environ)
        return TELL[instruction.removeprefix("complete_")](_answer(line, environ), line)
    except Exception:
        # There is nobody to tell: a shell that waits for words shows no other.
        return ""


def _answer(line: Asked, environ: Mapping[str, str]) -> Answer:
    settings = load(environ)
    root = build(settings, "en", (), str)
    words = list(line.words)
    # An option that waits for its value would keep what stands before it from being read.
    waits = bool(words) and words[-1].startswith("-") and "=" not in words[-1]
    context = _resolve_context(root, {}, "ntmtrack", words[:-1] if waits else words)
    above = context.parent
    if above is not None and words[-1:] == [above.info_name] and _goes_on_alone(above.command):
        # Alone it does what one of its commands does; all of them may still come.
        context = above
    at, text = _resolve_incomplete(context, words, line.text)
    before = line.text.removesuffix(text)
    if at is not context.command:
        return _values(at, context, text, settings)._replace(before=before)
    offers = [
        *(_commands(at, text) if isinstance(at, Group) else ()),
        *(_options(context, text) if text.startswith("-") else ()),
    ]
    translate = translator(choose_language(words, environ, settings.lang)).gettext
    named = [Offer(each.value, translate(each.help)) for each in offers]
    param, context = _without_a_command(root, context, words)
    if param is None or text.startswith("-"):
        return Answer(named)
    also = _values(param, context, text, settings)
    return also._replace(offers=[*named, *also.offers])


def _without_a_command(root: Any, context: Any, words: Sequence[str]) -> tuple[Any, Any]:
    """The argument that comes next where a group goes on without a command; else None."""
    if not _goes_on_alone(context.command):
        return None, context
    try:
        context = _resolve_context(root, {}, "ntmtrack", [*words, _ANY])
    except NtmError:
        return None, context
    if isinstance(context.command, Group):
        return None, context
    arguments = [each for each in context.command.params if each.param_type_name == "argument"]
    return (arguments or [None])[0], context


def _goes_on_alone(command: Any) -> bool:
    return isinstance(command, Group) and not isinstance(command, LazyGroup)


def _commands(group: Group, text: str) -> Iterator[Offer]:
    """The commands of a group that begin so; none of them is loaded for its help."""
    for name in group.known():
        if name.startswith(text):
            if isinstance(group, LazyGroup):
                yield Offer(name, group.table[name][1])
            else:
                yield Offer(name, group.commands[name].help or "")


def _options(context: Any, text: str) -> Iterator[Offer]:
    """The options of a command that begin so, without those that were given and stand once."""
    for param in context.command.get_params(context):
        source = context.get_parameter_source(param.name)
        once = not getattr(param, "multiple", False)
        if param.param_type_name != "option" or (
            once and source is not None and source.name == "COMMANDLINE"
        ):
            continue
        for name in (*param.opts, *param.secondary_opts):
            if name.startswith(text) and (name.startswith("--") or text != "--"):
                yield Offer(name, param.help or "")


def _values(param: Any, context: Any, text: str, settings: Settings) -> Answer:
    """What may be the value of an option or an argument."""
    placeholder = (param.metavar or "").strip("[].")
    words = getattr(param.type, "choices", None)
    if words is None and placeholder.islower() and "|" in placeholder:
        words = placeholder.split("|")
    if words is not None:
        return Answer([Offer(str(each)) for each in words if str(each).startswith(text)])
    of_item = getattr(param.type, "func", None) in (numbers, one_number)
    if placeholder == "NUMBER VALUE":
        of_item = len(context.params.get(param.name) or ()) % 2 == 0
    parts = placeholder.split("|")
    kinds = {"item"} if of_item else {_KINDS[part] for part in parts if part in _KINDS}
    paths = next((_PATHS[part] for part in parts if part in _PATHS), "")
    found = [each for kind in kinds for each in _live(kind, context, text, settings)]
    return Answer(found, paths=paths)


def _live(kind: str, context: Any, text: str, settings: Settings) -> Iterator[Offer]:
    """What the ledger has for a word; of which day, set and unit is what the line says beside."""
    from ntmtrack.app.completing import Typed, offers

    today = context.find_root().params.get("today")
    if today is None and settings.today:
        today = parse_day(settings.today)
    typed = Typed(
        text,
        context.params.get("as_of") or today or office_day(datetime.now(UTC)),
        context.params.get("set"),
        next(_units(context), None),
    )
    for value, meaning in offers(kind, _ledger(context, settings), typed):
        # Another program may have written anything into the ledger: an offer is one line.
        if value.isprintable():
            yield Offer(value, clean(meaning))


def _units(context: Any) -> Iterator[str]:
    """The units that the line names."""
    for param in context.command.params:
        if (param.metavar or "").strip("[].") == "UNIT":
            given = context.params.get(param.name) or ()
            yield from [given] if isinstance(given, str) else given


def _ledger(context: Any, settings: Settings) -> Path:
    """The ledger that the line names; what a shell would have made of ~ and $HOME is made here."""
    given = context.find_root().params.get("db")
    if given is not None:
        return Path(os.path.expandvars(given)).expanduser()
    return Path(settings.db) if settings.db else default_ledger()
