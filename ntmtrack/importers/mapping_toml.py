"""The mappings that come with the program: a file for each two sets, named OLD--NEW.toml."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntmtrack.domain.mapping import SetMapping

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "mappings"


def shipped_pairs() -> tuple[tuple[str, str], ...]:
    """The codes of the old and the new set of every shipped mapping; no file is opened."""
    stems = sorted(path.stem.partition("--") for path in _FOLDER.glob("*--*.toml"))
    return tuple((old, new) for old, _, new in stems)


def read_shipped(old: str, new: str) -> "SetMapping | None":
    """The shipped mapping between two sets by their codes, None if there is none."""
    if (old, new) not in shipped_pairs():
        return None
    from ntmtrack.domain.mapping import SetMapping
    from ntmtrack.importers.criteria_toml import read_file

    found = read_file(_FOLDER / f"{old}--{new}.toml")
    assert isinstance(found, SetMapping)
    return found
