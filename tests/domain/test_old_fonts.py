"""Vietnamese in the fonts of before Unicode: the codes, and how a text is told from Unicode."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ntmtrack.domain.old_fonts import (
    NamedFont,
    OldFont,
    Reading,
    converted,
    may_be_old,
    of_font,
    reading,
    sense,
)

# Plain, huyền, hỏi, ngã, nặng, sắc.
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0323", "\u0301")
TCVN3 = {
    "a": "aµ¶·¹¸",
    "ă": "¨»¼½Æ¾",
    "â": "©ÇÈÉËÊ",
    "e": "eÌÎÏÑÐ",
    "ê": "ªÒÓÔÖÕ",
    "i": "i×ØÜÞÝ",
    "o": "oßáâäã",
    "ô": "«åæçéè",
    "ơ": "¬êëìîí",
    "u": "uïñòôó",
    "ư": "\xadõö÷ùø",
    "y": "yúûüþý",
}
CAPITALS = dict(zip("ĂÂĐÊÔƠƯ", "¡¢§£¤¥¦", strict=True))
VNI = {
    **{vowel: (vowel, *(vowel + mark for mark in "øûõïù")) for vowel in "aeou"},
    "y": ("y", "yø", "yû", "yõ", "î", "yù"),
    "i": tuple("iìæóòí"),
    "ơ": ("ô", "ôø", "ôû", "ôõ", "ôï", "ôù"),
    "ư": ("ö", "öø", "öû", "öõ", "öï", "öù"),
    "â": tuple("a" + mark for mark in "âàåãäá"),
    "ê": tuple("e" + mark for mark in "âàåãäá"),
    "ô": tuple("o" + mark for mark in "âàåãäá"),
    "ă": tuple("a" + mark for mark in "êèúüëé"),
}


def _table(codes: dict[str, str] | dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {
        unicodedata.normalize("NFC", vowel + tone): code
        for vowel, row in codes.items()
        for tone, code in zip(TONES, row, strict=True)
    }


TO_TCVN3 = {**_table(TCVN3), "đ": "®", **CAPITALS}
TO_VNI = {**_table(VNI), "đ": "ñ"}
TO_VNI |= {letter.upper(): code.upper() for letter, code in TO_VNI.items()}

PLAIN = "bcdghklmnpqrstvxBCDGHKLMNPQRSTVXAEIOUY 0123456789.,;:-/()%"
IN_TCVN3 = st.text(st.sampled_from(sorted({*TO_TCVN3, *PLAIN})))
IN_VNI = st.text(st.sampled_from(sorted({*TO_VNI, *PLAIN})))


def encoded(text: str, codes: dict[str, str]) -> str:
    return "".join(codes.get(letter, letter) for letter in text)


@given(IN_TCVN3)
def test_what_was_written_in_tcvn3_comes_back(text: str) -> None:
    assert converted(encoded(text, TO_TCVN3), OldFont.TCVN3) == text


@given(IN_VNI)
def test_what_was_written_in_vni_comes_back(text: str) -> None:
    assert converted(encoded(text, TO_VNI), OldFont.VNI) == text


@given(st.text(st.characters(max_codepoint=0xFF)))
def test_no_letter_is_lost_in_tcvn3(text: str) -> None:
    seen = converted(text, OldFont.TCVN3)
    assert len(seen) == len(text)
    assert [each for each in seen if each.isascii()] == [each for each in text if each.isascii()]


@given(st.text(st.characters(max_codepoint=0xFF)))
def test_no_plain_letter_is_lost_in_vni(text: str) -> None:
    seen = iter(unicodedata.normalize("NFD", converted(text, OldFont.VNI)))
    assert all(each in seen for each in text if each.isascii())


def test_a_font_of_capitals_draws_capitals() -> None:
    assert converted("x· b¶n Bo", OldFont.TCVN3, capitals=True) == "XÃ BẢN BO"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (".VnTime", NamedFont(OldFont.TCVN3, False)),
        (".VnTimeH", NamedFont(OldFont.TCVN3, True)),
        (" .vnarialh ", NamedFont(OldFont.TCVN3, True)),
        ("VNI-Times", NamedFont(OldFont.VNI, False)),
        ("vni-helve", NamedFont(OldFont.VNI, False)),
        ("Times New Roman", None),
        ("UVN Time", None),
        ("", None),
    ],
)
def test_the_name_of_a_font_tells_its_codes(name: str, told: NamedFont | None) -> None:
    assert of_font(name) == told


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("x· B¶n Bo", Reading.OLD),
        ("Hé nghÌo", Reading.OLD),
        ("tèt", Reading.OLD),
        ("H§ND", Reading.OLD),
        ("Q§-UBND", Reading.OLD),
        ("1.000 vn®", Reading.OLD),
        ("Kr«ng P¾k", Reading.OLD),
        ("ng­êi", Reading.OLD),
        ("Xã", Reading.EITHER),
        ("Xã là", Reading.EITHER),
        ("Sè hé", Reading.EITHER),
        ("§/c", Reading.EITHER),
        ("Excel®", Reading.EITHER),
        ("Xã Bản Bo", Reading.UNICODE),
        ("Xa\u0303 Ba\u0309n Bo", Reading.UNICODE),
        ("Nguyên", Reading.UNICODE),
        ("«Xã Bản Bo»", Reading.UNICODE),
        ("Ðạt", Reading.UNICODE),
        ("vnđ", Reading.UNICODE),
        ("x· Bản Bo", Reading.MIXED),
        ("Ban Bo 12", Reading.SAME),
        ("20 × 30 m²", Reading.SAME),
        ("10 µm", Reading.SAME),
        ("½ · « »", Reading.SAME),
        ("", Reading.SAME),
    ],
)
def test_a_text_is_weighed_against_tcvn3(text: str, read: Reading) -> None:
    assert reading(text, OldFont.TCVN3) is read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("xaõ Baûn Bo", Reading.OLD),
        ("ÑAÛNG UÛY XAÕ BAÛN BO", Reading.OLD),
        ("Khoâng ñaït", Reading.OLD),
        ("lòch", Reading.OLD),
        ("Bò", Reading.EITHER),
        ("soá", Reading.EITHER),
        ("hoà", Reading.EITHER),
        ("Xã Bản Bo", Reading.UNICODE),
        ("xaõ Bản Bo", Reading.MIXED),
        ("Ban Bo", Reading.SAME),
    ],
)
def test_a_text_is_weighed_against_vni(text: str, read: Reading) -> None:
    assert reading(text, OldFont.VNI) is read


ONSETS = (
    *("", "b", "c", "ch", "d", "đ", "g", "gh", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh"),
    *("p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x", "gi"),
)
# Each rhyme with the place of its tone; a stop bears sắc or nặng alone.
OPEN = (
    *("a0", "e0", "ê0", "i0", "o0", "ô0", "ơ0", "u0", "ư0", "y0", "ai0", "ao0", "au0", "ay0"),
    *("âu0", "ây0", "eo0", "êu0", "ia0", "iêu1", "iu0", "oa0", "oa1", "oai1", "oay1", "oe1"),
    *("oi0", "ôi0", "ơi0", "ua0", "uây1", "uê1", "ui0", "uôi1", "uơ1", "ưa0", "ưi0", "ươi1"),
    *("ươu1", "ưu0", "uy0", "uy1", "uya1", "uyu1", "yêu1"),
)
CLOSED = (
    *("an0", "anh0", "ang0", "am0", "ăn0", "ăng0", "ăm0", "ân0", "âng0", "âm0", "en0", "eng0"),
    *("ên0", "ênh0", "in0", "inh0", "iên1", "iêng1", "on0", "ong0", "ôn0", "ông0", "ơn0", "ơm0"),
    *("un0", "ung0", "uân1", "uông1", "ưng0", "ương1", "oan1", "oang1", "oăn1", "uyên2", "yên1"),
)
STOPPED = ("ac0", "ach0", "at0", "ap0", "ăc0", "ât0", "ec0", "êch0", "ich0", "iêt1", "oc0")
STOPPED += ("ôc0", "ôt0", "ơp0", "uc0", "uôc1", "ưc0", "ươc1", "oat1", "uyêt2")


@st.composite
def syllables(draw: st.DrawFn) -> str:
    """A syllable as Vietnamese is spelt."""
    rhyme = draw(st.sampled_from((*OPEN, *CLOSED, *STOPPED)))
    tone = draw(st.sampled_from(("\u0301", "\u0323") if rhyme in STOPPED else TONES))
    letters, place = rhyme[:-1], int(rhyme[-1])
    marked = letters[: place + 1] + tone + letters[place + 1 :]
    word = unicodedata.normalize("NFC", draw(st.sampled_from(ONSETS)) + marked)
    return draw(st.sampled_from((word, word.title(), word.upper())))


UNICODE = st.lists(syllables(), min_size=1, max_size=6).map(" ".join)


@given(UNICODE, st.sampled_from(OldFont))
def test_vietnamese_in_unicode_is_never_taken_for_old(text: str, font: OldFont) -> None:
    assert reading(text, font) not in (Reading.OLD, Reading.MIXED)
    decomposed = unicodedata.normalize("NFD", text)
    assert reading(decomposed, font) not in (Reading.OLD, Reading.MIXED)


@given(UNICODE)
def test_vietnamese_in_unicode_makes_sense(text: str) -> None:
    assert sense(text) == (0.0 if text.isascii() else 1.0)


@given(UNICODE, st.sampled_from(OldFont))
@example("uốc", OldFont.VNI)
def test_no_text_that_is_old_is_passed_over(text: str, font: OldFont) -> None:
    text = text.lower()
    old = encoded(text, TO_TCVN3 if font is OldFont.TCVN3 else TO_VNI)
    read = reading(old, font)
    assert read is not Reading.MIXED
    if read is Reading.OLD:
        assert may_be_old(old)
        assert converted(old, font) == text


def test_a_text_that_was_read_in_the_wrong_encoding_makes_no_sense() -> None:
    assert sense("Xă Bän café résumé") < 0.5
    assert sense("no marks at all") == 0.0
    assert sense("QĐ HĐND") == 1.0
    # "Thị trấn Sịa" of TCVN3 read as Windows-1258: tones on consonants.
    assert sense("Th\u0303 trÊn S\u0303a") == pytest.approx(1 / 3)


@pytest.mark.parametrize("text", ["Ban Bo", "Xã Bản Bo", "hoà bình", "quý, khoá", "Đạt"])
def test_what_reads_like_unicode_is_not_worth_weighing(text: str) -> None:
    assert not may_be_old(text)
