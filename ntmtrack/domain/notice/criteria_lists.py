"""Lists of criteria that a text calls unmet, met or nearly met.

A list stands after its verdict ("chưa đạt gồm: tiêu chí số 2, 5"), before it ("tiêu chí 2 và
tiêu chí 8 chưa đạt"), or in a table. Criteria named without numbers are taken only where there
are as many names as the text counts.
"""

import re
from collections.abc import Sequence

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.counted_names import counted_names
from ntmtrack.domain.notice.criteria_items import WORD, Items, items
from ntmtrack.domain.notice.found import Criterion
from ntmtrack.domain.notice.verdict_tables import judged
from ntmtrack.domain.paper import Cell

_VERDICT = re.compile(
    r"(?P<unmet>\b(?:chưa|không) (?:đạt|hoàn thành|bảo đảm|đảm bảo)|\bcòn (?:thiếu|vướng|nợ|lại)"
    r"|(?<=\()còn(?= (?:các )?(?:tiêu chí|tc) (?:số )?[0-9]))\b"
    r"|(?P<nearly>\b(?:cơ bản|gần) đạt)\b"
    r"|(?P<met>\b(?:đã |đều )?đạt)\b"
)
# What may stand between a verdict and the list it opens.
_OPENING = re.compile(
    r"(?: chuẩn| yêu cầu| theo quy định)?(?: (?:các |[0-9]{1,2} )?(?:tiêu chí|chỉ tiêu|tc)\b)?"
    r"(?:\s?\([0-9]{1,2}(?: (?:tiêu chí|tc))?\))?"
    r"(?P<said>(?:,? (?:gồm có|bao gồm|gồm|là|như|cụ thể|đó là|sau|như sau|cụ thể là|các tiêu chí"
    r"|các tc))*\s*(?P<mark>[:(]?))"
)
# "đạt 6/10 tiêu chí (gồm 1, 2 …)": a count, and the list it counts, announced by a word.
_TALLIED = re.compile(
    r" (?:được )?[0-9]{1,2}\s?/\s?[0-9]{1,2} (?:tiêu chí|tc)(?:,? | ?\(|: ?)"
    r"(?:gồm có|bao gồm|gồm|đó là|cụ thể là|là(?=:))(?: các)?:? "
)
_COUNTED = re.compile(r" (?:[0-9]{1,2}|các) (?:tiêu chí|chỉ tiêu|tc)\b")
_AGAIN = re.compile(r"\s?[0-9]{1,2} (?:tiêu chí|tc)\s?(?:[:(]|,? (?:gồm|là|đó là)\b:?)")
_LISTS = re.compile(
    rf"\s*(?:[-+•]\s*|[0-9]{{1,2}}[.)/]\s*(?={WORD}))?(?:các )?(?={WORD}|số|\(?[0-9])"
)
# What may stand between a list and the verdict on it.
_FILLING = re.compile(
    r"[\s:)|-]*(?:(?:là|hiện nay|hiện|vẫn|đều|còn|thì|đến nay|cũng|xã|được|đánh giá|nay|mới"
    r"|tự)\b[\s:)|-]*)*"
)
_START = re.compile(rf"\b{WORD}\s*(?:từ )?\(?(?:số|thứ)?\s?\(?[0-9]")
_CONDITION = re.compile(r"\b(?:nếu|trường hợp|khi|bất kỳ|nào|phấn đấu|mục tiêu)\b")
# What is to be met is not met yet.
_AIMED = re.compile(
    r"\b(?:phấn đấu|mục tiêu|đảm bảo|bảo đảm|quyết tâm|nhằm|để|sẽ|cần|phải|đến (?:hết|cuối)|đưa)\b"
)
_EDGE = re.compile(r"[;?!\n]|\.(?!\d)")
_GOES_ON = re.compile(r"[\s,)]*(?:(?:đã|đều|đang|sẽ|cũng) |cơ bản |gần )?(?:đạt|hoàn thành)\b")
_LINE_END = re.compile(r"\s*(?:[.;,)\n]|$)")
_BEFORE = 400
_NEAR = 120
Lists = dict[str, dict[tuple[str, str], Criterion]]


