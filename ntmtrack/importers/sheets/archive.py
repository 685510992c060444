"""The parts of a zipped workbook, unpacked within bounds, and packed again without the rest.

What the reader of workbooks gets are only parts that were measured here: no pictures, no macros,
no links to other files, nothing that unpacks to more than is allowed.
"""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Mapping

from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.content import not_a_workbook, protected
from ntmtrack.message import say
from ntmtrack.record import Record

MOST_UNPACKED = 300_000_000
"""How many bytes the parts that are read may come to when they are unpacked."""

_MOST_PARTS = 5_000
_CLAIM = re.compile(rb"\s(?:uniqueCount|count)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_LARGE_PART = 10_000_000
_MOST_TIMES = 200
"""How many times its packed size a large part may be; sheets of numbers come to about 30."""

# Whatever way a part was packed, damage in it is told so.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    ValueError,
    RuntimeError,
    EOFError,
    OSError,
)
_LEFT_OUT = re.compile(
    r"(?i)(?:xl/)?(?:drawings|media|embeddings|externalLinks|charts|printerSettings|ctrlProps"
    r"|activeX|theme|Pictures|Thumbnails|Object[^/]*|Configurations2|Basic|Scripts)/"
)


class Unpacked(Record):
    """The parts in XML by their places in a container, and the places of what was left out."""

    parts: dict[str, bytes]
    left: tuple[str, ...]


def unpacked(content: bytes, name: str) -> Unpacked:
    """The parts in XML of a workbook called `name`.

    Raises DataError for a container that is damaged, protected, or unpacks to too much, and for
    XML that declares entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            every = container.infolist()
            infos = [info for info in every if _is_read(info.filename)]
            _measure(infos, name)
            # What is declared is a bound: no more than that is unpacked of a part.
            parts = {info.filename: container.read(info) for info in infos}
    except _DAMAGED as error:
        raise not_a_workbook(name) from error
    for part in parts.values():
        # An office program writes neither; whoever does wants entities to multiply.
        if b"\0" in part or b"!DOCTYPE" in part or b"!ENTITY" in part:
            raise DataError(
                say("{file} declares XML entities, which no office program does.", file=name),
                hint=say("save it again as .xlsx or as CSV in UTF-8; nothing was written"),
            )
    left = tuple(info.filename for info in every if info.filename not in parts)
    return Unpacked(parts, left)


def packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    """A container of these parts, not compressed, without what they claim to count.

    The library makes room for as many strings as are claimed, whatever there are.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as container:
        for place, part in parts.items():
            container.writestr(place, _unclaimed(part))
    file.seek(0)
    return file


def _unclaimed(part: bytes) -> bytes:
    if b"niqueCount" not in part:
        return part
    head, first, rest = part.partition(b"<si>")
    return _CLAIM.sub(b"", head) + first + rest


def _is_read(place: str) -> bool:
    if _LEFT_OUT.match(place):
        return False
    return place.endswith((".xml", ".rels")) or place == "mimetype"


def _measure(infos: list[zipfile.ZipInfo], name: str) -> None:
    if any(info.flag_bits & 1 for info in infos):
        raise protected(name)
    whole = sum(info.file_size for info in infos)
    packed_tight = any(
        info.file_size > max(_LARGE_PART, _MOST_TIMES * info.compress_size) for info in infos
    )
    if whole > MOST_UNPACKED or packed_tight or len(infos) > _MOST_PARTS:
        raise DataError(
            say("{file} unpacks to far more than a sheet needs.", file=name),
            hint=say("load it in parts; nothing was written"),
        )
