"""Mergers, splits and what is told of them; what follows for a unit that was made of others."""

from datetime import date
from typing import Any

import pytest

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.division import ListedUnit
from ntmtrack.domain.lineage import LineageKind, Link, Relation
from ntmtrack.domain.standing import Standing, StandingEvent, UnitStanding
from ntmtrack.domain.succession import Action, Proposal
from ntmtrack.domain.unit import UnitKind
from ntmtrack.reports import lineage, succession
from ntmtrack.reports.report import Report
from ntmtrack.reports.successor import Related, build
from tests.reports.values import SET, a_standing, headings, notes, records, words

DAY, EVE, LATER = date(2025, 7, 1), date(2025, 6, 30), date(2026, 11, 22)
MET, UNMET, MISSING = Verdict.MET, Verdict.UNMET, Verdict.NOT_ASSESSED


def _unit(key: int, name: str | None = None, **facts: Any) -> Unit:
    return Unit(key, f"0000{key}", name or f"Xã {key}", UnitKind.COMMUNE, **facts)


OLD = [_unit(1, valid_to=EVE), _unit(2, valid_to=EVE)]
NEW = _unit(3, valid_from=DAY)


def _changed(**facts: Any) -> Report:
    told: dict[str, Any] = {"name": "unit merge", "day": DAY, "facts": {}, **facts}
    old, new = told.pop("old", OLD), told.pop("new", [NEW])
    return lineage.changed(old, new, **told)


def test_a_merger_tells_what_ended_and_what_it_became() -> None:
    report = _changed()
    assert [(row["unit_name"], row["relation"]) for row in records(report)] == [
        ("Xã 1", Relation.PREDECESSOR),
        ("Xã 2", Relation.PREDECESSOR),
        ("Xã 3", Relation.SUCCESSOR),
    ]
    assert words(report.title) == "Xã 1, Xã 2 became Xã 3 on 2025-07-01"
    assert notes(report) == [words(lineage.NO_STANDING)]


def test_a_unit_without_a_code_shows_none() -> None:
    uid = "0197c348-8800-7f69-8c35-d8061b2e1a10"
    (row, _) = records(_changed(old=[_unit(1)._replace(code=uid)]))
    assert (row["unit"], row["code"]) == (uid, None)


def test_a_unit_that_takes_others_in_is_told_plainly() -> None:
    report = _changed(going_on=[NEW])
    assert "goes on under its own name; its figures before 2025-07-01" in notes(report)[0]
    assert len(notes(report)) == 1


def test_a_new_unit_of_an_old_name_is_told_apart() -> None:
    assert "the one of that name before it has ended" in notes(_changed(new=[_unit(3, "Xã 1")]))[0]


@pytest.mark.parametrize(("moved", "said"), [(1, "1 unit below goes"), (2, "2 units below go")])
def test_what_goes_on_below_is_counted(moved: int, said: str) -> None:
    assert notes(_changed(moved=moved))[0].startswith(said)


def test_what_is_below_nothing_is_warned_about() -> None:
    assert "Thôn A, Thôn B" in notes(_changed(left=["Thôn A", "Thôn B"]))[0]


def test_facts_of_later_are_warned_about() -> None:
    said = notes(_changed(facts={1: 1, 2: 3}))
    assert "1 fact of Xã 1 is of 2025-07-01 or later" in said[0]
    assert "3 facts of Xã 2 are of" in said[1]


def test_a_unit_that_ended_says_into_what() -> None:
    assert words(lineage.ended(OLD[0])) == "Xã 1 ended on 2025-06-30"
    over = OLD[0]._replace(successors=("Xã 3", "Xã 4"))
    assert words(lineage.ended(over)) == ("Xã 1 ended on 2025-06-30; it went over into Xã 3, Xã 4")


def test_a_unit_that_is_to_come_says_from_when() -> None:
    assert words(lineage.to_begin(NEW)) == (
        "Xã 3 exists only from 2025-07-01; see `ntmtrack unit lineage 00003`"
    )


def test_a_unit_made_of_others_says_where_they_are_told() -> None:
    assert words(lineage.formed(NEW, DAY)).startswith(
        f"Xã 3 was formed on {DAY}, nothing has been judged of it yet;"
    )
    assert "`ntmtrack unit lineage 00003`" in words(lineage.formed(NEW, DAY))


def _link(before: int, after: int, kind: LineageKind = LineageKind.MERGED) -> Link:
    return Link(before, after, kind, DAY, "1670/NQ")


