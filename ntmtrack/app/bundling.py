"""Bundles: made of what an office has to tell another, looked into, and listed."""

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path

from ntmtrack import __version__
from ntmtrack.app import resolve
from ntmtrack.app.context import OFFICE_TIME, Context
from ntmtrack.app.offices import office_named, ready_office
from ntmtrack.domain.bundle import BundleWay, Signature
from ntmtrack.errors import DataError
from ntmtrack.exchange import bundle_packing
from ntmtrack.exchange.bundle_manifest import Answer, Manifest, Sender
from ntmtrack.exchange.evidence_files import Evidence
from ntmtrack.exchange.new_file import NewFile, new_file
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.reports import bundles as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_offices
from ntmtrack.store.chain import breaks
from ntmtrack.store.database import SCHEMA_VERSION
from ntmtrack.store.queries_catalogue import children, units_near
from ntmtrack.store.queries_offices import Office
from ntmtrack.store.queries_ops import Asked, Told, reach
from ntmtrack.store.view import set_hashes
from ntmtrack.store.writing import Writing, stamp

_ALL = [(1, 2**53 - 1)]


class Making(Record):
    """What a bundle is to hold, in the words of the user.

    `since` is a change of this ledger, or a day. `key` is a private key; without one, that of
    the settings signs, unless it is `unsigned`.
    """

    file: Path
    to: str | None = None
    since: date | int | None = None
    unit: str | None = None
    evidence: bool = False
    key: Path | None = None
    unsigned: bool = False


@contextmanager
def making(context: Context, asked: Making) -> Iterator[Report]:
    """Make a bundle; it is recorded, and has its name, once the block has ended well.

    Raises DataError where the office is not registered, the ledger is not what its changes
    wrote, nothing is named by the words, or the file is there already or cannot be written.
    """
    key = _key_file(asked)
    with context.reading() as conn:
        ready_office(conn)
        _refuse_broken(conn)
    with new_file(asked.file) as file:
        with context.writing() as change:
            yield _make(context, change, asked, file, key)
        file.keep()


def _refuse_broken(conn: sqlite3.Connection) -> None:
    found = tuple(breaks(conn))
    if found:
        raise DataError(
            say("the ledger is not what its changes wrote; nothing of it is given out"),
            hint=say("see `ntmtrack check`, and go back to your newest copy"),
            details=found,
        )


def _make(
    context: Context, change: Writing, asked: Making, file: NewFile, key: Path | None
) -> Report:
    conn = change.conn
    own = ready_office(conn)
    to = None if asked.to is None else _other(conn, asked.to)
    since = _since(conn, asked.since)
    unit = None if asked.unit is None else resolve.unit(conn, asked.unit, context.today).key
    about = None if unit is None else queries_offices.unit_uid(conn, unit)
    asked_for = _asked(conn, to, since)
    told = Told(conn, _of_unit(conn, to, unit, asked_for))
    number = change.next_number("bundle")
    evidence = Evidence(conn, context.path, wanted=asked.evidence)

    def complete(counts: Mapping[str, int], files: bundle_packing.Files) -> Manifest:
        return Manifest(
            version=__version__,
            schema=SCHEMA_VERSION,
            office=_sender(conn, own, context.today),
            number=number,
            to=None if to is None else to.uid,
            since=since,
            unit=about,
            covers=told.covers,
            counts=counts,
            sets=dict(sorted(set_hashes(conn).items())),
            have={**queries_offices.taken_in(conn), own.uid: queries_offices.kept_own(conn)},
            answers=tuple(
                Answer(*each)
                for each in queries_offices.unable(conn)
                if to is None or each.office == to.uid
            ),
            files=files,
            reach={} if unit is None else reach(conn, asked_for),
            have_of=queries_offices.told_of_units(conn),
        )

    sign = None if key is None else _signer(key, own)
    manifest = bundle_packing.write(
        file.stream, evidence.of(told), evidence.found, complete=complete, sign=sign
    )
    file.settle()
    signature = Signature.NONE if sign is None else Signature.GOOD
    change.insert(
        "bundle",
        {
            "way": str(BundleWay.MADE),
            "office_uid": own.uid,
            "number": number,
            "to_uid": None if to is None else to.uid,
            "sha256": file.sha256,
            "signature": str(signature),
            "counts": json.dumps(dict(manifest.counts)),
            "body": manifest.text,
        },
    )
    made = report.Made(
        number=number,
        file=str(asked.file),
        to=None if to is None else to.name,
        counts=manifest.counts,
        size=file.size,
        signature=signature,
        sha256=file.sha256,
    )
    notes = (*_of_made(made), *_of_others(conn, to, own, unit, context.today), *evidence.missing)
    return report.made(made, context.today, notes=notes)


def _of_made(made: report.Made) -> Iterator[Message]:
    if made.counts["changes"] == 0:
        yield say("There is no change in it: only what this office has of others.")
    if made.signature is Signature.NONE:
        yield say("It is not signed: whoever has the file may have written it.")


