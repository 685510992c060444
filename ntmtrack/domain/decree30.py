"""What frames an administrative paper, by the decree on the work of records and papers.

Nghị định 30/2020/NĐ-CP of 05/3/2020, Phụ lục I, Phần I: the parts of a paper (Mục II) and how
numbers and days are written in them. What an office does not say is left open, never made up.
"""

from datetime import date

from ntmtrack.record import Record

GAP = "…"
"""What stands for a thing that is still to be filled in by hand."""

SYMBOL = "BC-…"
"""The sign of a report (BC, Phụ lục III) whose office has not been named."""

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Frame(Record):
    """What a paper bears beside its text; None and empty are gaps to be filled in.

    `superior` is the body directly above the one that issues the paper (khoản 2). `to` are those
    addressed (Kính gửi), `recipients` those who get it beside them (Nơi nhận, khoản 9);
    `signed_as` are the lines of authority and office above the signature (khoản 7).
    """

    issuer: str | None = None
    superior: str | None = None
    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    dated: date | None = None
    about: str | None = None
    to: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signed_as: tuple[str, ...] = ()
    signer: str | None = None


def long_day(day: date | None, lang: str, *, year: int | None = None) -> str:
    """The day of a paper in full: "ngày 05 tháng 8 năm 2026".

    A zero comes before days below 10 and before the months 1 and 2 alone (Phụ lục I, Phần I,
    Mục II, khoản 4, điểm b). Without a day, day and month are gaps; `year` is that of the
    drafting.
    """
    if lang == "en":
        if day is None:
            return f"{GAP} {GAP} {year or GAP}"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    if day is None:
        return f"ngày {GAP} tháng {GAP} năm {year or GAP}"
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def paper_number(number: str | None) -> str:
    """The number of a paper, with a zero before those below 10 (khoản 3, điểm c); else a gap."""
    if not number:
        return GAP
    return number.zfill(2) if number.isdecimal() and number.isascii() else number
