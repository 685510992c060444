"""Bodies as written: agencies, offices held, unnamed many, persons; one, or a list of them.

A list is cut only where a new body begins, since names hold commas and "và" themselves
("Trung tâm Văn hóa, Thể thao và Truyền thông").
"""

import re
from typing import NamedTuple

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.directing import WORK

# Bodies whose words stand alone, without a name after them.
_WHOLE = """
ủy ban mặt trận tổ quốc việt nam|ủy ban mặt trận tổ quốc|ủy ban mttq việt nam|ủy ban mttq|ub mttq|
ub.mttq|ubmttq|mặt trận tổ quốc việt nam|mặt trận tổ quốc|mttq việt nam|mttq|ủy ban nhân dân|ubnd|
hđnd - ubnd|hđnd-ubnd|hđnd và ubnd|ủy ban kiểm tra|hội đồng nhân dân|hđnd|ban chỉ đạo|bcđ|
ban quản lý|ban thường vụ|btv|ban chấp hành|ban tổ chức|ban tuyên giáo và dân vận|ban tuyên giáo|
ban dân vận|ban nội chính|ban phát triển thôn|ban phát triển bản|ban phát triển|ban giám sát cộng đồng|
ban công tác mặt trận|ban giám hiệu|ban nhân dân|ban tài chính|
văn phòng điều phối|văn phòng cấp ủy|văn phòng|kho bạc nhà nước|kho bạc|ngân hàng chính sách xã hội|
hội liên hiệp phụ nữ|hội lhpn|hội phụ nữ|hội nông dân|hội cựu chiến binh|hội ccb|hội người cao tuổi|
hội chữ thập đỏ|hội khuyến học|đoàn thanh niên cộng sản hồ chí minh|đoàn tncs hồ chí minh|đoàn tncs|
đoàn thanh niên|huyện đoàn|tỉnh đoàn|thành đoàn|thị đoàn|xã đoàn|đoàn xã|liên đoàn lao động|
công an|ban chỉ huy quân sự|ban chqs|bộ chỉ huy quân sự|đồn biên phòng|đảng ủy|đảng bộ|huyện ủy|
tỉnh ủy|thành ủy|thị ủy|chi bộ|cấp ủy|chính quyền|thường trực|tổ công tác|tổ giúp việc|tổ thẩm định|
dân quân|chi hội phụ nữ|chi hội nông dân|chi hội cựu chiến binh|chi hội|chi đoàn thanh niên|chi đoàn|
bưu điện|viễn thông|tổ khuyến nông cộng đồng|tổ khuyến nông|tổ công nghệ số cộng đồng|khối dân vận|
tổ thu gom rác|hội đồng giáo dục|đảng đoàn|ban cán sự đảng|ban cán sự|đoàn công tác|đoàn thẩm định|điện lực|hạt kiểm lâm|bảo hiểm xã hội|chủ tịch|phó chủ tịch|bí thư|phó bí thư|
thủ trưởng|giám đốc|chánh văn phòng|hiệu trưởng|trưởng phòng|trưởng ban|trưởng thôn|trưởng bản|
người đứng đầu|công chức|cán bộ|kế toán|trưởng ấp|trưởng khu|cơ quan chuyên môn|cơ quan thường trực|cơ quan tham mưu|
chủ đầu tư|đơn vị tư vấn|đơn vị thi công|nhà thầu|trung tâm y tế|trung tâm dịch vụ nông nghiệp|trạm y tế|
"""
# Kind words that are bodies only with a name of their own after them.
_NAMED = """
ban|phòng|sở|bộ|trung tâm|trạm|trường|chi cục|cục|tổng cục|ngân hàng|hội|đoàn|tổ|đội|thanh tra|viện|bệnh viện|
đài|báo|công ty|hợp tác xã|htx|chi nhánh|văn phòng|liên minh|quỹ|xí nghiệp|nhà máy|doanh nghiệp|công đoàn|
"""
# Names of offices: words in small letters or commas inside them are no end of the name.
_NAMES = """
nông nghiệp và phát triển nông thôn|nông nghiệp và ptnt|nn&ptnt|nn và ptnt|nông nghiệp và môi trường|
nông nghiệp|tài chính - kế hoạch|tài chính-kế hoạch|tc-kh|tài chính và kế hoạch|tài chính|kế hoạch và đầu tư|
kinh tế - hạ tầng|kinh tế-hạ tầng|kinh tế và hạ tầng|kinh tế, hạ tầng và đô thị|kinh tế ngành|kinh tế|
văn hóa - thông tin|văn hóa-thông tin|văn hóa và thông tin|văn hóa - xã hội|văn hóa-xã hội|văn hóa xã hội|
văn hóa, khoa học và thông tin|văn hóa, thể thao và du lịch|văn hóa, thể thao, du lịch và thông tin|
văn hóa, thể thao và truyền thông|văn hóa, thể thao, truyền thông|văn hóa - thể thao và truyền thông|
văn hóa|tài nguyên và môi trường|tài nguyên - môi trường|tn&mt|lao động - thương binh và xã hội|
lao động-thương binh và xã hội|lao động - thương binh & xã hội|lao động, thương binh và xã hội|
lao động - tbxh|lđ-tb&xh|lđtb&xh|lđ-tbxh|lđtbxh|giáo dục và đào tạo|giáo dục - đào tạo|gd&đt|gd-đt|
nội vụ|tư pháp - hộ tịch|tư pháp|y tế|dân tộc và tôn giáo|dân tộc|quản lý đô thị|công thương|xây dựng|
giao thông vận tải|giao thông - xây dựng|khoa học và công nghệ|thông tin và truyền thông|
điều phối nông thôn mới|điều phối ntm|dịch vụ hỗ trợ phát triển nông nghiệp|dịch vụ nông nghiệp|dịch vụ tổng hợp|thống kê khu vực|
truyền thông và văn hóa|truyền thông, văn hóa và thể thao|dịch vụ sự nghiệp công|
phát triển quỹ đất|phục vụ hành chính công|hành chính công|giáo dục nghề nghiệp - giáo dục thường xuyên|
chính trị|dự án đầu tư xây dựng và phát triển quỹ đất|dự án đầu tư xây dựng|dự án đầu tư|dự án|quản lý dự án đầu tư xây dựng|quản lý dự án|địa chính - xây dựng|địa chính|hđnd và ubnd|
hđnd - ubnd|hđnd-ubnd|chính sách xã hội|phát triển nông thôn|trồng trọt và bảo vệ thực vật|thú y|
thực hiện các chương trình mục tiêu quốc gia|thực hiện chương trình mục tiêu quốc gia|
các chương trình mục tiêu quốc gia|chương trình mục tiêu quốc gia|xây dựng nông thôn mới|xây dựng ntm|
chương trình mtqg xây dựng ntm|các chương trình mtqg|chương trình mtqg|mtqg|ntm|nông thôn mới|
"""
_AREA = r"(?:huyện|tỉnh|xã|thị xã|thành phố|thị trấn|phường|thôn|bản|ấp|buôn|khu|tổ dân phố|trung ương)"
_MANY_NOUN = (
    r"(?:cơ quan chuyên môn|cơ quan|đơn vị|bộ|ngành|địa phương|xã|thị trấn|phường|phòng ban|phòng|ban|sở|cấp ủy đảng|"
    r"cấp ủy|cấp|chính quyền|hội đoàn thể|hội|đoàn thể|đoàn thể chính trị - xã hội|tổ chức chính trị - xã hội|"
    r"tổ chức chính trị-xã hội|tổ chức|thôn|bản|ấp|huyện|thành phố|chi bộ|trường học|trường|doanh nghiệp|hộ dân|"
    r"chủ đầu tư|chủ thể ocop|chủ thể|hợp tác xã|thành viên ban chỉ đạo|thành viên|đồng chí|khối phố|đảng bộ|"
    r"chi, đảng bộ|trưởng thôn|công chức|cán bộ)"
)
_MANY_TAIL = (
    r"(?: (?:chuyên môn|liên quan|có liên quan|chức năng|phụ trách(?: các| từng)?(?: xã| tiêu chí| nội dung| lĩnh vực)?(?: liên quan)?|trực thuộc|"
    r"thành viên(?: ban chỉ đạo)?|(?:của|thuộc|trên địa bàn|trong) (?:huyện|xã|tỉnh|thị xã|thành phố|toàn (?:huyện|xã|tỉnh))"
    r"|cấp (?:huyện|xã|tỉnh|trên)|chính trị - xã hội|chính trị-xã hội|huyện|tỉnh|xã|còn lại|cơ sở|chủ trì|đã đăng ký|đăng ký[^,.;:]{0,60}))*"
)


