"""`undo` of every command that writes: what it did is gone, and comes back with the undo's undo."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.main import get_command

from ntmtrack.cli.app import COMMANDS
from tests.cli.test_known import below, looking
from tests.factories import ADVANCED, BASIC, TODAY
from tests.ledger_rows import canonical, looked, sound
from tests.plans import FILE as PLAN_FILE
from tests.plans import PLAN
from tests.run import run
from tests.workbooks import a_text

Line = tuple[str, ...]


class Case(NamedTuple):
    """A command line that writes, and those before it; words with @ are files of `files`."""

    line: Line
    before: tuple[Line, ...] = ()


TASK = "NV2023-005"
PLANNED: Line = ("criteria", "load", "@plan.toml")
READ: Line = ("notice", "read", "@paper.txt")
SPLIT_UNIT = ("--on", "1/7/2025", "--document", "1670/NQ-UBTVQH15")
APPLIED = ("--apply",)
RHYTHM: Line = ("task", "add", "ban bo", "--title", "Họp", "--due", "hằng tháng", "--assigned")

WORK: Line = ("work", "add", "bang coc", "Chợ")
CAPITAL = ("--source", "ngân sách huyện", "--year", "2024")

CASES: dict[str, Case] = {
    "assess": Case(("assess", "ban bo", "--met", "10", "--unmet", "17.8", "--document", "1/BC")),
    "tally": Case(("tally", "ban bo", "12/19", "--set", ADVANCED)),
    "standing add": Case(
        ("standing", "ban bo", "submitted", "--set", ADVANCED, "--on", "1/6/2024")
    ),
    "target add": Case(("target", "add", "ban bo", "10", "--by", "T12/2024")),
    "dossier paper": Case(("dossier", "paper", "ban bo", "Tờ trình", "--set", ADVANCED)),
    "dossier hand": Case(
        ("dossier", "hand", "ban bo", "--to", "UBND huyện Tam Đường", "--set", ADVANCED)
    ),
    "dossier close": Case(
        ("dossier", "close", "ban bo", "--set", ADVANCED),
        (("dossier", "hand", "ban bo", "--to", "UBND huyện Tam Đường", "--set", ADVANCED),),
    ),
    "milestone add": Case(
        ("milestone", "bang coc", "1.1", "120", "--by", "T6/2024", "--set", PLAN), (PLANNED,)
    ),
    "milestone remove": Case(
        ("milestone", "remove", "bang coc", "1.1", "--by", "T6/2024", "--set", PLAN),
        (PLANNED, ("milestone", "bang coc", "1.1", "120", "--by", "T6/2024", "--set", PLAN)),
    ),
    "milestone load": Case(("milestone", "load", "@milestones.csv", "--set", PLAN), (PLANNED,)),
    "measure": Case(
        ("measure", "bang coc", "1.1", "52", "hộ", "--set", PLAN, "--on", "30/4/2024"), (PLANNED,)
    ),
    "evidence": Case(("evidence", "ban bo", "10", "--file", "@paper.txt")),
    "task start": Case(("task", "start", TASK)),
    "task progress": Case(("task", "progress", TASK, "--percent", "40")),
    "task done": Case(("task", "done", TASK)),
    "task confirm": Case(("task", "confirm", TASK), (("task", "done", TASK),)),
    "task return": Case(("task", "return", TASK, "--reason", "thiếu"), (("task", "done", TASK),)),
    "task note": Case(("task", "note", TASK, "--text", "một")),
    "task extend": Case(
        ("task", "extend", TASK, "--to", "31/12/2024", "--reason", "mưa", "--document", "9/CV")
    ),
    "task trigger": Case(
        ("task", "trigger", "NV2024-006", "--on", "24/4/2024"),
        (
            (
                *("task", "add", "ban bo", "--title", "Báo cáo", "--assigned", "20/4/2024"),
                *("--due", "05 ngày làm việc kể từ ngày nhận văn bản"),
            ),
        ),
    ),
    "task pause": Case(("task", "pause", TASK, "--reason", "chờ vốn")),
    "task resume": Case(
        ("task", "resume", TASK), (("task", "pause", TASK, "--reason", "chờ vốn"),)
    ),
    "task cancel": Case(("task", "cancel", TASK, "--reason", "thôi")),
    "task reopen": Case(
        ("task", "reopen", TASK, "--reason", "chưa xong"),
        (("task", "done", TASK), ("task", "confirm", TASK)),
    ),
    "task add": Case(("task", "add", "ban bo", "--title", "Việc", "--due", "31/12/2024")),
    "task assign": Case(("task", "assign", TASK, "--lead", "UBND huyện Tam Đường")),
    "task split": Case(
        ("task", "split", TASK, "--lead", "UBND xã Bản Bo", "--lead", "UBND huyện Tam Đường")
    ),
    "task occur": Case(("task", "occur"), ((*RHYTHM, "1/5/2024"),)),
    "task correct": Case(
        ("task", "correct", TASK, "--take-back", "reported", "--reason", "nhầm"),
        (("task", "done", TASK),),
    ),
    "notice read": Case(READ),
    "notice accept": Case(("notice", "accept", "--all"), (READ,)),
    "notice skip": Case(("notice", "skip", "1"), (READ,)),
    "notice edit": Case(("notice", "edit", "1", "--title", "Việc khác"), (READ,)),
    "notice split": Case(("notice", "split", "1"), (READ,)),
    "notice add": Case(("notice", "add", "12/TB-UBND", "--date", "1/6/2024")),
    "unit add": Case(("unit", "add", "Xã Tân Lập", "--code", "90001", "--under", "Tam Đường")),
    "unit set": Case(("unit", "set", "ban bo", "--code", "99999")),
    "unit merge": Case(
        (
            *("unit", "merge", "ban bo", "na tam", "--into", "Xã Bản Bo", "--code", "03424"),
            *("--under", "Lai Châu", *SPLIT_UNIT),
        ),
        (("unit", "add", "Xã Nà Tăm", "--code", "03427", "--under", "Tam Đường"),),
    ),
    "unit split": Case(
        (
            *("unit", "split", "ban bo", "--into", "Xã Bản Bo 1", "--into", "Xã Bản Bo 2"),
            *("--under", "Tam Đường", *SPLIT_UNIT),
        )
    ),
    "unit import": Case(("unit", "import", "--province", "Lai Châu", "--as-of", "2024-06-30")),
    "agency add": Case(("agency", "add", "Phòng Tài chính", "--mail", "tc@vi.du.vn")),
    "agency set": Case(("agency", "set", "UBND xã Bản Bo", "--mail", "a@b.vn", "--code", "BB")),
    "criteria load": Case(PLANNED),
    "criteria overlay": Case(
        (
            *("criteria", "overlay", BASIC, "--number", "17", "--agency", "Phòng NN&MT"),
            *("--decision", "13/QĐ", "--effective", "1/7/2024"),
        )
    ),
    "product add": Case(
        ("product", "add", "bang coc", "Mật ong", "--stars", "3", "--on", "10/5/2023")
    ),
    "product target": Case(("product", "target", "thit trau", "--stars", "4", "--by", "2025")),
    "product tally": Case(("product", "tally", "ham yen", "12", "--stars", "3+")),
    "work add": Case(
        ("work", "add", "bang coc", "Chợ", "--criterion", "2", "--set", BASIC, "--due", "2025")
    ),
    "work approve": Case(("work", "approve", "cho", "3,5 tỷ", *CAPITAL), (WORK,)),
    "work disburse": Case(("work", "disburse", "cho", "3,5 tỷ", *CAPITAL), (WORK,)),
    "work owe": Case(("work", "owe", "cho", "3,5 tỷ", *CAPITAL), (WORK,)),
    "work start": Case(("work", "start", "cho"), (WORK,)),
    "work progress": Case(("work", "progress", "cho", "--percent", "40"), (WORK,)),
    "work block": Case(("work", "block", "cho", "--reason", "nợ"), (WORK,)),
    "work finish": Case(("work", "finish", "cho"), (WORK,)),
    "work stop": Case(("work", "stop", "cho", "--reason", "hết vốn"), (WORK,)),
    "work note": Case(("work", "note", "cho", "--text", "đã họp"), (WORK,)),
    "work set": Case(("work", "set", "cho", "--name", "Chợ trung tâm", "--due", "2025"), (WORK,)),
    "work unblock": Case(
        ("work", "unblock", "cho"), (WORK, ("work", "block", "cho", "--reason", "nợ"))
    ),
    "import assessments": Case(("import", "assessments", "@assessments.csv", *APPLIED)),
    "import tasks": Case(("import", "tasks", "@tasks.csv", *APPLIED)),
    "import units": Case(("import", "units", "@units.csv", *APPLIED)),
    "import agencies": Case(("import", "agencies", "@agencies.csv", *APPLIED)),
    "import milestones": Case(
        ("import", "milestones", "@milestones.csv", "--set", PLAN, *APPLIED), (PLANNED,)
    ),
    "import products": Case(("import", "products", "@products.csv", *APPLIED)),
    "period close": Case(("period", "close", "2023")),
    "office set": Case(
        ("office", "set", "--name", "Xã Bản Bo", "--mark", "BB", "--unit", "ban bo")
    ),
    "undo": Case(("undo", "--yes"), (("task", "done", TASK),)),
}
"""Every command that writes and can be undone."""

APART = {
    "init": "makes the ledger",
    "demo": "makes the ledger",
    "import everything": "makes the ledger",
    "notice review": "is a conversation; its answers are the changes of accept, skip and edit",
    "mail overdue": "letters: what was sent is sent",
    "mail due": "letters: what was sent is sent",
    "mail review": "letters: what was sent is sent",
    "mail retry": "letters: what was sent is sent",
    "mail forget": "letters: what was sent is sent",
    "mail test": "writes nothing",
    "mail cron": "writes nothing",
    "mail show": "writes nothing",
    "bundle make": "what was given is given",
    "bundle apply": "needs the bundle of another office; `test_undo` undoes such changes",
    "bundle settle": "needs the bundles of two offices",
    "hub init": "needs a server",
    "hub grant": "needs a server",
    "hub push": "what was given is given",
    "hub pull": "needs a server; `test_undo` undoes such changes",
    "hub status": "writes nothing",
    "office add": "needs the bundle of another office",
    "export": "writes files",
    "manual": "writes nothing",
    "completion": "writes nothing",
    "config list": "shows settings",
    "config get": "shows a setting",
    "config path": "shows a path",
    "config set": "writes the settings, nothing of the ledger",
    "config unset": "writes the settings, nothing of the ledger",
    "view list": "shows settings",
    "view show": "looks",
    "view save": "writes the settings, nothing of the ledger",
    "view drop": "writes the settings, nothing of the ledger",
    "backup": "writes files",
    "restore": "puts another ledger in its place",
}
"""The other commands that do not only look, and why they are not tried here."""


def not_looking() -> Iterator[str]:
    """Every command that is no look at the ledger, by its words."""
    looks = set(looking())
    for name, (module, _) in COMMANDS.items():
        command: Any = get_command(import_module(module).app)
        for path, _command in below(name, command):
            if path not in looks:
                yield path


def test_every_command_that_writes_is_tried_here_or_said_why_not() -> None:
    assert set(not_looking()) - {*CASES, *APART} == set()


PAPER = """UBND HUYỆN TAM ĐƯỜNG
VĂN PHÒNG
Số: 203/TB-VP
Tam Đường, ngày 09 tháng 5 năm 2024

