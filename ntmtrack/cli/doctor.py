"""`doctor`: whether all is well with the ledger and its mail."""

import os

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.config import settings_file
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@looks
def doctor(context: Context) -> Report:
    from ntmtrack.app.doctor import doctor

    return doctor(context, settings=settings_file(os.environ))
