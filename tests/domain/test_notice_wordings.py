"""The ordinary ways in which offices word what is unmet, reached, aimed at, owed and due."""

import pytest

from ntmtrack.domain.notice.found import Proposal, Reading
from ntmtrack.domain.notice.reading import read
from ntmtrack.domain.paper import Paper

HEAD = """ỦY BAN NHÂN DÂN
XÃ BÌNH NGUYÊN
Số: 12/TB-UBND
Bình Nguyên, ngày 20 tháng 7 năm 2026

THÔNG BÁO
Kết luận của Chủ tịch UBND xã tại cuộc họp về xây dựng nông thôn mới xã Bình Nguyên

"""
OPENING = "Chủ tịch UBND xã kết luận như sau:\n\n"


UNMET = [
    ("Xã còn 03 tiêu chí chưa đạt gồm: Tiêu chí số 2, 5 và 10.", ["2", "5", "10"]),
    (
        (
            "Hiện xã chưa đạt 04 tiêu chí: Giao thông (số 2), Trường học (số 5), Thu nhập (số "
            "10), Môi trường (số 17)."
        ),
        ["2", "5", "10", "17"],
    ),
    ("Tiêu chí 17 – Môi trường: chưa đạt.\nTiêu chí 18 – An toàn thực phẩm: đạt.", ["17"]),
    ("Các tiêu chí số 2, 13 và 17 chưa đạt.", ["2", "13", "17"]),
    ("Các tiêu chí số 2, 13 và 17 hiện vẫn chưa đạt.", ["2", "13", "17"]),
    (
        (
            "Các tiêu chí chưa đạt gồm:\n- Tiêu chí số 2: Giao thông;\n- Tiêu chí số 10: Thu "
            "nhập;\n- Tiêu chí số 17: Môi trường."
        ),
        ["2", "10", "17"],
    ),
    (
        (
            "Còn 3 tiêu chí chưa đạt:\n+ Giao thông (tiêu chí số 2)\n+ Thu nhập (tiêu chí số "
            "10)\n+ Môi trường (tiêu chí số 17)"
        ),
        ["2", "10", "17"],
    ),
    (
        "Các tiêu chí chưa đạt:\n1) Tiêu chí số 2 về Giao thông\n2) Tiêu chí số 10 về Thu nhập",
        ["2", "10"],
    ),
    ("Còn 4 tiêu chí chưa đạt (2, 10, 13, 17).", ["2", "10", "13", "17"]),
    ("Còn 4 TC chưa đạt (TC 2, TC 10, TC 13, TC 17).", ["2", "10", "13", "17"]),
    (
        (
            "Số tiêu chí chưa đạt: 03 tiêu chí (Tiêu chí số 3 về Thủy lợi và phòng, chống thiên "
            "tai, tiêu chí số 13 về Tổ chức sản xuất và phát triển kinh tế nông thôn, tiêu chí "
            "số 17 về Môi trường)."
        ),
        ["3", "13", "17"],
    ),
    ("Tiêu chí số 2 (Giao thông) và tiêu chí số 8 (Thông tin) chưa đạt.", ["2", "8"]),
    ("Còn lại tiêu chí 2, tiêu chí 8 chưa đạt.", ["2", "8"]),
    ("02 tiêu chí chưa hoàn thành là tiêu chí số 6 và số 16.", ["6", "16"]),
    ("Còn thiếu 2 tiêu chí: số 10 (Thu nhập), số 11 (Nghèo đa chiều).", ["10", "11"]),
    (
        "Còn 3 tiêu chí chưa đạt chuẩn là Giao thông, Thu nhập và Môi trường.",
        ["giao thông", "thu nhập", "môi trường"],
    ),
    ("Chưa đạt 02 tiêu chí, gồm: Giao thông, Thu nhập.", ["giao thông", "thu nhập"]),
    ("Chưa đạt: tiêu chí số 2, tiêu chí số 5.", ["2", "5"]),
    ("Còn lại 05 tiêu chí chưa đạt chuẩn là: 2, 6, 10, 13, 17.", ["2", "6", "10", "13", "17"]),
    (
        (
            "Xã chưa đạt các tiêu chí số 6 (Cơ sở vật chất văn hóa), số 9 (Nhà ở dân cư); số 17 "
            "(Môi trường và an toàn thực phẩm)."
        ),
        ["6", "9", "17"],
    ),
    ("Chưa đạt chuẩn tiêu chí số 17.", ["17"]),
    ("Tiêu chí số 17 (Môi trường) chưa đạt do tỷ lệ hộ sử dụng nước sạch mới đạt 41%.", ["17"]),
    ("Tiêu chí 17.1, 17.2 chưa đạt.", ["17.1", "17.2"]),
    ("Các tiêu chí từ số 10 đến số 13 chưa đạt.", ["10", "11", "12", "13"]),
    (
        (
            "03 tiêu chí chưa đạt là: Tiêu chí 2. Giao thông; Tiêu chí 10. Thu nhập; Tiêu chí "
            "17. Môi trường."
        ),
        ["2", "10", "17"],
    ),
    (
        "Trong đó còn 2 tiêu chí chưa đạt, cụ thể như sau: Tiêu chí thứ 2 và tiêu chí thứ 17.",
        ["2", "17"],
    ),
    ("Ba tiêu chí khó gồm tiêu chí 2, 10 và 17 đến nay xã chưa đạt.", ["2", "10", "17"]),
    ("Nếu tiêu chí số 17 chưa đạt thì phải báo cáo.", []),
    ("Xã đã đạt các tiêu chí: 1, 2, 3, 4; chưa đạt các tiêu chí: 5, 6, 7.", ["5", "6", "7"]),
    ("Các tiêu chí chưa đạt: Số 02 - Giao thông, Số 10 - Thu nhập.", ["2", "10"]),
    ("2 tiêu chí chưa đạt: (2) Giao thông; (10) Thu nhập.", ["2", "10"]),
    (
        (
            "Về kết quả: đạt 17/19 tiêu chí, còn tiêu chí số 10 về Thu nhập và tiêu chí số 17 về "
            "Môi trường chưa đạt."
        ),
        ["10", "17"],
    ),
    (
        "Hai tiêu chí chưa đạt là tiêu chí về Thu nhập và tiêu chí về Môi trường.",
        ["thu nhập", "môi trường"],
    ),
    ("Tiêu chí không đạt: 2, 10.", ["2", "10"]),
    ("Xã còn vướng 2 tiêu chí là tiêu chí số 10 và tiêu chí số 17.", ["10", "17"]),
    ("Còn lại 2 tiêu chí (số 10 và số 17) chưa đạt.", ["10", "17"]),
    ("Còn 2 tiêu chí (Thu nhập, Môi trường) chưa đạt.", ["thu nhập", "môi trường"]),
    (
        (
            "TT\tTiêu chí\tKết quả\n2\tGiao thông\tChưa đạt\n5\tTrường học\tĐạt\n17\tMôi "
            "trường\tChưa đạt"
        ),
        ["2", "17"],
    ),
    (
        (
            "| TT | Tên tiêu chí | Đạt | Chưa đạt |\n|---|---|---|---|\n| 2 | Giao thông | x | "
            "|\n| 5 | Trường học | | x |\n| 17 | Môi trường | | x |"
        ),
        ["5", "17"],
    ),
    (
        (
            "Có 16 tiêu chí đạt; 03 tiêu chí chưa đạt, đó là các tiêu chí: Giao thông (TC2), Thu "
            "nhập (TC10), Môi trường (TC17)."
        ),
        ["2", "10", "17"],
    ),
    ("Còn 2 tiêu chí chưa đạt.\n1. Giao thông xấu.", []),
]

