"""Names as a cell lists them: "A; B, C và D", a person with a title, a paper with its date.

Where a list is cut is never decided by its signs alone ("Phòng Tài chính - Kế hoạch và Đầu tư"
is one office): the ways to cut it are told, and who knows the names chooses.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import product

from ntmtrack.domain.due import parse_day
from ntmtrack.domain.text import clean, clean_note
from ntmtrack.record import Record

_SURE = re.compile(r"[;\n]+")
_MAYBE = re.compile(r"\s*(?:,|&|\+|(?<=\s)và(?=\s)|(?<=\s)va(?=\s)|(?<=\s)and(?=\s))\s*", re.I)
_MOST_CUTS = 8
_BULLET = re.compile(r"^(?:[-–•*+]|[0-9]{1,2}[.)])\s+")
_TITLED = re.compile(r"(?P<name>[^()<>,]+?)\s*\((?P<title>.+)\)\s*(?P<address><[^<>]*>)?")
_NUMBERED = re.compile(r"(?:^|.*\s)số\s?:?\s?(?P<number>[0-9][^\s,;]*)(?P<rest>.*)", re.I)
_DAY = re.compile(r"(?P<number>.*?)[\s,(]+ngày (?P<day>[0-9][^)]*?)\)?(?: của .*)?", re.I)


@lru_cache(maxsize=1 << 10)
def parts(text: str) -> tuple[str, ...]:
    """The names that semicolons and line breaks part for sure, without bullets and full stops."""
    pieces = (_BULLET.sub("", clean(each)) for each in _SURE.split(clean_note(text)))
    return tuple(filter(None, (each.strip(" .") for each in pieces)))


def cuts(part: str) -> Iterator[tuple[str, ...]]:
    """Every way to cut words at commas, "và" and "&"; the fewest pieces first.

    The words uncut are the first way. A text of very many signs is cut at none or at all.
    """
    signs = list(_MAYBE.finditer(part))
    if len(signs) > _MOST_CUTS:
        yield (part,)
        yield _cut(part, signs)
        return
    ways = sorted(product((False, True), repeat=len(signs)), key=sum)
    for way in ways:
        yield _cut(part, [sign for sign, cut in zip(signs, way, strict=True) if cut])


def _cut(part: str, signs: list[re.Match[str]]) -> tuple[str, ...]:
    pieces, start = [], 0
    for sign in signs:
        pieces.append(part[start : sign.start()])
        start = sign.end()
    pieces.append(part[start:])
    return tuple(filter(None, (each.strip() for each in pieces)))


def person(text: str) -> str:
    """A person as sheets and lists write them, in the form that is read: NAME, TITLE <ADDRESS>.

    "Lò Văn A (Trưởng phòng) <a@x.vn>" is what the ledger's own lists show.
    """
    found = _TITLED.fullmatch(clean(text))
    if found is None:
        return clean(text)
    address = found["address"]
    return f"{found['name']}, {found['title']}" + (f" {address}" if address else "")


class Cited(Record):
    """A paper as a cell names it: its number, and the day where the cell says it."""

    number: str
    dated: date | None = None


def cited(text: str) -> Cited:
    """The paper of "Kết luận số 152/KL-HU ngày 10/5/2023 của …": what follows "số", and the day.

    Without "số" the whole text is the number. Raises DataError for a day that is none.
    """
    written = clean(text)
    numbered = _NUMBERED.fullmatch(written)
    if numbered is not None:
        written = f"{numbered['number']}{numbered['rest']}"
    found = _DAY.fullmatch(written)
    if found is None:
        return Cited(written if numbered is None else numbered["number"])
    return Cited(found["number"].strip(" ,"), parse_day(found["day"]))
