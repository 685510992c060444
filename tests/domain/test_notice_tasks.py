"""Who is asked to do what by when, clause by clause."""

import pytest

from ntmtrack.domain.due import Precision
from tests.domain.notices import (
    coordinators,
    last_day,
    leads,
    numbers,
    only,
    reading,
    tasks,
    words,
)

# clause, leads, coordinators, title
WHO = [
    (
        "1. Giao Phòng Kinh tế và Hạ tầng chủ trì, phối hợp với UBND xã Bình Nguyên, "
        "Ban Quản lý dự án huyện khảo sát tuyến đường.",
        ["Phòng Kinh tế và Hạ tầng"],
        ["UBND xã Bình Nguyên", "Ban Quản lý dự án huyện"],
        "khảo sát tuyến đường",
    ),
    (
        "1. Giao Phòng Y tế phối hợp Trạm Y tế xã khám cho người cao tuổi.",
        ["Phòng Y tế"],
        ["Trạm Y tế xã"],
        "khám cho người cao tuổi",
    ),
    (
        "1. Trung tâm Văn hóa, Thể thao và Truyền thông làm đầu mối treo pa nô.",
        ["Trung tâm Văn hóa, Thể thao và Truyền thông"],
        [],
        "treo pa nô",
    ),
    (
        "1. UBND huyện chỉ đạo cơ quan chuyên môn phối hợp với Ban Chỉ đạo xã chọn bãi rác.",
        ["UBND huyện"],
        ["Ban Chỉ đạo xã"],
        "chọn bãi rác",
    ),
    (
        "1. Cấp ủy, chính quyền xã tập trung chỉ đạo chỉnh trang ngõ xóm.",
        ["Cấp ủy, chính quyền xã"],
        [],
        "tập trung chỉ đạo chỉnh trang ngõ xóm",
    ),
    (
        "1. Giao Phòng Nội vụ và Phòng Tư pháp đồng chủ trì soạn quy chế.",
        ["Phòng Nội vụ", "Phòng Tư pháp"],
        [],
        "soạn quy chế",
    ),
    (
        "1. Kiểm tra bếp ăn trường học (Phòng Giáo dục và Đào tạo chủ trì, Trạm Y tế xã phối hợp).",
        ["Phòng Giáo dục và Đào tạo"],
        ["Trạm Y tế xã"],
        "Kiểm tra bếp ăn trường học",
    ),
    (
        "1. Trồng cây ven đường (đơn vị thực hiện: Đoàn Thanh niên xã; phối hợp: Hội Nông dân xã).",
        ["Đoàn Thanh niên xã"],
        ["Hội Nông dân xã"],
        "Trồng cây ven đường",
    ),
    (
        "1. Lãnh đạo Sở Tài chính chủ trì, phối hợp với Sở Nội vụ bố trí kinh phí.",
        ["Sở Tài chính"],
        ["Sở Nội vụ"],
        "bố trí kinh phí",
    ),
    (
        (
            "1. Trên cơ sở báo cáo của xã, Ban Thường vụ Huyện ủy yêu "
            "cầu UBND huyện xem xét bố trí vốn."
        ),
        ["UBND huyện"],
        [],
        "xem xét bố trí vốn",
    ),
    (
        "1. Trường hợp mưa lớn, UBND xã Bình Nguyên đưa dân về nơi an toàn.",
        ["UBND xã Bình Nguyên"],
        [],
        "đưa dân về nơi an toàn",
    ),
    (
        "1. Phòng NN&PTNT, TTDVNN huyện: hướng dẫn cấp mã vùng trồng.",
        ["Phòng NN&PTNT", "TTDVNN huyện"],
        [],
        "hướng dẫn cấp mã vùng trồng",
    ),
    (
        "1. Trung tâm ứng dụng tiến bộ kỹ thuật huyện bàn giao giống.",
        ["Trung tâm ứng dụng tiến bộ kỹ thuật huyện"],
        [],
        "bàn giao giống",
    ),
    (
        "1. UBND xã Bình Nguyên chịu trách nhiệm toàn diện về chất lượng hồ sơ.",
        ["UBND xã Bình Nguyên"],
        [],
        "chịu trách nhiệm toàn diện về chất lượng hồ sơ",
    ),
    (
        "1. Các thành viên Ban Chỉ đạo phụ trách xã bám cơ sở.",
        ["Các thành viên Ban Chỉ đạo phụ trách xã"],
        [],
        "bám cơ sở",
    ),
    (
        "1. Chi cục Thống kê khu vực điều tra thu nhập.",
        ["Chi cục Thống kê khu vực"],
        [],
        "điều tra thu nhập",
    ),
    (
        "1. Giao Trường Tiểu học Bình Nguyên 2 sửa sân chơi.",
        ["Trường Tiểu học Bình Nguyên 2"],
        [],
        "sửa sân chơi",
    ),
    (
        "1. Cán bộ được phân công gửi số liệu cho Văn phòng.",
        ["Cán bộ được phân công"],
        [],
        "gửi số liệu cho Văn phòng",
    ),
    (
        "1. Chủ tịch UBND xã Bình Nguyên mời các hộ ký cam kết.",
        ["Chủ tịch UBND xã Bình Nguyên"],
        [],
        "mời các hộ ký cam kết",
    ),
    (
        "1. Hội Nông dân huyện và dân quân xã dọn kênh, phối hợp với Điện lực chuyển cột.",
        ["Hội Nông dân huyện", "dân quân xã"],
        ["Điện lực"],
        "dọn kênh, phối hợp với Điện lực chuyển cột",
    ),
    ("1. Tiếp tục rà soát hộ nghèo.", [], [], "Tiếp tục rà soát hộ nghèo"),
    (
        "1. Đối với nguồn vốn sự nghiệp cần ưu tiên thanh toán nợ.",
        [],
        [],
        "ưu tiên thanh toán nợ",
    ),
    ("1. Trước mắt, vì mùa mưa đã đến, chằng chống nhà cửa.", None, None, None),
]


