"""The form for listeners: one fact a line, each with its heading, and no drawing."""

from ntmtrack.message import say
from ntmtrack.render import spoken
from ntmtrack.render.localise import Localiser
from ntmtrack.reports.report import Block, Column, Report, Show
from ntmtrack.reports.status import LEGEND, Mark

ENGLISH = Localiser("en")

COLUMNS = (
    Column("number", "No.", Show.ALWAYS, right=True),
    Column("name", "Name", Show.ALWAYS),
    Column("c1", "1", about="Planning"),
    Column("note", "", wrap=True),
    Column("secret", "Secret", Show.DATA),
)


def of(*rows: tuple[object, ...], **more: object) -> str:
    blocks = (Block("a", say("First · and only"), rows),)  # type: ignore[arg-type]
    report = Report("x", say("Title"), COLUMNS, blocks)
    return spoken.render(report._replace(**more), ENGLISH)


def test_each_fact_has_a_line_and_each_row_stands_by_itself() -> None:
    made = of((1, "Xã A", Mark.MET, "a · b\nc", "no"), (2, "Xã B", None, "", "no"))
    assert made == (
        "Title\n\nFirst; and only\n\n"
        "No.: 1\nName: Xã A\n1 Planning: met\na; b c\n\n"
        "No.: 2\nName: Xã B\n"
    )


def test_a_line_is_as_long_as_what_it_says() -> None:
    words = "chữ " * 100 + "cuối"
    assert f"Name: {words}" in of((1, words, None, "", "")).splitlines()


def test_a_curve_of_letters_is_left_out_and_its_figures_stay() -> None:
    notes = (say("met   ▁▂  ▄█, from {a} to {b}", a=1, b=9), say("▁▂▃"), LEGEND)
    assert of((1, "A", None, "", ""), notes=notes).splitlines()[-3:] == [
        "",
        "met, from 1 to 9",
        "A criterion that a unit is not told with has not been assessed.",
    ]


def test_a_report_without_rows_says_so() -> None:
    assert of(empty=say("None are late.")) == "Title\n\nNone are late.\n"
    assert of() == "Title\n\nNothing to show.\n"
