"""What an officer says of a sheet, once: its headings, its marks, and whom its names mean."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from ntmtrack.domain.assessment import Verdict
from ntmtrack.record import Record

NOTHING: Mapping[str, str] = MappingProxyType({})


class SheetMap(Record):
    """How a sheet is read, where the tool is not to find out by itself.

    `headings` are the first and the last line of the headings, as people number them. `columns`
    are headings (or places such as "@F") with the keys they are taken for, "" for none.
    `verdicts` are the marks of an office; NOT_ASSESSED is a mark that says nothing. `names` are
    names as the sheet has them, with the code or the name that the ledger knows.
    """

    sheet: str | None = None
    headings: tuple[int, int] | None = None
    columns: Mapping[str, str] = NOTHING
    verdicts: Mapping[str, Verdict] = MappingProxyType({})
    names: Mapping[str, str] = NOTHING
    set: str | None = None
    on: date | None = None
    stage: str | None = None

    def name(self, written: str) -> str:
        """The name that is meant by a name as written: itself, if nothing is said of it."""
        return self.names.get(written, written)


UNSAID = SheetMap()
"""Where nothing is said, and everything is found out."""
