"""The manual: which pages there are, how each is found by its names, what stands where in them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ntmtrack.domain.text import fold, tokens
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.record import Record
from ntmtrack.render.manual_page import bare
from ntmtrack.render.pieces import Kind, pieces
from ntmtrack.reports import manual as reports
from ntmtrack.reports.manual import Page, Place
from ntmtrack.reports.report import Report

PAGES = Path(__file__).resolve().parent.parent / "manual"
"""The folder of the pages: `TOPIC.md` in English, `TOPIC.vi.md` in Vietnamese."""

MAN = PAGES / "man"
"""The folder of the man pages, which are made of the commands' own help."""


class Chapter(Record):
    """Pages that belong together: each topic, and its Vietnamese name as it is typed."""

    heading: str
    topics: dict[str, str]


CHAPTERS = (
    Chapter(
        N_("Every day"),
        {
            "start": "bat-dau",
            "vietnamese": "go-tieng-viet",
            "assess": "danh-gia",
            "tasks": "nhiem-vu",
            "notices": "van-ban",
            "deadlines": "thoi-han",
            "filters": "bo-loc",
            "works": "cong-trinh",
            "products": "san-pham",
            "mail": "thu",
            "files": "tep",
        },
    ),
    Chapter(
        N_("What the figures say"),
        {
            "formulas": "cong-thuc",
            "time": "thoi-gian",
            "plans": "ke-hoach",
            "standing": "cong-nhan",
            "lineage": "sap-nhap",
            "criteria-format": "bo-tieu-chi",
        },
    ),
    Chapter(
        N_("Keeping and sharing"),
        {
            "exchange": "trao-doi",
            "trust": "khong-mat-gi",
            "security": "an-toan",
        },
    ),
    Chapter(
        N_("To look up"),
        {
            "settings": "cau-hinh",
            "troubleshooting": "su-co",
            "exit-codes": "ma-thoat",
            "json": "khoa-json",
            "access": "tiep-can",
            "install": "cai-dat",
        },
    ),
)
"""Every page in the order of the list."""


def names() -> dict[str, str]:
    """Every topic with its Vietnamese name, in the order of the list."""
    return {topic: name for chapter in CHAPTERS for topic, name in chapter.topics.items()}


def name_of(topic: str, lang: str) -> str:
    """What a topic is called in a language."""
    return names()[topic] if lang == "vi" else topic


def page(topic: str, lang: str) -> str:
    """The page of a topic as it was written, in Markdown."""
    return (PAGES / f"{topic}{_ENDING[lang]}").read_text("utf-8")


_ENDING = {"vi": ".vi.md", "en": ".md"}


def title(topic: str, lang: str) -> str:
    """What stands over a page."""
    return page(topic, lang).partition("\n")[0].removeprefix("#").strip()


def topic_of(typed: str, lang: str) -> str:
    """The topic that is meant by one of its names, in either language, with or without marks.

    Raises DataError, with the nearest names, for a page that is not there.
    """
    named = {name: topic for topic, name in names().items()} | {name: name for name in names()}
    wanted = "-".join(fold(typed).replace("-", " ").replace("_", " ").split())
    if wanted in named:
        return named[wanted]
    from ntmtrack.domain.likeness import alike

    offered = [name_of(topic, lang) for topic in alike(typed, named)]
    say_all = say("pages: {topics}", topics=tuple(name_of(topic, lang) for topic in names()))
    raise DataError(
        say("the manual has no page {topic}", topic=typed),
        hint=say("did you mean {names}?", names=tuple(offered)) if offered else say_all,
        details=(say("words are looked for in all pages with `ntmtrack manual --search WORDS`"),),
    )


def contents(lang: str) -> Report:
    """The list of all pages."""
    return reports.pages(
        (chapter.heading, [_page(topic, lang) for topic in chapter.topics]) for chapter in CHAPTERS
    )


def search(wanted: str, lang: str, *, topic: str | None = None) -> Report:
    """Where all the words looked for stand, marks and case aside, in one page or in all.

    A place is a paragraph, an item of a list, a row of a table or a line of an example. Where the
    words stand side by side somewhere, only such places are told. The last may be only begun. The
    page of keys, which names everything, is told last.
    """
    words = tokens(wanted)
    looked_in = sorted(names(), key=_KEYS.__eq__) if topic is None else (topic,)
    found = [(place, tokens(place.words)) for each in looked_in for place in _places(each, lang)]
    together = [place for place, said in found if _side_by_side(words, said)]
    apart = [place for place, said in found if all(_has(said, word) for word in words)]
    return reports.places(wanted, together or apart)


_KEYS = "json"


def man_page(lang: str) -> str:
    """The man page of the program, as `man` takes it."""
    return (MAN / f"ntmtrack{_MAN_ENDING[lang]}").read_text("utf-8")


_MAN_ENDING = {"vi": ".vi.1", "en": ".1"}


def _page(topic: str, lang: str) -> Page:
    return Page(topic, name_of(topic, lang), title(topic, lang))


def _places(topic: str, lang: str) -> Iterator[Place]:
    named, section = _page(topic, lang), ""
    for piece in pieces(page(topic, lang)):
        if piece.kind is Kind.HEADING:
            section = bare(piece.words)
        for words in (piece.words, *piece.lines, *map(_row, piece.rows)):
            if words.strip():
                yield Place(named, section, bare(words).strip())


def _row(cells: Sequence[str]) -> str:
    return " · ".join(filter(None, cells))


def _side_by_side(words: Sequence[str], said: Sequence[str]) -> bool:
    *whole, last = words or ("",)
    return any(
        list(said[at : at + len(whole)]) == whole and each.startswith(last)
        for at, each in enumerate(said[len(whole) :])
    )


def _has(said: Sequence[str], word: str) -> bool:
    return any(each.startswith(word) for each in said)
