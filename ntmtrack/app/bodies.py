"""From the words of an officer to the agency, person or document that they name."""

import re
import sqlite3
from collections.abc import Sequence
from datetime import date

from ntmtrack.app.naming import OLD_UNMARKED, ambiguous, best, unknown
from ntmtrack.domain.bodies import Agency, Document, Person
from ntmtrack.domain.due import parse_day
from ntmtrack.domain.text import clean, match, tokens
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.store import queries_bodies
from ntmtrack.store import queries_catalogue as catalogue


def agency(conn: sqlite3.Connection, words: str, day: date) -> Agency:
    """The agency named by code, by name or by enough of the name; never by a piece of a word.

    Those that exist on the day go before those that have ended; "UBND xã A cũ" is one of these,
    or belongs to a unit that has ended.
    """
    known = queries_bodies.agencies(conn, day)
    alive = [each for each in known if each.valid_to is None or each.valid_to >= day]
    found = _agencies_named(words, alive) or _agencies_named(words, known)
    former = re.sub(OLD_UNMARKED, "", words)
    if former != words and not found:
        owners = {each.unit_key for each in known if each.unit_key is not None}
        gone = owners - {each.key for each in catalogue.units_by_key(conn, day, owners)}
        ended = [each for each in known if each not in alive or each.unit_key in gone]
        found = _agencies_named(former, ended)
    if len(found) == 1:
        return found[0]
    if found:
        raise ambiguous(words, [say("{name}", name=each.name) for each in found])
    raise unknown(
        say("there is no agency {words}", words=words),
        words,
        {spelled: each.name for each in known for spelled in (each.name, each.code or each.name)},
        say("add it with `ntmtrack agency add`, or see `ntmtrack agency list`"),
    )


def _agencies_named(words: str, known: Sequence[Agency]) -> list[Agency]:
    asked = clean(words).casefold()
    exact = [each for each in known if each.code is not None and each.code.casefold() == asked]
    return exact or best(words, known, lambda each: (each.name, None))


def person(conn: sqlite3.Connection, words: str, day: date) -> Person:
    """The person named, or "name, agency" where several bear the name."""
    name, _, of = words.partition(",")
    found = best(name, queries_bodies.persons(conn, day), lambda each: (each.name, None))
    if of.strip():
        found = [each for each in found if match(of, each.agency_name) is not None]
    if len(found) == 1:
        return found[0]
    if found:
        raise ambiguous(
            words,
            [say("{name}, {agency}", name=p.name, agency=p.agency_name) for p in found],
        )
    raise DataError(
        say("there is no person {words}", words=words),
        hint=say('add the person with `ntmtrack agency set AGENCY --person "{name}"`', name=name),
    )


def numbered(conn: sqlite3.Connection, number: str) -> list[Document]:
    """The documents with exactly this number: numbers begin anew every year, at every issuer."""
    asked = tokens(number)
    return [each for each in queries_bodies.documents(conn) if tokens(each.number) == asked]


def document(conn: sqlite3.Connection, number: str) -> Document | None:
    """The document that a record cites by its number; None if there is none yet.

    "15/BC-UBND, 2/3/2024" tells two of one number apart. Never by words alone: a record would
    rest on a paper that nobody meant.
    """
    found = numbered(conn, number)
    name, _, day = number.rpartition(",")
    if not found and name:
        found = [each for each in numbered(conn, name) if _of_day(each, day)]
    if len(found) > 1:
        raise ambiguous(
            number, [_document_line(each) for each in found], say("add its date: NUMBER, DATE")
        )
    return found[0] if found else None


def known_document(conn: sqlite3.Connection, words: str) -> Document:
    """The document that is asked for, by its number or by words of it; an error if none is."""
    found = document(conn, words)
    if found is None:
        fitting = best(
            words, queries_bodies.documents(conn), lambda each: (_document_words(each), None)
        )
        if len(fitting) > 1:
            raise ambiguous(words, [_document_line(each) for each in fitting])
        found = fitting[0] if fitting else None
    if found is None:
        raise unknown(
            say("there is no document {words}", words=words),
            words,
            [each.number for each in queries_bodies.documents(conn)],
            say("see `ntmtrack notice list`"),
        )
    return found


def _of_day(each: Document, day: str) -> bool:
    return each.dated is not None and each.dated == parse_day(day)


def _document_words(each: Document) -> str:
    return " ".join(filter(None, (each.number, each.kind, each.issuer, each.about)))


def _document_line(each: Document) -> Message:
    return say(
        "{number}, {day}, {issuer}: {about}",
        number=each.number,
        day=each.dated or "…",
        issuer=each.issuer or "…",
        about=each.about or "…",
    )
