"""The entry: a paper's text in, everything that the rules could read of it out."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.notice import figures
from ntmtrack.domain.notice.above import Inherited, heading_says
from ntmtrack.domain.notice.additions import Draft
from ntmtrack.domain.notice.aligned import Aligned, align
from ntmtrack.domain.notice.blocks import Block, blocks
from ntmtrack.domain.notice.criteria_lists import listed
from ntmtrack.domain.notice.criteria_named import clause_head
from ntmtrack.domain.notice.deadlines import for_all
from ntmtrack.domain.notice.dues import Time
from ntmtrack.domain.notice.found import Clause, Found, Proposal, Reading, UnitFound
from ntmtrack.domain.notice.heading import heading
from ntmtrack.domain.notice.proposals import Surroundings, proposals
from ntmtrack.domain.notice.row_tasks import of_row
from ntmtrack.domain.notice.sections import Part, divide, is_formula, reports
from ntmtrack.domain.notice.tallies import tally
from ntmtrack.domain.notice.targets import targets
from ntmtrack.domain.notice.task_tables import Row, tabled
from ntmtrack.domain.notice.tasks import drafts
from ntmtrack.domain.notice.units_named import Units, units
from ntmtrack.domain.paper import Paper
from ntmtrack.record import Record


def read(paper: Paper) -> Reading:
    """Read a notice by rules; what is uncertain stays empty. Any text gives a Reading."""
    aligned = align(paper.text)
    every = tuple(blocks(aligned))
    if not every:
        return Reading()
    tables = tabled(aligned, paper.tables)
    free = [block for block in every if not _inside(block, tables.taken)]
    head = heading(aligned, free or every)
    named = units(aligned, head.headline)
    division = divide(aligned, free[head.first :], official=head.document.kind is not None)
    counted = tally(aligned)
    lists = listed(aligned, paper.tables)
    # The day of the meeting or of publication lends its year to a paper without a date.
    day = head.document.dated or head.document.context_date
    writer = _Clauses(aligned, named, day)
    for part in _in_order(division.parts, tables.rows):
        writer.add_row(part) if isinstance(part, Row) else writer.add(part)
    return Reading(
        document=head.document,
        units=named.main,
        others=named.others,
        set=figures.criteria_set(aligned, head.headline, named, counted),
        tally=counted,
        counts=tuple(figures.counts(aligned)),
        unmet=lists["unmet"],
        met=lists["met"],
        nearly_met=lists["nearly_met"],
        targets=targets(aligned, day, named, writer.directed),
        clauses=tuple(writer.clauses),
        headings=writer.headings,
        outside=division.outside + head.first + writer.openings,
    )


def _inside(block: Block, taken: Sequence[tuple[int, int]]) -> bool:
    return any(block.start < end and block.end > start for start, end in taken)


def _in_order(parts: Sequence[Part], rows: Sequence[Row]) -> list[Part | Row]:
    return sorted(
        (*parts, *rows), key=lambda each: each.start if isinstance(each, Row) else each.block.start
    )


class _Above(Record):
    """What a heading says for the clauses under it."""

    number: str = ""
    inherited: Inherited = Inherited()
    criterion: Found | None = None
    unit: UnitFound | None = None


class _Clauses:
    """The clauses of a paper as they are written down, one after the other."""

    def __init__(self, paper: Aligned, named: Units, day: date | None) -> None:
        self.paper = paper
        self.named = named
        self.day = day
        self.clauses: list[Clause] = []
        self.directed: list[tuple[int, int, Found | None]] = []
        self.headings = 0
        self.openings = 0
        self._above: list[_Above] = []
        self._together = 0
        self._section = 0

    def add(self, part: Part) -> None:
        """Write down a clause, or keep what a heading says."""
        block = part.block
        over = self._above[part.above] if part.above >= 0 else _Above()
        number = block.number
        if block.style in ("a", "A") and over.number[:1].isdigit():
            number = f"{over.number}.{number}"
        says = over
        if part.heading:
            says, only = self._heading(block, over, number)
            if only:
                self._above.append(says)
                self.headings += 1
                if part.above < 0:
                    self._section = len(self.clauses)
                return
        self._above.append(says)
        self._clause(block, number, over, opening=part.opening)

    def _heading(self, block: Block, over: _Above, number: str) -> tuple[_Above, bool]:
        paper = self.paper
        head = clause_head(paper, block.body, block.end)
        begins = head.after if head.after < block.end else block.body
        inherited, only = heading_says(paper, begins, block.end, self.day)
        units = self.named.within(block.body, block.end)
        mains = [unit for unit in units if unit in self.named.main] or list(units)
        return _Above(
            number,
            Inherited(
                inherited.assigned or over.inherited.assigned, inherited.time or over.inherited.time
            ),
            head.criterion or over.criterion,
            mains[0] if len(mains) == 1 else over.unit,
        ), only

    def _clause(self, block: Block, number: str, over: _Above, *, opening: bool) -> None:
        paper = self.paper
        head, found = drafts(paper, block.body, block.end, self.day, over.inherited)
        silent = is_formula(paper, block) or (
            not block.style and reports(paper, block) and not any(draft.assigned for draft in found)
        )
        if opening:
            found = [draft for draft in found if draft.assigned is not None]
        time = for_all(paper, block.body, block.end, self.day)
        if time is not None:
            self._all_due(time)
            found = []
        if opening and not found:
            self.openings += 1
            return
        self._write(block.start, block.end, number, head.criterion, [] if silent else found, over)

    def _all_due(self, time: Time) -> None:
        """Give a deadline said once, below, to every task of the section that has none."""
        words = self.paper.found(time.start, time.end, "above")
        for place in range(self._section, len(self.clauses)):
            clause = self.clauses[place]
            dated = (
                task
                if task.due or "due" in task.uncertain
                else task._replace(due=time.due, due_words=words)
                for task in clause.tasks
            )
            self.clauses[place] = clause._replace(tasks=tuple(dated))

    def add_row(self, row: Row) -> None:
        """Write down a row of a table of tasks."""
        head, draft = of_row(self.paper, row, self.day)
        number = self.paper.cased[slice(*row.cell("number"))].strip(" .()")
        section = clause_head(self.paper, *row.section).criterion
        over = _Above(criterion=section)
        self._write(row.start, row.end, number, head.criterion, [draft], over)

    def _write(
        self,
        start: int,
        end: int,
        number: str,
        criterion: Found | None,
        found: Sequence[Draft],
        over: _Above,
    ) -> None:
        around = Surroundings(start, end, criterion, over.criterion, self.named, over.unit)
        tasks: list[Proposal] = []
        for draft in found:
            made = proposals(self.paper, draft, around, self._together + 1)
            self._together += len(made) > 1
            tasks += made
        whole = self.paper.found(start, end, "words")
        self.directed.append((start, end, criterion or over.criterion))
        self.clauses.append(Clause(number, whole.start, whole.end, tuple(tasks)))
