"""Nothing that directs is lost, nothing is read twice, and a due stays with its own work."""

from datetime import date

import pytest

from ntmtrack.domain.notice.reading import read
from ntmtrack.domain.paper import Cell, Paper
from tests.domain.notices import (
    HEAD,
    coordinators,
    last_day,
    leads,
    numbers,
    reading,
    tasks,
    words,
)

# The head of a paper that announces nothing before its items.
PLAIN = HEAD.rsplit("Chủ tịch", 1)[0]


@pytest.mark.parametrize(
    "line",
    [
        "Về vốn: UBND xã quyết toán trước ngày 9/5/2025.",
        "Đối với vốn vay, UBND xã quyết toán trước ngày 9/5/2025.",
        "Đối với vốn vay, vốn góp, UBND xã quyết toán trước ngày 9/5/2025.",
        "Đối với vốn vay cần quyết toán xong trước ngày 9/5/2025.",
        "Lĩnh vực tài chính: UBND xã quyết toán trước ngày 9/5/2025.",
        "Chợ trung tâm: Phòng Kinh tế quyết toán trước ngày 9/5/2025.",
    ],
)
def test_an_item_that_names_its_topic_first_is_a_clause(line: str) -> None:
    following = "2. UBND xã trồng hoa."
    found = reading(f"1. {line}", following, head=PLAIN)
    assert numbers(found.clauses) == ["1", "2"]
    assert [last_day(task) for task in found.clauses[0].tasks] == ["2025-05-09"]
    speech = "Phát biểu tại buổi họp, đồng chí Bí thư yêu cầu: UBND xã mở lại chợ phiên."
    assert len(reading(speech, line, head=PLAIN).clauses) == 2


def test_what_was_reached_under_a_topic_is_no_clause() -> None:
    speech = "Phát biểu tại buổi họp, đồng chí Bí thư yêu cầu: UBND xã mở lại chợ phiên."
    told = "Về giao thông: xã đã làm 3 km đường."
    reached = "Về nông nghiệp: xây dựng được 2 nhà lưới."
    plain = "Đối với kinh phí, mức góp như mọi năm, không thêm khoản khác."
    shown = "Một góc bản Nà Tông ngày nay"
    assert len(reading(speech, told, reached, plain, shown, head=PLAIN).clauses) == 1
    assert len(reading(speech, "Rà soát hộ nghèo.", head=PLAIN).clauses) == 2


def test_a_numbered_item_after_a_directive_line_is_a_clause_whatever_its_words() -> None:
    found = reading(
        "1. Tình hình chợ phiên: còn chậm.", "2. Một việc nữa.", "3. UBND xã sửa mương."
    )
    assert numbers(found.clauses) == ["1", "2", "3"]
    assert [len(clause.tasks) for clause in found.clauses] == [0, 0, 1]


def test_an_item_said_twice_is_counted_twice() -> None:
    line = "Phòng Nội vụ rà soát danh sách cán bộ không chuyên trách ở các thôn."
    assert len(reading(f"1. {line}", f"2. {line}").clauses) == 2
    assert len(reading(line, line).clauses) == 2


# words, (title, last day) of each task
PARTS = [
    (
        "UBND xã xây kè trước ngày 1/6/2025, đồng thời lập hồ sơ đất.",
        [("xây kè", "2025-06-01"), ("lập hồ sơ đất", None)],
    ),
    (
        "UBND xã xây kè trước ngày 1/6/2025 và lập hồ sơ đất.",
        [("xây kè", "2025-06-01"), ("lập hồ sơ đất", None)],
    ),
    (
        "UBND xã xây kè trước ngày 1/6/2025; lập hồ sơ đất.",
        [("xây kè", "2025-06-01"), ("lập hồ sơ đất", None)],
    ),
    (
        "UBND xã xây kè trước ngày 1/6/2025, báo cáo UBND huyện trước ngày 9/6/2025.",
        [("xây kè", "2025-06-01"), ("báo cáo UBND huyện", "2025-06-09")],
    ),
    (
        "Đối với vốn vay cần giải ngân trước ngày 1/6/2025, rà soát các dự án chậm.",
        [("giải ngân", "2025-06-01"), ("rà soát các dự án chậm", None)],
    ),
    (
        "Phòng Kinh tế phụ trách chợ phiên; báo cáo trước ngày 1/6/2025.",
        [("phụ trách chợ phiên", None), ("báo cáo", "2025-06-01")],
    ),
    (
        "Phòng Kinh tế theo dõi chợ phiên. Báo cáo UBND huyện trước ngày 1/6/2025.",
        [("theo dõi chợ phiên", None), ("Báo cáo UBND huyện", "2025-06-01")],
    ),
    (
        "Phòng Kinh tế rà soát chợ phiên; báo cáo kết quả trước ngày 1/6/2025.",
        [("rà soát chợ phiên", "2025-06-01")],
    ),
    (
        "UBND xã lập hồ sơ trước ngày 1/6/2025, đảm bảo chất lượng.",
        [("lập hồ sơ trước ngày 1/6/2025, đảm bảo chất lượng", "2025-06-01")],
    ),
    (
        "UBND xã đẩy mạnh tuyên truyền; báo cáo kết quả trước ngày 1/6/2025.",
        [("đẩy mạnh tuyên truyền", None), ("báo cáo kết quả", "2025-06-01")],
    ),
    ("Chậm nhất ngày 1/6/2025, UBND xã xây kè.", [("xây kè", "2025-06-01")]),
    ("Để có đất sạch trước ngày 1/6/2025, rà soát hộ dân.", [("rà soát hộ dân", "2025-06-01")]),
    (
        "Về đất, cần vẽ xong trước ngày 1/6/2025, lập hồ sơ.",
        [("vẽ", "2025-06-01"), ("lập hồ sơ", None)],
    ),
]


