"""How the machine is told to make a copy of the ledger every working day: lines to copy."""

from collections.abc import Sequence
from pathlib import Path

from ntmtrack.app.backing import KEPT
from ntmtrack.app.context import Context
from ntmtrack.app.schedule import Job, Scheduler
from ntmtrack.app.schedule import lines as of_schedulers
from ntmtrack.message import say
from ntmtrack.render.localise import Localiser

_AT = (11, 30)
"""While the machines of an office are on."""


def lines(
    context: Context,
    folder: Path | None,
    *,
    keep: int,
    program: Sequence[str],
    system: Scheduler | None = None,
) -> bytes:
    """The lines for cron, systemd and Windows, or one of them, with whole paths and comments.

    `program` is how it was started.
    """
    job = at_noon(context, folder, keep=keep, program=program)
    told = of_schedulers(job, on_windows=job, system=system)
    if system is not Scheduler.WINDOWS_XML:
        told += ["", say("# a copy on the same disk is lost with it: name a folder on another one")]
    localiser = Localiser(context.lang)
    said = (each if isinstance(each, str) else localiser.say(each) for each in told)
    return ("\n".join(said) + "\n").encode()


def at_noon(
    context: Context, folder: Path | None = None, *, keep: int = KEPT, program: Sequence[str]
) -> Job:
    """What is run each working day; `program` as for `lines`."""
    command = [*program, "--db", str(context.path.resolve()), "--lang", context.lang, "backup"]
    if folder is not None:
        command.append(str(folder.resolve()))
    if keep != KEPT:
        command += ["--keep", str(keep)]
    return Job("ntmtrack-backup", command, {}, *_AT)
