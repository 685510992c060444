"""Office files as templates: read within bounds, and packed without the moment of packing."""

import lzma
import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from ntmtrack.errors import DataError, reason_of
from ntmtrack.message import Message, say

_LARGEST = 20_000_000
_UNPACKED = 60_000_000
_MOST_MEMBERS = 2_000
_MOST_SOUGHT = 1_000_000_000
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
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
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read(path: Path, *, holds: str) -> bytes:
    """The bytes of a template; `holds` is the member that makes it what its suffix says.

    Raises DataError for a file that cannot be read, is no such file, is far too large, or brings
    macros or declarations along.
    """
    try:
        if not path.is_file():
            raise DataError(
                say("there is no template {file}", file=str(path)),
                hint=say("see those there are with `ntmtrack report --templates`"),
            )
        if path.stat().st_size > _LARGEST:
            raise _refused(path, say("it is too large"))
        content = path.read_bytes()
    except OSError as error:
        raise _refused(path, reason_of(error)) from error
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            _bounded(path, packed, holds)
    except _DAMAGED as error:
        raise _refused(path, say("it is not a whole file of Word or Excel")) from error
    return content


def _bounded(path: Path, packed: zipfile.ZipFile, holds: str) -> None:
    members = packed.infolist()
    names = {each.filename for each in members}
    if holds not in names:
        raise _refused(path, say("it is not a whole file of Word or Excel"))
    if len(members) > _MOST_MEMBERS or sum(each.file_size for each in members) > _UNPACKED:
        raise _refused(path, say("it is too large"))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused(path, say("it holds macros"))
    for each in members:
        # The size that a member claims is not trusted: no more than it is read.
        with packed.open(each) as member:
            text = member.read(each.file_size + 1)
        if each.filename.lower().endswith((".xml", ".rels")):
            if _DECLARED.search(text):
                raise _refused(path, say("it declares entities"))
            # Every brace may be sought for its fellow as far as the end.
            if text.count(b"{") * len(text) > _MOST_SOUGHT:
                raise _refused(path, say("it is too large"))


def _refused(path: Path, reason: Message) -> DataError:
    return DataError(
        say("the template {file} cannot be used: {reason}", file=str(path), reason=reason),
        hint=say("save it in Word as .docx or in Excel as .xlsx; nothing was written"),
    )


def packed(content: bytes) -> bytes:
    """The same office file without the moment at which it was packed."""
    whole = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(whole, "w") as new:
        for each in old.infolist():
            member = zipfile.ZipInfo(each.filename, _LONG_AGO)
            member.compress_type = zipfile.ZIP_DEFLATED
            # Made on one kind of machine or another, the bytes are the same.
            member.create_system = 0
            new.writestr(member, _undated(each.filename, old.read(each)))
    return whole.getvalue()


_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")


def _undated(name: str, content: bytes) -> bytes:
    if name != "docProps/core.xml":
        return content
    return _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", content)
