"""The question where self-assessment, verification and appraisal disagree."""

from collections.abc import Sequence

from ntmtrack.app.context import Context
from ntmtrack.app.reading import with_ended
from ntmtrack.app.scope import Scope, chosen_units, known_numbers, set_named
from ntmtrack.reports.report import Report
from ntmtrack.store import queries, queries_catalogue, queries_differences, queries_tasks
from ntmtrack.store.queries_tasks import Narrow, Which
from ntmtrack.store.view import View


def differences(
    context: Context, scope: Scope, *, criterion: Sequence[str] | None = None
) -> Report:
    """The criteria and indicators on which the latest words of the stages disagree.

    `criterion` keeps to criteria, with their indicators, or to single indicators. Raises
    DataError for a name that fits nothing or several, and for a number that no set has.
    """
    from ntmtrack.reports import differences as report

    view = View(context.as_of)
    with context.reading() as conn:
        units = chosen_units(conn, scope, context)
        of = set_named(conn, scope, units)
        known_numbers(conn, criterion, of, view)
        keys = [each.key for each in units]
        used = {pair[1] for pair in queries.pairs(conn, keys, view)}
        sets = {each.key: each for each in queries_catalogue.sets(conn) if each.key in used}
        items = {
            item.key: item
            for item in queries_catalogue.items(conn, sets, view.day)
            if (of is None or item.set_key == of.key)
            and (not criterion or item.number in criterion or item.parent in criterion)
        }
        found = queries_differences.differing(conn, keys, items, view)
        alone = queries_differences.seen_by_one(conn, keys, items, view)
        apart = Narrow(units=tuple({each.unit_key for each in found}))
        tasks = queries_tasks.tasks(conn, view, which=Which.OPEN, narrow=apart)
    place = {key: position for position, key in enumerate(keys)}
    built = report.build(
        sorted(found, key=lambda each: place[each.unit_key]),
        {each.key: each for each in units},
        items,
        sets,
        tasks,
        alone=alone,
        day=context.as_of,
    )
    return with_ended(built, units, context.as_of)
