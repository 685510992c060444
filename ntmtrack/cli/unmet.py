"""`unmet`: which criteria are unmet, and who works on them."""

from collections.abc import Sequence
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Criteria, SetOption, Under, Units, Where, sifted, together
from ntmtrack.domain.assessment import Stage
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@looks
def unmet(
    context: Context,
    units: Units = None,
    set: SetOption = None,
    criterion: Criteria = None,
    under: Under = None,
    by_criterion: Annotated[
        bool, typer.Option("--by-criterion", help=N_("group by criterion, not by unit"))
    ] = False,
    no_task: Annotated[
        bool, typer.Option("--no-task", help=N_("only what nobody works on"))
    ] = False,
    stage: Annotated[
        Stage | None, typer.Option("--stage", help=N_("by the word of one stage alone"))
    ] = None,
    where: Where = None,
) -> Report:
    from ntmtrack.app.reading import unmet
    from ntmtrack.app.scope import Scope

    units, terms = sifted(units, where)
    numbers: Sequence[str] = together(criterion)
    scope = Scope(units=units, under=under, set=set, stage=stage)
    if terms:
        from ntmtrack.app.filtering import of_findings

        scope, numbers = of_findings(scope, numbers, terms)
    return unmet(context, scope, criterion=numbers, by_criterion=by_criterion, no_task=no_task)
