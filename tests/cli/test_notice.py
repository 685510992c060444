"""`notice`: the documents that facts and tasks rest on."""

import hashlib
from pathlib import Path

from tests.factories import TODAY, done
from tests.run import refused, rows, run


def test_add_keeps_all_that_it_is_given(demo: Path, tmp_path: Path) -> None:
    paper = tmp_path / "12.pdf"
    paper.write_bytes(b"paper")
    row = done(
        *("notice", "add", "12/TB-UBND", "--kind", "thông báo", "--date", "05/8/2023"),
        *("--issuer", "UBND huyện", "--about", "kết luận", "--excerpt", "một\nhai"),
        *("--file", paper),
        db=demo,
    )
    assert row["document"] == "12/TB-UBND"
    assert (row["dated"], row["kind"], row["issuer"]) == ("2023-08-05", "thông báo", "UBND huyện")
    assert row["path"] == str(paper)
    written = run("log", "2", "-f", "csv", db=demo).out
    assert hashlib.sha256(b"paper").hexdigest() in written


def test_one_of_which_only_the_number_was_known_can_be_completed(demo: Path) -> None:
    done("assess", "ban bo", "--met", "1", "--document", "99/BC", db=demo)
    row = done("notice", "add", "99/bc", "--date", "1/6/2024", db=demo)
    assert (row["document"], row["dated"], row["assessments"]) == ("99/BC", "2024-06-01", 1)
    assert len(rows("notice", "list", db=demo, today=TODAY)) == 6


def test_one_that_is_there_is_refused(demo: Path) -> None:
    said = refused(run("notice", "add", "ket luan ban bo 10/3/2023", db=demo), 3)
    assert "there already" in said


def test_list_counts_what_rests_on_each(demo_file: Path) -> None:
    found = {row["document"]: row for row in rows("notice", "list", db=demo_file, today=TODAY)}
    assert found["Kết luận Bản Bo 10/3/2023"]["tasks"] == 12
    assert found["Kết luận Bản Bo 10/3/2023"]["assessments"] == 19


def test_show_gives_its_tasks_by_number_or_by_words(demo_file: Path) -> None:
    for words in ("Kết luận Bản Bo 10/3/2023", "ban bo", "ket luan"):
        found = rows("notice", "show", words, db=demo_file, today=TODAY)
        assert sum(row["kind"] == "task" for row in found) == 12
    shown = run("notice", "show", "ban bo", db=demo_file, today=TODAY).out
    assert "Ban Thường vụ Huyện ủy" in " ".join(shown.split())


def test_faults(demo_file: Path) -> None:
    refused(run("notice", "show", "khong co", db=demo_file), 3)
    said = refused(run("notice", "show", "lam viec", db=demo_file), 3)
    assert "Làm việc Bằng Cốc 11/4/2024" in said
    refused(run("notice", "add", "x", "--date", "năm 2023", db=demo_file), 3)
    refused(run("notice", "add", "x", "--file", "khong-co.pdf", db=demo_file), 3)
    refused(run("notice", "add", db=demo_file), 2)
    refused(run("notice", db=demo_file), 2)


def test_to_whom_a_document_was_sent_is_kept(demo: Path) -> None:
    argv = ("--recipient", "Đảng ủy xã Bản Bo", "--recipient", "Các phòng chuyên môn")
    row = done("notice", "add", "12/TB-UBND", *argv, db=demo)
    assert row["recipients"] == ["Đảng ủy xã Bản Bo", "Các phòng chuyên môn"]
    shown = run("notice", "show", "12/TB-UBND", db=demo, today=TODAY).out
    assert "sent to: Đảng ủy xã Bản Bo, Các phòng chuyên môn" in shown
