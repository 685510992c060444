"""All that an office does with ledgers, one command line after another: for who watches them."""

import shutil
from pathlib import Path

from tests.cli.test_known import ASKED
from tests.factories import ADVANCED, TODAY
from tests.faults.commands import WRITES, environment, laid, prepare, spelled
from tests.run import run

_LOOKED_AT = (
    (),
    ("review",),
    ("report", "2024-H1"),
    ("check",),
    ("doctor",),
    ("status", "--bands"),
    ("status", "--compare", "2024-01-01"),
    ("unmet", "--criterion", "17", "--by-criterion"),
    ("overdue", "ban bo"),
    ("overdue", "--lead", "UBND xã Bản Bo"),
    ("due", "--within", "52w", "--under", "Tam Đường"),
    ("task", "list", "--coordinator", "UBND xã Bản Bo"),
    ("task", "list", "--under", "Tam Đường"),
    ("task", "list", "--orphaned"),
    ("task", "stats", "--by", "document"),
    ("task", "stats", "--by", "person"),
    ("log", "list", "--mail"),
    ("log", "list", "--unit", "ban bo"),
    ("log", "list", "--task", "NV2023-005"),
    ("log", "list", "--actor", "canbo"),
    ("log", "list", "--since", "2024-01-01"),
    ("criteria", "diff", "xa-ntm-2021-2025", "xa-ntm-2026-2030"),
    ("notice", "drafts"),
    ("notice", "show", "Làm việc Hồng Quang, Bình An 22/6/2022"),
    ("product", "list", "--expiring", "900d"),
    ("mail", "outbox"),
    ("period", "list"),
    ("bundle", "list"),
    ("bundle", "conflicts"),
    ("bundle", "refused"),
)

_UNDONE = ("unit merge", "agency set")


def all_that_is_done(folder: Path) -> None:
    """Every command that writes, each on a demo of its own; then every look; then the rest."""
    demo, material = folder / "demo.db", laid(folder / "material")
    _must("demo", db=demo)
    _two_offices(folder, material)
    written = {name: folder / f"{name}.db" for name in WRITES}
    for name, line in WRITES.items():
        shutil.copy(demo, written[name])
        prepare(written[name], line, material)
        more = {"today": line.today, "env": environment(line, material)}
        argv = [word.replace("out.ntm", str(folder / "made.ntm")) for word in line.argv]
        _must(*spelled(tuple(argv), material), db=written[name], **more)
    for name in _UNDONE:
        _must("undo", "--yes", db=written[name], today=WRITES[name].today)
        _must("log", "show", "2", db=written[name])
    _must("task", "note", "NV2023-005", "--text", "đã gọi", db=demo)
    for stage in ("verification", "appraisal"):
        _must("assess", "ban bo", "--unmet", "5", *_LATE, "--stage", stage, db=demo)
    for asked, words in ASKED.items():
        _must(*asked.split(), *words, "-f", "csv", db=demo)
    _must("unit", "set", "ban bo", "--name", "Xã Bản Bo Mới", db=demo)
    for asked in ("unmet", "trend", "completeness"):
        _must(asked, "--known", "c1", db=demo)
    _must("unmet", "--known", "2199-01-01", db=demo)
    for look in _LOOKED_AT:
        _must(*look, db=demo)
    closed = written["period close"]
    _must("assess", "ban bo", "--met", "5", *_LATE, db=closed)
    _must("period", "show", "2024-H1", db=closed)
    _must("progress", db=written["measure"])
    _must("completeness", "--period", "2024-H1", db=closed)
    _must("import", "tasks", material / "tasks.csv", "--apply", db=written["import tasks"])
    _must("mail", "show", "1", db=written["mail overdue"])
    _undone_again(written["task add"])
    _copied(folder, demo)


def _two_offices(folder: Path, material: Path) -> None:
    """An office that gives, one that takes; both mend the same, which is settled and undone."""
    other, own = folder / "other.db", folder / "own.db"
    for db, name, mark, unit in (
        (other, "Xã Bản Bo", "BB", "ban bo"),
        (own, "Tỉnh", "T", "Tỉnh Lai Châu"),
    ):
        _must("demo", db=db)
        _must("office", "set", "--name", name, "--mark", mark, "--unit", unit, db=db)
    _given(other, material / "other.ntm")
    _given(own, folder / "own.ntm")
    _must("office", "add", "--from", material / "other.ntm", "--unit", "ban bo", db=own)
    _must("office", "add", "--from", folder / "own.ntm", "--unit", "Tỉnh Lai Châu", db=other)
    _must("task", "add", "ban bo", "--title", "Làm đường", db=other)
    _must("assess", "binh an, lam binh", "--met", "1", "--set", ADVANCED, db=other)
    _must("bundle", "apply", _given(other, folder / "1.ntm"), db=own)
    for db, title in ((other, "Làm đường xã"), (own, "Làm đường tỉnh")):
        _must("task", "correct", _NEW, "--title", title, "--reason", "rõ hơn", db=db)
    _must("bundle", "apply", _given(other, folder / "2.ntm"), db=own)
    _must("bundle", "settle", _NEW, "title", "--keep", "Tỉnh", db=own)
    for look in (*_LOOKED_AT[-3:], ("task", "show", _NEW), ("office", "show")):
        _must(*look, db=own)
    _must("history", "ban bo", db=own)
    _must("log", "who", "ban bo", "1", db=own)
    _must("bundle", "apply", _given(own, folder / "3.ntm"), db=other)
    _must("bundle", "inspect", folder / "3.ntm", db=other)
    _must("bundle", "make", "-o", folder / "4.ntm", "--to", "BB", "--unit", "ban bo", db=own)
    for _ in range(2):
        _must("undo", "--yes", db=own)


_NEW = "NV2024-006/BB"
_LATE = ("--set", ADVANCED, "--on", "1/3/2024")


def _given(db: Path, file: Path) -> Path:
    _must("bundle", "make", "-o", file, db=db)
    return file


def _undone_again(db: Path) -> None:
    """Refused where something stands on it; undone, and done again."""
    _must("task", "done", "NV2024-006", db=db)
    run("undo", "2", "--yes", db=db, today=TODAY)
    _must("undo", "--yes", db=db)
    _must("undo", "4", "--yes", db=db)


def _copied(folder: Path, demo: Path) -> None:
    """Copies, and everything in files of text."""
    copies = folder / "copies"
    _must("backup", copies, db=demo)
    _must("task", "note", "NV2023-005", "--text", "lần nữa", db=demo)
    (copy,) = copies.glob("*.db")
    _must("restore", copy, "--yes", db=demo)
    _must("export", "--all", folder / "whole", db=demo)
    _must("import", "--all", folder / "whole", db=folder / "again.db")


def _must(*argv: object, db: Path, today: str = TODAY, env: dict[str, str] | None = None) -> None:
    done = run(*argv, db=db, today=today, env=env)
    assert done.code == 0, (argv, done.err)
