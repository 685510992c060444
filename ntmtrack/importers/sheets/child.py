"""An .xls is read in a process of its own, within bounds of time and memory.

Its records say how much room they need, and the library takes their word for it: a damaged file
can ask for more memory than there is, which ends the process that reads it. Zipped workbooks are
measured before (see `archive` and `xlsx`) and need none.
"""

import pickle
import subprocess
import sys

from ntmtrack.errors import DataError, reason_of
from ntmtrack.importers import bounded
from ntmtrack.importers.sheets.content import Kind, not_a_workbook
from ntmtrack.importers.sheets.workbook import Book, read_workbook
from ntmtrack.message import say

SECONDS = 30
"""How long the reading of one file may take."""

_MEMORY = 1 << 31


def read_bounded(content: bytes, name: str, asked: str | None) -> Book:
    """One sheet of an .xls called `name`, as `read_workbook` has it.

    Raises DataError as it does, and for a file that takes more than the allowed time or memory.
    """
    try:
        done = bounded.asked(__name__, content, name, asked, seconds=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise not_a_workbook(name) from error
    except OSError as error:
        raise DataError(
            say("{file} cannot be read: {reason}", file=name, reason=reason_of(error)),
            hint=say("save it again as .xlsx or as CSV in UTF-8; nothing was written"),
        ) from error
    if done.returncode:
        raise not_a_workbook(name)
    # What this program itself has written a moment ago.
    answered: Book | DataError = pickle.loads(done.stdout)
    if isinstance(answered, DataError):
        raise answered
    return answered


def answer(name: str, asked: str | None) -> None:
    """What the process does: read the file on its input, write what it read, or why not."""
    content = sys.stdin.buffer.read()
    bounded.hold(_MEMORY)
    try:
        said: Book | DataError = read_workbook(content, name, Kind.XLS, asked)
    except DataError as error:
        said = error
    sys.stdout.buffer.write(pickle.dumps(said))