@pytest.mark.parametrize(("clause", "lead", "others", "title"), WHO)
def test_who_leads_and_who_coordinates(
    clause: str, lead: list[str] | None, others: list[str] | None, title: str | None
) -> None:
    if title is None:
        assert tasks(clause) == []
        return
    task = only(clause)
    assert (leads(task), coordinators(task), task.title.value) == (lead, others, title)


# clause, last day, words of the due, title
DUES = [
    (
        "1. Giao Phòng Nội vụ trình quy chế, hoàn thành trước ngày 30/6/2025.",
        "2025-06-30",
        "trước ngày 30/6/2025",
        "trình quy chế",
    ),
    (
        "1. Giao Phòng Nội vụ trình quy chế xong trong tháng 6.",
        "2025-06-30",
        "trong tháng 6",
        "trình quy chế",
    ),
    (
        "1. Trong quý II/2025, UBND xã sửa cổng chào.",
        "2025-06-30",
        "Trong quý II/2025",
        "sửa cổng chào",
    ),
    ("1. UBND xã hoàn thành hồ sơ trong năm 2025.", None, None, "hoàn thành hồ sơ trong năm 2025"),
    (
        "1. UBND xã sửa cổng chào. Hoàn thành trong năm 2025.",
        "2025-12-31",
        "trong năm 2025",
        "sửa cổng chào",
    ),
    (
        "1. UBND xã sửa cổng chào; thời gian hoàn thành: 30/6/2025.",
        "2025-06-30",
        "30/6/2025",
        "sửa cổng chào",
    ),
    (
        "1. UBND xã dọn kênh từ ngày 04/4 đến ngày 08/4/2025.",
        "2025-04-08",
        "từ ngày 04/4 đến ngày 08/4/2025",
        "dọn kênh",
    ),
    (
        "1. UBND xã nộp báo cáo trước 17 giờ 00 ngày 20/9/2025.",
        "2025-09-20",
        "trước 17 giờ 00 ngày 20/9/2025",
        "nộp báo cáo",
    ),
    (
        "1. UBND xã trồng 2 km hoa đến hết tháng 9/2025.",
        "2025-09-30",
        "đến hết tháng 9/2025",
        "trồng 2 km hoa",
    ),
    (
        "1. Phòng Nội vụ kiểm kê tài sản được mua từ năm 2020.",
        None,
        None,
        "kiểm kê tài sản được mua từ năm 2020",
    ),
    (
        "1. Phòng Nội vụ thực hiện Chỉ thị số 04-CT/HU ngày 03/4/2025.",
        None,
        None,
        "thực hiện Chỉ thị số 04-CT/HU ngày 03/4/2025",
    ),
    (
        "1. UBND xã đôn đốc nhà thầu, hợp đồng hết hạn ngày 30/10/2025.",
        None,
        None,
        "đôn đốc nhà thầu, hợp đồng hết hạn ngày 30/10/2025",
    ),
    (
        "1. Phòng Nội vụ bổ sung báo cáo kết quả 6 tháng đầu năm.",
        None,
        None,
        "bổ sung báo cáo kết quả 6 tháng đầu năm",
    ),
    (
        "1. UBND xã khắc phục việc đã được kết luận trước ngày 10/1/2025.",
        None,
        None,
        "khắc phục việc đã được kết luận trước ngày 10/1/2025",
    ),
    (
        "1. UBND xã làm đường, phấn đấu đạt 80% đến hết tháng 9/2025.",
        None,
        None,
        "làm đường, phấn đấu đạt 80% đến hết tháng 9/2025",
    ),
]


