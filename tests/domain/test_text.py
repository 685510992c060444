"""Stored text, the matching form, and how well a query names something."""

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ntmtrack.domain.text import Match, clean, clean_note, fold, match, tokens
from ntmtrack.errors import DataError

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VIETNAMESE = st.text("aăâđêôơưyĐÐð ́̀̉̃̇̂̆ạặệộợựHhòoà\u200b\u00a0.-1 ", max_size=20)


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("  Xã   Bản\u00a0Bo\t\n", "Xã Bản Bo"),
        (unicodedata.normalize("NFD", "Xã Đông Sơn"), "Xã Đông Sơn"),
        ("Ðông Sơn, ðường", "Đông Sơn, đường"),
        ("\ufeffBản\u200b Bo\u202e", "Bản Bo"),
        ("a\u200d\u0301", "á"),
        ("red\x1b[31m\x07\x9b", "red[31m"),
        ("line\x85two\u2028three", "line two three"),
        ("🌾 \"x\" 'y' 82,5 % [red] [/x] :x: <b>", "🌾 \"x\" 'y' 82,5 % [red] [/x] :x: <b>"),
        ("hoà hòa", "hoà hòa"),
        ("\u200b \n", ""),
    ],
)
def test_clean_keeps_what_can_be_seen_on_one_line(raw: str, stored: str) -> None:
    assert clean(raw) == stored


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("one\r\n two  \n\n\n\nthree\n", "one\ntwo\n\nthree"),
        ("\n\n a\u2028b \x0b\x0c\n\n c", "a\nb\n\nc"),
        ("only", "only"),
        (" \n ", ""),
    ],
)
def test_clean_note_keeps_lines(raw: str, stored: str) -> None:
    assert clean_note(raw) == stored


@pytest.mark.parametrize("act", [clean, clean_note, fold, tokens])
def test_undecoded_text_is_refused(act: object) -> None:
    assert callable(act)
    with pytest.raises(DataError) as caught:
        act("B\udce1n Bo")
    assert caught.value.hint is not None


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Xã  Đông Sơn", "xa dong son"),
        ("ÐƯỜNG ðất", "duong dat"),
        ("thuỷ lợi", "thuy loi"),
        ("Quý IV/2018", "quy iv/2018"),
        ("x \u0301", "x"),
    ],
)
def test_fold_drops_marks_and_case_and_keeps_punctuation(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_tokens_are_words_without_punctuation() -> None:
    assert tokens("P. KT&HT (huyện_Tam Đường) 17.8") == (
        *("p", "kt", "ht"),
        *("huyen", "tam", "duong"),
        *("17", "8"),
    )


def test_every_character_that_changes_folds_and_cleans_to_something_stable() -> None:
    for letter in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.category(letter) not in ("Cn", "Co", "Cs", "Lo"):
            text = f"a{letter}b"
            assert fold(fold(text)) == fold(text), text
            assert clean(clean(text)) == clean(text), text


@given(ANY_TEXT | VIETNAMESE)
@example("a \u0301")
@example("\u0345\u0301")
def test_cleaning_and_folding_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_note(clean_note(text)) == clean_note(text)
    assert fold(fold(text)) == fold(text)
    assert fold(clean(text)) == fold(text)


@given(ANY_TEXT | VIETNAMESE)
def test_composed_and_decomposed_texts_are_the_same(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert fold(composed) == fold(decomposed)
    assert clean(composed) == clean(decomposed)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Xã Bản Bo", Match.EXACT),
        ("xã bản bo", Match.EXACT),
        ("Bản Bo", Match.EXACT),
        (unicodedata.normalize("NFD", "  BẢN   BO "), Match.EXACT),
        ("xa ban bo", Match.FOLDED),
        ("Xã Ban Bo", Match.FOLDED),
        ("ban bo", Match.BARE),
        ("ban-bo", Match.BARE),
        ("bo", Match.PARTIAL),
        ("xa ban", Match.PARTIAL),
        ("ban b", None),
        ("ba", None),
        ("an bo", None),
        ("xa bo", None),
        ("bo ban", None),
        ("xa ban bo moi", None),
        ("", None),
        ("!?", None),
    ],
)
def test_a_unit_is_named_with_or_without_marks_or_kind(query: str, expected: Match | None) -> None:
    assert match(query, "Xã Bản Bo", bare="Bản Bo") is expected


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        ("KT", "KTHT", None),
        ("KT", "Phòng KTHT", None),
        ("KT", "Phòng KT", Match.PARTIAL),
        ("HT", "KTHT", None),
        ("kth", "Phòng KTHT", Match.PARTIAL),
        ("nong nghi", "Phòng Nông nghiệp và Môi trường", Match.PARTIAL),
        ("non nghiep", "Phòng Nông nghiệp và Môi trường", None),
        ("thôn 1", "Thôn 11", None),
        ("thôn 11", "Thôn 111", None),
        ("hòa bình", "Hoà Bình", Match.FOLDED),
        ("đông sơn", "Đống Sơn", Match.FOLDED),
        ("a", "A", Match.EXACT),
        ("%", "%", None),
    ],
)
def test_words_match_whole_and_only_the_last_may_be_begun(
    query: str, name: str, expected: Match | None
) -> None:
    assert match(query, name) is expected


def test_better_matches_sort_first() -> None:
    assert sorted(reversed(Match)) == [Match.EXACT, Match.FOLDED, Match.BARE, Match.PARTIAL]


@given(VIETNAMESE)
def test_every_name_with_a_word_names_itself(name: str) -> None:
    assert match(name, name) is (Match.EXACT if tokens(name) else None)
