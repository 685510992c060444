"""The task in a row of a table: columns instead of a sentence."""

import re
from datetime import date

from ntmtrack.domain.notice import dues
from ntmtrack.domain.notice.additions import Draft
from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.bodies import Body, bodies_at
from ntmtrack.domain.notice.criteria_named import Head, clause_head
from ntmtrack.domain.notice.dues import Time
from ntmtrack.domain.notice.task_tables import Row
from ntmtrack.domain.notice.time_roles import Role
from ntmtrack.domain.notice.who import Assigned, assigned

_BETWEEN = re.compile(r"(?:[\s;,+-]|\bvà\b)*")
_PARTS = re.compile(r"[;\n]")
_LABEL = re.compile(r"\s*[-+]?\s*(?:(?:cơ quan |đơn vị )?chủ trì|thực hiện)\s*:\s*")


def of_row(paper: Aligned, row: Row, day: date | None) -> tuple[Head, Draft]:
    """The criterion at the head of a row, and its task."""
    start, end = row.cell("title")
    head = clause_head(paper, start, end)
    begins = head.after if head.after < end else start
    while end > begins + 1 and paper.low[end - 1] in ".;, ":
        end -= 1
    who = _leads(paper, *row.cell("leads"))
    help_start, help_end = row.cell("coordinators")
    coordinators = _bodies(paper, help_start, help_end)
    time, unsure = _due(paper, *row.cell("due"), day=day)
    return head, Draft(begins, end, who, coordinators=coordinators, time=time, unsure=unsure)


def _leads(paper: Aligned, start: int, end: int) -> Assigned | None:
    if end <= start:
        return None
    label = _LABEL.match(paper.low, start, end)
    begins = label.end() if label else start
    who = assigned(paper, begins, end)
    if who is not None:
        return who._replace(how="column")
    bodies = _bodies(paper, begins, end)
    return Assigned(bodies, (), (None,) * len(bodies), "column", end) if bodies else None


def _bodies(paper: Aligned, start: int, end: int) -> tuple[Body, ...]:
    """The bodies of a cell; words that are no known body are one as written."""
    found: list[Body] = []
    opening = _BETWEEN.match(paper.low, start, end)
    place = opening.end() if opening else start
    while place < end:
        bodies = bodies_at(paper, place, end)
        if bodies is not None and paper.low[bodies.end : end].lstrip()[:1] in (
            "",
            ";",
            ",",
            "\n",
            "+",
            "(",
        ):
            found += bodies.each
            stop = bodies.end
        else:
            parted = _PARTS.search(paper.low, place, end)
            stop = parted.start() if parted else end
            last = stop
            while last > place and paper.low[last - 1] in " .,-":
                last -= 1
            if any(map(str.isalpha, paper.low[place:last])):
                found.append(Body(place, last, "agency"))
        gap = _BETWEEN.match(paper.low, stop, end)
        place = gap.end() if gap else stop
        if paper.low[place : place + 1] == "(":
            break
    return tuple(found)


def _due(paper: Aligned, start: int, end: int, *, day: date | None) -> tuple[Time | None, bool]:
    if end <= start:
        return None, False
    time = dues.whole(paper, start, end, day)
    if time is not None:
        return time, False
    inside = [each for each in dues.times(paper, start, end, day) if each.role is not Role.NONE]
    return (inside[0], False) if len(inside) == 1 else (None, True)
