"""One report as a table of a web page; a matrix of verdicts as a heat map.

Without its style it is a complete table, without the script nothing is missing from it. The word
of a verdict stands in its cell, the letter that people see is put there by the style: it is read
out once, copied as a word, and printed as a letter.
"""

from collections.abc import Iterator

from ntmtrack.domain.assessment import Verdict
from ntmtrack.message import N_, say_n
from ntmtrack.render.columns import leading, shown
from ntmtrack.render.letter import told_when_empty
from ntmtrack.render.localise import Localiser, flat
from ntmtrack.render.page_cells import (
    VERDICT_CLASSES,
    css_string,
    escaped,
    is_criterion,
    is_late,
    sort_value,
    sorting,
    verdict_of,
    whole,
)
from ntmtrack.reports.report import Block, Report, Row
from ntmtrack.reports.status import Mark

_FILTER = N_("Filter")
_ONLY_UNMET = N_("only rows with an unmet criterion")
_GROUP = N_("Group")
_SOME = N_("{shown} of {total} rows")
_UP = N_("sorted by {column}, rising")
_DOWN = N_("sorted by {column}, falling")

_RANKS = {"unit_name": 0, "unit": 2}
"""What comes first and last in a matrix."""
_WIDE = "(min-width:42.01rem)"
_ROWS = f"print,{_WIDE}"
"""Where rows are rows; on a narrower screen each is a card (see `page.css`)."""
_COUNT, _WORDS = 11, 26
"""Millimetres on paper, beside the columns of criteria."""
_TOTAL = "total"
"""The block that adds up the others: it stays below them, however they are sorted."""
_MANY = 30
"""Columns of criteria from which they must be small on paper."""
_FEW = 4
"""Rows that need no filter."""
_SHORT = 16
"""Characters that are kept on one line."""
_LONG = 40
"""Characters from which a column is given room."""
_TALL = 25
"""Rows from which the headings stay in sight while the rows pass below them."""


