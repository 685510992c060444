"""Questions to a nation of 11.4 million judgements, in process, against DuckDB on the same rows.

Ours goes from the question to the store to the values that a report is built from, criteria added
up from their indicators; DuckDB's answer is fetched into Python too, from native tables, by the
quickest statement found for it. Both are seen to say the same first. DuckDB is not asked for what
only ours tells: since when, the stages side by side, registrations.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ntmtrack.app.glances import Glances
from ntmtrack.app.reading import criteria_of, standings_of
from ntmtrack.app.timelines import Wanted, timelines
from ntmtrack.domain.assessment import Counts, Verdict
from ntmtrack.domain.periods import periods
from ntmtrack.domain.rhythm import Every
from ntmtrack.domain.timeline import fall
from ntmtrack.reports import trend
from ntmtrack.store.database import open_reader
from ntmtrack.store.queries_catalogue import children, sets, units, units_by_code
from ntmtrack.store.view import View
from tests.bench import nation_data, nation_duckdb
from tests.bench.growth import nation
from tests.bench.measuring import function, process, size, space
from tests.bench.peers import DUCKDB
from tests.bench.row import Disagreement, Ground, Pair, Row

NOW, PAST = date(2025, 12, 31), date(2023, 6, 30)
_FIRST = date(nation_data.FIRST_YEAR, 1, 1)


class Ours:
    """The ledger, and its five questions."""

    def __init__(self, ledger: Path) -> None:
        self.conn = open_reader(ledger)
        self.set = next(each for each in sets(self.conn) if each.code == nation_data.SET)
        (self.province,) = units_by_code(self.conn, nation_data.PROVINCE, NOW)
        self.below = children(self.conn, self.province.key, NOW)
        self.all = [each for each in units(self.conn, NOW) if each.parent is not None]
        rows = self.conn.execute(
            "select i.id, i.number, exists (select 1 from item c where c.parent_id = i.id)"
            " from item i where i.set_id = ?",
            (self.set.key,),
        ).fetchall()
        self.numbers = {key: number for key, number, _ in rows}
        self.judged = {number for _, number, above in rows if not above}
        # One that only judged itself, and one that was verified twice a year.
        self.plain = next(each for each in self.below if each.key % 5)
        self.verified = next(each for each in self.below if each.key % 5 == 0)

    def unmet(self, day: date, *, verified: bool = False) -> Any:
        """How the unit stands under the set: all that `unmet` tells of its criteria."""
        unit = self.verified if verified else self.plain
        return standings_of(self.conn, [unit], View(day), of=self.set)

    def matrix(self, day: date) -> Any:
        """By commune, the verdicts of all its criteria and of its indicators."""
        glances, pairs = self._glances(day, self.below)
        return {pair[0]: (glances.of(pair), glances.items(pair)) for pair in pairs}

    def rollup(self, day: date) -> Any:
        """By province, how many criteria stand at each verdict."""
        glances, _ = self._glances(day, self.all)
        found: dict[int | None, list[int]] = {}
        for each in self.all:
            said = [finding.verdict for finding in glances.of((each.key, self.set.key))]
            counts = found.setdefault(each.parent, [0] * len(Counts._fields))
            for place, count in enumerate(Counts.of(said)):
                counts[place] += count
        return found

    def fell(self, day: date) -> Any:
        """By commune and number, how what is unmet or nearly met was met before."""
        found = timelines(self.conn, self.below, [self.set.key], View(day), wanted=Wanted.OF_FAILED)
        return {
            (pair[0], number): lost
            for pair, line in found.items()
            for number, turns in (line.criteria | line.indicators).items()
            if (lost := fall(turns)) is not None
        }

    def trend(self, day: date) -> Any:
        """By month, how many criteria of the province stood at each verdict."""
        found = timelines(
            self.conn, self.below, [self.set.key], View(day), wanted=Wanted.OF_CRITERIA
        )
        shown = periods(Every.MONTH, first=_FIRST, last=day, as_of=day)
        always = date.min, date.max
        courses = [
            trend.Course(self.set.code, _FIRST, line.criteria, always) for line in found.values()
        ]
        return trend.build(courses, shown, {}, {}, day=day)

    def _glances(self, day: date, asked: list[Any]) -> tuple[Glances, list[tuple[int, int]]]:
        pairs = [(each.key, self.set.key) for each in asked]
        criteria = criteria_of(self.conn, [self.set.key], View(day))
        return Glances(self.conn, pairs, criteria, View(day), None), pairs


class Question:
    """One question to both sides, and what of their answers must be the same."""

    def __init__(
        self,
        ours: Callable[[Ours, date], Any],
        theirs: tuple[str, Callable[[Ours], int | None]],
        told: Callable[[Ours, Any], Any],
        meant: Callable[[Ours, list[tuple[Any, ...]]], Any],
    ) -> None:
        self.ours, self.told, self.meant = ours, told, meant
        self._statement, self._unit = theirs

    def theirs(self, ours: Ours, theirs: nation_duckdb.Theirs, day: date) -> Any:
        """DuckDB's answer."""
        return theirs.ask(self._statement, day, self._unit(ours))

    def check(self, ours: Ours, theirs: nation_duckdb.Theirs, day: date) -> None:
        """Raise Disagreement where the sides do not say the same."""
        mine = self.told(ours, self.ours(ours, day))
        if not mine or mine != self.meant(ours, self.theirs(ours, theirs, day)):
            raise Disagreement(f"DuckDB does not say the same of {day}")


