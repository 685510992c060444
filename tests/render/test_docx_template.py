"""Word templates: what is filled in, in which letters, and how a faulty template is told."""

import zipfile
from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from ntmtrack.app.templates import FOLDER, HALF_YEAR, WEEKLY
from ntmtrack.domain.decree30 import Frame
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.render.docx_template import fill
from ntmtrack.render.localise import Localiser
from ntmtrack.render.template_values import known, values
from ntmtrack.reports.periodic import Part
from ntmtrack.reports.placeholders import APPENDICES, LISTS, SINGLE
from ntmtrack.reports.report import Block, Column, Report
from tests.render.periodics import HALF, WEEK, a_periodic, figures
from tests.reports.values import words

FRAME = Frame(
    issuer="Ủy ban nhân dân xã Bản Bo",
    superior="Ủy ban nhân dân tỉnh Lai Châu",
    number="7",
    symbol="BC-UBND",
    place="Bản Bo",
    to=("Sở Nông nghiệp và Môi trường",),
    recipients=("Thường trực Đảng ủy",),
    signed_as=("TM. Ủy ban nhân dân", "Chủ tịch"),
)


def filled(content: bytes, *, lang: str = "vi", frame: Frame | None = None, **made: Any) -> bytes:
    localiser = Localiser(lang)
    given = values(figures(a_periodic(**made), frame), localiser)
    return fill(content, given, known(), localiser)


def shipped(name: str, lang: str = "vi") -> bytes:
    return (FOLDER / f"{name}.{lang}.docx").read_bytes()


def a_template(*paragraphs: str, rows: Iterable[str] = ()) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    listed = list(rows)
    if listed:
        table = document.add_table(rows=len(listed), cols=1)
        for row, text in zip(table.rows, listed, strict=True):
            row.cells[0].text = text
    return _saved(document)


def _saved(document: Any) -> bytes:
    whole = BytesIO()
    document.save(whole)
    return whole.getvalue()


