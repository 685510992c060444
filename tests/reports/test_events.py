"""Tallies and evidence, as they were recorded."""

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.standing import CountedAs
from ntmtrack.reports.events import attached, tallies
from tests.reports.values import (
    BAN_BO,
    SET,
    TODAY,
    a_judgement,
    a_standing,
    a_tally,
    notes,
    records,
    words,
)


def test_counts_are_shown_as_written_and_as_figures() -> None:
    counted = [
        a_tally(9, 19, set_code=SET, words="9/19 tiêu chí", document="12/TB", note="chưa nêu tên"),
        a_tally(22, what=CountedAs.REGISTERED),
    ]
    first, second = records(tallies(BAN_BO, counted, [], day=TODAY))
    assert (first["tally"], first["count"], first["total"]) == ("9/19", 9, 19)
    assert (first["what"], first["set"], first["words"]) == (CountedAs.MET, SET, "9/19 tiêu chí")
    assert (first["document"], first["note"]) == ("12/TB", "chưa nêu tên")
    assert (second["tally"], second["count"], second["total"]) == ("22", 22, None)


def test_counts_are_compared_with_their_parts_and_with_the_lists() -> None:
    counted = [
        a_tally(22, what=CountedAs.REGISTERED),
        a_tally(1, what=CountedAs.UNDER_WAY),
        a_tally(9, 19),
    ]
    lists = [a_standing(*[Verdict.MET] * 9, *[Verdict.UNMET] * 10, tallies=(counted[-1],))]
    assert notes(tallies(BAN_BO, counted, lists, day=TODAY)) == [
        "WARNING Xã Bản Bo: 22 registered, but the parts add up to 1; both are kept",
        "Xã 03424: counted 9/19 met on 2024-07-08, the list of that day agrees",
    ]


def test_evidence_is_shown_with_the_judgement_that_it_proves() -> None:
    report = attached(
        BAN_BO,
        SET,
        a_judgement("17.8", Verdict.MET),
        document=None,
        path="anh.jpg",
        sha256="ab" * 32,
        day=TODAY,
    )
    (row,) = records(report)
    assert (row["number"], row["verdict"], row["path"]) == ("17.8", Verdict.MET, "anh.jpg")
    assert (row["document"], row["sha256"]) == (None, "ab" * 32)
    assert words(report.title) == "Evidence attached: Xã Bản Bo, 17.8"
