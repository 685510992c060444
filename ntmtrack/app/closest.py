"""The unit that is closest to its whole set, at a glance: the first that `nearest` ranks."""

import sqlite3
from collections.abc import Sequence

from ntmtrack.app.reading import standings_of
from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.nearest import ON_THEIR_WAY, Nearness, group_of
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.store.view import View

_SETTLED = (Verdict.MET, Verdict.NOT_APPLICABLE)


def closest(conn: sqlite3.Connection, units: Sequence[Unit], view: View) -> UnitStanding | None:
    """The unit that lacks the fewest criteria of its set and is not recognised under it.

    Of several sets that in which the fewest are missing. What else tells units apart is read
    only of those that lack as few.
    """
    lacking = []
    for each in standings_of(conn, units, view, at_a_glance=True):
        group, _ = group_of(each, view.day)
        if group in ON_THEIR_WAY:
            missing = sum(finding.verdict not in _SETTLED for finding in each.findings)
            lacking.append(((group is Nearness.UNDER_WAY, missing, each.set_code), each))
    if not lacking:
        return None
    fewest = min(place for place, _ in lacking)
    alike = [each for place, each in lacking if place == fewest]
    if len(alike) == 1:
        return alike[0]
    from ntmtrack.app.nearest import first_of

    keys = {each.unit_key for each in alike}
    return first_of(conn, [each for each in units if each.key in keys], alike[0].set_code, view)
