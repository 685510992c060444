"""Closed periods: what was kept, what is said now, and what came in since."""

from datetime import date

from ntmtrack.domain.assessment import Stage, Verdict
from ntmtrack.domain.closing import (
    ClosedUnit,
    Closing,
    Figures,
    LateFact,
    LateKind,
    body_of,
    seal,
)
from ntmtrack.domain.standing import CountedAs, Standing, StandingEvent, Tally
from ntmtrack.domain.task import Outcome, Split, TaskEventKind
from ntmtrack.reports.closing import (
    Closed,
    closed,
    given_unknown_notes,
    listing,
    over_note,
)
from ntmtrack.reports.closing_beside import About, ClosingMark, showing
from ntmtrack.reports.report import Report
from ntmtrack.reports.undo import opened_again
from tests.reports.values import (
    BAN_BO,
    SET,
    TODAY,
    headings,
    in_block,
    notes,
    records,
    words,
)

DAY = date(2024, 6, 30)
MET, UNMET, MISSING = Verdict.MET, Verdict.UNMET, Verdict.NOT_ASSESSED


def a_unit(*verdicts: Verdict, **facts: object) -> ClosedUnit:
    numbered = tuple((str(number), verdict) for number, verdict in enumerate(verdicts, 1))
    return ClosedUnit("u1", "03424", "Xã Bản Bo", SET, numbered)._replace(**facts)  # type: ignore[arg-type]


def a_closing(*units: ClosedUnit, **facts: object) -> Closing:
    body = body_of(Figures(units, Split(open_overdue=2)))
    closing = Closing("2024-H1", date(2024, 1, 1), DAY, TODAY, seal(body), body, 7, "an")
    return closing._replace(**facts)  # type: ignore[arg-type]


def a_fact(kind: LateKind = LateKind.ASSESSMENT, **facts: object) -> LateFact:
    fact = LateFact(kind, BAN_BO.key, SET, "2", "2", Stage.SELF, MET, DAY, TODAY, 9)
    return fact._replace(**facts)  # type: ignore[arg-type]


def show(closing: Closing, *now: ClosedUnit, late: tuple[LateFact, ...] = ()) -> Report:
    return showing(closing, Figures(now, Split(open_overdue=1)), late, {BAN_BO.key: BAN_BO})


def test_what_a_period_is_closed_with_is_told() -> None:
    found = closed(a_closing(a_unit(MET, UNMET), a_unit(MET, MISSING, uid="u2")))
    (row,) = records(found)
    assert (row["period"], row["units"], row["late"], row["sound"]) == ("2024-H1", 2, 0, True)
    assert notes(found)[0] == (
        f"{SET} in all: met 2; nearly met 0; unmet 1; not applicable 0; not assessed 1; of 4"
    )
    assert "open overdue 2" in notes(found)[1]
    assert row["hash"] in notes(found)[2]


def test_the_list_warns_of_figures_that_were_not_sealed() -> None:
    sound, broken = a_closing(), a_closing(hash="0" * 64)
    found = listing([Closed(sound), Closed(broken)], day=TODAY)
    assert [row["sound"] for row in records(found)] == [True, False]
    assert len(notes(found)) == 1
    assert notes(found)[0].startswith("WARNING 2024-H1")
    assert found.found


def test_the_list_goes_on_where_figures_cannot_be_read() -> None:
    (row,) = records(listing([Closed(a_closing(body="{}"))], day=TODAY))
    assert (row["units"], row["sound"]) == (None, False)


def test_a_list_finds_what_came_in_since() -> None:
    assert listing([Closed(a_closing(), 1)], day=TODAY).found
    assert not listing([Closed(a_closing())], day=TODAY).found
    assert not listing([], day=TODAY).found


def test_a_look_at_a_closed_day_says_so() -> None:
    assert words(over_note(a_closing(), 0)) == (
        "2024-H1 was closed on 2024-07-09; nothing was added after closing"
    )
    assert words(over_note(a_closing(), 2)) == (
        "2024-H1 was closed on 2024-07-09; 2 facts were added after closing: see `ntmtrack period"
        " show 2024-H1`"
    )


def test_both_figures_stand_side_by_side() -> None:
    tally = Tally(CountedAs.MET, 9, 19, DAY, SET)
    event = Standing(StandingEvent.RECOGNISED, SET, DAY)
    then, now = a_unit(MET, UNMET, tallies=(tally,)), a_unit(MET, MET, standing=event)
    found = show(a_closing(then), now)
    row = next(records(found))
    assert (row["about"], row["closed"], row["now"]) == (About.FIGURES, "1/2", "2/2")
    assert (row["closed_tally"], row["now_tally"]) == ("9/19", None)
    assert row["closed_standing"] is None
    assert words(row["now_standing"]) == "recognised 2024-06-30"
    assert (row["closed_met"], row["now_met"], row["now_total"]) == (1, 2, 2)
    assert row["mark"] is None


