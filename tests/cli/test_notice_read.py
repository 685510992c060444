"""`notice read`, `drafts`, `draft`: what a paper says is kept as a draft, and nothing else is."""

import csv
import io
import json
import os
import shutil
import sqlite3
import unicodedata
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.importers.paper_file import read_paper
from tests.run import Result, refused, rows, run, spawn

TODAY = "2026-11-22"
SAMPLES = Path(__file__).parents[1] / "notices"
PAPERS = sorted(p for p in SAMPLES.iterdir() if p.suffix in (".txt", ".md", ".docx"))

HEAD = """UBND HUYỆN VĂN CHẤN
VĂN PHÒNG
Số: {number}
Văn Chấn, ngày 09 tháng 5 năm 2023

THÔNG BÁO
Kết luận tại cuộc họp về xây dựng nông thôn mới xã Tú Lệ

"""
FIRST = "Giao UBND xã Tú Lệ lập kế hoạch xóa 23 nhà tạm trước ngày 20/5/2023.\n\n"
SECOND = "Giao Phòng Tài chính bố trí vốn trước ngày 10/6/2023.\n\n"
THIRD = "Giao Phòng Nội vụ báo cáo kết quả trước ngày 30/6/2023.\n\n"


def a_paper(*clauses: str, number: str = "203/TB-VP") -> str:
    numbered = (f"{place}. {words}" for place, words in enumerate(clauses, start=1))
    return HEAD.format(number=number) + "".join(numbered)