@pytest.mark.parametrize(("clause", "day", "said", "title"), DUES)
def test_a_time_is_a_due_only_with_the_words_of_one(
    clause: str, day: str | None, said: str | None, title: str
) -> None:
    task = only(clause)
    assert (last_day(task), words(task.due_words), task.title.value) == (day, said, title)


# clause, precision, words
UNDATED = [
    ("1. Phòng Nội vụ khẩn trương trình quy chế.", Precision.NONE, "khẩn trương"),
    ("1. Phòng Nội vụ trình quy chế trong thời gian tới.", Precision.NONE, "trong thời gian tới"),
    ("1. Phòng Nội vụ báo cáo kết quả hằng tháng.", Precision.RHYTHM, "hằng tháng"),
    (
        "1. Phòng Nội vụ báo cáo trước ngày 25 hằng tháng.",
        Precision.RHYTHM,
        "trước ngày 25 hằng tháng",
    ),
    ("1. Phòng Nội vụ giám sát; mỗi quý báo cáo một lần.", Precision.RHYTHM, "mỗi quý"),
    (
        "1. Phòng Nội vụ trả lời trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ.",
        Precision.TRIGGER,
        None,
    ),
]


@pytest.mark.parametrize(("clause", "precision", "said"), UNDATED)
def test_dues_without_a_date_keep_their_words(
    clause: str, precision: Precision, said: str | None
) -> None:
    task = only(clause)
    assert task.due is not None and task.due.last_day is None
    assert task.due.precision is precision
    assert said is None or words(task.due_words) == said


@pytest.mark.parametrize(
    "clause",
    [
        "1. UBND xã duy trì bảo trì đường thôn hằng năm, giữ sạch đẹp.",
        "1. UBND xã xây nhà văn hóa trong năm 2025.",
        "1. UBND xã xóa nhà tạm trước Tết Nguyên đán.",
        "1. UBND xã họp dân, chốt danh sách vào năm 2026.",
        "1. UBND xã lập danh sách trước ngày 5/5/2025 và hoàn thành trước ngày 6/6/2025 việc này.",
        "1. UBND xã làm đường. Thời hạn: khi có vốn.",
    ],
)
def test_what_may_be_a_due_or_not_is_left_empty_and_told(clause: str) -> None:
    (task, *_) = tasks(clause)
    assert task.due is None and task.due_words is None
    assert task.uncertain == ("due",)


