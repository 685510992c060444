"""How the machine is told to run the mail by itself: lines to copy, for this ledger."""

from collections.abc import Sequence
from datetime import time
from pathlib import Path

from ntmtrack.app.context import Context
from ntmtrack.app.schedule import Job, every_way
from ntmtrack.message import say
from ntmtrack.render.localise import Localiser

_NAME = "ntmtrack-mail"


def lines(
    context: Context, at: time, *, settings: Path, program: Sequence[str], named: bool
) -> bytes:
    """The lines for cron, systemd and Windows, with whole paths; comments in between.

    `settings` is the file with the settings of mail, `named` whether the environment names it:
    Windows runs a task as its user, who finds the usual one. `program` is how it was started.
    """
    localiser = Localiser(context.lang)
    command = [*program, "--db", str(context.path.resolve()), "--lang", context.lang]
    place = {"NTMTRACK_CONFIG": str(settings.absolute())}
    job = Job(_NAME, [*command, "mail", "overdue"], place, at.hour, at.minute)
    told = every_way(job, on_windows=job._replace(environment=place if named else {}))
    told += ["", say("# other letters likewise: `mail due`, `mail review --week`")]
    said = (each if isinstance(each, str) else localiser.say(each) for each in told)
    return ("\n".join(said) + "\n").encode()
