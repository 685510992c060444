"""What was copied, and what going back to a copy changes."""

from datetime import UTC, date, datetime

from ntmtrack.domain.changed_row import LedgerTable
from ntmtrack.message import say
from ntmtrack.reports.copies import (
    ChangeFate,
    Comparison,
    CopyLine,
    CopyState,
    FatedChange,
    TableCount,
    backup,
    restore,
)
from tests.reports.values import notes, words

DAY = date(2024, 7, 9)
MOMENT = datetime(2024, 7, 8, 1, 30, tzinfo=UTC)
COPY = CopyLine(CopyState.MADE, "a.db", datetime(2024, 7, 9, 11, 30), 412, 9000)


def test_a_copy_is_told_with_those_that_it_takes_the_place_of() -> None:
    gone = COPY._replace(state=CopyState.REMOVED, file="old.db", change=3, bytes=None)
    report = backup(COPY, [gone], [], day=DAY)
    assert [row[:2] for row in report.rows] == [("made", "a.db"), ("removed", "old.db")]
    assert report.summary == {"removed": 1, "torn": 0}
    assert notes(report)[0] == "The copy is proved: change 412."


def test_a_copy_that_is_there_already_is_not_said_to_be_made() -> None:
    report = backup(COPY._replace(state=CopyState.THERE), [], [], day=DAY)
    assert notes(report)[0] == "Nothing has been recorded since change 412: no copy."


def test_a_ledger_that_is_not_as_it_was_written_is_told_with_its_copy() -> None:
    report = backup(COPY, [], [say("change {number} is not what its hash says", number=4)], day=DAY)
    assert report.summary["torn"] == 1
    assert notes(report)[1] == (
        "The ledger itself is not as it was written: change 4 is not what its hash says."
    )


def change(fate: ChangeFate, number: int) -> FatedChange:
    return FatedChange(fate, number, MOMENT, "An", "ntmtrack assess")


FOUND = Comparison("a.db", 412, MOMENT, (), ())


def test_what_goes_and_what_comes_is_listed_and_counted() -> None:
    found = FOUND._replace(
        changes=(
            change(ChangeFate.GOES, 414),
            change(ChangeFate.GOES, 413),
            change(ChangeFate.COMES, 413),
        ),
        tables=(
            TableCount(LedgerTable.TASK, 8, 7),
            TableCount(LedgerTable.UNIT, 3, 3),
            TableCount(LedgerTable.BUNDLE, 0, None),
        ),
        sent=2,
    )
    report = restore(found, day=DAY, kept=None, done=False)
    assert [row[0] for row in report.rows] == ["goes", "goes", "comes", None, None]
    assert [row[5:] for row in report.rows[3:]] == [("task", 8, 7), ("bundle", 0, None)]
    assert report.summary == {"goes": 2, "comes": 1, "sent": 2}
    told = notes(report)
    assert told[0] == "Nothing has been changed yet."
    assert told[2] == "2 changes go; 1 change comes"
    assert told[3].startswith("2 bundles went out that the copy does not know of")


def test_a_ledger_that_cannot_be_read_is_not_called_the_same_as_its_copy() -> None:
    found = FOUND._replace(fault=say("it is damaged"), number=None, recorded_at=None)
    report = restore(found, day=DAY, kept="kept.db", done=True)
    assert report.empty is None
    assert notes(report) == [
        "The copy is proved; nothing was ever recorded in it.",
        "What is here cannot be compared: it is damaged.",
        "What was here is kept: kept.db",
        "To take this back: `ntmtrack restore FILE` with that file.",
    ]


def test_equal_ledgers_are_said_to_be_so() -> None:
    report = restore(FOUND, day=DAY, kept=None, done=True)
    assert report.rows == ()
    assert report.empty is not None
    assert words(report.title) == "Gone back to a.db"
