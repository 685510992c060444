"""Paragraphs of a paper, each with the mark that numbers it, and how deep it stands."""

import re
from collections.abc import Iterator

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.record import Record

_ORDER = {
    "một": 1, "nhất": 1, "hai": 2, "nhì": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6,
    "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_ORDER_WORD = "|".join(sorted(_ORDER, key=len, reverse=True))
_MARK = re.compile(
    r"(?P<hash>#{1,6}\s*)?(?:"
    r"(?P<dash>[-+•·])(?=[\s\w(])\s*"
    r"|\((?P<round>[0-9]{1,2})\)[\s.:]*"
    r"|\((?P<roundletter>[a-zđ])\)[\s.:]*"
    r"|(?P<dotted>[0-9]{1,2}(?:\.[0-9]{1,2}){1,3})(?:[.)/:]|-|(?=\s))\s*(?=[^\s0-9%])"
    r"|(?P<arabic>[0-9]{1,2})(?P<sep>[.)/]|\s?-)\s*(?=[^\s0-9.)])"
    r"|(?P<letter>[a-zđ])(?P<lettersep>[.)])\s*(?=\S)"
    r"|(?P<roman>[ivx]{1,5})\s?[.)/-]\s*(?=\S)"
    r"|(?:điều|câu|nhiệm vụ|mục)\s(?P<article>[0-9]{1,3})\s*[.:]\s*"
    rf"|(?P<word>{_ORDER_WORD}) là\b[,:]?\s*"
    rf"|thứ (?P<ordinal>{_ORDER_WORD})(?:,|:| là)[,:]?\s*"
    r")"
)
_PAGE = re.compile(r"-?\s?[0-9]{1,3}\s?-?|trang [0-9]{1,3}(?:\s?/\s?[0-9]{1,3})?")


class Block(Record):
    """One paragraph: where it is, where its words begin after the mark, and the mark.

    `style` is the way of numbering ("" for none), `number` the number as text.
    """

    start: int
    body: int
    end: int
    style: str
    number: str


def blocks(paper: Aligned) -> Iterator[Block]:
    """Every paragraph that holds a letter or a figure, and more than the number of a page."""
    place = 0
    for line in paper.low.split("\n"):
        start, end = place, place + len(line)
        place = end + 1
        words = line.strip()
        if not any(map(str.isalnum, words)) or _PAGE.fullmatch(words):
            continue
        start += len(line) - len(line.lstrip())
        yield _block(paper, start, start + len(words))


def _block(paper: Aligned, start: int, end: int) -> Block:
    mark = _MARK.match(paper.low, start, end)
    if mark is None or mark.end() >= end:
        return Block(start, start, end, "", "")
    body = mark.end()
    if mark["dash"]:
        return Block(start, body, end, mark["dash"], "")
    if mark["roman"] or (
        mark["letter"] in ("i", "v", "x") and paper.cased[mark.start("letter")].isupper()
    ):
        return Block(start, body, end, "I", (mark["roman"] or mark["letter"]).upper())
    if mark["letter"] or mark["roundletter"]:
        kind = "letter" if mark["letter"] else "roundletter"
        style = "A" if paper.cased[mark.start(kind)].isupper() else "a"
        return Block(start, body, end, style, paper.cased[mark.start(kind) : mark.end(kind)])
    if mark["dotted"]:
        number = mark["dotted"]
        return Block(start, body, end, "1" + ".1" * number.count("."), number)
    if mark["article"]:
        return Block(start, body, end, "article", mark["article"])
    if mark["word"] or mark["ordinal"]:
        return Block(start, body, end, "word", str(_ORDER[mark["word"] or mark["ordinal"]]))
    number = mark["round"] or mark["arabic"]
    closing = mark["round"] or mark["sep"] == ")"
    return Block(start, body, end, "1)" if closing else "1.", str(int(number)))
