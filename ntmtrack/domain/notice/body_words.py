"""The words that bodies are known by, and the patterns made of them."""

import re

# Bodies whose words stand alone, without a name after them.
_WHOLE = """
ủy ban mặt trận tổ quốc việt nam|ủy ban mặt trận tổ quốc|ủy ban mttq việt nam|ủy ban mttq|ub mttq|
ub.mttq|ubmttq|mặt trận tổ quốc việt nam|mặt trận tổ quốc|mttq việt nam|mttq|ủy ban nhân dân|ubnd|
hđnd - ubnd|hđnd-ubnd|ủy ban kiểm tra|hội đồng nhân dân|hđnd|ban chỉ đạo|bcđ|
ban quản lý|ban thường vụ|btv|ban chấp hành|ban tổ chức|ban tuyên giáo và dân vận|ban tuyên giáo|
ban dân vận|ban nội chính|ban phát triển thôn|ban phát triển bản|ban phát triển|
ban giám sát cộng đồng|
ban công tác mặt trận|ban giám hiệu|ban nhân dân|ban tài chính|
văn phòng điều phối|văn phòng cấp ủy|văn phòng|kho bạc nhà nước|kho bạc|
ngân hàng chính sách xã hội|
hội liên hiệp phụ nữ|hội lhpn|hội phụ nữ|hội nông dân|hội cựu chiến binh|hội ccb|
hội người cao tuổi|
hội chữ thập đỏ|hội khuyến học|đoàn thanh niên cộng sản hồ chí minh|đoàn tncs hồ chí minh|
đoàn tncs|
đoàn thanh niên|huyện đoàn|tỉnh đoàn|thành đoàn|thị đoàn|xã đoàn|đoàn xã|liên đoàn lao động|
công an|ban chỉ huy quân sự|ban chqs|bộ chỉ huy quân sự|đồn biên phòng|đảng ủy|đảng bộ|huyện ủy|
tỉnh ủy|thành ủy|thị ủy|chi bộ|cấp ủy|chính quyền|thường trực|tổ công tác|tổ giúp việc|
tổ thẩm định|
dân quân|chi hội phụ nữ|chi hội nông dân|chi hội cựu chiến binh|chi hội|chi đoàn thanh niên|
chi đoàn|
bưu điện|viễn thông|bhxh|ttyt|kbnn|vpđp|lđlđ|nhcsxh|tổ khuyến nông cộng đồng|tổ khuyến nông|
tổ công nghệ số cộng đồng|khối dân vận|
tổ thu gom rác|hội đồng giáo dục|đảng đoàn|ban cán sự đảng|ban cán sự|đoàn công tác|
đoàn thẩm định|điện lực|hạt kiểm lâm|bảo hiểm xã hội|chủ tịch|phó chủ tịch|bí thư|phó bí thư|
thủ trưởng|giám đốc|chánh văn phòng|chánh thanh tra|hiệu trưởng|trưởng phòng|trưởng ban|

người đứng đầu|cơ quan chuyên môn|
cơ quan thường trực|cơ quan tham mưu|
ban xây dựng đảng|ban qlda|bqlda|ban ql|bql|bch|ban chỉ huy|ban chỉ huy phòng thủ dân sự|
văn phòng đăng ký đất đai|thuế cơ sở|đội thuế|ban giảm nghèo|ban giám đốc|tổ giúp việc|
trưởng thôn|trưởng bản|trưởng ấp|trưởng xóm|trưởng khu|trưởng các thôn|trưởng các bản|
trưởng các ấp|tổ trưởng|chi hội trưởng|hội lhpn|hội nd|hội pn|đtn|hội đồng thẩm định|
lãnh đạo đảng ủy|lãnh đạo ubnd|chủ đầu tư|đơn vị tư vấn|đơn vị thi công|nhà thầu|
trung tâm y tế|trung tâm dịch vụ nông nghiệp|
trạm y tế|
"""
# Kind words that are bodies only with a name of their own after them.
_NAMED = """
ban|phòng|sở|bộ|trung tâm|trạm|trường|chi cục|cục|tổng cục|ngân hàng|hội|đoàn|tổ|đội|thanh tra|
viện|bệnh viện|
đài|báo|công ty|hợp tác xã|htx|chi nhánh|văn phòng|công chức|cán bộ|kế toán|liên minh|
quỹ|xí nghiệp|nhà máy|doanh nghiệp|
công đoàn|
"""
# Names of offices: words in small letters or commas inside them are no end of the name.
_NAMES = """
tiểu học và trung học cơ sở|tiểu học và thcs|trung học cơ sở và trung học phổ thông|th&thcs|
thcs và thpt|trung học cơ sở|trung học phổ thông|tiểu học|mầm non|mẫu giáo|thcs|thpt|
phổ thông dân tộc bán trú tiểu học|phổ thông dân tộc bán trú trung học cơ sở|ptdtbt thcs|
phổ thông dân tộc nội trú|nông nghiệp - môi trường|hạ tầng kỹ thuật|kinh tế - xã hội|
cung ứng dịch vụ công|dịch vụ công|đăng ký đất đai|dân tộc - tôn giáo|nội vụ - lao động|
văn hóa, xã hội|văn hóa và xã hội|qlda đtxd|qlda|điều phối nông thôn mới và giảm nghèo|
nông nghiệp và phát triển nông thôn|nông nghiệp và ptnt|nn&ptnt|nn và ptnt|
nông nghiệp và môi trường|
nông nghiệp|tài chính - kế hoạch|tài chính-kế hoạch|tc-kh|tài chính và kế hoạch|tài chính|
kế hoạch và đầu tư|
kinh tế - hạ tầng|kinh tế-hạ tầng|kinh tế và hạ tầng|kinh tế, hạ tầng và đô thị|kinh tế ngành|
kinh tế|
văn hóa - thông tin|văn hóa-thông tin|văn hóa và thông tin|văn hóa - xã hội|văn hóa-xã hội|
văn hóa xã hội|
văn hóa, khoa học và thông tin|văn hóa, thể thao và du lịch|
văn hóa, thể thao, du lịch và thông tin|
văn hóa, thể thao và truyền thông|văn hóa, thể thao, truyền thông|
văn hóa - thể thao và truyền thông|
văn hóa|tài nguyên và môi trường|tài nguyên - môi trường|tn&mt|lao động - thương binh và xã hội|
lao động-thương binh và xã hội|lao động - thương binh & xã hội|lao động, thương binh và xã hội|
lao động - tbxh|lđ-tb&xh|lđtb&xh|lđ-tbxh|lđtbxh|giáo dục và đào tạo|giáo dục - đào tạo|gd&đt|gd-đt|
nội vụ|tư pháp - hộ tịch|tư pháp|y tế|dân tộc và tôn giáo|dân tộc|quản lý đô thị|công thương|
xây dựng|
giao thông vận tải|giao thông - xây dựng|khoa học và công nghệ|thông tin và truyền thông|
điều phối nông thôn mới|điều phối ntm|bảo vệ môi trường|chăn nuôi và thú y|kiểm lâm|thủy lợi|
quản lý thị trường|an toàn thực phẩm|
dịch vụ hỗ trợ phát triển nông nghiệp|dịch vụ nông nghiệp|
dịch vụ tổng hợp|thống kê khu vực|
truyền thông và văn hóa|truyền thông, văn hóa và thể thao|dịch vụ sự nghiệp công|
phát triển quỹ đất|phục vụ hành chính công|hành chính công|
giáo dục nghề nghiệp - giáo dục thường xuyên|
chính trị|dự án đầu tư xây dựng và phát triển quỹ đất|dự án đầu tư xây dựng|dự án đầu tư|dự án|
quản lý dự án đầu tư xây dựng|quản lý dự án|địa chính - xây dựng|địa chính|hđnd và ubnd|
hđnd - ubnd|hđnd-ubnd|chính sách xã hội|phát triển nông thôn|trồng trọt và bảo vệ thực vật|thú y|
thực hiện các chương trình mục tiêu quốc gia|thực hiện chương trình mục tiêu quốc gia|
các chương trình mục tiêu quốc gia|chương trình mục tiêu quốc gia|xây dựng nông thôn mới|
xây dựng ntm|
chương trình mtqg xây dựng ntm|các chương trình mtqg|chương trình mtqg|mtqg|ntm|nông thôn mới|
"""
_AREA = (
    r"(?:huyện|tỉnh|xã|thị xã|thành phố|thị trấn|phường|thôn|bản|ấp|buôn|khu|tổ dân phố|trung ương)"
)
_MANY_NOUN = (
    r"(?:cơ quan chuyên môn|cơ quan|đơn vị|bộ|ngành|địa phương|xã|thị trấn|phường|phòng ban"
    r"|phòng|ban|sở|cấp ủy đảng|"
    r"cấp ủy|cấp|chính quyền|hội đoàn thể|hội|đoàn thể|đoàn thể chính trị - xã hội"
    r"|tổ chức chính trị - xã hội|"
    r"tổ chức chính trị-xã hội|tổ chức|thôn|bản|ấp|huyện|thành phố|chi bộ|trường học|trường"
    r"|doanh nghiệp|hộ dân|"
    r"chủ đầu tư|chủ thể ocop|chủ thể|hợp tác xã|thành viên ban chỉ đạo|thành viên|đồng chí"
    r"|ông, bà|ông bà|ông/bà"
    r"|khối phố|đảng bộ|"
    r"chi, đảng bộ|trưởng thôn|công chức|cán bộ)"
)
_MANY_TAIL = (
    r"(?: (?:chuyên môn|liên quan|có liên quan|chức năng|phụ trách(?: các| từng)?(?: xã"
    r"| thôn| bản| ấp| địa bàn| đơn vị| cơ sở| tiêu chí| nội dung| lĩnh vực)?(?: liên quan)?"
    r"|trực thuộc|trưởng (?:thôn|bản|ấp|xóm|khu|ban|phòng|ngành)|(?:huyện |đảng |tỉnh |chi "
    r"|thành )?ủy viên(?: (?:ban thường vụ|ban chấp hành"
    r"|ban chỉ đạo|ubnd))?|khu dân cư|tổ dân phố|thôn|bản|ấp|"
    r"thành viên(?: ban chỉ đạo| bcđ)?|ban chỉ đạo|bcđ|(?:của|thuộc|trên địa bàn|trong) (?:sở"
    r"|huyện|xã|tỉnh|thị xã"
    r"|thành phố|toàn (?:huyện|xã|tỉnh))"
    r"|cấp (?:huyện|xã|tỉnh|trên)|chính trị - xã hội|chính trị-xã hội|huyện|tỉnh|xã|còn lại"
    r"|cơ sở|chủ trì|đã đăng ký|đăng ký[^,.;:]{0,60}))*"
)


