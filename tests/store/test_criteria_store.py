"""Criteria sets and overlays laid down in the ledger, and read back as they were."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ntmtrack.domain.catalogue import Item
from ntmtrack.domain.criteria import (
    AmendedItem,
    Charge,
    CriteriaSet,
    Criterion,
    Indicator,
    LaidThreshold,
    Overlay,
    Threshold,
)
from ntmtrack.domain.criteria_check import misfits
from ntmtrack.domain.criteria_compare import content_hash
from ntmtrack.domain.criteria_terms import (
    Completeness,
    Confidence,
    IndicatorKind,
    Level,
    Operator,
    PassKind,
    PassRule,
)
from ntmtrack.importers.criteria_toml import read_shipped, shipped_codes
from ntmtrack.store.criteria_store import read_stored, store_overlay, store_set
from ntmtrack.store.queries_catalogue import items, sets
from tests.store.ledgers import Ledger

SHIPPED = {code: read_shipped(code) for code in shipped_codes()}
SETS = {code: given for code, given in SHIPPED.items() if isinstance(given, CriteriaSet)}
OVERLAYS = {code: given for code, given in SHIPPED.items() if isinstance(given, Overlay)}
EVER = date(2100, 1, 1)
EFFECTIVE = date(2024, 7, 1)


def laid(ledger: Ledger, criteria: CriteriaSet, *overlays: Overlay) -> int:
    with ledger.writing() as change:
        key = store_set(change, criteria)
        for overlay in overlays:
            store_overlay(change, key, overlay, over=criteria)
    return key


def listed(ledger: Ledger, key: int, day: date = EVER) -> list[Item]:
    with ledger.reading() as conn:
        return items(conn, [key], day)


def in_print(criteria: CriteriaSet) -> list[tuple[str, str, str | None]]:
    """Number, name and criterion of every item of a set in force, each number once."""
    found = []
    for criterion in criteria.criteria:
        found.append((criterion.number, criterion.name, None))
        for indicator in criterion.indicators:
            if indicator.number != criterion.number:
                found.append((indicator.number, indicator.name, criterion.number))
    return found


def stored(ledger: Ledger, key: int, day: date = EVER) -> list[tuple[str, str, str | None]]:
    return [(item.number, item.name, item.parent) for item in listed(ledger, key, day)]


def an_indicator(number: str, **keys: object) -> Indicator:
    facts = {"name": f"Chỉ tiêu {number}", "kind": IndicatorKind.PERCENT, "op": Operator.AT_LEAST}
    return Indicator(number=number, **{**facts, **keys})  # type: ignore[arg-type]


def a_criterion(number: str, *indicators: Indicator, **keys: object) -> Criterion:
    return Criterion(number, f"Tiêu chí {number}", indicators=indicators, **keys)  # type: ignore[arg-type]


def a_set(*criteria: Criterion) -> CriteriaSet:
    return CriteriaSet(
        code="xa-thu",
        name="Bộ tiêu chí thử",
        level=Level.COMMUNE,
        decision="1/QĐ",
        criteria_count=len(criteria),
        completeness=Completeness.FULL,
        criteria=criteria,
    )


def an_overlay(code: str = "sua-doi", effective: date = EFFECTIVE, **parts: object) -> Overlay:
    return Overlay(code, "xa-thu", "Sửa đổi", "9/QĐ", effective, **parts)  # type: ignore[arg-type]


# What is shipped


@pytest.mark.parametrize("code", SETS)
def test_a_shipped_set_is_read_back_as_it_is(ledger: Ledger, code: str) -> None:
    over = [overlay for overlay in OVERLAYS.values() if overlay.of == code]
    key = laid(ledger, SETS[code], *over)
    with ledger.reading() as conn:
        criteria, overlays = read_stored(conn, key)
        (named,) = sets(conn)
    assert criteria == SETS[code]
    assert list(overlays) == over
    assert content_hash(criteria) == named.hash
    assert (named.code, named.overlays) == (code, tuple(each.code for each in over))


@pytest.mark.parametrize("code", SETS)
def test_the_items_of_a_shipped_set_are_in_print_order_and_not_doubled(
    ledger: Ledger, code: str
) -> None:
    key = laid(ledger, SETS[code])
    made = stored(ledger, key)
    assert made == in_print(SETS[code])
    assert len({number for number, _, _ in made}) == len(made)


@pytest.mark.parametrize("code", OVERLAYS)
def test_the_items_under_a_shipped_overlay_are_those_of_the_set_in_force(
    ledger: Ledger, code: str
) -> None:
    overlay = OVERLAYS[code]
    base = SETS[overlay.of]
    key = laid(ledger, base, overlay)
    before = date.fromordinal(overlay.effective.toordinal() - 1)
    assert stored(ledger, key, before) == in_print(base)
    now = dict((number, name) for number, name, _ in stored(ledger, key, overlay.effective))
    for criterion in base.in_force([overlay], overlay.effective).criteria:
        # The text of a criterion's own measure stands in for the measure, not for its name.
        assert now[criterion.number] == criterion.name
        for indicator in criterion.indicators:
            if indicator.number != criterion.number:
                assert now[indicator.number] == indicator.name


def test_all_shipped_sets_stand_beside_one_another(ledger: Ledger) -> None:
    with ledger.writing() as change:
        keys = {code: store_set(change, criteria) for code, criteria in SETS.items()}
        for overlay in OVERLAYS.values():
            store_overlay(change, keys[overlay.of], overlay, over=SETS[overlay.of])
    with ledger.reading() as conn:
        assert {named.code: named.criteria for named in sets(conn)} == {
            code: len(criteria.criteria) for code, criteria in SETS.items()
        }
        for code, key in keys.items():
            assert read_stored(conn, key)[0] == SETS[code]
    assert ledger.broken() == []


# Facts of every kind


def test_every_fact_of_a_set_comes_back(ledger: Ledger) -> None:
    thresholds = (
        Threshold(Decimal("0.1"), year=2022, measure="m", source="nguồn"),
        Threshold(Decimal("1000000000000.25"), region="tay-nguyen"),
        Threshold(Decimal("123456789012.345"), confidence=Confidence.UNVERIFIED),
        Threshold(Decimal("95.50"), region="dong-nam-bo"),
    )
    rule = PassRule(PassKind.N_OF, 1, 2)
    one = a_criterion("1", an_indicator("1.1", thresholds=thresholds, unit="%", note="a\nb"))
    two = a_criterion("2", an_indicator("2.1"), an_indicator("2.2"), pass_rule=rule, agency="Sở")
    criteria = replace(
        a_set(one, two),
        regions=("tay-nguyen", "dong-nam-bo"),
        issued=date(2022, 3, 8),
        amended_by=("211/QĐ-TTg",),
        notes='dòng "một"\ndòng hai',
    )
    key = laid(ledger, criteria)
    with ledger.reading() as conn:
        assert read_stored(conn, key) == (criteria, ())
    assert [item.needed for item in listed(ledger, key)] == [None, None, 1, None, None]


def test_a_set_is_stored_once(ledger: Ledger) -> None:
    laid(ledger, a_set(a_criterion("1")))
    import sqlite3

    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        laid(ledger, a_set(a_criterion("1")))


# Overlays


BASE = a_set(
    a_criterion("1", an_indicator("1")),
    a_criterion("2", an_indicator("2.1"), an_indicator("2.2")),
    a_criterion("10", an_indicator("10.1")),
)


@pytest.mark.parametrize(
    "parts",
    [
        {"indicators": (an_indicator("2.3"),)},
        {"indicators": (an_indicator("2.1a"), an_indicator("2.1.1"), an_indicator("10.2"))},
        {"criteria": (a_criterion("3", an_indicator("3.1"), an_indicator("3.2")),)},
        {"criteria": (a_criterion("3", an_indicator("3")), a_criterion("11"))},
        {"criteria": (a_criterion("3"),), "indicators": (an_indicator("3.1"),)},
        {"amended": (AmendedItem("2.1", "Mới"), AmendedItem("2", "Tiêu chí mới"))},
        {"amended": (AmendedItem("1", "Mới", of_criterion=True),)},
        {"charges": (Charge("2", "Sở Y tế"),)},
        {"thresholds": (LaidThreshold("2.1", Threshold(Decimal(5))),)},
        {
            "criteria": (a_criterion("3"),),
            "amended": (AmendedItem("3", "Mới"),),
            "indicators": (an_indicator("3.1"),),
        },
    ],
)
def test_items_are_those_of_the_set_in_force_from_the_overlays_day(
    ledger: Ledger, parts: dict[str, object]
) -> None:
    overlay = an_overlay(**parts)
    assert misfits(BASE, overlay) == ()
    key = laid(ledger, BASE, overlay)
    assert stored(ledger, key, date(2024, 6, 30)) == in_print(BASE)
    assert stored(ledger, key, EFFECTIVE) == in_print(BASE.in_force([overlay], EFFECTIVE))
    with ledger.reading() as conn:
        assert read_stored(conn, key) == (BASE, (overlay,))


def test_the_text_of_a_criterions_own_measure_is_not_its_name(ledger: Ledger) -> None:
    key = laid(ledger, BASE, an_overlay(amended=(AmendedItem("1", "Chỉ tiêu mới"),)))
    assert ("1", "Tiêu chí 1", None) in stored(ledger, key)


def test_of_two_overlays_the_later_decides_whichever_was_laid_first(ledger: Ledger) -> None:
    late = an_overlay("sau", date(2025, 1, 1), amended=(AmendedItem("2.1", "Sau"),))
    early = an_overlay("truoc", amended=(AmendedItem("2.1", "Trước"), AmendedItem("2.2", "Nữa")))
    key = laid(ledger, BASE, late, early)
    for day in (date(2024, 6, 30), EFFECTIVE, date(2024, 12, 31), date(2025, 1, 1)):
        assert stored(ledger, key, day) == in_print(BASE.in_force([late, early], day))


def test_of_two_overlays_of_one_day_the_one_issued_later_decides(ledger: Ledger) -> None:
    second = an_overlay("a", issued=date(2024, 6, 2), amended=(AmendedItem("2.1", "Hai"),))
    first = an_overlay("b", issued=date(2024, 6, 1), amended=(AmendedItem("2.1", "Một"),))
    unsaid = an_overlay("c", amended=(AmendedItem("2.1", "Không rõ"),))
    key = laid(ledger, BASE, second, first, unsaid)
    assert stored(ledger, key) == in_print(BASE.in_force([second, first, unsaid], EVER))


def test_what_a_set_has_already_is_not_doubled(ledger: Ledger) -> None:
    one = an_overlay("mot", indicators=(an_indicator("2.3"), an_indicator("2.1")))
    two = an_overlay("hai", criteria=(a_criterion("2"),), indicators=(an_indicator("2.3"),))
    own = an_overlay("ba", indicators=(an_indicator("10"), an_indicator("99.1")))
    key = laid(ledger, BASE, one, two, own)
    numbers = [number for number, _, _ in stored(ledger, key)]
    assert numbers == ["1", "2", "2.1", "2.2", "2.3", "10", "10.1"]
