"""Whole and right files of every kind that is read, to be damaged."""

from datetime import date
from pathlib import Path

from tests.importers.sheets.test_hostile import a_line, an_ods
from tests.plans import FILE
from tests.workbooks import a_workbook

ROOT = Path(__file__).parents[2]
DATA = ROOT / "ntmtrack" / "data"

SETTINGS = """
lang = "vi"
actor = "Nguyễn Văn A"

[mail]
from = "Văn phòng <ntm@vpdp.example>"
leaders = ["ct@vpdp.example"]
transport = "smtp"

[mail.smtp]
host = "mail.example"
port = 587
security = "starttls"
timeout = 30
"""

MAP = """
sheet = "Biểu"
headings = 2

[columns]
unit = "Tên xã"
verdict = "Kết quả"
"""

REGISTER = [
    ("TT", "Nội dung nhiệm vụ", "Đơn vị", "Tiêu chí", "Cơ quan chủ trì", "Thời hạn"),
    (1, "Kế hoạch nâng thu nhập", "Xã Bản Bo", "10", "Ban Chỉ đạo xã Bản Bo", "6/2024"),
    (2, "Kế hoạch giảm nghèo", "Xã Bản Bo", "11", None, date(2024, 9, 30)),
    (3, "=1+1", "Xã Bằng Cốc", "17.8", "UBND xã Bằng Cốc", "thường xuyên"),
]
CSV = "Tên xã;1;2;5\nBản Bo;Đ;Đ;CĐ\nNgọc Hội;Đ;CB;-\n".encode("utf-8-sig")
UNITS = "Mã,Tên,Cấp,Mã cấp trên\n03427,Xã Nà Tăm,xã,\n03430,Xã Khun Há,xã,\n".encode()
NOTICE = (ROOT / "tests" / "thong-bao.txt").read_bytes()


def files(folder: Path) -> dict[str, bytes]:
    """By kind, what a file of it holds."""
    sheet = a_workbook(folder / "a.xlsx", REGISTER, merged=((1, 2, 2, 2),))
    ods = an_ods(folder / "a.ods", a_line() + a_line('table:number-rows-repeated="3"'))
    templates = DATA / "templates"
    return {
        "xlsx": sheet.read_bytes(),
        "ods": ods.read_bytes(),
        "csv": CSV,
        "units": UNITS,
        "txt": NOTICE,
        "md": NOTICE + "\n| Xã | Hạn |\n|---|---|\n| Bản Bo | 6/2024 |\n".encode(),
        "docx": (ROOT / "tests" / "notices" / "04-ke-hoach-bang.docx").read_bytes(),
        "pdf": (ROOT / "tests" / "importers" / "notice.pdf").read_bytes(),
        "criteria": FILE.encode(),
        "mapping": (DATA / "mappings" / "xa-ntm-2016-2020--xa-ntm-2021-2025.toml").read_bytes(),
        "map": MAP.encode(),
        "settings": SETTINGS.encode(),
        "letter": (DATA / "mail" / "overdue.vi.txt").read_bytes(),
        "template.docx": (templates / "ra-soat-nhiem-vu-tuan.vi.docx").read_bytes(),
        "template.xlsx": (templates / "so-theo-doi.vi.xlsx").read_bytes(),
    }
