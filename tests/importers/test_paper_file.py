"""From a file to a paper: what is read, what is refused, and that nothing takes long."""

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntmtrack.domain.paper import Paper
from ntmtrack.errors import DataError
from ntmtrack.importers import bounded, paper_child
from ntmtrack.importers.paper_file import ReadPaper, read_paper
from ntmtrack.importers.paper_kind import Kind
from tests.importers.making import a_docx, a_pdf, pdf_of, stream
from tests.run import PLAIN_ENVIRONMENT, ROOT

NOTICE = Path(__file__).parent / "notice.pdf"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
WORDS = "Thông báo của xã về tiêu chí nông thôn mới"
FRESH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def _read(folder: Path, content: bytes, name: str = "paper.txt") -> ReadPaper:
    path = folder / name
    path.write_bytes(content)
    return read_paper(path)


def _refusal(folder: Path, content: bytes, name: str = "paper.txt") -> str:
    """The sentence a file is refused with, its values filled in; there is always a hint."""
    with pytest.raises(DataError) as caught:
        _read(folder, content, name)
    assert caught.value.hint is not None
    return _filled(caught.value)


def _filled(error: DataError) -> str:
    message = error.message
    values = {key: getattr(value, "text", value) for key, value in message.values.items()}
    return message.text.format(**values)


def _words(paper: Paper) -> list[list[list[str]]]:
    return [
        [[paper.text[cell.start : cell.end] for cell in row] for row in table]
        for table in paper.tables
    ]


