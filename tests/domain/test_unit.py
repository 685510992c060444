"""What the names and kinds of administrative units say."""

import pytest

from ntmtrack.domain.division import Region
from ntmtrack.domain.unit import UnitKind, bare_name, kind_from_name, level_of


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Xã Bản Bo", "Bản Bo"),
        ("Bản Bo", "Bản Bo"),
        ("XÃ BẢN BO", "BẢN BO"),
        ("  Xã   Bản  Bo ", "Bản Bo"),
        ("Thành phố Hà Nội", "Hà Nội"),
        ("Thành phố Thanh Hóa", "Thanh Hóa"),
        ("Huyện Hàm Yên", "Hàm Yên"),
        ("Quận Ba Đình", "Ba Đình"),
        ("Thị xã Phong Điền", "Phong Điền"),
        ("Thị trấn Ái Tử", "Ái Tử"),
        ("Thị Trấn Ái Tử", "Ái Tử"),
        ("Phường Bình An", "Bình An"),
        ("Phường Phường Đúc", "Phường Đúc"),
        ("Tỉnh Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("Đặc khu Cô Tô", "Cô Tô"),
        ("Xã A Lưới 1", "A Lưới 1"),
        ("Xã Ch'ơm", "Ch'ơm"),
        ("Thôn Đông Văn", "Thôn Đông Văn"),
        ("Làng Mô", "Làng Mô"),
        ("Xóm Chiếu", "Xóm Chiếu"),
    ],
)
def test_the_word_of_the_kind_is_taken_off(name: str, bare: str) -> None:
    assert bare_name(name) == bare


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Bản Bo", "Bo"),
        ("Thôn Đông Văn", "Đông Văn"),
        ("Ấp Bình An", "Bình An"),
        ("Xóm Mới", "Mới"),
        ("Tổ dân phố Hồng Quang", "Hồng Quang"),
        ("Khu dân cư Tân Tiến", "Tân Tiến"),
        ("Khu dân cư số 3", "Khu dân cư số 3"),
        ("Thôn 5", "Thôn 5"),
        ("Thôn A", "Thôn A"),
        ("Thôn", "Thôn"),
        ("Xã Đàn", "Xã Đàn"),
    ],
)
def test_a_village_loses_only_the_words_of_villages(name: str, bare: str) -> None:
    assert bare_name(name, UnitKind.VILLAGE) == bare


def test_a_commune_keeps_a_village_word_that_is_its_name() -> None:
    assert bare_name("Bản Bo", UnitKind.COMMUNE) == "Bản Bo"
    assert bare_name("Xã Bản Bo", UnitKind.COMMUNE) == "Bản Bo"


@pytest.mark.parametrize(
    "name",
    ["Phường 1", "Phường IV", "Quận 10", "Phường 1 Bảo Lộc", "Xã", "Quan Sơn", "Xa Ban Bo", ""],
)
def test_nothing_is_taken_off_where_too_little_would_stay(name: str) -> None:
    assert bare_name(name) == name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Xã Bản Bo", UnitKind.COMMUNE),
        ("xã bản bo", UnitKind.COMMUNE),
        ("Phường 1", UnitKind.WARD),
        ("Thị trấn Tân Yên", UnitKind.TOWNSHIP),
        ("Thị xã Phong Điền", UnitKind.DISTRICT),
        ("Đặc khu Cô Tô", UnitKind.SPECIAL_ZONE),
        ("Huyện Hàm Yên", UnitKind.DISTRICT),
        ("Quận 10", UnitKind.DISTRICT),
        ("Tỉnh Tuyên Quang", UnitKind.PROVINCE),
        ("Thành phố Hà Nội", UnitKind.PROVINCE),
        ("Thành phố Thanh Hóa", UnitKind.DISTRICT),
        ("Thành phố Huế", None),
        ("Thôn 5", UnitKind.VILLAGE),
        ("Tổ dân phố 3", UnitKind.VILLAGE),
        ("Khu dân cư Tân Tiến", UnitKind.VILLAGE),
        ("Bản Bo", None),
        ("Bằng Cốc", None),
        ("Xã", None),
        ("", None),
    ],
)
def test_the_kind_is_read_from_the_name(name: str, kind: UnitKind | None) -> None:
    assert kind_from_name(name) is kind


def test_wards_townships_and_special_zones_stand_at_the_level_of_communes() -> None:
    levels = {kind: level_of(kind) for kind in UnitKind}
    assert levels == {
        UnitKind.PROVINCE: "province",
        UnitKind.DISTRICT: "district",
        UnitKind.COMMUNE: "commune",
        UnitKind.WARD: "commune",
        UnitKind.TOWNSHIP: "commune",
        UnitKind.SPECIAL_ZONE: "commune",
        UnitKind.VILLAGE: "village",
    }


def test_the_regions_are_those_of_the_set_of_2021_to_2025() -> None:
    assert [region.value for region in Region] == [
        "trung-du-mien-nui-phia-bac",
        "dong-bang-song-hong",
        "bac-trung-bo",
        "duyen-hai-nam-trung-bo",
        "tay-nguyen",
        "dong-nam-bo",
        "dong-bang-song-cuu-long",
    ]
