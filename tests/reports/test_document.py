"""One document followed up on a page: what it asked for, and how far each of it has come."""

from datetime import date
from decimal import Decimal
from typing import Any

from ntmtrack.domain.aim import Aim
from ntmtrack.domain.assessment import Counts, Verdict
from ntmtrack.domain.bodies import Document
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.draft import (
    ClauseState,
    Draft,
    DraftClause,
    DraftProposal,
    DraftTask,
    ProposalState,
)
from ntmtrack.domain.due import Precision
from ntmtrack.domain.goal import Goal
from ntmtrack.domain.plan import Facts, Figure, Milestone, Planned
from ntmtrack.domain.product import Grade, Product, ProductTally
from ntmtrack.domain.product_count import Stated
from ntmtrack.domain.product_target import ProductTarget, target_lines
from ntmtrack.domain.progress import About, line
from ntmtrack.domain.target import Reached
from ntmtrack.domain.task import Task
from ntmtrack.domain.unit import UnitKind
from ntmtrack.domain.work import Capital, CapitalKind, Work, WorkEvent, WorkEventKind
from ntmtrack.reports import products, targets
from ntmtrack.reports.document import Page, page
from ntmtrack.reports.document_rows import PlannedLine, WorkLine
from ntmtrack.reports.report import Measure, Report
from tests.reports.values import (
    BAN_BO,
    SET,
    TODAY,
    a_task,
    days,
    headings,
    notes,
    records,
    words,
)

PAPER = Document(7, "12/TB-UBND")


def late(*numbers: str) -> list[Task]:
    return [a_task(number, last_day=TODAY - days(3)) for number in numbers]


def a_page(**facts: Any) -> Report:
    return page(Page(PAPER, **facts), day=TODAY)


def one(report: Report) -> dict[str, Any]:
    (row,) = records(report)
    return row


def an_aim(number: str | None, last: date, *, reached: Reached | None = None) -> targets.Line:
    aim = Aim(1, 1, SET, number, "theo văn bản", TODAY, last, "day", document_key=7)
    return targets.Line("03424", "Xã Bản Bo", aim, "Nghèo đa chiều", reached)


def test_the_head_says_what_is_known_of_a_document() -> None:
    paper = Document(
        1,
        "12/TB-UBND",
        kind="Thông báo",
        dated=TODAY,
        issuer="UBND huyện",
        about="kết luận",
        path="12.pdf",
        assessments=2,
        recipients=("Đảng ủy xã",),
    )
    report = page(Page(paper, late("A")), day=TODAY)
    assert report.name == "notice show"
    assert words(report.title) == "Document 12/TB-UBND, Thông báo, dated 2024-07-09, UBND huyện"
    said = notes(report)
    assert said[:3] == ["about: kết luận", "file: 12.pdf", "sent to: Đảng ủy xã"]
    assert said[-1] == "2 judgements"


def test_of_a_document_without_a_date_that_is_said_and_nothing_is_made_up() -> None:
    report = a_page()
    assert words(report.title) == "Document 12/TB-UBND"
    assert notes(report)[0] == "no date is known"
    assert notes(report)[-1] == "0 judgements"
    assert report.rows == ()


def test_tasks_come_first_and_the_late_before_all() -> None:
    open_one = a_task("B", last_day=TODAY + days(3))
    report = a_page(tasks=[open_one, *late("A")])
    assert headings(report) == ["Overdue (1)", "Open, in time (1)"]
    assert [row["task"] for row in records(report)] == ["A", "B"]
    assert {str(row["kind"]) for row in records(report)} == {"task"}
    assert report.summary["open_overdue"] == 1


