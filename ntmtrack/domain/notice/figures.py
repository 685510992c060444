"""The set of criteria a paper speaks of, and whatever it counts."""

import re
from collections import Counter
from collections.abc import Iterator

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.found import Count, SetFound, Tally
from ntmtrack.domain.notice.numerals import numeral
from ntmtrack.domain.notice.tallies import SHARE
from ntmtrack.domain.notice.units_named import Units, level

_PROGRAMME = re.compile(
    r"(?:(?P<level>xã|thôn|bản|khu dân cư|huyện)\s(?:đạt\s)?(?:chuẩn\s)?)?(?:nông thôn mới"
    r"|ntm)(?:\s(?P<grade>nâng cao|kiểu mẫu|thông minh))?\b"
    r"|(?P<alone>khu dân cư kiểu mẫu|thôn kiểu mẫu|bản kiểu mẫu)"
)
_GRADES = {"nâng cao": "advanced", "kiểu mẫu": "model", "thông minh": "smart"}
_LEVELS = {
    "xã": "commune",
    "huyện": "district",
    "thôn": "village",
    "bản": "village",
    "khu dân cư": "village",
}
_TITLE_WEIGHT = 6
_COUNTED = re.compile(
    r"(?<![\d/.,])(?P<figure>[0-9]{1,3})(?:/(?P<of>[0-9]{1,3}))?\s(?P<what>(?:thôn|bản|xã"
    r"|sản phẩm ocop|sản phẩm|tiêu chí|chỉ tiêu|điều kiện|vườn mẫu|hộ"
    r"|nhà)(?:\s[^\s,.;:()0-9]+){0,4})"
)
_OF_CRITERIA = re.compile(
    r"(?:tiêu chí|chuẩn)(?: quốc gia)?(?: về)?(?: xã| thôn| bản"
    r"| huyện)?(?: xây dựng)? (?:nông thôn mới|ntm)|(?:xã|thôn|bản"
    r"|huyện)(?: đạt)?(?: chuẩn)? (?:nông thôn mới|ntm)|(?:xây dựng|đạt) (?:nông thôn mới|ntm)"
)


def counts(paper: Aligned) -> Iterator[Count]:
    """Every number of units, products or criteria that the text counts, each once."""
    told: set[str] = set()
    for found in _COUNTED.finditer(paper.low):
        if found[0] in told:
            continue
        told.add(found[0])
        of = found["of"]
        what = paper.cased[found.start("what") : found.end("what")]
        yield Count(
            int(found["figure"]), int(of) if of else None, what, paper.found(*found.span(), "count")
        )


def criteria_set(
    paper: Aligned, headline: tuple[int, int], units: Units, counted: Tally | None
) -> SetFound | None:
    """The set by the words most used, those of the title before all others."""
    grades: Counter[str] = Counter()
    levels: Counter[str] = Counter()
    first: dict[str, tuple[int, int]] = {}
    for found in _PROGRAMME.finditer(paper.low):
        grade = "model" if found["alone"] else _GRADES.get(found["grade"], "base")
        weight = _TITLE_WEIGHT if headline[0] <= found.start() < headline[1] else 1
        # The plain name of the programme is used for every grade.
        grades[grade] += weight * (1 if grade == "base" else 2)
        written = found["level"] or (found["alone"] or "").removesuffix(" kiểu mẫu")
        if written:
            levels[_LEVELS[written]] += weight
        first.setdefault(grade, found.span())
    judged = _judged(paper, units)
    levels.update(judged)
    if not grades or not (judged or _OF_CRITERIA.search(paper.low)):
        return None
    grade = grades.most_common(1)[0][0]
    of = {level(unit) for unit in units.main}
    shown = levels.most_common(1)[0][0] if levels else None
    which = of.pop() if len(of) == 1 else shown
    if which == "district" and levels["district"] == 0:
        # Districts that are written to about the criteria of their communes.
        which = shown
        if which is None:
            return None
    if shown == "village" and which != "village" and levels["village"] > levels[which or ""]:
        which = shown
    return SetFound(paper.found(*first[grade], "words"), which, grade, _total(paper, counted))


def _judged(paper: Aligned, units: Units) -> Counter[str]:
    """The levels of the units that "13/20 tiêu chí" is said of, where they are named before it."""
    found: Counter[str] = Counter()
    for share in SHARE.finditer(paper.low):
        if share["what"] and share["what"] != "chỉ tiêu":
            begins = max(0, share.start() - 60)
            begins = max(begins, *(paper.low.rfind(edge, begins, share.start()) for edge in ".;\n"))
            named = units.within(begins, share.start())
            found.update(level(unit) for unit in named[-1:])
    return found


def _total(paper: Aligned, counted: Tally | None) -> int | None:
    if counted is not None:
        return counted.total
    totals = {numeral(share["total"]) for share in SHARE.finditer(paper.low) if share["what"]}
    said = re.compile(r"(?:gồm|có|\()\s?(?P<total>[0-9]{1,2}) tiêu chí").search(paper.low)
    if len(totals) == 1:
        return totals.pop()
    return int(said["total"]) if said and not totals else None
