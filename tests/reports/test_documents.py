"""The list of documents: what became of the tasks and targets of each."""

from datetime import date

from ntmtrack.domain.bodies import Document
from ntmtrack.domain.commitment import TaskCounts
from ntmtrack.domain.target import TargetState
from ntmtrack.reports import documents
from tests.reports.values import notes, records, words

DAY = date(2024, 7, 9)


def test_tasks_and_targets_of_a_document_are_counted_in_its_row() -> None:
    paper = Document(1, "12/TB", "thông báo", DAY, "UBND huyện", "kết luận", "a.pdf", 9, 4, ("A",))
    states = (TargetState.OPEN, TargetState.REACHED_LATE, TargetState.UNKNOWN, None)
    line = documents.Line(paper, TaskCounts(done=1, late=2, open=3, cancelled=4), states)
    report = documents.listing([line], day=DAY)
    assert list(records(report)) == [
        {
            "document": "12/TB",
            "dated": DAY,
            "kind": "thông báo",
            "issuer": "UBND huyện",
            "about": "kết luận",
            "tasks": 10,
            "done": 1,
            "late": 2,
            "open": 3,
            "cancelled": 4,
            "targets": 4,
            "reached": 1,
            "missed": 1,
            "assessments": 4,
            "path": "a.pdf",
            "recipients": ("A",),
        }
    ]
    assert (report.name, notes(report)) == ("notice list", ["1 document"])


def test_without_a_document_it_says_how_to_note_one() -> None:
    report = documents.listing([], day=DAY)
    assert report.empty is not None
    assert "ntmtrack notice add" in words(report.empty)


def test_one_that_was_noted_is_told_with_what_rests_on_it() -> None:
    report = documents.noted(Document(1, "12/TB", dated=DAY, tasks=10, assessments=19), day=DAY)
    (row,) = records(report)
    assert (row["document"], row["tasks"], row["assessments"]) == ("12/TB", 10, 19)
    assert "reached" not in row
    assert (report.name, words(report.title)) == ("notice add", "Document 12/TB")
