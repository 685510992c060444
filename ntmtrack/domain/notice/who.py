"""Who is to do what a stretch of text asks, and where the work begins in it."""

import re

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.bodies import Bodies, Body, bodies_at
from ntmtrack.domain.notice.directing import GIVES, WORK, skip_links
from ntmtrack.record import Record

_LEADS = re.compile(
    r"(?:đồng chủ trì|cùng chủ trì|chủ trì|(?:là |làm )?(?:cơ quan |đơn vị )?(?:làm )?đầu mối"
    r"|(?:là )?cơ quan chủ trì"
    r"|chịu trách nhiệm(?: chính| chủ trì)?(?: về việc| trong việc| về| tổ chức)?|có trách nhiệm"
    r"|có nhiệm vụ|theo (?:chức năng,? ?)?nhiệm vụ(?: được (?:giao|phân công))?"
    r"|trực tiếp|căn cứ chức năng,? nhiệm vụ(?: được giao)?)\b"
)
_WITH = re.compile(
    r"(?:(?:tăng cường|chủ động|tiếp tục|cùng) )?phối hợp(?: chặt chẽ)?(?:,? (?:với|cùng với"
    r"|cùng))?:? |cùng với |cùng "
)
_LATE_WITH = re.compile(
    r"(?:, |; |và |\()(?:đồng thời )?phối hợp(?: chặt chẽ)?(?: với| cùng với| cùng)?:? "
)
_OTHERS_HELP = re.compile(r" (?:cùng )?phối hợp\b(?! với| cùng)")
_CHARGES = re.compile(r"(?:tập trung )?chỉ đạo ")
_OFFICE = re.compile(
    r"\s*[,-] (?=(?:phó |quyền )?(?:chủ tịch|bí thư|trưởng|giám đốc|công chức|cán bộ|ủy viên"
    r"|chánh|phó|chủ nhiệm|hiệu trưởng|chi hội|đội|chính trị))"
)
_OFFICE_END = re.compile(r"[,;:.(]")
NO_VERB = re.compile(
    r"(?:của|là|được|bị|đã|có|còn|cũng|và|thì|ở|tại|với|về|theo|trong|ngoài|này|đó|khi|để|do|bởi"
    r"|như|vừa|mới|luôn|vẫn|chưa|không|nơi|các|những"
    r"|mà|từ|đến|trên|dưới|sau|trước|ngày|năm|tháng|số|hoặc|hay|đạt|thuộc|gồm|bao|hiện|nói"
    r"|phát biểu|dự(?! toán| thảo)|tham dự|nhấn mạnh|ghi nhận|biểu dương|cho biết"
    r"|cho rằng|thống nhất|kết luận|nghe|nhận định|cơ bản|ký|lâm thời|khóa|nhiệm kỳ|ủy"
    r"|thiết)\b|[^\w]|[0-9]"
)
_LED = re.compile(r"(?:lãnh đạo|chỉ đạo|đôn đốc) ")
_ADDRESSED = re.compile(
    r"(?:đối với|trách nhiệm của|nhiệm vụ của|về phía|phía|riêng(?: đối với)?) "
)
_COLON = re.compile(r"\s*:\s*(?=\S)")
_NAMED_HOLDER = re.compile(r" [^,;.:()\n]{0,50}?\blà (?=(?:đồng chí|đ/c|ông|bà) )| là (?=ông |bà )")
_DONE_BY = re.compile(r"[ ,;-] ?(?P<by>do |giao cho )|, ")
# What closes a clause after the body that does it; "thực hiện" alone needs "do" before it.
_DOES = re.compile(
    r",? (?:(?:chịu )?trách nhiệm(?: chính| chủ trì| thực hiện)*"
    r"|(?:đồng )?chủ trì(?: thực hiện| triển khai)?"
    r"|(?:làm )?đầu mối|(?P<weak>(?:trực tiếp )?(?:thực hiện|đảm nhiệm|đảm nhận|triển khai"
    r"|tổ chức thực hiện|phụ trách|tham mưu|làm chủ đầu tư)))"
    r"(?=\s*(?:$|[,;.()\n]|phối hợp|cùng|xong|hoàn thành|trước|trong|chậm nhất))"
)
_LEADING = re.compile(r"chủ trì,? (?:và )?")
_VERB_GAP = re.compile(
    r"(?:\s*\((?![^()\n]*(?:chủ trì|phối hợp|thực hiện))[^()\n]{2,80}\)(?=\s*[:\w]))?\s*[,:]?\s*"
)


