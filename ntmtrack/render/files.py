"""Reports into files: whole or not at all, through links, and never in the place of a device."""

import errno
import os
import stat
import weakref
from collections.abc import Callable
from contextlib import suppress

from ntmtrack.errors import DataError, reason_of
from ntmtrack.message import Message, say


def staged(path: os.PathLike[str], content: bytes, *, system: str = os.name) -> Callable[[], None]:
    """Put the content beside its place; what comes back moves it there.

    If it is let go without being called, what was put there is taken away. A pipe or a device is
    written to only at the end. Raises DataError where the file cannot be written; nothing is left
    behind then, and what was there before is whole. `system` is that of `os.name`: on Windows a
    file that another program holds is refused here, before anything is changed for its sake.
    """
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        if os.path.isdir(target):
            raise _refused(path, OSError(errno.EISDIR, ""))
        return lambda: _write(path, target, content, mode="wb")
    if system == "nt" and os.path.exists(target):
        _require_free(path, target)
    aside = f"{target}.{os.getpid()}.new"
    _write(path, aside, content, mode="xb")
    _as_before(aside, target)
    return _Aside(path, aside, target)


def _require_free(path: os.PathLike[str], target: str) -> None:
    """Raise DataError for a file that is open elsewhere, as a sheet in Excel: it stays as it is."""
    try:
        with open(target, "r+b"):
            return
    except OSError as error:
        raise _refused(path, error) from error


class _Aside:
    """A whole file beside the place that it is for."""

    def __init__(self, path: os.PathLike[str], aside: str, target: str) -> None:
        self._path, self._aside, self._target = path, aside, target
        # A change of the ledger may fail after its answer has been put here.
        self._forsaken = weakref.finalize(self, _gone, aside)

    def __call__(self) -> None:
        try:
            os.replace(self._aside, self._target)
        except OSError as error:
            self._forsaken()
            raise _refused(self._path, error) from error
        self._forsaken.detach()


def _write(path: os.PathLike[str], target: str, content: bytes, *, mode: str) -> None:
    try:
        file = open(target, mode)  # noqa: SIM115  # what is there already is not ours to remove
    except OSError as error:
        raise _refused(path, error) from error
    try:
        with file:
            file.write(content)
            file.flush()
            if mode == "xb":
                # Moved before it is on the disk it could be found empty after a power cut.
                os.fsync(file.fileno())
    except BaseException as error:
        if mode == "xb":
            _gone(target)
        if isinstance(error, OSError):
            raise _refused(path, error) from error
        raise


def _as_before(aside: str, target: str) -> None:
    """Who may read and write the file stays as it was."""
    with suppress(OSError):
        os.chmod(aside, stat.S_IMODE(os.stat(target).st_mode))


def _gone(aside: str) -> None:
    with suppress(OSError):
        os.unlink(aside)


def _refused(path: os.PathLike[str], error: OSError) -> DataError:
    hint = say("choose another place with -o FILE")
    if isinstance(error, PermissionError):
        hint = say("close it in other programs, or choose another place with -o FILE")
    reason: Message = reason_of(error)
    return DataError(
        say("{file} cannot be written: {reason}", file=os.fspath(path), reason=reason), hint=hint
    )
