"""How the machine is told to run the mail by itself: lines to copy, for this ledger."""

from collections.abc import Sequence
from datetime import time
from pathlib import Path

from ntmtrack.app.context import Context
from ntmtrack.app.schedule import Job, Scheduler
from ntmtrack.app.schedule import lines as of_schedulers
from ntmtrack.message import say
from ntmtrack.render.localise import Localiser

_NAME = "ntmtrack-mail"


def lines(
    context: Context,
    at: time,
    *,
    settings: Path,
    program: Sequence[str],
    named: bool,
    system: Scheduler | None = None,
) -> bytes:
    """The lines for cron, systemd and Windows, or one of them, with whole paths and comments.

    `settings` is the file with the settings of mail, `named` whether the environment names it:
    Windows runs a task as its user, who finds the usual one. `program` is how it was started.
    """
    localiser = Localiser(context.lang)
    job = morning(context, at, settings=settings, program=program)
    on_windows = job if named else job._replace(environment={})
    told = of_schedulers(job, on_windows=on_windows, system=system)
    if system is not Scheduler.WINDOWS_XML:
        told += ["", say("# other letters likewise: `mail due`, `mail review --week`")]
    said = (each if isinstance(each, str) else localiser.say(each) for each in told)
    return ("\n".join(said) + "\n").encode()


def morning(context: Context, at: time, *, settings: Path, program: Sequence[str]) -> Job:
    """What is run each working day; `settings` and `program` as for `lines`."""
    command = [*program, "--db", str(context.path.resolve()), "--lang", context.lang]
    place = {"NTMTRACK_CONFIG": str(settings.absolute())}
    return Job(_NAME, [*command, "mail", "overdue"], place, at.hour, at.minute)
