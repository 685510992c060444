"""What the program does for Windows, as far as it can be tried on another system.

It was never run on Windows. What is tried here: its rules about open files, put on the calls that
this system makes; and the small functions that take the system as a parameter.
"""

import errno
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest

from ntmtrack.app.doctor_ledger import _opening, _reach
from ntmtrack.app.schedule import Job, windows_file
from ntmtrack.cli.main import main
from ntmtrack.cli.started import program
from ntmtrack.cli.windows import reader_has_gone, understands_colour
from ntmtrack.config import default_ledger, settings_file
from ntmtrack.domain.checks.place import Place
from ntmtrack.errors import DataError
from ntmtrack.render.files import staged
from ntmtrack.reports.doctor import Health
from ntmtrack.secret import _for_one
from ntmtrack.store import database
from ntmtrack.store.database import to_be_writable
from ntmtrack.store.proving import settle
from tests.run import ROOT, refused, run, spawn
from tests.windows import sharing_as_on_windows

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="this system does not tell what is open"
)


def test_the_rules_of_open_files_are_those_that_windows_has(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_bytes(b"a")
    with sharing_as_on_windows(), open(place, "rb") as file:
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fsync(file.fileno())
        with pytest.raises(PermissionError):
            place.replace(tmp_path / "b.txt")
        with pytest.raises(PermissionError):
            place.unlink()
    with sharing_as_on_windows():
        place.replace(tmp_path / "b.txt")
        (tmp_path / "b.txt").unlink()


def test_a_ledger_is_made_written_copied_and_put_back_under_those_rules(tmp_path: Path) -> None:
    place, folder = tmp_path / "Sổ xã.db", tmp_path / "USB"
    with sharing_as_on_windows() as told:
        _done("demo", db=place)
        _done("assess", "ban bo", "--met", "17", "--on", "2023-06-01", db=place)
        _done("backup", folder, db=place)
        _done("undo", "--yes", db=place)
        copies = sorted(folder.glob("*.db"))
        _done("restore", copies[-1], "--yes", db=place)
        _done("overdue", "-o", tmp_path / "a.xlsx", db=place)
        _done("overdue", "-o", tmp_path / "a.xlsx", db=place)
        _done("export", "--all", tmp_path / "all", db=place)
        _done("import", "--all", tmp_path / "all", db=tmp_path / "again.db")
        _done("office", "set", "--name", "Xã A", "--mark", "A", "--unit", "ban bo", db=place)
        _done("bundle", "make", "-o", tmp_path / "a.ntmb", "--unsigned", db=place)
        _done("check", db=place)
    assert {"fsync", "replace"} <= set(told)
    assert run("unmet", "ban bo", "-f", "json", db=place).rows


def test_a_ledger_of_an_older_schema_is_brought_up_under_those_rules(
    new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "SCHEMA_VERSION", database.SCHEMA_VERSION + 1)
    with sharing_as_on_windows() as told:
        _done("status", db=new)
    assert {"fsync", "replace"} <= set(told)
    assert [each.name for each in new.parent.glob(f"{new.name}.before-*")]
    with closing(sqlite3.connect(new)) as conn:
        assert conn.execute("pragma user_version").fetchone() == (database.SCHEMA_VERSION,)


def _done(*argv: object, db: Path) -> None:
    result = run(*argv, db=db, today="2023-06-01")
    assert result.code == 0, (argv, result.err)


def test_a_file_that_excel_holds_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "quá hạn.xlsx"
    place.write_bytes(b"old")

    def held(path: Any, mode: str = "r") -> Any:
        assert (str(path), mode) == (str(place), "r+b")
        raise PermissionError(errno.EACCES, "a word of the system", str(path))

    with monkeypatch.context() as patch, pytest.raises(DataError) as caught:
        patch.setattr("ntmtrack.render.files.open", held, raising=False)
        staged(place, b"new", system="nt")
    assert caught.value.message.text == "{file} cannot be written: {reason}"
    assert caught.value.hint is not None
    assert caught.value.hint.text.startswith("close it in other programs")
    assert [each.name for each in tmp_path.iterdir()] == [place.name]
    staged(place, b"new", system="nt")()
    staged(tmp_path / "other.xlsx", b"new", system="nt")()
    assert place.read_bytes() == b"new"


def test_what_was_written_is_waited_for_by_a_handle_that_may_write(tmp_path: Path) -> None:
    place = tmp_path / "a.db"
    place.write_bytes(b"a")
    with sharing_as_on_windows() as told:
        settle(place, system="nt")
        assert told == ["fsync"]
        settle(tmp_path, system="nt")
        assert told == ["fsync"]


class _Console:
    """The part of kernel32 that a console is asked by."""

    def __init__(self, *, mode: int | None, takes: bool) -> None:
        self.mode, self._takes = mode, takes
        self.asked: list[int] = []

    def GetStdHandle(self, number: int) -> int:
        assert number == -11
        return 7

    def GetConsoleMode(self, handle: int, mode: Any) -> int:
        assert handle == 7
        if self.mode is None:
            return 0
        mode._obj.value = self.mode
        return 1

    def SetConsoleMode(self, handle: int, mode: int) -> int:
        self.asked.append(mode)
        return int(self._takes)


def test_a_console_is_asked_for_colours_and_an_old_one_gets_none() -> None:
    new = _Console(mode=3, takes=True)
    assert understands_colour(new)
    assert new.asked == [3 | 4]
    assert not understands_colour(_Console(mode=3, takes=False))
    assert not understands_colour(_Console(mode=None, takes=True))


def test_a_reader_that_has_gone_is_known_on_windows_by_another_error(
    monkeypatch: pytest.MonkeyPatch, demo_file: Path
) -> None:
    gone = OSError(errno.EINVAL, "Invalid argument")
    assert reader_has_gone(gone, "win32")
    assert not reader_has_gone(gone, "linux")
    assert not reader_has_gone(OSError(errno.EINVAL, "Invalid argument", "a|b.csv"), "win32")
    assert not reader_has_gone(OSError(errno.ENOSPC, "full"), "win32")

    def broken(*_: object) -> None:
        raise gone

    monkeypatch.setattr("ntmtrack.cli.main._run", broken)
    monkeypatch.setattr("ntmtrack.cli.main._close_stdout", lambda: None)
    refused(run("status", db=demo_file), 3)
    monkeypatch.setattr(
        "ntmtrack.cli.main.sys", SimpleNamespace(**{**vars(sys), "platform": "win32"})
    )
    assert main(["status"]) == 0


def test_hints_name_commands_that_windows_has(tmp_path: Path) -> None:
    assert "attrib -R" in to_be_writable("nt").text
    assert "chmod" in to_be_writable("posix").text
    secret = _for_one(tmp_path / "mật khẩu.txt", "nt")
    assert secret.values["command"] == (
        f'icacls "{tmp_path / "mật khẩu.txt"}" /inheritance:r /grant:r "%USERNAME%:R"'
    )
    assert _for_one(tmp_path, "posix").text.endswith("chmod 600")
    assert _opening(tmp_path, "nt") == ("attrib", "-R", str(tmp_path))
    assert _opening(tmp_path, "posix") == ("chmod", "u+rwx", str(tmp_path))


def test_nothing_is_claimed_of_rights_that_were_not_looked_at() -> None:
    place = Place(path="C:\\So\\xa.db", folder="C:\\So")
    found = _reach(place, "nt")
    assert found.health is Health.UNSET
    assert found.command == 'icacls "C:\\So\\xa.db"'
    assert _reach(place._replace(mode=0o600), "posix").health is Health.WELL


def test_a_task_file_reads_the_same_in_every_encoding(new: Path) -> None:
    said = run("mail", "cron", "--at", "06:05", "--system", "windows-xml", db=new).out
    assert said.isascii()
    for encoding in ("utf-8", "utf-16", "cp1258", "cp437"):
        found = _task(said.encode(encoding))
        assert found["StartBoundary"].endswith("T06:05:00")
        assert found["StartWhenAvailable"] == "true"
        assert found["Arguments"].endswith("--lang en mail overdue")
    job = Job("ntmtrack-mail", ["C:\\Sổ xã\\ntmtrack.exe", "mail", "a b"], {}, 6, 30)
    found = _task(windows_file(job).encode())
    assert found["Command"] == "C:\\Sổ xã\\ntmtrack.exe"
    assert found["Arguments"] == 'mail "a b"'
    found = _task(
        windows_file(job._replace(environment={"NTMTRACK_CONFIG": "D:\\a&b.toml"})).encode()
    )
    assert found["Command"] == "cmd"
    assert found["Arguments"] == (
        '/d /c "set "NTMTRACK_CONFIG=D:\\a&b.toml"&& "C:\\Sổ xã\\ntmtrack.exe" mail "a b""'
    )


def _task(written: bytes) -> dict[str, str]:
    root = ElementTree.fromstring(written)
    return {each.tag.rpartition("}")[2]: each.text or "" for each in root.iter()}


@pytest.mark.parametrize("system", ["cron", "systemd", "windows"])
def test_the_lines_of_one_scheduler_are_among_those_of_all(new: Path, system: str) -> None:
    for command in (("mail", "cron"), ("backup", "--cron")):
        whole = run(*command, db=new).out
        alone = run(*command, "--system", system, db=new).out
        head, _, _ = alone.rpartition("\n\n#")
        assert head in whole
        assert ("schtasks" in alone) == (system == "windows")
        assert ("OnCalendar" in alone) == (system == "systemd")
        assert ("* * 1-5" in alone) == (system == "cron")
    assert run("backup", "--system", system, db=new).out == alone


def test_a_task_starts_the_program_by_a_name_that_windows_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starter = tmp_path / "ntmtrack"
    monkeypatch.setattr(sys, "argv", [str(starter)])
    assert program() == (str(starter),)
    (tmp_path / "ntmtrack.exe").write_bytes(b"")
    assert program() == (str(tmp_path / "ntmtrack.exe"),)
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "ntmtrack.pyz")])
    assert program() == (sys.executable, str(tmp_path / "ntmtrack.pyz"))


