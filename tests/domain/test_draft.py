"""Drafts: what a reading becomes, and that nothing of it is lost on the way through JSON."""

import json
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
from ntmtrack.domain.draft_paper import (
    clause_tasks,
    figures,
    moved,
    paper_json,
    same_paper,
    same_words,
)
from ntmtrack.domain.due import Precision, parse_due
from ntmtrack.domain.notice.found import (
    Clause,
    Count,
    Criterion,
    Document,
    Found,
    Person,
    Proposal,
    Reading,
    SetFound,
    Tally,
    Target,
    UnitFound,
)

MAY = parse_due("trong tháng 5/2023")


def found(value: str, start: int = 0, how: str = "words") -> Found:
    return Found(value, start, start + len(value), how)


READING = Reading(
    document=Document(
        kind=found("Thông báo"),
        number=found("203/TB"),
        date=found("2023-05-09", 5),
        dated=date(2023, 5, 9),
        issuer=found("UBND huyện"),
        about=found("Kết luận"),
        context_date=date(2023, 5, 4),
    ),
    units=(UnitFound("xã", "Tú Lệ", found("xã Tú Lệ")),),
    others=(UnitFound("huyện", "Văn Chấn", found("huyện Văn Chấn")),),
    set=SetFound(found("nông thôn mới", 7), "commune", "base", 19),
    tally=Tally(15, 19, "met", found("15/19 tiêu chí", 9, "tally")),
    counts=(Count(23, None, "nhà tạm", found("23 nhà tạm", 30)),),
    unmet=(Criterion("2", "Giao thông", found("số 2")), Criterion("", "Chợ", found("chợ"))),
    met=(Criterion("1", "Quy hoạch", found("số 1")),),
    nearly_met=(Criterion("3", "", found("số 3")),),
    targets=(
        Target(found("xã Tú Lệ"), found("10"), MAY, found("đạt trong tháng 5/2023", 50)),
        Target(None, None, MAY, found("đạt chuẩn", 60)),
    ),
    headings=2,
    outside=3,
)


def test_a_paper_as_a_whole() -> None:
    body = paper_json(READING)
    assert body["document"] == {
        "kind": "Thông báo",
        "number": "203/TB",
        "date": "2023-05-09",
        "issuer": "UBND huyện",
        "about": "Kết luận",
        "recipients": [],
    }
    assert body["context_date"] == "2023-05-04"
    assert (body["units"], body["other_units"]) == (["xã Tú Lệ"], ["huyện Văn Chấn"])
    assert body["set_found"] == {
        "words": "nông thôn mới",
        "level": "commune",
        "grade": "base",
        "total": 19,
        "span": {"start": 7, "end": 20, "how": "words"},
    }
    assert body["tally"] == {
        "met": 15,
        "total": 19,
        "verdict": "met",
        "words": "15/19 tiêu chí",
        "span": {"start": 9, "end": 23, "how": "tally"},
    }
    assert body["counts"][0]["figure"] == 23
    assert (body["headings"], body["outside"]) == (2, 3)


def test_lists_keep_numbers_and_their_names() -> None:
    body = paper_json(READING)
    assert (body["unmet"], body["met"], body["nearly_met"]) == (["2"], ["1"], ["3"])
    assert body["names"] == {"2": "Giao thông", "1": "Quy hoạch", "3": ""}


def test_targets_keep_their_days() -> None:
    first, second = paper_json(READING)["targets"]
    assert (first["unit"], first["criterion"]) == ("xã Tú Lệ", "10")
    assert first["due"]["last_day"] == "2023-05-31"
    assert (second["unit"], second["criterion"]) == (None, None)


def test_to_whom_it_was_sent_is_kept_with_the_paper() -> None:
    body = paper_json(READING, [found("Đảng ủy xã Tú Lệ"), found("Các phòng")])
    assert body["document"]["recipients"] == ["Đảng ủy xã Tú Lệ", "Các phòng"]


def test_a_paper_that_says_nothing_of_itself() -> None:
    body = paper_json(Reading())
    assert body["document"].pop("recipients") == []
    assert set(body["document"].values()) == {None}
    assert (body["set_found"], body["tally"], body["context_date"]) == (None, None, None)
    assert body["units"] == body["unmet"] == body["targets"] == body["counts"] == []


