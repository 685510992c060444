"""Reading where the latest words of the stages disagree, and how much only one has judged."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from ntmtrack.domain.assessment import Judgement, Stage, Verdict
from ntmtrack.domain.differences import Difference, SeenByOne
from ntmtrack.store.view import View, born

_NEWEST = (
    "(select l.id from assessment l where l.unit_id = u.id and l.item_id = i.id"
    " and l.stage = '{stage}' and l.assessed_on <= :day"
    " order by l.assessed_on desc, l.uid desc limit 1)"
)

# A stage has said so since its first word after the last day that ended with another of its own.
_SINCE = """
coalesce((
  select min(e.assessed_on) from assessment e
  where e.unit_id = a.unit_id and e.item_id = a.item_id and e.stage = a.stage
  and e.assessed_on <= a.assessed_on and e.assessed_on > coalesce((
    select max(b.assessed_on) from assessment b
    where b.unit_id = a.unit_id and b.item_id = a.item_id and b.stage = a.stage
    and b.assessed_on <= a.assessed_on and b.verdict <> a.verdict
    and not exists (
      select 1 from assessment n
      where n.unit_id = b.unit_id and n.item_id = b.item_id and n.stage = b.stage
      and n.assessed_on = b.assessed_on and n.uid > b.uid)), '')), a.assessed_on)
"""


def differing(
    conn: sqlite3.Connection, unit_keys: Iterable[int], item_keys: Iterable[int], view: View
) -> list[Difference]:
    """The items of units on which the latest words of the stages are not all the same.

    By unit, and within a unit in print order. The newest word of each stage is sought down an
    index, and how long it has been said only where the words differ.
    """
    newest = ", ".join(_NEWEST.format(stage=stage) for stage in Stage)
    rows = conn.execute(
        f"""
        with latest(self, verification, appraisal) as materialized (
          select {newest} from unit u cross join item i
          where u.id in ({_listed(unit_keys)}) and i.id in ({_listed(item_keys)}))
        select a.unit_id, i.set_id, a.item_id, i.number, a.verdict, a.stage, a.assessed_on, a.uid,
               {_SINCE}
        from latest w
        left join assessment s on s.id = w.self
        left join assessment v on v.id = w.verification
        left join assessment p on p.id = w.appraisal
        cross join assessment a on a.id in (w.self, w.verification, w.appraisal)
        join item i on i.id = a.item_id
        join criteria_set c on c.id = i.set_id
        where s.verdict <> v.verdict or s.verdict <> p.verdict or v.verdict <> p.verdict
        order by a.unit_id, c.code, i.sort_key, i.uid, a.uid
        """,
        view.places,
    )
    return [
        Difference(*keys, words=tuple(_judgement(row[3:]) for row in group))
        for keys, group in groupby(rows, key=lambda row: (row[0], row[1], row[2]))
    ]


def seen_by_one(
    conn: sqlite3.Connection, unit_keys: Iterable[int], item_keys: Iterable[int], view: View
) -> SeenByOne:
    """How many items of units one stage alone has judged, and of how many units."""
    seen = " + ".join(
        "exists (select 1 from assessment l where l.unit_id = u.id and l.item_id = i.id"
        f" and l.stage = '{stage}' and l.assessed_on <= :day)"
        for stage in Stage
    )
    row = conn.execute(
        f"""
        select count(*), count(distinct u.id) from unit u cross join item i
        where u.id in ({_listed(unit_keys)}) and i.id in ({_listed(item_keys)})
        and {seen} = 1
        """,
        view.places,
    ).fetchone()
    return SeenByOne(*row)


def _judgement(row: tuple[str, str, str, str, str, str]) -> Judgement:
    number, verdict, stage, on, uid, since = row
    return Judgement(
        number=number,
        verdict=Verdict(verdict),
        stage=Stage(stage),
        assessed_on=date.fromisoformat(on),
        order=born(uid),
        since=date.fromisoformat(since),
    )


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)
