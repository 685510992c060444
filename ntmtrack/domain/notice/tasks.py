"""The tasks that a clause asks for: what, of whom, by when; what is uncertain is left empty."""

import re
from datetime import date
from typing import NamedTuple

from ntmtrack.domain.notice import dues
from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.bodies import Body, bodies_at
from ntmtrack.domain.notice.criteria_named import Head, clause_head
from ntmtrack.domain.notice.directing import WORK, skip_links
from ntmtrack.domain.notice.dues import Role, Time
from ntmtrack.domain.notice.pieces import Piece, parted, pieces
from ntmtrack.domain.notice.who import Assigned, assigned, is_subject, late_coordinators

_LABEL = re.compile(
    r"(?:(?P<due>thời gian hoàn thành|thời hạn hoàn thành|thời hạn|thời gian thực hiện|thời gian|hạn hoàn thành|hoàn thành|tiến độ)"
    r"|(?P<coordinators>(?:cơ quan |đơn vị )?phối hợp(?: thực hiện)?)"
    r"|(?P<leads>trách nhiệm(?: chủ trì| thực hiện)?|(?:cơ quan|đơn vị|bộ phận) (?:chủ trì|thực hiện|đầu mối)|chủ trì|thực hiện|phân công|người thực hiện))\s*:\s*"
)
_ENDING = re.compile(
    r"[\s,;(]*(?:(?:và|để|phải|phấn đấu|cơ bản) )*(?:hoàn thành|hoàn tất|xong|thực hiện xong|kết thúc|thời gian hoàn thành|thời gian thực hiện|thời hạn hoàn thành"
    r"|thời hạn|thời gian|hạn hoàn thành|hạn cuối|hạn chót|hạn|tiến độ|định kỳ|kể)?[\s:,;(]*$"
)
_ONLY_TIME = re.compile(
    r"[\s(]*(?:yêu cầu |phải |tất cả |các nội dung trên |việc này |nội dung này )*(?:hoàn thành|hoàn tất|xong|thời gian|thời hạn|hạn|báo cáo kết quả|thực hiện|tiến độ)?"
    r"(?: (?:xong|hoàn thành|thực hiện|kế hoạch|phương án|hồ sơ|báo cáo|dự toán|quy hoạch|danh sách|danh mục|đề án|nội dung|công việc|nhiệm vụ|trên|này|việc))*[\s:,]*$"
)
_REPORTING = re.compile(r"(?:định kỳ|báo cáo|gửi|trình|nộp|kết quả|tổng hợp|thông báo)\b")
_GENERAL = re.compile(r"(?:yêu cầu|đề nghị|giao)\b")
_LEADS_IN = re.compile(
    r"(?:trên cơ sở|căn cứ|để|nhằm|đối với|trường hợp|trong|từ|theo|khi|ngoài|cùng với|tại|về|với|sau|qua|riêng|trước|vào|đến|chậm nhất)\b"
)
_OBJECTS = ("kế hoạch", "phương án", "hồ sơ", "báo cáo", "dự toán", "quy hoạch", "danh sách", "đề án")
_GENERIC = re.compile(
    r"(?:(?:tập trung|chỉ đạo|tổ chức|khẩn trương|thực hiện|triển khai|hoàn thành|làm|tốt|một số|các|những|việc|nội dung|nhiệm vụ|giải pháp|công việc"
    r"|trọng tâm|sau đây|sau|như sau|cụ thể|đây|trong thời gian tới|và|đối với|nghiêm túc|ngay|chủ yếu)\b[\s,:;]*)*$"
)
_BRACKET_LEAD = re.compile(r"\((?=[^()]{3,160}\b(?:chủ trì|thực hiện|phối hợp|làm đầu mối)\b)")
_BY_TABLE = re.compile(r"theo (?:biểu|bảng|phụ lục)(?: sau| dưới đây| kèm theo| đính kèm)?$|theo (?:biểu|bảng|phụ lục)[^.;]{0,20}(?:dưới đây|sau|kèm)")
_UNSAID = re.compile(r"(?:nhất trí|thống nhất|đồng ý|đồng tình|ghi nhận|biểu dương|đánh giá cao|cơ bản (?:nhất trí|thống nhất|đồng ý))\b")
_EDGES = " \t\n.;,:/*-"


