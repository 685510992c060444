"""Where a name ends: capitals tell it, and in a text of capitals the words that are none."""

import re

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.body_words import (
    AREA_WORD,
    AS_PLACE,
    HEAD,
    INSIDE,
    LONGEST_NAME,
    ROLE,
    SHOUTED_VERBS,
    STOP,
    WORD,
)
from ntmtrack.domain.notice.directing import WORK


def proper_name(paper: Aligned, at: int, end: int, *, most: int = 4) -> int:
    """The position after the capitalised words that follow; `at` itself if there are none."""
    place, count = at, 0
    shouting = paper.cased[max(0, at - 12) : at].isupper()
    while count < most:
        begins = place + 1 if paper.low[place : place + 1] == " " else place
        word = WORD.match(paper.cased, begins, end)
        if word is None or not word[0][0].isupper() or (place > at and begins == place):
            break
        small = paper.low
        if WORK.match(small, begins, end) and count == 0 and not _pair(paper, word):
            break
        stops = STOP.match(small, begins, end) or SHOUTED_VERBS.match(small, begins, end)
        if shouting and (stops or count >= 2):
            break
        other = HEAD.match(small, begins, end) if count else None
        if count and ((other and other["whole"]) or AS_PLACE.match(small, begins, end)):
            break
        place, count = word.end(), count + 1
    return place


def _pair(paper: Aligned, word: "re.Match[str]") -> bool:
    """Whether a capitalised word is followed by another one: a name, not a verb."""
    following = paper.cased[word.end() : word.end() + 2]
    return len(following) == 2 and following[0] == " " and following[1].isupper()


def capitalised(paper: Aligned, at: int, end: int) -> int:
    """The end of the capitalised words of a name, with "và", commas and dashes between them."""
    cased, low = paper.cased, paper.low
    place = at
    if _shouts(cased, at, end):
        return _shouted(paper, at, end)
    for _ in range(LONGEST_NAME):
        gap = INSIDE.match(cased, place, end) if place > at else None
        begins = gap.end() if gap else place + (cased[place : place + 1] == " ")
        word = WORD.match(cased, begins, end)
        if word is not None and place > at and word[0].isdigit() and len(word[0]) <= 2:
            place = word.end()
            break
        if word is None or (begins == place and not gap) or not word[0][0].isupper():
            break
        if place == at and AREA_WORD.match(low, begins, end):
            break
        if gap and (HEAD.match(low, begins, end) or AS_PLACE.match(low, begins, end)):
            break
        if gap and gap[0] == ", " and not _continues(paper, word.end(), end):
            break
        place = _mate(paper, word.end(), end) if begins == at + 1 or gap else word.end()
    return place


def _shouts(cased: str, at: int, end: int) -> bool:
    """Whether the text around is all capitals, so that capitals tell no name."""
    return cased[max(0, at - 20) : min(end, at + 30)].isupper()


def _shouted(paper: Aligned, at: int, end: int) -> int:
    """The end of an unknown name in a text of capitals: up to a verb, at most four words."""
    place = at
    for _ in range(4):
        begins = place + 1
        word = WORD.match(paper.low, begins, end) if paper.low[place : place + 1] == " " else None
        if word is None:
            break
        ends = (SHOUTED_VERBS, STOP, ROLE, AREA_WORD, HEAD, *((WORK,) if place > at else ()))
        if any(each.match(paper.low, begins, end) for each in ends):
            break
        place = word.end()
    return place


def _mate(paper: Aligned, at: int, end: int) -> int:
    """The position after the small second syllable of a word ("Nội vụ", "Thống kê")."""
    word = WORD.match(paper.cased, at + 1, end) if paper.cased[at : at + 1] == " " else None
    if word is None or not word[0].islower() or not word[0].isalpha():
        return at
    low = paper.low
    for each in (WORK, STOP, AREA_WORD, HEAD, ROLE):
        if each.match(low, at + 1, end):
            return at
    return word.end()


def _continues(paper: Aligned, at: int, end: int) -> bool:
    """Whether a name with a comma is closed by "và" and a capital before anything else."""
    closing = re.compile(r"(?: [^\s,;:.()]+){0,3}(?:, [^\s,;:.()]+(?: [^\s,;:.()]+)?)? và ").match(
        paper.cased, at, end
    )
    if closing is None or not paper.cased[closing.end() : closing.end() + 1].isupper():
        return False
    return HEAD.match(paper.low, closing.end(), end) is None