TALLIES = [
    ("Đến nay xã đạt 15 trên 19 tiêu chí.", "15/19"),
    ("Số tiêu chí đạt chuẩn: 17/19.", "17/19"),
    ("Số tiêu chí đã đạt là 17/19 tiêu chí.", "17/19"),
    ("Có 14/19 tiêu chí đã đạt.", "14/19"),
    ("Xã mới hoàn thành 9/19 tiêu chí, phấn đấu hết năm đạt 12/19 tiêu chí.", "9/19"),
    ("Xã đạt 15 tiêu chí, còn 4 tiêu chí chưa đạt.", "15/19"),
    ("Xã đạt 5 tiêu chí, 2 tiêu chí cơ bản đạt, 3 tiêu chí chưa đạt.", "5/10"),
    ("Xã đã đạt 15/19 TC.", "15/19"),
    ("Xã đạt mười lăm trên mười chín tiêu chí.", "15/19"),
    ("Đến nay xã đã có 15 tiêu chí đạt, 4 tiêu chí chưa đạt.", "15/19"),
    ("Xã A Mé mới đạt 13/20 tiêu chí, xã Hà Linh 12/20 tiêu chí.", None),
    ("Dự kiến cuối năm đạt 15/19 tiêu chí.", None),
    ("Hiện xã được 15/19 tiêu chí.", "15/19"),
    ("Xã đạt 15 trên tổng số 19 tiêu chí.", "15/19"),
    ("Đạt chuẩn 15/19 tiêu chí, tăng 2 tiêu chí so với năm 2025.", "15/19"),
    ("Xã có 15/19 tiêu chí đạt chuẩn, đạt 78,9%.", "15/19"),
    ("Tổng số tiêu chí đạt: 15/19 tiêu chí, đạt tỷ lệ 78%.", "15/19"),
    ("Xã đạt 45/57 chỉ tiêu, 12/19 tiêu chí.", "12/19"),
]

