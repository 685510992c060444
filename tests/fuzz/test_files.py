"""What is given as a file: a damaged or malicious one is read or refused, whatever is in it."""

import random
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ntmtrack import config
from ntmtrack.importers import criteria_toml
from ntmtrack.importers.paper_file import read_paper
from ntmtrack.importers.sheets.grid import read_grid
from ntmtrack.importers.sheets.map_file import read_map
from ntmtrack.mail import settings, template
from tests.factories import TODAY
from tests.fuzz.laws import examples, keeps_the_law, mutated, mutated_zip, watchdog
from tests.fuzz.samples import files
from tests.run import run

ROOM = 3 << 30
"""Bytes of address space beyond which a reader takes too much."""


@pytest.fixture(autouse=True, scope="module")
def bounded() -> Iterator[None]:
    """No reader may take all memory: what it asks beyond this it does not get."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, hard))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return files(tmp_path_factory.mktemp("samples"))


def _settings(path: Path) -> object:
    found = config.load({"NTMTRACK_CONFIG": str(path)})
    return settings.read(found.mail)


READERS: dict[str, tuple[Callable[[Path], object], int]] = {
    "xlsx": (read_grid, 60),
    "ods": (read_grid, 60),
    "csv": (read_grid, 60),
    "txt": (read_paper, 60),
    "md": (read_paper, 60),
    "docx": (read_paper, 6),
    "pdf": (read_paper, 6),
    "criteria": (criteria_toml.read_file, 60),
    "mapping": (criteria_toml.read_file, 40),
    "map": (read_map, 60),
    "settings": (_settings, 60),
    "letter": (template.read, 60),
}
"""Every reader of a file, with how many examples the suite tries; Word and PDF take a process."""

_SUFFIX = {"criteria": ".toml", "mapping": ".toml", "map": ".toml", "settings": ".toml"}


def damaged(sample: bytes, chance: random.Random) -> bytes:
    change = mutated_zip if sample.startswith(b"PK\x03\x04") else mutated
    return change(sample, chance)


@pytest.mark.parametrize("kind", READERS)
def test_a_whole_file_is_read(kind: str, samples: dict[str, bytes], tmp_path: Path) -> None:
    read, _ = READERS[kind]
    path = tmp_path / f"a{_SUFFIX.get(kind, f'.{kind}')}"
    path.write_bytes(samples[kind])
    assert keeps_the_law(lambda: read(path), kind)


@pytest.mark.parametrize("kind", READERS)
def test_a_damaged_file_is_read_or_refused(
    kind: str, samples: dict[str, bytes], tmp_path: Path
) -> None:
    read, count = READERS[kind]
    path = tmp_path / f"a{_SUFFIX.get(kind, f'.{kind}')}"
    for chance in examples(kind, count):
        path.write_bytes(damaged(samples[kind], chance))
        keeps_the_law(lambda: read(path), f"{kind}: {path.read_bytes()[:2000]!r}")


LINES: dict[str, tuple[str, tuple[str, ...], int]] = {
    "import assessments": (
        "csv",
        ("import", "assessments", "@.csv", "--set", "xa-ntm-2021-2025", "--on", "30/6/2024"),
        15,
    ),
    "import tasks": ("xlsx", ("import", "tasks", "@.xlsx"), 15),
    "import with a map": ("map", ("import", "tasks", "a.xlsx", "--map", "@.toml"), 8),
    "unit import": ("units", ("unit", "import", "@.csv"), 15),
    "criteria check": ("criteria", ("criteria", "check", "@.toml"), 15),
    "criteria load": ("criteria", ("criteria", "load", "@.toml"), 10),
    "criteria map": ("mapping", ("criteria", "map", "@.toml"), 8),
    "notice read": ("txt", ("notice", "read", "@.txt"), 15),
    "report by Word": (
        "template.docx",
        ("report", "2024-H1", "--template", "@.docx", "-o", "out.docx"),
        6,
    ),
    "report by Excel": (
        "template.xlsx",
        ("report", "2024-H1", "--template", "@.xlsx", "-o", "out.xlsx"),
        6,
    ),
}
"""Commands that take a file: the kind of the file, the words with "@" for it, and how often."""


@pytest.mark.parametrize("name", LINES)
def test_a_command_with_a_damaged_file_answers_or_refuses(
    name: str,
    samples: dict[str, bytes],
    demo: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    kind, words, count = LINES[name]
    (tmp_path / "a.xlsx").write_bytes(samples["xlsx"])
    suffix = next(word for word in words if word.startswith("@"))[1:]
    path = tmp_path / f"given{suffix}"
    for chance in examples(name, count):
        path.write_bytes(damaged(samples[kind], chance))
        argv = [str(path) if word.startswith("@") else word for word in words]
        with watchdog(name):
            result = run(*argv, db=demo, today=TODAY)
        assert "Traceback" not in result.err, (path.read_bytes()[:2000], result.err)
        assert result.code in (0, 3), (result.code, result.err)


def test_a_damaged_export_is_taken_in_whole_or_refused(demo_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert run("export", "--all", folder, db=demo_file).code == 0
    parts = sorted(each for each in folder.rglob("*") if each.is_file())
    for chance in examples("export", 12):
        part = chance.choice([*parts, folder / "manifest.json"])
        whole = part.read_bytes()
        part.write_bytes(mutated(whole, chance))
        with watchdog("export"):
            result = run("import", "--all", folder, db=tmp_path / "new.db")
        part.write_bytes(whole)
        assert "Traceback" not in result.err, result.err
        assert result.code in (0, 3), result.err
        assert (tmp_path / "new.db").exists() == (result.code == 0)
        (tmp_path / "new.db").unlink(missing_ok=True)


def test_a_damaged_bundle_is_refused(demo: Path, tmp_path: Path) -> None:
    assert run("office", "set", "--name", "A", "--mark", "A", "--unit", "ban bo", db=demo).code == 0
    whole = tmp_path / "a.ntmb"
    made = run("bundle", "make", "-o", whole, db=demo)
    assert made.code == 0, made.err
    other = tmp_path / "b.ntmb"
    sample = whole.read_bytes()
    for chance in examples("bundle", 30):
        other.write_bytes(mutated_zip(sample, chance))
        with watchdog("bundle"):
            result = run("bundle", "inspect", other, db=demo)
        assert "Traceback" not in result.err, result.err
        # A zip holds bytes that mean nothing: changed there, it is the same bundle.
        assert result.code in (0, 3), result.err
