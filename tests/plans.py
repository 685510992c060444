"""A plan to load, and villages to report under it, for tests of plans and figures."""

from pathlib import Path

from tests.factories import a_unit, done

PLAN = "ke-hoach-2024"

FILE = """
[set]
code = "ke-hoach-2024"
name = "Kế hoạch nông thôn mới năm 2024"
kind = "plan"
level = "commune"
decision = "05/NQ-HĐND"
period = "2024-2025"
criteria_count = 2
completeness = "full"

[[criterion]]
number = "1"
name = "Môi trường, nhà ở"
confidence = "verified"

  [[criterion.indicator]]
  number = "1.1"
  name = "Hộ ký cam kết phân loại rác"
  kind = "count"
  op = ">="
  unit = "hộ"
  sum = true
  confidence = "verified"
  baseline = { value = 40, year = 2023 }
  threshold = [{ value = 240, year = 2024 }, { value = 300, year = 2025 }]

  [[criterion.indicator]]
  number = "1.2"
  name = "Nhà tạm còn lại"
  kind = "count"
  op = "<="
  unit = "nhà"
  confidence = "verified"
  baseline = { value = 24, on = 2023-12-31 }
  threshold = [{ value = 0, year = 2024 }]

[[criterion]]
number = "2"
name = "Kinh tế"
confidence = "verified"

  [[criterion.indicator]]
  number = "2.1"
  name = "Tăng thu ngân sách"
  kind = "percent"
  op = ">="
  unit = "%"
  confidence = "verified"

  [[criterion.indicator]]
  number = "2.10"
  name = "Diện tích VietGAP"
  kind = "count"
  op = ">="
  unit = "ha"
  confidence = "verified"

  [[criterion.indicator]]
  number = "2.2"
  name = "Có hợp tác xã"
  kind = "boolean"
  confidence = "verified"

  [[criterion.indicator]]
  number = "2.3"
  name = "Mô hình"
  kind = "count"
  op = ">="
  confidence = "verified"
"""


def a_plan(db: Path, folder: Path) -> Path:
    """The plan, loaded; the ledger."""
    file = folder / "ke-hoach.toml"
    file.write_text(FILE, "utf-8")
    done("criteria", "load", file, db=db)
    return db


def villages(db: Path, count: int = 3) -> list[str]:
    """Villages of Bằng Cốc; their codes."""
    codes = [f"TH{place}" for place in range(1, count + 1)]
    for place, code in enumerate(codes, 1):
        a_unit(db, f"Thôn Nà {place}", kind="village", under="bang coc", code=code)
    return codes


def planned(db: Path, number: str, by: str, value: object, unit: str = "bang coc") -> None:
    done("milestone", unit, number, value, "--by", by, "--set", PLAN, db=db)


def reached(db: Path, number: str, on: str, value: object, unit: str = "bang coc") -> None:
    done("measure", unit, number, value, "--on", on, "--set", PLAN, db=db)
