"""Administrative units: their kinds and levels, and what their names say."""

from enum import StrEnum


class UnitKind(StrEnum):
    """What a unit is called in law; districts and townships end on 30/6/2025."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    WARD = "ward"
    TOWNSHIP = "township"
    SPECIAL_ZONE = "special_zone"
    VILLAGE = "village"


_COMMUNE_WORDS = {
    "xã": UnitKind.COMMUNE,
    "phường": UnitKind.WARD,
    "thị trấn": UnitKind.TOWNSHIP,
    "đặc khu": UnitKind.SPECIAL_ZONE,
}
_DISTRICT_WORDS = ("huyện", "quận", "thị xã")
_CITY_WORD = "thành phố"
_PROVINCE_WORD = "tỉnh"
# Communes are named with the other words of a village ("Bản Bo", "Buôn Triết", "Làng Mô").
_SURE_VILLAGE_WORDS = ("thôn", "ấp", "khóm", "tổ dân phố", "khu dân cư", "khu phố")
_VILLAGE_WORDS = (*_SURE_VILLAGE_WORDS, "bản", "xóm", "buôn", "làng")

_WORDS_OF_LEVEL = {
    "province": (_PROVINCE_WORD, _CITY_WORD),
    "district": (*_DISTRICT_WORDS, _CITY_WORD),
    "commune": tuple(_COMMUNE_WORDS),
    "village": _VILLAGE_WORDS,
}
_WORDS_OF_LISTED_UNITS = (_PROVINCE_WORD, _CITY_WORD, *_DISTRICT_WORDS, *_COMMUNE_WORDS)

_CITIES_EVER_PROVINCES = frozenset(("hà nội", "hải phòng", "đà nẵng", "hồ chí minh", "cần thơ"))
_CITY_BOTH = "huế"
_ROMAN_DIGITS = frozenset("IVX")


def level_of(kind: UnitKind) -> str:
    """The level a criteria set can be written for: province, district, commune or village."""
    if kind in (UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.VILLAGE):
        return kind.value
    return "commune"


def bare_name(name: str, kind: UnitKind | None = None) -> str:
    """The name without the word for its kind: "Xã Bản Bo" gives "Bản Bo".

    With a kind, only the words of its level are taken off; without one, those of villages
    stay ("Bản Bo" may be a commune). A word is never guessed from a name typed without
    marks ("Quan Son" is a district's own name), and stays where only a number would be
    left ("Phường 1", "Quận 10", "Thôn 5").
    """
    words = _WORDS_OF_LISTED_UNITS if kind is None else _WORDS_OF_LEVEL[level_of(kind)]
    word, rest = _split(name, words)
    return rest if word is not None and _says_enough(rest) else " ".join(name.split())


def kind_from_name(name: str) -> UnitKind | None:
    """The kind that the first words of a full name say, or None where they do not settle it.

    "Bản …", "Buôn …", "Làng …" and "Xóm …" may be communes as well as villages. "Thành phố Huế"
    was a district's city until 31/12/2024 and is a province since.
    """
    word, rest = _split(name, (*_WORDS_OF_LISTED_UNITS, *_SURE_VILLAGE_WORDS))
    if word is None or not rest:
        return None
    if word == _CITY_WORD:
        return _kind_of_city(rest.casefold())
    if word == _PROVINCE_WORD:
        return UnitKind.PROVINCE
    if word in _DISTRICT_WORDS:
        return UnitKind.DISTRICT
    return _COMMUNE_WORDS.get(word, UnitKind.VILLAGE)


def _kind_of_city(bare: str) -> UnitKind | None:
    if bare in _CITIES_EVER_PROVINCES:
        return UnitKind.PROVINCE
    return None if bare == _CITY_BOTH else UnitKind.DISTRICT


def _split(name: str, words: tuple[str, ...]) -> tuple[str | None, str]:
    """The word of a kind at the start of a name, in small letters, and what follows it."""
    parts = name.split()
    for size in (3, 2, 1):
        word = " ".join(parts[:size]).casefold()
        if word in words:
            return word, " ".join(parts[size:])
    return None, " ".join(parts)


def _says_enough(rest: str) -> bool:
    """Whether what is left is a name and not a number ("1", "II", "số 3", "1 Bảo Lộc")."""
    first, *others = rest.split() or [""]
    if first.casefold() == "số" or first[:1].isdigit() or _ROMAN_DIGITS.issuperset(first):
        return False
    return len(first) > 1 or bool(others)
