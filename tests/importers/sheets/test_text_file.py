"""Sheets as text: encodings, what parts the cells, quotation marks."""

import codecs
from pathlib import Path

import pytest

from ntmtrack.importers.sheets.grid import read_grid
from tests.importers.sheets.making import bad, cells, refusal, remarks

ROWS = "Xã;Kết quả\nBản Bo;82,5\nNà Tăm;Cơ bản đạt\n"
READ = [["Xã", "Kết quả"], ["Bản Bo", "82,5"], ["Nà Tăm", "Cơ bản đạt"]]


def a_file(folder: Path, content: bytes | str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def in_1258(text: str) -> bytes:
    """As Windows writes Vietnamese: the tone behind its letter, as a character of its own."""
    import unicodedata

    made = b""
    for letter in text:
        try:
            made += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = "".join(each for each in parts if each in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", "".join(e for e in parts if e not in tones))
            made += (base + tones).encode("cp1258")
    return made


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ROWS.encode(), []),
        (ROWS.encode("utf-8-sig"), []),
        (codecs.BOM_UTF16_LE + ROWS.encode("utf-16-le"), ["a.csv was read as UTF-16."]),
        (codecs.BOM_UTF16_BE + ROWS.encode("utf-16-be"), ["a.csv was read as UTF-16."]),
        (ROWS.encode("utf-16-le"), ["a.csv was read as UTF-16."]),
        (ROWS.encode("utf-16-be"), ["a.csv was read as UTF-16."]),
        (in_1258(ROWS), ["a.csv was read as Windows-1258."]),
    ],
    ids=["8", "8 mark", "16le mark", "16be mark", "16le", "16be", "1258"],
)
def test_each_encoding_is_told_and_said(tmp_path: Path, content: bytes, said: list[str]) -> None:
    grid = read_grid(a_file(tmp_path, content))
    assert (cells(grid), remarks(grid), grid.sheet) == (READ, said, None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("café;résumé\n".encode("latin-1"), "a.csv is not in UTF-8 | save it as CSV in UTF-8"),
        (ROWS.encode("utf-16")[:-1], "not a workbook that can be read"),
        (b"a;b\n" * 2000 + b"\0", "not a workbook that can be read"),
        (b"a\x01b;c", "not a workbook that can be read"),
        ("x· B¶n Bo;§¹t".encode("latin-1"), "for an old font (TCVN3) | if that is right"),
        ("xaõ Baûn Bo;Ñaït".encode("latin-1"), "say --font vni"),
    ],
)
def test_what_is_no_text_of_ours_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    assert said in refusal(a_file(tmp_path, content))


def test_the_old_font_that_reads_most_words_is_the_one_that_is_named(tmp_path: Path) -> None:
    lines = "§¾c\n" + "xaõ Baûn Bo;Ñaït\nxaõ Naø Taêm;chöa ñaït\n"
    assert "for an old font (VNI)" in refusal(a_file(tmp_path, lines.encode("latin-1")))
    one = "ThÞ trÊn SÞa;1\n".encode("latin-1")
    assert "for an old font (TCVN3)" in refusal(a_file(tmp_path, one))


def test_measures_in_millionths_are_no_old_letters(tmp_path: Path) -> None:
    grid = read_grid(a_file(tmp_path, "Bụi;50 µg/m³\nhạt;2 µm\n"))
    assert (cells(grid), bad(grid)) == ([["Bụi", "50 µg/m³"], ["hạt", "2 µm"]], [])


def test_a_font_that_is_told_is_converted_with_a_preview(tmp_path: Path) -> None:
    path = a_file(tmp_path, "x· B¶n Bo;Sè hé;12\n“Cã”;;\n".encode("cp1252"))
    grid = read_grid(path, font="tcvn3")
    assert cells(grid) == [["xã Bản Bo", "Số hộ", "12"], ["“Có”"]]
    (said,) = remarks(grid)
    assert said.startswith("3 cells were converted from an old font: x· B¶n Bo → xã Bản Bo")


def test_old_letters_within_utf_8_are_named_with_their_cell(tmp_path: Path) -> None:
    path = a_file(tmp_path, "Xã Bản Bo,x· B¶n Bo\nx· Bản Bo,hoà\n")
    grid = read_grid(path)
    assert cells(grid) == [["Xã Bản Bo"], ["", "hoà"]]
    assert bad(grid) == [
        "cell B1: “x· B¶n Bo” seems to be in an old font: in TCVN3 it says “xã Bản Bo”",
        "cell A2: “x· Bản Bo” is partly in Unicode, partly in an old font",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "KẾ HOẠCH, NĂM 2024\nxã;số\nA;82,5\nB;1,2\n",
        'xã,số\nA,"82,5"\nB,"1,2; 3"\n',
        "xã\tsố\nA\t82,5\nB\t1,2\n",
        "sep=;\nxã;số\nA;82,5\n",
        "SEP=|\r\nxã|số\r\nA|82,5\r\n",
    ],
)
def test_what_parts_the_cells_is_found_from_all_lines(tmp_path: Path, text: str) -> None:
    grid = read_grid(a_file(tmp_path, text))
    assert ["xã", "số"] in cells(grid)
    assert ["A", "82,5"] in cells(grid)


def test_lines_are_counted_as_an_office_program_counts_them(tmp_path: Path) -> None:
    grid = read_grid(a_file(tmp_path, 'a;"b\nc"\n\nd;e\n'))
    assert [(line.number, list(line.cells)) for line in grid.lines] == [
        (1, ["a", "b\nc"]),
        (2, []),
        (3, ["d", "e"]),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [('a;b\nc;"d\n' + "e;f\n" * 9, 2), ('sep=;\na;b\n"c" d;e\n', 3), ('"', 1)],
)
def test_a_quotation_mark_that_is_not_closed_is_named_with_its_line(
    tmp_path: Path, text: str, line: int
) -> None:
    assert refusal(a_file(tmp_path, text)).startswith(
        f"the quotation marks of a.csv do not pair from line {line} on"
    )


def test_a_cell_may_be_long_and_a_guard_is_taken_off(tmp_path: Path) -> None:
    grid = read_grid(a_file(tmp_path, f"{'x' * 300_000},'=1+1,'-5,'quoted'\n"))
    assert cells(grid)[0][1:] == ["=1+1", "-5", "'quoted'"]


def test_control_characters_and_decomposed_letters_are_put_right(tmp_path: Path) -> None:
    grid = read_grid(a_file(tmp_path, "Xa\u0303 \u200bBo\x1b[1m,Ðạt\u034f,a\u00a0 b, c \n"))
    assert cells(grid) == [["Xã Bo[1m", "Đạt", "a b", "c"]]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("a;b\n1;2\n", "a.xls", "a.xls is a text file in spite of its name; it was read as one."),
        (
            "a\tb\n1\t2\n",
            "a.xlsx",
            "a.xlsx is a text file in spite of its name; it was read as one.",
        ),
    ],
)
def test_text_named_like_a_workbook_is_read_and_said(
    tmp_path: Path, content: str, name: str, said: str
) -> None:
    grid = read_grid(a_file(tmp_path, content, name))
    assert (cells(grid), remarks(grid)) == ([["a", "b"], ["1", "2"]], [said])
