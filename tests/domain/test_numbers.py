"""Lists of criterion numbers, and measured values as typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.numbers import number_key, parse_decimal, parse_numbers, parse_quantity
from ntmtrack.errors import DataError

TYPED = st.text(st.characters()) | st.text("0123456789.,; -–abđ%", max_size=12)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,2,5-6, 17.8", ("1", "2", "5", "6", "17.8")),
        ("1,2,5,6,10,11,14,17-19", ("1", "2", "5", "6", "10", "11", "14", "17", "18", "19")),
        ("5; 3 ;;5,", ("5", "3")),
        ("3-5, 4", ("3", "4", "5")),
        ("17 - 19", ("17", "18", "19")),
        ("17–19", ("17", "18", "19")),
        ("06", ("6",)),
        ("số 06", ("6",)),
        ("Tiêu chí số 06 và 11", ("6", "11")),
        ("tieu chi 5, 6", ("5", "6")),
        ("17.1a 17.1A 17.1đ", ("17.1a", "17.1đ")),
        ("1.2.3.4", ("1.2.3.4",)),
        ("17.08", ("17.8",)),
        ("1-200", tuple(str(number) for number in range(1, 201))),
    ],
)
def test_lists_and_ranges_are_read_in_order(text: str, numbers: tuple[str, ...]) -> None:
    assert parse_numbers(text) == numbers


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("0", "0"),
        ("1,abc", "abc"),
        ("Đạt", "Đạt"),
        ("6-5", "6-5"),
        ("5-5", "5-5"),
        ("0-5", "0-5"),
        ("-3", "-3"),
        ("1 -3", "-3"),
        ("1.2.3.4.5", "1.2.3.4.5"),
        ("17.0", "17.0"),
        ("17a", "17a"),
        ("10.1-10.4", "10.1-10.4"),
        ("1-201", "1-201"),
        ("1234", "1234"),
        ("٣", "٣"),
        ("9/19", "9/19"),
    ],
)
def test_a_bad_piece_is_named_with_an_example(text: str, piece: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_numbers(text)
    assert caught.value.message.values["piece"] == piece
    assert caught.value.hint is not None
    assert "5-6" in caught.value.hint.text


@pytest.mark.parametrize("text", ["", "  ", ",;"])
def test_an_empty_list_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="No number"):
        parse_numbers(text)


PARTS = st.lists(st.integers(1, 999), min_size=1, max_size=4)
NUMBER = st.builds(
    lambda parts, letter: ".".join(map(str, parts)) + (letter if len(parts) > 1 else ""),
    PARTS,
    st.sampled_from(["", "", "a", "đ", "z"]),
)


@given(st.lists(NUMBER, min_size=1), st.sampled_from([",", ", ", ";", " "]))
def test_numbers_written_out_are_read_back(numbers: list[str], separator: str) -> None:
    assert parse_numbers(separator.join(numbers)) == tuple(dict.fromkeys(numbers))


@given(st.lists(PARTS, min_size=2, max_size=2))
def test_numbers_sort_part_by_part(pair: list[list[int]]) -> None:
    first, second = (number_key(".".join(map(str, parts))) for parts in pair)
    assert (first < second) is (pair[0] < pair[1])


def test_numbers_sort_as_published() -> None:
    published = ["2", "10", "10.1", "10.2", "10.10", "17.1", "17.1a", "17.1d", "17.1đ", "17.1e"]
    assert sorted(reversed(published), key=number_key) == published


def test_a_key_of_no_number_is_refused() -> None:
    with pytest.raises(DataError):
        number_key("x")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("82,5", "82.5"),
        ("82.5", "82.5"),
        ("82", "82"),
        (" 0 ", "0"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("12 345,6", "12345.6"),
        ("12\u00a0345", "12345"),
        ("12 345.678", "12345.678"),
        ("1.234.567", "1234567"),
        ("1,234,567.125", "1234567.125"),
        ("1.234,567", "1234.567"),
        ("-3,2", "-3.2"),
        ("−3,2", "-3.2"),
        ("0,125", "0.125"),
        ("1,2340", "1.2340"),
        ("1234,567", "1234.567"),
        ("123456789012345", "123456789012345"),
    ],
)
def test_a_value_is_read_with_comma_or_point(text: str, value: str) -> None:
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1.234", "1,234", "-12,500"])
def test_a_value_with_two_readings_is_refused_with_both(text: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_decimal(text)
    digits = text.replace(".", "").replace(",", "")
    readings = caught.value.message.values
    assert readings["thousands"] == digits
    assert readings["decimals"] == f"{digits[:-3]},{digits[-3:]}0"
    assert caught.value.hint is not None
    assert parse_decimal(str(readings["decimals"])) * 1000 == parse_decimal(digits)


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "nan", "NaN", "inf", "-Infinity", "1e5", "1E-3", "1_000", "+3", "٣"),
        *(",5", "5,", "--5", "- 5", "1.2.3", "1,23,456", "12 34", "0.125.000", "1 234 56"),
        *("1.234.567.8", "1,234,567,8", "82,5%", "1234567890123456", "0," + "1" * 15),
        "9" * 10_000,
    ],
)
def test_anything_else_is_no_value(text: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_decimal(text)
    assert caught.value.hint is not None


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(".,"), st.sampled_from(["", " "]))
def test_a_value_written_either_way_is_read_back(
    value: Decimal, separator: str, thousands: str
) -> None:
    written = f"{value:,.2f}".replace(",", thousands).replace(".", separator)
    assert parse_decimal(written) == value


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_value_grouped_either_way_is_read_back(value: Decimal) -> None:
    english = f"{value:,.2f}"
    assert parse_decimal(english) == value
    assert parse_decimal(english.translate(str.maketrans(",.", ".,"))) == value


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("82,5 %", "82.5", "%"),
        ("82,5%", "82.5", "%"),
        ("45 triệu đồng", "45", "triệu đồng"),
        ("12 345,6 m2/người", "12345.6", "m2/người"),
        ("7 m³", "7", "m³"),
        ("-3,2", "-3.2", None),
        ("15.5 km", "15.5", "km"),
    ],
)
def test_a_quantity_keeps_its_unit_words(text: str, value: str, unit: str | None) -> None:
    assert parse_quantity(text) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        *("", "%", "triệu 45", "45 triệu 500 nghìn", "5tr5", "1e5", "9/19", "10-20 %", "82."),
        *("1.234 người", "1m7", "12 34 km"),
    ],
)
def test_a_quantity_that_would_lose_figures_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        parse_quantity(text)


@given(TYPED)
def test_no_text_makes_anything_but_a_data_error(text: str) -> None:
    for parse in (parse_numbers, number_key, parse_decimal, parse_quantity):
        try:
            parse(text)
        except DataError as error:
            assert error.hint is not None
