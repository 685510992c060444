"""One document in words: what is known of it, and what it asked for."""

from datetime import date

from ntmtrack.domain.bodies import Document
from ntmtrack.domain.draft import ClauseState, Draft, DraftClause
from ntmtrack.domain.standing import Target
from ntmtrack.domain.task import Task
from ntmtrack.reports.document import of_document
from tests.reports.values import TODAY, a_task, days, notes, words


def late(*numbers: str) -> list[Task]:
    return [a_task(number, last_day=TODAY - days(3)) for number in numbers]


def test_what_is_known_of_a_document_is_told_above_its_tasks() -> None:
    paper = Document(
        1,
        "12/TB-UBND",
        kind="Thông báo",
        dated=TODAY,
        issuer="UBND huyện",
        about="kết luận",
        path="12.pdf",
        assessments=2,
    )
    report = of_document(paper, late("A"), day=TODAY)
    assert (report.name, words(report.title)) == ("notice show", "Document 12/TB-UBND")
    assert notes(report)[1:] == [
        "Thông báo",
        "dated 2024-07-09",
        "issued by UBND huyện",
        "about: kết luận",
        "file: 12.pdf",
        "2 judgements",
    ]


def test_a_document_without_a_date_says_so() -> None:
    report = of_document(Document(1, "12/TB"), [], day=TODAY)
    assert notes(report)[1:] == ["no date is known", "0 judgements"]


def test_its_targets_and_how_far_it_has_been_considered_are_told() -> None:
    aims = [
        Target(1, "xa", "11", "năm 2024", date(2024, 12, 31), "year"),
        Target(1, "xa", None, "đến hết năm 2024", date(2024, 12, 31), "year"),
    ]
    clauses = tuple(
        DraftClause(place, place, str(place), 0, 1, "x", state, None)
        for place, state in enumerate(ClauseState)
    )
    draft = Draft(1, "a.txt", "/a.txt", "", TODAY, {}, clauses=clauses)
    assert notes(of_document(Document(1, "12/TB"), [], day=TODAY, targets=aims, drafts=[draft]))[
        3:
    ] == [
        "target for criterion 11: năm 2024 (2024-12-31)",
        "target: đến hết năm 2024 (2024-12-31)",
        "3 clauses: 1 with tasks, 1 where no task arises, 1 not yet considered",
    ]
