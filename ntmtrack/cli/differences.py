"""`differences`: where self-assessment, verification and appraisal disagree."""

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Criteria, SetOption, Under, Units, together
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@looks
def differences(
    context: Context,
    units: Units = None,
    set: SetOption = None,
    under: Under = None,
    criterion: Criteria = None,
) -> Report:
    from ntmtrack.app.differences import differences
    from ntmtrack.app.scope import Scope

    numbers = together(criterion)
    return differences(context, Scope(units=units, under=under, set=set), criterion=numbers)