TARGETS = [
    ("xã phấn đấu về đích nông thôn mới trong quý IV/2026.", ["-:2026-12-31"]),
    ("Xã phấn đấu hoàn thành xây dựng nông thôn mới vào cuối năm 2026.", ["-:2026-12-31"]),
    (
        "Phấn đấu đến hết năm 2026 hoàn thành tiêu chí số 10 và tiêu chí số 17.",
        ["10:2026-12-31", "17:2026-12-31"],
    ),
    ("Mục tiêu: đạt chuẩn xã nông thôn mới nâng cao trong năm 2027.", ["-:2027-12-31"]),
    ("Phấn đấu được công nhận xã nông thôn mới trước ngày 30/11/2026.", ["-:2026-11-30"]),
    ("Xã được công nhận đạt chuẩn nông thôn mới năm 2019.", []),
    ("Phấn đấu cuối năm 2026 đạt thêm 02 tiêu chí.", []),
    ("Tiêu chí 17: phấn đấu đạt trong quý III/2026.", ["17:2026-09-30"]),
    ("Cuối năm 2026, xã phải đạt tiêu chí số 5.", ["5:2026-12-31"]),
]

# clause, leads ("@" before a person), coordinators, last day or the words of a due without one
OWED = [
    (
        (
            "1. Giao Phòng Kinh tế xã chủ trì, phối hợp với Trung tâm Phục vụ hành chính công xã "
            "rà soát hồ sơ, xong trước ngày 15/8/2026."
        ),
        ["Phòng Kinh tế xã"],
        ["Trung tâm Phục vụ hành chính công xã"],
        "2026-08-15",
    ),
    (
        "1. Rà soát hộ nghèo do Phòng Văn hóa - Xã hội chủ trì, chậm nhất ngày 15/8.",
        ["Phòng Văn hóa - Xã hội"],
        [],
        "2026-08-15",
    ),
    (
        "1. Việc lắp pa nô do Đoàn Thanh niên xã thực hiện, hoàn thành trong tháng 8/2026.",
        ["Đoàn Thanh niên xã"],
        [],
        "2026-08-31",
    ),
    (
        (
            "1. Làm đường trục thôn, Ban Quản lý dự án chịu trách nhiệm chính, hoàn thành trong "
            "quý III."
        ),
        ["Ban Quản lý dự án"],
        [],
        "2026-09-30",
    ),
    (
        "1. Phân công Công an xã tuần tra các thôn, báo cáo trước ngày 25 hằng tháng.",
        ["Công an xã"],
        [],
        "trước ngày 25 hằng tháng",
    ),
    (
        "1. Thu gom rác thải. Trách nhiệm: Phòng Kinh tế. Thời hạn: 30/8/2026.",
        ["Phòng Kinh tế"],
        [],
        "2026-08-30",
    ),
    ("1. Thu gom rác thải (Hội Phụ nữ xã thực hiện).", ["Hội Phụ nữ xã"], [], None),
    (
        (
            "1. Yêu cầu Trạm Y tế xã và Phòng Văn hóa - Xã hội lập danh sách người chưa có thẻ "
            "bảo hiểm y tế trong tuần 3 tháng 8."
        ),
        ["Trạm Y tế xã", "Phòng Văn hóa - Xã hội"],
        [],
        None,
    ),
    (
        "1. Đề nghị Sở Nông nghiệp và Môi trường sớm thẩm định hồ sơ.",
        ["Sở Nông nghiệp và Môi trường"],
        [],
        "sớm",
    ),
    ("1. Đề nghị Ban Thường vụ Đảng ủy xã cho chủ trương.", ["Ban Thường vụ Đảng ủy xã"], [], None),
    (
        "1. Ủy ban nhân dân xã ban hành kế hoạch đến ngày 30/8/2026 phải xong.",
        ["Ủy ban nhân dân xã"],
        [],
        "2026-08-30",
    ),
    (
        (
            "1. Văn phòng HĐND và UBND xã báo cáo kết quả trong thời hạn 05 ngày làm việc kể từ "
            "ngày nhận văn bản."
        ),
        ["Văn phòng HĐND và UBND xã"],
        [],
        "trong thời hạn 05 ngày làm việc kể từ ngày nhận văn bản",
    ),
    (
        (
            "1. Trong thời hạn 05 ngày làm việc kể từ ngày nhận được hồ sơ, Phòng Kinh tế có ý "
            "kiến thẩm định."
        ),
        ["Phòng Kinh tế"],
        [],
        "05 ngày làm việc",
    ),
    (
        "1. Phòng Kinh tế nộp báo cáo trong 05 ngày kể từ ngày ký thông báo này.",
        ["Phòng Kinh tế"],
        [],
        "05 ngày kể",
    ),
    (
        "1. Phòng Kinh tế nộp báo cáo chậm nhất sau 07 ngày kể từ ngày họp.",
        ["Phòng Kinh tế"],
        [],
        "07 ngày",
    ),
    ("1. Phân công cán bộ phụ trách từng thôn.", [], [], None),
    ("1. Phân công các đồng chí ủy viên phụ trách các thôn để đôn đốc.", [], [], None),
    (
        "1. Giao P. Kinh tế phối hợp VP. HĐND và UBND soạn báo cáo trước 15/8/2026.",
        ["P. Kinh tế"],
        ["VP. HĐND và UBND"],
        "2026-08-15",
    ),
    ("1. BCH Quân sự xã phối hợp CA xã tuần tra.", ["BCH Quân sự xã"], ["CA xã"], None),
    (
        "1. Hợp tác xã Nông nghiệp Tân Phát ký hợp đồng bao tiêu trong tháng 9/2026.",
        ["Hợp tác xã Nông nghiệp Tân Phát"],
        [],
        "2026-09-30",
    ),
    ("1. Hạt Kiểm lâm khu vực II kiểm tra rừng thôn Đông.", ["Hạt Kiểm lâm khu vực II"], [], None),
    (
        (
            "1. Trung tâm Dịch vụ tổng hợp xã mở 03 lớp tập huấn, hoàn thành chậm nhất là ngày "
            "20/9/2026."
        ),
        ["Trung tâm Dịch vụ tổng hợp xã"],
        [],
        "2026-09-20",
    ),
    (
        "1. Các đồng chí Đảng ủy viên phụ trách thôn dự sinh hoạt chi bộ ít nhất mỗi quý một lần.",
        ["Các đồng chí Đảng ủy viên phụ trách thôn"],
        [],
        "mỗi quý một lần",
    ),
    (
        "1. Ủy ban MTTQ Việt Nam xã vận động nhân dân hiến đất làm đường.",
        ["Ủy ban MTTQ Việt Nam xã"],
        [],
        None,
    ),
    (
        "1. Phòng Kinh tế theo dõi, đôn đốc, định kỳ hằng tháng báo cáo Chủ tịch UBND xã.",
        ["Phòng Kinh tế"],
        [],
        "định kỳ hằng tháng",
    ),
    ("1. Phòng Kinh tế xây dựng kế hoạch hằng năm.", ["Phòng Kinh tế"], [], None),
    (
        "1. Phòng Kinh tế chốt số liệu đến ngày 31/7, gửi UBND xã trước ngày 05/8.",
        ["Phòng Kinh tế"],
        [],
        "2026-08-05",
    ),
    (
        "1. Đồng chí Nguyễn Văn Ba, Phó Chủ tịch UBND xã chỉ đạo làm đường, xong trong tháng 9.",
        ["@Nguyễn Văn Ba"],
        [],
        "2026-09-30",
    ),
    (
        (
            "1. Giao đồng chí Nguyễn Văn Ba - Phó Chủ tịch UBND xã phụ trách giải phóng mặt "
            "bằng, hoàn thành trước ngày 30/8."
        ),
        ["@Nguyễn Văn Ba"],
        [],
        "2026-08-30",
    ),
    (
        "1. Công chức địa chính phụ trách thôn Đông là ông Trần Văn Sáu cập nhật bản đồ.",
        ["@Trần Văn Sáu"],
        [],
        None,
    ),
    (
        "1. UBND xã; Phòng Kinh tế: rà soát quỹ đất, hoàn thành trước 30/8/2026.",
        ["UBND xã", "Phòng Kinh tế"],
        [],
        "2026-08-30",
    ),
    (
        "1. Trách nhiệm của Phòng Kinh tế: lập dự toán trước ngày 10/8/2026.",
        ["Phòng Kinh tế"],
        [],
        "2026-08-10",
    ),
    ("1. Đối với Công an xã: giữ gìn an ninh trật tự.", ["Công an xã"], [], None),
    (
        "1. Chủ tịch UBND xã chịu trách nhiệm trước Chủ tịch UBND tỉnh về kết quả.",
        ["Chủ tịch UBND xã"],
        [],
        None,
    ),
    (
        "1. Trưởng các thôn niêm yết danh sách trước ngày 5/8/2026.",
        ["Trưởng các thôn"],
        [],
        "2026-08-05",
    ),
    (
        "1. Bí thư chi bộ, trưởng thôn Đông họp dân trước ngày 5/8/2026.",
        ["Bí thư chi bộ", "trưởng thôn Đông"],
        [],
        "2026-08-05",
    ),
    (
        "1. Tham mưu UBND xã ban hành kế hoạch (Phòng Kinh tế; hoàn thành trước 15/8/2026).",
        [],
        [],
        "2026-08-15",
    ),
    (
        (
            "1. Sửa nhà văn hóa thôn Đông. Giao Phòng Kinh tế thực hiện, thời gian hoàn thành: "
            "quý IV/2026."
        ),
        ["Phòng Kinh tế"],
        [],
        "2026-12-31",
    ),
    (
        "1. Yêu cầu nhà thầu đẩy nhanh tiến độ thi công, không muộn hơn ngày 30/9/2026.",
        ["nhà thầu"],
        [],
        "2026-09-30",
    ),
    (
        "1. Ban Xây dựng Đảng tham mưu Ban Thường vụ Đảng ủy kế hoạch tuyên truyền.",
        ["Ban Xây dựng Đảng"],
        [],
        None,
    ),
    (
        "1. Phòng Kinh tế, Hạ tầng và Đô thị phối hợp cùng các thôn rà soát đèn đường.",
        ["Phòng Kinh tế, Hạ tầng và Đô thị"],
        ["các thôn"],
        None,
    ),
    (
        "1. Hội Liên hiệp Phụ nữ Việt Nam xã chủ trì mô hình phân loại rác, báo cáo 6 tháng, năm.",
        ["Hội Liên hiệp Phụ nữ Việt Nam xã"],
        [],
        None,
    ),
    (
        "1. Trường Tiểu học và Trung học cơ sở Bình Nguyên bổ sung thiết bị trước năm học mới.",
        ["Trường Tiểu học và Trung học cơ sở Bình Nguyên"],
        [],
        None,
    ),
    (
        "1. Ủy ban nhân dân tỉnh xem xét hỗ trợ 3 tỷ đồng trong kế hoạch năm 2027.",
        ["Ủy ban nhân dân tỉnh"],
        [],
        None,
    ),
    (
        (
            "1. Giao Chi cục Phát triển nông thôn tỉnh hướng dẫn chấm điểm; thời gian trong "
            "tháng 10/2026."
        ),
        ["Chi cục Phát triển nông thôn tỉnh"],
        [],
        "2026-10-31",
    ),
    (
        "1. Phòng Kinh tế thực hiện theo Kế hoạch số 15/KH-UBND ngày 10/8/2026 của UBND xã.",
        ["Phòng Kinh tế"],
        [],
        None,
    ),
    ("1. Phòng Kinh tế rà soát, hoàn thành trong 30 ngày.", ["Phòng Kinh tế"], [], "30 ngày"),
    (
        (
            "1. Phòng Kinh tế rà soát và gửi danh sách về Văn phòng trước 16h ngày 25/7/2026 để "
            "tổng hợp."
        ),
        ["Phòng Kinh tế"],
        [],
        "2026-07-25",
    ),
    (
        "1. Nhiệm vụ của Hội Nông dân xã: vận động hội viên cải tạo vườn tạp.",
        ["Hội Nông dân xã"],
        [],
        None,
    ),
    (
        "1. Công ty Điện lực Bình Nguyên di dời 12 cột điện trước 30/9/2026.",
        ["Công ty Điện lực Bình Nguyên"],
        [],
        "2026-09-30",
    ),
    (
        "1. Giao cho Tổ giúp việc Ban Chỉ đạo theo dõi tiến độ hằng tuần.",
        ["Tổ giúp việc Ban Chỉ đạo"],
        [],
        None,
    ),
    (
        "1. Ngân hàng Chính sách xã hội tạo điều kiện cho hộ nghèo vay vốn.",
        ["Ngân hàng Chính sách xã hội"],
        [],
        None,
    ),
]


