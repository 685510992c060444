"""The criteria of a list as written: "tiêu chí số 2 (Giao thông), 5 và 10", "Thu nhập (số 10)"."""

import re

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.found import Criterion
from ntmtrack.record import Record

WORD = r"(?:tiêu chí|chỉ tiêu|tc)"
_NUMBER = r"(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2})?)(?![0-9]|[.,/][0-9]|%)"
_MARK = rf"\s*(?P<mark>[-+•]\s*|[0-9]{{1,2}}[.)/]\s*(?={WORD}|[^\W\d_]))?"
_BY_NUMBER = re.compile(
    rf"\s*(?:[-+•]\s*|(?:[0-9]{{1,2}}[.)/]|[a-zđ]\))\s*(?={WORD}))?(?:(?:các"
    rf"|từ) )?(?P<word>{WORD})?\s*(?:từ )?"
    rf"\(?(?P<nth>số|thứ)?\s*\(?{_NUMBER}\)?(?P<point>[./)]?)"
    r"\s*(?:\((?P<name>[^)\n]{1,90})\)|(?::|-|về)?\s*(?P<plain>[^\W\d_][^;,.:()\n|]{0,70})?)?"
)
_BY_NAME = re.compile(
    rf"{_MARK}(?:các )?(?:{WORD}:? )?(?:về )?(?P<name>[^\W\d_][^;:.()\n0-9|]{{1,80}}?)"
    rf"\s?\(\s?(?:{WORD})?\s?(?:số|thứ)?\s?{_NUMBER}\s?\)"
)
# A name with a comma or "và" in it goes on up to the next numbered criterion.
_TAIL = re.compile(
    rf"(?:, | và )[^;,.:()\n0-9]{{2,60}}(?=(?:[,;]| và|[,;] và) (?:các )?(?:{WORD}|số|\(?[0-9]))"
)
_NAME_ENDS = re.compile(
    r" (?:chưa|không|cơ bản|gần|hiện|vẫn|đã|đạt|còn|mới|đều|được|đến nay|thì|do|vì|bởi)\b"
    rf"| và (?={WORD}|số|[0-9]|$)|\s+-\s*$"
)
_NOT_NAMES = re.compile(
    r"(?:và|là|chưa|không|còn|đã|hoàn thành|đạt|cơ bản|gần|được|trong|thì|hiện|gồm|nữa|vẫn|đều"
    r"|đến|do|vì|từ|phải|cần|mới|xã|cũng|số)\b"
)
_RANGE = re.compile(r"\s*(?:-|đến)\s*(?:tiêu chí )?(?:số )?(?P<last>[0-9]{1,2})(?![0-9/.])")
_NEXT = re.compile(
    rf"\s*(?:,|;|\bvà\b|[.;,]?\s*\n\s*(?:(?=[-+•]|[0-9]{{1,2}}[.)/]\s*[^\W\d_]|{WORD}))"
    rf"|\+)\s*(?:và )?"
)
# What a list says of each criterion stands on its line: "- Tiêu chí số 10 (Thu nhập): 36 triệu".
_NEXT_LINE = re.compile(
    rf"[^\n]{{0,400}}\n\s*(?=(?:[-+•]|[0-9]{{1,2}}[.)/]|[a-zđ]\))\s*{WORD} (?:số )?[0-9])"
)
_OTHER_THINGS = re.compile(
    r"\)?\s*(?:tiêu chí|thôn|xã|bản|hộ|%|nội dung|chỉ tiêu|km|tỷ|triệu|người|sản phẩm|tháng|năm"
    r"|ha\b|tc\b|điều kiện|phòng|trường|công trình|tuyến|nhà|giáo viên|ngày)"
)


class Items(Record):
    """The criteria of a list, and the position after it."""

    each: tuple[Criterion, ...]
    end: int


