"""What every kind of sheet has in common: its fields, and how its lines are judged."""

from collections.abc import Callable, Iterator
from datetime import date

from ntmtrack.app.context import Context
from ntmtrack.domain.importing import Judged
from ntmtrack.domain.sheet_map import UNSAID, SheetMap
from ntmtrack.importers.sheets.table import Table, Vocabulary
from ntmtrack.record import Record
from ntmtrack.store.writing import Writing


class Options(Record):
    """What the user says for every line of a sheet; a column of the sheet goes before it."""

    set: str | None = None
    on: date | None = None
    stage: str | None = None
    by: str | None = None
    document: str | None = None
    under: str | None = None
    region: str | None = None


class Run(Record):
    """One import: the change in which it is written or rehearsed, and what holds for all of it."""

    context: Context
    change: Writing
    options: Options
    tell: Callable[[int, int], object]
    """Told how many of how many lines are done."""
    words: SheetMap = UNSAID
    """What the user says of marks and names, in a map."""


class Kind(Record):
    """A kind of sheet.

    `judge` writes what each line brings, in the order of the lines, and says what it came to.
    It raises DataError for what is wrong with the whole sheet; a line that cannot be taken is
    judged rejected and leaves nothing written.
    """

    key: str
    vocabulary: Vocabulary
    judge: Callable[[Run, Table], Iterator[Judged]]
    settle: Callable[[Run, Table], Table] = lambda _run, table: table
    """Settles by the ledger what supposed columns come to (their keys begin with "?")."""
