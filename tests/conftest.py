"""What holds for every test: nothing of this machine's user comes in, nothing is left behind."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.run import run

# How long an example takes says what else the machine does, and nothing of the program.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")
# Where only the lines that run are counted; the same examples each time.
hypothesis.settings.register_profile("few", deadline=None, max_examples=25, derandomize=True)


@pytest.fixture(scope="session", autouse=True)
def away_from_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An empty home and none of the user's settings, for the tests and what they start."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith(("NTMTRACK_", "XDG_")):
                patch.delenv(name)
        for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
            patch.setenv(name, str(home))
        patch.setenv("TERM", "dumb")
        yield


@pytest.fixture(scope="session")
def _pristine_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pristine") / "demo.db"
    result = run("demo", db=path)
    assert result.code == 0, result.err
    return path


@pytest.fixture(scope="session")
def _shared_demo(_pristine_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _copied(_pristine_demo, tmp_path_factory.mktemp("shared") / "demo.db")


@pytest.fixture
def demo_file(_pristine_demo: Path, _shared_demo: Path) -> Iterator[Path]:
    """The demo ledger, one for all tests that only look; a test that changes it fails."""
    before = _shared_demo.stat()
    yield _shared_demo
    after = _shared_demo.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        _copied(_pristine_demo, _shared_demo)
        pytest.fail("the test wrote to the ledger that all share")


@pytest.fixture
def demo(_pristine_demo: Path, tmp_path: Path) -> Path:
    """A demo ledger of one's own, to write to."""
    return _copied(_pristine_demo, tmp_path / "demo.db")


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `init` makes, made once."""
    path = tmp_path_factory.mktemp("new") / "new.db"
    result = run("init", db=path)
    assert result.code == 0, result.err
    return path


@pytest.fixture
def new(new_file: Path, tmp_path: Path) -> Path:
    """A new ledger of one's own: criteria sets, and nothing else."""
    return _copied(new_file, tmp_path / "new.db")


def _copied(source: Path, target: Path) -> Path:
    shutil.copy(source, target)
    return target
