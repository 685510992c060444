"""How this program was started: what a line for cron must say to start it again."""

import sys
from pathlib import Path


def program() -> tuple[str, ...]:
    """The words that start this program from anywhere."""
    started = Path(sys.argv[0]).absolute()
    if started.name == "__main__.py":
        return (sys.executable, "-m", started.parent.name)
    return (str(started),)
