"""The import ledger: what each kind of run may load, and what it must load when it is needed."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ntmtrack.cli.app import COMMANDS
from tests.factories import TODAY
from tests.run import PLAIN_ENVIRONMENT, ROOT, run

PROGRAM = """
import io, os, sys
tty = os.environ["ON_A_TERMINAL"] == "yes"
class Stream(io.TextIOWrapper):
    def isatty(self):
        return tty
shown, sys.stdout = sys.stdout, Stream(io.BytesIO(), encoding="utf-8")
from ntmtrack.cli.main import main
code = main(sys.argv[1:])
print(code, *sys.modules, file=shown)
"""

# What a common look may load of the standard library beside what `import typer` loads itself.
STANDARD = {
    "_bisect",
    "_sqlite3",
    "_struct",
    "bisect",
    "pwd",
    "sqlite3",
    "sqlite3.dbapi2",
    "struct",
    "unicodedata",
    "typer._click.decorators",
}

# A read or a write may want none of these, whatever else it loads.
NEVER = {"smtplib", "email", "urllib.request", "http.client", "pydantic", "asyncio", "psycopg"}


def _loaded(
    *argv: object,
    code: int = 0,
    tty: bool = False,
    config: Path | None = None,
    typed: str | None = None,
) -> set[str]:
    """The modules that a whole run of the program leaves loaded, in an interpreter of its own."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, argv)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={
            **PLAIN_ENVIRONMENT,
            "PATH": os.environ["PATH"],
            "HOME": os.environ["HOME"],
            "ON_A_TERMINAL": "yes" if tty else "no",
            **({"TERM": "xterm"} if tty else {}),
            **({} if config is None else {"NTMTRACK_CONFIG": str(config)}),
            **({} if typed is None else _at_tab(typed)),
        },
    )
    ended, *modules = done.stdout.split()
    assert int(ended) == code, done.stderr
    return set(modules)


def _at_tab(line: str) -> dict[str, str]:
    """What the script of a shell says of a line that ends where TAB was pressed."""
    return {"_NTMTRACK_COMPLETE": "complete_bash", "_TYPER_COMPLETE_ARGS": line}


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("--version",), 0),
        (("--help",), 0),
        (("unmet", "--help"), 0),
        (("task", "add", "--help"), 0),
        (("nothing",), 2),
        (("unmet", "--nothing"), 2),
        (("history",), 2),
    ],
    ids=str,
)
def test_help_and_usage_errors_load_no_database_and_no_screen(
    argv: tuple[str, ...], code: int
) -> None:
    forbidden = NEVER | {"sqlite3", "sqlite_utils", "rich", "tomllib"}
    assert _loaded(*argv, code=code) & forbidden == set()


READS = [
    ("unmet", "ban bo"),
    ("status",),
    ("status", "--compare", "2023"),
    ("trend",),
    ("regressions",),
    ("differences",),
    ("completeness",),
    ("period", "list"),
    ("overdue",),
    ("due",),
    ("history", "ban bo"),
    ("task", "list"),
    ("task", "show", "NV2023-005"),
    ("task", "stats"),
    ("review",),
    ("nearest",),
    ("progress",),
    ("progress", "--by", "month"),
    ("milestone", "list"),
    ("target", "list"),
    ("dossier", "list"),
    ("dossier", "show", "ngoc hoi"),
    ("notice", "drafts"),
    ("notice", "list"),
    ("notice", "show", "ban bo"),
    ("product", "list"),
    ("product", "list", "--expiring", "90d"),
    ("product", "show", "cốm"),
    ("product", "count"),
    ("work", "list"),
    ("work", "show", "dau tu cong"),
    ("work", "disbursement"),
    ("standing", "list"),
    ("standing", "show", "bang coc"),
    ("unit", "list"),
    ("unit", "show", "ban bo"),
    ("unit", "lineage", "ban bo"),
    ("task", "list", "--orphaned"),
    ("agency", "list"),
    ("criteria", "list"),
    ("criteria", "show", "xa-ntm-2021-2025"),
    ("log",),
    ("mail", "outbox"),
    ("check",),
]


@pytest.fixture(scope="module")
def of_typer() -> set[str]:
    """The modules without which nothing of the command line can be made."""
    program = "import typer, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"]},
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("argv", "own"),
    [
        (("--version",), 18),
        (("unmet", "03424", "-f", "json"), 53),
        (("unmet", "03424", "-f", "csv"), 52),
        (("unmet", "03424"), 54),
        (("overdue", "-f", "json"), 36),
        (("overdue", "-f", "csv"), 36),
        (("overdue",), 37),
        (("status", "-f", "json"), 47),
        (("status",), 48),
    ],
    ids=str,
)
def test_a_common_look_loads_little_beside_typer(
    demo_file: Path, of_typer: set[str], argv: tuple[str, ...], own: int
) -> None:
    """Each module of ours is about a thousandth of a run: what a look does not use waits."""
    # On this day one set is in use: what stands beside several waits too.
    loaded = _loaded("--db", demo_file, "--today", "2023-06-01", *argv) - of_typer
    ours = {name for name in loaded if name.partition(".")[0] == "ntmtrack"}
    assert loaded - ours - STANDARD == set()
    assert len(ours) <= own, sorted(ours)


