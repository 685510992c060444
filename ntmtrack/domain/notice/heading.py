"""What a paper says of itself: kind, number, date, issuer and subject."""

import re
from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.blocks import Block
from ntmtrack.domain.notice.bodies import bodies_at
from ntmtrack.domain.notice.context_day import day_of_context, written_day
from ntmtrack.domain.notice.found import Document, Found
from ntmtrack.record import Record

_KINDS = re.compile(
    r"(?:thông báo kết luận|thông báo|kết luận|biên bản|kế hoạch|báo cáo|quyết định|chỉ thị"
    r"|công văn|công điện|nghị quyết"
    r"|chương trình|tờ trình|hướng dẫn|giấy mời)"
)
_KIND_LINE = re.compile(
    rf"(?:#+ )?(?P<kind>{_KINDS.pattern})"
    r"(?P<rest>$|\s*[:\-–]|\s+(?=kết luận|về|của|họp|cuộc|giao|công tác|hành động|nội bộ|làm việc"
    r"|triển khai|thực hiện|khắc phục|kiểm tra|hội nghị|ý kiến|tổ chức|xây dựng|phân công|rà soát))"
)
_NUMBER = re.compile(
    r"\bsố\s*:?\s*(?P<number>[0-9]{1,5}[a-zđ]?\s?[-/]\s?[a-zđ][a-zđ0-9&.]*(?:[-/][a-zđ][a-zđ0-9&.]*)*)"
)
_DATE = re.compile(
    r"(?:^|[\n\t]|(?<=[ ,]))ngày\s(?P<day>[0-9]{1,2})\s?tháng\s(?P<month>[0-9]{1,2})"
    r"\s?năm\s(?P<year>[0-9]{4})[.\s]*(?=\n|\t|$)"
)
_NUMBERED_DATE = re.compile(
    r"\bsố\s*:?\s*[0-9]{1,5}[a-zđ]?\s?[-/][^\n]{2,40}\bngày:?\s(?P<day>[0-9]{1,2})\s?[/.-]\s?(?P<month>[0-9]{1,2})\s?[/.-]\s?(?P<year>[0-9]{4})\s*(?=\n|$)"
)
_PLACE = re.compile(r"|.{0,50}(?:,|\s\s|[^\w\s]) ?")
_LABELLED_DATE = re.compile(
    r"(?:^|\n)[\s*#-]*ngày(?: ban hành| ký| văn bản)?\s?:\s?(?P<day>[0-9]{1,2})\s?[/.-]\s?"
    r"(?P<month>[0-9]{1,2})\s?[/.-]\s?(?P<year>[0-9]{4})\s*(?=\n|$)"
)
_MOTTO = re.compile(
    r"\s*(?:cộng h[òo]a xã hội|độc lập|đảng cộng sản việt nam|[^\n\t]{0,40}, ngày"
    r"|số\s*:?\s*[0-9.…/]|-{2,}|—|v/v)"
)
_AREA = re.compile(r"(?:huyện|xã|tỉnh|thị xã|thành phố|phường|thị trấn|thôn)(?! ủy| đoàn)\b")
_BODY_LINE = re.compile(
    r"(?:đảng bộ|đảng ủy|huyện ủy|tỉnh ủy|thành ủy|thị ủy|ủy ban|ubnd|hđnd|hội đồng|ban"
    r"|văn phòng|sở|phòng|bộ|trung tâm|mặt trận|hội|chi bộ|đoàn|liên đoàn)\b"
)
_BY = re.compile(r"(?:kết luận|ý kiến) của (?:đồng chí )?")
_STOPS_ABOUT = re.compile(
    r"(?:sáng |chiều )?(?:số\s*:|ngày|thực hiện|căn cứ|sau khi|hôm nay|trong ngày|vào|kính gửi"
    r"|hiện nay|tính đến|qua|theo|thời gian|địa điểm|thành phần|chủ trì|-{2,}|[ivx0-9]+[.)]"
    r"|tại (?:phiên|cuộc|buổi|hội nghị))"
)
_HEAD_BLOCKS = 24


class Heading(Record):
    """What was read of the head, and the stretch of the normal form that is the title."""

    document: Document
    headline: tuple[int, int]
    first: int
    """How many paragraphs belong to the head."""


