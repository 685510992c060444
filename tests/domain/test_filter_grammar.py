"""The filter grammar: a line of terms, read as it was meant or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.filter_grammar import (
    NONE,
    Term,
    is_filter,
    parse,
    refuse_others,
    render,
)
from ntmtrack.domain.filter_words import KEYS, NOBODY, WORDS, squeezed
from ntmtrack.domain.text import clean
from ntmtrack.errors import DataError

NAMED = sorted(set(KEYS.values()) - WORDS.keys() - {"criterion"})
SIGNED = ("due", "since")


def _is_a_name(words: str) -> bool:
    return clean(words) == words != "" and squeezed(words) not in NOBODY


names = (
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co")), min_size=1, max_size=20
    )
    .map(clean)
    .filter(_is_a_name)
)


@st.composite
def terms(draw: st.DrawFn) -> Term:
    negated = draw(st.booleans())
    key = draw(st.sampled_from(sorted(set(KEYS.values()))))
    if key in WORDS:
        known = st.sampled_from(sorted(set(WORDS[key].values())))
        return Term(key, ":", tuple(draw(st.lists(known, min_size=1, unique=True))), negated)
    if key == "criterion":
        numbers = st.sampled_from(["1", "2", "17", "17.8", NONE])
        return Term(key, ":", tuple(draw(st.lists(numbers, min_size=1, unique=True))), negated)
    if key in SIGNED and draw(st.booleans()):
        return Term(key, draw(st.sampled_from(["<", "<=", ">", ">="])), (draw(names),), negated)
    return Term(key, ":", tuple(draw(st.lists(names, min_size=1, unique=True))), negated)


@given(st.lists(terms(), min_size=1, max_size=4))
def test_what_is_written_out_is_read_as_the_same_terms(given: list[Term]) -> None:
    assert parse(render(given)) == tuple(given)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ('chutri:"Phòng Kinh tế" han<2026-Q4', 'lead:"Phòng Kinh tế" due<2026-Q4'),
        ("chủ-trì:Phòng Kinh tế hạn < 2026-Q4", 'lead:"Phòng Kinh tế" due<2026-Q4'),
        ("xa:Bình An, Lâm Bình", 'unit:"Bình An, Lâm Bình"'),
        ("xa:Bình An,Bản Bo", 'unit:"Bình An","Bản Bo"'),
        ("-xa:“Bình An”, «Bản Bo»", '-unit:"Bình An","Bản Bo"'),
        ("xã:„Bình An“ text:'Ea H'leo'", 'unit:"Bình An" text:"Ea H\'leo"'),
        ('text:"nói ""được"" làm được"', 'text:"nói ""được"" làm được"'),
        ("text:a:b", 'text:"a:b"'),
        ("tiêu_chí:1-3,17 tc:06", "criterion:1,2,3,17 criterion:6"),
        ("trạngthái:quá-hạn,Chờ xác nhận", "state:late,reported"),
        ("verdict:CHƯA ĐẠT, cobandat stage:thẩm định", "verdict:unmet,nearly_met stage:appraisal"),
        ("lead:không due=none criterion:khong", "lead:none due:none criterion:none"),
        ("due≤5/2026 since≥1/1/2025", "due<=5/2026 since>=1/1/2025"),
        ("chu:không", 'text:"không"'),
        ("unit:A,A", "unit:A"),
        ("chủ trì:Phòng Kinh tế trạng thái:quá hạn", 'lead:"Phòng Kinh tế" state:late'),
        ("bộ tiêu chí:xa-ntm -đơn vị:A", "set:xa-ntm -unit:A"),
        ("xa:Bản Bo tiêu chí:10", 'unit:"Bản Bo" criterion:10'),
        ("xa:Bản Bo tieuchi:10", 'unit:"Bản Bo" criterion:10'),
        ("xa:Bản Bo -tiêu chí:10", 'unit:"Bản Bo" -criterion:10'),
        ("cán bộ:A", "person:A"),
        ("xa:Nà Cán bộ:xa-ntm", 'unit:"Nà Cán" set:xa-ntm'),
        ("từ ngày >= 2025", "since>=2025"),
    ],
)
def test_a_line_is_read(line: str, read: str) -> None:
    assert render(parse(line)) == read.replace('text:"không"', "text:không")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "the filter is empty"),
        ("quá hạn", "does not begin with a key"),
        ("lead", "does not begin with a key"),
        ("-", "does not begin with a key"),
        ("lead :A", "does not begin with a key"),
        ("lead:", "has no word behind it"),
        ("lead:A,", "has no word behind it"),
        ('lead:""', "has no word behind it"),
        ('lead:"A', "are not closed"),
        ('lead:"A" B', "does not begin with a key"),
        ("lead<A", "takes the sign : alone"),
        ("due<5/2026,6/2026", "takes one date"),
        ("due<none", "takes one date"),
        ("hạn>=không", "takes one date"),
        ("quá hạn:A", "does not begin with a key"),
        ("a b c d:A", "does not begin with a key"),
        ("state:lost", "is no word of the filter key"),
        ("leed:A", "there is no filter key"),
        ("foo:A", "there is no filter key"),
        ("criterion:x", "is not"),
        ('lead:"A","B"x:1', "are not closed"),
    ],
)
def test_what_cannot_be_read_is_refused(line: str, why: str) -> None:
    with pytest.raises(DataError) as refused:
        parse(line)
    assert why in refused.value.message.text
    assert refused.value.hint is not None


def test_a_key_that_is_not_known_is_answered_with_those_that_are_like_it() -> None:
    with pytest.raises(DataError) as refused:
        parse("chủ-trìi:A")
    assert refused.value.hint is not None
    assert "lead" in str(refused.value.hint.values["names"])
    with pytest.raises(DataError) as refused:
        parse("zzz:A")
    assert refused.value.hint is not None
    assert refused.value.hint.values["keys"] == tuple(dict.fromkeys(KEYS.values()))


def test_a_question_refuses_the_keys_that_say_nothing_to_it() -> None:
    refuse_others(parse("lead:A"), ("lead",))
    with pytest.raises(DataError) as refused:
        refuse_others(parse("lead:A verdict:unmet"), ("lead",))
    assert refused.value.message.values["key"] == "verdict"


@pytest.mark.parametrize(
    ("words", "is_one"),
    [("chutri:A", True), ("due<2026", True), ("-xa:A", True), ("Bản Bo", False), ("03424", False)],
)
def test_a_filter_is_told_from_a_name(words: str, is_one: bool) -> None:
    assert is_filter(words) is is_one


def test_no_word_stands_for_two_keys() -> None:
    assert NAMED
    for table in (KEYS, *WORDS.values()):
        assert all(squeezed(word) == word for word in table)
        assert all(table[squeezed(name)] == name for name in set(table.values()))
