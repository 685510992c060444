"""The examples of help, each run on a demo ledger of its own with all that it needs."""

import contextlib
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

from ntmtrack.cli.examples import examples
from tests.factories import TODAY
from tests.plans import FILE as PLAN
from tests.run import ROOT, Result, run

OWN = "office set --name 'Tỉnh Lai Châu' --mark LC --unit 12"
READ = "notice read thong-bao.txt"
PLANNED = "criteria load bo-tieu-chi.toml"
SET = "--set ke-hoach-2024"
ADDRESSED = "agency set BCD-BB --mail bcd@vi-du.example"
DOSSIER = "dossier paper 'ngoc hoi' 'Tờ trình'"
RHYTHM = "task add 'ban bo' --title x --assigned 1/3/2024 --due 'trước ngày 25 hằng tháng'"
WAITS = "task add 'ban bo' --title x --due '05 ngày làm việc kể từ ngày nhận văn bản'"
TIED = "office add --from goi-bb.ntm --unit 'ban bo'"

SCHOOL = "work add 'ban bo' 'Trường mầm non' --criterion 5 --on 1/1/2024"
SAVED = "view save 'trễ hạn' -- overdue --lead BCD-BB"
NOT_SENT = "mail overdue"
"""Before the mail can leave: its letter waits."""

BEFORE: dict[str, tuple[str, ...]] = {
    "task confirm": ("task done 11 --on 1/7/2024",),
    "task return": ("task done 11 --on 1/7/2024",),
    "task resume": ("task pause 11 --reason x",),
    "task reopen": ("task done 11 --on 1/7/2024", "task confirm 11"),
    "task occur": (RHYTHM,),
    "task trigger": (WAITS,),
    "notice draft": (READ,),
    "notice accept": (READ,),
    "notice skip": (READ,),
    "notice edit": (READ,),
    "notice split": (READ,),
    "dossier hand": (DOSSIER,),
    "dossier close": (DOSSIER,),
    "dossier show": (DOSSIER,),
    "milestone": (PLANNED,),
    "milestone add": (PLANNED,),
    "milestone remove": (PLANNED, f"milestone add 'bang coc' 1.1 120 --by T6/2024 {SET}"),
    "milestone load": (PLANNED,),
    "import milestones": (PLANNED,),
    "measure": (PLANNED,),
    "mail overdue": (ADDRESSED,),
    "mail retry": (ADDRESSED, NOT_SENT),
    "mail show": (ADDRESSED, NOT_SENT),
    "mail forget": (ADDRESSED, NOT_SENT),
    "period": ("period close 6/2024",),
    "period show": ("period close 6/2024",),
    "undo": ("task note 11 --text x",),
    "bundle": (OWN, TIED),
    "bundle make": (OWN,),
    "bundle apply": (OWN, TIED),
    "bundle list": (OWN,),
    "office show": (OWN,),
    "office add": (OWN,),
    **dict.fromkeys(
        (
            *("work set", "work show", "work approve", "work disburse", "work owe"),
            *("work start", "work progress", "work block", "work finish", "work stop"),
            "work note",
        ),
        (SCHOOL,),
    ),
    "work unblock": (SCHOOL, "work block 'truong mam non' --reason x"),
    "view": (SAVED,),
    "view show": (SAVED,),
    "view drop": (SAVED,),
}
"""What must have been done before, on the same ledger."""

ONLY_HERE = {
    "hub": 3,
    "hub init": 3,
    "hub grant": 3,
    "hub push": 3,
    "hub pull": 3,
    "hub status": 3,
    "bundle settle": 3,
    "notice review": 3,
}
"""What needs a server, another office or somebody to ask, and the code it ends with here."""


_FILES = {
    "bo-tieu-chi.toml": PLAN,
    "ho-so.txt": "Hồ sơ minh chứng\n",
    "ke-hoach.csv": "Đơn vị,Số chỉ tiêu,ĐVT,T5/2024,T6/2024\nXã Bằng Cốc,1.1,hộ,100,120\n",
    "don-vi.csv": "Mã,Tên,Cấp,Mã cấp trên\n03427,Xã Nà Tăm,xã,\n",
    "bieu.csv": "Tên xã,1,2,5\nBản Bo,Đ,Đ,CĐ\nNgọc Hội,Đ,CĐ,Đ\n",
    "nhiem-vu.csv": "Nội dung,Đơn vị,Hạn\nLập kế hoạch,Xã Bản Bo,quý III/2024\n",
    "thon.csv": "STT,Tên thôn/bản,Loại,Thuộc xã\n1,Bản Nà Can,bản,Xã Bản Bo\n",
    "co-quan.csv": "Tên cơ quan,Mã,Email\nPhòng Y tế,YT,yt@vi-du.example\n",
    "ocop.csv": "Xã,Tên sản phẩm,Chủ thể,Hạng sao\nXã Hồng Quang,Cốm,HTX Hồng Quang,3 sao\n",
}
_FROM = '[mail]\nfrom = "VPĐP <ntm@vi-du.example>"\nleaders = ["ct@vi-du.example"]\n'
_MAIL = _FROM + 'transport = "spool"\n[mail.spool]\nfolder = "{folder}"\n'
_DOWN = _FROM + 'transport = "smtp"\n[mail.smtp]\nhost = "127.0.0.1"\nport = 1\n'


def laid(folder: Path) -> Path:
    """The files that the examples name, in a folder."""
    for name, text in _FILES.items():
        (folder / name).write_text(text, "utf-8")
    paper = (ROOT / "tests" / "thong-bao.txt").read_text("utf-8")
    (folder / "thong-bao.txt").write_text(paper.replace("2026", "2024"), "utf-8")
    other = folder / "other.db"
    _must("demo", other)
    _must("office set --name 'UBND xã Bản Bo' --mark BB --unit 'ban bo'", other)
    _must("task note 7 --text x", other)
    _must(f"bundle make --unsigned -o {folder / 'goi-bb.ntm'}", other)
    _must(f"export --all {folder / 'so-cu'}", other)
    return folder


def done(
    path: str, *, demo: Path, material: Path, folder: Path, also: tuple[str, ...] = ()
) -> Iterator[tuple[str, Result]]:
    """Each example of a command and how it ended, on a copy of the demo ledger in a folder.

    `material` is what `laid` made; `also` are options that are added to each.
    """
    ledger, config, down = (folder / name for name in ("l.db", "config.toml", "down.toml"))
    down.write_text(_DOWN, "utf-8")
    (folder / "letters").mkdir(exist_ok=True)
    with contextlib.chdir(material):
        for line in examples(path):
            config.write_text(_MAIL.format(folder=folder / "letters"), "utf-8")
            for made in ("toan-bo-so", "goi.ntm", "goi-ban-bo.ntm", "ban-sao.db", ledger):
                _away(material / made)
            if path not in ("init", "demo", "import everything"):
                shutil.copy(demo, ledger)
                shutil.copy(demo, "ban-sao.db")
            for before in BEFORE.get(path, ()):
                unsent = before is NOT_SENT
                _must(before, ledger, config=down if unsent else config, code=5 if unsent else 0)
            words = [*shlex.split(line)[1:], *also]
            yield line, run(*words, db=ledger, today=TODAY, env=_settings(config))


def _must(line: str, db: Path, *, config: Path | None = None, code: int = 0) -> None:
    done = run(*shlex.split(line), db=db, today=TODAY, env=_settings(config))
    assert done.code == code, (line, done.err)


def _settings(config: Path | None) -> dict[str, str]:
    return {} if config is None else {"NTMTRACK_CONFIG": str(config)}


def _away(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