def heading(paper: Aligned, blocks: Sequence[Block]) -> Heading:
    """The head of a paper that has paragraphs; every part that is not there is None."""
    top = blocks[:_HEAD_BLOCKS]
    kind_at, kind = _kind(paper, top)
    limit = top[kind_at].start if kind_at is not None else top[-1].end
    number = _number(paper, limit) if kind_at is not None or _is_letter(paper, top) else None
    dated, found = _date(paper, top[-1].end if kind_at is None else min(top[-1].end, limit + 1200))
    about_at = 0 if kind_at is None else kind_at + 1
    issuer = (
        _issuer(paper, top, kind_at, limit if number is None else paper.place(number.end))
        if kind_at is not None or number
        else None
    )
    letter = None
    if kind_at is None and number is not None:
        letter = _letter(paper, top)
        about = _subject(paper, top)
    else:
        about = _about(paper, top, about_at, kind_at)
    context, lent = day_of_context(paper, blocks) if dated is None else (None, None)
    headline = about or (top[0].start, top[0].end)
    title = paper.found(*about, "heading" if kind or letter else "title") if about else None
    document = Document(
        kind or letter,
        number,
        found,
        dated,
        issuer or _concluding(paper, top, kind_at),
        title,
        context,
        lent,
    )
    first = next((i for i, block in enumerate(blocks) if block.start >= headline[1]), len(blocks))
    return Heading(document, headline, first)


def _kind(paper: Aligned, top: Sequence[Block]) -> tuple[int | None, Found | None]:
    for place, block in enumerate(top):
        line = _KIND_LINE.match(paper.low, block.start, block.end)
        if line is None or (block.style not in ("", "1.") and not line[0].startswith("#")):
            continue
        written = paper.cased[line.start("kind") : line.end("kind")]
        alone = line.end() >= block.end or not line["rest"]
        named = line[0].startswith("#") or (place < 3 and written.startswith("Thông báo kết luận"))
        if written.isupper() or named or (alone and written[0].isupper()):
            return place, paper.found(*line.span("kind"), "decree_head")
    return None, None


def _is_letter(paper: Aligned, top: Sequence[Block]) -> bool:
    return any(paper.low.startswith(("kính gửi", "v/v"), block.start) for block in top)


def _letter(paper: Aligned, top: Sequence[Block]) -> Found | None:
    """A letter ("công văn") has no line for its kind: the words to the receiver tell it."""
    for block in top:
        if paper.low.startswith("kính gửi", block.start):
            return paper.found(block.start, block.start + len("kính gửi"), "words", "Công văn")
    return None


def _subject(paper: Aligned, top: Sequence[Block]) -> tuple[int, int] | None:
    for block in top:
        if paper.low.startswith(("v/v", "về việc"), block.start):
            return block.start, block.end
    return None


def _number(paper: Aligned, limit: int) -> Found | None:
    line = _NUMBER.search(paper.low, 0, limit + 200)
    if line is None:
        return None
    ahead = paper.low[max(0, line.start() - 24) : line.start()]
    if re.search(r"(?:quyết định|kế hoạch|nghị quyết|công văn|thông báo|chỉ thị) $", ahead):
        return None
    end = line.end("number")
    return paper.found(line.start("number"), end, "decree_head")


def _date(paper: Aligned, limit: int) -> tuple[date | None, Found | None]:
    """The paper's day: in the line of place and date, after its label, or beside its number."""
    for found in _DATE.finditer(paper.low, 0, limit):
        ahead = re.split(r"[\n\t]", paper.low[max(0, found.start() - 60) : found.start()])[-1]
        # A sentence of the body may end with a day: only a place stands before the paper's own.
        if not _PLACE.fullmatch(ahead) or re.search(r"giờ|thời gian|hồi", ahead):
            continue
        day = written_day(found)
        if day is not None:
            start = found.start("day") - len("ngày ")
            return day, paper.found(start, found.end("year"), "decree_head", day.isoformat())
    for found in (
        *_LABELLED_DATE.finditer(paper.low, 0, limit),
        *_NUMBERED_DATE.finditer(paper.low, 0, limit),
    ):
        day = written_day(found)
        if day is not None:
            return day, paper.found(
                found.start("day"), found.end("year"), "decree_head", day.isoformat()
            )
    return None, None