def listed(
    paper: Aligned, tables: Sequence[Sequence[Sequence[Cell]]] = ()
) -> dict[str, tuple[Criterion, ...]]:
    """The criteria that lists call unmet, met or nearly met, each once, in order."""
    lists: Lists = {"unmet": {}, "met": {}, "nearly_met": {}}
    edge = 0
    for found in _VERDICT.finditer(paper.low):
        verdict = {"unmet": "unmet", "nearly": "nearly_met"}.get(found.lastgroup or "", "met")
        for item in _of_verdict(paper, found, verdict, edge):
            lists[verdict].setdefault((item.number, item.name if not item.number else ""), item)
        edge = found.end()
    for verdict, item in judged(paper, tables):
        lists[verdict].setdefault((item.number, item.name if not item.number else ""), item)
    if not lists["unmet"]:
        lists["unmet"].update({("", each.name): each for each in counted_names(paper)})
    return {verdict: tuple(each.values()) for verdict, each in lists.items()}


def _of_verdict(
    paper: Aligned, found: "re.Match[str]", verdict: str, edge: int
) -> tuple[Criterion, ...]:
    """The list of one verdict: straight before it, else after it, else before it and a comma."""
    said = _EDGE.split(paper.low[max(edge, found.start() - _NEAR) : found.start()])[-1]
    if verdict == "met" and _AIMED.search(said):
        return ()
    before, comma = _ahead(paper, found, edge)
    if before and not comma and _judges(paper.low, found, verdict):
        return before
    return _following(paper, found) or (before if _judges(paper.low, found, verdict) else ())


def _judges(low: str, found: "re.Match[str]", verdict: str) -> bool:
    """Whether a verdict may stand after its list: "đạt" alone only at the end of a line."""
    if verdict != "met" or found[0].startswith("đã"):
        return not found[0].startswith("còn")
    ahead = low[max(0, found.start() - 3) : found.start()].rstrip()
    return ahead.endswith((":", "-")) and _LINE_END.match(low, found.end()) is not None


def _following(paper: Aligned, found: "re.Match[str]") -> tuple[Criterion, ...]:
    low = paper.low
    tallied = _TALLIED.match(low, found.end())
    if tallied is not None:
        return items(paper, tallied.end(), len(low)).each
    opening = _OPENING.match(low, found.end())
    place = opening.end() if opening else found.end()
    if opening is None or not _speaks_of_criteria(low, found.start(), place):
        return ()
    again = _AGAIN.match(low, place)
    place = again.end() if again else place
    marked = bool(opening["mark"]) or again is not None
    if "\n" in low[place : place + 3] and not marked and not opening["said"].strip():
        return ()
    if low.startswith("còn lại", found.start()) and not _COUNTED.match(low, found.end()):
        return ()
    begins = _LISTS.match(low, place)
    if begins is None and not (marked or opening["said"].strip()):
        return ()
    run = items(paper, place, len(low))
    if found[0].startswith("còn") and _GOES_ON.match(low, run.end):
        return ()
    return run.each


def _ahead(paper: Aligned, found: "re.Match[str]", edge: int) -> tuple[tuple[Criterion, ...], bool]:
    """The list that ends straight before a verdict; whether a comma stands between."""
    low = paper.low
    start = max(edge, found.start() - _BEFORE)
    for stop in _EDGE.finditer(low, start, found.start()):
        start = stop.end()
    condition = _CONDITION.search(low, start, found.start())
    if condition is not None:
        return (), False
    place = start
    while (begins := _START.search(low, place, found.start())) is not None:
        run: Items = items(paper, begins.start(), found.start())
        if run.each:
            rest = low[run.end : found.start()]
            comma = rest.lstrip().startswith(",")
            filling = _FILLING.fullmatch(rest.lstrip(" ,"))
            if filling is not None:
                return run.each, comma
        place = max(run.end, begins.end())
    return (), False


def _speaks_of_criteria(low: str, start: int, end: int) -> bool:
    """Whether criteria are what a verdict is about: "còn thiếu 3 giáo viên" is no list of them."""
    around = re.split(r"[.;\n]", low[max(0, start - 120) : start])[-1] + low[start : end + 12]
    return re.search(rf"\b{WORD}\b", around) is not None
