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
from ntmtrack.cli.group import Group, LazyGroup, path_of
from ntmtrack.cli.options import numbers, one_number
from ntmtrack.cli.shells import TELL, Answer, Asked, Offer, asked
from ntmtrack.cli.vietnamese import Names, names_of, option
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
    "WORK": "work",
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
    lang = choose_language(words, environ, settings.lang)
    # An option that waits for its value would keep what stands before it from being read.
    waits = bool(words) and words[-1].startswith("-") and "=" not in words[-1]
    context = _resolve_context(root, {}, "ntmtrack", words[:-1] if waits else words)
    above = context.parent
    if above is not None and words[-1:] == [above.info_name] and _goes_on_alone(above.command):
        # Alone it does what one of its commands does; all of them may still come.
        context = above
    last = [_option_in_english(word, context) for word in words[-1:]]
    # Without a value the word may go on: "--bo" may become "--bo-qua".
    text = _option_in_english(line.text, context) if "=" in line.text else line.text
    at, text = _resolve_incomplete(context, [*words[:-1], *last], text)
    before = line.text.removesuffix(text)
    if at is not context.command:
        return _values(at, context, text, settings, lang)._replace(before=before)
    offers = [
        *(_commands(at, path_of(context), text, lang) if isinstance(at, Group) else ()),
        *(_options(context, text, lang) if text.startswith("-") else ()),
    ]
    translate = translator(lang).gettext
    named = [Offer(each.value, translate(each.help)) for each in offers]
    param, context = _without_a_command(root, context, words)
    if param is None or text.startswith("-"):
        return Answer(named)
    also = _values(param, context, text, settings, lang)
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


def _option_in_english(word: str, context: Any) -> str:
    """A word that names a whole option, and perhaps its value, with the name in English."""
    name, equals, value = word.partition("=")
    known = [opt for each in context.command.get_params(context) for opt in each.opts]
    if not name.startswith("--") or name in known:
        return word
    return f"{option(name, known, path_of(context)) or name}{equals}{value}"


def _commands(group: Group, path: str, text: str, lang: str) -> Iterator[Offer]:
    """The commands of a group that begin so; none of them is loaded for its help."""
    table: Names = {}
    if _begun_in_vietnamese(text, lang):
        from ntmtrack.cli.vietnamese_commands import COMMANDS

        table = COMMANDS
    for name, help_text in group.helps():
        for each in (name, *names_of(table, name, path)):
            if each.startswith(text):
                yield Offer(each, help_text)


def _begun_in_vietnamese(text: str, lang: str) -> bool:
    """Whether Vietnamese names are offered: before a letter is typed they would hide the others."""
    return lang == "vi" and any(letter.isalnum() for letter in text)


def _options(context: Any, text: str, lang: str) -> Iterator[Offer]:
    """The options of a command that begin so, without those that were given and stand once."""
    table: Names = {}
    if _begun_in_vietnamese(text, lang):
        from ntmtrack.cli.vietnamese_options import OPTIONS

        table = OPTIONS
    for param in context.command.get_params(context):
        source = context.get_parameter_source(param.name)
        once = not getattr(param, "multiple", False)
        if param.param_type_name != "option" or (
            once and source is not None and source.name == "COMMANDLINE"
        ):
            continue
        for name in (*param.opts, *param.secondary_opts):
            others = names_of(table, name.removeprefix("--"), path_of(context))
            for each in (name, *(f"--{other}" for other in others)):
                if each.startswith(text) and (each.startswith("--") or text != "--"):
                    yield Offer(each, param.help or "")


def _words(choices: Sequence[str], text: str, lang: str) -> Iterator[Offer]:
    """The enumerated values that begin so."""
    table: Names = {}
    if _begun_in_vietnamese(text, lang):
        from ntmtrack.cli.vietnamese_values import VALUES

        table = VALUES
    for choice in choices:
        for each in (choice, *names_of(table, choice)):
            if each.startswith(text):
                yield Offer(each)


def _values(param: Any, context: Any, text: str, settings: Settings, lang: str) -> Answer:
    """What may be the value of an option or an argument."""
    placeholder = (param.metavar or "").strip("[].")
    words = getattr(param.type, "choices", None)
    if words is None and placeholder.islower() and "|" in placeholder:
        words = placeholder.split("|")
    if words is not None:
        return Answer(list(_words(list(map(str, words)), text, lang)))
    if placeholder == "TOPIC":
        return Answer(list(_pages(text, lang)))
    of_item = getattr(param.type, "func", None) in (numbers, one_number)
    if placeholder == "NUMBER VALUE":
        of_item = len(context.params.get(param.name) or ()) % 2 == 0
    parts = placeholder.split("|")
    kinds = {"item"} if of_item else {_KINDS[part] for part in parts if part in _KINDS}
    paths = next((_PATHS[part] for part in parts if part in _PATHS), "")
    found = [each for kind in kinds for each in _live(kind, context, text, settings)]
    if "VIEW" in parts:
        found += _views(text, settings)
    return Answer(found, paths=paths)


def _pages(text: str, lang: str) -> Iterator[Offer]:
    """The pages of the manual that begin so, by what they are called in the reader's language."""
    from ntmtrack.app.manual import name_of, names, title

    for topic in names():
        name = name_of(topic, lang)
        if name.startswith(text):
            yield Offer(name, title(topic, lang))


def _views(text: str, settings: Settings) -> list[Offer]:
    """The saved views that begin so; they stand in the settings, not in a ledger."""
    lines = settings.views or {}
    return [Offer(name, clean(str(lines[name]))) for name in sorted(lines) if name.startswith(text)]


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
