"""Where the stages' latest words differ is what the roll-up of each item says of itself."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Judgement, Measured, Stage, roll_up
from ntmtrack.domain.differences import SeenByOne
from ntmtrack.store.queries_differences import differing, seen_by_one
from ntmtrack.store.queries_latest import latest
from ntmtrack.store.view import View
from tests.store.ledgers import Ledger, assessment, criteria_set, undone, unit

FIRST = date(2024, 6, 1)
VIEW = View(FIRST + timedelta(days=5))
NUMBERS = ("1", "2", "2.1")
GIVEN = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(NUMBERS),
        st.sampled_from(Stage),
        st.sampled_from(["met", "nearly_met", "unmet", "not_applicable"]),
        st.integers(0, 7),
    ),
    max_size=25,
)


def bare(judgement: Judgement) -> tuple[object, ...]:
    return (judgement.number, judgement.verdict, judgement.stage, judgement.assessed_on)


@settings(max_examples=60)
@given(GIVEN)
def test_differences_agree_with_the_roll_up(
    shared_ledger: Ledger, told: list[tuple[int, str, Stage, str, int]]
) -> None:
    with undone(shared_ledger) as change:
        units = [unit(change, "Xã A"), unit(change, "Xã B")]
        items = criteria_set(change, *NUMBERS)
        of = items.pop("")
        for place, number, stage, verdict, on in told:
            day = str(FIRST + timedelta(days=on))
            assessment(change, units[place], items[number], verdict, day, stage=stage)
        found = differing(change.conn, units, items.values(), VIEW)
        alone = seen_by_one(change.conn, units, items.values(), VIEW)
        judged = latest(change.conn, units, [of], VIEW)
        by_stage = {stage: latest(change.conn, units, [of], VIEW, stage=stage) for stage in Stage}
    rolled = {
        (key, number): sorted(map(bare, roll_up(Measured(number, ""), below).differing))
        for key in units
        for number in NUMBERS
        if (below := judged.get((key, of), {}))
    }
    assert {(each.unit_key, each.number): sorted(map(bare, each.words)) for each in found} == {
        key: words for key, words in rolled.items() if words
    }
    assert all(each.set_key == of and each.item_key == items[each.number] for each in found)
    for each in found:
        for word in each.words:
            (alone_said,) = by_stage[word.stage][each.unit_key, of][each.number]
            assert word.since == alone_said.since
    single = [
        key
        for (key, _), below in judged.items()
        for judgements in below.values()
        if len(judgements) == 1
    ]
    assert alone == SeenByOne(len(single), len(set(single)))
