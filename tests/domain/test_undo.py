"""Which changes stand: undos, undos of undos, and bundles one upon the other."""

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.undo import Link, undone


def a_life(*changes: tuple[str, int | None]) -> list[Link]:
    return [Link(number, *each) for number, each in enumerate(changes, start=1)]


COMMAND = ("command", None)
BUNDLE = ("bundle", None)


def test_what_nobody_took_back_stands() -> None:
    state = undone(a_life(COMMAND, COMMAND))
    assert state.by == {}
    assert state.stands(1) and state.stands(2)
    assert [state.holder(1), state.holder(2)] == [1, 2]


def test_what_was_taken_back_does_not_stand_and_its_undo_does() -> None:
    state = undone(a_life(COMMAND, COMMAND, ("undo", 1)))
    assert state.by == {1: 3}
    assert state.forth == {1: True, 2: True, 3: False}
    assert state.origin[3] == Link(1, "command")
    assert state.holder(3) == 3


def test_what_was_brought_back_stands_by_the_last_that_brought_it() -> None:
    state = undone(a_life(COMMAND, ("undo", 1), ("undo", 2)))
    assert state.by == {2: 3}
    assert state.holder(1) == 3
    assert state.holder(3) == 3
    again = undone(a_life(COMMAND, ("undo", 1), ("undo", 2), ("undo", 3)))
    assert again.by == {1: 2, 3: 4}
    assert again.holder(2) == 4


def test_an_undo_of_what_is_not_known_is_a_change_like_any_other() -> None:
    state = undone([Link(5, "undo", 3)])
    assert state.by == {}
    assert state.origin[5] == Link(5, "undo", 3)
    assert state.bundles_in_the_way(5) == ()


def test_a_command_has_no_bundles_in_its_way() -> None:
    state = undone(a_life(COMMAND, BUNDLE, BUNDLE))
    assert state.bundles_in_the_way(1) == ()


def test_later_bundles_go_before_an_earlier_one() -> None:
    state = undone(a_life(BUNDLE, COMMAND, BUNDLE, BUNDLE))
    assert state.bundles_in_the_way(1) == (3, 4)
    assert state.bundles_in_the_way(4) == ()


def test_a_bundle_that_was_taken_back_is_in_no_ones_way() -> None:
    assert undone(a_life(BUNDLE, BUNDLE, ("undo", 2))).bundles_in_the_way(1) == ()


def test_bundles_come_back_in_the_order_in_which_they_came() -> None:
    both_gone = undone(a_life(BUNDLE, BUNDLE, ("undo", 2), ("undo", 1)))
    assert both_gone.bundles_in_the_way(3) == (4,)
    assert both_gone.bundles_in_the_way(4) == ()
    first_back = undone(a_life(BUNDLE, BUNDLE, ("undo", 2), ("undo", 1), ("undo", 4)))
    assert first_back.bundles_in_the_way(3) == ()


def test_a_bundle_does_not_come_back_under_one_that_came_since() -> None:
    state = undone(a_life(BUNDLE, ("undo", 1), BUNDLE))
    assert state.bundles_in_the_way(2) == (3,)


def test_what_was_undone_before_a_bundle_came_is_not_in_its_way() -> None:
    state = undone(a_life(BUNDLE, ("undo", 1), BUNDLE, ("undo", 3)))
    assert state.bundles_in_the_way(4) == ()


@given(st.lists(st.integers(0, 9), max_size=12))
def test_of_a_change_and_its_undo_exactly_one_stands(turns: list[int]) -> None:
    """A change stands unless what undoes it does: the rule itself, from the end."""
    changes = [Link(1, "command")]
    for turn in turns:
        free = [
            each.number for each in changes if all(other.undoes != each.number for other in changes)
        ]
        undoes = free[turn] if turn < len(free) else None
        changes.append(Link(len(changes) + 1, "undo" if undoes else "command", undoes))
    state = undone(changes)
    for each in changes:
        takers = [other.number for other in changes if other.undoes == each.number]
        assert state.stands(each.number) is not any(map(state.stands, takers))
        if state.stands(each.number):
            held = state.holder(each.number)
            assert state.stands(held) and state.origin[held] == state.origin[each.number]
