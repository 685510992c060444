"""What a paper says as a whole: its head, its units, its set, its counts, lists and targets."""

import unicodedata

import pytest

from ntmtrack.domain.notice.found import Reading
from ntmtrack.domain.notice.reading import read
from ntmtrack.domain.paper import Cell, Paper
from tests.domain.notices import HEAD, coordinators, last_day, leads, numbers, reading, words


def head_of(text: str) -> tuple[str | None, ...]:
    document = read(Paper(text)).document
    found = (document.kind, document.number, document.date, document.issuer, document.about)
    return tuple(words(each) for each in found)


def test_the_head_of_an_official_paper() -> None:
    assert head_of(HEAD) == (
        "THÔNG BÁO",
        "12/TB-UBND",
        "2025-03-10",
        "ỦY BAN NHÂN DÂN HUYỆN VÍ DỤ",
        "Kết luận của Chủ tịch UBND huyện tại buổi làm việc với xã Bình Nguyên",
    )


@pytest.mark.parametrize(
    ("text", "head"),
    [
        (
            "HUYỆN ỦY VÍ DỤ    ĐẢNG CỘNG SẢN VIỆT NAM\n*    Ví Dụ, ngày 3 tháng 10 năm 2023\n"
            "Số 215-TB/HU\n\nKẾT LUẬN\ncủa Thường trực Huyện ủy\ntại hội nghị giao ban\n---\n"
            "Ngày 1/10/2023, Thường trực họp.\n",
            (
                "KẾT LUẬN",
                "215-TB/HU",
                "2023-10-03",
                "HUYỆN ỦY VÍ DỤ",
                "của Thường trực Huyện ủy tại hội nghị giao ban",
            ),
        ),
        (
            "THÔNG BÁO\nKết luận của Ban Thường vụ Huyện ủy tại xã Hòa Sơn\n\nCăn cứ quy chế.\n",
            (
                "THÔNG BÁO",
                None,
                None,
                "Ban Thường vụ Huyện ủy",
                "Kết luận của Ban Thường vụ Huyện ủy tại xã Hòa Sơn",
            ),
        ),
        (
            "THÔNG BÁO\nKết luận của Thường trực Huyện ủy tại xã Hòa Sơn\n",
            ("THÔNG BÁO", None, None, None, "Kết luận của Thường trực Huyện ủy tại xã Hòa Sơn"),
        ),
        (
            "UBND TỈNH VÍ DỤ\nSỞ NỘI VỤ\nHỎA TỐC\nSố:    /TB-SNV\nVí Dụ, "
            "ngày   tháng 8 năm 2025\n\nTHÔNG BÁO\n"
            "Về việc giao ban.\nCác đơn vị dự họp.\n",
            ("THÔNG BÁO", None, None, "SỞ NỘI VỤ", None),
        ),
        (
            "Văn phòng Điều phối nông thôn mới huyện\nSố: 5/VPĐP\nV/v cập nhật số liệu\n"
            "Ví Dụ, ngày 31 tháng 2 năm 2024\n\nKính gửi: UBND các xã\n",
            (
                "Công văn",
                "5/VPĐP",
                None,
                "Văn phòng Điều phối nông thôn mới huyện",
                "V/v cập nhật số liệu",
            ),
        ),
        (
            "Số: 5/VPĐP\n\nKính gửi: UBND các xã\n",
            ("Công văn", "5/VPĐP", None, None, None),
        ),
        (
            "# Thông báo kết luận giao ban tháng 5\n\n**Số:** 44/TB-UBND — **ngày** 02/6/2025\n",
            ("Thông báo kết luận", "44/TB-UBND", "2025-06-02", None, "giao ban tháng 5"),
        ),
        (
            (
                "Số: 44/TB-UBND ngày 32/6/2025\n\nTHÔNG BÁO: Kết luận về "
                "giao thông nông thôn xã Hòa Sơn\n"
            ),
            ("THÔNG BÁO", "44/TB-UBND", None, None, "Kết luận về giao thông nông thôn xã Hòa Sơn"),
        ),
        (
            "Số: 5/VPĐP\nV/v cập nhật số liệu\n\nUBND xã đã gửi.\n",
            (None, "5/VPĐP", None, None, "V/v cập nhật số liệu"),
        ),
        (
            "Kế hoạch: dọn kênh của xã Hòa Sơn trong năm nay\n",
            (None, None, None, None, "Kế hoạch: dọn kênh của xã Hòa Sơn trong năm nay"),
        ),
        (
            "Quyết định số 5/QĐ-UBND\n\nV/v giao việc\n",
            (None, None, None, None, None),
        ),
        (
            "BIÊN BẢN\nCuộc họp thôn\n\nThời gian: 8 giờ 00, ngày 12 tháng 6 năm 2025\n",
            ("BIÊN BẢN", None, None, None, "Cuộc họp thôn"),
        ),
        (
            (
                "Trang chủ\n\nHuyện ủy làm việc với xã Hòa Sơn về nông thôn "
                "mới\n\nThứ Bảy, 15/06/2024 | 09:12\n"
            ),
            (None, None, None, None, "Huyện ủy làm việc với xã Hòa Sơn về nông thôn mới"),
        ),
    ],
)
def test_heads_of_other_shapes(text: str, head: tuple[str | None, ...]) -> None:
    assert head_of(text) == head