def test_targets_stand_as_their_own_command_tells_them() -> None:
    lines = [
        an_aim("11", TODAY - days(1), reached=Reached(Verdict.UNMET)),
        an_aim("17", TODAY + days(9), reached=Reached(Verdict.MET, TODAY)),
        an_aim(None, TODAY + days(9), reached=Reached(Verdict.UNMET)),
    ]
    report = a_page(targets=lines, counts={("03424", SET): Counts(met=9, unmet=10)})
    assert headings(report) == [
        "Targets missed (1)",
        "Targets still to be reached (1)",
        "Targets reached (1)",
    ]
    missed, whole, met = records(report)
    assert (missed["number"], str(missed["state"]), missed["days_left"]) == ("11", "missed", -1)
    assert (missed["value"], missed["aimed"]) == (None, None)
    assert (whole["value"], whole["aimed"]) == (9, 19)
    assert (met["reached_on"], str(met["verdict"])) == (TODAY, "met")
    assert "Targets: 1 reached, 1 missed, 1 still to be reached" in notes(report)
    told = {key: report.summary[key] for key in ("targets", "reached", "missed", "waiting")}
    assert told == {"targets": 3, "reached": 1, "missed": 1, "waiting": 1}


def test_a_whole_set_of_which_nothing_was_judged_has_no_figures() -> None:
    report = a_page(targets=[an_aim(None, TODAY + days(9), reached=Reached(Verdict.NOT_ASSESSED))])
    assert (one(report)["value"], one(report)["aimed"]) == (None, None)


def test_a_target_that_was_moved_is_told_and_not_counted() -> None:
    moved = an_aim("11", TODAY - days(1), reached=Reached(Verdict.UNMET))
    report = a_page(targets=[moved._replace(moved_to=moved.aim)])
    assert headings(report) == ["Earlier targets, since moved (1)"]
    assert report.summary["targets"] == 0
    assert not any(note.startswith("Targets:") for note in notes(report))


def test_a_planned_value_stands_beside_the_figure_that_was_reached() -> None:
    planned = Planned(Decimal(85), TODAY, TODAY + days(9), "tháng 7")
    milestone = Milestone(1, 2, planned, Precision.MONTH, "%")
    facts = Facts(newest=Figure(Decimal("82.5"), TODAY))
    told = line(About(BAN_BO, SET, "17.8", "Tỷ lệ", Goal(unit="%")), facts)
    report = a_page(plans=[PlannedLine(BAN_BO, SET, milestone, told)])
    row = one(report)
    assert headings(report) == ["Planned values (1)"]
    assert (row["number"], row["title"]) == ("17.8", "Tỷ lệ")
    assert (row["value"], row["aimed"]) == (
        Measure(Decimal("82.5"), "%"),
        Measure(Decimal(85), "%"),
    )
    assert row["reached_on"] == TODAY


def test_a_planned_value_without_a_figure_or_of_an_indicator_that_is_no_more_is_told() -> None:
    planned = Planned(Decimal(85), TODAY, TODAY + days(9), "tháng 7")
    milestone = Milestone(1, 2, planned, Precision.MONTH, "%")
    row = one(a_page(plans=[PlannedLine(BAN_BO, "", milestone, None)]))
    assert (row["number"], row["value"], row["reached_on"]) == (None, None, None)
    assert row["aimed"] == Measure(Decimal(85), "%")


def a_product(*grades: Grade, document: int = 7, stars: int | None = 3) -> products.Line:
    product = Product(1, 1, "Chè", grades=grades)
    target = ProductTarget(
        *(1, stars, "năm 2024", date(2024, 1, 1), date(2024, 12, 31), Precision.YEAR, TODAY),
        document_key=document,
    )
    return products.Line(BAN_BO, product, target_lines(product, [target], TODAY))


def test_products_that_it_wants_stand_with_the_stars_they_have() -> None:
    report = a_page(products=[a_product(Grade(2, date(2023, 1, 1)))])
    row = one(report)
    assert headings(report) == ["Products to be reached (1)"]
    assert (row["title"], row["value"], row["aimed"]) == ("Chè", 2, 3)
    assert (str(row["state"]), row["days_left"], row["reached_on"]) == ("open", 175, None)
    assert "Targets: 0 reached, 0 missed, 1 still to be reached" in notes(report)


def test_a_product_that_was_reached_says_since_when() -> None:
    row = one(a_page(products=[a_product(Grade(4, TODAY))]))
    assert (str(row["state"]), row["days_left"]) == ("reached_on_time", None)
    assert (row["value"], row["reached_on"]) == (4, TODAY)


def test_a_product_without_any_stars_has_no_figure() -> None:
    row = one(a_page(products=[a_product(stars=None)]))
    assert (row["value"], row["aimed"]) == (None, None)


