"""The tasks that a clause asks for: what, of whom, by when; what is uncertain is left empty."""

import re
from datetime import date

from ntmtrack.domain.notice import dues
from ntmtrack.domain.notice.above import GENERIC, Inherited
from ntmtrack.domain.notice.additions import (
    LABEL,
    REPORTING,
    Draft,
    attach,
    bracketed,
    continued,
    from_bracket,
    is_standing,
    labelled,
)
from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.criteria_named import Head, clause_head
from ntmtrack.domain.notice.deadlines import EDGES, aims_only, the_due, title_end
from ntmtrack.domain.notice.directing import LEADS_IN, WORK, skip_links
from ntmtrack.domain.notice.dues import Time
from ntmtrack.domain.notice.pieces import Piece, parted, pieces
from ntmtrack.domain.notice.who import (
    NO_VERB,
    Assigned,
    addressed,
    assigned,
    done_by,
    first_coordinators,
    is_subject,
    late_coordinators,
)

_ONLY_TIME = re.compile(
    r"[\s(]*(?:yêu cầu |phải |tất cả |các nội dung trên |việc này |nội dung này )*(?:hoàn thành"
    r"|hoàn tất|xong|thời gian|thời hạn|hạn|báo cáo kết quả|thực hiện|tiến độ)?"
    r"(?: (?:xong|hoàn thành|thực hiện|kế hoạch|phương án|hồ sơ|báo cáo|dự toán|quy hoạch"
    r"|danh sách|danh mục|đề án|nội dung|công việc|nhiệm vụ|trên|này|việc))*[\s:,]*$"
)
_GENERAL = re.compile(r"(?:yêu cầu|đề nghị|giao)\b")
_OPENS_WORK = re.compile(r"[,:] |\b(?:cần|phải|yêu cầu|đề nghị) ")
# "Đồng chí Chủ tịch nhấn mạnh, các thôn cần …": the words of a speech ask with "cần", "phải".
_SPOKEN = re.compile(
    r"(?:đồng chí|ông|bà|chủ tịch|bí thư|phó|lãnh đạo)\b[^,:;.]{0,90}?\b(?:nhấn mạnh|lưu ý|chỉ đạo"
    r"|yêu cầu|đề nghị)(?: rằng)?[,:]? (?=[^,;.]{2,80}? (?:cần|phải) )"
)
_TOPIC = re.compile(r"[^:;.,()\n]{3,60}: (?=\S)")
_RHYTHM = re.compile(
    r"(?:định kỳ )?(?:hằng|hàng|mỗi) (?:ngày|tuần|tháng|quý|năm)(?: \([^()]*\))?,? "
)
_BY_TABLE = re.compile(
    r"theo (?:biểu|bảng|phụ lục)(?: sau| dưới đây| kèm theo| đính kèm)?$|theo (?:biểu|bảng"
    r"|phụ lục)[^.;]{0,20}(?:dưới đây|sau|kèm)"
)
_JUST_DO = re.compile(
    r"(?:(?:tổ chức |triển khai )?thực hiện|chủ trì|đảm nhiệm|phụ trách|triển khai|làm)?"
    r"(?: (?:việc|nội dung|nhiệm vụ) này)?[\s,;:]*(?:(?:thời gian|thời hạn|hoàn thành|xong"
    r"|hạn|phải)"
    r"[\s:]*(?:hoàn thành[\s:]*)?)*$"
)
_UNSAID = re.compile(
    r"(?:nhất trí|thống nhất|đồng ý|đồng tình|ghi nhận|biểu dương|đánh giá cao"
    r"|cơ bản (?:nhất trí|thống nhất|đồng ý))\b"
)


# A longer stretch without a full stop or semicolon is no sentence.
_LONGEST = 3000


