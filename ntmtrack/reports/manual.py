"""The manual's list of pages, and where in it some words stand."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Report, Show

_PAGES = (
    Column("page", N_("Page"), Show.ALWAYS),
    Column("title", N_("Title"), Show.ALWAYS, wrap=True),
    Column("topic", N_("English name"), Show.DATA),
)
_PLACES = (
    Column("page", N_("Page"), Show.DATA),
    Column("words", N_("What it says"), Show.ALWAYS, wrap=True),
    Column("section", N_("Section"), Show.ROOM, wrap=True),
)
_MOST = 60
"""Places that are shown: who gets more had better look for more words."""


class Page(Record):
    """A page of the manual: its English name, its name and title in the reader's language."""

    topic: str
    name: str
    title: str


class Place(Record):
    """Where words stand: the page, the heading above, and the paragraph, row or line itself."""

    page: Page
    section: str
    words: str


def pages(chapters: Iterable[tuple[str, Sequence[Page]]]) -> Report:
    """All pages under the headings of their chapters (marked texts)."""
    return Report(
        name="manual",
        title=say("The manual"),
        columns=_PAGES,
        blocks=tuple(
            Block(
                heading, say(heading), tuple((each.name, each.title, each.topic) for each in all_)
            )
            for heading, all_ in chapters
        ),
        notes=(
            say("`ntmtrack manual PAGE` opens a page, `--search WORDS` looks in all of them."),
            say("`ntmtrack COMMAND --help` tells of one command, with examples."),
        ),
    )


def places(wanted: str, found: Sequence[Place]) -> Report:
    """Where the words looked for stand, page by page in the order given; of many the first."""
    shown = found[:_MOST]
    left_out = len(found) - len(shown)
    return Report(
        name="manual",
        title=say("In the manual: {words}", words=wanted),
        columns=_PLACES,
        blocks=tuple(
            Block(
                page.topic,
                say("{title} (`ntmtrack manual {page}`)", title=page.title, page=page.name),
                tuple((page.name, each.words, each.section) for each in on_page),
            )
            for page, on_page in groupby(shown, key=lambda place: place.page)
        ),
        notes=_left_out(left_out),
        empty=say("No page has all these words; try fewer, or one of them."),
    )


def _left_out(count: int) -> tuple[Message, ...]:
    if not count:
        return ()
    return (
        say_n(
            "{count} more place has them: look for more words",
            "{count} more places have them: look for more words",
            count,
        ),
    )
