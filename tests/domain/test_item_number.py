"""The number of a criterion or an indicator, as headings and cells of sheets write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.item_number import cited, with_zero
from ntmtrack.errors import DataError


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("17", "17", None),
        ("06", "6", None),
        ("17.8", "17.8", None),
        ("17.1đ", "17.1đ", None),
        ("17.1a", "17.1a", None),
        ("TC 17", "17", None),
        ("TC17", "17", None),
        ("Tiêu chí số 17", "17", None),
        ("TIÊU CHÍ 17", "17", None),
        ("tieu chi 17", "17", None),
        ("Chỉ tiêu 17.8 (%)", "17.8", None),
        ("TC17: Môi trường", "17", "moi truong"),
        ("17. Môi trường", "17", "moi truong"),
        ("17) Môi trường", "17", "moi truong"),
        ("Tiêu chí 17 Môi trường và an toàn", "17", "moi truong va an toan"),
        ("17:", "17", None),
    ],
)
def test_a_number_is_found_however_it_is_cited(text: str, number: str, name: str | None) -> None:
    found = cited(text)
    assert found is not None
    assert (found.number, found.name) == (number, name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Xã",
        "6 tháng",
        "6 tháng đầu năm",
        "2024",
        "1: Chưa đạt",
        "0",
        "17.0",
        "1-5",
        "1,2",
        "T6/2024",
    ],
)
def test_what_cites_no_number_is_none(text: str) -> None:
    assert cited(text) is None


@given(st.integers(1, 999))
def test_every_number_is_read_back(number: int) -> None:
    for words in (str(number), f"TC {number}", f"Tiêu chí số {number}"):
        found = cited(words)
        assert found is not None
        assert found.number == str(number)


def test_a_zero_that_a_sheet_lost_is_given_back() -> None:
    assert with_zero("17.1", {"17.10"}, typed=True) == ("17.10", True)
    assert with_zero("17.1", {"17.10"}, typed=False) == ("17.1", False)
    assert with_zero("17.1", {"17.1"}, typed=True) == ("17.1", False)
    assert with_zero("1", {"10", "1"}, typed=True) == ("1", False)


def test_where_both_are_known_the_sheet_does_not_tell() -> None:
    with pytest.raises(DataError, match="the sheet keeps both as one"):
        with_zero("17.1", {"17.1", "17.10"}, typed=True)
