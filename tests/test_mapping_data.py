"""The shipped mappings: they fit the shipped sets and claim no more than the names do."""

import pytest

from ntmtrack.domain.criteria import CriteriaSet
from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.domain.mapping import Counterpart, SetMapping, coverage, misfits
from ntmtrack.importers import criteria_toml
from ntmtrack.importers.mapping_toml import read_shipped, shipped_pairs

BY_NAME = "đối chiếu theo tên, chưa có văn bản xác nhận"
pairs = pytest.mark.parametrize("pair", shipped_pairs(), ids=" ".join)


def a_mapping(pair: tuple[str, str]) -> SetMapping:
    found = read_shipped(*pair)
    assert found is not None
    return found


def names(code: str) -> dict[str, str]:
    found = criteria_toml.read_shipped(code)
    assert isinstance(found, CriteriaSet)
    return {criterion.number: criterion.name for criterion in found.criteria}


@pairs
def test_a_shipped_mapping_is_for_the_sets_of_its_name_and_fits_them(pair: tuple[str, str]) -> None:
    found = a_mapping(pair)
    assert (found.old, found.new) == pair
    assert misfits(found, names(found.old), names(found.new)) == ()


@pairs
def test_it_is_said_to_be_ours_and_unverified(pair: tuple[str, str]) -> None:
    found = a_mapping(pair)
    assert {found.confidence, *(link.confidence for link in found.links)} == {Confidence.UNVERIFIED}
    assert all(link.note and link.note.startswith(BY_NAME) for link in found.links)


@pairs
def test_only_criteria_of_one_name_are_the_same(pair: tuple[str, str]) -> None:
    found = a_mapping(pair)
    old, new = names(found.old), names(found.new)
    exact = {(li.old, li.new) for li in found.links if li.relation is Counterpart.EXACT}
    assert exact == {(a, b) for a in old for b in new if old[a] == new[b]}


def test_nineteen_follow_nineteen() -> None:
    found = a_mapping(("xa-ntm-2016-2020", "xa-ntm-2021-2025"))
    assert [(link.old, link.new) for link in found.links] == [
        (str(number), str(number)) for number in range(1, 20)
    ]


def test_ten_follow_nineteen_but_for_what_no_name_tells() -> None:
    found = a_mapping(("xa-ntm-2021-2025", "xa-ntm-2026-2030"))
    covered = coverage(found, list(names(found.old)), list(names(found.new)))
    assert (covered.old_only, covered.new_only) == (("10",), ("7",))


def test_between_other_sets_nothing_is_shipped() -> None:
    assert read_shipped("xa-ntm-2026-2030", "xa-ntm-2021-2025") is None