def test_the_day_of_a_meeting_or_of_publication_is_context_only() -> None:
    minutes = read(
        Paper(
            "BIÊN BẢN\nHọp thôn\n\nQuyết định số 5 ngày 1/1/2020. Chiều ngày 2 và 3/6/2025 họp.\n"
        )
    )
    assert minutes.document.dated is None
    assert minutes.document.context and minutes.document.context.how == "meeting_day"
    assert words(minutes.document.context) == "2025-06-03"
    article = read(
        Paper("Huyện làm việc với xã Hòa Sơn về nông thôn mới\n\nThứ Bảy, 15/06/2024 | 09:12\n")
    )
    assert article.document.context and article.document.context.how == "posted_on"


def units_of(text: str) -> tuple[list[str], list[str]]:
    found = read(Paper(text))
    return [unit.value for unit in found.units], [unit.value for unit in found.others]


def test_units_of_the_title_come_first_and_the_lowest_level_counts() -> None:
    title = "Huyện ủy làm việc với các xã Hòa Sơn và Bình An, huyện Mường La\n\n"
    assert units_of(title + "Đoàn thăm thôn 3 của xã Hòa Sơn và xã Nậm Cưởm.") == (
        ["xã Hòa Sơn", "xã Bình An"],
        ["huyện Mường La", "xã Nậm Cưởm"],
    )
    found = read(Paper(title)).units
    assert [unit.kind for unit in found] == ["xã", "xã"]
    assert [(unit.name, unit.found.how) for unit in found] == [
        ("Hòa Sơn", "named"),
        ("Bình An", "shared_head"),
    ]


def test_units_without_a_title_are_those_that_are_judged() -> None:
    text = (
        "THÔNG BÁO\nKết luận giao ban\n\nCác xã đều cố gắng, xã Khác "
        "dự họp. Xã Hòa Sơn đạt 9/19 tiêu chí.\n"
    )
    assert units_of(text) == (["Xã Hòa Sơn"], ["xã Khác"])
    assert units_of("THÔNG BÁO\nKết luận giao ban\n\nTrong đó, xã Hòa Sơn có 4 thôn.\n")[0] == []
    assert (
        units_of(
            "THÔNG BÁO\nKết luận giao ban\n\nBan nhân dân thôn Yên Ninh họp, xã Hòa Sơn và huyện.\n"
        )[0]
        == []
    )
    assert units_of("THÔNG BÁO\nKết luận giao ban\n\nTổ kiểm tra tại xã Hòa Sơn.\n")[0] == [
        "xã Hòa Sơn"
    ]


def figures(text: str) -> Reading:
    return read(Paper("THÔNG BÁO\nKết luận tại xã Hòa Sơn\n\n" + text))


