"""`completeness`: what is missing or old, and who told of a period; apart from any verdict."""

from datetime import date

from ntmtrack.domain.completeness import Coverage, Covered, Reporting, Told
from ntmtrack.reports.completeness import Line, Period, build
from ntmtrack.reports.report import Report
from tests.reports.values import SET, TODAY, cells, days, headings, notes, records, words

PERIOD = Period("2024-Q2", date(2024, 4, 1), date(2024, 6, 30), date(2024, 7, 15))
FULL = Coverage(4, 4, last=TODAY - days(9))
OLD = FULL._replace(stale=("2.1",))
PART = Coverage(4, 2, ("2.1", "2.2"), whole=("2",), last=TODAY)
NONE = Coverage(4, missing=("1", "2.1", "2.2", "3"))


def a_line(coverage: Coverage | None, **facts: object) -> Line:
    code = None if coverage is None else SET
    line = Line("03424", "Xã Bản Bo", code, coverage)
    return line._replace(**facts)  # type: ignore[arg-type]


def report(*lines: Line, elsewhere: int = 0) -> Report:
    return build(lines, day=TODAY, stale_after=180, elsewhere=elsewhere)


def test_a_row_says_what_there_is_and_what_is_missing() -> None:
    (row,) = records(report(a_line(PART, missing=("2",))))
    assert (row["assessed"], row["expected"], row["missing"]) == (2, 4, ("2.1", "2.2"))
    assert (row["missing_short"], row["whole"]) == (("2",), ("2",))
    assert (row["last_assessed_on"], row["days_since"]) == (TODAY, 0)
    assert (row["state"], row["reporting"]) == (Covered.PARTIAL, None)


def test_a_unit_under_no_set_has_nothing() -> None:
    (row,) = records(report(a_line(None)))
    assert (row["set"], row["expected"], row["days_since"]) == (None, None, None)
    assert row["state"] is Covered.NOTHING
    assert "1 unit has not been judged, counted or registered by any set" in notes(
        report(a_line(None))
    )


def test_blocks_go_from_nothing_to_complete_and_only_what_is_wanting_is_found() -> None:
    found = report(a_line(FULL), a_line(OLD, stale=("2.1",)), a_line(PART), a_line(NONE))
    assert [row["state"] for row in records(found)] == list(Covered)
    assert headings(found) == [
        "Nothing assessed (1)",
        "Something missing (1)",
        "Nothing missing, something old (1)",
        "Complete (1)",
    ]
    assert found.found
    assert not report(a_line(FULL)).found


def test_the_notes_add_up_each_set() -> None:
    told = notes(report(a_line(FULL), a_line(OLD, stale=("2.1",)), a_line(PART), elsewhere=2))
    assert told == [
        f"{SET}: complete 1; old 1; something missing 1; nothing 0; of 3",
        "A criterion judged as a whole does not stand for its indicators: they are missing.",
        "Old: last assessed more than 180 days before 2024-07-09",
        "2 units of levels that no criteria set is used for are not listed",
    ]
    assert notes(report()) == []


def told_of(how: Reporting, coverage: Coverage | None = FULL) -> Line:
    return a_line(coverage, reporting=how, told=Told(TODAY, TODAY))


def test_of_a_period_the_blocks_say_who_told_of_it() -> None:
    lines = [told_of(how) for how in (Reporting.ON_TIME, Reporting.LATE, Reporting.NOT_REPORTED)]
    found = build([*lines, told_of(Reporting.NOT_DUE)], day=TODAY, stale_after=180, period=PERIOD)
    assert cells(found, "reporting") == list(Reporting)
    assert cells(found, "reported_on") == [TODAY] * 4
    assert words(found.title) == "What has been told of 2024-Q2 (2024-04-01 – 2024-06-30)"
    assert notes(found)[-1] == (
        "Reported by 2024-07-15: 1; later: 1; not reported: 1; not yet, still in time: 1; of 4"
    )
    assert found.summary == {"not_reported": 1, "late": 1, "not_due": 1, "on_time": 1}


def test_of_a_period_only_what_is_owed_is_found() -> None:
    def found(how: Reporting) -> bool:
        line = told_of(how, NONE)
        return build([line], day=TODAY, stale_after=180, period=PERIOD).found

    assert [how for how in Reporting if found(how)] == [Reporting.NOT_REPORTED, Reporting.LATE]
