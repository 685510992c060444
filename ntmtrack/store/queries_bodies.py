"""Reading who owes and what says so: agencies, persons and documents."""

import sqlite3
from datetime import date

from ntmtrack.domain.bodies import Agency, Document, Person


def agencies(conn: sqlite3.Connection, day: date) -> list[Agency]:
    """Every agency, with the addresses and persons that hold on a day."""
    rows = conn.execute(
        """
        select a.id, a.name, a.code, a.outside,
               (select v.name from unit_version v where v.unit_id = a.unit_id
                order by v.valid_from desc, v.uid desc limit 1),
               a.valid_from, a.valid_to, a.note,
               (select group_concat(address, char(10)) from (
                  select address from agency_address m where m.agency_id = a.id
                  and (m.valid_from is null or m.valid_from <= :day)
                  and (m.valid_to is null or m.valid_to >= :day) order by m.uid)),
               (select group_concat(name, char(10)) from (
                  select p.name || coalesce(' (' || p.title || ')', '') || coalesce(
                    (select ' <' || m.address || '>' from person_address m
                     where m.person_id = p.id
                     and (m.valid_from is null or m.valid_from <= :day)
                     and (m.valid_to is null or m.valid_to >= :day) order by m.uid limit 1), ''
                  ) as name
                  from person p where p.agency_id = a.id
                  and (p.valid_from is null or p.valid_from <= :day)
                  and (p.valid_to is null or p.valid_to >= :day) order by p.uid)),
               a.unit_id, a.lang
        from agency a order by a.folded, a.uid
        """,
        {"day": day.isoformat()},
    )
    return [
        Agency(
            key=row[0],
            name=row[1],
            code=row[2],
            outside=bool(row[3]),
            unit_name=row[4],
            valid_from=_day(row[5]),
            valid_to=_day(row[6]),
            note=row[7],
            addresses=tuple((row[8] or "").split("\n")) if row[8] else (),
            persons=tuple((row[9] or "").split("\n")) if row[9] else (),
            unit_key=row[10],
            lang=row[11],
        )
        for row in rows
    ]


def open_address_rows(conn: sqlite3.Connection, key: int) -> list[tuple[int, str]]:
    """The rows of an agency's addresses that have no end, with the address."""
    rows = conn.execute(
        "select id, address from agency_address where agency_id = ? and valid_to is null", (key,)
    )
    return [(row[0], row[1]) for row in rows]


def open_person_rows(conn: sqlite3.Connection, key: int) -> list[tuple[int, str]]:
    """The rows of an agency's persons who have not left, with the name."""
    rows = conn.execute(
        "select id, name from person where agency_id = ? and valid_to is null", (key,)
    )
    return [(row[0], row[1]) for row in rows]


def person_title(conn: sqlite3.Connection, key: int) -> str | None:
    """The title of a person; None where none was said."""
    row = conn.execute("select title from person where id = ?", (key,)).fetchone()
    return None if row[0] is None else str(row[0])


def open_person_address_rows(conn: sqlite3.Connection, key: int) -> list[tuple[int, str]]:
    """The rows of a person's addresses that have no end, with the address."""
    rows = conn.execute(
        "select id, address from person_address where person_id = ? and valid_to is null", (key,)
    )
    return [(row[0], row[1]) for row in rows]


def persons(conn: sqlite3.Connection, day: date) -> list[Person]:
    """Every person in office on a day."""
    rows = conn.execute(
        "select p.id, p.name, a.name from person p join agency a on a.id = p.agency_id"
        " where (p.valid_from is null or p.valid_from <= :day)"
        " and (p.valid_to is null or p.valid_to >= :day) order by p.folded, p.uid",
        {"day": day.isoformat()},
    )
    return [Person(*row) for row in rows]


def documents(conn: sqlite3.Connection) -> list[Document]:
    """Every document, with how many tasks and assessments rest on it."""
    rows = conn.execute(
        "select d.id, d.number, d.kind, d.dated, d.issuer, d.about, d.path,"
        " (select count(*) from task t where t.document_id = d.id),"
        " (select count(*) from assessment s where s.document_id = d.id), d.recipients"
        " from document d order by d.dated, d.uid"
    )
    return [
        Document(
            key=row[0],
            number=row[1],
            kind=row[2],
            dated=_day(row[3]),
            issuer=row[4],
            about=row[5],
            path=row[6],
            tasks=row[7],
            assessments=row[8],
            recipients=tuple(row[9].split("\n")) if row[9] else (),
        )
        for row in rows
    ]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
