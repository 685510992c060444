"""Setting an office up: a ledger with its units, sets and agencies, and the machine's settings.

Each answer is tried in a ledger that is made aside, by the use cases that the commands call. It
gets its name at the end, and the settings with it; whatever goes wrong before leaves nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ntmtrack.app.config_shown import Machine
from ntmtrack.app.context import Context
from ntmtrack.app.office import furnish
from ntmtrack.app.setting_up_steps import Making
from ntmtrack.errors import DatabaseError
from ntmtrack.message import Message
from ntmtrack.store.database import aside_of, create, move_new, refuse_present, unmakeable


@contextmanager
def making(context: Context, machine: Machine) -> Iterator[Making]:
    """An office to set up; at the end the ledger is in its place and the settings are written.

    Whatever is raised within leaves nothing. Raises DatabaseError if something is there already.
    """
    place = context.path
    try:
        refuse_present(place)
        missing = [each for each in (place.parent, *place.parent.parents) if not each.exists()]
    except OSError as error:
        raise unmakeable(place, error) from error
    aside = None
    try:
        aside = _aside(place)
        with context._replace(path=aside).writing() as change:
            furnish(change, None)
            within = context._replace(path=aside, open_change=change)
            made = Making(within, change, machine, place)
            yield made
        refuse_present(place)
        made.write_settings()
        move_new(aside, place)
        missing = []
    except DatabaseError as error:
        # What is made aside is nothing that anybody could look for.
        if aside is None or error.message.values.get("path") != str(aside):
            raise
        message = Message(error.message.text, {"path": str(place)})
        raise DatabaseError(message, hint=error.hint) from error
    finally:
        if aside is not None:
            aside.unlink(missing_ok=True)
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()


def _aside(place: Path) -> Path:
    """An empty ledger beside the place of one, in a folder that is made where it is missing."""
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = aside_of(place)
        aside.unlink()
    except OSError as error:
        raise unmakeable(place, error) from error
    create(aside)
    return aside
