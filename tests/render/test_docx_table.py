"""The paper for Word: the same words as the table, in letters and rows that go on over pages."""

import io
import re
import zipfile
from datetime import date
from gettext import NullTranslations

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Verdict
from ntmtrack.message import say
from ntmtrack.render.columns import shown
from ntmtrack.render.docx_table import document, table_into
from ntmtrack.render.docx_widths import SIZES, Lane, divided, laid_out
from ntmtrack.render.localise import Localiser
from ntmtrack.reports.report import Block, Cell, Column, Report, Show

ENGLISH = Localiser("en")
ROOM = 15_000


def one(*cells: Cell) -> Report:
    """A report with one column and no block headings."""
    rows = tuple((cell,) for cell in cells)
    columns = (Column("x", "Heading", Show.ALWAYS),)
    return Report("one", say("Title"), columns, (Block("b", None, rows),))


def matrix(criteria: int, units: int = 2) -> Report:
    columns = (
        Column("unit", "Code", Show.ALWAYS),
        Column("unit_name", "Unit", Show.ALWAYS),
        *(Column(str(number), str(number), Show.ALWAYS) for number in range(1, criteria + 1)),
    )
    verdicts = [list(Verdict)[number % 5] for number in range(criteria)]
    rows = tuple((f"{unit:05}", f"Xã Số {unit}", *verdicts) for unit in range(units))
    return Report("matrix", say("Matrix"), columns, (Block("s", None, rows),))


def inside(content: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read(name).decode()


def back(report: Report) -> list[list[str]]:
    """The rows of the first table below its headings."""
    (table, *_) = Document(io.BytesIO(document([report], ENGLISH))).tables
    return [[cell.text for cell in row.cells] for row in table.rows][1:]


def test_the_paper_says_what_people_see(awkward: Report, catalogue: NullTranslations) -> None:
    localiser = Localiser("vi", catalogue=catalogue)
    paper = Document(io.BytesIO(document([awkward], localiser)))
    (table,) = paper.tables
    lines = [[cell.text for cell in row.cells] for row in table.rows]
    places = shown(awkward)
    assert lines[0] == [localiser.word(awkward.columns[place].heading) for place in places]
    told = [
        line
        for block in awkward.blocks
        if block.rows and block.heading is not None
        for line in (
            [localiser.say(block.heading)] * len(places),
            *([localiser.cell(row[place]) for place in places] for row in block.rows),
        )
    ]
    expected = [[text.replace("\t", " ") for text in line] for line in told]
    assert [[text.replace("\t", " ") for text in line] for line in lines[1:]] == expected
    words = [paragraph.text for paragraph in paper.paragraphs if paragraph.text]
    assert words == [localiser.say(awkward.title), *(map(localiser.say, awkward.notes))]


@pytest.mark.parametrize(
    "words",
    [
        "=cmd|' /C calc'!A1",
        "a & b < c > d ]]> e",
        "<w:t>x</w:t>",
        "{{ x }}{% raw %}",
        "A \"quoted\" 'name'",
        "🌾 lúa",
        "Xa\u0303",
        "_x000D_",
        " x ",
    ],
)
def test_any_words_are_words(words: str) -> None:
    assert back(one(words)) == [[words]]


@settings(max_examples=25)
@given(st.text(max_size=30))
def test_any_text_makes_a_paper_that_opens(words: str) -> None:
    report = one(words, "end")._replace(title=say("{x}", x=words), notes=(say("{x}", x=words),))
    assert back(report)[-1] == ["end"]


def test_lines_of_a_cell_stay_lines() -> None:
    assert back(one("một\nhai\r\nba")) == [["một\nhai\nba"]]


def test_the_page_is_a4_across_and_its_letters_are_those_of_papers() -> None:
    content = document([one("a")], Localiser("vi"))
    section = Document(io.BytesIO(content)).sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height) if side] == [
        *(297, 210),
    ]
    assert section.orientation is not None
    assert section.orientation.name == "LANDSCAPE"
    fonts = 'w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman"'
    text = inside(content)
    assert text.count("<w:r>") == text.count(f'<w:rFonts {fonts} w:cs="Times New Roman"/>')
    styles = inside(content, "word/styles.xml")
    (named,) = re.findall(r"<w:rFonts[^>]*>", styles)
    assert set(re.findall(r'="([^"]+)"', named)) == {"Times New Roman"}
    assert "Theme=" not in re.sub(r"theme(Color|Tint|Shade|Fill)", "", styles)
    assert 'w:val="vi-VN"' in styles
    assert 'w:val="en-GB"' in inside(document([one("a")], ENGLISH), "word/styles.xml")