def test_a_missing_year_comes_from_the_day_of_the_meeting_and_is_flagged() -> None:
    head = (
        "THÔNG BÁO\nKết luận của Chủ tịch\n\nNgày 10/3/2025, Chủ tịch họp và kết luận như sau:\n\n"
    )
    (task,) = tasks("1. UBND xã dọn kênh trước ngày 20/8.", head=head)
    assert last_day(task) == "2025-08-20"
    assert task.due is not None and "year_from_document" in task.due.flags


@pytest.mark.parametrize("said", ["trước ngày 20/8", "trong quý III"])
def test_without_any_year_the_words_are_kept_and_the_days_left_open(said: str) -> None:
    head = "THÔNG BÁO\nKết luận của Chủ tịch\n\nChủ tịch kết luận như sau:\n\n"
    (task,) = tasks(f"1. UBND xã dọn kênh {said}.", head=head)
    assert task.due is not None and task.due.last_day is None
    assert words(task.due_words) == said and task.uncertain == ("due",)


def test_two_tasks_in_a_sentence_keep_their_own_dues() -> None:
    first, second = tasks(
        "1. Giao UBND xã Bình Nguyên lập kế hoạch trước ngày 10/5/2025; "
        "giao Phòng Tư pháp thẩm định trong tháng 6/2025."
    )
    assert (leads(first), last_day(first)) == (["UBND xã Bình Nguyên"], "2025-05-10")
    assert (leads(second), last_day(second)) == (["Phòng Tư pháp"], "2025-06-30")


def test_a_body_that_acts_after_a_due_has_a_task_of_its_own() -> None:
    first, second = tasks(
        "1. Phòng Kinh tế làm 1,8 km đường trước 30/9/2025, UBND xã hiến đất xong trước 15/6/2025."
    )
    assert (leads(first), last_day(first)) == (["Phòng Kinh tế"], "2025-09-30")
    assert (leads(second), last_day(second)) == (["UBND xã"], "2025-06-15")


def test_the_same_lead_goes_on_after_a_semicolon_with_another_due() -> None:
    first, second = tasks(
        "1. Phòng Kinh tế lập dự án trước 30/4/2025; khởi công công trình trước 30/9/2025."
    )
    assert leads(first) == leads(second) == ["Phòng Kinh tế"]
    assert (last_day(first), last_day(second)) == ("2025-04-30", "2025-09-30")


def test_a_report_with_a_due_is_the_due_of_the_task() -> None:
    task = only("1. Phòng Kinh tế khảo sát đường. Báo cáo UBND huyện trước ngày 10/6/2025.")
    assert (task.title.value, last_day(task)) == ("khảo sát đường", "2025-06-10")


def test_a_sentence_with_a_due_and_no_body_keeps_the_lead() -> None:
    first, second = tasks(
        "1. Giao Phòng Kinh tế phối hợp UBND xã làm bãi rác. Hoàn thành chọn đất trong quý II/2025."
    )
    assert leads(second) == leads(first) and coordinators(second) == ["UBND xã"]
    assert (last_day(first), last_day(second)) == (None, "2025-06-30")


def test_words_that_go_on_belong_to_the_task_before() -> None:
    task = only(
        "1. Phòng Kinh tế khảo sát đường; rà soát hộ hiến đất; sớm "
        "khởi công, phối hợp với Hội Nông dân."
    )
    assert task.title.value.endswith("phối hợp với Hội Nông dân")
    assert words(task.due_words) == "sớm" and coordinators(task) == ["Hội Nông dân"]


