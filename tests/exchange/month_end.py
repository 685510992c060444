"""What three ledgers must come to at the end of a month: worked out from all that was written.

The rules are those of the exchange: every row by the smallest of the names that offices gave it,
the values as `oracle` folds them, without what its readers refused. Local by design, and not
compared: drafts, letters, settings, closed periods, the numbers of changes and the ids of rows,
where a file lies, what an office is called here, bundles and what was kept of them.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ntmtrack.domain.change import Change
from ntmtrack.store.queries_ops import Asked, Told
from tests.exchange import oracle
from tests.exchange.month import Office
from tests.exchange.worlds import Office as Known
from tests.store.ledgers import Ledger

LOOKS = ("unmet", "overdue", "status", "task list", "history", "differences", "trend", "due")
"""Questions about a unit of which the answers must be the same bytes."""


class Kept(Known):
    """A ledger that is there already, as the oracle looks at one."""

    def __init__(self, office: Office) -> None:
        self.ledger = Ledger(office.db)


def refused(office: Office) -> set[tuple[str, str]]:
    """By change and place, what an office took from nobody; each has a reason in words."""
    told = Ledger(office.db).rows(
        "select r.change_uid, p.place, p.row_uid, o.outcome from op_outcome o"
        " join received_op p on p.id = o.op_id join received r on r.id = p.received_id"
        " where o.id = (select max(id) from op_outcome where op_id = o.op_id)"
        " and o.outcome <> 'applied'"
    )
    listed = office.ask("bundle", "refused")
    assert sorted(row["uid"] for row in listed) == sorted(uid for _, _, uid, _ in told)
    assert all(row["why"] for row in listed)
    return {(change, place) for change, place, _, _ in told}


def written(office: Office) -> Iterator[Change]:
    """What an office tells: its own, and of others what it has; after an older copy was put back
    some of its own is among that."""
    with Ledger(office.db).reading() as conn:
        yield from Told(conn, Asked())


def prove(offices: Sequence[Office], looks: Sequence[str] = LOOKS) -> None:
    """The three agree, with one another and with what was written."""
    kept = [Kept(each) for each in offices]
    same = oracle.classes(kept)
    taken_by_none = set.union(*(refused(each) for each in offices))
    told = [change for each in offices for change in written(each)]
    agreed = [
        change._replace(
            ops=tuple(op for op in change.ops if (change.head.uid, op.place) not in taken_by_none)
        )
        for change in told
    ]
    alone = {
        (op.table, same.get(op.uid, op.uid))
        for change in told
        for op in change.ops
        if op.action == "insert" and (change.head.uid, op.place) in taken_by_none
    }
    expected = _comparable(oracle.expected(agreed, same))
    for office, each in zip(offices, kept, strict=True):
        found = _comparable(oracle.content(each, same))
        extra = found.keys() - expected.keys()
        assert extra <= alone, (office.mark, sorted(extra - alone)[:5])
        for key, row in expected.items():
            assert found.get(key) == row, (office.mark, key, found.get(key), row)
    _same_answers(offices, looks)
    for office in offices:
        _sound(office)


def _comparable(found: oracle.Content) -> oracle.Content:
    """Without the folder that a file lies in: it is told by its name alone."""
    return {
        key: {
            name: str(value).rpartition("/")[2] if name == "path" else value
            for name, value in row.items()
        }
        for key, row in found.items()
    }


def _same_answers(offices: Sequence[Office], looks: Sequence[str]) -> None:
    for look in looks:
        for about in offices[1:]:
            told = [
                json.dumps(_shared(office.ask(*look.split(), about.unit)), ensure_ascii=False)
                for office in offices
            ]
            assert told[0] == told[1] == told[2], (look, about.mark)


def _shared(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what each ledger has of its own: the number of the change that brought a row here,
    when that was, and in which folder a file of evidence lies."""
    return [
        {
            name: [each.rpartition("/")[2] for each in value] if name == "evidence" else value
            for name, value in row.items()
            if name not in ("change", "recorded_at")
        }
        for row in rows
    ]


def _sound(office: Office) -> None:
    found = json.loads(office("check", "-f", "json").out)["rows"]
    assert [row for row in found if row["severity"] == "error"] == []
