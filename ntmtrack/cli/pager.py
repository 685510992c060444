"""Long text on a terminal, a screen at a time."""

import os
import shlex
import shutil
import sys
from subprocess import PIPE, Popen


def page(text: str) -> None:
    """Show text through the reader's pager: $PAGER, else less; as it is where there is neither."""
    command = _pager()
    if command is None or not _shown(command, text):
        sys.stdout.write(text)


def _pager() -> list[str] | None:
    if not (sys.stdout.isatty() and sys.stdin is not None and sys.stdin.isatty()) or _dumb():
        return None
    chosen = os.environ.get("PAGER")
    if chosen is not None:
        return shlex.split(chosen, posix=os.name != "nt") or None
    # What Windows has instead breaks Vietnamese letters.
    return ["less"] if shutil.which("less") else None


def _shown(command: list[str], text: str) -> bool:
    """Whether the pager could be started; it ends when its reader wants."""
    # less: show bold letters, end by itself where one screen holds all, leave the text there.
    settings = {"LESS": "FRX", "LESSCHARSET": "utf-8"} | os.environ
    sys.stdout.flush()
    try:
        reading = Popen(command, stdin=PIPE, env=settings)
    except OSError:
        return False
    while True:
        try:
            reading.communicate(text.encode())
        except KeyboardInterrupt:
            # Meant for the pager, which takes it as the end of a search.
            text = ""
            continue
        return True


def _dumb() -> bool:
    return os.environ.get("TERM") == "dumb"
