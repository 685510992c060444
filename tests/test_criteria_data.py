"""The shipped criteria files, the files of users, and the examples of the manual."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import ntmtrack
from ntmtrack.domain.criteria import CriteriaSet, Overlay
from ntmtrack.domain.criteria_check import has_usable_threshold, misfits
from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.domain.criteria_threshold import (
    NoThreshold,
    NoThresholdReason,
    ThresholdFound,
    threshold_for,
)
from ntmtrack.errors import DataError
from ntmtrack.importers.criteria_toml import read_bytes, read_file, read_shipped, shipped_codes

# criteria, indicators, levels, unverified levels, indicators with a verified level
EXPECTED = {
    "huyen-ntm-2016-2020": (9, 0, 0, 0, 0),
    "huyen-ntm-2021-2025": (9, 7, 2, 0, 2),
    "huyen-ntm-nang-cao-2021-2025": (9, 0, 0, 0, 0),
    "khu-dan-cu-kieu-mau-ha-tinh-2014": (10, 1, 1, 0, 1),
    "thon-kieu-mau-lao-cai-2022-2025": (12, 0, 0, 0, 0),
    "thon-ntm-kieu-mau-yen-bai-2021-2025": (17, 0, 0, 0, 0),
    "thon-ntm-lao-cai-2022-2025": (14, 0, 0, 0, 0),
    "thon-ntm-yen-bai-2021-2025": (15, 0, 0, 0, 0),
    "xa-ntm-2009": (19, 39, 135, 6, 2),
    "xa-ntm-2016-2020": (19, 49, 145, 0, 5),
    "xa-ntm-2021-2025": (19, 57, 74, 59, 2),
    "xa-ntm-2026-2030": (10, 0, 0, 0, 0),
    "xa-ntm-kieu-mau-2018-2020": (4, 13, 10, 0, 10),
    "xa-ntm-kieu-mau-2021-2025": (4, 4, 3, 0, 3),
    "xa-ntm-nang-cao-2021-2025": (19, 75, 16, 5, 0),
}
AMENDMENT = "xa-ntm-2009-sua-doi-2013"
# The criteria of a set that its rule of withdrawal names.
KEY = {
    "xa-ntm-2021-2025": ("Thu nhập", "Môi trường và an toàn thực phẩm", "Quốc phòng và An ninh"),
    "xa-ntm-nang-cao-2021-2025": (
        "Thu nhập",
        "Môi trường",
        "Chất lượng môi trường sống",
        "Quốc phòng và An ninh",
    ),
    "huyen-ntm-2021-2025": (
        "Kinh tế",
        "Môi trường",
        "Chất lượng môi trường sống",
        "Hệ thống chính trị - An ninh, trật tự - Hành chính công",
    ),
    "huyen-ntm-nang-cao-2021-2025": (
        "Kinh tế",
        "Môi trường",
        "Chất lượng môi trường sống",
        "An ninh, trật tự - Hành chính công",
    ),
}
WITHDRAWAL = tuple(f"{code}-thu-hoi" for code in KEY)


def a_shipped_set(code: str) -> CriteriaSet:
    found = read_shipped(code)
    assert isinstance(found, CriteriaSet)
    return found


def the_amendment() -> Overlay:
    found = read_shipped(AMENDMENT)
    assert isinstance(found, Overlay)
    return found


def test_every_set_that_ships_is_expected_here() -> None:
    assert shipped_codes() == tuple(sorted((*EXPECTED, AMENDMENT, *WITHDRAWAL)))


@pytest.mark.parametrize("code", EXPECTED)
def test_a_shipped_set_holds_what_its_decision_was_found_to_hold(code: str) -> None:
    found = a_shipped_set(code)
    indicators = tuple(found.indicators())
    levels = [level for indicator in indicators for level in indicator.thresholds]
    assert found.code == code
    assert (
        len(found.criteria),
        len(indicators),
        len(levels),
        sum(level.confidence is Confidence.UNVERIFIED for level in levels),
        sum(has_usable_threshold(indicator) for indicator in indicators),
    ) == EXPECTED[code]
    assert all(criterion.source for criterion in found.criteria)
    assert all(indicator.source for indicator in indicators)
    assert found.sources


@pytest.mark.parametrize("code", EXPECTED)
def test_codes_that_a_shipped_set_names_are_shipped(code: str) -> None:
    found = a_shipped_set(code)
    named = {found.requires, found.superseded_by} - {None}
    assert named <= set(EXPECTED)


def test_the_2026_set_has_three_groups_and_its_date_in_force() -> None:
    found = a_shipped_set("xa-ntm-2026-2030")
    assert [group.key for group in found.groups] == ["nhom-1", "nhom-2", "nhom-3"]
    assert (found.effective, found.indicator_count) == (date(2026, 2, 15), 47)


def test_the_amendment_of_2013_fits_its_set_and_replaces_five_indicators() -> None:
    base, overlay = a_shipped_set("xa-ntm-2009"), the_amendment()
    assert misfits(base, overlay) == ()
    assert {item.number for item in overlay.amended} == {"7", "10", "12", "14.1", "15.1"}
    before = base.in_force([overlay], date(2013, 2, 19))
    after = base.in_force([overlay], date(2013, 2, 20))
    assert before == base
    employed = after.indicator("12")
    assert employed is not None
    assert employed.name == "Tỷ lệ lao động có việc làm thường xuyên"
    assert [level.value for level in employed.thresholds] == [Decimal(90)]


@pytest.mark.parametrize("code", KEY)
def test_the_rule_of_withdrawal_lies_over_its_set_and_names_criteria_that_it_has(
    code: str,
) -> None:
    base, overlay = a_shipped_set(code), read_shipped(f"{code}-thu-hoi")
    assert isinstance(overlay, Overlay)
    assert misfits(base, overlay) == ()
    assert base.in_force([overlay], date(2022, 8, 1)).withdrawal is None
    rule = base.in_force([overlay], date(2022, 8, 2)).withdrawal
    assert rule is not None
    some, half = rule.cases
    assert (some.percent, half.percent, half.key) == (30, 50, ())
    names = {criterion.number: criterion.name for criterion in base.criteria}
    assert tuple(names[number] for number in some.key) == KEY[code]
    assert {case.confidence for case in rule.cases} == {Confidence.VERIFIED}
    assert bool(rule.beside) == (base.level == "district")


@pytest.mark.parametrize(
    ("year", "region", "expected"),
    [
        (2015, "tay-nguyen", Decimal(23)),
        (2014, "bac-trung-bo", Decimal(17)),
        (2013, "dong-bang-song-hong", NoThresholdReason.MISSING),
        (2013, None, NoThresholdReason.NEEDS_REGION),
        (2016, "tay-nguyen", NoThresholdReason.NO_YEAR),
    ],
)
def test_income_by_year_after_the_amendment(
    year: int, region: str | None, expected: Decimal | NoThresholdReason
) -> None:
    day = date(year, 6, 30)
    income = a_shipped_set("xa-ntm-2009").in_force([the_amendment()], day).indicator("10")
    assert income is not None
    found = threshold_for(income, region=region, group=None, day=day)
    answer = found.reason if isinstance(found, NoThreshold) else found.threshold.value
    assert answer == expected


@pytest.mark.parametrize(
    ("code", "number", "region", "expected"),
    [
        ("xa-ntm-2016-2020", "15.3", "tay-nguyen", Decimal("31.4")),
        # The papers disagree on this one cell, and the national figure is not the region's.
        ("xa-ntm-2016-2020", "14.3", "dong-bang-song-hong", NoThresholdReason.MISSING),
        ("xa-ntm-2016-2020", "17.1", "tay-nguyen", NoThresholdReason.UNVERIFIED),
        ("xa-ntm-2016-2020", "2.1", "tay-nguyen", NoThresholdReason.MISSING),
        ("xa-ntm-2021-2025", "10", "tay-nguyen", NoThresholdReason.UNVERIFIED),
        ("xa-ntm-2021-2025", "3.1", None, Decimal(80)),
        ("xa-ntm-2021-2025", "1.1", None, NoThresholdReason.NOT_NUMERIC),
    ],
)
def test_levels_of_shipped_sets(
    code: str, number: str, region: str | None, expected: Decimal | NoThresholdReason
) -> None:
    indicator = a_shipped_set(code).indicator(number)
    assert indicator is not None
    found = threshold_for(indicator, region=region, group=None, day=date(2020, 1, 1))
    answer = found.threshold.value if isinstance(found, ThresholdFound) else found.reason
    assert answer == expected


def test_an_unknown_code_is_answered_with_those_that_ship() -> None:
    with pytest.raises(DataError) as caught:
        read_shipped("../xa-ntm-2009")
    assert len(caught.value.details) == len(shipped_codes())


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"[set]\ncode = 'a'\nname = \n", 3),
        (b"[set]\n\n[set]\n", 3),
        (b"[set]\nissued = 2025-02-30\n", 2),
        (b'[set]\nname = "a', 2),
        (b"[set]\nname = \xff\n", 2),
    ],
)
def test_what_is_not_toml_is_refused_with_its_line(content: bytes, line: int) -> None:
    with pytest.raises(DataError) as caught:
        read_bytes(content, name="bo.toml")
    assert caught.value.message.values["file"] == "bo.toml"
    assert caught.value.message.values["line"] == line


@pytest.mark.parametrize(
    "content",
    [
        b"[set]\ncriteria_count = " + b"9" * 5_000,
        b"x = 1e99999999999999999999",
        b"x = " + b"[" * 20_000,
        b"[set]\n[overlay]\n",
        b"#" * 2_000_001,
        b"",
    ],
    ids=["long number", "huge exponent", "deep nesting", "set and overlay", "too large", "empty"],
)
def test_hostile_content_is_a_data_error(content: bytes) -> None:
    with pytest.raises(DataError):
        read_bytes(content, name="bo.toml")


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    shipped = Path(ntmtrack.__file__).parent / "data" / "criteria" / "xa-ntm-2026-2030.toml"
    copy = tmp_path / "bo.toml"
    copy.write_bytes(b"\xef\xbb\xbf" + shipped.read_bytes())
    assert read_file(copy) == a_shipped_set("xa-ntm-2026-2030")


def test_a_missing_file_and_a_folder_are_data_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(DataError):
            read_file(path)


@pytest.mark.parametrize("page", ["criteria-format.md", "criteria-format.vi.md"])
def test_the_examples_of_the_manual_load_and_fit(page: str) -> None:
    text = (Path(ntmtrack.__file__).parent / "manual" / page).read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    base, overlay = (read_bytes(example.encode(), name=page) for example in examples)
    assert isinstance(base, CriteriaSet)
    assert isinstance(overlay, Overlay)
    assert misfits(base, overlay) == ()
    after = base.in_force([overlay], overlay.effective)
    assert [criterion.number for criterion in after.criteria] == ["1", "2", "3"]
    assert after.indicator_count == 5


@pytest.mark.parametrize("page", ["criteria-format.md", "criteria-format.vi.md"])
def test_the_manual_names_every_key_of_the_values(page: str) -> None:
    text = (Path(ntmtrack.__file__).parent / "manual" / page).read_text(encoding="utf-8")
    keys = {*CriteriaSet.__slots__} - {"criteria"} | {"agency", "pass_rule", "set_by", "measure"}
    assert [key for key in sorted(keys) if f"`{key}`" not in text] == []
