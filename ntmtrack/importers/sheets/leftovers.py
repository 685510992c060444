"""What stands below headings and is no entry: totals, groups, signatures, notes."""

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from ntmtrack.domain.sheet_cell import as_text
from ntmtrack.domain.text import fold
from ntmtrack.importers.sheets.cells import Cell, Line
from ntmtrack.message import N_, Message, say

_COUNTED = r"(?: (?:so|cong|chung|xa|phuong|thon|don vi|tieu chi|chi tieu|dat|toan \w+|\d+))*"
# "Tổng Cọt" and "Cộng Hòa" are communes.
_TOTAL = re.compile(
    rf"(?:(?:tong|cong){_COUNTED}|toan (?:tinh|huyen|xa|phuong)|binh quan|trung binh"
    r"|(?:ty|ti) le(?: (?:dat|%|\(%\)))?|total)\s*[:.]?(?: \d+.*)?"
)
_GROUP = re.compile(r"(?:[IVXLC]{1,6}|[A-H])[.)]?")
_GROUP_WORDS = re.compile(r"(?:[IVXLC]{1,6}|[A-H])[.)/-]\s*\D.*")
_SIGNED = re.compile(
    r"nguoi (?:lap|ky|tong hop|bao cao|kiem tra)\b|ky, ghi ro|\(ky|noi nhan\b|luu: ?vt"
    r"|(?:tm|kt|tl|q|tuq)\.\s*\w|xac nhan cua"
    r"|(?:.{1,40},\s*)?ngay\s+[0-9. …]{0,6}\s*thang\s+[0-9. …]{0,6}\s*nam\s+[0-9. …]{0,8}$"
)
# Who signs may also be who leads.
_TITLE = re.compile(
    r"(?:(?:pho )?(?:chu tich|giam doc|truong (?:phong|ban))|thu truong(?: don vi)?|lanh dao"
    r"|ke toan(?: truong)?)(?: ubnd.*)?$"
)
_NOTE = re.compile(
    r"(?:ghi chu|chu thich|luu y|nguon|giai thich|ky hieu)\s*[:(*].*|\(?\*+\)?\s*\w.*"
)


_OF_ANOTHER = re.compile(r"\b(?:thang|quy|nam|ky|dot|bieu|bang|phu luc)\b.{0,15}\d")


class Leftover(Enum):
    """Why a line is no entry."""

    TOTAL = "total"
    GROUP = "group"
    SIGNED = "signed"
    NOTE = "note"
    BLANK = "blank"
    NUMBERING = "numbering"
    REPEATED = "repeated"
    BELOW = "below"
    ABOVE = "above"


def leftover(
    cells: Sequence[Cell], naming: Sequence[Cell], telling: Sequence[Cell]
) -> Leftover | None:
    """What a line is that is no entry; None of an entry.

    `naming` are its cells in the columns that say what an entry is about, `telling` those in the
    others that are taken. A total is known by its first words, a group by its Roman number or
    letter with nothing beside it, a signature by the words that officers sign under.
    """
    texts = [cell for cell in cells if isinstance(cell, str) and cell]
    if not texts:
        return None
    kinds = [_of_words(text) for text in texts]
    if kinds[0] is Leftover.TOTAL or (len(kinds) > 1 and kinds[1] is Leftover.TOTAL):
        return Leftover.TOTAL
    bare = all(cell == "" for cell in telling) or (len(texts) > 2 and len(set(texts)) == 1)
    if bare and kinds[0] is Leftover.NOTE:
        return Leftover.NOTE
    if bare and (_is_group(texts) or _GROUP_WORDS.fullmatch(as_text(texts[0]))):
        return Leftover.GROUP
    filled = len(cells) - cells.count("")
    if len(set(texts)) == 1 and len(texts) == filled >= min(3, len(naming) + len(telling)) > 1:
        # Merged over the table.
        return Leftover.NOTE
    named = any(cell != "" for cell in naming)
    own = any(isinstance(cell, str) and _of_words(cell) is Leftover.SIGNED for cell in naming)
    if Leftover.SIGNED in kinds and (own or not named):
        return Leftover.SIGNED
    if (bare or not named) and any(_TITLE.match(fold(text)) for text in texts):
        return Leftover.SIGNED
    return None