def test_recognitions_by_it_are_told_and_those_of_others_are_not() -> None:
    mine = Grade(3, TODAY, document_key=7)
    other = Grade(4, words="năm 2023", document_key=8)
    report = a_page(products=[a_product(other, mine, document=8)])
    row = one(report)
    assert headings(report) == ["Products that it recognised (1)"]
    assert (row["value"], row["reached_on"], row["due_text"]) == (3, TODAY, None)


def test_a_count_without_its_list_is_told_apart() -> None:
    tally = ProductTally(1, 3, True, 25, TODAY)
    row = one(a_page(tallies=[(BAN_BO, Stated(tally, 2))]))
    assert words(row["title"]) == "25 OCOP products of 3 stars or more"
    assert (row["value"], row["aimed"], row["reached_on"]) == (25, None, TODAY)


def test_works_stand_with_their_capital_and_how_far_they_have_come() -> None:
    events = (
        WorkEvent(WorkEventKind.PLANNED, TODAY, words="quý II/2024", last_day=TODAY - days(9)),
        WorkEvent(WorkEventKind.PROGRESS, TODAY, percent=40),
    )
    sums = (
        Capital(CapitalKind.APPROVED, "tỉnh", 2024, 3_500_000_000, TODAY),
        Capital(CapitalKind.DISBURSED, "tỉnh", 2024, 850_000_000, TODAY),
    )
    village = Unit(2, "1", "Thôn 1", UnitKind.VILLAGE)
    report = a_page(
        works=[
            WorkLine(BAN_BO, Work(1, 1, "Đường thôn", None, events, sums)),
            WorkLine(village, Work(2, 2, "Cống")),
        ]
    )
    road, pipe = records(report)
    assert headings(report) == ["Works (2)"]
    assert (road["value"], road["aimed"], road["progress"]) == (850_000_000, 3_500_000_000, 40)
    assert (road["due_text"], road["days_late"], str(road["state"])) == (
        *("quý II/2024", 9),
        "under_way",
    )
    assert (pipe["due"], pipe["due_text"], pipe["value"], pipe["aimed"]) == (None,) * 4


def a_clause(place: int, state: ClauseState, said: str = "Rà soát", *tasks: str) -> DraftClause:
    proposals = tuple(
        DraftProposal(1, 1, ProposalState.ACCEPTED, task, DraftTask("Rà soát")) for task in tasks
    )
    return DraftClause(place, place, f"{place}.", 0, 1, said, state, None, proposals)


def a_draft(*clauses: DraftClause, replaced: bool = False) -> Draft:
    return Draft(1, "a.txt", "/a.txt", "", TODAY, {}, replaced=replaced, clauses=clauses)


def test_clauses_stand_with_what_was_decided_of_them_and_the_tasks_they_gave() -> None:
    draft = a_draft(
        a_clause(1, ClauseState.TASK, "Lập kế hoạch", "NV2024-001", "NV2024-002"),
        a_clause(2, ClauseState.NO_TASK),
        a_clause(3, ClauseState.UNCONSIDERED),
    )
    report = a_page(drafts=[draft])
    found = list(records(report))
    assert headings(report) == ["Clauses (3)"]
    assert [(row["clause"], str(row["state"])) for row in found] == [
        ("1.", "task"),
        ("2.", "no_task"),
        ("3.", "unconsidered"),
    ]
    assert words(found[0]["title"]) == "Lập kế hoạch (NV2024-001, NV2024-002)"
    assert "3 clauses: 1 with tasks, 1 where no task arises, 1 not yet considered" in notes(report)
    assert report.summary["unconsidered"] == 1


def test_a_long_clause_is_told_by_its_first_whole_words() -> None:
    (row,) = records(a_page(drafts=[a_draft(a_clause(1, ClauseState.NO_TASK, "soát " * 40))]))
    assert row["title"] == "soát " * 19 + "soát …"
    (row,) = records(a_page(drafts=[a_draft(a_clause(1, ClauseState.NO_TASK, "x" * 300))]))
    assert row["title"] == "x" * 100 + " …"


def test_clauses_of_a_reading_that_was_replaced_are_not_told_twice() -> None:
    report = a_page(drafts=[a_draft(a_clause(1, ClauseState.TASK), replaced=True)])
    assert report.rows == ()