class Draft(NamedTuple):
    """A task in the positions of the normal form, before names are made of it."""

    start: int
    end: int
    assigned: Assigned | None = None
    inherited: bool = False
    coordinators: tuple[Body, ...] = ()
    time: Time | None = None
    unsure: bool = False


class Inherited(NamedTuple):
    """What the headings over a clause say for all that stands under them."""

    assigned: Assigned | None = None
    time: Time | None = None


def drafts(
    paper: Aligned, start: int, end: int, day: date | None, above: Inherited
) -> tuple[Head, list[Draft]]:
    """The criterion at the head of a clause, and its tasks."""
    head = clause_head(paper, start, end)
    asked: list[Draft] = []
    for piece in pieces(paper, head.after, end):
        if piece.bracket:
            _bracketed(paper, piece, day, asked)
            continue
        ends = [time.end for time in dues.times(paper, piece.start, piece.end, day)]
        for part in parted(paper, piece, ends):
            _take(paper, part, day, asked)
    inherited = [_inheriting(draft, above, only=len(asked) == 1) for draft in asked]
    return head, inherited


def heading_says(paper: Aligned, start: int, end: int, day: date | None) -> tuple[Inherited, bool]:
    """What a heading gives to all under it; and whether it asks for nothing else itself."""
    time = _the_due(paper, start, end, day)[0]
    if time is not None and not dues.is_dated(time.due):
        time = None
    who = assigned(paper, start, end)
    if who is None:
        at = skip_links(paper.low, start, end)
        after = re.compile(r"(?:đối với|trách nhiệm của|nhiệm vụ của|về phía|phía|đề nghị|yêu cầu|giao) ").match(paper.low, at, end)
        begins = after.end() if after else at
        bodies = bodies_at(paper, begins, end)
        if bodies is not None and _rest(paper, bodies.end, end):
            kinds = {each.kind for each in bodies.each}
            if kinds <= {"agency", "person"} or (kinds != {"unit"} and after is None) or (kinds == {"many"}):
                return Inherited(Assigned(bodies.each, (), (None,) * len(bodies.each), "above", end), time), True
        return Inherited(None, time), True
    rest = paper.low[who.work : time.start if time and time.start > who.work else end]
    if _GENERIC.match(rest):
        many = all(body.kind == "many" for body in who.leads) and len(who.leads) > 1
        return Inherited(None if many else who._replace(how="above"), time), True
    return Inherited(None, None), False


def _rest(paper: Aligned, start: int, end: int) -> bool:
    """Whether nothing but an office or a form of words follows a body in a heading."""
    return _GENERIC.match(paper.low[start:end].strip(_EDGES)) is not None


def _inheriting(draft: Draft, above: Inherited, *, only: bool) -> Draft:
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
    label = _LABEL.match(low, start, end)
    if label is not None and asked:
        _labelled(paper, label, end, day, asked)
        return
    time, unsure, target = _the_due(paper, start, end, day)
    if asked and time is not None and _ONLY_TIME.match(low[start : time.start]) and not low[time.end : end].strip(_EDGES + ")"):
        _attach(paper, asked, time, start, end)
        return
    who = assigned(paper, start, end)
    if who is None:
        who = _after_lead_in(paper, start, end)
    if who is not None:
        from_lead = _timed_from(paper, who, start)
        if from_lead > start:
            time, unsure, target = _the_due(paper, from_lead, end, day)
    work = _work(paper, who.work if who else start, end)
    if asked and who is None and not (piece.sentence and work is not None):
        _continued(paper, piece, Draft(start, end, None, time=time, unsure=unsure), asked, work)
        return
    if (work is None and who is None) or _UNSAID.match(low, start, end):
        return
    if (who is not None and _GENERIC.match(low[who.work : end])) or _BY_TABLE.search(low, start, end):
        return
    begins = who.work if who is not None else (work if work is not None else start)
    if target and who is not None and all(body.kind == "unit" for body in who.leads):
        return
    if target and who is None and _aims_only(paper, start, end, day):
        return
    same = bool(asked) and who is None and asked[-1].assigned is not None and not _GENERAL.match(low, begins, end)
    reporting = _REPORTING.match(low, begins, end) is not None
    same = same and (reporting or (time is not None and dues.is_dated(time.due)))
    if same and reporting and time is not None and asked[-1].time is None:
        asked[-1] = asked[-1]._replace(time=time)
        return
    stop = _title_end(paper, begins, end, time)
    late = late_coordinators(paper, begins, end) if who is not None and not who.coordinators else ()
    draft = Draft(begins, stop, who, coordinators=late, time=time, unsure=unsure)
    if same:
        draft = draft._replace(assigned=asked[-1].assigned, inherited=True)
    if draft.start < draft.end:
        asked.append(_from_bracket(paper, draft, end))