_ELSEWHERE = """
import getpass, importlib, pkgutil, smtplib, socket, ssl, subprocess, sys, tempfile, types
import typer
import sqlite_utils, typer._click._compat
from rich.style import Style

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name in {"fcntl", "grp", "pwd", "readline", "resource", "termios"}:
            raise ImportError(name)

for name in ("fcntl", "grp", "pwd", "readline", "resource", "termios"):
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Blocked())
sys.modules["msvcrt"] = types.SimpleNamespace(LK_NBLCK=2, locking=lambda *_: None)
sys.platform = "win32"
import ntmtrack
for each in pkgutil.walk_packages(ntmtrack.__path__, "ntmtrack."):
    if each.name != "ntmtrack.__main__":
        importlib.import_module(each.name)
print("all")
"""


def test_every_module_loads_where_the_libraries_of_posix_are_missing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE], capture_output=True, text=True, cwd=ROOT
    )
    assert done.stdout == "all\n", done.stderr


@pytest.mark.parametrize("encoding", ["cp1258", "cp1252", "ascii"])
def test_what_is_said_is_utf_8_whatever_code_page_the_system_has(
    demo_file: Path, encoding: str
) -> None:
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    question = ("unmet", "ban bo")
    wanted = spawn(*question, db=demo_file, today="2023-06-01", lang="vi")
    assert spawn(*question, db=demo_file, today="2023-06-01", lang="vi", env=env) == wanted
    wrong = spawn("unmet", "không có", db=demo_file, lang="vi", env=env)
    assert "không có" in refused(wrong, 3)


def test_the_ledger_and_the_settings_lie_in_the_user_s_own_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import platformdirs

    def local(name: str, *, appauthor: bool) -> str:
        # With an author, Windows puts the program's folder into one of the author's.
        assert appauthor is False
        return f"AppData/Local/{name}"

    monkeypatch.setattr(platformdirs, "user_data_dir", local)
    monkeypatch.setattr(platformdirs, "user_config_dir", local)
    monkeypatch.setattr("ntmtrack.config.sys", SimpleNamespace(platform="win32"))
    assert default_ledger() == Path("AppData/Local/ntmtrack/ntmtrack.db")
    assert settings_file({}) == Path("AppData/Local/ntmtrack/config.toml")
