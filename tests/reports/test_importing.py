"""What an import did, or would do, as a report."""

from datetime import date

import pytest

from ntmtrack.domain.importing import Judged, LineOutcome, count
from ntmtrack.message import Message, say
from ntmtrack.reports.importing import MOST_LISTED, imported
from ntmtrack.reports.report import Report

LINES = [
    Judged(2, LineOutcome.NEW, "Xã A", new=2),
    Judged(3, LineOutcome.SAME, "Xã B", same=2),
    Judged(4, LineOutcome.REJECTED, "Xã C", (say("one"), say("two"))),
    Judged(5, LineOutcome.CHANGED, "Xã D", (say("other"),), changed=1),
]


def told(lines: list[Judged], *, applied: bool) -> Report:
    return imported(
        "a.xlsx",
        lines,
        count(lines),
        columns=(say("column A"),),
        notes=(say("line 9"),),
        applied=applied,
        day=date(2024, 7, 9),
    )


def words(notes: tuple[Message, ...]) -> list[str]:
    return [note.text for note in notes]


def test_every_line_is_listed_and_the_rejected_come_first() -> None:
    report = told(LINES, applied=False)
    assert [row[0] for row in report.rows] == [4, 2, 3, 5]
    assert report.rows[0][3] == say("{words}", words=(say("one"), say("two")))
    assert report.rows[1][3] is None
    assert report.rows[1][4:] == (2, 0, 0)


def test_the_figures_are_said_and_given() -> None:
    report = told(LINES, applied=True)
    assert report.summary == {"new": 2, "changed": 1, "same": 2, "rejected": 1}
    assert report.notes[0].values == report.summary
    assert report.title == say("Taken in: {file}", file="a.xlsx")


def test_a_trial_says_that_nothing_was_written() -> None:
    report = told(LINES, applied=False)
    assert report.title == say("To take in: {file}", file="a.xlsx")
    assert "Nothing has been written" in report.notes[0].text
    assert words(report.notes)[2:] == ["column A", "line 9"]


@pytest.mark.parametrize("applied", [True, False])
def test_of_a_long_sheet_that_was_written_only_what_needs_a_look_is_listed(applied: bool) -> None:
    lines = [Judged(line, LineOutcome.NEW, "x", new=1) for line in range(MOST_LISTED + 1)]
    report = told([*lines, *LINES], applied=applied)
    assert len(report.rows) == (2 if applied else len(lines) + len(LINES))
    assert ("Only the lines" in " ".join(words(report.notes))) is applied


def test_a_sheet_without_entries_says_so() -> None:
    assert told([], applied=True).empty == say("The sheet has no entry.")
    assert told(LINES, applied=True).empty == say("No line had to be looked at.")
