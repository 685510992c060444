"""The tools that a user would pick instead: which of them are here, and in which version.

A peer that is not installed is said in the table, with how to get it.
"""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Peer(NamedTuple):
    """A peer that is here: its version and its command, of a library the interpreter with it."""

    command: Path
    version: str


class _Known(NamedTuple):
    """How a peer is called, how it says its version, and how it is installed."""

    command: str
    asked: tuple[str, ...]
    install: str


DUCKDB = "DuckDB"
KNOWN: Mapping[str, _Known] = {
    "Taskwarrior": _Known("task", ("--version",), "apt-get install taskwarrior"),
    "hledger": _Known("hledger", ("--version",), "apt-get install hledger"),
    "sqlite3": _Known("sqlite3", ("--version",), "apt-get install sqlite3"),
    "todoman": _Known("todo", ("--version",), "pip install todoman==4.7.0"),
    "sqlite-utils": _Known("sqlite-utils", ("--version",), "pip install sqlite-utils==4.2.1"),
    DUCKDB: _Known(
        "python", ("-c", "import duckdb; print(duckdb.__version__)"), "pip install duckdb==2.0.0"
    ),
}


def found(folder: Path | None) -> dict[str, Peer]:
    """The peers that are here, by name, each with its version; those of the folder come first.

    The folder is a virtual environment of their own. Where DuckDB is only there, this process
    learns to import it from there.
    """
    peers = {}
    for name, known in KNOWN.items():
        for command in _places(known.command, folder):
            done = subprocess.run((command, *known.asked), capture_output=True, text=True)
            if done.returncode == 0:
                peers[name] = Peer(command, number(done.stdout))
                break
    if folder is not None and DUCKDB in peers:
        # At the end: what this process has itself goes first.
        sys.path.extend(map(str, folder.glob("lib/python*/site-packages")))
    return peers


def _places(command: str, folder: Path | None) -> list[Path]:
    if command == "python":
        own = [folder / "bin" / "python"] if folder is not None else []
        return [each for each in (*own, Path(sys.executable)) if each.exists()]
    there = folder and shutil.which(command, path=str(folder / "bin"))
    here = there or shutil.which(command)
    return [Path(here)] if here else []


def number(said: str) -> str:
    """The version in what a peer says: its first word that starts with a digit."""
    words = (word.strip(",") for word in said.split())
    return next((word for word in words if word[:1].isdigit()), said.strip())
