"""What may be wrong with what is kept twice, with the order of changes, and with exchange."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from ntmtrack.domain.checks.finding import Finding, Rule
from ntmtrack.domain.checks.judgements import named
from ntmtrack.message import Message, say, say_n
from ntmtrack.record import Record


def chain(breaks: Iterable[Message]) -> Iterator[Finding]:
    """What the chain of changes says of itself."""
    for each in breaks:
        number = each.values.get("number")
        change = number if isinstance(number, int) else None
        mend = ("log", "list") if change is None else ("log", "show", str(change))
        yield Finding(Rule.CHAIN, each, change=change, command=mend)


def schema(
    missing: Sequence[str], foreign: Sequence[str], changed: Sequence[str], copy: str
) -> Iterator[Finding]:
    """Parts of the file's schema that are not as they are laid down; `copy` is the newest copy.

    Without a trigger, what is written leaves no history and breaks no rule.
    """
    kinds = (
        (missing, say("of the schema is missing: {parts}", parts=named(missing))),
        (foreign, say("no part of the ledger's schema: {parts}", parts=named(foreign))),
        (changed, say("not as the ledger is made: {parts}", parts=named(changed))),
    )
    for parts, said in kinds:
        if parts:
            yield Finding(Rule.SCHEMA, said, command=("restore", copy))


def kept(units: Sequence[str], *, tasks: bool) -> Iterator[Finding]:
    """What is kept of answers and is not what they are when found anew.

    `units` are the names of those whose verdicts are kept otherwise; `tasks` whether the numbers
    of tasks are. A ledger made of all rows has them anew.
    """
    mend = ("export", "--all", "DIR")
    if units:
        said = say_n(
            "the verdicts that are kept of {count} unit are not those of its judgements: {units}",
            "the verdicts that are kept of {count} units are not those of their judgements:"
            " {units}",
            len(units),
            units=named(units),
        )
        yield Finding(Rule.KEPT, said, command=mend)
    if tasks:
        said = say("the numbers of tasks that are kept are not those of the tasks")
        yield Finding(Rule.KEPT, said, command=mend)


class Moment(Record):
    """A change and when it was recorded."""

    change: int
    at: datetime


def recorded_back(moments: Iterable[Moment]) -> Iterator[Finding]:
    """Changes that were recorded before the one they follow."""
    before: Moment | None = None
    for each in moments:
        if before is not None and each.at < before.at:
            said = say(
                "change {number} was recorded before change {before}",
                number=each.change,
                before=before.change,
            )
            yield Finding(
                Rule.RECORDED_BACK,
                said,
                change=each.change,
                command=("log", "show", str(each.change)),
            )
        before = each


STARTING = timedelta(minutes=1)
"""What is written while a look starts is read by it, and is no change of a clock that was wrong."""


def future_change(moments: Iterable[Moment], now: datetime) -> Iterator[Finding]:
    """The first change of those that are dated in the future; later ones are held up by it.

    `now` is when the look started, which others may write after.
    """
    for each in moments:
        if each.at > now + STARTING:
            said = say(
                "change {number} and those after it are dated {moment}, which is to come: a clock"
                " was wrong",
                number=each.change,
                moment=each.at,
            )
            yield Finding(
                Rule.FUTURE_CHANGE,
                said,
                change=each.change,
                command=("log", "show", str(each.change)),
            )
            return


class Ahead(Record):
    """Facts that one change wrote about days after it, the last of them `day`."""

    change: int
    recorded_on: date
    day: date
    facts: int


def future_fact(facts: Iterable[Ahead]) -> Iterator[Finding]:
    """Facts dated after the day on which they were recorded, by change."""
    for each in facts:
        said = say_n(
            "{count} fact is dated {day}, but was recorded on {recorded}",
            "{count} facts are dated up to {day}, but were recorded on {recorded}",
            each.facts,
            day=each.day,
            recorded=each.recorded_on,
        )
        yield Finding(
            Rule.FUTURE_FACT,
            said,
            change=each.change,
            command=("log", "show", str(each.change)),
        )


class Folded(Record):
    """A name, and the form by which it is sought, as kept and as it should be."""

    table: str
    name: str
    kept: str
    meant: str


def folded_name(names: Iterable[Folded]) -> Iterator[Finding]:
    """Names that are not found by what is typed for them, by table."""
    found: dict[str, list[Folded]] = defaultdict(list)
    for each in names:
        if each.kept != each.meant:
            found[each.table].append(each)
    for table, odd in found.items():
        said = say_n(
            '{table}: "{name}" is sought as "{kept}", not as "{meant}"',
            '{table}: {count} names are sought otherwise than they are written; "{name}" as'
            ' "{kept}", not as "{meant}"',
            len(odd),
            table=table,
            name=odd[0].name,
            kept=odd[0].kept,
            meant=odd[0].meant,
        )
        yield Finding(Rule.FOLDED_NAME, said, command=("check", "--rule", "chain"))


class Sealed(Record):
    """A body that is kept with a hash of it: of a criteria set, or of a closed period."""

    name: str
    kept: str
    meant: str


def criteria_body(sets: Iterable[Sealed]) -> Iterator[Finding]:
    """Criteria sets whose text is not what their hash says."""
    for each in sets:
        if each.kept != each.meant:
            yield Finding(
                Rule.CRITERIA_BODY,
                say("{set} is not the set that was loaded", set=each.name),
                set_code=each.name,
                command=("check", "--rule", "chain"),
            )


def closing_seal(closings: Iterable[Sealed]) -> Iterator[Finding]:
    """Closed periods whose figures are not what their seal says."""
    for each in closings:
        if each.kept != each.meant:
            yield Finding(
                Rule.CLOSING_SEAL,
                say("the figures of {period} are not those it was closed with", period=each.name),
                command=("period", "show", each.name),
            )


class Items(Record):
    """The numbers of a set's items: as rows, and as the set and its overlays say."""

    set_code: str
    rows: frozenset[str]
    said: frozenset[str]