THÔNG BÁO
Kết luận tại cuộc họp về xây dựng nông thôn mới xã Bản Bo

1. Giao UBND xã Bản Bo lập kế hoạch xóa 23 nhà tạm trước ngày 20/5/2024.

2. Giao UBND huyện Tam Đường bố trí vốn trước ngày 10/6/2024.

"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The papers and sheets that commands take."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "plan.toml").write_text(PLAN_FILE, "utf-8")
    (folder / "paper.txt").write_text(PAPER, "utf-8")
    sheets = {
        "milestones": [("Đơn vị", "Số chỉ tiêu", "T5/2024"), ("Xã Bằng Cốc", "1.1", "100")],
        "assessments": [
            ("Đơn vị", "Bộ tiêu chí", "Chỉ tiêu", "Kết quả", "Ngày đánh giá"),
            ("Xã Bản Bo", ADVANCED, "10", "đạt", "30/6/2024"),
            ("Xã Bản Bo", ADVANCED, "17.8", "chưa đạt", "30/6/2024"),
        ],
        "tasks": [
            ("Nội dung", "Đơn vị", "Chủ trì", "Hạn"),
            ("Làm đường", "Xã Bản Bo", "UBND xã Bản Bo", "31/12/2024"),
        ],
        "units": [("STT", "Tên xã", "Thuộc huyện"), ("1", "Xã Tân Lập", "Huyện Tam Đường")],
        "agencies": [("STT", "Tên cơ quan", "Email"), ("1", "Phòng Tài chính", "tc@vi.du.vn")],
        "products": [
            ("TT", "Xã", "Tên sản phẩm", "Hạng sao", "Ngày quyết định"),
            ("1", "Xã Bằng Cốc", "Mật ong", "3 sao", "10/5/2023"),
        ],
    }
    for name, lines in sheets.items():
        a_text(folder / f"{name}.csv", *(";".join(line) for line in lines))
    return folder


def ran(db: Path, files: Path, line: Line) -> None:
    argv = [str(files / word[1:]) if word.startswith("@") else word for word in line]
    result = run(*argv, db=db, today="2025-08-01" if "unit" in argv[:1] else TODAY)
    assert result.code == 0, (argv, result.err)


@pytest.mark.parametrize("name", CASES)
def test_what_a_command_did_is_undone_and_done_again(
    demo: Path, files: Path, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    case = CASES[name]
    for line in case.before:
        ran(demo, files, line)
    rows, seen = canonical(demo), looked(demo)
    ran(demo, files, case.line)
    changed, now = canonical(demo), looked(demo)
    assert changed != rows
    (last,) = run("log", "--limit", "1", "-f", "json", db=demo).rows
    ran(demo, files, ("undo", str(last["change"]), "--yes"))
    assert (canonical(demo), looked(demo)) == (rows, seen)
    sound(demo)
    ran(demo, files, ("undo", str(last["change"] + 1), "--yes"))
    assert (canonical(demo), looked(demo)) == (changed, now)
    sound(demo)