@pytest.mark.parametrize(
    ("text", "tally"),
    [
        ("Hiện nay xã mới cơ bản đạt 8/19 tiêu chí.", (8, 19, "nearly_met")),
        ("Xã mới đạt 02/04 điều kiện.", (2, 4, "met")),
        ("Cuối năm 2022 xã đạt 10/19 tiêu chí. Hiện nay xã đạt 12/19 tiêu chí.", (12, 19, "met")),
        ("Xã đạt 12/19 tiêu chí. Xã đạt 12/19 tiêu chí.", (12, 19, "met")),
        ("Xã đạt 12 tiêu chí, còn 7 tiêu chí chưa đạt.", (12, 19, "met")),
        ("Xã A đạt 12/19 tiêu chí, xã B đạt 15/19 tiêu chí.", None),
        ("Phấn đấu đạt 19/19 tiêu chí.", None),
        ("Có 4 thôn được công nhận đạt 14/14 tiêu chí.", None),
        ("Xã không duy trì được 19/19 tiêu chí.", None),
        ("Xã đạt 20/19 tiêu chí.", None),
        ("Rà soát 9/19 tiêu chí.", None),
    ],
)
def test_tallies(text: str, tally: tuple[int, int, str] | None) -> None:
    found = figures(text).tally
    assert (found and (found.met, found.total, found.verdict)) == tally


def test_counts_keep_what_is_counted() -> None:
    found = figures("Trong 22 thôn đăng ký, có 1 thôn đạt 14/14 tiêu chí; 22 thôn đăng ký.").counts
    assert [(each.figure, each.total, each.what) for each in found] == [
        (22, None, "thôn đăng ký"),
        (1, None, "thôn đạt"),
        (14, 14, "tiêu chí"),
    ]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Xã nông thôn mới nâng cao. Xã đạt 9/19 tiêu chí.", ("commune", "advanced", 19)),
        ("Xây dựng nông thôn mới kiểu mẫu gồm 5 tiêu chí.", ("commune", "model", 5)),
        ("Xây dựng nông thôn mới; có thôn đạt 14/14 tiêu chí.", ("commune", "base", 14)),
        (
            "Xây dựng NTM thông minh, có xã đạt 3/5, có xã đạt 4/6 tiêu chí.",
            ("commune", "smart", 6),
        ),
        ("Rà soát 9/19 tiêu chí xã nông thôn mới.", ("commune", "base", 19)),
        ("Thôn NTM kiểu mẫu, thôn NTM kiểu mẫu, khu dân cư kiểu mẫu.", ("village", "model", None)),
        ("Chương trình nông thôn mới.", None),
        ("Họp dân.", None),
    ],
)
def test_sets(text: str, known: tuple[str, str, int | None] | None) -> None:
    found = figures(text).set
    assert (found and (found.level, found.grade, found.total)) == known


def test_a_paper_of_no_unit_has_the_level_of_its_words() -> None:
    found = read(Paper("THÔNG BÁO\nKết luận giao ban\n\nHuyện nông thôn mới. Đạt nông thôn mới.\n"))
    assert found.set and found.set.level == "district"
    found = read(Paper("THÔNG BÁO\nKết luận giao ban\n\nĐạt nông thôn mới.\n"))
    assert found.set and found.set.level is None


def lists(text: str) -> tuple[list[str], list[str], list[str]]:
    found = figures(text)
    return (
        [each.value for each in found.unmet],
        [each.value for each in found.met],
        [each.value for each in found.nearly_met],
    )


@pytest.mark.parametrize(
    ("text", "unmet"),
    [
        (
            "Tiêu chí chưa đạt như: Tiêu chí số 1 (Quy hoạch); Tiêu chí số 02 (Giao thông).",
            ["1", "2"],
        ),
        ("Các tiêu chí chưa đạt: 1, 2, 5-7 và 17.8.", ["1", "2", "5", "6", "7", "17.8"]),
        ("Các tiêu chí 17, 18 và 19 chưa đạt.", ["17", "18", "19"]),
        (
            "Tiêu chí chưa đạt gồm:\n- Tiêu chí số 2: Giao thông;\n- Tiêu chí số 6: Văn hóa.",
            ["2", "6"],
        ),
        ("Tiêu chí chưa đạt: (17) Môi trường và (18) Chất lượng.", ["17", "18"]),
        (
            "Bốn tiêu chí không đạt là tiêu chí số 2 và số 6, 10 tiêu chí còn lại đã đạt.",
            ["2", "6"],
        ),
        ("Tiêu chí chưa đạt: 1 Quy hoạch ; 2 Giao thông.", ["1", "2"]),
        ("Xã còn thiếu 3 giáo viên.", []),
        ("Còn 10 tiêu chí chưa đạt.", []),
    ],
)
def test_unmet_lists(text: str, unmet: list[str]) -> None:
    assert lists(text)[0] == unmet


