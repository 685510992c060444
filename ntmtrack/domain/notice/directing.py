"""The words with which a paper directs: verbs of work, and verbs of giving it."""

import re
from collections.abc import Iterator

# First words of what is to be done, as they follow a body or stand at the head of a clause.
_WORK = """
an toàn|ban hành|bàn giao|bám sát|bảo đảm|bảo tồn|bảo vệ|báo cáo|biên soạn|bố trí|bổ sung|
bồi dưỡng|
bình xét|cam kết|cải tạo|cải thiện|căn cứ|cân đối|cập nhật|chăm lo|chăm sóc|chấm điểm|chấn chỉnh|
chấp hành|chi trả|chỉ đạo|chọn|chỉnh sửa|chỉnh trang|chịu trách nhiệm|chủ động|chủ trì|chủ yếu|
chú ý|chú trọng|chuẩn bị|chuyển đổi|chuyển|có biện pháp|có giải pháp|có kế hoạch|có phương án|
có trách nhiệm|có văn bản|công bố|công khai|củng cố|cung cấp|cụ thể hóa|cử|cứng hóa|
dọn dẹp|duy trì|duy tu|đánh giá|đào tạo|đảm bảo|đảm nhận|đăng ký|đẩy mạnh|đẩy nhanh|đề cao|
đề nghị|đề ra|đề xuất|đối chiếu|đồng loạt|đổi mới|đôn đốc|đưa|đầu tư|điều chỉnh|điều tra|
định hướng|định kỳ|được giao|ghi chép|gặp gỡ|giải ngân|giải phóng mặt bằng|giải quyết|giám sát|
giảm|giao|giao ban|giúp đỡ|giúp|giữ gìn|giữ vững|gương mẫu|gửi|hoàn chỉnh|hoàn tất|hoàn thành|
hoàn thiện|hỗ trợ|họp|huy động|hướng dẫn|in ấn|kê khai|kết nối|kêu gọi|khai thác|khắc phục|
khẩn trương|khảo sát|khởi công|khuyến khích|kiểm điểm|kiểm kê|kiểm soát|kiểm tra|kiên quyết|
kiện toàn|kịp thời|ký|ký kết|lãnh đạo|làm rõ|làm tốt|làm việc|làm|lập|lấy ý kiến|liên hệ|liên kết|
lồng ghép|lựa chọn|lưu ý|lắp đặt|mở|mở rộng|mời|nâng cao|nâng cấp|nâng|nạo vét|nêu cao|nêu gương|
nghiêm cấm|nghiêm túc|nghiên cứu|nghiệm thu|nhân rộng|nhanh chóng|niêm yết|nộp|nỗ lực|ổn định|
phải|phát động|phát huy|phát triển|phấn đấu|phân bổ|phân công|phân loại|phân tích|phê duyệt|
phổ biến|phối hợp|phụ trách|phục vụ|phục hồi|quản lý|quan tâm|quảng bá|quán triệt|quyết định|
quyết liệt|quyết tâm|quyết toán|quy hoạch|ra quân|ra soát|rà soát|rút kinh nghiệm|sắp xếp|sẵn sàng|
sớm|sơ kết|sửa chữa|siết chặt|số hóa|sử dụng|tạm dừng|tạo|tạo điều kiện|tăng cường|tăng|tận dụng|
tập huấn|tập trung|tập hợp|tham gia|tham mưu|thanh tra|thanh toán|tháo gỡ|thành lập|theo dõi|
thẩm định|
thẩm tra|thi công|thí điểm|thông báo|thông tin|thống kê|thống nhất|thu gom|thu hồi|thu hút|
thu thập|
thúc đẩy|thực hiện|thường xuyên|tiếp nhận|tiếp thu|tiếp tục|tiến hành|tích cực|tìm|tính toán|
tổ chức|tổng hợp|tổng kết|trả lời|tranh thủ|triển khai|trình|trích|trồng|trực tiếp|truyền thông|
tự đánh giá|tuyên truyền|tuyên dương|tuyệt đối|tư vấn|từng bước|ưu tiên|ứng dụng|vận dụng|vận động|
vận hành|vệ sinh|viết|xác định|xác minh|xác nhận|xây dựng|xây mới|xem xét|xét|xét duyệt|xin ý kiến|
xóa|xóa bỏ|xúc tiến|xử lý|yêu cầu|di dời|tu sửa|cấp|rà|hạn chế|không để|không được|không trông chờ|
chống|phòng, chống|phòng chống|thăm|tặng|tri ân|bám|mua sắm|treo|gắn|dán|đóng góp|hiến|khơi dậy|
kiểm đếm|
dọn|lắp|soạn|dựng|lát|khám|kéo|sửa|xây|đào|thay|phun|tiêm|tháo dỡ|bê tông hóa|bố cục|chằng chống|
tập hợp|đỡ đầu|kết nghĩa|
dự sinh hoạt|dự họp|tham dự|nạp|rót|tiếp quản|có ý kiến|
giữ|lưu|mở|cần|quyết|khơi thông|lan tỏa|biểu dương|khen thưởng|nhắc nhở|kiến nghị|
hoàn trả|hợp nhất|đặt|
"""
_PHRASES = sorted(
    filter(None, (phrase.strip() for phrase in _WORK.replace("\n", "").split("|"))),
    key=len,
    reverse=True,
)
WORK = re.compile("(?:" + "|".join(map(re.escape, _PHRASES)) + r")\b")

