"""What units became of which: no circle, and what follows for a unit made of others."""

from graphlib import CycleError, TopologicalSorter

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Finding, Verdict
from ntmtrack.domain.lineage import Derived, closes_circle, derived

MET, NEARLY, UNMET = Verdict.MET, Verdict.NEARLY_MET, Verdict.UNMET
NA, MISSING = Verdict.NOT_APPLICABLE, Verdict.NOT_ASSESSED

edges = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=8)


def _circular(links: list[tuple[int, int]]) -> bool:
    graph: dict[int, set[int]] = {}
    for before, after in links:
        graph.setdefault(after, set()).add(before)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        return True
    return False


@given(edges, edges)
def test_links_that_are_let_in_one_by_one_never_make_a_circle(
    first: list[tuple[int, int]], more: list[tuple[int, int]]
) -> None:
    known: list[tuple[int, int]] = []
    for each in [*first, *more]:
        if closes_circle(known, [each]):
            assert _circular([*known, each])
        else:
            known.append(each)
            assert not _circular(known)


@given(edges)
def test_links_that_are_let_in_together_never_make_a_circle(links: list[tuple[int, int]]) -> None:
    assert closes_circle([], links) == _circular(links)


def test_a_unit_never_comes_out_of_itself() -> None:
    assert closes_circle([], [(1, 1)])
    assert closes_circle([(1, 2), (2, 3)], [(3, 1)])
    assert not closes_circle([(1, 2), (2, 3)], [(1, 3)])


def _of(*verdicts: Verdict) -> Derived:
    parts = [
        (f"Xã {place}", [Finding("17", "Môi trường", verdict)])
        for place, verdict in enumerate(verdicts)
    ]
    (found,) = derived(parts)
    return found


def test_it_is_met_only_where_all_met_it() -> None:
    assert _of(MET, MET).verdict is MET
    for other in (NEARLY, UNMET, NA, MISSING):
        assert _of(MET, other).verdict is not MET


def test_it_is_unmet_where_any_did_not_meet_it() -> None:
    for other in Verdict:
        assert _of(other, UNMET).verdict is UNMET
        assert _of(UNMET, other).verdict is UNMET


def test_it_is_nearly_met_where_all_are_at_least_that() -> None:
    assert _of(MET, NEARLY).verdict is NEARLY
    assert _of(NEARLY, NEARLY).verdict is NEARLY
    assert _of(NEARLY, MISSING).verdict is MISSING


def test_what_applies_only_in_a_part_has_to_be_assessed_anew() -> None:
    assert _of(NA, NA).verdict is NA
    assert _of(NA, MET).verdict is MISSING


@given(st.lists(st.sampled_from(Verdict), min_size=1, max_size=5))
def test_every_predecessor_is_named_at_its_own_verdict(verdicts: list[Verdict]) -> None:
    found = _of(*verdicts)
    by = {
        MET: found.met_in,
        NEARLY: found.nearly_met_in,
        UNMET: found.unmet_in,
        NA: found.not_applicable_in,
        MISSING: found.not_assessed_in,
    }
    for place, verdict in enumerate(verdicts):
        assert f"Xã {place}" in by[verdict]
    assert sum(map(len, by.values())) == len(verdicts)


def test_a_predecessor_that_was_never_judged_leaves_it_open() -> None:
    found = derived([("Xã A", [Finding("1", "Quy hoạch", MET)]), ("Xã B", [])])
    assert found == (
        Derived("1", "Quy hoạch", MISSING, met_in=("Xã A",), not_assessed_in=("Xã B",)),
    )
    assert derived([("Xã A", []), ("Xã B", [])]) == ()
