"""Sentences as the ledger keeps them, to be said in the language of whoever reads them."""

import json

from ntmtrack.message import Message


def as_kept(message: Message) -> str:
    """A sentence as a file keeps it, to be said in any language later; its values are plain."""
    return json.dumps(_plain(message), ensure_ascii=False)


def from_kept(text: str) -> Message:
    """The sentence that `as_kept` made a text of."""
    found = _sentence(json.loads(text))
    assert isinstance(found, Message)
    return found


def _plain(value: object) -> object:
    if isinstance(value, Message):
        return {
            "text": value.text,
            "values": {name: _plain(each) for name, each in value.values.items()},
        }
    return value if isinstance(value, int) else str(value)


def _sentence(kept: object) -> object:
    if isinstance(kept, dict):
        return Message(
            kept["text"], {name: _sentence(each) for name, each in kept["values"].items()}
        )
    return kept
