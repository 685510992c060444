"""What a heading says for everything that stands under it."""

import re
from datetime import date

from ntmtrack.domain.notice import dues
from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.bodies import bodies_at
from ntmtrack.domain.notice.deadlines import EDGES, the_due
from ntmtrack.domain.notice.directing import skip_links
from ntmtrack.domain.notice.dues import Time
from ntmtrack.domain.notice.who import Assigned, assigned
from ntmtrack.record import Record

GENERIC = re.compile(
    r"(?:(?:tập trung|chỉ đạo|tổ chức|khẩn trương|thực hiện|triển khai|hoàn thành|làm|tốt|một số"
    r"|các|những|việc|nội dung|nhiệm vụ|giải pháp|công việc"
    r"|trọng tâm|sau|như sau|cụ thể|đây|trong thời gian tới|và|đối với|nghiêm túc|ngay"
    r"|chủ yếu)\b[\s,:;]*)*$"
)


_ANYBODY = re.compile(r"(?:các|mọi|mỗi|từng|tất cả|toàn thể)\b")


class Inherited(Record):
    """What the headings over a clause say for all that stands under them."""

    assigned: Assigned | None = None
    time: Time | None = None


def heading_says(paper: Aligned, start: int, end: int, day: date | None) -> tuple[Inherited, bool]:
    """What a heading gives to all under it; and whether it asks for nothing else itself."""
    time = the_due(paper, start, end, day)[0]
    if time is not None and not dues.is_dated(time.due):
        time = None
    who = assigned(paper, start, end)
    if who is None:
        at = skip_links(paper.low, start, end)
        after = re.compile(
            r"(?:đối với|trách nhiệm của|nhiệm vụ của|về phía|phía|đề nghị|yêu cầu|giao) "
        ).match(paper.low, at, end)
        begins = after.end() if after else at
        bodies = bodies_at(paper, begins, end)
        if bodies is not None and _rest(paper, bodies.end, end):
            kinds = {each.kind for each in bodies.each}
            if (
                kinds <= {"agency", "person"}
                or (kinds != {"unit"} and after is None)
                or (kinds == {"many"})
            ):
                return Inherited(
                    Assigned(bodies.each, (), (None,) * len(bodies.each), "above", end), time
                ), True
        return Inherited(None, time), True
    rest = paper.low[who.work : time.start if time and time.start > who.work else end]
    if GENERIC.match(rest):
        many = all(
            body.kind == "many" and _ANYBODY.match(paper.low, body.start) for body in who.leads
        )
        return Inherited(None if many else who._replace(how="above"), time), True
    return Inherited(None, None), False


def _rest(paper: Aligned, start: int, end: int) -> bool:
    """Whether nothing but an office or a form of words follows a body in a heading."""
    return GENERIC.match(paper.low[start:end].strip(EDGES)) is not None
