"""A report as a web page: what its bytes are, before any browser has seen them."""

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from gettext import NullTranslations
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Verdict
from ntmtrack.message import say
from ntmtrack.render.columns import choose, shown
from ntmtrack.render.localise import Localiser, flat
from ntmtrack.render.page import render
from ntmtrack.render.page_cells import (
    Sorting,
    css_string,
    is_criterion,
    is_late,
    sort_value,
    sorting,
    whole,
)
from ntmtrack.reports.report import Basis, Block, Cell, Column, Drawing, Measure, Report, Show
from ntmtrack.reports.status import LEGEND, Mark
from tests.render.provinces import matrix, trend, unmet

VOID = {"meta", "input", "br"}


@cache
def everything() -> str:
    """A page of all that pages show, made once: pictures take their time."""
    parts = [trend(4), matrix(3), unmet(3), trend(5)]
    return render(parts, Localiser("en"), title="Half <year>")


class Read(HTMLParser):
    """What a program reads that knows the markup alone: tables by their rows, ids, references."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self.words.setdefault(self._open[-1], []).append(data)
        if {"td", "th"} & set(self._open):
            self.tables[-1][-1][-1] += data

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of one kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    def values(self, attribute: str) -> list[str]:
        """One attribute wherever it stands."""
        return [each[attribute] for _, each in self.elements if attribute in each]


def one(
    *rows: tuple[Cell, ...], columns: Sequence[Column] | None = None, title: str = "One"
) -> Report:
    named = columns or tuple(Column(f"k{n}", f"K{n}") for n in range(len(rows[0])))
    return Report("one", say(title), tuple(named), (Block("b", None, rows),))


def test_every_cell_that_people_see_is_in_the_table_and_no_other(
    awkward: Report, catalogue: NullTranslations
) -> None:
    localiser = Localiser("vi", catalogue=catalogue)
    (table,) = Read(render([awkward], localiser)).tables
    head, *rows = table
    places = [place for place in shown(awkward)]
    assert head == [localiser.word(awkward.columns[place].heading) for place in places]
    wanted = []
    for block in awkward.blocks:
        if block.rows and block.heading is not None:
            wanted.append([localiser.say(block.heading)])
        wanted += [[flat(localiser.cell(row[place])) for place in places] for row in block.rows]
    assert rows == wanted


def test_a_page_is_one_document_in_the_readers_language() -> None:
    for lang in ("vi", "en"):
        text = render([unmet(3)], Localiser(lang))
        read = Read(text)
        assert text.startswith("<!DOCTYPE html>\n") and text.endswith("</html>\n")
        assert read.all("html") == [{"lang": lang}]
        assert len(read.all("h1")) == len(read.all("main")) == len(read.all("title")) == 1
        assert read.words["h1"] == read.words["title"]
        assert read.all("h2") == read.all("nav") == []


def test_several_parts_have_a_list_of_them_and_a_title_of_their_own() -> None:
    read = Read(everything())
    assert read.words["h1"] == ["Half <year>"]
    assert read.words["title"] == ["Half <year>", "Course", "Course"]
    assert read.words["h2"] == ["Course", "Units and criteria as of 22/11/2026", "Unmet", "Course"]
    assert read.all("nav") == [{"aria-label": "Parts of this page"}]
    assert [each["href"] for each in read.all("a")] == ["#p1", "#p1", "#p2", "#p3", "#p4"]
    assert read.words["small"] == ["(4)", "(3)", "(3)", "(5)"]


def test_a_title_over_one_part_leaves_the_part_its_own() -> None:
    read = Read(render([unmet(3)], Localiser("en"), title="Weekly"))
    assert (read.words["h1"], read.words["h2"]) == (["Weekly"], ["Unmet"])


def test_ids_are_each_used_once_and_whatever_is_named_is_there() -> None:
    read = Read(everything())
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    named = [
        *(each[1:] for each in read.values("href")),
        *(found[5:-1] for found in read.values("clip-path")),
        *(each for value in read.values("aria-labelledby") for each in value.split()),
        *read.values("aria-controls"),
        *read.values("aria-describedby"),
        *read.values("for"),
    ]
    assert len(named) > 20
    assert set(named) <= set(ids)


def test_tables_name_their_columns_and_rows() -> None:
    read = Read(render([unmet(3), matrix(3)], Localiser("en")))
    assert read.words["caption"] == ["Unmet", "Units and criteria as of 22/11/2026"]
    scopes = [each["scope"] for each in read.all("th")]
    columns = len(shown(unmet(3))) + len(shown(matrix(3)))
    assert scopes.count("col") == columns
    assert scopes.count("row") == 6
    assert scopes.count("rowgroup") == len(unmet(3).blocks)


def test_a_page_allows_its_own_style_and_script_and_nothing_else() -> None:
    text = everything()
    read = Read(text)
    (policy,) = [each["content"] for each in read.all("meta") if "http-equiv" in each]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    for tag in ("style", "script"):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert rules.pop(f"{tag}-src") == f"'sha256-{digest}'"
    assert rules == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}
    assert [*read.values("style"), *read.values("src")] == []
    assert [*read.all("link"), *read.all("img")] == []
    assert all(href.startswith("#") for href in read.values("href"))
    assert not [name for _, each in read.elements for name in each if name.startswith("on")]
    assert "http://" not in text and "https://" not in text


def test_the_same_reports_make_the_same_bytes() -> None:
    assert everything() == everything.__wrapped__()


HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "\"><svg onload='alert(1)'>",
    "<!-- --> ]]> &lt; &amp;lt; {shown}",
    "a\x00b\x1b[31m\u202eexe.\ud800",
    "=cmd|' /C calc'!A1",
]


def test_words_that_look_like_markup_stay_words() -> None:
    columns = (
        Column("name", HOSTILE[0], Show.ALWAYS, about=HOSTILE[3]),
        Column("other", HOSTILE[2]),
    )
    report = Report(
        "x",
        say("{words}", words=HOSTILE[1]),
        columns,
        tuple(Block(each, say("{words}", words=each), ((each, each),)) for each in HOSTILE),
        notes=tuple(say("{words}", words=each) for each in HOSTILE),
        empty=say("{words}", words=HOSTILE[0]),
    )
    localiser = Localiser("en")
    read = Read(render([report, report._replace(blocks=())], localiser, title=HOSTILE[1]))
    # What cannot be encoded is spelt.
    said = [localiser.cell(each).replace("\ud800", "\\ud800") for each in HOSTILE]
    assert len(read.all("script")) == len(read.all("style")) == 1
    assert read.all("img") == read.all("svg") == []
    head, *rows = read.tables[0]
    assert head == [HOSTILE[0], HOSTILE[2]]
    assert rows == [row for each in said for row in ([each], [each, each])]
    assert read.words["h1"] == [HOSTILE[1]]
    assert read.words["p"] == [HOSTILE[0]]
    assert [text for text in read.words["li"] if text.strip()][-len(said) :] == said


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_string_of_a_style_sheet_says_the_same_and_cannot_end_it(text: str) -> None:
    written = css_string(text)
    inside = written[1:-1]
    assert written[0] == written[-1] == '"'
    assert not set(inside) & set('"<>\n\r\f')
    back = re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), inside)
    assert back == flat(text)


def test_a_matrix_says_each_verdict_in_its_cell_and_has_its_letters_in_the_style() -> None:
    report = matrix(2)
    text = render([report], Localiser("vi"))
    (table,) = Read(text).tables
    localiser = Localiser("vi")
    row = report.rows[0]
    assert table[1][0] == row[1]
    assert table[1][1:58] == [localiser.cell(cell) for cell in row[2:59]]
    for letter, kind in (("Đ", "m"), ("CB", "n"), ("C", "u"), ("–", "x")):
        assert f".matrix td.{kind}::before" in text
        assert f'{{content:"{letter}";content:"{letter}"/""}}' in text


def test_a_matrix_begins_with_names_and_ends_with_codes_and_says_its_legend_once() -> None:
    (head, *_), read = (lambda r: (r.tables[0], r))(Read(render([matrix(2)], Localiser("en"))))
    assert (head[0], head[-1]) == ("Unit", "Code")
    legend = [text.strip() for text in read.words["li"] if text.strip()]
    assert legend == ["met", "nearly met", "unmet", "not applicable", "not assessed", "A note."]
    titles = [each.get("title") for each in read.all("th")]
    assert titles[1:4] == ["Quy hoạch", None, None]


def test_a_matrix_in_marks_is_a_heat_map_too() -> None:
    columns = (Column("unit_name", "Unit", Show.ALWAYS), Column("c1", "1"), Column("c2", "2"))
    rows = (("A", Mark.UNMET, None), ("B", Mark.MET, Mark.NOT_APPLICABLE))
    text = render([one(*rows, columns=columns)], Localiser("en"))
    assert 'class="matrix"' in text
    assert Read(text).tables[0] == [
        ["Unit", "1", "2"],
        ["A", "unmet", ""],
        ["B", "met", "not applicable"],
    ]


def test_verdicts_beside_other_words_make_no_heat_map() -> None:
    columns = (Column("number", "No."), Column("before", "Before"), Column("7", "Seven"))
    text = render([one(("1", Verdict.MET, "x"), columns=columns)], Localiser("en"))
    assert 'class="list"' in text
    assert '<td><b class="m">met</b></td>' in text


def test_a_province_of_124_communes_and_57_columns_is_below_a_third_of_a_megabyte() -> None:
    text = render([matrix(124)], Localiser("vi"))
    assert text.count("<td class=") == 124 * 57
    assert len(text.encode()) < 330_000


def test_nothing_to_show_is_one_sentence_and_the_notes() -> None:
    report = Report("x", say("T"), (Column("a", "A"),), (), notes=(say("N"),), empty=say("None."))
    read = Read(render([report, report._replace(empty=None)], Localiser("en")))
    assert read.tables == []
    assert read.words["p"][0] == "None."
    assert len(read.words["p"]) == 2


def test_a_column_with_nothing_in_it_is_not_there() -> None:
    columns = (Column("unit", "Code", Show.ALWAYS), Column("name", "Name", Show.ALWAYS))
    assert Read(render([one((None, "A"), columns=columns)], Localiser("en"))).tables == [
        [["Name"], ["A"]]
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (12, "12"),
        (True, "1"),
        (Decimal("82.50"), "82.50"),
        (Measure(Decimal("-3"), "%", "≥"), "-3"),
        (date(2026, 1, 2), "20260102"),
        (date(987, 1, 2), "09870102"),
        (datetime(1970, 1, 2, tzinfo=UTC), "86400.000000"),
        (Verdict.UNMET, "2"),
        ("9/19", None),
        (None, None),
        (say("words"), None),
        (("a", "b"), None),
    ],
)
def test_cells_are_put_in_order_by_what_they_are(cell: Cell, value: str | None) -> None:
    assert sort_value(cell) == value


@given(st.lists(st.dates(), min_size=2, max_size=2))
def test_days_are_put_in_their_order(days: list[date]) -> None:
    one, other = (int(sort_value(day) or "") for day in days)
    assert (one < other) == (days[0] < days[1])


def test_a_column_is_sorted_by_words_where_its_cells_are_of_several_kinds() -> None:
    assert sorting([1, None, Decimal(2)]) is Sorting.VALUE
    assert sorting([1, "x"]) is Sorting.WORDS
    assert sorting([None]) is Sorting.WORDS
    assert sorting([Verdict.MET, None]) is Sorting.VERDICT


def test_only_columns_of_numbers_that_hold_verdicts_are_criteria() -> None:
    assert is_criterion(Column("17.8", "17.8"), [Verdict.MET, None])
    assert is_criterion(Column("c17", "17"), [Mark.MET])
    assert not is_criterion(Column("verdict", "Verdict"), [Verdict.MET])
    assert not is_criterion(Column("17", "17"), ["Đ"])


def test_days_late_are_told_apart_from_days_left() -> None:
    assert is_late(Column("days_late", "x"), 3)
    assert is_late(Column("days_left", "x"), -3)
    assert not is_late(Column("days_left", "x"), 3)
    assert not is_late(Column("days_late", "x"), None)
    assert not is_late(Column("count", "x"), 3)


def test_codes_and_days_within_words_are_kept_whole() -> None:
    assert whole("NV2023-006; NV2023-007") == "<span>NV2023-006;</span> <span>NV2023-007</span>"
    assert whole("trong tháng 5/2023") == "trong tháng <span>5/2023</span>"
    assert whole("xa-ntm-nang-cao-2021-2025") == "<span>xa-ntm-nang-cao-2021-2025</span>"
    assert whole("Kinh tế - Hạ tầng 17") == "Kinh tế - Hạ tầng 17"


def test_a_column_of_short_words_is_kept_whole_by_its_style() -> None:
    text = render([one(("A", "x/1"), ("B", "x/2"))], Localiser("en"))
    assert "<span>" not in text
    assert "tr:not(.group)>:nth-child(2){white-space:nowrap}" in text


def test_a_total_stands_in_the_foot_and_is_not_counted() -> None:
    rows = one(*((name, 1) for name in "ABCDE"))
    total = Block("total", None, (("All", 5),))
    text = render([rows._replace(blocks=(*rows.blocks, total))] * 2, Localiser("en"))
    foot = '<tfoot>\n<tr><th scope="row">All</th><td>5</td></tr>\n</tfoot>'
    assert text.count(foot) == 2
    read = Read(text)
    assert read.words["output"] == ["5 rows"] * 2
    assert read.words["small"] == ["(5)"] * 2


def test_what_all_parts_rest_on_is_said_once() -> None:
    day = date(2026, 11, 22)
    parts = [unmet(2)._replace(basis=Basis(7), as_of=day)] * 2
    assert render(parts, Localiser("en")).count("As of 22/11/2026; change 7") == 1
    parts[1] = parts[1]._replace(as_of=day - timedelta(1))
    read = Read(render(parts, Localiser("en")))
    assert [text for text in read.words["li"] if text.startswith("As of")] == [
        "As of 22/11/2026; change 7",
        "As of 21/11/2026; change 7",
    ]


def test_a_picture_stands_over_its_table_with_a_name_and_what_must_be_known_of_it() -> None:
    text = everything()
    read = Read(text)
    pictures = read.all("svg")
    assert len(pictures) == 2
    for place, picture in zip((1, 4), pictures, strict=True):
        assert picture["role"] == "img"
        assert picture["aria-labelledby"] == f"p{place}-picture-title"
        assert picture["aria-describedby"] == f"p{place}-picture-desc"
    assert read.words["desc"] == ["Still running."] * 2
    assert text.index("<svg") < text.index("<table")
    assert len(read.tables[0]) == 6
    assert read.all("metadata") == []


def test_columns_that_the_reader_chose_may_leave_nothing_to_draw() -> None:
    report = choose(trend(4), ("period", "up"))
    read = Read(render([report], Localiser("en")))
    assert read.all("svg") == []
    assert read.tables[0][0] == ["Period", "Up"]


def test_a_report_without_rows_has_no_picture() -> None:
    empty = trend(4)._replace(blocks=())
    assert isinstance(empty.drawing, Drawing)
    assert Read(render([empty], Localiser("en"))).all("svg") == []


def test_the_legend_as_a_note_is_left_to_forms_without_one() -> None:
    assert LEGEND in matrix(2).notes
    assert "M met" not in render([matrix(2)], Localiser("en"))
