"""What was counted of a unit, and evidence attached."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.assessment import Judgement
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.standing import Tally, UnitStanding
from ntmtrack.message import N_, say
from ntmtrack.reports.counts import parts_notes, tally_notes, tally_words
from ntmtrack.reports.report import Block, Column, Report, Show

TALLY_COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.DATA),
    Column("what", N_("Counted as"), Show.ALWAYS),
    Column("tally", N_("Count"), Show.ALWAYS, right=True),
    Column("count", N_("Count"), Show.DATA, right=True),
    Column("total", N_("Of"), Show.DATA, right=True),
    Column("set", N_("Set")),
    Column("counted_on", N_("On")),
    Column("words", N_("As written"), wrap=True),
    Column("document", N_("Document"), wrap=True),
    Column("note", N_("Note"), wrap=True),
)


def tallies(
    unit: Unit, found: Sequence[Tally], lists: Sequence[UnitStanding], *, day: date
) -> Report:
    """The newest count of each kind, and how it agrees with the lists that there are."""
    rows = tuple(
        (
            unit.code,
            unit.name,
            each.what,
            tally_words(each),
            each.figure,
            each.total,
            each.set_code,
            each.counted_on,
            each.words,
            each.document,
            each.note,
        )
        for each in found
    )
    return Report(
        name="tally",
        title=say("Counted without lists: {unit}", unit=unit.name),
        columns=TALLY_COLUMNS,
        blocks=(Block("tallies", None, rows),),
        notes=(
            *parts_notes(unit.name, found),
            *(note for each in lists for note in tally_notes(each)),
        ),
        as_of=day,
    )


EVIDENCE_COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("set", N_("Set")),
    Column("number", N_("No."), Show.ALWAYS),
    Column("verdict", N_("Verdict")),
    Column("assessed_on", N_("Assessed on")),
    Column("document", N_("Document"), wrap=True),
    Column("path", N_("File"), wrap=True),
    Column("sha256", N_("SHA-256"), Show.DATA),
)


def attached(
    unit: Unit,
    set_code: str,
    judgement: Judgement,
    *,
    document: str | None,
    path: str | None,
    sha256: str | None,
    day: date,
) -> Report:
    """One piece of evidence, and the judgement that it proves."""
    row = (
        unit.code,
        unit.name,
        set_code,
        judgement.number,
        judgement.verdict,
        judgement.assessed_on,
        document,
        path,
        sha256,
    )
    return Report(
        name="evidence",
        title=say("Evidence attached: {unit}, {number}", unit=unit.name, number=judgement.number),
        columns=EVIDENCE_COLUMNS,
        blocks=(Block("evidence", None, (row,)),),
        as_of=day,
    )