def test_lists_of_other_verdicts() -> None:
    text = (
        "Các tiêu chí đã đạt: 1, 3.\n\nCác tiêu chí cơ bản đạt: 5, 14.\n\nCác tiêu chí chưa đạt: 2."
    )
    assert lists(text) == (["2"], ["1", "3"], ["5", "14"])


def test_unmet_criteria_named_without_numbers_must_be_as_many_as_counted() -> None:
    found = figures("Còn 3 tiêu chí chưa đạt là Giao thông, Thu nhập và Môi trường.\n").unmet
    assert [(each.number, each.name) for each in found] == [
        ("", "Giao thông"),
        ("", "Thu nhập"),
        ("", "Môi trường"),
    ]
    assert len(figures("Còn 2 tiêu chí chưa đạt là Giao thông, Y tế và an toàn.\n").unmet) == 2
    assert figures("Còn 5 tiêu chí chưa đạt là Giao thông, Y tế.\n").unmet == ()


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Phấn đấu đạt chuẩn nông thôn mới trong năm 2025.", (None, "2025-12-31")),
        ("Đảm bảo năm 2024 hoàn thành tiêu chí số 11.", ("11", "2024-12-31")),
        ("Đến cuối năm 2027, đưa xã đạt chuẩn nông thôn mới.", (None, "2027-12-31")),
        ("Mục tiêu: riêng tiêu chí số 10 hoàn thành trong năm 2024.", ("10", "2024-12-31")),
        ("Xã đã đạt chuẩn nông thôn mới năm 2019.", None),
        ("Đến hết tháng 02/2024 xã đạt 13/19 tiêu chí.", None),
        ("Xã đạt chuẩn nông thôn mới năm 2019.", None),
        ("Phấn đấu làm đường góp phần đạt tiêu chí số 7 trước ngày 31/10/2026.", None),
        ("Phấn đấu góp phần hoàn thành tiêu chí số 7 đến hết năm 2026.", None),
        ("Phấn đấu nâng cấp đường đạt tiêu chí số 2 trong quý IV/2024.", None),
        ("Phấn đấu đạt chuẩn nông thôn mới từ ngày 1/1/2025 đến ngày 2/2/2025.", None),
    ],
)
def test_targets(text: str, known: tuple[str | None, str] | None) -> None:
    found = figures(text).targets
    assert [
        (words(each.criterion), each.due.last_day and each.due.last_day.isoformat())
        for each in found
    ] == ([] if known is None else [known])


def test_a_target_in_a_clause_has_its_criterion_and_unit() -> None:
    read = reading(
        (
            "1. Tiêu chí số 11 (Nghèo): Rà soát hộ nghèo (đảm bảo năm "
            "2025 hoàn thành tiêu chí), lập danh sách."
        ),
        "2. Đảng ủy xã Hòa Sơn lãnh đạo hoàn thành các tiêu chí trong năm 2026.",
    )
    assert [(words(each.unit), words(each.criterion)) for each in read.targets] == [
        ("xã Bình Nguyên", "11"),
        ("xã Hòa Sơn", None),
    ]
    assert [task.due for clause in read.clauses for task in clause.tasks] == [None, None]


PIPES = """
Phân công như sau:

| STT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn | Ghi chú |
|---|---|---|---|---|---|
| I | Tiêu chí số 8 (Thông tin) | | | | |
| 1 | Nâng cấp đài truyền thanh | UBND xã Bình Nguyên | Viễn thông;; tổ loa đài. | Quý II/2025 | |
| 2 | Tiêu chí số 9: xóa nhà tạm | Chủ trì: Hội Nông dân huyện | | khi đủ vốn | x |
| 3 | Trồng cây | Phòng Nội vụ chủ trì, phối hợp UBND xã | Chi đoàn (nếu có) | xong 5/5/2025 | |
| 4 | Dọn kênh | | … | | |
| | | ai đó | | | |

Yêu cầu các đơn vị thực hiện.
"""


def test_rows_of_a_table_are_clauses() -> None:
    found = reading(PIPES).clauses
    assert numbers(found) == ["1", "2", "3", "4", ""]
    assert leads(found[3].tasks[0]) == []
    first, second, third = (clause.tasks[0] for clause in found[:3])
    assert (leads(first), coordinators(first)) == (
        ["UBND xã Bình Nguyên"],
        ["Viễn thông", "tổ loa đài"],
    )
    assert (last_day(first), words(first.criterion)) == ("2025-06-30", "8")
    assert leads(second) == ["Hội Nông dân huyện"] and second.uncertain == ("due",)
    assert (second.title.value, words(second.criterion)) == ("xóa nhà tạm", "9")
    assert (leads(third), coordinators(third)) == (["Phòng Nội vụ"], ["Chi đoàn"])
    assert last_day(third) == "2025-05-05"


