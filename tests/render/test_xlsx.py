"""The workbook, read back: the same words and figures as the table, and nothing that runs."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from gettext import NullTranslations
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ntmtrack.domain.assessment import Verdict
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.render.columns import shown
from ntmtrack.render.localise import Localiser, harmless
from ntmtrack.render.shades import SHADES
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
        "* A text that is too long for one cell goes on in the rows below it.",
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
    assert "".join(told[4:]) == "* " + "ạ" * 40_000


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
        (Decimal("3500000001"), 3_500_000_001),
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
    notes = [f"* {localiser.say(note)}" for note in awkward.notes]
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


def matrix(units: int = 3) -> Report:
    columns = (
        Column("unit", "Code", Show.ALWAYS),
        Column("unit_name", "Unit", Show.ALWAYS),
        *(Column(str(number), str(number), Show.ALWAYS) for number in range(1, 6)),
        Column("met", "Met", Show.ALWAYS, right=True),
    )
    rows = tuple((f"{unit:05}", f"Xã Số {unit}", *Verdict, 1) for unit in range(units))
    return Report("matrix", say("Matrix"), columns, (Block("s", None, rows),))


def test_a_matrix_is_in_letters_that_are_shaded_by_what_they_say() -> None:
    content = workbook([matrix()], ENGLISH)
    rows = read(content)
    assert rows[1] == ["Code", "Unit", "1", "2", "3", "4", "5", "Met"]
    assert rows[2] == ["00000", "Xã Số 0", "M", "N", "U", "–", "", 1]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        styles = parts.read("xl/styles.xml").decode()
    assert '<conditionalFormatting sqref="C3:G5">' in sheet
    rules = re.findall(r"<cfRule.*?<formula>(.*?)</formula>", sheet)
    assert rules == ['"M"', '"N"', '"U"', '"–"', "LEN(TRIM(C3))=0"]
    fills = re.findall(r'bgColor rgb="FF(\w+)"', styles[styles.index("<dxfs") :])
    assert len(set(fills)) == 4
    assert '<pane xSplit="2" ySplit="2" topLeftCell="C3"' in sheet


def test_long_numbers_of_indicators_stand_upright() -> None:
    with_indicators = matrix()
    columns = tuple(
        column._replace(key="17.12", heading="17.12") if column.key == "5" else column
        for column in with_indicators.columns
    )
    for report, turned in (
        (with_indicators, False),
        (with_indicators._replace(columns=columns), 1),
    ):
        with zipfile.ZipFile(io.BytesIO(workbook([report], ENGLISH))) as parts:
            assert ('textRotation="90"' in parts.read("xl/styles.xml").decode()) is bool(turned)


def test_shades_of_verdicts_differ_without_colour_too() -> None:
    lightness = []
    for shade in SHADES.values():
        assert shade.fill is not None
        red, green, blue = (int(shade.fill[at : at + 2], 16) / 255 for at in (0, 2, 4))
        lightness.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    apart = sorted(lightness)
    assert all(later - earlier > 0.03 for earlier, later in pairwise(apart))
    assert min(lightness) > 0.6  # black letters can be read on all of them
    assert len({(shade.bold, shade.italic) for shade in SHADES.values()}) == 3


def test_a_verdict_in_a_list_is_shaded_and_days_late_are_bold() -> None:
    columns = (Column("verdict", "Verdict", Show.ALWAYS), Column("days_late", "Days late"))
    rows = ((Verdict.UNMET, 3), (Verdict.NOT_ASSESSED, 0))
    content = workbook([Report("r", say("T"), columns, (Block("b", None, rows),))], ENGLISH)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    looks = dict(re.findall(r'<c r="([AB][34])" s="(\d+)"', sheet))
    assert len({looks["A3"], looks["A4"]}) == 2
    assert len({looks["B3"], looks["B4"]}) == 2
    assert [row[0] for row in read(content)[2:]] == ["unmet", "not assessed"]


def test_what_names_a_row_stays_in_sight_while_there_is_room() -> None:
    columns = (
        Column("x", "X", Show.ALWAYS),
        Column("y", "Y", Show.ALWAYS),
        Column("z", "Z"),
    )
    for name, split in (("a", ' xSplit="2"'), ("a" * 60, ' xSplit="1"')):
        report = one()._replace(columns=columns, blocks=(Block("b", None, ((name, name, 1),)),))
        with zipfile.ZipFile(io.BytesIO(workbook([report], ENGLISH))) as parts:
            assert f"<pane{split} ySplit" in parts.read("xl/worksheets/sheet1.xml").decode()


def test_a_row_is_as_high_as_its_longest_cell_needs() -> None:
    content = workbook([one("a", "hai chữ " * 30, "b\nc")], ENGLISH)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    heights = dict(re.findall(r'<row r="(\d)"[^>]*? ht="(\d+)"', sheet))
    assert "3" not in heights
    assert int(heights["4"]) > 4 * 15
    assert heights["5"] == "33"


def test_more_units_of_measure_than_excel_takes_patterns_stand_in_words() -> None:
    cells = tuple(Measure(Decimal(n), f"u{n}") for n in range(400))
    told = back(one(7, *cells))[:401]
    assert told[:4] == [7, 0, 1, 2]
    assert told[400] == "399 u399"
    with zipfile.ZipFile(io.BytesIO(workbook([one(*cells)] * 2, ENGLISH))) as parts:
        assert parts.read("xl/styles.xml").decode().count("<numFmt ") <= 150


def test_more_rows_than_a_sheet_holds_are_refused_before_any_is_written() -> None:
    row = ("x",)
    report = one()._replace(blocks=(Block("b", None, (row,) * 1_048_575),))
    with pytest.raises(DataError) as caught:
        workbook([report], ENGLISH)
    assert ENGLISH.say(caught.value.message) == (
        "1048575 rows are more than a sheet holds (1048574)"
    )


def test_cells_that_hold_sentences_and_cells_that_are_alike_are_each_themselves() -> None:
    told = Measure(Decimal("2"), say("{x} km", x="a"))
    cells = (told, True, 1, Decimal("1.0"), "1", told, say("{x}", x=1), False, 0)
    assert back(one(*cells)) == [2, "yes", 1, 1, "1", 2, "1", "no", 0]


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
