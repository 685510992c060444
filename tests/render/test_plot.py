"""Reports as pictures: the same bytes each time, gaps kept, readable without colours."""

import re
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest

from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.render import Format, write
from ntmtrack.reports.report import Basis, Block, Column, Drawing, Report, Row

COLUMNS = (
    Column("period", "In period"),
    Column("met", "Met"),
    Column("newly_met", "Newly met"),
    Column("fell", "Fell back"),
)
DRAWING = Drawing(along="period", line="met", up="newly_met", down="fell")
INK = "#1b5e9e"


def a_report(*lines: tuple[int | None, ...]) -> Report:
    """One block for each line of figures, from January on."""
    blocks = []
    for number, figures in enumerate(lines):
        rows: list[Row] = [
            (f"2024-{month:02}", met, None if met is None else 2, None if met is None else 1)
            for month, met in enumerate(figures, 1)
        ]
        blocks.append(Block(f"b{number}", say("{set}", set=f"bộ {number}"), tuple(rows)))
    return Report(
        "trend", say("Tiến độ $x$"), COLUMNS, tuple(blocks), empty=say("none"), drawing=DRAWING
    )


def drawn(report: Report, format: Format = Format.SVG, **given: bool) -> bytes:
    stream = BytesIO()
    write(report, format=format, stream=stream, lang="en", **given)
    return stream.getvalue()


def lines_of(picture: bytes) -> list[tuple[str, str]]:
    """The drawn lines of a picture: where each goes, and its style."""
    paths = ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}path")
    return [
        (each.get("d", ""), each.get("style", ""))
        for each in paths
        if "fill: none" in each.get("style", "") and "stroke-width: 1.5" in each.get("style", "")
    ]


def test_one_report_is_one_picture_whatever_the_user_has_set() -> None:
    from matplotlib import rc_context

    report = a_report((9, 11, 10), (None, 5, 7))
    for format in (Format.SVG, Format.PNG):
        once = drawn(report, format)
        with rc_context({"lines.linewidth": 9, "font.size": 20}):
            assert drawn(report, format) == once
    assert drawn(a_report((9, 11, 11), (None, 5, 7))) != drawn(report)


def test_each_block_is_a_line_of_its_own_with_its_own_marks() -> None:
    found = lines_of(drawn(a_report((9, 11, 10), (4, 5, 7), (1, 2, 3))))
    assert [path.count("M") for path, _ in found[:3]] == [1, 1, 1]
    inks = [re.search(r"stroke: (#\w+)", style) for _, style in found[:3]]
    assert len({ink[1] for ink in inks if ink}) == 3
    assert len({re.sub(r"stroke: #\w+", "", style) for _, style in found[:3]}) == 3


def test_a_place_without_a_figure_is_a_gap() -> None:
    (path, style), *_ = lines_of(drawn(a_report((9, 10, None, 12, 13))))
    assert INK in style
    assert path.count("M") == 2


@pytest.mark.parametrize(
    "lines", [((0, 0),), ((5,),), ((None, None),), tuple((n, n + 1) for n in range(8)), ()], ids=str
)
def test_whatever_is_told_can_be_drawn(lines: tuple[tuple[int | None, ...], ...]) -> None:
    assert drawn(a_report(*lines)).startswith(b"<?xml")


def test_where_nothing_came_or_went_there_is_no_bar() -> None:
    def bars(came: int) -> int:
        report = a_report((9, 10))
        rows = tuple((*row[:2], came, 0) for row in report.blocks[0].rows)
        picture = drawn(report._replace(blocks=(report.blocks[0]._replace(rows=rows),)))
        paths = ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}path")
        styles = [p.get("style", "") for p in paths if not p.get("d", "").startswith("M 0 0 ")]
        return sum(f"fill: {INK}; stroke: {INK}; stroke-linejoin" in style for style in styles)

    assert bars(3) - bars(0) == 2


def test_what_would_mislead_is_written_below_and_makes_room_for_itself() -> None:
    def height(report: Report) -> float:
        return float(str(ElementTree.fromstring(drawn(report)).get("height")).removesuffix("pt"))

    report = a_report((9, 10))
    warned = report._replace(drawing=DRAWING._replace(notes=(say("two sets"),)))
    basis = Basis(change=7)
    assert height(report) < height(warned)
    assert height(warned) < height(warned._replace(basis=basis, as_of=date(2024, 7, 9)))
    long = DRAWING._replace(notes=(say("{words}", words="đơn vị " * 60),))
    assert height(report._replace(drawing=long)) > height(warned)


def test_many_periods_are_drawn_and_some_of_them_named() -> None:
    assert drawn(a_report(tuple(range(60)))).startswith(b"<?xml")


def test_a_report_that_makes_no_picture_says_so() -> None:
    with pytest.raises(DataError, match="no picture"):
        drawn(a_report((1,))._replace(drawing=None))
    with pytest.raises(DataError, match="terminal"):
        drawn(a_report((1,)), Format.PNG, tty=True)
