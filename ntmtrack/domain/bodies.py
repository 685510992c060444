"""Who owes and what says so: agencies, persons and documents, as they stand on a day.

`key` is the place in the file, opaque to everything but the store.
"""

from datetime import date

from ntmtrack.record import Record


class Agency(Record):
    """Who owes or coordinates; it may be a body outside the office."""

    key: int
    name: str
    code: str | None = None
    outside: bool = False
    unit_name: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    addresses: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    note: str | None = None
    unit_key: int | None = None
    lang: str | None = None


class Person(Record):
    """A named person within an agency."""

    key: int
    name: str
    agency_name: str


class Document(Record):
    """The paper that says so."""

    key: int
    number: str
    kind: str | None = None
    dated: date | None = None
    issuer: str | None = None
    about: str | None = None
    path: str | None = None
    tasks: int = 0
    assessments: int = 0
    recipients: tuple[str, ...] = ()
