"""From an argument list to an exit code: the one place where errors end."""

import os
import sys
import unicodedata
from collections.abc import Sequence
from contextlib import suppress

from ntmtrack.cli.diagnostics import ExitCode, UsageFault, tell, tell_bug
from ntmtrack.config import Settings, load
from ntmtrack.errors import DataError, NtmError, reason_of
from ntmtrack.i18n import choose_language, translator
from ntmtrack.message import say

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
        return _ended_by(error, lang)
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
        from ntmtrack.cli.usage import fault

        raise fault(error, arguments, lang) from error
    except SystemExit as error:
        # Typer's word for a reader that has gone away.
        raise BrokenPipeError from error
    sys.stdout.flush()
    return int(code or 0)


def _ended_by(error: OSError, lang: str) -> int:
    from ntmtrack.cli.windows import reader_has_gone

    if reader_has_gone(error, sys.platform):
        _close_stdout()
        return ExitCode.DONE
    return tell(_refused(error), lang)


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
