"""From an argument list to an exit code: the one place where errors end."""

import os
import sys
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from ntmtrack.cli.diagnostics import ExitCode, UsageFault, tell, tell_bug
from ntmtrack.config import Settings, load
from ntmtrack.errors import DataError, NtmError, reason_of
from ntmtrack.i18n import choose_language, translator
from ntmtrack.message import Message, say

PROGRAM = "ntmtrack"

_COMPLETING = "_NTMTRACK_COMPLETE"
"""The variable by which the scripts of `ntmtrack completion` ask what may come next."""


def main(argv: Sequence[str]) -> int:
    """Run one command line and hand back its exit code; nothing is raised."""
    _speak_utf8()
    if _COMPLETING in os.environ:
        return _complete(os.environ[_COMPLETING])
    lang = choose_language(argv, os.environ, None)
    try:
        arguments = [_decoded(argument) for argument in argv]
        settings = load(os.environ)
        lang = choose_language(arguments, os.environ, settings.lang)
        return _run(arguments, settings, lang)
    except NtmError as error:
        return tell(error, lang)
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        _close_stdout()
        return ExitCode.DONE
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except OSError as error:
        return tell(_refused(error), lang)
    except Exception:
        # The one place where a fault of the program ends; it is told as such.
        return tell_bug(lang)


def _complete(instruction: str) -> int:
    """Tell a shell what may stand where its user pressed TAB; it is never told of a fault."""
    from ntmtrack.cli.complete import answer

    told = answer(os.environ, instruction).encode()
    with suppress(OSError):
        # Bytes: a shell on Windows would take the end of a line there for part of the word.
        sys.stdout.buffer.write(told)
        sys.stdout.flush()
    return ExitCode.DONE


def _run(arguments: list[str], settings: Settings, lang: str) -> int:
    import typer

    from ntmtrack.cli.app import build

    command = build(settings, lang, [PROGRAM, *arguments], translator(lang).gettext)
    try:
        code = command.main(args=arguments, prog_name=PROGRAM, standalone_mode=False)
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except typer.TyperException as error:
        raise _usage(error, arguments, lang) from error
    except SystemExit as error:
        # Typer's word for a reader that has gone away.
        raise BrokenPipeError from error
    sys.stdout.flush()
    return int(code or 0)


def _refused(error: OSError) -> DataError:
    """What the system would not do: most often take the output, for want of room."""
    return DataError(
        say("the system refused: {reason}", reason=reason_of(error)),
        hint=say("check where the output goes and the rights of the files"),
    )


def _speak_utf8() -> None:
    """A pipe on Windows or a foreign locale must not turn Vietnamese into question marks.

    A stream that was closed before the start leads nowhere.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (lives as long as the process)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 (lives as long as the process)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _close_stdout() -> None:
    """Point standard output nowhere, or the interpreter complains of the pipe on its way out."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _decoded(argument: str) -> str:
    """An argument as NFC text, also where the system took UTF-8 for something else."""
    try:
        argument = os.fsencode(argument).decode("utf-8")
    except UnicodeError as error:
        raise UsageFault(
            say("an argument is not text in UTF-8: {text}", text=ascii(argument)),
            hint=say("type it again on a terminal that is set to UTF-8"),
        ) from error
    return unicodedata.normalize("NFC", argument)


def _usage(error: Exception, arguments: Sequence[str], lang: str) -> UsageFault:
    """A library's word on a command line as a sentence of ours."""
    from ntmtrack.cli.group import placeholders

    param = getattr(error, "param", None)
    if param is not None and param.metavar:
        param.metavar = placeholders(param.metavar, translator(lang).gettext)
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else _path(arguments)
    return UsageFault(_reason(error), hint=say("see `{command} --help`", command=path))


def _path(arguments: Sequence[str]) -> str:
    """The command that a line names, where the library does not say."""
    from ntmtrack.cli.app import COMMANDS

    named = next((word for word in arguments if word in COMMANDS), None)
    return PROGRAM if named is None else f"{PROGRAM} {named}"


def _reason(error: Exception) -> Message:
    name = type(error).__name__
    param = getattr(error, "param", None)
    if name == "NoSuchOption":
        option = str(getattr(error, "option_name", ""))
        near = tuple(getattr(error, "possibilities", None) or ())
        if option in _GLOBAL:
            return say("{name} comes before the command: `ntmtrack {name} … COMMAND`", name=option)
        if near:
            return say("there is no option {name}; perhaps {near}?", name=option, near=near)
        return say("there is no option {name}", name=option)
    if name == "MissingParameter" and param is not None:
        return say("{name} is missing", name=_label(param))
    if name == "BadParameter" and param is not None:
        choices = tuple(str(choice) for choice in getattr(param.type, "choices", ()))
        if choices:
            return say("{name} takes one of: {choices}", name=_label(param), choices=choices)
        return _misfit(param, error)
    if name == "BadOptionUsage":
        return say("{name} needs a value", name=str(getattr(error, "option_name", "")))
    if "extra argument" in _words(error):
        too_many = _words(error).partition("(")[2].partition("(")[2].removesuffix(")")
        return say("there is an argument too many: {words}", words=too_many or _words(error))
    return say("{words}", words=_words(error))


def _misfit(param: Any, error: Exception) -> Message:
    """A value that the library refused: all that it checks itself is whole numbers."""
    low, high = (getattr(param.type, bound, None) for bound in ("min", "max"))
    name = _label(param)
    if low is not None and high is not None:
        return say(
            "{name} takes a whole number from {low} to {high}", name=name, low=low, high=high
        )
    if low is not None:
        return say("{name} takes a whole number of {low} or more", name=name, low=low)
    return say("{name} does not fit: {reason}", name=name, reason=_words(error))


_GLOBAL = ("--db", "--lang", "--today", "--actor")


def _words(error: Exception) -> str:
    return str(getattr(error, "message", error))


def _label(param: object) -> str:
    opts = getattr(param, "opts", None) or []
    long = [opt for opt in opts if opt.startswith("--")]
    if long:
        return str(long[0])
    return str(getattr(param, "metavar", None) or getattr(param, "name", ""))
