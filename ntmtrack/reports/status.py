"""Units and criteria at a glance: a matrix with x/N, and units counted in bands."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.standing import CountedAs, Standing, Tally, UnitStanding
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.counts import (
    difference_notes,
    parts_notes,
    summary_of,
    tally_notes,
    tally_words,
    unjudged,
)
from ntmtrack.reports.report import Block, Column, Report, Row, Show

_HEAD = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("set", N_("Set"), Show.DATA),
    Column("score", N_("Met"), Show.ALWAYS, right=True),
    Column("met", N_("Met"), Show.DATA, right=True),
    Column("nearly_met", N_("Nearly met"), Show.DATA, right=True),
    Column("unmet", N_("Unmet"), Show.DATA, right=True),
    Column("not_applicable", N_("Not applicable"), Show.DATA, right=True),
    Column("not_assessed", N_("Not assessed"), Show.DATA, right=True),
    Column("total", N_("Of"), Show.DATA, right=True),
    Column("tally", N_("Counted"), Show.SPARE),
    Column("standing", N_("Standing"), Show.SPARE, wrap=True),
)


class Mark(StrEnum):
    """A verdict in a matrix: data formats say the word, people see one letter."""

    MET = "met"
    NEARLY_MET = "nearly_met"
    UNMET = "unmet"
    NOT_APPLICABLE = "not_applicable"


MARKS = {verdict: Mark(verdict) for verdict in Verdict if verdict is not Verdict.NOT_ASSESSED} | {
    Verdict.NOT_ASSESSED: None
}

LEGEND = say("M met · N nearly met · U unmet · – not applicable · nothing: not assessed")
"""What the marks mean, for forms that do not show it themselves."""

_BANDS = (15, 10, 5)
"""Lower ends of the bands in which offices count communes short of the whole set: 15 and
more, 10 to 14, 5 to 9, under 5. For the set of 10 criteria of 2026-2030: 10, 5 to 9, under 5."""


def build(
    standings: Sequence[UnitStanding],
    uncounted: Sequence[tuple[str, Sequence[Tally]]],
    *,
    day: date,
) -> Report:
    """One row for each unit under each set, the sets in blocks of their own.

    `uncounted` are tallies, by unit, of no set or of a set that the unit has no row for.
    """
    numbers = list(dict.fromkeys(finding.number for each in standings for finding in each.findings))
    by_set: dict[str, list[UnitStanding]] = defaultdict(list)
    for standing in standings:
        by_set[standing.set_code].append(standing)
    marks = tuple(Column(f"c{number}", number) for number in numbers)
    return Report(
        name="status",
        title=say("Units and criteria as of {day}", day=day),
        columns=(*_HEAD, *marks),
        blocks=tuple(
            Block(code, say("{set}", set=code), tuple(_row(each, numbers) for each in listed))
            for code, listed in sorted(by_set.items())
        ),
        notes=tuple(_notes(standings, uncounted)),
        as_of=day,
        empty=say("No list has been judged; what was counted without one stands below.")
        if any(tallies for _, tallies in uncounted)
        else say("No unit has been judged, counted or registered yet."),
        summary=summary_of(standings),
    )


def _row(standing: UnitStanding, numbers: Sequence[str]) -> Row:
    counts = standing.counts
    marks = {finding.number: MARKS[finding.verdict] for finding in standing.findings}
    return (
        standing.unit,
        standing.unit_name,
        standing.set_code,
        score(standing),
        counts.met,
        counts.nearly_met,
        counts.unmet,
        counts.not_applicable,
        counts.not_assessed,
        counts.total,
        tally_cell(standing.tallies),
        standing_cell(standing.standings),
        *(marks.get(number) for number in numbers),
    )


def score(standing: UnitStanding) -> str:
    """Criteria met of all: "9/19", or "?/19" while nothing has been judged."""
    counts = standing.counts
    met = "?" if unjudged(standing) else str(counts.met)
    return f"{met}/{counts.total}"


def tally_cell(tallies: Sequence[Tally]) -> str | None:
    """The count of criteria met that came without its list: "9/19"."""
    met = [tally for tally in tallies if tally.what is CountedAs.MET]
    return tally_words(met[-1]) if met else None


def standing_cell(standings: Sequence[Standing]) -> Message | None:
    """The last event of recognition, with its target or day."""
    if not standings:
        return None
    last = standings[-1]
    event = last.event
    if last.target_words is not None:
        return say("{event}, target {target}", event=event, target=last.target_words)
    if last.happened_on is not None:
        return say("{event} {day}", event=event, day=last.happened_on)
    if last.year is not None:
        return say("{event}, year {year}", event=event, year=str(last.year))
    return say("{event}", event=event)


def _notes(
    standings: Sequence[UnitStanding], uncounted: Sequence[tuple[str, Sequence[Tally]]]
) -> list[Message]:
    notes = []
    if standings:
        notes.append(LEGEND)
    for standing in standings:
        notes += [*tally_notes(standing), *difference_notes(standing)]
        notes += units_notes(standing.unit_name, standing.tallies)
    for name, tallies in uncounted:
        notes += units_notes(name, tallies)
    if len({standing.set_code for standing in standings}) > 1:
        notes.append(say("Several criteria sets are shown; their counts are not comparable."))
    return notes


def units_notes(unit_name: str, tallies: Sequence[Tally]) -> list[Message]:
    """Units counted without names, stage by stage, and a warning where they do not add up.

    Counts of different sets or days are told apart.
    """
    counted: dict[tuple[str | None, date], list[Message]] = defaultdict(list)
    for each in tallies:
        if each.what.of_units:
            words = say("{what} {count}", what=each.what, count=tally_words(each))
            counted[each.set_code, each.counted_on].append(words)
    notes = [
        say(
            "{unit}: units counted without names: {words} ({day})",
            unit=unit_name,
            words=tuple(listed),
            day=day,
        )
        for (_, day), listed in counted.items()
    ]
    return [*notes, *parts_notes(unit_name, tallies)]


BAND_COLUMNS = (
    Column("set", N_("Set"), Show.DATA),
    Column("band", N_("Criteria met"), Show.ALWAYS),
    Column("units", N_("Units"), Show.ALWAYS, right=True),
    Column("unit_names", N_("Which"), wrap=True),
)


def build_bands(standings: Sequence[UnitStanding], *, day: date) -> Report:
    """How many units of each set stand in which band of met criteria; the bands cover all.

    Units of which nothing was judged stand in a band of their own, not in the lowest.
    """
    by_set: dict[str, list[UnitStanding]] = defaultdict(list)
    for standing in standings:
        by_set[standing.set_code].append(standing)
    blocks = []
    for code, listed in sorted(by_set.items()):
        rows: list[Row] = []
        judged = [each for each in listed if not unjudged(each)]
        total = max(each.counts.total for each in listed)
        for low, high in _bands(total):
            inside = [each.unit_name for each in judged if low <= each.counts.met <= high]
            band = str(low) if low == high else f"{low}–{high}"
            rows.append((code, band, len(inside), tuple(inside)))
        unknown = tuple(each.unit_name for each in listed if unjudged(each))
        if unknown:
            rows.append((code, "?", len(unknown), unknown))
        blocks.append(Block(code, say("{set}", set=code), tuple(rows)))
    return Report(
        name="bands",
        title=say("Units by criteria met, as of {day}", day=day),
        columns=BAND_COLUMNS,
        blocks=tuple(blocks),
        notes=(
            say_n(
                "{count} unit in all",
                "{count} units in all",
                len({(each.unit_key, each.unit, each.unit_name) for each in standings}),
            ),
            *(note for each in standings for note in tally_notes(each)),
        ),
        as_of=day,
        empty=say("No unit has been judged, counted or registered yet."),
    )


def _bands(total: int) -> list[tuple[int, int]]:
    """The whole set, then bands down to 0."""
    bands = [(total, total)]
    high = total - 1
    for low in (*_BANDS, 0):
        if low <= high:
            bands.append((low, high))
            high = low - 1
    return bands
