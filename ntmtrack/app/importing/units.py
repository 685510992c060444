"""Units from a sheet: added, or changed where their code or name is there already.

A unit is known by its code; without one by its name below the same parent. A parent may stand
further down in the same sheet.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from ntmtrack.app import resolve
from ntmtrack.app.importing.enumerated import member
from ntmtrack.app.importing.kind import Kind, Run
from ntmtrack.app.importing.names import Names
from ntmtrack.app.importing.rows import Cells, became, is_other_name, judge_line
from ntmtrack.app.importing.unit_codes import whole_code
from ntmtrack.app.importing.unit_fields import VOCABULARY
from ntmtrack.app.naming import ambiguous
from ntmtrack.app.units import NewUnit, UnitChange, add_below, kind_of, region_key, revise
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.division import Region
from ntmtrack.domain.importing import Judged
from ntmtrack.domain.sheet_cell import Cell, as_text, ways_to_name
from ntmtrack.domain.text import tokens
from ntmtrack.domain.unit import UnitKind, bare_name, kind_from_name, level_of
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.table import Table
from ntmtrack.message import N_, Message, say
from ntmtrack.record import Record
from ntmtrack.store import queries_catalogue

_KINDS = {
    **dict.fromkeys(
        ("thon", "ban", "ap", "khom", "xom", "buon", "lang", "to dan pho", "tdp"), UnitKind.VILLAGE
    ),
    **dict.fromkeys(("khu dan cu", "khu pho", "thon/ban", "thon, ban"), UnitKind.VILLAGE),
    **dict.fromkeys(("quan", "thi xa"), UnitKind.DISTRICT),
}
"""What sheets call the kinds beside the words of the ledger, folded."""


class Entry(Record):
    """A line of the sheet, read; `code` with the zeros that the sheet lost."""

    cells: Cells
    name: str
    kind: UnitKind | None
    code: str | None
    uid: str | None
    under: Cell
    region: str | None
    group: str | None
    valid_from: date | None
    valid_to: date | None

    @property
    def level(self) -> str | None:
        """The level of its kind, as far as the line says it."""
        kind = self.kind or kind_from_name(self.name)
        return None if kind is None else level_of(kind)

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The words of its whole name, with and without the word of its kind."""
        kind = self.kind or kind_from_name(self.name)
        return tokens(self.name), tokens(bare_name(self.name, kind))

    def is_called(self, words: str) -> bool:
        """Whether words are its whole name, with or without the word of its kind."""
        asked = tokens(words)
        return bool(asked) and asked in self.names


def judge(run: Run, table: Table) -> Iterator[Judged]:
    """Every line, in its order; those that others belong to are written first."""
    entries = [_read(run, Cells(table, line)) for line in table.lines]
    twins = _twins(entries)
    judged: dict[int, Judged] = {}
    for done, entry in enumerate(_parents_first(entries), start=1):
        first = twins.get(entry.cells.line.number)
        take = partial(_take, run, entry, first)
        judged[entry.cells.line.number] = judge_line(run, entry.cells, take)
        run.tell(done, len(entries))
    yield from (judged[line.number] for line in table.lines)


def _read(run: Run, cells: Cells) -> Entry:
    named = cells.has("name")
    name = cells.words("name" if named else "unit") or ""
    if not name:
        cells.faults.append(say("the name is missing"))
    kind_words, region = cells.words("kind"), cells.words("region") or run.options.region
    kind = cells.tried(lambda: member(UnitKind, kind_words, also=_KINDS)) if kind_words else None
    code = cells.cell("code")
    if code == "" and named:
        code = cells.cell("unit")
    text = as_text(code) or None
    uid = text if text and queries_catalogue.unit_row(run.change.conn, text) else None
    if text and uid is None and len(text) > _LONGEST_CODE:
        # The list of another ledger names a unit without a code by its uid.
        text = None
    cells.what = name
    found = Entry(
        cells=cells,
        name=name,
        kind=kind,
        code=None if uid else text,
        uid=uid,
        under=cells.cell("under") or run.options.under or "",
        region=cells.tried(lambda: _region(region)),
        group=cells.words("group"),
        valid_from=cells.day("from") or run.options.on,
        valid_to=cells.day("to"),
    )
    if found.code is None:
        return found
    whole = cells.tried(
        lambda: whole_code(
            run.change.conn,
            found.code or "",
            name=name,
            level=found.level,
            typed=not isinstance(code, str),
            day=found.valid_from or run.context.today,
        )
    )
    if whole is not None and whole != found.code:
        cells.said.append(say("the code {words} was read as {code}", words=found.code, code=whole))
    return found._replace(code=whole or found.code)


