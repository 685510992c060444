"""The console script: no garbage to collect in so short a life, and a quick way out."""

import gc

# Before anything else is imported, for the imports make most of what it would look through.
gc.disable()

import os  # noqa: E402
import sys  # noqa: E402
from contextlib import suppress  # noqa: E402

from ntmtrack.cli.main import main  # noqa: E402


def console() -> None:
    """Run the command line of the process, and end it."""
    code = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            # What could not be written was told when it was tried.
            stream.flush()
    os._exit(code)
