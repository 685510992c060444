"""Reports as a paper for Word: A4 across, Times New Roman, tables that go on over pages.

Officers print it or paste its tables into papers of their own.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from itertools import takewhile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from ntmtrack.record import Record
from ntmtrack.render.columns import shown
from ntmtrack.render.docx_widths import Lane, divided, laid_out
from ntmtrack.render.localise import Localiser, flat
from ntmtrack.render.shades import GRID, HEAD, Shade, shade_of
from ntmtrack.render.text import NOTHING
from ntmtrack.reports.matrix import in_letters, verdict_columns
from ntmtrack.reports.report import Block, Column, Report, Show

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
_BODY, _TITLE, _SMALL = 13, 14, 11
"""Points: of text, of a title, of notes."""

_LONG_SIDE, _SHORT_SIDE = 297, 210
_MARGIN = 15
"""Millimetres of A4 and of its edges."""

_NAME = 24
"""Letters of a name that are kept on one line of a matrix."""

_TWIP = 635
"""The library's measure of a twentieth of a point."""

_FIRST_DAY = date(1980, 1, 1)
_LANGUAGES = {"vi": "vi-VN"}
_NO_XML = {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}

_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FONTS = "".join(f' w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
# Without the last two Word takes another letter for some of what it deems Vietnamese.
_RUN_FONTS = f"<w:rFonts{_FONTS}/>"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{GRID}"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def document(parts: Sequence[Report], localiser: Localiser) -> bytes:
    """A .docx with a title, a table and the notes of each report, each on a page of its own.

    The same reports give the same bytes. A matrix is written in letters.
    """
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    made = _new(parts, localiser)
    for place, report in enumerate(parts):
        title = paragraph(made, localiser.say(report.title), size=_TITLE, bold=True)
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.page_break_before = place > 0
        title.paragraph_format.keep_with_next = True
        table_into(made, report, localiser)
        for note in report.told:
            paragraph(made, localiser.say(note), size=_SMALL)
    stream = BytesIO()
    made.save(stream)
    return settled(stream.getvalue())


def table_into(made: "Document", report: Report, localiser: Localiser) -> None:
    """Add the table of a report to the end of a document, as wide as its page.

    Headings of blocks are rows across the table. What is too wide for a page is several tables
    one below the other, each with the columns that name its rows. Without rows a sentence says
    that there are none. Title and notes are the caller's.
    """
    if not report.rows:
        empty = NOTHING if report.empty is None else report.empty
        paragraph(made, localiser.say(empty), size=_BODY)
        return
    from docx.oxml import parse_xml

    section = made.sections[-1]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    body = made.element.body
    for part in _parts(report, localiser, room // _TWIP):
        body.insert(body.index(body.sectPr), parse_xml("".join(_table(part))))
        # Two tables without a paragraph between them would become one.
        paragraph(made, "", size=_SMALL)


def paragraph(made: "Document", text: str, *, size: int, bold: bool = False) -> "Paragraph":
    """Add a line of text to the end of a document; `size` in points."""
    from docx.oxml import parse_xml
    from docx.shared import Pt

    added = made.add_paragraph()
    added.paragraph_format.space_after = Pt(4)
    run = _run([text], Shade(bold=bold), size).replace("<w:r>", f"<w:r {_SPACE}>", 1)
    added._p.append(parse_xml(run))
    return added


def settled(content: bytes) -> bytes:
    """A .docx without the moment at which it was packed: the same parts give the same bytes."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as parts,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, parts.read(name))
    return stream.getvalue()


def _new(parts: Sequence[Report], localiser: Localiser) -> "Document":
    """An empty paper: its page, its letters, its language, its footer, and no name of a user."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    made = Document()
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_LONG_SIDE), Mm(_SHORT_SIDE)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin = section.bottom_margin = Mm(_MARGIN)
    section.footer_distance = section.header_distance = Mm(_MARGIN // 2)
    _letters(made.styles.element, _LANGUAGES.get(localiser.lang, "en-GB"))
    _page_numbers(section.footer.paragraphs[0]._p)
    about = made.core_properties
    written = max((report.as_of for report in parts if report.as_of), default=_FIRST_DAY)
    about.created = about.modified = datetime.combine(written, time())
    about.author = about.last_modified_by = about.comments = ""
    about.title = _printable(flat(localiser.say(parts[0].title))) if parts else ""
    return made


def _letters(styles: "BaseOxmlElement", language: str) -> None:
    """Every style in the one font; the language is that of the words, for the spelling check."""
    from docx.oxml import parse_xml

    defaults = styles.xpath("w:docDefaults/w:rPrDefault")[0]
    defaults.getparent().replace(
        defaults,
        parse_xml(
            f"<w:rPrDefault {_SPACE}><w:rPr>{_RUN_FONTS}{_sizes(_BODY)}"
            f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/>'
            "</w:rPr></w:rPrDefault>"
        ),
    )
    sizes = "w:style[@w:styleId='Normal']//w:sz | w:style[@w:styleId='Normal']//w:szCs"
    for own in styles.xpath(f"w:style//w:rFonts | {sizes}"):
        own.getparent().remove(own)


def _page_numbers(footer: "BaseOxmlElement") -> None:
    """The number of the page and how many there are, which Word counts itself."""
    from docx.oxml import parse_xml

    fields = (_field("PAGE"), _run(["/"], Shade(), _SMALL), _field("NUMPAGES"))
    whole = parse_xml(f'<w:p {_SPACE}><w:pPr><w:jc w:val="center"/></w:pPr>{"".join(fields)}</w:p>')
    footer.getparent().replace(footer, whole)


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} ">{_run(["1"], Shade(), _SMALL)}</w:fldSimple>'


class _Part(Record):
    """A table: some columns of a report, how wide they are and in how large a letter."""

    report: Report
    localiser: Localiser
    places: Sequence[int]
    widths: Sequence[int]
    size: int
    lettered: frozenset[int]

    @property
    def columns(self) -> Iterator[tuple[int, Column, int]]:
        """The place of each column, the column and its width."""
        for place, width in zip(self.places, self.widths, strict=True):
            yield place, self.report.columns[place], width


def _parts(report: Report, localiser: Localiser, room: int) -> Iterator[_Part]:
    """The tables that it takes; `room` is the width of the page in twips."""
    places, lettered = shown(report), frozenset(verdict_columns(report))
    report = in_letters(report)
    lanes = [
        Lane.of(
            [
                flat(localiser.word(report.columns[place].heading)),
                *(localiser.cell(row[place]) for row in report.rows),
            ]
        )
        for place in places
    ]
    names = _naming(report, places, lettered)
    if lettered:
        # Beside narrow letters a name that is broken would make every row a high one.
        lanes[:names] = [lane._replace(word=min(lane.line, _NAME)) for lane in lanes[:names]]
    for part in divided(lanes, names, room):
        size, widths = laid_out([lanes[each] for each in part], room)
        yield _Part(report, localiser, [places[each] for each in part], widths, size, lettered)


def _naming(report: Report, places: Sequence[int], lettered: frozenset[int]) -> int:
    """How many of the first columns name the rows: never all of them."""
    always = takewhile(
        lambda place: report.columns[place].show is Show.ALWAYS and place not in lettered, places
    )
    return min(len(list(always)), len(places) - 1)


def _table(part: _Part) -> Iterator[str]:
    """A table as WordprocessingML."""
    yield (
        f'<w:tbl {_SPACE}><w:tblPr><w:tblW w:w="{sum(part.widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
        '<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>'
    )
    yield from (f'<w:gridCol w:w="{width}"/>' for width in part.widths)
    yield "</w:tblGrid>"
    head = Shade(HEAD, bold=True)
    headings = (
        _cell([part.localiser.word(column.heading)], head, width, size=part.size, align="center")
        for _, column, width in part.columns
    )
    yield _row(headings, heading=True)
    for block in part.report.blocks:
        yield from _block(block, part)
    yield "</w:tbl>"


def _block(block: Block, part: _Part) -> Iterator[str]:
    size = part.size
    if block.rows and block.heading is not None:
        words = [part.localiser.say(block.heading)]
        over = len(part.widths)
        shade = Shade(bold=True, italic=True)
        yield _row([_cell(words, shade, sum(part.widths), size=size, span=over, keep=True)])
    for row in block.rows:
        yield _row(
            _cell(
                part.localiser.cell(row[place]).splitlines(),
                shade_of(row[place], column),
                width,
                size=size,
                align=_align(column, centred=place in part.lettered),
            )
            for place, column, width in part.columns
        )


def _align(column: Column, *, centred: bool) -> str:
    return "center" if centred else "right" if column.right else "left"


def _row(cells: Iterable[str], *, heading: bool = False) -> str:
    repeated = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    lines: Sequence[str],
    shade: Shade,
    width: int,
    *,
    size: int,
    align: str = "left",
    span: int = 1,
    keep: bool = False,
) -> str:
    over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade.fill}"/>' if shade.fill else ""
    with_next = "<w:keepNext/>" if keep else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{over}{fill}</w:tcPr>'
        f'<w:p><w:pPr>{with_next}<w:spacing w:before="20" w:after="20"/>'
        # The end of a paragraph has a size of its own: an empty cell would be a high one.
        f'<w:jc w:val="{align}"/><w:rPr>{_sizes(size)}</w:rPr></w:pPr>'
        f"{_run(lines, shade, size)}</w:p></w:tc>"
    )


def _run(lines: Sequence[str], shade: Shade, size: int) -> str:
    """Words in one look; what is between the lines is a break within the cell."""
    weight = "<w:b/><w:bCs/>" if shade.bold else ""
    slant = "<w:i/><w:iCs/>" if shade.italic else ""
    text = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(_printable(flat(line)))}</w:t>' for line in lines
    )
    return f"<w:r><w:rPr>{_RUN_FONTS}{weight}{slant}{_sizes(size)}</w:rPr>{text}</w:r>"


def _sizes(points: int) -> str:
    return f'<w:sz w:val="{2 * points}"/><w:szCs w:val="{2 * points}"/>'


def _printable(text: str) -> str:
    """Text that XML can hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").translate(_NO_XML)
