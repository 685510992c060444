"""What the columns of a list of units may be called."""

from ntmtrack.importers.sheets.table import Field, Vocabulary

VOCABULARY = Vocabulary(
    (
        Field(
            "name",
            (
                *("name", "unit_name", "ten", "ten don vi", "ten xa", "ten thon"),
                *("ten don vi hanh chinh", "ten xa/phuong", "ten thon/ban", "thon/ban"),
            ),
        ),
        Field("unit", ("unit", "don vi", "don vi hanh chinh", "xa", "thon", "xa/phuong")),
        Field("kind", ("kind", "loai", "loai don vi", "loai hinh", "cap")),
        Field(
            "code",
            ("code", "ma", "ma don vi", "ma xa", "ma so", "ma dvhc", "ma don vi hanh chinh"),
        ),
        Field(
            "under",
            (
                *("under", "parent", "below", "truc thuoc", "thuoc", "don vi cap tren"),
                *("huyen", "thuoc xa", "thuoc huyen", "thuoc tinh", "cap tren"),
            ),
        ),
        Field("region", ("region", "vung", "vung kinh te")),
        Field("group", ("group", "nhom", "nhom xa")),
        Field("from", ("from", "valid_from", "tu ngay", "tu", "hieu luc tu")),
        Field("to", ("to", "valid_to", "den ngay", "den", "hieu luc den")),
    ),
    fits=lambda keys: 2 if "name" in keys else int("unit" in keys),
    naming=frozenset({"name", "unit"}),
)