@pytest.mark.parametrize(("line", "expected"), PARTS)
def test_a_due_belongs_to_the_work_it_stands_with(
    line: str, expected: list[tuple[str, str | None]]
) -> None:
    assert [(words(task.title), last_day(task)) for task in tasks(f"1. {line}")] == expected


def test_an_aim_for_a_year_is_told_and_is_no_due() -> None:
    (task,) = tasks("1. Phấn đấu có 2 sản phẩm 3 sao trong năm 2025.")
    assert task.due is None and task.uncertain == ("due",)
    (task,) = tasks("1. Phấn đấu có 2 sản phẩm 3 sao năm 2025.")
    assert task.due is None and task.uncertain == ()


# words, leads
ORGANS = [
    ("Đảng ủy, UBND xã", ["Đảng ủy xã", "UBND xã"]),
    (
        "Đảng ủy, HĐND và UBND xã Bình Nguyên",
        ["Đảng ủy xã Bình Nguyên", "HĐND xã Bình Nguyên", "UBND xã Bình Nguyên"],
    ),
    ("Cấp ủy, chính quyền xã", ["Cấp ủy, chính quyền xã"]),
    ("Đảng ủy, chính quyền xã", ["Đảng ủy, chính quyền xã"]),
    ("Đảng ủy, Công an xã", ["Đảng ủy", "Công an xã"]),
    ("Công an, UBND xã", ["Công an", "UBND xã"]),
]


@pytest.mark.parametrize(("written", "expected"), ORGANS)
def test_organs_that_share_the_name_of_their_commune_are_each_a_body(
    written: str, expected: list[str]
) -> None:
    (task,) = tasks(f"1. Giao {written} rà soát hộ nghèo.")
    assert leads(task) == expected
    (task,) = tasks(f"1. Giao Phòng Nội vụ phối hợp với {written} rà soát hộ nghèo.")
    assert coordinators(task) == expected


def table(lines: list[str], *, over: str = "", under: str = "") -> Paper:
    """A paper with a table after a title without a full stop, as a reader of files gives it."""
    title = "THÔNG BÁO\nPhân công nhiệm vụ xây dựng nông thôn mới của xã\n"
    text, rows = title + over, []
    for line in lines:
        row = []
        for cell in line.split("\t"):
            row.append(Cell(len(text), len(text) + len(cell)))
            text += cell + "\t"
        text = text[:-1] + "\n"
        rows.append(tuple(row))
    return Paper(text + under, (tuple(rows),))


HEADER = "STT\tNội dung\tChủ trì\tThời hạn"


def test_a_table_right_under_a_title_is_read_once() -> None:
    found = read(table([HEADER, "1\tXây kè\tUBND xã\t1/6/2025", "2\tSửa chợ\t3\t"]))
    assert numbers(found.clauses) == ["1", "2"]
    assert [leads(task) for clause in found.clauses for task in clause.tasks] == [["UBND xã"], []]
    assert words(found.document.about) == "Phân công nhiệm vụ xây dựng nông thôn mới của xã"


def test_a_last_row_of_a_title_alone_is_a_row_and_a_total_is_none() -> None:
    rows = [HEADER, "1\tXây kè\tUBND xã\t1/6/2025"]
    found = read(table([*rows, "\tTrồng cây\t\t"]))
    assert [words(task.title) for clause in found.clauses for task in clause.tasks] == [
        "Xây kè",
        "Trồng cây",
    ]
    assert len(read(table([*rows, "\tTổng cộng\t\t"])).clauses) == 1
    topic = read(table([HEADER, "\tGiao thông\t\t", "1\tXây kè\tUBND xã\t1/6/2025"]))
    assert numbers(topic.clauses) == ["1"]


