"""Reports into files: whole or not at all, through links, and never in the place of a device."""

import errno
import os
from collections.abc import Callable

from ntmtrack.errors import DataError, reason_of
from ntmtrack.message import Message, say


def staged(path: os.PathLike[str], content: bytes) -> Callable[[], None]:
    """Put the content beside its place; what comes back moves it there.

    A pipe or a device is written to only at the end. Raises DataError where the file cannot be
    written; nothing is left behind then.
    """
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        if os.path.isdir(target):
            raise _refused(path, reason_of(OSError(errno.EISDIR, "")))
        return lambda: _write(path, target, content, mode="wb")
    aside = f"{target}.{os.getpid()}.new"
    _write(path, aside, content, mode="xb")
    return lambda: _move(path, aside, target)


def _write(path: os.PathLike[str], target: str, content: bytes, *, mode: str) -> None:
    try:
        with open(target, mode) as file:
            file.write(content)
    except OSError as error:
        if mode == "xb" and os.path.exists(target):
            os.unlink(target)
        raise _refused(path, reason_of(error)) from error


def _move(path: os.PathLike[str], aside: str, target: str) -> None:
    try:
        os.replace(aside, target)
    except OSError as error:
        os.unlink(aside)
        raise _refused(path, reason_of(error)) from error


def _refused(path: os.PathLike[str], reason: Message) -> DataError:
    return DataError(
        say("{file} cannot be written: {reason}", file=os.fspath(path), reason=reason),
        hint=say("choose another place with -o FILE"),
    )
