"""What is otherwise on Windows: its console, and how it tells of a reader that has gone away."""

import ctypes
import errno
from typing import Any

_STANDARD_OUTPUT = -11
_COLOURS = 0x0004
"""STD_OUTPUT_HANDLE and ENABLE_VIRTUAL_TERMINAL_PROCESSING of the Windows console."""


def understands_colour(kernel: Any = None) -> bool:
    """Whether the console takes colours, after asking it to; older ones would print their codes.

    `kernel` stands in for the system's library kernel32.
    """
    kernel = kernel or getattr(ctypes, "windll").kernel32  # noqa: B009  # only there on Windows
    console = kernel.GetStdHandle(_STANDARD_OUTPUT)
    mode = ctypes.c_uint32()
    if not kernel.GetConsoleMode(console, ctypes.byref(mode)):
        return False
    return bool(kernel.SetConsoleMode(console, mode.value | _COLOURS))


def reader_has_gone(error: OSError, system: str) -> bool:
    """Whether this says that nobody reads our output any more.

    Where other systems tell of a broken pipe, Windows says that an argument is not valid, of no
    file. `system` is that of `sys.platform`.
    """
    return system == "win32" and error.errno == errno.EINVAL and error.filename is None
