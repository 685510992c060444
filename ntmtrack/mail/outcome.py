"""What became of one message on its way to one address."""

from ntmtrack.message import Message
from ntmtrack.record import Record


class Sent(Record):
    """It was taken; `answer` is what the other side said to that, for the record."""

    answer: str


class NotSent(Record):
    """It was not taken, for sure.

    `permanent`: trying again would be of no use. `of_server`: the fault is not of this address,
    so that the others need not be tried now.
    """

    why: Message
    permanent: bool = False
    of_server: bool = False


class Unknown(Record):
    """All of it was handed over, but no answer came: it may have been taken or not."""

    why: Message


Result = Sent | NotSent | Unknown
