"""Vietnamese written for the fonts of before Unicode: what it says, and whether a text is such.

In a font ".VnTime" (TCVN3, also called ABC) or "VNI-Times" (VNI) the codes of Western letters and
signs are drawn as Vietnamese: "x· B¶n Bo" is seen as "xã Bản Bo". The same codes are letters of
Unicode, and some texts read both ways ("bé" is "bộ" in TCVN3), so a text is weighed word by word
against how Vietnamese is spelt; what reads both ways is never settled here.
"""

import re
import unicodedata
from enum import Enum, StrEnum
from functools import lru_cache

from ntmtrack.record import Record


class OldFont(StrEnum):
    """A family of fonts from before Unicode."""

    TCVN3 = "tcvn3"
    VNI = "vni"


class Reading(Enum):
    """What a text is, seen as Unicode and as codes of an old font."""

    SAME = "same"
    """It has no letter that the two read differently."""
    UNICODE = "unicode"
    OLD = "old"
    EITHER = "either"
    """It may be both, or makes no sense as either."""
    MIXED = "mixed"
    """Some words are Unicode, others of the old font."""


class NamedFont(Record):
    """What the name of a font tells: its family, and whether it draws all letters as capitals."""

    old: OldFont
    capitals: bool


# TCVN 5712:1993, the letters of VN3: capitals with a tone have no code and come by a font of
# capitals. glibc's TCVN5712-1 agrees on all of them.
_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_TO_TCVN3 = str.maketrans(_TCVN3)

# VNI for Windows: a letter, then the code of its mark; a few letters have a code of their own.
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_ROOFS = {
    "â": "\u0302",
    **{code: "\u0302" + tone for code, tone in zip("áàåãä", _TONES.values(), strict=True)},
}
_BOWLS = {
    "ê": "\u0306",
    **{code: "\u0306" + tone for code, tone in zip("éèúüë", _TONES.values(), strict=True)},
}
_ALONE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}


def _vni() -> dict[str, str]:
    """All codes of VNI, of one or two characters, by what they stand for."""
    marks = {
        "a": _TONES | _ROOFS | _BOWLS,
        **dict.fromkeys("eo", _TONES | _ROOFS),
        **dict.fromkeys("uyôö", _TONES),
    }
    small = dict(_ALONE)
    for letter, codes in marks.items():
        for code, mark in codes.items():
            drawn = unicodedata.normalize("NFC", _ALONE.get(letter, letter) + mark)
            small[letter + code] = drawn
            # The mark of a capital is typed as a capital or as it is for a small letter.
            small[letter.upper() + code] = drawn.upper()
    return small | {code.upper(): drawn.upper() for code, drawn in small.items()}


_VNI = _vni()
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

# Letters and the signs that TCVN3 draws as letters, in an unbroken stretch.
_SIGNS = frozenset(code for code in _TCVN3 if not code.isalpha() or code in "ªµ")
_WORD = re.compile(f"[A-Za-zÀ-ÿĀ-ɏ\u0300-\u036fḀ-ỿ{''.join(sorted(_SIGNS))}]+")
_LETTERS_ONLY = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")

# What no word of Unicode spelt as Vietnamese has: signs and foreign letters; a capital within a
# word, two vowels of which the second has a tone that belongs to the first, a slow tone before
# a stop. A text without any reads like Unicode. All begin with one set of letters, for speed.
_NOT_OF_TODAY = re.compile(
    "[¡-¾À-ãä-ëìîïñòõ-úûüþÿ](?:"
    "(?<=[¡-¾ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþÿ])"
    "|(?<=[a-zà-ý][À-Ý])"
    "|(?<=[Aa][ÙùÕõÂâÁáÀàÃãÊêÉéÈèÚú])|(?<=[Ee][ÙùÕõÂâÁáÀàÃã])|(?<=[Oo][ÙùÕõÂâ])"
    "|(?<=[UuYyÔô][ÙùÕõ])|(?<=[Uu][Oo][ÁáÀàÃã])"
    "|(?<=[ÀÃÈÌÒÕÙàãèìòõù])(?:[CcPpTt]|CH|ch)\\b"
    ")"
)
_LOOK_ALIKES = str.maketrans("Ðð", "Đđ")
_MEASURES = frozenset({"µm", "µg", "µl", "µs"})
_MOST_LETTERS = 8

_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_CONSONANTS = "bcdđfghjklmnpqrstvwxz"
_SPELT = re.compile(
    f"(?:qu|gi|[{_CONSONANTS}]{{0,3}})"
    "(?:"
    "(?P<closed>uyê|iê|yê|oa|oă|oe|oo|ua|uâ|ue|uê|uô|uơ|ươ|uy|[aăâeêioôơuưy])"
    f"(?P<coda>ch|ng|nh|[bcdghklmnprst])"
    "|"
    "(?P<open>oai|oao|oay|oeo|uây|uôi|ươi|ươu|uya|uyu|iêu|yêu|uai|uao|uay|ueo"
    "|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oa|oe|oi|ôi|ơi|ua|uê|ui|uơ|ưa|ưi|ưu|uy|ya|[aeêioôơuưy])"
    ")"
)
_STOPS = frozenset({"c", "ch", "p", "t"})
_TONES_OF_STOPS = frozenset({"", "\u0301", "\u0323"})
_EITHER_PLACE = frozenset({"oa", "oe", "uy"})
_SECOND_PLACE = frozenset({"uê", "uơ"})


