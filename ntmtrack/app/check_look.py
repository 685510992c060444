"""What the rules of `check` look at; what several of them need is read once."""

import sqlite3
from collections import defaultdict
from functools import cached_property

from ntmtrack.app.check_thresholds import Stored, with_thresholds
from ntmtrack.app.context import Context
from ntmtrack.app.reading import standings_of
from ntmtrack.app.surroundings import kept_files, place_of
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.checks.judgements import Valued
from ntmtrack.domain.checks.place import Engine, Kept, Place
from ntmtrack.domain.checks.units import Version
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.domain.task import Task
from ntmtrack.store import (
    queries_catalogue,
    queries_check,
    queries_check_units,
    queries_check_whole,
    queries_tasks,
)
from ntmtrack.store.criteria_store import read_stored
from ntmtrack.store.view import View


class Look:
    """A ledger open to be looked at, on the day of the run."""

    def __init__(self, conn: sqlite3.Connection, context: Context) -> None:
        self.conn = conn
        self.context = context
        self.day = context.today
        self.view = View(context.today)
        self._stored: dict[int, Stored] = {}

    def stored(self, key: int) -> Stored:
        """A criteria set and its overlays, as they were laid down."""
        if key not in self._stored:
            self._stored[key] = read_stored(self.conn, key)
        return self._stored[key]

    @cached_property
    def units(self) -> list[Unit]:
        """Every unit that exists on the day."""
        return queries_catalogue.units(self.conn, self.day)

    @cached_property
    def standings(self) -> list[UnitStanding]:
        """Every unit of the day under every set it was judged or counted by."""
        return standings_of(self.conn, self.units, self.view)

    @cached_property
    def at_stake(self) -> list[UnitStanding]:
        """The standings of each unit under the sets that hold on the day, or all if none does.

        Under a set whose time is over nobody has to do anything any more.
        """
        holding = {
            each.code for each in queries_catalogue.sets(self.conn) if each.holds_on(self.day)
        }
        by_unit: dict[int, list[UnitStanding]] = defaultdict(list)
        for standing in self.standings:
            by_unit[standing.unit_key].append(standing)
        return [
            standing
            for found in by_unit.values()
            for standing in [each for each in found if each.set_code in holding] or found
        ]

    @cached_property
    def tasks(self) -> list[Task]:
        """Every task, as it stands on the day."""
        return queries_tasks.tasks(self.conn, self.view)

    @cached_property
    def versions(self) -> list[Version]:
        """What every unit was, and when."""
        return queries_check_units.versions(self.conn)

    @cached_property
    def valued(self) -> list[Valued]:
        """The latest judgements that rest on a value, with the threshold that is known now."""
        return with_thresholds(self.conn, queries_check.valued(self.conn), self.stored)

    @cached_property
    def place(self) -> Place:
        """Where the ledger lies."""
        return place_of(self.context.path, self.context.now)

    @cached_property
    def engine(self) -> Engine:
        """The SQLite that reads it."""
        return queries_check_whole.engine(self.conn)

    @cached_property
    def files(self) -> list[Kept]:
        """The files that it rests on, as they are found now."""
        return list(kept_files(queries_check.files(self.conn), self.context.path))
