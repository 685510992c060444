"""`report`: the periodic report in every form, its templates, and how it refuses."""

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.factories import TODAY, a_task, a_unit, an_agency, done
from tests.run import Result, refused, run

PARTS = [
    "report counts",
    "bands",
    "compare",
    "report unmet",
    "regressions",
    "report recognition",
    "task stats",
    "report overdue",
    "due",
    "report requests",
]


def report(db: Path, *argv: object, **more: object) -> Result:
    return run("report", *argv, db=db, today=TODAY, **more)  # type: ignore[arg-type]


def told(db: Path, *argv: object) -> dict[str, object]:
    result = report(db, *argv, "-f", "json")
    assert result.code == 0, result.err
    whole: dict[str, object] = json.loads(result.out)
    return whole


def text_of(path: Path) -> list[str]:
    return [
        "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
        for paragraph in Document(str(path)).element.body.iter(qn("w:p"))
    ]


def test_json_is_one_object_whose_parts_are_reports(demo_file: Path) -> None:
    whole = told(demo_file, "2024-H1")
    assert (whole["ntmtrack_report"], whole["name"], whole["as_of"]) == (1, "report", "2024-06-30")
    assert whole["period"] == {
        "key": "2024-H1",
        "first": "2024-01-01",
        "last": "2024-06-30",
        "running": False,
        "next_last": "2024-12-31",
    }
    parts = whole["parts"]
    assert isinstance(parts, list)
    assert [part["name"] for part in parts] == PARTS
    assert whole["change"] == 1 and len(whole["sets"]) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "asked"),
    [
        ("bands", ("status", "--bands", "--as-of", "2024-06-30")),
        ("task stats", ("task", "stats", "--period", "2024-H1")),
        ("regressions", ("regressions", "--as-of", "2024-06-30", "--since", "2024-01-01")),
    ],
)
def test_a_part_says_what_its_own_command_says(
    demo_file: Path, part: str, asked: tuple[str, ...]
) -> None:
    parts = told(demo_file, "2024-H1")["parts"]
    (same,) = [each for each in parts if each["name"] == part]  # type: ignore[attr-defined]
    by_itself = run(*asked, "-f", "json", db=demo_file, today=TODAY)
    assert by_itself.code == 0, by_itself.err
    assert same["rows"] == by_itself.rows


def test_overdue_tasks_are_those_of_the_overdue_list(demo_file: Path) -> None:
    parts = told(demo_file, "2024-H1")["parts"]
    (late,) = [each for each in parts if each["name"] == "report overdue"]  # type: ignore[attr-defined]
    own = run("overdue", "--as-of", "2024-06-30", "-f", "json", db=demo_file, today=TODAY).rows
    kept = [{key: row[key] for key in own[0]} for row in late["rows"]]
    assert kept == own
    assert {row["reason"] for row in late["rows"]} == {None}


