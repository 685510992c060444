"""The recognitions that may be lost: one line, wherever a reader looks every day or week."""

from ntmtrack.message import Message, say
from ntmtrack.record import Record


class AtStake(Record):
    """How many recognitions end within how many days, and how many may be taken back."""

    ending: int
    at_risk: int
    within: int


def at_stake_notes(stake: AtStake | None) -> list[Message]:
    """One line for the recognitions that may be lost, if there are any."""
    if stake is None or not (stake.ending or stake.at_risk):
        return []
    return [
        say(
            "Recognitions: {ending} ending within {days} days, {risk} at risk of withdrawal: see"
            " `ntmtrack standing list`",
            ending=stake.ending,
            days=stake.within,
            risk=stake.at_risk,
        )
    ]
