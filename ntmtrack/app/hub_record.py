"""What the ledger keeps of its exchange with a hub."""

import json
from collections.abc import Collection

from ntmtrack.app.context import Context
from ntmtrack.store.queries_offices import Office


def note_pushed(
    context: Context, hub: str, office: Office, changes: Collection[int], ops: int
) -> None:
    """Keep that changes were given to a hub, and which was the last."""
    with context.writing() as change:
        change.insert(
            "bundle",
            {
                "way": "pushed",
                "office_uid": office.uid,
                "number": change.next_number("hub"),
                "signature": "none",
                "counts": json.dumps({"changes": len(changes), "ops": ops}),
                "body": json.dumps({"hub": hub}, ensure_ascii=False),
            },
        )
        change.insert("hub_cursor", {"hub": hub, "way": "push", "cursor": str(max(changes))})
