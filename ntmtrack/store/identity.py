"""Identifiers that every exchanged row carries: UUIDv7, so they sort by birth."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_uid(now: datetime) -> str:
    """A fresh UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, 74 random bits."""
    return _text(_at((now - _EPOCH) // timedelta(milliseconds=1)))


def rising_uids(now: datetime, after: str | None) -> Iterator[str]:
    """Uids of one change, each one greater than the one before, all greater than those of `after`.

    `after` is the uid of the last change that is known (None: there is none). So rows sort by uid
    in the order in which they were written, whatever the clocks say (RFC 9562, section 6.2).
    """
    born = (now - _EPOCH) // timedelta(milliseconds=1)
    if after is not None:
        born = max(born, int(after.replace("-", "")[:12], 16) + 1)
    # A bit less of chance leaves room to count.
    return map(_text, count(_at(born) & ~(1 << 61)))


def _at(milliseconds: int) -> int:
    random = int.from_bytes(os.urandom(10))
    high = random >> 68
    low = random & ((1 << 62) - 1)
    return (milliseconds & ((1 << 48) - 1)) << 80 | 7 << 76 | high << 64 | 2 << 62 | low


def _text(value: int) -> str:
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
