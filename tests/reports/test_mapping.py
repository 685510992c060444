"""Two sets at once: both ways are always listed, and nothing carried over counts as assessed."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Finding, Verdict
from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.domain.mapping import Carried, Counterpart, Link, SetMapping, coverage
from ntmtrack.message import say
from ntmtrack.reports.mapping import SideBySide, carried, mappings, relations
from ntmtrack.reports.report import Report
from tests.reports.values import (
    TODAY,
    a_standing,
    a_tally,
    headings,
    in_block,
    notes,
    records,
    words,
)

ORIGIN = say("It comes from a test.")
LINK = Link("2", "1", Counterpart.BROADER, Confidence.UNVERIFIED, "theo tên")
MAPPING = SetMapping("cu", "moi", "Đối chiếu", Confidence.UNVERIFIED, (LINK,))
JUDGES_NOTHING = "A mapping says what criteria are about. It judges nothing and changes no count."
KEPT_APART = "What cu said is shown beside moi and counts nowhere as assessed."


def the_relations(mapping: SetMapping, old: list[str], new: list[str]) -> Report:
    return relations(
        mapping,
        coverage(mapping, old, new),
        old_names={number: f"Cũ {number}" for number in old},
        new_names={number: f"Mới {number}" for number in new},
        origin=ORIGIN,
        day=TODAY,
    )


def test_relations_come_first_then_what_each_set_has_alone() -> None:
    report = the_relations(MAPPING, ["1", "2"], ["1", "2"])
    assert headings(report) == ["Corresponding criteria", "Only in cu", "Only in moi"]
    assert [
        [row[key] for key in ("old", "old_name", "relation", "new", "new_name", "confidence")]
        for row in records(report)
    ] == [
        ["2", "Cũ 2", Counterpart.BROADER, "1", "Mới 1", Confidence.UNVERIFIED],
        ["1", "Cũ 1", None, None, None, None],
        [None, None, None, "2", "Mới 2", None],
    ]
    assert [row["note"] for row in records(report)] == ["theo tên", None, None]
    assert {(row["old_set"], row["new_set"]) for row in records(report)} == {("cu", "moi")}
    assert report.summary == {"relations": 1, "old_only": 1, "new_only": 1}


def test_the_notes_say_what_the_mapping_is_and_that_it_judges_nothing() -> None:
    assert notes(the_relations(MAPPING, ["1", "2"], ["1", "2"])) == [
        "Đối chiếu: unverified",
        "It comes from a test.",
        "1 criterion of cu has no counterpart: 1",
        "1 criterion of moi has no counterpart: 2",
        "1 relation is not verified: no verdict is carried over by it",
        JUDGES_NOTHING,
    ]


def test_a_source_and_notes_are_told_and_so_is_that_nothing_is_left_over() -> None:
    told = MAPPING._replace(source="12/HD-VPĐP", notes="Tạm thời.", links=(LINK,))
    assert notes(the_relations(told, ["2"], ["1"]))[2:6] == [
        "Source: 12/HD-VPĐP",
        "Tạm thời.",
        "every criterion of cu has a counterpart",
        "every criterion of moi has a counterpart",
    ]


def test_a_check_finds_criteria_without_counterpart() -> None:
    assert not the_relations(MAPPING, ["2"], ["1"]).found
    assert the_relations(MAPPING, ["1", "2"], ["1"]).found
    assert the_relations(MAPPING, ["2"], ["1", "2"]).found


numbers = st.lists(st.integers(1, 9).map(str), unique=True)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), unique=True), numbers, numbers)
def test_both_ways_each_criterion_is_in_a_relation_or_listed_once_as_alone(
    pairs: list[tuple[int, int]], old: list[str], new: list[str]
) -> None:
    of = tuple(Link(str(a), str(b), Counterpart.RELATED, Confidence.UNVERIFIED) for a, b in pairs)
    report = the_relations(MAPPING._replace(links=of), old, new)
    linked, old_only, new_only = report.blocks
    for key, listed, alone in (("old", old, old_only), ("new", new, new_only)):
        related = set(in_block(report, linked, key))
        assert sorted([*related, *in_block(report, alone, key)]) == sorted(listed)


def test_mappings_are_listed_with_whether_they_are_loaded() -> None:
    moment = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
    report = mappings([(MAPPING, moment), (MAPPING, None)], TODAY, notes=(say("done"),))
    assert [
        (row["old"], row["new"], row["relations"], row["loaded"], row["recorded_at"])
        for row in records(report)
    ] == [("cu", "moi", 1, True, moment), ("cu", "moi", 1, False, None)]
    assert notes(report) == ["done"]


def judged(number: str, verdict: Verdict, on: date | None = TODAY) -> Finding:
    return Finding(number, f"Tiêu chí {number}", verdict, assessed_on=on)


OWN = judged("1", Verdict.UNMET)
SAID = (judged("2", Verdict.MET), judged("3", Verdict.NOT_ASSESSED, None))
EXACT = Link("2", "1", Counterpart.EXACT, Confidence.VERIFIED)


def the_carried(*rows: Carried, **facts: object) -> Report:
    sides = [SideBySide("03424", "Xã Bản Bo", rows, **facts)]  # type: ignore[arg-type]
    return carried(MAPPING, coverage(MAPPING, ["2"], ["1"]), sides, origin=ORIGIN, day=TODAY)


def test_what_both_sets_said_stands_side_by_side() -> None:
    links = (LINK, LINK._replace(old="3"), LINK._replace(old="4", relation=Counterpart.RELATED))
    report = the_carried(Carried("1", "Hạ tầng", OWN, links, SAID))
    (row,) = records(report)
    assert words(row.pop("carried")) == "2 met, 3 not_assessed"
    assert row == {
        "unit": "03424",
        "unit_name": "Xã Bản Bo",
        "new": "1",
        "new_name": "Hạ tầng",
        "verdict": Verdict.UNMET,
        "assessed_on": TODAY,
        "carried_on": TODAY,
        "carried_verdict": None,
        "from": ("2", "3", "4"),
        "relations": (Counterpart.BROADER, Counterpart.RELATED),
        "old_set": "cu",
        "new_set": "moi",
    }
    assert headings(report) == ["Xã Bản Bo"]


def test_a_carried_verdict_is_not_the_verdict() -> None:
    (row,) = records(the_carried(Carried("1", "Hạ tầng", None, (EXACT,), SAID[:1])))
    assert (row["verdict"], row["assessed_on"]) == (None, None)
    assert row["carried_verdict"] is Verdict.MET


def test_where_neither_set_said_anything_nothing_is_shown() -> None:
    (row,) = records(the_carried(Carried("7", "Chuyển đổi số")))
    shown = ("verdict", "assessed_on", "carried", "carried_on", "carried_verdict")
    assert [row[key] for key in shown] == [None] * 5
    assert (row["from"], row["relations"]) == ((), ())


def test_the_notes_keep_what_was_carried_apart_and_name_units_never_judged() -> None:
    told = notes(the_carried(Carried("1", "Hạ tầng")))
    assert told[0] == KEPT_APART
    assert told[-1] == "1 unit has no criterion judged by cu: Xã Bản Bo"


def test_a_count_without_its_list_cannot_be_carried_and_is_told() -> None:
    old = a_standing(Verdict.NOT_ASSESSED, unit_name="Xã Bản Bo", tallies=(a_tally(1, 1),))
    told = notes(the_carried(Carried("1", "Hạ tầng"), old=old))
    assert told[-2:] == [
        "1 unit has no criterion judged by cu: Xã Bản Bo",
        "Xã Bản Bo: counted 1/1 met on 2024-07-08, the criteria are not named",
    ]


def test_a_unit_that_was_judged_by_the_old_set_is_not_said_to_lack_it() -> None:
    old = a_standing(findings=(judged("2", Verdict.MET),))
    assert not any("judged by" in note for note in notes(the_carried(old=old)))