_LONGEST_CODE = 20


def _region(words: str | None) -> str | None:
    if words is None:
        return None
    try:
        return str(member(Region, words))
    except DataError:
        return region_key(" ".join(word for word in tokens(words) if word not in ("va", "vung")))


def _twins(entries: Sequence[Entry]) -> dict[int, int]:
    """The lines about a unit that an earlier line is about, with that line."""
    seen: dict[object, int] = {}
    found = {}
    for each in entries:
        # Of a code or a uid there is one; of a name, one below each parent and from each day.
        key: object = each.code or each.uid
        if key is None:
            key = (tokens(each.name), tokens(as_text(each.under)))
        if each.valid_from is not None and each.cells.day("from") is not None:
            key = (key, each.valid_from)
        line = each.cells.line.number
        if each.name and key in seen:
            found[line] = seen[key]
        seen.setdefault(key, line)
    return found


def _parents_first(entries: Sequence[Entry]) -> list[Entry]:
    """The entries in an order in which nothing goes before what it belongs to."""
    named: dict[object, list[Entry]] = defaultdict(list)
    for each in entries:
        for name in {each.code, *each.names}:
            named[name].append(each)
    order: dict[int, Entry] = {}
    waiting: set[int] = set()
    # Not by recursion: a sheet may hang each of its lines below the next.
    stack = [(each, False) for each in reversed(entries)]
    while stack:
        entry, parents_done = stack.pop()
        line = entry.cells.line.number
        if parents_done:
            order[line] = entry
        elif line not in waiting:
            waiting.add(line)
            stack.append((entry, True))
            stack += [(other, False) for other in _holders(entry, named)]
    return list(order.values())


def _holders(entry: Entry, named: Mapping[object, Sequence[Entry]]) -> list[Entry]:
    """The lines that may be about the parent of one."""
    if entry.under == "":
        return []
    by_code = [each for code in ways_to_name(entry.under) for each in named.get(code, ())]
    called = named.get(tokens(as_text(entry.under).partition(",")[0]), ())
    return [*by_code, *(each for each in called if each.level != entry.level)]


def _take(run: Run, entry: Entry, first: int | None, cells: Cells) -> Judged:
    cells.check()
    if first is not None:
        raise DataError(say("the same unit is in line {line}", line=first))
    day = entry.valid_from or run.context.today
    parent = _parent(run, entry, day)
    unit = _known(run, entry, parent, day)
    if unit is not None:
        return _compared(run, entry, unit, parent, day)
    given = NewUnit(
        name=entry.name,
        kind=kind_of(entry.name, entry.kind),
        code=entry.code,
        region=entry.region,
        group=entry.group,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
    )
    add_below(run.change, given, parent, day)
    return cells.judged(entry.name, new=1)


def _parent(run: Run, entry: Entry, day: date) -> Unit | None:
    """The unit that a line belongs to, as it is called on its day or today."""
    if entry.under == "":
        return None
    names = Names(run.change.conn, run.words.name)
    try:
        found = names.unit(entry.under, day)
    except DataError:
        if day == run.context.today:
            raise
        found = names.unit(entry.under, run.context.today)
    entry.cells.said.extend((*found.said, *names.said()))
    return found.unit


