"""A look into a bundle: what it says of itself, and, beside a ledger, what is new in it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ntmtrack.app.context import Context
from ntmtrack.domain.bundle import Signature
from ntmtrack.domain.coverage import Span, Spans, holes, union
from ntmtrack.domain.travel import TABLES
from ntmtrack.exchange.bundle_file import Bundle, opened
from ntmtrack.exchange.bundle_manifest import Manifest
from ntmtrack.exchange.signing import fingerprint, judged
from ntmtrack.message import Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports import bundles as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_offices
from ntmtrack.store.queries_offices import Office

if TYPE_CHECKING:
    import sqlite3


class _Beside(Record):
    """What a ledger knows of a bundle's office; `conn` is None where there is no ledger."""

    conn: "sqlite3.Connection | None" = None
    office: Office | None = None
    own: bool = False
    here: tuple[Span, ...] = ()


def inspecting(context: Context, file: Path) -> Report:
    """What a bundle holds; nothing of it is believed. Without a ledger, what it alone says.

    Raises DataError for a file that is no bundle, or not a whole one.
    """
    with opened(file) as bundle, ExitStack() as stack:
        beside = _Beside()
        if context.path.exists():
            beside = _beside(stack.enter_context(context.reading()), bundle.manifest)
        kept = None if beside.office is None else beside.office.key
        signature = judged(bundle, kept)
        counted: dict[str, Counter[str]] = defaultdict(Counter)
        new: dict[str, bool] = {}
        for change in bundle.changes():
            for op in change.ops:
                counted[op.table][op.action] += 1
            if beside.conn is not None and change.head.uid not in new:
                uid = change.head.uid
                new[uid] = not queries_offices.knows_change(beside.conn, uid)
    told = bundle.manifest
    notes = (
        *_of_itself(told),
        _of_signature(signature, told, beside.office),
        *_of_ledger(told, beside, sum(new.values())),
    )
    return report.inside(
        {table: counted[table] for table in TABLES if table in counted},
        context.as_of,
        title=say("Bundle {number} of {office}", number=told.number, office=told.office.name),
        notes=notes,
        whole=_whole(bundle, signature, beside, sum(new.values())),
    )


def _beside(conn: "sqlite3.Connection", told: Manifest) -> _Beside:
    uid = told.office.uid
    office = next((each for each in queries_offices.offices(conn) if each.uid == uid), None)
    here = queries_offices.come(conn).get(uid, ())
    own = uid == queries_offices.own_uid(conn)
    return _Beside(conn, office, own, tuple((first, last) for first, last in here))


def _of_itself(told: Manifest) -> Iterator[Message]:
    yield say(
        "{office} ({mark}) writes about {unit} ({code}); ntmtrack {version}.",
        office=told.office.name,
        mark=told.office.mark,
        unit=told.office.unit_name,
        code=told.office.unit_code,
        version=told.version,
    )
    changes = say_n("{count} change", "{count} changes", told.counts["changes"])
    rows = say_n("{count} row", "{count} rows", told.counts["ops"])
    files = say_n("{count} file of evidence", "{count} files of evidence", told.counts["evidence"])
    yield say("{changes}, {rows}, {files}.", changes=changes, rows=rows, files=files)
    covered = _spans(told.covers.get(told.office.uid, ()))
    if covered:
        yield say("Whole are its changes {changes}.", changes=covered)
    if told.unit is not None:
        yield say("It keeps to one unit: of some changes only a part is in it.")
    if told.answers:
        yield say_n(
            "It answers {count} row that its office could not take.",
            "It answers {count} rows that its office could not take.",
            len(told.answers),
        )


_SIGNATURES = {
    Signature.NONE: say("It is not signed: whoever has the file may have written it."),
    Signature.BAD: say("The signature does not fit: the bundle was altered, or is not by its key."),
    Signature.UNCHECKED: say("The signature was not checked: `ssh-keygen` is not installed."),
}


def _of_signature(found: Signature, told: Manifest, office: Office | None) -> Message:
    if found in _SIGNATURES:
        return _SIGNATURES[found]
    assert told.office.key is not None
    key = fingerprint(told.office.key)
    if found is Signature.GOOD:
        assert office is not None
        return say(
            "The signature is good, by the key that is kept of {office}.", office=office.name
        )
    if found is Signature.UNKNOWN:
        return say("Signed by {key}, a key that is not kept here of its office.", key=key)
    return say("Signed by {key}, which is not the key that is kept of its office.", key=key)


def _of_ledger(told: Manifest, beside: _Beside, new: int) -> Iterator[Message]:
    if beside.conn is None:
        return
    if beside.own:
        yield say("It was made by this office.")
        return
    if beside.office is None:
        yield say(
            "Its office is not registered here: `ntmtrack office add --from FILE --unit UNIT`."
        )
    yield say_n(
        "{count} change of it is not here yet.", "{count} changes of it are not here yet.", new
    )
    gaps = _spans(_gaps(told, beside))
    if gaps:
        yield say(
            "Changes {changes} of {office} are neither here nor in it: ask for them.",
            changes=gaps,
            office=told.office.name,
        )


def _gaps(told: Manifest, beside: _Beside) -> list[Span]:
    own = told.office.uid
    return holes(union(beside.here, told.covers.get(own, ()), told.reach.get(own, ())))


def _spans(spans: Spans) -> tuple[str, ...]:
    return tuple(str(first) if first == last else f"{first}–{last}" for first, last in union(spans))


def _whole(bundle: Bundle, signature: Signature, beside: _Beside, new: int) -> Mapping[str, object]:
    """The bundle as JSON tells it: its manifest without the files, and what the ledger says."""
    import json

    told = json.loads(bundle.manifest.text)
    told.pop("files")
    told["signature"] = signature.value
    told["sha256"] = bundle.sha256
    if beside.conn is not None:
        told["known"] = beside.office is not None
        told["new"] = new
        told["missing"] = _gaps(bundle.manifest, beside)
    return dict(told)
