"""What a cell says of a criterion: a verdict, a figure, both or nothing."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Stage, Verdict
from ntmtrack.domain.sheet_cell import Cell, Percent
from ntmtrack.domain.text import fold
from ntmtrack.domain.verdict_cell import WORDS, Said, legend, read, read_stage, same_measure
from ntmtrack.errors import DataError

MET, NEARLY, UNMET, NOT = (
    Verdict.MET,
    Verdict.NEARLY_MET,
    Verdict.UNMET,
    Verdict.NOT_APPLICABLE,
)


@pytest.mark.parametrize(
    ("cell", "verdict"),
    [
        ("Đ", MET),
        ("Ð", MET),
        ("Đạt", MET),
        (unicodedata.normalize("NFD", "Đạt"), MET),
        ("ĐẠT", MET),
        ("✓", MET),
        ("CĐ", UNMET),
        ("chưa", UNMET),
        ("Không đạt", UNMET),
        ("Cơ bản đạt", NEARLY),
        ("CBĐ", NEARLY),
        ("KAD", NOT),
        ("không áp dụng", NOT),
        ("–", NOT),
        ("met", MET),
    ],
)
def test_words_mean_the_same_in_every_sheet(cell: str, verdict: Verdict) -> None:
    assert read(cell, legend([cell], {}), counted=False) == Said(verdict)


@pytest.mark.parametrize("cell", ["", "  ", "chưa đánh giá", "not_assessed"])
def test_some_cells_say_nothing(cell: str) -> None:
    assert read(cell, legend([cell], {}), counted=True) is None


@given(st.sets(st.sampled_from(sorted(WORDS))), st.sampled_from(sorted(WORDS)))
def test_a_word_means_the_same_whatever_stands_beside_it(others: set[str], word: str) -> None:
    assert legend({*others, word}, {})[fold(word)] is WORDS[word]


@pytest.mark.parametrize(
    ("mark", "beside", "clear"),
    [
        ("x", {"CĐ"}, True),
        ("x", {"CB"}, True),
        ("x", set(), True),
        ("v", set(), True),
        ("+", {"CĐ"}, True),
        ("x", {"Đ"}, False),
        ("x", {"✓"}, False),
        ("x", {"v"}, False),
        ("+", {"-"}, False),
        ("C", {"Đ"}, True),
        ("C", {"CB", "–"}, True),
        ("C", set(), False),
        ("C", {"Đ", "K"}, False),
        ("U", {"M"}, True),
        ("M", {"U"}, True),
        ("N", {"M"}, True),
        ("N", set(), False),
        ("-", {"Đ"}, False),
        ("k", {"Đ"}, False),
        ("0", {"1"}, False),
    ],
)
def test_a_mark_means_what_its_sheet_makes_of_it(mark: str, beside: set[str], clear: bool) -> None:
    marks = legend({mark, *beside}, {})
    assert (fold(mark) in marks) is clear
    if not clear:
        with pytest.raises(DataError, match="it is not clear"):
            read(mark, marks, counted=False)


def test_what_is_said_of_a_mark_goes_first() -> None:
    marks = legend(["x", "Đ", "1"], {"x": UNMET, "1": MET, "d": NEARLY})
    assert read("x", marks, counted=False) == Said(UNMET)
    assert read(1.0, marks, counted=False) == Said(MET)
    assert read("Đ", marks, counted=False) == Said(NEARLY)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (82.5, Said(value=Decimal("82.5"), bare=True)),
        (Percent(Decimal("82.5")), Said(value=Decimal("82.5"), unit="%")),
        ("82,5", Said(value=Decimal("82.5"))),
        ("82,5 %", Said(value=Decimal("82.5"), unit="%")),
        ("-5", Said(value=Decimal(-5))),
        ("1.234,5", Said(value=Decimal("1234.5"))),
        ("82,5/80", Said(value=Decimal("82.5"), level=Decimal(80))),
        ("82,5 % / 80 %", Said(value=Decimal("82.5"), unit="%", level=Decimal(80))),
        ("Đạt (82,5%)", Said(MET, Decimal("82.5"), "%")),
        ("Đạt: 82,5", Said(MET, Decimal("82.5"))),
        ("Chưa đạt - 70/80", Said(UNMET, Decimal(70), None, Decimal(80))),
    ],
)
def test_a_figure_is_read_with_what_stands_around_it(cell: Cell, said: Said) -> None:
    assert read(cell, legend([cell], {}), counted=True) == said


@pytest.mark.parametrize(
    "cell", ["1.234", "82,5 triệu 3", "hay", "Đạt (hay)", "?", "-", True, "hay (5)"]
)
def test_what_cannot_be_told_is_refused(cell: Cell) -> None:
    with pytest.raises(DataError):
        read(cell, legend([cell], {}), counted=True)


@pytest.mark.parametrize("cell", [1, 0, 82.5, Percent(Decimal(5))])
def test_a_number_is_no_judgement_of_what_takes_none(cell: Cell) -> None:
    with pytest.raises(DataError, match="it is not clear"):
        read(cell, legend([cell], {}), counted=False)


def test_stages_are_known_by_their_names() -> None:
    assert read_stage("Tự đánh giá") is Stage.SELF
    assert read_stage("THẨM TRA") is Stage.VERIFICATION
    assert read_stage("appraisal") is Stage.APPRAISAL
    with pytest.raises(DataError, match="is no stage"):
        read_stage("bước 1")


@pytest.mark.parametrize(
    "headed", ["triệu đồng", "triệu đồng/người/năm", "Triệu", "người", "đạt/chưa đạt"]
)
def test_a_heading_may_name_a_measure_in_its_own_words(headed: str) -> None:
    same_measure(headed, "triệu đồng/người", number="10.1")


def test_figures_under_another_measure_are_refused() -> None:
    with pytest.raises(DataError, match="is measured in"):
        same_measure("nghìn đồng", "triệu đồng/người", number="10.1")