def test_tables_that_are_given_as_cells_and_tables_that_hold_no_tasks() -> None:
    rows = (
        ("TT", "Cơ quan thực hiện", "Cơ quan thực hiện", "Nội dung", "Năm\tHạn"),
        ("TT", "Chủ trì", "Phối hợp", "Nội dung", "Thời hạn"),
        ("1", "UBND xã,\n", "- Hội\n- +", "Làm đường.", ""),
    )
    text, table = HEAD, []
    for row in rows:
        cells = []
        for word in row:
            cells.append(Cell(len(text), len(text) + len(word)))
            text += word + "\t"
        table.append(tuple(cells))
        text += "\n"
    other = (tuple([Cell(0, 3), Cell(4, 9)]), (Cell(0, 0),))
    found = read(Paper(text, (tuple(table), (), other)))
    (clause,) = found.clauses
    (task,) = clause.tasks
    assert (leads(task), coordinators(task)) == (["UBND xã"], ["Hội"])
    assert task.title.value == "Làm đường" and task.due is None
    plain = reading("Tên\tTuổi\nAn\t30", "| Nội dung | Ghi chú |\n| Làm đường | x |")
    assert [task for clause in plain.clauses for task in clause.tasks] == []


def test_sections_of_results_stand_outside_and_are_counted() -> None:
    read = reading(
        "I. KẾT QUẢ",
        "1. Xã đã trồng 2 km hoa.",
        "Đường thôn sạch đẹp.",
        "II. NHIỆM VỤ THỜI GIAN TỚI",
        "1. UBND xã trồng hoa.",
        "III. KẾT QUẢ KHÁC",
        "Xã có chợ.",
        "Chủ tịch yêu cầu một số việc như sau:",
        "- UBND xã sửa chợ.",
        "Ghi chú ngắn",
        "Tại hội nghị, Chủ tịch đã tặng quà cho các hộ nghèo của xã và chúc sức khỏe bà con.",
        "NHIỆM VỤ KHÁC",
        "UBND xã dọn kênh.",
        "Nơi nhận:\n- Như trên;\n- Lưu.",
        "PHỤ LỤC",
        "1. Giao UBND xã trồng cây.",
    )
    assert numbers(read.clauses) == ["1", "", "", "1"]
    assert [leads(clause.tasks[0]) for clause in read.clauses] == [["UBND xã"]] * 4
    assert read.outside > 10


def test_an_article_gives_its_requests_and_nothing_else() -> None:
    text = """Huyện ủy làm việc với xã Hòa Sơn về xây dựng nông thôn mới

Ngày 5/3/2025, đoàn công tác đã làm việc với xã. Cùng dự có lãnh đạo các phòng.

Quang cảnh buổi làm việc

Phát biểu kết luận, đồng chí Bí thư nhấn mạnh kết quả của xã. Trong đó, tập trung rà soát tiêu chí.

Đồng chí đề nghị cấp ủy, chính quyền xã Hòa Sơn bám kế hoạch. Các phòng chuyên môn cử người giúp xã.

Chủ động xây dựng kế hoạch chi tiết cho từng thôn, từng nội dung công việc.

Với truyền thống đoàn kết, xã Hòa Sơn sẽ tập trung xây dựng quê hương giàu đẹp.

Cũng tại buổi làm việc, đồng chí đã tặng quà cho hộ nghèo của xã Hòa Sơn.

Đồng chí đề nghị cấp ủy, chính quyền xã Hòa Sơn bám kế hoạch. Các phòng chuyên môn cử người giúp xã.

Tin cùng chuyên mục
"""
    found = read(Paper(text))
    assert [leads(task) for clause in found.clauses for task in clause.tasks] == [
        [],
        ["cấp ủy, chính quyền xã Hòa Sơn"],
        ["Các phòng chuyên môn"],
        [],
    ]


