"""What may be wrong with units and agencies through time, and with the days of facts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

from ntmtrack.domain.checks.finding import UNIT, Finding, Rule
from ntmtrack.message import say, say_n
from ntmtrack.record import Record

_DAY = timedelta(days=1)


class Span(Record):
    """Days from the first to the last, both inclusive; None is without end."""

    first: date | None = None
    last: date | None = None

    @property
    def start(self) -> date:
        """The first day, the earliest there is where none is known."""
        return self.first or date.min

    @property
    def end(self) -> date:
        """The last day, the latest there is where it has none."""
        return self.last or date.max

    def meets(self, other: "Span") -> bool:
        """Whether both have a day in common."""
        return self.start <= other.end and other.start <= self.end

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.start <= day <= self.end


class Version(Record):
    """What a unit was for some days."""

    unit_key: int
    name: str
    folded: str
    kind: str
    parent: int | None
    span: Span


def _of_units(versions: Iterable[Version]) -> dict[int, list[Version]]:
    """The versions of each unit, the earliest first."""
    found: dict[int, list[Version]] = defaultdict(list)
    for each in versions:
        found[each.unit_key].append(each)
    return {key: sorted(each, key=lambda one: one.span.start) for key, each in found.items()}


def unit_overlap(versions: Iterable[Version]) -> Iterator[Finding]:
    """Units that are two things on one day."""
    for key, parts in _of_units(versions).items():
        for one, other in pairwise(parts):
            if one.span.meets(other.span):
                said = say(
                    "it is {one} and {other} from {day} on",
                    one=one.name,
                    other=other.name,
                    day=other.span.first or "…",
                )
                yield Finding(Rule.UNIT_OVERLAP, said, key, command=("unit", "show", UNIT))


def unit_gap(versions: Iterable[Version]) -> Iterator[Finding]:
    """Units of which nothing is known for days between others."""
    for key, parts in _of_units(versions).items():
        for one, other in pairwise(parts):
            last, first = one.span.last, other.span.first
            if last is not None and first is not None and last < first - _DAY:
                said = say(
                    "nothing is known of it from {first} to {last}",
                    first=last + _DAY,
                    last=first - _DAY,
                )
                mend = ("unit", "set", UNIT, "--from", (last + _DAY).isoformat())
                yield Finding(Rule.UNIT_GAP, said, key, command=mend)


def parent_circle(versions: Iterable[Version]) -> Iterator[Finding]:
    """Units that lie within themselves, on whatever day; each circle is told once."""
    by_unit = _of_units(versions)
    told: set[int] = set()
    for key in by_unit:
        way = _circle(by_unit, key)
        if way is not None and not told & set(way):
            told |= set(way)
            names = " < ".join(by_unit[each][-1].name for each in (*way, key))
            mend = ("unit", "set", UNIT, "--under", "UNIT", "--from", "DATE")
            yield Finding(
                Rule.PARENT_CIRCLE, say("it lies within itself: {names}", names=names), key,
                command=mend,
            )  # fmt: skip


def _circle(by_unit: Mapping[int, Sequence[Version]], start: int) -> tuple[int, ...] | None:
    """The units from one up to itself, if a way upwards leads back to it on any one day."""
    waiting: list[tuple[tuple[int, ...], Span]] = [((start,), Span())]
    while waiting:
        way, days = waiting.pop()
        for each in by_unit.get(way[-1], ()):
            if each.parent is None or not each.span.meets(days):
                continue
            if each.parent == start:
                return way
            if each.parent not in way:
                both = Span(max(each.span.start, days.start), min(each.span.end, days.end))
                waiting.append(((*way, each.parent), both))
    return None


def outside_parent(versions: Sequence[Version]) -> Iterator[Finding]:
    """Units that belong to one that did not exist all that time."""
    by_unit = _of_units(versions)
    for each in versions:
        if each.parent is None:
            continue
        spans = [part.span for part in by_unit.get(each.parent, ())]
        outside = _first_outside(each.span, spans)
        if outside is not None:
            parent = by_unit[each.parent][-1].name if each.parent in by_unit else "…"
            said = say(
                "{name} belongs to {parent}, which did not exist on {day}",
                name=each.name,
                parent=parent,
                day=outside,
            )
            mend = ("unit", "set", UNIT, "--under", "UNIT", "--from", outside.isoformat())
            yield Finding(Rule.OUTSIDE_PARENT, said, each.unit_key, command=mend)


def _first_outside(span: Span, others: Iterable[Span]) -> date | None:
    """The first day of a span that none of the others holds."""
    day = span.start
    for other in sorted(others, key=lambda each: each.start):
        if other.holds(day):
            if other.end >= span.end:
                return None
            day = other.end + _DAY
    return day


class Coded(Record):
    """A code that a unit bore for some days."""

    unit_key: int
    system: str
    code: str
    span: Span


def same_code(codes: Iterable[Coded]) -> Iterator[Finding]:
    """Codes that two units bear on one day."""
    found: dict[tuple[str, str], list[Coded]] = defaultdict(list)
    for each in codes:
        found[each.system, each.code].append(each)
    for (_, code), bearers in found.items():
        for one, other in combinations(bearers, 2):
            if one.unit_key != other.unit_key and one.span.meets(other.span):
                yield Finding(
                    Rule.SAME_CODE,
                    say("another unit bears the code {code} too", code=code),
                    other.unit_key,
                    command=("unit", "set", UNIT, "--code", "CODE"),
                )


def same_unit(versions: Iterable[Version]) -> Iterator[Finding]:
    """Units of one kind, name and parent that exist on the same day."""
    found: dict[tuple[str, str, int | None], list[Version]] = defaultdict(list)
    for each in versions:
        found[each.kind, each.folded, each.parent].append(each)
    for alike in found.values():
        for one, other in combinations(alike, 2):
            if one.unit_key != other.unit_key and one.span.meets(other.span):
                yield Finding(
                    Rule.SAME_UNIT,
                    say("{name} has the name and the parent of another unit", name=other.name),
                    other.unit_key,
                    command=("unit", "show", UNIT),
                )


class Body(Record):
    """An agency, as far as it may be mistaken for another."""

    name: str
    folded: str
    unit_key: int | None
    span: Span


def same_agency(bodies: Iterable[Body]) -> Iterator[Finding]:
    """Agencies of one name that belong to the same unit, or to none, on the same day."""
    found: dict[tuple[str, int | None], list[Body]] = defaultdict(list)
    for each in bodies:
        found[each.folded, each.unit_key].append(each)
    for alike in found.values():
        for one, other in combinations(alike, 2):
            if one.span.meets(other.span):
                yield Finding(
                    Rule.SAME_AGENCY,
                    say("{one} and {other} look the same", one=one.name, other=other.name),
                    agency=other.name,
                    command=("agency", "show", other.name),
                )


class Passed(Record):
    """A unit that went over into another, from a day on: the whole of it, or a part."""

    before: int
    after: int
    whole: bool
    on: date


def lineage_dates(links: Iterable[Passed], versions: Iterable[Version]) -> Iterator[Finding]:
    """Units that went over whole and still exist, and those that became one that does not yet."""
    by_unit = _of_units(versions)
    for each in links:
        if each.whole and _exists(by_unit, each.before, each.on):
            said = say("it was merged on {day} and exists still on that day", day=each.on)
            mend = ("unit", "set", UNIT, "--to", (each.on - _DAY).isoformat())
            yield Finding(Rule.LINEAGE_DATES, said, each.before, command=mend)
        if not _exists(by_unit, each.after, each.on):
            said = say("others became it on {day}, a day on which it did not exist", day=each.on)
            yield Finding(Rule.LINEAGE_DATES, said, each.after, command=("unit", "lineage", UNIT))


def _exists(by_unit: Mapping[int, Sequence[Version]], key: int, day: date) -> bool:
    return any(part.span.holds(day) for part in by_unit.get(key, ()))


class Dated(Record):
    """Facts of one kind about a unit that bear one day."""

    unit_key: int
    day: date
    facts: int


def outside_unit(facts: Iterable[Dated], versions: Iterable[Version]) -> Iterator[Finding]:
    """Units with facts of days on which they did not exist."""
    by_unit = _of_units(versions)
    found: dict[int, list[Dated]] = defaultdict(list)
    for fact in facts:
        if not _exists(by_unit, fact.unit_key, fact.day):
            found[fact.unit_key].append(fact)
    for key, outside in found.items():
        known = by_unit.get(key)
        said = say_n(
            "{count} fact of days on which it did not exist, the first on {day} (it existed"
            " {start} – {end})",
            "{count} facts of days on which it did not exist, the first on {day} (it existed"
            " {start} – {end})",
            sum(each.facts for each in outside),
            day=min(each.day for each in outside),
            start=known[0].span.first or "…" if known else "…",
            end=known[-1].span.last or "…" if known else "…",
        )
        yield Finding(Rule.OUTSIDE_UNIT, said, key, command=("unit", "lineage", UNIT))
