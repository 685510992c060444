"""The manifest of a bundle: whose it is, what lies in it, and what its office has of others."""

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ntmtrack.domain.bundle import MARK
from ntmtrack.domain.coverage import Coverage
from ntmtrack.errors import DataError
from ntmtrack.exchange.manifest import Entry
from ntmtrack.message import Message, say
from ntmtrack.record import Record

NAME = "manifest.json"
SEAL = "manifest.json.sig"
CHANGES = "changes.jsonl"
FORMAT = 1
"""Raised when a reader of before would misread a bundle; a new schema alone does not."""

AGAIN = say("ask the office for the bundle again; nothing was written")

KEY = re.compile(
    r"(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)"
    r"|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]{40,4000}={0,2}"
)
"""A public key as OpenSSH writes it, without the words behind it."""

_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_EVIDENCE = re.compile(r"evidence/([0-9a-f]{64})")
_COUNTS = ("changes", "ops", "evidence")
_LONGEST_NAME = 500
_MOST = 2**53


class Sender(Record):
    """The office that made a bundle, as it says of itself. `key` is its public key."""

    uid: str
    name: str
    mark: str
    unit_name: str
    unit_code: str
    key: str | None


class Answer(Record):
    """What the sender could not take of an op that `office` gave it; `why` as its ledger says it.

    `outcome` is refused or waiting.
    """

    office: str
    change: str
    place: int
    table: str
    uid: str
    outcome: str
    why: str | None


