"""The one value that every format is a function of."""

from datetime import date
from decimal import Decimal

import pytest

from ntmtrack.message import say
from ntmtrack.reports import (
    board,
    catalogue,
    criteria,
    documents,
    draft,
    events,
    history,
    log,
    recorded,
    standing,
    status,
    task_life,
    unmet,
)
from ntmtrack.reports.report import Basis, Block, Column, Measure, Report, Show
from tests.reports.values import words

COLUMNS = (Column("a", "A"), Column("b", "B"))
BLOCKS = (
    Block("first", None, ((1, 2), (3, 4))),
    Block("empty", None, ()),
    Block("last", None, ((5, 6),)),
)


def a_report(*blocks: Block, finds: frozenset[str] | None = None) -> Report:
    return Report("rows", say("Rows"), COLUMNS, blocks, finds=finds)


def test_rows_are_those_of_all_blocks_in_order() -> None:
    assert a_report(*BLOCKS).rows == ((1, 2), (3, 4), (5, 6))


DAY = date(2024, 7, 9)
SETS = {"xa-ntm": "0123456789abcdef"}


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        (Basis(7), "As of 2024-07-09; change 7"),
        (Basis(7, SETS), "As of 2024-07-09; change 7; sets: xa-ntm 01234567"),
        (Basis(7, known=DAY), "As of 2024-07-09, as recorded by 2024-07-09; change 7"),
        (
            Basis(7, SETS, DAY),
            "As of 2024-07-09, as recorded by 2024-07-09; change 7; sets: xa-ntm 01234567",
        ),
        (Basis(7, known="c7"), "As of 2024-07-09, as recorded up to change 7"),
        (
            Basis(7, SETS, "c7"),
            "As of 2024-07-09, as recorded up to change 7; sets: xa-ntm 01234567",
        ),
        (Basis(None, known=DAY), "As of 2024-07-09; nothing had been recorded by 2024-07-09"),
    ],
)
def test_the_last_sentence_says_what_a_report_rests_on(basis: Basis, said: str) -> None:
    report = a_report(*BLOCKS)._replace(notes=(say("A note."),), as_of=DAY, basis=basis)
    assert [words(each) for each in report.told] == ["A note.", said]
    assert words(report.notes[-1]) == "A note."


def test_without_a_day_or_a_ledger_a_report_rests_on_nothing() -> None:
    assert a_report(*BLOCKS)._replace(as_of=DAY).told == ()
    assert a_report(*BLOCKS)._replace(basis=Basis(7)).told == ()


def test_the_words_of_a_column_come_once_in_the_order_of_rows() -> None:
    rows = (("x", None), ("y", None), ("x", "z"))
    report = a_report(Block("one", None, rows))
    assert (report.codes("a"), report.codes("b")) == (("x", "y"), ("z",))
    assert report.codes("none") == ()


def test_a_column_is_found_by_its_key() -> None:
    assert a_report().position("b") == 1
    with pytest.raises(KeyError):
        a_report().position("c")


@pytest.mark.parametrize(
    ("blocks", "finds", "found"),
    [
        (BLOCKS, None, True),
        (BLOCKS, frozenset({"last"}), True),
        (BLOCKS, frozenset({"empty"}), False),
        (BLOCKS, frozenset({"other"}), False),
        (BLOCKS, frozenset(), False),
        ((), None, False),
        ((BLOCKS[1],), None, False),
    ],
)
def test_a_check_finds_rows_in_the_blocks_that_it_asks_for(
    blocks: tuple[Block, ...], finds: frozenset[str] | None, found: bool
) -> None:
    assert a_report(*blocks, finds=finds).found is found


@pytest.mark.parametrize(
    "columns",
    [
        board.COLUMNS,
        catalogue.AGENCY_COLUMNS,
        criteria.CRITERIA_COLUMNS,
        criteria.DIFFERENCE_COLUMNS,
        documents.COLUMNS,
        criteria.FINDING_COLUMNS,
        criteria.SET_COLUMNS,
        draft.COLUMNS,
        draft.LISTED,
        catalogue.UNIT_COLUMNS,
        events.EVIDENCE_COLUMNS,
        events.TALLY_COLUMNS,
        history.COLUMNS,
        log.CHANGE_COLUMNS,
        log.ROW_COLUMNS,
        recorded.COLUMNS,
        standing.EVENT_COLUMNS,
        standing.LIST_COLUMNS,
        status.BAND_COLUMNS,
        task_life.EVENT_COLUMNS,
        unmet.COLUMNS,
    ],
)
def test_keys_are_distinct_and_something_is_always_shown(columns: tuple[Column, ...]) -> None:
    keys = [column.key for column in columns]
    assert len(set(keys)) == len(keys)
    assert any(column.show is Show.ALWAYS for column in columns)


@pytest.mark.parametrize(("sign", "operator"), [("≥", ">="), ("≤", "<="), (">", ">"), ("", "")])
def test_programs_read_a_sign_in_their_own_letters(sign: str, operator: str) -> None:
    assert Measure(Decimal(1), sign=sign).operator == operator
