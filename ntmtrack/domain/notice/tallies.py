"""How many criteria a paper says are reached."""

import re

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.found import Tally
from ntmtrack.domain.notice.numerals import NUMERAL, numeral

_CRITERIA = r"(?:tiêu chí|tc|điều kiện)\b"
SHARE = re.compile(
    rf"(?<![\w/.,])(?P<met>{NUMERAL})(?: {_CRITERIA})?"
    rf"(?:/|\s(?:trên|trong)\s(?:tổng số\s|tổng\s)?)(?P<total>{NUMERAL})(?![\d/%])"
    rf"(?:\s(?P<what>{_CRITERIA}|chỉ tiêu))?"
)
"""A part of a whole: "9/19 tiêu chí", "15 trên 19 tiêu chí", "17/19"."""
_REACHED = re.compile(
    r"\b(?:(?P<nearly>cơ bản đạt)|đạt|hoàn thành|đạt được|có|được)"
    r"(?:\s(?:chuẩn|được|đủ|mới|khoảng|là))*:?\s$"
)
_REACHED_AFTER = re.compile(r"\s?(?:đã |được (?:công nhận|đánh giá) )?(?:hoàn thành|đạt)\b")
_BARE = re.compile(r"\btiêu chí (?:đã |được công nhận )?(?:đạt|hoàn thành)(?: chuẩn)?(?: là)?:? $")
_NOT_REACHED = re.compile(
    r"\b(?:phấn đấu|mục tiêu|quyết tâm|không duy trì|duy trì|kế hoạch|số xã|các xã|những xã"
    r"|có [0-9]+ (?:xã|thôn)|(?<![/0-9])[0-9]{1,3} (?:xã|thôn|bản)|công nhận|đề nghị|dự kiến"
    r"|để đạt|đủ điều kiện|đầu năm|trước đây|năm [0-9]{4},)\b[^.;\n]{0,120}$"
)
_NOW = re.compile(
    r"đến nay|hiện nay|hiện tại|tính đến|hiện\b|đến hết|đến thời điểm|qua rà soát|kết quả"
)
# "xã A đạt 13/20 tiêu chí, xã B 12/20 tiêu chí": the verb is said once.
_ELLIPSIS = re.compile(r"[,;] (?:và |còn |riêng )?(?:xã|thôn|bản|ấp|phường) [^,.;:\d]{2,30} $")
_BESIDE = re.compile(r"(?:chỉ tiêu|tiêu chí)(?:,| và|, với) $")
_MET = re.compile(
    rf"\b(?:(?<!cơ bản )(?<!chưa )(?<!không )(?<!gần )đạt (?:được "
    rf"|chuẩn )?(?P<before>{NUMERAL}) tiêu chí"
    rf"\b(?! (?:chưa|không|cơ bản))|(?P<after>{NUMERAL}) tiêu chí (?:đã )?đạt\b)"
)
_NEARLY = re.compile(
    rf"\b(?:(?P<after>{NUMERAL}) tiêu chí (?:cơ bản|gần) đạt|(?:cơ bản"
    rf"|gần) đạt (?P<before>{NUMERAL})"
    r" tiêu chí)\b"
)
_UNMET = re.compile(
    rf"\b(?:(?P<after>{NUMERAL}) tiêu chí (?:chưa|không) đạt|(?:chưa"
    rf"|không) đạt (?P<before>{NUMERAL})"
    r" tiêu chí)\b"
)
_PLANNED = re.compile(r"\b(?:phấn đấu|mục tiêu|dự kiến|kế hoạch|các xã|[0-9]+ xã)\b")
_PARTS = re.compile(r"[.;\n]|: (?=[^\d\s])")
_SENTENCE = re.compile(r"[^.\n]+")


def tally(paper: Aligned) -> Tally | None:
    """The one count of criteria that the paper says is reached; None for none, or several."""
    found: dict[tuple[int, int], Tally] = {}
    now: dict[tuple[int, int], Tally] = {}
    told = -1
    for share in SHARE.finditer(paper.low):
        ahead = _PARTS.split(paper.low[max(0, share.start() - 160) : share.start()])[-1]
        verdict = _verdict(paper, share, ahead)
        if verdict is None and told >= 0 and "." not in paper.low[told : share.start()]:
            between = paper.low[told : share.start()]
            again = _ELLIPSIS.search(between) or _BESIDE.fullmatch(between)
            verdict = "met" if again and share["what"] else None
        met, total = numeral(share["met"]), numeral(share["total"])
        if verdict is None or met > total:
            continue
        told = share.end("total") + 1
        if share["what"] == "chỉ tiêu":
            continue
        one = Tally(met, total, verdict, paper.found(*share.span(), "tally"))
        found.setdefault((met, total), one)
        if _NOW.search(ahead):
            now.setdefault((met, total), one)
    if not found:
        return _summed(paper)
    ranked = now or found
    return next(iter(ranked.values())) if len(ranked) == 1 else None


def _verdict(paper: Aligned, share: "re.Match[str]", ahead: str) -> str | None:
    """Met or nearly_met for a share said to be reached, else None."""
    if _NOT_REACHED.search(ahead):
        return None
    if not share["what"]:
        return "met" if _BARE.search(ahead) else None
    reached = _REACHED.search(ahead)
    if reached is not None:
        return "nearly_met" if reached["nearly"] else "met"
    return "met" if _REACHED_AFTER.match(paper.low, share.end()) else None


def _summed(paper: Aligned) -> Tally | None:
    """Met, nearly met and unmet, each counted in one sentence, added up to the whole."""
    found: dict[tuple[int, int], Tally] = {}
    for sentence in _SENTENCE.finditer(paper.low):
        span = sentence.span()
        met, unmet = _MET.search(paper.low, *span), _UNMET.search(paper.low, *span)
        if met is None or unmet is None or _PLANNED.search(paper.low, *span):
            continue
        nearly = _NEARLY.search(paper.low, *span)
        counts = [numeral(each["before"] or each["after"]) for each in (met, nearly, unmet) if each]
        stretch = paper.found(
            min(met.start(), unmet.start()), max(met.end(), unmet.end()), "met_and_unmet"
        )
        one = Tally(counts[0], sum(counts), "met", stretch)
        found.setdefault((one.met, one.total), one)
    return next(iter(found.values())) if len(found) == 1 else None
