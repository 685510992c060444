"""Reading products: their recognitions, what they are to reach, and counts without their list."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ntmtrack.domain.due import Precision
from ntmtrack.domain.product import Grade, Product, ProductTally, in_order
from ntmtrack.domain.product_target import ProductTarget
from ntmtrack.store.view import born, written_on

# A target is known since the day that it gives, or its paper, or else the office's day (UTC+7) on
# which it was written.
_SINCE = f"coalesce(t.set_on, d.dated, {written_on('t')})"


def products(
    conn: sqlite3.Connection,
    day: date,
    *,
    unit_keys: Iterable[int] | None = None,
    keys: Iterable[int] | None = None,
) -> list[Product]:
    """Every product, those of some units or some by their keys, by name.

    Each has its recognitions up to the day; one that words date counts from their first day on.
    """
    only = "" if unit_keys is None else f"where p.unit_id in ({_listed(unit_keys)})"
    only = only if keys is None else f"where p.id in ({_listed(keys)})"
    rows = conn.execute(
        f"select p.id, p.unit_id, p.name, p.maker, p.note from product p {only}"
        " order by p.unit_id, p.folded, p.uid"
    ).fetchall()
    graded = _grades(conn, day, [row[0] for row in rows])
    return [
        Product(key, unit, name, maker, note, in_order(graded[key]))
        for key, unit, name, maker, note in rows
    ]


def _grades(conn: sqlite3.Connection, day: date, products: Iterable[int]) -> dict[int, list[Grade]]:
    rows = conn.execute(
        f"""
        select g.product_id, g.stars, g.recognised_on, g.words, g.valid_to, d.number, g.note, g.uid,
               g.document_id
        from product_grade g left join document d on d.id = g.document_id
        where g.product_id in ({_listed(products)})
        and (g.recognised_on is null or g.recognised_on <= :day)
        """,
        {"day": day.isoformat()},
    )
    found: dict[int, list[Grade]] = defaultdict(list)
    for product, stars, on, words, to, document, note, uid, paper in rows:
        grade = Grade(stars, _day(on), words, _day(to), document, note, born(uid), paper)
        if grade.known_by(day):
            found[product].append(grade)
    return found


def product_targets(
    conn: sqlite3.Connection, keys: Iterable[int], day: date
) -> dict[int, list[ProductTarget]]:
    """The targets of products that are known on a day, by product, as they were recorded."""
    rows = conn.execute(
        f"""
        select t.product_id, t.stars, t.words, t.start, t.last_day, t.precision, {_SINCE},
               d.number, t.document_id, t.note, t.uid
        from product_target t
        join change c on c.id = t.change_id
        left join document d on d.id = t.document_id
        where t.product_id in ({_listed(keys)}) and {_SINCE} <= :day order by t.uid
        """,
        {"day": day.isoformat()},
    )
    found: dict[int, list[ProductTarget]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(
            ProductTarget(
                product_key=row[0],
                stars=row[1],
                words=row[2],
                start=date.fromisoformat(row[3]),
                last_day=date.fromisoformat(row[4]),
                precision=Precision(row[5]),
                since=date.fromisoformat(row[6]),
                document=row[7],
                document_key=row[8],
                note=row[9],
                order=born(row[10]),
            )
        )
    return found


def product_tallies(conn: sqlite3.Connection, day: date) -> list[ProductTally]:
    """The newest count of each kind that each unit had by a day, in the order of recording."""
    rows = conn.execute(
        """
        select t.unit_id, t.stars, t.or_more, t.count, t.counted_on, t.words, d.number,
               t.document_id, t.note
        from product_tally t left join document d on d.id = t.document_id
        where t.counted_on <= :day and not exists (
          select 1 from product_tally n
          where n.unit_id = t.unit_id and n.stars is t.stars and n.or_more = t.or_more
          and n.counted_on <= :day and (n.counted_on, n.uid) > (t.counted_on, t.uid))
        order by t.unit_id, t.uid
        """,
        {"day": day.isoformat()},
    )
    return [
        ProductTally(
            unit_key=row[0],
            stars=row[1],
            or_more=bool(row[2]),
            number=row[3],
            counted_on=date.fromisoformat(row[4]),
            words=row[5],
            document=row[6],
            document_key=row[7],
            note=row[8],
        )
        for row in rows
    ]


def recognised_since(conn: sqlite3.Connection, day: date) -> list[int]:
    """The products with a recognition of a day or later, or one whose last day a paper gives.

    Of all others no recognition ends as late as `MONTHS_VALID` after the day.
    """
    rows = conn.execute(
        "select distinct product_id from product_grade"
        " where recognised_on >= :day or valid_to is not null order by product_id",
        {"day": day.isoformat()},
    )
    return [row[0] for row in rows]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys) or "null"
