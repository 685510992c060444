"""Reports to bytes: the one place that writes a report to standard output or a file.

Each format is imported where it is used, so that text and JSON never wait for Rich.
"""

import os
from enum import StrEnum
from typing import BinaryIO

from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports.report import Report


class Format(StrEnum):
    """The forms a report can take."""

    AUTO = "auto"
    """A table on a terminal, text elsewhere."""
    TABLE = "table"
    TEXT = "text"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    MD = "md"
    SVG = "svg"
    """A picture, of a report that makes one."""
    PNG = "png"

    @classmethod
    def of_path(cls, path: str | os.PathLike[str]) -> "Format":
        """The format that a file's suffix names; DataError for a suffix that names none."""
        suffix = os.path.splitext(os.fspath(path))[1]
        known = _SUFFIXES.get(suffix.lower())
        if known is None:
            raise DataError(
                say("The format of {file} is not known by its suffix.", file=os.fspath(path)),
                hint=say(
                    "Use one of these suffixes, or --format: {suffixes}.",
                    suffixes=tuple(_SUFFIXES),
                ),
            )
        return known


_SUFFIXES = {
    ".txt": Format.TEXT,
    ".tsv": Format.TSV,
    ".csv": Format.CSV,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".md": Format.MD,
    ".svg": Format.SVG,
    ".png": Format.PNG,
}


def write(
    report: Report,
    *,
    format: Format,
    stream: BinaryIO,
    lang: str,
    width: int | None = None,
    tty: bool = False,
    colour: bool = False,
    columns: tuple[str, ...] | None = None,
) -> None:
    """Write the report as UTF-8 with line feeds, or as a picture.

    `columns` names the columns to show, in order; DataError for one that is not there, and for a
    picture of a report that makes none. `tty` says whether a person watches the stream; `width`
    and `colour` matter to people's forms only.
    """
    if format in (Format.SVG, Format.PNG):
        stream.write(_picture(report, format, lang, tty=tty))
        return
    if columns:
        from ntmtrack.render.columns import choose

        report = choose(report, columns)
    if format is Format.AUTO:
        format = Format.TABLE if tty else Format.TEXT
    if format is Format.TABLE:
        text = _table(report, lang, width, tty=tty, colour=colour, chosen=bool(columns))
    else:
        text = _plain(report, format, lang, width)
    # A lone surrogate cannot be encoded; a report must come out all the same.
    stream.write(text.encode("utf-8", "backslashreplace"))


def _picture(report: Report, format: Format, lang: str, *, tty: bool) -> bytes:
    if report.drawing is None:
        raise DataError(
            say("there is no picture of this report"),
            hint=say("`ntmtrack trend` makes one; write this as text, csv or json"),
        )
    if tty:
        raise DataError(
            say("a picture cannot be shown on a terminal"), hint=say("write it with -o FILE")
        )
    from ntmtrack.render import plot
    from ntmtrack.render.localise import Localiser

    return plot.draw(report, report.drawing, Localiser(lang), format=format.value)


def _table(
    report: Report, lang: str, width: int | None, *, tty: bool, colour: bool, chosen: bool
) -> str:
    from ntmtrack.render import terminal
    from ntmtrack.render.localise import Localiser

    return terminal.render(
        report,
        Localiser(lang),
        width=width,
        colour=colour,
        limit=terminal.ROW_LIMIT if tty else None,
        keep_columns=chosen,
    )


def _plain(report: Report, format: Format, lang: str, width: int | None) -> str:
    match format:
        case Format.CSV:
            from ntmtrack.render import tabular

            return tabular.csv(report)
        case Format.TSV:
            from ntmtrack.render import tabular

            return tabular.tsv(report)
        case Format.JSON:
            from ntmtrack.render import jsons

            return jsons.json(report)
        case Format.JSONL:
            from ntmtrack.render import jsons

            return jsons.jsonl(report)
        case Format.MD:
            from ntmtrack.render import markdown
            from ntmtrack.render.localise import Localiser

            return markdown.render(report, Localiser(lang))
        case _:
            from ntmtrack.render import text
            from ntmtrack.render.localise import Localiser

            return text.render(report, Localiser(lang), width=width)
