"""Offices and bundles as they are told of."""

from datetime import date

from ntmtrack.domain.bundle import BundleWay, Signature
from ntmtrack.domain.changed_row import LedgerTable
from ntmtrack.message import Message, say
from ntmtrack.reports import bundles, offices

DAY = date(2024, 7, 9)


def said(notes: tuple[Message, ...]) -> list[str]:
    """The notes in English, as their count wants it."""
    return [
        (each.text if each.count in (None, 1) or each.many is None else each.many).format(
            **{key: value for key, value in each.values.items()}
        )
        for each in notes
    ]


def test_an_office_is_told_with_what_never_came_of_it() -> None:
    one = offices.Told("BB", "Xã", "1", "Xã Bản Bo", False, None, 3, 4, 12, None, "u")
    gap = one._replace(gaps=[(4, 6), (8, 8)])
    report = offices.build([one, gap], DAY, name="office list", title=say("Offices"))
    assert [len(row) for row in report.rows] == [len(report.columns)] * 2
    assert report.rows[0][report.position("confirmed")] == 12
    assert said(report.notes) == ["4 changes of Xã never came: ('4–6', '8')"]
    assert report.summary == {"offices": 2}
    assert offices.build([], DAY, name="office list", title=say("Offices")).rows == ()


def test_bundles_are_listed_with_what_others_confirmed_and_refused() -> None:
    made = bundles.Listed(
        way=BundleWay.MADE,
        number=1,
        office="Xã",
        to=None,
        recorded_at="2024-07-01T02:00:00.000Z",
        signature=Signature.NONE,
        counts={"changes": 1, "ops": 2, "evidence": 0},
        change=5,
        sha256="0",
    )
    receipts = [bundles.Confirmed("Tỉnh", 5, 0), bundles.Confirmed("Huyện", 4, 2)]
    report = bundles.listed([made], receipts, DAY)
    (row,) = report.rows
    assert len(row) == len(report.columns)
    assert row[report.position("ops")] == 2
    assert row[report.position("applied")] is None
    assert said(report.notes) == [
        "Tỉnh has the changes of this ledger up to 5.",
        "Huyện has the changes of this ledger up to 4.",
        "2 rows of this ledger were refused by Huyện.",
    ]


def test_what_is_in_a_bundle_is_counted_by_kind_of_row_and_as_json_in_one_piece() -> None:
    counted = {"task": {"insert": 2, "update": 1}, "assessment": {"delete": 1}}
    report = bundles.inside(
        counted, DAY, title=say("Bundle"), notes=[say("x")], whole={"number": 3}
    )
    assert report.rows == ((LedgerTable.TASK, 2, 1, 0), (LedgerTable.ASSESSMENT, 0, 0, 1))
    assert report.summary == {"ops": 4}
    assert report.whole == {"number": 3, "rows": counted}
    assert said(report.notes) == ["x"]


def test_a_bundle_that_was_made_is_one_row() -> None:
    counts = {"changes": 1, "ops": 2, "evidence": 3}
    one = bundles.Made(4, "a.goi", "Tỉnh", counts, 99, Signature.GOOD, "0")
    report = bundles.made(one, DAY, notes=())
    assert report.rows == ((4, "a.goi", "Tỉnh", 1, 2, 3, 99, Signature.GOOD, "0"),)
    assert len(report.columns) == 9