def test_each_link_is_told_with_its_day_and_document() -> None:
    links = [_link(1, 3), _link(2, 3), _link(4, 3, LineageKind.SPLIT)]
    names = {1: "A", 2: "B", 3: "C", 4: "D"}
    assert [words(each) for each in lineage.told(3, links, names)] == [
        "A, B went over into it on 2025-07-01 (1670/NQ)",
        "a part of D went over into it on 2025-07-01 (1670/NQ)",
    ]
    assert [words(each) for each in lineage.told(1, links[:1], names)] == [
        "it went over into C on 2025-07-01 (1670/NQ)"
    ]
    undated = [_link(4, 3, LineageKind.SPLIT)._replace(document=None)]
    assert [words(each) for each in lineage.told(4, undated, names)] == [
        "it was split into C on 2025-07-01 (…)"
    ]


def _part(key: int, *stood: UnitStanding, **facts: Any) -> Related:
    kind = facts.pop("kind", LineageKind.MERGED)
    day = facts.pop("day", DAY)
    name = facts.pop("name", None)
    return Related(
        _unit(key, name, valid_to=EVE),
        Relation.PREDECESSOR,
        day,
        _link(key, 3, kind),
        tuple(each._replace(unit_key=key) for each in stood),
    )


def _recognised(*verdicts: Verdict, until: date | None = None) -> UnitStanding:
    event = Standing(StandingEvent.RECOGNISED, SET, date(2020, 1, 1))
    events = [event]
    if until is not None:
        events.append(Standing(StandingEvent.REVOKED, SET, until))
    return a_standing(*verdicts, standings=tuple(events))


def _built(*before: Related, **facts: Any) -> Report:
    after = facts.pop("after", ())
    return build(NEW, before, after, day=LATER, **facts)


def test_predecessors_are_told_as_they_stood_and_criteria_follow_from_them() -> None:
    report = _built(_part(1, a_standing(MET, UNMET)), _part(2, a_standing(MET, MET)))
    first, second, one, two = records(report)
    assert (first["relation"], first["kind"], first["happened_on"], first["document"]) == (
        Relation.PREDECESSOR,
        LineageKind.MERGED,
        DAY,
        "1670/NQ",
    )
    assert [(row["score"], row["met"], row["total"]) for row in (first, second)] == [
        ("1/2", 1, 2),
        ("2/2", 2, 2),
    ]
    assert (one["verdict"], one["met_in"]) == (MET, ("Xã 1", "Xã 2"))
    assert (two["verdict"], two["unmet_in"], two["met_in"]) == (UNMET, ("Xã 1",), ("Xã 2",))
    assert headings(report)[1] == f"{SET}: derived, not assessed"
    assert "as they stood on 2025-06-30: this is no assessment" in notes(report)[0]
    assert f"Xã 3, {SET}, derived: met 1/2; nearly met 0; unmet 1" in notes(report)[1]


def test_no_set_is_mixed_with_another() -> None:
    shared = [a_standing(MET), a_standing(MET, set_code="b")]
    only_one = _built(_part(1, *shared), _part(2, a_standing(MET)))
    assert {row["set"] for row in records(only_one)} == {SET}
    none = _built(_part(1, a_standing(MET)), _part(2, a_standing(MET, set_code="b")))
    derived = [row for row in records(none) if row["block"] == "derived"]
    assert [(row["set"], row["verdict"]) for row in derived] == [("b", MISSING), (SET, MISSING)]
    assert "their counts are not comparable" in notes(none)[-1]
    asked = _built(_part(1, *shared), _part(2, *shared), of="b")
    assert {row["set"] for row in records(asked)} == {"b"}


def test_predecessors_that_were_never_judged_are_told_all_the_same() -> None:
    report = _built(_part(1), _part(2))
    assert [row["score"] for row in records(report)] == [None, None]
    assert notes(report)[-1] == "None of the predecessors had been judged."


def test_only_the_last_change_makes_the_unit_what_it_is() -> None:
    earlier = _part(1, a_standing(UNMET), day=date(2020, 1, 1))
    report = _built(earlier, _part(2, a_standing(MET)))
    assert [row["verdict"] for row in records(report)] == [None, None, MET]