class Assigned(Record):
    """Who is asked: bodies in the normal form, how they were found, where the work begins."""

    leads: tuple[Body, ...]
    coordinators: tuple[Body, ...]
    offices: tuple[tuple[int, int] | None, ...]
    how: str
    work: int
    uncertain: tuple[str, ...] = ()


def given(paper: Aligned, start: int, end: int) -> tuple[int, Bodies] | None:
    """The first verb of giving with a body after it: where it begins, and the bodies."""
    for verb in GIVES.finditer(paper.low, start, end):
        if verb[0].startswith("phân công") and verb.start() > start:
            continue
        bodies = bodies_at(paper, verb.end(), end)
        if bodies is not None and not (verb[0].startswith("phân công") and _is_led(paper, bodies)):
            return verb.start(), bodies
    return None


def _is_led(paper: Aligned, bodies: Bodies) -> bool:
    """Whether "phân công cán bộ … phụ trách …" names those who are led, and nobody who leads."""
    kinds = {each.kind for each in bodies.each}
    return kinds == {"many"} and "phụ trách" in paper.low[bodies.each[0].start : bodies.end + 12]


def assigned(paper: Aligned, start: int, end: int) -> Assigned | None:
    """Who a stretch that is one task gives it to; None if it names no one."""
    spoken_to = addressed(paper, start, end)
    if spoken_to is not None:
        return _roles(paper, spoken_to, end, "subject")
    subject = bodies_at(paper, start, end)
    charged = subject and _holder(paper, subject, end)
    if charged:
        return _roles(paper, charged, end, "subject")
    led = _LED.match(paper.low, start, end) if subject is None else None
    through = led and bodies_at(paper, led.end(), end)
    if through:
        following = skip_links(paper.low, through.end, end)
        if _LEADS.match(paper.low, following, end):
            return _roles(paper, through, end, "subject")
    gift = given(paper, start, end)
    if subject is not None and _acts(paper, subject, end):
        following = _after(paper, subject, end)
        if gift is None or GIVES.match(paper.low, following, end) is None:
            return _roles(paper, subject, end, "subject")
    if gift is not None:
        return _roles(paper, gift[1], end, "given")
    return None


def addressed(paper: Aligned, start: int, end: int) -> Bodies | None:
    """The agencies that "Đối với Công an xã: …", "Trách nhiệm của Phòng Kinh tế: …" speak to."""
    opening = _ADDRESSED.match(paper.low, start, end)
    bodies = opening and bodies_at(paper, opening.end(), end)
    if not bodies or not _COLON.match(paper.low, bodies.end, end):
        return None
    kinds = {each.kind for each in bodies.each}
    return bodies if kinds <= {"agency", "person"} else None


def _holder(paper: Aligned, subject: Bodies, end: int) -> Bodies | None:
    """The person in "công chức … phụ trách thôn A là ông B": who holds the office acts."""
    if len(subject.each) > 1:
        return None
    named = _NAMED_HOLDER.match(paper.low, subject.end, end)
    holder = named and bodies_at(paper, named.end(), end)
    return holder if holder and holder.each[0].kind == "person" else None


def done_by(paper: Aligned, start: int, end: int) -> tuple[int, Assigned] | None:
    """Who does what was named before: "… do Phòng A chủ trì", "…, Phòng A chịu trách nhiệm".

    With it the position at which the words of the work end.
    """
    for by in _DONE_BY.finditer(paper.low, start, end):
        bodies = bodies_at(paper, by.end(), end)
        if bodies is None or by.start() <= start:
            continue
        role = _DOES.match(paper.low, bodies.end, end)
        if role is None or (not by["by"] and role["weak"]):
            continue
        found = _roles(paper, bodies, end, "done_by")
        return by.start(), found._replace(work=role.end())
    return None


def is_subject(paper: Aligned, start: int, end: int) -> bool:
    """Whether a body that is to act stands at a position."""
    bodies = bodies_at(paper, start, end)
    return bodies is not None and _acts(paper, bodies, end)


