"""Files that are no sheets, or are made to harm: one clear line, in bounded time and memory."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.importers.sheets.grid import read_grid
from tests.importers.sheets.making import (
    MAIN,
    a_raw_workbook,
    a_workbook,
    cells,
    changed,
    refusal,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def a_sheet(book: Any) -> None:
    book.add_worksheet("A").write_row(0, 0, ["Xã", 1])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"", "a.xlsx is empty."),
        ("a.xls", b"\0" * 512, "a.xls is empty."),
        ("~$a.xlsx", b"\x05admin", "only marks that a workbook is open somewhere."),
        ("a.xlsx", b"PK no workbook", "not a workbook that can be read"),
        ("a.xls", OLE + bytes(600), "not a workbook that can be read"),
        ("a.xls", OLE + bytes(600) + "Workbook".encode("utf-16-le"), "not a workbook"),
        ("a.xlsx", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "by a password."),
        ("a.xls", OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "a Word document"),
        ("a.xlsx", b"%PDF-1.7", "a.xlsx is a PDF, not a sheet."),
        ("a.xls", b"\x89PNG\r\n", "is a picture."),
        ("a.xls", b"Rar!\x1a\x07", "is an archive."),
        ("a.xls", b"<html><table><tr><td>1", "is a web page or XML, whatever its name says."),
        ("a.xls", b'<?xml version="1.0"?><Workbook/>', "is a web page or XML"),
        ("a.csv", rb"{\rtf1 x}", "is an RTF document."),
        ("a.docx", b"text", "a.docx is no sheet that can be read"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_what_it_is(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert said in refusal(path)


@pytest.mark.parametrize(
    ("places", "said"),
    [
        (("word/document.xml",), "is a Word document, not a sheet."),
        (("xl/workbook.bin",), "is a binary workbook (.xlsb)."),
        (("a.xlsx",), "is an archive."),
        (("[Content_Types].xml",), "is not a workbook that can be read"),
    ],
)
def test_a_container_of_another_kind_is_refused_by_what_it_is(
    tmp_path: Path, places: tuple[str, ...], said: str
) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as whole:
        for place in places:
            whole.writestr(place, "<a/>")
    assert said in refusal(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert "cannot be read: it is a folder" in refusal(tmp_path)
    assert "cannot be read: there is no such file" in refusal(tmp_path / "none.csv")
    assert "cannot be the name of a file" in refusal(tmp_path / "a\0b.csv")
    if os.name == "posix":
        os.mkfifo(tmp_path / "pipe.xlsx")
        assert "a pipe or a device" in refusal(tmp_path / "pipe.xlsx")
        assert "a pipe or a device" in refusal(Path("/dev/zero"))


def test_too_many_bytes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ntmtrack.importers.sheets.content.MOST_BYTES", 10)
    (tmp_path / "a.csv").write_text("unit,number,by\n")
    assert "is larger than 10 bytes." in refusal(tmp_path / "a.csv")


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.9, 0.99])
def test_half_a_workbook_is_refused(tmp_path: Path, share: float) -> None:
    whole = a_workbook(tmp_path / "a.xlsx", a_sheet).read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole[: int(len(whole) * share)])
    assert "b.xlsx is not a workbook that can be read" in refusal(tmp_path / "b.xlsx")


def test_a_workbook_with_bytes_turned_over_is_read_or_refused(tmp_path: Path) -> None:
    """Whatever the library makes of damage, it is never more than one line."""
    whole = a_workbook(tmp_path / "a.xlsx", a_sheet)

    def spoilt(at: int) -> Path:
        def spoil(place: str, part: bytes) -> bytes:
            at_part = at % max(len(part), 1)
            return part[:at_part] + b"\x01" + part[at_part + 1 :]

        return changed(whole, spoil)

    for at in range(0, 400, 23):
        path = spoilt(at)
        assert "not a workbook that can be read" in refusal(path)


def test_a_part_that_unpacks_to_far_more_than_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("xl/workbook.xml", "<workbook/>")
        whole.writestr("xl/worksheets/sheet1.xml", b"<c>" * 5_000_000)
    assert path.stat().st_size < 100_000
    assert refusal(path).startswith("bomb.xlsx unpacks to far more than a sheet needs.")


def test_what_a_part_claims_to_be_is_a_bound(tmp_path: Path) -> None:
    """A part that says it is small is not unpacked any further."""
    path = a_workbook(tmp_path / "a.xlsx", a_sheet)
    import struct

    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        begin = content.find(mark)
        while begin >= 0:
            struct.pack_into("<I", content, begin + at, 5)
            begin = content.find(mark, begin + 4)
    path.write_bytes(content)
    assert "not a workbook that can be read" in refusal(path)


def test_a_part_with_a_password_is_said(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", a_sheet)
    content = bytearray(path.read_bytes())
    content[content.find(b"PK\1\2") + 8] |= 1
    path.write_bytes(content)
    assert "is protected by a password." in refusal(path)


@pytest.mark.parametrize(
    "start",
    [
        '<!DOCTYPE a [<!ENTITY x "aaaaaaaaaa"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    ],
)
def test_xml_that_declares_entities_is_refused(tmp_path: Path, start: str) -> None:
    def declare(place: str, part: bytes) -> bytes:
        head, mark, rest = part.partition(b"<worksheet")
        return head + start.encode() + mark + rest if mark else part

    path = changed(a_workbook(tmp_path / "a.xlsx", a_sheet), declare)
    assert "declares XML entities" in refusal(path)


FAR = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("rows", "lines", "columns"),
    [
        (FAR + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>', "1048576", "16384"),
        ('<row r="2"><c r="XFD2"><v>2</v></c></row>', "2", "16384"),
        (FAR + '<row r="200001"><c r="A200001"><v>2</v></c></row>', "200001", "1"),
        (FAR + "<row r='99999'><c r='ALL99999'><v>2</v></c></row>", "99999", "1000"),
        ("<row>" + "<c><v>1</v></c>" * 1001 + "</row>", "1", "1001"),
    ],
)
def test_a_cell_far_off_is_refused_before_room_is_made_for_it(
    tmp_path: Path, rows: str, lines: str, columns: str
) -> None:
    said = refusal(a_raw_workbook(tmp_path / "a.xlsx", rows))
    assert said.startswith(f"sheet A of a.xlsx reaches over {lines} lines and {columns} columns")


def test_a_size_that_is_only_claimed_does_no_harm(tmp_path: Path) -> None:
    def claim(place: str, part: bytes) -> bytes:
        return part.replace(b'<dimension ref="A1:B1"/>', b'<dimension ref="A1:XFD1048576"/>')

    path = changed(a_workbook(tmp_path / "a.xlsx", a_sheet), claim)
    assert cells(read_grid(path)) == [["Xã", 1.0]]


@pytest.mark.parametrize(
    ("part", "claim"),
    [
        (b'uniqueCount="1"', b'uniqueCount="4294967295"'),
        (b' uniqueCount="1"', b" uniqueCount = '4294967295'"),
        (b'count="1"', b'count="4294967295"'),
        (b"<v>0</v>", b"<v>99999999999999999999</v>"),
        (b'r="A1"', b'r="ZZZZZZZ1"'),
        (b'r="A1"', b'r="A99999999999"'),
        (b'r="A1"', b'r="&#65;1"'),
    ],
)
def test_numbers_that_lie_do_no_harm(tmp_path: Path, part: bytes, claim: bytes) -> None:
    """Run in a process of its own: what the library does with them may end it."""
    path = changed(
        a_workbook(tmp_path / "a.xlsx", lambda book: book.add_worksheet().write("A1", "x")),
        lambda place, content: content.replace(part, claim),
    )
    program = (
        "import sys; from pathlib import Path; from ntmtrack.errors import DataError\n"
        "from ntmtrack.importers.sheets.grid import read_grid\n"
        "try: print(len(read_grid(Path(sys.argv[1])).lines))\n"
        "except DataError: print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout in ("1\n", "refused\n")


@pytest.mark.parametrize(
    ("before", "data"),
    [
        ('<cols><col hidden="1"/></cols>', "<v>1</v>"),
        ('<cols><col hidden="1" min="x" max="2"/></cols>', "<v>1</v>"),
        ('<cols><col hidden="1" min="²" max="2"/></cols>', "<v>1</v>"),
        ("", "<v>nan</v>"),
        ("", "<v>1e400</v>"),
    ],
)
def test_what_is_no_number_is_refused(tmp_path: Path, before: str, data: str) -> None:
    sheet = f'<worksheet xmlns="{MAIN}">{before}<sheetData><row r="1"><c r="A1">{data}</c></row>'
    more = {"xl/worksheets/sheet1.xml": f"{sheet}</sheetData></worksheet>"}
    assert "not a workbook" in refusal(a_raw_workbook(tmp_path / "a.xlsx", "", more=more))


def test_a_hidden_column_before_the_first_is_none(tmp_path: Path) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><cols><col hidden="1" min="-5" max="1"/></cols><sheetData>'
    cell = '<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    more = {"xl/worksheets/sheet1.xml": sheet + cell}
    grid = read_grid(a_raw_workbook(tmp_path / "a.xlsx", "", more=more))
    assert grid.hidden_columns == {0}


@pytest.mark.parametrize(
    "part",
    [
        '<?xml version="1.0" encoding="UTF-99"?><styleSheet/>',
        '<?xml version="1.0" encoding="utf-7"?><styleSheet/>',
        '<styleSheet><fonts><font/></fonts><cellXfs><xf fontId="²"/></cellXfs></styleSheet>',
    ],
)
def test_a_part_that_cannot_be_understood_is_refused(tmp_path: Path, part: str) -> None:
    path = a_workbook(tmp_path / "a.xlsx", a_sheet)
    broken = changed(
        path, lambda place, content: part.encode() if place == "xl/styles.xml" else content
    )
    assert "not a workbook that can be read" in refusal(broken)


def an_ods(path: Path, rows: str, styles: str = "") -> Path:
    """An .ods of one table with these lines, written by no program."""
    name = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = " ".join(
        f'xmlns:{short}="{name}{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("style", "style"))
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        whole.writestr("META-INF/manifest.xml", "<manifest/>")
        whole.writestr(
            "content.xml",
            f'<office:document-content {spaces} xmlns:text="{name}text:1.0">'
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
            f'<office:spreadsheet><table:table table:name="A">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def a_line(attributes: str = "", cell: str = "") -> str:
    return (
        f"<table:table-row {attributes}><table:table-cell {cell} office:value-type="
        '"string"><text:p xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">x</text:p>'
        "</table:table-cell></table:table-row>"
    )


@pytest.mark.parametrize("number", ["²", "-1", "", "99999999999"])
def test_a_repeat_that_is_no_number_is_refused(tmp_path: Path, number: str) -> None:
    rows = a_line(f'table:number-rows-repeated="{number}"')
    assert "not a workbook" in refusal(an_ods(tmp_path / "a.ods", rows))


def test_hidden_lines_without_end_take_no_room(tmp_path: Path) -> None:
    import tracemalloc

    hidden = '<table:table-row table:visibility="collapse" table:number-rows-repeated="20000000"/>'
    path = an_ods(tmp_path / "a.ods", a_line() + hidden * 3)
    tracemalloc.start()
    grid = read_grid(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert cells(grid) == [["x"]]
    assert most < 100_000_000


def test_styles_that_inherit_without_end_are_left(tmp_path: Path) -> None:
    styles = "".join(
        f'<style:style style:name="s{each}" style:parent-style-name="s{each + 1}"/>'
        for each in range(20_000)
    )
    rows = a_line(cell='table:style-name="s0"') * 20
    assert len(read_grid(an_ods(tmp_path / "a.ods", rows, styles)).lines) == 20


def test_formatted_cells_far_off_hold_nothing(tmp_path: Path) -> None:
    rows = FAR + '<row r="1048576" s="1"><c r="XFD1048576" s="1"/></row>'
    assert cells(read_grid(a_raw_workbook(tmp_path / "a.xlsx", rows))) == [[1.0]]


def test_merged_areas_over_one_another_come_to_an_end(tmp_path: Path) -> None:
    def merge(place: str, part: bytes) -> bytes:
        areas = b'<mergeCell ref="A1:XFD1048576"/>' * 2_000
        return part.replace(b"</sheetData>", b"</sheetData><mergeCells>" + areas + b"</mergeCells>")

    def fill(book: Any) -> None:
        for row in range(400):
            sheet = book.get_worksheet_by_name("A") or book.add_worksheet("A")
            sheet.write_row(row, 0, ["x"] * 20)

    grid = read_grid(changed(a_workbook(tmp_path / "a.xlsx", fill), merge))
    assert len(grid.lines) == 400


def test_a_workbook_whose_parts_are_missing_is_refused(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", a_sheet)
    for gone in ("xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"):
        without = changed(path, lambda place, part, gone=gone: None if place == gone else part)
        assert "not a workbook that can be read" in refusal(without)
