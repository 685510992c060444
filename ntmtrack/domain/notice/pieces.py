"""The sentences of a clause, and the parts of a sentence that semicolons set apart."""

import re
from collections.abc import Iterator

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.bodies import bodies_at
from ntmtrack.domain.notice.directing import GIVES, LEADS_IN, WORK, skip_links
from ntmtrack.domain.notice.who import is_subject
from ntmtrack.record import Record

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
# Characters between a time and the words that go on after its comma, at most.
_CLOSE = 14
_OPENS_WORK = re.compile(r"[,:] |\b(?:cần|phải) ")
# "… và hoàn thành trước ngày …" is another time for the same work, "…, đảm bảo chất lượng" how
# it is to be done.
_BELONGS = re.compile(
    r"(?:hoàn thành|hoàn tất|thực hiện)(?: xong)? (?:trước|trong|chậm nhất|đến|vào|ngày)\b"
    r"|(?:đảm bảo|bảo đảm|làm (?:cơ sở|căn cứ|tiền đề)|tạo|phục vụ|phấn đấu|quyết tâm|không để"
    r"|không được|hạn chế|cần|phải|kịp thời|tuyệt đối|từng bước)\b"
)
_REPORTS = ("báo cáo", "gửi", "trình", "nộp", "tổng hợp", "thông báo")
_COMMA = re.compile(
    r"[,;:]\s*(?:và |còn |riêng |đồng thời |trong đó )?|(?<=[0-9]) (?:và|đồng thời) "
)


class Piece(Record):
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
    closed = any(time <= at <= time + _CLOSE for time in times)
    if not closed:
        return False
    further = WORK.match(paper.low, at, piece.end)
    own = any(time > at for time in times)
    if further is not None and _BELONGS.match(paper.low, at, piece.end):
        return False
    if further is not None and (own or not further[0].startswith(_REPORTS)):
        # A time stands with the work before it, not with what is asked for after it.
        begins = skip_links(paper.low, piece.start, at)
        if LEADS_IN.match(paper.low, begins, at):
            opening = _OPENS_WORK.search(paper.low, begins, at - _CLOSE)
            if opening is not None and opening[0] in ("cần ", "phải "):
                return True
            begins = opening.end() if opening else at
        return WORK.search(paper.low, begins, at - _CLOSE) is not None
    return _is_work(paper, piece.start, at) and is_subject(paper, at, piece.end)


def _is_work(paper: Aligned, start: int, end: int) -> bool:
    """Whether what stands ahead asks for something itself, and does not just lead in."""
    return LEADS_IN.match(paper.low, skip_links(paper.low, start, end), end) is None
