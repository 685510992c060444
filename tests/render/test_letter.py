"""The list of a letter as plain text: everything people see, in lines that a phone can show."""

import re
from gettext import NullTranslations

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.message import Message, say
from ntmtrack.render.columns import leading, shown
from ntmtrack.render.letter import text
from ntmtrack.render.localise import Localiser, flat
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("task", "Task", Show.ALWAYS),
    Column("title", "What", Show.ALWAYS, wrap=True),
    Column("late", "Days late", right=True),
    Column("lead", "Lead", Show.SPARE, wrap=True),
    Column("secret", "Secret", Show.DATA),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


def report(
    *blocks: tuple[Row, ...],
    heading: Message | None = None,
    columns: tuple[Column, ...] = COLUMNS,
    empty: Message | None = None,
) -> Report:
    return Report(
        name="tasks",
        title=say("Tasks"),
        columns=columns,
        blocks=tuple(Block(str(place), heading, rows) for place, rows in enumerate(blocks)),
        notes=(say("A note."),),
        empty=empty,
    )


def _bare(words: str) -> str:
    return re.sub(r"\s", "", words)


def test_everything_people_see_is_in_the_list_and_nothing_else(
    awkward: Report, catalogue: NullTranslations
) -> None:
    localiser = Localiser("vi", catalogue=catalogue)
    said = _bare(text([awkward], localiser))
    told = shown(awkward)
    for row in awkward.rows:
        at = 0
        for place in (*leading(awkward), *(each for each in told if each not in leading(awkward))):
            words = _bare(flat(localiser.cell(row[place])))
            at = said.find(words, at)
            assert at >= 0, words
    assert "31/05/2023" in said
    assert "01/06/202303:15" not in said
    assert "Recordedat" not in said


@given(st.lists(st.tuples(WORDS, WORDS, st.integers(), WORDS, st.just("hidden!")), min_size=1))
def test_no_word_of_any_length_is_lost_or_broken(rows: list[Row]) -> None:
    localiser = Localiser("en")
    lines = text([report(tuple(rows))], localiser).split("\n")
    for _, title, _, lead, _ in rows:
        assert any(flat(localiser.cell(title)).strip() in line for line in lines)
        assert any(flat(localiser.cell(lead)).strip() in line for line in lines)
    assert not any("hidden!" in line for line in lines)


def test_rows_are_numbered_through_all_blocks_and_again_in_the_next_report() -> None:
    one = report((("NV1", "a", 1, "x", ""),), (("NV2", "b", 2, "", ""),), heading=say("Group"))
    said = text([one, one], Localiser("en"))
    first, second = said.split("\n\n\n")
    assert first.rstrip() == second.rstrip()
    assert "Group\n1. NV1 · a\n   Days late: 1 · Lead: x\n" in first
    assert "Group\n2. NV2 · b\n   Days late: 2\n" in first
    assert first.endswith("\n\nA note.")


def test_a_list_with_numbers_of_its_own_is_not_numbered_again() -> None:
    rows = (("2", "Giao thông", None, None, None), ("17.8", "Môi trường", None, None, None))
    said = text([report(rows)], Localiser("en"))
    assert "\n2. Giao thông\n17.8. Môi trường\n" in said


def test_a_figure_among_the_main_words_says_what_it_counts() -> None:
    columns = (Column("unit", "Unit", Show.ALWAYS), Column("n", "In all", Show.ALWAYS, right=True))
    said = text([report((("Xã A", 12),), columns=columns)], Localiser("en"))
    assert "\n1. Xã A · In all: 12\n" in said


def test_short_particulars_share_a_line_and_long_ones_do_not() -> None:
    long = "Trung tâm Y tế huyện; Đảng ủy xã; Ủy ban nhân dân xã; Hội Liên hiệp Phụ nữ xã"
    said = text([report((("NV1", "a", 405, long, ""), ("NV2", "b", 7, "A", "")))], Localiser("en"))
    assert f"   Days late: 405\n   Lead: {long}\n" in said
    assert "   Days late: 7 · Lead: A\n" in said


def test_a_list_with_nothing_in_it_says_so() -> None:
    assert text([report()], Localiser("en")) == "Tasks\n\nNothing to show.\n\nA note.\n"
    done = say("No task is overdue.")
    assert "No task is overdue." in text([report((), empty=done)], Localiser("en"))
