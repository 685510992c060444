"""Units on two days, side by side: what was newly met, what fell, what became of tasks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from ntmtrack.domain.assessment import FAILED, Counts, Verdict
from ntmtrack.domain.standing import Tally
from ntmtrack.domain.task_past import Moved
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.counts import unlisted_note
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("set", N_("Set"), Show.DATA),
    Column("before", N_("Before"), Show.ALWAYS, right=True),
    Column("now", N_("Now"), Show.ALWAYS, right=True),
    Column("change", N_("Up or down"), right=True),
    Column("percent", N_("Up or down, %"), right=True),
    Column("remark", N_("Remark"), wrap=True),
    Column("newly_met", N_("Newly met"), wrap=True),
    Column("fell", N_("Fell back"), wrap=True),
    Column("newly_late", N_("Newly late"), wrap=True),
    Column("done", N_("Done"), wrap=True),
)


class Comparison(StrEnum):
    """Why a change has no per cent, or no figure at all."""

    NEW = "new"
    """Nothing was met on the earlier day: no per cent can be given."""
    NOTHING_EARLIER = "nothing_earlier"
    NO_UNIT = "no_unit"
    """The unit did not exist on the earlier day."""


class Compared(Record):
    """One unit under one set on two days: its criteria by number, in print order.

    `before` is None where nothing had been judged by the earlier day, `now` where nothing has
    been judged yet; `total` is the number of criteria of the set now. `existed` says whether the
    unit did on the earlier day. `counted` are the counts of criteria that stood on a day by which
    nothing had been judged.
    """

    unit: str
    unit_name: str
    set_code: str
    before: Mapping[str, Verdict] | None
    now: Mapping[str, Verdict] | None
    total: int
    existed: bool = True
    moved: Moved = Moved()
    counted: tuple[Tally, ...] = ()

    @property
    def both(self) -> bool:
        """Whether there is something to compare."""
        return self.before is not None and self.now is not None


def newly_met(before: Mapping[str, Verdict], now: Mapping[str, Verdict]) -> tuple[str, ...]:
    """The criteria that are met and were not, whatever they were."""
    met = Verdict.MET
    return tuple(
        number
        for number, verdict in now.items()
        if verdict is met and before.get(number) is not met
    )


def fell(before: Mapping[str, Verdict], now: Mapping[str, Verdict]) -> tuple[str, ...]:
    """The criteria that were met and are unmet or nearly met."""
    return tuple(
        number
        for number, verdict in now.items()
        if verdict in FAILED and before.get(number) is Verdict.MET
    )


def build(rows: Sequence[Compared], *, then: date, day: date) -> Report:
    """One row for each unit under each set, the sets in blocks of their own, never joined."""
    by_set: dict[str, list[Compared]] = defaultdict(list)
    for each in rows:
        by_set[each.set_code].append(each)
    return Report(
        name="compare",
        title=say("Units and criteria: {day} against {then}", day=day, then=then),
        columns=COLUMNS,
        blocks=tuple(
            Block(code, say("{set}", set=code), tuple(_row(each) for each in listed))
            for code, listed in sorted(by_set.items())
        ),
        notes=(
            *(note for code, listed in sorted(by_set.items()) for note in _totals(code, listed)),
            *_notes(rows, by_set, then=then),
        ),
        as_of=day,
        empty=say("No unit has been judged, counted or registered yet."),
        summary=_summary(rows, then),
    )


def _row(each: Compared) -> Row:
    before, now = _met(each.before), _met(each.now)
    up: tuple[str, ...] = ()
    down: tuple[str, ...] = ()
    if each.before is not None and each.now is not None:
        up, down = newly_met(each.before, each.now), fell(each.before, each.now)
    return (
        each.unit,
        each.unit_name,
        each.set_code,
        _score(each.before),
        _score(each.now) or f"?/{each.total}",
        None if before is None or now is None else now - before,
        percent(before, now),
        _remark(each, before, now),
        up,
        down,
        each.moved.newly_late,
        each.moved.done,
    )


def _met(verdicts: Mapping[str, Verdict] | None) -> int | None:
    return None if verdicts is None else Counts.of(verdicts.values()).met


def _score(verdicts: Mapping[str, Verdict] | None) -> str | None:
    """Criteria met of all: "9/19"."""
    if verdicts is None:
        return None
    counts = Counts.of(verdicts.values())
    return f"{counts.met}/{counts.total}"


def percent(before: int | None, now: int | None) -> Decimal | None:
    """The change in per cent of the earlier figure, to one decimal; None of nothing or of 0."""
    if not before or now is None:
        return None
    share = Decimal(now - before) * 100 / before
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _remark(each: Compared, before: int | None, now: int | None) -> Comparison | None:
    if not each.existed:
        return Comparison.NO_UNIT
    if before is None:
        return Comparison.NOTHING_EARLIER
    return Comparison.NEW if before == 0 and now else None


def _totals(code: str, listed: Sequence[Compared]) -> list[Message]:
    """The figures of the units that were judged on both days, added up, and how many are left."""
    both = [each for each in listed if each.both]
    notes = []
    if both:
        before = sum(_met(each.before) or 0 for each in both)
        now = sum(_met(each.now) or 0 for each in both)
        notes.append(
            say_n(
                "{set}, {count} unit judged on both days: met {before} then, {now} now",
                "{set}, {count} units judged on both days: met {before} then, {now} now",
                len(both),
                set=code,
                before=before,
                now=now,
            )
        )
    alone = sum(each.before is None for each in listed)
    if alone:
        notes.append(
            say_n(
                "{set}: {count} unit has nothing earlier to compare with",
                "{set}: {count} units have nothing earlier to compare with",
                alone,
                set=code,
            )
        )
    return notes


def _notes(
    rows: Sequence[Compared], by_set: Mapping[str, Sequence[Compared]], *, then: date
) -> list[Message]:
    notes = [
        say("{unit} did not exist on {day}", unit=name, day=then)
        for name in dict.fromkeys(each.unit_name for each in rows if not each.existed)
    ]
    notes += [unlisted_note(each.unit_name, tally) for each in rows for tally in each.counted]
    notes += [
        say(
            "WARNING {unit}: judged by {then} until {day}, and by {since} since; counts of"
            " different sets are never compared",
            unit=name,
            then=earlier,
            day=then,
            since=later,
        )
        for name, earlier, later in _changed_sets(rows)
    ]
    if len(by_set) > 1:
        notes.append(say("Several criteria sets are shown; their counts are not comparable."))
    return notes


def _changed_sets(
    rows: Sequence[Compared],
) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """The units that have been judged by another set since, with the sets of then and since."""
    by_unit: dict[tuple[str, str], list[Compared]] = defaultdict(list)
    for each in rows:
        by_unit[each.unit, each.unit_name].append(each)
    found = []
    for (_, name), listed in by_unit.items():
        earlier = tuple(each.set_code for each in listed if each.before is not None)
        later = tuple(
            each.set_code for each in listed if each.before is None and each.now is not None
        )
        if earlier and later:
            found.append((name, earlier, later))
    return found


def _summary(rows: Sequence[Compared], then: date) -> dict[str, int | str]:
    """What can be added up over sets: what turned, and tasks, each of them once."""
    turned = [
        (newly_met(each.before, each.now), fell(each.before, each.now))
        for each in rows
        if each.before is not None and each.now is not None
    ]
    return {
        "compared_with": then.isoformat(),
        "newly_met": sum(len(up) for up, _ in turned),
        "fell": sum(len(down) for _, down in turned),
        "newly_late": len({number for each in rows for number in each.moved.newly_late}),
        "done": len({number for each in rows for number in each.moved.done}),
    }
