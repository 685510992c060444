"""The workbook, read back: the same words and figures as the table, and nothing that runs."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from gettext import NullTranslations
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ntmtrack.message import say
from ntmtrack.render.columns import shown
from ntmtrack.render.localise import Localiser, harmless
from ntmtrack.render.xlsx import sheet_names, workbook
from ntmtrack.reports.report import Block, Cell, Column, Measure, Report, Show

ENGLISH = Localiser("en")
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("=+-@'\t\nđĐạ_x\v"), max_size=40
)


def one(*cells: Cell, **changed: Any) -> Report:
    """A report with one column and no block headings."""
    rows = tuple((cell,) for cell in cells)
    columns = (Column("x", "Heading", Show.ALWAYS),)
    return Report("one", say("Title"), columns, (Block("b", None, rows),))._replace(**changed)


def read(content: bytes, sheet: int = 0) -> list[list[Any]]:
    """Every row from the first on."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def back(report: Report) -> list[Any]:
    """The cells of the first column below the heading."""
    return [row[0] for row in read(workbook([report], ENGLISH))[2:]]


@given(TEXTS.filter(bool))
@example("=1+1")
@example('=HYPERLINK("http://x.vn";"y")')
@example("http://example.gov.vn")
@example("mailto:x@y.vn")
@example("007")
@example("+84")
@example("-1")
@example("@x")
@example("\tx")
@example(" x ")
@example("_x0041_")
@example("a\nb\n")
@example("{=1}")
def test_any_text_comes_back_as_the_same_text(words: str) -> None:
    expected = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", harmless(words))
    assert back(one(words)) == [expected]


@given(st.integers(32_000, 70_000), st.sampled_from("ạx\U0001f600="))
def test_a_text_that_is_too_long_for_a_cell_goes_on_below(length: int, letter: str) -> None:
    whole = letter * length
    first, *rest = read(workbook([one(whole, "next")], ENGLISH))[2:]
    texts = [row[0] for row in (first, *rest)]
    at = texts.index("next")
    assert "".join(texts[:at]) == whole
    assert all(len(text.encode("utf-16-le")) <= 2 * 32_767 for text in texts)
    assert texts[at + 1 :] == [
        "",
        "A text that is too long for one cell goes on in the rows below it.",
    ]


def test_a_row_with_a_long_text_pushes_the_next_one_down() -> None:
    columns = (Column("x", "X", Show.ALWAYS), Column("y", "Y", Show.ALWAYS))
    rows = (("ạ" * 40_000, "beside"), ("next", "b"))
    report = one()._replace(columns=columns, blocks=(Block("b", None, rows),))
    first, *below, after, _, _ = read(workbook([report], ENGLISH))[2:]
    assert first[1] == "beside"
    assert "".join(row[0] for row in (first, *below)) == "ạ" * 40_000
    assert [row[1] for row in below] == ["", ""]
    assert after[:2] == ["next", "b"]


def test_a_note_of_any_length_is_told_whole() -> None:
    told = [
        row[0] for row in read(workbook([one("a", notes=(say("{x}", x="ạ" * 40_000),))], ENGLISH))
    ]
    assert "".join(told[4:]) == "ạ" * 40_000