def test_only_a_line_with_vietnamese_names_loads_them(demo_file: Path) -> None:
    tables = {f"ntmtrack.cli.vietnamese{of}" for of in ("", "_commands", "_options", "_values")}
    argv = ("--db", demo_file, "--lang", "vi", "--today", TODAY)
    english = _loaded(*argv, "status", "--stage", "self", "--under", "tam duong", "-f", "csv")
    assert english & (tables | {"ntmtrack.cli.usage", "ntmtrack.cli.helping"}) == set()
    vietnamese = _loaded(*argv, "tinh-hinh", "--buoc", "tu-danh-gia", "--thuoc", "tam duong")
    assert tables <= vietnamese
    assert vietnamese & {"ntmtrack.cli.usage", "ntmtrack.cli.helping"} == set()


@pytest.mark.parametrize("argv", READS, ids=" ".join)
def test_a_read_as_text_loads_sqlite3_alone(demo_file: Path, argv: tuple[str, ...]) -> None:
    loaded = _loaded("--db", demo_file, "--today", TODAY, *argv)
    assert "sqlite3" in loaded
    assert loaded & (NEVER | {"sqlite_utils", "rich", "tomllib", "matplotlib"}) == set()


def test_tab_loads_the_command_that_is_typed_and_sqlite3_only_for_what_is_live(
    demo_file: Path,
) -> None:
    commands = {module for module, _ in COMMANDS.values()}
    forbidden = NEVER | {"sqlite_utils", "rich", "tomllib", "typer.rich_utils"}
    names = _loaded(typed=f"ntmtrack --db {demo_file} unmet ban")
    assert "sqlite3" in names
    assert names & commands == {"ntmtrack.cli.unmet"}
    assert names & (forbidden | {"ntmtrack.app.reading", "ntmtrack.store.queries"}) == set()
    for line in ("ntmtrack un", "ntmtrack unmet --"):
        assert _loaded(typed=line) & (forbidden | {"sqlite3"}) == set()
    assert _loaded(typed="ntmtrack un") & commands == set()


def test_a_look_at_the_health_reads_the_lists_of_days_off_and_no_more(demo_file: Path) -> None:
    loaded = _loaded("--db", demo_file, "doctor")
    assert {"sqlite3", "tomllib"} <= loaded
    assert loaded & (NEVER | {"sqlite_utils", "rich", "matplotlib"}) == set()


def test_only_a_picture_waits_for_what_draws_it(demo_file: Path) -> None:
    loaded = _loaded("--db", demo_file, "--today", TODAY, "trend", "-f", "svg")
    assert {"sqlite3", "matplotlib"} <= loaded
    assert loaded & {"sqlite_utils", "rich", "smtplib", "matplotlib.pyplot"} == set()


@pytest.mark.parametrize("form", ["text", "csv", "tsv", "json", "jsonl", "md"])
def test_no_data_format_waits_for_rich(demo_file: Path, form: str) -> None:
    loaded = _loaded("--db", demo_file, "unmet", "-f", form, tty=True)
    assert loaded & (NEVER | {"sqlite_utils", "rich", "tomllib"}) == set()


def test_the_board_in_a_pipe_loads_sqlite3_alone(demo_file: Path) -> None:
    loaded = _loaded("--db", demo_file)
    assert "sqlite3" in loaded
    assert loaded & (NEVER | {"sqlite_utils", "rich", "tomllib"}) == set()


def test_a_read_on_a_terminal_loads_rich_but_not_sqlite_utils(demo_file: Path) -> None:
    loaded = _loaded("--db", demo_file, "unmet", tty=True)
    assert {"sqlite3", "rich.style"} <= loaded
    # Rich's own tables and consoles cost more than the look at the ledger.
    forbidden = {"sqlite_utils", "tomllib", "rich.table", "rich.console", "rich.text", "rich.cells"}
    assert loaded & (NEVER | forbidden) == set()


def test_a_periodic_report_loads_what_reads_word_and_excel_only_for_a_paper(
    demo_file: Path, tmp_path: Path
) -> None:
    office = {"docx", "docxtpl", "jinja2", "lxml", "openpyxl", "xlsxwriter"}
    argv = ("--db", demo_file, "--today", TODAY, "report", "2024-H1")
    assert _loaded(*argv) & (NEVER | office | {"rich", "sqlite_utils"}) == set()
    paper = _loaded(*argv, "-o", tmp_path / "x.docx")
    assert {"docx", "docxtpl", "jinja2"} <= paper and "xlsxwriter" not in paper


