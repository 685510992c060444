"""Targets: by when criteria, or the whole set, are to be reached. They are nobody's deadline."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.notice import dues
from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.criteria_named import every_cited, only_cited
from ntmtrack.domain.notice.dues import Time
from ntmtrack.domain.notice.found import Found, Target
from ntmtrack.domain.notice.time_roles import Role
from ntmtrack.domain.notice.units_named import Units

_EDGE = re.compile(r"[.;(\n]")
_AHEAD = re.compile(
    r"phấn đấu|mục tiêu|quyết tâm|đảm bảo|bảo đảm|đưa|đến hết|đến cuối|nhiệm vụ|yêu cầu|đề nghị"
    r"|phải"
)
# "đạt thêm 02 tiêu chí": some criteria, and nobody knows which.
_PARTLY = re.compile(r"\b(?:thêm|tăng|ít nhất|từ) (?:thêm )?[0-9]{1,2}(?:-[0-9]{1,2})? tiêu chí")


def targets(
    paper: Aligned,
    day: date | None,
    units: Units,
    directed: Sequence[tuple[int, int, Found | None]],
) -> tuple[Target, ...]:
    """The targets of a paper, each once.

    `directed` are the clauses with the criterion at their head; outside of them a time is a
    target only in a sentence that aims at something.
    """
    found: dict[tuple[str, str, date | None], Target] = {}
    every = list(dues.times(paper, 0, len(paper.low), day))
    for place, time in enumerate(every):
        if time.role is not Role.TARGET or time.due.last_day is None:
            continue
        start, end = _sentence(paper, time.start)
        over = bisect_right(directed, time.start, key=_start) - 1
        clause = directed[over] if over >= 0 and time.start < directed[over][1] else None
        if clause is None and not _AHEAD.search(paper.low, start, end):
            continue
        since = max(start, every[place - 1].end) if place else start
        until = min(end, every[place + 1].start) if place + 1 < len(every) else end
        aimed = _aimed(paper, since, until, time)
        if not aimed and _PARTLY.search(paper.low, since, until):
            continue
        named = units.within(start, end)
        unit = named[0].found if len(named) == 1 else None
        if unit is None and len(units.main) == 1:
            unit = units.main[0].found._replace(how="main_unit")
        words = paper.found(time.start, time.end, "target")
        for criterion in aimed or (clause[2] if clause else None,):
            key = (
                unit.value.casefold() if unit else "",
                criterion.value if criterion else "",
                time.due.last_day,
            )
            found.setdefault(key, Target(unit, criterion, time.due, words))
    return tuple(found.values())


def _aimed(paper: Aligned, since: int, until: int, time: Time) -> tuple[Found, ...]:
    """The criteria to be reached by a time: those named since the last one, else after it."""
    for start, end in ((since, time.start), (time.end, until)):
        one = only_cited(paper, start, end, "clause_words")
        cited = (one,) if one else every_cited(paper, start, end, "clause_words")
        if cited:
            return cited
    return ()


def _start(clause: tuple[int, int, Found | None]) -> int:
    return clause[0]


def _sentence(paper: Aligned, at: int) -> tuple[int, int]:
    before = [each.end() for each in _EDGE.finditer(paper.low, max(0, at - 300), at)]
    after = re.compile(r"[.;)\n](?!\d)").search(paper.low, at)
    return (before[-1] if before else max(0, at - 300)), after.start() if after else len(paper.low)
