"""The list of a letter as HTML: the same words as the table, in what every mail program keeps."""

import re
from gettext import NullTranslations
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.message import say
from ntmtrack.render.columns import leading, shown
from ntmtrack.render.html import page, paragraphs, table
from ntmtrack.render.localise import Localiser, flat
from ntmtrack.reports.report import Block, Column, Report, Show

VOID = {"br", "meta"}


class Read(HTMLParser):
    """What a mail program reads: cells by row, all words, the elements with their attributes."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if "tr" in self._open and ("td" in self._open or "th" in self._open):
            self.rows[-1][-1] += data

    @property
    def said(self) -> str:
        return _bare("".join(self.words))


def _bare(words: str) -> str:
    return re.sub(r"\s", "", words)


def one(*rows: tuple[object, ...], show: Show = Show.ALWAYS) -> Report:
    columns = (
        Column("task", "Task", Show.ALWAYS),
        Column("title", "What", show, wrap=True),
        Column("count", "Count", Show.ALWAYS, right=True),
    )
    return Report("one", say("One"), columns, (Block("b", None, rows),))  # type: ignore[arg-type]


def test_everything_people_see_is_in_the_table_and_nothing_else(
    awkward: Report, catalogue: NullTranslations
) -> None:
    localiser = Localiser("vi", catalogue=catalogue)
    read = Read(table([awkward], localiser))
    main = leading(awkward)
    told = [row for row in read.rows if row[0] not in ("Số",)]
    assert len(told) == len(awkward.rows)
    for row, cells in zip(awkward.rows, told, strict=True):
        assert len(cells) == len(main)
        whole = _bare("".join(cells))
        for place in shown(awkward):
            assert _bare(flat(localiser.cell(row[place]))) in whole
        assert row[main[0]] in cells[0]
    assert "Recorded" not in read.said
    assert "01/06/2023" in read.said
    assert "20:15" not in read.said
    assert "03:15" not in read.said


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_word_becomes_an_element(words: str) -> None:
    localiser = Localiser("en")
    report = one((words, words, 1))._replace(
        title=say("{x}", x=words), notes=(say("{x}", x=words),)
    )
    read = Read(page(paragraphs(words) + table([report], localiser), title=words, lang="en"))
    known = {"html", "head", "meta", "title", "body", "div", "p", "br", "span"}
    known |= {"h2", "table", "thead", "tbody", "tr", "th", "td"}
    assert {tag for tag, _ in read.elements} <= known
    shown_words = _bare(flat(localiser.cell(words)))
    assert _bare(read.rows[1][0]) == _bare(read.rows[1][1]) == shown_words


def test_styles_stand_in_the_elements_and_nothing_is_fetched(awkward: Report) -> None:
    whole = page(table([awkward], Localiser("en")), title="T", lang="en")
    read = Read(whole)
    for tag, attributes in read.elements:
        assert tag not in ("style", "script", "link", "img", "a", "iframe", "form", "base")
        assert not {"class", "id", "src", "href", "background"} & attributes.keys()
        assert not any(name.startswith("on") for name in attributes)
    assert not re.search(r"url\(|@import|https?:", whole)


def test_no_colour_is_set_but_a_grey_for_lines(awkward: Report) -> None:
    read = Read(page(table([awkward], Localiser("en")), title="T", lang="en"))
    styles = ";".join(attributes.get("style") or "" for _, attributes in read.elements)
    assert not re.search(r"(^|;)\s*(color|background[a-z-]*)\s*:", styles)
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}", styles)) == {"#888888"}
    assert ("meta", {"name": "color-scheme", "content": "light dark"}) in read.elements


def test_headings_of_columns_are_marked_and_figures_stand_right() -> None:
    read = Read(table([one(("a", "b", 5))], Localiser("en")))
    heads = [attributes for tag, attributes in read.elements if tag == "th"]
    assert [attributes["scope"] for attributes in heads] == ["col"] * 3
    cells = [attributes["style"] or "" for tag, attributes in read.elements if tag == "td"]
    assert ["text-align:right" in style for style in cells] == [False, False, True]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("trước ngày 31/12/2026, báo cáo", "31/12/2026,"),
        ("theo NV2023-005 và Kế hoạch", "NV2023-005"),
    ],
)
def test_dates_and_codes_within_a_sentence_are_not_broken(words: str, kept: str) -> None:
    made = table([one(("a", words, 5))], Localiser("en"))
    assert f'<span style="white-space:nowrap">{kept}</span>' in made


def test_a_word_wider_than_a_phone_may_be_broken_and_others_not() -> None:
    read = Read(
        table([one(("NV2023-005", "x" * 90, 5), ("b", "Quy hoạch chung", 5))], Localiser("en"))
    )
    styles = [attributes["style"] or "" for tag, attributes in read.elements if tag == "td"]
    assert ["anywhere" in style for style in styles] == [False, True, *[False] * 4]
    assert ["nowrap" in style for style in styles] == [True, False, True, True, False, True]


def test_particulars_stand_under_the_words_that_take_most_room() -> None:
    report = one(("NV1", "Lead agency", 5), show=Show.ROOM)
    ((_, (task, _)),) = [tuple(Read(table([report], Localiser("en"))).rows)]
    assert task == "NV1What: Lead agency"


def test_each_block_has_its_heading_and_an_empty_report_says_so() -> None:
    rows = (("a", "b", 1),)
    report = one(*rows)._replace(
        blocks=(Block("x", say("First"), rows), Block("y", say("Second"), ()))
    )
    read = Read(table([report, one()], Localiser("en")))
    assert [tag for tag, _ in read.elements if tag in ("h2", "h3")] == ["h2", "h3", "h2"]
    assert "Second" not in read.said
    assert read.said.endswith("OneNothingtoshow.")


def test_paragraphs_keep_line_breaks_and_escape() -> None:
    read = Read(paragraphs("Kính gửi: <A & B>\n\n\ncâu một\ncâu hai\n"))
    assert [tag for tag, _ in read.elements] == ["p", "p", "br"]
    assert read.words[0] == "Kính gửi: <A & B>"