class Manifest(Record):
    """What a bundle says of itself.

    `number` counts the sender's bundles. `to` is the office it is for (None: any), `since` the
    sender's change it begins with, `unit` the uid of the unit that it keeps to. `covers` are the
    changes, by office, of which nothing was left out; `have` is all that the sender has of
    others. `sets` are the hashes of its criteria sets by their codes. Of the changes in `reach`
    all that concerns the unit is told, here or before; `have_of` is of which changes of others the
    sender has all that concerns a unit, by the uid that they gave the unit.
    """

    version: str
    schema: int
    office: Sender
    number: int
    to: str | None
    since: int | None
    unit: str | None
    covers: Coverage
    counts: Mapping[str, int]
    sets: Mapping[str, str]
    have: Coverage
    answers: tuple[Answer, ...]
    files: Mapping[str, Entry]
    reach: Coverage = MappingProxyType({})
    have_of: Mapping[str, Coverage] = MappingProxyType({})

    @property
    def text(self) -> str:
        """The manifest as its file holds it; no word of when or where, so that it is repeatable."""
        office = self.office._asdict()
        unit = {"name": office.pop("unit_name"), "code": office.pop("unit_code")}
        told = {
            "ntmtrack_bundle": FORMAT,
            **self._asdict(),
            "office": {**office, "unit": unit},
            "answers": [each._asdict() for each in self.answers],
            "files": {
                name: {key: fact for key, fact in entry._asdict().items() if fact is not None}
                for name, entry in self.files.items()
            },
            "reach": dict(self.reach),
            "have_of": {unit: dict(each) for unit, each in self.have_of.items()},
        }
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def read(content: bytes) -> Manifest:
    """The manifest that a file holds.

    Raises DataError for what is no manifest, is at fault, or was written by a newer program.
    """
    try:
        told = json.loads(content)
        content.decode()
        json.dumps(told, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise _fault(say("it is not JSON")) from error
    if not isinstance(told, dict) or type(told.get("ntmtrack_bundle")) is not int:
        raise _fault(say("it is not the manifest of a bundle"))
    if told["ntmtrack_bundle"] > FORMAT:
        raise newer()
    return Manifest(
        version=_text(told, "version"),
        schema=_number(told, "schema"),
        office=_sender(_table(told, "office")),
        number=_number(told, "number"),
        to=_maybe_uid(told, "to"),
        since=None if told.get("since") is None else _number(told, "since"),
        unit=_maybe_uid(told, "unit"),
        covers=_coverage(told, "covers"),
        counts={key: _number(_table(told, "counts"), key, least=0) for key in _COUNTS},
        sets={code: _text(_table(told, "sets"), code) for code in _table(told, "sets")},
        have=_coverage(told, "have"),
        answers=_answers(told.get("answers")),
        files={name: _entry(name, each) for name, each in _table(told, "files").items()},
        # Bundles of before do not tell them.
        reach=_coverage({"reach": {}, **told}, "reach"),
        have_of=_have_of({"have_of": {}, **told}),
    )


def newer() -> DataError:
    """A bundle whose writer knew more than this program."""
    return DataError(
        say("the bundle was written by a newer ntmtrack"),
        hint=say("install the newer version on this machine; nothing was written"),
    )


def _sender(told: Mapping[str, Any]) -> Sender:
    unit, key = _table(told, "unit"), told.get("key")
    mark = _text(told, "mark")
    if not MARK.fullmatch(mark):
        raise _at_fault("mark")
    if key is not None and not (isinstance(key, str) and KEY.fullmatch(key)):
        raise _at_fault("key")
    return Sender(
        uid=_uid(told, "uid"),
        name=_text(told, "name"),
        mark=mark,
        unit_name=_text(unit, "name"),
        unit_code=_text(unit, "code"),
        key=key,
    )


def _answers(told: object) -> tuple[Answer, ...]:
    if not isinstance(told, list):
        raise _at_fault("answers")
    return tuple(_answer(each) for each in told)


def _answer(told: object) -> Answer:
    if not isinstance(told, dict) or told.get("outcome") not in ("refused", "waiting"):
        raise _at_fault("answers")
    why = told.get("why")
    if not isinstance(why, str | None):
        raise _at_fault("answers")
    return Answer(
        office=_uid(told, "office"),
        change=_uid(told, "change"),
        place=_number(told, "place", least=0),
        table=_text(told, "table"),
        uid=_uid(told, "uid"),
        outcome=told["outcome"],
        why=why,
    )


def _coverage(told: Mapping[str, Any], key: str) -> Coverage:
    found = _table(told, key)
    if not all(_UID.fullmatch(office) and _are_spans(spans) for office, spans in found.items()):
        raise _at_fault(key)
    return {office: [(first, last) for first, last in spans] for office, spans in found.items()}


def _have_of(told: Mapping[str, Any]) -> dict[str, Coverage]:
    found = _table(told, "have_of")
    if not all(map(_UID.fullmatch, found)):
        raise _at_fault("have_of")
    return {unit: _coverage(found, unit) for unit in found}


def _are_spans(spans: object) -> bool:
    return isinstance(spans, list) and all(
        isinstance(span, list)
        and [type(end) for end in span] == [int, int]
        and 0 < span[0] <= span[1] < _MOST
        for span in spans
    )


def _entry(name: str, told: object) -> Entry:
    # No other name is ever opened: none leads out of the bundle.
    evidence = _EVIDENCE.fullmatch(name)
    if name != CHANGES and evidence is None:
        raise _fault(say("{name} is no name of a file of a bundle", name=name))
    seal = told.get("sha256") if isinstance(told, dict) else None
    if not isinstance(told, dict) or not isinstance(seal, str) or not _SHA256.fullmatch(seal):
        raise _at_fault(name)
    if evidence is not None and evidence[1] != seal:
        raise _at_fault(name)
    rows = None if evidence else _number(told, "rows", least=0)
    return Entry(_number(told, "bytes", least=0), seal, rows)


def _table(told: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = told.get(key)
    if not isinstance(value, dict):
        raise _at_fault(key)
    return value


def _text(told: Mapping[str, Any], key: str) -> str:
    value = told.get(key)
    if not isinstance(value, str) or not value or len(value) > _LONGEST_NAME or "\0" in value:
        raise _at_fault(key)
    return value


def _number(told: Mapping[str, Any], key: str, *, least: int = 1) -> int:
    value = told.get(key)
    if type(value) is not int or not least <= value < _MOST:
        raise _at_fault(key)
    return value


def _uid(told: Mapping[str, Any], key: str) -> str:
    value = told.get(key)
    if not isinstance(value, str) or not _UID.fullmatch(value):
        raise _at_fault(key)
    return value


def _maybe_uid(told: Mapping[str, Any], key: str) -> str | None:
    return None if told.get(key) is None else _uid(told, key)


def _at_fault(key: str) -> DataError:
    return _fault(say('"{key}" is missing or at fault', key=key))


def _fault(what: Message) -> DataError:
    return DataError(say("{file}: {what}", file=NAME, what=what), hint=AGAIN)
