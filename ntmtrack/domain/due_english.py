"""The English words of a deadline, so that what is said in English is read back.

They are turned into the folded Vietnamese words that the rules know.
"""

import re
from collections.abc import Callable


def from_english(text: str) -> str:
    """English words of a deadline in Vietnamese; any other text as it is.

    Only where every word is one of ours: "to" and "may" are Vietnamese words as well.
    """
    words = re.findall("[a-z]+", text)
    if not words or not _ENGLISH_KNOWN.issuperset(words):
        return text
    for pattern, vietnamese in _ENGLISH_PHRASES:
        text = pattern.sub(vietnamese, text)
    for number, name in enumerate(_ENGLISH_MONTHS, start=1):
        text = re.sub(rf"\b{name}\b,?(?: (?=[0-9]{{4}}))?", _month_in_full(number), text)
    return re.sub("[a-z]+", lambda word: _ENGLISH.get(word[0], word[0]), text)


def _month_in_full(number: int) -> Callable[[re.Match[str]], str]:
    def written(found: re.Match[str]) -> str:
        return f"thang {number} nam " if found[0].endswith(" ") else f"thang {number}"

    return written


_ENGLISH_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ENGLISH_UNITS = {"day": "ngay", "week": "tuan", "month": "thang", "quarter": "quy", "year": "nam"}
_ENGLISH = {
    **_ENGLISH_UNITS,
    **{"from": "tu", "to": "den", "until": "den", "by": "den", "on": "ngay", "in": "trong"},
    **{"and": "va", "period": "giai doan", "today": "hom nay", "yesterday": "hom qua"},
}
_ENGLISH_PHRASES = (
    (re.compile(r"\b([a-z]+) ([0-9]{1,2}), ?([0-9]{4})$"), r"\2 \1 \3"),
    (re.compile(r"\bend of (?:year )?(?=[0-9]{4}$)"), "cuoi nam "),
    (re.compile(r"\bend of "), "cuoi "),
    (re.compile(r"\bfirst half(?: of(?: year)?)?\b"), "6 thang dau nam"),
    (re.compile(r"\bsecond half(?: of(?: year)?)?\b"), "6 thang cuoi nam"),
    (re.compile(r"\bfirst ([0-9]{1,2}) months(?: of(?: year)?)?\b"), r"\1 thang dau nam"),
    (re.compile(r"\blast ([0-9]{1,2}) months of(?: year)?\b"), r"\1 thang cuoi nam"),
    (re.compile(r"\bthis (week|month|quarter|year)\b"), r"\1 nay"),
    (re.compile(r"\blast (week|month|quarter|year)\b"), r"\1 truoc"),
    (re.compile(r"\bnext (week|month|quarter|year)\b"), r"\1 toi"),
    (re.compile(r"\b(?:last|past) ([0-9]{1,3}) days\b"), r"\1 ngay qua"),
    (re.compile(r"\bnext ([0-9]{1,3}) days\b"), r"\1 ngay toi"),
    (re.compile(r"\bevery half year\b"), "hang 6 thang"),
    (re.compile(r"\bevery (day|week|month|quarter|year)\b"), r"hang \1"),
)
_ENGLISH_KNOWN = frozenset(
    (
        *_ENGLISH,
        *_ENGLISH_MONTHS,
        *("first", "second", "half", "end", "of", "months", "this", "last", "past", "next", "days"),
        *("every", "i", "ii", "iii", "iv"),
    )
)
