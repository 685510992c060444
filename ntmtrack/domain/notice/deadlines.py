"""The one deadline of a stretch, and the title that is left without it."""

import re
from datetime import date

from ntmtrack.domain.notice import dues
from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.dues import Time
from ntmtrack.domain.notice.time_roles import Role

_ENDING = re.compile(
    r"[\s,;(]*(?:(?:và|để|phải|phấn đấu|cơ bản) )*(?:hoàn thành|hoàn tất|xong|thực hiện xong"
    r"|kết thúc|thời gian hoàn thành|thời gian thực hiện|thời hạn hoàn thành"
    r"|thời hạn|thời gian|hạn hoàn thành|hạn cuối|hạn chót|hạn|tiến độ|định kỳ|kể|vào ngày"
    r"|vào)?[\s:,;(]*$"
)
_ALL = re.compile(
    r"(?:yêu cầu |đề nghị |thời gian hoàn thành |thời hạn hoàn thành |thời gian thực hiện "
    r"|hoàn thành )?"
    r"(?:tất cả |toàn bộ )?(?:các |những )?(?:nội dung|nhiệm vụ|công việc|việc"
    r"|phần việc) (?:nêu )?trên"
    r"(?: đây)?[:,]? (?:(?:phải|cần|được|yêu cầu) )*(?:hoàn thành|xong|thực hiện xong|trước|trong"
    r"|chậm nhất|là)\b[^.;]{0,80}[.;]?$"
)
EDGES = " \t\n.;,:/*-"


def the_due(
    paper: Aligned, start: int, end: int, day: date | None
) -> tuple[Time | None, bool, bool]:
    """The one deadline of a stretch, whether another may be one, whether there is a target."""
    found = list(dues.times(paper, start, end, day))
    certain = [time for time in found if time.role is Role.DUE]
    unsure = any(time.role is Role.UNSURE for time in found)
    target = any(time.role is Role.TARGET for time in found)
    if certain:
        days = {
            (time.due.last_day, time.due.precision, time.due.words.casefold()) for time in certain
        }
        return (certain[-1], False, target) if len(days) == 1 else (None, True, target)
    if unsure:
        return None, True, target
    if target:
        return None, False, True
    if dues.names_event(paper, start, end):
        return None, True, False
    return dues.undated(paper, start, end), False, False


def aims_only(paper: Aligned, start: int, end: int, day: date | None) -> bool:
    """Whether a stretch begins with a target, and so asks for nothing else."""
    first = next(time for time in dues.times(paper, start, end, day) if time.role is Role.TARGET)
    return re.search(r"[,;(]", paper.low[start : first.start]) is None


def title_end(paper: Aligned, start: int, end: int, time: Time | None) -> int:
    """The end of a title: without a deadline at its end and the words that lead to it."""
    if time is None or time.start <= start or not dues.is_dated(time.due):
        return end
    if paper.low[time.end : end].strip(EDGES + ")"):
        return end
    ending = _ENDING.search(paper.low, max(start, time.start - 60), time.start)
    stop = ending.start() if ending else time.start
    return stop if stop > start else end


def for_all(paper: Aligned, start: int, end: int, day: date | None) -> Time | None:
    """The deadline of "Tất cả các nội dung trên hoàn thành trước ngày …": said of all above it."""
    if not _ALL.match(paper.low, start, end):
        return None
    time = the_due(paper, start, end, day)[0]
    return time if time is not None and dues.is_dated(time.due) else None
