"""Lines that a copy broke in the middle of a sentence, put together again."""

import itertools
import re

_LINE = re.compile(r"[^\n]+")
# Beyond this width lines are paragraphs, not lines of a page.
_WIDEST = 140
_FULL = 0.72
_SHORTEST = 50
_ENDS = ".;:!?…|"
_HANGING = re.compile(
    r"(?:^|[\s(])(?:ngày|tháng|năm|quý|số|và|của|với|cho|để|trước|trong|đến|các|những|từ|tại|về"
    r"|theo|là|được|do|bởi|vào"
    r"|chậm nhất|hai|tiêu|giao|phối hợp|chủ trì)$",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"\s*(?:[-+•·|#]|\(?(?:[0-9]{1,2}|[a-zđ]|[ivx]{1,5})(?:[.)/](?![0-9])|:)|[0-9.]{2,8} |(?:điều"
    r"|phần) [0-9ivx]+[.:]"
    r"|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) là\b|thứ \w+[,:]"
    r"|(?:nơi nhận|số|kính gửi|thời hạn|thời gian|trách nhiệm|đơn vị|cơ quan|chủ trì"
    r"|phối hợp)\b[^:\n]{0,40}:)",
    re.IGNORECASE,
)
# Lines of the head that Decree 30/2020 gives papers: each stands by itself.
_HEAD = re.compile(
    r"\s*(?:S[ốỐ]\s*(?::|[0-9]{1,5}[a-zđ]?\s?[-/]\s?[A-ZĐ])|(?i:cộng h(?:òa|oà) xã hội|độc lập -"
    r"|đảng cộng sản việt nam|(?:thông báo|kết luận|biên bản|quyết định|kế hoạch)\s*$)"
    r"|[A-ZĐÀ-Ỹ][^\n,.;:]{1,40}, (?i:ngày)\s[0-9]{1,2}\s(?i:tháng)\s[0-9]{1,2}\s(?i:năm)"
    r"\s[0-9]{4}\s*$)"
)
# Letters in capitals from which a line is a heading, and no figure or short name.
_LOUD = 8


def unwrapped(cased: str) -> str:
    """The text with a space for every line end that only the width of a page made.

    A line end goes when the next line continues in small letters, or when lines as long as the
    page stop without any punctuation. The length of the text stays.
    """
    lines = [(found.start(), found.end()) for found in _LINE.finditer(cased)]
    width = max((end - start for start, end in lines), default=0)
    full = _FULL * width if _SHORTEST <= width <= _WIDEST else float("inf")
    joined: list[str] = []
    done = 0
    for (start, end), (following, until) in itertools.pairwise(lines):
        if (
            following == end + 1
            and _goes_on(cased, start, end, following, full=full)
            and not _stands_alone(cased, start, end, following, until)
        ):
            joined += (cased[done:end], " ")
            done = following
    joined.append(cased[done:])
    return "".join(joined)


def _goes_on(cased: str, start: int, end: int, following: int, *, full: float) -> bool:
    before = cased[max(start, end - 4) : end].rstrip()
    if not before or before[-1] in _ENDS or "\t" in cased[start:end]:
        return False
    after = cased[following : following + 60]
    if _MARKED.match(after):
        return False
    first = after.lstrip()[:1]
    if first.islower() or before[-1] == ",":
        return not cased[start:end].isupper()
    if _HANGING.search(cased, max(start, end - 12), end):
        return True
    return end - start >= full and not cased[start:end].isupper()


def _stands_alone(cased: str, start: int, end: int, following: int, until: int) -> bool:
    """Whether one of two lines belongs to a head, a table or a heading in capitals."""
    after = cased[following:until].strip()
    return (
        "\t" in after
        or (after.isupper() and sum(map(str.isalpha, after)) >= _LOUD)
        or _HEAD.match(cased, start, end) is not None
        or _HEAD.match(cased, following, until) is not None
    )
