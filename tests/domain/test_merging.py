"""What one row comes to of all that offices wrote of it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.merging import Choice, Write, differing, fold

TITLE = ("title",)


def write(turn: int, action: str, before: Any = None, after: Any = None, **more: str) -> Write:
    change = more.get("change", f"c{turn}")
    return Write((turn, "o", turn, change, 0), change, more.get("uid", "u"), action, before, after)


def corrected(turn: int, before: Any, after: Any, **more: str) -> Write:
    return write(turn, "update", {"title": before}, {"title": after}, **more)


def chosen(turn: int, kept: Any, *dropped: Any, holds: bool = True, **more: str) -> Choice:
    change = more.get("change", f"c{turn}")
    told = tuple({"title": each} for each in dropped)
    changes = frozenset((change, *more.get("taken_back", "").split()))
    return Choice((turn, "o", turn, change, 1), changes, "title", {"title": kept}, told, holds)


FIRST = write(1, "insert", None, {"title": "a", "note": None, "state": "open"})


def stand(*events: Any) -> list[Any]:
    """The titles that stand, the one shown last."""
    writes = [each for each in events if isinstance(each, Write)]
    choices = [each for each in events if isinstance(each, Choice)]
    folded = fold("task", writes, choices)
    if TITLE not in folded.open:
        return [folded.values.get("title")]
    told = [head.values["title"] for head in folded.open[TITLE]]
    assert told[-1] == folded.values["title"]
    return told


def test_a_row_is_what_was_written_and_corrected_since() -> None:
    folded = fold("task", [FIRST, corrected(2, "a", "b")])
    assert folded.values == {"title": "b", "state": "open", "closed_on": None}
    assert (folded.known, folded.present, folded.open) == (True, True, {})


def test_a_correction_alone_makes_no_row() -> None:
    folded = fold("task", [corrected(2, "a", "b")])
    assert (folded.known, folded.present) == (False, False)
    assert fold("task", []).values == {}


def test_two_offices_that_did_not_know_of_one_another_leave_both_values() -> None:
    assert stand(FIRST, corrected(2, "a", "b"), corrected(3, "a", "c")) == ["b", "c"]


def test_who_saw_one_of_two_values_replaces_that_one_alone() -> None:
    two = (FIRST, corrected(2, "a", "b"), corrected(3, "a", "c"))
    assert stand(*two, corrected(4, "b", "d")) == ["c", "d"]


def test_offices_that_wrote_the_same_agree() -> None:
    assert stand(FIRST, corrected(2, "a", "b"), corrected(3, "a", "b")) == ["b"]


def test_the_value_of_the_last_write_is_shown() -> None:
    two = (FIRST, corrected(2, "a", "b"), corrected(3, "a", "c"))
    assert stand(*two, corrected(4, "a", "b")) == ["c", "b"]


def test_nobody_chooses_among_what_other_rows_add_up_to() -> None:
    first = write(1, "insert", None, {"state": "open", "last_day": "2023-05-31"})
    done = {"state": "done", "closed_on": "2023-05-02"}
    reported = {"state": "reported", "closed_on": "2023-05-01"}
    seen = {"state": "open", "closed_on": None}
    writes = [first, write(2, "update", seen, done), write(3, "update", seen, reported)]
    folded = fold("task", writes)
    assert folded.open == {}
    assert folded.values == {**reported, "last_day": "2023-05-31"}


def test_nothing_is_a_value_like_others() -> None:
    emptied = corrected(3, "a", None)
    assert stand(FIRST, emptied) == [None]
    assert stand(FIRST, corrected(2, "a", "b"), emptied) == ["b", None]
    assert stand(FIRST, emptied, corrected(4, None, "z")) == ["z"]


def test_columns_that_go_together_are_never_mixed() -> None:
    due = {"due_words": "tháng 5", "due_last": "2023-05-31", "due_precision": "month"}
    later = {"due_words": "tháng 6", "due_last": "2023-06-30", "due_precision": "month"}
    first = write(1, "insert", None, due)
    moved = write(2, "update", due, later)
    other = write(3, "update", due, {**due, "due_words": "trong tháng 5"})
    folded = fold("task", [first, moved, other])
    assert [len(group) for group in folded.open] == [4]
    assert folded.values["due_last"] == "2023-05-31"
    assert folded.values["due_words"] == "trong tháng 5"


def test_a_row_that_two_offices_wrote_down_takes_what_either_says() -> None:
    mine = write(1, "insert", None, {"name": "x", "note": None}, uid="u")
    other = write(2, "insert", None, {"name": "x", "note": "n"}, uid="v")
    folded = fold("product", [mine, other])
    assert folded.values["note"] == "n"
    assert folded.open == {}


def test_a_number_that_people_quote_stays_the_first() -> None:
    mine = write(1, "insert", None, {"number": "NV-1/A"})
    other = write(2, "insert", None, {"number": "NV-7/B"}, uid="v")
    folded = fold("task", [mine, other])
    assert folded.values == {"number": "NV-1/A"}
    assert folded.open == {}


def test_a_row_is_there_while_one_of_its_names_is() -> None:
    other = write(2, "insert", None, {"title": "a"}, uid="v")
    gone = write(3, "delete", {"title": "a"}, None, uid="u")
    assert fold("task", [FIRST, other, gone]).present
    assert not fold("task", [FIRST, gone]).present
    assert fold("task", [FIRST, gone, write(4, "insert", None, {"title": "a"})]).present


def test_a_choice_keeps_one_value_and_drops_those_that_it_names() -> None:
    two = (FIRST, corrected(2, "a", "b"), corrected(3, "a", "c"))
    assert stand(*two, chosen(4, "b", "c")) == ["b"]
    assert stand(*two, corrected(4, "a", "d"), chosen(5, "b", "c")) == ["d", "b"]
    assert stand(*two, chosen(4, "b", "c"), corrected(5, "a", "e")) == ["b", "e"]


def test_what_a_choice_puts_into_the_row_is_no_write_and_goes_with_it() -> None:
    two = (FIRST, corrected(2, "a", "b"), corrected(3, "a", "c"))
    put = corrected(4, "c", "b")
    assert stand(*two, put, chosen(4, "b", "c")) == ["b"]
    back = corrected(5, "b", "c")
    taken_back = chosen(4, "b", "c", holds=False, taken_back="c5")
    assert stand(*two, put, back, taken_back) == ["b", "c"]


def test_what_differs_is_told_by_groups() -> None:
    before = {"state": "open", "closed_on": None, "title": "a", "note": "n"}
    after = {"state": "done", "closed_on": "2024-01-01", "title": "a", "note": None}
    assert differing("task", before, after) == [("state", "closed_on"), ("note",)]
    assert differing("task", before, before) == []


VALUES = st.sampled_from(["a", "b", "c", None])
WRITES = st.lists(
    st.one_of(
        st.builds(corrected, st.integers(2, 9), VALUES, VALUES),
        st.builds(chosen, st.integers(2, 9), VALUES, VALUES, holds=st.booleans()),
    ),
    max_size=7,
    unique_by=lambda each: each.order,
)


@given(events=WRITES, order=st.randoms())
def test_a_row_is_the_same_in_whatever_order_its_writes_came(events: list[Any], order: Any) -> None:
    mixed = [FIRST, *events]
    order.shuffle(mixed)
    assert stand(*mixed) == stand(FIRST, *events)


@given(events=WRITES)
def test_a_row_holds_each_write_once_however_often_it_came(events: list[Any]) -> None:
    assert stand(FIRST, *events, *events, FIRST) == stand(FIRST, *events)


@given(events=WRITES)
def test_no_value_goes_that_nobody_replaced_or_dropped(events: list[Any]) -> None:
    standing = stand(FIRST, *events)
    writes = [each for each in events if isinstance(each, Write)]
    choices = [each for each in events if isinstance(each, Choice) and each.holds]
    for each in writes:
        assert each.before is not None
        assert each.after is not None
        value = each.after["title"]
        later = [
            other for other in writes if other.order > each.order and other.before == each.after
        ]
        dropped = [c for c in choices if c.order > each.order and each.after in c.dropped]
        beside = any(
            each.change in choice.changes for choice in events if isinstance(choice, Choice)
        )
        if not later and not dropped and not beside:
            assert value in standing
