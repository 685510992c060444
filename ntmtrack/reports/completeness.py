"""What has been judged of each unit, what is missing or old, and who told of a period in time."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from ntmtrack.domain.completeness import Coverage, Covered, Reporting, Told
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Report, Row, Show

_COVERAGE = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("set", N_("Set")),
    Column("assessed", N_("Assessed"), right=True),
    Column("expected", N_("Of"), right=True),
    Column("missing", N_("Missing, one by one"), Show.DATA, wrap=True),
    Column("missing_short", N_("Missing"), wrap=True),
    Column("last_assessed_on", N_("Last assessed on")),
    Column("days_since", N_("Days since"), right=True),
    Column("stale", N_("Old, one by one"), Show.DATA, wrap=True),
    Column("stale_short", N_("Old"), wrap=True),
    Column("whole", N_("Judged as a whole"), Show.SPARE, wrap=True),
)
_STATE = Column("state", N_("State"))
_TOLD = (
    Column("reported_on", N_("Reported on")),
    Column("last_recorded_on", N_("Last recorded on"), Show.SPARE),
    Column("reporting", N_("Reporting")),
)
COLUMNS = (*_COVERAGE, _STATE, *_TOLD)

_STATES = {
    Covered.NOTHING: N_("Nothing assessed ({count})"),
    Covered.PARTIAL: N_("Something missing ({count})"),
    Covered.STALE: N_("Nothing missing, something old ({count})"),
    Covered.COMPLETE: N_("Complete ({count})"),
}
_REPORTING = {
    Reporting.NOT_REPORTED: N_("Not reported ({count})"),
    Reporting.LATE: N_("Reported late ({count})"),
    Reporting.NOT_DUE: N_("Not reported yet, still in time ({count})"),
    Reporting.ON_TIME: N_("Reported on time ({count})"),
}
_WANTING = frozenset(map(str, (Covered.NOTHING, Covered.PARTIAL, Covered.STALE)))
_OWING = frozenset(map(str, (Reporting.NOT_REPORTED, Reporting.LATE)))


class Period(Record):
    """A period that units were to tell of by `until`, its words as they were given."""

    words: str
    start: date
    last_day: date
    until: date


class Line(Record):
    """One unit under one set, or under none at all (`set_code` and `coverage` are None).

    `missing` and `stale` name a criterion for all its indicators.
    """

    unit: str
    unit_name: str
    set_code: str | None
    coverage: Coverage | None
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    told: Told = Told()
    reporting: Reporting | None = None

    @property
    def state(self) -> Covered:
        """How far it is covered; a unit under no set has nothing."""
        return Covered.NOTHING if self.coverage is None else self.coverage.state


def build(
    lines: Sequence[Line],
    *,
    day: date,
    stale_after: int,
    period: Period | None = None,
    elsewhere: int = 0,
) -> Report:
    """One row for each unit and set, in blocks by state, or by reporting where a period is asked.

    `stale_after` is how many days old a judgement may be; `elsewhere` counts the units of levels
    that no set is used for.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    for line in lines:
        rows[str(line.reporting or line.state)].append(_row(line, day))
    headings = _STATES if period is None else _REPORTING
    return Report(
        name="completeness",
        title=_title(day, period),
        columns=COLUMNS,
        blocks=tuple(
            Block(str(key), say(words, count=len(listed)), tuple(listed))
            for key, words in headings.items()
            if (listed := rows.get(str(key)))
        ),
        notes=tuple(_notes(lines, day, stale_after, period, elsewhere)),
        as_of=day,
        empty=say("There is no unit that anything could be missing of."),
        summary={str(key): len(rows.get(str(key), ())) for key in headings},
        finds=_WANTING if period is None else _OWING,
    )


def _title(day: date, period: Period | None) -> Message:
    if period is None:
        return say("What has been assessed as of {day}", day=day)
    return say(
        "What has been told of {words} ({start} – {last})",
        words=period.words,
        start=period.start,
        last=period.last_day,
    )


def _row(line: Line, day: date) -> Row:
    covered = line.coverage
    last = None if covered is None else covered.last
    return (
        line.unit,
        line.unit_name,
        line.set_code,
        None if covered is None else covered.assessed,
        None if covered is None else covered.expected,
        () if covered is None else covered.missing,
        line.missing,
        last,
        None if last is None else (day - last).days,
        () if covered is None else covered.stale,
        line.stale,
        () if covered is None else covered.whole,
        line.state,
        line.told.first,
        line.told.last,
        line.reporting,
    )


def _notes(
    lines: Sequence[Line], day: date, stale_after: int, period: Period | None, elsewhere: int
) -> Iterator[Message]:
    by_set: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.set_code is not None:
            by_set[line.set_code].append(line)
    for code, listed in by_set.items():
        states = Counter(line.state for line in listed)
        yield say(
            "{set}: complete {complete}; old {stale}; something missing {partial}; nothing"
            " {nothing}; of {total}",
            set=code,
            total=len(listed),
            **{str(state): states[state] for state in Covered},
        )
    bare = sum(line.set_code is None for line in lines)
    if bare:
        yield say_n(
            "{count} unit has not been judged, counted or registered by any set",
            "{count} units have not been judged, counted or registered by any set",
            bare,
        )
    if period is not None:
        kept = Counter(line.reporting for line in lines)
        yield say(
            "Reported by {until}: {on_time}; later: {late}; not reported: {not_reported}; not"
            " yet, still in time: {not_due}; of {total}",
            until=period.until,
            total=len(lines),
            **{str(how): kept[how] for how in Reporting},
        )
    if any(line.coverage and line.coverage.whole for line in lines):
        yield say(
            "A criterion judged as a whole does not stand for its indicators: they are missing."
        )
    if any(line.stale for line in lines):
        yield say_n(
            "Old: last assessed more than {count} day before {day}",
            "Old: last assessed more than {count} days before {day}",
            stale_after,
            day=day,
        )
    if elsewhere:
        yield say_n(
            "{count} unit of a level that no criteria set is used for is not listed",
            "{count} units of levels that no criteria set is used for are not listed",
            elsewhere,
        )