def test_nothing_in_the_file_is_a_formula_or_leads_away() -> None:
    cells = ("=1+1", "http://example.gov.vn", "mailto:x@y.vn", "file:///x", "{=1}")
    content = workbook([one(*cells, title=say("=1+1"), notes=(say("=2"),))], ENGLISH)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        assert not [name for name in parts.namelist() if "sheet1.xml.rels" in name]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (12, 12),
        (-30, -30),
        (Decimal("82.50"), 82.5),
        (Decimal("1E+3"), 1000),
        (Measure(Decimal("82.5"), "%", "≥"), 82.5),
        (Measure(Decimal("-1.5"), "km"), -1.5),
        (date(2023, 5, 31), date(2023, 5, 31)),
        (datetime(2023, 5, 31, 20, 15, tzinfo=UTC), datetime(2023, 6, 1, 3, 15)),
    ],
)
def test_numbers_and_days_are_numbers_and_days(cell: Cell, value: object) -> None:
    assert back(one(cell)) == [value]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (10**15, "1000000000000000"),
        (Decimal("0.1234567890123456789"), "0.1234567890123456789"),
        (Measure(Decimal("-1"), "%", "≥"), "≥ -1 %"),
        (Measure(Decimal("2"), 'x"y'), '2 x"y'),
        (Measure(Decimal("1.50"), "km", "≥", "7.1"), "7.1: ≥ 1.5 km"),
        (date(1900, 1, 31), "31/01/1900"),
        (datetime(1899, 12, 31, tzinfo=UTC), "31/12/1899 07:00"),
        (("NV1", "NV2"), "NV1; NV2"),
        (True, "yes"),
        (say("set by {who}", who="x"), "set by x"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_a_sheet_cannot_hold_as_it_is_stands_in_words(cell: Cell, words: str) -> None:
    assert back(one(cell)) == [words]


@given(st.dates())
def test_every_day_is_told(day: date) -> None:
    assert back(one(day)) in ([day], [ENGLISH.cell(day)])


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_no_digit_of_a_number_is_lost(number: Decimal) -> None:
    (told,) = back(one(number, "end"))[:1]
    if isinstance(told, str):
        assert told == ENGLISH.cell(number)
    else:
        assert Decimal(repr(told)) == number


def test_the_pattern_of_a_measure_says_its_sign_and_unit() -> None:
    content = workbook([one(Measure(Decimal("82.5"), "%", "≥"), date(2023, 5, 31))], ENGLISH)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        styles = parts.read("xl/styles.xml").decode()
    assert "&quot;≥ &quot;General&quot; %&quot;" in styles
    assert "dd/mm/yyyy" in styles


def test_the_sheet_holds_what_people_see_and_nothing_else(
    awkward: Report, catalogue: NullTranslations
) -> None:
    localiser = Localiser("vi", catalogue=catalogue)
    title, headings, *rows = read(workbook([awkward], localiser))
    assert title[0] == "Tiêu chí xã Bản Bo [x] chưa đạt"
    places = shown(awkward)
    columns = [localiser.word(awkward.columns[place].heading) for place in places]
    assert headings == ["Group", *columns]
    count = len(awkward.rows)
    assert [row[0] for row in rows[:count]] == ["Not met", "Not met", "Not applied (1)"]
    for report_row, row in zip(awkward.rows, rows, strict=False):
        for place, told in zip(places, row[1:], strict=True):
            cell = report_row[place]
            if isinstance(told, str):
                assert told == localiser.cell(cell)
            elif isinstance(cell, (Decimal, Measure)):
                number = cell.value if isinstance(cell, Measure) else cell
                assert Decimal(repr(told)) == number
            else:
                assert told == cell
    assert not any(rows[count])
    notes = [localiser.say(note) for note in awkward.notes]
    assert [row[0] for row in rows[count + 1 :]] == notes


def test_blocks_without_headings_need_no_column_for_them() -> None:
    assert read(workbook([one("a")], ENGLISH))[1] == ["Heading"]


def test_an_empty_report_says_so_in_its_sheet() -> None:
    rows = read(workbook([one(empty=say("No task is overdue.")), one()], ENGLISH))
    assert [row[0] for row in rows] == ["Title", "Heading", "", "No task is overdue."]
    rows = read(workbook([one(), one(columns=())], ENGLISH), 1)
    assert rows[-1][0] == "Nothing to show."


def test_headings_are_frozen_filtered_and_printed_on_each_page_across_its_width() -> None:
    content = workbook([one("a", "b")], ENGLISH)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        names = parts.read("xl/workbook.xml").decode()
    assert '<pane ySplit="2" topLeftCell="A3"' in sheet
    assert '<autoFilter ref="A2:A4"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert 'paperSize="9"' in sheet
    assert 'orientation="landscape"' in sheet
    assert re.search(r"Print_Titles[^>]*>'?Title'?!\$2:\$2<", names)


def test_the_same_reports_give_the_same_bytes(awkward: Report) -> None:
    assert workbook([awkward], ENGLISH) == workbook([awkward], ENGLISH)
    assert workbook([], ENGLISH) == workbook([], ENGLISH)
    with zipfile.ZipFile(io.BytesIO(workbook([awkward], ENGLISH))) as parts:
        written = re.findall(r">(\d{4}-[^<]+)<", parts.read("docProps/core.xml").decode())
    assert set(written) == {"2023-06-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["Nhiệm vụ quá hạn, tính đến ngày 09/07/2024"], ["Nhiệm vụ quá hạn"]),
        (["Tasks", "tasks", "TASKS"], ["Tasks", "tasks (2)", "TASKS (3)"]),
        (["History"], ["History (2)"]),
        (["2024"], ["2024"]),
        (["'[]:*?/\\'"], ["-"]),
        (["Tiêu chí chưa đạt của các xã trong tỉnh"], ["Tiêu chí chưa đạt của các xã"]),
    ],
)
def test_sheets_are_named_after_their_reports(titles: list[str], names: list[str]) -> None:
    assert sheet_names(titles) == names


@given(st.lists(st.text(max_size=50), max_size=5))
@example(["\U0001f33e" * 20, "a" * 20 + "\U0001f33e" * 6, "\ud800"])
def test_any_titles_make_names_that_a_workbook_takes(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name) <= 31 for name in names)
    reports = [one("a", title=say("{x}", x=title)) for title in titles]
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(reports, ENGLISH)))
    assert len(book.sheet_names) == max(len(titles), 1)