def test_a_bracket_belongs_to_the_task_it_speaks_of() -> None:
    plan, other = tasks(
        "1. Giao Ban Chỉ đạo xã ban hành kế hoạch giảm nghèo. Hội Phụ nữ xã thăm các hộ. "
        "(Hoàn thành kế hoạch trong tháng 5/2025)."
    )
    assert (last_day(plan), last_day(other)) == ("2025-05-31", None)


def test_a_second_completion_is_not_chosen_over_the_first() -> None:
    task = only(
        "1. Hội Phụ nữ xã thăm các hộ. Hoàn thành trước 5/5/2025. Hoàn thành trước 6/6/2025."
    )
    assert last_day(task) == "2025-05-05" and task.uncertain == ("due",)


def test_a_bracket_of_its_own_may_name_the_lead_or_nothing() -> None:
    task = only("1. Thăm các hộ nghèo. (Hội Phụ nữ xã thực hiện).")
    assert leads(task) == ["Hội Phụ nữ xã"]
    assert leads(only("1. Thăm các hộ nghèo. (Theo danh sách).")) == []
    assert leads(only("1. Thăm các hộ nghèo. (Từng hộ thực hiện).")) == []
    assert tasks("1. (Hội Phụ nữ xã thực hiện).") == []


def test_labels_after_a_task() -> None:
    task = only(
        "1. Lắp đèn đường ngõ xóm.",
        "Chủ trì: Phòng Kinh tế; phối hợp: UBND xã, Điện lực. Thời gian hoàn thành: quý IV/2025.",
    )
    assert leads(task) == ["Phòng Kinh tế"] and coordinators(task) == ["UBND xã", "Điện lực"]
    assert last_day(task) == "2025-12-31"
    task = only("1. Giao Hội Nông dân xã dọn kênh.", "Trách nhiệm: cả thôn. Trách nhiệm: UBND xã.")
    assert leads(task) == ["Hội Nông dân xã"]
    assert only("1. Dọn kênh.", "- Thời hạn: thường xuyên.").due is not None
    assert leads(only("1. Dọn kênh.", "Chủ trì: UBND xã, phối hợp với Hội Nông dân")) == ["UBND xã"]


def test_one_task_to_several_named_units_is_bound_together() -> None:
    several = tasks("1. Giao UBND các xã Hòa Sơn, Bình An và thị trấn Mường La rà soát hồ sơ.")
    assert [leads(task) for task in several] == [
        ["UBND xã Hòa Sơn"],
        ["UBND xã Bình An"],
        ["UBND thị trấn Mường La"],
    ]
    assert [words(task.unit) for task in several] == [
        "xã Hòa Sơn",
        "xã Bình An",
        "thị trấn Mường La",
    ]
    assert {task.together for task in several} == {1}
    two = tasks("1. Riêng huyện Ba Vì và huyện Na Rì báo cáo bổ sung.")
    assert [leads(task) for task in two] == [["huyện Ba Vì"], ["huyện Na Rì"]]


def test_one_task_to_many_unnamed_is_one_task() -> None:
    task = only("1. Giao UBND các xã, thị trấn rà soát hồ sơ.")
    assert leads(task) == ["UBND các xã, thị trấn"] and task.leads[0].how == "many"
    assert task.together is None
    task = only("1. Giao Phòng Nội vụ phối hợp các xã Hòa Sơn, Bình An soạn quy chế.")
    assert coordinators(task) == ["xã Hòa Sơn", "xã Bình An"]


