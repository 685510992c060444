"""Reports as pictures: a line for each block, and below it what came and what went.

The same report makes the same bytes. Markers and dashes differ from line to line, and hatches
from bar to bar, so that a picture can be read where it was printed without colours.
"""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from ntmtrack.render.localise import Localiser
from ntmtrack.render.text import NOTHING
from ntmtrack.reports.report import Block, Drawing, Report

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STYLES = (("o", "-"), ("s", "--"), ("^", "-."), ("D", ":"), ("v", "-"), ("P", "--"))
_HATCHES = ("", "////", "....", "xxx", "++", "oo")
_INK = ("#1b5e9e", "#b3541e", "#3b7d3b", "#7b4a9e", "#555555", "#a03060")
_NAMED = 24
"""Names that find room along the bottom; of more, every second, third … is written."""
_STEPS = 7
"""Steps of an upright axis, at most."""
_WIDE = 140
"""Letters that find room in a line below the picture."""
_LINE = 0.15
"""Inches that each of those lines makes the picture taller."""

# Letters are drawn as shapes: the font, which has those of Vietnamese, is not on every machine.
_SETTINGS = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    # A dollar sign in a name is no formula.
    "text.parse_math": False,
    "svg.fonttype": "path",
    # Ids that are made up at random would make two runs differ.
    "svg.hashsalt": "ntmtrack",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 0.6,
}

_SAID: dict[str, dict[str, str | None]] = {
    "svg": {"Date": None, "Creator": "ntmtrack"},
    "png": {"Software": "ntmtrack"},
}
"""What a file says of itself: no moment, or the same picture would never be the same bytes."""


def draw(report: Report, drawing: Drawing, localiser: Localiser, *, format: str) -> bytes:
    """The report as `svg` or `png`, with titles, axes and a legend in the reader's language.

    A place without a figure is a gap in the line. Blocks are drawn beside one another and never
    joined.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with rc_context(_settings()):
        below = _below(report, drawing, localiser)
        figure = Figure(figsize=(10, 6.2 + _LINE * len(below)), layout="constrained")
        FigureCanvasAgg(figure)
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1.4])
        if report.rows:
            _lines(upper, report, drawing, localiser)
            _bars(lower, report, drawing, localiser)
            _along(lower, report, drawing, localiser)
        else:
            upper.set_axis_off()
            lower.set_axis_off()
            nothing = report.empty or NOTHING
            upper.text(0.5, 0.5, localiser.say(nothing), ha="center", transform=upper.transAxes)
        figure.suptitle(localiser.say(report.title), fontsize=13)
        if below:
            figure.supxlabel("\n".join(below), x=0.01, ha="left", fontsize=8)
        whole = BytesIO()
        metadata = _SAID[format] | {"Title": localiser.say(report.title)}
        figure.savefig(whole, format=format, dpi=150, metadata=metadata)
    return whole.getvalue()


def _settings() -> Any:
    """Ours over those that the library ships: a user's own settings must not change a picture."""
    from matplotlib import rcParamsDefault

    shipped = {k: v for k, v in rcParamsDefault.items() if not k.startswith("backend")}
    return shipped | _SETTINGS


def _heading(report: Report, key: str) -> str:
    return report.columns[report.position(key)].heading


def _figures(report: Report, block: Block, key: str) -> list[float]:
    """One column of a block; what is not known is no number, and leaves a gap."""
    place = report.position(key)
    cells = [row[place] for row in block.rows]
    return [float(cell) if isinstance(cell, int | Decimal) else float("nan") for cell in cells]


def _title(block: Block, localiser: Localiser) -> str:
    return block.key if block.heading is None else localiser.say(block.heading)


def _lines(axes: "Axes", report: Report, drawing: Drawing, localiser: Localiser) -> None:
    for number, block in enumerate(report.blocks):
        marker, dashes = _STYLES[number % len(_STYLES)]
        figures = _figures(report, block, drawing.line)
        axes.plot(
            range(len(figures)),
            figures,
            marker=marker,
            linestyle=dashes,
            color=_INK[number % len(_INK)],
            markersize=5,
            label=_title(block, localiser),
        )
        _ends(axes, figures, _INK[number % len(_INK)])
    axes.set_ylabel(localiser.word(_heading(report, drawing.line)))
    # Room above the highest point for the figure beside it.
    axes.set_ylim(0, max(1, axes.get_ylim()[1] * 1.1))
    _whole_numbers(axes)
    axes.grid(axis="y", linewidth=0.4, color="#bbbbbb")
    _legend(axes)


def _legend(axes: "Axes") -> None:
    """Above what is drawn, where it hides nothing."""
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), frameon=False, ncols=2, borderaxespad=0.2)


def _ends(axes: "Axes", figures: Sequence[float], ink: str) -> None:
    """The first and the last figure of a line, written beside it."""
    known = [place for place, figure in enumerate(figures) if figure == figure]
    for place in dict.fromkeys((*known[:1], *known[-1:])):
        axes.annotate(
            f"{figures[place]:.0f}",
            (place, figures[place]),
            xytext=(0, 7),
            textcoords="offset points",
            ha="center",
            color=ink,
            fontsize=9,
        )


def _bars(axes: "Axes", report: Report, drawing: Drawing, localiser: Localiser) -> None:
    """What came above the line, what went below it; the blocks side by side, in their order."""
    wide = 0.8 / len(report.blocks)
    for number, block in enumerate(report.blocks):
        ink = _INK[number % len(_INK)]
        shift = (number - (len(report.blocks) - 1) / 2) * wide
        for key, sign in ((drawing.up, 1), (drawing.down, -1)):
            figures = _figures(report, block, key)
            axes.bar(
                [place + shift for place in range(len(figures))],
                # Nothing came or went: no bar, or its edge would lie along the axis.
                [sign * figure if figure else float("nan") for figure in figures],
                wide,
                color=ink if number == 0 else "white",
                edgecolor=ink,
                hatch=_HATCHES[number % len(_HATCHES)],
                label=_title(block, localiser) if sign > 0 else None,
            )
    low, high = axes.get_ylim()
    axes.set_ylim(min(-1, low), max(1, high))
    axes.axhline(0, color="#333333", linewidth=0.8)
    _whole_numbers(axes)
    axes.yaxis.set_major_formatter(lambda value, _place: f"{abs(value):.0f}")
    words = [localiser.word(_heading(report, key)) for key in (drawing.down, drawing.up)]
    axes.set_ylabel(f"{words[0]} ↓   {words[1]} ↑", fontsize=9)
    if len(report.blocks) > 1:
        _legend(axes)


def _whole_numbers(axes: "Axes") -> None:
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(nbins=_STEPS, steps=(1, 2, 5, 10), integer=True))


def _along(axes: "Axes", report: Report, drawing: Drawing, localiser: Localiser) -> None:
    place = report.position(drawing.along)
    names = list(dict.fromkeys(localiser.cell(row[place]) for row in report.rows))
    step = -(-len(names) // _NAMED)
    places = range(0, len(names), step)
    axes.set_xticks(list(places), [names[place] for place in places], rotation=45, ha="right")
    axes.set_xlabel(localiser.word(_heading(report, drawing.along)))


def _below(report: Report, drawing: Drawing, localiser: Localiser) -> list[str]:
    """What a reader of the picture alone must know, and what it rests on, line by line."""
    told = [localiser.say(note) for note in (*drawing.notes, *report.footing)]
    return [line for each in told for line in wrap(each, _WIDE, subsequent_indent="  ")]
