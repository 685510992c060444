"""Tasks left behind: open, and their unit or those who lead them are no more."""

import sqlite3
from collections.abc import Mapping

from ntmtrack.domain.task import Task
from ntmtrack.store import queries_tasks
from ntmtrack.store.queries_orphans import orphans
from ntmtrack.store.queries_tasks import Narrow, Which
from ntmtrack.store.view import View


def left_behind(
    conn: sqlite3.Connection, view: View, *, narrow: Narrow | None = None
) -> tuple[list[Task], Mapping[str, tuple[str, ...]]]:
    """The open tasks that were left behind by a day, and for each what is no more."""
    gone = orphans(conn, view.day)
    if not gone:
        return [], {}
    narrow = (narrow or Narrow())._replace(numbers=tuple(gone))
    return queries_tasks.tasks(conn, view, which=Which.OPEN, narrow=narrow), gone
