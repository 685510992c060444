"""How exactly a deadline says when."""

from enum import StrEnum


class Precision(StrEnum):
    """How exactly the words of a due say when."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    RHYTHM = "rhythm"
    TRIGGER = "trigger"
    NONE = "none"
