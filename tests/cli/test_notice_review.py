"""`notice review`: a conversation at a real terminal, each answer kept at once."""

import csv
import io
import re
from pathlib import Path

import pytest

from tests.run import refused, rows, run, spawn
from tests.terminal import Terminal

TODAY = "2024-07-09"

PAPER = """UBND HUYỆN VĂN CHẤN
VĂN PHÒNG
Số: 203/TB-VP
Văn Chấn, ngày 09 tháng 5 năm 2023

THÔNG BÁO
Kết luận tại cuộc họp về xây dựng nông thôn mới xã Tú Lệ

1. Giao UBND xã Tú Lệ lập kế hoạch xóa 23 nhà tạm trước ngày 20/5/2023.

2. Giao Phòng Tài chính bố trí vốn trước ngày 10/6/2023.

3. Nhất trí với đề nghị của xã về việc chưa làm chợ.
"""

UNDATED = """THÔNG BÁO
Kết luận tại buổi kiểm tra xã Tú Lệ

1. UBND xã Tú Lệ lập kế hoạch xóa 23 nhà tạm trước ngày 20/5/2023.
"""


@pytest.fixture
def paper(new: Path, tmp_path: Path) -> Path:
    """A paper of three clauses, two of them with a proposal, read into the ledger `new`."""
    return read(new, tmp_path / "203.txt", PAPER)


