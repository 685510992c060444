"""A periodic report in the forms that hold several tables: text, Markdown, JSON, workbook, page."""

import re
from io import BytesIO

from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.render import Format, write
from ntmtrack.render.jsons import several
from ntmtrack.render.localise import Localiser
from ntmtrack.reports.periodic import Periodic
from ntmtrack.reports.report import Basis, Cell, Report

PLAIN = frozenset({Format.AUTO, Format.TABLE, Format.TEXT, Format.SPOKEN})


class Look(Record):
    """How a report is shown: the width of a line, whether a person watches, and in colour."""

    width: int | None = None
    tty: bool = False
    colour: bool = False


def render(
    periodic: Periodic, basis: Basis | None, form: Format, localiser: Localiser, look: Look
) -> bytes:
    """All parts in one form, in their order; what they rest on is said once, at the end.

    Raises DataError for a form that holds one table, or a picture.
    """
    if form is Format.JSON:
        return _json(periodic, basis).encode()
    parts = _with_footing(periodic, basis)
    if form in PLAIN or form is Format.MD:
        return _texts(periodic, parts, form, localiser, look)
    # These have no place of their own for what is said of the whole.
    parts[0] = parts[0]._replace(notes=(*periodic.notes, *parts[0].notes))
    if form.value == "xlsx":
        from ntmtrack.render.xlsx import workbook

        return workbook([*parts, *(each.report for each in periodic.pictures)], localiser)
    if form.value == "html":
        from ntmtrack.render import page

        shown = [*(each.report for each in periodic.pictures), *parts]
        return page.render(shown, localiser, title=localiser.say(periodic.title)).encode()
    raise DataError(
        say("the periodic report is several tables, and {form} holds one", form=form.value),
        hint=say(
            "write it as .docx, .xlsx, .html, .md or .json, or ask for one table by itself:"
            " `ntmtrack overdue -f csv`"
        ),
    )


def _with_footing(periodic: Periodic, basis: Basis | None) -> list[Report]:
    reports = [part.report for part in periodic.parts]
    return [*reports[:-1], reports[-1]._replace(basis=basis)]


def _texts(
    periodic: Periodic, parts: list[Report], form: Format, localiser: Localiser, look: Look
) -> bytes:
    first, *others = periodic.notes
    head = Report("report", periodic.title, columns=(), blocks=(), notes=tuple(others), empty=first)
    whole = BytesIO()
    for place, part in enumerate((head, *parts)):
        text = BytesIO()
        write(
            part,
            format=form,
            stream=text,
            lang=localiser.lang,
            width=look.width,
            tty=look.tty,
            colour=look.colour,
        )
        said = text.getvalue()
        if place:
            whole.write(b"\n")
            # Within a whole a part is one heading lower.
            said = _HEADING.sub(rb"#\1", said) if form is Format.MD else said
        whole.write(said)
    return whole.getvalue()


_HEADING = re.compile(rb"^(#+ )", re.MULTILINE)


def _json(periodic: Periodic, basis: Basis | None) -> str:
    """One object; its parts are the objects that each part is by itself."""
    period = periodic.period
    head = Report(
        "report",
        periodic.title,
        columns=(),
        blocks=(),
        notes=periodic.notes,
        as_of=period.day,
        basis=basis,
    )
    told: dict[str, Cell] = {
        "key": period.key,
        "first": period.start,
        "last": period.last,
        "running": period.running,
        "next_last": period.next_last,
    }
    return several(head, {"period": told}, [part.report for part in periodic.parts])
