"""A letter as the bytes that travel: headers nobody can add to, and the same bytes every time.

Bytes are seven-bit and lines short, so that no server has a reason to change them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from ntmtrack.domain.address import Mailbox, parse_mailbox
from ntmtrack.domain.text import clean

if TYPE_CHECKING:
    from email.message import Message

# An encoded word may have 75 characters, the line with it one more.
_HEADER_LINE = 75
_NOT_IN_LIST_ID = re.compile(r"[^A-Za-z0-9.-]+")
_NOT_IN_MESSAGE_ID = re.compile(r"[^!-;=?-~]+")
_NOT_IN_FILES = re.compile(r'[<>:"/\\|?*]+')
_FOLD = "\r\n "
# A word with the space after it; of a very long one so much as fits into any line.
_WORD = re.compile(r"\S{1,8} ?")
_LINE_END = re.compile("\r\n|[\r\n]")
# Of a percent-encoded name; a line of a message may have 998 characters.
_ENCODED_PIECE = re.compile(r"(?:%..|[^%]){1,250}")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    content: bytes
    maintype: str
    subtype: str


@dataclass(frozen=True, slots=True)
class Letter:
    """All that one message says; `text` and `html` say the same.

    `message_id` and `list_id` may have angle brackets or not; `date` knows its zone.
    """

    sender: Mailbox
    to: tuple[Mailbox, ...]
    reply_to: Mailbox | None
    subject: str
    text: str
    html: str
    message_id: str
    list_id: str
    lang: str
    date: datetime
    attachments: tuple[Attachment, ...] = ()


def compose(letter: Letter) -> bytes:
    """The message as it is handed to a server, with CRLF; the same letter gives the same bytes.

    Raises DataError for an address that cannot be used.
    """
    from email.policy import compat32
    from email.utils import format_datetime
    from hashlib import sha256

    message_id = _NOT_IN_MESSAGE_ID.sub("", letter.message_id)
    # Parts are Base64, which has no underscore: no boundary can occur within one.
    boundary = "=_" + sha256(message_id.encode()).hexdigest()[:32]
    message = _multipart(
        "alternative",
        boundary + "_a",
        (_text("plain", letter.text), _text("html", letter.html)),
    )
    if letter.attachments:
        files = map(_file, letter.attachments)
        message = _multipart("mixed", boundary + "_m", (message, *files))
    for name, value in (
        ("MIME-Version", "1.0"),
        ("Date", format_datetime(letter.date)),
        ("From", _mailboxes("From", (letter.sender,))),
        ("To", _mailboxes("To", letter.to)),
        ("Reply-To", _mailboxes("Reply-To", (letter.reply_to,)) if letter.reply_to else ""),
        ("Subject", _words("Subject", letter.subject)),
        ("Message-ID", f"<{message_id}>"),
        ("List-Id", f"<{_NOT_IN_LIST_ID.sub('-', letter.list_id.strip('<>')) or '-'}>"),
        ("Content-Language", letter.lang),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
    ):
        if value:
            message[name] = value
    # What may be folded is so already; an identifier must stay on the line of its header.
    return message.as_bytes(policy=compat32.clone(linesep="\r\n", max_line_length=None))


def _multipart(subtype: str, boundary: str, parts: Iterable["Message"]) -> "Message":
    from email.message import Message

    whole = Message()
    whole["Content-Type"] = f'multipart/{subtype}; boundary="{boundary}"'
    for part in parts:
        whole.attach(part)
    return whole


def _text(subtype: str, words: str) -> "Message":
    # A lone surrogate cannot be encoded; a letter must go out all the same.
    lines = _LINE_END.sub("\r\n", words).encode("utf-8", "backslashreplace")
    return _part(f'text/{subtype}; charset="utf-8"', lines)


def _file(attachment: Attachment) -> "Message":
    charset = '; charset="utf-8"' if attachment.maintype == "text" else ""
    part = _part(f"{attachment.maintype}/{attachment.subtype}{charset}", attachment.content)
    part["Content-Disposition"] = f"attachment; {_file_name(attachment.name)}"
    return part


def _part(kind: str, content: bytes) -> "Message":
    from base64 import encodebytes
    from email.message import Message

    part = Message()
    part["Content-Type"] = kind
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(encodebytes(content).decode("ascii"))
    return part


def _file_name(name: str) -> str:
    """The parameter of a file's name, after RFC 2231 where it is not plain."""
    fit = _NOT_IN_FILES.sub("-", _one_line(name))
    if fit.isascii() and len(fit) <= _HEADER_LINE:
        return f'filename="{fit}"'
    pieces = _ENCODED_PIECE.findall(quote(fit, safe=""))
    if len(pieces) == 1:
        return f"filename*=utf-8''{pieces[0]}"
    first, *others = pieces
    return "; ".join(
        [
            f"filename*0*=utf-8''{first}",
            *(f"\r\n filename*{number}*={piece}" for number, piece in enumerate(others, 1)),
        ]
    )


def _mailboxes(header: str, mailboxes: Iterable[Mailbox]) -> str:
    """Names always as encoded words: whatever is in them is never taken for an address."""
    written = []
    for name, address in mailboxes:
        usable = parse_mailbox(address).address
        words = _encoded(header, _one_line(name))
        written.append(_FOLD.join([*words, f"<{usable}>"]) if words else usable)
    return ("," + _FOLD).join(written)


def _words(header: str, text: str) -> str:
    """A sentence for a header: as it is where that is safe, else as encoded words."""
    line = _one_line(text)
    if line.isascii() and len(header) + len(line) < _HEADER_LINE - 2 and "=?" not in line:
        return line
    return _FOLD.join(_encoded(header, line))


def _encoded(header: str, line: str) -> list[str]:
    """A line as encoded words that are no longer than RFC 2047 allows.

    The library's newer policies lose spaces of Vietnamese here. A word of the text is kept whole
    in one of ours: some programs show a space between two of them.
    """
    from email.charset import Charset

    encode = Charset("utf-8").header_encode
    found: list[str] = []
    kept = ""
    for piece in _WORD.findall(line):
        room = _HEADER_LINE if found else _HEADER_LINE - len(header) - 2
        if kept and len(encode(kept + piece)) > room:
            found.append(encode(kept))
            kept = ""
        kept += piece
    return [*found, encode(kept)] if kept else found


def _one_line(text: str) -> str:
    return clean(text.encode("utf-8", "backslashreplace").decode("utf-8"))