def _failing(_: Ours, standings: Any) -> Any:
    return {
        (each.number, each.verdict.value, each.assessed_on)
        for standing in standings
        for finding in standing.findings
        for each in finding.failing
    }


def _failing_rows(ours: Ours, rows: list[tuple[Any, ...]]) -> Any:
    return {
        (ours.numbers[item], verdict, day)
        for item, verdict, day in rows
        if verdict in ("unmet", "nearly_met")
    }


def _verdicts(_: Ours, matrix: Any) -> Any:
    return {
        (unit, number): verdict.value
        for unit, (_, items) in matrix.items()
        for number, verdict in items.items()
        if verdict is not Verdict.NOT_ASSESSED
    }


def _verdict_rows(ours: Ours, rows: list[tuple[Any, ...]]) -> Any:
    return {(unit, ours.numbers[item]): verdict for unit, item, verdict in rows}


def _counts(_: Ours, rollup: Any) -> Any:
    return {
        (province, verdict): count
        for province, counts in rollup.items()
        for verdict, count in zip(Counts._fields, counts, strict=True)
        if count
    }


def _count_rows(_: Ours, rows: list[tuple[Any, ...]]) -> Any:
    return {(group, verdict): count for group, verdict, count in rows}


def _falls(ours: Ours, fell: Any) -> Any:
    return {key: lost.fell_on for key, lost in fell.items() if key[1] in ours.judged}


def _fall_rows(ours: Ours, rows: list[tuple[Any, ...]]) -> Any:
    return {(unit, ours.numbers[item]): day for unit, item, day in rows}


def _months(_: Ours, report: Any) -> Any:
    keys = [column.key for column in report.columns]
    return {
        (row[keys.index("last_day")], verdict): row[keys.index(verdict)]
        for row in report.rows
        for verdict in Counts._fields
        if row[keys.index(verdict)]
    }


QUESTIONS = {
    "unmet of a commune": Question(
        Ours.unmet, (nation_duckdb.UNMET, lambda ours: ours.plain.key), _failing, _failing_rows
    ),
    "unmet of a verified commune": Question(
        lambda ours, day: ours.unmet(day, verified=True),
        (nation_duckdb.UNMET, lambda ours: ours.verified.key),
        _failing,
        _failing_rows,
    ),
    "province matrix": Question(
        Ours.matrix,
        (nation_duckdb.MATRIX, lambda ours: ours.province.key),
        _verdicts,
        _verdict_rows,
    ),
    "national roll-up": Question(
        Ours.rollup, (nation_duckdb.ROLLUP, lambda _: None), _counts, _count_rows
    ),
    "fell back in a province": Question(
        Ours.fell, (nation_duckdb.FELL, lambda ours: ours.province.key), _falls, _fall_rows
    ),
    "trend of a province": Question(
        Ours.trend, (nation_duckdb.TREND, lambda ours: ours.province.key), _months, _count_rows
    ),
}
_FROM_ALL = ("national roll-up", "trend of a province")