def _of_others(
    conn: sqlite3.Connection, to: Office | None, own: Office, unit: int | None, day: date
) -> Iterator[Message]:
    """Said where an office below this one is told of units that are not its own."""
    if to is None or unit is not None or own.unit_id is None:
        return
    if to.unit_id in {each.key for each in children(conn, own.unit_id, day)}:
        yield say(
            "It tells {office} of every unit in this ledger; --unit keeps to what concerns one.",
            office=to.name,
        )


def _other(conn: sqlite3.Connection, words: str) -> Office:
    found = office_named(conn, words)
    if found.own:
        raise DataError(
            say("{office} is this office itself", office=found.name),
            hint=say("name another one: `ntmtrack office list`; nothing was written"),
        )
    return found


def _since(conn: sqlite3.Connection, since: date | int | None) -> int | None:
    last = queries_offices.last_number(conn)
    if isinstance(since, int):
        if since > last:
            raise DataError(
                say("there is no change {number}", number=since),
                hint=say("see `ntmtrack log`; nothing was written"),
            )
        return since
    if since is None:
        return None
    morning = datetime.combine(since, time(), UTC) - OFFICE_TIME
    found = queries_offices.first_since(conn, stamp(morning))
    if found is None:
        raise DataError(
            say("nothing has been recorded since {day}", day=since),
            hint=say("see `ntmtrack log`; nothing was written"),
        )
    return found


def _asked(conn: sqlite3.Connection, to: Office | None, since: int | None) -> Asked:
    besides = {}
    if to is not None:
        # What it confirmed is left out, unless more is asked for; so is what it did itself, unless
        # it says that it has that no more: an older copy of its ledger was put back.
        confirmed = {} if since is not None else queries_offices.confirmed(conn, to.uid)
        besides = {to.uid: _ALL, **confirmed}
    return Asked(since=since or 1, besides=besides)


def _of_unit(conn: sqlite3.Connection, to: Office | None, unit: int | None, asked: Asked) -> Asked:
    if unit is None:
        return asked
    from ntmtrack.store.queries_ops_unit import of_unit

    if to is None or asked.since > 1:
        return of_unit(conn, unit, asked)
    # A change that is told in part is never covered, but need not be told for ever.
    about = queries_offices.unit_uid(conn, unit)
    return of_unit(conn, unit, asked, there=queries_offices.confirmed_of(conn, to.uid, about))


def _sender(conn: sqlite3.Connection, own: Office, day: date) -> Sender:
    assert own.mark is not None
    assert own.unit_id is not None
    (unit,) = units_near(conn, day, [own.unit_id]).values()
    return Sender(own.uid, own.name, own.mark, unit.name, unit.code, own.key)


def _key_file(asked: Making) -> Path | None:
    """The private key that signs, if one does."""
    if asked.unsigned and asked.key is not None:
        raise DataError(
            say("--key and --unsigned do not go together"),
            hint=say("give one of them; nothing was written"),
        )
    if asked.unsigned:
        return None
    if asked.key is not None:
        return asked.key
    from ntmtrack.config import load

    settings = load(os.environ).exchange or {}
    unknown = tuple(name for name in settings if name != "key")
    named = settings.get("key")
    if unknown or not isinstance(named, str | None):
        raise DataError(
            say("the settings hold something under [exchange] that is not known"),
            hint=say('known there, as text: key = "FILE", the private key that signs bundles'),
        )
    return None if named is None else Path(named).expanduser()


def _signer(key: Path, own: Office) -> bundle_packing.Sign:
    from ntmtrack.exchange.signing import public_key, sign, verifies

    if own.key is None:
        raise DataError(
            say("this office has no key yet that others could know it by"),
            hint=say("`ntmtrack office set --key FILE`, then make the bundle; nothing was written"),
        )
    other = DataError(
        say("{file} is not the key of this office", file=str(key)),
        hint=say(
            "give the key that `ntmtrack office show` tells, or set another; nothing was written"
        ),
    )
    if public_key(key) != own.key:
        raise other
    pinned = own.key

    def signed(content: bytes) -> bytes:
        seal = sign(content, key)
        # The public key that lies beside a private one need not belong to it.
        if not verifies(content, seal, pinned):
            raise other
        return seal

    return signed


def listing(context: Context) -> Report:
    """Every bundle that was made or taken in, and what other offices confirmed."""
    with context.reading() as conn:
        names = {each.uid: each.name for each in queries_offices.offices(conn)}
        found = [
            report.Listed(
                way=BundleWay(each.way),
                number=each.number,
                office=names.get(each.office, each.office),
                to=None if each.to is None else names.get(each.to, each.to),
                recorded_at=each.recorded_at,
                signature=Signature(each.signature),
                counts=json.loads(each.counts),
                change=each.change,
                sha256=each.sha256,
            )
            for each in queries_offices.bundles(conn)
        ]
        newest = {each.office: each for each in queries_offices.receipts(conn)}
    receipts = [
        report.Confirmed(names.get(uid, uid), each.seq, len(json.loads(each.refusals)))
        for uid, each in newest.items()
    ]
    return report.listed(found, receipts, context.as_of)
