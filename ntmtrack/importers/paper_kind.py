"""What kind of file a paper comes in: by its first bytes, and by its name where they leave it open.

A kind that is not read is refused by its own name, with what to do about it.
"""

import re
from enum import StrEnum
from pathlib import PurePath

from ntmtrack.errors import DataError
from ntmtrack.message import N_, Message, say


class Kind(StrEnum):
    """A kind of file that a paper is read from."""

    TEXT = "txt"
    MARKDOWN = "md"
    DOCX = "docx"
    PDF = "pdf"


_HEAD = 1024

_PDF, _ZIP, _OLE = b"%PDF-", b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PICTURES = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|BM....\0\0\0\0|RIFF....WEBP|....ftyp(?:hei|mif|avi)",
    re.DOTALL,
)
_ARCHIVES = re.compile(rb"Rar!\x1a|7z\xbc\xaf\x27\x1c|\x1f\x8b|BZh|\xfd7zXZ|MSCF")
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|head|body|meta)\b", re.IGNORECASE
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_LOOKED_AT = 100_000
_TEXT_PER_CONTROL = 50

# The names of streams in the containers that Office wrote before 2007.
_OLD_OFFICE = tuple(
    (stream.encode("utf-16-le"), sentence)
    for stream, sentence in (
        ("EncryptedPackage", N_("{file} is protected by a password.")),
        ("WordDocument", N_("{file} is a Word file of the old kind (.doc).")),
        ("Workbook", N_("{file} is an Excel workbook.")),
        ("PowerPoint Document", N_("{file} is a presentation.")),
    )
)
_IN_ZIP = (
    ("xl/", N_("{file} is an Excel workbook.")),
    ("ppt/", N_("{file} is a presentation.")),
)
_NOT_TO_BE_SAVED = {
    N_("{file} is protected by a password."): say("Save it without the password."),
    N_("{file} is an Excel workbook."): say(
        "Copy its text into a .docx, or give the paper itself."
    ),
    N_("{file} is a presentation."): say("Copy its text into a .docx, or give the paper itself."),
}
_SAVE_AS_DOCX = say("Open it and save it as .docx.")
_GIVE_TEXT = say("Give a paper as .docx, .pdf, .txt or .md.")


def kind_of(content: bytes, name: str) -> Kind:
    """The kind of a file of these bytes, called `name`.

    Raises DataError for an empty file, and for every kind that is not read.
    """
    suffix = PurePath(name).suffix.lower()
    if not content:
        raise DataError(say("{file} is empty.", file=name), hint=_GIVE_TEXT)
    head = content[:_HEAD]
    if head.lstrip().startswith(_PDF) or (_PDF in head and suffix == ".pdf"):
        return Kind.PDF
    if head.startswith(_ZIP) and head[2:4] in (b"\3\4", b"\5\6", b"\7\x08"):
        return _kind_in_zip(content, name)
    _refuse_known(content, head, name)
    if not head.startswith(_UTF_16) and _is_binary(content):
        raise DataError(say("{file} is no text.", file=name), hint=_GIVE_TEXT)
    if suffix in (".docx", ".pdf"):
        raise DataError(
            say("{file} is named {suffix} but holds plain text.", file=name, suffix=suffix),
            hint=say("Save it again from the program that made it, or name it .txt if it is text."),
        )
    return Kind.MARKDOWN if suffix in (".md", ".markdown") else Kind.TEXT


def _is_binary(content: bytes) -> bool:
    """Whether it cannot be text; a few control characters come with text pasted from Word."""
    looked_at = content[:_LOOKED_AT]
    controls = len(_CONTROL.findall(looked_at))
    return b"\0" in content or controls * _TEXT_PER_CONTROL > len(looked_at)


def _kind_in_zip(content: bytes, name: str) -> Kind:
    """What a ZIP container is, by the names in its directory."""
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            names = container.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        if b"word/" in content[:100_000]:
            raise damaged(name) from error
        raise _archive(name) from error
    if "[Content_Types].xml" in names and any(each.startswith("word/") for each in names):
        return Kind.DOCX
    for folder, sentence in _IN_ZIP:
        if any(each.startswith(folder) for each in names):
            raise _refusal(sentence, name)
    if "content.xml" in names:
        raise _refusal(N_("{file} is an OpenDocument file."), name)
    raise _archive(name)


def _refuse_known(content: bytes, head: bytes, name: str) -> None:
    if head.startswith(_OLE):
        for stream, sentence in _OLD_OFFICE:
            if stream in content:
                raise _refusal(sentence, name)
        raise _refusal(N_("{file} is an Office file of the old kind."), name)
    if head.startswith(rb"{\rtf"):
        raise _refusal(N_("{file} is an RTF document."), name)
    if _MARKUP.match(head):
        raise _refusal(N_("{file} is a web page or XML."), name)
    if _PICTURES.match(head):
        raise DataError(
            say("{file} is a picture.", file=name),
            hint=say("Type the text into a .docx or .txt, or have it recognised from the picture."),
        )
    if _ARCHIVES.match(head):
        raise _archive(name)


def damaged(name: str) -> DataError:
    """The refusal of a file that its own kind of reader cannot make out."""
    return DataError(
        say("{file} is damaged or not finished.", file=name),
        hint=say("Open it in its own program and save it again."),
    )


def _archive(name: str) -> DataError:
    return DataError(
        say("{file} is an archive.", file=name),
        hint=say("Unpack it and give the paper that is in it."),
    )


def _refusal(sentence: str, name: str) -> DataError:
    hint: Message = _NOT_TO_BE_SAVED.get(sentence, _SAVE_AS_DOCX)
    return DataError(say(sentence, file=name), hint=hint)
