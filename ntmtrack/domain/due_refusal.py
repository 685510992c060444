"""Why words are no due: the sentence that says so, and the forms that are read."""

import re

from ntmtrack.domain.due_words import AROUND
from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.message import N_, Message, say

# Searched in this order, and only after every rule of the grammar has failed.
_REFUSALS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"^(?:(?:cham|muon) nhat (?:la )?)?truoc\b"),
        N_('"{words}" is unclear: "trước" is read only before a full day.'),
    ),
    (
        re.compile(r"\bke tu\b|\b(?:sau|tu) khi\b|\b[0-9]+ ngay\b"),
        N_('"{words}" depends on another event: it has no date of its own.'),
    ),
    (
        re.compile(r"\b(?:hang|moi|dinh ky)\b|\bthang cuoi quy\b|\blan$"),
        N_('"{words}" comes round again and again, but not in a way that can be read.'),
    ),
    (
        re.compile(r"\bam lich\b|\bthang (?:gieng|chap)\b"),
        N_('"{words}" is a date of the lunar calendar.'),
    ),
    (
        re.compile(
            r"\b(?:ngay|tuan|thang|quy|nam) (?:nay|mai|toi|sau|truoc)\b|\bhom nay\b"
            r"|\b(?:dau|giua|cuoi|trong|het) (?:ngay|tuan|thang|quy)$|\bhom qua\b"
        ),
        N_('"{words}" depends on the day on which it is read.'),
    ),
)


def refusal(written: str) -> DataError:
    """The error for cleaned words that no rule of the grammar reads."""
    text = fold(written).strip(AROUND)
    if not text:
        return DataError(say("The deadline has no words."), hint=_forms_hint())
    for pattern, sentence in _REFUSALS:
        if pattern.search(text):
            return DataError(say(sentence, words=written), hint=_forms_hint())
    return DataError(
        say('"{words}" cannot be read as a day or a deadline.', words=written), hint=_forms_hint()
    )


def year_refusal(written: str) -> DataError:
    """The error for cleaned words that lack nothing but their year."""
    return DataError(
        say('"{words}" has no year.', words=written),
        hint=say(
            "Write the year too, with four digits, for example 30/6/2024 or 5/2024, or give the"
            " document's date."
        ),
    )


def _forms_hint() -> Message:
    return say(
        'Write it like 30/6/2024, "trước ngày 30/6/2024", "tháng 5/2023", "quý IV/2018",'
        ' "6 tháng đầu năm 2024", "năm 2024", "từ 24/8 đến 27/8/2026", "hằng tháng",'
        ' "10 ngày kể từ ngày ký", or "thường xuyên" when there is no date.'
    )
