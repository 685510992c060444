"""To whom a paper was sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.notice.recipients import recipients
from ntmtrack.domain.paper import Paper

TAIL = """Các đơn vị thực hiện Thông báo này./.

Nơi nhận:
- TT. Huyện ủy, HĐND huyện;
- Các phòng chuyên môn;
– Đảng ủy xã Tú Lệ,

- Lưu: VT.
"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (TAIL, ["TT. Huyện ủy, HĐND huyện", "Các phòng chuyên môn", "Đảng ủy xã Tú Lệ"]),
        ("Nơi nhận: UBND các xã; \nTM. UBND HUYỆN\nCHỦ TỊCH\n", ["UBND các xã"]),
        ("NƠI NHẬN:\r\n1. Sở Nội vụ\r\n2. Lưu VT\r\nKT. CHỦ TỊCH\r\n", ["Sở Nội vụ"]),
        ("Nơi nhận:\n\n- Như trên;\n- Lưu.\n", ["Như trên"]),
        ("Nơi nhận hỗ trợ là các xã nghèo", []),
        ("Không có phần cuối", []),
        ("", []),
        ("Nơi nhận:\n---\n", []),
    ],
)
def test_recipients_are_the_lines_below_their_label(text: str, names: list[str]) -> None:
    found = recipients(Paper(text))
    assert [each.value for each in found] == names
    assert all(text[each.start : each.end] == each.value for each in found)


@given(st.text())
def test_any_text_has_recipients_inside_it_or_none(text: str) -> None:
    for each in recipients(Paper(f"Nơi nhận:\n{text}")):
        assert 0 <= each.start < each.end <= len(text) + 10
        assert each.value
