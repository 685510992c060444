"""The one value that every format is a function of."""

from decimal import Decimal

import pytest

from ntmtrack.message import say
from ntmtrack.reports import (
    board,
    catalogue,
    criteria,
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
from ntmtrack.reports.report import Block, Column, Measure, Report, Show

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
        catalogue.DOCUMENT_COLUMNS,
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
