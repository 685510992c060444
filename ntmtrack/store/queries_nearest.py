"""Reading how the indicators of units stand, and no more of them than a ranking needs."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ntmtrack.domain.assessment import Judgement, Stage, Verdict
from ntmtrack.store.view import Pair, View, born

_STAGES = ", ".join(f"('{stage}')" for stage in Stage)


def judged_indicators(
    conn: sqlite3.Connection, unit_keys: Iterable[int], set_keys: Iterable[int], view: View
) -> dict[Pair, dict[str, list[Judgement]]]:
    """The latest judgement of every indicator at every stage: by (unit, set), then by number.

    Verdict, value and threshold only: `since` is the day of the judgement itself. For each
    unit, indicator and stage the newest row is sought down an index.
    """
    rows = conn.execute(
        f"""
        with stage(name) as (values {_STAGES})
        select a.unit_id, i.set_id, i.number, a.verdict, a.stage, a.assessed_on, a.uid,
               a.value, a.value_unit, a.threshold
        from unit u
        cross join item i
        cross join stage
        join assessment a on a.id = (
          select l.id from assessment l
          where l.unit_id = u.id and l.item_id = i.id and l.stage = stage.name
          and l.assessed_on <= :day
          order by l.assessed_on desc, l.uid desc limit 1)
        where u.id in ({_listed(unit_keys)}) and i.set_id in ({_listed(set_keys)})
        and i.parent_id is not null
        """,
        view.places,
    )
    found: dict[Pair, dict[str, list[Judgement]]] = defaultdict(lambda: defaultdict(list))
    for unit, of, number, verdict, stage, on, uid, value, value_unit, threshold in rows:
        day = date.fromisoformat(on)
        found[unit, of][number].append(
            Judgement(
                number=number,
                verdict=Verdict(verdict),
                stage=Stage(stage),
                assessed_on=day,
                order=born(uid),
                since=day,
                value=None if value is None else Decimal(value),
                value_unit=value_unit,
                threshold=threshold,
            )
        )
    return found


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)