def is_plain(text: str) -> bool:
    """Whether a text can stand in nothing but an entry, whatever stands beside it."""
    bare = text.strip()
    return not (
        _of_words(text)
        or _GROUP.fullmatch(bare)
        or _GROUP_WORDS.fullmatch(bare)
        or _TITLE.match(fold(text))
    )


def _is_group(texts: Sequence[str]) -> bool:
    return len(texts) > 1 and _GROUP.fullmatch(as_text(texts[0])) is not None


@lru_cache(maxsize=1 << 15)
def _of_words(text: str) -> Leftover | None:
    words = fold(text)
    if _TOTAL.fullmatch(words):
        return Leftover.TOTAL
    if _SIGNED.match(words):
        return Leftover.SIGNED
    return Leftover.NOTE if _NOTE.fullmatch(words) else None


_SAID = {
    Leftover.TOTAL: N_("totals, not taken: line {lines}"),
    Leftover.GROUP: N_("headings of groups, not taken: line {lines} ({words})"),
    Leftover.SIGNED: N_("signatures and receivers, not taken: line {lines} ({words})"),
    Leftover.NOTE: N_("notes, not taken: line {lines} ({words})"),
    Leftover.BLANK: N_("blank: line {lines}"),
    Leftover.NUMBERING: N_("numbers of the columns: line {lines}"),
    Leftover.REPEATED: N_("the headings again: line {lines}"),
    Leftover.ABOVE: N_("above the headings, not taken: line {lines} ({words})"),
    Leftover.BELOW: N_("below the signatures, not taken: line {lines} ({words})"),
}
_MOST_OF_TITLE = 2
"""The office to the left, the state to the right."""
_SHOWN = 60
"""Letters of the first words that are shown."""


def told(kind: Leftover, lines: Sequence[tuple[int, str]]) -> Message:
    """That lines (their numbers, and their words) are no entries, in one sentence."""
    words = dict.fromkeys(_short(each) for _, each in lines if each)
    return say(_SAID[kind], lines=spans([line for line, _ in lines]), words=tuple(words)[:5])


def is_title_of_another(cells: Sequence[Cell]) -> bool:
    """Whether a line above headings that come again says that they are another table's.

    One text with a number in it, such as "Tháng 5" or "Biểu số 2": last month's figures stand
    under those of this one. A page that goes on says so.
    """
    texts = {cell for cell in cells if cell != ""}
    words = fold(as_text(texts.pop())) if len(texts) == 1 else ""
    return _OF_ANOTHER.search(words) is not None and "tiep theo" not in words


def above(lines: Sequence[Line]) -> tuple[Message, ...]:
    """What is said of the lines above the headings: a title says no more than two things a line."""
    found = [
        (line.number, words_of(line.cells))
        for line in lines
        if len({cell for cell in line.cells if cell != ""}) > _MOST_OF_TITLE
    ]
    return (told(Leftover.ABOVE, found),) if found else ()


def spans(numbers: Sequence[int]) -> tuple[str, ...]:
    """Line numbers with what runs on put together: 3, 4, 5, 9 is "3-5", "9"."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return tuple(f"{first}-{last}" if first != last else str(first) for first, last in found)


def words_of(cells: Sequence[Cell]) -> str:
    """The first words of a line; what only marks a group goes with the next."""
    texts = dict.fromkeys(as_text(cell) for cell in cells if isinstance(cell, str) and cell)
    words = list(texts)[:2]
    return " ".join(words if words and _GROUP.fullmatch(words[0]) else words[:1])


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