def test_persons_have_names_and_offices() -> None:
    task = only("1. Giao đồng chí Nguyễn Văn A, Phó Chủ tịch UBND xã chủ trì sửa đường.")
    (person,) = task.persons
    assert (person.value, words(person.title)) == ("Nguyễn Văn A", "Phó Chủ tịch UBND xã")
    assert leads(task) == [] and task.title.value == "sửa đường"
    (person,) = only("1. Ông Lê Văn B - Trưởng ấp 3 vận động các hộ.").persons
    assert (person.value, words(person.title)) == ("Lê Văn B", "Trưởng ấp 3")
    (person,) = only("1. Bà Lê Thị C, công chức phụ trách nông nghiệp lập danh sách.").persons
    assert words(person.title) == "công chức"
    (person,) = only("1. Bà Lê Thị C, chính trị viên Ban CHQS xã tập huấn.").persons
    assert words(person.title) == "chính trị viên Ban CHQS xã"
    (person,) = only("1. Đồng chí Lê Thị C dự toán sửa nhà văn hóa; đôn đốc.").persons
    assert person.title is None
    assert leads(only("1. Đồng chí Chủ tịch UBND xã sửa đường.")) == ["Đồng chí Chủ tịch UBND xã"]


def test_headings_name_the_lead_the_unit_and_the_due_for_what_stands_under_them() -> None:
    read = reading(
        "1. Đối với UBND xã Bình Nguyên:",
        "- Dọn kênh.",
        "- Giao Công an xã tuần tra.",
        "2. Phòng GD&ĐT",
        "a) Phối hợp với UBND xã sửa trường trước ngày 5/5/2025.",
        "3. Hoàn thành trước 30/6/2025 các nội dung sau:",
        "a) Làm cổng chào.",
        "b) Trồng cây.",
    )
    assert numbers(read.clauses) == ["", "", "2.a", "3.a", "3.b"]
    every = [task for clause in read.clauses for task in clause.tasks]
    assert [leads(task) for task in every] == [
        ["UBND xã Bình Nguyên"],
        ["Công an xã"],
        ["Phòng GD&ĐT"],
        [],
        [],
    ]
    assert coordinators(every[2]) == ["UBND xã"] and every[2].title.value == "sửa trường"
    assert [last_day(task) for task in every[3:]] == ["2025-06-30", "2025-06-30"]
    assert read.headings == 3


def test_a_heading_with_work_of_its_own_is_a_clause_and_gives_nothing_on() -> None:
    read = reading(
        "1. Giao Phòng Nội vụ lập danh sách cán bộ theo các nhóm:",
        "a) Tuyên truyền trong dân.",
        "2. Giao các đơn vị và các phòng thực hiện các việc sau:",
        "a) Dọn kênh.",
        "3. Các nhóm việc khác:",
        "a) Trồng cây.",
    )
    assert numbers(read.clauses) == ["1", "1.a", "2.a", "3.a"]
    assert [leads(clause.tasks[0]) for clause in read.clauses] == [["Phòng Nội vụ"], [], [], []]


def test_criteria_come_from_the_words_of_the_clause() -> None:
    every = tasks(
        "1. Tiêu chí số 02 (Giao thông): UBND xã làm đường.",
        "2. Về chỉ tiêu 17.8: UBND xã trồng cây.",
        "3. UBND xã lập biểu theo dõi tiêu chí số 5 (Trường học).",
        "4. UBND xã rà soát tiêu chí 5, 6 và 7.",
        "5. UBND xã rà soát tiêu chí số 5 và tiêu chí số 6.",
        "6. Về phát triển kinh tế: UBND xã mở chợ.",
        "7. UBND xã rà soát chỉ tiêu 17.1 của tiêu chí số 17.",
    )
    assert [words(task.criterion) for task in every] == ["2", "17.8", "5", None, None, None, "17.1"]
    read = reading("1. Tiêu chí số 9 (Nhà ở):", "- UBND xã xóa nhà tạm.")
    assert words(read.clauses[0].tasks[0].criterion) == "9"


