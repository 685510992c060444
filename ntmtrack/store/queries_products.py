"""Reading products and their recognitions."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ntmtrack.domain.product import Grade, Product, in_order
from ntmtrack.store.view import born


def products(
    conn: sqlite3.Connection, day: date, *, unit_keys: Iterable[int] | None = None
) -> list[Product]:
    """Every product, or those of some units, with its recognitions up to a day, by name."""
    only = "" if unit_keys is None else f"where p.unit_id in ({_listed(unit_keys)})"
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
        select g.product_id, g.stars, g.recognised_on, g.words, g.valid_to, d.number, g.note, g.uid
        from product_grade g left join document d on d.id = g.document_id
        where g.product_id in ({_listed(products)})
        and (g.recognised_on is null or g.recognised_on <= :day)
        """,
        {"day": day.isoformat()},
    )
    found: dict[int, list[Grade]] = defaultdict(list)
    for product, stars, on, words, to, document, note, uid in rows:
        found[product].append(Grade(stars, _day(on), words, _day(to), document, note, born(uid)))
    return found


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys) or "null"
