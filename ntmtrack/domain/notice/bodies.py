"""Bodies as written: agencies, offices held, unnamed many, persons; one, or a list of them.

A list is cut only where a new body begins, since names hold commas and "và" themselves
("Trung tâm Văn hóa, Thể thao và Truyền thông").
"""

import re

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.body_words import (
    AREA_WORD,
    AS_PLACE,
    BARE,
    CENTRE,
    HEAD,
    INITIALS,
    JOIN,
    MANY,
    NAME,
    OFFICES,
    ORGAN,
    OWN_NAME,
    PERSON,
    PLACE,
    PLACE_NUMBER,
    ROLE_INSIDE,
    SHARED,
    TASKED,
)
from ntmtrack.domain.notice.proper_names import capitalised, proper_name
from ntmtrack.record import Record

_DEEPEST = 3


class Body(Record):
    """A body in the normal form: `kind` is agency, many, unit or person.

    `head` is the kind word that several names share: "UBND xã" in "UBND các xã A, B"; `tail` the
    place that several organs share: " xã A" in "Đảng ủy, UBND xã A".
    """

    start: int
    end: int
    kind: str
    head: str = ""
    tail: str = ""


class Bodies(Record):
    """A list of bodies, and the position after it."""

    each: tuple[Body, ...]
    end: int


def bodies_at(paper: Aligned, at: int, end: int) -> Bodies | None:
    """The list of bodies that begins at a position; None if none does."""
    listed: list[Body] = []
    place = at
    while True:
        shared = _sharing(paper, place, end)
        listed += shared
        body = shared[-1] if shared else body_at(paper, place, end)
        if body is None:
            break
        if shared:
            listed.pop()
        elif listed and _is_bare(paper, listed[-1], body):
            # "Cấp ủy, chính quyền xã": those who lead a unit, named once, are one body as written.
            body = Body(listed.pop().start, body.end, "agency")
        listed.append(body)
        joined = JOIN.match(paper.low, body.end, end)
        if body.kind == "person" and paper.low.startswith("các ", at):
            body, joined = _namesakes(paper, listed, joined, end)
        if joined is None or (
            body.kind == "person" and OFFICES.match(paper.low, joined.end(), end)
        ):
            break
        place = joined.end()
    return Bodies(_with_tails(paper, listed), listed[-1].end) if listed else None


def _namesakes(
    paper: Aligned, listed: list[Body], joined: "re.Match[str] | None", end: int
) -> "tuple[Body, re.Match[str] | None]":
    """The persons that share a form of address: "các đồng chí Lê A và Trần B"."""
    while joined is not None and HEAD.match(paper.low, joined.end(), end) is None:
        begins = joined.end()
        name = proper_name(paper, begins, end)
        if " " not in paper.low[begins:name]:
            break
        listed.append(Body(begins, name, "person"))
        joined = JOIN.match(paper.low, name, end)
    return listed[-1], joined


def _sharing(paper: Aligned, at: int, end: int) -> list[Body]:
    """The bodies that share a kind word: "UBND các xã A, B và thị trấn C"."""
    shared = SHARED.match(paper.low, at, end)
    if shared is None:
        return []
    kinds = AREA_WORD.findall(shared["areas"])
    before = paper.cased[shared.start("organ") : shared.end("organ")]
    listed: list[Body] = []
    place, kind = shared.end(), kinds[0]
    while (name := proper_name(paper, place, end)) > place:
        begins = place + (paper.cased[place] == " ")
        listed.append(Body(begins, name, "agency" if before else "unit", f"{before}{kind} "))
        joined = JOIN.match(paper.low, name, end)
        if joined is None:
            break
        place = joined.end()
        again = AREA_WORD.match(paper.low, place, end)
        if again is not None:
            place, kind = again.end() + 1, again[0]
        elif not paper.cased[place : place + 1].isupper() or HEAD.match(paper.low, place, end):
            break
    return listed


