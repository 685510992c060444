"""A period that was closed: its figures as they were known then, under a seal.

The body is JSON in one canonical form, and the seal is SHA-256 over its bytes: a body that was
touched no longer fits. Figures are kept by the units' uids, for names and codes may change.
"""

import calendar
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from ntmtrack.domain.assessment import Counts, Stage, Verdict
from ntmtrack.domain.standing import CountedAs, Standing, StandingEvent, Tally, UnitStanding
from ntmtrack.domain.task import Split, TaskEventKind
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record

FORM = 1
"""The form of the body, in case a later one says more."""


class LateKind(StrEnum):
    """What kind of fact came in after a period was closed."""

    ASSESSMENT = "assessment"
    TALLY = "tally"
    STANDING = "standing"
    TASK_EVENT = "task_event"


class ClosedUnit(Record):
    """One unit under one set on the last day of a period.

    `verdicts` holds every criterion of the set in print order, `standing` the last event on the
    way to recognition, `tallies` the counts that came without their lists.
    """

    uid: str
    unit: str
    unit_name: str
    set_code: str
    verdicts: tuple[tuple[str, Verdict], ...]
    standing: Standing | None = None
    tallies: tuple[Tally, ...] = ()

    @property
    def counts(self) -> Counts:
        """How many criteria stand at each verdict."""
        return Counts.of(verdict for _, verdict in self.verdicts)


class Figures(Record):
    """All that is kept of a period: units under their sets, and how the tasks count."""

    units: tuple[ClosedUnit, ...]
    tasks: Split


class Closing(Record):
    """A period that was closed: `change` is what recorded it, `body` its figures as kept."""

    period: str
    start: date
    last_day: date
    closed_on: date
    hash: str
    body: str
    change: int
    actor: str = ""
    note: str | None = None

    @property
    def sound(self) -> bool:
        """Whether the figures are those that were sealed."""
        return seal(self.body) == self.hash

    @property
    def figures(self) -> Figures:
        """What was kept. Raises DataError where nothing can be made of it any more."""
        try:
            return _read(json.loads(self.body))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise DataError(
                say("the figures kept of {period} can no longer be read", period=self.period),
                hint=say("something else wrote to the ledger: take a copy from before that"),
            ) from error


class LateFact(Record):
    """A fact about days up to a period's last, recorded after the period was closed.

    `day` is when it was true, `recorded_on` the day of the office on which it came in, with its
    change. `what` says who judged, what was counted or what happened to the task.
    """

    kind: LateKind
    unit_key: int | None
    set_code: str | None
    number: str | None
    criterion: str | None
    what: Stage | CountedAs | TaskEventKind | None
    now: Verdict | StandingEvent | str | None
    day: date | None
    recorded_on: date
    change: int
    task: str | None = None


class ChangedVerdict(Record):
    """A criterion that stood otherwise when the period was closed; None: it was, or is, not there.

    `unit` says how the unit is called now, or was, if it is not there any more.
    """

    unit: ClosedUnit
    number: str
    closed: Verdict | None
    now: Verdict | None


def period_name(start: date, last_day: date) -> str:
    """The one name of a span: 2026, 2026-H1, 2026-Q3, 2026-09, 2026-W40, a day, or both days."""
    year, month = start.year, start.month
    whole = start.day == 1 and last_day.day == calendar.monthrange(*_month(last_day))[1]
    months = (last_day.year - year) * 12 + last_day.month - month + 1
    if whole and months == 12 and month == 1:
        return str(year)
    if whole and months == 6 and month in (1, 7):
        return f"{year}-H{(month + 5) // 6}"
    if whole and months == 3 and month % 3 == 1:
        return f"{year}-Q{(month + 2) // 3}"
    if whole and months == 1:
        return f"{year}-{month:02}"
    if start.weekday() == 0 and last_day - start == timedelta(days=6):
        week = start.isocalendar()
        return f"{week.year}-W{week.week:02}"
    return str(start) if start == last_day else f"{start}..{last_day}"


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def figures_of(standings: Sequence[UnitStanding], uids: Mapping[int, str], tasks: Split) -> Figures:
    """The figures of a day; `uids` are those of the units by their keys."""
    return Figures(
        tuple(
            ClosedUnit(
                uid=uids[each.unit_key],
                unit=each.unit,
                unit_name=each.unit_name,
                set_code=each.set_code,
                verdicts=tuple((finding.number, finding.verdict) for finding in each.findings),
                standing=_bare(each.standings[-1]) if each.standings else None,
                tallies=tuple(
                    Tally(t.what, t.figure, t.total, t.counted_on, t.set_code) for t in each.tallies
                ),
            )
            for each in standings
        ),
        tasks,
    )


