"""Units down, criteria across, in each cell a verdict: the sheet that offices keep."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from ntmtrack.domain.assessment import Measured, Verdict
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.counts import difference_notes, tally_notes, unjudged
from ntmtrack.reports.report import Block, Cell, Column, Report, Row, Show
from ntmtrack.reports.status import LEGEND, MARKS, Mark

_UNIT = (Column("unit", N_("Code"), Show.ALWAYS), Column("unit_name", N_("Unit name"), Show.ALWAYS))
_COUNTS = (
    Column("met", N_("Met"), right=True),
    Column("nearly_met", N_("Nearly met"), right=True),
    Column("total", N_("Of"), right=True),
    Column("set", N_("Set"), Show.DATA),
)
_VERDICTS = frozenset({Verdict, Mark, type(None)})
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")


class Judged(Record):
    """One unit of a matrix: how its criteria stand, and its indicators by their numbers.

    An indicator that is not there has not been assessed.
    """

    unit: Unit
    standing: UnitStanding
    indicators: Mapping[str, Verdict] = {}


def build(
    judged: Sequence[Judged],
    criteria: Sequence[Measured],
    *,
    of: SetName,
    day: date,
    indicators: bool = False,
    besides: int = 0,
) -> Report:
    """One row for each unit, one column for each criterion of the set, in print order.

    `indicators` puts those of each criterion after it; `besides` is how many units that the set
    is written for have been left out, because nothing has been said of them. The columns of
    verdicts bear their numbers as keys, every cell of them is a `Verdict`. Where nothing was
    judged, `met` is empty: it is not known.
    """
    numbers = _numbers(criteria, indicators=indicators)
    names = Counter(each.unit.name for each in judged)
    names_of = {each.number: each.name for each in criteria}
    rows = tuple(_row(each, numbers, alike=names[each.unit.name] > 1) for each in judged)
    return Report(
        name="matrix",
        title=say("Criteria by unit, {set}, as of {day}", set=of.name, day=day),
        columns=(
            *_UNIT,
            *(Column(number, number, about=names_of.get(number, "")) for number in numbers),
            *_COUNTS,
        ),
        blocks=(Block(of.code, None, rows),),
        notes=tuple(_notes(judged, criteria, besides)) if judged else (),
        as_of=day,
        empty=_NOTHING,
    )


_NOTHING = say("No unit has been judged, counted or registered yet.")


def nothing(*, day: date) -> Report:
    """The matrix of a ledger in which no set is in use: there are no criteria to show."""
    return Report(
        name="matrix",
        title=say("Units and criteria as of {day}", day=day),
        columns=(*_UNIT, *_COUNTS),
        blocks=(),
        as_of=day,
        empty=_NOTHING,
    )


def verdict_columns(report: Report) -> tuple[int, ...]:
    """The places of the columns that bear a number and hold nothing but verdicts, if any.

    In letters they are still the same.
    """
    rows = report.rows
    return tuple(
        place
        for place, column in enumerate(report.columns)
        if rows
        and _NUMBER.fullmatch(column.key)
        and {row[place].__class__ for row in rows} <= _VERDICTS
    )


def in_letters(report: Report) -> Report:
    """The report as people read a matrix: a letter for each verdict, nothing where there is none.

    Any other report is given back as it is. A column of which nothing was assessed is empty then:
    a form that is to show it all the same must have chosen its columns before.
    """
    places = frozenset(verdict_columns(report))
    if not places:
        return report
    return report._replace(
        blocks=tuple(
            block._replace(rows=tuple(_lettered(row, places) for row in block.rows))
            for block in report.blocks
        )
    )


def letter(cell: Cell) -> Cell:
    """A verdict as its letter, None for what has not been assessed; any other cell as it is."""
    return MARKS[cell] if isinstance(cell, Verdict) else cell


def _lettered(row: Row, places: frozenset[int]) -> Row:
    return tuple(letter(cell) if place in places else cell for place, cell in enumerate(row))


def _numbers(criteria: Sequence[Measured], *, indicators: bool) -> list[str]:
    """Each number once: an indicator without one of its own bears that of its criterion."""
    wanted = (
        (each.number, *each.indicators) if indicators else (each.number,) for each in criteria
    )
    return list(dict.fromkeys(number for listed in wanted for number in listed))


def _row(judged: Judged, numbers: Sequence[str], *, alike: bool) -> Row:
    standing, counts = judged.standing, judged.standing.counts
    verdicts = dict(judged.indicators)
    verdicts |= {finding.number: finding.verdict for finding in standing.findings}
    return (
        judged.unit.code if judged.unit.coded else None,
        _name(judged.unit, alike=alike),
        *(verdicts.get(number, Verdict.NOT_ASSESSED) for number in numbers),
        None if unjudged(standing) else counts.met,
        None if unjudged(standing) else counts.nearly_met,
        counts.total,
        standing.set_code,
    )


def _name(unit: Unit, *, alike: bool) -> str:
    """The name by which the unit is found again: with its parent's where it alone may not do."""
    if unit.parent_name is None or (unit.coded and not alike):
        return unit.name
    return f"{unit.name}, {unit.parent_name}"


def _notes(judged: Sequence[Judged], criteria: Sequence[Measured], besides: int) -> list[Message]:
    notes = [LEGEND]
    named = tuple(say("{number} {name}", number=each.number, name=each.name) for each in criteria)
    notes.append(say("Criteria: {criteria}", criteria=named))
    for each in judged:
        notes += [*tally_notes(each.standing), *difference_notes(each.standing)]
    if besides:
        notes.append(
            say_n(
                "{count} unit of this level has no judgement, count or registration under the set;"
                " --under shows it too",
                "{count} units of this level have no judgement, count or registration under the"
                " set; --under shows them too",
                besides,
            )
        )
    return notes
