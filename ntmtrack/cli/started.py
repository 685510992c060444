"""How this program was started: what a line for cron must say to start it again."""

import sys
from pathlib import Path


def program() -> tuple[str, ...]:
    """The words that start this program from anywhere."""
    started = Path(sys.argv[0]).absolute()
    if started.name == "__main__.py":
        return (sys.executable, "-m", started.parent.name)
    if started.suffix == ".pyz":
        # Not every system starts such a file by itself.
        return (sys.executable, str(started))
    return (str(_on_windows(started)),)


def _on_windows(started: Path) -> Path:
    """The starter that Windows runs: it is told to us without the end of its name."""
    starter = started.with_name(f"{started.name}.exe")
    return starter if starter.exists() and not started.exists() else started