def _known(run: Run, entry: Entry, parent: Unit | None, day: date) -> Unit | None:
    """The unit of the ledger that a line is about, as it stands on the day."""
    conn = run.change.conn
    for code in filter(None, (entry.uid, entry.code)):
        found = queries_catalogue.units_by_code(conn, code, day)
        if found:
            return found[0]
    folded = " ".join(tokens(entry.name))
    alike = [
        each
        for each in queries_catalogue.units_by_name(conn, folded, day)
        if entry.is_called(each.name) or entry.is_called(bare_name(each.name, each.kind))
        if entry.level in (None, level_of(each.kind))
        if parent is None or each.parent == parent.key
        if entry.code is None or not each.coded
    ]
    if len(alike) > 1:
        raise ambiguous(entry.name, [resolve.unit_line(each) for each in alike])
    return alike[0] if alike else None


def _compared(run: Run, entry: Entry, unit: Unit, parent: Unit | None, day: date) -> Judged:
    """A unit that is there: what differs is corrected, or is so from the day that the line says."""
    renamed = _renamed(entry, unit)
    moved = parent is not None and parent.key != unit.parent
    _refuse_other(run, entry, unit, renamed=renamed, moved=moved, day=day)
    kind = entry.kind if entry.kind not in (None, unit.kind) else None
    code = entry.code if entry.code != unit.code else None
    region = entry.region if entry.region != unit.region else None
    group = entry.group if entry.group != unit.group else None
    until = entry.valid_to if entry.valid_to != unit.valid_to else None
    said: list[Message] = []
    if renamed:
        said.append(became(N_("Unit"), unit.name, entry.name))
    if moved and parent is not None:
        said.append(became(N_("Below"), unit.parent_name, parent.name))
    if kind is not None:
        said.append(became(N_("Kind"), unit.kind, kind))
    if code is not None:
        said.append(became(N_("Code"), None, code))
    if region is not None:
        was = None if unit.region is None else Region(unit.region)
        said.append(became(N_("Region"), was, Region(region)))
    if group is not None:
        said.append(became(N_("Group"), unit.group, group))
    if until is not None:
        said.append(became(N_("To"), unit.valid_to, until))
    since = entry.cells.day("from") or run.options.on
    if not said:
        if since is not None and since != unit.valid_from:
            entry.cells.said.append(
                say(
                    "it is in the ledger from {known}; the day {day} of the sheet was not taken",
                    known=unit.valid_from or "…",
                    day=since,
                )
            )
        return entry.cells.judged(unit.name, same=1)
    later = since if since is not None and since != unit.valid_from else None
    given = UnitChange(
        name=entry.name if renamed else None,
        kind=kind,
        region=region,
        group=group,
        code=code,
        valid_from=later,
        valid_to=until,
    )
    revise(run.change, unit, given, parent, day)
    if later is not None:
        entry.cells.said.append(say("so from {day} on", day=later))
    entry.cells.said.extend(said)
    return entry.cells.judged(unit.name, changed=1)


def _renamed(entry: Entry, unit: Unit) -> bool:
    """Whether the line calls a unit otherwise; without its kind or its marks it does not."""
    names = (unit.name, bare_name(unit.name, unit.kind))
    return all(is_other_name(entry.name, each) for each in names)


def _refuse_other(
    run: Run, entry: Entry, unit: Unit, *, renamed: bool, moved: bool, day: date
) -> None:
    """Refuse a code that is borne by quite another unit than the line is about."""
    level = entry.level
    another_level = level is not None and level != level_of(unit.kind)
    same_words = entry.is_called(unit.name) or entry.is_called(bare_name(unit.name, unit.kind))
    others = (
        [] if not renamed or same_words else resolve.same_name(run.change.conn, entry.name, day)
    )
    taken = [each for each in others if each.key != unit.key]
    if another_level or taken or (renamed and not same_words and moved):
        raise DataError(
            say("the code {code} belongs to {unit}", code=entry.code or "…", unit=unit.name),
            details=tuple(resolve.unit_line(each) for each in (unit, *taken)),
            hint=say("mend the code; a change of name or parent alone is taken"),
        )


KIND = Kind("units", VOCABULARY, judge)
