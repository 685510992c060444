"""A text beside its normal form, and the way back from every position of the one to the other.

The normal form is composed (NFC), with single spaces, plain dashes, lines ended by one line feed,
no invisible letters and no marks of emphasis. `cased` keeps capitals, `low` is in small letters
with tones where the newer spelling puts them ("ủy", "hòa"); both have the same length.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right

from ntmtrack.domain.notice.found import Found
from ntmtrack.domain.notice.wrapping import unwrapped
from ntmtrack.record import Record

_ODD = re.compile(
    r"(?P<line>\r\n?|[\v\f\x85\u2028\u2029])"
    r"|(?P<space>(?:[^\S\n\r ]| (?=[^\S\n\r]))[^\S\n\r]*)"
    r"|(?P<marked>[^\W\d_][\u0300-\u036f]+)"
    r"|(?P<stars>\*+)"
    r"|(?P<hidden>[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u0300-\u036f\u061c\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u2069\ufeff]+)"
)
_LETTERS = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2015\u2212Ðð", "-------Đđ")
_OLDER_TONE = re.compile(r"o[àáảãạèéẻẽẹ](?!\w)|(?<!q)u[ỳýỷỹỵ](?!\w)")
_TONES = {
    **dict(zip("àáảãạ", ("òa", "óa", "ỏa", "õa", "ọa"), strict=True)),
    **dict(zip("èéẻẽẹ", ("òe", "óe", "ỏe", "õe", "ọe"), strict=True)),
    **dict(zip("ỳýỷỹỵ", ("ùy", "úy", "ủy", "ũy", "ụy"), strict=True)),
}


class Aligned(Record):
    """A text, its normal forms, and the places where they come apart.

    `at` holds positions of the normal form, `to` the positions of `text` they go back to.
    """

    text: str
    cased: str
    low: str
    at: "array[int]"
    to: "array[int]"

    def origin(self, position: int) -> int:
        """Where in the text a character of the normal form begins."""
        place = bisect_right(self.at, position) - 1
        return self.to[place] + position - self.at[place]

    def place(self, origin: int) -> int:
        """Where in the normal form a position of the text stands."""
        entry = max(0, bisect_right(self.to, origin) - 1)
        place = self.at[entry] + origin - self.to[entry]
        return min(place, self.at[entry + 1] if entry + 1 < len(self.at) else len(self.low))

    def origin_end(self, position: int) -> int:
        """Where in the text the character before a position of the normal form ends."""
        place = bisect_left(self.at, position)
        if place < len(self.at) and self.at[place] == position:
            return self.to[place]
        return self.origin(position - 1) + 1

    def found(self, start: int, end: int, how: str, value: str | None = None) -> Found:
        """A stretch of the normal form as a finding in the text; its value is what it says."""
        said = self.cased[start:end].replace("\n", " ") if value is None else value
        return Found(said, self.origin(start), max(self.origin(start), self.origin_end(end)), how)


def align(text: str) -> Aligned:
    """The normal forms of a text, with the way back."""
    at, to = array("q", [0]), array("q", [0])
    pieces: list[str] = []
    done = length = 0
    for odd in _ODD.finditer(text):
        plain = _plain(odd, text)
        pieces += (text[done : odd.start()], plain)
        length += odd.start() - done
        if not plain:
            at.append(length)
            to.append(odd.start())
        length += len(plain)
        at.append(length)
        to.append(odd.end())
        done = odd.end()
    pieces.append(text[done:])
    cased = unwrapped("".join(pieces).translate(_LETTERS))
    low = cased.lower()
    if len(low) != len(cased):
        low = "".join(small if len(small := each.lower()) == 1 else each for each in cased)
    return Aligned(text, cased, _OLDER_TONE.sub(_newer_tone, low), at, to)


def _newer_tone(found: re.Match[str]) -> str:
    return _TONES[found[0][1]]


def _plain(odd: re.Match[str], text: str) -> str:
    kind, written = odd.lastgroup, odd[0]
    if kind == "line":
        return "\n"
    if kind == "space":
        return "\t" * written.count("\t") or " "
    if kind == "marked":
        return unicodedata.normalize("NFC", written)[0]
    begins = odd.start() == 0 or text[odd.start() - 1] in "\r\n"
    return "-" if written == "*" and begins and text[odd.end() : odd.end() + 1] == " " else ""
