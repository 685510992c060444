"""What is to become of a ledger's units: what is sure, what has to be asked."""

from datetime import date
from typing import Any

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.division import ListedUnit
from ntmtrack.domain.succession import Action, Known, Proposal, proposal, settled
from ntmtrack.domain.unit import UnitKind
from tests.reports.values import words

EVE, DAY = date(2025, 6, 30), date(2025, 7, 1)


def _old(code: str, name: str) -> ListedUnit:
    return ListedUnit(code, UnitKind.COMMUNE, name, "106", None, EVE)


def _new(code: str, name: str) -> ListedUnit:
    return ListedUnit(code, UnitKind.COMMUNE, name, "12", DAY, None)


BO, TAM = _old("03424", "Xã Bản Bo"), _old("03427", "Xã Nà Tăm")
NEW = _new("03424", "Xã Bản Bo")


def _proposed(name: str = "Xã Bản Bo", facts: int = 0, **known: Any) -> Proposal:
    told: dict[str, Any] = {"successors": (NEW,), "together": (BO, TAM), **known}
    lives_on = told.pop("lives_on", True)
    unit = Unit(1, "03424", name, UnitKind.COMMUNE)
    return proposal(unit, Known(BO, **told), facts=facts, lives_on=lives_on)


def _why(found: Proposal) -> str:
    return words(found.reason)


def test_the_whole_of_a_unit_goes_over_into_one() -> None:
    found = _proposed()
    assert (found.action, found.successors) == (Action.MERGE, (NEW,))
    assert _why(found) == "the whole of it, with others"
    assert "parts of others" in _why(_proposed(shared=(TAM,)))


def test_a_name_typed_without_marks_is_the_name() -> None:
    assert _proposed("Xa Ban Bo").action is Action.MERGE


def test_a_code_alone_proves_nothing() -> None:
    found = _proposed("Xã Khác")
    assert found.action is Action.ASK
    assert "Xã Bản Bo" in _why(found)


def test_a_unit_split_among_several_is_asked_about() -> None:
    other = _new("03430", "Xã Khun Há")
    found = _proposed(successors=(NEW, other), together=())
    assert (found.action, found.successors) == (Action.ASK, (NEW, other))
    assert "unit split" in _why(found)


def test_a_unit_with_facts_of_later_may_be_the_new_one() -> None:
    assert _proposed(facts=1).action is Action.ASK
    assert "1 fact of" in _why(_proposed(facts=1))
    assert "2 facts of" in _why(_proposed(facts=2))
    assert _proposed(facts=1, lives_on=False).action is Action.MERGE


def test_a_unit_that_did_not_change_goes_on() -> None:
    assert _proposed(together=(BO,)).action is Action.KEEP
    assert _proposed(together=(BO,), lives_on=False).action is Action.MERGE
    assert _proposed(together=(BO,), shared=(TAM,)).action is Action.MERGE
    renamed = _proposed(together=(BO,), successors=(_new("03424", "Phường Bản Bo"),))
    assert renamed.action is Action.MERGE
    assert _why(renamed) == "the whole of it, and nothing else"


def _merge(key: int, code: str, into: str) -> Proposal:
    unit = Unit(key, code, f"Xã {code}", UnitKind.COMMUNE)
    return Proposal(unit, Action.MERGE, (_new(into, f"Xã mới {into}"),))


def _ask(key: int, code: str, into: str) -> Proposal:
    return _merge(key, code, into)._replace(action=Action.ASK)


def test_a_code_is_free_once_its_bearer_ends() -> None:
    found = settled([_merge(1, "1", "1"), _merge(2, "2", "1")], {"1": (1, "Xã 1")})
    assert [each.action for each in found] == [Action.MERGE, Action.MERGE]


def test_a_code_that_a_unit_keeps_bearing_cannot_be_given() -> None:
    asked = [_ask(1, "1", "9"), _merge(2, "2", "1"), _merge(3, "3", "2")]
    found = settled(asked, {"1": (1, "Xã 1"), "2": (2, "Xã 2")})
    assert [each.action for each in found] == [Action.ASK] * 3
    assert _why(found[1]) == "1 is borne by Xã 1 in the ledger"
    assert _why(found[2]) == "2 is borne by Xã 2 in the ledger"