def _either(words: str) -> str:
    listed = filter(None, (each.strip() for each in words.replace("\n", "").split("|")))
    return "(?:" + "|".join(map(re.escape, sorted(listed, key=len, reverse=True))) + ")"


_HEAD = re.compile(rf"(?P<whole>{_either(_WHOLE)})\b|(?P<named>{_either(_NAMED)})\b")
_NAME = re.compile(rf" ?(?:{_either(_NAMES)})(?!\w)")
_PLACE = re.compile(
    rf" ?[-,]? ?(?P<area>(?:thôn|bản|ấp|khu|khu phố|tổ dân phố)(?: số)? [0-9]{1,2}(?![0-9/.,])|huyện, xã|huyện và xã|tỉnh, huyện|{_AREA}(?! ủy| đoàn)"
    r"|(?:huyện|tỉnh|thành|thị|quận) (?:ủy|đoàn)|đoàn xã|xã đoàn|đảng (?:ủy|bộ))\b"
)
_AS_PLACE = re.compile(rf"(?:ubnd |đảng ủy )?(?:các )?{_AREA}\b(?! ủy| đoàn)")
_AREA_WORD = re.compile(_AREA)
_SHARED = re.compile(
    rf"(?P<organ>(?:{_either(_WHOLE)} )?)(?:các|hai|ba|bốn|năm|\d+)"
    rf" (?P<areas>{_AREA}(?:(?:, | và |/){_AREA})*)(?:: ?| )(?=\w)"
)
_MANY = re.compile(
    rf"(?:(?:{_either(_WHOLE)}|công an|hội đồng nhân dân) )?(?:tất cả |toàn thể |đối với )?(?:các|từng|mọi|mỗi) {_MANY_NOUN}"
    rf"(?:(?:, | và |/|,| - )(?:các )?{_MANY_NOUN})*\b{_MANY_TAIL}"
)
_PERSON = re.compile(r"(?:các )?(?:đồng chí|đ/c|ông|bà):? ")
_JOIN = re.compile(r"\s*(?:,|;|\bvà\b|\bcùng với\b|\bcùng\b|&)\s*(?:và )?")
_WORD = re.compile(r"[^\s,;:.()\"“”]+")
_INSIDE = re.compile(r"(?: - |-|, | và | & )")
_OFFICES = re.compile(
    r"(?:(?:nguyên |phó |quyền )?(?:chủ tịch|bí thư|trưởng ban|trưởng phòng|trưởng|giám đốc|hiệu trưởng|chánh văn phòng|thủ trưởng"
    r"|người đứng đầu|công chức|cán bộ|chủ nhiệm|ủy viên|lãnh đạo|đội trưởng|tổ trưởng))\b"
)
_TASKED = re.compile(r" (?:được (?:phân công|giao)(?: nhiệm vụ| phụ trách)?|có tên(?: trên)?|có liên quan|liên quan)(?!\w)")
_STOP = re.compile(r"(?:về|để|theo|trong|trước|tại|khi|từ|đến|cho|với|là|thì|như|của|do|bị|được|ngay|nhằm|trên)\b")
_ROLE = re.compile(r"(?:chủ trì|phối hợp|cùng|có|làm|và|đã|được|cần|phải|sẽ|chịu|trực)\b")
_SHOUTED_VERBS = re.compile(r"(?:kéo|sửa|mở|cho|nhận|khám|đổ|làm|xây|tổ chức|rà soát|chỉ đạo|phân công|hướng dẫn)\b")
# "Trung tâm ứng dụng tiến bộ khoa học kỹ thuật huyện": small letters up to the area.
_CENTRE = re.compile(r"(?<=trung tâm) [^,;:.()\n]{3,70}? (?P<area>huyện|tỉnh|thành phố|thị xã)\b")
_ROLE_INSIDE = re.compile(r"\b(?:chủ trì|phối hợp|tham mưu|hướng dẫn|rà soát|tổ chức|chỉ đạo|xây dựng|thực hiện|tập trung)\b")
_LONGEST_NAME = 14
_BARE = re.compile(
    r"(?:cấp ủy|chính quyền|đảng ủy|đảng bộ|ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd|mttq|ủy ban mttq"
    r"|ubmttq|mặt trận tổ quốc|đoàn thể|chủ tịch|bí thư|lãnh đạo)"
)