def items(paper: Aligned, start: int, end: int) -> Items:
    """The criteria that follow one another from a position on; none if no list begins there."""
    found: list[Criterion] = []
    place = stop = start
    counting = True
    # A list that begins in its sentence ends with the line, unless a comma goes on.
    lines = "\n" in paper.low[max(0, start - 2) : start + 2]
    while True:
        read = _by_number(paper, place, end) or _by_name(paper, place, end)
        if read is None:
            break
        counting = counting and read.counts
        found += read.each
        stop = read.end
        gap = (lines and _NEXT_LINE.match(paper.low, stop, end)) or _NEXT.match(
            paper.low, stop, end
        )
        if gap is None or ("\n" in gap[0] and not (lines or gap[0][:1] in ",;")):
            break
        place = gap.end()
    numbers = [each.number for each in found]
    if counting and len(found) > 1 and numbers == [str(n + 1) for n in range(len(found))]:
        # "1. Giao thông", "2. Thu nhập" on lines of their own only count the lines.
        found = [each._replace(number="") for each in found]
    return Items(tuple(found), stop)


class _Item(Record):
    each: tuple[Criterion, ...]
    end: int
    counts: bool = False
    """Whether the number may be that of the line in its list."""


def _by_name(paper: Aligned, place: int, end: int) -> _Item | None:
    item = _BY_NAME.match(paper.low, place, end)
    if item is None:
        return None
    made = criterion(paper, item["number"], item.span("name"), item.span("name")[0], item.end())
    return _Item((made,), item.end())


def _by_number(paper: Aligned, place: int, end: int) -> _Item | None:
    low = paper.low
    item = _BY_NUMBER.match(low, place, end)
    if item is None or _OTHER_THINGS.match(low, item.end("number"), item.end("number") + 16):
        return None
    kind = "name" if item["name"] else "plain"
    begins, closes = item.span(kind)
    if kind == "plain" and begins >= 0:
        closes = _plain_end(paper, item, end)
    stop = item.end() if kind == "name" else closes
    if closes <= begins:
        begins = closes = stop = item.end("number")
        stop += low.startswith(")", stop)
    number = item.start("number")
    made = criterion(paper, item["number"], (begins, closes), number, max(stop, closes))
    line = low[max(0, number - 2) : number].rstrip(" ")
    counts = not (item["word"] or item["nth"]) and item["point"] in (".", ")", "/")
    counts = counts and bool(made.name) and (not line or line[-1] == "\n")
    passed = (
        _RANGE.match(low, stop, end) if closes <= begins and "." not in item["number"] else None
    )
    if passed is None:
        return _Item((made,), stop, counts)
    first, last = int(item["number"]), min(int(passed["last"]), 60)
    between = (
        criterion(paper, str(n), (0, 0), *passed.span("last")) for n in range(first + 1, last + 1)
    )
    return _Item((made, *between), passed.end())


def _plain_end(paper: Aligned, item: "re.Match[str]", end: int) -> int:
    """Where a name without brackets ends; the position it begins at if it is none."""
    begins, closes = item.span("plain")
    if _NOT_NAMES.match(item["plain"]):
        return begins
    cut = _NAME_ENDS.search(paper.low, begins, closes)
    if cut is not None:
        closes = cut.start()
    else:
        tail = _TAIL.match(paper.low, closes, end)
        closes = tail.end() if tail else closes
    while closes > begins and paper.low[closes - 1] in " \n\t-":
        closes -= 1
    return closes


def criterion(
    paper: Aligned, number: str, name: tuple[int, int], start: int, end: int
) -> Criterion:
    """A criterion as listed; its number without leading zeros."""
    said = " ".join(paper.cased[slice(*name)].split())
    return Criterion(
        plain_number(number) if number else "", said, paper.found(start, end, "listed")
    )


def plain_number(number: str) -> str:
    """ "02" as "2", "17.08" as "17.8"."""
    return ".".join(part.lstrip("0") or "0" for part in number.split("."))
