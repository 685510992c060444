"""What an office's reports bear: from its settings, and from what was typed this time."""

from collections.abc import Mapping
from typing import Any

from ntmtrack.domain.decree30 import Frame
from ntmtrack.domain.text import clean
from ntmtrack.errors import DataError
from ntmtrack.message import say

_TEXT = ("issuer", "superior", "symbol", "place", "signer")
_LISTS = ("to", "recipients", "signed_as")

KEYS = (*_TEXT, *_LISTS)
"""What the settings may say under [report]; number, day and subject are those of one paper."""


def of_settings(table: Mapping[str, object] | None) -> Frame:
    """The frame that the settings give. Raises DataError for anything unknown in them."""
    found: dict[str, Any] = {}
    for key, value in (table or {}).items():
        if key in _TEXT and isinstance(value, str):
            found[key] = clean(value) or None
        elif key in _LISTS and isinstance(value, list | str):
            listed = [value] if isinstance(value, str) else value
            if not all(isinstance(each, str) for each in listed):
                raise _unknown(key)
            found[key] = tuple(filter(None, map(clean, listed)))
        else:
            raise _unknown(key)
    return Frame(**found)


def _unknown(key: str) -> DataError:
    return DataError(
        say("the settings hold something under [report] that is not known: {key}", key=key),
        hint=say(
            "known there, as text: {text}; as lists of text: {lists}", text=_TEXT, lists=_LISTS
        ),
    )


def office_frame(typed: Frame) -> Frame:
    """What the office's reports bear, as its settings say it and as it was typed this time."""
    import os

    from ntmtrack.config import load

    return framed(of_settings(load(os.environ).report), typed)


def framed(settings: Frame, given: Frame) -> Frame:
    """What was typed wins over the settings, each thing by itself."""
    typed = {name: value for name, value in given._asdict().items() if value not in (None, ())}
    return settings._replace(**typed)
