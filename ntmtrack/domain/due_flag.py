"""What had to be added to the words of a deadline to make days of them."""

from enum import StrEnum


class DueFlag(StrEnum):
    """What a reader must know of days that the words alone do not give."""

    YEAR_FROM_DOCUMENT = "year_from_document"
    """The words name no year; it is that of the document's date."""
    YEAR_FROM_AS_OF = "year_from_as_of"
    """The words name no year; it is that of the day that is looked at."""
    RELATIVE_TO_DOCUMENT = "relative_to_document"
    """ "Tuần tới", "năm nay", reckoned from the document's date."""
    RELATIVE_TO_AS_OF = "relative_to_as_of"
    """The same, reckoned from the day that is looked at."""
    FROM_DOCUMENT_DATE = "from_document_date"
    """A term from the signing of the paper, counted from its date."""
    FROM_TRIGGER_DATE = "from_trigger_date"
    """A term counted from the day of its event, as given or as written."""
    MOVED_TO_WORKING_DAY = "moved_to_working_day"
    """The term ended on a day off, and so ends with the next working day."""
    CALENDAR_MISSING = "calendar_missing"
    """No list of days off is known for a year of the term: only weekends were days off."""
    PART_KEPT = "part_kept"
    """The beginning, middle or end of a period: its last day is that of the whole period."""
    BEFORE_INCLUDES_DAY = "before_includes_day"
    """ "Trước ngày D": D itself is still in time."""