def test_a_proposal_keeps_each_field_and_where_it_was_found() -> None:
    proposal = Proposal(
        title=found("lập kế hoạch", 10, "verb"),
        unit=found("xã Tú Lệ", 1),
        criterion=found("17", 2),
        leads=(found("UBND xã", 3), found("Phòng A", 4)),
        coordinators=(found("Phòng B", 5),),
        persons=(Person(found("Lò Văn C", 6, "person"), None),),
        due=MAY,
        due_words=found("trong tháng 5/2023", 7),
        together=4,
    )
    (task,) = clause_tasks(Clause("1", 0, 30, (proposal,)))
    assert task.title == "lập kế hoạch"
    assert (task.unit, task.criterion, task.together) == ("xã Tú Lệ", "17", 4)
    assert (task.leads, task.coordinators) == (("UBND xã", "Phòng A"), ("Phòng B",))
    assert task.persons == ("Lò Văn C",)
    assert task.due is not None
    assert task.due.last_day == date(2023, 5, 31)
    assert task.due_words == "trong tháng 5/2023"
    assert task.spans["title"] == {"start": 10, "end": 22, "how": "verb"}
    assert [each["start"] for each in task.spans["leads"]] == [3, 4]
    assert task.spans["persons"][0]["how"] == "person"
    assert set(task.spans) == set(Field)


def test_what_was_left_empty_has_no_span() -> None:
    (task,) = clause_tasks(Clause("", 0, 3, (Proposal(found("x"), uncertain=("due", "unit")),)))
    assert set(task.spans) == {"title"}
    assert task.uncertain == (Field.DUE, Field.UNIT)
    assert (task.unit, task.criterion, task.due, task.due_words) == (None, None, None, None)


def test_a_due_goes_to_tasks_as_it_was_read() -> None:
    for words in ("trong tháng 5/2023", "hằng tuần", "khẩn trương", "trước ngày 30/6/2024"):
        read = parse_due(words)
        given = DraftDue.of(read).as_due()
        assert (given.words, given.start, given.last_day) == (read.words, read.start, read.last_day)
        assert (given.precision, given.flags) == (read.precision, read.flags)


# There and back


_words = st.text(max_size=12)
_names = st.lists(_words, max_size=3).map(tuple)
_day = st.none() | st.dates()
_due = st.builds(
    DraftDue,
    words=_words,
    start=_day,
    last_day=_day,
    precision=st.sampled_from(Precision),
    flags=st.lists(_words, max_size=2).map(tuple),
)
_task = st.builds(
    DraftTask,
    title=_words,
    unit=st.none() | _words,
    criterion=st.none() | _words,
    leads=_names,
    coordinators=_names,
    persons=_names,
    due=st.none() | _due,
    due_words=st.none() | _words,
    spans=st.dictionaries(st.sampled_from([str(each) for each in Field]), st.just({"start": 1})),
    uncertain=st.lists(st.sampled_from(Field), unique=True).map(tuple),
    together=st.none() | st.integers(0, 9),
)


@given(_task)
def test_a_proposal_comes_back_from_json_as_it_went(task: DraftTask) -> None:
    assert DraftTask.of_json(json.loads(json.dumps(task.as_json()))) == task


@given(_due)
def test_a_due_comes_back_from_json_as_it_went(due: DraftDue) -> None:
    assert DraftDue.of_json(json.loads(json.dumps(due.as_json()))) == due


# What waits


def a_proposal(state: ProposalState, number: int = 1) -> DraftProposal:
    task = "NV1" if state is ProposalState.ACCEPTED else None
    return DraftProposal(number, number, state, task, DraftTask("x"))


def a_clause(state: ClauseState, *states: ProposalState) -> DraftClause:
    proposals = tuple(a_proposal(each, place) for place, each in enumerate(states, start=1))
    return DraftClause(1, 1, "1", 0, 9, "words", state, None, proposals)


def test_a_clause_waits_while_anything_of_it_is_open() -> None:
    accepted, proposed = ProposalState.ACCEPTED, ProposalState.PROPOSED
    assert a_clause(ClauseState.UNCONSIDERED).waiting
    assert a_clause(ClauseState.TASK, accepted, proposed).waiting
    assert a_clause(ClauseState.NO_TASK, proposed).waiting
    assert not a_clause(ClauseState.TASK, accepted).waiting
    assert not a_clause(ClauseState.NO_TASK).waiting
    assert not a_clause(ClauseState.NO_TASK, ProposalState.SKIPPED).waiting


def a_draft(*clauses: DraftClause, **about: Any) -> Draft:
    body = {**paper_json(READING), **about}
    return Draft(1, "a.txt", "/a.txt", "0" * 64, date(2024, 1, 1), body, clauses=clauses)


