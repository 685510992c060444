"""To whom a paper was sent: the lines under "Nơi nhận:", its last part (Decree 30/2020)."""

import re

from ntmtrack.domain.notice.found import Found
from ntmtrack.domain.paper import Paper
from ntmtrack.domain.text import clean, fold
from ntmtrack.record import Record

_HEAD = "noi nhan"
_ITEM = re.compile(
    r"[ \t]*(?:[-–—+•·*]+|\([0-9a-z]\)|[0-9]{1,2}[.)])?[ \t]*(?P<words>\S.*?)[ \t.;,:]*"
)
# What follows the recipients: who signs, and what the file keeps for itself.
_SIGNED = re.compile(
    r"(?:t/?m|k/?t|t/?l|tuq|q)\.|thua lenh|chu tich|bi thu|chanh van phong|giam doc"
)
_KEPT = re.compile(r"luu\b|luu:")
_MOST = 40


class _Line(Record):
    start: int
    text: str


def recipients(paper: Paper) -> tuple[Found, ...]:
    """The recipients a paper names at its end, in their order; empty where it names none.

    What is only filed ("Lưu: VT") is no recipient. A paper whose list runs into the signature of
    another column ends there.
    """
    lines = _lines(paper.text)
    starts = [place for place, line in enumerate(lines) if fold(line.text).startswith(_HEAD)]
    if not starts:
        return ()
    first = lines[starts[-1]]
    rest = first.text.partition(":")[2]
    listed = [_Line(first.start + len(first.text) - len(rest), rest)] if rest.strip() else []
    found: list[Found] = []
    for line in [*listed, *lines[starts[-1] + 1 :]][:_MOST]:
        if not line.text.strip():
            if found:
                break
            continue
        item = _ITEM.fullmatch(line.text)
        words = fold(item["words"]) if item else ""
        if item is None or _SIGNED.match(words):
            break
        if any(letter.isalnum() for letter in words) and not _KEPT.match(words):
            start = line.start + item.start("words")
            found.append(
                Found(clean(item["words"]), start, line.start + item.end("words"), "label")
            )
    return tuple(found)


def _lines(text: str) -> list[_Line]:
    lines = []
    start = 0
    for raw in text.splitlines(keepends=True):
        lines.append(_Line(start, raw.rstrip("\r\n\v\f\x85\u2028\u2029")))
        start += len(raw)
    return lines
