"""Makes the templates of reports that are shipped: `python -m tests.templates` writes them anew.

The form is that of Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I: A4, margins of 20 to 25 mm above and
below, 30 to 35 left, 15 to 20 right (Mục I), Times New Roman throughout, and for each part of a
paper the size and letter of Mục II. What is to be filled in by the program is written as the
manual tells it; what only the office can say is left as a gap.
"""

import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.text.paragraph import Paragraph

from ntmtrack.app.templates import FOLDER, HALF_YEAR, REGISTER, WEEKLY
from ntmtrack.render.template_file import packed

FONT = "Times New Roman"
CENTRE, LEFT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)

Text = tuple[str, str]
"""The same words in Vietnamese and in English."""

Heads = Sequence[tuple[Text, str, float]]
"""Columns of a table: the heading, what a row says in it, and its width in centimetres."""


_SET_ROW = "{{ dong.bo_moi }}"
"""What a row says that stands over those of one criteria set."""


class Maker:
    """One document in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.document = Document()
        self._page()
        self._fonts()

    def said(self, text: Text | str) -> str:
        return text if isinstance(text, str) else text[self.lang == "en"]

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(20)
        section.header_distance = Mm(10)
        section.different_first_page_header_footer = True
        number = section.header.paragraphs[0]
        number.alignment = CENTRE
        self._field(number, "PAGE", 13)
        properties = self.document.core_properties
        properties.author = properties.comments = properties.last_modified_by = ""
        properties.title = "{{ trich_yeu }}"
        properties.language = "en" if self.lang == "en" else "vi-VN"
        properties.created = properties.modified = datetime(2000, 1, 1)

    def _fonts(self) -> None:
        """Every letter of every script in one font: Word looks for each by itself."""
        for name in ("Normal", "Header", "Footer"):
            style = self.document.styles[name]
            style.font.name, style.font.size = FONT, Pt(14)
            _one_font(style.element.get_or_add_rPr())
        defaults = self.document.styles.element.find(qn("w:docDefaults"))
        fonts = defaults.find(f".//{qn('w:rFonts')}")
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{name}"), FONT)
        spoken = defaults.find(f".//{qn('w:lang')}")
        for name in ("val", "eastAsia"):
            spoken.set(qn(f"w:{name}"), "en-GB" if self.lang == "en" else "vi-VN")
        form = self.document.styles["Normal"].paragraph_format
        form.space_before = form.space_after = Pt(0)

    def _field(self, paragraph: Paragraph, code: str, size: float) -> None:
        for kind, text in (("begin", ""), ("", code), ("end", "")):
            run = paragraph.add_run()
            _shaped(run, size)
            if kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark = OxmlElement("w:instrText")
                mark.text = text
            run._r.append(mark)

    def line(
        self,
        text: Text | str,
        *,
        into: Any = None,
        size: float = 14,
        bold: bool = False,
        italic: bool = False,
        align: Any = CENTRE,
        after: float = 0,
        before: float = 0,
        indent: float = 0,
        first: float = 0,
        marked: bool = False,
        keep: bool = False,
    ) -> Paragraph:
        """One paragraph; `into` a cell, else at the end of the document."""
        holder = self.document if into is None else into
        paragraph: Paragraph = holder.add_paragraph()
        run = paragraph.add_run(self.said(text))
        _shaped(run, size, bold=bold, italic=italic)
        if marked:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        form = paragraph.paragraph_format
        form.alignment = align
        form.space_before, form.space_after = Pt(before), Pt(after)
        form.left_indent, form.first_line_indent = Cm(indent), Cm(first)
        form.keep_with_next = keep
        return paragraph

    def tag(self, text: str, into: Any = None) -> None:
        """A paragraph that only steers: it is gone when the template has been filled."""
        self.line(f"{{%p {text} %}}", into=into, size=12, align=LEFT)

    def rule(self, into: Any, wide: float, of: float) -> None:
        """A line `wide` centimetres long in the middle of what is `of` wide."""
        paragraph = self.line("", into=into, size=2)
        form = paragraph.paragraph_format
        form.left_indent = form.right_indent = Cm((of - wide) / 2)
        borders = OxmlElement("w:pBdr")
        top = OxmlElement("w:top")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            top.set(qn(f"w:{name}"), value)
        borders.append(top)
        paragraph._p.get_or_add_pPr().insert_element_before(
            borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )

    def text(self, text: Text | str, **shape: Any) -> None:
        """A paragraph of the text: both edges even, the first line set in (khoản 6, điểm e)."""
        self.line(text, align=JUSTIFY, first=1.27, after=6, **shape)

    def closing(self, text: Text) -> None:
        """The last paragraph: it goes with the signature, which never stands on a page alone."""
        self.line(text, align=JUSTIFY, first=1.27, after=18, keep=True)

    def part(self, text: Text) -> None:
        """The heading of a part (I, II …)."""
        self.line(text, bold=True, align=JUSTIFY, first=1.27, before=6, after=6, keep=True)

    def item(self, text: Text) -> None:
        """The heading of an item (1, 2 …)."""
        self.line(text, bold=True, align=JUSTIFY, first=1.27, after=6, keep=True)

    def two(self, widths: tuple[float, float], *, rows: int = 1) -> list[Any]:
        """Cells side by side without borders, two in a row."""
        table = self.document.add_table(rows=rows, cols=2)
        _widths(table, widths)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = [cell for row in table.rows for cell in row.cells]
        for cell in cells:
            cell._tc.remove(cell.paragraphs[0]._p)
        return cells

    def table(
        self,
        listed: str,
        heads: Heads,
        *,
        only: str = "",
        by_set: bool = False,
        total: Sequence[Text | str] = (),
        size: float = 12,
    ) -> None:
        """A table with a row for each of a list, or `only` for those of which something holds.

        Its headings are repeated on every page. `by_set` puts the name of a set over its rows
        where there are several; `total` is a last row.
        """
        steering = [f"for dong in {listed}"]
        if by_set:
            steering += ["if dong.bo_moi", _SET_ROW, "endif"]
        steering += [f"if {only}", "", "endif"] if only else [""]
        steering.append("endfor")
        table = self.document.add_table(rows=len(steering) + 1, cols=len(heads))
        table.style = "Table Grid"
        _widths(table, [width for _, _, width in heads])
        head, *others = table.rows
        row = others[steering.index("")]
        repeat = OxmlElement("w:tblHeader")
        head._tr.get_or_add_trPr().append(repeat)
        for place, (heading, said, _) in enumerate(heads):
            self._cell(head.cells[place], self.said(heading), size, bold=True, align=CENTRE)
            narrow = heads[place][2] <= 2.8
            self._cell(row.cells[place], said, size, align=CENTRE if narrow else LEFT)
        for each in (head, row):
            each._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for each, tag in zip(others, steering, strict=True):
            if tag == _SET_ROW:
                named = each.cells[0].merge(each.cells[-1])
                self._cell(named, tag, size, bold=True)
                named.paragraphs[0].paragraph_format.keep_with_next = True
            elif tag:
                for place, cell in enumerate(each.cells):
                    self._cell(cell, "" if place else f"{{%tr {tag} %}}", size)
        if total:
            last = table.add_row()
            last._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for said, cell, (_, _, width) in zip(total, last.cells, heads, strict=True):
                cell.width = Cm(width)
                align = CENTRE if width <= 2.8 else LEFT
                self._cell(cell, self.said(said), size, bold=True, align=align)
        self.line("", size=6)

    def _cell(
        self, cell: Any, text: str, size: float, *, bold: bool = False, align: Any = LEFT
    ) -> None:
        paragraph = cell.paragraphs[0]
        form = paragraph.paragraph_format
        form.alignment, form.space_before, form.space_after = align, Pt(2), Pt(2)
        _shaped(paragraph.add_run(text), size, bold=bold)

    def listed(
        self,
        name: str,
        heads: Heads,
        nothing: Text,
        *,
        appendix: str = "",
        **shape: Any,
    ) -> None:
        """A table where there is something, else a sentence; a long one stands in an appendix."""
        if appendix:
            self.tag(f"if {appendix}")
            place = f"{{{{ {appendix} }}}}"
            self.text(
                (
                    f"Chi tiết tại Phụ lục {place} kèm theo báo cáo này.",
                    f"See Appendix {place} to this report.",
                )
            )
            self.tag(f"elif {name}")
        else:
            self.tag(f"if {name}")
        self.table(name, heads, **shape)
        self.tag("else")
        self.text(nothing)
        self.tag("endif")

    def appendix(
        self, number: str, title: Text, listed: str, heads: Heads, *, by_set: bool = False
    ) -> None:
        """A list on pages of its own: number, title, and what it belongs to (Mục III, khoản 1)."""
        self.tag(f"if {number}")
        place = f"{{{{ {number} }}}}"
        first = self.line((f"Phụ lục {place}", f"Appendix {place}"), bold=True)
        first.paragraph_format.page_break_before = True
        self.line(title, bold=True)
        self.line(
            (
                "(Kèm theo Báo cáo số {{ so }}/{{ ky_hieu }} {{ ngay_ban_hanh }}"
                " của {{ co_quan }})",
                "(To report no. {{ so }}/{{ ky_hieu }}, {{ ngay_ban_hanh }}, of {{ co_quan }})",
            ),
            italic=True,
            after=8,
        )
        self.table(listed, heads, by_set=by_set)
        self.tag("endif")

    def bytes(self) -> bytes:
        body = self.document.element.body
        for run in body.iter(qn("w:r")):
            _one_font(run.get_or_add_rPr())
        whole = BytesIO()
        self.document.save(whole)
        return packed(whole.getvalue())


def _shaped(run: Any, size: float, *, bold: bool = False, italic: bool = False) -> None:
    run.font.name, run.font.size = FONT, Pt(size)
    run.font.bold, run.font.italic = bold, italic
    _one_font(run._r.get_or_add_rPr())
    script = OxmlElement("w:szCs")
    script.set(qn("w:val"), str(int(size * 2)))
    run._r.rPr.insert_element_before(script, "w:highlight", "w:u", "w:lang")


def _one_font(properties: Any) -> None:
    fonts = properties.get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _widths(table: Any, widths: Sequence[float]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    look = table._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        mark = OxmlElement(f"w:{side}")
        mark.set(qn("w:w"), "57")
        mark.set(qn("w:type"), "dxa")
        margins.append(mark)
    look.insert_element_before(margins, "w:tblLook")


def head(maker: Maker) -> None:
    """Issuer and national heading, number and day, kind and subject (Mục II, khoản 1 to 5)."""
    left, right, number, day = maker.two((6.6, 9.4), rows=2)
    maker.tag("if co_quan_chu_quan", left)
    maker.line("{{ co_quan_chu_quan }}", into=left, size=12)
    maker.tag("endif", left)
    maker.line("{{ co_quan_ban_hanh }}", into=left, size=12, bold=True)
    maker.rule(left, 2.2, 6.4)
    maker.line(
        ("Số: {{ so }}/{{ ky_hieu }}", "No. {{ so }}/{{ ky_hieu }}"), into=number, size=13, before=6
    )
    maker.line(
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM"),
        into=right,
        size=12,
        bold=True,
    )
    maker.line(
        ("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness"),
        into=right,
        size=13,
        bold=True,
    )
    maker.rule(right, 5.9, 9.2)
    maker.line("{{ dia_danh }}, {{ ngay_ban_hanh }}", into=day, size=13, italic=True, before=6)
    maker.line(("BÁO CÁO", "REPORT"), bold=True, before=18)
    maker.line("{{ trich_yeu }}", bold=True)
    maker.rule(None, 4.5, 16)
    addressed(maker)


def addressed(maker: Maker) -> None:
    """Who is addressed: one on the same line, several each on a line (khoản 9, điểm d)."""
    maker.tag("if kinh_gui|length == 1")
    maker.tag("for noi in kinh_gui")
    maker.line(("Kính gửi: {{ noi.ten }}", "To: {{ noi.ten }}"), before=12, after=6)
    maker.tag("endfor")
    maker.tag("elif kinh_gui")
    maker.line(("Kính gửi:", "To:"), align=LEFT, indent=3.5, before=12)
    maker.tag("for noi in kinh_gui")
    maker.line("- {{ noi.ten }}{% if loop.last %}.{% else %};{% endif %}", align=LEFT, indent=5.5)
    maker.tag("endfor")
    maker.tag("endif")
    maker.line("", size=6)


def foot(maker: Maker) -> None:
    """Who gets it, and who signs (khoản 7 and 9)."""
    left, right = maker.two((7.5, 8.5))
    maker.line(("Nơi nhận:", "Recipients:"), into=left, size=12, bold=True, italic=True, align=LEFT)
    maker.tag("if kinh_gui", left)
    maker.line(("- Như trên;", "- As above;"), into=left, size=11, align=LEFT)
    maker.tag("endif", left)
    maker.tag("for noi in noi_nhan", left)
    maker.line("- {{ noi.ten }};", into=left, size=11, align=LEFT)
    maker.tag("endfor", left)
    maker.line(("- Lưu: VT, ….", "- File: VT, …."), into=left, size=11, align=LEFT)
    maker.tag("if chuc_vu_ky", right)
    maker.tag("for dong in chuc_vu_ky", right)
    maker.line("{{ dong.ten }}", into=right, bold=True)
    maker.tag("endfor", right)
    maker.tag("else", right)
    maker.line("…………", into=right, bold=True)
    maker.tag("endif", right)
    maker.line(("(Ký tên, đóng dấu)", "(Signature, seal)"), into=right, size=13, italic=True)
    maker.line("", into=right, size=40)
    maker.line("{% if nguoi_ky %}{{ nguoi_ky }}{% else %}…………{% endif %}", into=right, bold=True)


def requests(maker: Maker, heading: Text) -> None:
    maker.part(heading)
    maker.tag("if kien_nghi")
    maker.tag("for dong in kien_nghi")
    maker.text("{{ dong.stt }}. {{ dong.noi_dung }}")
    maker.tag("endfor")
    maker.tag("else")
    maker.text(
        ("[Điền kiến nghị, đề xuất của cơ quan]", "[To be filled in: what the office asks for]"),
        marked=True,
    )
    maker.tag("endif")


NO: Text = ("TT", "No.")
UNIT: Text = ("Đơn vị", "Unit")
TASK: Text = ("Nhiệm vụ", "Task")
LEADS: Text = ("Chủ trì", "Lead")
DUE: Text = ("Hạn", "Due")
CRITERION: Text = ("Tiêu chí", "Criterion")
NAMES: Text = ("Gồm", "Which")
COUNT: Text = ("Số đơn vị", "Units")
NUMBER, WHAT = (
    "{{ dong.stt }}",
    ("{{ dong.noi_dung }} ({{ dong.ma }}{% if dong.don_vi %}; {{ dong.don_vi }}{% endif %})"),
)

OVERDUE: Heads = (
    (NO, NUMBER, 1.0),
    (TASK, WHAT, 5.2),
    (LEADS, "{{ dong.chu_tri }}", 3.0),
    (DUE, "{{ dong.han }}", 2.2),
    (("Quá hạn (ngày)", "Days late"), "{{ dong.so_ngay_qua_han }}", 1.6),
    (("Lý do đã ghi nhận", "Reason recorded"), "{{ dong.ly_do }}", 3.0),
)
COMING: Heads = (
    (NO, NUMBER, 1.0),
    (TASK, WHAT, 7.0),
    (LEADS, "{{ dong.chu_tri }}", 4.0),
    (DUE, "{{ dong.han }}", 2.2),
    (("Còn (ngày)", "Days left"), "{{ dong.con_ngay }}", 1.8),
)
CHANGES: Heads = (
    (UNIT, "{{ dong.don_vi }}", 3.6),
    (("Trước", "Before"), "{{ dong.truoc }}", 1.5),
    (("Nay", "Now"), "{{ dong.nay }}", 1.5),
    (("Mới đạt", "Newly met"), "{{ dong.moi_dat }}", 3.2),
    (("Không còn đạt", "No longer met"), "{{ dong.khong_con_dat }}", 3.2),
    (("Ghi chú", "Remark"), "{{ dong.ghi_chu }}", 3.0),
)
LOST: Heads = (
    (UNIT, "{{ dong.don_vi }}", 3.6),
    (("Số", "No."), "{{ dong.so }}", 1.4),
    (("Tiêu chí, chỉ tiêu", "Criterion, indicator"), "{{ dong.ten }}", 5.0),
    (("Từ ngày", "Since"), "{{ dong.mat_tu }}", 2.2),
    (LEADS, "{{ dong.chu_tri }}", 3.8),
)
NO_OVERDUE: Text = ("Không có nhiệm vụ quá hạn.", "No task is overdue.")
NO_COMING: Text = (
    "Không có nhiệm vụ đến hạn trong thời gian này.",
    "No task falls due in these days.",
)


def half_year(lang: str) -> bytes:
    """The report of a period."""
    maker = Maker(lang)
    head(maker)
    maker.text(
        (
            "{{ co_quan }} báo cáo kết quả xây dựng nông thôn mới {{ ky_bao_cao }} của {{ don_vi }}"
            " như sau:",
            "{{ co_quan }} reports on new rural development in {{ ky_bao_cao }}, {{ don_vi }}:",
        )
    )
    maker.text("{{ tinh_trang_ky }}", italic=True)
    maker.part(("I. KẾT QUẢ THỰC HIỆN BỘ TIÊU CHÍ", "I. RESULTS BY CRITERIA"))
    maker.item(("1. Kết quả chung", "1. In general"))
    maker.tag("for bo in bo_tieu_chi")
    maker.text(
        (
            "- {{ bo.ten }}: {{ bo.so_don_vi }} đơn vị, trong đó {{ bo.da_danh_gia }} đơn vị đã có"
            " kết quả đánh giá; {{ bo.dat_du }} đơn vị đạt đủ {{ bo.so_tieu_chi }} tiêu chí"
            "{% if bo.binh_quan != none %}; bình quân đạt {{ bo.binh_quan }}"
            " tiêu chí/đơn vị{% endif %}.",
            "- {{ bo.ten }}: units {{ bo.so_don_vi }}; judged {{ bo.da_danh_gia }}; meeting all"
            " {{ bo.so_tieu_chi }} criteria {{ bo.dat_du }}{% if bo.binh_quan != none %}; criteria"
            " met on average {{ bo.binh_quan }}{% endif %}.",
        )
    )
    unjudged = ("chưa đánh giá", "not assessed")[lang == "en"]
    maker.table(
        "muc_dat",
        (
            (
                ("Số tiêu chí đạt", "Criteria met"),
                f"{{% if dong.muc == '?' %}}{unjudged}{{% else %}}{{{{ dong.muc }}}}{{% endif %}}",
                2.8,
            ),
            (COUNT, "{{ dong.so_don_vi }}", 2.2),
            (NAMES, "{{ dong.ten_don_vi }}", 11.0),
        ),
        only="dong.bo == bo.ten",
    )
    maker.tag("else")
    maker.text(("Chưa có số liệu đánh giá.", "Nothing has been judged."))
    maker.tag("endfor")
    maker.tag("if phu_luc_luu_y")
    maker.text(
        (
            "Lưu ý về số liệu: chi tiết tại Phụ lục {{ phu_luc_luu_y }} kèm theo báo cáo này.",
            "Remarks on the figures: see Appendix {{ phu_luc_luu_y }} to this report.",
        )
    )
    maker.tag("elif luu_y")
    maker.text(("Lưu ý về số liệu:", "Remarks on the figures:"), keep=True)
    maker.tag("for dong in luu_y")
    maker.text("- {{ dong.noi_dung }}.")
    maker.tag("endfor")
    maker.tag("endif")
    maker.item(
        (
            "2. Thay đổi so với ngày {{ ngay_so_sanh }}",
            "2. Changes since {{ ngay_so_sanh }}",
        )
    )
    maker.listed(
        "thay_doi",
        CHANGES,
        ("{{ khong_thay_doi }}", "{{ khong_thay_doi }}"),
        appendix="phu_luc_thay_doi",
        by_set=True,
    )
    maker.item(("3. Tiêu chí chưa đạt", "3. Criteria not met"))
    maker.listed(
        "chua_dat",
        (
            (("Số", "No."), "{{ dong.so }}", 1.2),
            (CRITERION, "{{ dong.ten }}", 5.0),
            (COUNT, "{{ dong.so_don_vi }}", 1.8),
            (
                NAMES,
                "{% if phu_luc_chua_dat %}"
                + ("Phụ lục", "Appendix")[lang == "en"]
                + " {{ phu_luc_chua_dat }}{% else %}"
                + failing(lang)
                + "{% endif %}",
                8.0,
            ),
        ),
        ("Không có tiêu chí chưa đạt được ghi nhận.", "No criterion was judged unmet."),
        by_set=True,
    )
    maker.item(("4. Nội dung đã đạt, nay không còn đạt", "4. Met before and lost in the period"))
    maker.listed(
        "mat_dat",
        LOST,
        ("Không có nội dung đã đạt mà nay không còn đạt.", "Nothing that was met has been lost."),
        appendix="phu_luc_mat_dat",
        by_set=True,
    )
    maker.item(("5. Công nhận và hồ sơ", "5. Recognition and dossiers"))
    maker.listed(
        "cong_nhan",
        (
            (UNIT, "{{ dong.don_vi }}", 4.0),
            (("Nội dung", "Event"), "{{ dong.buoc }}", 3.0),
            (("Bộ tiêu chí", "Criteria set"), "{{ dong.bo }}", 4.6),
            (("Ngày", "On"), "{{ dong.ngay }}", 2.2),
            (("Văn bản", "Document"), "{{ dong.van_ban }}", 2.2),
        ),
        (
            "Trong kỳ không có đơn vị được công nhận hoặc có bước hồ sơ mới.",
            "No unit was recognised, and no dossier moved, in the period.",
        ),
    )
    maker.tag("if ho_so")
    maker.text(("Hồ sơ đang xem xét:", "Dossiers under way:"))
    maker.table(
        "ho_so",
        (
            (UNIT, "{{ dong.don_vi }}", 4.4),
            (("Bước", "Step"), "{{ dong.buoc }}", 3.4),
            (("Bộ tiêu chí", "Criteria set"), "{{ dong.bo }}", 4.2),
            (("Từ ngày", "Since"), "{{ dong.ngay }}", 2.2),
            (("Số ngày", "Days"), "{{ dong.so_ngay }}", 1.8),
        ),
    )
    maker.tag("endif")
    maker.part(("II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ ĐƯỢC GIAO", "II. TASKS"))
    totals(maker)
    maker.item(("1. Kết quả theo cơ quan chủ trì", "1. By lead"))
    by_lead(maker)
    maker.item(("2. Nhiệm vụ quá hạn", "2. Overdue tasks"))
    maker.listed("qua_han", OVERDUE, NO_OVERDUE, appendix="phu_luc_qua_han")
    maker.item(
        (
            "3. Nhiệm vụ đến hạn từ ngày {{ den_han_tu }} đến ngày {{ den_han_den }}",
            "3. Tasks due from {{ den_han_tu }} to {{ den_han_den }}",
        )
    )
    maker.listed("den_han", COMING, NO_COMING, appendix="phu_luc_den_han")
    requests(maker, ("III. KIẾN NGHỊ, ĐỀ XUẤT", "III. REQUESTS"))
    maker.closing(
        (
            "Trên đây là báo cáo kết quả xây dựng nông thôn mới {{ ky_bao_cao }}./.",
            "This is the report on new rural development in {{ ky_bao_cao }}.",
        )
    )
    foot(maker)
    appendices(maker)
    return maker.bytes()


def appendices(maker: Maker) -> None:
    """The lists that are too long for the text."""
    named = (
        (("Số", "No."), "{{ dong.so }}", 1.2),
        (CRITERION, "{{ dong.ten }}", 3.8),
        (COUNT, "{{ dong.so_don_vi }}", 1.8),
        (NAMES, failing(maker.lang), 9.2),
    )
    remarks: Heads = ((NO, NUMBER, 1.0), (("Nội dung", "Remark"), "{{ dong.noi_dung }}", 15.0))
    for number, title, listed, heads in (
        ("luu_y", ("LƯU Ý VỀ SỐ LIỆU", "REMARKS ON THE FIGURES"), "luu_y", remarks),
        ("thay_doi", ("THAY ĐỔI SO VỚI KỲ TRƯỚC", "CHANGES"), "thay_doi", CHANGES),
        ("chua_dat", ("ĐƠN VỊ CHƯA ĐẠT THEO TIÊU CHÍ", "CRITERIA NOT MET"), "chua_dat", named),
        ("mat_dat", ("NỘI DUNG KHÔNG CÒN ĐẠT", "WHAT WAS LOST"), "mat_dat", LOST),
        ("qua_han", ("NHIỆM VỤ QUÁ HẠN", "OVERDUE TASKS"), "qua_han", OVERDUE),
        ("den_han", ("NHIỆM VỤ SẮP ĐẾN HẠN", "TASKS FALLING DUE"), "den_han", COMING),
    ):
        by_set = listed in ("thay_doi", "chua_dat", "mat_dat")
        maker.appendix(f"phu_luc_{number}", title, listed, heads, by_set=by_set)


def failing(lang: str) -> str:
    """The units that fail a criterion, and those that nearly meet it."""
    nearly = ("cơ bản đạt", "nearly met")[lang == "en"]
    return (
        "{{ dong.ten_don_vi }}{% if dong.so_co_ban_dat %}{% if dong.ten_don_vi %} {% endif %}["
        + nearly
        + ": {{ dong.ten_co_ban_dat }}]{% endif %}"
    )


def totals(maker: Maker) -> None:
    maker.text(
        (
            "Tổng số {{ tong_nhiem_vu }} nhiệm vụ phải theo dõi trong kỳ, trong đó: hoàn thành đúng"
            " hạn {{ hoan_thanh_dung_han }}; hoàn thành quá hạn {{ hoan_thanh_qua_han }}; đang thực"
            " hiện trong hạn {{ dang_trong_han }}; đang thực hiện quá hạn {{ dang_qua_han }}; không"
            " có hạn {{ khong_co_han }}.{% if ty_le_dung_han != none %} Tỷ lệ đúng hạn trong số đã"
            " hoàn thành: {{ ty_le_dung_han }}.{% endif %}",
            "Tasks owed in the period: {{ tong_nhiem_vu }}; done on time"
            " {{ hoan_thanh_dung_han }}; done late {{ hoan_thanh_qua_han }}; open in time"
            " {{ dang_trong_han }}; open and overdue {{ dang_qua_han }}; without a due"
            " {{ khong_co_han }}.{% if ty_le_dung_han != none %} On time, of what was done:"
            " {{ ty_le_dung_han }}.{% endif %}",
        )
    )


def by_lead(maker: Maker) -> None:
    maker.listed(
        "theo_co_quan",
        (
            (NO, NUMBER, 1.0),
            (("Cơ quan chủ trì", "Lead"), "{{ dong.co_quan }}", 4.6),
            (("Tổng số", "In all"), "{{ dong.tong }}", 1.5),
            (("HT đúng hạn", "Done on time"), "{{ dong.xong_dung_han }}", 1.8),
            (("HT quá hạn", "Done late"), "{{ dong.xong_qua_han }}", 1.8),
            (("Trong hạn", "Open in time"), "{{ dong.trong_han }}", 1.7),
            (("Quá hạn", "Overdue"), "{{ dong.qua_han }}", 1.8),
            (("Không có hạn", "No due"), "{{ dong.khong_han }}", 1.8),
        ),
        ("Không có nhiệm vụ.", "There is no task."),
        total=(
            "",
            ("Tổng cộng", "In all"),
            "{{ tong_nhiem_vu }}",
            "{{ hoan_thanh_dung_han }}",
            "{{ hoan_thanh_qua_han }}",
            "{{ dang_trong_han }}",
            "{{ dang_qua_han }}",
            "{{ khong_co_han }}",
        ),
    )
    maker.tag("if theo_co_quan")
    maker.text(
        (
            "Nhiệm vụ do nhiều cơ quan chủ trì được tính ở từng cơ quan, nhưng chỉ tính một lần ở"
            " dòng tổng cộng.",
            "A task with several leads counts for each of them, and once in the last row.",
        ),
        italic=True,
        size=12,
    )
    maker.tag("endif")


def weekly(lang: str) -> bytes:
    """The review of a week, task by task."""
    maker = Maker(lang)
    head(maker)
    maker.text(
        (
            "{{ co_quan }} báo cáo rà soát nhiệm vụ {{ ky_bao_cao }} của {{ don_vi }} như sau:",
            "{{ co_quan }} reports on the tasks of {{ ky_bao_cao }}, {{ don_vi }}:",
        )
    )
    maker.text("{{ tinh_trang_ky }}", italic=True)
    maker.part(("I. TÌNH HÌNH CHUNG", "I. IN GENERAL"))
    totals(maker)
    maker.text(
        (
            "Tính đến ngày {{ ngay_so_lieu }} có {{ tong_qua_han }} nhiệm vụ đang quá hạn, trong đó"
            " {{ viec_moi_qua_han|length }} nhiệm vụ mới quá hạn trong kỳ; {{ viec_xong|length }}"
            " nhiệm vụ hoàn thành trong kỳ; {{ viec_cho_xac_nhan|length }} nhiệm vụ chờ xác nhận.",
            "On {{ ngay_so_lieu }}: tasks overdue {{ tong_qua_han }}, newly"
            " {{ viec_moi_qua_han|length }}; done in these days {{ viec_xong|length }}; waiting for"
            " confirmation {{ viec_cho_xac_nhan|length }}.",
        )
    )
    maker.part(("II. CHI TIẾT", "II. IN DETAIL"))
    maker.item(("1. Nhiệm vụ hoàn thành trong kỳ", "1. Tasks done"))
    maker.listed(
        "viec_xong",
        (
            (NO, NUMBER, 1.0),
            (TASK, WHAT, 6.8),
            (LEADS, "{{ dong.chu_tri }}", 3.8),
            (("Ngày xong", "Closed on"), "{{ dong.ngay_xong }}", 2.2),
            (("Kết quả", "How"), "{{ dong.tinh_trang }}", 2.2),
        ),
        ("Không có nhiệm vụ hoàn thành.", "No task was done."),
    )
    maker.item(("2. Nhiệm vụ đang quá hạn và lý do", "2. Overdue tasks, and why"))
    maker.listed("qua_han", OVERDUE, NO_OVERDUE)
    maker.item(
        (
            "3. Nhiệm vụ đến hạn đến hết ngày {{ den_han_den }}",
            "3. Tasks due until {{ den_han_den }}",
        )
    )
    maker.listed("den_han", COMING, NO_COMING)
    unfollowed: Heads = (
        (NO, NUMBER, 1.0),
        (TASK, WHAT, 8.6),
        (LEADS, "{{ dong.chu_tri }}", 3.4),
        (("Văn bản", "Document"), "{{ dong.van_ban }}", 3.0),
    )
    maker.item(("4. Nhiệm vụ chưa có cơ quan chủ trì", "4. Tasks without a lead"))
    maker.listed(
        "viec_chua_chu_tri",
        unfollowed,
        ("Không có.", "None."),
    )
    maker.item(("5. Nhiệm vụ không có hạn", "5. Tasks without a due"))
    maker.listed("viec_khong_han", unfollowed, ("Không có.", "None."))
    requests(maker, ("III. KIẾN NGHỊ, ĐỀ XUẤT", "III. REQUESTS"))
    maker.closing(
        (
            "Trên đây là báo cáo rà soát nhiệm vụ {{ ky_bao_cao }}./.",
            "This is the review of tasks of {{ ky_bao_cao }}.",
        )
    )
    foot(maker)
    return maker.bytes()


REGISTER_HEADS: Sequence[tuple[Text, str, float]] = (
    (("STT", "No."), "{% for dong in so_theo_doi %}{{ dong.stt }}", 5),
    (("Số, ký hiệu văn bản giao", "Document"), "{{ dong.so_van_ban }}", 14),
    (("Ngày ban hành", "Dated"), "{{ dong.ngay_van_ban }}", 11),
    (
        ("Trích yếu, nội dung nhiệm vụ", "What is to be done"),
        "{{ dong.noi_dung }} ({{ dong.ma }})",
        30,
    ),
    (("Đơn vị (xã, thôn)", "Unit"), "{{ dong.don_vi }}", 12),
    (("Tiêu chí", "Criterion"), "{{ dong.tieu_chi }}", 7),
    (("Cơ quan chủ trì", "Lead"), "{{ dong.chu_tri }}", 16),
    (("Cơ quan phối hợp", "Coordinators"), "{{ dong.phoi_hop }}", 14),
    (("Hạn (nguyên văn)", "Due as written"), "{{ dong.han_ghi }}", 12),
    (("Hạn hiện tại", "Due in force"), "{{ dong.han }}", 11),
    (("Tình trạng", "State"), "{{ dong.tinh_trang }}", 13),
    (("Ngày hoàn thành", "Closed on"), "{{ dong.ngay_xong }}", 11),
    (("Ghi chú", "Note"), "{{ dong.ghi_chu }}", 16),
)


def register(lang: str) -> bytes:
    """The register of tasks (sổ theo dõi): thirteen columns on A4 across."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    english = lang == "en"
    whole = BytesIO()
    book = Workbook(whole, {"in_memory": True})
    book.set_properties({"created": datetime(2000, 1, 1)})
    sheet = book.add_worksheet("Register" if english else "Sổ theo dõi")

    def look(**more: object) -> Any:
        return book.add_format({"font_name": FONT, "font_size": 11, "valign": "top", **more})

    last = len(REGISTER_HEADS) - 1
    issuer = look(bold=True, align="center")
    sheet.merge_range(0, 0, 0, 3, "{{ co_quan_ban_hanh }}", issuer)
    title = look(bold=True, align="center", font_size=14)
    words = ("SỔ THEO DÕI NHIỆM VỤ", "REGISTER OF TASKS")
    sheet.merge_range(1, 0, 1, last, words[english], title)
    about = (
        "{{ ky_bao_cao }}; số liệu đến ngày {{ ngay_so_lieu }}",
        "{{ ky_bao_cao }}; as of {{ ngay_so_lieu }}",
    )
    sheet.merge_range(2, 0, 2, last, about[english], look(italic=True, align="center"))
    bold = look(bold=True, border=1, align="center", valign="vcenter", text_wrap=True)
    small = look(italic=True, border=1, align="center", font_size=9)
    plain, centred = look(border=1, text_wrap=True), look(border=1, align="center")
    day = look(border=1, align="center", num_format="dd/mm/yyyy")
    for place, (heading, said, width) in enumerate(REGISTER_HEADS):
        sheet.set_column(place, place, width)
        sheet.write_string(4, place, heading[english], bold)
        sheet.write_string(5, place, f"({place + 1})", small)
        row = day if place in (2, 9, 11) else centred if place in (0, 5) else plain
        sheet.write_string(6, place, said, row)
    sheet.set_row(4, 45)
    sheet.freeze_panes(6, 0)
    sheet.repeat_rows(4, 5)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")
    book.close()
    return packed(whole.getvalue())


MADE = {
    f"{name}.{lang}{suffix}": (make, lang)
    for name, make, suffix in (
        (HALF_YEAR, half_year, ".docx"),
        (WEEKLY, weekly, ".docx"),
        (REGISTER, register, ".xlsx"),
    )
    for lang in ("vi", "en")
}
"""Every shipped file, with what makes it."""


def members(content: bytes) -> dict[str, bytes]:
    """What a packed file holds: how tightly it is packed depends on the machine."""
    with zipfile.ZipFile(BytesIO(content)) as held:
        return {each: held.read(each) for each in held.namelist()}


def write(folder: Path = FOLDER) -> None:
    """Write all of them."""
    folder.mkdir(exist_ok=True)
    for name, (make, lang) in MADE.items():
        (folder / name).write_bytes(make(lang))


if __name__ == "__main__":
    write()
