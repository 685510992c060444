"""Plans and figures: which count on a day, found by seeking, and plans kept as they were read."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.criteria import Baseline, CriteriaSet, Criterion, Indicator, Overlay
from ntmtrack.domain.criteria_terms import Completeness, IndicatorKind, Level, Operator, SetKind
from ntmtrack.domain.plan import Figure, Planned, in_order, newest, planned_on, standing_plans
from ntmtrack.store.criteria_store import read_stored, store_overlay, store_set
from ntmtrack.store.queries_plan import facts, figures, milestones, pairs, plan_sets, tree
from ntmtrack.store.writing import Writing
from tests.store.ledgers import Ledger, assessment, criteria_set, place_of, undone, unit, version

DAY = date(2024, 7, 9)


def an_indicator(**facts: Any) -> Indicator:
    told = {"kind": IndicatorKind.COUNT, "op": Operator.AT_LEAST, "unit": "hộ", **facts}
    return Indicator("1.1", "Hộ ký cam kết", **told)


def a_plan(*indicators: Indicator, **facts: Any) -> CriteriaSet:
    told: dict[str, Any] = {
        **{"code": "ke-hoach", "name": "Kế hoạch", "level": Level.COMMUNE, "decision": "1/NQ"},
        **{"criteria_count": 1, "completeness": Completeness.FULL, "kind": SetKind.PLAN},
    }
    return CriteriaSet(
        **{**told, **facts}, criteria=(Criterion("1", "Môi trường", indicators=indicators),)
    )


def milestone(
    change: Writing, pair: tuple[int, int], last_day: date, value: int | None, **keys: Any
) -> int:
    told = {
        **{"unit_id": pair[0], "item_id": pair[1], "words": str(last_day), "precision": "day"},
        **{"start": str(last_day), "last_day": str(last_day)},
        "value": None if value is None else str(value),
    }
    return change.insert("milestone", {**told, **keys})


def measurement(change: Writing, pair: tuple[int, int], on: date, value: int) -> int:
    return change.insert(
        "measurement",
        {"unit_id": pair[0], "item_id": pair[1], "measured_on": str(on), "value": str(value)},
    )


def test_a_plan_is_kept_as_it_was_read(ledger: Ledger) -> None:
    plan = a_plan(an_indicator(baseline=Baseline(Decimal("12.5"), date(2020, 12, 31)), sum=True))
    laid = Overlay(
        **{"code": "them", "of": "ke-hoach", "name": "Thêm", "decision": "2/NQ"},
        effective=date(2024, 1, 1),
        indicators=(Indicator("1.2", "Nhà", IndicatorKind.COUNT, Operator.AT_MOST, "nhà",
                              baseline=Baseline(Decimal(3), DAY)),),
    )  # fmt: skip
    with ledger.writing() as change:
        key = store_set(change, plan)
        store_overlay(change, key, laid, over=plan)
    with ledger.reading() as conn:
        assert read_stored(conn, key) == (plan, (laid,))
        assert plan_sets(conn) == {key}


def test_a_set_that_judges_is_no_plan(ledger: Ledger) -> None:
    with ledger.writing() as change:
        store_set(change, a_plan(an_indicator(), kind=None))
    with ledger.reading() as conn:
        assert plan_sets(conn) == frozenset()


spans = st.sampled_from([date(2024, month, 28) for month in range(4, 10)])
events = st.lists(
    st.tuples(
        st.sampled_from(["plan", "quarter", "measure", "self", "appraisal"]),
        spans,
        st.none() | st.integers(0, 99),
    ),
    max_size=12,
)


@given(events)
def test_what_sql_finds_is_what_the_rules_say(
    shared_ledger: Ledger, told: list[tuple[str, date, int | None]]
) -> None:
    plans, known = [], []
    with undone(shared_ledger) as change:
        place = unit(change), criteria_set(change, "1.1")["1.1"]
        # Within one change a measured figure counts as the later one.
        order = {"self": 0, "appraisal": 0, "measure": 1000}
        for turn, (kind, day, value) in enumerate(told):
            if kind in ("plan", "quarter"):
                start = day if kind == "plan" else date(2024, 1, 1)
                key = milestone(change, place, day, value, start=str(start))
                amount = None if value is None else Decimal(value)
                order_of = place_of(change.conn, "milestone", key)
                plans.append(Planned(amount, start, day, str(day), order_of))
            elif value is not None:
                known.append(Figure(Decimal(value), day, order[kind] + turn))
                if kind == "measure":
                    measurement(change, place, day, value)
                else:
                    assessment(change, *place, "met", str(day), stage=kind, value=str(value))
        found = facts(change.conn, [place[0]], [], DAY, items=[place[1]]).get(place)
        standing = milestones(change.conn, [place[0]])
        series = figures(change.conn, [place[0]], [place[1]], DAY).get(place, [])
    wanted = standing_plans(plans)
    assert tuple(each.planned for each in standing) == wanted
    ordered = in_order(each for each in known if each.on <= DAY)
    assert [(each.on, each.value) for each in _last_of_days(in_order(series))] == [
        (each.on, each.value) for each in _last_of_days(ordered)
    ]
    if found is None:
        assert not plans and not known
        return
    assert found.planned == planned_on(wanted, DAY)
    to_come = [each for each in wanted if each.last_day > DAY]
    assert found.following == next(
        (each for each in reversed(to_come) if each.last_day == to_come[0].last_day), None
    )
    latest = newest(ordered, DAY)
    assert _same(found.newest, latest)
    first = None if not ordered else newest(ordered, ordered[0].on)
    assert _same(found.first, first)


def _last_of_days(ordered: tuple[Figure, ...]) -> list[Figure]:
    return list({each.on: each for each in ordered}.values())


def _same(one: Figure | None, other: Figure | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.value, one.on) == (other.value, other.on)


def test_a_plan_of_another_span_with_the_same_last_day_is_handed_over(ledger: Ledger) -> None:
    with ledger.writing() as change:
        place = unit(change), criteria_set(change, "1.1")["1.1"]
        milestone(change, place, date(2024, 6, 30), 50, start="2024-06-01")
        milestone(change, place, date(2024, 6, 30), 60, start="2024-04-01")
    with ledger.reading() as conn:
        found = facts(conn, [place[0]], [], DAY)[place]
    assert found.planned is not None
    assert (found.planned.value, found.rival) == (60, 50)


def test_values_of_judgements_count_by_themselves_in_plans_alone(ledger: Ledger) -> None:
    with ledger.writing() as change:
        items = criteria_set(change, "1.1", "1.2")
        place = unit(change)
        assessment(change, place, items["1.1"], "met", "2024-06-01", value="5")
        assessment(change, place, items["1.2"], "met", "2024-06-01")
    with ledger.reading() as conn:
        assert pairs(conn, [place], []) == {}
        assert pairs(conn, [place], [items[""]]) == {(place, items["1.1"]): items[""]}
        assert pairs(conn, [place], [], [items["1.1"]]) == {(place, items["1.1"]): items[""]}


def test_the_tree_is_that_of_the_day(ledger: Ledger) -> None:
    with ledger.writing() as change:
        top, other = unit(change, "Xã A"), unit(change, "Xã B")
        below = unit(change, "Thôn", kind="village", parent_id=top, valid_to="2024-06-30")
        version(change, below, "Thôn", kind="village", parent_id=other, valid_from="2024-07-01")
    with ledger.reading() as conn:
        assert tree(conn, date(2024, 6, 30)) == {top: [below]}
        assert tree(conn, date(2024, 7, 1)) == {other: [below]}