def _zip(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for name, content in files.items():
            zipped.writestr(name.replace("__", "/"), content)
    return made.getvalue()


# Plain text and Markdown


def test_text_is_what_the_file_holds_with_its_hash_and_size(tmp_path: Path) -> None:
    content = "Xã Bản\u00a0Bo\r\n\r\nhai\rba\n".encode()
    read = _read(tmp_path, content)
    assert read.paper == Paper("Xã Bản\u00a0Bo\n\nhai\nba\n")
    assert (read.kind, read.size, read.warnings) == (Kind.TEXT, len(content), ())
    assert read.sha256 == hashlib.sha256(content).hexdigest()


@FRESH
@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_read_as_python_reads_it_or_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.txt"
    path.write_bytes(text.encode())
    try:
        read = read_paper(path)
    except DataError:
        return
    assert read.paper.text == path.read_text(encoding="utf-8-sig")


@FRESH
@given(st.binary(max_size=300))
def test_any_bytes_are_a_paper_or_one_sentence(tmp_path: Path, content: bytes) -> None:
    try:
        _read(tmp_path, content)
    except DataError as error:
        assert error.hint is not None


def test_a_composed_and_a_decomposed_text_stay_as_they_are(tmp_path: Path) -> None:
    decomposed = "xa\u0303 Ba\u0309n"
    assert _read(tmp_path, decomposed.encode()).paper.text == decomposed


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_text(tmp_path: Path, encoding: str) -> None:
    assert _read(tmp_path, WORDS.encode(encoding)).paper.text == WORDS


def test_big_endian_utf_16_is_read(tmp_path: Path) -> None:
    content = b"\xfe\xff" + WORDS.encode("utf-16-be")
    assert _read(tmp_path, content).paper.text == WORDS


@pytest.mark.parametrize(
    ("content", "letters"),
    [
        ("§¶ng uû x· B¶n Bo".encode("latin-1"), "TCVN3 (the fonts .VnTime, .VnTimeH …)"),
        ("§¶ng uû x· B¶n Bo".encode(), "TCVN3 (the fonts .VnTime, .VnTimeH …)"),
        ("Ñaûng uûy xaõ Baûn Bo".encode("latin-1"), "VNI (the fonts VNI-Times …)"),
        ("ÑAÛNG UÛY XAÕ BAÛN BO".encode(), "VNI (the fonts VNI-Times …)"),
        ("Nông thôn mới của các xã".encode("cp1258", "replace"), "Windows-1258"),
        (WORDS.encode().decode("latin-1").encode(), "UTF-8 that was read as another encoding"),
    ],
    ids=["TCVN3", "TCVN3 in UTF-8", "VNI", "VNI in UTF-8", "1258", "garbled"],
)
def test_letters_of_another_time_are_refused_by_name(
    tmp_path: Path, content: bytes, letters: str
) -> None:
    sentence = f"The letters of paper.txt are in {letters}, not in Unicode."
    assert _refusal(tmp_path, content) == sentence


def test_bytes_of_no_known_encoding_are_not_guessed(tmp_path: Path) -> None:
    refusal = _refusal(tmp_path, "café déjà vu".encode("latin-1"))
    assert refusal == "paper.txt is not UTF-8, and its encoding is not known."


def test_a_few_words_in_old_letters_are_told_of(tmp_path: Path) -> None:
    read = _read(tmp_path, f"{WORDS}. {WORDS}. §¶ng uû x· B¶n Bo".encode())
    (warning,) = read.warnings
    assert warning.count == 4
    assert warning.text == "{count} word seems to be in {letters}, not in Unicode."


def test_words_of_today_with_marks_of_other_use_are_left_alone(tmp_path: Path) -> None:
    for words in ("kW·h và km·h là đơn vị", "«Điều 1» § 2 – §3 của Luật", "Ô tô, là, và, É, Ã"):
        assert _read(tmp_path, words.encode()).warnings == ()


def test_letters_lost_before_are_told_of(tmp_path: Path) -> None:
    (warning,) = _read(tmp_path, "xã B\ufffdn B\ufffd".encode()).warnings
    assert warning.count == 2


def test_a_pipe_table_is_a_table_of_markdown_only(tmp_path: Path) -> None:
    text = (
        "Kết luận | như sau\n\n"
        "| TT | **Nội dung** | Thời hạn |\n|:--|---|--:|\n| 1 | Rà \\| soát |  |\nhết\n"
        "a | b\n--- | ---\nc | d"
    )
    read = _read(tmp_path, text.encode(), "paper.md")
    assert (read.kind, read.paper.text) == (Kind.MARKDOWN, text)
    assert _words(read.paper) == [
        [["TT", "**Nội dung**", "Thời hạn"], ["1", "Rà \\| soát", ""]],
        [["a", "b"], ["c", "d"]],
    ]
    assert _read(tmp_path, text.encode()).paper.tables == ()


@pytest.mark.parametrize("text", ["a | b\nc | d", "a | b\n---", "---|---\n---", "|\n|\n|", "|"])
def test_bars_without_a_rule_below_as_many_cells_are_no_table(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, text.encode(), "paper.md").paper.tables == ()


@FRESH
@given(st.text("a |\\-:\n", max_size=60))
def test_cells_of_any_markdown_lie_in_order_within_their_lines(tmp_path: Path, text: str) -> None:
    try:
        paper = _read(tmp_path, text.encode(), "paper.md").paper
    except DataError:
        return
    for table in paper.tables:
        cells = [cell for row in table for cell in row]
        assert all(cell.start <= cell.end for cell in cells)
        assert all(one.end <= next_.start for one, next_ in pairwise(cells))
        for cell in cells:
            words = paper.text[cell.start : cell.end]
            assert "\n" not in words and words == words.strip()


# What is refused, by its own name


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "x.txt", "x.txt is empty."),
        (b" \n\n\t", "x.txt", "x.txt holds no text."),
        (bytes(range(256)) * 9, "x.txt", "x.txt is no text."),
        (b"\x01\x02" * 30, "x", "x is no text."),
        ("xã".encode(), "x.docx", "x.docx is named .docx but holds plain text."),
        ("xã".encode(), "X.PDF", "X.PDF is named .pdf but holds plain text."),
        (OLE, "x.doc", "x.doc is an Office file of the old kind."),
        (
            OLE + "WordDocument".encode("utf-16-le"),
            "x.doc",
            "x.doc is a Word file of the old kind (.doc).",
        ),
        (OLE + "Workbook".encode("utf-16-le"), "x.xls", "x.xls is an Excel workbook."),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "x.docx",
            "x.docx is protected by a password.",
        ),
        (_zip(xl__workbook=b"x"), "x.xlsx", "x.xlsx is an Excel workbook."),
        (_zip(ppt__slide=b"x"), "x.pptx", "x.pptx is a presentation."),
        (_zip(**{"content.xml": b"x"}), "x.odt", "x.odt is an OpenDocument file."),
        (_zip(a=b"x"), "x.docx", "x.docx is an archive."),
        (b"PK\3\4" + bytes(50), "x.docx", "x.docx is an archive."),
        (a_docx()[:9000], "x.docx", "x.docx is damaged or not finished."),
        (b"Rar!\x1a\7\0", "x.rar", "x.rar is an archive."),
        (rb"{\rtf1\ansi xin}", "x.doc", "x.doc is an RTF document."),
        (b"\n<!DOCTYPE html><p>xin", "x.doc", "x.doc is a web page or XML."),
        (b"\x89PNG\r\n\x1a\n" + bytes(9), "x.docx", "x.docx is a picture."),
        (b"\xff\xd8\xff\xe0" + bytes(9), "x.jpg", "x.jpg is a picture."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_paper_is_refused_by_its_own_name(
    tmp_path: Path, content: bytes, name: str, sentence: str
) -> None:
    assert _refusal(tmp_path, content, name) == sentence


def test_a_file_larger_or_longer_than_any_paper_is_refused(tmp_path: Path) -> None:
    assert _refusal(tmp_path, b"x" * 20_000_001) == "paper.txt is larger than 20 MB."
    refusal = _refusal(tmp_path, b"x" * 5_000_001)
    assert refusal == "paper.txt holds more than 5000000 characters."


def test_the_content_says_the_kind_whatever_the_name(tmp_path: Path) -> None:
    assert _read(tmp_path, a_pdf("xã Bản Bo"), "paper.txt").kind is Kind.PDF
    assert _read(tmp_path, a_docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>"), "x").kind is Kind.DOCX
    assert _read(tmp_path, "số 12".encode(), "TB 12.2023").kind is Kind.TEXT


def test_what_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path, Path("a\0b"), tmp_path / "x.txt" / "y.txt"):
        (tmp_path / "x.txt").touch()
        with pytest.raises(DataError) as caught:
            read_paper(path)
        assert "\0" not in _filled(caught.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes of this kind")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    with pytest.raises(DataError) as caught:
        read_paper(path)
    assert _filled(caught.value) == "pipe.txt is a pipe or a device, not a file."


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_a_file_without_rights_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"x")
    path.chmod(0)
    with pytest.raises(DataError):
        read_paper(path)


# PDF


def test_a_pdf_gives_its_lines_page_by_page(tmp_path: Path) -> None:
    read = _read(tmp_path, a_pdf("THÔNG BÁO\nGiao xã Bản Bo rà soát,", "hoàn thành."), "paper.pdf")
    assert read.paper == Paper("THÔNG BÁO\nGiao xã Bản Bo rà soát,\nhoàn thành.")
    assert (read.kind, read.warnings) == (Kind.PDF, ())


def test_a_pdf_made_by_an_office_program_reads_as_it_looks() -> None:
    read = read_paper(NOTICE)
    lines = read.paper.text.split("\n")
    assert "Số: 12/TB-VP" in lines
    assert "1. Giao Phòng Nông nghiệp và Môi trường chủ trì, phối hợp" in lines
    assert "trước ngày 30/9/2025;" in read.paper.text.replace("\n", " ")
    assert "2" not in lines, "the number of a page is no text"
    (warning,) = read.warnings
    assert warning.text.startswith("{count} page seems to hold a table")
    assert warning.values["pages"] == "2"


@pytest.mark.parametrize(
    ("lines", "table"),
    [
        ("60 700 m 60 600 l S 160 700 m 160.2 600 l S 260 600 m 260 700 l S ", True),
        ("60 700 .5 -90 re f 160 700 .5 -90 re f 260 700 .5 -90 re f ", True),
        ("60 700 m 60 600 l S 260 600 m 260 700 l S ", False),
        ("60 700 90 .5 re f 60 600 90 .5 re f 60 500 90 .5 re f 60 500 m 90 500 l S ", False),
        ("0 0 595 842 re W n 0 0 595 842 re W n 0 0 595 842 re W n ", False),
    ],
    ids=["lines", "bars", "two", "level", "clips"],
)
def test_a_table_in_a_pdf_is_told_of_by_its_upright_lines(
    tmp_path: Path, lines: str, table: bool
) -> None:
    read = _read(tmp_path, a_pdf("xã Bản Bo", "hai", lines=lines), "x.pdf")
    assert [warning.values["pages"] for warning in read.warnings] == (["1"] if table else [])


def test_letters_of_a_pdf_are_composed_and_spaces_single(tmp_path: Path) -> None:
    read = _read(tmp_path, a_pdf("  xa\u0303   Ba\u0309n  Bo \x07"), "paper.pdf")
    assert read.paper.text == "xã Bản Bo"


def test_only_the_number_of_the_page_is_left_out(tmp_path: Path) -> None:
    pages = ("1\nmột", "2\nhai\n2", "hết\n- 3 -", "9\nbốn")
    read = _read(tmp_path, a_pdf(*pages), "paper.pdf")
    assert read.paper.text == "một\nhai\n2\nhết\n9\nbốn"


def test_a_scan_is_refused_and_scanned_pages_are_named(tmp_path: Path) -> None:
    sentence = "x.pdf has no text: it is a scan or empty."
    assert _refusal(tmp_path, a_pdf("", "", picture=True), "x.pdf") == sentence
    read = _read(tmp_path, a_pdf("một", "", "ba", "", picture=True), "x.pdf")
    (warning,) = read.warnings
    assert (warning.count, warning.values["pages"]) == (2, "2, 4")
    assert _read(tmp_path, a_pdf("một", ""), "x.pdf").warnings == ()


def test_text_laid_unseen_over_a_scan_is_told_of(tmp_path: Path) -> None:
    (warning,) = _read(tmp_path, a_pdf("xã Bản Bo", mode=3, picture=True), "x.pdf").warnings
    assert "recognised from a scan" in warning.text


def test_letters_that_stand_apart_are_told_of(tmp_path: Path) -> None:
    (warning,) = _read(tmp_path, a_pdf("t h ô n g b á o xã"), "x.pdf").warnings
    assert "stand apart" in warning.text


@pytest.mark.parametrize(("password", "opens"), [("", True), ("secret", False)])
def test_a_pdf_is_read_if_it_opens_without_a_password(
    tmp_path: Path, password: str, opens: bool
) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(a_pdf("xã Bản Bo")))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    if opens:
        assert _read(tmp_path, made.getvalue(), "x.pdf").paper.text == "xã Bản Bo"
    else:
        refusal = _refusal(tmp_path, made.getvalue(), "x.pdf")
        assert refusal == "x.pdf is protected by a password."


