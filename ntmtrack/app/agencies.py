"""Agencies and their persons: who owes and coordinates, with addresses that hold for a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.units import in_order
from ntmtrack.domain.catalogue import Agency
from ntmtrack.domain.text import tokens
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports import catalogue as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue
from ntmtrack.store.writing import Value, Writing

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """What is said of an agency; None and empty say nothing."""

    name: str | None = None
    code: str | None = None
    outside: bool | None = None
    unit: str | None = None
    addresses: Sequence[str] = ()
    dropped: Sequence[str] = ()
    persons: Sequence[str] = ()
    left: Sequence[str] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    note: str | None = None


def add(context: Context, given: AgencyFacts) -> Report:
    """Add an agency; its name and short name must not be taken."""
    assert given.name is not None
    in_order(given.valid_from, given.valid_to)
    with context.writing() as change:
        _free(change, given, context.today, but=None)
        key = change.insert("agency", {"name": given.name, **_facts(change, given, context.today)})
        _follow(change, key, given, context.today)
        return _report(change, key, context.today, "agency add")


def change_agency(context: Context, words: str, given: AgencyFacts) -> Report:
    """Correct an agency, give it addresses and persons, or end it.

    An address or person that goes stays on record up to yesterday.
    """
    if given == AgencyFacts():
        raise DataError(say("nothing to change"), hint=say("see `ntmtrack agency set --help`"))
    in_order(given.valid_from, given.valid_to)
    day = given.valid_from or context.today
    with context.writing() as change:
        agency = resolve.agency(change.conn, words, day)
        _free(change, given, day, but=agency.key)
        facts = _facts(change, given, day)
        if given.name is not None:
            facts |= {"name": given.name}
        if facts:
            change.correct("agency", agency.key, facts)
        _drop(change, agency, given, day)
        _follow(change, agency.key, given, day)
        return _report(change, agency.key, day, "agency set")


def listing(context: Context) -> Report:
    """Every agency."""
    with context.reading() as conn:
        return report.agencies(queries_catalogue.agencies(conn, context.as_of), context.as_of)


def showing(context: Context, words: str) -> Report:
    """One agency."""
    with context.reading() as conn:
        agency = resolve.agency(conn, words, context.as_of)
    return report.agencies([agency], context.as_of, name="agency show")


def _facts(change: Writing, given: AgencyFacts, day: date) -> dict[str, Value]:
    said: dict[str, Value] = {
        "folded": None if given.name is None else " ".join(tokens(given.name)),
        "code": given.code,
        "outside": None if given.outside is None else int(given.outside),
        "unit_id": None
        if given.unit is None
        else resolve.unit_ever(change.conn, given.unit, day).key,
        "valid_from": None if given.valid_from is None else given.valid_from.isoformat(),
        "valid_to": None if given.valid_to is None else given.valid_to.isoformat(),
        "note": given.note,
    }
    return {name: value for name, value in said.items() if value is not None}


def _free(change: Writing, given: AgencyFacts, day: date, *, but: int | None) -> None:
    for each in queries_catalogue.agencies(change.conn, day):
        same_name = given.name is not None and tokens(each.name) == tokens(given.name)
        same_code = (
            given.code is not None
            and each.code is not None
            and each.code.casefold() == given.code.casefold()
        )
        if each.key != but and (same_name or same_code):
            raise DataError(
                say("{name} is there already", name=each.name),
                hint=say("see `ntmtrack agency show`; nothing was written"),
            )


def _follow(change: Writing, key: int, given: AgencyFacts, day: date) -> None:
    since: Value = None if given.valid_from is None else day.isoformat()
    kept = {address for _, address in queries_catalogue.open_address_rows(change.conn, key)}
    named = {name for _, name in queries_catalogue.open_person_rows(change.conn, key)}
    for address in dict.fromkeys(given.addresses):
        if address in kept:
            continue
        if not _ADDRESS.fullmatch(address):
            raise DataError(
                say("{address} is not a mail address that can be used", address=address),
                hint=say("write it as name@office.gov.vn, without marks; nothing was written"),
            )
        change.insert("agency_address", {"agency_id": key, "address": address, "valid_from": since})
    for person in given.persons:
        name, _, title = person.partition(",")
        if not name.strip():
            raise DataError(
                say("a person has no name"),
                hint=say("write NAME, or NAME, TITLE; nothing was written"),
            )
        if name.strip() in named:
            continue
        named.add(name.strip())
        change.insert(
            "person",
            {
                "agency_id": key,
                "name": name.strip(),
                "folded": " ".join(tokens(name)),
                "title": title.strip() or None,
                "valid_from": since,
            },
        )


def _drop(change: Writing, agency: Agency, given: AgencyFacts, day: date) -> None:
    last: Value = (day - timedelta(days=1)).isoformat()
    addresses = queries_catalogue.open_address_rows(change.conn, agency.key)
    persons = queries_catalogue.open_person_rows(change.conn, agency.key)
    for table, standing, gone in (
        ("agency_address", addresses, given.dropped),
        ("person", persons, given.left),
    ):
        for name in gone:
            rows = [row for row, known in standing if known == name]
            if not rows:
                raise DataError(
                    say("{agency} has no {name}", agency=agency.name, name=name),
                    hint=say("see `ntmtrack agency show`; nothing was written"),
                )
            for row in rows:
                change.correct(table, row, {"valid_to": last})


def _report(change: Writing, key: int, day: date, name: str) -> Report:
    found = queries_catalogue.agencies(change.conn, day)
    return report.agencies([each for each in found if each.key == key], day, name=name)
