"""Names in cells: where lists may be cut, how a person and a paper are written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.sheet_names import Cited, cited, cuts, parts, person
from ntmtrack.errors import DataError


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A; B;C", ("A", "B", "C")),
        ("- Phòng A;\n- Phòng B.", ("Phòng A", "Phòng B")),
        ("1. Phòng A\n2) Phòng B", ("Phòng A", "Phòng B")),
        ("Phòng A, Phòng B", ("Phòng A, Phòng B",)),
        (" ; ", ()),
    ],
)
def test_semicolons_and_line_breaks_part_names(text: str, found: tuple[str, ...]) -> None:
    assert parts(text) == found


def test_the_words_uncut_come_first_and_then_every_way_to_cut_them() -> None:
    assert list(cuts("A và B, C")) == [
        ("A và B, C",),
        ("A và B", "C"),
        ("A", "B, C"),
        ("A", "B", "C"),
    ]
    assert list(cuts("Phòng Và")) == [("Phòng Và",)]
    assert list(cuts("A & B")) == [("A & B",), ("A", "B")]


def test_of_very_many_names_only_all_or_none_are_cut() -> None:
    names = [f"P{place}" for place in range(20)]
    assert list(cuts(", ".join(names))) == [(", ".join(names),), tuple(names)]


@given(st.lists(st.sampled_from(["Phòng Y tế", "Sở X", "KT-HT"]), min_size=1, max_size=5))
def test_no_way_to_cut_loses_a_name(names: list[str]) -> None:
    for way in cuts(" và ".join(names)):
        assert " và ".join(way) == " và ".join(names)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Lò Văn A", "Lò Văn A"),
        ("Lò Văn A, Phó <a@x.vn>", "Lò Văn A, Phó <a@x.vn>"),
        ("Lò Văn A (Phó)", "Lò Văn A, Phó"),
        ("Lò Văn A (Phó) <a@x.vn>", "Lò Văn A, Phó <a@x.vn>"),
    ],
)
def test_a_person_of_a_list_is_written_as_it_is_read(text: str, written: str) -> None:
    assert person(text) == written


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("152/KL-HU", Cited("152/KL-HU")),
        ("Số: 152/KL-HU", Cited("152/KL-HU")),
        ("Kết luận số 152/KL-HU ngày 10/5/2023", Cited("152/KL-HU", date(2023, 5, 10))),
        (
            "Nghị quyết số 05-NQ/TW, ngày 2 tháng 3 năm 2024 của Bộ Chính trị",
            Cited("05-NQ/TW", date(2024, 3, 2)),
        ),
        ("15/BC-UBND (ngày 2/3/2024)", Cited("15/BC-UBND", date(2024, 3, 2))),
        ("15/BC-UBND, 2/3/2024", Cited("15/BC-UBND, 2/3/2024")),
        ("Thông báo số 9/TB về rà soát", Cited("9/TB")),
    ],
)
def test_a_paper_is_told_by_its_number_and_its_day(text: str, found: Cited) -> None:
    assert cited(text) == found


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(DataError):
        cited("số 15/BC ngày 31/2/2024")
