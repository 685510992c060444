"""The way to recognition: recording its events, and where units stand on it."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.context import Context, office_day
from ntmtrack.app.papers import document_key
from ntmtrack.app.premises import past, set_of
from ntmtrack.app.reading import standings_of, with_ended
from ntmtrack.app.scope import Scope, chosen_units, set_named
from ntmtrack.domain.bodies import Document
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.due import Due, parse_due
from ntmtrack.domain.recognition import StandingState, follow
from ntmtrack.domain.recognition_entry import admit
from ntmtrack.domain.standing import Standing, StandingEvent, UnitStanding
from ntmtrack.domain.withdrawal import AtRisk, Withdrawal, risk
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.reports import standing as report
from ntmtrack.reports.at_stake import AtStake
from ntmtrack.reports.report import Report
from ntmtrack.reports.standing import Line
from ntmtrack.store import queries, queries_standing
from ntmtrack.store.view import View

SOON = 90
"""Days before its end from which a recognition is told of."""

Ways = Mapping[tuple[int, str], Sequence[Standing]]
"""Events by unit and code of the set."""


class Given(Record):
    """What is said of an event beside the unit and what happened."""

    set: str | None = None
    on: date | None = None
    year: int | None = None
    target: str | None = None
    until: date | None = None
    document: str | None = None
    note: str | None = None


def standing(context: Context, unit_words: str, event: StandingEvent, given: Given) -> Report:
    """Record one event on a unit's way to recognition, with the target it names.

    No day is made up: an event whose day is not known keeps its year, or neither. Raises
    DataError, and writes nothing, for a day to come and for what cannot have been (see `admit`).
    """
    aimed: Due | None = None if given.target is None else parse_due(given.target)
    day = None if given.on is None else past(given.on, context)
    with context.writing() as change:
        unit = resolve.unit(change.conn, unit_words, day or context.today)
        of = _set(change.conn, unit, given.set, day or context.today, context)
        paper = document_key(change, given.document)
        _not_to_come(day, given.year, paper, context)
        new = Standing(
            event,
            of.code,
            day,
            given.year,
            decided_on=paper.dated if paper else None,
            recorded_on=office_day(change.now),
            valid_to=given.until,
            order=_LAST,
        )
        known = queries_standing.events(change.conn, [unit.key], date.max, set_key=of.key)
        notes = admit(
            new,
            known.get((unit.key, of.code), ()),
            unit,
            predecessor=queries_standing.has_predecessor(change.conn, unit.key),
        )
        change.insert(
            "standing",
            {
                "unit_id": unit.key,
                "set_id": of.key,
                "event": str(event),
                "happened_on": _iso(day),
                "year": given.year,
                "target_words": aimed.words if aimed else None,
                "target_start": _iso(aimed.start) if aimed else None,
                "target_last": _iso(aimed.last_day) if aimed else None,
                "target_precision": str(aimed.precision) if aimed else None,
                "valid_to": _iso(given.until),
                "document_id": paper.key if paper else None,
                "note": given.note,
            },
        )
        found = queries_standing.events(change.conn, [unit.key], context.today)
        lines = _lines(change.conn, [unit], found, context.today, of=of)
    events = [each for listed in found.values() for each in listed]
    return report.told(unit, events, lines, day=context.today, notes=notes)


def _set(
    conn: sqlite3.Connection, unit: Unit, words: str | None, day: date, context: Context
) -> SetName:
    """The set named, or the only one in use on the day; for what came before it, by today."""
    known = queries.pairs(conn, [unit.key], View(day))
    return set_of(conn, unit, words, day if known else context.today)


def _not_to_come(
    day: date | None, year: int | None, paper: Document | None, context: Context
) -> None:
    """Refuse an event that, by its paper or its year alone, nobody can know of yet."""
    if day is not None:
        return
    if paper is not None and paper.dated is not None:
        past(paper.dated, context)
    elif year is not None and year > context.today.year:
        raise DataError(
            say("the year {year} is still to come", year=str(year)),
            hint=say("give the day with --on, or a dated document; nothing was written"),
        )


_LAST = 2**128
"""Of one day the event that is being recorded is the last."""


def showing(context: Context, unit_words: str, set_words: str | None) -> Report:
    """The whole way of one unit, and how it stands on the day."""
    with context.reading() as conn:
        unit = resolve.unit_ever(conn, unit_words, context.as_of)
        of = set_named(conn, Scope(units=[unit_words], set=set_words), [unit])
        found = queries_standing.events(
            conn, [unit.key], context.as_of, set_key=of.key if of else None
        )
        lines = _lines(conn, [unit], found, context.as_of, of=of)
    events = [each for listed in found.values() for each in listed]
    built = report.told(unit, events, lines, day=context.as_of, name="standing show")
    return with_ended(built, [unit], context.as_of)


def listing(
    context: Context, scope: Scope, *, events: Sequence[StandingEvent] = (), within: int = SOON
) -> Report:
    """Where units stand on their way; `events` keeps to those that have had one of them."""
    with context.reading() as conn:
        units = chosen_units(conn, scope, context)
        of = set_named(conn, scope, units)
        found: Ways = queries_standing.events(
            conn, [each.key for each in units], context.as_of, set_key=of.key if of else None
        )
        if events:
            found = {
                pair: listed
                for pair, listed in found.items()
                if any(each.event in events for each in listed)
            }
        lines = _lines(conn, units, found, context.as_of, of=of)
        # A rule that is loaded and only not in force yet is not to be loaded again.
        loaded = queries_standing.withdrawals(conn, date.max)
    bare = {line.standing.set_code for line in lines if line.recognised} - loaded.keys()
    built = report.listed(lines, day=context.as_of, within=within, loadable=_loadable(bare))
    return with_ended(built, units if scope.units else (), context.as_of)


def at_stake(conn: sqlite3.Connection, standings: Sequence[UnitStanding], day: date) -> AtStake:
    """The recognitions that need a look, among units whose criteria have been read already."""
    keys = {each.unit_key for each in standings if each.standings}
    lines = _followed(conn, standings, queries_standing.events(conn, keys, day), day)
    return AtStake(
        within=SOON,
        ending=sum(line.way.ends_within(SOON, day) for line in lines),
        at_risk=sum(line.at_risk is AtRisk.YES for line in lines),
    )


def _lines(
    conn: sqlite3.Connection,
    units: Sequence[Unit],
    found: Ways,
    day: date,
    *,
    of: SetName | None,
) -> list[Line]:
    """A line for each unit and set with events; the criteria are read for those units alone."""
    keys = {key for key, _ in found}
    concerned = [each for each in units if each.key in keys]
    return _followed(conn, standings_of(conn, concerned, View(day), of=of), found, day)


def _followed(
    conn: sqlite3.Connection, standings: Sequence[UnitStanding], found: Ways, day: date
) -> list[Line]:
    rules = queries_standing.withdrawals(conn, day)
    return [
        _line(each, found[each.unit_key, each.set_code], rules, day)
        for each in standings
        if (each.unit_key, each.set_code) in found
    ]


def _line(
    standing: UnitStanding,
    events: Sequence[Standing],
    rules: Mapping[str, Withdrawal],
    day: date,
) -> Line:
    way = follow(events, day)
    if way.state is not StandingState.RECOGNISED:
        return Line(standing, way)
    return Line(standing, way, risk(rules.get(standing.set_code), standing.findings))


def _loadable(codes: set[str]) -> dict[str, str]:
    """The shipped decisions that hold the rules of withdrawal of sets, by set.

    A ledger from before they were shipped does not have them.
    """
    from ntmtrack.importers.criteria_toml import shipped_codes

    shipped = shipped_codes() if codes else ()
    named = {code: f"{code}-thu-hoi" for code in sorted(codes)}
    return {code: rule for code, rule in named.items() if rule in shipped}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
