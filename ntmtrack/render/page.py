"""Reports as one web page that needs nothing beside itself: no network, no other file.

The page refuses by its own policy (Content Security Policy) everything but its one style and its
one script. It is read on a telephone, on paper, by ear and without the script.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from ntmtrack.message import N_
from ntmtrack.render.localise import Localiser, harmless
from ntmtrack.render.page_cells import escaped, sha256_source
from ntmtrack.render.page_table import Table, letters
from ntmtrack.reports.report import Drawing, Report
from ntmtrack.reports.status import LEGEND

_SHIPPED = Path(__file__).resolve().parent.parent / "data" / "page"

_PARTS = N_("Parts of this page")
_SKIP = N_("Go to the first part")


def render(parts: Sequence[Report], localiser: Localiser, *, title: str | None = None) -> str:
    """One or several reports as a whole HTML document; the same reports make the same bytes.

    `title` is plain text in the reader's language; without it the first report's title stands
    over the page. A matrix of verdicts becomes a heat map, a report that makes a picture has it
    above its table.
    """
    over = harmless(title) if title else localiser.say(parts[0].title)
    tables = [Table(report, localiser, f"p{n}") for n, report in enumerate(parts, 1)]
    rules = (rule for table in tables for rule in table.rules())
    style = "\n".join((_file("page.css"), *letters(localiser), *rules)) + "\n"
    lines = (
        *_head(over, localiser.lang, style),
        "<body>",
        *_body(tables, localiser, over),
        f"<script>{_file('page.js')}</script>",
        "</body>",
        "</html>",
    )
    # A lone surrogate cannot be encoded; a page must come out all the same.
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace").decode("utf-8")


@cache
def _file(name: str) -> str:
    return (_SHIPPED / name).read_text(encoding="utf-8")


def _head(title: str, lang: str, style: str) -> Iterator[str]:
    policy = (
        f"default-src 'none'; style-src {sha256_source(style)};"
        f" script-src {sha256_source(_file('page.js'))}; base-uri 'none'; form-action 'none'"
    )
    yield "<!DOCTYPE html>"
    yield f'<html lang="{escaped(lang)}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield '<meta name="format-detection" content="telephone=no">'
    yield f"<title>{escaped(title)}</title>"
    yield f"<style>{style}</style>"
    yield "</head>"


def _body(tables: Sequence[Table], localiser: Localiser, title: str) -> Iterator[str]:
    # What all parts rest on is said once, over them.
    common = {localiser.say(note) for table in tables for note in table.report.footing}
    several = len(tables) > 1
    alone = "" if several or localiser.say(tables[0].report.title) != title else ' id="p1-title"'
    if several:
        yield f'<a class="skip" href="#p1">{escaped(localiser.word(_SKIP))}</a>'
    yield "<header>"
    yield f"<h1{alone}>{escaped(title)}</h1>"
    if len(common) == 1:
        yield f"<p>{escaped(*common)}</p>"
    yield "</header>"
    if several:
        yield from _contents(tables, localiser)
    yield "<main>"
    for table in tables:
        yield f'<section id="{table.ident}" aria-labelledby="{table.ident}-title">'
        if not alone:
            heading = escaped(localiser.say(table.report.title))
            yield f'<h2 id="{table.ident}-title">{heading}</h2>'
        yield from _part(table, localiser, footing=len(common) > 1)
        yield "</section>"
    yield "</main>"


def _contents(tables: Sequence[Table], localiser: Localiser) -> Iterator[str]:
    yield f'<nav aria-label="{escaped(localiser.word(_PARTS))}">'
    yield "<ol>"
    for table in tables:
        title = escaped(localiser.say(table.report.title))
        yield f'<li><a href="#{table.ident}">{title}</a> <small>({table.count})</small></li>'
    yield "</ol>"
    yield "</nav>"


def _part(table: Table, localiser: Localiser, *, footing: bool) -> Iterator[str]:
    report = table.report
    drawing = report.drawing
    if drawing is not None and report.rows and _has_all(report, drawing):
        from ntmtrack.render.page_drawing import inline

        picture = inline(report, drawing, localiser, f"{table.ident}-picture")
        yield (
            '<div class="picture" role="region" tabindex="0"'
            f' aria-labelledby="{table.ident}-title">{picture}</div>'
        )
    yield from table.markup()
    # A heat map has its legend above it.
    notes = [note for note in (report.told if footing else report.notes) if note != LEGEND]
    if notes:
        yield '<ul class="notes">'
        for note in notes:
            yield f"<li>{escaped(localiser.say(note))}</li>"
        yield "</ul>"


def _has_all(report: Report, drawing: Drawing) -> bool:
    """Whether the columns that the picture is made of are there: a reader may choose others."""
    wanted = {drawing.along, drawing.line, drawing.up, drawing.down}
    return wanted <= {column.key for column in report.columns}
