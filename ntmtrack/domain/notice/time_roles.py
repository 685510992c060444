"""What a time is in its sentence: a deadline, a target, neither, or nobody can tell."""

import re
from enum import Enum

from ntmtrack.domain.notice.directing import WORK


class Role(Enum):
    """What a time is in its sentence."""

    DUE = "due"
    TARGET = "target"
    UNSURE = "unsure"
    """A future time that may be a deadline or not: left empty, and told."""
    NONE = "none"


_RHYTHM = ("hằng", "hàng", "mỗi", " lần", "/lần", "tháng cuối quý")
_CITED = re.compile(
    r"(?:\bsố [0-9]|/(?:qđ|nq|tb|kh|ct|nđ|tt|bc|ttr|kl|hd|cv)\b|-(?:qđ|nq|ct|kl|tb|qđi|hd)/"
    r"|\bquyết định|\bnghị quyết"
    r"|\bchỉ thị|\bthông tư|\bnghị định|\bluật|\bcông văn|\bkết luận|\bcông điện|\bthông báo"
    r"|\bhướng dẫn|\bvăn bản|\bkế hoạch)"
    r"[^,;]{0,80}$"
)
_NEVER_AFTER = re.compile(
    r"(?:\d\s?-|nhiệm kỳ|giai đoạn|niên khóa|năm học|vụ|kỷ niệm|từ|so với|cùng kỳ|tính đến|kể từ"
    r"|số liệu|lần thứ|khóa"
    r"|trận lũ|ký|kết quả|họp|cuộc họp|hội nghị|làm việc|dự kiến khai giảng|khai giảng|ban hành"
    r"|hiệu lực|chốt)\s*(?:vào |đến |trong |từ )?$"
)
_REPORTED = re.compile(
    r"(?:báo cáo|gửi|nộp|thông báo|trình|công bố|tổng hợp|đánh giá) (?:\w+ ){0,2}kết quả $"
)
# Parts of a month that the grammar does not know, and times after which work begins.
_PART_UNREAD = re.compile(
    r"(?:\btuần(?: thứ)?(?: \w+)?(?: của| trong)?|\bnửa|\bngày (?:đầu|cuối)|\bsau|\bkhoảng"
    r"|\bdịp|\btuần) $"
)
_CUT_OFF = re.compile(r"(?:chốt|số liệu|tính|thống kê|cập nhật)\b[^,;.]{0,60}$")
_MUST = re.compile(r",? (?:phải|cần) (?:\w+ ){0,2}(?:hoàn thành|xong|hoàn tất|đạt|nộp|gửi|có)\b")
_CONTRACT = re.compile(
    r"(?:(?<!ký )(?<!ký kết )hợp đồng|hết hạn|hiệu lực|bảo hành|thuê đất|cho thuê|gia hạn"
    r"|giấy phép|thời hạn thuê)"
)
_PAST = re.compile(
    r"\b(?:đã|vừa qua|vừa|đạt được|được công nhận|được thành lập|mới đạt|hiện đạt"
    r"|trong những năm qua)\b"
)
_AIM = re.compile(r"\b(?:phấn đấu|quyết tâm|mục tiêu|kỳ vọng)\b")
_DONE = re.compile(
    r"(?:hoàn thành|\bxong|hoàn tất|hoàn thiện|(?:thời hạn|thời gian|hạn|tiến độ)(?: hoàn thành"
    r"| thực hiện)?\s?:|thời gian hoàn thành|\bhạn cuối)"
    r"\s*(?:trong|vào|là|:)*\s*$"
)
_REACH = re.compile(
    r"(?:cơ bản đạt|đạt|cơ bản hoàn thành|hoàn thành|hoàn thiện|về đích|được công nhận|công nhận"
    r"|giữ vững)"
    r"(?: (?!hồ sơ|kế hoạch|báo cáo|phương án|thủ tục|công trình)[^\s,;.()]+){0,5}? "
    r"(?:tiêu chí|chuẩn|nông thôn mới|ntm|đích)\b(?<!tiêu chuẩn)|về đích\b"
)
_AIMED_AT = re.compile(r"(?:phấn đấu|quyết tâm) (?:cơ bản )?đạt(?: chuẩn)? $")
_ONLY_CRITERIA = re.compile(
    r"(?=.*(?:tiêu chí|chỉ tiêu))(?:\s|\b(?:và|các|riêng|tiêu chí|chỉ tiêu|số)\b|[0-9.])+"
)
_ONLY_AIMS = re.compile(r"\s*(?:(?:phấn đấu|quyết tâm|mục tiêu|nhằm|để|đảm bảo|là|đến|và) ?)+\s*")
_CRITERION_DONE = re.compile(r"^[^,;]{0,20}tiêu chí[^,;]{0,60} (?:hoàn thành|đạt)\b")
_AIMING = re.compile(
    r"(?:phấn đấu|quyết tâm|đảm bảo|bảo đảm|lãnh đạo|chỉ đạo|tập trung|tiếp tục|đưa|xây dựng"
    r"|thực hiện|nỗ lực|cần|đề nghị"
    r"|hoàn thành|hoàn thiện|khẩn trương|yêu cầu|đề ra|phải|trọng tâm|quyết"
    r"|thống nhất|tổ chức"
    r"|triển khai|duy trì)"
)


