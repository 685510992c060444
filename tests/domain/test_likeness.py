"""What may have been meant by a name that nothing bears."""

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.likeness import alike

COMMANDS = ("overdue", "due", "undo", "unmet")


def test_a_letter_left_out_added_or_changed_brings_the_name() -> None:
    for typed in ("ovrdue", "overduee", "overdve"):
        assert alike(typed, COMMANDS)[0] == "overdue"
    assert alike("xyz", COMMANDS) == ()


def test_marks_case_and_hyphens_make_no_difference() -> None:
    assert alike("Quá Hanj", ["qua-han"]) == ("qua-han",)
    assert alike("xa ban boo", ["Xã Bản Bo"]) == ("Xã Bản Bo",)


def test_what_begins_so_goes_before_what_only_looks_so() -> None:
    assert alike("un", COMMANDS) == ("undo", "unmet")
    assert alike("overdu", COMMANDS) == ("overdue",)
    assert alike("u", COMMANDS) == ()


def test_a_name_with_several_spellings_comes_once() -> None:
    spelled = {"overdue": "overdue", "qua-han": "overdue", "qua-han-roi": "overdue", "due": "due"}
    assert alike("qua-hna", spelled) == ("overdue",)


def test_no_more_come_than_are_wanted() -> None:
    names = [f"tieu-chi-{number}" for number in range(9)]
    assert len(alike("tieu-chi", names)) == 3
    assert len(alike("tieu-chx-", names, most=2)) == 2


def test_nothing_is_like_what_has_no_letters() -> None:
    assert alike("", COMMANDS) == alike("--", COMMANDS) == ()


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=5))
def test_only_names_that_are_there_come_each_once(typed: str, names: list[str]) -> None:
    found = alike(typed, names, least=0.1)
    assert set(found) <= set(names)
    assert len(set(found)) == len(found)