def drafts(
    paper: Aligned, start: int, end: int, day: date | None, above: Inherited
) -> tuple[Head, list[Draft]]:
    """The criterion at the head of a clause, and its tasks."""
    spoken_to = addressed(paper, start, end) is not None
    head = Head(None, start) if spoken_to else clause_head(paper, start, end)
    asked: list[Draft] = []
    first: Draft | None = None
    for piece in pieces(paper, head.after, end):
        if piece.end - piece.start > _LONGEST:
            continue
        if piece.bracket:
            bracketed(paper, piece, day, asked)
            continue
        if not asked and first is not None and LABEL.match(paper.low, piece.start, piece.end):
            # Who and when follow in labels: the words before them are the task, whatever its verb.
            asked.append(first)
        first = first or Draft(piece.start, piece.end)
        ends = [time.end for time in dues.times(paper, piece.start, piece.end, day)]
        for part in parted(paper, piece, ends):
            _take(paper, part, day, asked)
    if not asked and first is not None and above.assigned is not None:
        at = skip_links(paper.low, first.start, first.end)
        aims = the_due(paper, at, first.end, day)[2] and aims_only(paper, at, first.end, day)
        if not (NO_VERB.match(paper.low, at, first.end) or _UNSAID.match(paper.low, at) or aims):
            asked.append(first)
    # A bracket that stands alone says who, and asks for nothing.
    return head, [_inheriting(draft, above) for draft in asked if draft.start < draft.end]


def _inheriting(draft: Draft, above: Inherited) -> Draft:
    if draft.assigned is None and above.assigned is not None:
        draft = draft._replace(assigned=above.assigned, inherited=True)
    if draft.time is None and above.time is not None and not draft.unsure:
        draft = draft._replace(time=above.time)
    return draft


def _take(paper: Aligned, piece: Piece, day: date | None, asked: list[Draft]) -> None:
    """Add what a piece asks: a task of its own, or something of the task before it."""
    low, start, end = paper.low, skip_links(paper.low, piece.start, piece.end), piece.end
    if start >= end:
        return
    label = LABEL.match(low, start, end)
    if label is not None and asked:
        labelled(paper, label, end, day, asked)
        return
    time, unsure, target = the_due(paper, start, end, day)
    if (
        asked
        and time is not None
        and _ONLY_TIME.match(low[start : time.start])
        and not low[time.end : end].strip(EDGES + ")")
        and not (REPORTING.match(low, start, end) and is_standing(paper, asked[-1]))
    ):
        attach(paper, asked, time, start, end)
        return
    who = assigned(paper, start, end)
    if who is None:
        who = _after_lead_in(paper, start, end)
    closing = done_by(paper, start, end) if who is None else None
    if closing is not None:
        _closed(paper, piece, closing, (time, unsure), asked)
        return
    if (
        asked
        and who is not None
        and asked[-1].assigned is None
        and _JUST_DO.match(low[who.work : time.start if time and time.start > who.work else end])
    ):
        # "Sửa cầu. Giao Phòng A thực hiện": the work was named in the sentence before.
        last = asked[-1]._replace(assigned=who, coordinators=who.coordinators)
        asked[-1] = last._replace(time=time or last.time, unsure=unsure)
        return
    if who is not None:
        from_lead = _timed_from(paper, who, start)
        if from_lead > start:
            time, unsure, target = the_due(paper, from_lead, end, day)
    work = _work(paper, who.work if who else start, end, first=not asked)
    if asked and who is None and not (piece.sentence and work is not None):
        continued(paper, piece, Draft(start, end, None, time=time, unsure=unsure), asked, work)
        return
    if work is None and who is None:
        # Whom a bracket names at the end has been asked, whatever the verb before it.
        asks = not asked and from_bracket(paper, Draft(start, end), end).assigned is not None
        work = start if asks else None
    if (work is None and who is None) or _UNSAID.match(low, start, end):
        return
    if (who is not None and GENERIC.match(low[who.work : end])) or _BY_TABLE.search(
        low, start, end
    ):
        return
    begins = who.work if who is not None else (work if work is not None else start)
    if target and who is not None and all(body.kind == "unit" for body in who.leads):
        return
    if target and who is None and aims_only(paper, start, end, day):
        return
    same = (
        bool(asked)
        and who is None
        and asked[-1].assigned is not None
        and not _GENERAL.match(low, begins, end)
    )
    reporting = REPORTING.match(low, begins, end) is not None
    same = same and (reporting or (time is not None and dues.is_dated(time.due)))
    closes = same and reporting and not is_standing(paper, asked[-1])
    if closes and time is not None and asked[-1].time is None:
        asked[-1] = asked[-1]._replace(time=time)
        return
    helped = first_coordinators(paper, begins, end) if who is None else None
    if helped is not None:
        begins = skip_links(low, helped.end, end)
    stop = title_end(paper, begins, end, time)
    late = late_coordinators(paper, begins, end) if who is not None and not who.coordinators else ()
    if helped is not None:
        late = helped.each
    draft = Draft(begins, stop, who, coordinators=late, time=time, unsure=unsure)
    if same:
        draft = draft._replace(assigned=asked[-1].assigned, inherited=True)
    if draft.start < draft.end:
        asked.append(from_bracket(paper, draft, end))


