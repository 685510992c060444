"""Agencies and their persons: who owes and coordinates, with addresses that hold for a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ntmtrack.app import bodies, resolve
from ntmtrack.app.context import Context
from ntmtrack.app.units import in_order
from ntmtrack.domain.address import parse_address, parse_mailbox
from ntmtrack.domain.bodies import Agency
from ntmtrack.domain.text import tokens
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.reports import catalogue as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_bodies
from ntmtrack.store.writing import Value, Writing


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
    lang: str | None = None


def add(context: Context, given: AgencyFacts) -> Report:
    """Add an agency; its name and short name must not be taken."""
    with context.writing() as change:
        key = add_agency(change, given, context.today)
        return _report(change, key, context.today, "agency add")


def add_agency(change: Writing, given: AgencyFacts, today: date) -> int:
    """Add an agency within an open change; its key. Raises DataError as `add` does."""
    assert given.name is not None
    in_order(given.valid_from, given.valid_to)
    _free(change, given, given.valid_from or today, but=None)
    key = change.insert("agency", {"name": given.name, **_facts(change, given, today)})
    _follow(change, key, given, today)
    return key


def change_agency(context: Context, words: str, given: AgencyFacts) -> Report:
    """Correct an agency, give it addresses and persons, or end it.

    An address or person that goes stays on record up to yesterday.
    """
    if given == AgencyFacts():
        raise DataError(say("nothing to change"), hint=say("see `ntmtrack agency set --help`"))
    day = given.valid_from or context.today
    with context.writing() as change:
        agency = bodies.agency(change.conn, words, day)
        amend(change, agency, given, day)
        return _report(change, agency.key, day, "agency set")


def amend(change: Writing, agency: Agency, given: AgencyFacts, day: date) -> None:
    """Correct an agency within an open change. Raises DataError as `change_agency` does."""
    in_order(given.valid_from, given.valid_to)
    _free(change, given, day, but=agency.key)
    facts = _facts(change, given, day)
    if given.name is not None:
        facts |= {"name": given.name}
    if facts:
        change.correct("agency", agency.key, facts)
    _drop(change, agency, given, day)
    _follow(change, agency.key, given, day)


def listing(context: Context) -> Report:
    """Every agency."""
    with context.reading() as conn:
        return report.agencies(queries_bodies.agencies(conn, context.as_of), context.as_of)


def showing(context: Context, words: str) -> Report:
    """One agency."""
    with context.reading() as conn:
        agency = bodies.agency(conn, words, context.as_of)
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
        "lang": given.lang,
    }
    return {name: value for name, value in said.items() if value is not None}


def _free(change: Writing, given: AgencyFacts, day: date, *, but: int | None) -> None:
    for each in queries_bodies.agencies(change.conn, day):
        same_name = given.name is not None and tokens(each.name) == tokens(given.name)
        same_code = (
            given.code is not None
            and each.code is not None
            and each.code.casefold() == given.code.casefold()
        )
        # A body that has ended leaves its name to one that comes after it.
        ended = each.valid_to is not None and each.valid_to < day
        if each.key != but and not ended and (same_name or same_code):
            raise DataError(
                say("{name} is there already", name=each.name),
                hint=say("see `ntmtrack agency show`; nothing was written"),
            )


def _follow(change: Writing, key: int, given: AgencyFacts, day: date) -> None:
    since: Value = None if given.valid_from is None else day.isoformat()
    kept = {address for _, address in queries_bodies.open_address_rows(change.conn, key)}
    named = {name: row for row, name in queries_bodies.open_person_rows(change.conn, key)}
    addresses = (parse_address(text) for text in given.addresses)
    for address in dict.fromkeys(addresses):
        if address not in kept:
            row: dict[str, Value] = {"agency_id": key, "address": address, "valid_from": since}
            change.insert("agency_address", row)
    for text in given.persons:
        person = read_person(text)
        if person.name not in named:
            named[person.name] = change.insert(
                "person",
                {
                    "agency_id": key,
                    "name": person.name,
                    "folded": " ".join(tokens(person.name)),
                    "title": person.title,
                    "valid_from": since,
                },
            )
        elif person.title is not None:
            _entitle(change, named[person.name], person.title)
        if person.address is not None:
            _write_to(change, named[person.name], person.address, since, day)


def _entitle(change: Writing, person: int, title: str) -> None:
    """Correct the title of a person who is there already."""
    if queries_bodies.person_title(change.conn, person) != title:
        change.correct("person", person, {"title": title})


class WrittenPerson(Record):
    """A person as written: "NAME, TITLE <ADDRESS>", of which the name alone must be there."""

    name: str
    title: str | None
    address: str | None


def read_person(text: str) -> WrittenPerson:
    """What the words for a person say; DataError where the name is missing or the address bad."""
    called, bracket, _ = text.partition("<")
    address = parse_mailbox(text).address if bracket else None
    name, _, title = called.partition(",")
    if not name.strip():
        raise DataError(
            say("a person has no name"),
            hint=say("write NAME, or NAME, TITLE; nothing was written"),
        )
    return WrittenPerson(name.strip(), title.strip() or None, address)


def _write_to(change: Writing, person: int, address: str, since: Value, day: date) -> None:
    """Letters to a person go to this address from now on; an earlier one stays on record."""
    standing = queries_bodies.open_person_address_rows(change.conn, person)
    if address in (known for _, known in standing):
        return
    for row, _ in standing:
        change.correct("person_address", row, {"valid_to": (day - timedelta(days=1)).isoformat()})
    first = day.isoformat() if standing else since
    change.insert("person_address", {"person_id": person, "address": address, "valid_from": first})


def _drop(change: Writing, agency: Agency, given: AgencyFacts, day: date) -> None:
    last: Value = (day - timedelta(days=1)).isoformat()
    addresses = queries_bodies.open_address_rows(change.conn, agency.key)
    persons = queries_bodies.open_person_rows(change.conn, agency.key)
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
    found = queries_bodies.agencies(change.conn, day)
    return report.agencies([each for each in found if each.key == key], day, name=name)