def test_predecessors_of_one_name_are_told_apart_by_their_codes() -> None:
    report = _built(
        _part(1, a_standing(MET), name="Xã Bình An"), _part(2, a_standing(UNMET), name="Xã Bình An")
    )
    last = list(records(report))[-1]
    assert (last["met_in"], last["unmet_in"]) == (
        ("Xã Bình An (00001)",),
        ("Xã Bình An (00002)",),
    )


def test_a_part_of_a_unit_brings_the_figures_of_the_whole() -> None:
    report = _built(_part(1, a_standing(MET), kind=LineageKind.SPLIT))
    assert "Only a part of Xã 1 came here" in notes(report)[1]


def test_the_unit_itself_as_it_was_counts_too() -> None:
    itself = Related(NEW, Relation.ITSELF, DAY, None, (a_standing(UNMET, unit="3"),))
    report = _built(_part(1, a_standing(MET)), itself)
    assert [row["relation"] for row in records(report)][1] is Relation.ITSELF
    assert list(records(report))[-1]["unmet_in"] == ("Xã 3",)


def test_what_the_ledger_does_not_know_counts_as_not_assessed() -> None:
    report = _built(_part(1, _recognised(MET)), unrecorded=["Xã Xa (00009)"])
    last = list(records(report))[-1]
    assert (last["verdict"], last["not_assessed_in"]) == (MISSING, ("Xã Xa (00009)",))
    assert "WARNING by the shipped table" in notes(report)[1]
    assert "the ledger does not know" in notes(report)[-1]


def test_all_recognised_are_recognised_together() -> None:
    both = _built(_part(1, _recognised(MET)), _part(2, _recognised(MET)))
    assert "All that it was made of were recognised" in notes(both)[-1]
    one = _built(_part(1, _recognised(MET)), _part(2, a_standing(MET)))
    assert "Recognised of what it was made of: Xã 1; it is reviewed anew" in notes(one)[-1]
    lost = _built(_part(1, _recognised(MET, until=date(2024, 1, 1))))
    assert "made of: –; it is reviewed anew" in notes(lost)[-1]
    elsewhere = _built(_part(1, _recognised(MET)), _part(2, a_standing(MET, set_code="b")), of=SET)
    assert "made of: Xã 1; it" in notes(elsewhere)[-1]


def test_a_unit_recognised_itself_needs_no_rule() -> None:
    own = [Standing(StandingEvent.CARRIED_OVER, SET, date(2025, 9, 1))]
    report = _built(_part(1, _recognised(MET)), own=own)
    assert notes(report)[-1] == f"Xã 3 is itself recognised under {SET}."


def test_successors_are_told_and_nothing_follows_for_them() -> None:
    after = [Related(_unit(4), Relation.SUCCESSOR, DAY, _link(3, 4))]
    report = _built(after=after)
    (row,) = records(report)
    assert (row["unit_name"], row["relation"], row["score"]) == ("Xã 4", Relation.SUCCESSOR, None)
    assert notes(report) == []
    assert report.summary == {"predecessors": 0, "successors": 1}


def test_a_unit_of_no_lineage_says_so() -> None:
    report = _built()
    assert report.rows == ()
    assert words(report.empty) == "No predecessor and no successor is recorded."


def _proposal(action: Action) -> Proposal:
    new = ListedUnit("00009", UnitKind.COMMUNE, "Xã 9", None, DAY, None)
    return Proposal(_unit(1), action, () if action is Action.END else (new,))


def test_proposals_are_told_by_what_is_to_be_done() -> None:
    found = [_proposal(action) for action in Action]
    report = succession.build(found, day=DAY, applied=False)
    assert [row["action"] for row in records(report)] == [
        Action.ASK,
        Action.MERGE,
        Action.KEEP,
        Action.END,
    ]
    assert list(records(report))[1]["successor_code"] == ("00009",)
    assert headings(report)[0] == "To be said by a person (1)"
    assert notes(report)[-1] == "Write what is sure with --apply."
    assert report.summary == {"merge": 1, "keep": 1, "end": 1, "ask": 1}
    assert report.found


def test_what_was_written_is_told_without_a_way_to_write_it() -> None:
    report = succession.build([_proposal(Action.MERGE)], day=DAY, applied=True)
    assert "--apply" not in " ".join(notes(report))
    assert words(report.title) == "Changes of 2025-07-01: written"
    assert not report.found
    only_asked = succession.build([_proposal(Action.ASK)], day=DAY, applied=False)
    assert "--apply" not in " ".join(notes(only_asked))
    assert succession.build([], day=DAY, applied=False).notes == ()
