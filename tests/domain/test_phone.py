"""No letter carries a telephone number on; other figures stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.phone import without_phones


@pytest.mark.parametrize(
    "number",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "+84912345678",
        "+84 912-345-678",
        "02073 822 123",
        "(0213)3.876.543",
        "(+84)912345678",
        "84912345678",
        "0084 912 345 678",
        "0912\u00a0345\u00a0678",
        "0912–345–678",
        "0912_345_678",
    ],
)
def test_a_telephone_number_is_left_out(number: str) -> None:
    assert without_phones(f"Gọi {number} (ông A)") == "Gọi … (ông A)"
    assert without_phones(number) == "…"


@pytest.mark.parametrize(
    "words",
    [
        "318/QĐ-TTg ngày 08/03/2022",
        "NV2026-001, NV2026-002",
        "trước 30.6.2024",
        "1.234.567.890 đồng",
        "2.012.345.678 đồng",
        "0123/2026/NQ-HĐND",
        "mã 02416, 02417, 02418",
        "001099012345",
    ],
)
def test_other_figures_stay(words: str) -> None:
    assert without_phones(words) == words


@given(st.text())
def test_nothing_is_left_to_take_out(text: str) -> None:
    once = without_phones(text)
    assert without_phones(once) == once


@pytest.mark.parametrize("before", ["ĐT.", "SĐT", "Zalo", "ĐT: ", "0987654321/", "0987654321-"])
def test_whatever_stands_before_it(before: str) -> None:
    assert "345" not in without_phones(f"{before}0912345678")
    assert "654" not in without_phones(f"{before}0912345678")
