"""What every ledger begins with: who keeps it, and every criteria set that is shipped."""

from ntmtrack.app.criteria import load_shipped
from ntmtrack.store.identity import new_uid
from ntmtrack.store.writing import Writing


def furnish(change: Writing, office: str | None) -> None:
    """Begin a ledger within its first change; `office` is what its keeper is called."""
    change.insert("setting", {"key": "office_uid", "value": new_uid(change.now)})
    if office:
        change.insert("setting", {"key": "office", "value": office})
    load_shipped(change)