def criteria_items(sets: Iterable[Items]) -> Iterator[Finding]:
    """Sets whose rows are not the criteria and indicators of their text."""
    for each in sets:
        odd = sorted(each.rows ^ each.said)
        if odd:
            said = say_n(
                "{set}: {count} number is not in both its text and its rows: {numbers}",
                "{set}: {count} numbers are not in both its text and its rows: {numbers}",
                len(odd),
                set=each.set_code,
                numbers=named(odd),
            )
            yield Finding(
                Rule.CRITERIA_ITEMS,
                said,
                set_code=each.set_code,
                numbers=tuple(odd),
                command=("criteria", "show", each.set_code),
            )


class Held(Record):
    """Rows of one office that were refused or wait, for one reason."""

    office: str
    table: str
    rows: int


def refused(held: Iterable[Held]) -> Iterator[Finding]:
    """Rows of other offices that were refused, by office."""
    for office, (count, tables) in _by_office(held).items():
        said = say_n(
            "{count} row of {office} is refused ({tables})",
            "{count} rows of {office} are refused ({tables})",
            count,
            office=office,
            tables=tables,
        )
        yield Finding(Rule.REFUSED, said, agency=office, command=("bundle", "refused"))


def waiting(held: Iterable[Held]) -> Iterator[Finding]:
    """Rows of other offices that wait for something they name, by office."""
    for office, (count, tables) in _by_office(held).items():
        said = say_n(
            "{count} row of {office} waits for another that has not come ({tables})",
            "{count} rows of {office} wait for others that have not come ({tables})",
            count,
            office=office,
            tables=tables,
        )
        yield Finding(Rule.WAITING, said, agency=office, command=("bundle", "refused"))


def _by_office(held: Iterable[Held]) -> dict[str, tuple[int, str]]:
    found: dict[str, list[Held]] = defaultdict(list)
    for each in held:
        found[each.office].append(each)
    return {
        office: (sum(each.rows for each in rows), ", ".join(sorted({row.table for row in rows})))
        for office, rows in found.items()
    }


class Apart(Record):
    """A field of a row for which several values stand.

    `what` is how people call the row, `row` and `field` how it is named to choose one.
    """

    table: str
    what: str
    row: str
    field: str
    values: tuple[str, ...]


def open_conflict(apart: Iterable[Apart]) -> Iterator[Finding]:
    """Values that offices wrote without knowing of one another, and none of which was chosen."""
    for each in apart:
        said = say(
            "{table} {row}, {field}: offices wrote {values}, and none is chosen",
            table=each.table,
            row=each.what,
            field=each.field,
            values=each.values,
        )
        mend = ("bundle", "settle", each.row, each.field, "VALUE")
        yield Finding(Rule.OPEN_CONFLICT, said, command=mend)


class Lacking(Record):
    """What this office has not said of itself, though bundles are used."""

    name: bool
    mark: bool
    unit: bool


def office_unnamed(lacking: Lacking) -> Iterator[Finding]:
    """Whether others could not tell whose the bundles of this office are."""
    missing = [
        (option, place)
        for option, place, lacks in (
            ("--name", "NAME", lacking.name),
            ("--mark", "CODE", lacking.mark),
            ("--unit", "UNIT", lacking.unit),
        )
        if lacks
    ]
    if missing:
        said = say(
            "bundles are used, but this office has not said: {options}",
            options=", ".join(option for option, _ in missing),
        )
        words = [word for pair in missing for word in pair]
        yield Finding(Rule.OFFICE_UNNAMED, said, command=("office", "set", *words))


class Unreached(Record):
    """An agency with open tasks that no letter can reach."""

    agency: str
    tasks: int


def agency_without_address(agencies: Iterable[Unreached]) -> Iterator[Finding]:
    """Agencies that have open tasks and no address that a letter can bear."""
    for each in agencies:
        said = say_n(
            "{agency} has {count} open task and no mail address",
            "{agency} has {count} open tasks and no mail address",
            each.tasks,
            agency=each.agency,
        )
        mend = ("agency", "set", each.agency, "--mail", "ADDRESS")
        yield Finding(Rule.AGENCY_WITHOUT_ADDRESS, said, agency=each.agency, command=mend)
