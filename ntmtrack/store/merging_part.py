"""What becomes of one step that another office did, and the part of a change that it came in."""

from dataclasses import dataclass, field

from ntmtrack.domain.change import Head
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.message import Message
from ntmtrack.record import Record


class Verdict(Record):
    """What becomes of an op; `by_row` if the row that it wrote tells all of it."""

    outcome: OpOutcome
    why: Message | None = None
    by_row: int | None = None


APPLIED = Verdict(OpOutcome.APPLIED)
SAME = Verdict(OpOutcome.SAME)


@dataclass(slots=True)
class Part:
    """A part of a change that is being taken in: its row, and the facts that tell themselves."""

    key: int
    head: Head
    whole: bool
    left_out: bool = False
    runs: dict[str, list[list[int]]] = field(default_factory=dict)

    def tell(self, table: str, key: int, place: int) -> None:
        """The fact of a place was written under this key."""
        runs = self.runs.setdefault(table, [])
        if runs and key == runs[-1][1] + 1 and place == runs[-1][2] + key - runs[-1][0]:
            runs[-1][1] = key
        else:
            runs.append([key, key, place])