def paper(body: str, *, opened: bool = False) -> Reading:
    """What is read of a paper of 20/7/2026 on one commune."""
    return read(Paper(HEAD + (OPENING if opened else "") + body))


@pytest.mark.parametrize(("text", "unmet"), UNMET)
def test_unmet_criteria(text: str, unmet: list[str]) -> None:
    found = paper(text).unmet
    assert [each.number or each.name.lower() for each in found] == unmet


@pytest.mark.parametrize(("text", "share"), TALLIES)
def test_tallies(text: str, share: str | None) -> None:
    found = paper(text).tally
    assert (f"{found.met}/{found.total}" if found else None) == share


def aims(reading: Reading) -> list[str]:
    return [
        f"{each.criterion.value if each.criterion else '-'}:{each.due.last_day}"
        for each in reading.targets
    ]


@pytest.mark.parametrize(("text", "targets"), TARGETS)
def test_targets_are_nobodys_task(text: str, targets: list[str]) -> None:
    assert aims(paper(text)) == targets
    clause = paper(f"1. {text}", opened=True)
    assert aims(clause) == targets
    assert not [task for each in clause.clauses for task in each.tasks]


@pytest.mark.parametrize(("clause", "leads", "coordinators", "due"), OWED)
def test_who_owes_what_by_when(
    clause: str, leads: list[str], coordinators: list[str], due: str | None
) -> None:
    (task,) = (task for each in paper(clause, opened=True).clauses for task in each.tasks)
    named = [lead.value for lead in task.leads] + [f"@{each.name.value}" for each in task.persons]
    assert named == leads
    assert [each.value for each in task.coordinators] == coordinators
    if due is None:
        assert task.due is None
    elif due[:2] == "20":
        assert task.due and str(task.due.last_day) == due
    else:
        assert task.due and task.due_words and due in task.due_words.value
        assert task.due.last_day is None or task.due.trigger is not None