class Body(NamedTuple):
    """A body in the normal form: `kind` is agency, many, unit or person.

    `head` is the kind word that several names share: "UBND xã" in "UBND các xã A, B".
    """

    start: int
    end: int
    kind: str
    head: str = ""


class Bodies(NamedTuple):
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
        elif listed and _is_bare(paper, listed[-1]) and body.kind == "agency":
            # "Đảng ủy, UBND xã": the organs of one unit, named once, are one body as written.
            body = Body(listed.pop().start, body.end, "agency")
        listed.append(body)
        joined = _JOIN.match(paper.low, body.end, end)
        if joined is None or (
            body.kind == "person" and _OFFICES.match(paper.low, joined.end(), end)
        ):
            break
        place = joined.end()
    return Bodies(tuple(listed), listed[-1].end) if listed else None


def _sharing(paper: Aligned, at: int, end: int) -> list[Body]:
    """The bodies that share a kind word: "UBND các xã A, B và thị trấn C"."""
    shared = _SHARED.match(paper.low, at, end)
    if shared is None:
        return []
    kinds = _AREA_WORD.findall(shared["areas"])
    before = paper.cased[shared.start("organ") : shared.end("organ")]
    listed: list[Body] = []
    place, kind = shared.end(), kinds[0]
    while (name := proper_name(paper, place, end)) > place:
        begins = place + (paper.cased[place] == " ")
        listed.append(Body(begins, name, "agency" if before else "unit", f"{before}{kind} "))
        joined = _JOIN.match(paper.low, name, end)
        if joined is None:
            break
        place = joined.end()
        again = _AREA_WORD.match(paper.low, place, end)
        if again is not None:
            place, kind = again.end() + 1, again[0]
        elif not paper.cased[place : place + 1].isupper() or _HEAD.match(paper.low, place, end):
            break
    return listed


