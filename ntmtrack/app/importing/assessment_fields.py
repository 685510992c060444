"""How sheets of judgements are headed: a list, a matrix of units and criteria, or the reverse."""

import re

from ntmtrack.domain.item_number import cited
from ntmtrack.domain.text import fold
from ntmtrack.importers.sheets.heading import Field, Keys, Vocabulary

NUMBER = "number:"
"""The key of a column of one criterion or indicator: "number:17.8"."""
UNIT = "unit:"
"""The key of a column of one unit, in a sheet with the criteria down: "unit:02416"."""
SUPPOSED = "?"

UNITS = frozenset({"unit", "unit_name", "village"})
ITEMS = frozenset({"number", "item_name"})
SAYING = frozenset({"verdict", "value"})

_FIELDS = (
    Field(
        "unit",
        (
            *("unit", "code", "ma don vi", "ma xa", "ma phuong", "ma thon", "ma so", "ma"),
            *("ma dvhc", "ma don vi hanh chinh", "ma hanh chinh"),
        ),
    ),
    Field(
        "unit_name",
        (
            *(
                "unit_name",
                "unit name",
                "don vi",
                "ten don vi",
                "xa",
                "ten xa",
                "xa, phuong",
                "xa/phuong",
            ),
            *("phuong/xa", "ten xa, phuong", "ten xa/phuong", "xa, thi tran", "phuong"),
            *("dia phuong", "ten dia phuong", "dia ban", "don vi hanh chinh", "ten dvhc"),
            *("don vi duoc danh gia", "ten cac xa", "cac xa", "huyen/xa", "huyen, xa"),
            *("ten huyen/xa", "ten huyen, xa", "ten xa, thi tran", "xa/thi tran"),
            *("xa, phuong, thi tran", "ten xa, phuong, thi tran", "xa/phuong/thi tran"),
            *("xa, phuong, dac khu", "ten xa, phuong, dac khu", "ten don vi hanh chinh"),
        ),
    ),
    Field(
        "village",
        (
            *("thon", "ten thon", "thon/ban", "thon, ban", "ban", "to dan pho", "khu dan cu"),
            *("thon, to dan pho", "thon/to dan pho", "ten thon/ban", "xom", "ap"),
        ),
    ),
    Field(
        "parent",
        (
            *("parent", "under", "thuoc", "truc thuoc", "don vi cap tren", "huyen", "tinh"),
            *("thuoc xa", "thuoc huyen", "thuoc tinh", "huyen, thanh pho", "tinh/thanh pho"),
        ),
    ),
    Field(
        "number",
        (
            *("number", "so tieu chi", "so chi tieu", "tieu chi so", "chi tieu so", "tieu chi"),
            *("chi tieu", "ma tieu chi", "ma chi tieu", "so hieu", "so hieu tieu chi"),
            *("tieu chi/chi tieu", "tieu chi, chi tieu"),
        ),
    ),
    Field(
        "item_name",
        (
            *("item_name", "ten tieu chi", "ten chi tieu", "noi dung tieu chi"),
            *("noi dung chi tieu", "ten tieu chi, chi tieu"),
        ),
    ),
    Field("set", ("set", "bo tieu chi")),
    Field(
        "verdict",
        (
            *("verdict", "danh gia", "ket qua", "ket qua danh gia", "muc do dat", "tinh trang"),
            *("hien trang", "dat/chua dat", "dat/khong dat", "ket luan", "ket qua tham dinh"),
            *("ket qua tham tra", "ket qua tu danh gia", "xep loai"),
        ),
    ),
    Field(
        "value",
        (
            *("value", "gia tri", "so lieu", "thuc hien", "ket qua thuc hien", "muc dat"),
            *("muc dat duoc", "ket qua dat duoc", "so lieu thuc hien", "gia tri thuc hien"),
        ),
    ),
    Field("value_unit", ("value_unit", "don vi tinh", "dvt")),
    Field(
        "assessed_on",
        ("assessed_on", "ngay danh gia", "ngay", "thoi diem", "thoi diem danh gia", "tinh den"),
    ),
    Field("stage", ("stage", "buoc", "buoc danh gia", "cap danh gia", "loai danh gia")),
    Field(
        "by",
        ("by", "agency", "co quan", "co quan danh gia", "don vi danh gia", "co quan tham dinh"),
    ),
    Field("document", ("document", "van ban", "so van ban", "so, ky hieu van ban", "can cu")),
    Field("note", ("note", "ghi chu", "nhan xet", "y kien")),
)

_ASIDE = re.compile(
    r"(?:stt|tt|so tt|so thu tu|ly do|reason|ghi chu.*|tong.*|cong.*|so tieu chi.*|so chi tieu.*"
    r"|ty le.*|ti le.*|met|nearly_met|total|diem.*|don vi tinh|dvt|noi dung|dat|co ban dat"
    r"|chua dat|trong so)"
)


def _other(heading: str) -> str | None:
    found = cited(heading)
    if found is not None:
        return f"{NUMBER}{found.number}"
    folded = fold(heading)
    letters = sum(letter.isalpha() for letter in folded)
    if letters < 2 or _ASIDE.fullmatch(folded):
        return None
    return f"{SUPPOSED}{folded}"


def _fits(keys: Keys) -> int:
    supposed = sum(key.startswith(SUPPOSED) for key in keys)
    if UNITS.intersection(keys):
        listed = ITEMS.intersection(keys) and SAYING.intersection(keys)
        if listed or any(key.startswith(NUMBER) for key in keys):
            return 2
        return 1 if supposed and not ITEMS.intersection(keys) else 0
    if ITEMS.intersection(keys):
        return 2 if any(key.startswith(UNIT) for key in keys) else int(supposed > 0)
    return 0


VOCABULARY = Vocabulary(_FIELDS, _other, _fits, free=(NUMBER, UNIT), naming=UNITS | ITEMS)
"""What columns of judgements are called."""