def test_rows_may_stand_over_the_header_row() -> None:
    found = read(table(["UBND XÃ\tCỘNG HÒA", HEADER, "1\tXây kè\tUBND xã\t1/6/2025"]))
    assert numbers(found.clauses) == ["1"]


def test_a_paper_of_short_lines_keeps_its_head() -> None:
    text = """UBND XÃ BÌNH NGUYÊN
Số: 7/TB-UBND   Bình Nguyên, ngày 12 tháng 3 năm 2025
THÔNG BÁO
Phân công việc tháng 3 trên địa bàn toàn xã
NỘI DUNG PHÂN CÔNG
1. Công an xã tuần tra đêm trước ngày 30/4/2025 theo lịch
đã gửi các thôn."""
    found = read(Paper(text))
    assert words(found.document.number) == "7/TB-UBND"
    assert str(found.document.dated) == "2025-03-12"
    assert words(found.document.kind) == "THÔNG BÁO"
    (clause,) = found.clauses
    assert clause.end == len(text)


def test_the_number_of_a_page_is_no_paragraph() -> None:
    found = reading("1. UBND xã xây kè.", "- 3 -", "Trang 2/5", "7", "2. UBND xã sửa chợ.")
    assert numbers(found.clauses) == ["1", "2"]
    assert found.headings == 0


def test_an_official_paper_directs_without_announcing_it() -> None:
    line = "UBND xã Bình Nguyên xây kè trước ngày 9/5/2025."
    more = "Phòng Nội vụ rà soát danh sách cán bộ không chuyên trách."
    assert [len(clause.tasks) for clause in reading(line, more, head=PLAIN).clauses] == [1, 1]
    told = "UBND xã Bình Nguyên đã xây xong kè trước ngày 9/1/2025."
    assert reading(told, head=PLAIN).clauses == ()
    assert read(Paper(f"Xã Bình Nguyên chuẩn bị cho mùa mưa năm nay\n\n{line}")).clauses == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Xã đã đạt 4/10 tiêu chí (gồm 1, 2, 5, 7).", ["1", "2", "5", "7"]),
        ("Xã mới đạt được 2/10 tiêu chí là: Quy hoạch (1), Điện (4).", ["1", "4"]),
        ("Xã đạt 4/10 tiêu chí là 1 trong 3 xã thấp nhất.", []),
    ],
)
def test_the_list_that_a_count_announces(line: str, expected: list[str]) -> None:
    found = read(Paper(f"THÔNG BÁO\nKết luận về nông thôn mới xã Bình Nguyên\n\n{line}"))
    assert [each.number for each in found.met] == expected


def test_what_is_to_be_met_is_not_met() -> None:
    found = reading("1. UBND xã trải nhựa 2 km đường, đảm bảo cuối năm đạt tiêu chí số 2.")
    assert found.met == ()


def test_whom_a_bracket_names_is_asked_whatever_the_verb_before_it() -> None:
    text = (
        "THÔNG BÁO\nKết luận cuộc họp về xã Hòa Sơn\n\nChủ tịch UBND xã yêu cầu:\n\n"
        "a) Số hóa bản đồ các tuyến mương (Phòng Kinh tế thực hiện, xong trước ngày 30/6/2026).\n"
    )
    (clause,) = [each for each in read(Paper(text)).clauses if each.number == "a"]
    (task,) = clause.tasks
    assert task.title.value == "Số hóa bản đồ các tuyến mương"
    assert [lead.value for lead in task.leads] == ["Phòng Kinh tế"]
    assert task.due is not None and task.due.last_day == date(2026, 6, 30)


def test_the_papers_day_is_not_one_that_ends_a_sentence_of_its_body() -> None:
    text = (
        "# THÔNG BÁO\n\nKết luận về xã Hòa Sơn\n\n**Số:** 52/TB-UBND\n{}\n\n"
        "1. Giao Phòng Kinh tế hoàn thành hồ sơ của xã đến ngày 31 tháng 5 năm 2025\n"
    )
    assert read(Paper(text.format(""))).document.dated is None
    told = read(Paper(text.format("**Ngày ban hành:** 06/3/2025"))).document
    assert told.dated == date(2025, 3, 6)
    assert told.date is not None and told.date.value == "2025-03-06"
    assert read(Paper(text.format("Hòa Sơn, ngày 06 tháng 3 năm 2025"))).document.dated is not None
