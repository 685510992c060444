"""Which bundles were named: files by themselves, and whatever is packed in a folder."""

import os
from collections.abc import Iterable
from pathlib import Path

from ntmtrack.errors import DataError, reason_of
from ntmtrack.message import say
from ntmtrack.record import Record

MOST_AT_ONCE = 200
"""So many bundles are taken in by one command: each stays open until all of them are in."""

_PACKED = b"PK\3\4"
"""What every zip that holds a file begins with."""


class Named(Record):
    """The bundles that were named, and the files of folders that are none."""

    files: list[Path]
    others: list[Path]


def bundles(places: Iterable[Path]) -> Named:
    """The files that were named and, of each folder that was, every packed file in it by its name.

    What lies in a folder and is not packed is no bundle, and is told as such; what is hidden, and
    folders in it, are not looked at. Raises DataError for a folder that cannot be read or holds no
    bundle, and for more bundles than are taken in at once.
    """
    named = Named([], [])
    for place in places:
        if place.is_dir():
            _look_in(place, named)
        else:
            named.files.append(place)
    if len(named.files) > MOST_AT_ONCE:
        raise DataError(
            say("more than {most} bundles cannot be taken in at once", most=MOST_AT_ONCE),
            hint=say("take them in by parts; nothing was written"),
        )
    return named


def _look_in(folder: Path, named: Named) -> None:
    before = len(named.files)
    try:
        with os.scandir(folder) as entries:
            files = sorted(
                entry.name for entry in entries if entry.is_file() and entry.name[0] != "."
            )
        for name in files:
            (named.files if _is_packed(folder / name) else named.others).append(folder / name)
    except OSError as error:
        raise DataError(
            say("{file} cannot be read: {reason}", file=str(folder), reason=reason_of(error)),
            hint=say("check the name and the rights of the file; nothing was written"),
        ) from error
    if len(named.files) == before:
        raise DataError(
            say("there is no bundle in the folder {folder}", folder=str(folder)),
            hint=say("give the bundles by their names, or another folder; nothing was written"),
        )


def _is_packed(file: Path) -> bool:
    with open(file, "rb") as given:
        return given.read(len(_PACKED)) == _PACKED
