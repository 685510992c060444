"""Saved views as they are listed."""

from ntmtrack.message import say
from ntmtrack.reports.views import View, build
from tests.reports.values import TODAY


def test_each_view_is_told_with_its_line_and_what_shows_it() -> None:
    views = [View("a", "overdue"), View("trễ hạn", "due --within 30d")]
    report = build(views, day=TODAY, name="view list", title=say("Saved views"))
    assert report.rows == (
        ("a", "overdue", "ntmtrack view show a"),
        ("trễ hạn", "due --within 30d", "ntmtrack view show 'trễ hạn'"),
    )


def test_none_is_said_to_be_none() -> None:
    report = build([], day=TODAY, name="view list", title=say("Saved views"))
    assert not report.found and report.empty is not None