def _the_due(paper: Aligned, start: int, end: int, day: date | None) -> tuple[Time | None, bool, bool]:
    """The one deadline of a stretch, whether another may be one, whether there is a target."""
    found = list(dues.times(paper, start, end, day))
    certain = [time for time in found if time.role is Role.DUE]
    unsure = any(time.role is Role.UNSURE for time in found)
    target = any(time.role is Role.TARGET for time in found)
    if certain:
        days = {(time.due.last_day, time.due.precision, time.due.words.casefold()) for time in certain}
        return (certain[-1], False, target) if len(days) == 1 else (None, True, target)
    if unsure:
        return None, True, target
    if target:
        return None, False, True
    if dues.names_event(paper, start, end):
        return None, True, False
    return dues.undated(paper, start, end), False, False


def _aims_only(paper: Aligned, start: int, end: int, day: date | None) -> bool:
    """Whether a stretch begins with a target, and so asks for nothing else."""
    for time in dues.times(paper, start, end, day):
        if time.role is Role.TARGET:
            return re.search(r"[,;(]", paper.low[start : time.start]) is None
    return False


def _timed_from(paper: Aligned, who: Assigned, start: int) -> int:
    """From where on times belong to a task: from its lead, or from the words that lead in."""
    if who.how == "subject" or _LEADS_IN.match(paper.low, start):
        return start
    return min(body.start for body in who.leads)


def _after_lead_in(paper: Aligned, start: int, end: int) -> Assigned | None:
    """Who acts after words that only lead in: "Trước ngày 30/6, UBND xã rà soát …"."""
    if not _LEADS_IN.match(paper.low, start, end):
        return None
    for comma in re.compile(r"[,:] ").finditer(paper.low, start, min(end, start + 260)):
        if is_subject(paper, comma.end(), end):
            return assigned(paper, comma.end(), end)
    return None


def _work(paper: Aligned, start: int, end: int) -> int | None:
    """Where the work begins: at once, or after words that only lead in."""
    at = skip_links(paper.low, start, end)
    if WORK.match(paper.low, at, end):
        return at
    if _LEADS_IN.match(paper.low, at, end):
        for comma in re.compile(r"[,:] ").finditer(paper.low, at, min(end, at + 260)):
            place = skip_links(paper.low, comma.end(), end)
            if WORK.match(paper.low, place, end):
                return place
        needed = re.compile(r"\b(?:cần|phải|yêu cầu|đề nghị) ").search(paper.low, at, end)
        if needed and WORK.match(paper.low, needed.end(), end):
            return needed.end()
    return None


def _continued(
    paper: Aligned, piece: Piece, more: Draft, asked: list[Draft], work: int | None
) -> None:
    """Words after a semicolon, or a sentence with no verb of its own: the task before goes on."""
    last = asked[-1]
    reporting = _REPORTING.match(paper.low, more.start, more.end) is not None
    if more.time is not None and (last.time is None or not dues.is_dated(last.time.due)) and (reporting or work is None):
        asked[-1] = last._replace(time=more.time, unsure=False)
        return
    if more.time is not None and dues.is_dated(more.time.due) and work is not None:
        stop = _title_end(paper, work, more.end, more.time)
        asked.append(Draft(work, stop, last.assigned, inherited=True, time=more.time))
        return
    if more.time is not None and last.time is None:
        last = last._replace(time=more.time)
    if more.unsure and last.time is None:
        last = last._replace(unsure=True)
    if not last.coordinators and not (last.assigned and last.assigned.coordinators):
        late = late_coordinators(paper, piece.start - 2, piece.end)
        last = last._replace(coordinators=late)
    dated = last.time is not None and dues.is_dated(last.time.due)
    grows = not piece.sentence and work is not None and not dated and not reporting
    asked[-1] = last._replace(end=more.end) if grows else last


