"""The program as a user has it: a wheel of this checkout, installed and compiled in an environment.

The environment is kept in the cache and holds the dependencies of the lock file and nothing else;
the wheel is installed anew when a source has changed.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.bench.row import ROOT

LOCK = ROOT / ".ci" / "lock.txt"


def installed(cache: Path) -> Path:
    """The folder of commands of an environment that has this checkout's program.

    SystemExit with what pip or the build said where that fails.
    """
    home = cache / "program"
    commands = home / ("Scripts" if sys.platform == "win32" else "bin")
    needs = _digest([ROOT / "pyproject.toml", LOCK]) + sys.version
    sources = _digest(
        each
        for each in sorted((ROOT / "ntmtrack").rglob("*"))
        if each.is_file() and "__pycache__" not in each.parts
    )
    if _noted(home / "needs") != needs:
        shutil.rmtree(home, ignore_errors=True)
        _say("making an environment for the program")
        _run([sys.executable, "-m", "venv", home])
        _install(commands, _wheel(cache), *_pins(home))
        (home / "needs").write_text(needs, encoding="utf-8")
    elif _noted(home / "sources") != sources:
        _say("installing the program anew")
        _install(commands, _wheel(cache), "--no-deps", "--force-reinstall")
    (home / "sources").write_text(sources, encoding="utf-8")
    return commands


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _noted(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for each in files:
        digest.update(str(each.relative_to(ROOT)).encode() + b"\0" + each.read_bytes())
    return digest.hexdigest()


def _wheel(cache: Path) -> Path:
    folder = Path(tempfile.mkdtemp(dir=cache, prefix="wheel."))
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder])
    (wheel,) = folder.glob("*.whl")
    return wheel


def _install(commands: Path, wheel: Path, *options: str | Path) -> None:
    _run([commands / "python", "-m", "pip", "install", "-q", *options, wheel])
    shutil.rmtree(wheel.parent)


def _pins(home: Path) -> tuple[str, Path]:
    """The versions of the lock file as constraints: hashes cannot stand beside our own wheel."""
    file = home / "pins.txt"
    file.write_text("\n".join((*pins(LOCK), "")), encoding="utf-8")
    return "-c", file


def pins(lock: Path) -> list[str]:
    """What a lock file pins, each with its version and where it is wanted, without hashes."""
    text = lock.read_text(encoding="utf-8")
    return [pin.strip() for pin in re.findall(r"^([\w.-]+==[^\\\n]+)", text, re.MULTILINE)]


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(
        list(map(str, command)), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    if done.returncode:
        raise SystemExit(done.stderr.decode("utf-8", "replace").strip())