def _issuer(paper: Aligned, top: Sequence[Block], kind_at: int | None, limit: int) -> Found | None:
    """The body in whose name the paper stands: the last of the lines over its number."""
    lines: list[tuple[int, int]] = []
    for block in top[:kind_at]:
        for start, end in _columns(paper, block):
            if start >= limit and not (lines and _AREA.match(paper.low, start, end)):
                break
            words = paper.low[start:end]
            if (
                lines
                and _AREA.match(words)
                and lines[-1][1] - lines[-1][0] < 40
                and _is_organ(paper, lines[-1])
            ):
                lines[-1] = (lines[-1][0], end)
            elif (_BODY_LINE.match(words) and paper.cased[start:end].isupper()) or _is_title(
                paper, start, end
            ):
                lines.append((start, end))
    if not lines:
        return None
    start, end = lines[-1]
    # Two columns flattened into one text: the other column is no part of the name.
    name = " ".join(
        paper.cased[slice(*part)]
        for block in top
        for part in _columns(paper, block)
        if start <= part[0] and part[1] <= end
    )
    return paper.found(start, end, "decree_head", name)


def _is_organ(paper: Aligned, line: tuple[int, int]) -> bool:
    words = paper.low[slice(*line)]
    return not _AREA.search(words) and not words.startswith(("huyện ủy", "tỉnh ủy"))


def _is_title(paper: Aligned, start: int, end: int) -> bool:
    """Whether a line of small letters is nothing but the name of a body."""
    bodies = bodies_at(paper, start, end)
    return (
        bodies is not None
        and bodies.end >= end
        and len(bodies.each) == 1
        and bodies.each[0].kind == "agency"
    )


def _columns(paper: Aligned, block: Block) -> list[tuple[int, int]]:
    """The left part of a line, without the national motto, number or date flattened beside it."""
    start, end = block.start, block.end
    cut = re.compile(
        r"\t|\s(?=cộng h[òo]a xã hội)|\s(?=độc lập -)|\s(?=đảng cộng sản)|\s(?=số\s*:)"
    ).search(paper.low, start, end)
    stop = cut.start() if cut else end
    if _MOTTO.match(paper.low, start, stop) or stop <= start:
        return []
    return [(start, stop)]


def _concluding(paper: Aligned, top: Sequence[Block], kind_at: int | None) -> Found | None:
    """ "Kết luận của Ban Thường vụ Huyện ủy": who concluded, when no head names an issuer."""
    if kind_at is None:
        return None
    for block in top[kind_at : kind_at + 3]:
        by = _BY.search(paper.low, block.start, block.end)
        bodies = by and bodies_at(paper, by.end(), block.end)
        if bodies and bodies.each[0].kind == "agency":
            first = bodies.each[0]
            if re.match(
                r"(?:phó )?(?:chủ tịch|bí thư|trưởng)|thường trực",
                paper.low[first.start : first.end],
            ):
                return None
            return paper.found(first.start, first.end, "conclusion_of")
    return None


def _about(
    paper: Aligned, top: Sequence[Block], at: int, kind_at: int | None
) -> tuple[int, int] | None:
    """The title under the kind of the paper, or the first line of an article."""
    if kind_at is not None:
        line = _KIND_LINE.match(paper.low, top[kind_at].start, top[kind_at].end)
        if line is not None and top[kind_at].end - line.end() > 8:
            return line.end() + (paper.low[line.end()] == " "), top[kind_at].end
    titled: tuple[int, int] | None = None
    for block in top[at : at + (4 if kind_at is not None else _HEAD_BLOCKS)]:
        words = paper.low[block.start : block.end]
        begins = paper.cased[block.start]
        if (
            (
                kind_at is not None
                and _STOPS_ABOUT.match(words)
                and not (titled and begins.islower())
            )
            or (titled is not None and kind_at is None)
            or (titled and words[-1] in ".:;")
            or len(words) > 500
            or (kind_at is not None and words.endswith("."))
        ):
            break
        if kind_at is None and (len(words) < 25 or words.endswith(":")):
            continue
        titled = (titled[0] if titled else block.start, block.end)
    return titled