def test_a_pdf_under_a_cipher_that_is_not_known_here_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pypdf import PdfWriter

    # The libraries that know the cipher may be there for other reasons.
    without = tmp_path / "without"
    without.mkdir()
    for library in ("cryptography", "Crypto"):
        (without / f"{library}.py").write_text("raise ImportError")
    monkeypatch.syspath_prepend(without)
    writer = PdfWriter(clone_from=io.BytesIO(a_pdf("xã Bản Bo")))
    writer.encrypt("", "owner", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    cipher = b"/V 4 /CF << /StdCF << /CFM /AESV2 /Length 16 >> >> /StmF /StdCF /StrF /StdCF\n/R 4\n"
    content = made.getvalue().replace(b"/V 2\n/R 3\n", cipher)
    assert _refusal(tmp_path, content, "x.pdf") == "x.pdf is protected by a password."


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def _forms(count: int) -> bytes:
    """A page that draws a form, which draws the next one twice, and so on."""
    form = b"/Type /XObject /Subtype /Form /Resources << /XObject << /F %d 0 R >> >>"
    return pdf_of(
        [
            CATALOGUE,
            ONE_PAGE,
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R"
            b" /Resources << /XObject << /F 5 0 R >> >> >>",
            stream(b"/F Do"),
            *(stream(b"/F Do /F Do", form % number) for number in range(6, 6 + count)),
            stream(b"", b"/Type /XObject /Subtype /Form"),
        ]
    )


def _bomb() -> bytes:
    packed = zlib.compress(b"BT /F 9 Tf <0001> Tj ET\n" * 8_000_000, 9)
    page = (
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <<"
        b" /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
    )
    return pdf_of([CATALOGUE, ONE_PAGE, page, stream(packed, b"/Filter /FlateDecode")])


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + bytes(range(256)) * 40,
        a_pdf("xã Bản Bo")[:700],
        pdf_of([CATALOGUE, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
        pdf_of([CATALOGUE, b"<< /Type /Pages /Kids [%s] /Count 1001 >>" % (b"3 0 R " * 1001)]),
        pdf_of([CATALOGUE, ONE_PAGE, b"<< /Type /Page /Parent 2 0 R >>"]),
    ],
    ids=["head", "noise", "cut", "loop", "pages", "blank"],
)
def test_a_broken_pdf_is_refused(tmp_path: Path, content: bytes) -> None:
    assert _refusal(tmp_path, content, "x.pdf").startswith("x.pdf ")


def test_a_pdf_made_to_unfold_without_end_is_refused_in_time(tmp_path: Path) -> None:
    for content in (_forms(40), _bomb()):
        assert _refusal(tmp_path, content, "x.pdf").startswith("x.pdf ")


@settings(FRESH, max_examples=12)
@given(st.data())
def test_a_pdf_with_wrong_bytes_in_it_is_a_paper_or_one_sentence(
    tmp_path: Path, data: st.DataObject
) -> None:
    content = bytearray(a_pdf("xã Bản Bo\nhai", "ba", picture=True))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    try:
        read = _read(tmp_path, bytes(content), "x.pdf")
    except DataError as error:
        assert error.hint is not None
    else:
        assert read.paper.text


# The process of its own


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("import time; time.sleep(60)", "x.pdf takes too much time or memory to read."),
        ("import os; os.abort()", "x.pdf takes too much time or memory to read."),
        ("raise SystemExit(3)", "x.pdf takes too much time or memory to read."),
        ("raise RecursionError", "x.pdf is damaged or not finished."),
    ],
)
def test_a_reader_that_fails_is_told_as_a_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, sentence: str
) -> None:
    monkeypatch.setattr(bounded, "_PROGRAM", program)
    monkeypatch.setattr(paper_child, "SECONDS", 1)
    assert _refusal(tmp_path, a_pdf("xã"), "x.pdf") == sentence


