"""The words of times, as patterns that find candidates in a text."""

import re

_DAY = (
    r"(?:[0-9]{1,2}\s?[/.-]\s?[0-9]{1,2}\s?[/.-]\s?[0-9]{4}|[0-9]{1,2}[/-][0-9]{1,2}(?![/0-9-])"
    r"|[0-9]{1,2} tháng [0-9]{1,2}(?:[, ]{1,2}năm [0-9]{4})?|[0-9]{4}-[0-9]{2}-[0-9]{2})"
)
_YEAR = r"(?: ?/ ?[0-9]{4}|[, ]{1,2}năm (?:[0-9]{4}|nay|sau)|-[0-9]{4})?"
_HOUR = r"(?:[0-9]{1,2} ?(?:giờ|h)(?: ?[0-9]{2})?(?: phút)?,? )?"
_PART = r"(?:(?:đầu|giữa|cuối|hết) )?"
_LIST = r"(?:(?:, ?| và |-)(?:{0} ?)?{1}(?!\s?[/0-9])){{0,6}}(?:(?:, ?| và |-)(?:{0} ?)?{1})?"
_MONTH_NO = r"[0-9]{1,2}"
_QUARTER_NO = r"(?:iv|i{1,3}|[1-4]|một|hai|ba|tư)\b"
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
_TIMES = "|".join(
    (
        rf"từ (?:ngày )?{_DAY} đến (?:hết )?(?:ngày )?{_DAY}",
        rf"từ (?:ngày )?[0-9]{{1,2}} ?(?:-|đến) ?(?:ngày )?{_DAY}",
        rf"{_HOUR}(?:{_WEEKDAY},? )?(?:hết )?ngày [0-9]{{1,2}} (?:hằng|hàng|mỗi) tháng",
        r"ngày [0-9]{1,2} (?:của )?tháng (?:cuối|đầu)(?: của)?(?: mỗi| hằng| hàng)? quý",
        rf"{_HOUR}(?:{_WEEKDAY},? )?(?:(?:hết )?ngày )?{_DAY}(?: (?:hằng|hàng) năm)?",
        r"[0-9]{1,3} (?:\([^)]{1,20}\) )?(?:ngày làm việc|ngày|tuần|tháng),? (?:kể từ|tính từ|từ"
        r"|sau khi|sau)"
        r" [^,.;:()\n]{2,80}",
        r"(?:(?:trong|thời hạn|vòng|không quá"
        r"|tối đa) ){1,3}[0-9]{1,3} (?:\([^)]{1,20}\) )?ngày(?: làm việc)?",
        rf"{_PART}tháng {_MONTH_NO}{_LIST.format('tháng', _MONTH_NO)}{_YEAR}",
        rf"{_PART}t[0-9]{{1,2}}/[0-9]{{4}}",
        rf"{_PART}quý {_QUARTER_NO}{_LIST.format('quý', _QUARTER_NO)}{_YEAR}",
        r"(?:0?[369]|sáu|ba|chín) tháng (?:đầu|cuối)(?: năm)?(?: [0-9]{4})?",
        rf"{_PART}năm (?:[0-9]{{4}}|nay|sau)(?:-[0-9]{{4}})?",
        r"cuối năm(?: [0-9]{4})?",
        r"(?:cuối |đầu |giữa )?(?:tuần|tháng|quý) (?:này|tới|sau)",
        rf"(?:{_WEEKDAY} )?(?:định kỳ )?(?:hằng|hàng|mỗi|từng) (?:ngày|tuần|tháng|quý|6 tháng"
        rf"|năm) (?:một|1|01) lần",
        rf"(?:{_WEEKDAY} )?(?:định kỳ )?(?:hằng|hàng|mỗi|từng) (?:ngày|tuần|tháng|quý|6 tháng"
        rf"|năm)\b",
        r"(?:định kỳ )?(?:[0-9]{1,2}|một|hai|ba) (?:ngày|tuần|tháng) ?(?:/ ?| một | 1 | 01 )lần",
        r"[0-9]{2}/[0-9]{4}|[0-9]/[0-9]{4}",
    )
)
_BEFORE = (
    r"(?:(?:chậm nhất|muộn nhất|không muộn hơn|không chậm hơn|không quá|chậm nhất sau|trước"
    r"|trong|vào|đến|tới|hết|là|thời hạn|vòng|khoảng"
    r"|định kỳ|sáng|chiều|từ nay|nay)[ :]{1,2}){0,4}"
)
CANDIDATE = re.compile(rf"(?<![\w/]){_BEFORE}(?:{_TIMES})(?![\w%])")
TRIM = re.compile(
    r"(?:trong thời hạn|thời hạn|trong vòng|trong khoảng|khoảng|vòng|vào|là|trong|đến|tới|từ nay"
    r"|nay|định kỳ|xong|sáng|chiều"
    r"|hết|từng|trước|[0-9]{1,2} ?(?:giờ|h)(?: ?[0-9]{2})?(?: phút)?,?)[ :]{1,2}"
)