def _closed(
    paper: Aligned,
    piece: Piece,
    closing: tuple[int, Assigned],
    when: tuple[Time | None, bool],
    asked: list[Draft],
) -> None:
    """A task whose lead is named after it."""
    stop, who = closing
    start = skip_links(paper.low, piece.start, piece.end)
    late = () if who.coordinators else late_coordinators(paper, who.work - 1, piece.end)
    time, unsure = when
    if time is not None and time.start < stop:
        stop = title_end(paper, start, stop, time)
    while stop > start and paper.low[stop - 1] in EDGES:
        stop -= 1
    asked.append(Draft(start, stop, who, coordinators=late, time=time, unsure=unsure))


def _timed_from(paper: Aligned, who: Assigned, start: int) -> int:
    """From where on times belong to a task: from its lead, or from the words that lead in."""
    if who.how == "subject" or LEADS_IN.match(paper.low, start):
        return start
    return min(body.start for body in who.leads)


def _after_lead_in(paper: Aligned, start: int, end: int) -> Assigned | None:
    """Who acts after words that only lead in: "Trước ngày 30/6, UBND xã rà soát …"."""
    if not LEADS_IN.match(paper.low, start, end):
        spoken = _SPOKEN.match(paper.low, start, end)
        opened = spoken or _TOPIC.match(paper.low, start, end)
        if opened is None or not is_subject(paper, opened.end(), end):
            return None
        return assigned(paper, opened.end(), end)
    for comma in re.compile(r"[,:] ").finditer(paper.low, start, min(end, start + 260)):
        if is_subject(paper, comma.end(), end):
            return assigned(paper, comma.end(), end)
    return None


def _work(paper: Aligned, start: int, end: int, *, first: bool) -> int | None:
    """Where the work begins: at once, or after words that only lead in."""
    at = skip_links(paper.low, start, end)
    rhythm = _RHYTHM.match(paper.low, at, end) if first else None
    if rhythm is not None and WORK.match(paper.low, rhythm.end(), end):
        return rhythm.end()
    if WORK.match(paper.low, at, end):
        return at
    if LEADS_IN.match(paper.low, at, end):
        for opening in _OPENS_WORK.finditer(paper.low, at, min(end, at + 260)):
            place = skip_links(paper.low, opening.end(), end)
            if WORK.match(paper.low, place, end) or _must(paper, opening, place, end):
                return place
    return None


def _must(paper: Aligned, opening: "re.Match[str]", at: int, end: int) -> bool:
    """Whether "cần", "phải" and a word that may be a verb ask for work that has no known verb."""
    needed = opening[0] in ("cần ", "phải ") and at < end
    return needed and NO_VERB.match(paper.low, at, end) is None