def test_a_draft_lists_what_waits_and_all_that_is_proposed() -> None:
    open_one = a_clause(ClauseState.UNCONSIDERED, ProposalState.PROPOSED)
    done = a_clause(ClauseState.TASK, ProposalState.ACCEPTED, ProposalState.SKIPPED)
    draft = a_draft(open_one, done)
    assert draft.waiting == (open_one,)
    assert [each.state for each in draft.proposals] == ["proposed", "accepted", "skipped"]


def test_the_papers_own_day_goes_before_that_of_the_meeting() -> None:
    draft = a_draft()
    assert draft.dated == draft.context_date == date(2023, 5, 9)
    undated = a_draft(document={**draft.body["document"], "date": None})
    assert (undated.dated, undated.context_date) == (None, date(2023, 5, 4))
    unknown = a_draft(document=undated.body["document"], context_date=None)
    assert unknown.context_date is None


# What is known again


@pytest.mark.parametrize(
    ("number", "words", "known_by"),
    [
        ("1", "1. Giao Phòng A báo cáo.", "giao phong a bao cao."),
        ("12", "12) Giao  Phòng A\nbáo cáo.", "giao phong a bao cao."),
        ("2.a", "a) Giao Phòng A báo cáo.", "giao phong a bao cao."),
        ("3", "(3) Giao Phòng A báo cáo.", "giao phong a bao cao."),
        ("4", "4- Giao Phòng A báo cáo.", "giao phong a bao cao."),
        ("1.2", "1.2. Giao Phòng A báo cáo.", "giao phong a bao cao."),
        ("", "Giao Phòng A báo cáo.", "giao phong a bao cao."),
        ("5", "Giao Phòng A báo cáo.", "giao phong a bao cao."),
        ("", "20 hộ nghèo được hỗ trợ.", "20 ho ngheo duoc ho tro."),
    ],
)
def test_a_clause_is_known_again_whatever_its_number(
    number: str, words: str, known_by: str
) -> None:
    text = f"Đầu.\n{words}\nCuối."
    clause = Clause(number, 5, 5 + len(words))
    assert same_words(clause, text) == known_by


def test_what_is_recorded_beside_tasks_is_told_apart_from_the_rest() -> None:
    before = paper_json(READING)
    assert figures(paper_json(READING._replace(headings=9, units=()))) == figures(before)
    for changed in (
        READING._replace(tally=None),
        READING._replace(tally=Tally(14, 19, "met", found("14/19"))),
        READING._replace(unmet=()),
        READING._replace(met=()),
        READING._replace(nearly_met=()),
        READING._replace(targets=()),
    ):
        assert figures(paper_json(changed)) != figures(before)


def said(**about: Any) -> dict[str, Any]:
    facts = {"number": None, "date": None, "issuer": None, **about}
    return {"document": facts, "units": ["xã Tú Lệ"]}


@pytest.mark.parametrize(
    ("was", "now", "path", "same"),
    [
        (said(number="12/TB-UBND"), said(number="12/tb-ubnd"), "/b.txt", True),
        (said(number="12/TB"), said(number="13/TB"), "/a.txt", False),
        (said(number="12/TB", date="2023-05-09"), said(number="12/TB"), "/a.txt", True),
        (
            said(number="12/TB", date="2023-05-09"),
            said(number="12/TB", date="2024-05-09"),
            "/a.txt",
            False,
        ),
        (
            said(number="12/TB", issuer="UBND huyện A"),
            said(number="12/TB", issuer="UBND huyện B"),
            "/a.txt",
            False,
        ),
        (said(), said(), "/a.txt", True),
        (said(), said(), "/b.txt", False),
        (said(), {**said(), "units": ["xã Khác"]}, "/a.txt", False),
        # The number of the earlier state was told by an officer.
        (said(number="12/TB"), said(), "/a.txt", True),
    ],
)
def test_a_later_state_of_a_paper_is_told_from_another_paper(
    was: dict[str, Any], now: dict[str, Any], path: str, same: bool
) -> None:
    earlier = Draft(1, "a.txt", "/a.txt", "", date(2023, 5, 10), was)
    assert same_paper(earlier, now, path) is same


def test_a_proposal_moves_with_the_words_before_it() -> None:
    spans = {"title": {"start": 3, "end": 9, "how": "verb"}, "leads": [{"start": 1, "end": 2}]}
    task = moved(DraftTask("Lập kế hoạch", spans=spans), 10)
    assert task.spans == {
        "title": {"start": 13, "end": 19, "how": "verb"},
        "leads": [{"start": 11, "end": 12}],
    }