class Table:
    """A report on a page: its markup, and the rules of style that only it needs."""

    __slots__ = ("_criteria", "_leads", "_localiser", "_longest", "_places", "ident", "report")

    def __init__(self, report: Report, localiser: Localiser, ident: str) -> None:
        """`ident` begins every id of this part, and is no other's beginning."""
        self.report = report
        self.ident = ident
        self._localiser = localiser
        self._leads = frozenset(leading(report))
        self._criteria = frozenset(
            place
            for place, column in enumerate(report.columns)
            if is_criterion(column, [row[place] for row in report.rows])
        )
        self._places = self._ordered()
        self._longest = {
            place: max((len(self._text(row, place)) for row in report.rows), default=0)
            for place in self._places
            if place not in self._criteria
        }

    @property
    def is_matrix(self) -> bool:
        """Whether it is drawn as a heat map."""
        return bool(self._criteria)

    @property
    def count(self) -> int:
        """How many rows there are, totals aside."""
        return sum(len(block.rows) for block in self.report.blocks if block.key != _TOTAL)

    def markup(self) -> Iterator[str]:
        """The table with what steers it, line by line; one sentence where there is no row."""
        if not self.report.rows:
            yield f"<p>{escaped(told_when_empty(self.report, self._localiser))}</p>"
            return
        if self.is_matrix:
            yield from self._legend()
        if self.count > _FEW:
            yield from self._controls()
        kind = "matrix" if self.is_matrix else "list"
        if len(self._criteria) > _MANY:
            kind += " wide"
        tall = " tall" if len(self.report.rows) > _TALL else ""
        yield (
            f'<div class="region{tall}" role="region" tabindex="0"'
            f' aria-labelledby="{self.ident}-title">'
        )
        yield f'<table id="{self.ident}-table" class="{kind}"{self._said()}>'
        yield f'<caption class="away">{escaped(self._localiser.say(self.report.title))}</caption>'
        yield from self._head()
        for block in self.report.blocks:
            if block.rows:
                yield from self._body(block)
        yield "</table>"
        yield "</div>"

    def rules(self) -> Iterator[str]:
        """What the general style cannot know: how wide each column is, and what it is called."""
        for child, place in enumerate(self._places, 1):
            if place in self._criteria:
                continue
            cells = f"#{self.ident}-table tr:not(.group)>:nth-child({child})"
            longest = self._longest[place]
            if self.report.columns[place].right:
                yield f"@media {_ROWS}{{{cells}{{text-align:right}}}}"
            if longest <= _SHORT:
                yield f"@media {_ROWS}{{{cells}{{white-space:nowrap}}}}"
            else:
                room = 14 if longest > _LONG else 8
                look = f"min-width:{room}rem;white-space:normal;text-align:left"
                yield f"@media screen and {_WIDE}{{{cells}{{{look}}}}}"
            if not self.is_matrix:
                yield from self._on_a_card(cells, place)
            elif child > 1:
                # On paper all columns of a matrix are narrow but these.
                width = _COUNT if longest <= _SHORT else _WORDS
                yield f"@media print{{{cells}{{width:{width}mm;white-space:normal}}}}"

    def _on_a_card(self, cells: str, place: int) -> Iterator[str]:
        """What a cell is called where each row is a card; short ones share a line."""
        if not self._names(place):
            yield f"{cells}{{--h:{css_string(self._heading(place))}}}"
            if self._longest[place] <= _SHORT:
                yield f"{cells}{{--d:inline-block}}"

    def _names(self, place: int) -> bool:
        """Whether the words of a column name the row, and need no heading beside them."""
        return place in self._leads and not self.report.columns[place].right and not self.is_matrix

    def _ordered(self) -> tuple[int, ...]:
        """What people see; a matrix begins with what its rows are called, not with their codes."""
        told = [
            place
            for place in shown(self.report)
            if any(row[place] is not None for row in self.report.rows)
        ]
        if self.is_matrix:
            told.sort(key=lambda place: _RANKS.get(self.report.columns[place].key, 1))
        return tuple(told)

    def _text(self, row: Row, place: int) -> str:
        return flat(self._localiser.cell(row[place]))

    def _heading(self, place: int) -> str:
        return flat(self._localiser.word(self.report.columns[place].heading))

    def _legend(self) -> Iterator[str]:
        yield '<ul class="legend">'
        for verdict, letter in VERDICT_CLASSES.items():
            word = escaped(self._localiser.cell(verdict))
            yield f'<li><b class="{letter}"></b> {word}</li>'
        yield "</ul>"

    def _controls(self) -> Iterator[str]:
        """The script shows them: without it they would do nothing."""
        word, ident = self._localiser.word, self.ident
        yield '<div class="controls" hidden>'
        yield (
            f'<label for="{ident}-filter">{escaped(word(_FILTER))}</label>'
            f'<input id="{ident}-filter" type="search" autocomplete="off" spellcheck="false"'
            f' aria-controls="{ident}-table">'
        )
        if self.is_matrix:
            yield (
                f'<label class="choice"><input id="{ident}-only" type="checkbox">'
                f" {escaped(word(_ONLY_UNMET))}</label>"
            )
        count = self.count
        total = self._localiser.say(say_n("{count} row", "{count} rows", count))
        yield f'<output id="{ident}-said" for="{ident}-filter">{escaped(total)}</output>'
        yield "</div>"

    def _said(self) -> str:
        """The sentences in which the script tells what it has done."""
        word = self._localiser.word
        sentences = {"some": _SOME, "up": _UP, "down": _DOWN, "group": _GROUP}
        return "".join(f' data-{key}="{escaped(word(text))}"' for key, text in sentences.items())

    def _head(self) -> Iterator[str]:
        yield "<thead>"
        yield "<tr>"
        for place in self._places:
            kind = sorting([row[place] for row in self.report.rows]).value
            lead = ' class="lead"' if self._names(place) else ""
            heading = escaped(self._heading(place))
            about = escaped(self.report.columns[place].about)
            title = f' title="{about}"' if about else ""
            yield f'<th scope="col" data-kind="{kind}"{lead}{title}>{heading}</th>'
        yield "</tr>"
        yield "</thead>"

    def _body(self, block: Block) -> Iterator[str]:
        part = "tfoot" if block.key == _TOTAL else "tbody"
        yield f"<{part}>"
        if block.heading is not None:
            heading = escaped(self._localiser.say(block.heading))
            span = f'colspan="{len(self._places)}"'
            yield f'<tr class="group"><th scope="rowgroup" {span}><b>{heading}</b></th></tr>'
        for row in block.rows:
            cells = "".join(self._cell(row, place) for place in self._places)
            yield f"<tr>{cells}</tr>"
        yield f"</{part}>"

    def _cell(self, row: Row, place: int) -> str:
        cell = row[place]
        verdict = verdict_of(cell)
        if place in self._criteria:
            return self._mark(verdict)
        text = escaped(self._text(row, place))
        if place == self._places[0]:
            return f'<th scope="row"{_sorted_by(row, place, text)}>{text}</th>'
        if verdict is not None:
            inside = f'<b class="{VERDICT_CLASSES[verdict]}">{text}</b>'
            return f"<td>{inside}</td>"
        kinds = " ".join(
            name
            for name, holds in (
                ("lead", self._names(place)),
                ("late", is_late(self.report.columns[place], cell)),
            )
            if holds
        )
        kind = f' class="{kinds}"' if kinds else ""
        value = _sorted_by(row, place, text)
        kept = whole(text) if self._longest[place] > _SHORT else text
        return f"<td{kind}{value}>{kept}</td>"

    def _mark(self, verdict: Verdict | None) -> str:
        if verdict is None:
            return "<td></td>"
        word = escaped(self._localiser.cell(verdict))
        return f"<td class={VERDICT_CLASSES[verdict]}>{word}</td>"


def letters(localiser: Localiser) -> Iterator[str]:
    """The rules that put the letter of a verdict into its cell, not to be read out beside it."""
    for mark in Mark:
        letter = css_string(localiser.cell(mark))
        kind = VERDICT_CLASSES[Verdict(mark.value)]
        # The second is not known to older programs, which then keep the first.
        content = f'content:{letter};content:{letter}/""'
        yield f".matrix td.{kind}::before,.legend .{kind}::before{{{content}}}"


def _sorted_by(row: Row, place: int, text: str) -> str:
    value = sort_value(row[place])
    return "" if value in (None, text) else f' data-sort="{value}"'
