"""Sums of money: every way in which papers write them, and what is asked about instead."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.money import MOST, parse_amount
from ntmtrack.errors import DataError


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("3,5 tỷ", 3_500_000_000),
        ("3.5 tỷ đồng", 3_500_000_000),
        ("12 tỉ", 12_000_000_000),
        ("1,25 ty dong", 1_250_000_000),
        ("2 nghìn tỷ", 2_000_000_000_000),
        ("850 triệu đồng", 850_000_000),
        ("850TR", 850_000_000),
        ("850 trđ", 850_000_000),
        ("1250 triệu", 1_250_000_000),
        ("12.500,5 triệu", 12_500_500_000),
        ("500 nghìn đồng", 500_000),
        ("500 ngàn", 500_000),
        ("3 tỷ 500 triệu", 3_500_000_000),
        ("3 tỷ 500,5 triệu", 3_500_500_000),
        ("1 tỷ 2 triệu 3 nghìn đồng", 1_002_003_000),
        ("1.250.000.000", 1_250_000_000),
        ("1,250,000,000 VND", 1_250_000_000),
        ("1 250 000 000 đ", 1_250_000_000),
        ("1.250.000.000,00 đồng", 1_250_000_000),
        ("1250000", 1_250_000),
        ("1.250 đồng", 1250),
        ("850 đồng", 850),
        ("0 đồng", 0),
        ("0", 0),
        ("3.5 billion", 3_500_000_000),
    ],
)
def test_a_sum_is_read_as_papers_write_it(text: str, amount: int) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("850", "does not say of what"),
        ("1.250", "does not say of what"),
        ("3,5", "does not say of what"),
        ("999999", "does not say of what"),
        ("1.250 triệu", "can be read as"),
        ("1,250 tỷ", "can be read as"),
        ("0,5 đồng", "not a whole number"),
        ("1 250.000 đ", "not a whole number"),
        ("1.250,000 đồng", "not a whole number"),
        ("3.001.250,000", "not a whole number"),
        ("1,2345678901 tỷ", "not a whole number"),
        ("3 tỷ 5", "is no sum"),
        ("3 tỷ rưỡi", "is no sum"),
        ("5 tỷ 6 tỷ", "is no sum"),
        ("500 triệu 3 tỷ", "is no sum"),
        ("3 tỷ 1500 triệu", "is no sum"),
        ("3,5 tỷ 200 triệu", "is no sum"),
        ("-5 tỷ", "is no sum"),
        ("5 đô", "is no sum"),
        ("khoảng 5 tỷ", "is no sum"),
        ("nhiều", "is no sum"),
        ("đồng", "is no sum"),
        ("", "is no sum"),
        ("2000000 tỷ", "is more than"),
        ("99999999999999999", "digits"),
    ],
)
def test_what_is_no_sum_or_may_be_two_is_asked_about(text: str, why: str) -> None:
    with pytest.raises(DataError) as refused:
        parse_amount(text)
    assert why in refused.value.message.text
    assert refused.value.hint is not None


SCALES = {"": 1, " đồng": 1, " nghìn": 10**3, " triệu đồng": 10**6, " tỷ": 10**9}


@given(st.integers(0, MOST), st.sampled_from(list(SCALES)))
def test_a_sum_written_out_in_any_size_is_that_sum(amount: int, scale: str) -> None:
    number = f"{Decimal(amount) / SCALES[scale]:f}".replace(".", ",")
    try:
        assert parse_amount(f"{number}{scale}") == amount
    except DataError as asked:
        # Three figures after the only mark may be thousands.
        assert "," in number or (scale == "" and 0 < amount < 10**6), asked.message


@given(st.integers(1000, MOST), st.sampled_from(".,"))
def test_groups_of_three_are_the_number_that_they_part(amount: int, mark: str) -> None:
    grouped = f"{amount:,}".replace(",", mark)
    assert parse_amount(f"{grouped} đồng") == amount


@given(st.text(max_size=20))
def test_no_text_is_more_than_a_sum_or_a_question(text: str) -> None:
    try:
        found = parse_amount(text)
    except DataError:
        return
    assert 0 <= found <= MOST


@given(st.integers(1, 999), st.integers(1, 999), st.integers(1, 999))
def test_parts_add_up(billions: int, millions: int, thousands: int) -> None:
    text = f"{billions} tỷ {millions} triệu {thousands} nghìn"
    assert parse_amount(text) == billions * 10**9 + millions * 10**6 + thousands * 10**3