def test_the_unit_is_named_in_the_clause_or_the_only_one_of_the_paper() -> None:
    one, two = tasks("1. UBND xã làm đường.", "2. UBND xã Hòa Sơn hiến đất cho xã bên.")
    assert (words(one.unit), one.unit and one.unit.how) == ("xã Bình Nguyên", "main_unit")
    assert (words(two.unit), two.unit and two.unit.how) == ("xã Hòa Sơn", "in_clause")
    head = (
        "THÔNG BÁO\nKết luận tại buổi làm việc với huyện Mường La\n\nChủ tịch kết luận như sau:\n\n"
    )
    (low,) = tasks("1. Phòng Nội vụ kiểm tra xã Hòa Sơn.", head=head)
    assert words(low.unit) == "xã Hòa Sơn"
    (none,) = tasks("1. Phòng Nội vụ kiểm tra xã Hòa Sơn và xã Bình An.", head=head)
    assert none.unit is None
    head = head.replace("huyện Mường La", "xã Hòa Sơn và xã Bình An")
    one, both, above = tasks(
        "1. UBND xã Bình An làm đường.",
        "2. Phòng Nội vụ kiểm tra xã Hòa Sơn và xã Bình An.",
        "3. Đối với xã Hòa Sơn:",
        "a) Làm đường.",
        head=head,
    )
    assert [words(one.unit), words(both.unit), words(above.unit)] == [
        "xã Bình An",
        None,
        "xã Hòa Sơn",
    ]


@pytest.mark.parametrize(
    "clause",
    [
        "1. Đồng ý chủ trương cho xã dùng 1,2 tỷ đồng.",
        "1. Thống nhất giao việc cho các đơn vị theo biểu dưới đây.",
        "1. Thôn Yên Ninh phấn đấu đạt chuẩn nông thôn mới trước ngày 30/11/2025.",
        "1. Phấn đấu xã đạt chuẩn nông thôn mới trong năm 2025.",
        "1. Số liệu chốt đến ngày 15/9/2025.",
        "1. Các hộ có tường rào: 14 hộ.",
        "1. Yêu cầu các đồng chí thực hiện nghiêm túc.",
        "1. " + "Giao UBND xã dọn kênh, " * 200,
        "Trên đây là kết luận, đề nghị các đơn vị thực hiện.",
        "Đến nay xã làm được 2 km đường.",
    ],
)
def test_clauses_that_direct_nobody_have_no_task(clause: str) -> None:
    read = reading(clause)
    assert len(read.clauses) == 1 and read.clauses[0].tasks == ()


def test_names_of_bodies_end_where_the_work_begins() -> None:
    assert leads(only("1. Giao Sở Khoa học, Công nghệ và Đổi mới lập đề án.")) == [
        "Sở Khoa học, Công nghệ và Đổi mới"
    ]
    assert leads(only("1. Giao Phòng Dân số, Hội Nông dân và Sở Y tế lập đề án.")) == [
        "Phòng Dân số",
        "Hội Nông dân",
        "Sở Y tế",
    ]
    assert leads(only("1. Giao Phòng Dân số và Gia đình, Trẻ em dọn kênh.")) == [
        "Phòng Dân số và Gia đình"
    ]
    assert leads(only("1. Giao Công ty Nước Sạch Số Một sửa ống.")) == ["Công ty Nước Sạch Số Một"]
    assert leads(only("1. Giao Phòng Dân số Huyện Ví Dụ lập đề án.")) == [
        "Phòng Dân số Huyện Ví Dụ"
    ]
    assert leads(only("1. Giao xã Rà soát hộ nghèo.")) == ["xã"]
    assert leads(only("1. Giao UBND xã Rà Bản dọn kênh.")) == ["UBND xã Rà Bản"]
    assert leads(only("1. Giao Trung tâm dọn vệ sinh, tổ chức thu gom rác huyện dọn kênh.")) == []


def test_persons_forms_of_address_do_not_nest_for_ever() -> None:
    task = only("1. Giao đồng chí đồng chí đồng chí đồng chí đồng chí Chủ tịch dọn kênh.")
    assert leads(task) == [] and task.uncertain == ("leads",)


