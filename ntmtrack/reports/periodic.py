"""The periodic report: the figures of a period in parts, each a report of its own.

A part is made here only where no other report tells it already. Nothing is made up: what nobody
recorded is an empty cell, and what the office has to say itself a part that is still to be
written.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.closing import Closing
from ntmtrack.domain.report_period import ReportPeriod, period_words
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.counts import difference_notes, tally_notes, unjudged
from ntmtrack.reports.report import Block, Column, Report, Row, Show


class Part(Record):
    """One part of a periodic report, by the name that templates and programs know it by."""

    key: str
    report: Report


class Periodic(Record):
    """A period in figures.

    `parts` are told in every form, `pictures` beside them on a page, and `annexes` only where a
    template asks for them. `sets` are the names of the criteria sets by their codes.
    """

    period: ReportPeriod
    parts: tuple[Part, ...]
    annexes: tuple[Part, ...] = ()
    pictures: tuple[Part, ...] = ()
    notes: tuple[Message, ...] = ()
    sets: Mapping[str, str] = {}

    @property
    def words(self) -> Message:
        """The period as people name it."""
        return period_words(self.period.start, self.period.last)

    @property
    def title(self) -> Message:
        """What the whole is called."""
        return say("Periodic report: {period}", period=self.words)

    def part(self, key: str) -> Report:
        """A part or annex by its name; KeyError if there is none."""
        for each in (*self.parts, *self.annexes):
            if each.key == key:
                return each.report
        raise KeyError(key)


def told_of(period: ReportPeriod, closing: Closing | None, late: int) -> tuple[Message, ...]:
    """What a reader must know first: as of which day, and whether the period was closed.

    `late` is how many facts came in after the closing.
    """
    notes = [say("Figures as of {day}.", day=period.day)]
    if period.running:
        notes = [
            say(
                "Figures as of {day}: the period goes on until {last}.",
                day=period.day,
                last=period.last,
            )
        ]
    if closing is None:
        notes.append(say("The period has not been closed: its figures may still change."))
        return tuple(notes)
    notes.append(
        say(
            "The period was closed on {day} (SHA-256 {hash}).",
            day=closing.closed_on,
            hash=closing.hash,
        )
    )
    if late:
        notes.append(
            say_n(
                "{count} fact was added after the closing and is counted here: see `ntmtrack"
                " period show {period}`.",
                "{count} facts were added after the closing and are counted here: see `ntmtrack"
                " period show {period}`.",
                late,
                period=closing.period,
            )
        )
    return tuple(notes)


def gone(names: Sequence[str]) -> tuple[Message, ...]:
    """That units which were judged or counted went over into others while the period ran."""
    if not names:
        return ()
    return (
        say_n(
            "{count} unit went over into another in the period, and its results are not counted"
            " here: {names}.",
            "{count} units went over into others in the period, and their results are not counted"
            " here: {names}.",
            len(names),
            names=tuple(names),
        ),
    )


def missing(standings: Sequence[UnitStanding], others: Mapping[str, int]) -> tuple[Message, ...]:
    """What the figures do not hold: units of which nothing is known, criteria nobody judged.

    `others` counts, by the name of each set, the units of its level that are not in `standings`.
    """
    notes = [
        say_n(
            "Of {count} more unit nothing is recorded under {set}: it is not in the figures.",
            "Of {count} more units nothing is recorded under {set}: they are not in the figures.",
            count,
            set=name,
        )
        for name, count in others.items()
        if count
    ]
    blank = sum(each.counts.not_assessed for each in standings if not unjudged(each))
    if blank:
        notes.append(
            say_n(
                "{count} criterion of the units judged is not assessed: it counts neither as met"
                " nor as unmet.",
                "{count} criteria of the units judged are not assessed: they count neither as met"
                " nor as unmet.",
                blank,
            )
        )
    return tuple(notes)


COUNT_COLUMNS = (
    Column("set", N_("Set"), Show.DATA),
    Column("set_name", N_("Criteria set"), Show.ALWAYS, wrap=True),
    Column("units", N_("Units"), right=True),
    Column("judged", N_("Units judged"), right=True),
    Column("all_met", N_("All met"), right=True),
    Column("all_applying", N_("All that apply met"), right=True),
    Column("mean", N_("Mean met"), right=True),
    Column("of", N_("Criteria of the set"), right=True),
    Column("not_judged", N_("Not assessed"), right=True),
)


def counts(standings: Sequence[UnitStanding], *, day: date) -> Report:
    """How many units of each set met all of it, and how many criteria a unit met on average.

    The mean is of the units of which something was judged, to one decimal; a count without its
    list ("9/19") does not enter it.
    """
    rows: list[Row] = []
    for code, listed in _by_set(standings).items():
        judged = [each.counts for each in listed if not unjudged(each)]
        mean = None
        if judged:
            share = Decimal(sum(each.met for each in judged)) / len(judged)
            mean = share.quantize(Decimal("0.1"), ROUND_HALF_UP)
        applying = sum(
            each.met > 0 and each.met + each.not_applicable == each.total for each in judged
        )
        row = (
            code,
            listed[0].set_name,
            len(listed),
            len(judged),
            sum(each.met == each.total for each in judged),
            applying,
            mean,
            max(each.counts.total for each in listed),
            len(listed) - len(judged),
        )
        rows.append(row)
    return Report(
        name="report counts",
        title=say("Units by set as of {day}", day=day),
        columns=_telling(COUNT_COLUMNS, rows, "all_applying", "not_judged"),
        blocks=(Block("sets", None, tuple(rows)),),
        notes=(say("Means are of the units that were judged; counts of sets are not comparable."),)
        if len(rows) > 1
        else (),
        as_of=day,
        empty=say("No unit has been judged, counted or registered yet."),
    )


UNMET_COLUMNS = (
    Column("set", N_("Set"), Show.DATA),
    Column("number", N_("No."), Show.ALWAYS),
    Column("name", N_("Criterion"), Show.ALWAYS, wrap=True),
    Column("unmet", N_("Units that fail it"), right=True),
    Column("unmet_names", N_("Which"), wrap=True),
    Column("nearly_met", N_("Nearly met"), right=True),
    Column("nearly_met_names", N_("Which nearly"), wrap=True),
    Column("not_assessed", N_("Not assessed"), Show.DATA, right=True),
)


def unmet(standings: Sequence[UnitStanding], *, day: date) -> Report:
    """How many units fail each criterion, and which; criteria that none fails are left out.

    The criteria come in print order, the sets in blocks of their own.
    """
    blocks = []
    for code, listed in _by_set(standings).items():
        names: dict[str, str] = {}
        found: dict[tuple[str, Verdict], list[str]] = defaultdict(list)
        for standing in listed:
            for finding in standing.findings:
                names.setdefault(finding.number, finding.name)
                found[finding.number, finding.verdict].append(standing.unit_name)
        rows = tuple(_unmet_row(code, number, names[number], found) for number in names)
        rows = tuple(row for row in rows if row[3] or row[5])
        if rows:
            blocks.append(Block(code, say("{set}", set=code), rows))
    return Report(
        name="report unmet",
        title=say("Criteria that units fail, as of {day}", day=day),
        columns=_telling(
            UNMET_COLUMNS, [row for block in blocks for row in block.rows], "nearly_met"
        ),
        blocks=tuple(blocks),
        as_of=day,
        empty=say("No criterion has been judged unmet."),
        summary={
            "unmet": sum(len(block.rows) for block in blocks),
        },
    )


def _unmet_row(
    code: str, number: str, name: str, found: Mapping[tuple[str, Verdict], Sequence[str]]
) -> Row:
    failing = tuple(found.get((number, Verdict.UNMET), ()))
    nearly = tuple(found.get((number, Verdict.NEARLY_MET), ()))
    missing = len(found.get((number, Verdict.NOT_ASSESSED), ()))
    return (code, number, name, len(failing), failing, len(nearly), nearly, missing)


_TURNED = ("newly_met", "fell", "newly_late", "done")


def changed(compared: Report) -> Report:
    """A comparison of two days without the units of which nothing changed; how many is said.

    Units with nothing earlier to compare with are left to the comparison's own note of them.
    """
    turned = [compared.position(key) for key in (*_TURNED, "change")]
    before, remark = compared.position("before"), compared.position("remark")

    def tells(row: Row) -> bool:
        return any(row[p] for p in turned) or bool(row[before] is not None and row[remark])

    blocks = tuple(
        block._replace(rows=tuple(row for row in block.rows if tells(row)))
        for block in compared.blocks
    )
    kept = sum(len(block.rows) for block in blocks)
    first = sum(row[before] is None and not tells(row) for row in compared.rows)
    left = len(compared.rows) - kept - first
    notes = compared.notes
    if left:
        same = say_n(
            "{count} unit without any change is left out.",
            "{count} units without any change are left out.",
            left,
        )
        notes = (same, *notes)
    empty = say("Nothing has changed in the period.")
    if first and not left:
        empty = say("There is nothing earlier to compare with.")
    return compared._replace(blocks=blocks, notes=notes, empty=empty)


def remarks(standings: Sequence[UnitStanding], *, day: date) -> Report:
    """What the figures alone do not tell: counts that came without their list, differing stages."""
    notes = [note for each in standings for note in (*tally_notes(each), *difference_notes(each))]
    return Report(
        name="report remarks",
        title=say("Remarks on the figures"),
        columns=(Column("remark", N_("Remark"), Show.ALWAYS, wrap=True),),
        blocks=(Block("remarks", None, tuple((note,) for note in notes)),),
        as_of=day,
        empty=say("There is nothing to remark."),
    )


REQUEST_COLUMNS = (
    Column("place", N_("No."), Show.ALWAYS),
    Column("request", N_("Request"), Show.ALWAYS, wrap=True),
)


def requests(texts: Sequence[str], *, day: date) -> Report:
    """What the office asks for, in its own words; none is made up."""
    rows: tuple[Row, ...] = tuple((str(place), text) for place, text in enumerate(texts, 1))
    return Report(
        name="report requests",
        title=say("Requests"),
        columns=REQUEST_COLUMNS,
        blocks=(Block("requests", None, rows),),
        as_of=day,
        empty=say("[To be filled in: requests]"),
    )


def _telling(columns: Sequence[Column], rows: Sequence[Row], *keys: str) -> tuple[Column, ...]:
    """The columns, those of `keys` left to data where they count nothing."""
    counting = {
        column.key for place, column in enumerate(columns) if any(row[place] for row in rows)
    }
    return tuple(
        column._replace(show=Show.DATA)
        if column.key in keys and column.key not in counting
        else column
        for column in columns
    )


def _by_set(standings: Sequence[UnitStanding]) -> dict[str, list[UnitStanding]]:
    found: dict[str, list[UnitStanding]] = defaultdict(list)
    for each in standings:
        found[each.set_code].append(each)
    return dict(sorted(found.items()))
