"""Every command that writes, with a line that an officer would type and what must be there before.

The list is held against the command line itself: a new command that writes must be placed here.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from typer.main import get_command

from ntmtrack.cli.app import COMMANDS
from tests.cli.test_known import below
from tests.factories import ADVANCED, BASIC, TODAY
from tests.plans import FILE, PLAN
from tests.run import run

TASK = "NV2023-005"
PAPER = ("--on", "1/7/2025", "--document", "1670/NQ-UBTVQH15")
ON = ("--set", BASIC, "--on", "30/6/2024")


class Line(NamedTuple):
    """A command line, and those that must have run before it; "@x" is the file x of the material.

    `config` says that it needs the settings of mail, `today` is its day.
    """

    argv: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    today: str = TODAY
    config: bool = False


_READ = (("notice", "read", "@notice.txt"),)
_PLAN = (("criteria", "load", "@plan.toml"),)
_ADDRESSED = (("agency", "set", "BCD-BB", "--mail", "bcd@banbo.example"),)
_VERBS = ("--set", ADVANCED)
_WORK = (("work", "add", "bang coc", "Chợ"),)
_CAPITAL = ("--source", "ngân sách huyện", "--year", "2024")

_OWN = ("office", "set", "--name", "Tỉnh", "--mark", "T", "--unit", "Tỉnh Lai Châu")
_REGISTERED = ("office", "add", "--from", "@other.ntm", "--unit", "ban bo")

WRITES: dict[str, Line] = {
    "assess": Line(("assess", "ban bo", "--met", "1,2", "--unmet", "5", *_VERBS)),
    "tally": Line(("tally", "ban bo", "9/19", *_VERBS)),
    "standing add": Line(("standing", "add", "ban bo", "registered", *_VERBS)),
    "target add": Line(("target", "add", "ban bo", "10", "--by", "2025", *_VERBS)),
    "dossier paper": Line(("dossier", "paper", "ban bo", "Tờ trình", *_VERBS)),
    "dossier hand": Line(("dossier", "hand", "ban bo", "--to", "huyen uy chiem hoa", *_VERBS)),
    "dossier close": Line(
        ("dossier", "close", "ban bo", *_VERBS),
        (("dossier", "paper", "ban bo", "Tờ trình", *_VERBS),),
    ),
    "milestone add": Line(
        ("milestone", "add", "bang coc", "1.1", "120", "--by", "T6/2024", "--set", PLAN), _PLAN
    ),
    "milestone remove": Line(
        ("milestone", "remove", "bang coc", "1.1", "--by", "T6/2024", "--set", PLAN),
        (
            *_PLAN,
            ("milestone", "add", "bang coc", "1.1", "120", "--by", "T6/2024", "--set", PLAN),
        ),
    ),
    "milestone load": Line(("milestone", "load", "@milestones.csv", "--set", PLAN), _PLAN),
    "measure": Line(("measure", "bang coc", "1.1", "90", "--set", PLAN), _PLAN),
    "evidence": Line(("evidence", "ban bo", "17", "--file", "@notice.txt", *_VERBS)),
    "task start": Line(("task", "start", TASK)),
    "task progress": Line(("task", "progress", TASK, "--percent", "50")),
    "task done": Line(("task", "done", TASK, "NV2023-006")),
    "task confirm": Line(("task", "confirm", TASK), (("task", "done", TASK),)),
    "task return": Line(
        ("task", "return", TASK, "--reason", "thiếu phụ lục"), (("task", "done", TASK),)
    ),
    "task note": Line(("task", "note", TASK, "--text", "đã gọi")),
    "task extend": Line(("task", "extend", TASK, "--due", "30/9/2024", "--reason", "mưa lũ")),
    "task trigger": Line(
        ("task", "trigger", "NV2024-006"),
        (
            (
                *("task", "add", "ban bo", "--title", "x"),
                *("--due", "05 ngày làm việc kể từ ngày nhận văn bản"),
            ),
        ),
    ),
    "task pause": Line(("task", "pause", TASK, "--reason", "chờ vốn")),
    "task resume": Line(
        ("task", "resume", TASK), (("task", "pause", TASK, "--reason", "chờ vốn"),)
    ),
    "task cancel": Line(("task", "cancel", TASK, "--reason", "trùng")),
    "task reopen": Line(
        ("task", "reopen", TASK, "--reason", "hỏng"),
        (("task", "cancel", TASK, "--reason", "trùng"),),
    ),
    "task add": Line(
        ("task", "add", "ban bo", "--title", "Rà soát", "--lead", "KTHT-TD", "--due", "quý IV/2024")
    ),
    "task assign": Line(("task", "assign", TASK, "--lead", "KTHT-TD")),
    "task split": Line(("task", "split", TASK, "--lead", "UBND xã Bản Bo")),
    "task occur": Line(
        ("task", "occur"),
        (
            (
                *("task", "add", "ban bo", "--title", "Báo cáo", "--assigned", "1/3/2024"),
                *("--due", "trước ngày 25 hằng tháng"),
            ),
        ),
    ),
    "task correct": Line(("task", "correct", TASK, "--title", "Kế hoạch", "--reason", "gõ nhầm")),
    "notice read": Line(("notice", "read", "@notice.txt")),
    "notice accept": Line(("notice", "accept", "1"), _READ, "2026-03-02"),
    "notice skip": Line(("notice", "skip", "1"), _READ),
    "notice edit": Line(("notice", "edit", "1", "--title", "Lập danh sách"), _READ),
    "notice split": Line(("notice", "split", "1"), _READ),
    "notice add": Line(("notice", "add", "9/TB", "--date", "8/7/2024", "--file", "@notice.txt")),
    "mail overdue": Line(("mail", "overdue"), _ADDRESSED, config=True),
    "mail due": Line(
        ("mail", "due", "--within", "60d"),
        (
            *_ADDRESSED,
            (
                *("task", "add", "ban bo", "--title", "x", "--lead", "BCD-BB"),
                *("--due", "1/8/2024"),
            ),
        ),
        config=True,
    ),
    "mail review": Line(("mail", "review"), _ADDRESSED, config=True),
    "mail retry": Line(
        ("mail", "retry", "1"), (*_ADDRESSED, ("mail", "overdue")), "2024-07-11", config=True
    ),
    "mail forget": Line(
        ("mail", "forget", "1", "--reason", "địa chỉ sai"),
        (*_ADDRESSED, ("mail", "overdue")),
        config=True,
    ),
    "unit add": Line(("unit", "add", "Xã Tân Lập", "--kind", "commune", "--under", "Tam Đường")),
    "unit set": Line(("unit", "set", "ban bo", "--name", "Xã Bản Bo Mới")),
    "unit merge": Line(
        (
            *("unit", "merge", "02293", "02290", "--into", "Xã Bình An", "--code", "02296"),
            *("--under", "Tuyên Quang", *PAPER),
        ),
        today="2026-11-22",
    ),
    "unit split": Line(
        ("unit", "split", "ban bo", "--into", "Xã A", "--into", "Xã B", *PAPER), today="2026-11-22"
    ),
    "unit import": Line(("unit", "import", "@units.csv")),
    "agency add": Line(("agency", "add", "Phòng Y tế", "--code", "YT", "--mail", "a@b.example")),
    "agency set": Line(("agency", "set", "KTHT-TD", "--mail", "a@b.example")),
    "criteria load": Line(("criteria", "load", "@plan.toml")),
    "criteria overlay": Line(
        (
            *("criteria", "overlay", "xa-ntm-2021-2025", "--number", "17.8"),
            *("--threshold", ">= 85 %", "--decision", "1/QĐ", "--effective", "1/1/2024"),
        )
    ),
    "product add": Line(("product", "add", "hong quang", "Cốm Hồng Quang", "--stars", "3")),
    "product target": Line(("product", "target", "thit trau", "--stars", "4", "--by", "2025")),
    "product tally": Line(
        ("product", "tally", "ham yen", "12", "--stars", "3+", "--on", "8/7/2024")
    ),
    "work add": Line(
        ("work", "add", "bang coc", "Chợ", "--criterion", "2", "--set", BASIC, "--due", "2025")
    ),
    "work approve": Line(("work", "approve", "cho", "3,5 tỷ", *_CAPITAL), _WORK),
    "work disburse": Line(("work", "disburse", "cho", "3,5 tỷ", *_CAPITAL), _WORK),
    "work owe": Line(("work", "owe", "cho", "3,5 tỷ", *_CAPITAL), _WORK),
    "work start": Line(("work", "start", "cho"), _WORK),
    "work progress": Line(("work", "progress", "cho", "--percent", "40"), _WORK),
    "work block": Line(("work", "block", "cho", "--reason", "nợ"), _WORK),
    "work finish": Line(("work", "finish", "cho"), _WORK),
    "work stop": Line(("work", "stop", "cho", "--reason", "hết vốn"), _WORK),
    "work note": Line(("work", "note", "cho", "--text", "đã họp"), _WORK),
    "work set": Line(("work", "set", "cho", "--name", "Chợ trung tâm", "--due", "2025"), _WORK),
    "work unblock": Line(
        ("work", "unblock", "cho"), (*_WORK, ("work", "block", "cho", "--reason", "nợ"))
    ),
    "import assessments": Line(("import", "assessments", "@assessments.csv", *ON, "--apply")),
    "import tasks": Line(("import", "tasks", "@tasks.csv", "--apply")),
    "import units": Line(("import", "units", "@villages.csv", "--apply")),
    "import agencies": Line(("import", "agencies", "@agencies.csv", "--apply")),
    "import milestones": Line(
        ("import", "milestones", "@milestones.csv", "--set", PLAN, "--apply"), _PLAN
    ),
    "import products": Line(("import", "products", "@products.csv", "--apply")),
    "period close": Line(("period", "close", "2024-H1")),
    "undo": Line(("undo", "--yes"), (("task", "note", TASK, "--text", "đã gọi"),)),
    "office set": Line(_OWN),
    "office add": Line(_REGISTERED, (_OWN,)),
    "bundle make": Line(("bundle", "make", "-o", "out.ntm"), (_OWN,)),
    "bundle apply": Line(("bundle", "apply", "@other.ntm"), (_OWN, _REGISTERED)),
}

MAKES: dict[str, tuple[str, ...]] = {
    "init": ("init", "--office", "Văn phòng Điều phối"),
    "demo": ("demo",),
    "import everything": ("import", "--all", "@export"),
}
"""What makes a ledger where there is none."""

APART = {
    "bundle settle": "needs two offices that disagree, and has tests of its own",
    "hub init": "writes to a database server, and has tests of its own",
    "hub grant": "writes to a database server, and has tests of its own",
    "hub push": "writes to a database server, and has tests of its own",
    "hub pull": "writes as `bundle apply` does, and has tests of its own",
    "hub status": "looks at a database server",
    "backup": "makes a copy: tests/faults/test_copies.py",
    "restore": "goes back to a copy: tests/faults/test_copies.py",
    "export": "writes a folder and nothing into the ledger",
    "mail show": "shows a letter",
    "mail test": "sends a letter that no ledger knows of",
    "mail cron": "prints lines for cron",
    "manual": "shows a page",
    "completion": "shows a script",
    "config list": "shows settings",
    "config get": "shows a setting",
    "config path": "shows a path",
    "config set": "writes the settings, nothing of the ledger",
    "config unset": "writes the settings, nothing of the ledger",
    "view list": "shows settings",
    "view show": "looks",
    "view save": "writes the settings, nothing of the ledger",
    "view drop": "writes the settings, nothing of the ledger",
    "notice review": "is a conversation; each answer is `notice accept`, `skip` or `edit`",
}

_FILES = {
    "plan.toml": FILE,
    "units.csv": "Mã,Tên,Cấp,Mã cấp trên\n03427,Xã Nà Tăm,xã,\n",
    "milestones.csv": "Đơn vị,Số chỉ tiêu,ĐVT,T5/2024,T6/2024\nXã Bằng Cốc,1.1,hộ,100,120\n",
    "assessments.csv": "Tên xã,1,2,5\nBản Bo,Đ,Đ,CĐ\nNgọc Hội,Đ,CĐ,Đ\n",
    "tasks.csv": "Nội dung,Đơn vị,Hạn\nLập kế hoạch,Xã Bản Bo,quý III/2024\n",
    "villages.csv": "STT,Tên thôn/bản,Loại,Thuộc xã\n1,Bản Nà Can,bản,Xã Bản Bo\n",
    "agencies.csv": "Tên cơ quan,Mã,Email\nPhòng Y tế,YT,yt@b.example\n",
    "products.csv": (
        "Xã,Tên sản phẩm,Chủ thể,Hạng sao\nXã Hồng Quang,Cốm Hồng Quang,HTX Hồng Quang,3 sao\n"
    ),
}
_NOTICE = Path(__file__).parents[1] / "thong-bao.txt"
_FROM = '[mail]\nfrom = "Văn phòng Điều phối NTM <ntm@vpdp.example>"\n'
_MAIL = f'{_FROM}transport = "spool"\n[mail.spool]\nfolder = "{{folder}}"\n'
_DOWN = f'{_FROM}transport = "smtp"\n[mail.smtp]\nhost = "127.0.0.1"\nport = 1\n'


def writing() -> Iterator[str]:
    """Every command that is not made to look: the others take --known."""
    for name, (module, _) in COMMANDS.items():
        command: Any = get_command(import_module(module).app)
        for path, each in below(name, command):
            if not any(param.name == "known" for param in each.params):
                yield path


def laid(folder: Path) -> Path:
    """The material: every file that a line of WRITES names, and the settings of mail."""
    folder.mkdir(exist_ok=True)
    for name, text in _FILES.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "notice.txt").write_bytes(_NOTICE.read_bytes())
    (folder / "spool").mkdir(exist_ok=True)
    (folder / "config.toml").write_text(_MAIL.format(folder=folder / "spool"), "utf-8")
    (folder / "down.toml").write_text(_DOWN, "utf-8")
    return folder


def spelled(argv: tuple[str, ...], material: Path) -> list[str]:
    """The words of a line, with the files where they lie."""
    return [str(material / word[1:]) if word.startswith("@") else word for word in argv]


def environment(line: Line, material: Path, *, down: bool = False) -> dict[str, str]:
    """What a line is told beside its words; with `down`, of a mail server that is not there."""
    name = "down.toml" if down else "config.toml"
    return {"NTMTRACK_CONFIG": str(material / name)} if line.config else {}


def prepare(db: Path, line: Line, material: Path) -> None:
    """Run what must have run before a line."""
    for words in line.before:
        argv, down = spelled(words, material), words[0] == "mail"
        done = run(*argv, db=db, today=TODAY, env=environment(line, material, down=down))
        assert done.code == (5 if down else 0), (words, done.err)
