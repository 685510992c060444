"""Reports as JSON and JSON lines: numbers exact, the same bytes in every language."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from types import NoneType
from typing import Any

from ntmtrack.message import Message
from ntmtrack.render.localise import Localiser
from ntmtrack.reports.report import Cell, Measure, Report, Row

ENVELOPE_VERSION = 1

_ENGLISH = Localiser("en")
# They stand in strings alone, where an escape says the same and cannot steer a terminal.
_UNSAFE = "[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"


def json(report: Report) -> str:
    """One object: version, name, day, rows, summary, and the notes as English sentences.

    A report that is one thing is that thing, and its notes.
    """
    if report.whole is not None:
        notes = [_ENGLISH.say(note) for note in report.notes]
        from json import JSONEncoder

        told = JSONEncoder(ensure_ascii=False, indent=2).encode({**report.whole, "notes": notes})
        return _safe(told) + "\n"
    keys = _keys(report)
    members = {
        "ntmtrack_report": str(ENVELOPE_VERSION),
        "name": _quoted(report.name),
        "as_of": _literal(report.as_of),
        **_basis(report),
        "rows": _array([_indented(_members(keys, row), "    ") for row in report.rows]),
        "summary": _indented(
            [f"{_quoted(key)}: {_literal(value)}" for key, value in report.summary.items()], "  "
        ),
        "notes": _array([_quoted(_ENGLISH.say(note)) for note in report.notes]),
    }
    return _safe(_object(members)) + "\n"


def several(head: Report, facts: Mapping[str, Mapping[str, Cell]], parts: Sequence[Report]) -> str:
    """One object of several reports: what `head` says of them all, facts, and each as it is."""
    members = {
        "ntmtrack_report": str(ENVELOPE_VERSION),
        "name": _quoted(head.name),
        "as_of": _literal(head.as_of),
        **{key: _facts(told) for key, told in facts.items()},
        **_basis(head),
        "parts": _array([json(part).rstrip().replace("\n", "\n    ") for part in parts]),
        "notes": _array([_quoted(_ENGLISH.say(note)) for note in head.notes]),
    }
    return _safe(_object(members)) + "\n"


def _facts(told: Mapping[str, Cell]) -> str:
    return _indented([f"{_quoted(key)}: {_literal(cell)}" for key, cell in told.items()], "  ")


def _basis(report: Report) -> dict[str, str]:
    """What the report rests on; nothing where it does not say."""
    basis = report.basis
    if basis is None:
        return {}
    sets = [f"{_quoted(code)}: {_quoted(hash)}" for code, hash in basis.sets.items()]
    return {
        "known": _literal(basis.known),
        "change": _literal(basis.change),
        "sets": _indented(sets, "  "),
    }


def jsonl(report: Report) -> str:
    """One object a line, one line a row."""
    keys = _keys(report)
    return "".join(_safe("{" + ", ".join(_members(keys, row)) + "}") + "\n" for row in report.rows)


def _keys(report: Report) -> list[str]:
    return [_quoted(column.key) for column in report.columns]


def _members(keys: Sequence[str], row: Row) -> list[str]:
    return [
        f"{key}: {_PLAIN[type(cell)](cell) if type(cell) in _PLAIN else _literal(cell)}"
        for key, cell in zip(keys, row, strict=True)
    ]


def _literal(cell: Cell) -> str:
    if isinstance(cell, StrEnum):
        return _quoted(str(cell.value))
    if isinstance(cell, tuple):
        return "[" + ", ".join(_part(part) for part in cell) + "]"
    if isinstance(cell, Measure):
        return _literal(cell.value)
    if isinstance(cell, Message):
        return _quoted(_ENGLISH.say(cell))
    written = _PLAIN.get(type(cell))
    return written(cell) if written else _number(cell)


def _number(cell: Any) -> str:
    """A decimal number: the one kind of cell that is left, and whose library most never load."""
    # The digits as they are kept: a float would round them.
    return format(cell, "f") if cell.is_finite() else "null"


def _iso(cell: date) -> str:
    return _quoted(cell.isoformat())


def _quoted(text: str) -> str:
    if text.isprintable():
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    from json.encoder import encode_basestring

    return encode_basestring(text)


_PLAIN: Mapping[type, Callable[[Any], str]] = {
    str: _quoted,
    int: str,
    NoneType: lambda _: "null",
    bool: lambda cell: "true" if cell else "false",
    date: _iso,
    datetime: _iso,
}
"""The cells whose type alone says how they are written: a great report is mostly these."""


def _part(part: str | Measure) -> str:
    """One of several in a cell; a measure among others says what it measures, and how."""
    if not isinstance(part, Measure):
        return _literal(part)
    facts = {"of": part.label, "op": part.operator, "value": part.value}
    told = [f"{_quoted(key)}: {_literal(fact)}" for key, fact in facts.items()]
    return "{" + ", ".join([*told, f'"unit": {_literal(part.unit)}']) + "}"


def _object(members: Mapping[str, str]) -> str:
    return _indented([f"{_quoted(key)}: {text}" for key, text in members.items()], "")


def _array(items: Sequence[str]) -> str:
    return _enclosed("[", items, "]", "  ")


def _indented(members: Sequence[str], indent: str) -> str:
    return _enclosed("{", members, "}", indent)


def _enclosed(opening: str, items: Sequence[str], closing: str, indent: str) -> str:
    if not items:
        return opening + closing
    inner = ",\n".join(f"{indent}  {item}" for item in items)
    return f"{opening}\n{inner}\n{indent}{closing}"


def _safe(text: str) -> str:
    # What can be seen is safe, and so are the line ends, which are the layout's own.
    if text.replace("\n", "").isprintable():
        return text
    return re.sub(_UNSAFE, lambda found: f"\\u{ord(found[0]):04x}", text)
