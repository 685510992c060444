"""Whatever is merged and split: no circle, a forest every day, and the days before as they were."""

import shutil
import tempfile
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from graphlib import TopologicalSorter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntmtrack.app.context import Context
from ntmtrack.app.unit_changes import Decision, merged, split
from ntmtrack.app.unit_parts import Part
from ntmtrack.errors import DataError
from ntmtrack.store import queries_catalogue, queries_lineage
from ntmtrack.store.database import open_reader
from tests.factories import a_unit

FIRST = date(2025, 7, 1)
STEP = timedelta(days=30)

merger = st.tuples(
    st.just("merge"),
    st.lists(st.integers(0, 9), min_size=1, max_size=3),
    st.integers(0, 9) | st.none(),
)
splitting = st.tuples(st.just("split"), st.integers(0, 9), st.lists(st.booleans(), max_size=3))
changes = st.lists(st.tuples(merger | splitting, st.integers(0, 2)), min_size=1, max_size=5)


def _tree(path: Path, day: date) -> list[tuple[int, str, int | None]]:
    with closing(open_reader(path)) as conn:
        found = queries_catalogue.units(conn, day)
    return sorted((each.key, each.name, each.parent) for each in found)


def _communes(path: Path, day: date) -> list[str]:
    with closing(open_reader(path)) as conn:
        return [u.code for u in queries_catalogue.units(conn, day) if u.name.startswith("Xã")]


def _change(context: Context, what: tuple[object, ...], number: int, day: date) -> None:
    known = _communes(context.path, day)
    given = Decision(day, f"{number}/NQ")
    if what[0] == "merge":
        _, places, into = what
        assert isinstance(places, list)
        words = f"Xã mới {number}" if into is None else known[int(str(into)) % len(known)]
        merged(context, [known[each % len(known)] for each in places], Part(words), given)
    else:
        _, place, there = what
        assert isinstance(there, list)
        parts = [
            Part(known[(int(str(place)) + at + 1) % len(known)] if old else f"Xã {number}.{at}")
            for at, old in enumerate(there)
        ]
        split(context, known[int(str(place)) % len(known)], parts, given, below=())


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes)
def test_no_circle_a_forest_every_day_and_the_past_as_it_was(
    new_file: Path, plan: list[tuple[tuple[object, ...], int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.db"
        shutil.copy(new_file, path)
        a_unit(path, "Tỉnh A", code="01")
        for number in range(4):
            a_unit(path, f"Xã {number}", code=f"1000{number}", under="01")
            a_unit(path, f"Thôn {number}", under=f"1000{number}")
        day = FIRST
        now = datetime(2026, 11, 22, tzinfo=UTC)
        context = Context(path=path, today=date(2026, 11, 22), now=now, as_of=day, actor="canbo")
        for number, (what, later) in enumerate(plan):
            day += STEP * later
            past = [day - timedelta(days=back) for back in (1, 15, 40, 400)]
            before = [_tree(path, each) for each in past]
            with suppress(DataError):
                _change(context, what, number, day)
            assert [_tree(path, each) for each in past] == before
            _holds_together(path, day)


def _holds_together(path: Path, last: date) -> None:
    with closing(open_reader(path)) as conn:
        links = queries_lineage.edges(conn)
    graph: dict[int, set[int]] = {}
    for before, after in links:
        graph.setdefault(after, set()).add(before)
    TopologicalSorter(graph).prepare()
    for each in (
        FIRST - timedelta(days=1),
        FIRST,
        last - timedelta(days=1),
        last,
        date(2027, 1, 1),
    ):
        tree = _tree(path, each)
        keys = [key for key, _, _ in tree]
        assert len(keys) == len(set(keys))
        above = {key: {parent} for key, _, parent in tree if parent is not None}
        assert {parent for parents in above.values() for parent in parents} <= set(keys)
        TopologicalSorter(above).prepare()
