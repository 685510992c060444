"""The shipped tables of administrative units, and what is read from them."""

import unicodedata
from collections import Counter
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from ntmtrack.domain.division import ListedUnit
from ntmtrack.domain.unit import UnitKind, bare_name, kind_from_name
from ntmtrack.errors import DataError
from ntmtrack.importers.unit_changes import PATH, known_changes, made_of
from ntmtrack.importers.unit_table import (
    UnitTable,
    day_for_table,
    stable_uid,
    table_for,
    units_of_province,
)

LAST_DAY_BEFORE = date(2025, 6, 30)
FIRST_DAY_SINCE = date(2025, 7, 1)
LENGTH_OF_CODE = {UnitKind.PROVINCE: 2, UnitKind.DISTRICT: 3}


def rows(table: UnitTable) -> list[list[str]]:
    heading, *lines = table.path.read_text(encoding="utf-8").splitlines()
    assert heading == "code\tkind\tname\tparent_code"
    return [line.split("\t") for line in lines]


@pytest.fixture(scope="module", params=UnitTable, ids=lambda table: table.value)
def table(request: pytest.FixtureRequest) -> UnitTable:
    assert isinstance(request.param, UnitTable)
    return request.param


def test_the_numbers_of_units_before_the_switch() -> None:
    kinds = Counter(kind for _, kind, _, _ in rows(UnitTable.BEFORE_SWITCH))
    assert kinds == {
        "province": 63,
        "district": 696,
        "commune": 7692,
        "ward": 1726,
        "township": 617,
    }
    assert kinds["commune"] + kinds["ward"] + kinds["township"] == 10_035


def test_the_numbers_of_units_since_the_switch() -> None:
    kinds = Counter(kind for _, kind, _, _ in rows(UnitTable.FROM_SWITCH))
    assert kinds == {"province": 34, "commune": 2621, "ward": 687, "special_zone": 13}
    assert kinds["commune"] + kinds["ward"] + kinds["special_zone"] == 3_321


def test_every_parent_is_a_unit_of_the_level_above(table: UnitTable) -> None:
    kinds = {code: kind for code, kind, _, _ in rows(table)}
    above = "district" if table is UnitTable.BEFORE_SWITCH else "province"
    for code, kind, _, parent in rows(table):
        if kind == "province":
            assert parent == ""
        else:
            assert kinds[parent] == ("province" if kind == "district" else above), code


def test_codes_keep_their_zeros_and_stand_once_in_order_within_their_level(
    table: UnitTable,
) -> None:
    codes = [code for code, _, _, _ in rows(table)]
    assert len(set(codes)) == len(codes)
    assert codes == sorted(codes, key=lambda code: (len(code), code))
    for code, kind, _, _ in rows(table):
        assert code.isdigit()
        assert len(code) == LENGTH_OF_CODE.get(UnitKind(kind), 5)


def test_names_are_nfc_and_say_their_kind(table: UnitTable) -> None:
    for _, kind, name, _ in rows(table):
        assert unicodedata.is_normalized("NFC", name)
        assert name == " ".join(name.split())
        if name != "Thành phố Huế":
            assert kind_from_name(name) is UnitKind(kind), name


def test_no_two_units_of_one_parent_share_a_name(table: UnitTable) -> None:
    named = Counter((name, parent) for _, _, name, parent in rows(table))
    assert max(named.values()) == 1


def test_files_have_unix_line_ends_and_no_mark_of_byte_order(table: UnitTable) -> None:
    content = table.path.read_bytes()
    assert b"\r" not in content
    assert content.startswith(b"code\t")
    assert content.endswith(b"\n")


def test_bang_coc_keeps_the_zero_of_its_code() -> None:
    assert by_code("Tuyên Quang", LAST_DAY_BEFORE)["02416"].name == "Xã Bằng Cốc"


def test_eleven_communes_were_called_binh_an_and_one_of_them_got_another_code() -> None:
    before = [
        code
        for code, kind, name, _ in rows(UnitTable.BEFORE_SWITCH)
        if bare(kind, name) == "Bình An"
    ]
    assert len(before) == 11
    assert by_code("Tuyên Quang", LAST_DAY_BEFORE)["02290"].name == "Xã Bình An"
    since = by_code("Tuyên Quang", FIRST_DAY_SINCE)
    assert "02290" not in since
    assert since["02296"].name == "Xã Bình An"


