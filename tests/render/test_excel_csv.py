"""The CSV for a double click: the reader's language, a byte order mark, nothing that runs."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Verdict
from ntmtrack.message import say
from ntmtrack.render.localise import Localiser
from ntmtrack.render.tabular import excel_csv
from ntmtrack.reports.report import Block, Cell, Column, Measure, Report, Show

VIETNAMESE, ENGLISH = Localiser("vi"), Localiser("en")


def one(*cells: Cell, key: str = "x") -> Report:
    columns = (Column("unit", "Code", Show.ALWAYS), Column(key, "Verdict", Show.ALWAYS))
    rows = tuple(("03424", cell) for cell in cells)
    return Report("one", say("Title"), columns, (Block("b", None, rows),))


def back(*cells: Cell, localiser: Localiser = VIETNAMESE) -> list[str]:
    """The second column as a sheet program takes it apart."""
    text = excel_csv(one(*cells), localiser)
    assert text.startswith("\ufeff")
    mark = ";" if localiser is VIETNAMESE else ","
    rows = csv.reader(io.StringIO(text[1:], newline=""), delimiter=mark)
    return [row[1] for row in rows][1:]


def test_it_is_written_as_its_reader_s_programs_read() -> None:
    cells = (Decimal("82.5"), date(2023, 5, 31), Verdict.UNMET, True, None, 12)
    assert back(*cells) == ["82,5", "31/05/2023", "chưa đạt", "có", "", "12"]
    assert back(*cells, localiser=ENGLISH) == ["82.5", "31/05/2023", "unmet", "yes", "", "12"]
    whole = excel_csv(one("a"), VIETNAMESE)
    assert whole == "\ufeffMã;Kết quả\r\n03424;a\r\n"
    assert excel_csv(one("a"), ENGLISH) == "\ufeffCode,Verdict\r\n03424,a\r\n"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=cmd|' /C calc'!A1", "'=cmd|' /C calc'!A1"),
        ("+1", "'+1"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        (Measure(Decimal("2"), "%", "="), "'= 2 %"),
        (Measure(Decimal("-1"), "+cmd|' /C calc'!A1"), "'-1 +cmd|' /C calc'!A1"),
        ((Measure(Decimal("1"), label="=x"),), "'=x: 1"),
        (say("={x}", x=1), "'=1"),
        (-5, "-5"),
        (Decimal("-5.10"), "-5,1"),
        ("a;b", "a;b"),
        ('nói "x"', 'nói "x"'),
        ("a\r\nb", "a\r\nb"),
    ],
)
def test_words_never_run_and_numbers_stay_numbers(cell: Cell, written: str) -> None:
    assert back(cell) == [written]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_no_text_begins_as_a_formula_or_breaks_a_row(texts: list[str]) -> None:
    told = back(*texts)
    assert len(told) == len(texts)
    assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for text in told)


def test_a_matrix_is_in_the_letters_of_the_language() -> None:
    report = one(Verdict.MET, Verdict.UNMET, Verdict.NOT_ASSESSED, key="17")
    lines = excel_csv(report, VIETNAMESE).splitlines()
    assert [line.partition(";")[2] for line in lines[1:]] == ["Đ", "C", ""]


def test_blocks_with_headings_have_a_column_for_them() -> None:
    report = one("a")._replace(blocks=(Block("b", say("Not met"), (("1", "a"),)),))
    assert excel_csv(report, ENGLISH).splitlines() == ["\ufeffGroup,Code,Verdict", "Not met,1,a"]