def body_at(paper: Aligned, at: int, end: int, *, depth: int = 0) -> Body | None:
    """The one body that begins at a position; None if none does.

    `depth` counts the offices and forms of address before it: "đồng chí Chủ tịch UBND xã".
    """
    low = paper.low
    called = PERSON.match(low, at, end)
    if called is not None:
        name_end = proper_name(paper, called.end(), end)
        if name_end > called.end() and " " in low[called.end() : name_end]:
            return Body(called.end(), name_end, "person")
        inner = body_at(paper, called.end(), end, depth=depth + 1) if depth < _DEEPEST else None
        if inner is not None:
            return inner._replace(start=at)
    many = MANY.match(low, at, end)
    if many is not None:
        stop = many.end()
        return (
            Body(at, _tasked(paper, stop, end), "many")
            if not _is_listing(paper, stop, end)
            else None
        )
    head = HEAD.match(low, at, end)
    if head is not None:
        stop = _tail(paper, head.end(), end, depth)
        if OWN_NAME.match(head[0]) and NAME.fullmatch(low, head.end(), stop):
            stop = max(stop, capitalised(paper, stop, end))
        stop = _tasked(paper, stop, end)
        if head["whole"] or stop > head.end():
            return Body(at, stop, "agency")
    initials = INITIALS.match(paper.cased, at, end)
    if initials is not None:
        return Body(at, _tail(paper, initials.end(), end, depth), "agency")
    place = AS_PLACE.match(low, at, end)
    if place is not None and not place[0].startswith("các"):
        return Body(at, proper_name(paper, place.end(), end), "unit")
    return None


def _tail(paper: Aligned, at: int, end: int, depth: int) -> int:
    """The end of an agency's name after its kind word."""
    low = paper.low
    if depth < _DEEPEST and low[at : at + 1] == " " and _is_office(low, at):
        held = body_at(paper, at + 1, end, depth=depth + 1)
        if held is not None and held.kind != "person":
            return held.end
    numbered = PLACE_NUMBER.match(low, at, end)
    if numbered is not None:
        return numbered.end()
    known = NAME.match(low, at, end)
    within = HEAD.match(low, at + 1, end) if low[at : at + 1] == " " else None
    if known is None and within is not None and within["whole"] and depth < _DEEPEST:
        # "Tổ giúp việc Ban Chỉ đạo xã", "Ủy ban Kiểm tra Đảng ủy": an organ of another body.
        return _tail(paper, within.end(), end, depth + 1)
    if known is not None:
        place = known.end()
    else:
        place = capitalised(paper, at, end)
        centre = CENTRE.match(low, at, end) if place == at else None
        if centre is not None and ROLE_INSIDE.search(centre[0]) is None:
            place = centre.start("area") - 1
    while True:
        area = PLACE.match(low, place, end)
        if area is None:
            return place
        place = proper_name(paper, area.end(), end)


def _is_office(low: str, at: int) -> bool:
    """Whether the words before a position are an office: what follows is where it is held."""
    return any(OFFICES.fullmatch(low, at - size, at) for size in (6, 7, 8, 9, 10, 11, 12, 15))


def _tasked(paper: Aligned, at: int, end: int) -> int:
    """The position after "được phân công", "có liên quan" …"""
    found = TASKED.match(paper.low, at, end)
    return found.end() if found else at


def _is_listing(paper: Aligned, at: int, end: int) -> bool:
    """Whether proper names follow: "các xã Hồng Quang và Bình An" are no unnamed many."""
    following = paper.cased[at : at + 2]
    if not (len(following) == 2 and following[0] == " " and following[1].isupper()):
        return False
    return not paper.cased[max(0, at - 6) : at].isupper()


def _is_bare(paper: Aligned, body: Body, following: Body) -> bool:
    """Whether a body and the one after it are one body as written."""
    if following.kind != "agency" or body.tail:
        return False
    if BARE.fullmatch(paper.low, body.start, body.end):
        return True
    organ = ORGAN.fullmatch(paper.low, body.start, body.end)
    return organ is not None and BARE.match(paper.low, following.start, following.end) is not None


def _with_tails(paper: Aligned, listed: list[Body]) -> tuple[Body, ...]:
    """The bodies with the place that the organs before the last one share with it."""
    last = ORGAN.match(paper.low, listed[-1].start, listed[-1].end)
    if last is None or not AREA_WORD.match(paper.low, last.end() + 1, listed[-1].end):
        return tuple(listed)
    tail = paper.cased[last.end() : listed[-1].end]
    place = len(listed) - 1
    while place and ORGAN.fullmatch(paper.low, listed[place - 1].start, listed[place - 1].end):
        place -= 1
        listed[place] = listed[place]._replace(tail=tail)
    return tuple(listed)