def test_five_island_districts_had_no_communes() -> None:
    table = rows(UnitTable.BEFORE_SWITCH)
    parents = {parent for _, _, _, parent in table}
    assert {
        name for code, kind, name, _ in table if kind == "district" and code not in parents
    } == {"Huyện Bạch Long Vĩ", "Huyện Cồn Cỏ", "Huyện Hoàng Sa", "Huyện Lý Sơn", "Huyện Côn Đảo"}


def test_dong_son_stands_as_on_the_last_day_within_the_city_of_thanh_hoa() -> None:
    thanh_hoa = by_code("Thanh Hóa", date(2019, 5, 1))
    assert "Huyện Đông Sơn" not in {unit.name for unit in thanh_hoa.values()}
    dong_van = thanh_hoa["16417"]
    assert dong_van.name == "Xã Đông Văn"
    assert thanh_hoa[dong_van.parent_code or ""].name == "Thành phố Thanh Hóa"


@pytest.mark.parametrize(
    "words",
    [
        "08",
        "Tuyên Quang",
        "tuyen quang",
        "Tỉnh Tuyên Quang",
        "TINH TUYEN QUANG",
        "tuyên",
        " tuyen  quang ",
        "8",
    ],
)
def test_a_province_is_found_by_code_and_by_name_without_marks(words: str) -> None:
    province, *below = units_of_province(words, LAST_DAY_BEFORE)
    assert province == ListedUnit(
        "08", UnitKind.PROVINCE, "Tỉnh Tuyên Quang", None, None, LAST_DAY_BEFORE
    )
    assert {unit.kind for unit in below} >= {UnitKind.DISTRICT, UnitKind.COMMUNE}
    assert {unit.parent_code for unit in below if unit.kind is UnitKind.DISTRICT} == {"08"}


@pytest.mark.parametrize(
    "words", ["Hồ Chí Minh", "thanh pho ho chi minh", "TP Hồ Chí Minh", "TP. Hồ Chí Minh"]
)
def test_a_city_is_found_by_its_name(words: str) -> None:
    assert units_of_province(words, FIRST_DAY_SINCE)[0].code == "79"


def test_the_dash_in_a_name_need_not_be_typed() -> None:
    assert units_of_province("ba ria vung tau", LAST_DAY_BEFORE)[0].code == "77"


def test_since_the_switch_a_province_has_communes_and_no_districts() -> None:
    province, *below = units_of_province("Lai Châu", FIRST_DAY_SINCE)
    assert (province.valid_from, province.valid_to) == (FIRST_DAY_SINCE, None)
    assert {unit.parent_code for unit in below} == {province.code}
    assert UnitKind.DISTRICT not in {unit.kind for unit in below}


def test_an_ambiguous_province_lists_those_it_may_be() -> None:
    with pytest.raises(DataError) as caught:
        units_of_province("hà", LAST_DAY_BEFORE)
    assert [detail.values["name"] for detail in caught.value.details] == [
        "Thành phố Hà Nội",
        "Tỉnh Hà Giang",
        "Tỉnh Hà Nam",
        "Tỉnh Hà Tĩnh",
    ]


@pytest.mark.parametrize("words", ["Atlantis", "", "   ", "99", "Lào Cai Yên Bái"])
def test_an_unknown_province_lists_all(words: str) -> None:
    with pytest.raises(DataError) as caught:
        units_of_province(words, FIRST_DAY_SINCE)
    assert "08 Tuyên Quang" in str(caught.value.details[0].values["names"])


def test_a_province_that_was_merged_away_is_said_to_be_in_the_other_table() -> None:
    with pytest.raises(DataError) as caught:
        units_of_province("Hà Giang", FIRST_DAY_SINCE)
    assert caught.value.hint is not None
    assert "until 30/6/2025" in caught.value.hint.text


def test_the_table_changes_on_1_july_2025() -> None:
    assert table_for(LAST_DAY_BEFORE) is UnitTable.BEFORE_SWITCH
    assert table_for(FIRST_DAY_SINCE) is UnitTable.FROM_SWITCH


def test_a_span_across_the_switch_asks_for_a_day() -> None:
    with pytest.raises(DataError) as caught:
        day_for_table(date(2025, 1, 1), date(2025, 12, 31))
    assert caught.value.hint is not None
    assert caught.value.hint.values == {"before": LAST_DAY_BEFORE, "since": FIRST_DAY_SINCE}


@pytest.mark.parametrize(
    ("start", "last_day"),
    [
        (date(2024, 1, 1), date(2024, 12, 31)),
        (date(2025, 1, 1), LAST_DAY_BEFORE),
        (FIRST_DAY_SINCE, date(2025, 12, 31)),
    ],
)
def test_a_span_on_one_side_of_the_switch_counts_as_its_last_day(
    start: date, last_day: date
) -> None:
    assert day_for_table(start, last_day) == last_day


