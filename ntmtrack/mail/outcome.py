"""What became of one message on its way to one address."""

from typing import NamedTuple

from ntmtrack.message import Message


class Sent(NamedTuple):
    """It was taken; `answer` is what the other side said to that, for the record."""

    answer: str


class NotSent(NamedTuple):
    """It was not taken, for sure.

    `permanent`: trying again would be of no use. `of_server`: the fault is not of this address,
    so that the others need not be tried now.
    """

    why: Message
    permanent: bool = False
    of_server: bool = False


class Unknown(NamedTuple):
    """All of it was handed over, but no answer came: it may have been taken or not."""

    why: Message


Result = Sent | NotSent | Unknown
