"""`evidence`: attach a file or a document to a judgement."""

import hashlib
from pathlib import Path

from tests.factories import TODAY, done
from tests.run import refused, run


def test_a_file_is_kept_by_its_hash(demo: Path, tmp_path: Path) -> None:
    proof = tmp_path / "ảnh.jpg"
    proof.write_bytes(b"\x00\x01")
    row = done("evidence", "ban bo", "10", "--file", proof, db=demo)
    assert row["sha256"] == hashlib.sha256(b"\x00\x01").hexdigest()
    assert row["path"] == str(proof)
    assert (row["number"], row["verdict"], row["assessed_on"]) == ("10", "unmet", "2023-03-10")


def test_a_document_is_cited_by_its_number_never_by_words_of_it(demo: Path) -> None:
    row = done("evidence", "ban bo", "10", "--document", "ket luan ban bo 10/3/2023", db=demo)
    assert row["document"] == "Kết luận Bản Bo 10/3/2023"
    row = done("evidence", "ban bo", "10", "--document", "ket luan", db=demo)
    assert row["document"] == "ket luan"


def test_faults(demo_file: Path, tmp_path: Path) -> None:
    for argv in (
        ("ban bo", "10"),
        ("ban bo", "10", "--file", "khong-co.jpg"),
        ("ban bo", "10", "--file", str(tmp_path)),
        ("ban bo", "17.8", "--document", "x"),
        ("ban bo", "20", "--document", "x"),
        ("ban bo", "1-3", "--document", "x"),
        ("bang coc", "1", "--document", "x"),
    ):
        refused(run("evidence", *argv, db=demo_file, today=TODAY), 3)
    refused(run("evidence", "ban bo", db=demo_file), 2)
