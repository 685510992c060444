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
    SPOKEN = "spoken"
    """For who listens to a screen: one fact a line."""
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    EXCEL_CSV = "excel-csv"
    """For a double click in a sheet program that is set to the reader's language."""
    MD = "md"
    HTML = "html"
    XLSX = "xlsx"
    DOCX = "docx"
    SVG = "svg"
    """A picture, of a report that makes one."""
    PNG = "png"

    @classmethod
    def of_path(cls, path: str | os.PathLike[str]) -> "Format":
        """The format that a file's suffix names; DataError for a suffix that names none."""
        suffix = os.path.splitext(os.fspath(path))[1]
        known = _SUFFIXES.get(suffix.lower())
        if known is None:
            hint = say(
                "Use one of these suffixes, or --format: {suffixes}.", suffixes=tuple(_SUFFIXES)
            )
            if suffix.lower() == ".pdf":
                hint = say("Write a .docx, and save that as PDF in Word or LibreOffice.")
            raise DataError(
                say("The format of {file} is not known by its suffix.", file=os.fspath(path)),
                hint=hint,
            )
        return known


_SUFFIXES = {
    ".txt": Format.TEXT,
    ".tsv": Format.TSV,
    ".csv": Format.CSV,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".md": Format.MD,
    ".html": Format.HTML,
    ".xlsx": Format.XLSX,
    ".docx": Format.DOCX,
    ".svg": Format.SVG,
    ".png": Format.PNG,
}


_PEOPLE = frozenset({Format.TABLE, Format.TEXT, Format.MD})
"""Forms in which a matrix is too wide for words."""


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
    """Write the report as UTF-8 with line feeds, as a picture, a workbook or a paper.

    `columns` names the columns to show, in order; DataError for one that is not there, for a
    picture of a report that makes none, and for what is not text on a terminal. `tty` says
    whether a person watches the stream; `width` and `colour` matter to people's forms only.
    """
    if format in (Format.SVG, Format.PNG):
        stream.write(_picture(report, format, lang, tty=tty))
        return
    if tty and format in (Format.XLSX, Format.DOCX):
        raise DataError(
            say("{format} cannot be shown on a terminal", format=format.value),
            hint=say("write it with -o FILE"),
        )
    if columns:
        from ntmtrack.render.columns import choose

        report = choose(report, columns, lang=lang)
    if format in (Format.XLSX, Format.DOCX):
        stream.write(_office(report, format, lang))
        return
    if format is Format.AUTO:
        format = Format.TABLE if tty else Format.TEXT
    # What most reports do not need they do not wait for.
    if format in _PEOPLE and any(column.key[:1].isdigit() for column in report.columns):
        from ntmtrack.reports.matrix import in_letters

        report = in_letters(report)
    if format is Format.TABLE:
        text = _table(report, lang, width, tty=tty, colour=colour, chosen=bool(columns))
    else:
        text = _plain(report, format, lang, width or (_narrow() if tty else None))
    # A lone surrogate cannot be encoded; a report must come out all the same.
    stream.write(text.encode("utf-8", "backslashreplace"))


def _narrow() -> int | None:
    """The width of a terminal that is narrower than the lines of plain text."""
    from shutil import get_terminal_size

    from ntmtrack.render.text import DEFAULT_WIDTH

    columns = get_terminal_size((DEFAULT_WIDTH, 25)).columns
    return columns if columns < DEFAULT_WIDTH else None


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


def _office(report: Report, format: Format, lang: str) -> bytes:
    from ntmtrack.render.localise import Localiser

    if format is Format.XLSX:
        from ntmtrack.render import xlsx

        return xlsx.workbook([report], Localiser(lang))
    from ntmtrack.render import docx_table

    return docx_table.document([report], Localiser(lang))


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
        case Format.EXCEL_CSV:
            from ntmtrack.render import tabular
            from ntmtrack.render.localise import Localiser

            return tabular.excel_csv(report, Localiser(lang, grouped=False))
        case Format.HTML:
            from ntmtrack.render import page
            from ntmtrack.render.localise import Localiser

            return page.render([report], Localiser(lang))
        case Format.SPOKEN:
            from ntmtrack.render import spoken
            from ntmtrack.render.localise import Localiser

            return spoken.render(report, Localiser(lang))
        case Format.MD:
            from ntmtrack.render import markdown
            from ntmtrack.render.localise import Localiser

            return markdown.render(report, Localiser(lang))
        case _:
            from ntmtrack.render import text
            from ntmtrack.render.localise import Localiser

            return text.render(report, Localiser(lang), width=width)
