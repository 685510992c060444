"""Who said what of one criterion of one unit: judgements, evidence, figures and tasks."""

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.scope import known_numbers
from ntmtrack.domain.changed_row import LedgerTable
from ntmtrack.reports import who as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_log
from ntmtrack.store.naming_rows import Names
from ntmtrack.store.queries_about import About, said_about
from ntmtrack.store.queries_origin import Origins
from ntmtrack.store.view import View


def who(context: Context, unit_words: str, numbers: tuple[str, ...]) -> Report:
    """Everything that was said of criteria of a unit, the newest first, also what was undone.

    Raises DataError for a unit or a number that is not there.
    """
    with context.reading() as conn:
        unit = resolve.unit_ever(conn, unit_words, context.as_of)
        known_numbers(conn, numbers, None, View(context.as_of))
        found = said_about(conn, About(unit=unit.key, numbers=numbers))
        entries = {each.number: each for each in queries_log.changes(conn)}
        names, origins = Names(conn), Origins(conn)
        said = [
            report.Said(
                change=entries[each.change],
                table=LedgerTable(each.table),
                undone_by=each.taken_by,
                row=each.row,
                origin=origins.of(each.table, each.row["id"], each.row["uid"], change=each.change),
                called={
                    name.removesuffix("_id"): str(names.value(each.table, name, key))
                    for name, key in each.row.items()
                    if name.endswith("_id") and name != "change_id" and key is not None
                },
            )
            for each in found
        ]
    return report.build(unit, numbers, said, day=context.as_of)
