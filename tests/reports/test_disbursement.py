"""Disbursement: the slow ones first, what has no share apart, and what it all comes to."""

from decimal import Decimal

from ntmtrack.domain.disbursement import By, Group
from ntmtrack.domain.work import Sums
from ntmtrack.reports import disbursement
from ntmtrack.reports.disbursement import Line
from ntmtrack.reports.report import Measure, Report, Show
from tests.reports.values import BAN_BO, TODAY, cells, headings, notes, records, words

SLOW, HALF = Group(1, 0, Sums(100, 10)), Group(2, 1, Sums(10, 5, 1))
SILENT, BARE = Group(1, 1, Sums(7)), Group(1, 0, Sums(None, 3))


def a_report(*lines: Line, by: By = By.SOURCE, whole: Group = HALF, **more: int) -> Report:
    return disbursement.build(lines, whole, by=by, day=TODAY, **more)


def test_the_slowest_come_first_and_what_has_no_share_stands_apart() -> None:
    groups = {"nửa": HALF, "không gốc": BARE, "im": SILENT, "chậm": SLOW}
    report = a_report(*(Line(group, source=name) for name, group in groups.items()))
    assert headings(report) == [
        "Slowest first (2)",
        "Approved, no word of disbursing (1)",
        "No approved capital is recorded (1)",
    ]
    assert cells(report, "source") == ["chậm", "nửa", "im", "không gốc"]
    shares = [None if share is None else share.value for share in cells(report, "share")]
    assert shares == [Decimal(10), Decimal(50), None, None]
    assert cells(report, "difference") == [90, 5, None, None]
    assert report.found


def test_what_was_disbursed_without_an_approval_is_told_beside_the_share() -> None:
    told = "of it 3 đồng is of sources and years of which nothing is recorded as approved"
    assert any(told in note for note in notes(a_report(whole=HALF._replace(without_base=3))))
    for whole in (HALF, BARE._replace(without_base=3)):
        assert not any("sources and years" in note for note in notes(a_report(whole=whole)))


def test_a_row_names_what_sums_are_told_apart_by() -> None:
    report = a_report(Line(HALF, unit=BAN_BO), by=By.UNIT, year=2024)
    assert list(records(report)) == [
        {
            "unit": "03424",
            "unit_name": "Xã Bản Bo",
            "source": None,
            "year": 2024,
            "works": 2,
            "approved": Decimal(10),
            "disbursed": Decimal(5),
            "share": Measure(Decimal("50.0"), "%"),
            "difference": Decimal(5),
            "owed": Decimal(1),
            "silent": 1,
        }
    ]
    assert words(report.title) == "Disbursement of the capital of 2024 on 2024-07-09"
    shown = {By.UNIT: "unit_name", By.SOURCE: "source", By.YEAR: "year"}
    for by, key in shown.items():
        columns = {each.key: each.show for each in a_report(by=by).columns}
        assert [name for name in shown.values() if columns[name] is not Show.DATA] == [key]


def test_the_year_of_a_row_is_its_own_where_years_are_told_apart() -> None:
    assert cells(a_report(Line(SLOW, year=2023), by=By.YEAR), "year") == [2023]


def test_what_it_all_comes_to_counts_the_silent_and_says_so() -> None:
    report = a_report(Line(HALF, source="huyện"))
    assert notes(report) == [
        "2 works",
        "approved in all: 10 đồng",
        "disbursed in all: 5 đồng",
        "disbursed of what was approved: 50.0 %",
        "debt in all: 1 đồng",
        "of 1 work with approved capital there is no word of disbursing; it counts as nothing"
        " disbursed",
    ]
    assert report.summary == {
        **{"works": 2, "silent": 1, "approved": 10, "disbursed": 5, "owed": 1, "share": "50.0"}
    }
    assert len(notes(a_report(Line(SLOW, source="huyện"), whole=SLOW))) == 4


def test_without_capital_there_is_nothing_to_say() -> None:
    report = a_report(whole=Group(0, 0, Sums()))
    assert (report.blocks, notes(report)) == ((), [])
    assert report.summary == {"works": 0, "silent": 0}