def test_every_form_for_people_tells_every_part(demo_file: Path, tmp_path: Path) -> None:
    text = report(demo_file, "2024-H1").out
    marked = report(demo_file, "2024-H1", "-f", "md").out
    titles = [line.removeprefix("## ") for line in marked.splitlines() if line.startswith("## ")]
    assert len(titles) == len(PARTS)
    assert [title for title in titles if title not in text] == []
    assert "Figures as of 30/06/2024." in text
    assert "The period has not been closed" in text
    assert "[To be filled in: requests]" in text
    assert text.rstrip().splitlines()[-1].startswith(("As of 30/06/2024; change 1", "  "))
    table = report(demo_file, "2024-H1", tty=True, width=120)
    assert table.code == 0 and "NV2023-005" in table.out
    book = tmp_path / "all.xlsx"
    assert report(demo_file, "2024-H1", "-o", book).code == 0
    sheets = load_workbook(book).worksheets
    assert [sheet["A1"].value for sheet in sheets][: len(PARTS)] == titles
    assert len(sheets) == len(PARTS) + 3
    page = tmp_path / "all.html"
    assert report(demo_file, "2024-H1", "-o", page).code == 0
    html = page.read_text("utf-8")
    assert [title for title in titles if title not in html] == []
    assert "Periodic report: the first six months of 2024" in html
    said = "The period has not been closed"
    assert said in html
    assert any(said in str(cell.value) for row in sheets[0].iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("vi", "Số: 07/BC-UBND"),
        ("en", "No. 07/BC-UBND"),
    ],
)
def test_a_paper_bears_what_was_typed_and_what_the_settings_say(
    demo_file: Path, tmp_path: Path, lang: str, wanted: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        '[report]\nissuer = "Ủy ban nhân dân xã Bản Bo"\nsymbol = "BC-UBND"\n'
        'place = "Tuyên Quang"\nrecipients = ["Lưu trữ huyện"]\n'
        'signed_as = "TM. Ủy ban nhân dân"\n',
        "utf-8",
    )
    paper = tmp_path / "bao-cao.docx"
    said = report(
        demo_file, "6 tháng đầu năm 2024", "-o", paper, "--number", "7", "--dated", "5/8/2024",
        "--place", "Bản Bo", "--to", "Sở A", "--request", "Bố trí vốn & nhân lực",
        lang=lang, env={"NTMTRACK_CONFIG": str(config)},
    )  # fmt: skip
    assert (said.code, said.out, said.err) == (0, "", "")
    lines = text_of(paper)
    day = {"vi": "Bản Bo, ngày 05 tháng 8 năm 2024", "en": "Bản Bo, 5 August 2024"}[lang]
    for line in (wanted, day, "ỦY BAN NHÂN DÂN XÃ BẢN BO", "TM. ỦY BAN NHÂN DÂN"):
        assert line in lines
    assert "1. Bố trí vốn & nhân lực" in lines
    assert "- Lưu trữ huyện;" in lines
    assert any("NV2023-005" in line for line in lines)
    assert not any("{" in line for line in lines)


