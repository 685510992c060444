"""Criteria and indicators as a text names them: at the head of a clause and in its words."""

import re

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.criteria_items import items, plain_number
from ntmtrack.domain.notice.found import Found
from ntmtrack.record import Record

_NUMBER = r"(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2})?)(?![0-9]|[.,/][0-9]|%)"
_HEAD = re.compile(
    rf"(?:về |đối với |thực hiện |nhóm )?(?:các )?(?:nội dung )?(?:tiêu chí|chỉ tiêu) (?:số "
    rf"|thứ )?{_NUMBER}"
    r"(?: (?:của|thuộc) tiêu chí (?:số )?[0-9]{1,2})?(?:\s*(?:\([^)\n]{0,90}\)|(?:về"
    r"|-) [^:.;()\n]{0,80}|[^:.;,()\n]{0,60}(?=:)))?\s*[:,.-]?\s*"
)
_TOPIC = re.compile(
    r"(?:về|đối với|riêng|lĩnh vực) (?:việc |công tác |nội dung |lĩnh vực )?[^:.;\n]{2,120}:\s*"
)
_CITED = re.compile(
    rf"(?:tiêu chí|chỉ tiêu) (?:số |thứ )?{_NUMBER}(?P<more>(?:\s*(?:,|;|và|\+)\s*(?:số )?[0-9])?)"
)


_LISTED = re.compile(r"\b(?:tiêu chí|chỉ tiêu) ?\(?(?:số |thứ )?[0-9]{1,2}(?![0-9]|[.,/][0-9]|%)")


class Head(Record):
    """The criterion or the topic at the head of a clause, and where the words after it begin."""

    criterion: Found | None
    after: int


def clause_head(paper: Aligned, start: int, end: int) -> Head:
    """ "Tiêu chí số 10 (Thu nhập): …", "Về tiêu chí 3: …", "Về phát triển kinh tế: …"."""
    named = _HEAD.match(paper.low, start, end)
    if named is not None and (named[0].rstrip()[-1:] in ":,.-)" or named.end() >= end):
        number = paper.found(*named.span("number"), "clause_heading", plain_number(named["number"]))
        return Head(number, named.end())
    topic = _TOPIC.match(paper.low, start, end)
    if topic is not None:
        return Head(only_cited(paper, start, topic.end(), "clause_heading"), topic.end())
    return Head(None, start)


def only_cited(paper: Aligned, start: int, end: int, how: str) -> Found | None:
    """The one criterion or indicator that a stretch cites; None for none or several."""
    cited: dict[str, Found] = {}
    for found in _CITED.finditer(paper.low, start, end):
        if found["more"]:
            return None
        number = plain_number(found["number"])
        cited.setdefault(number, paper.found(*found.span("number"), how, number))
    numbers = [each for each in cited if not any(other.startswith(each + ".") for other in cited)]
    return cited[numbers[0]] if len(numbers) == 1 else None


def every_cited(paper: Aligned, start: int, end: int, how: str) -> tuple[Found, ...]:
    """All criteria that a stretch cites, each once, in order."""
    cited: dict[str, Found] = {}
    place = start
    while (begins := _LISTED.search(paper.low, place, end)) is not None:
        run = items(paper, begins.start(), end)
        for each in run.each:
            cited.setdefault(each.number, each.found._replace(value=each.number, how=how))
        place = max(run.end, begins.end())
    return tuple(cited.values())
