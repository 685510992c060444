"""Making a ledger: an empty one for an office, with every criteria set that is shipped."""

from ntmtrack.app.context import Context
from ntmtrack.app.criteria import load_shipped
from ntmtrack.message import N_, say
from ntmtrack.reports.report import Block, Column, Report, Show
from ntmtrack.store.database import create
from ntmtrack.store.identity import new_uid
from ntmtrack.store.queries_catalogue import sets, settings
from ntmtrack.store.writing import Writing

_COLUMNS = (
    Column("ledger", N_("Ledger"), Show.ALWAYS),
    Column("office", N_("Office")),
    Column("sets", N_("Criteria sets"), right=True),
)


def init(context: Context, office: str | None) -> Report:
    """Make a ledger where there is none. Raises DatabaseError if something is there."""
    create(context.path)
    try:
        with context.writing() as change:
            furnish(change, office)
            name = settings(change.conn).get("office", "")
            loaded = len(sets(change.conn))
    except BaseException:
        # A file without its first change would pass for an office's empty ledger.
        context.path.unlink(missing_ok=True)
        raise
    return Report(
        name="init",
        title=say("A new ledger"),
        columns=_COLUMNS,
        blocks=(Block("ledger", None, ((str(context.path), name or None, loaded),)),),
        notes=(say("Next: `ntmtrack unit import --help`, `unit add --help`, `assess --help`."),),
        as_of=context.today,
    )


def furnish(change: Writing, office: str | None) -> None:
    """What every ledger begins with: who keeps it, and the shipped criteria sets."""
    change.insert("setting", {"key": "office_uid", "value": new_uid(change.now)})
    if office:
        change.insert("setting", {"key": "office", "value": office})
    load_shipped(change)