def _either(words: str) -> str:
    listed = filter(None, (each.strip() for each in words.replace("\n", "").split("|")))
    return "(?:" + "|".join(map(re.escape, sorted(listed, key=len, reverse=True))) + ")"


_FIELD = _either(_NAMES).replace(r"\ và\ ", r"(?:\ và\ |\ ?&\ ?)")
# "P. Kinh tế", "VP. HĐND và UBND": shortened kind words, only before a known name.
_SHORT = rf"(?:p|tt|vp|bql)\.?(?= ?{_FIELD}(?!\w))"
HEAD = re.compile(
    rf"(?!tổ chức)(?P<whole>{_either(_WHOLE)})\b(?! viên)|(?P<named>{_either(_NAMED)}\b|{_SHORT})"
)
# Bodies whose own name follows the field they work in: "Hợp tác xã Nông nghiệp Tân Phát".
OWN_NAME = re.compile(
    r"(?:hợp tác xã|htx|công ty|trường|doanh nghiệp|xí nghiệp|chi nhánh|quỹ|ngân hàng|trung tâm)\b"
)
NAME = re.compile(rf" ?(?:{_FIELD})(?!\w)")
PLACE = re.compile(
    rf" ?-? ?(?P<area>(?:thôn|bản|ấp|khu|khu phố|tổ dân phố)(?: số)? [0-9]{1, 2}(?![0-9/.,])"
    r"|khu vực(?: (?:số )?(?:[ivx]{1,4}|[0-9]{1,2})(?!\w|[/.,]\d))?"
    rf"|(?:hai|ba|các) xã|huyện, xã|huyện và xã|tỉnh, huyện|{_AREA}(?! ủy| đoàn)"
    r"|(?:huyện|tỉnh|thành|thị|quận) (?:ủy|đoàn)|đoàn xã|xã đoàn|đảng (?:ủy|bộ))\b"
)
AS_PLACE = re.compile(
    r"(?:ubnd |đảng ủy )?(?:các )?(?:(?:thôn|bản|ấp|khu|khu phố)(?: số)? [0-9]{1,2}(?![0-9/.,])"
    rf"|{_AREA}\b(?! ủy| đoàn))"
)
AREA_WORD = re.compile(_AREA)
# "trưởng ấp 3": the number of a place whose kind word ends an office.
PLACE_NUMBER = re.compile(
    r"(?:(?<=thôn)|(?<=xóm)|(?<=ấp)|(?<=bản)|(?<=khu)) (?:số )?[0-9]{1,2}(?![0-9/.,])"
)
SHARED = re.compile(
    rf"(?P<organ>(?:(?:phó )?(?:chủ tịch|bí thư|chủ nhiệm|lãnh đạo"
    rf"|thường trực) )?(?:{_either(_WHOLE)} )?)(?:các|hai|ba|bốn|năm|\d+)"
    rf" (?P<areas>{_AREA}(?:(?:, | và |/){_AREA})*)(?:: ?| )(?=\w)"
)
MANY = re.compile(
    rf"(?:(?:{_either(_WHOLE)}|công an|hội đồng nhân dân) )?(?:tất cả |toàn thể "
    rf"|đối với )?(?:các|từng|mọi|mỗi) {_MANY_NOUN}"
    rf"(?:(?:, | và |/|,| - )(?:các )?{_MANY_NOUN})*\b{_MANY_TAIL}"
)
PERSON = re.compile(r"(?:các )?(?:đồng chí|đ/c|ông|bà):? ")
JOIN = re.compile(r"\s*(?:,|;|\bvà\b|\bcùng với\b|\bcùng\b|&)\s*(?:và )?")
WORD = re.compile(r"[^\s,;:.()\"“”]+")
INSIDE = re.compile(r"(?: - |-|, | và | & )")
OFFICES = re.compile(
    r"(?:(?:nguyên |phó |quyền )?(?:chủ tịch|bí thư|trưởng ban|trưởng phòng|trưởng|giám đốc"
    r"|hiệu trưởng|chánh văn phòng|thủ trưởng"
    r"|người đứng đầu|công chức|cán bộ|chủ nhiệm|ủy viên|lãnh đạo|đội trưởng|tổ trưởng))\b"
)
TASKED = re.compile(
    r" (?:được (?:phân công|giao)(?: nhiệm vụ| phụ trách"
    r"(?: (?:các )?(?:xã|thôn|bản|địa bàn|đơn vị|cơ sở|tiêu chí)\b(?! [A-ZĐ]))?)?"
    r"|có tên(?: trên)?|có liên quan"
    r"|liên quan)(?!\w)"
)
STOP = re.compile(
    r"(?:về|để|theo|trong|trước|tại|khi|từ|đến|cho|với|là|thì|như|của|do|bị|được|ngay|nhằm|trên)\b"
)
ROLE = re.compile(r"(?:chủ trì|phối hợp|cùng|có|làm|và|đã|được|cần|phải|sẽ|chịu|trực)\b")
SHOUTED_VERBS = re.compile(
    r"(?:kéo|sửa|mở|cho|nhận|khám|đổ|làm|xây|tổ chức|rà soát|chỉ đạo|phân công|hướng dẫn)\b"
)
# "Trung tâm ứng dụng tiến bộ khoa học kỹ thuật huyện": small letters up to the area.
CENTRE = re.compile(r"(?<=trung tâm) [^,;:.()\n]{3,70}? (?P<area>huyện|tỉnh|thành phố|thị xã)\b")
ROLE_INSIDE = re.compile(
    r"\b(?:chủ trì|phối hợp|tham mưu|hướng dẫn|rà soát|tổ chức|chỉ đạo|xây dựng|thực hiện"
    r"|tập trung)\b"
)
LONGEST_NAME = 14
BARE = re.compile(r"(?:cấp ủy|chính quyền|đoàn thể|chủ tịch|bí thư|lãnh đạo)")
# Organs that every commune has: several may share the name of theirs, said once after the last.
ORGAN = re.compile(
    r"(?:đảng ủy|đảng bộ|ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd(?:\s?-\s?ubnd)?"
    r"|ủy ban mttq(?: việt nam)?"
    r"|ubmttq|ub mttq|mttq(?: việt nam)?|(?:ủy ban )?mặt trận tổ quốc(?: việt nam)?)"
)
# "TTDVNN huyện": an office by its initials, with the place it serves.
INITIALS = re.compile(r"[A-ZĐƯ][A-ZĐƯ&-]{1,10}(?= (?:huyện|xã|tỉnh|thị xã|thành phố)\b)")
