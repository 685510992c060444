"""Which paragraphs direct: headings, the directive part, and all that stands outside of it."""

from collections.abc import Sequence

from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.blocks import Block
from ntmtrack.domain.notice.directing import WORK, past_topics, skip_links
from ntmtrack.domain.notice.section_words import (
    ADDS,
    ASSESSING,
    CLOSES,
    DEADLINE,
    DIRECTING,
    FORMULA,
    HAPPENED,
    OPENS,
    REACHED,
    REPORT,
    REPORTS,
    SENTENCE,
    SIGNATURE,
    SPEECH,
)
from ntmtrack.domain.notice.who import given, is_subject
from ntmtrack.record import Record

# Characters at the head of a paragraph that are looked at to tell what it is.
_LOOKED_AT = 3000
_LONG = 260
_SHORT = 130
_PLAIN_ENDS = (".", ";", "./.")


class Part(Record):
    """A paragraph of the directive part: a clause, or a heading over those that follow.

    `above` is the place in the list of the nearest heading over it, -1 for none.
    """

    block: Block
    heading: bool
    above: int
    opening: bool = False
    """Whether it announces what follows, and is a clause only if it asks for something too."""


class Division(Record):
    """The directive part of a paper, and how many paragraphs stand outside of it."""

    parts: tuple[Part, ...]
    outside: int


class _State:
    """Where in the paper the reading stands."""

    def __init__(self, *, official: bool) -> None:
        self.official = official
        self.mode = "before"
        self.skipped = ""
        self.above: list[tuple[str, int]] = []


def divide(paper: Aligned, blocks: Sequence[Block], *, official: bool = False) -> Division:
    """The clauses and headings of the directive part, in order.

    An `official` paper, one that names its kind, directs wherever it gives work a deadline.
    """
    parts: list[Part] = []
    seen: set[str] = set()
    state, outside = _State(official=official), 0
    for place, block in enumerate(blocks):
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        words = paper.low[block.body : block.end]
        # An article says its first paragraph twice; items and what was directed are counted each.
        repeated = not block.style and state.mode != "directing" and len(words) > 60
        repeated = repeated and words in seen
        seen.add(words)
        kind = (
            "outside"
            if repeated
            else _kind(
                paper,
                block,
                following,
                state,
                parts_open=bool(parts) and not parts[-1].heading,
            )
        )
        if kind == "more":
            parts[-1] = parts[-1]._replace(block=parts[-1].block._replace(end=block.end))
            continue
        if kind == "outside":
            outside += 1
            continue
        _rise(state, block)
        above = state.above[-1][1] if state.above else -1
        if kind == "heading":
            state.above.append((block.style, len(parts)))
        opening = kind == "clause" and not block.style and _opens(paper, block)
        parts.append(Part(block, kind == "heading", above, opening))
    return Division(tuple(parts), outside)


def _rise(state: _State, block: Block) -> None:
    """Leave the headings that a paragraph no longer stands under."""
    styles = [style for style, _ in state.above]
    if block.style in styles:
        del state.above[styles.index(block.style) :]


def _kind(
    paper: Aligned,
    block: Block,
    following: Block | None,
    state: _State,
    *,
    parts_open: bool,
) -> str:
    words = paper.low[block.body : block.end]
    if state.mode == "closed":
        if words.startswith(("phụ lục", "biểu")) and not block.style:
            state.mode = "before"
        return "outside"
    if not block.style and (CLOSES.match(words) or SIGNATURE.fullmatch(words)):
        state.mode = (
            "closed" if state.mode != "before" or words.startswith("nơi nhận") else "before"
        )
        return "outside"
    if (
        state.mode == "directing"
        and block.style in ("", "-", "+")
        and ADDS.match(words)
        and parts_open
    ):
        return "more"
    heading = _is_heading(paper, block, following, state)
    if heading and ASSESSING.match(words) and not DIRECTING.search(words[:60].split("kết quả")[0]):
        state.mode, state.skipped = "skipping", block.style or "?"
        return "outside"
    if (
        block.style
        and REPORT.match(words)
        and not (
            state.mode == "directing" and block.style[:1].isdigit() and not HAPPENED.search(words)
        )
        and not given(paper, block.body, block.end)
    ):
        return "outside"
    if state.mode == "skipping":
        over = block.style == state.skipped or (
            heading and DIRECTING.search(words) is not None and block.style != "-"
        )
        if not over and not (not block.style and _opens(paper, block)):
            return "outside"
        state.mode = "directing" if over else "before"
    if state.mode == "directing":
        return _directed(paper, block, heading=heading)
    return _before(paper, block, state, heading=heading)


