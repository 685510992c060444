"""What is written, another office opens: it reads the same and prints the same."""

import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from ntmtrack.domain.assessment import Verdict
from ntmtrack.message import say
from ntmtrack.render.docx_table import document
from ntmtrack.render.localise import Localiser
from ntmtrack.render.xlsx import workbook
from ntmtrack.reports.report import Block, Column, Measure, Report, Show
from tests.office import converted

VIETNAMESE = Localiser("vi")
WORDS = (
    "=cmd|' /C calc'!A1",
    "+1",
    "@SUM(A1:A9)",
    "-2",
    "'x",
    "<b>đậm</b> & ]]>",
    "_x000D_",
    "_x0041_",
    'Xã "Bản Bo"',
    "🌾 lúa",
    "Xa\u0303 Ba\u0309n Bo",
    "02416",
    "1.234,5",
    "31/05/2023",
    "http://example.gov.vn",
    "một\nhai",
    " x ",
    "TRUE",
    "1e5",
)


def words() -> Report:
    columns = (
        Column("word", "Name", Show.ALWAYS),
        Column("number", "Number", right=True),
        Column("measure", "Value", right=True),
        Column("day", "Due"),
        Column("verdict", "Verdict"),
    )
    rows = tuple(
        (
            word,
            place,
            Measure(Decimal("82.5") + place, "%", "≥"),
            date(2023, 5, 1 + place),
            list(Verdict)[place % 5],
        )
        for place, word in enumerate(WORDS)
    )
    return Report("words", say("Words"), columns, (Block("b", None, rows),), as_of=date(2024, 1, 1))


def matrix() -> Report:
    """A province of 124 communes under a set of 19 criteria."""
    columns = (
        Column("unit", "Code", Show.ALWAYS),
        Column("unit_name", "Unit", Show.ALWAYS),
        *(Column(str(number), str(number), Show.ALWAYS) for number in range(1, 20)),
        Column("met", "Met", Show.ALWAYS, right=True),
    )
    rows = tuple(
        (
            f"{2416 + unit:05}",
            f"Xã Số {unit}",
            *(list(Verdict)[(unit + number) % 5] for number in range(19)),
            unit % 20,
        )
        for unit in range(124)
    )
    return Report("matrix", say("Matrix"), columns, (Block("s", None, rows),))


def read(path: Path | io.BytesIO) -> list[list[Any]]:
    book = (
        CalamineWorkbook.from_filelike(path)
        if isinstance(path, io.BytesIO)
        else CalamineWorkbook.from_path(path)
    )
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


@pytest.fixture(scope="module")
def saved_again(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Path]]:
    """Two workbooks beside what LibreOffice made of them."""
    folder = tmp_path_factory.mktemp("sheets")
    made = {"words": words(), "matrix": matrix()}
    for name, report in made.items():
        (folder / f"{name}.xlsx").write_bytes(workbook([report], VIETNAMESE))
    again = tmp_path_factory.mktemp("again")
    files = [folder / f"{name}.xlsx" for name in made]
    return folder, converted(files, "xlsx", again, part="calc")


@pytest.mark.parametrize("name", ["words", "matrix"])
def test_a_workbook_that_was_opened_and_saved_reads_the_same(
    saved_again: tuple[Path, dict[str, Path]], name: str
) -> None:
    folder, again = saved_again
    before, after = read(folder / f"{name}.xlsx"), read(again[name])
    width = len(before[1])
    assert [row[:width] for row in after[: len(before)]] == before


def test_in_another_office_words_are_still_words(
    saved_again: tuple[Path, dict[str, Path]],
) -> None:
    rows = read(saved_again[1]["words"])[2:]
    assert [row[0] for row in rows[: len(WORDS)]] == list(WORDS)
    assert [row[3] for row in rows[: len(WORDS)]] == [
        date(2023, 5, 1 + place) for place in range(len(WORDS))
    ]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PdfReader]:
    """A paper with a list and one with a matrix, as they are printed."""
    folder = tmp_path_factory.mktemp("papers")
    for name, report in (("words", words()), ("matrix", matrix())):
        (folder / f"{name}.docx").write_bytes(document([report], VIETNAMESE))
    files = [folder / f"{name}.docx" for name in ("words", "matrix")]
    made = converted(files, "pdf", folder, part="writer")
    return {name: PdfReader(path) for name, path in made.items()}


def test_a_printed_matrix_has_its_headings_and_its_number_on_each_page_and_every_unit_once(
    printed: dict[str, PdfReader],
) -> None:
    pages = [page.extract_text() for page in printed["matrix"].pages]
    assert len(pages) > 1
    for number, text in enumerate(pages, 1):
        # Of a letter that the printing system lacks the text may come in pieces.
        assert "Mã" in text
        assert f"{number}/{len(pages)}" in text
    whole = "\n".join(pages)
    for unit in range(124):
        assert len(re.findall(rf"\b{2416 + unit:05}\b", whole)) == 1
    first = printed["matrix"].pages[0].mediabox
    assert first.width > first.height


def test_a_printed_list_says_all_its_words(printed: dict[str, PdfReader]) -> None:
    text = "".join(page.extract_text() for page in printed["words"].pages)
    squeezed = "".join(text.split())
    for word in WORDS:
        if word.isascii():
            assert "".join(word.split()) in squeezed