def role_of(low: str, start: int, begins: int, ends: int, end: int) -> Role:
    """What the time low[begins:ends] is in the stretch low[start:end]."""
    words = low[begins:ends]
    before = low[max(start, begins - _AROUND) : begins]
    after = low[ends : min(end, ends + _AROUND)]
    part = _PART_EDGE.split(_BRACKETS.sub("", before))[-1]
    leads_in = not part.strip(" -") or _ONLY_AIMS.fullmatch(part) is not None
    following = re.split(r"[,;.)]", after.lstrip(", ") if leads_in else after)[0]
    if _REACH.search(" ".join(f"{part} {words} {following}".split())):
        role = _target(part, words, following)
        if role is not None:
            return role
    if _CRITERION_DONE.search(part) or _AIMED_AT.search(part):
        return Role.TARGET
    if _ONLY_CRITERIA.fullmatch(part) and _REACH.search(before) and not _PAST.search(before):
        # "hoàn thành tiêu chí 12 trong quý I, tiêu chí 10 trong năm 2027": the verb is said once.
        return Role.TARGET
    if _STRONG.match(words):
        return Role.NONE if _PAST.search(part) else Role.DUE
    if any(each in words for each in _RHYTHM):
        closing = re.match(r"\s*(?:[.,;:)/]|$|và\b)", after) is not None
        return _rhythm_role(words, re.split(r"[;.]", before)[-1], after, closing=closing)
    if words.startswith(("đến", "tính đến", "tới")) and _CUT_OFF.search(part):
        return Role.NONE
    if "ngày" in words and _TERM.search(words):
        return _term_role(words, before)
    if re.match(r"(?:đầu|giữa|cuối)?\s?(?:tháng|quý)", words) and _PART_UNREAD.search(before):
        return Role.UNSURE
    if words.startswith(_LED) and _REPORTED.search(before):
        return Role.DUE
    if _MUST.match(after) and words.startswith(("đến", "hết", "vào", "ngày", "trong")):
        return Role.DUE
    if _NEVER_AFTER.search(before) or re.match(r"\s*(?:đến nay|-\s?\d)", after):
        return Role.NONE
    if _PAST.search(part):
        return Role.NONE
    if _AIM.search(part):
        # "phấn đấu … trong năm 2027": an aim of something else than criteria, told but not kept.
        return Role.UNSURE if words.startswith(_LED) else Role.NONE
    if _CONTRACT.search(before[-160:]) and not words.startswith("trước"):
        return Role.UNSURE
    return _plain_role(words, before, part, after)


_STRONG = re.compile(
    r"trước (?!(?:đầu )?năm)|chậm nhất|muộn nhất|không (?:muộn|chậm) hơn|không quá"
)
# Characters on either side of a time that are looked at to tell what it is.
_AROUND = 240
_BRACKETS = re.compile(r"\([^()]*\)")
_PART_EDGE = re.compile(r"[,;:.(](?=\s|$|\w{3})|\n")