def test_headings_are_repeated_rows_stay_whole_and_pages_are_numbered() -> None:
    content = document([one("a", "b")], ENGLISH)
    text = inside(content)
    assert text.count("<w:tblHeader/>") == 1
    assert text.count("<w:cantSplit/>") == 3
    footers = "".join(
        inside(content, name)
        for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
        if "footer" in name and name.endswith(".xml")
    )
    assert 'w:instr=" PAGE "' in footers
    assert 'w:instr=" NUMPAGES "' in footers


def test_verdicts_are_shaded_beside_their_words_and_days_late_are_bold() -> None:
    columns = (Column("verdict", "Verdict"), Column("days_late", "Days late", right=True))
    rows = ((Verdict.UNMET, 3), (Verdict.MET, -3), (Verdict.NOT_ASSESSED, 0))
    report = Report("r", say("T"), columns, (Block("b", None, rows),))
    cells = re.findall(r"<w:tc>.*?</w:tc>", inside(document([report], ENGLISH)))[2:]
    fills = [re.findall(r'w:fill="(\w+)"', cell) for cell in cells]
    assert fills == [["F0A58F"], [], ["F2F9EE"], [], [], []]
    assert ["<w:b/>" in cell for cell in cells] == [True, True, False, False, False, False]
    assert "unmet" in cells[0]


def test_a_matrix_is_in_letters_and_each_of_its_tables_names_the_units() -> None:
    assert back(matrix(5)) == [
        ["00000", "Xã Số 0", "M", "N", "U", "–", ""],
        ["00001", "Xã Số 1", "M", "N", "U", "–", ""],
    ]
    tables = Document(io.BytesIO(document([matrix(80)], ENGLISH))).tables
    assert len(tables) > 1
    heads = [[cell.text for cell in table.rows[0].cells] for table in tables]
    assert all(head[:2] == ["Code", "Unit"] for head in heads)
    assert [text for head in heads for text in head[2:]] == [str(n) for n in range(1, 81)]
    assert all(len(table.rows) == 3 for table in tables)


def test_a_report_without_rows_says_so() -> None:
    for report, words in ((one(), "Nothing to show."), (one()._replace(empty=say("No.")), "No.")):
        paper = Document(io.BytesIO(document([report], ENGLISH)))
        assert not paper.tables
        assert words in [paragraph.text for paragraph in paper.paragraphs]


def test_several_reports_each_begin_a_page() -> None:
    text = inside(document([one("a"), one("b")], ENGLISH))
    assert text.count("<w:pageBreakBefore") == 2
    assert len(Document(io.BytesIO(document([], ENGLISH))).tables) == 0


def test_a_table_goes_into_the_paper_of_others_as_wide_as_that_is() -> None:
    paper = Document()
    paper.add_paragraph("before")
    table_into(paper, one("a"), ENGLISH)
    paper.add_paragraph("after")
    section = paper.sections[-1]
    assert section.page_width and section.left_margin and section.right_margin
    room = (section.page_width - section.left_margin - section.right_margin) // 635
    assert f'<w:tblW w:w="{room}"' in paper.element.xml.replace(' w:type="dxa"', "")
    assert [paragraph.text for paragraph in paper.paragraphs] == ["before", "", "after"]


def test_the_same_reports_give_the_same_bytes(awkward: Report) -> None:
    assert document([awkward], ENGLISH) == document([awkward], ENGLISH)
    about = inside(document([awkward], ENGLISH), "docProps/core.xml")
    assert set(re.findall(r">(\d{4}-\d\d-\d\d)T", about)) == {str(date(2023, 6, 1))}


@given(st.lists(st.tuples(st.integers(1, 42), st.integers(0, 42)), min_size=1, max_size=90))
def test_columns_always_fill_the_page_and_none_is_lost(sizes: list[tuple[int, int]]) -> None:
    lanes = [Lane(word, word + more) for word, more in sizes]
    parts = divided(lanes, 1 if len(lanes) > 1 else 0, ROOM)
    names = parts[0][:1] if len(lanes) > 1 else []
    listed = [place for part in parts for place in part[len(names) :]]
    assert names + listed == list(range(len(lanes)))
    for part in parts:
        size, widths = laid_out([lanes[place] for place in part], ROOM)
        assert size in SIZES
        assert sum(widths) == ROOM
        assert all(width > 0 for width in widths)


def test_a_word_has_room_on_its_line_and_a_sentence_takes_what_is_left() -> None:
    lanes = [Lane.of(["NV2023-001"]), Lane.of(["Ban hành kế hoạch nâng cao thu nhập " * 5])]
    assert lanes == [Lane(10, 10), Lane(5, 42)]
    size, widths = laid_out(lanes, ROOM)
    assert size == SIZES[0]
    assert widths[1] > 2 * widths[0]


def test_a_page_that_is_too_narrow_for_the_words_is_filled_and_no_more() -> None:
    size, widths = laid_out([Lane(42, 42), Lane(42, 42), Lane(1, 1)], 1000)
    assert size == SIZES[-1]
    assert sum(widths) == 1000
    assert widths[0] > widths[2] > 0
