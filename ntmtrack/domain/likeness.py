"""Which known names look like one that is not known, marks and case aside."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from ntmtrack.domain.text import tokens

_SHORTEST_BEGINNING = 2


def alike(
    asked: str, names: Iterable[str] | Mapping[str, str], *, most: int = 3, least: float = 0.6
) -> tuple[str, ...]:
    """What may have been meant: the nearest first, each once, `most` at most.

    `names` are the names themselves, or a mapping from what may be typed to the name it stands
    for. Those that begin as `asked` does; where none does, those that share at least `least` of
    their letters with it in order (the ratio of Python's difflib). Nothing is like what has no
    letters.
    """
    meant: dict[str, str] = {}
    for spelled in names:
        name = names[spelled] if isinstance(names, Mapping) else spelled
        meant.setdefault(_plain(spelled), name)
    wanted = _plain(asked)
    if not wanted:
        return ()
    near: list[str] = []
    if len(wanted) >= _SHORTEST_BEGINNING:
        near = sorted((each for each in meant if each.startswith(wanted)), key=len)
    # Several spellings of one name may be near: of twice as many enough names are left.
    near = near or get_close_matches(wanted, meant, n=2 * most, cutoff=least)
    return tuple(dict.fromkeys(meant[each] for each in near))[:most]


def _plain(name: str) -> str:
    return " ".join(tokens(name))
