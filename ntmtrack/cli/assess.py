"""`assess`: record judgements of criteria and indicators."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import (
    Document,
    Note,
    On,
    SetOption,
    Unit,
    numbers_option,
    one_number,
    path,
    together,
    words,
)
from ntmtrack.domain.assessment import Stage, Verdict
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.reports.report import Report

app = new_app()


class ByHand(StrEnum):
    """The verdicts that can be given."""

    MET = "met"
    NEARLY_MET = "nearly_met"
    UNMET = "unmet"
    NOT_APPLICABLE = "not_applicable"


Given = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NUMBER VALUE]",
        parser=words,
        help=N_("one indicator and its value, for example 17.8 82,5 %"),
    ),
]


@app.command(context_settings={"ignore_unknown_options": False})
@writes
def assess(
    context: Context,
    unit: Unit,
    given: Given = None,
    set: SetOption = None,
    met: Annotated[
        list[Any] | None, numbers_option("--met", N_("numbers that are met: 3,4,7-9"))
    ] = None,
    nearly: Annotated[
        list[Any] | None, numbers_option("--nearly", N_("numbers nearly met"))
    ] = None,
    unmet: Annotated[
        list[Any] | None, numbers_option("--unmet", N_("numbers that are unmet"))
    ] = None,
    na: Annotated[list[Any] | None, numbers_option("--na", N_("numbers that do not apply"))] = None,
    verdict: Annotated[
        ByHand | None,
        typer.Option("--verdict", help=N_("the verdict by hand, with one indicator")),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option(
            "--reason", metavar="TEXT", parser=words, help=N_("why, where the threshold differs")
        ),
    ] = None,
    on: On = None,
    stage: Annotated[
        Stage, typer.Option("--stage", help=N_("who judged: the unit itself or those above"))
    ] = Stage.SELF,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="AGENCY", parser=words, help=N_("which agency judged")),
    ] = None,
    document: Document = None,
    evidence: Annotated[
        Path | None,
        typer.Option("--evidence", metavar="FILE", parser=path, help=N_("a file that proves it")),
    ] = None,
    at_risk: Annotated[
        bool, typer.Option("--at-risk", help=N_("met, but barely or not for long"))
    ] = False,
    note: Note = None,
) -> Report:
    from ntmtrack.app.recording import Circumstances, assess_lists, assess_value

    shared = Circumstances(on, stage, by, document, note, evidence, at_risk)
    lists = {
        Verdict.MET: together(met),
        Verdict.NEARLY_MET: together(nearly),
        Verdict.UNMET: together(unmet),
        Verdict.NOT_APPLICABLE: together(na),
    }
    if not given:
        return assess_lists(context, unit, set, lists, shared=shared)
    if any(lists.values()):
        raise DataError(
            say("give either lists of numbers or one NUMBER VALUE, not both"),
            hint=say("two commands do it; nothing was written"),
        )
    quantity = " ".join(given[1:]) or None
    return assess_value(
        context,
        unit,
        set,
        one_number(given[0]),
        quantity,
        verdict=Verdict(verdict) if verdict else None,
        reason=reason,
        shared=shared,
    )
