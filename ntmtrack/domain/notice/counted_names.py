"""Unmet criteria named without numbers, taken when there are as many names as the text counts."""

import re

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.found import Criterion
from ntmtrack.domain.notice.numerals import NUMERAL, numeral

_LINK = r"(?:,? (?:gồm có|bao gồm|gồm|là|như|đó là|cụ thể|sau|như sau|các tiêu chí))*\s?"
_NAMES = r"(?P<{0}>[^\W\d_][^.:()0-9]{{3,400}})"
_LISTED = re.compile(
    rf"\b(?P<count>{NUMERAL}) (?:tiêu chí|tc) (?:(?:chưa|không) đạt(?: chuẩn)?"
    rf"|còn thiếu){_LINK}[:(]?\s?"
    rf"{_NAMES.format('first')}(?=[.)]|$)"
    rf"|\b(?:(?:chưa|không) đạt|còn thiếu|còn vướng) (?P<count2>{NUMERAL}) (?:tiêu chí"
    rf"|tc){_LINK}[:(]?\s?"
    rf"{_NAMES.format('second')}(?=[.)]|$)"
    rf"|\bcòn (?:lại )?(?P<count3>{NUMERAL}) (?:tiêu chí"
    rf"|tc) \({_NAMES.format('third')}\) (?:chưa|không) đạt"
)
_CUTS = tuple(
    re.compile(each) for each in (r"[;,]?\s*\n\s*(?:[-+•]\s*)?", r"; (?:và )?", r"[,;] (?:và )?")
)
_NOT_IN_NAMES = re.compile(r"^(?:(?:[-+•]\s*)?(?:các )?(?:tiêu chí|tc)(?: về)?:? |[-+•]\s*)")


def counted_names(paper: Aligned) -> tuple[Criterion, ...]:
    """The names after "03 tiêu chí chưa đạt là", none unless there are three of them."""
    for found in _LISTED.finditer(paper.low):
        group = next(name for name in ("first", "second", "third") if found[name])
        count = numeral(found["count"] or found["count2"] or found["count3"])
        for cut in _CUTS:
            names = _names(paper, *found.span(group), cut, count)
            if len(names) == count:
                return names
    return ()


def _names(
    paper: Aligned, start: int, end: int, cut: "re.Pattern[str]", count: int
) -> tuple[Criterion, ...]:
    while end > start and paper.low[end - 1] in " \n;,":
        end -= 1
    edges = [
        start,
        *(at for each in cut.finditer(paper.low, start, end) for at in each.span()),
        end,
    ]
    names = list(zip(edges[::2], edges[1::2], strict=True))
    last = paper.low.rfind(" và ", *names[-1])
    if len(names) == count - 1 and last > 0:
        names[-1:] = [(names[-1][0], last), (last + len(" và "), end)]
    bare = ((b - len(_NOT_IN_NAMES.sub("", paper.low[a:b])), b) for a, b in names)
    return tuple(
        Criterion("", paper.cased[a:b], paper.found(a, b, "listed")) for a, b in bare if a < b
    )