def only(clause: str) -> Proposal:
    """The one task of a paper of one clause."""
    (task,) = (task for each in paper(clause, opened=True).clauses for task in each.tasks)
    return task


def test_a_time_before_a_month_is_no_day_and_is_told() -> None:
    task = only("1. Phòng Kinh tế lập hồ sơ trước tháng 10/2026.")
    assert task.due is None and task.uncertain == ("due",)
    for part in ("nửa đầu tháng 8/2026", "tuần thứ hai của tháng 8/2026"):
        assert only(f"1. Phòng Kinh tế lập hồ sơ trong {part}.").due is None


@pytest.mark.parametrize(
    ("clause", "due"),
    [
        ("1. Phòng Kinh tế kiểm tra, báo cáo kết quả trong tháng 9/2026.", "2026-09-30"),
        ("1. Phòng Kinh tế nộp hồ sơ 02 tuần kể từ ngày nhận thông báo.", None),
        ("1. Phòng Kinh tế họp với các thôn hằng tháng.", None),
        ("1. Phòng Kinh tế hoàn thiện hồ sơ trong quý III năm nay.", "2026-09-30"),
    ],
)
def test_more_dues(clause: str, due: str | None) -> None:
    task = only(clause)
    assert task.due and (str(task.due.last_day) if task.due.last_day else None) == due