# What may stand between a body and its verb, or before an imperative, and adds nothing.
LINK = re.compile(
    r"(?:[,:;\s]|(?:và|đồng thời|sẽ|cần|phải"
    r"|trong đó|theo đó|mặt khác|bên cạnh đó|ngoài ra|tích cực hơn nữa|trước mắt"
    r"|riêng|cụ thể|một là|hai là)\b|\((?:[0-9]{1,2}|[a-zđ])\))+"
)

# Words that only lead in: the work, or who does it, follows after a comma.
LEADS_IN = re.compile(
    r"(?:trên cơ sở|căn cứ|để|nhằm|đối với|trường hợp|trong|từ|theo|khi|ngoài|cùng với|tại|về"
    r"|với|sau|qua|riêng|trước|vào|đến|hết|chậm nhất|muộn nhất)\b"
)

# A verb that gives work; what follows it must be a body or the work itself.
GIVES = re.compile(
    r"(?<!bàn )(?<!được )(?<!chuyển )(?<!theo )(?<!đáp ứng )(?<!các )(?<!những )(?<!kế hoạch )"
    r"(?<!chỉ tiêu )(?<!của )(?<!có )(?<!đã )(?<!bên )"
    r"\b(?:giao nhiệm vụ cho|giao trách nhiệm cho|giao cho|giao(?! (?:thông|lưu|dịch|diện|nộp"
    r"|đất|khoán|ước|ban (?:tiến|công|định|đầu|tháng|tuần|quý|với|ngày|trực|báo)))|phân công"
    r"|yêu cầu|đề nghị|ủy quyền cho"
    r"|thống nhất giao|đồng ý giao)\b(?: nhiệm vụ cho)?(?: cho)?:?\s*"
)


def skip_links(low: str, at: int, end: int) -> int:
    """The position after words that only link."""
    found = LINK.match(low, at, end)
    return found.end() if found else at


_OPENS_TOPIC = re.compile(r"(?:về|đối với|riêng|lĩnh vực|trong lĩnh vực|trên lĩnh vực|với)\b")
_TITLED = re.compile(r"[^:.;,()\n]{3,60}: (?=\S)")
_AFTER_TOPIC = re.compile(r"[,:] |\b(?:cần|phải|yêu cầu|đề nghị) ")
_TOPIC_ENDS = re.compile(r"[.;\n]")
_LONGEST_TOPIC = 200


def past_topics(low: str, at: int, end: int) -> Iterator[int]:
    """Where the words after a topic may begin: "Về vốn: …", "Đối với vốn, …", "… cần …"."""
    if _OPENS_TOPIC.match(low, at, end):
        limit = min(end, at + _LONGEST_TOPIC)
        stop = _TOPIC_ENDS.search(low, at, limit)
        for found in _AFTER_TOPIC.finditer(low, at, stop.start() if stop else limit):
            yield skip_links(low, found.end(), end)
            if found[0] == ": ":
                return
        return
    titled = _TITLED.match(low, at, end)
    if titled is not None:
        yield skip_links(low, titled.end(), end)
