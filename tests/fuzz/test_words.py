"""What is typed: every reader of words answers or refuses, whatever the words are."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntmtrack.domain import (
    address,
    due,
    numbers,
    periods,
    phone,
    sheet_cell,
    sheet_names,
    sheet_task,
    text,
    trigger,
    verdict_cell,
)
from ntmtrack.exchange import manifest, wire
from ntmtrack.importers import criteria_toml
from ntmtrack.importers.paper_text import decoded, pipe_tables
from ntmtrack.mail import template
from tests.fuzz.laws import TIMES, keeps_the_law

TOKENS = st.sampled_from(
    [
        *("ngày", "tháng", "năm", "quý", "tuần", "trước", "trong", "đến", "hết", "cuối", "đầu"),
        *("giữa", "kể từ", "làm việc", "hằng", "hàng", "mỗi", "thứ", "chủ nhật", "sau", "khi"),
        *("nhận", "văn bản", "ký", "chậm nhất", "định kỳ", "6 tháng", "và", "hoặc", "này", "tới"),
        *("30/6/2024", "31/02", "29/2/2023", "5/2024", "2024", "IV", "XIII", "0", "00", "1", "-1"),
        *("12/2024-2025", "2024-06-30", "T6", "I/2024", "²", "٣", "9" * 400, "1e9", "%", "82,5"),
        *(">=", "≥", "<", "/", "-", "–", ",", ";", ".", "(", ")", "[", "]", ":", '"', "'", "\\"),
        *("Đ", "CĐ", "CB", "x", "đạt", "chưa đạt", "3 sao", "xã", "Bản Bo", "UBND", "TT", "KT"),
        *("a@b.vn", "<a@b.vn>", "@", "Ông A <a@b.vn>", "0912 345 678", "+84", "1-3", "17.8"),
        *("{", "}", "{{", "{x}", "{0.__class__}", "%s", "$x", "\n", "\t", " ", "\u00a0", "\u200b"),
        *("\u202e", "\x00", "\x1b[2J", "\ud800", "e\u0301", "👩‍🌾", "=1+1", "|", "||", "---|---"),
    ]
)
WORDS = st.lists(TOKENS | st.text(max_size=6), max_size=9).flatmap(
    lambda parts: st.sampled_from(("", " ", "  ", "\n")).map(lambda between: between.join(parts))
)
DAY = date(2024, 2, 29)

READERS: dict[str, Callable[[str], object]] = {
    "due": due.parse_due,
    "due of a document": lambda words: due.parse_due(
        words, document_date=DAY, trigger_date=date(2024, 3, 1)
    ),
    "period": lambda words: due.parse_period(words, DAY),
    "day": due.parse_day,
    "as of": due.parse_as_of,
    "first day": periods.first_day,
    "stretch": lambda words: periods.begun(words, DAY),
    "trigger": trigger.read_trigger,
    "numbers": numbers.parse_numbers,
    "decimal": numbers.parse_decimal,
    "quantity": numbers.parse_quantity,
    "mailbox": address.parse_mailbox,
    "address": address.parse_address,
    "phones": phone.without_phones,
    "clean": text.clean,
    "fold": text.fold,
    "cell as day": sheet_cell.as_day,
    "cell as quantity": sheet_cell.as_quantity,
    "cell as name": sheet_cell.ways_to_name,
    "names": lambda words: [list(sheet_names.cuts(part)) for part in sheet_names.parts(words)],
    "person": sheet_names.person,
    "cited": sheet_names.cited,
    "task state": sheet_task.stands,
    "criterion": sheet_task.criterion_number,
    "verdict": lambda words: verdict_cell.read(words, {}, counted=False),
    "stage": verdict_cell.read_stage,
    "change": wire.read,
    "manifest": lambda words: manifest.read(words.encode("utf-8", "replace")),
    "criteria": lambda words: criteria_toml.read_bytes(words.encode("utf-8", "replace"), name="x"),
    "letter": lambda words: template.parse(words, name="x"),
    "text file": lambda words: pipe_tables(decoded(words.encode("utf-8", "replace"), "x")),
}


@pytest.mark.parametrize("name", READERS)
@settings(
    max_examples=60 * TIMES,
    derandomize=TIMES == 1,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(words=WORDS)
def test_words_are_read_or_refused(name: str, words: str) -> None:
    keeps_the_law(lambda: READERS[name](words), f"{name}: {words!r}")