def written(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def read(db: Path, file: Path) -> dict[str, Any]:
    """What `notice read` promises to machines."""
    result = run("notice", "read", file, "-f", "json", db=db, today=TODAY)
    assert result.code == 0, result.err
    return dict(json.loads(result.out))


def proposals(read: dict[str, Any]) -> list[dict[str, Any]]:
    return [task for clause in read["clauses"] for task in clause["tasks"]]


def tables(db: Path) -> Counter[str]:
    """How many rows each table of a ledger has."""
    with closing(sqlite3.connect(db)) as conn:
        names = [
            name for (name,) in conn.execute("select name from sqlite_master where type='table'")
        ]
        return Counter(
            {name: conn.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}
        )


# What is kept, and what is not


@pytest.mark.parametrize("file", PAPERS, ids=lambda path: path.stem[:2])
def test_nothing_is_stored_but_the_draft(new: Path, file: Path) -> None:
    before = tables(new)
    answer = read(new, file)
    grown = {name for name, count in (tables(new) - before).items() if count}
    kept = {"draft", "clause", "proposal", "change", "sqlite_sequence"}
    assert {name for name in grown if not name.startswith("history")} <= kept
    assert tables(new)["clause"] == answer["summary"]["clauses"] == len(answer["clauses"])
    assert tables(new)["proposal"] == len(proposals(answer))
    for what in (("task", "list"), ("notice", "list"), ("agency", "list"), ("unit", "list")):
        assert rows(*what, db=new) == []


@pytest.mark.parametrize("file", PAPERS, ids=lambda path: path.stem[:2])
def test_every_clause_is_counted_once(new: Path, file: Path) -> None:
    summary = read(new, file)["summary"]
    counted = summary["task"] + summary["no_task"] + summary["unconsidered"]
    assert counted == summary["clauses"]
    assert summary["unconsidered"] == summary["clauses"]


@pytest.mark.parametrize("file", PAPERS, ids=lambda path: path.stem[:2])
def test_every_stretch_lies_in_the_paper(new: Path, file: Path) -> None:
    text = read_paper(file).paper.text
    answer = read(new, file)
    end = 0
    for clause in answer["clauses"]:
        assert end <= clause["start"] < clause["end"] <= len(text)
        end = clause["end"]
        for task in clause["tasks"]:
            for name, span in task["spans"].items():
                for each in span if isinstance(span, list) else [span]:
                    assert 0 <= each["start"] < each["end"] <= len(text), name
            assert _squeezed(task["title"]) in _squeezed(_cut(text, task["spans"]["title"]))
            for name in ("leads", "coordinators", "persons"):
                spans = task["spans"].get(name, [])
                assert len(spans) == len(task[name])
                for words, span in zip(task[name], spans, strict=True):
                    last = words.split()[-1].casefold()
                    assert last in _cut(text, span).casefold()
            if task["due_words"] is not None:
                assert task["due_words"] in _squeezed(_cut(text, task["spans"]["due"]))
    if answer["tally"]:
        assert answer["tally"]["words"] in _squeezed(_cut(text, answer["tally"]["span"]))


def _cut(text: str, span: dict[str, Any]) -> str:
    """A stretch of a paper, without the signs of Markdown and in the letters that are stored."""
    return unicodedata.normalize("NFC", text[span["start"] : span["end"]].replace("*", ""))


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def test_json_holds_what_it_promises(new: Path) -> None:
    answer = read(new, SAMPLES / "06-hai-viec-hai-han.txt")
    assert answer["ntmtrack_notice"] == 1
    about = answer["document"]
    assert set(about) == {"kind", "number", "date", "issuer", "about", "recipients"}
    assert (about["number"], about["date"]) == ("203/TB-VP", "2023-05-09")
    assert answer["units"] == ["xã Tú Lệ"]
    assert answer["set"] == "xa-ntm-2021-2025"
    assert (answer["tally"]["met"], answer["tally"]["total"]) == (15, 19)
    assert answer["unmet"] == ["2", "6", "9", "17"]
    assert answer["targets"] == []
    first = next(clause for clause in answer["clauses"] if clause["number"])
    assert (first["number"], first["state"], first["considered"]) == ("1", "task", False)
    task = first["tasks"][0]
    assert task["leads"] == ["UBND xã Tú Lệ"]
    assert task["due"] == {
        "words": "trước ngày 20/5/2023",
        "start": "2023-05-20",
        "last_day": "2023-05-20",
        "precision": "day",
        "flags": ["before_includes_day"],
    }


def test_targets_are_told_in_json_and_in_words(new: Path) -> None:
    answer = read(new, SAMPLES / "01-huyen-uy-nang-cao.txt")
    told = {target["criterion"]: target["due"]["last_day"] for target in answer["targets"]}
    assert told == {None: "2025-12-31", "10": "2024-12-31"}
    shown = run("notice", "draft", db=new, today=TODAY).out
    assert "target for criterion 10: trong năm 2024" in shown


# Forms


@pytest.mark.parametrize("file", PAPERS, ids=lambda path: path.stem[:2])
def test_all_forms_say_the_same(new: Path, file: Path) -> None:
    tasks = proposals(read(new, file))
    text = run("notice", "draft", "-f", "csv", db=new, today=TODAY)
    assert text.code == 0, text.err
    listed = [row for row in csv.DictReader(io.StringIO(text.out)) if row["state"] == "proposed"]
    assert [row["proposal"] for row in listed] == [str(task["proposal"]) for task in tasks]
    for row, task in zip(listed, tasks, strict=True):
        assert row["title"].removeprefix("'") == task["title"]
        assert row["unit"] == (task["unit"] or "")
        assert row["criterion"] == (task["criterion"] or "")
        assert row["due_text"] == (task["due_words"] or "")
        assert row["due"] == ((task["due"] or {}).get("last_day") or "")
    lines = run("notice", "draft", "-f", "jsonl", db=new, today=TODAY).out.splitlines()
    assert [json.loads(line) for line in lines if json.loads(line)["proposal"]]
    for form in ("text", "table", "tsv", "md"):
        shown = run("notice", "draft", "-f", form, "--width", "200", db=new, today=TODAY)
        assert shown.code == 0, shown.err
        assert shown.out


def test_in_vietnamese_no_english_is_left(new: Path) -> None:
    shown = run("notice", "read", SAMPLES / "06-hai-viec-hai-han.txt", db=new, lang="vi")
    assert shown.code == 0, shown.err
    for english in ("Proposed", "clauses", "dated", "new to the ledger", "unmet", "Last day"):
        assert english not in shown.out


def test_what_is_left_to_consider_can_be_checked_by_cron(new: Path) -> None:
    read(new, written(new.with_name("a.txt"), a_paper(FIRST)))
    assert run("notice", "draft", "--check", db=new, today=TODAY).code == 1
    assert run("notice", "skip", "1", db=new, today=TODAY).code == 0
    assert run("notice", "draft", "a.txt", "--check", db=new, today=TODAY).code == 0


# The same paper again


def test_the_same_file_again_adds_nothing(new: Path) -> None:
    file = written(new.with_name("a.txt"), a_paper(FIRST, SECOND))
    first = read(new, file)
    before = tables(new)
    second = read(new, file)
    assert second["clauses"] == first["clauses"]
    assert any("nothing is new" in note for note in second["notes"])
    kept = ("draft", "clause", "proposal")
    assert [tables(new)[name] for name in kept] == [before[name] for name in kept]


def test_a_copy_of_the_file_is_the_same_paper(new: Path) -> None:
    file = written(new.with_name("a.txt"), a_paper(FIRST))
    read(new, file)
    copy = shutil.copy(file, file.with_name("b.txt"))
    assert any("nothing is new" in note for note in read(new, Path(copy))["notes"])
    assert len(rows("notice", "drafts", db=new)) == 1


def test_the_same_file_again_shows_what_was_decided(new: Path) -> None:
    file = written(new.with_name("a.txt"), a_paper(FIRST, SECOND))
    read(new, file)
    assert run("notice", "accept", "1", db=new, today=TODAY).code == 0
    answer = read(new, file)
    assert [task["proposal"] for task in proposals(answer)] == [2]
    decided = answer["clauses"][0]["decided"]
    assert [(each["state"], each["task"]) for each in decided] == [("accepted", "NV2023-001")]
    assert answer["summary"] == {**answer["summary"], "task": 1, "unconsidered": 1}


def accepted(db: Path, *argv: object) -> None:
    result = run("notice", "accept", *argv, db=db, today=TODAY)
    assert result.code == 0, result.err


def test_a_later_state_proposes_only_what_is_new(new: Path) -> None:
    file = written(new.with_name("a.txt"), a_paper(FIRST, SECOND))
    read(new, file)
    accepted(new, "1")
    assert run("notice", "skip", "2", db=new, today=TODAY).code == 0
    written(file, a_paper(FIRST, SECOND, THIRD))
    assert [task["title"] for task in proposals(read(new, file))] == ["báo cáo kết quả"]


def test_what_was_not_decided_of_an_earlier_state_is_proposed_once(new: Path) -> None:
    file = written(new.with_name("a.txt"), a_paper(FIRST, SECOND))
    read(new, file)
    accepted(new, "1")
    written(file, a_paper(FIRST, SECOND, THIRD))
    read(new, file)
    accepted(new, "--all")
    titles = sorted(row["title"] for row in rows("task", "list", db=new, today=TODAY))
    assert titles == ["Báo cáo kết quả", "Bố trí vốn", "Lập kế hoạch xóa 23 nhà tạm"]
    assert [row["proposals"] for row in rows("notice", "drafts", db=new)][-1] == 0
    refused(run("notice", "draft", db=new, today=TODAY), 3)


def test_what_was_mended_in_an_earlier_state_stays_mended(new: Path) -> None:
    file = written(new.with_name("a.txt"), a_paper(FIRST))
    read(new, file)
    assert run("notice", "edit", "1", "--title", "Việc khác", db=new, today=TODAY).code == 0
    written(file, a_paper(FIRST, SECOND))
    read(new, file)
    accepted(new, "--all")
    titles = sorted(row["title"] for row in rows("task", "list", db=new, today=TODAY))
    assert titles == ["Bố trí vốn", "Việc khác"]


def test_a_clause_half_decided_in_an_earlier_state_keeps_its_task(new: Path) -> None:
    file = written(new.with_name("a.txt"), a_paper(FIRST))
    read(new, file)
    assert run("notice", "split", "1", db=new, today=TODAY).code == 0
    accepted(new, "1")
    written(file, a_paper(FIRST, SECOND))
    read(new, file)
    assert run("notice", "skip", "--clause", "1", db=new, today=TODAY).code == 0
    accepted(new, "--all")
    shown = rows("notice", "drafts", db=new)[-1]
    assert (shown["task"], shown["no_task"], shown["unconsidered"]) == (2, 0, 0)


def test_a_file_that_is_put_back_as_it_was_can_be_gone_on_with(new: Path) -> None:
    file = written(new.with_name("a.txt"), a_paper(FIRST))
    read(new, file)
    written(file, a_paper(FIRST, SECOND))
    read(new, file)
    written(file, a_paper(FIRST))
    read(new, file)
    accepted(new, "--all", "--draft", "a.txt")
    titles = [row["title"] for row in rows("task", "list", db=new, today=TODAY)]
    assert titles == ["Lập kế hoạch xóa 23 nhà tạm"]


def test_a_clause_that_is_only_numbered_anew_is_not_new(new: Path) -> None:
    file = written(new.with_name("a.txt"), a_paper(FIRST, SECOND))
    read(new, file)
    accepted(new, "--all")
    written(file, a_paper(THIRD, FIRST, SECOND))
    assert [task["title"] for task in proposals(read(new, file))] == ["báo cáo kết quả"]


def test_a_clause_of_which_a_word_was_changed_is_new(new: Path) -> None:
    file = written(new.with_name("a.txt"), a_paper(FIRST, SECOND))
    read(new, file)
    accepted(new, "--all")
    written(file, a_paper(FIRST.replace("20/5", "25/5"), SECOND))
    (task,) = proposals(read(new, file))
    assert task["due"]["last_day"] == "2023-05-25"
    assert len(rows("task", "list", db=new, today=TODAY)) == 2


def test_another_paper_of_the_same_number_is_read_in_full(new: Path) -> None:
    """Every office begins its numbers anew each year."""
    read(new, written(new.with_name("2023.txt"), a_paper(FIRST, SECOND, number="01/TB-VP")))
    later = a_paper(THIRD, SECOND, number="01/TB-VP").replace("năm 2023", "năm 2024")
    answer = read(new, written(new.with_name("2024.txt"), later))
    assert len(proposals(answer)) == 2
    assert len(_waiting(new)) == 2


def _waiting(db: Path) -> list[str]:
    """The papers that are named when it is not said which is meant."""
    said = run("notice", "draft", db=db, today=TODAY).err
    return [line.strip() for line in said.splitlines() if ".txt" in line]


def test_another_paper_under_the_same_file_name_is_read_in_full(new: Path) -> None:
    file = written(new.with_name("thong-bao.txt"), a_paper(FIRST, number="01/TB-VP"))
    read(new, file)
    written(file, a_paper(FIRST, SECOND, number="02/TB-VP"))
    assert len(proposals(read(new, file))) == 2
    assert len(_waiting(new)) == 2


def test_the_name_of_a_file_that_several_papers_bear_is_asked_about(new: Path) -> None:
    read(new, written(new.with_name("x") / "tb.txt", a_paper(FIRST, number="01/TB-VP")))
    read(new, written(new.with_name("y") / "tb.txt", a_paper(SECOND, number="02/TB-VP")))
    refused(run("notice", "draft", "tb.txt", db=new, today=TODAY), 3)
    shown = run("notice", "draft", "01/TB-VP", db=new, today=TODAY)
    assert "lập kế hoạch" in shown.out


# Files and their names


@pytest.mark.parametrize(
    "name",
    [
        "thông báo số 203.txt",
        unicodedata.normalize("NFD", "thông báo đường.txt"),
        "Đồng ý [1] (2) {x}.txt",
        "-a.txt",
        "a'b\"c%s.txt",
        "🌾.txt",
    ],
    ids=["spaces", "NFD", "brackets", "dash", "quotes", "emoji"],
)
def test_any_name_of_a_file_will_do(new: Path, name: str) -> None:
    file = written(new.with_name(name), a_paper(FIRST))
    read(new, file)
    (row,) = rows("notice", "drafts", db=new)
    shown = run("notice", "draft", "--", row["file"], db=new, today=TODAY)
    assert shown.code == 0, shown.err
    accepted = run("notice", "accept", "--all", f"--draft={name}", db=new, today=TODAY)
    assert accepted.code == 0, accepted.err


def test_a_name_that_is_no_text_is_refused(new: Path) -> None:
    raw = os.fsencode(new.parent) + b"/tb-\xe1\xbb.txt"
    with open(raw, "wb") as file:
        file.write(a_paper(FIRST).encode())
    refused(spawn("notice", "read", db=new, today=TODAY, raw=[raw]), 2)


def test_a_path_from_here_or_from_the_root_is_the_same(
    new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(new.with_name("a.txt"), a_paper(FIRST, SECOND))
    read(new, file)
    monkeypatch.chdir(file.parent)
    for spelling in ("a.txt", "./a.txt", f"../{file.parent.name}/a.txt"):
        written(file, file.read_text(encoding="utf-8") + "\n")
        result = run("notice", "read", spelling, "-f", "json", db=new, today=TODAY)
        assert result.code == 0, result.err
    accepted(new, "--all")
    assert len(rows("task", "list", db=new, today=TODAY)) == 2


def _faulty(tmp_path: Path, what: str) -> Path:
    file = tmp_path / f"{what}.txt"
    match what:
        case "a folder":
            file.mkdir()
        case "empty":
            file.write_bytes(b"")
        case "zeros":
            file.write_bytes(b"\0" * 100)
        case "a picture":
            file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
        case "a pipe":
            os.mkfifo(file)
    return file


@pytest.mark.parametrize("what", ["nothing", "a folder", "empty", "zeros", "a picture", "a pipe"])
def test_what_cannot_be_read_leaves_nothing(new: Path, tmp_path: Path, what: str) -> None:
    before = tables(new)
    refused(run("notice", "read", _faulty(tmp_path, what), db=new, today=TODAY), 3)
    assert tables(new) == before


def test_a_paper_that_asks_for_nothing_is_kept_and_says_so(new: Path) -> None:
    file = written(new.with_name("a.txt"), "Hôm nay trời đẹp.\n")
    result = run("notice", "read", file, db=new, today=TODAY)
    assert result.code == 0, result.err
    assert "asks for nothing" in result.out or "not yet considered" in result.out


def test_an_answer_that_cannot_be_given_leaves_no_draft(new: Path) -> None:
    file = written(new.with_name("a.txt"), a_paper(FIRST))
    refused(run("notice", "read", file, "-o", new.parent / "no" / "x.csv", db=new), 3)
    refused(run("notice", "read", file, "--columns", "khong", db=new), 3)
    assert rows("notice", "drafts", db=new) == []


def test_the_ledger_must_be_there_and_writable(new: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "a.txt", a_paper(FIRST))
    absent = tmp_path / "absent.db"
    refused(run("notice", "read", file, db=absent, today=TODAY), 4)
    assert not absent.exists()
    refused(run("notice", "read", file, db=file, today=TODAY), 4)
    with closing(sqlite3.connect(new)) as other:
        other.execute("begin immediate")
        said = refused(_hasty("notice", "read", file, db=new), 4)
        assert "\n  " in said


def _hasty(*argv: object, db: Path) -> Result:
    """A run that waits for no other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ntmtrack.store.database.BUSY_SECONDS", 0.1, raising=False)
        return run(*argv, db=db, today=TODAY)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to every file")
def test_a_ledger_that_may_only_be_looked_at(new: Path) -> None:
    file = written(new.with_name("a.txt"), a_paper(FIRST))
    new.chmod(0o400)
    refused(run("notice", "read", file, db=new, today=TODAY), 4)


def test_under_cron_with_nothing_in_the_environment(new: Path) -> None:
    file = written(new.with_name("thông báo.txt"), a_paper(FIRST))
    result = spawn("notice", "read", file, "-f", "json", db=new, today=TODAY, bare=True)
    assert result.code == 0, result.err
    assert json.loads(result.out)["file"] == "thông báo.txt"
    listed = spawn("notice", "drafts", db=new, today=TODAY, bare=True, lang=None)
    assert listed.code == 0, listed.err
    assert "thông báo.txt" in listed.out


# Naming a draft


def test_a_draft_is_named_by_file_or_number_in_any_spelling(new: Path) -> None:
    file = written(new.with_name("Thông báo.txt"), a_paper(FIRST))
    read(new, file)
    for words in ("Thông báo.txt", "thong bao.txt", "203/TB-VP", "203/tb-vp", str(file)):
        shown = run("notice", "draft", words, db=new, today=TODAY)
        assert shown.code == 0, (words, shown.err)


def test_faults_of_naming(new: Path) -> None:
    refused(run("notice", "draft", db=new, today=TODAY), 3)
    refused(run("notice", "draft", "khong-co.txt", db=new, today=TODAY), 3)
    refused(run("notice", "draft", "", db=new, today=TODAY), 3)
    assert rows("notice", "drafts", db=new) == []
    assert "No paper has been read" in run("notice", "drafts", db=new).out
    read(new, written(new.with_name("a.txt"), a_paper(FIRST)))
    read(new, written(new.with_name("b.txt"), a_paper(SECOND, number="9/TB")))
    said = refused(run("notice", "draft", db=new, today=TODAY), 3)
    assert "a.txt" in said and "b.txt" in said
