"""Mail addresses: what one has to look like before anything is sent to it."""

import re
import unicodedata

from ntmtrack.domain.text import clean
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")
_LONGEST = 254
# Controls, the separators that some programs take for the end of a line, and broken text.
_BREAKING = frozenset(("Cc", "Cs", "Zl", "Zp"))


class Mailbox(Record):
    """Somebody's address, with the name that goes before it; no name is empty."""

    name: str
    address: str


def parse_mailbox(text: str) -> Mailbox:
    """The mailbox that is written as `x@y.vn`, `Name <x@y.vn>` or `"Name" <x@y.vn>`.

    Raises DataError for a line break or other control character anywhere, and as `parse_address`
    does.
    """
    if any(unicodedata.category(letter) in _BREAKING for letter in text):
        raise _unusable(text)
    named = _NAMED.fullmatch(text.strip())
    name, address = ("", text) if named is None else named.group("name", "address")
    return Mailbox(_unquoted(clean(name)), parse_address(address.strip()))


def parse_address(text: str) -> str:
    """The address that a text is. Raises DataError for what no server can be trusted to deliver to.

    That is: a name beside it, marks in it, more than 254 characters, dots where none may be.
    """
    if not is_address(text):
        raise _unusable(text)
    return text


def is_address(text: str) -> bool:
    """Whether a text is an address that servers can be trusted to deliver to."""
    local = text.partition("@")[0]
    return (
        _ADDRESS.fullmatch(text) is not None
        and len(text) <= _LONGEST
        and local == local.strip(".")
        and ".." not in local
    )


def _unquoted(name: str) -> str:
    if len(name) > 1 and name[0] == name[-1] == '"':
        return re.sub(r"\\(.)", r"\1", name[1:-1]).strip()
    return name


def _unusable(text: str) -> DataError:
    # What cannot be shown is shown as it would be typed.
    shown = "".join(
        repr(letter)[1:-1] if unicodedata.category(letter) in _BREAKING else letter
        for letter in text
    )
    return DataError(
        say("{address} is not a mail address that can be used", address=shown),
        hint=say("write it as name@office.gov.vn, without marks; nothing was written"),
    )