def read(db: Path, file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    result = run("notice", "read", file, db=db, today=TODAY)
    assert result.code == 0, result.err
    return file


def tasks(db: Path) -> list[str]:
    return [row["title"] for row in rows("task", "list", db=db, today=TODAY)]


def states(db: Path) -> list[str]:
    found = sorted((row for row in table(db) if row["proposal"]), key=lambda row: row["proposal"])
    return [row["state"] for row in found]


def table(db: Path) -> list[dict[str, str]]:
    """The draft as rows."""
    result = run("notice", "draft", "203.txt", "-f", "csv", db=db)
    assert result.code == 0, result.err
    return list(csv.DictReader(io.StringIO(result.out.removeprefix("\ufeff"))))


CHOICE = "[q]uit: "


def test_every_clause_is_gone_through(new: Path, paper: Path) -> None:
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        told = talk.answer(CHOICE, "a")
        assert "203.txt: 3 clauses to consider" in told
        assert "lập kế hoạch xóa 23 nhà tạm" in told
        assert "20/05/2023" in told
        assert "NV2023-001 given" in talk.answer(CHOICE, "s")
        assert "chưa làm chợ" in talk.answer(CHOICE, "n")
        talk.answer("Why", "chỉ nhất trí")
        assert talk.ended() == 0
        assert "every clause of 203.txt has been considered" in talk.said
    assert tasks(new) == ["Lập kế hoạch xóa 23 nhà tạm"]
    summary = rows("notice", "drafts", db=new)[0]
    assert (summary["task"], summary["no_task"], summary["unconsidered"]) == (1, 2, 0)


def test_each_answer_is_kept_at_once(new: Path, paper: Path) -> None:
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        talk.answer(CHOICE, "a")
        talk.await_(CHOICE)
        assert tasks(new) == ["Lập kế hoạch xóa 23 nhà tạm"]


@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl-C", "end of input"])
def test_what_was_answered_stays_however_it_is_left(new: Path, paper: Path, key: bytes) -> None:
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        talk.answer(CHOICE, "a")
        talk.await_(CHOICE)
        code = talk.left_by(key)
        assert code == (130 if key == b"\x03" else 0), talk.said
    assert tasks(new) == ["Lập kế hoạch xóa 23 nhà tạm"]
    assert states(new) == ["accepted", "proposed"]


def test_it_goes_on_where_it_was_left(new: Path, paper: Path) -> None:
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        talk.answer(CHOICE, "s")
        talk.answer(CHOICE, "q")
        assert talk.ended() == 0
        assert "2 clauses of 203.txt wait" in talk.said
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        told = talk.answer(CHOICE, "a")
        assert "2 clauses to consider" in told
        assert "bố trí vốn" in told
        talk.answer(CHOICE, "l")
        assert talk.ended() == 0
        assert "1 clauses of 203.txt wait" in talk.said
    assert tasks(new) == ["Bố trí vốn"]


def test_a_wrong_key_is_asked_again_and_changes_nothing(new: Path, paper: Path) -> None:
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        for wrong in ("", "x", "accept", "đ", "1", "  "):
            talk.answer(CHOICE, wrong)
        talk.answer(CHOICE, "A")
        talk.answer(CHOICE, "q")
        assert talk.ended() == 0
    assert tasks(new) == ["Lập kế hoạch xóa 23 nhà tạm"]


def test_a_wrong_key_is_answered_by_what_the_keys_mean(new: Path, paper: Path) -> None:
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        first = talk.answer(CHOICE, "?")
        assert "a makes a task of the proposal" not in first
        assert "a makes a task of the proposal" in " ".join(talk.answer(CHOICE, "s").split())
        talk.answer(CHOICE, "s")
        talk.answer(CHOICE, "?")
        assert "w: you write what is to be done" in " ".join(talk.answer(CHOICE, "q").split())
        assert talk.ended() == 0
    assert tasks(new) == []


def test_a_proposal_is_mended_field_by_field(new: Path, paper: Path) -> None:
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        talk.answer(CHOICE, "e")
        talk.answer("[lập kế hoạch xóa 23 nhà tạm]: ", "Xóa nhà tạm")
        talk.answer("[xã Tú Lệ]: ", "")
        talk.answer("[]: ", "")
        talk.answer("[UBND xã Tú Lệ]: ", "Phòng A; Phòng B")
        talk.answer("[]: ", "UBND xã Tú Lệ")
        talk.answer("[]: ", "")
        talk.answer("[trước ngày 20/5/2023]: ", "tháng 6/2023")
        told = talk.answer(CHOICE, "a")
        assert "30/06/2023" in told
        talk.answer(CHOICE, "q")
        assert talk.ended() == 0
    (row,) = rows("task", "list", db=new, today=TODAY)
    assert row["title"] == "Xóa nhà tạm"
    assert row["leads"] == ["Phòng A", "Phòng B"]
    assert row["coordinators"] == ["UBND xã Tú Lệ"]
    assert row["due"] == "2023-06-30"


def test_a_due_that_is_not_understood_is_asked_for_again(new: Path, paper: Path) -> None:
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        talk.answer(CHOICE, "e")
        for _ in range(6):
            talk.answer("]: ", "")
        talk.answer("[trước ngày 20/5/2023]: ", "30/2/2023")
        assert "ntmtrack: error: " in talk.answer("[trước ngày 20/5/2023]: ", "30/6/2023")
        assert "30/06/2023" in talk.answer(CHOICE, "q")
        assert talk.ended() == 0
    assert tasks(new) == []
    assert [row["due"] for row in table(new) if row["proposal"] == "1"] == ["2023-06-30"]


def test_fields_are_emptied_with_a_dash(new: Path, paper: Path) -> None:
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        talk.answer(CHOICE, "e")
        for answer in ("", "-", "", "-", "", "", "-"):
            talk.answer("]: ", answer)
        talk.answer(CHOICE, "a")
        talk.answer(CHOICE, "q")
        assert talk.ended() == 0
    (row,) = rows("task", "list", db=new, today=TODAY)
    assert (row["unit"], row["leads"], row["due"]) == (None, [], None)


def test_leaving_in_the_midst_of_mending_keeps_the_proposal_as_it_was(
    new: Path, paper: Path
) -> None:
    before = table(new)
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        talk.answer(CHOICE, "e")
        talk.answer("]: ", "Việc khác")
        talk.await_("]: ")
        talk.press(b"\x04")
        assert talk.ended() == 0
    assert table(new) == before


def test_a_proposal_is_split_and_both_are_asked_about(new: Path, paper: Path) -> None:
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        talk.answer(CHOICE, "p")
        told = talk.answer(CHOICE, "a")
        assert "Proposal 1\n" in told
        told = talk.answer(CHOICE, "a")
        assert "Proposal 2\n" in told
        talk.answer(CHOICE, "q")
        assert talk.ended() == 0
    assert tasks(new) == ["Lập kế hoạch xóa 23 nhà tạm"] * 2


def test_a_task_is_written_for_a_clause_in_which_none_was_read(new: Path, paper: Path) -> None:
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        talk.answer(CHOICE, "l")
        talk.answer(CHOICE, "l")
        talk.answer(CHOICE, "w")
        talk.answer("What is to be done: ", "")
        talk.answer(CHOICE, "w")
        talk.answer("What is to be done: ", "Báo cáo về chợ")
        assert "Báo cáo về chợ" in talk.answer(CHOICE, "a")
        assert talk.ended() == 0
        assert "2 clauses of 203.txt wait" in talk.said
    assert tasks(new) == ["Báo cáo về chợ"]


def test_what_the_paper_does_not_say_of_itself_is_asked_for(new: Path, tmp_path: Path) -> None:
    read(new, tmp_path / "khong-so.txt", UNDATED)
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        talk.answer("Its number (Enter: none): ", "7/TB-UBND")
        talk.answer("Its date (Enter: none): ", "ngày 40/5/2023")
        talk.answer("Its date (Enter: none): ", "09/5/2023")
        talk.answer(CHOICE, "a")
        assert talk.ended() == 0
    (row,) = rows("notice", "list", db=new)
    assert (row["document"], row["dated"]) == ("7/TB-UBND", "2023-05-09")


def test_what_is_not_known_of_the_paper_stays_open(new: Path, tmp_path: Path) -> None:
    read(new, tmp_path / "khong-so.txt", UNDATED)
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        talk.answer("Its number (Enter: none): ", "")
        talk.answer("Its date (Enter: none): ", "")
        talk.answer(CHOICE, "a")
        assert talk.ended() == 0
    (row,) = rows("notice", "list", db=new)
    assert (row["document"], row["dated"]) == ("khong-so.txt", None)


def test_a_proposal_that_cannot_be_accepted_is_told_of_and_waits(new: Path, paper: Path) -> None:
    edited = run("notice", "edit", "1", "--due", "1/5/2023", db=new, today=TODAY)
    assert edited.code == 0, edited.err
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        talk.answer(CHOICE, "a")
        told = talk.answer(CHOICE, "q")
        assert "ends before the task was given" in told
        assert talk.ended() == 0
        assert "3 clauses of 203.txt wait" in talk.said
    assert tasks(new) == []
    assert rows("notice", "list", db=new) == []


def test_a_file_that_changed_is_told_of_and_nothing_is_accepted(new: Path, paper: Path) -> None:
    paper.write_text(PAPER + "\n4. Việc mới.\n", encoding="utf-8")
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        talk.answer(CHOICE, "a")
        assert "has changed since it was read" in talk.answer(CHOICE, "q")
        assert talk.ended() == 0
    assert tasks(new) == []


def test_a_paper_read_again_in_a_later_state_is_gone_through_once(new: Path, paper: Path) -> None:
    assert run("notice", "skip", "2", db=new, today=TODAY).code == 0
    read(new, paper, PAPER + "\n4. Giao Phòng Nội vụ báo cáo trước ngày 30/6/2023.\n")
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        assert "lập kế hoạch xóa 23 nhà tạm" in talk.answer(CHOICE, "a")
        talk.answer(CHOICE, "n")
        talk.answer("Why", "")
        assert "Phòng Nội vụ" in talk.answer(CHOICE, "a")
        assert talk.ended() == 0
        assert "every clause of 203.txt has been considered" in talk.said
    assert sorted(tasks(new)) == ["Báo cáo", "Lập kế hoạch xóa 23 nhà tạm"]


def test_in_vietnamese_it_asks_with_vietnamese_keys(new: Path, paper: Path) -> None:
    with Terminal("notice", "review", lang="vi", db=new, today=TODAY) as talk:
        told = talk.await_("nhà tạm")
        assert "clause" not in told
        keys = re.findall(r"\[(\w)\]", talk.await_("]") + _rest_of_line(talk))
        assert len(set(keys)) == len(keys) >= 3
        talk.press(b"\x04")
        assert talk.ended() == 0


def _rest_of_line(talk: Terminal) -> str:
    return talk.await_(": ")


def test_without_a_terminal_it_says_what_to_do_instead(new: Path, paper: Path) -> None:
    for result in (
        run("notice", "review", db=new, today=TODAY),
        spawn("notice", "review", db=new, today=TODAY),
        spawn("notice", "review", db=new, today=TODAY, bare=True),
    ):
        assert "notice accept --all" in refused(result, 3)


def test_only_one_paper_is_meant_or_it_must_be_named(new: Path, paper: Path) -> None:
    read(new, paper.with_name("khac.txt"), UNDATED)
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        assert talk.ended() == 3
        assert "several papers wait" in talk.said
        assert "203.txt" in talk.said
    with Terminal("notice", "review", "khac.txt", db=new, today=TODAY) as talk:
        talk.answer("Its number", "")
        talk.press(b"\x04")
        assert talk.ended() == 0


def test_nothing_waits(new: Path) -> None:
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        assert talk.ended() == 3
        assert "no paper waits to be considered" in talk.said


def test_a_killed_conversation_leaves_a_sound_ledger(new: Path, paper: Path) -> None:
    with Terminal("notice", "review", db=new, today=TODAY) as talk:
        talk.answer(CHOICE, "a")
        talk.await_(CHOICE)
        talk.kill()
    assert tasks(new) == ["Lập kế hoạch xóa 23 nhà tạm"]
    assert states(new) == ["accepted", "proposed"]
