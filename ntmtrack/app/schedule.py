"""The lines by which an operating system runs a command by itself: cron, systemd, Windows."""

import re
import shlex
from collections.abc import Mapping, Sequence

from ntmtrack.message import Message, say
from ntmtrack.record import Record


class Job(Record):
    """A command line, the environment it needs, and at what time of the working days it runs."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    hour: int
    minute: int


def every_way(job: Job, *, on_windows: Job) -> list[Message | str]:
    """The lines for cron, systemd and Windows, each under a comment that says where it goes."""
    return [
        say("# cron: `crontab -e`, then this line"),
        crontab(job),
        "",
        say("# systemd: ~/.config/systemd/user/{name}", name=f"{job.name}.service"),
        systemd_service(job),
        "",
        say("# systemd: ~/.config/systemd/user/{name}", name=f"{job.name}.timer"),
        systemd_timer(job),
        "",
        say("# then: {command}", command=f"systemctl --user enable --now {job.name}.timer"),
        say("# and, to run while nobody is logged in: {command}", command="loginctl enable-linger"),
        "",
        say("# Windows: in a command prompt; a task of more than 261 letters wants a .cmd file"),
        windows(on_windows),
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
