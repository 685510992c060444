"""Word and PDF files made for tests, sound and unsound."""

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def a_docx(
    body: str = "",
    *,
    numbering: str | None = None,
    raw: bytes | None = None,
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """A Word file with this markup as its body, written into python-docx's own empty document.

    `numbering` is the inside of numbering.xml, `raw` a document.xml instead of one around `body`,
    `more` are further parts.
    """
    from docx import Document

    file = io.BytesIO()
    Document().save(file)
    parts = {
        "word/document.xml": raw or _part("document", f"<w:body>{body}</w:body>"),
        **(more or {}),
    }
    if numbering is not None:
        parts["word/numbering.xml"] = _part("numbering", numbering)
    made = io.BytesIO()
    with (
        zipfile.ZipFile(file) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped,
    ):
        for name in source.namelist():
            zipped.writestr(name, parts.pop(name, None) or source.read(name))
        for name, content in parts.items():
            zipped.writestr(name, content)
    return made.getvalue()


def p(words: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def tbl(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def tc(*words: str, properties: str = "") -> str:
    """A cell with a paragraph for each of the words."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(p, words)) or '<w:p/>'}</w:tc>"


def _part(tag: str, inside: str) -> bytes:
    return f'<w:{tag} xmlns:w="{W}" xmlns:mc="{MC}">{inside}</w:{tag}>'.encode()


def a_pdf(*pages: str, mode: int = 0, picture: bool = False, lines: str = "") -> bytes:
    """A PDF of pages of lines, with a font that says which letters its codes are.

    `mode` is the way letters are shown (3: not at all), `picture` lays a picture on every page,
    `lines` are drawn on the first.
    """
    letters = sorted(set("".join(pages)) - {"\n"})
    codes = {letter: f"{number:04x}" for number, letter in enumerate(letters, 1)}
    table = "".join(
        f"<{code}> <{letter.encode('utf-16-be').hex()}>\n" for letter, code in codes.items()
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{table}endbfchar endcmap end end"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(pages), b" ".join(b"%d 0 R" % (7 + 2 * each) for each in range(len(pages)))),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 600"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        stream(cmap.encode()),
        stream(b"\0", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8"),
    ]
    drawing = b" /XObject << /I 6 0 R >>" if picture else b""
    for number, page in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >>%s >> >>" % (8 + 2 * number, drawing)
        )
        shown = "".join(
            f"BT {mode} Tr /F 14 Tf 60 {780 - 20 * row} Td"
            f" <{''.join(codes[letter] for letter in line)}> Tj ET\n"
            for row, line in enumerate(page.split("\n") if page else ())
        )
        objects.append(stream((shown if number else lines + shown).encode()))
    return pdf_of(objects)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object of a PDF."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def pdf_of(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    made = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(objects) + 1, rows, len(objects) + 1, len(made))
    )
