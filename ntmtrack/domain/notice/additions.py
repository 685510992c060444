"""What is added to a task already asked for: in brackets, after a label, in words that go on."""

import re
from datetime import date

from ntmtrack.domain.notice import dues
from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.bodies import Body, bodies_at
from ntmtrack.domain.notice.deadlines import EDGES, the_due, title_end
from ntmtrack.domain.notice.dues import Time
from ntmtrack.domain.notice.pieces import Piece
from ntmtrack.domain.notice.who import Assigned, assigned, late_coordinators
from ntmtrack.record import Record

LABEL = re.compile(
    r"(?:(?P<due>thời gian hoàn thành|thời hạn hoàn thành|thời hạn|thời gian thực hiện|thời gian"
    r"|hạn hoàn thành|hoàn thành|tiến độ)"
    r"|(?P<coordinators>(?:cơ quan |đơn vị )?phối hợp(?: thực hiện)?)"
    r"|(?P<leads>trách nhiệm(?: chủ trì| thực hiện)?|(?:cơ quan|đơn vị|bộ phận) (?:chủ trì"
    r"|thực hiện|đầu mối)|chủ trì|thực hiện|phân công|người thực hiện))\s*:\s*"
)
REPORTING = re.compile(
    r"(?:định kỳ|báo cáo|gửi|trình|nộp|kết quả|tổng hợp|thông báo)\b"
    r"|đăng ký [^,;.]{2,60}? (?:về|với|tại) "
)
_OBJECTS = (
    "kế hoạch",
    "phương án",
    "hồ sơ",
    "báo cáo",
    "dự toán",
    "quy hoạch",
    "danh sách",
    "đề án",
)
_BRACKET_LEAD = re.compile(r"\((?=[^()]{3,160}\b(?:chủ trì|thực hiện|phối hợp|làm đầu mối)\b)")
# Duties that no report ends: a deadline said of a report is not theirs.
_STANDING = re.compile(
    r"(?:(?:tiếp tục|thường xuyên|trực tiếp|chủ động) )*(?:phụ trách|theo dõi|đôn đốc|giám sát"
    r"|chịu trách nhiệm|duy trì|quản lý|giữ vững|đẩy mạnh|tăng cường)\b|thường xuyên\b"
)


class Draft(Record):
    """A task in the positions of the normal form, before names are made of it."""

    start: int
    end: int
    assigned: Assigned | None = None
    inherited: bool = False
    coordinators: tuple[Body, ...] = ()
    time: Time | None = None
    unsure: bool = False


def is_standing(paper: Aligned, draft: Draft) -> bool:
    """Whether a task is a duty without an end: "phụ trách tiêu chí số 5"."""
    return _STANDING.match(paper.low, draft.start, draft.end) is not None


def continued(
    paper: Aligned, piece: Piece, more: Draft, asked: list[Draft], work: int | None
) -> None:
    """Words after a semicolon, or a sentence with no verb of its own: the task before goes on."""
    last = asked[-1]
    reporting = REPORTING.match(paper.low, more.start, more.end) is not None
    if (
        more.time is not None
        and (last.time is None or not dues.is_dated(last.time.due))
        and (work is None or (reporting and not is_standing(paper, last)))
    ):
        asked[-1] = last._replace(time=more.time, unsure=False)
        return
    if more.time is not None and dues.is_dated(more.time.due) and work is not None:
        stop = title_end(paper, work, more.end, more.time)
        asked.append(Draft(work, stop, last.assigned, inherited=True, time=more.time))
        return
    dated = last.time is not None and dues.is_dated(last.time.due)
    if dated and work is not None and more.time is None and not reporting:
        # The deadline stands with the work before; nothing says that this has the same one.
        asked.append(Draft(work, more.end, last.assigned, inherited=True, unsure=more.unsure))
        return
    if more.time is not None and last.time is None:
        last = last._replace(time=more.time)
    if more.unsure and last.time is None:
        last = last._replace(unsure=True)
    if not last.coordinators and not (last.assigned and last.assigned.coordinators):
        late = late_coordinators(paper, piece.start - 2, piece.end)
        last = last._replace(coordinators=late)
    grows = not piece.sentence and work is not None and not dated and not reporting
    asked[-1] = last._replace(end=more.end) if grows else last


def attach(paper: Aligned, asked: list[Draft], time: Time, start: int, end: int) -> None:
    """Give a deadline said by itself to the task it speaks of: the plan, else the last one."""
    words = paper.low[start:end]
    for thing in _OBJECTS:
        if thing in words:
            for place in range(len(asked) - 1, -1, -1):
                if (
                    asked[place].time is None
                    and thing in paper.low[asked[place].start : asked[place].end]
                ):
                    asked[place] = asked[place]._replace(time=time, unsure=False)
                    return
    if asked[-1].time is None or not dues.is_dated(asked[-1].time.due):
        asked[-1] = asked[-1]._replace(time=time, unsure=False)
    else:
        asked[-1] = asked[-1]._replace(unsure=True)


def bracketed(paper: Aligned, piece: Piece, day: date | None, asked: list[Draft]) -> None:
    """A sentence in brackets: the deadline or the lead of a task before it."""
    if not asked:
        return
    time, _, _ = the_due(paper, piece.start + 1, piece.end - 1, day)
    if time is not None and dues.is_dated(time.due):
        attach(paper, asked, time, piece.start, piece.end)
        return
    asked[-1] = from_bracket(paper, asked[-1], piece.end, piece.start)


def from_bracket(paper: Aligned, draft: Draft, end: int, start: int | None = None) -> Draft:
    """The lead named in brackets after the task: "(Phòng A chủ trì, phối hợp với B)"."""
    opened = _BRACKET_LEAD.search(paper.low, draft.start if start is None else start, end)
    if draft.assigned is not None or opened is None:
        return draft
    label = LABEL.match(paper.low, opened.end(), end)
    begins = label.end() if label else opened.end()
    bodies = bodies_at(paper, begins, end)
    if bodies is None:
        return draft
    who = assigned(paper, begins, end) or Assigned(
        bodies.each, (), (None,) * len(bodies.each), "bracket", end
    )
    late = who.coordinators or _labelled_help(paper, bodies.end, end)
    title = draft.end if start is not None else min(draft.end, opened.start())
    while title > draft.start and paper.low[title - 1] in EDGES:
        title -= 1
    return draft._replace(assigned=who._replace(how="bracket"), coordinators=late, end=title)


def _labelled_help(paper: Aligned, start: int, end: int) -> tuple[Body, ...]:
    found = re.compile(r"phối hợp(?: với| cùng)?:? ").search(paper.low, start, end)
    bodies = found and bodies_at(paper, found.end(), end)
    return bodies.each if bodies else ()


def labelled(
    paper: Aligned, label: "re.Match[str]", end: int, day: date | None, asked: list[Draft]
) -> None:
    """ "Chủ trì: …", "Phối hợp: …", "Thời hạn: …" after a task."""
    last = asked[-1]
    if label["due"]:
        time = (
            dues.whole(paper, label.end(), end, day) or the_due(paper, label.start(), end, day)[0]
        )
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
