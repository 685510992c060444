"""The one owner of standard error, and of the exit codes that errors come to.

On a terminal what is said is folded to its width. In a pipe each sentence stays on one line: how
wide whoever reads it is, nobody knows, and a log is searched line by line.
"""

import os
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
    first, *more = lines
    told = (_line(each, lang, "  ") for each in more)
    _write([_line(first, lang, "ntmtrack: ", hanging=4), *told])
    return next(code for kind, code in _CODES if isinstance(error, kind))


def tell_way(message: Message, lang: str) -> None:
    """Say what to do next, beside what a command printed."""
    _write([_line(message, lang)])


def tell_written(path: os.PathLike[str], lang: str) -> None:
    """Tell who watches a terminal that a file, or a folder's files, have been written."""
    if _watched():
        tell_way(say("Written to {file}", file=os.fspath(path)), lang)


def tell_bug(lang: str) -> int:
    """Show what happened to whoever can mend it."""
    import traceback

    please = say("this is a fault of the program; please report the lines above")
    # Its lines are kept as whoever mends it knows them.
    _write([traceback.format_exc().rstrip(), _line(please, lang, "ntmtrack: ")])
    return ExitCode.BUG


def _line(message: Message, lang: str, before: str = "", *, hanging: int = 2) -> str:
    from ntmtrack.render.localise import Localiser

    line = before + " ".join(Localiser(lang).say(message).split())
    return folded(line, hanging=hanging) if _watched() else line


def folded(line: str, *, hanging: int = 2) -> str:
    """A line as a terminal holds it, broken between words but never in a command to be copied.

    What it is indented by is kept; the lines after the first are so by `hanging` more.
    """
    from shutil import get_terminal_size

    from ntmtrack.render.text import fill

    words = line.lstrip(" ")
    margin = line[: len(line) - len(words)]
    # The last place is for the cursor behind a question.
    width = min(get_terminal_size().columns, _WIDEST) - 1
    return "\n".join(fill((words,), width=width, indent=margin, broken=margin + " " * hanging))


_WIDEST = 100
"""Sentences on longer lines are hard to read."""


def _watched() -> bool:
    try:
        return sys.stderr.isatty()
    except ValueError:
        return False


def _write(lines: list[str]) -> None:
    try:
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        sys.stderr.flush()
    except (OSError, ValueError):
        # Nobody listens on standard error; the exit code still tells.
        return
