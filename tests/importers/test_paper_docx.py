"""From a Word file to a paper: order, tables, numbers of lists, what is not to be seen."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntmtrack.domain.paper import Paper
from ntmtrack.errors import DataError
from ntmtrack.importers.paper_docx import read_docx
from tests.importers.making import MC, a_docx, p, tbl, tc

DEEP = 5000


def _paper(body: str, **more: object) -> Paper:
    paper, warnings = read_docx(a_docx(body, **more), "x.docx", 5_000_000)  # type: ignore[arg-type]
    assert warnings == ()
    return paper


def _words(paper: Paper) -> list[list[list[str]]]:
    return [
        [[paper.text[cell.start : cell.end] for cell in row] for row in table]
        for table in paper.tables
    ]


def test_paragraphs_and_tables_come_in_their_order() -> None:
    paper = _paper(p("một") + tbl(tc("TT") + tc("Nội dung") + tc(), tc("1")) + p("") + p("hai"))
    assert paper.text == "một\nTT\tNội dung\t\n1\n\nhai"
    assert _words(paper) == [[["TT", "Nội dung", ""], ["1"]]]


def test_what_stands_in_a_line_is_read_once() -> None:
    run = "<w:r>{}</w:r>".format
    kept = (
        run("<w:t>Giao</w:t><w:tab/><w:t xml:space='preserve'>xã </w:t>")
        + f"<w:hyperlink>{run('<w:t>Bản</w:t>')}</w:hyperlink>"
        + f"<w:ins>{run('<w:t>Bo</w:t><w:br/><w:t>số 1</w:t><w:noBreakHyphen/><w:cr/>')}</w:ins>"
        + f"<w:fldSimple w:instr='DATE'>{run('<w:t>5/2023</w:t>')}</w:fldSimple>"
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{run('<w:t>!</w:t>')}</w:sdtContent></w:sdt>"
        + run("<w:rPr><w:vanish w:val='0'/></w:rPr><w:t>?</w:t>")
    )
    unseen = (
        f"<w:del>{run('<w:delText>cũ</w:delText>')}</w:del>"
        + f"<w:moveFrom>{run('<w:t>cũ</w:t>')}</w:moveFrom>"
        + run("<w:instrText>PAGE</w:instrText>")
        + run("<w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t>")
        + "<!-- lời -->"
    )
    paper = _paper(f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{kept}{unseen}</w:p>")
    assert paper.text == "Giao\txã BảnBo\nsố 1-\n5/2023!?"


def test_a_text_box_follows_its_paragraph_once() -> None:
    box = f"<w:txbxContent>{p('trong khung')}</w:txbxContent>"
    drawn = (
        f"<mc:AlternateContent xmlns:mc='{MC}'><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    paper = _paper(f"<w:p><w:r><w:t>trước</w:t></w:r><w:r>{drawn}</w:r></w:p>{p('sau')}")
    assert paper.text == "trước\ntrong khung\nsau"
    assert _paper(f"<w:p><w:r><w:pict>{box}</w:pict></w:r></w:p>").text == "\ntrong khung"


def test_blocks_in_content_controls_and_insertions_are_read_and_deleted_ones_not() -> None:
    held = f"<w:sdt><w:sdtContent>{p('một')}</w:sdtContent></w:sdt><w:ins>{p('hai')}</w:ins>"
    gone = f"<w:del>{p('cũ')}</w:del><w:moveFrom>{p('cũ')}</w:moveFrom>"
    row = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
    tied = f"<w:sdt><w:sdtContent><w:tr>{tc('trong')}</w:tr></w:sdtContent></w:sdt>"
    cell = f"<w:tr><w:sdt><w:sdtContent>{tc('ô')}</w:sdtContent></w:sdt></w:tr>"
    paper = _paper(held + gone + f"<w:tbl>{row}{tied}{cell}</w:tbl>")
    assert paper.text == "một\nhai\ntrong\nô"


def test_merged_cells_are_not_doubled_and_keep_their_columns() -> None:
    wide = tc("Nội dung", properties="<w:gridSpan w:val='2'/>")
    top = tc("Phòng", properties="<w:vMerge w:val='restart'/>")
    below = tc("Phòng", properties="<w:vMerge/>")
    late = "<w:trPr><w:gridBefore w:val='2'/></w:trPr>"
    paper = _paper(
        tbl(wide + tc("Hạn"), tc("1") + tc("a") + top, tc("2") + tc("b") + below)[:-8]
        + f"<w:tr>{late}{tc('c')}</w:tr></w:tbl>"
    )
    assert _words(paper) == [
        [["Nội dung", "", "Hạn"], ["1", "a", "Phòng"], ["2", "b", ""], ["", "", "c"]]
    ]


def test_several_lines_in_a_cell_stay_lines() -> None:
    paper = _paper(tbl(tc("1") + tc("Phòng A", "Phòng B") + tc("5/2023")))
    assert paper.text == "1\tPhòng A\nPhòng B\t5/2023"
    assert _words(paper) == [[["1", "Phòng A\nPhòng B", "5/2023"]]]


def test_a_head_laid_out_side_by_side_is_read_one_side_after_the_other() -> None:
    paper = _paper(tbl(tc("UBND HUYỆN", "Số: 12/TB-VP") + tc("CỘNG HÒA", "ngày 05/8/2025")))
    assert paper.text == "UBND HUYỆN\nSố: 12/TB-VP\nCỘNG HÒA\nngày 05/8/2025"
    assert len(_words(paper)[0][0]) == 2


def test_a_table_in_a_cell_is_lines_of_the_cell() -> None:
    paper = _paper(tbl(tc("1") + f"<w:tc>{p('a')}{tbl(tc('b') + tc('c'))}<w:p/></w:tc>" + tc("d")))
    assert _words(paper) == [[["1", "a\nb\tc", "d"]]]


@pytest.mark.parametrize("width", ["999999999", "-3", "x", ""])
def test_a_cell_over_no_sensible_number_of_columns_is_still_one_cell(width: str) -> None:
    cell = tc("a", properties=f"<w:gridSpan w:val='{width}'/>")
    (table,) = _words(_paper(tbl(cell + tc("b"))))
    assert [words for words in table[0] if words] == ["a", "b"]
    assert len(table[0]) < 70


# Numbers of lists


def _level(depth: int, form: str, text: str, more: str = "<w:start w:val='1'/>") -> str:
    return (
        f"<w:lvl w:ilvl='{depth}'>{more}<w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/>"
        "</w:lvl>"
    )


def _list(key: int, *levels: str) -> str:
    return f"<w:abstractNum w:abstractNumId='{key}'>{''.join(levels)}</w:abstractNum>"


def _num(key: int, shared: int, more: str = "") -> str:
    return f"<w:num w:numId='{key}'><w:abstractNumId w:val='{shared}'/>{more}</w:num>"


def _item(words: str, key: int = 1, depth: int = 0) -> str:
    return p(words, f"<w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{key}'/></w:numPr>")


def test_numbers_of_a_list_stand_before_its_paragraphs() -> None:
    levels = (
        _level(0, "decimal", "%1."),
        _level(1, "lowerLetter", "%2)"),
        _level(2, "decimal", "%1.%3"),
    )
    deleted = "<w:numPr><w:numId w:val='1'/></w:numPr><w:rPr><w:del/></w:rPr>"
    body = (
        _item("một")
        + _item("a", depth=1)
        + p("xen")
        + _item("b", depth=1)
        + _item("x", depth=2)
        + _item("hai")
        + _item("a", depth=1)
        + _item("")
        + p("", deleted)
        + _item("bốn")
    )
    paper = _paper(body, numbering=_list(0, *levels) + _num(1, 0))
    assert paper.text.split("\n") == [
        "1. một", "a) a", "xen", "b) b", "1.1 x", "2. hai", "a) a", "", "", "4. bốn",
    ]  # fmt: skip


def test_lists_go_on_or_begin_again_as_they_say() -> None:
    again = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>"
    numbering = _list(0, _level(0, "decimal", "%1)")) + _num(1, 0) + _num(2, 0) + _num(3, 0, again)
    body = _item("a") + _item("b", 2) + _item("c", 3) + _item("d", 3)
    assert _paper(body, numbering=numbering).text == "1) a\n2) b\n5) c\n6) d"


@pytest.mark.parametrize(
    ("form", "text", "start", "label"),
    [
        ("upperRoman", "%1.", 4, "IV. "),
        ("lowerRoman", "(%1)", 19, "(xix) "),
        ("upperLetter", "%1.", 28, "BB. "),
        ("decimalZero", "%1", 7, "07 "),
        ("decimal", "Điều %1.", 3, "Điều 3. "),
        ("ordinalText", "%1.", 3, "3. "),
        ("lowerLetter", "%1.", 0, "0. "),
        ("none", "%1", 1, ""),
        ("bullet", "\uf0b7", 1, "- "),
        ("bullet", "+", 1, "+ "),
        ("decimal", "%1.%9", 2, "2. "),
    ],
)
def test_forms_of_numbers(form: str, text: str, start: int, label: str) -> None:
    level = _level(0, form, text, f"<w:start w:val='{start}'/>")
    paper = _paper(_item("việc"), numbering=_list(0, level) + _num(1, 0))
    assert paper.text == f"{label}việc"


@pytest.mark.parametrize("key", [0, 9])
def test_a_paragraph_of_no_list_has_no_number(key: int) -> None:
    numbering = _list(0, _level(0, "decimal", "%1.")) + _num(1, 0) + _num(2, 7)
    assert _paper(_item("việc", key) + _item("hai", 2), numbering=numbering).text == "việc\nhai"
    assert _paper(_item("việc", depth=4), numbering=numbering).text == "việc"


def test_a_style_numbers_its_paragraphs() -> None:
    body = p("một", "<w:pStyle w:val='ListNumber'/>") + p("hai", "<w:pStyle w:val='ListNumber'/>")
    assert _paper(body).text == "1. một\n2. hai"
    assert _paper(p("một", "<w:pStyle w:val='ListBullet'/>")).text == "- một"
    assert _paper(p("một", "<w:pStyle w:val='Heading1'/>")).text == "một"


# What is refused


@pytest.mark.parametrize("what", ["bytes", "markup", "parts"])
def test_what_unpacks_to_too_much_is_refused(what: str) -> None:
    content = {
        "bytes": lambda: a_docx(more={"word/media/a.bin": bytes(200_000_001)}),
        "markup": lambda: a_docx("<w:p/>" * 6_000_000),
        "parts": lambda: a_docx(more={f"a/{number}": b"" for number in range(5001)}),
    }[what]()
    with pytest.raises(DataError) as caught:
        read_docx(content, "x.docx", 5_000_000)
    assert caught.value.message.text == "{file} unpacks to more than a paper holds."


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(DataError) as caught:
        read_docx(a_docx(p("một hai ba")), "x.docx", 9)
    assert caught.value.message.values["most"] == 9


def test_a_document_under_a_password_of_the_archive_is_refused() -> None:
    content = bytearray(a_docx())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    with pytest.raises(DataError) as caught:
        read_docx(bytes(content), "x.docx", 99)
    assert "password" in caught.value.message.text


def test_entities_are_not_unfolded() -> None:
    head = b"<!DOCTYPE d [<!ENTITY a '%s'><!ENTITY b '%s'>]>" % (b"x" * 1000, b"&a;" * 1000)
    document = a_docx(raw=head + b"<a>&b;</a>")
    with pytest.raises(Exception):  # noqa: B017 - whatever it is, the process ends with it
        read_docx(document, "x.docx", 99)


def test_depth_is_bounded() -> None:
    body = "<w:sdt><w:sdtContent>" * DEEP + p("sâu") + "</w:sdtContent></w:sdt>" * DEEP
    with pytest.raises(Exception, match="depth"):
        _paper(body)
    body = "<w:tbl><w:tr><w:tc>" * 60 + p("sâu") + "</w:tc></w:tr></w:tbl>" * 60
    assert _paper(body).text == "sâu"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.lists(st.text("xã |\t-1", max_size=4), min_size=1, max_size=3),
                         min_size=1, max_size=4), max_size=4))  # fmt: skip
def test_cells_stand_in_the_text_in_their_order(rows: list[list[list[str]]]) -> None:
    table_of_rows = tbl(*("".join(tc(*words) for words in row) for row in rows))
    paper = _paper(p("đầu") + table_of_rows + p("cuối"))
    assert paper.text.startswith("đầu\n") and paper.text.endswith("\ncuối")
    (table,) = paper.tables
    cells = [cell for row in table for cell in row]
    assert [len(row) for row in table] == [len(row) for row in rows]
    assert all(one.end < other.start for one, other in pairwise(cells))
    for words, cell in zip((words for row in rows for words in row), cells, strict=True):
        assert paper.text[cell.start : cell.end] == "\n".join(words).strip()