def test_a_stay_of_some_days_is_no_deadline() -> None:
    assert only("1. Phòng Kinh tế mở lớp tập huấn trong 05 ngày.").due is None


@pytest.mark.parametrize(
    ("clause", "lead", "title"),
    [
        (
            "1. Trước ngày 15/8/2026 lắp xong pa nô do Đoàn Thanh niên xã thực hiện.",
            "Đoàn Thanh niên xã",
            "Trước ngày 15/8/2026 lắp xong pa nô",
        ),
        (
            "1. Lắp pa nô - do Đoàn Thanh niên xã thực hiện, phối hợp với Hội Nông dân xã.",
            "Đoàn Thanh niên xã",
            "Lắp pa nô",
        ),
        ("1. Hội Xã lập danh sách.", "Hội Xã", "lập danh sách"),
        (
            "1. Phòng Kinh tế (cơ quan thường trực): tổng hợp số liệu.",
            "Phòng Kinh tế",
            "tổng hợp số liệu",
        ),
        (
            "1. Chủ tịch nhấn mạnh, các thôn cần giữ vệ sinh.",
            "các thôn",
            "giữ vệ sinh",
        ),
        ("1. Chế độ báo cáo: Phòng Kinh tế gửi số liệu.", "Phòng Kinh tế", "gửi số liệu"),
        (
            "1. Phòng Kinh tế:\n- Hằng tuần (chiều thứ Năm) báo cáo tiến độ về UBND xã.",
            "Phòng Kinh tế",
            "báo cáo tiến độ về UBND xã",
        ),
        ("1. Phòng Kinh tế: (1) Lập hồ sơ.", "Phòng Kinh tế", "Lập hồ sơ"),
        ("1. Các ông, bà trưởng thôn họp dân.", "Các ông, bà trưởng thôn", "họp dân"),
        ("1. Giao Trưởng xóm 3 niêm yết danh sách.", "Trưởng xóm 3", "niêm yết danh sách"),
    ],
)
def test_leads_and_titles(clause: str, lead: str, title: str) -> None:
    task = only(clause)
    assert ([each.value for each in task.leads], task.title.value) == ([lead], title)


