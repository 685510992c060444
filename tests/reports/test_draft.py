"""Reports of papers that were read: every clause counted once, every fact told in words."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.draft import (
    ClauseState,
    Draft,
    DraftClause,
    DraftDue,
    DraftProposal,
    DraftTask,
    Field,
    ProposalState,
)
from ntmtrack.domain.draft_paper import paper_json
from ntmtrack.domain.due import Precision
from ntmtrack.domain.notice.found import Reading
from ntmtrack.message import say
from ntmtrack.reports.draft import draft, drafts
from ntmtrack.reports.draft_object import clause_counts
from ntmtrack.reports.report import Report
from tests.reports.values import TODAY, notes, words

DAY = date(2023, 5, 20)
DUE = DraftDue("trước ngày 20/5/2023", DAY, DAY, Precision.DAY, ("before_includes_day",))
EMPTY = paper_json(Reading())


def a_draft(*clauses: DraftClause, about: dict[str, Any] | None = None, **body: Any) -> Draft:
    """A draft of a paper that says nothing of itself but what is given."""
    document = {**EMPTY["document"], **(about or {})}
    return Draft(
        key=1,
        name="a.txt",
        path="/a.txt",
        sha256="0" * 64,
        read_on=TODAY,
        body={**EMPTY, "document": document, **body},
        clauses=clauses,
    )


def a_clause(
    state: ClauseState = ClauseState.UNCONSIDERED,
    *proposals: DraftProposal,
    number: str = "1",
    said: str = "1. Giao việc.",
) -> DraftClause:
    return DraftClause(1, 1, number, 10, 90, said, state, None, proposals)


def a_proposal(
    state: ProposalState = ProposalState.PROPOSED, number: int = 1, **fields: Any
) -> DraftProposal:
    task = f"NV2023-00{number}" if state is ProposalState.ACCEPTED else None
    return DraftProposal(number, number, state, task, DraftTask("lập kế hoạch", **fields))


def shown(found: Draft, set_code: str | None = None, **more: Any) -> Report:
    return draft(found, day=TODAY, set_code=set_code, **more)


def cells(report: Report, block: str) -> list[dict[str, Any]]:
    keys = [column.key for column in report.columns]
    rows = next((each.rows for each in report.blocks if each.key == block), ())
    return [dict(zip(keys, row, strict=True)) for row in rows]


def test_proposals_clauses_without_any_and_what_is_decided_stand_apart() -> None:
    found = a_draft(
        a_clause(ClauseState.UNCONSIDERED, a_proposal(number=1)),
        a_clause(ClauseState.UNCONSIDERED, number="2"),
        a_clause(ClauseState.TASK, a_proposal(ProposalState.ACCEPTED, 2), number="3"),
        a_clause(ClauseState.NO_TASK, number="4"),
        a_clause(ClauseState.NO_TASK, a_proposal(ProposalState.SKIPPED, 3), number="5"),
    )
    report = shown(found)
    assert [block.key for block in report.blocks] == ["proposed", "unconsidered", "decided"]
    assert [row["clause"] for row in cells(report, "proposed")] == ["1"]
    assert [row["clause"] for row in cells(report, "unconsidered")] == ["2"]
    assert [row["clause"] for row in cells(report, "decided")] == ["3", "5", "4"]
    assert cells(report, "decided")[0]["task"] == "NV2023-002"
    assert report.finds == frozenset({"proposed", "unconsidered"})
    assert dict(report.summary) == {
        "clauses": 5,
        "task": 1,
        "no_task": 2,
        "unconsidered": 2,
        "proposals": 1,
    }


def test_a_proposal_gives_all_its_fields() -> None:
    proposal = a_proposal(
        unit="xã Tú Lệ",
        criterion="17",
        leads=("UBND xã",),
        coordinators=("Phòng A",),
        persons=("Lò Văn C",),
        due=DUE,
        due_words="trước ngày 20/5/2023",
        uncertain=(Field.UNIT,),
    )
    (row,) = cells(shown(a_draft(a_clause(ClauseState.UNCONSIDERED, proposal))), "proposed")
    assert row == {
        "proposal": 1,
        "clause": "1",
        "title": "lập kế hoạch",
        "unit": "xã Tú Lệ",
        "criterion": "17",
        "leads": ("UBND xã",),
        "coordinators": ("Phòng A",),
        "persons": ("Lò Văn C",),
        "due_text": "trước ngày 20/5/2023",
        "due": DAY,
        "precision": Precision.DAY,
        "flags": ("before_includes_day",),
        "uncertain": (Field.UNIT,),
        "state": ProposalState.PROPOSED,
        "task": None,
        "clause_state": ClauseState.UNCONSIDERED,
        "start": 10,
        "end": 90,
    }


def test_a_proposal_without_a_due_has_no_precision() -> None:
    (row,) = cells(shown(a_draft(a_clause(ClauseState.UNCONSIDERED, a_proposal()))), "proposed")
    assert (row["due"], row["precision"], row["flags"]) == (None, Precision.NONE, ())


@pytest.mark.parametrize(("length", "cut"), [(159, False), (160, False), (161, True)])
def test_a_long_clause_is_shown_by_its_beginning(length: int, cut: bool) -> None:
    (row,) = cells(shown(a_draft(a_clause(said="x" * length))), "unconsidered")
    assert row["title"] == ("x" * 160 + "…" if cut else "x" * length)


def test_only_some_clauses_are_shown_but_all_are_counted() -> None:
    first, second = a_clause(number="1"), a_clause(number="2")
    report = shown(a_draft(first, second), only=[second])
    assert [row["clause"] for row in cells(report, "unconsidered")] == ["2"]
    assert report.summary["clauses"] == 2


def test_a_paper_that_says_nothing() -> None:
    report = shown(a_draft(), notes=[say("there is no task {number}", number="x")])
    assert report.blocks == ()
    assert words(report.title) == "a.txt"
    assert notes(report) == [
        "it bears no number",
        "it bears no date",
        "0 clauses: 0 with tasks, 0 where no task arises, 0 not yet considered",
        "there is no task x",
    ]


def test_a_paper_that_says_all() -> None:
    about = {
        "kind": "Thông báo",
        "number": "203/TB",
        "date": "2023-05-09",
        "issuer": "UBND huyện",
    }
    target = {"unit": None, "criterion": None, "due": {"words": "năm 2024"}}
    found = a_draft(
        about=about,
        context_date="2023-05-04",
        units=["xã Tú Lệ", "xã Nậm Có"],
        set_found={"words": "nông thôn mới"},
        unmet=["2", "6"],
        targets=[target, {**target, "criterion": "10"}],
    )
    report = shown(found, "xa-ntm-2021-2025")
    assert words(report.title) == "203/TB (a.txt)"
    assert notes(report)[:9] == [
        "kind: Thông báo",
        "number: 203/TB",
        "dated 2023-05-09",
        "issued by UBND huyện",
        "units: xã Tú Lệ, xã Nậm Có",
        "criteria set: xa-ntm-2021-2025 (nông thôn mới)",
        "unmet: 2, 6",
        "target: năm 2024",
        "target for criterion 10: năm 2024",
    ]


def test_the_day_of_the_meeting_is_told_of_an_undated_paper() -> None:
    assert "it tells of a meeting on 2023-05-04" in notes(shown(a_draft(context_date="2023-05-04")))


def test_words_of_a_set_that_is_not_known_are_notes() -> None:
    found = a_draft(set_found={"words": "nông thôn mới"})
    assert 'criteria set: not known from "nông thôn mới"' in notes(shown(found))


@pytest.mark.parametrize(
    ("met", "unmet", "warned"), [(15, 4, False), (14, 4, True), (16, 4, True), (15, 0, False)]
)
def test_a_count_that_its_list_contradicts_is_warned_of(met: int, unmet: int, warned: bool) -> None:
    tally = {"met": met, "total": 19, "verdict": "met", "words": "x", "span": {}}
    listed = [str(number) for number in range(1, unmet + 1)]
    said = next(
        each for each in notes(shown(a_draft(tally=tally, unmet=listed))) if "count" in each
    )
    assert said.startswith(f'count: {met}/19 ("x")')
    assert ("WARNING" in said) == warned


# The object for machines


def test_the_object_sets_what_was_decided_apart_from_what_is_proposed() -> None:
    accepted = a_proposal(ProposalState.ACCEPTED, 1, due=DUE)
    found = a_draft(a_clause(ClauseState.UNCONSIDERED, accepted, a_proposal(number=2)))
    whole = shown(found, "xa-ntm-2021-2025").whole
    assert whole is not None
    assert (whole["ntmtrack_notice"], whole["set"]) == (1, "xa-ntm-2021-2025")
    (clause,) = whole["clauses"]
    assert (clause["state"], clause["considered"]) == ("task", False)
    assert [task["proposal"] for task in clause["tasks"]] == [2]
    assert clause["decided"] == [
        {"proposal": 1, "state": "accepted", "task": "NV2023-001", "title": "lập kế hoạch"}
    ]
    assert whole["tally"] is None
    assert whole["summary"]["headings"] == whole["summary"]["outside"] == 0


def test_the_object_keeps_a_count_as_it_was_read() -> None:
    tally = {"met": 1, "total": 2, "verdict": "met", "words": "1/2", "span": {"start": 1}}
    whole = shown(a_draft(tally=tally)).whole
    assert whole is not None
    assert whole["tally"] == tally


@pytest.mark.parametrize("state", list(ClauseState))
def test_a_clause_with_nothing_proposed_is_what_was_said_of_it(state: ClauseState) -> None:
    whole = shown(a_draft(a_clause(state))).whole
    assert whole is not None
    assert whole["clauses"][0]["state"] == str(state)
    assert whole["clauses"][0]["considered"] == (state is not ClauseState.UNCONSIDERED)


_clauses = st.lists(
    st.builds(
        lambda state, states: a_clause(
            state, *(a_proposal(each, place) for place, each in enumerate(states, start=1))
        ),
        st.sampled_from(ClauseState),
        st.lists(st.sampled_from(ProposalState), max_size=3),
    ),
    max_size=6,
)


@given(_clauses)
def test_every_clause_is_counted_and_shown_once(clauses: list[DraftClause]) -> None:
    found = a_draft(*clauses)
    counts = clause_counts(found.clauses)
    assert counts["clauses"] == len(clauses)
    assert sum(counts.values()) == 2 * len(clauses)
    report = shown(found)
    shown_rows = sum(len(block.rows) for block in report.blocks)
    assert shown_rows == sum(max(1, len(clause.proposals)) for clause in clauses)
    assert counts["unconsidered"] == len(found.waiting)


# All papers


def test_papers_are_listed_with_how_far_they_have_been_considered() -> None:
    waiting = a_draft(
        a_clause(ClauseState.UNCONSIDERED, a_proposal()),
        a_clause(ClauseState.NO_TASK),
        about={"number": "203/TB", "date": "2023-05-09"},
    )
    done = a_draft(a_clause(ClauseState.TASK, a_proposal(ProposalState.ACCEPTED)))
    report = drafts([waiting, done._replace(name="b.txt", document="9/TB")], day=TODAY)
    first, second = cells(report, "drafts")
    assert first == {
        "file": "a.txt",
        "number": "203/TB",
        "dated": date(2023, 5, 9),
        "read_on": TODAY,
        "clauses": 2,
        "task": 0,
        "no_task": 1,
        "unconsidered": 1,
        "proposals": 1,
        "document": None,
    }
    assert (second["task"], second["proposals"], second["document"]) == (1, 0, "9/TB")
    assert notes(report) == ["1 of 2 wait"]
    assert dict(report.summary) == {"drafts": 2, "waiting": 1}


def test_no_paper_was_read() -> None:
    report = drafts([], day=TODAY)
    assert cells(report, "drafts") == []
    assert report.empty is not None
