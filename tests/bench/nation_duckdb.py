"""The nation's judgements in DuckDB: its own tables, and the quickest statements that were found.

They hold for any rows of that kind but for ties within a day, of which the nation has none; only
`unmet` minds the order of writing, which costs it nothing. A `window` over history took two to four
times as long as `arg_max` over days as numbers, of which the last is kept here.
"""

import csv
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

_LATEST = """
select unit_id, item_id, arg_max(verdict, (assessed_on - date '2000-01-01') * 4
    + enum_code(stage)) as said
from assessment where assessed_on <= $day {where} group by 1, 2
"""
_PROVINCE = "and unit_id in (select id from unit where parent_id = $unit)"
_ADDED_UP = """
counted as (
  select {by}, coalesce(i.parent_id, i.id) as criterion, count(*) as judged,
         count(*) filter (said = 'met') as met, count(*) filter (said = 'nearly_met') as nearly,
         count(*) filter (said = 'not_applicable') as none
  from latest l join item i on i.id = l.item_id group by all),
verdicts as (
  select {by}, case when judged = none then 'not_applicable' when met = judged - none then 'met'
         when met + nearly < judged - none then 'unmet' else 'nearly_met' end as verdict
  from counted)
"""
UNMET = """
select item_id, arg_max(verdict, (assessed_on, stage, uid)), max(assessed_on)
from assessment where unit_id = $unit and assessed_on <= $day group by 1
"""
MATRIX = _LATEST.format(where=_PROVINCE)
ROLLUP = f"""
with latest as ({_LATEST.format(where="")}), {_ADDED_UP.format(by="unit_id")}
select u.parent_id, verdict, count(*) from verdicts join unit u on u.id = unit_id group by 1, 2
"""
FELL = f"""
with a as (select * from assessment where assessed_on <= $day {_PROVINCE}),
l as (
  select unit_id, item_id, max(assessed_on) filter (verdict = 'met') as met_last,
         arg_max(verdict, (assessed_on - date '2000-01-01') * 4 + enum_code(stage)) as said
  from a group by 1, 2 having said in ('unmet', 'nearly_met') and met_last is not null)
select l.unit_id, l.item_id, min(a.assessed_on)
from l join a on a.unit_id = l.unit_id and a.item_id = l.item_id
and a.assessed_on > l.met_last and a.verdict in ('unmet', 'nearly_met') group by 1, 2
"""
TREND = f"""
with said as (
  select unit_id, item_id, verdict, assessed_on from assessment
  where assessed_on <= $day {_PROVINCE}),
months as (
  select unnest(range(date '2021-02-01', $day + 2, interval 1 month))::date - 1 as month),
latest as (
  select p.unit_id, p.item_id, p.month, s.verdict as said
  from (select * from (select distinct unit_id, item_id from said) cross join months) p
  asof join said s
  on s.unit_id = p.unit_id and s.item_id = p.item_id and p.month >= s.assessed_on),
{_ADDED_UP.format(by="month, unit_id")}
select month, verdict, count(*) from verdicts group by 1, 2
"""


class Theirs:
    """The tables, to be asked."""

    def __init__(self, file: Path) -> None:
        import duckdb

        self._conn = duckdb.connect(file, read_only=True)

    def ask(self, statement: str, day: date, unit: int | None = None) -> list[tuple[Any, ...]]:
        """All rows of an answer."""
        places = {"day": day} if unit is None else {"day": day, "unit": unit}
        return self._conn.execute(statement, places).fetchall()


_TABLES = {
    "assessment": (
        "uid uuid, unit_id integer, item_id integer, stage stage, verdict verdict, assessed_on date"
    ),
    "item": "id integer, set_id integer, parent_id integer",
    "unit": "id integer, parent_id integer",
}
_FROM = {
    "assessment": "select uid, unit_id, item_id, stage, verdict, assessed_on from assessment"
    " order by id",
    "item": "select id, set_id, parent_id from item",
    "unit": "select unit_id, parent_id from unit_version",
}


def load(ledger: Path, file: Path) -> None:
    """The rows of a ledger as native tables: words as enumerations, days as dates."""
    import duckdb

    rows = file.with_name("rows.csv")
    with duckdb.connect(file) as theirs, sqlite3.connect(ledger) as conn:
        theirs.execute("create type stage as enum ('self', 'verification', 'appraisal')")
        theirs.execute(
            "create type verdict as enum ('met', 'nearly_met', 'unmet', 'not_applicable')"
        )
        for table, columns in _TABLES.items():
            with open(rows, "w", newline="", encoding="utf-8") as told:
                csv.writer(told).writerows(conn.execute(_FROM[table]))
            theirs.execute(f"create table {table} ({columns})")
            theirs.execute(f"copy {table} from '{rows}' (header false, nullstr '')")
    rows.unlink()
