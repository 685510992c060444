"""The sentences of a clause, and the parts of a sentence that semicolons set apart."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.bodies import bodies_at
from ntmtrack.domain.notice.directing import GIVES, LEADS_IN, WORK, skip_links
from ntmtrack.domain.notice.who import is_subject

_STOPS = re.compile(r"[.;!?…()\n]")
_SHORTENED = (
    "tp",
    "tt",
    "tx",
    "đ",
    "ông",
    "ths",
    "ts",
    "gs",
    "bs",
    "ub",
    "p",
    "q",
    "h",
    "x",
    "vp",
    "v.v",
)
_EDGES = " \t\n.;,:!?…/*-"
_COMMA = re.compile(r"[,;:]\s*(?:và |còn |riêng |đồng thời |trong đó )?")


class Piece(NamedTuple):
    """A stretch that may be a task of its own; `sentence` when it begins a sentence."""

    start: int
    end: int
    sentence: bool
    bracket: bool = False


def pieces(paper: Aligned, start: int, end: int) -> Iterator[Piece]:
    """The pieces of a clause, in order; a sentence in brackets is one piece, marked so."""
    depth, begins, opens = 0, start, True
    for stop in _STOPS.finditer(paper.low, start, end):
        at, letter = stop.start(), stop[0]
        if letter in "()":
            depth = max(0, depth + (1 if letter == "(" else -1))
            if letter == ")" and not depth and paper.low[begins:at].lstrip(_EDGES).startswith("("):
                yield from _piece(paper, begins, at + 1, sentence=True, bracket=True)
                begins, opens = at + 1, True
            continue
        if depth and letter != "\n":
            continue
        if letter == "." and not _ends(paper, at, begins, end):
            continue
        if letter == ";" and _lists_bodies(paper, begins, at, end):
            continue
        yield from _piece(paper, begins, at, sentence=opens)
        begins, opens, depth = at + 1, letter != ";", 0
    yield from _piece(paper, begins, end, sentence=opens)


def _piece(
    paper: Aligned, start: int, end: int, *, sentence: bool, bracket: bool = False
) -> Iterator[Piece]:
    while start < end and paper.low[start] in _EDGES:
        start += 1
    while end > start and paper.low[end - 1] in _EDGES:
        end -= 1
    if start < end:
        yield Piece(start, end, sentence, bracket)


def _lists_bodies(paper: Aligned, begins: int, at: int, end: int) -> bool:
    """Whether a semicolon only stands between bodies: "UBND xã; Phòng Kinh tế: rà soát …"."""
    opening = skip_links(paper.low, begins, at)
    bodies = bodies_at(paper, opening, end)
    return bodies is not None and bodies.end > at and bodies_at(paper, opening, at) is not None


def _ends(paper: Aligned, at: int, begins: int, end: int) -> bool:
    """Whether a full stop ends a sentence: not in a figure, not after a shortened word."""
    following = paper.cased[at + 1 : at + 3]
    if at + 1 >= end:
        return True
    if not following[:1].isspace() and following[:1] not in "/.":
        return False
    word = re.split(r"[\s(,]", paper.low[max(begins, at - 8) : at])[-1]
    return word not in _SHORTENED and not paper.cased[at + 1 : end].lstrip()[:1].islower()


def parted(paper: Aligned, piece: Piece, times: list[int]) -> Iterator[Piece]:
    """A piece cut where another body is given work, or acts after a time was named.

    `times` are the ends of the times named in it.
    """
    begins, first = piece.start, piece.sentence
    for comma in _COMMA.finditer(paper.low, piece.start, piece.end):
        at = comma.end()
        if at <= begins or not _begins_anew(paper, at, piece, times):
            continue
        yield Piece(begins, comma.start(), first)
        begins, first = at, False
    yield Piece(begins, piece.end, first)


def _begins_anew(paper: Aligned, at: int, piece: Piece, times: list[int]) -> bool:
    verb = GIVES.match(paper.low, at, piece.end)
    if verb is not None and verb[0].startswith(("giao", "yêu cầu", "đề nghị")):
        bodies = bodies_at(paper, verb.end(), piece.end)
        return bodies is not None and at - piece.start > 20 and _is_work(paper, piece.start, at)
    closed = any(time <= at <= time + 14 for time in times)
    if not closed or not _is_work(paper, piece.start, at):
        return False
    goes_on = "đồng thời " in paper.low[at - 12 : at] and WORK.match(paper.low, at, piece.end)
    return bool(goes_on) or is_subject(paper, at, piece.end)


def _is_work(paper: Aligned, start: int, end: int) -> bool:
    """Whether what stands ahead asks for something itself, and does not just lead in."""
    return LEADS_IN.match(paper.low, skip_links(paper.low, start, end), end) is None