def test_all_marks_of_clauses() -> None:
    read = reading(
        "Điều 1. UBND xã dọn kênh.",
        "Một là, UBND xã dọn kênh.",
        "Thứ hai, UBND xã dọn kênh.",
        "(3) UBND xã dọn kênh.",
        "4/ UBND xã dọn kênh.",
        "b. UBND xã dọn kênh.",
        "(c) UBND xã dọn kênh.",
        "1.2. UBND xã dọn kênh.",
        "IV. UBND xã dọn kênh.",
        "V. UBND xã dọn kênh.",
        "* UBND xã dọn kênh.",
        "A. UBND xã dọn kênh.",
        "UBND xã dọn kênh cho cả ba thôn.",
    )
    assert numbers(read.clauses) == [
        "1",
        "1",
        "2",
        "3",
        "4",
        "b",
        "c",
        "1.2",
        "IV",
        "V",
        "",
        "A",
        "",
    ]


def test_lines_broken_by_the_width_of_a_page_are_one_paragraph() -> None:
    wide = "Giao Phòng Kinh tế và Hạ tầng chủ trì, phối hợp với UBND xã khảo sát tuyến"
    found = reading(
        f"1. {wide}\nđường liên thôn, hoàn thành trong tháng\n6/2025.",
        f"2. {wide}\nKhe Ngõa và báo cáo.",
        "3. UBND xã rà soát,\nHội Nông dân giúp đỡ.",
        "NHIỆM VỤ\nkhác",
    ).clauses
    assert last_day(found[0].tasks[0]) == "2025-06-30"
    assert found[1].tasks[0].title.value == "khảo sát tuyến Khe Ngõa và báo cáo"
    assert found[2].tasks[0].title.value.endswith("giúp đỡ")


def test_capitals_throughout_are_read() -> None:
    text = (
        HEAD + "1. GIAO CHI CỤC THỦY LỢI KÉO ĐƯỜNG ỐNG VỀ XÃ BÌNH NGUYÊN TRƯỚC NGÀY 5/5/2025.\n"
    ).upper()
    found = read(Paper(text))
    (task,) = found.clauses[0].tasks
    assert [unit.value.casefold() for unit in found.units] == ["xã bình nguyên"]
    assert leads(task) == ["CHI CỤC THỦY LỢI"] and last_day(task) == "2025-05-05"
    other = read(Paper(text.replace("CHI CỤC THỦY LỢI", "TRUNG TÂM TRI THỨC SỐ NHÂN ÁI MỚI")))
    assert leads(other.clauses[0].tasks[0]) == ["TRUNG TÂM TRI THỨC SỐ NHÂN"]
    other = read(Paper(text.replace("CHI CỤC THỦY LỢI", "TRUNG TÂM TRI THỨC")))
    assert leads(other.clauses[0].tasks[0]) == ["TRUNG TÂM TRI THỨC"]
    assert read(Paper(HEAD.upper() + "1. GIAO TRUNG TÂM MỚI")).clauses[0].tasks == ()


def test_older_tones_odd_letters_and_bold_marks() -> None:
    text = (
        "1. **Uỷ ban nhân dân xã** \u200bphối hợp với *Ðảng uỷ xã Hoà Sơn* dọn  kênh quý II/2025."
    )
    plain = reading(text).clauses[0].tasks[0]
    assert leads(plain) == ["Uỷ ban nhân dân xã"]
    assert coordinators(plain) == ["Đảng uỷ xã Hoà Sơn"]
    spread = unicodedata.normalize("NFD", HEAD + text)
    (task,) = read(Paper(spread)).clauses[0].tasks
    lead = task.leads[0]
    assert unicodedata.normalize("NFC", spread[lead.start : lead.end]) == "Uỷ ban nhân dân xã"
    assert read(Paper(HEAD + "1. İ\u0301 UBND xã dọn kênh.\n")).clauses


def test_a_directive_section_needs_no_sentence_that_opens_it() -> None:
    head = "THÔNG BÁO\nKết luận tại xã Hòa Sơn\n\n"
    read = reading(
        "Xã Hòa Sơn họp.", "II. NHIỆM VỤ THỜI GIAN TỚI", "1. UBND xã dọn kênh.", head=head
    )
    assert numbers(read.clauses) == ["1"] and read.headings == 1


def test_a_list_of_units_ends_where_no_name_follows() -> None:
    text = "THÔNG BÁO\nKết luận tại các xã Hòa Sơn, Bình An, xã bên và các thôn\n"
    assert units_of(text)[0] == ["xã Hòa Sơn", "xã Bình An"]