def _plain_role(words: str, before: str, part: str, after: str) -> Role:
    """The role of a time that is no target and has nothing against it but its words."""
    closing = re.match(r"\s*(?:[.,;:)/]|$|và\b)", after) is not None
    done = _DONE.search(before) is not None
    first = words.split()[0].rstrip(":")
    if re.search(r"ngày làm việc|kể từ|sau khi|tính từ", words):
        return Role.DUE
    if done:
        return Role.DUE
    if _CITED.search(part) and re.match(r"(?:ngày|[0-9])", words):
        return Role.NONE
    if first in ("đến", "hết", "từ", "vào") and closing and not re.match(r"từ nay", words):
        return (
            Role.DUE
            if not re.search(r"năm [0-9]{4}", words) or "tháng" in words or "ngày" in words
            else Role.UNSURE
        )
    if first == "trong" and (closing or not part.strip()):
        return Role.UNSURE if re.match(r"trong năm", words) else Role.DUE
    return Role.NONE if re.match(r"(?:năm|[0369] tháng|tháng|quý)", words) else Role.UNSURE


_TERM = re.compile(r"[0-9] (?:\([^)]*\) )?ngày\b")
_LED = ("trong", "vào", "đến", "hết", "xong")


def _term_role(words: str, before: str) -> Role:
    """A term of days is a deadline with its event or with the words of one, else a duration."""
    if re.search(r"kể từ|tính từ|sau khi|thời hạn|không quá|tối đa|chậm nhất| từ | sau ", words):
        return Role.DUE
    return Role.DUE if _DONE.search(before) else Role.UNSURE


_REPORTING = re.compile(
    r"(?:báo cáo|gửi|nộp|họp|giao ban|kiểm điểm|tổng hợp|đánh giá|tổng vệ sinh|kiểm tra|đôn đốc"
    r"|cập nhật)"
)


# Meetings and rounds that a rhythm at the end of the sentence is said of.
_REGULAR = re.compile(
    r"\b(?:sinh hoạt(?: chi bộ| thôn| đảng| chi hội| đoàn)?|giao ban|họp|ra quân"
    r"|tổng vệ sinh|kiểm tra"
    r"|báo cáo(?: kết quả| tiến độ)?|đôn đốc|theo dõi)(?: vào)? $"
)


def _rhythm_role(words: str, part: str, after: str, *, closing: bool) -> Role:
    """A rhythm with its day is one; else the first work named must be a report or a meeting."""
    if re.search(r"[0-9]|thứ|chủ nhật|tháng cuối|lần", words):
        return Role.DUE
    if part.strip()[-1:] in ("", ",") and _REPORTING.match(_BRACKETS.sub("", after).lstrip()):
        return Role.DUE
    if closing and _REGULAR.search(part):
        return Role.DUE
    begins = WORK.search(part)
    if begins is not None and _REPORTING.match(part, begins.start()) and closing:
        return Role.DUE
    return Role.UNSURE


def _target(part: str, words: str, after: str) -> Role | None:
    """TARGET when what is to be reached by then is criteria or a standard, else None."""
    reach = _REACH.search(part)
    ahead = part[: reach.start()] if reach else part
    for verb in WORK.finditer(_AIM.split(ahead)[-1]):
        registers = verb[0] == "đăng ký" and ahead.rstrip().endswith("đăng ký")
        if not _AIMING.match(verb[0]) and not registers:
            return None
    if "góp phần" in ahead:
        return None
    past = _PAST.search(part) is not None and _AIM.search(ahead) is None
    if past or re.match(r"(?:từ|ngày)\b", words):
        return Role.NONE
    tallied = re.match(r"[^,;.]{0,40}\b(?:cơ bản )?đạt (?:được )?[0-9]", after)
    return Role.NONE if tallied and not _AIM.search(ahead + after) else Role.TARGET
