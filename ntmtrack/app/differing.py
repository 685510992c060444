"""Where offices wrote different things of the same row: shown, and chosen."""

from collections.abc import Iterator

from ntmtrack.app.context import Context
from ntmtrack.app.op_words import OpWords
from ntmtrack.domain.changed_row import LedgerField, LedgerTable, field_of
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports import applying as report
from ntmtrack.reports.report import Report
from ntmtrack.store.merging_conflicts import Conflict, Standing, conflicts, settle
from ntmtrack.store.merging_names import Names
from ntmtrack.store.naming_rows import Names as Words

_SHORTEST = 8
"""So many letters of a row's uid name it, at least."""


def differing(context: Context) -> Report:
    """Every field of which several values stand, each with who wrote it."""
    with context.reading() as conn:
        telling = _Telling(OpWords(conn), Words(conn), Names(conn))
        found = [line for each in conflicts(conn) for line in telling.lines(each)]
    return report.conflicts(found, context.as_of)


def choose(
    context: Context, row: str, field: str, *, value: str | None, keep: str | None
) -> Report:
    """Let one value of a field stand: the one that is given, or that of an office.

    Raises DataError where the row, the field or the value is none that is open.
    """
    with context.writing() as change:
        conn = change.conn
        telling = _Telling(OpWords(conn), Words(conn), Names(conn))
        conflict = _conflict(list(conflicts(conn)), row, field, telling)
        kept = _kept(conflict, telling, value=value, keep=keep)
        settle(change, conflict, kept)
        told = [
            line._replace(stands=standing is kept, command=())
            for line, standing in zip(telling.lines(conflict), conflict.standing, strict=True)
        ]
    return report.settled(told, context.as_of)


class _Telling:
    """Conflicts in words."""

    def __init__(self, offices: OpWords, words: Words, names: Names) -> None:
        self._offices = offices
        self._words = words
        self._names = names

    def lines(self, conflict: Conflict) -> Iterator[report.Value]:
        """One line for each value that stands."""
        key = conflict.group[0]
        for each in conflict.standing:
            yield report.Value(
                table=LedgerTable(conflict.table),
                row=self._row(conflict),
                field=field_of(LedgerTable(conflict.table), LedgerField(key.removesuffix("_id"))),
                key=key,
                words=self.value(conflict, each),
                office=self.office(each),
                actor=each.head.actor,
                recorded_at=each.head.recorded_at,
                stands=each.shown,
                uid=conflict.uid,
                command=(*_settling(conflict), "--keep", self._offices.mark(each.head.office)),
            )

    def _row(self, conflict: Conflict) -> str:
        told = {"id": conflict.key, "uid": conflict.uid, **conflict.row}
        words = self._words.of_row(conflict.table, told)
        title = conflict.row.get("title")
        return f"{words}, {title}" if title and str(title) not in words else words

    def office(self, standing: Standing) -> str:
        """The office that wrote a value."""
        return self._offices.office(standing.head.office)

    def is_called(self, conflict: Conflict, words: str) -> bool:
        """Whether words name a row: its number, enough of its uid, or its uid elsewhere."""
        number = str(conflict.row.get("number", ""))
        uid = words.lower()
        return (
            number.casefold() == words.casefold()
            or (len(uid) >= _SHORTEST and conflict.uid.startswith(uid))
            or self._names.name(conflict.table, uid) == conflict.uid
        )

    def calls(self, standing: Standing) -> tuple[str, ...]:
        """What the office that wrote a value is called by, in small letters."""
        uid = standing.head.office
        called = (self._offices.office(uid), self._offices.mark(uid), uid)
        return tuple(each.casefold() for each in called)

    def value(self, conflict: Conflict, standing: Standing) -> str | None:
        """What a value says, with all that goes together with it; None if it says nothing."""
        parts = []
        for column, value in standing.values.items():
            shown: object = value
            if value is not None and column.endswith("_id"):
                local = self._names.by_key(conflict.table, {column: value})
                shown = self._words.value(conflict.table, column, local[column])
            if shown is not None and column not in ("folded", "bare"):
                parts.append(str(shown))
        return " · ".join(dict.fromkeys(parts)) or None


def _settling(conflict: Conflict) -> tuple[str, ...]:
    row = str(conflict.row.get("number") or conflict.uid)
    return ("bundle", "settle", row, conflict.group[0].removesuffix("_id"))


def _conflict(found: list[Conflict], row: str, field: str, telling: _Telling) -> Conflict:
    rows = [each for each in found if telling.is_called(each, row)]
    if len({each.uid for each in rows}) > 1:
        raise DataError(
            say("{row} is not one row only", row=row),
            hint=say("give its uid: `ntmtrack bundle conflicts -f json`; nothing was written"),
        )
    fields = [each for each in rows if field in each.group or f"{field}_id" in each.group]
    if not fields:
        raise DataError(
            say("{row} has no field {field} to choose", row=row, field=field)
            if rows
            else say("no office wrote {row} differently", row=row),
            hint=say("see `ntmtrack bundle conflicts`; nothing was written"),
            details=tuple(say("to choose there: {fields}", fields=each.group) for each in rows),
        )
    return fields[0]


def _kept(
    conflict: Conflict, telling: _Telling, *, value: str | None, keep: str | None
) -> Standing:
    if (value is None) == (keep is None):
        raise DataError(
            say("give the value that is to stand, or --keep OFFICE"),
            hint=say("see `ntmtrack bundle conflicts`; nothing was written"),
        )
    if keep is None:
        fit = [
            each
            for each in conflict.standing
            if value in (telling.value(conflict, each), *map(str, each.values.values()))
        ]
    else:
        wanted = keep.casefold()
        fit = [each for each in conflict.standing if wanted in telling.calls(each)]
    if len(fit) != 1:
        told = tuple(
            say("{office}: {value}", office=line.office, value=line.words)
            for line in telling.lines(conflict)
        )
        raise DataError(
            say("that names none of the values, or several"),
            hint=say("give one of them as it is written here; nothing was written"),
            details=told,
        )
    return fit[0]
