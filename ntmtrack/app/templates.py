"""Templates of reports: those that are shipped, those of an office, and what they may ask for."""

import os
from collections.abc import Mapping
from pathlib import Path

from ntmtrack.app.context import Context
from ntmtrack.domain.text import clean
from ntmtrack.errors import DataError, reason_of
from ntmtrack.message import N_, say
from ntmtrack.record import Record
from ntmtrack.reports import placeholder_list
from ntmtrack.reports.report import Block, Column, Report, Row, Show

FOLDER = Path(__file__).resolve().parent.parent / "data" / "templates"

HALF_YEAR = "bao-cao-6-thang"
WEEKLY = "ra-soat-nhiem-vu-tuan"
REGISTER = "so-theo-doi"

SHIPPED: Mapping[str, str] = {
    HALF_YEAR: N_("the report of a half-year, or of any other period, in Word"),
    WEEKLY: N_("the weekly review of tasks, in Word"),
    REGISTER: N_("the register of tasks, in Excel"),
}
"""Their names, and what they are for."""

_SUFFIXES = {HALF_YEAR: ".docx", WEEKLY: ".docx", REGISTER: ".xlsx"}

COLUMNS = (
    Column("template", N_("Template"), Show.ALWAYS),
    Column("file", N_("File"), Show.ALWAYS, wrap=True),
    Column("meaning", N_("Meaning"), wrap=True),
)


class Template(Record):
    """A template that was found: its file, and what it makes (".docx" or ".xlsx")."""

    path: Path
    suffix: str


def shipped(name: str, lang: str) -> Template:
    """A shipped template in a language."""
    suffix = _SUFFIXES[name]
    return Template(FOLDER / f"{name}.{lang}{suffix}", suffix)


def named(words: Path, lang: str) -> Template:
    """A file, or a shipped template by its name. Raises DataError for anything else."""
    name = str(words)
    if name in SHIPPED and not words.exists():
        return shipped(name, lang)
    suffix = words.suffix.lower()
    if suffix not in (".docx", ".xlsx"):
        raise DataError(
            say("{file} is no template of a report", file=name),
            hint=say(
                "give a file .docx or .xlsx, or one of {names}; nothing was written",
                names=tuple(SHIPPED),
            ),
        )
    return Template(words, suffix)


def _shipped_name(wish: Path) -> str:
    if str(wish) in SHIPPED:
        return str(wish)
    raise DataError(
        say("no template {name} is shipped", name=str(wish)),
        hint=say("there are {names}; nothing was written", names=tuple(SHIPPED)),
    )


def listing() -> Report:
    """The templates that are shipped, and every name that a template may use."""
    return placeholder_list.listing(SHIPPED)


def hand_out(context: Context, folder: Path, wish: Path | None) -> Report:
    """Copies of the shipped templates in a folder, to be edited; all of them if none is named.

    Nothing is written over. Raises DataError for a name that is not shipped, for a folder or file
    that cannot be written, and for a file that is there already.
    """
    names = tuple(SHIPPED) if wish is None else (_shipped_name(wish),)
    wanted = [shipped(name, context.lang) for name in names]
    targets = [folder / f"{name}{_SUFFIXES[name]}" for name in names]
    there = tuple(str(each) for each in targets if os.path.lexists(each))
    if there:
        raise DataError(
            say("already there: {files}", files=there),
            hint=say("choose another folder; nothing was written"),
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for template, target in zip(wanted, targets, strict=True):
            with open(target, "xb") as file:
                file.write(template.path.read_bytes())
    except OSError as error:
        raise DataError(
            say("{file} cannot be written: {reason}", file=str(folder), reason=reason_of(error)),
            hint=say("choose another folder"),
        ) from error
    rows: tuple[Row, ...] = tuple(
        (name, clean(str(target)), say(SHIPPED[name]))
        for name, target in zip(names, targets, strict=True)
    )
    return Report(
        name="report template-out",
        title=say("Templates to be edited"),
        columns=COLUMNS,
        blocks=(Block("templates", None, rows),),
        notes=(
            say(
                "Edit them in Word or Excel; use one with `ntmtrack report PERIOD --template FILE`."
            ),
        ),
    )