def test_persons_share_a_form_of_address() -> None:
    task = only("1. Giao các đồng chí Lê Văn An, Trần Thị Bé và Hồ Cư phụ trách đôn đốc các thôn.")
    assert [each.name.value for each in task.persons] == ["Lê Văn An", "Trần Thị Bé", "Hồ Cư"]
    task = only("1. Giao các đồng chí Lê Văn An, Chủ tịch UBND xã đôn đốc các thôn.")
    assert [each.name.value for each in task.persons] == ["Lê Văn An"]
    task = only("1. Giao các đồng chí Lê Văn An, khẩn trương đôn đốc các thôn.")
    assert [each.name.value for each in task.persons] == ["Lê Văn An"]
    task = only("1. Giao các đồng chí Lê Văn An và Phòng Kinh tế đôn đốc các thôn.")
    assert [each.name.value for each in task.persons] == ["Lê Văn An"]


def test_one_task_to_several_named_units_is_one_for_each() -> None:
    found = paper("1. Giao UBND xã Đông Hà và UBND xã Tây Sơn lập lộ trình.", opened=True)
    tasks = [task for clause in found.clauses for task in clause.tasks]
    assert [task.unit and task.unit.value for task in tasks] == ["xã Đông Hà", "xã Tây Sơn"]
    assert {task.together for task in tasks} == {1}
    found = paper("1. Chủ tịch UBND các xã Đông Hà, Tây Sơn:\n- Lập lộ trình.", opened=True)
    names = [each.value for clause in found.clauses for task in clause.tasks for each in task.leads]
    assert names == ["Chủ tịch UBND xã Đông Hà", "Chủ tịch UBND xã Tây Sơn"]
    task = only("1. Giao UBND xã Đông Hà và UBND huyện Ví Dụ lập lộ trình.")
    assert len(task.leads) == 2


def test_a_deadline_for_all_that_stands_below_its_list() -> None:
    found = paper(
        "I. Nhiệm vụ chung\n1. Phòng Kinh tế lập hồ sơ.\nII. Nhiệm vụ riêng\n"
        "1. Phòng Kinh tế sửa kênh.\n2. Công an xã lắp camera trước ngày 10/8/2026.\n"
        "3. Tất cả các nội dung trên phải hoàn thành trước ngày 30/8/2026.",
        opened=True,
    )
    dues = [
        task.due and str(task.due.last_day) for clause in found.clauses for task in clause.tasks
    ]
    assert dues == [None, "2026-08-30", "2026-08-10"]
    soon = "1. Phòng Kinh tế lập hồ sơ.\n2. Các nội dung trên phải hoàn thành đúng tiến độ."
    assert not [
        task.due for each in paper(soon, opened=True).clauses for task in each.tasks if task.due
    ]


def test_the_commune_whose_office_writes_is_the_unit() -> None:
    head = HEAD.replace(" xã Bình Nguyên", "")
    assert [unit.value for unit in read(Paper(head + OPENING)).units] == ["XÃ BÌNH NGUYÊN"]


def test_the_head_of_a_list_leads_and_an_item_names_who_helps() -> None:
    found = paper("1. Phòng Kinh tế:\n- Chủ trì, phối hợp các thôn kiểm tra kênh.", opened=True)
    (task,) = (task for clause in found.clauses for task in clause.tasks)
    assert [each.value for each in task.leads] == ["Phòng Kinh tế"]
    assert [each.value for each in task.coordinators] == ["các thôn"]
    assert task.title.value == "kiểm tra kênh"