def text_of(content: bytes) -> str:
    """Everything that is written in a document, a line for each paragraph."""
    document = Document(BytesIO(content))
    return "\n".join(
        "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    )


def refused(content: bytes, **made: Any) -> list[str]:
    with pytest.raises(DataError) as caught:
        filled(content, **made)
    assert "nothing was written" in words(caught.value.hint)
    return [words(caught.value.message), *(words(each) for each in caught.value.details)]


def test_what_may_be_asked_for_is_what_there_is() -> None:
    given = values(figures(a_periodic()), Localiser("vi"))
    names = known()
    assert set(given) == set(names) == {*SINGLE, *APPENDICES, *LISTS}
    for name, row in names.items():
        if row is None:
            assert not isinstance(given[name], list)
        else:
            assert all(set(each) == row for each in given[name])  # type: ignore[union-attr]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_half_year_report_has_every_part_of_a_paper(lang: str) -> None:
    text = text_of(filled(shipped(HALF_YEAR, lang), lang=lang, frame=FRAME, units=3, late=2))
    wanted = {
        "vi": [
            "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU",
            "ỦY BAN NHÂN DÂN XÃ BẢN BO",
            "Số: 07/BC-UBND",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Bản Bo, ngày … tháng … năm 2024",
            "BÁO CÁO",
            "Kính gửi: Sở Nông nghiệp và Môi trường",
            "Nơi nhận:",
            "- Như trên;",
            "- Thường trực Đảng ủy;",
            "- Lưu: VT, ….",
            "TM. ỦY BAN NHÂN DÂN",
            "CHỦ TỊCH",
            "(Ký tên, đóng dấu)",
        ],
        "en": ["No. 07/BC-UBND", "Bản Bo, … … 2024", "REPORT", "Recipients:", "III. REQUESTS"],
    }[lang]
    lines = text.splitlines()
    assert [each for each in wanted if each not in lines] == []
    assert "{" not in text and "%}" not in text
    assert "chờ vốn 2 (NV2024-002)" in text
    assert text.count("Xã 1; Xã 2; Xã 3") == 3


def test_long_lists_stand_in_appendices_that_are_numbered_and_named() -> None:
    lines = text_of(filled(shipped(HALF_YEAR), frame=FRAME, units=21, late=21)).splitlines()
    heads = [line for line in lines if line.startswith("Phụ lục ") and len(line) < 12]
    # The criteria that fail name the same appendix in the text, each on its row.
    assert list(dict.fromkeys(heads)) == ["Phụ lục II", "Phụ lục I", "Phụ lục III"]
    assert lines.count("Chi tiết tại Phụ lục I kèm theo báo cáo này.") == 1
    assert lines.count("Chi tiết tại Phụ lục III kèm theo báo cáo này.") == 1
    at = lines.index("NHIỆM VỤ QUÁ HẠN")
    assert lines[at - 1] == "Phụ lục III" and lines[at + 1].startswith(
        "(Kèm theo Báo cáo số 07/BC-"
    )
    short = text_of(filled(shipped(HALF_YEAR), units=20, late=20))
    assert "Phụ lục" not in short


def test_remarks_that_would_fill_pages_stand_in_an_appendix() -> None:
    def said(count: int) -> list[str]:
        made = a_periodic()
        listed = Report(
            "report remarks",
            say("Remarks"),
            (Column("remark", "Remark"),),
            (Block("remarks", None, tuple((f"Xã {n}: lưu ý",) for n in range(count))),),
        )
        made = made._replace(annexes=(*made.annexes[:2], Part("remarks", listed)))
        localiser = Localiser("vi")
        given = values(figures(made), localiser)
        return text_of(fill(shipped(HALF_YEAR), given, known(), localiser)).splitlines()

    short, long = said(20), said(21)
    assert "- Xã 19: lưu ý." in short and "Phụ lục" not in "".join(short)
    assert "Lưu ý về số liệu: chi tiết tại Phụ lục I kèm theo báo cáo này." in long
    at = long.index("LƯU Ý VỀ SỐ LIỆU")
    assert long[at - 1] == "Phụ lục I" and "Xã 20: lưu ý" in long[at:]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", [HALF_YEAR, WEEKLY])
def test_a_signature_never_stands_on_a_page_without_the_text_it_signs(name: str, lang: str) -> None:
    document = Document(BytesIO(filled(shipped(name, lang), lang=lang)))
    last = document.tables[-1]
    assert last.rows[0]._tr.xpath("./w:trPr/w:cantSplit")
    closing = last._tbl.getprevious()
    assert closing.tag == qn("w:p") and closing.xpath("./w:pPr/w:keepNext")
    assert closing.xpath("string()").startswith(("Trên đây là báo cáo", "This is the re"))


def test_what_the_office_did_not_say_is_left_as_a_gap() -> None:
    lines = text_of(filled(shipped(HALF_YEAR), late=0)).splitlines()
    for gap in ("…", "Số: …/BC-…", "…, ngày … tháng … năm 2024", "…………"):
        assert gap in lines
    assert "[Điền kiến nghị, đề xuất của cơ quan]" in lines
    assert "Không có nhiệm vụ quá hạn." in lines
    assert not any(line.startswith(("Kính gửi", "- Như trên")) for line in lines)


def test_several_who_are_addressed_have_a_line_each() -> None:
    two = FRAME._replace(to=("Sở A", "Sở B"))
    lines = text_of(filled(shipped(HALF_YEAR), frame=two)).splitlines()
    at = lines.index("Kính gửi:")
    assert lines[at + 1 : at + 3] == ["- Sở A;", "- Sở B."]


@pytest.mark.parametrize(("units", "late"), [(0, 0), (1, 0), (124, 300)])
@pytest.mark.parametrize("name", [HALF_YEAR, WEEKLY])
def test_any_number_of_units_and_tasks_is_filled_in(name: str, units: int, late: int) -> None:
    period = WEEK if name == WEEKLY else HALF
    text = text_of(filled(shipped(name), units=units, late=late, period=period))
    assert "{" not in text
    assert text.count("NV2024-") >= late
    if name == HALF_YEAR and units:
        assert f"Xã {units}" in text


def test_every_letter_is_in_one_font_whatever_its_script() -> None:
    content = filled(shipped(HALF_YEAR), frame=FRAME, units=2, late=2)
    document = Document(BytesIO(content))
    runs = list(document.element.body.iter(qn("w:r")))
    runs += list(document.sections[0].header._element.iter(qn("w:r")))
    assert len(runs) > 100
    for run in runs:
        fonts = run.rPr.rFonts
        named = {fonts.get(qn(f"w:{each}")) for each in ("ascii", "hAnsi", "cs", "eastAsia")}
        assert named == {"Times New Roman"}


def test_the_page_is_that_of_the_decree() -> None:
    section = Document(BytesIO(shipped(HALF_YEAR))).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm) <= 25 and 20 <= round(section.bottom_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35 and 15 <= round(section.right_margin.mm) <= 20
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


NASTY = [
    "&",
    "<b>",
    "]]>",
    "{{ so }}",
    "{% if x %}",
    "=1+1",
    "a\x00b\x0b\u202ec\ufffe",
    "dòng\nhai",
    "“”",
]


@pytest.mark.parametrize("said", NASTY)
def test_whatever_is_recorded_is_filled_in_as_it_is(said: str) -> None:
    text = text_of(
        filled(a_template("{%p for d in qua_han %}", "{{ d.chu_tri }}", "{%p endfor %}"), said=said)
    )
    assert text == as_shown(said)


def as_shown(said: str) -> str:
    """On one line, and without what no file can hold."""
    return (
        said.replace("\n", " ")
        .replace("\x0b", " ")
        .translate(dict.fromkeys(map(ord, "\x00\u202e\ufffe"), "\ufffd"))
    )


@pytest.mark.parametrize("name", [HALF_YEAR, WEEKLY])
def test_data_come_through_whole_and_are_never_taken_for_a_template(name: str) -> None:
    said = " ".join(NASTY)
    frame = FRAME._replace(signer=said, issuer=said)
    text = text_of(filled(shipped(name), frame=frame, said=said, late=2))
    plain = as_shown(said)
    assert f"{plain} 2 (NV2024-002)" in text
    assert plain in text.splitlines()


def test_the_same_figures_give_the_same_bytes() -> None:
    once = filled(shipped(HALF_YEAR), frame=FRAME)
    assert once == filled(shipped(HALF_YEAR), frame=FRAME)
    with zipfile.ZipFile(BytesIO(once)) as held:
        assert {each.date_time for each in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = held.read("docProps/core.xml").decode()
    assert "python-docx" not in core and "2000-01-01" in core


def test_an_own_template_is_filled_with_its_letters_kept() -> None:
    document = Document()
    paragraph = document.add_paragraph("Kỳ ")
    paragraph.add_run("{{ ky_").bold = True
    paragraph.add_run("bao_cao }}").bold = True
    content = filled(_saved(document), lang="en")
    runs = Document(BytesIO(content)).paragraphs[0].runs
    assert "".join(run.text for run in runs) == "Kỳ the first six months of 2024"
    assert runs[1].bold


@pytest.mark.parametrize(
    ("paragraphs", "told"),
    [
        (["Một", "{{ tong_so }}"], "paragraph 2: «{{ tong_so }}»: there is no name tong_so"),
        (["{{ dang_qua_hann }}"], "paragraph 1: «{{ dang_qua_hann }}»: there is no name"),
        (["{{ ky_bao_cao"], "paragraph 1: «{{ ky_bao_cao»: it is not closed in this paragraph"),
        (["{% if qua_han"], "paragraph 1: «{% if qua_han»: it is not closed"),
        (["{%p for d in qua_han %}"], "it is never ended with endfor"),
        (["{%p if qua_han %}", "{%p endfor %}"], "nothing was begun that it could end"),
        (["{%p endif %}"], "nothing was begun that it could end"),
        (
            ["{%p if qua_han %}", "{% endif %}"],
            "it must be written as what it ends: {%p if qua_han",
        ),
        (["{% if qua_han %}", "{% endif %}"], "over several paragraphs it is written {%p endif %}"),
        (["{%tr if qua_han %}", "{%tr endif %}"], "it must stand in the table in which it began"),
        (["{% vm %}"], "vm is not something a template may do"),
        (["{%p include 'x' %}"], "include is not something a template may do"),
        (["{{r ky_bao_cao }}"], "{{r is not something a template may do"),
        (["{%p if qua_han %}", "{%p elif x %}", "{%p endif %}"], "there is no name x"),
        (["{%p for d in qua_han %}", "{{ d.so }}", "{%p endfor %}"], "there is no name d.so"),
    ],
)
def test_a_fault_is_told_with_its_place(paragraphs: list[str], told: str) -> None:
    first, *details = refused(a_template(*paragraphs))
    assert first == "the template cannot be filled"
    assert any(told in each for each in details), details


def test_faults_in_tables_headers_and_footers_have_their_places() -> None:
    document = Document(BytesIO(a_template(rows=["Tên", "{{ khong_co }}"])))
    document.sections[0].header.paragraphs[0].text = "{{ dau }}"
    document.sections[0].footer.paragraphs[0].text = "{{ chan }}"
    _, *details = refused(_saved(document))
    assert [each.partition(":")[0] for each in details] == [
        "table 1, row 2",
        "the header of the page",
        "the footer of the page",
    ]


def test_a_tag_that_no_paragraph_shows_is_looked_at_all_the_same() -> None:
    content = a_template("Một")
    document = Document(BytesIO(content))
    document.paragraphs[0]._p.set(qn("w:rsidR"), "{{ range(9) }}")
    assert "the template cannot be filled" in refused(_saved(document))[0]


def test_a_fault_is_told_in_a_line_however_long_the_tag() -> None:
    for text in ("{{ " * 3000, "{{ " + "x" * 5000 + " }}", "{% " + "y" * 5000 + " %}"):
        assert max(map(len, refused(a_template(text)))) < 300


def test_a_loop_bomb_is_refused() -> None:
    loops = [f"{{%p for {name} in qua_han %}}" for name in "abcdef"]
    ends = ["{%p endfor %}"] * len(loops)
    assert refused(a_template(*loops, "x", *ends), late=50) == [
        "the template would become too long"
    ]


def test_tags_that_break_the_table_are_refused_with_a_way_out() -> None:
    broken = a_template(rows=["{%tr for d in qua_han %}", "{%p if qua_han %}", "{%tr endfor %}"])
    assert refused(broken)[0] == "the template cannot be filled"
