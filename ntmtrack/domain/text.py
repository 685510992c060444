"""Text as it is stored, and the looser form in which a typed name is found again.

Vietnamese arrives composed and decomposed, with look-alike letters, and typed without marks:
what is stored is cleaned but never folded; folding serves matching alone.
"""

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from itertools import filterfalse

from ntmtrack.errors import DataError
from ntmtrack.message import say

_SURROGATE = "[\ud800-\udfff]"
_WORD = r"[^\W_]+"
_BLANK_LINES = r"\n{3,}"
_LINE_END = "\r\n|[\n\r\v\f\x85\u2028\u2029]"

# C0 and C1 controls that are not white space, the soft hyphen, the grapheme joiner, bidi
# controls, zero-width letters.
_INVISIBLE = (
    *(code for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace()),
    0x00AD,
    0x034F,
    0x061C,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x206A),
    0xFEFF,
)
_TIDY: dict[int, str | None] = {
    **dict.fromkeys(_INVISIBLE),
    ord("Ð"): "Đ",
    ord("ð"): "đ",
}

_PREFIX_LETTERS = 2
_PREFIX_QUERY = 3


class Match(IntEnum):
    """How well a typed query names something; the smaller, the better."""

    EXACT = 1
    """The same letters and marks as the name, or as the name without its kind word."""
    FOLDED = 2
    """The same words as the whole name, marks and case aside."""
    BARE = 3
    """The same words as the name without its kind word, marks and case aside."""
    PARTIAL = 4
    """Some neighbouring words of the name, the last one perhaps only begun."""


@lru_cache(maxsize=1 << 14)
def clean(text: str) -> str:
    """One line of text fit to store: NFC, no invisible characters, single spaces, trimmed.

    Raises DataError for text that was not decoded properly (lone surrogates).
    """
    return unicodedata.normalize("NFC", " ".join(_tidy(text).split()))


def clean_note(text: str) -> str:
    """Like `clean`, but lines are kept, with at most one blank line between them."""
    lines = [clean(line) for line in re.split(_LINE_END, text)]
    return re.sub(_BLANK_LINES, "\n\n", "\n".join(lines)).strip("\n")


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """The form in which texts are compared: no marks, đ as d, no case, single spaces.

    Punctuation stays. Raises DataError as `clean` does.
    """
    letters = unicodedata.normalize("NFD", _tidy(text))
    bare = "".join(filterfalse(unicodedata.combining, letters))
    return " ".join(bare.replace("đ", "d").replace("Đ", "D").casefold().split())


def tokens(text: str) -> tuple[str, ...]:
    """The folded words and numbers of a text, in order, without punctuation."""
    return tuple(re.findall(_WORD, fold(text)))


def match(query: str, name: str, *, bare: str | None = None) -> Match | None:
    """How well `query` names something called `name`; None if it does not.

    `bare` is the name without its kind word ("Bản Bo" of "Xã Bản Bo"). Words match whole; only
    the last word of the query may stand for the beginning of a word, and only when it has at
    least two letters and the query three characters: "KT" is not "KTHT".
    """
    asked = tokens(query)
    if not asked:
        return None
    named = tokens(name)
    bared = None if bare is None else tokens(bare)
    if asked in (named, bared):
        if _marked(query) in (_marked(name), None if bare is None else _marked(bare)):
            return Match.EXACT
        return Match.FOLDED if asked == named else Match.BARE
    return Match.PARTIAL if _is_part(asked, named) else None


def _tidy(text: str) -> str:
    """Refuse what cannot be stored and drop what cannot be seen."""
    # Three letters that can be seen are tidied all the same.
    if text.isprintable() and not ("Ð" in text or "ð" in text or "\u034f" in text):
        return text
    if re.search(_SURROGATE, text):
        raise DataError(
            say("The text holds characters that could not be decoded."),
            hint=say("Save or type it again as UTF-8."),
        )
    return text.translate(_TIDY)


def _marked(text: str) -> str:
    return clean(text).casefold()


def _is_part(asked: tuple[str, ...], named: tuple[str, ...]) -> bool:
    *whole, last = asked
    letters = sum(letter.isalpha() for letter in last)
    may_begin = letters >= _PREFIX_LETTERS and sum(map(len, asked)) >= _PREFIX_QUERY
    for start in range(len(named) - len(asked) + 1):
        *before, end = named[start : start + len(asked)]
        if before == whole and (end == last or (may_begin and end.startswith(last))):
            return True
    return False