@cache
def _sides(ledger: Path, tables: Path) -> tuple[Ours, nation_duckdb.Theirs]:
    return Ours(ledger), nation_duckdb.Theirs(tables)


def _both(ground: Ground) -> tuple[Ours, nation_duckdb.Theirs]:
    ledger = nation(ground, nation_data.COMMUNES, nation_data.MONTHS)
    folder = ground.kept(
        "nation-duckdb",
        lambda aside: nation_duckdb.load(ledger, aside / "nation.duckdb"),
        "nation_duckdb",
        ledger=True,
    )
    return _sides(ledger, folder / "nation.duckdb")


def _against_duckdb(name: str, day: date) -> Callable[[Ground], Pair]:
    def prepare(ground: Ground) -> Pair:
        ours, theirs = _both(ground)
        question = QUESTIONS[name]
        question.check(ours, theirs, day)
        return Pair(
            function(lambda: question.ours(ours, day)),
            function(lambda: question.theirs(ours, theirs, day)),
        )

    return prepare


def _against_today(name: str) -> Callable[[Ground], Pair]:
    def prepare(ground: Ground) -> Pair:
        ours = Ours(nation(ground, nation_data.COMMUNES, nation_data.MONTHS))
        question = QUESTIONS[name]
        return Pair(
            function(lambda: question.ours(ours, PAST)), function(lambda: question.ours(ours, NOW))
        )

    return prepare


def _file(ground: Ground) -> Pair:
    ledger = nation(ground, nation_data.COMMUNES, nation_data.MONTHS)
    folder = ground.kept(
        "nation-bare", lambda aside: _bare(ledger, aside / "bare.db"), "nation", ledger=True
    )
    return Pair(size(ledger), size(folder / "bare.db"))


def _bare(ledger: Path, file: Path) -> None:
    """The columns of the judgements and nothing else: no key but where and when, no history."""
    with closing(sqlite3.connect(file)) as conn, conn:
        conn.execute("attach ? as ledger", (str(ledger),))
        columns = [
            name
            for (name,) in conn.execute(
                "select name from pragma_table_info('assessment', 'ledger')"
            )
            if name != "id"
        ]
        conn.execute(
            f"create table assessment ({', '.join(columns)},"
            " primary key (unit_id, item_id, stage, assessed_on)) without rowid"
        )
        conn.execute(
            f"insert into assessment select {', '.join(columns)} from ledger.assessment"
            " order by unit_id, item_id, stage, assessed_on"
        )


def _memory(*words: str) -> Callable[[Ground], Pair]:
    """The same read on the nation's file and on one of a single commune: the peaks of memory."""

    def prepare(ground: Ground) -> Pair:
        runs = [
            process(
                (ground.program, *words, "-f", "json"),
                ground.environment(
                    NTMTRACK_DB=str(nation(ground, communes, nation_data.MONTHS)),
                    NTMTRACK_TODAY=NOW.isoformat(),
                ),
            )
            for communes in (nation_data.COMMUNES, 1)
        ]
        return Pair(*runs)

    return prepare


COMMUNE = "00691"
"""A commune that is in the ledger of one, too."""

ROWS = (
    *(Row(name, "DuckDB", 0.5, _against_duckdb(name, NOW), (DUCKDB,)) for name in QUESTIONS),
    *(
        Row(
            f"{name}, as of 2023", "DuckDB, the same day", 2, _against_duckdb(name, PAST), (DUCKDB,)
        )
        if name in _FROM_ALL
        else Row(f"{name}, as of 2023", "the same of today", 1.5, _against_today(name))
        for name in QUESTIONS
    ),
    Row("national file", "the same columns, bare, WITHOUT ROWID", 3, _file, of=space),
    *(
        Row(
            f"memory of `{' '.join(words)}`, nation", "of one commune", 2, _memory(*words), of=space
        )
        for words in (
            ("unmet", COMMUNE),
            ("history", COMMUNE),
            ("status", "--bands"),
            ("status", "--matrix", "--under", nation_data.PROVINCE),
            ("regressions", "--under", nation_data.PROVINCE),
            ("trend", "--under", nation_data.PROVINCE),
        )
    ),
)
