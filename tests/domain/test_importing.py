"""What becomes of a line of a sheet."""

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.importing import Counted, Judged, LineOutcome, count, outcome_of
from ntmtrack.domain.sheet_map import UNSAID


def test_the_weightiest_of_its_entries_names_a_line() -> None:
    assert outcome_of(new=0, changed=0) is LineOutcome.SAME
    assert outcome_of(new=3, changed=0) is LineOutcome.NEW
    assert outcome_of(new=3, changed=1) is LineOutcome.CHANGED


_LINES = st.lists(
    st.builds(
        Judged,
        st.integers(1, 99),
        st.sampled_from(list(LineOutcome)),
        st.just("x"),
        new=st.integers(0, 9),
        changed=st.integers(0, 9),
        same=st.integers(0, 9),
    ),
    max_size=5,
)


@given(_LINES, _LINES)
def test_figures_of_parts_add_up(first: list[Judged], second: list[Judged]) -> None:
    whole = count([*first, *second])
    assert whole == Counted(
        *(one + other for one, other in zip(count(first), count(second), strict=True))
    )


def test_a_rejected_line_counts_as_one() -> None:
    lines = [Judged(1, LineOutcome.REJECTED, "x"), Judged(2, LineOutcome.NEW, "y", new=4)]
    assert count(lines) == Counted(new=4, changed=0, same=0, rejected=1)


def test_a_name_of_which_nothing_is_said_means_itself() -> None:
    assert UNSAID.name("Bản Bo") == "Bản Bo"
    assert UNSAID._replace(names={"Bản Bò": "03424"}).name("Bản Bò") == "03424"