def _bare(last: Standing) -> Standing:
    return Standing(last.event, last.set_code, last.happened_on, last.year, last.target_words)


def body_of(figures: Figures) -> str:
    """The figures as JSON: keys in order, no spaces, the letters themselves."""
    whole = {
        "ntmtrack_closing": FORM,
        "units": [_unit_body(each) for each in figures.units],
        "tasks": figures.tasks._asdict(),
    }
    return json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _unit_body(each: ClosedUnit) -> dict[str, Any]:
    last = each.standing
    return {
        "uid": each.uid,
        "unit": each.unit,
        "unit_name": each.unit_name,
        "set": each.set_code,
        "counts": {**each.counts._asdict(), "total": each.counts.total},
        "verdicts": [[number, str(verdict)] for number, verdict in each.verdicts],
        "standing": None
        if last is None
        else [str(last.event), _iso(last.happened_on), last.year, last.target_words],
        "tallies": [[str(t.what), t.figure, t.total, _iso(t.counted_on)] for t in each.tallies],
    }


def seal(body: str) -> str:
    """SHA-256 over the bytes of a body."""
    return sha256(body.encode()).hexdigest()


def _read(whole: Any) -> Figures:
    return Figures(tuple(_unit(each) for each in whole["units"]), Split(**whole["tasks"]))


def _unit(said: Any) -> ClosedUnit:
    code, last = said["set"], said["standing"]
    return ClosedUnit(
        uid=said["uid"],
        unit=said["unit"],
        unit_name=said["unit_name"],
        set_code=code,
        verdicts=tuple((number, Verdict(verdict)) for number, verdict in said["verdicts"]),
        standing=None
        if last is None
        else Standing(StandingEvent(last[0]), code, _day(last[1]), last[2], last[3]),
        tallies=tuple(
            Tally(CountedAs(what), figure, total, date.fromisoformat(on), code)
            for what, figure, total, on in said["tallies"]
        ),
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


class Pairing(Record):
    """One unit under one set, as closed and as it is told now; one of them may be missing."""

    closed: ClosedUnit | None
    now: ClosedUnit | None

    @property
    def unit(self) -> ClosedUnit:
        """Whichever says how the unit is called: now, else then."""
        found = self.now or self.closed
        assert found is not None
        return found

    @property
    def changed(self) -> tuple[ChangedVerdict, ...]:
        """The criteria that stand otherwise now; one that is not there counts as not assessed."""
        before = {} if self.closed is None else dict(self.closed.verdicts)
        after = {} if self.now is None else dict(self.now.verdicts)
        nothing = Verdict.NOT_ASSESSED
        return tuple(
            ChangedVerdict(self.unit, number, before.get(number), after.get(number))
            for number in {**before, **after}
            if before.get(number, nothing) is not after.get(number, nothing)
        )


def side_by_side(closed: Figures, now: Figures) -> tuple[Pairing, ...]:
    """Every unit under every set of either, in the order of the closing, the new ones last."""
    then = {(each.uid, each.set_code): each for each in closed.units}
    today = {(each.uid, each.set_code): each for each in now.units}
    return tuple(Pairing(then.get(key), today.get(key)) for key in {**then, **today})