def _attach(paper: Aligned, asked: list[Draft], time: Time, start: int, end: int) -> None:
    """Give a deadline said by itself to the task it speaks of: the plan, else the last one."""
    words = paper.low[start:end]
    for thing in _OBJECTS:
        if thing in words:
            for place in range(len(asked) - 1, -1, -1):
                if asked[place].time is None and thing in paper.low[asked[place].start : asked[place].end]:
                    asked[place] = asked[place]._replace(time=time, unsure=False)
                    return
    if asked[-1].time is None or not dues.is_dated(asked[-1].time.due):
        asked[-1] = asked[-1]._replace(time=time, unsure=False)
    else:
        asked[-1] = asked[-1]._replace(unsure=True)


def _bracketed(paper: Aligned, piece: Piece, day: date | None, asked: list[Draft]) -> None:
    """A sentence in brackets: the deadline or the lead of a task before it."""
    if not asked:
        return
    time, _, _ = _the_due(paper, piece.start + 1, piece.end - 1, day)
    if time is not None and dues.is_dated(time.due):
        _attach(paper, asked, time, piece.start, piece.end)
        return
    asked[-1] = _from_bracket(paper, asked[-1], piece.end, piece.start)


def _from_bracket(paper: Aligned, draft: Draft, end: int, start: int | None = None) -> Draft:
    """The lead named in brackets after the task: "(Phòng A chủ trì, phối hợp với B)"."""
    opened = _BRACKET_LEAD.search(paper.low, draft.start if start is None else start, end)
    if draft.assigned is not None or opened is None:
        return draft
    label = _LABEL.match(paper.low, opened.end(), end)
    begins = label.end() if label else opened.end()
    bodies = bodies_at(paper, begins, end)
    if bodies is None:
        return draft
    who = assigned(paper, begins, end) or Assigned(bodies.each, (), (None,) * len(bodies.each), "bracket", end)
    late = who.coordinators or _labelled_help(paper, bodies.end, end)
    title = draft.end if start is not None else min(draft.end, opened.start())
    while title > draft.start and paper.low[title - 1] in _EDGES:
        title -= 1
    return draft._replace(assigned=who._replace(how="bracket"), coordinators=late, end=title)


def _labelled_help(paper: Aligned, start: int, end: int) -> tuple[Body, ...]:
    found = re.compile(r"phối hợp(?: với| cùng)?:? ").search(paper.low, start, end)
    bodies = found and bodies_at(paper, found.end(), end)
    return bodies.each if bodies else ()


def _labelled(
    paper: Aligned, label: "re.Match[str]", end: int, day: date | None, asked: list[Draft]
) -> None:
    """"Chủ trì: …", "Phối hợp: …", "Thời hạn: …" after a task."""
    last = asked[-1]
    if label["due"]:
        time = dues.whole(paper, label.end(), end, day) or _the_due(paper, label.start(), end, day)[0]
        asked[-1] = last._replace(time=time, unsure=time is None)
        return
    bodies = bodies_at(paper, label.end(), end)
    if bodies is None:
        return
    if label["coordinators"]:
        asked[-1] = last._replace(coordinators=bodies.each)
    elif last.assigned is None or last.inherited:
        who = assigned(paper, label.end(), end)
        coordinators = who.coordinators if who else ()
        found = Assigned(bodies.each, coordinators, (None,) * len(bodies.each), "label", end)
        asked[-1] = last._replace(assigned=found, inherited=False)


def _title_end(paper: Aligned, start: int, end: int, time: Time | None) -> int:
    """The end of a title: without a deadline at its end and the words that lead to it."""
    stop = end
    if time is not None and time.start > start and dues.is_dated(time.due):
        tail = paper.low[time.end : end].strip(_EDGES + ")")
        if not tail:
            stop = time.start
            ending = _ENDING.search(paper.low, max(start, stop - 60), stop)
            if ending is not None and ending.start() > start:
                stop = ending.start()
    while stop > start and paper.low[stop - 1] in _EDGES:
        stop -= 1
    return stop if stop > start else end


