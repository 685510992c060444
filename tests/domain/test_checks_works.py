"""Checks of works: more disbursed than approved, told with every sum."""

from ntmtrack.domain.checks.finding import Rule, Severity
from ntmtrack.domain.checks.works import more_disbursed
from tests.domain.test_work import a_work, approved, disbursed
from tests.reports.values import words


def test_more_disbursed_than_approved_is_a_warning_with_its_sums_and_where_to_look() -> None:
    fine = a_work(capital=(approved(5), disbursed(5)))
    over = a_work(capital=(approved(5), disbursed(7)))
    (found,) = more_disbursed([fine, over], {1: "03424"})
    assert (found.rule, found.unit_key) == (Rule.OVERDRAWN, 1)
    assert found.rule.severity is Severity.WARNING
    said = "Đường trục xã: 7 đồng disbursed of huyện, 2024; approved 5 đồng"
    assert words(found.what) == said
    assert found.command == ("work", "show", "Đường trục xã, 03424")
