"""`assess`: record judgements of criteria and indicators."""

from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Document, Note, On, SetOption, Unit, numbers_option, writes
from ntmtrack.domain.assessment import Stage, Verdict
from ntmtrack.domain.text import clean
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.reports.report import Report

app = new_app()

Given = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NUMBER VALUE]",
        parser=clean,
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
    met: Annotated[Any, numbers_option("--met", N_("numbers that are met: 3,4,7-9"))] = None,
    nearly: Annotated[Any, numbers_option("--nearly", N_("numbers nearly met"))] = None,
    unmet: Annotated[Any, numbers_option("--unmet", N_("numbers that are unmet"))] = None,
    na: Annotated[Any, numbers_option("--na", N_("numbers that do not apply"))] = None,
    verdict: Annotated[
        Verdict | None,
        typer.Option("--verdict", help=N_("the verdict by hand, with one indicator")),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option(
            "--reason", metavar="TEXT", parser=clean, help=N_("why, where the threshold differs")
        ),
    ] = None,
    on: On = None,
    stage: Annotated[
        Stage, typer.Option("--stage", help=N_("who judged: the unit itself or those above"))
    ] = Stage.SELF,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="AGENCY", parser=clean, help=N_("which agency judged")),
    ] = None,
    document: Document = None,
    evidence: Annotated[
        str | None,
        typer.Option("--evidence", metavar="FILE", help=N_("a file that proves it")),
    ] = None,
    at_risk: Annotated[
        bool, typer.Option("--at-risk", help=N_("met, but barely or not for long"))
    ] = False,
    note: Note = None,
) -> Report:
    from ntmtrack.app.recording import Circumstances, assess_lists, assess_value

    shared = Circumstances(on, stage, by, document, note, evidence, at_risk)
    lists = {
        Verdict.MET: met or (),
        Verdict.NEARLY_MET: nearly or (),
        Verdict.UNMET: unmet or (),
        Verdict.NOT_APPLICABLE: na or (),
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
        context, unit, set, given[0], quantity, verdict=verdict, reason=reason, shared=shared
    )
