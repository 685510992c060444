"""What an office that was just set up does next: lines for the machine, commands to type."""

import re
import shlex
from collections.abc import Iterator, Sequence
from datetime import date, time
from pathlib import Path

from ntmtrack.app import backing_cron, mail_cron
from ntmtrack.app.context import Context
from ntmtrack.app.schedule import Job, crontab, windows
from ntmtrack.message import Message, say
from ntmtrack.record import Record

_MORNING = time(6, 30)


class Starting(Record):
    """How the program was started, and whether Windows runs what is to run by itself.

    `settings` is the file with the settings, `named` whether the environment names it.
    """

    program: Sequence[str]
    settings: Path
    named: bool
    on_windows: bool


class Ready(Record):
    """An office as the commands that it types next name it.

    `ledger` is what stands behind --db, None where it is opened without; `unit` one that is
    judged, `set` the criteria set to be named where none is in use, `lead` an agency.
    """

    ledger: str | None
    unit: str | None
    set: str | None
    lead: str | None


def job_lines(context: Context, starting: Starting) -> tuple[str, str]:
    """The lines that run letters and copies each working day, for the ledger of the context."""
    mail = mail_cron.morning(
        context, _MORNING, settings=starting.settings, program=starting.program
    )
    if starting.on_windows and not starting.named:
        mail = mail._replace(environment={})
    backup = backing_cron.at_noon(context, program=starting.program)
    return _line(mail, starting), _line(backup, starting)


def _line(job: Job, starting: Starting) -> str:
    return windows(job) if starting.on_windows else crontab(job)


def to_run(lines: Sequence[str], starting: Starting) -> Iterator[Message | str]:
    """Lines for the machine, under a comment that says where they go."""
    if starting.on_windows:
        yield say("# by itself each working day: type this once in a command prompt")
    else:
        yield say("# by itself each working day: `crontab -e`, then this")
    yield from lines


def to_type(ready: Ready, day: date) -> Iterator[Message | str]:
    """Commands for this office, each under a comment that says what it does."""
    named = () if ready.ledger is None else ("--db", ready.ledger)

    def command(*words: str) -> str:
        return " ".join(map(_quoted, ("ntmtrack", *named, *words)))

    if ready.unit is None:
        yield say("# fill in the units of your province")
        yield command("unit", "import", "--province", "Tuyên Quang", "--as-of", str(day.year))
    else:
        of_set = () if ready.set is None else ("--set", ready.set)
        lead = () if ready.lead is None else ("--lead", ready.lead)
        due = ("--due", f"31/12/{day.year}")
        yield say("# record which criteria are met, and which are not")
        yield command("assess", ready.unit, *of_set, "--met", "1,2", "--unmet", "3")
        yield say("# give a task")
        yield command("task", "add", ready.unit, "--title", "Sửa nhà văn hóa", *lead, *due)
    yield say("# read a paper for the tasks that it gives")
    yield command("notice", "read", "thong-bao.docx")
    yield say("# today's board; --help explains every command")
    yield command()


def _quoted(word: str) -> str:
    """A word as it is typed in a shell of any system, as far as one way does for all."""
    if re.fullmatch(r"[\w@%+=:,./\\-]+", word):
        return word
    return shlex.quote(word) if re.search(r'["$`!]', word) else f'"{word}"'