def test_settings_that_are_not_known_are_refused_by_name(demo_file: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    env = {"NTMTRACK_CONFIG": str(config)}
    for text in ('colour = "red"', "place = 7", "to = [1]"):
        config.write_text(f"[report]\n{text}\n", "utf-8")
        said = refused(report(demo_file, "2024", env=env), 3)
        assert text.partition(" ")[0] in said and "issuer" in said
    config.write_text("[else]\n", "utf-8")
    assert "[mail], [report]" in refused(report(demo_file, "2024", env=env), 3)


def test_a_week_is_gone_through_task_by_task(demo_file: Path, tmp_path: Path) -> None:
    whole = told(demo_file, "2024-W27")
    parts = [part["name"] for part in whole["parts"]]  # type: ignore[attr-defined]
    assert parts == ["review", *PARTS]
    paper = tmp_path / "tuan.docx"
    assert report(demo_file, "2024-W27", "-o", paper, lang="vi").code == 0
    assert "4. Nhiệm vụ chưa có cơ quan chủ trì" in text_of(paper)
    named = tmp_path / "named.docx"
    words = ("2024-W27", "--template", "ra-soat-nhiem-vu-tuan", "-o", named)
    assert report(demo_file, *words, lang="vi").code == 0
    assert named.read_bytes() == paper.read_bytes()


def test_the_register_is_a_workbook_of_all_tasks(demo_file: Path, tmp_path: Path) -> None:
    book = tmp_path / "so.xlsx"
    said = report(demo_file, "2024-H1", "--template", "so-theo-doi", "-o", book, lang="vi")
    assert said.code == 0, said.err
    sheet = load_workbook(book).active
    assert sheet["A2"].value == "SỔ THEO DÕI NHIỆM VỤ"
    total = told(demo_file, "2024-H1")["parts"][6]["summary"]["total"]  # type: ignore[index]
    assert sheet.cell(sheet.max_row, 1).value == total == sheet.max_row - 6


def test_what_was_last_said_of_a_late_task_is_its_reason(new: Path, tmp_path: Path) -> None:
    a_unit(new, code="90001")
    an_agency(new)
    number = a_task(new, "90001", due="31/5/2024", lead="Phòng Tài chính", assigned="2024-01-05")
    done("task", "note", number, "--text", "chưa có vốn", "--on", "2024-06-10", db=new)
    done("task", "note", number, "--text", "vẫn chờ vốn", "--on", "2024-06-20", db=new)
    done("task", "note", number, "--text", "nói sau kỳ", "--on", "2024-07-05", db=new)
    # What was said earlier and recorded later is not the last word.
    done("task", "note", number, "--text", "đã lập dự toán", "--on", "2024-05-01", db=new)
    late = told(new, "2024-H1")["parts"][7]["rows"]  # type: ignore[index]
    assert [(row["task"], row["reason"], row["reason_on"]) for row in late] == [
        (number, "vẫn chờ vốn", "2024-06-20")
    ]
    paper = tmp_path / "x.docx"
    assert report(new, "2024-H1", "-o", paper).code == 0
    assert "vẫn chờ vốn" in text_of(paper)


@pytest.mark.parametrize(
    ("step", "kind", "reason"),
    [
        (("extend", "--to", "20/6/2024", "--reason", "chờ hướng dẫn"), "extended", "chờ hướng dẫn"),
        (("pause", "--reason", "chờ quy hoạch"), "paused", "chờ quy hoạch"),
    ],
    ids=["extension", "pause"],
)
def test_the_reason_of_an_extension_or_a_pause_is_told_as_one(
    new: Path, step: tuple[str, ...], kind: str, reason: str
) -> None:
    a_unit(new, code="90001")
    number = a_task(new, "90001", due="31/5/2024", assigned="2024-01-05")
    done("task", step[0], number, *step[1:], "--on", "2024-06-03", db=new)
    late = told(new, "2024-H1")["parts"][7]["rows"]  # type: ignore[index]
    assert [(row["reason"], row["reason_kind"]) for row in late] == [(reason, kind)]
    done("task", "correct", number, "--take-back", kind, "--reason", "ghi nhầm", db=new)
    after = told(new, "2024-H1")["parts"][7]["rows"]  # type: ignore[index]
    assert [(row["reason"], row["reason_kind"]) for row in after] == [(None, None)]


def test_a_ledger_of_nothing_gives_a_whole_report(new: Path, tmp_path: Path) -> None:
    for name in ("a.docx", "a.xlsx", "a.html", "a.md", "a.json", "a.txt"):
        said = report(new, "2024-H1", "-o", tmp_path / name)
        assert said.code == 0, (name, said.err)
        assert (tmp_path / name).stat().st_size > 100
    assert "No task is overdue." in text_of(tmp_path / "a.docx")


def test_a_period_that_goes_on_is_told_as_of_today(demo_file: Path) -> None:
    whole = told(demo_file, "2024")
    assert whole["as_of"] == TODAY and whole["period"]["running"] is True  # type: ignore[index]
    assert whole["notes"][0] == (  # type: ignore[index]
        "Figures as of 09/07/2024: the period goes on until 31/12/2024."
    )


def test_a_closed_period_is_told_as_closed(demo_file: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.db"
    own.write_bytes(demo_file.read_bytes())
    done("period", "close", "2024-H1", db=own)
    assert "The period was closed on 09/07/2024" in report(own, "2024-H1").out


def test_some_units_or_one_set_narrow_it(demo_file: Path) -> None:
    one = told(demo_file, "2024-H1", "ban bo")
    assert {row["unit_name"] for row in one["parts"][7]["rows"]} == {"Xã Bản Bo"}  # type: ignore[index]
    of_set = told(demo_file, "2024-H1", "--set", "xa-ntm-nang-cao-2021-2025")
    assert len(of_set["parts"][0]["rows"]) == 1  # type: ignore[index]
    assert "tasks are of all sets" in " ".join(of_set["notes"])  # type: ignore[arg-type]
    under = told(demo_file, "2024-H1", "--under", "tam duong")
    assert {row["unit_name"] for row in under["parts"][7]["rows"]} == {"Xã Bản Bo"}  # type: ignore[index]


def test_tasks_of_other_units_are_in_no_figure(demo_file: Path) -> None:
    # Of the week's parts the review comes first.
    (first, *others) = told(demo_file, "2024-W26", "bang coc")["parts"]  # type: ignore[misc]
    assert {row["unit_name"] for row in first["rows"]} == {"Xã Bằng Cốc"}
    parts = {each["name"]: each for each in others}
    assert parts["task stats"]["rows"][-1]["total"] == 3
    assert parts["report overdue"]["rows"] == []
    assert "open overdue 0" in " ".join(parts["report overdue"]["notes"])
    assert {row["unit_name"] for row in parts["due"]["rows"]} <= {"Xã Bằng Cốc"}


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ((), "a report is of a period"),
        (("bao giờ",), "cannot be read"),
        (("2025",), "begins only on"),
        (("2024-H1", "không có"), "there is no unit"),
        (("2024-H1", "-f", "csv"), "several tables, and csv holds one"),
        (("2024-H1", "-f", "tsv"), "several tables"),
        (("2024-H1", "-f", "jsonl"), "several tables"),
        (("2024-H1", "-f", "svg"), "several tables"),
        (("2024-H1", "-o", "x.ods"), "is not known by its suffix"),
        (("2024-H1", "--template", "mau.doc"), "is no template of a report"),
        (("2024-H1", "--template", "mau.docx"), "there is no template mau.docx"),
        (("2024-H1", "--template", "so-theo-doi", "-o", "x.docx"), "makes xlsx, not docx"),
        (("2024-H1", "--template", "so-theo-doi", "-f", "text"), "makes xlsx, not text"),
        (("--template-out", "x", "--template", "mau"), "no template mau is shipped"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    demo_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    argv: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refused(report(demo_file, *argv), 3)
    assert list(tmp_path.iterdir()) == []


def test_no_paper_is_put_on_a_terminal(demo_file: Path) -> None:
    for argv in (("-f", "docx"), ("-f", "xlsx"), ("--template", "so-theo-doi")):
        result = report(demo_file, "2024-H1", *argv, tty=True)
        assert result.code == 3 and "cannot be shown on a terminal" in result.err


def test_templates_are_listed_with_all_they_may_ask_for(demo_file: Path) -> None:
    listed = report(demo_file, "--templates", lang="vi").out
    for name in ("bao-cao-6-thang", "ra-soat-nhiem-vu-tuan", "so-theo-doi", "{{ ky_bao_cao }}"):
        assert name in listed
    rows = json.loads(report(demo_file, "--templates", "-f", "json").out)["rows"]
    assert {row["kind"] for row in rows} == {"template", "single", "list", "row"}


def test_templates_are_handed_out_edited_and_used(demo_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mau"
    said = report(demo_file, "--template-out", folder, lang="vi")
    assert said.code == 0, said.err
    assert sorted(each.name for each in folder.iterdir()) == [
        "bao-cao-6-thang.docx",
        "ra-soat-nhiem-vu-tuan.docx",
        "so-theo-doi.xlsx",
    ]
    assert "already there" in refused(report(demo_file, "--template-out", folder), 3)
    own = folder / "bao-cao-6-thang.docx"
    document = Document(str(own))
    document.add_paragraph("Hết: {{ tong_qua_han }} nhiệm vụ quá hạn")
    document.save(str(own))
    paper = tmp_path / "own.docx"
    assert report(demo_file, "2024-H1", "--template", own, "-o", paper, lang="vi").code == 0
    assert "Hết: 6 nhiệm vụ quá hạn" in text_of(paper)
    itself = report(demo_file, "2024-H1", "--template", own, "-o", own)
    assert "is the template itself" in refused(itself, 3)
    only = tmp_path / "only"
    argv = ("--template-out", only, "--template", "so-theo-doi")
    assert report(demo_file, *argv).code == 0
    assert [each.name for each in only.iterdir()] == ["so-theo-doi.xlsx"]
    blocked = tmp_path / "a-file"
    blocked.write_text("x")
    assert "cannot be written" in refused(report(demo_file, "--template-out", blocked / "x"), 3)


def test_a_faulty_template_is_told_with_its_places_and_writes_nothing(
    demo_file: Path, tmp_path: Path
) -> None:
    document = Document()
    document.add_paragraph("Tên")
    document.add_paragraph("{{ ky_bao_ca }}")
    own, paper = tmp_path / "own.docx", tmp_path / "x.docx"
    document.save(str(own))
    said = refused(report(demo_file, "2024-H1", "--template", own, "-o", paper), 3)
    assert (
        "paragraph 2: «{{ ky_bao_ca }}»: there is no name ky_bao_ca; did you mean ky_bao_cao"
        in said
    )
    assert "nothing was written" in said
    assert not paper.exists()


def _with(path: Path, member: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", b"<w:document/>")
        packed.writestr(member, content)
    return path


def test_files_that_are_no_templates_are_refused(demo_file: Path, tmp_path: Path) -> None:
    bad = {
        "text.docx": (lambda path: path.write_text("x"), "not a whole file of Word"),
        "other.docx": (lambda path: _other(path), "not a whole file of Word"),
        "macro.docx": (lambda path: _with(path, "word/vbaProject.bin", b"x"), "it holds macros"),
        "entity.docx": (
            lambda path: _with(path, "word/a.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"),
            "it declares entities",
        ),
        "bomb.docx": (
            lambda path: _bomb(path),
            "it is too large",
        ),
        "braces.docx": (
            lambda path: _with(path, "word/a.xml", b"<a>" + b"{{ " * 30_000 + b"</a>"),
            "it is too large",
        ),
        "deflated.docx": (
            lambda path: _damaged(path, zipfile.ZIP_DEFLATED),
            "not a whole file of Word",
        ),
        "lzma.docx": (lambda path: _damaged(path, zipfile.ZIP_LZMA), "not a whole file of Word"),
        "broken.docx": (lambda path: _with(path, "word/b.txt", b"x"), "not a whole document"),
    }
    for name, (make, said) in bad.items():
        path = tmp_path / name
        make(path)
        result = report(demo_file, "2024-H1", "--template", path, "-o", tmp_path / "x.docx")
        assert said in refused(result, 3), name
    folder = tmp_path / "folder.docx"
    folder.mkdir()
    argv = ("2024-H1", "--template", folder, "-o", tmp_path / "x.docx")
    assert "there is no template" in refused(report(demo_file, *argv), 3)
    assert not (tmp_path / "x.docx").exists()


def _other(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.txt", "x")


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * 70_000_000)


def _damaged(path: Path, packing: int) -> None:
    with zipfile.ZipFile(path, "w", packing) as packed:
        packed.writestr("word/document.xml", b"<w:document/>" * 500)
        place = packed.getinfo("word/document.xml").header_offset + 30 + len("word/document.xml")
    content = bytearray(path.read_bytes())
    for at in range(place + 10, place + 40):
        content[at] ^= 0xFF
    path.write_bytes(content)


NEW_SET, OLD_SET = "xa-ntm-nang-cao-2021-2025", "xa-ntm-2021-2025"


def judged(db: Path, unit: str, of: str, *more: str, on: str = "1/3/2024") -> None:
    assert run("assess", unit, "--set", of, "--on", on, *more, db=db, today=TODAY).code == 0


def test_the_first_and_last_day_belong_to_a_period_and_those_beside_it_do_not(new: Path) -> None:
    a_unit(new, "Xã Một")
    judged(new, "Xã Một", OLD_SET, "--met", "1-4", on="1/12/2023")
    days = ("31/12/2023", "1/1/2024", "30/6/2024", "1/7/2024")
    for number, on in enumerate(days, 1):
        judged(new, "Xã Một", OLD_SET, "--unmet", str(number), on=on)
        task = a_task(new, "xa mot", str(number), due=on, assigned="2023-12-01")
        done("task", "done", task, "--on", on, db=new)
    parts = {each["name"]: each["rows"] for each in told(new, "2024-H1")["parts"]}  # type: ignore[attr-defined]
    (changed,) = parts["compare"]
    assert changed["fell"] == ["2", "3"]
    assert [row["number"] for row in parts["regressions"]] == ["2", "3"]
    assert [row["number"] for row in parts["report unmet"]] == ["1", "2", "3"]
    earlier = told(new, "2024-H1", "--as-of", "29/6/2024")["parts"]
    assert [row["number"] for row in earlier[3]["rows"]] == ["1", "2"]  # type: ignore[index]
    # What was closed on the first day was still owed in the period; the fourth is open.
    total = parts["task stats"][-1]
    assert (total["total"], total["done_on_time"], total["open_in_time"]) == (3, 2, 1)
    assert [row["due"] for row in parts["due"]] == ["2024-07-01"]


def test_what_is_late_does_not_come_again_and_what_was_closed_before_is_not_followed(
    new: Path, tmp_path: Path
) -> None:
    a_unit(new, "Xã Một")
    for title, due in (("Trễ", "31/5/2024"), ("Sắp", "31/12/2024"), ("Sau", "1/1/2025")):
        task = a_task(new, "xa mot", title, due=due, assigned="2023-12-01")
    done("task", "note", task, "--text", "đã khảo sát", "--on", "2024-06-30", db=new)
    for title, on in (("Xong trước kỳ", "31/12/2023"), ("Xong trong kỳ", "1/1/2024")):
        task = a_task(new, "xa mot", title, due="31/1/2024", assigned="2023-12-01")
        done("task", "done", task, "--on", on, db=new)
    parts = {each["name"]: each["rows"] for each in told(new, "2024-H1")["parts"]}  # type: ignore[attr-defined]
    assert [row["title"] for row in parts["report overdue"]] == ["Trễ"]
    assert [row["title"] for row in parts["due"]] == ["Sắp"]
    register = tmp_path / "so.xlsx"
    assert report(new, "2024-H1", "--template", "so-theo-doi", "-o", register).code == 0
    listed = [row[3].value for row in load_workbook(register).active.iter_rows(min_row=7)]
    assert [title.rpartition(" (")[0] for title in listed] == [
        *("Trễ", "Sắp", "Sau", "Xong trong kỳ"),
    ]
    noted = [row[12].value for row in load_workbook(register).active.iter_rows(min_row=7)]
    assert noted == [None, None, "đã khảo sát", None]


def test_criteria_of_several_sets_stand_under_the_names_of_their_sets(
    new: Path, tmp_path: Path
) -> None:
    a_unit(new, "Xã Một")
    judged(new, "Xã Một", OLD_SET, "--unmet", "1,2")
    assert report(new, "2024-H1", "-o", tmp_path / "one.docx", lang="vi").code == 0
    judged(new, "Xã Một", NEW_SET, "--unmet", "2")
    assert report(new, "2024-H1", "-o", tmp_path / "two.docx", lang="vi").code == 0
    listed = {}
    for name in ("one", "two"):
        (found,) = (
            table
            for table in Document(str(tmp_path / f"{name}.docx")).tables
            if [cell.text for cell in table.rows[0].cells][:2] == ["Số", "Tiêu chí"]
        )
        listed[name] = [row.cells[0].text for row in found.rows[1:]]
    assert listed["one"] == ["1", "2"]
    first, *old, second, new_one = listed["two"]
    assert (old, new_one) == (["1", "2"], "2")
    assert first.startswith("Bộ tiêu chí quốc gia") and "nâng cao" not in first
    assert second.startswith("Bộ tiêu chí quốc gia") and "nâng cao" in second


def test_a_task_of_two_leads_counts_for_both_and_once_in_the_last_row(
    new: Path, tmp_path: Path
) -> None:
    a_unit(new, "Xã Một")
    for name in ("Sở A", "Sở B"):
        an_agency(new, name)
    words = ("--lead", "Sở A", "--lead", "Sở B", "--due", "30/4/2024", "--title", "Lập kế hoạch")
    assert run("task", "add", "Xã Một", *words, "--assigned", "1/3/2024", db=new).code == 0
    assert report(new, "2024-H1", "-o", tmp_path / "r.docx", lang="vi").code == 0
    (table,) = (
        table
        for table in Document(str(tmp_path / "r.docx")).tables
        if len(table.columns) == 8 and table.rows[0].cells[1].text == "Cơ quan chủ trì"
    )
    rows = [[cell.text for cell in row.cells][1:] for row in table.rows[1:]]
    assert rows == [[who, "1", "0", "0", "0", "1", "0"] for who in ("Sở A", "Sở B", "Tổng cộng")]


def test_units_that_went_over_into_others_are_named_and_not_counted(new: Path) -> None:
    for name in ("Xã Một", "Xã Hai", "Xã Ba"):
        a_unit(new, name)
    judged(new, "Xã Một", OLD_SET, "--met", "1")
    judged(new, "Xã Hai", NEW_SET, "--met", "1")
    merged = run(
        *("unit", "merge", "Xã Một", "Xã Hai", "Xã Ba", "--into", "Xã Mới", "--kind", "commune"),
        *("--on", "1/4/2024", "--document", "QĐ 1"),
        db=new,
        today=TODAY,
    )
    assert merged.code == 0, merged.err

    def said(period: str, *more: str) -> list[str]:
        lines = " ".join(report(new, period, *more).out.split())
        return re.findall("[0-9]+ units? went over into [^:]*: ([^.]*)", lines)

    # The last day of those that ended is the eve of the quarter and of the month.
    for period in ("2024-H1", "2024-Q2", "T4/2024", "2024"):
        assert said(period) == ["Xã Hai, Xã Một"], period
    assert said("2024-H1", "Xã Mới") == ["Xã Hai, Xã Một"]
    assert said("2024-H1", "--set", OLD_SET) == ["Xã Một"]
    for period in ("2024-Q1", "T5/2024", "2024-H2"):
        assert said(period) == [], period
    assert told(new, "2024-H1")["parts"][0]["rows"] == []  # type: ignore[index]


def test_what_was_not_recorded_yet_is_not_told(demo_file: Path) -> None:
    then = told(demo_file, "2024-H1", "--known", "1999-01-01")
    assert then["parts"][0]["rows"] == []  # type: ignore[index]
    assert then["known"] == "1999-01-01" and then["change"] is None


@pytest.fixture(scope="module")
def opened(_pristine_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, PdfReader]:
    """The papers as LibreOffice prints them; it is started once."""
    folder = tmp_path_factory.mktemp("opened")
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not there")
    for name, words in {
        "half.docx": ("2024-H1",),
        "week.docx": ("2024-W27",),
        "register.xlsx": ("2024-H1", "--template", "so-theo-doi"),
    }.items():
        assert report(_pristine_demo, *words, "-o", folder / name, lang="vi").code == 0
    made = sorted(map(str, folder.iterdir()))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *made],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {each.stem: PdfReader(each) for each in folder.glob("*.pdf")}


def test_libreoffice_prints_the_papers_on_a4(opened: dict[str, PdfReader]) -> None:
    assert set(opened) == {"half", "week", "register"}
    for name, paper in opened.items():
        # Not every letter comes back out of a printed page: numbers of tasks do.
        text = "".join(page.extract_text() for page in paper.pages)
        assert "NV2023-" in text, name
        size = paper.pages[0].mediabox
        sides = sorted(round(float(side) / 72 * 25.4) for side in (size.width, size.height))
        assert sides == [210, 297]
    assert 3 <= len(opened["half"].pages) <= 6 and len(opened["register"].pages) <= 2
    assert [page.extract_text()[:1] for page in opened["half"].pages[1:3]] == ["2", "3"]


def test_the_ledgers_own_office_issues_a_paper_that_names_no_other(
    demo: Path, tmp_path: Path
) -> None:
    done("office", "set", "--name", "UBND xã Bản Bo", db=demo)
    for more, wanted in (((), "UBND XÃ BẢN BO"), (("--issuer", "Sở A"), "SỞ A")):
        paper = tmp_path / "bao-cao.docx"
        assert report(demo, "2024-H1", "-o", paper, *more).code == 0
        assert wanted in text_of(paper)


def test_who_asks_for_a_pdf_is_told_how_to_get_one(demo_file: Path, tmp_path: Path) -> None:
    said = refused(report(demo_file, "2024-H1", "-o", tmp_path / "x.pdf"), 3)
    assert "Write a .docx, and save that as PDF" in said