def test_a_unit_that_is_only_in_one_of_them_has_nothing_in_the_other() -> None:
    gone, new = a_unit(MISSING), a_unit(MET, uid="u2")
    first, second, *_ = records(show(a_closing(gone), new))
    assert (first["closed"], first["now"], first["now_met"]) == ("?/1", None, None)
    assert (second["closed"], second["now"]) == (None, "1/1")
    assert (second["closed_tally"], second["closed_standing"]) == (None, None)
    assert (first["mark"], second["mark"]) == (None, ClosingMark.ADDED_AFTER_CLOSING)


def test_tasks_are_told_by_outcome() -> None:
    found = show(a_closing())
    assert headings(found) == ["Tasks"]
    told = [(row["what"], row["closed"], row["now"]) for row in records(found)]
    assert (Outcome.OPEN_OVERDUE, 2, 1) in told
    assert len(told) == 5


def test_a_changed_criterion_names_the_last_late_judgement_of_it() -> None:
    late = (
        a_fact(change=8),
        a_fact(number="2.1", change=9),
        a_fact(number="1", criterion="1", change=10),
        a_fact(LateKind.TALLY, criterion=None, number=None, what=CountedAs.MET, now="9/19"),
        a_fact(unit_key=None),
        a_fact(set_code=None),
        a_fact(criterion=None),
    )
    found = show(a_closing(a_unit(UNMET, UNMET)), a_unit(UNMET, MET), late=late)
    block = next(each for each in found.blocks if each.key == "criteria")
    assert in_block(found, block, "number") == ["2"]
    assert in_block(found, block, "closed") == [UNMET]
    assert in_block(found, block, "now") == [MET]
    assert in_block(found, block, "change") == [9]
    assert in_block(found, block, "recorded_on") == [TODAY]
    assert in_block(found, block, "mark") == [ClosingMark.ADDED_AFTER_CLOSING]
    assert found.summary == {"late": 7, "changed": 1}


def test_a_change_that_no_judgement_explains_is_said_to_be_one() -> None:
    found = show(a_closing(a_unit(UNMET, UNMET)), a_unit(MET, MET), late=(a_fact(),))
    marks = [row["mark"] for row in records(found) if row["about"] is About.CRITERION]
    assert marks == [None, ClosingMark.ADDED_AFTER_CLOSING]
    assert any(note.startswith("1 criterion stands otherwise") for note in notes(found))


def test_every_late_fact_is_listed_and_marked() -> None:
    late = (
        a_fact(),
        a_fact(LateKind.STANDING, what=None, now=StandingEvent.RECOGNISED, day=None),
        a_fact(
            LateKind.TASK_EVENT,
            unit_key=None,
            what=TaskEventKind.DONE,
            now=None,
            task="NV2024-001",
        ),
    )
    found = show(a_closing(), late=late)
    block = next(each for each in found.blocks if each.key == "facts")
    assert in_block(found, block, "about") == [
        About.ASSESSMENT,
        About.STANDING,
        About.TASK_EVENT,
    ]
    assert in_block(found, block, "unit") == ["03424", "03424", None]
    assert in_block(found, block, "what") == [Stage.SELF, None, TaskEventKind.DONE]
    assert in_block(found, block, "task") == [None, None, "NV2024-001"]
    assert in_block(found, block, "mark") == [ClosingMark.ADDED_AFTER_CLOSING] * 3
    assert headings(found)[-1] == "Added after closing (3)"
    assert found.found


def test_a_period_to_which_nothing_came_says_so() -> None:
    found = show(a_closing(a_unit(MET), note="theo công văn"), a_unit(MET))
    assert notes(found)[1:] == ["Note: theo công văn", "Nothing was added after closing."]
    assert not found.found
    assert "WARNING" not in notes(found)[0]


def test_figures_that_were_not_sealed_are_warned_of() -> None:
    assert notes(show(a_closing(a_unit(MET), hash="0" * 64)))[0].startswith("WARNING")


def test_tasks_that_may_be_younger_are_counted_in_a_warning() -> None:
    assert given_unknown_notes(0, DAY) == ()
    one, two = (words(*given_unknown_notes(count, DAY)) for count in (1, 2))
    assert one.startswith(f"WARNING 1 task counts that was recorded after {DAY}")
    assert two.startswith(f"WARNING 2 tasks count that were recorded after {DAY}")


def test_a_period_that_is_open_again_has_its_figures_in_the_log() -> None:
    (told,) = opened_again([a_closing()])
    assert words(told).startswith("WARNING 2024-H1 was closed on")
    assert opened_again([]) == ()