def test_a_system_that_starts_no_process_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    assert "cannot be read" in _refusal(tmp_path, a_pdf("xã"), "x.pdf")


ASCII_ONLY = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("more", [{}, ASCII_ONLY], ids=["empty", "ASCII"])
def test_word_and_pdf_are_read_from_anywhere_in_any_environment(
    tmp_path: Path, more: dict[str, str]
) -> None:
    (tmp_path / "Bản.pdf").write_bytes(a_pdf("xã Bản Bo"))
    (tmp_path / "x.docx").write_bytes(a_docx("<w:p><w:r><w:t>xã Bản Bo</w:t></w:r></w:p>"))
    program = (
        "import os, sys, json; sys.path.append(sys.argv[1]); from pathlib import Path;"
        "from ntmtrack.importers.paper_file import read_paper;"
        "print(json.dumps([read_paper(Path(n)).paper.text for n in sorted(os.listdir())]));"
        "print(sorted({'docx', 'pypdf', 'lxml'} & set(sys.modules)))"
    )
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", program, str(ROOT)],
        cwd=tmp_path,
        env={**PLAIN_ENVIRONMENT, **kept, **more},
        capture_output=True,
        text=True,
        check=True,
    )
    read, loaded = done.stdout.splitlines()
    assert json.loads(read) == ["xã Bản Bo"] * 2
    assert loaded == "[]", "the libraries stay in the process of their own"
    assert done.stderr == ""