def test_stable_uids_are_uuid7_of_the_day_of_the_table_and_never_change() -> None:
    before = by_code("Tuyên Quang", LAST_DAY_BEFORE)["02416"]
    since = by_code("Tuyên Quang", FIRST_DAY_SINCE)["02296"]
    for unit, day in ((before, LAST_DAY_BEFORE), (since, FIRST_DAY_SINCE)):
        uid = UUID(stable_uid(unit))
        assert (uid.version, uid.variant) == (7, "specified in RFC 4122")
        assert datetime.fromtimestamp((uid.int >> 80) / 1000, UTC).date() == day
    assert stable_uid(before) == "0197be22-2c00-7db6-b9d3-987eb7e199af"
    assert stable_uid(since) == "0197c348-8800-7f69-8c35-d8061b2e1a10"


def test_every_listed_unit_of_both_tables_has_a_uid_of_its_own() -> None:
    uids = [
        stable_uid(unit)
        for table, day in (
            (UnitTable.BEFORE_SWITCH, LAST_DAY_BEFORE),
            (UnitTable.FROM_SWITCH, FIRST_DAY_SINCE),
        )
        for code, kind, _, _ in rows(table)
        if kind == "province"
        for unit in units_of_province(code, day)
    ]
    assert len(uids) == len(set(uids)) == 63 + 696 + 10_035 + 34 + 3_321


def changes() -> list[list[str]]:
    heading, *lines = PATH.read_text(encoding="utf-8").splitlines()
    assert heading == "old_code\tnew_code\textent"
    return [line.split("\t") for line in lines]


def test_every_commune_became_something_and_every_new_unit_came_of_something() -> None:
    before = {code: kind for code, kind, _, _ in rows(UnitTable.BEFORE_SWITCH)}
    since = {code for code, _, _, _ in rows(UnitTable.FROM_SWITCH)}
    became = {old for old, _, _ in changes()}
    communes = {code for code, kind in before.items() if kind not in ("province", "district")}
    assert communes <= became
    assert {before[code] for code in became - communes} == {"province", "district"}
    assert len(communes) == 10_035
    assert {new for _, new, _ in changes()} == since


def test_so_many_communes_went_over_whole_and_so_many_were_split() -> None:
    extents = Counter((len(old), extent) for old, _, extent in changes())
    assert extents == {(2, "whole"): 63, (3, "whole"): 5, (5, "whole"): 9564, (5, "part"): 1033}
    parts = Counter(old for old, _, extent in changes() if extent == "part")
    assert Counter(parts.values()) == {2: 397, 3: 58, 4: 15, 5: 1}
    whole = Counter(old for old, _, extent in changes() if extent == "whole")
    assert set(whole.values()) == {1}
    assert not whole.keys() & parts.keys()


def test_the_changes_stand_in_order_and_once() -> None:
    pairs = [(len(old), old, new) for old, new, _ in changes()]
    assert pairs == sorted(set(pairs))


def test_a_kept_code_may_cover_another_area() -> None:
    known = {each.old.code: each for each in known_changes("Lai Châu")}
    ban_bo = known["03424"]
    assert [new.code for new in ban_bo.successors] == ["03424"]
    assert [each.name for each in ban_bo.together] == ["Xã Bản Bo", "Xã Nà Tăm"]


def test_changes_are_found_by_the_old_and_by_the_new_province() -> None:
    old = {each.old.code for each in known_changes("Hà Giang")}
    new = {each.old.code for each in known_changes("Tuyên Quang")}
    assert "02" in old
    assert "08" not in old
    assert old < new
    everything = {each.old.code for each in known_changes()}
    assert new < everything
    assert len(everything) == 63 + 5 + 10_035
    with pytest.raises(DataError):
        known_changes("Atlantis")


def test_what_a_new_unit_was_made_of_goes_by_code_and_name() -> None:
    assert {each.code for each in made_of("03424", "Xã Bản Bo")} == {"03424", "03427"}
    assert made_of("03424", "Xã Khác") == ()
    assert made_of("99999", "Xã Bản Bo") == ()


def by_code(province: str, day: date) -> dict[str, ListedUnit]:
    return {unit.code: unit for unit in units_of_province(province, day)}


def bare(kind: str, name: str) -> str:
    return bare_name(name, UnitKind(kind))
