"""LibreOffice without a screen: opens what the program writes, saves it again, prints it."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

_PARTS = {"calc": "libsclo.so", "writer": "libswlo.so"}
"""The libraries without which LibreOffice is there but opens no sheet, or no paper."""
_SECONDS = 180


def converted(files: Iterable[Path], form: str, folder: Path, *, part: str) -> dict[str, Path]:
    """Files as LibreOffice saves them in another form, by their names without a suffix.

    One start for all of them. `folder` is a new one, `part` is "calc" or "writer"; the test is
    skipped, with the reason, where that is not installed.
    """
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    if not (Path(os.path.realpath(program)).parent / _PARTS[part]).exists():
        pytest.skip(f"LibreOffice is installed without {part}")
    given = [str(each) for each in files]
    subprocess.run(
        [
            program,
            # A home of its own: an office that runs already would do nothing and say nothing.
            f"-env:UserInstallation={(folder.parent / 'office').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            form,
            "--outdir",
            str(folder),
            *given,
        ],
        check=True,
        capture_output=True,
        timeout=_SECONDS,
    )
    found = {Path(each).stem: folder / f"{Path(each).stem}.{form}" for each in given}
    missing = [name for name, path in found.items() if not path.exists()]
    assert not missing, f"LibreOffice cannot open {missing}"
    return found
