"""Identifiers that every exchanged row carries: UUIDv7, so they sort by birth."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_uid(now: datetime) -> str:
    """A fresh UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, 74 random bits."""
    return _text(_fresh(now))


def new_uids(now: datetime, count: int) -> Iterator[str]:
    """So many of one moment, each one greater than the one before (section 6.2, method 2)."""
    # A bit less of chance leaves room to count.
    first = _fresh(now) & ~(1 << 61)
    return map(_text, range(first, first + count))


def _fresh(now: datetime) -> int:
    milliseconds = (now - _EPOCH) // timedelta(milliseconds=1) & ((1 << 48) - 1)
    random = int.from_bytes(os.urandom(10))
    high = random >> 68
    low = random & ((1 << 62) - 1)
    return milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low


def _text(value: int) -> str:
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
