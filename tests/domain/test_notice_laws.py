"""Laws of the reader: any text is read, every finding is a stretch of it, nothing takes long."""

import time
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ntmtrack.domain.notice.found import HOW, Found, Reading
from ntmtrack.domain.notice.reading import read
from ntmtrack.domain.paper import Cell, Paper
from ntmtrack.domain.text import fold
from tests.domain.notices import HEAD

FRAGMENTS = [
    "THÔNG BÁO\n",
    "Kết luận của ",
    "như sau:\n",
    "Số: 1/TB-UBND",
    "ngày 5 tháng 8 năm 2025\n",
    "Nơi nhận:\n",
    "1. ",
    "a) ",
    "- ",
    "+ ",
    "I. ",
    "Một là, ",
    "Điều 2. ",
    "(3) ",
    "giao ",
    "UBND xã An Bình ",
    "Phòng Tài chính - Kế hoạch ",
    "chủ trì, ",
    "phối hợp với ",
    "các xã An, Bình và Cam ",
    "đồng chí ",
    "Nguyễn Văn A, ",
    "Chủ tịch ",
    "UBND ",
    "rà soát ",
    "hoàn thành ",
    "trước ngày ",
    "30/6/2025",
    "trong tháng 5",
    "hằng tháng ",
    "05 ngày làm việc kể từ ngày nhận",
    "năm 2024 ",
    "; ",
    ". ",
    ", ",
    ": ",
    "(",
    ")",
    "\n",
    "\t",
    "",
    " ",
    "tiêu chí số 10 (Thu nhập): ",
    "chưa đạt ",
    "1, 2, 5-7 ",
    "đạt 9/19 tiêu chí ",
    "TT\tNội dung\tChủ trì\tThời hạn\n",
    "các xã, thị trấn ",
    "Thời hạn: ",
    "Phối hợp: ",
    "XÃ BẢN BO ",
    "thôn 3 ",
    "nông thôn mới nâng cao ",
    "đến hết ",
]
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
LIKELY_TEXT = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join)
# The reader's normal form has one kind of dash.
DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-------")
# Values that are put together from more than one stretch, or told by the words they stand for.
COMPOSED = (
    "shared_head",
    "decree_head",
    "meeting_day",
    "posted_on",
    "words",
    "clause_heading",
    "clause_words",
    "in_clause",
    "main_unit",
    "above",
)


def found_in(value: object) -> Iterator[Found]:
    """Every finding inside a reading."""
    if isinstance(value, Found):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from found_in(each)


def check(text: str, reading: Reading) -> None:
    for found in found_in(reading):
        assert 0 <= found.start < found.end <= len(text), found
        assert found.how in HOW, found
        if found.how not in COMPOSED:
            written = text[found.start : found.end].replace("*", "").translate(DASHES)
            assert fold(found.value) in fold(written), found
    for clause in reading.clauses:
        assert clause.start < clause.end
        for task in clause.tasks:
            assert clause.start <= task.title.start and task.title.end <= clause.end
            if task.due_words is not None and task.due_words.how != "above":
                assert task.due is not None
    starts = [clause.start for clause in reading.clauses]
    assert starts == sorted(starts)


@given(ANY_TEXT | LIKELY_TEXT | LIKELY_TEXT.map(lambda text: HEAD + text))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    check(text, read(Paper(text)))


@given(LIKELY_TEXT)
@example("(UBND xã An Bình TT\tNội dung\tChủ trì\tThời hạn\n")
@settings(max_examples=60, deadline=None)
def test_decomposed_letters_and_other_spaces_change_nothing_but_positions(text: str) -> None:
    plain = read(Paper(HEAD + text))
    other = unicodedata.normalize("NFD", (HEAD + text).replace(" ", "\u00a0").replace("\n", "\r\n"))
    spread = read(Paper(other))
    check(other, spread)
    assert [found.value for found in found_in(spread)] == [found.value for found in found_in(plain)]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_cells_of_a_table_are_read(data: st.DataObject) -> None:
    text = HEAD + data.draw(LIKELY_TEXT)
    place = st.integers(0, len(text))
    cell = st.tuples(place, place).map(lambda ends: Cell(min(ends), max(ends)))
    table = st.lists(st.lists(cell, max_size=4).map(tuple), max_size=4).map(tuple)
    read(Paper(text, (data.draw(table),)))


def test_an_empty_paper_is_an_empty_reading() -> None:
    assert read(Paper("\ud800 giao UBND xã trước ngày 5/5/2025 \udfff")).clauses == ()
    assert read(Paper("")) == read(Paper(" \n\t—\n")) == Reading()


@pytest.mark.parametrize(
    "piece",
    [
        "giao phòng ",
        "1 ",
        "(",
        "(a ",
        "a. ",
        "|a",
        "a\tb\t\n",
        "trước ",
        "tháng 1, 2, ",
        "*a",
        "Phòng Ab, Cd, ",
        "giao UBND xã A làm; ",
        "đồng chí ",
        "Chủ tịch ",
        "các xã, ",
        "phụ trách xã ",
        "sau đây ",
        "xã Anh ",
        "chưa đạt: 1, 2, 3 ",
    ],
)
def test_odd_text_does_not_take_long(piece: str) -> None:
    text = HEAD + "1. " + piece * (60_000 // len(piece))
    begun = time.process_time()
    read(Paper(text))
    # A quadratic reader takes minutes here.
    assert time.process_time() - begun < 5
