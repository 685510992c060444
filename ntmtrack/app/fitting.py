"""A proposal made fit for the ledger: names become places in the file, or stay as written."""

from collections import defaultdict
from collections.abc import Sequence

from ntmtrack.app.calendar import working_calendar
from ntmtrack.app.matching import Fit, Named, PaperNames, match_agency, match_person, match_unit
from ntmtrack.app.task_rows import NO_DUE
from ntmtrack.app.units import NewUnit, add_unit
from ntmtrack.domain.bodies import Document
from ntmtrack.domain.catalogue import Item, SetName, Unit
from ntmtrack.domain.draft import DraftTask
from ntmtrack.domain.due import Due, Precision, parse_due
from ntmtrack.domain.due_flag import DueFlag
from ntmtrack.domain.text import tokens
from ntmtrack.domain.unit import kind_from_name
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.store import queries_catalogue
from ntmtrack.store.writing import Writing


class Sheet(Record):
    """The paper that proposals come from, as the ledger has it.

    `own` are the words by which the paper names its one unit. `known_only`: nothing new is
    added to the ledger, unknown names stay as written.
    """

    document: Document
    names: PaperNames
    of: SetName | None
    own: str | None = None
    known_only: bool = False


class Fitted(Record):
    """A task in places of the file; `as_written` keeps the words of what has no place."""

    unit: Unit | None
    item: Item | None
    leads: Sequence[int]
    coordinators: Sequence[int]
    persons: Sequence[int]
    due: Due
    as_written: dict[str, list[str]]


def fitted(change: Writing, task: DraftTask, sheet: Sheet) -> Fitted:
    """Make a proposal fit. Raises DataError where its unit may be several."""
    left: dict[str, list[str]] = defaultdict(list)
    unit = _unit(change, task, sheet, left)
    leads = _agencies(change, task.leads, sheet, left["leads"])
    coordinators = _agencies(change, task.coordinators, sheet, left["coordinators"])
    item = item_of(change, task.criterion, sheet, left)
    if unit is None and item is not None:
        # A criterion is one of a unit.
        item = None
        left["criterion"].append(str(task.criterion))
    return Fitted(
        unit=unit,
        item=item,
        leads=leads,
        # Who leads a task does not also coordinate it, by whatever second name.
        coordinators=[each for each in coordinators if each not in leads],
        persons=_persons(change, task.persons, sheet, left["persons"]),
        due=_due(task, sheet, left),
        as_written={name: words for name, words in left.items() if words},
    )


def _unit(
    change: Writing, task: DraftTask, sheet: Sheet, left: dict[str, list[str]]
) -> Unit | None:
    if task.unit is None:
        return None
    unit = unit_of(change, task.unit, sheet)
    if unit is None:
        left["unit"].append(task.unit)
    return unit


def unit_of(change: Writing, words: str, sheet: Sheet) -> Unit | None:
    """The unit that words of a paper name, added where it is new; None if it stays as written.

    Raises DataError, with the candidates, where it may be several.
    """
    names = sheet.names
    if names.unit is not None and sheet.own and tokens(words) == tokens(sheet.own):
        return names.unit
    named = match_unit(change.conn, words, names)
    if named.candidates:
        raise DataError(
            say("{words} may mean several:", words=words)
            if len(named.candidates) > 1
            else say(
                "{words} does not exist on {day}, but then:", words=words, day=names.looked_at
            ),
            details=named.candidates,
            hint=say("say which with --unit, or mend the proposal with `ntmtrack notice edit`"),
        )
    kind = kind_from_name(words)
    if named.fit is Fit.NEW and named.name and kind and not sheet.known_only:
        key = add_unit(change, NewUnit(name=named.name, kind=kind), names.looked_at)
        return queries_catalogue.unit_versions(change.conn, key)[-1]
    return named.unit


def item_of(
    change: Writing, number: str | None, sheet: Sheet, left: dict[str, list[str]]
) -> Item | None:
    """The criterion that a paper's number means under its set."""
    if number is None:
        return None
    if sheet.of is not None:
        items = queries_catalogue.items(change.conn, [sheet.of.key], sheet.names.looked_at)
        for item in items:
            if item.number == number:
                return item
    left["criterion"].append(number)
    return None


def _agencies(change: Writing, given: Sequence[str], sheet: Sheet, left: list[str]) -> list[int]:
    found = []
    for words in given:
        named = match_agency(change.conn, words, sheet.names)
        if named.fit is Fit.ASKED and not sheet.known_only:
            raise _which(named)
        key = named.key
        if named.fit is Fit.NEW and not sheet.known_only:
            key = _new_agency(change, named)
        if key is None:
            left.append(words)
        else:
            found.append(key)
    return found


def _which(named: Named) -> DataError:
    """The question whether a name is that of an agency whose name goes on with its place."""
    return DataError(
        say("{words}: is it one that the ledger knows?", words=named.words),
        details=named.candidates,
        hint=say(
            "if it is: `ntmtrack notice edit NUMBER --lead {name}`; if it is another:"
            " `ntmtrack agency add {words}`; --known-only leaves it in words; nothing was written",
            name=f'"{named.candidates[0]}"',
            words=f'"{named.words}"',
        ),
    )


def _new_agency(change: Writing, named: Named) -> int:
    name = named.name or named.words
    unit = None if named.unit is None else named.unit.key
    return change.insert(
        "agency", {"name": name, "folded": " ".join(tokens(name)), "unit_id": unit}
    )


def _persons(change: Writing, given: Sequence[str], sheet: Sheet, left: list[str]) -> list[int]:
    found = []
    for words in given:
        key = match_person(change.conn, words, sheet.names).key
        if key is None:
            left.append(words)
        else:
            found.append(key)
    return found


_COUNTED = {DueFlag.FROM_DOCUMENT_DATE, DueFlag.CALENDAR_MISSING}
_UNDATED = {Precision.RHYTHM, Precision.TRIGGER, Precision.NONE}


def _due(task: DraftTask, sheet: Sheet, left: dict[str, list[str]]) -> Due:
    """The due as it was read; terms are counted anew, now that the working calendar is known.

    Words without days, that lacked the paper's date, are read again if it is known by now.
    """
    kept = task.due.as_due() if task.due else None
    words = kept.words if kept else task.due_words
    if words is None:
        return NO_DUE
    if kept is not None and _is_whole(kept):
        return kept
    try:
        return parse_due(words, document_date=sheet.document.dated, calendar=working_calendar())
    except DataError:
        left["due"].append(words)
        return NO_DUE._replace(words=words)


def _is_whole(due: Due) -> bool:
    """Whether nothing more can be known of a due than the reading knew."""
    dated = due.last_day is not None or due.precision in _UNDATED
    return dated and not _COUNTED.intersection(due.flags)
