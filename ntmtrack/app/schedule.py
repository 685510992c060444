"""The lines by which an operating system runs a command by itself: cron, systemd, Windows."""

import re
import shlex
from collections.abc import Mapping, Sequence
from enum import StrEnum
from html import escape
from subprocess import list2cmdline

from ntmtrack.message import Message, say
from ntmtrack.record import Record


class Job(Record):
    """A command line, the environment it needs, and at what time of the working days it runs."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    hour: int
    minute: int


class Scheduler(StrEnum):
    """What runs a command by itself on a machine."""

    CRON = "cron"
    SYSTEMD = "systemd"
    WINDOWS = "windows"
    """The Task Scheduler, told by a command line."""
    WINDOWS_XML = "windows-xml"
    """The Task Scheduler, told by a file; it makes up for runs that were missed."""


def lines(job: Job, *, on_windows: Job, system: Scheduler | None) -> list[Message | str]:
    """The lines for one scheduler, each under a comment that says where it goes; else for all.

    A task file is for itself alone: nothing else stands in it.
    """
    if system is Scheduler.WINDOWS_XML:
        return [windows_file(on_windows)]
    ways: dict[Scheduler, list[Message | str]] = {
        Scheduler.CRON: [say("# cron: `crontab -e`, then this line"), crontab(job)],
        Scheduler.SYSTEMD: _for_systemd(job),
        Scheduler.WINDOWS: [
            say(
                "# Windows: in a command prompt; a task of more than 261 letters wants"
                " `--system windows-xml`"
            ),
            windows(on_windows),
        ],
    }
    if system is not None:
        return ways[system]
    cron, systemd, task = ways.values()
    return [*cron, "", *systemd, "", *task]


def _for_systemd(job: Job) -> list[Message | str]:
    return [
        say("# systemd: ~/.config/systemd/user/{name}", name=f"{job.name}.service"),
        systemd_service(job),
        "",
        say("# systemd: ~/.config/systemd/user/{name}", name=f"{job.name}.timer"),
        systemd_timer(job),
        "",
        say("# then: {command}", command=f"systemctl --user enable --now {job.name}.timer"),
        say("# and, to run while nobody is logged in: {command}", command="loginctl enable-linger"),
    ]


def crontab(job: Job) -> str:
    """One line of a crontab. A bare % would end it: cron reads what follows as input."""
    words = [f"{name}={shlex.quote(value)}" for name, value in job.environment.items()]
    words += [shlex.quote(word) for word in job.command]
    line = " ".join(words).replace("%", "\\%")
    return f"{job.minute} {job.hour} * * 1-5  {line}"


def systemd_service(job: Job) -> str:
    """The unit file of the service that a timer starts."""
    environment = [
        f"Environment={_systemd(f'{name}={value}')}" for name, value in job.environment.items()
    ]
    # Only a command line has variables.
    command = " ".join(_systemd(word).replace("$", "$$") for word in job.command)
    lines = ["[Unit]", f"Description={job.name}", "", "[Service]", "Type=oneshot"]
    return "\n".join([*lines, *environment, f"ExecStart={command}"])


def systemd_timer(job: Job) -> str:
    """The unit file of the timer; systemd makes up for a run that was missed."""
    return "\n".join(
        [
            "[Unit]",
            f"Description={job.name}",
            "",
            "[Timer]",
            f"OnCalendar=Mon..Fri *-*-* {job.hour:02d}:{job.minute:02d}:00",
            "Persistent=true",
            "",
            "[Install]",
            "WantedBy=timers.target",
        ]
    )


def _systemd(word: str) -> str:
    """A word as systemd reads it: % stands for itself when doubled."""
    told = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return told if re.fullmatch(r"[\w@=:,./+%$-]+", told) else f'"{told}"'


def windows(job: Job) -> str:
    """The command that makes a task of the Windows Task Scheduler."""
    settings = "".join(f"set {name}={value}&& " for name, value in job.environment.items())
    command = " ".join(f'\\"{word}\\"' if " " in word else word for word in job.command)
    task = f'cmd /d /c \\"{settings}{command}\\"' if settings else command
    return (
        f'schtasks /Create /TN "{job.name}" /SC WEEKLY /D MON,TUE,WED,THU,FRI'
        f' /ST {job.hour:02d}:{job.minute:02d} /TR "{task}"'
    )


_TASK = """\
<!-- schtasks /Create /TN {name} /XML FILE -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{name}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2026-01-05T{hour:02d}:{minute:02d}:00</StartBoundary>
      <ScheduleByWeek>
        <WeeksInterval>1</WeeksInterval>
        <DaysOfWeek>
          <Monday />
          <Tuesday />
          <Wednesday />
          <Thursday />
          <Friday />
        </DaysOfWeek>
      </ScheduleByWeek>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
  </Settings>
  <Actions>
    <Exec>
      <Command>{command}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>"""
"""After Microsoft's Task Scheduler schema 1.2; the day is a Monday that is past."""


def windows_file(job: Job) -> str:
    """The task of a job as a file of the Windows Task Scheduler.

    All letters are ASCII, the others by their numbers: it reads the same in every encoding.
    """
    program, *words = job.command
    arguments = list2cmdline(words)
    if job.environment:
        # cmd takes off the outermost quotes, and leaves those that keep a & in a path from it.
        settings = "".join(f'set "{name}={value}"&& ' for name, value in job.environment.items())
        program, arguments = "cmd", f'/d /c "{settings}{list2cmdline(job.command)}"'
    made = _TASK.format(
        name=escape(job.name),
        hour=job.hour,
        minute=job.minute,
        command=escape(program, quote=False),
        arguments=escape(arguments, quote=False),
    )
    return made.encode("ascii", "xmlcharrefreplace").decode()
