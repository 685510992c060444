"""The words that tell what a paragraph does: heads, assesses, opens, directs, closes, reports."""

import re

ASSESSING = re.compile(
    r"(?:(?:về|một số|những|các|công tác|phần|khái quát|báo cáo|i\.?) )*(?:kết quả|đánh giá"
    r"|tình hình|ưu điểm|tồn tại|hạn chế|khó khăn|nguyên nhân|thành phần|nội dung báo cáo"
    r"|thực trạng|thời gian, địa điểm|thời gian:|địa điểm"
    r"|nội dung cuộc họp|nội dung làm việc|diễn biến|ý kiến (?:thảo luận|phát biểu|tham gia)"
    r"|thuận lợi|bối cảnh)\b"
)
# "I. Kết quả: xã đạt …": an assessment in the line of its heading.
REPORT = re.compile(
    r"(?:về )?(?:kết quả(?: đạt được)?|đánh giá chung|tồn tại|hạn chế|ưu điểm|tình hình)\s?:\s\S"
)
DIRECTING = re.compile(
    r"nhiệm vụ|giải pháp|yêu cầu|phân công|tổ chức thực hiện|chỉ đạo|kiến nghị|đề nghị|kết luận"
    r"|phương hướng"
    r"|công việc|thời gian tới|giao việc|nội dung thực hiện|thống nhất"
)
OPENS = re.compile(
    r"(?:kết luận|yêu cầu|đề nghị|giao|phân công|chỉ đạo|như sau|nội dung sau|việc sau"
    r"|nhiệm vụ sau|ý kiến|thống nhất|quyết định"
    r"|lưu ý|nhấn mạnh|cụ thể|nội dung|nhiệm vụ)\b[^:.;]{0,160}[:.]$"
)
CLOSES = re.compile(
    r"(?:nơi nhận|tm\.|t/m|kt\.|k/t|tl\.|t/l|tuq\.|thừa lệnh|thay mặt|tin cùng chuyên mục"
    r"|tin liên quan|tin khác|xem thêm"
    r"|lượt xem|bài viết khác|các tin|nguồn tin|tác giả|chỉ đạo điều hành$|ý kiến thăm dò"
    r"|biên bản lập xong|biên bản kết thúc|cuộc họp kết thúc)"
)
SIGNATURE = re.compile(
    r"(?:(?:phó |quyền )?(?:chủ tịch|bí thư|trưởng ban|chánh văn phòng|giám đốc|trưởng phòng"
    r"|chủ tọa|thư ký|chủ trì)"
    r"(?: thường trực)?)$"
)
FORMULA = re.compile(
    r"(?:trên đây là|trong quá trình (?:tổ chức )?(?:triển khai|thực hiện)|rất mong"
    r"|thông báo này|[^.]{0,90}\bthông báo (?:để|đến|tới|kết luận)"
    r"|(?:yêu cầu |đề nghị )?(?:các|các cấp)[^.]{0,80}(?:chủ động|nghiêm túc|khẩn trương|tổ chức"
    r"|triển khai)(?: tổ chức| triển khai)? thực hiện"
    r"(?: nghiêm túc| tốt)?(?: (?:các )?nội dung)?(?: kết luận| thông báo)?(?: này)?\s*[./]*$"
    r"|[^.]{0,120}(?:trách nhiệm|nghiêm túc)[^.]{0,40}thực hiện[^.]{0,30}(?:thông báo"
    r"|kết luận) này)"
)
REPORTS = re.compile(
    r"(?:cũng |ngay |nhân )?(?:dự và|tại|dịp|sau|kết thúc|dự|tham dự|cùng dự|qua|theo báo cáo"
    r"|trong thời gian qua|thời gian qua|những năm qua|với"
    r"|để góp phần|ảnh|quang cảnh|toàn cảnh|các đại biểu|trước đó|được biết|hiện nay|đến nay"
    r"|hiện tại|hiện|tính đến|bên cạnh những|bên cạnh đó"
    r"|năm [0-9]{4}|trong năm [0-9]{4}|trong 6 tháng|6 tháng|[0-9]+ tháng|từ đầu"
    r"|lãnh đạo [^,;]{3,60} phát biểu|là xã|là huyện"
    r"|nguyên nhân|số liệu)\b"
)
HAPPENED = re.compile(r"\b(?:đã|vừa)\b")
SPEECH = re.compile(r"phát biểu|kết luận|nhấn mạnh|chỉ đạo|yêu cầu|đề nghị")
ADDS = re.compile(
    r"(?:(?:thời gian|thời hạn|hạn|tiến độ)(?: hoàn thành| thực hiện)?|(?:cơ quan|đơn vị|bộ phận"
    r"|người)? ?(?:chủ trì|thực hiện|đầu mối|phối hợp)"
    r"|trách nhiệm(?: thực hiện| chủ trì)?)\s?:|\(?(?:yêu cầu )?(?:hoàn thành"
    r"|xong)(?: xong)? (?:trong|trước|vào|chậm nhất|đến)\b[^,;]{0,50}$"
)
SENTENCE = re.compile(r"(?<=[.:])\s+(?:trong đó,? |đồng thời,? )?")
# "xây dựng được 5 km", "phát triển 12 hội viên mới": a verb of work that tells of a result.
REACHED = re.compile(r" (?:được|đạt|xong được)\b")
# The words of a deadline, by which an official paper directs even where it announces nothing.
DEADLINE = re.compile(
    r"\b(?:trước (?:ngày )?[0-9]|chậm nhất|muộn nhất|hoàn thành trong|xong trong)"
)
