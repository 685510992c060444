"""Units as a text names them, and which of them the paper is about."""

import re
from bisect import bisect_left
from collections import Counter

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.found import UnitFound
from ntmtrack.domain.notice.proper_names import proper_name
from ntmtrack.record import Record

_KIND = re.compile(
    r"\b(?<!hợp tác )(?P<many>(?:các|hai|ba|bốn|năm|[0-9]+) )?(?P<kind>xã|phường|thị trấn"
    r"|thôn|bản|ấp|buôn"
    r"|khu dân cư|huyện|thị xã)"
    r"(?!\w| ủy| đoàn| hội| viên) (?=\w)"
)
_JOIN = re.compile(r"(?:, | và | với |,)(?P<kind>(?:xã|phường|thị trấn|thôn|bản|huyện) )?")
_NOT_NAMES = re.compile(
    r"(?:nông thôn|ntm|mới|nâng cao|kiểu mẫu|đạt|thông minh|về|năm|hđnd|ubnd|mttq|đảng|ban|hội"
    r"|tiếp|trên|và|có|đã|đặc biệt"
    r"|vùng|biên giới|nào|này|trong|tổ chức|xây dựng|thực hiện|chủ|phải|chỉ|do|trước|thuộc|để"
    r"|tại|khi|là|được|còn)\b"
)
_KINDS = (
    ("village", ("thôn", "bản", "ấp", "buôn", "khu dân cư")),
    ("commune", ("xã", "phường", "thị trấn")),
    ("district", ("huyện", "thị xã")),
)
_LEVELS = {kind: level for level, kinds in _KINDS for kind in kinds}
_TOLD = re.compile(
    r"(?:làm việc với|đối với|kiểm tra(?: thực tế)?(?: tại)?|tại|tình hình|cho|hỗ trợ|của|riêng"
    r"|về|giao|ubnd|đảng ủy|và)(?: đảng ủy| ubnd| ban chỉ đạo[^.\n]{0,60}| cấp ủy, chính quyền"
    r"| đảng bộ)?(?: các| hai)? $"
)


_NEARLY = 0.6


class Named(Record):
    """One mention of a unit."""

    unit: UnitFound
    start: int
    end: int
    group: int
    """Where the list of names begins that it stands in."""


def _start(mention: Named) -> int:
    return mention.start


class Units(Record):
    """The units that a paper is about, the more important first, all others, and every mention."""

    main: tuple[UnitFound, ...]
    others: tuple[UnitFound, ...]
    mentions: tuple[Named, ...]

    def within(self, start: int, end: int) -> tuple[UnitFound, ...]:
        """The different units mentioned in a stretch of the normal form."""
        found: dict[tuple[str, str], UnitFound] = {}
        for place in range(bisect_left(self.mentions, start, key=_start), len(self.mentions)):
            each = self.mentions[place]
            if each.start >= end:
                break
            found.setdefault(key(each.unit), each.unit)
        return tuple(found.values())


def key(unit: UnitFound) -> tuple[str, str]:
    """What makes two mentions the same unit."""
    return unit.kind, unit.name.casefold()


def level(unit: UnitFound) -> str:
    """village, commune or district."""
    return _LEVELS[unit.kind]


def units(paper: Aligned, headline: tuple[int, int]) -> Units:
    """The units of a paper whose title stands in `headline`."""
    mentions = tuple(_mentions(paper))
    first: dict[tuple[str, str], UnitFound] = {}
    weight: Counter[tuple[str, str]] = Counter()
    titled: list[tuple[str, str]] = []
    for each in mentions:
        name = key(each.unit)
        first.setdefault(name, each.unit)
        weight[name] += 1
        if headline[0] <= each.start < headline[1] and name not in titled:
            titled.append(name)
    main = _main(paper, mentions, weight, titled, headline)
    others = tuple(unit for name, unit in first.items() if name not in main)
    return Units(tuple(first[name] for name in main), others, mentions)


def _main(
    paper: Aligned,
    mentions: tuple[Named, ...],
    weight: Counter[tuple[str, str]],
    titled: list[tuple[str, str]],
    headline: tuple[int, int],
) -> list[tuple[str, str]]:
    """The units of the title; else those that are judged or that work is said to be for."""
    lowest = _lowest(titled)
    if lowest:
        return lowest
    told: Counter[tuple[str, str]] = Counter()
    for each in mentions:
        if re.match(
            r"[^.;\n]{0,60}\b(?:[0-9]{1,2}/[0-9]{1,2} (?:tiêu chí|điều kiện)|đạt chuẩn)",
            paper.low[each.end : each.end + 90],
        ):
            told[key(each.unit)] += 3
        if _TOLD.search(paper.low, max(0, each.group - 60), each.group):
            told[key(each.unit)] += 1
    if not told:
        return _of_the_office(mentions, headline[0])
    most = max(told.values())
    return _lowest([name for name, count in told.items() if count >= _NEARLY * most])


def _of_the_office(mentions: tuple[Named, ...], headline: int) -> list[tuple[str, str]]:
    """The commune whose office writes, if the paper names no other commune."""
    communes = {key(each.unit) for each in mentions if level(each.unit) == "commune"}
    ours = {key(each.unit) for each in mentions if each.start < headline}
    return list(communes) if len(communes) == 1 and communes <= ours else []


def _lowest(names: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of units of several levels, those of the lowest: a commune rather than its district."""
    for kind in ("village", "commune", "district"):
        found = [name for name in names if _LEVELS[name[0]] == kind]
        if found:
            return found
    return []


def _mentions(paper: Aligned) -> "list[Named]":
    found: list[Named] = []
    place = 0
    while (word := _KIND.search(paper.low, place)) is not None:
        place = word.end()
        kind, many = word["kind"], word["many"]
        begins = word.start("kind")
        at = word.end() - 1
        while True:
            end = _name(paper, at, len(paper.low))
            if end <= at:
                break
            found.append(_named(paper, kind, begins, at + 1, end, word.start()))
            place = end
            joined = _JOIN.match(paper.low, end)
            if joined is None or not (many or joined["kind"]):
                break
            kind = (joined["kind"] or kind).strip()
            begins = joined.start("kind") if joined["kind"] else joined.end()
            at = joined.end() - 1
            if not paper.cased[joined.end() : joined.end() + 1].isupper():
                break
    return found


def _name(paper: Aligned, at: int, end: int) -> int:
    if _NOT_NAMES.match(paper.low, at + 1, end):
        return at
    return proper_name(paper, at, end)


def _named(paper: Aligned, kind: str, begins: int, start: int, end: int, group: int) -> Named:
    name = paper.cased[start:end]
    shared = not paper.low.startswith(kind, begins)
    found = paper.found(
        begins, end, "shared_head" if shared else "named", f"{kind} {name}" if shared else None
    )
    return Named(UnitFound(kind, name, found), begins, end, group)