def body_at(paper: Aligned, at: int, end: int) -> Body | None:
    """The one body that begins at a position; None if none does."""
    low = paper.low
    called = _PERSON.match(low, at, end)
    if called is not None:
        name_end = proper_name(paper, called.end(), end)
        if name_end > called.end() and " " in low[called.end() : name_end]:
            return Body(called.end(), name_end, "person")
        inner = body_at(paper, called.end(), end)
        if inner is not None:
            return inner._replace(start=at)
    many = _MANY.match(low, at, end)
    if many is not None:
        stop = many.end()
        return Body(at, _tasked(paper, stop, end), "many") if not _is_listing(paper, stop, end) else None
    head = _HEAD.match(low, at, end)
    if head is not None:
        stop = _tail(paper, head.end(), end)
        if head["whole"] or stop > head.end():
            return Body(at, _tasked(paper, stop, end), "agency")
    place = _AS_PLACE.match(low, at, end)
    if place is not None and not place[0].startswith("các"):
        return Body(at, proper_name(paper, place.end(), end), "unit")
    return None


def proper_name(paper: Aligned, at: int, end: int, *, most: int = 4) -> int:
    """The position after the capitalised words that follow; `at` itself if there are none."""
    place, count = at, 0
    shouting = paper.cased[max(0, at - 12) : at].isupper()
    while count < most:
        begins = place + 1 if paper.low[place : place + 1] == " " else place
        word = _WORD.match(paper.cased, begins, end)
        if word is None or not word[0][0].isupper() or (begins > at + 1 and begins == place):
            break
        small = paper.low
        if WORK.match(small, begins, end) and count == 0 and not _pair(paper, word):
            break
        stops = _STOP.match(small, begins, end) or _SHOUTED_VERBS.match(small, begins, end)
        if shouting and (stops or count >= 2):
            break
        other = _HEAD.match(small, begins, end) if count else None
        if count and ((other and other["whole"]) or _AS_PLACE.match(small, begins, end)):
            break
        place, count = word.end(), count + 1
    return place


def _pair(paper: Aligned, word: "re.Match[str]") -> bool:
    """Whether a capitalised word is followed by another one: a name, not a verb."""
    following = paper.cased[word.end() : word.end() + 2]
    return len(following) == 2 and following[0] == " " and following[1].isupper()


