"""A judgement about to be recorded, and what the user gave for it."""

from decimal import Decimal

from ntmtrack.domain.assessment import Judged, Verdict
from ntmtrack.domain.catalogue import Item
from ntmtrack.record import Record


class Ruling(Record):
    """One judgement about to be recorded, and how it came about."""

    item: Item
    verdict: Verdict
    judged: Judged = Judged.BY_HAND
    value: Decimal | None = None
    value_unit: str | None = None
    threshold: str | None = None
    reason: str | None = None


class Given(Record):
    """What the user gave: a value, perhaps its unit, perhaps a verdict with its reason."""

    value: Decimal
    unit: str | None = None
    verdict: Verdict | None = None
    reason: str | None = None