def test_several_targets_of_one_sentence() -> None:
    found = paper("1. Phấn đấu đạt tiêu chí 12 trong quý III, tiêu chí 10 và 11 trong năm 2027.")
    assert aims(found) == ["12:2026-09-30", "10:2027-12-31", "11:2027-12-31"]
    assert aims(paper("Phấn đấu hết năm 2026 đạt thêm 02 tiêu chí (số 6 và số 8).")) == [
        "6:2026-12-31",
        "8:2026-12-31",
    ]


@pytest.mark.parametrize(
    ("text", "unmet"),
    [
        ("Xã đạt 14/19 tiêu chí (còn các tiêu chí 2, 10, 13, 17, 18).", "2 10 13 17 18"),
        ("Các tiêu chí chưa đạt:\n1. Giao thông xã;\n2. Thu nhập dân cư;", "- -"),
        (
            "Còn 2 tiêu chí chưa đạt, cụ thể:\n- Tiêu chí số 5 (Trường học): thiếu phòng học.\n"
            "- Tiêu chí số 10 (Thu nhập): 36 triệu đồng.\n\n- Tiêu chí khác đã đạt.",
            "5 10",
        ),
        ("Có tiêu chí 3 năm liền chưa đạt.", ""),
        ("Xã còn thiếu tiêu chí số 10, số 11 đang hoàn thiện.", "10 11"),
        ("Còn lại 2 tiêu chí: số 10, số 11 cơ bản đạt.", ""),
        ("Tiêu chí số 9 được giao cho thôn, tiêu chí số 10 chưa đạt.", "10"),
        ("Còn 2 tiêu chí (Thu nhập, Môi trường ) chưa đạt.", "- -"),
        ("Còn mười hai tiêu chí chưa đạt: Thu nhập, Môi trường.", ""),
        ("Còn mười tiêu chí chưa đạt: Thu nhập, Môi trường.", ""),
    ],
)
def test_more_unmet_lists(text: str, unmet: str) -> None:
    assert [each.number or "-" for each in paper(text).unmet] == unmet.split()


def test_tables_that_judge_criteria() -> None:
    whole = "\n".join(f"{n}\tTên {n}\t{'Đạt' if n < 9 else 'Chưa đạt'}" for n in range(1, 11))
    found = paper("TT\tTiêu chí\tĐánh giá\n" + whole)
    assert [each.number for each in found.unmet] == ["9", "10"]
    rows = "1\tGiao thông\tChưa đạt\n2\tTrường học\tĐạt\n3\tY tế\tkhá"
    found = paper("TT\tTiêu chí\tĐánh giá\n" + rows)
    assert [(each.number, each.name) for each in found.unmet] == [("", "Giao thông")]
    rows = "17.1\tNước sạch\tChưa đạt\na\tTiêu chí số 18 (Y tế)\tChưa đạt\nb\t\tChưa đạt"
    found = paper("TT\tTên tiêu chí\tKết quả\n" + rows)
    assert [(each.number, each.name) for each in found.unmet] == [("18", "Y tế")]


def test_a_dated_paper_has_no_other_day_and_a_deadline_is_no_meeting() -> None:
    assert paper("Ngày 18/7/2026, xã họp.").document.context_date is None
    undated = "THÔNG BÁO\nKết luận về nông thôn mới\n\n"
    due = "UBND xã lập hồ sơ trước ngày 30/11/2026. Từ ngày 1/8/2026 đến ngày 3/8/2026 mở lớp."
    assert read(Paper(undated + due)).document.context_date is None
    met = "Thời gian: 14 giờ, ngày 05/3/2026.\n" + due
    assert str(read(Paper(undated + met)).document.context_date) == "2026-03-05"
    posted = "Xã Đông Hà xây dựng nông thôn mới\n\nCập nhật: 14:20 | 31/02/2026\n"
    assert read(Paper(posted)).document.context_date is None


def test_results_in_the_line_of_their_heading_are_no_clause() -> None:
    found = paper("1. Kết quả: đã làm 2 km đường.\n2. Phòng Kinh tế sửa kênh.", opened=True)
    assert [clause.number for clause in found.clauses] == ["2"]


def test_districts_written_to_about_communes_have_no_set_of_their_own() -> None:
    text = "Các huyện Đông Hà và Tây Sơn rà soát tiêu chí nông thôn mới.\n"
    title = "V/v rà soát tại huyện Đông Hà\n\n"
    assert read(Paper(title + text)).set is None
    found = read(Paper(title + text + "Có 3 xã nông thôn mới.\n")).set
    assert found and found.level == "commune"
