"""The day of the meeting or of publication, which lends its year to a paper without a date."""

import re
from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.blocks import Block
from ntmtrack.domain.notice.found import Found

_DATE = (
    r"(?P<day>[0-9]{1,2})(?:\s?[/.-]\s?|\stháng\s)"
    r"(?P<month>[0-9]{1,2})(?:\s?[/.-]\s?|,?\snăm\s)(?P<year>[0-9]{4})(?![0-9])"
)
_MEETING = re.compile(
    rf"\b(?:ngày |thứ \w{{2,4}},? |chủ nhật,? |sáng |chiều |tối )(?:[0-9]{{1,2}}(?:/[0-9]{{1,2}})?"
    rf"(?: và |, |-| - |,|, ngày | và ngày ))?\(?{_DATE}"
)
_MET = re.compile(
    r"\b(?:họp|làm việc|hội nghị|kiểm tra|giao ban|buổi|cuộc|phiên|hôm nay|sáng|chiều|tối|tham dự"
    r"|dự|chủ trì|tổ chức|khảo sát|thẩm định|đến thăm|kết luận|biên bản|diễn ra)\b|thời gian:"
)
# Words that make a day a deadline, a plan, the day of another paper, or the edge of a span.
_NO_MEETING = re.compile(
    r"(?:\bsố [0-9]|/[a-zđ]+|quyết định|nghị quyết|kế hoạch|công văn|chỉ thị|thông báo|luật"
    r"|chậm nhất|muộn nhất|hoàn thành|\bxong|thời hạn|\bhạn\b|phấn đấu|dự kiến)[^,;.\n]{0,60}$"
    r"|\b(?:trước|đến|đến hết|hết|từ|kể từ|từ nay đến|sau|vào) $"
)
_SPAN = re.compile(r"\s?(?:-|đến\b|đến hết\b)")
# A line that holds nothing but the day and hour of publication.
_POSTED = re.compile(
    rf"(?:(?:đăng lúc|đăng ngày|ngày đăng|ngày cập nhật|cập nhật(?: lúc| ngày)?|thời gian"
    rf"|đăng|ngày|lúc"
    rf"|thứ \w+|chủ nhật|[0-9]{{1,2}}(?::|h|giờ ?)[0-9]{{2}}(?::[0-9]{{2}})?)[\s:,"
    rf"|-]*){{0,5}}{_DATE}"
    r"(?:[\s,|-]*(?:lúc )?[0-9]{1,2}(?::|h|giờ ?)[0-9]{2}(?::[0-9]{2})?)?(?:\s?[ap]m)?"
    r"(?:\s?\(?gmt ?\+ ?7\)?)?[\s,|.-]*$"
)
_HEAD, _FOOT = 8, 4


def day_of_context(paper: Aligned, blocks: Sequence[Block]) -> tuple[Found | None, date | None]:
    """The day of the meeting, else of publication: never a deadline, never another paper's."""
    first: tuple[Found, date] | None = None
    for found in _MEETING.finditer(paper.low, 0, blocks[-1].end):
        line = paper.low[max(0, found.start() - 120) : found.start()].split("\n")[-1]
        after = paper.low[found.end() : found.end() + 160].split("\n")[0]
        day = written_day(found)
        if day is None or _NO_MEETING.search(line) or _SPAN.match(after):
            continue
        if _MET.search(line) or _MET.search(after) or _MET.match(found[0]):
            first = paper.found(*found.span(), "meeting_day", day.isoformat()), day
            break
    return first or _posted(paper, blocks) or (None, None)


def _posted(paper: Aligned, blocks: Sequence[Block]) -> tuple[Found, date] | None:
    """The day on a line of its own, near the head or the foot of an article."""
    for block in (*blocks[:_HEAD], *blocks[_HEAD:][-_FOOT:]):
        found = _POSTED.match(paper.low, block.start, block.end)
        day = found and written_day(found)
        if found and day:
            return paper.found(
                found.start("day"), found.end("year"), "posted_on", day.isoformat()
            ), day
    return None


def written_day(found: "re.Match[str]") -> date | None:
    """The day of a match with groups day, month and year; None if there is no such day."""
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
