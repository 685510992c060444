"""Criteria and indicators as a text names them: at the head of a clause, in its words, in lists."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.found import Criterion, Found

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
_ITEM = re.compile(
    r"\s*(?:[-+•]\s*)?(?:tiêu chí|chỉ tiêu)?\s*(?:số"
    r"|thứ)?\s*\(?(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2})?)(?![0-9]|[.,/][0-9])\)?\.?"
    r"\s*(?:\((?P<name>[^)\n]{1,90})\)|(?::|-|về)?\s*(?P<plain>[^\W\d_][^;,.:()\n]{0,70})?)?"
)
_RANGE = re.compile(r"\s*(?:-|đến)\s*(?:số )?(?P<last>[0-9]{1,2})(?![0-9/.])")
_NEXT = re.compile(r"\s*(?:,|;|\bvà\b|\n\s*(?:[-+•]|(?=tiêu chí|chỉ tiêu))|\+)\s*")
_NOT_NAMES = re.compile(
    r"(?:và|là|chưa|còn|đã|hoàn thành|đạt|cơ bản|được|trong|thì|hiện|gồm|nữa)\b"
)
_LIST_AFTER = re.compile(
    r"(?P<verdict>(?:chưa|không) (?:đạt|hoàn thành)|còn thiếu|cơ bản đạt|gần đạt"
    r"|(?<!chưa )(?<!không )(?<!cơ bản )\bđạt|đã đạt)"
    r"(?: chuẩn| yêu cầu| theo quy định)?(?: (?:các |[0-9]{1,2} )?(?:tiêu chí|chỉ tiêu))?"
    r"(?:,? (?:gồm có|bao gồm|gồm|là|như|cụ thể|đó là|sau|như sau"
    r"|cụ thể là))*\s*[:(]?\s*\n?\s*(?=[-+•]?\s*(?:tiêu chí|chỉ tiêu|số|\(?[0-9]))"
)
_LIST_BEFORE = re.compile(
    r"(?:tiêu chí|chỉ tiêu)(?: số)?(?: gồm"
    r"| là)?:? (?P<list>(?:số )?[0-9][0-9., và;số()-]{0,80}?)\s*(?:vẫn |hiện |hiện nay |đều )?"
    r"(?P<verdict>chưa đạt|không đạt|chưa hoàn thành|cơ bản đạt|đã đạt)"
)


_COUNTED_NAMES = re.compile(
    r"\b(?P<count>[0-9]{1,2}) tiêu chí (?:chưa|không) đạt(?:,? (?:bao gồm|gồm|là|như|đó là))*:? "
    r"(?P<list>(?:tiêu chí )?[^\W\d_][^.\n:()0-9]{3,400})(?=[.\n])"
)


class Head(NamedTuple):
    """The criterion or the topic at the head of a clause, and where the words after it begin."""

    criterion: Found | None
    after: int


def clause_head(paper: Aligned, start: int, end: int) -> Head:
    """ "Tiêu chí số 10 (Thu nhập): …", "Về tiêu chí 3: …", "Về phát triển kinh tế: …"."""
    named = _HEAD.match(paper.low, start, end)
    if named is not None and (named[0].rstrip()[-1:] in ":,.-)" or named.end() >= end):
        number = paper.found(*named.span("number"), "clause_heading", _plain(named["number"]))
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
        number = _plain(found["number"])
        cited.setdefault(number, paper.found(*found.span("number"), how, number))
    numbers = [each for each in cited if not any(other.startswith(each + ".") for other in cited)]
    return cited[numbers[0]] if len(numbers) == 1 else None


def listed(paper: Aligned) -> dict[str, tuple[Criterion, ...]]:
    """The criteria that lists call unmet, met or nearly met, each once, in order."""
    lists: dict[str, dict[tuple[str, str], Criterion]] = {"unmet": {}, "met": {}, "nearly_met": {}}
    for found in _LIST_AFTER.finditer(paper.low):
        if not _speaks_of_criteria(paper.low, found.start(), found.end()):
            continue
        for item in _items(paper, found.end(), len(paper.low)):
            lists[_verdict(found["verdict"])].setdefault(
                (item.number, item.name if not item.number else ""), item
            )
    for found in _LIST_BEFORE.finditer(paper.low):
        for item in _items(paper, found.start("list"), found.end("list")):
            lists[_verdict(found["verdict"])].setdefault((item.number, ""), item)
    if not lists["unmet"]:
        lists["unmet"].update(_named_only(paper))
    return {verdict: tuple(items.values()) for verdict, items in lists.items()}


def _named_only(paper: Aligned) -> "dict[tuple[str, str], Criterion]":
    """Unmet criteria named without numbers, when there are as many names as the text counts."""
    found = _COUNTED_NAMES.search(paper.low)
    if found is None:
        return {}
    start, end = found.span("list")
    cuts = [each.span() for each in re.compile(r"[,;] (?:và )?").finditer(paper.low, start, end)]
    edges = [start, *(edge for cut in cuts for edge in cut), end]
    names = list(zip(edges[::2], edges[1::2], strict=True))
    last = paper.low.rfind(" và ", *names[-1])
    if len(names) == int(found["count"]) - 1 and last > 0:
        names[-1:] = [(names[-1][0], last), (last + len(" và "), end)]
    if len(names) != int(found["count"]):
        return {}
    return {
        ("", paper.low[a:b]): Criterion("", paper.cased[a:b], paper.found(a, b, "listed"))
        for a, b in names
        if a < b
    }


def _speaks_of_criteria(low: str, start: int, end: int) -> bool:
    """Whether criteria are what a verdict is about: "còn thiếu 3 giáo viên" is no list of them."""
    around = re.split(r"[.;\n]", low[max(0, start - 120) : start])[-1] + low[start : end + 12]
    return "tiêu chí" in around or "chỉ tiêu" in around


def _verdict(words: str) -> str:
    if words.startswith(("chưa", "không", "còn")):
        return "unmet"
    return "nearly_met" if words.startswith(("cơ bản", "gần")) else "met"


def _items(paper: Aligned, start: int, end: int) -> Iterator[Criterion]:
    """The numbered items of a list from a position on, as long as they follow one another."""
    low, place = paper.low, start
    while (item := _ITEM.match(low, place, end)) is not None:
        following = low[item.end("number") : item.end("number") + 14]
        if re.match(
            r"\)?\s*(?:tiêu chí|thôn|xã|bản|hộ|%|nội dung|chỉ tiêu|km|tỷ|triệu|người|sản phẩm"
            r"|ha\b|điều kiện)",
            following,
        ):
            return
        kind = "name" if item["name"] else "plain"
        name, stop = item[kind] or "", item.end()
        if kind == "plain" and _NOT_NAMES.match(name):
            name, stop = "", item.start("plain")
        if not name:
            stop = item.end("number") + low.startswith(")", item.end("number"))
        cut = re.search(r" và (?=tiêu chí|số|[0-9]|$)", name)
        if cut is not None:
            stop = item.start(kind) + cut.start()
            name = name[: cut.start()]
        said = paper.cased[item.start(kind) : item.start(kind) + len(name)].strip()
        yield _criterion(
            paper, item["number"], said, item.start("number"), max(stop, item.end("number"))
        )
        passed = _RANGE.match(low, stop, end) if not name else None
        if passed is not None:
            for number in range(int(float(item["number"])) + 1, min(int(passed["last"]), 60) + 1):
                yield _criterion(paper, str(number), "", *passed.span("last"))
            stop = passed.end()
        gap = _NEXT.match(low, stop, end)
        if gap is None:
            return
        place = gap.end()


def _criterion(paper: Aligned, number: str, name: str, start: int, end: int) -> Criterion:
    while end > start + 1 and paper.low[end - 1].isspace():
        end -= 1
    return Criterion(_plain(number), name, paper.found(start, end, "listed"))


def _plain(number: str) -> str:
    return ".".join(part.lstrip("0") or "0" for part in number.split("."))
