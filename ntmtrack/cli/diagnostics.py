"""The one owner of standard error, and of the exit codes that errors come to."""

import sys
from typing import Final

from ntmtrack.errors import DatabaseError, DataError, MailError, NtmError
from ntmtrack.message import Message, say


class ExitCode:
    """What the process tells its caller. Bare numbers, for an enumeration takes long to make."""

    DONE: Final = 0
    """Done, also when nothing is unmet or overdue."""
    FOUND: Final = 1
    """Only with --check: there are rows."""
    USAGE: Final = 2
    """The command line was not understood."""
    DATA: Final = 3
    """Unknown or ambiguous name, impossible date, bad file; nothing was written."""
    DATABASE: Final = 4
    """The ledger is missing, locked, newer than this program or damaged."""
    MAIL: Final = 5
    """At least one message was not delivered."""
    BUG: Final = 70
    """A fault of the program."""
    INTERRUPTED: Final = 130
    """Stopped by the user."""


class UsageFault(NtmError):
    """A command line that was not understood."""


_CODES: tuple[tuple[type[NtmError], int], ...] = (
    (UsageFault, ExitCode.USAGE),
    (DataError, ExitCode.DATA),
    (DatabaseError, ExitCode.DATABASE),
    (MailError, ExitCode.MAIL),
)


def tell(error: NtmError, lang: str) -> int:
    """Say what is wrong in one line and what to do in the next; the code to end with."""
    lines = [say("error: {message}", message=error.message), *error.details]
    if error.hint is not None:
        lines.append(error.hint)
    _write([f"ntmtrack: {_say(lines[0], lang)}", *(f"  {_say(line, lang)}" for line in lines[1:])])
    return next(code for kind, code in _CODES if isinstance(error, kind))


def tell_way(message: Message, lang: str) -> None:
    """Say what to do next, beside what a command printed."""
    _write([_say(message, lang)])


def tell_bug(lang: str) -> int:
    """Show what happened to whoever can mend it."""
    import traceback

    _write(
        [
            traceback.format_exc().rstrip(),
            "ntmtrack: "
            + _say(
                say("this is a fault of the program; please report the lines above"),
                lang,
            ),
        ]
    )
    return ExitCode.BUG


def _say(message: Message, lang: str) -> str:
    from ntmtrack.render.localise import Localiser

    return " ".join(Localiser(lang).say(message).split())


def _write(lines: list[str]) -> None:
    try:
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        sys.stderr.flush()
    except (OSError, ValueError):
        # Nobody listens on standard error; the exit code still tells.
        return