def _before(paper: Aligned, block: Block, state: _State, *, heading: bool) -> str:
    """A paragraph before anything was directed, or between the requests of an article."""
    words = paper.low[block.body : block.end]
    if words.startswith(("kính gửi", "về việc", "v/v")):
        return "outside"
    if heading and block.style and DIRECTING.search(words):
        state.mode = "directing"
        return "heading"
    opens = _opens(paper, block)
    if (
        _asks(paper, block)
        and (block.style or len(words) > 40)
        and (block.style != "-" or state.mode == "article")
    ):
        state.mode = "directing" if opens or block.style else "article"
        return "clause"
    if opens:
        state.mode = "directing"
        return "outside"
    if state.official and not block.style and DEADLINE.search(words) and _orders(paper, block):
        state.mode = "article"
        return "clause"
    if (
        state.mode == "article"
        and not REPORTS.match(words)
        and (len(words) > 40 or words.endswith(_PLAIN_ENDS))
        and _urges(paper, block)
    ):
        return "clause"
    return "outside"


def _directed(paper: Aligned, block: Block, *, heading: bool) -> str:
    words = paper.low[block.body : block.end]
    if heading:
        return "heading"
    if not block.style and len(words) < 40 and words[-1] not in ".;:/" and not _urges(paper, block):
        return "outside"
    if (
        not block.style
        and REPORTS.match(words)
        and HAPPENED.search(words[:220])
        and not words.startswith("đến nay")
    ):
        return "outside"
    return "clause"


def _opens(paper: Aligned, block: Block) -> bool:
    """Whether a paragraph announces what is directed: "… kết luận như sau:"."""
    words = paper.low[max(block.body, block.end - 240) : block.end]
    return words.endswith(":") and OPENS.search(words) is not None


def _is_heading(paper: Aligned, block: Block, following: Block | None, state: _State) -> bool:
    """Whether a paragraph only heads what follows it."""
    if following is None:
        return False
    words = paper.low[block.body : block.end]
    colon = words.endswith(":")
    if block.style:
        known = [style for style, _ in state.above]
        deeper = following.style != block.style and following.style not in known
        short = len(words) < (_LONG if colon else _SHORT)
        return deeper and short and (colon or words[-1] not in ".;/")
    if colon:
        return bool(following.style) and state.mode == "directing"
    shouts = (
        paper.cased[block.body : block.end].isupper()
        and not paper.cased[following.body : following.end].isupper()
    )
    return state.mode == "directing" and len(words) < _SHORT and words[-1] not in ".;/)" and shouts


def _asks(paper: Aligned, block: Block) -> bool:
    """Whether a paragraph outside of the directive part asks somebody for something."""
    end = min(block.end, block.body + _LOOKED_AT)
    words = paper.low[block.body : end]
    if given(paper, block.body, end) is not None:
        return not HAPPENED.search(words[:80]) or SPEECH.search(words) is not None
    if block.style and block.style != "-":
        return _urges(paper, block)
    if SPEECH.search(words) is None or REPORTS.match(words):
        return False
    return any(
        WORK.match(paper.low, block.body + found.end(), end)
        for found in SENTENCE.finditer(words)
        if SPEECH.search(words[: found.start()])
    )


def _urges(paper: Aligned, block: Block) -> bool:
    """Whether a paragraph begins with work to be done, or with a body and its work."""
    end = min(block.end, block.body + _LOOKED_AT)
    at = skip_links(paper.low, block.body, end)
    if _works(paper, at, end):
        return True
    told = REPORTS.match(paper.low, at, end) or HAPPENED.search(paper.low, at, min(end, at + 220))
    return not told and any(_works(paper, place, end) for place in past_topics(paper.low, at, end))


def _orders(paper: Aligned, block: Block) -> bool:
    """Whether a paragraph begins with work and tells of nothing that was."""
    words = paper.low[block.body : block.end]
    told = REPORTS.match(words) or HAPPENED.search(words[:220])
    return not told and _urges(paper, block)


def _works(paper: Aligned, at: int, end: int) -> bool:
    work = WORK.match(paper.low, at, end)
    if work is not None:
        return REACHED.match(paper.low, work.end(), end) is None
    return is_subject(paper, at, end)


def is_formula(paper: Aligned, block: Block) -> bool:
    """Whether a paragraph is one of the sentences with which papers close."""
    return not block.style and FORMULA.match(paper.low, block.body, block.end) is not None


def reports(paper: Aligned, block: Block) -> bool:
    """Whether a paragraph tells of what was, rather than asking for what is to be."""
    words = paper.low[block.body : block.end]
    return REPORTS.match(words) is not None or HAPPENED.search(words[:120]) is not None