WRITES = [
    ("assess", "03424", "--met", "1", "--on", "1/6/2023"),
    ("tally", "03424", "9/19", "--on", "1/6/2023"),
    ("task", "note", "NV2023-005", "--text", "x"),
    ("task", "done", "NV2023-005", "--on", "1/6/2023"),
    ("task", "add", "03424", "--title", "x", "--due", "31/12/2023"),
    ("unit", "add", "x", "--kind", "village", "--under", "03424"),
    ("agency", "set", "BCD-BB", "--mail", "x@y.vn"),
]


@pytest.mark.parametrize("argv", WRITES, ids=" ".join)
def test_a_write_loads_sqlite3_alone(demo: Path, argv: tuple[str, ...]) -> None:
    loaded = _loaded("--db", demo, "--today", "2023-06-01", *argv)
    assert "sqlite3" in loaded
    # What weighs a measured value against its threshold waits for one.
    unused = {"sqlite_utils", "rich", "tomllib", "ntmtrack.domain.criteria"}
    assert loaded & (NEVER | unused) == set()


def test_a_measured_value_loads_the_thresholds(demo: Path) -> None:
    argv = ("assess", "03424", "17.8", "82,5 %", "--verdict", "unmet", "--reason", "x")
    loaded = _loaded("--db", demo, "--today", "2023-06-01", *argv)
    assert "ntmtrack.domain.criteria" in loaded and "sqlite_utils" not in loaded


def test_mail_loads_the_server_but_no_sheets_and_no_calendar(demo: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        '[mail]\nfrom = "a@b.vn"\ntransport = "smtp"\n'
        '[mail.smtp]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\n'
    )
    argv = ("agency", "set", "BCD-BB", "--mail", "x@y.vn")
    assert run(*argv, db=demo, today=TODAY).code == 0
    loaded = _loaded("--db", demo, "--today", TODAY, "mail", "overdue", code=5, config=config)
    assert {"sqlite3", "smtplib", "email"} <= loaded
    assert (
        loaded & {"sqlite_utils", "rich", "xlsxwriter", "icalendar", "docx", "pypdf", "asyncio"}
        == set()
    )


def test_mail_with_nothing_to_say_loads_no_server(new_file: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[mail]\nfrom = "a@b.vn"\ntransport = "spool"\n[mail.spool]\nfolder="/x"\n')
    own = tmp_path / "own.db"
    own.write_bytes(new_file.read_bytes())
    loaded = _loaded("--db", own, "mail", "overdue", config=config)
    assert loaded & {"rich", "smtplib", "email", "xlsxwriter", "icalendar"} == set()


def test_a_new_ledger_loads_sqlite_utils_and_toml_but_not_rich(tmp_path: Path) -> None:
    loaded = _loaded("--db", tmp_path / "new.db", "init")
    assert {"sqlite3", "sqlite_utils", "tomllib"} <= loaded
    assert loaded & {"rich", "smtplib", "pydantic"} == set()


def test_a_command_loads_no_other_command(demo_file: Path) -> None:
    loaded = _loaded("--db", demo_file, "unmet")
    modules = {module for module, _ in COMMANDS.values()}
    assert loaded & modules == {"ntmtrack.cli.unmet"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_table_loads_and_has_help(command: str) -> None:
    module, help_text = COMMANDS[command]
    assert importlib.import_module(module).app is not None
    shown = run(command, "--help", width=200)
    assert shown.code == 0
    assert help_text in " ".join(shown.out.split())


def _commands() -> list[tuple[str, ...]]:
    from typer.main import get_command

    paths: list[tuple[str, ...]] = []
    for name, (module, _) in COMMANDS.items():
        command = get_command(importlib.import_module(module).app)
        below = getattr(command, "commands", {})
        paths += [(name, child) for child in below] if below else [(name,)]
    return paths


@pytest.mark.parametrize("path", _commands(), ids=" ".join)
def test_every_command_option_and_argument_has_help(path: tuple[str, ...]) -> None:
    from typer.main import get_command

    command = get_command(importlib.import_module(COMMANDS[path[0]][0]).app)
    for name in path[1:]:
        command = command.commands[name]
        assert command.help
    for param in command.params:
        if param.name != "help":
            assert getattr(param, "help", None), f"{path}: {param.opts}"


@pytest.mark.parametrize("path", _commands(), ids=" ".join)
def test_every_help_is_shown_plainly_in_both_languages(path: tuple[str, ...]) -> None:
    for lang in ("en", "vi"):
        shown = run(*path, "--help", lang=lang, width=100)
        assert shown.code == 0
        assert shown.err == ""
        assert f"ntmtrack {' '.join(path)}" in shown.out
        assert "│" not in shown.out