def of_font(name: str) -> NamedFont | None:
    """What the name of a font tells; None for a font of Unicode.

    The fonts of TCVN3 are called ".Vn…", with an H at the end those that draw capitals; the
    fonts of VNI "VNI-…".
    """
    folded = name.strip().casefold()
    if folded.startswith(".vn"):
        return NamedFont(OldFont.TCVN3, folded.endswith("h"))
    return NamedFont(OldFont.VNI, False) if folded.startswith("vni-") else None


def converted(text: str, font: OldFont, *, capitals: bool = False) -> str:
    """What is seen where `text` stands in an old font, in Unicode (NFC).

    What is no code of the font stays; `capitals` is for a font that draws capitals alone.
    """
    if font is OldFont.TCVN3:
        seen = text.translate(_TO_TCVN3)
    else:
        seen = _VNI_CODE.sub(lambda code: _VNI[code[0]], text)
    return unicodedata.normalize("NFC", seen.upper() if capitals else seen)


def may_be_old(text: str) -> bool:
    """Whether a text, or one of several put together, is worth weighing: a quick look."""
    return not text.isascii() and _NOT_OF_TODAY.search(text) is not None


def reading(text: str, font: OldFont) -> Reading:
    """Whether a text is Unicode or of an old font, by how its words are spelt.

    A text of Unicode that is spelt as Vietnamese is never OLD.
    """
    composed = unicodedata.normalize("NFC", text)
    found = {_of_word(word, font) for word in _WORD.findall(composed)}
    certain = any(map(_is_of_today, composed))
    if Reading.OLD in found:
        return Reading.MIXED if certain else Reading.OLD
    if certain or Reading.UNICODE in found:
        return Reading.UNICODE
    return Reading.EITHER if Reading.EITHER in found else Reading.SAME


def sense(text: str) -> float:
    """Which share of the words with marks is spelt as Vietnamese, from 0 to 1; 0 without any.

    A mark that makes no letter with the one before it (a tone on a consonant) is no spelling.
    """
    composed = unicodedata.normalize("NFC", text)
    words = [word for word in _LETTERS_ONLY.findall(composed) if not word.isascii()]
    spelt = sum(
        (_is_spelt(word) or _is_short_form(word)) and not any(map(unicodedata.combining, word))
        for word in words
    )
    return spelt / len(words) if words else 0.0


@lru_cache(maxsize=20_000)
def _of_word(word: str, font: OldFont) -> Reading:
    seen = converted(word, font)
    if seen == word or word in _MEASURES:
        return Reading.SAME
    is_sign = all(code in _SIGNS for code in word)
    if is_sign and word not in ("®", "§"):
        # A bullet, a fraction, quotation marks standing apart.
        return Reading.SAME
    as_typed = word.translate(_LOOK_ALIKES)
    today = is_sign or _is_spelt(as_typed) or _is_short_form(as_typed)
    old = _is_spelt(seen) or _is_short_form(seen)
    if today == old:
        return Reading.EITHER
    return Reading.OLD if old else Reading.UNICODE


def _is_of_today(letter: str) -> bool:
    """Whether a letter is Vietnamese and no code of an old font."""
    return letter > "\xff" and (letter.isalpha() or unicodedata.combining(letter) > 0)


def _is_short_form(word: str) -> bool:
    """QĐ, HĐND, BCĐ; vnđ."""
    letters = word.casefold()
    return (
        "đ" in letters
        and len(word) <= _MOST_LETTERS
        and all(letter in _CONSONANTS for letter in letters)
        and (word.isupper() or word.islower())
    )


def _is_spelt(word: str) -> bool:
    """Whether a word is one syllable by the rules of Vietnamese spelling, names of peoples allowed.

    At most one tone, on the letter that bears it, on the last but for what glides after it; before
    c, ch, p and t only sắc and nặng (Nghị quyết 240/QĐ, 5/3/1984, of the Ministry of Education).
    """
    letters = unicodedata.normalize("NFD", word.casefold())
    toneless = unicodedata.normalize("NFC", _TONE.sub("", letters))
    spelt = _SPELT.fullmatch(toneless)
    tones = _TONE.findall(letters)
    if spelt is None or len(tones) > 1:
        return False
    if not tones:
        return True
    vowels = spelt["closed"] or spelt["open"]
    begin = spelt.start("closed" if spelt["closed"] else "open")
    if spelt["coda"]:
        places = {len(vowels) - 1}
        if spelt["coda"] in _STOPS and tones[0] not in _TONES_OF_STOPS:
            return False
    elif vowels in _EITHER_PLACE:
        places = {0, 1}
    else:
        places = {1} if len(vowels) == 3 or vowels in _SECOND_PLACE else {0}
    return _place_of_tone(word) - begin in places


def _place_of_tone(word: str) -> int:
    """Which letter of a word that has a tone bears it."""
    letters = unicodedata.normalize("NFC", word.casefold())
    return next(
        place
        for place, letter in enumerate(letters)
        if _TONE.search(unicodedata.normalize("NFD", letter))
    )
