"""Bundles of other offices: taken in, told of, and chosen among where they differ."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ntmtrack.app.context import Context
from ntmtrack.app.offices import refuse_mark_of_another
from ntmtrack.app.op_words import OpWords
from ntmtrack.domain.bundle import Signature
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.errors import DataError
from ntmtrack.exchange import applying
from ntmtrack.exchange.applying import Source, Taken
from ntmtrack.exchange.bundle_file import Bundle, opened
from ntmtrack.exchange.bundle_manifest import Manifest
from ntmtrack.message import Message, say, say_n
from ntmtrack.reports import applying as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_offices, queries_received
from ntmtrack.store.queries_offices import Office
from ntmtrack.store.writing import Occasion, writing


@contextmanager
def taking(context: Context, file: Path, *, unsigned: bool, kept: bool = True) -> Iterator[Report]:
    """Take a bundle in; what became of it, while it is not yet final: an error gives it up.

    A copy of the ledger is made before. With `kept` the evidence in it is put beside the ledger.
    Raises DataError for a file that is no whole bundle, an office that is not registered, and a
    signature that is missing or another's; then nothing is written.
    """
    with opened(file) as bundle:
        with context.reading() as conn:
            _signature(conn, bundle, file, unsigned=unsigned)
        if kept:
            from ntmtrack.app.backing import before

            before(context, "bundle")
        occasion = Occasion(context.actor, context.command, context.now, kind="bundle")
        with writing(context.path, occasion) as change:
            signature = _signature(change.conn, bundle, file, unsigned=unsigned)
            taken = applying.apply(change, _source(bundle, signature))
            yield _told(context, change.conn, bundle.manifest, taken, _keep(context, bundle, kept))


@contextmanager
def rehearsing(context: Context, file: Path, *, unsigned: bool) -> Iterator[Report]:
    """What would become of a bundle; nothing of it is kept."""
    with suppress(_Rehearsed), taking(context, file, unsigned=unsigned, kept=False) as found:
        yield found
        raise _Rehearsed


class _Rehearsed(Exception):
    """Ends a change that was only tried out."""


def _keep(context: Context, bundle: Bundle, kept: bool) -> Iterator[Message]:
    if kept and bundle.evidence():
        from ntmtrack.exchange.evidence_files import folder_of

        new = bundle.keep_evidence(folder_of(context.path))
        yield say_n(
            "{count} new file of evidence lies in {folder}",
            "{count} new files of evidence lie in {folder}",
            len(new),
            folder=folder_of(context.path).name,
        )


def _signature(
    conn: sqlite3.Connection, bundle: Bundle, file: Path, *, unsigned: bool
) -> Signature:
    """What the signature is worth. Raises DataError if the bundle may not be its office's."""
    from ntmtrack.exchange.signing import judged

    said = bundle.manifest.office
    office = _office(conn, bundle.manifest, file)
    refuse_mark_of_another(conn, said.mark, said.uid)
    found = judged(bundle, office.key)
    if found in (Signature.BAD, Signature.OTHER):
        raise DataError(
            say(
                "{file}: the signature is not by the key of {office}", file=file, office=office.name
            ),
            hint=say("ask the office for the bundle again; nothing was written"),
        )
    if office.key is not None and found is not Signature.GOOD and not unsigned:
        raise DataError(
            say(
                "{office} signs its bundles, and {file} is not signed",
                file=file,
                office=office.name,
            )
            if found is Signature.NONE
            else say("the signature of {file} could not be checked", file=file),
            hint=say("take it all the same with --unsigned, if you know from whom it is"),
        )
    return found


def _office(conn: sqlite3.Connection, told: Manifest, file: Path) -> Office:
    said = told.office
    for each in queries_offices.offices(conn):
        if each.uid == said.uid:
            return each
    raise DataError(
        say(
            "the office that made {file} is not registered here: {office} ({mark}), of {unit}",
            file=file,
            office=said.name,
            mark=said.mark,
            unit=f"{said.unit_name} ({said.unit_code})",
        ),
        hint=say(
            "if you know it: `ntmtrack office add --from {file} --unit UNIT`; nothing was written",
            file=file,
        ),
    )


def _source(bundle: Bundle, signature: Signature) -> Source:
    told = bundle.manifest
    return Source(
        way="applied",
        office=told.office.uid,
        sender=told.office.uid,
        number=told.number,
        changes=bundle.changes(),
        covers=told.covers,
        have=told.have,
        answers=tuple(each._asdict() for each in told.answers),
        to=told.to,
        sha256=bundle.sha256,
        signature=str(Signature.UNKNOWN if signature is Signature.UNCHECKED else signature),
        body=json.loads(told.text),
        counts=told.counts,
    )


def _told(
    context: Context,
    conn: sqlite3.Connection,
    told: Manifest,
    taken: Taken,
    notes: Iterable[Message],
) -> Report:
    words = OpWords(conn)
    own = queries_offices.own_uid(conn)
    mine = [each._asdict() for each in told.answers if each.office == own]
    return report.applied(
        report.Applied(
            office=words.office(told.office.uid),
            number=told.number,
            counts=taken.counts,
            told=[words.line(each.head, each.op, each.outcome, each.why) for each in taken.told],
            answers=[words.answer(each, words.office(told.office.uid)) for each in mine],
            moved=len(taken.moved),
            missing=[report.Missing(*each) for each in taken.gaps],
            new=taken.new,
        ),
        context.as_of,
        notes=(*_for_whom(told, own, words), *notes),
    )


def _for_whom(told: Manifest, own: str | None, words: OpWords) -> Iterator[Message]:
    """Said where a bundle was not made for this office; what it tells holds all the same."""
    if told.office.uid == own:
        yield say("This office made the bundle itself.")
    elif told.to is not None and told.to != own:
        name = words.office(told.to)
        known = say("The bundle was made for {office}.", office=name)
        yield say("The bundle was made for another office.") if name == told.to else known


def refused(context: Context) -> Report:
    """What was refused and what waits, of all that ever came, with the reason of each."""
    with context.reading() as conn:
        words = OpWords(conn)
        lines = [
            words.line(each.head, each.op, OpOutcome(each.outcome), words.kept(each.why))
            for each in queries_received.pending(conn)
        ]
    return report.refused(lines, context.as_of)
