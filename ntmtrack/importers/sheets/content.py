"""The bytes of a sheet's file, and what kind of file they are: by content, not by name."""

import os
import re
from enum import Enum
from pathlib import Path

from ntmtrack.errors import DataError, reason_of
from ntmtrack.importers.plain_file import opened
from ntmtrack.message import N_, Message, say

MOST_BYTES = 50_000_000
"""The largest file that is read."""

_GIVE = say("give a file .csv, .tsv, .xlsx, .ods or .xls; nothing was written")
_SAVE = say("open it and save it as .xlsx; nothing was written")


class Kind(Enum):
    """A kind of file that a sheet is read from."""

    TEXT = "text"
    XLSX = "xlsx"
    ODS = "ods"
    XLS = "xls"


_NAMED: dict[str, tuple[Kind, ...]] = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), (Kind.TEXT,)),
    **dict.fromkeys((".xlsx", ".xlsm"), (Kind.XLSX,)),
    ".ods": (Kind.ODS,),
    ".xls": (Kind.XLS,),
}
_WHAT_IT_IS = {
    Kind.TEXT: N_("{file} is a text file in spite of its name; it was read as one."),
    Kind.XLSX: N_("{file} is an .xlsx workbook in spite of its name; it was read as one."),
    Kind.ODS: N_("{file} is an .ods workbook in spite of its name; it was read as one."),
    Kind.XLS: N_("{file} is an .xls workbook in spite of its name; it was read as one."),
}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|head|body|meta|table|style)\b", re.IGNORECASE
)
_OTHERS = (
    (b"%PDF-", N_("{file} is a PDF, not a sheet.")),
    (b"Rar!\x1a", N_("{file} is an archive.")),
    (b"7z\xbc\xaf", N_("{file} is an archive.")),
    (b"\x1f\x8b", N_("{file} is an archive.")),
    (rb"{\rtf", N_("{file} is an RTF document.")),
    (b"\x89PNG", N_("{file} is a picture.")),
    (b"\xff\xd8\xff", N_("{file} is a picture.")),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def shown_name(path: Path) -> str:
    """The name of a file as it can be written, whatever its bytes are."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def content_of(path: Path) -> bytes:
    """The bytes of a file; a pipe or a device is not waited for.

    Raises DataError for what is no file, cannot be read, is empty or larger than MOST_BYTES, and
    for the file by which an office program marks that a workbook is open.
    """
    name = shown_name(path)
    try:
        with opened(path, hint=_GIVE) as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise DataError(
            say("{file} cannot be read: {reason}", file=_shown(path), reason=reason_of(error)),
            hint=say("give the path of a file; nothing was written"),
        ) from error
    if len(content) > MOST_BYTES:
        raise DataError(
            say("{file} is larger than {most} bytes.", file=name, most=MOST_BYTES),
            hint=say("load it in parts; nothing was written"),
        )
    if name.startswith(("~$", ".~lock.")):
        raise DataError(
            say("{file} only marks that a workbook is open somewhere.", file=name),
            hint=say("give the workbook itself, without the marks before its name"),
        )
    if not content.strip(b"\0"):
        raise DataError(say("{file} is empty.", file=name), hint=_GIVE)
    return content


def kind_of(content: bytes, name: str) -> tuple[Kind, Message | None]:
    """What kind of sheet these bytes are, and what is to be said if `name` claims another.

    Raises DataError for every kind that is not read, by its own name.
    """
    kind = _kind(content, name)
    claimed = _NAMED.get(Path(name).suffix.casefold())
    if claimed is not None and kind not in claimed:
        return kind, say(_WHAT_IT_IS[kind], file=name)
    return kind, None


def _kind(content: bytes, name: str) -> Kind:
    if content.startswith(b"PK"):
        return _kind_in_zip(content, name)
    if content.startswith(_OLE):
        return _kind_in_ole(content, name)
    for start, sentence in _OTHERS:
        if content.startswith(start):
            raise DataError(say(sentence, file=name), hint=_GIVE)
    if _MARKUP.match(content[:1024]):
        raise DataError(
            say("{file} is a web page or XML, whatever its name says.", file=name), hint=_SAVE
        )
    suffix = Path(name).suffix.casefold()
    if suffix and suffix not in _NAMED:
        raise DataError(say("{file} is no sheet that can be read", file=name), hint=_GIVE)
    head = content[:4096]
    if not head.startswith(_UTF_16) and b"\0" not in head and _CONTROL.search(head):
        raise not_a_workbook(name)
    return Kind.TEXT


def _kind_in_zip(content: bytes, name: str) -> Kind:
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            names = set(container.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise not_a_workbook(name) from error
    if "xl/workbook.bin" in names:
        raise DataError(say("{file} is a binary workbook (.xlsb).", file=name), hint=_SAVE)
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "content.xml" in names:
        return Kind.ODS
    if any(each.startswith("word/") for each in names):
        raise DataError(say("{file} is a Word document, not a sheet.", file=name), hint=_GIVE)
    if "[Content_Types].xml" in names:
        raise not_a_workbook(name)
    raise DataError(
        say("{file} is an archive.", file=name),
        hint=say("unpack it and give the sheet that is in it; nothing was written"),
    )


def _kind_in_ole(content: bytes, name: str) -> Kind:
    """What a container of the old Office is, by the names of its streams."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise protected(name)
    if "WordDocument".encode("utf-16-le") in content:
        raise DataError(say("{file} is a Word document, not a sheet.", file=name), hint=_GIVE)
    if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        return Kind.XLS
    raise not_a_workbook(name)


def protected(name: str) -> DataError:
    """The refusal of a file that opens by a password alone."""
    return DataError(
        say("{file} is protected by a password.", file=name),
        hint=say("save it without the password; nothing was written"),
    )


def not_a_workbook(name: str) -> DataError:
    """The refusal of a file that is damaged, not finished, or no sheet at all."""
    return DataError(
        say("{file} is not a workbook that can be read", file=name),
        hint=say("save it again as .xlsx or as CSV in UTF-8; nothing was written"),
    )


def _shown(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")
