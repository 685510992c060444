"""One report with everything that has ever broken a format, and a small Vietnamese catalogue."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from gettext import NullTranslations

import pytest

from ntmtrack.domain.assessment import Verdict
from ntmtrack.message import say, say_n
from ntmtrack.reports.report import Block, Column, Measure, Report, Show
from tests.chromium import NAMES, Browser, found

VIETNAMESE = {
    "Criteria of {unit} not yet met": "Tiêu chí {unit} chưa đạt",
    "Number": "Số",
    "Name": "Tên",
    "Verdict": "Kết quả",
    "Due": "Hạn",
    "unmet": "chưa đạt",
    "nearly met": "cơ bản đạt",
    "not applicable": "không áp dụng",
    "yes": "có",
    "no": "không",
    "{count} criterion is not met on {day}.": "Ngày {day}: {count} tiêu chí chưa đạt.",
}


class VietnameseCatalogue(NullTranslations):
    def gettext(self, message: str) -> str:
        return VIETNAMESE.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return VIETNAMESE.get(msgid1, msgid2)


class Precision(StrEnum):
    MONTH = "month"
    NONE = "none"


@pytest.fixture
def catalogue() -> NullTranslations:
    return VietnameseCatalogue()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests that look at pages; they are passed over where there is none."""
    program = found()
    if program is None:
        pytest.skip(f"no browser is installed: {', '.join(NAMES)}")
    browser = Browser(program, tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.end()


@pytest.fixture
def awkward() -> Report:
    columns = (
        Column("number", "Number", Show.ALWAYS, right=True),
        Column("name", "Name", Show.ALWAYS),
        Column("verdict", "Verdict"),
        Column("value", "Value", right=True),
        Column("threshold", "Threshold"),
        Column("due", "Due"),
        Column("precision", "Precision"),
        Column("tasks", "Tasks"),
        Column("assigned", "Assigned"),
        Column("days_late", "Days late", right=True),
        Column("note", "Note", wrap=True),
        Column("recorded_at", "Recorded at", Show.DATA),
    )
    recorded = datetime(2023, 5, 31, 20, 15, tzinfo=UTC)
    unmet = (
        (
            "1",
            "Quy hoạch",
            Verdict.UNMET,
            Decimal("82.50"),
            Measure(Decimal("90"), "%", "≥"),
            date(2023, 5, 31),
            Precision.MONTH,
            ("NV2023-001", "NV2023-002"),
            True,
            1,
            'Bản đồ, tỷ lệ "1/5.000"\nchưa công bố; [a] và :x: giữ nguyên',
            recorded,
        ),
        (
            "17.8",
            "Môi trường [red]và[/red] an toàn thực phẩm",
            Verdict.NEARLY_MET,
            Decimal("1E+3"),
            say("set by {who}", who="tỉnh {0}"),
            None,
            Precision.NONE,
            (),
            False,
            None,
            "=SUM(A1:A9)",
            recorded,
        ),
    )
    others = (
        (
            "7",
            "Cơ sở hạ tầng thương mại | chợ",
            Verdict.NOT_APPLICABLE,
            Decimal("-0.10"),
            (Measure(Decimal("1.50"), "km", "≥", "7.1"), Measure(Decimal("2"), label="7.2")),
            date(2024, 12, 31),
            None,
            ("NV2023-003",),
            None,
            -30,
            "\x1b[31mdo\u202e\ttab \\ <b>*đậm*</b>",
            None,
        ),
    )
    return Report(
        name="awkward",
        title=say("Criteria of {unit} not yet met", unit="xã Bản Bo [x]"),
        columns=columns,
        blocks=(
            Block("unmet", say("Not met"), unmet),
            Block("none", say("Nobody is asked"), ()),
            Block("others", say("Not applied ({count})", count=1), others),
        ),
        notes=(
            say_n(
                "{count} criterion is not met on {day}.",
                "{count} criteria are not met on {day}.",
                2,
                day=date(2023, 6, 1),
            ),
            say("A list and a count differ: {places}.", places=("1", "17.8")),
        ),
        as_of=date(2023, 6, 1),
        summary={"unmet": 2, "set": "51/2025/QĐ-TTg"},
    )
