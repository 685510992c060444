"""Events with their three dates, rules of withdrawal as they are in force, and predecessors."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.domain.standing import Standing, StandingEvent
from ntmtrack.domain.withdrawal import Case, Withdrawal
from ntmtrack.store.queries_standing import events, has_predecessor, withdrawals
from ntmtrack.store.writing import Writing
from tests.store.ledgers import Ledger, criteria_set, place_of, unit

DAY = date(2024, 7, 9)
LATE = datetime(2024, 7, 9, 17, 30, tzinfo=UTC)
"""Half past midnight of the day after, in Viet Nam."""


def standing(change: Writing, unit_key: int, set_key: int, **facts: Any) -> int:
    told = {"event": "recognised", "unit_id": unit_key, "set_id": set_key}
    return change.insert("standing", {**told, **facts})


def test_an_event_brings_its_dates_its_document_and_the_office_s_day(ledger: Ledger) -> None:
    with ledger.writing(now=LATE) as change:
        commune, of = unit(change), criteria_set(change, "1")[""]
        paper = change.insert("document", {"number": "5/QĐ", "folded": "5", "dated": "2024-02-20"})
        key = standing(
            change,
            commune,
            of,
            happened_on="2024-03-01",
            valid_to="2029-03-01",
            year=2023,
            document_id=paper,
            note="lần hai",
        )
    with ledger.reading() as conn:
        found = events(conn, [commune], DAY)
        order = place_of(conn, "standing", key)
    assert found == {
        (commune, "bo-thu"): [
            Standing(
                StandingEvent.RECOGNISED,
                "bo-thu",
                date(2024, 3, 1),
                2023,
                document="5/QĐ",
                note="lần hai",
                decided_on=date(2024, 2, 20),
                recorded_on=date(2024, 7, 10),
                valid_to=date(2029, 3, 1),
                order=order,
            )
        ]
    }


def test_events_are_those_of_the_units_the_set_and_the_day(ledger: Ledger) -> None:
    with ledger.writing() as change:
        one, two = unit(change), unit(change, "Xã Hai")
        first, second = criteria_set(change, "1")[""], criteria_set(change, "1", code="sau")[""]
        paper = change.insert("document", {"number": "1", "folded": "1", "dated": "2024-07-10"})
        standing(change, one, first, happened_on="2024-07-09")
        standing(change, one, first, event="revoked", happened_on="2024-07-10")
        standing(change, one, second, year=2024)
        standing(change, one, second, event="announced", year=2025)
        standing(change, one, second, event="announced", document_id=paper)
        standing(change, one, second, event="returned")
        standing(change, two, first, happened_on="2024-07-01")
    with ledger.reading() as conn:
        told = {
            pair: [each.event.value for each in listed]
            for pair, listed in events(conn, [one], DAY).items()
        }
        assert told == {(one, "bo-thu"): ["recognised"], (one, "sau"): ["returned", "recognised"]}
        assert set(events(conn, [one, two], DAY, set_key=first)) == {
            (one, "bo-thu"),
            (two, "bo-thu"),
        }
        assert events(conn, [], DAY) == {}


def rule(percent: float, **facts: Any) -> dict[str, Any]:
    case = {"percent": percent, "confidence": "verified", **facts}
    return {"withdrawal": {"source": f"{percent}/QĐ", "beside": [], "case": [case]}}


def test_the_rule_in_force_is_the_last_decision_s_else_the_set_s_own(ledger: Ledger) -> None:
    with ledger.writing() as change:
        facts = {"folded": "x", "level": "commune", "name": "x", "hash": ""}
        of = change.insert("criteria_set", {"code": "co", "body": json.dumps(rule(10)), **facts})
        bare = change.insert("criteria_set", {"code": "khong", "body": "{}", **facts})
        change.insert("criteria_set", {"code": "trong", "body": "{}", **facts})
        for code, set_key, effective, body in (
            ("a", of, "2024-07-01", rule(20)),
            ("b", of, "2024-07-09", rule(30, key=["10"], words="từ 30%")),
            ("c", of, "2024-07-09", {}),
            ("d", of, "2024-07-10", rule(40)),
            ("e", bare, "2024-07-09", rule(50.5)),
        ):
            laid = {"code": code, "set_id": set_key, "name": code, "decision": code}
            change.insert("overlay", {**laid, "effective": effective, "body": json.dumps(body)})
    with ledger.reading() as conn:
        assert withdrawals(conn, date(2024, 6, 30)) == {"co": only("10/QĐ", "10")}
        found = withdrawals(conn, DAY)
    assert found == {
        "co": only("30/QĐ", "30", key=("10",), words="từ 30%"),
        "khong": only("50.5/QĐ", "50.5"),
    }


def only(source: str, percent: str, **facts: Any) -> Withdrawal:
    return Withdrawal(source, (Case(Decimal(percent), confidence=Confidence.VERIFIED, **facts),))


def test_a_unit_has_a_predecessor_once_it_came_from_another(ledger: Ledger) -> None:
    with ledger.writing() as change:
        old, new = unit(change), unit(change, "Xã Mới")
        change.insert(
            "lineage",
            {"from_id": old, "to_id": new, "kind": "merged", "happened_on": "2024-07-01"},
        )
    with ledger.reading() as conn:
        assert has_predecessor(conn, new)
        assert not has_predecessor(conn, old)