def first_coordinators(paper: Aligned, start: int, end: int) -> Bodies | None:
    """The bodies that words begin with: "Phối hợp với B …", under a heading that names the lead."""
    leading = _LEADING.match(paper.low, start, end)
    helped = _WITH.match(paper.low, leading.end() if leading else start, end)
    return bodies_at(paper, helped.end(), end) if helped else None


def late_coordinators(paper: Aligned, start: int, end: int) -> tuple[Body, ...]:
    """Bodies named in the course of the sentence: "… , phối hợp với B và C"."""
    found = _LATE_WITH.search(paper.low, start, end)
    bodies = found and bodies_at(paper, found.end(), end)
    return bodies.each if bodies else ()


def _after(paper: Aligned, bodies: Bodies, end: int) -> int:
    """The position after a list of bodies, and after the office of a person."""
    at = bodies.end
    if bodies.each[-1].kind == "person":
        office = _office(paper, bodies.end, end)
        at = office[1] if office else at
    gap = _VERB_GAP.match(paper.low, at, end)
    return gap.end() if gap else at


def _acts(paper: Aligned, bodies: Bodies, end: int) -> bool:
    """Whether work follows a list of bodies: a known verb, or any word that cannot be none."""
    low = paper.low
    after = _after(paper, bodies, end)
    at = skip_links(low, after, end)
    if at >= end:
        return False
    if WORK.match(low, at, end) or _LEADS.match(low, at, end) or _WITH.match(low, at, end):
        return True
    if low[bodies.end : bodies.end + 1] == ":":
        return True
    plain = {each.kind for each in bodies.each} <= {"agency", "person", "many"}
    return plain and at == after and NO_VERB.match(low, at, end) is None


def _office(paper: Aligned, at: int, end: int) -> tuple[int, int] | None:
    """The office that stands after a person's name, up to the verb."""
    begins = _OFFICE.match(paper.low, at, end)
    if begins is None:
        return None
    held = bodies_at(paper, begins.end(), end)
    if held is not None and held.each[0].end > begins.end():
        return begins.end(), held.each[0].end
    verb = WORK.search(paper.low, begins.end(), end)
    stop = _OFFICE_END.search(paper.low, begins.end(), end)
    close = min([each.start() for each in (verb, stop) if each] or [end])
    while close > begins.end() and paper.low[close - 1] in " \n\t":
        close -= 1
    return (begins.end(), close) if close > begins.end() else None


def _roles(paper: Aligned, bodies: Bodies, end: int, how: str) -> Assigned:
    low = paper.low
    coordinators: list[Body] = []
    offices = tuple(
        _office(paper, each.end, end) if each.kind == "person" else None for each in bodies.each
    )
    at = _after(paper, bodies, end)
    led = False
    while True:
        at = skip_links(low, at, end)
        role = _LEADS.match(low, at, end)
        if role is not None and not _answers_for(low, role, end):
            at, led = role.end(), True
            continue
        helped = _WITH.match(low, at, end)
        others = helped and bodies_at(paper, helped.end(), end)
        if others:
            coordinators += others.each
            at = others.end
            continue
        through = _through(paper, at, end)
        if through is not None:
            at = through
            continue
        helpers = bodies_at(paper, at, end) if led else None
        if helpers is not None and (helping := _OTHERS_HELP.match(low, helpers.end, end)):
            coordinators += helpers.each
            at = helping.end()
            continue
        break
    uncertain = ("coordinators",) if helped and not coordinators else ()
    return Assigned(bodies.each, tuple(coordinators), offices, how, at, uncertain)


def _answers_for(low: str, role: "re.Match[str]", end: int) -> bool:
    """Whether "chịu trách nhiệm" is the work itself: "chịu trách nhiệm toàn diện về tiến độ"."""
    if not role[0].startswith("chịu"):
        return False
    following = skip_links(low, role.end(), end)
    return WORK.match(low, following, end) is None and _WITH.match(low, following, end) is None


def _through(paper: Aligned, at: int, end: int) -> int | None:
    """Where "phối hợp với" begins after "chỉ đạo cơ quan chuyên môn"."""
    charges = _CHARGES.match(paper.low, at, end)
    charged = charges and bodies_at(paper, charges.end(), end)
    if not charged:
        return None
    following = skip_links(paper.low, charged.end, end)
    return following if _WITH.match(paper.low, following, end) else None
