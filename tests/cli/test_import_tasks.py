"""`import tasks`: the registers that offices keep of who owes what by when."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import TODAY, a_task, an_agency, done
from tests.run import Result, refused, rows, run
from tests.workbooks import a_text, a_workbook

HEAD = ("Nội dung", "Đơn vị", "Chủ trì", "Phối hợp", "Hạn", "Văn bản")


def taken(db: Path, file: Path, *argv: str, today: str = TODAY) -> Result:
    result = run("import", "tasks", file, *argv, "-f", "json", db=db, today=today)
    assert result.code == 0, result.err
    return result


def counts(result: Result) -> dict[str, int]:
    return dict(json.loads(result.out)["summary"])


def told(result: Result) -> list[tuple[int, str]]:
    return sorted((row["line"], row["outcome"]) for row in result.rows)


def task(db: Path, title: str) -> dict[str, Any]:
    (found,) = [row for row in rows("task", "list", db=db, today=TODAY) if row["title"] == title]
    return found


def a_sheet(folder: Path, *lines: tuple[object, ...], head: tuple[str, ...] = HEAD) -> Path:
    return a_workbook(folder / "nv.xlsx", [head, *lines])


def said_of(db: Path, file: Path, *argv: str) -> str:
    """Why the only line of a sheet was rejected."""
    (row,) = taken(db, file, *argv).rows
    assert row["outcome"] == "rejected", row
    return str(row["said"])


def test_the_register_of_a_conclusion_goes_in_as_it_is(demo: Path, tmp_path: Path) -> None:
    """Title block, headings over two lines, merged agencies, dues as they are written."""
    number = "77/KL-HU"
    file = a_workbook(
        tmp_path / "so.xlsx",
        [
            ("TT", "Nội dung nhiệm vụ", "Đơn vị", "Tiêu chí", "Cơ quan", None, "Thời hạn"),
            (None, None, None, None, "Chủ trì", "Phối hợp", None),
            (
                *(1, "Kế hoạch nâng thu nhập", "Xã Bản Bo", "10", "Ban Chỉ đạo xã Bản Bo"),
                *("UBND xã Bản Bo; Đảng ủy xã Bản Bo", "trong tháng 6/2024"),
            ),
            (2, "Kế hoạch giảm nghèo", "Xã Bản Bo", "11", None, None, "quý III/2024"),
            (3, "Rà soát quy hoạch", "Xã Bản Bo", "1", "UBND xã Bản Bo", None, "thường xuyên"),
            (4, "Báo cáo tiến độ", "Xã Bản Bo", None, "UBND xã Bản Bo", None, "hằng tuần"),
            (5, "Chốt danh mục", "Xã Bản Bo", None, "KTHT-TD", None, date(2024, 8, 15)),
            (6, "Trình hồ sơ", None, None, None, None, None),
        ],
        merged=[(0, 4, 0, 5), (2, 4, 3, 4), (2, 5, 3, 5)],
        below=3,
    )
    options = ("--document", number, "--set", "xa-ntm-nang-cao-2021-2025")
    tried = taken(demo, file, *options)
    assert counts(tried) == {"new": 6, "changed": 0, "same": 0, "rejected": 0}
    assert not [row for row in rows("task", "list", db=demo) if row["document"] == number]
    assert counts(taken(demo, file, *options, "--apply")) == counts(tried)
    found = {
        row["title"]: (
            row["number"],
            row["leads"],
            row["coordinators"],
            row["due"],
            row["due_text"],
        )
        for row in rows("task", "list", db=demo, today=TODAY)
        if row["document"] == number
    }
    board, helpers = ["Ban Chỉ đạo xã Bản Bo"], ["UBND xã Bản Bo", "Đảng ủy xã Bản Bo"]
    commune, roads = ["UBND xã Bản Bo"], ["Phòng Kinh tế - Hạ tầng huyện Tam Đường"]
    assert found == {
        "Kế hoạch nâng thu nhập": ("10", board, helpers, "2024-06-30", "trong tháng 6/2024"),
        "Kế hoạch giảm nghèo": ("11", board, helpers, "2024-09-30", "quý III/2024"),
        "Rà soát quy hoạch": ("1", commune, [], None, "thường xuyên"),
        "Báo cáo tiến độ": (None, commune, [], None, "hằng tuần"),
        "Chốt danh mục": (None, roads, [], "2024-08-15", "15/08/2024"),
        "Trình hồ sơ": (None, [], [], None, None),
    }
    again = taken(demo, file, *options, "--apply")
    assert counts(again) == {"new": 0, "changed": 0, "same": 6, "rejected": 0}


@pytest.mark.parametrize(
    ("words", "due", "precision"),
    [
        ("T8/2024", "2024-08-31", "month"),
        ("tháng 8 năm 2024", "2024-08-31", "month"),
        ("trước ngày 30/8/2024", "2024-08-30", "day"),
        ("30-8-2024", "2024-08-30", "day"),
        ("quý IV/2024", "2024-12-31", "quarter"),
        ("6 tháng cuối năm 2024", "2024-12-31", "half"),
        ("đến hết năm 2024", "2024-12-31", "year"),
        (2024, "2024-12-31", "year"),
        ("cuối tháng 8/2024", "2024-08-31", "month"),
        ("từ 24/8 đến 27/8/2024", "2024-08-27", "day"),
        ("khẩn trương", None, "none"),
        ("hàng tháng", None, "rhythm"),
        ("05 ngày làm việc kể từ ngày nhận văn bản", None, "trigger"),
        (None, None, "none"),
    ],
)
def test_a_due_is_read_as_it_is_written(
    demo: Path, tmp_path: Path, words: object, due: str | None, precision: str
) -> None:
    taken(demo, a_sheet(tmp_path, ("Việc A", None, None, None, words, None)), "--apply")
    row = task(demo, "Việc A")
    assert (row["due"], row["precision"]) == (due, precision)


def test_the_date_of_the_document_lends_the_year_and_is_kept(demo: Path, tmp_path: Path) -> None:
    head = ("Nội dung", "Số, ký hiệu", "Ngày ban hành", "Hạn")
    file = a_sheet(
        tmp_path,
        ("Việc A", "5/KH-UBND", date(2024, 3, 1), "trước ngày 20/8"),
        ("Việc B", "Kết luận số 6/KL-HU ngày 2/3/2024 của Huyện ủy", None, "tháng 9"),
        head=head,
    )
    result = taken(demo, file, "--apply")
    assert 'the year of "trước ngày 20/8" is that of the document' in result.rows[0]["said"]
    found = [task(demo, title) for title in ("Việc A", "Việc B")]
    assert [(row["due"], row["document"], row["assigned_on"]) for row in found] == [
        ("2024-08-20", "5/KH-UBND", "2024-03-01"),
        ("2024-09-30", "6/KL-HU", "2024-03-02"),
    ]
    assert counts(taken(demo, file, "--apply"))["same"] == 2


def test_two_leads_are_two_and_a_name_with_a_conjunction_is_one(demo: Path, tmp_path: Path) -> None:
    an_agency(demo, "Phòng Tài chính và Kế hoạch")
    an_agency(demo, "Phòng Nông nghiệp")
    head = ("Nội dung", "Chủ trì", "Chủ trì 2", "Phối hợp")
    file = a_sheet(
        tmp_path,
        ("A", "Phòng Tài chính và Kế hoạch", "Phòng Nông nghiệp", "KTHT-TD"),
        ("B", "Phòng Nông nghiệp và Phòng Tài chính và Kế hoạch", None, None),
        ("C", "KTHT-TD, Phòng Nông nghiệp & UBND xã Bản Bo", None, None),
        ("D", "- Phòng Nông nghiệp;\n- KTHT-TD.", None, None),
        head=head,
    )
    taken(demo, file, "--apply")
    roads, farms = "Phòng Kinh tế - Hạ tầng huyện Tam Đường", "Phòng Nông nghiệp"
    money = "Phòng Tài chính và Kế hoạch"
    assert task(demo, "A")["leads"] == [money, farms]
    assert task(demo, "A")["coordinators"] == [roads]
    assert task(demo, "B")["leads"] == [farms, money]
    assert task(demo, "C")["leads"] == [roads, farms, "UBND xã Bản Bo"]
    assert task(demo, "D")["leads"] == [farms, roads]


def test_a_piece_of_a_name_is_never_taken_for_an_agency(demo: Path, tmp_path: Path) -> None:
    """ "Hạ tầng" is no agency, though it stands in the name of one."""
    file = a_sheet(tmp_path, ("A", None, "Phòng Nông nghiệp và Hạ tầng", None, None, None))
    an_agency(demo, "Phòng Nông nghiệp")
    assert "there is no agency Phòng Nông nghiệp và Hạ tầng" in said_of(demo, file)
    file = a_sheet(tmp_path, ("A", None, "UBND xã Bản Bo, Phòng Lạ", None, None, None))
    assert "there is no agency Phòng Lạ" in said_of(demo, file)


def test_a_name_that_fits_several_is_rejected_with_the_candidates(
    demo: Path, tmp_path: Path
) -> None:
    file = a_sheet(tmp_path, ("A", "Bình An", "UBND huyện", None, None, None))
    done("unit", "add", "Xã Bình An", "--code", "90001", "--under", "ham yen", db=demo)
    said = said_of(demo, file)
    assert "Bình An may mean several" in said
    assert "UBND huyện may mean several" in said
    assert "UBND huyện Đông Sơn" in said


def test_a_map_says_once_whom_a_name_means(demo: Path, tmp_path: Path) -> None:
    file = a_sheet(tmp_path, ("A", "Bình An", "Hạ tầng và UBND xã Bản Bo", None, None, None))
    done("unit", "add", "Xã Bình An", "--code", "90001", "--under", "ham yen", db=demo)
    said_of(demo, file)
    names = tmp_path / "ten.toml"
    names.write_text('[names]\n"Bình An" = "90001"\n"Hạ tầng" = "KTHT-TD"\n', "utf-8")
    taken(demo, file, "--map", names, "--apply")
    row = task(demo, "A")
    assert row["unit"] == "90001"
    assert row["leads"] == ["Phòng Kinh tế - Hạ tầng huyện Tam Đường", "UBND xã Bản Bo"]


def test_all_that_is_wrong_with_a_line_is_told(demo: Path, tmp_path: Path) -> None:
    file = a_sheet(tmp_path, ("A", "Xã Lạ", "Phòng Lạ", "Ban Lạ", "lúc nào đó", None))
    said = said_of(demo, file)
    for piece in ("no unit Xã Lạ", "no agency Phòng Lạ", "no agency Ban Lạ", "lúc nào đó"):
        assert piece in said
    refused(run("import", "tasks", file, "--apply", db=demo, today=TODAY), 3)


@pytest.mark.parametrize(
    ("head", "line", "said"),
    [
        (("Nội dung", "Hạn"), ("A", date(2024, 6, 1)), "may be a day or the whole month"),
        (("Nội dung", "Ngày giao"), ("A", "1/1/2030"), "is still to come"),
        (("Nội dung", "Ngày giao", "Hạn"), ("A", "1/6/2024", "5/2024"), "ends before the task"),
        (("Nội dung", "Ngày ban hành"), ("A", "1/6/2024"), "a date stands beside no document"),
        (
            ("Nội dung", "Văn bản", "Ngày ban hành"),
            ("A", "5/KH ngày 1/5/2024", "1/6/2024"),
            "one cell and of 01/06/2024 in another",
        ),
        (("Nội dung", "Tiêu chí"), ("A", "17"), "name the unit too"),
        (("Nội dung", "Tiêu chí", "Đơn vị"), ("A", "Môi trường", "ban bo"), "is not the number"),
        (("Nội dung", "Tình trạng"), ("A", "Đã hoàn thành"), "and not since when"),
        (("Nội dung", "Trạng thái"), ("A", "gần xong"), "does not say how the task stands"),
        (
            ("Nội dung", "Tình trạng", "Ngày hoàn thành"),
            ("A", "Đang thực hiện", "1/5/2024"),
            "said to be open, and done on 01/05/2024",
        ),
        (
            ("Nội dung", "Trạng thái", "Tình trạng"),
            ("A", "Đang thực hiện", "Hoàn thành đúng hạn"),
            "say differently",
        ),
        (("Nội dung", "Ngày hoàn thành"), ("A", "1/8/2024"), "is still to come"),
        (("Nội dung", "Trạng thái"), ("A", "Tạm dừng"), "is open"),
        (
            ("Nội dung", "Trạng thái", "Ngày hoàn thành"),
            ("A", "Đã hủy", "1/5/2024"),
            "and not why",
        ),
        (
            ("Nội dung", "Hạn", "Hạn hiện tại"),
            ("A", "5/2024", "30/6/2024"),
            "is not what the words",
        ),
        (("Nhiệm vụ", "Nội dung"), ("Mục A", "Việc B"), "two cells say what is to be done"),
        (("Số nhiệm vụ", "Nội dung"), ("abc", "A"), "abc is not the number of a task"),
        (("Số nhiệm vụ", "Nội dung"), ("NV2024-999", "A"), "there is no task NV2024-999"),
        (("Nội dung", "Ghi chú"), (None, "x"), "what is to be done is missing"),
        (("Nội dung", "Cán bộ"), ("A", "Nguyễn Văn Lạ"), "there is no person"),
        (("Mã", "Tên đơn vị", "Nội dung"), ("02416", "Xã Bản Bo", "A"), "02416 is Xã Bằng Cốc"),
    ],
)
def test_what_cannot_be_taken_says_why(
    demo: Path, tmp_path: Path, head: tuple[str, ...], line: tuple[object, ...], said: str
) -> None:
    before = rows("log", db=demo)
    assert said in said_of(demo, a_sheet(tmp_path, line, head=head))
    assert rows("log", db=demo) == before


def test_how_a_task_ended_is_recorded_on_its_day(demo: Path, tmp_path: Path) -> None:
    head = ("Nội dung", "Hạn", "Tình trạng", "Ngày hoàn thành", "Ghi chú")
    lines = (
        ("A", "5/2024", "Đã hoàn thành", date(2024, 5, 20), None),
        ("B", "5/2024", "Hoàn thành (12/6/2024)", None, None),
        ("C", "5/2024", "Báo cáo hoàn thành", "1/5/2024", None),
        ("D", "5/2024", "Đã hủy", "2/5/2024", "không còn phù hợp"),
        ("E", "5/2024", None, "3/5/2024", None),
        ("F", "5/2024", "Đang thực hiện", None, None),
        ("G", "5/2024", "Đang chờ vốn tỉnh", None, "đã đôn đốc"),
    )
    file = a_sheet(tmp_path, *lines, head=head)
    assert counts(taken(demo, file, "--apply"))["new"] == 7
    found = {title: task(demo, title) for title in "ABCDEFG"}
    assert [(each["state"], each["closed_on"], each["outcome"]) for each in found.values()] == [
        ("done", "2024-05-20", "done_on_time"),
        ("done", "2024-06-12", "done_late"),
        ("reported", "2024-05-01", "done_on_time"),
        ("cancelled", "2024-05-02", "cancelled"),
        ("done", "2024-05-03", "done_on_time"),
        ("open", None, "open_overdue"),
        ("open", None, "open_overdue"),
    ]
    life = run("task", "show", found["G"]["task"], db=demo, today=TODAY).out
    assert "đã đôn đốc; Đang chờ vốn tỉnh" in " ".join(life.split())
    assert counts(taken(demo, file, "--apply")) == {
        "new": 0,
        "changed": 0,
        "same": 7,
        "rejected": 0,
    }


def test_a_later_register_reports_what_was_done_since(demo: Path, tmp_path: Path) -> None:
    head = ("Nội dung", "Hạn", "Tình trạng", "Ngày hoàn thành")
    first = a_sheet(tmp_path, ("A", "5/2024", "Đang thực hiện", None), head=head)
    taken(demo, first, "--apply")
    later = a_sheet(tmp_path, ("A", "5/2024", "Đã hoàn thành", date(2024, 5, 20)), head=head)
    result = taken(demo, later, "--apply")
    assert told(result) == [(2, "changed")]
    assert "State: open → done" in result.rows[0]["said"]
    assert counts(taken(demo, later, "--apply"))["same"] == 1
    old = a_sheet(tmp_path, ("A", "5/2024", "Đang thực hiện", None), head=head)
    assert "is already done since 20/05/2024" in said_of(demo, old)


def test_what_was_reported_done_is_confirmed(demo: Path, tmp_path: Path) -> None:
    number = a_task(demo, title="A", assigned="1/5/2024")
    done("task", "done", number, "--on", "2/5/2024", db=demo)
    head = ("Nhiệm vụ", "Nội dung", "Trạng thái", "Ngày hoàn thành")
    wrong = a_sheet(tmp_path, (number, "A", "đã hoàn thành", "3/5/2024"), head=head)
    assert "was reported done on 02/05/2024" in said_of(demo, wrong)
    file = a_sheet(tmp_path, (number, "A", "đã hoàn thành", None), head=head)
    taken(demo, file, "--apply")
    assert (task(demo, "A")["state"], task(demo, "A")["closed_on"]) == ("done", "2024-05-02")


def test_one_line_may_be_for_several_units(demo: Path, tmp_path: Path) -> None:
    file = a_sheet(tmp_path, ("Rà soát", "Xã Bản Bo; 02416", None, None, "8/2024", None))
    assert counts(taken(demo, file, "--apply"))["new"] == 2
    found = [row for row in rows("task", "list", db=demo, today=TODAY) if row["title"] == "Rà soát"]
    assert {row["unit_name"] for row in found} == {"Xã Bản Bo", "Xã Bằng Cốc"}
    more = a_sheet(tmp_path, ("Rà soát", "Bản Bo;Bằng Cốc;Ngọc Hội", None, None, "T8/2024", None))
    assert counts(taken(demo, more, "--apply")) == {
        "new": 1,
        "changed": 0,
        "same": 2,
        "rejected": 0,
    }


def test_a_code_that_lost_its_zero_is_repaired_and_said(demo: Path, tmp_path: Path) -> None:
    file = a_sheet(tmp_path, ("A", 2416, None, None, None, None))
    result = taken(demo, file, "--apply")
    assert "2416 was read as 02416 (Xã Bằng Cốc)" in result.rows[0]["said"]
    assert task(demo, "A")["unit"] == "02416"


def test_what_was_found_by_a_part_of_its_name_is_said(demo: Path, tmp_path: Path) -> None:
    file = a_sheet(tmp_path, ("A", "Bằng Cố", "Phòng Kinh tế", None, None, None))
    (row,) = taken(demo, file).rows
    assert row["outcome"] == "new"
    assert "Bằng Cố was taken for Xã Bằng Cốc" in row["said"]
    assert "Phòng Kinh tế was taken for Phòng Kinh tế - Hạ tầng huyện Tam Đường" in row["said"]


def test_the_same_task_twice_in_a_sheet_is_found(demo: Path, tmp_path: Path) -> None:
    line = ("A", "ban bo", None, None, "8/2024", None)
    result = taken(demo, a_sheet(tmp_path, line, ("B", *line[1:]), line))
    assert told(result) == [(2, "new"), (3, "new"), (4, "rejected")]
    (row,) = [row for row in result.rows if row["line"] == 4]
    assert row["said"] == "the same task is in line 2"


def test_a_due_that_moved_is_no_second_task(demo: Path, tmp_path: Path) -> None:
    taken(demo, a_sheet(tmp_path, ("A", "ban bo", None, None, "8/2024", "1/KH")), "--apply")
    moved = a_sheet(tmp_path, ("A", "ban bo", None, None, "9/2024", "1/KH"))
    assert "is the same with another due: 8/2024" in said_of(demo, moved)
    both = a_sheet(
        tmp_path,
        ("A", "ban bo", None, None, "8/2024", "1/KH"),
        ("A", "ban bo", None, None, "9/2024", "1/KH"),
    )
    assert told(taken(demo, both)) == [(2, "same"), (3, "new")]
    number = task(demo, "A")["task"]
    done("task", "extend", number, "--due", "9/2024", "--reason", "mưa", db=demo)
    moved = a_sheet(tmp_path, ("A", "ban bo", None, None, "9/2024", "1/KH"))
    assert told(taken(demo, moved)) == [(2, "same")]


def test_a_number_means_that_task_and_mends_it(demo: Path, tmp_path: Path) -> None:
    number = a_task(demo, title="Lap ke hoach", due="8/2024", assigned="1/5/2024")
    head = ("Nhiệm vụ", "Nội dung", "Mục", "Chủ trì", "Văn bản", "Ngày giao", "Ghi chú")
    line = (number, "Lập kế hoạch", "II.3", "KTHT-TD", "9/KH", "2/5/2024", "mới")
    result = taken(demo, a_sheet(tmp_path, line, head=head), "--apply")
    assert told(result) == [(2, "changed")]
    for piece in (
        "What: Lap ke hoach → Lập kế hoạch",
        "Clause: – → II.3",
        "Document: – → 9/KH",
        "Assigned on: 01/05/2024 → 02/05/2024",
        "Leads: – → Phòng Kinh tế - Hạ tầng huyện Tam Đường",
        "a note more: mới",
    ):
        assert piece in result.rows[0]["said"]
    row = task(demo, "Lập kế hoạch")
    assert (row["task"], row["clause"], row["document"]) == (number, "II.3", "9/KH")
    assert row["leads"] == ["Phòng Kinh tế - Hạ tầng huyện Tam Đường"]
    assert counts(taken(demo, a_sheet(tmp_path, line, head=head), "--apply"))["same"] == 1


@pytest.mark.parametrize(
    ("head", "cell", "said"),
    [
        ("Đơn vị", "bang coc", "is about Xã Bản Bo, not Xã Bằng Cốc"),
        ("Tiêu chí", "17", "is about criterion …, not 17"),
        ("Hạn", "9/2024", "is 8/2024, not 9/2024"),
        ("Hạn hiện tại", "30/9/2024", "is 31/08/2024 now, not 30/09/2024"),
        ("Chủ trì", "UBND xã Bằng Cốc", "Leads: KTHT → UBND xã Bằng Cốc"),
        ("Văn bản", "8/KH", "comes from another document than 8/KH"),
    ],
)
def test_what_only_a_command_may_change_is_left_to_it(
    demo: Path, tmp_path: Path, head: str, cell: str, said: str
) -> None:
    an_agency(demo, "KTHT")
    number = a_task(demo, title="A", due="8/2024", lead="KTHT", document="9/KH")
    file = a_sheet(tmp_path, (number, "A", cell), head=("Số nhiệm vụ", "Nội dung", head))
    assert said in said_of(demo, file)


def test_a_number_of_a_criterion_that_may_have_lost_a_zero_is_asked_about(
    demo: Path, tmp_path: Path
) -> None:
    from tests.plans import PLAN, a_plan

    a_plan(demo, tmp_path)
    head = ("Nội dung", "Đơn vị", "Chỉ tiêu")
    file = a_sheet(tmp_path, ("A", "bang coc", 2.1), head=head)
    assert "2.1 may be 2.10" in said_of(demo, file, "--set", PLAN)
    file = a_sheet(tmp_path, ("A", "bang coc", "2.10"), head=head)
    taken(demo, file, "--set", PLAN, "--apply")
    assert task(demo, "A")["number"] == "2.10"


@pytest.mark.parametrize("name", ["nv.csv", "nv.tsv", "nv.xlsx"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_the_list_writes_is_read_again_as_the_same(
    demo: Path, tmp_path: Path, name: str, lang: str
) -> None:
    done("task", "extend", "NV2023-005", "--due", "9/2024", "--reason", "mưa", db=demo)
    done("task", "done", "NV2023-006", "--on", "2/5/2024", db=demo)
    file = tmp_path / name
    assert run("task", "list", "-o", file, db=demo, today=TODAY, lang=lang).code == 0
    found = counts(taken(demo, file))
    assert (found["new"], found["changed"], found["rejected"]) == (0, 0, 0)
    assert found["same"] == len(rows("task", "list", db=demo, today=TODAY))


def test_a_text_with_a_comma_too_many_is_rejected(demo: Path, tmp_path: Path) -> None:
    file = a_text(tmp_path / "nv.csv", "title,due", "Họp, bàn,8/2024")
    assert "there are more cells than columns" in said_of(demo, file)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_register_that_the_ledger_makes_is_read_again_as_the_same(
    demo: Path, tmp_path: Path, lang: str
) -> None:
    moved = ("--due", "9/2024", "--reason", "mưa", "--on", "1/5/2024")
    done("task", "extend", "NV2023-005", *moved, db=demo)
    done("task", "done", "NV2023-006", "--on", "2/5/2024", db=demo)
    file = tmp_path / "so.xlsx"
    asked = ("report", "6 tháng đầu năm 2024", "--template", "so-theo-doi", "-o", file)
    result = run(*asked, db=demo, today=TODAY, lang=lang)
    assert result.code == 0, result.err
    found = counts(taken(demo, file))
    assert (found["new"], found["changed"], found["rejected"]) == (0, 0, 0)
    assert found["same"] > 10


def test_a_number_behind_a_title_is_believed_only_with_that_title(
    demo: Path, tmp_path: Path
) -> None:
    number = a_task(demo, unit="ban bo", title="Việc A")
    file = a_workbook(
        tmp_path / "so.xlsx",
        [
            ("Nội dung nhiệm vụ", "Đơn vị"),
            (f"Việc A ({number})", "Bản Bo"),
            (f"Việc B ({number})", "Bản Bo"),
            ("Việc C (NV2019-777)", "Bản Bo"),
        ],
    )
    result = taken(demo, file, "--apply")
    assert told(result) == [(2, "same"), (3, "new"), (4, "new")]
    (row,) = [row for row in result.rows if row["line"] == 4]
    assert "NV2019-777 is a number of another ledger" in row["said"]
    assert task(demo, "Việc C")["task"] != "NV2019-777"
    assert counts(taken(demo, file))["same"] == 3


def test_other_programs_keep_the_register_too(demo: Path, tmp_path: Path) -> None:
    """The same register saved by LibreOffice as .ods and as .xls."""
    from tests.office import converted

    file = a_workbook(
        tmp_path / "so.xlsx",
        [
            ("SỔ THEO DÕI", None, None, None, None, None),
            ("TT", "Nội dung", "Đơn vị", "Chủ trì", "Hạn", "Ngày hoàn thành"),
            (1, "Lập kế hoạch", "Xã Bản Bo", "UBND xã Bản Bo", "trong tháng 6/2024", None),
            (2, "Báo cáo", None, None, date(2024, 7, 15), date(2024, 7, 1)),
        ],
        merged=[(0, 0, 0, 5), (2, 2, 3, 2), (2, 3, 3, 3)],
    )
    expected = taken(demo, file).rows
    assert [row["outcome"] for row in expected] == ["new", "new"]
    for form in ("ods", "xls"):
        folder = tmp_path / form / "saved"
        folder.mkdir(parents=True)
        saved = converted([file], form, folder, part="calc")["so"]
        assert taken(demo, saved).rows == expected


DUES = {
    "trong tháng 5/2023": "2023-05-31",
    "T5/2023": "2023-05-31",
    "trước ngày 30/6/2024": "2024-06-30",
    "10.5.2023": "2023-05-10",
    "ngày 30 tháng 6 năm 2023": "2023-06-30",
    "quý IV/2018": "2018-12-31",
    "6 tháng đầu năm 2024": "2024-06-30",
    "2024-H2": "2024-12-31",
    "đến hết năm 2024": "2024-12-31",
    "giữa tháng 5/2023": "2023-05-31",
    "từ 24/8 đến 27/8/2026": "2026-08-27",
    "thường xuyên": None,
    "trong thời gian tới": None,
}


def test_a_due_is_read_in_every_form_and_none_ends_the_table(demo: Path, tmp_path: Path) -> None:
    lines = [f"Việc {place},Bản Bo,{words}" for place, words in enumerate(DUES)]
    sheet = tmp_path / "dues.csv"
    signed = '"Bản Bo, ngày 05 tháng 8 năm 2024",,\nNơi nhận:,,'
    sheet.write_text("\n".join(("Nội dung,Đơn vị,Hạn", *lines, signed)), "utf-8")
    said = run("import", "tasks", sheet, "--apply", "-f", "json", db=demo, today=TODAY)
    assert said.code == 0, said.err
    assert "13 new, 0 changed, 0 same, 0 rejected" in said.out
    assert "signatures and receivers, not taken: line 15" in said.out
    found = {row["title"]: row["due"] for row in rows("task", "list", db=demo, today=TODAY)}
    assert [found[f"Việc {place}"] for place in range(len(DUES))] == list(DUES.values())


def test_who_leads_may_be_one_who_signs(demo: Path, tmp_path: Path) -> None:
    done("agency", "add", "Chủ tịch UBND xã Bản Bo", db=demo)
    sheet = tmp_path / "leads.csv"
    line = "{},Bản Bo,Chủ tịch UBND xã Bản Bo"
    sheet.write_text(
        "\n".join(("Nội dung,Đơn vị,Chủ trì", line.format("Một"), line.format("Hai"))), "utf-8"
    )
    said = run("import", "tasks", sheet, db=demo, today=TODAY)
    assert "2 new, 0 changed, 0 same, 0 rejected" in said.out, said.out


def test_a_line_that_turns_out_wrong_takes_back_nothing_but_itself(
    demo: Path, tmp_path: Path
) -> None:
    """What the lines before it brought is there, and its number goes to the next one."""
    file = a_sheet(
        tmp_path,
        ("Việc một", "Xã Bản Bo", "T6/2024", None, None),
        ("Việc hai", "Xã Bản Bo", "T6/2024", "hoàn thành", "đã ghi"),
        ("Việc ba", "Xã Bản Bo", "T6/2024", None, "ghi thêm"),
        ("Việc bốn", "Xã Bản Bo", "T6/2024", None, None),
        head=("Nội dung", "Đơn vị", "Hạn", "Trạng thái", "Ghi chú"),
    )
    result = taken(demo, file, "--apply", "--skip-rejected")
    assert counts(result) == {"new": 3, "changed": 0, "same": 0, "rejected": 1}
    listed = [row for row in rows("task", "list", db=demo, today=TODAY) if "Việc" in row["title"]]
    by_title = {row["title"]: int(row["task"].partition("-")[2]) for row in listed}
    first = by_title["Việc một"]
    assert by_title == {"Việc một": first, "Việc ba": first + 1, "Việc bốn": first + 2}