def test_more_ways_of_saying_who() -> None:
    assert leads(only("1. Huyện ủy yêu cầu UBND huyện bố trí vốn.")) == ["UBND huyện"]
    assert leads(only("1. Chỉ đạo UBND xã dọn kênh.")) == []
    assert leads(only("1. Rà soát hộ nghèo, phân công Hội Nông dân giúp đỡ.")) == []
    assert leads(only("1. UBND xã: 5 tuyến đường hoa.")) == ["UBND xã"]
    several = tasks("1. Giao UBND các xã Hòa Sơn và Bình An, báo cáo kết quả.")
    assert [leads(task) for task in several] == [["UBND xã Hòa Sơn"], ["UBND xã Bình An"]]
    (person,) = only("1. Giao đồng chí Nguyễn Văn An Bình chủ trì dọn kênh.").persons
    assert person.value == "Nguyễn Văn An Bình"
    long = "Công ty " + " ".join(f"Tên{chr(65 + n)}" for n in range(14))
    assert leads(only(f"1. Giao {long} sửa ống.")) == [long]


def test_urging_words_of_a_heading_are_no_due_of_what_stands_under_it() -> None:
    task = only("1. Khẩn trương thực hiện các việc sau:", "a) Dọn kênh.")
    assert task.due is None


def test_unknown_verbs_under_a_heading_that_names_the_lead() -> None:
    task = only("1. UBND xã:", "- Bừa ruộng mẫu trước ngày 5/5/2025.", "- Chưa cấp thêm kinh phí.")
    assert leads(task) == ["UBND xã"]


def test_a_plan_that_has_its_due_does_not_take_another() -> None:
    plan, other = tasks(
        "1. Hội Phụ nữ xã lập kế hoạch trước 5/5/2025. Đoàn Thanh niên xã thăm các hộ. "
        "(Hoàn thành kế hoạch trong tháng 6/2025)."
    )
    assert (last_day(plan), last_day(other)) == ("2025-05-05", "2025-06-30")


def test_words_at_the_edges_of_a_task() -> None:
    task = only("1. UBND xã hoàn thành trước ngày 5/5/2025 việc sửa cổng.")
    assert task.title.value == "hoàn thành trước ngày 5/5/2025 việc sửa cổng"
    assert last_day(task) == "2025-05-05"
    assert only("1. UBND xã dọn kênh, hoàn thành trong khoảng tháng 5/2025.").due is None
    task = only("1. Phòng Nội vụ họp dân vào ngày 28 hằng tháng.")
    assert task.due is not None and task.due.precision is Precision.RHYTHM
    task = only("1. UBND xã làm đường; nạo vét hằng năm theo quy ước.")
    assert task.due is None and task.uncertain == ("due",)
    task = only(
        "1. UBND xã phối hợp với Hội Nông dân làm đường; nạo vét kênh. Đồng thời; trồng cây."
    )
    assert coordinators(task) == ["Hội Nông dân"]
    assert leads(only("1. Giao mọi thôn Yên Ninh dọn kênh.")) == []
    assert leads(only("1. Giao Phòng Ba rà soát hộ nghèo.")) == ["Phòng Ba"]
    assert only("1. Để giảm nghèo, tập trung mở lớp.").title.value == "tập trung mở lớp"
    task = only("1. Để giảm nghèo, như xã bạn, tập trung mở lớp.")
    assert task.title.value == "tập trung mở lớp"
    assert tasks("1. Phối hợp với UBND xã.") == []
    assert reading("1. Hoàn thành trong năm 2025 các tiêu chí còn lại.").targets


def test_labels_make_a_task_of_the_words_before_them() -> None:
    task = only("1. Bừa ruộng mẫu.", "Chủ trì: UBND xã.")
    assert (task.title.value, leads(task)) == ("Bừa ruộng mẫu", ["UBND xã"])