def _tail(paper: Aligned, at: int, end: int) -> int:
    """The end of an agency's name after its kind word."""
    low, cased = paper.low, paper.cased
    place = at
    if _is_office(low, at):
        held = body_at(paper, at + 1, end) if low[at : at + 1] == " " else None
        if held is not None and held.kind in ("agency", "unit", "many"):
            return held.end
    known = _NAME.match(low, at, end)
    if known is not None:
        place = known.end()
    else:
        place = _capitals(paper, at, end)
        centre = _CENTRE.match(low, at, end) if place == at else None
        if centre is not None and _ROLE_INSIDE.search(centre[0]) is None:
            place = centre.start("area") - 1
    while True:
        area = _PLACE.match(low, place, end)
        if area is None or ("," in area[0] and place == at):
            return place
        name = proper_name(paper, area.end(), end)
        if "," in area[0] and (name == area.end() or cased[area.end() - 1].isupper()):
            return place
        place = name


def _is_office(low: str, at: int) -> bool:
    """Whether the words before a position are an office: what follows is where it is held."""
    return any(_OFFICES.fullmatch(low, at - size, at) for size in (6, 7, 8, 9, 10, 11, 12, 15))


def _tasked(paper: Aligned, at: int, end: int) -> int:
    """The position after "được phân công", "có liên quan" …"""
    found = _TASKED.match(paper.low, at, end)
    return found.end() if found else at


def _capitals(paper: Aligned, at: int, end: int) -> int:
    """The end of the capitalised words of a name, with "và", commas and dashes between them."""
    cased, low = paper.cased, paper.low
    place = at
    if _shouts(cased, at, end):
        return _shouted(paper, at, end)
    for _ in range(_LONGEST_NAME):
        gap = _INSIDE.match(cased, place, end) if place > at else None
        begins = gap.end() if gap else place + (cased[place : place + 1] == " ")
        word = _WORD.match(cased, begins, end)
        if word is not None and place > at and word[0].isdigit() and len(word[0]) <= 2:
            place = word.end()
            break
        if word is None or (begins == place and not gap) or not word[0][0].isupper():
            break
        if _AREA_WORD.match(low, begins, end) and (word[0].islower() or place == at):
            break
        if gap and (_HEAD.match(low, begins, end) or _AS_PLACE.match(low, begins, end)):
            break
        if gap and gap[0] == ", " and not _continues(paper, word.end(), end):
            break
        place = _mate(paper, word.end(), end) if begins == at + 1 or gap else word.end()
    return place


def _shouts(cased: str, at: int, end: int) -> bool:
    """Whether the text around is all capitals, so that capitals tell no name."""
    return cased[max(0, at - 20) : min(end, at + 30)].isupper()


def _shouted(paper: Aligned, at: int, end: int) -> int:
    """The end of an unknown name in a text of capitals: up to a verb, at most four words."""
    place = at
    for _ in range(4):
        begins = place + 1
        word = _WORD.match(paper.low, begins, end) if paper.low[place : place + 1] == " " else None
        if word is None:
            break
        ends = (_SHOUTED_VERBS, _STOP, _ROLE, _AREA_WORD, _HEAD, *((WORK,) if place > at else ()))
        if any(each.match(paper.low, begins, end) for each in ends):
            break
        place = word.end()
    return place


def _mate(paper: Aligned, at: int, end: int) -> int:
    """The position after the small second syllable of a word ("Nội vụ", "Thống kê")."""
    word = _WORD.match(paper.cased, at + 1, end) if paper.cased[at : at + 1] == " " else None
    if word is None or not word[0].islower() or not word[0].isalpha():
        return at
    low = paper.low
    for each in (WORK, _STOP, _AREA_WORD, _HEAD, _ROLE):
        if each.match(low, at + 1, end):
            return at
    return word.end()


def _continues(paper: Aligned, at: int, end: int) -> bool:
    """Whether a name with a comma is closed by "và" and a capital before anything else."""
    closing = re.compile(r"(?: [^\s,;:.()]+){0,3}(?:, [^\s,;:.()]+(?: [^\s,;:.()]+)?)? và ").match(
        paper.cased, at, end
    )
    if closing is None or not paper.cased[closing.end() : closing.end() + 1].isupper():
        return False
    return _HEAD.match(paper.low, closing.end(), end) is None


def _is_listing(paper: Aligned, at: int, end: int) -> bool:
    """Whether proper names follow: "các xã Hồng Quang và Bình An" are no unnamed many."""
    following = paper.cased[at : at + 2]
    if not (len(following) == 2 and following[0] == " " and following[1].isupper()):
        return False
    return not paper.cased[max(0, at - 6) : at].isupper()


def _is_bare(paper: Aligned, body: Body) -> bool:
    return _BARE.fullmatch(paper.low, body.start, body.end) is not None
