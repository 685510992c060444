"""Bundles of other offices: taken in, told of, and chosen among where they differ."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
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
from ntmtrack.exchange.bundle_folder import bundles
from ntmtrack.exchange.bundle_manifest import Manifest
from ntmtrack.message import Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports import applying as report
from ntmtrack.reports import applying_several as several
from ntmtrack.reports.report import Report
from ntmtrack.store import merging_before, queries_offices, queries_received
from ntmtrack.store.merging_before import Before
from ntmtrack.store.merging_settling import Told
from ntmtrack.store.queries_offices import Office
from ntmtrack.store.writing import Changes, Occasion, changing


class _Given(Record):
    """A bundle that was named, and its file."""

    file: Path
    bundle: Bundle

    def order(self) -> tuple[str, str, int, str]:
        """Those of an office by their numbers, or what is not missing would seem to be."""
        told = self.bundle.manifest
        return (told.office.unit_code, told.office.uid, told.number, self.bundle.sha256)


class _In(Record):
    """A bundle that was taken in, and the change that it came in with."""

    given: _Given
    taken: Taken
    change: int


@contextmanager
def taking(
    context: Context, places: Sequence[Path], *, unsigned: bool, kept: bool = True
) -> Iterator[Report]:
    """Take bundles in, a change each; what became of them, while it is not yet final.

    An error gives all of them up. They come in the order of their offices and numbers, however
    they were named; of a folder every bundle in it does. A copy of the ledger is made before. With
    `kept` the evidence in them is put beside the ledger. Raises DataError for a file that is no
    whole bundle, an office that is not registered, and a signature that is missing or another's;
    then nothing is written.
    """
    named = bundles(places)
    count = len(named.files)
    with ExitStack() as stack:
        given = []
        for file in named.files:
            with _naming(file, count):
                given.append(_Given(file, stack.enter_context(opened(file))))
        given.sort(key=_Given.order)
        with context.reading() as conn:
            for each in given:
                with _naming(each.file, count):
                    _signature(conn, each.bundle, each.file, unsigned=unsigned)
        if kept:
            from ntmtrack.app.backing import before

            before(context, "bundle")
        with changing(context.path) as changes:
            found = []
            known = None
            for each in given:
                known = merging_before.read(changes.conn, known)
                with _naming(each.file, count):
                    found.append(_take(context, changes, each, known, unsigned=unsigned))
            notes = tuple(note for each in found if kept for note in _keep(context, each))
            if len(found) == 1:
                yield _told(context, changes.conn, found[0], notes)
            else:
                yield _told_of_all(context, changes.conn, found, named.others, notes)


@contextmanager
def rehearsing(context: Context, places: Sequence[Path], *, unsigned: bool) -> Iterator[Report]:
    """What would become of bundles; nothing of it is kept."""
    with suppress(_Rehearsed), taking(context, places, unsigned=unsigned, kept=False) as found:
        yield found
        raise _Rehearsed


class _Rehearsed(Exception):
    """Ends a change that was only tried out."""


@contextmanager
def _naming(file: Path, count: int) -> Iterator[None]:
    """Of several bundles the one that is at fault is named: the others can come without it."""
    try:
        yield
    except DataError as error:
        if count == 1:
            raise
        told = say(
            "none of the {count} bundles was taken in; leave {file} out to take in the others",
            count=count,
            file=str(file),
        )
        raise DataError(error.message, hint=error.hint, details=(*error.details, told)) from error


def _take(
    context: Context, changes: Changes, given: _Given, known: Before, *, unsigned: bool
) -> _In:
    occasion = Occasion(context.actor, context.command, context.now, kind="bundle")
    with changes.one(occasion) as change:
        signature = _signature(change.conn, given.bundle, given.file, unsigned=unsigned)
        taken = applying.apply(change, _source(given.bundle, signature), known)
        return _In(given, taken, change.change)


def _keep(context: Context, found: _In) -> Iterator[Message]:
    bundle = found.given.bundle
    if bundle.evidence():
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
    known = queries_offices.office(conn, said.uid)
    if known is not None:
        return known
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
    context: Context, conn: sqlite3.Connection, found: _In, notes: Iterable[Message]
) -> Report:
    words = OpWords(conn)
    own = queries_offices.own_uid(conn)
    whose = _for_whom(found.given.bundle.manifest, own, words)
    told = _applied(words, own, found, found.taken.told)
    return report.applied(told, context.as_of, notes=(*whose, *notes))


def _told_of_all(
    context: Context,
    conn: sqlite3.Connection,
    found: Sequence[_In],
    others: Sequence[Path],
    notes: Iterable[Message],
) -> Report:
    words = OpWords(conn)
    own = queries_offices.own_uid(conn)
    lines = _still_open(found)
    return several.several(
        [
            several.Several(
                str(each.given.file),
                each.change if each.taken.new else None,
                _applied(words, own, each, told),
            )
            for each, told in zip(found, lines, strict=True)
        ],
        [str(each) for each in others],
        context.as_of,
        notes=tuple(notes),
    )


def _still_open(found: Sequence[_In]) -> list[list[Told]]:
    """Of each bundle what waits or was refused, after what the later ones made of it."""
    lines: list[dict[tuple[object, ...], Told]] = []
    for each in found:
        for moved in each.taken.moved:
            for before in lines:
                if before.pop(_op(moved), None) and moved.outcome is not OpOutcome.APPLIED:
                    before[_op(moved)] = moved
        lines.append({_op(told): told for told in each.taken.told})
    return [list(told.values()) for told in lines]


def _op(told: Told) -> tuple[object, ...]:
    return (told.head.office, told.head.uid, told.op.place, told.op.uid)


def _applied(words: OpWords, own: str | None, found: _In, told: Iterable[Told]) -> report.Applied:
    manifest, taken = found.given.bundle.manifest, found.taken
    office = words.office(manifest.office.uid)
    mine = [each._asdict() for each in manifest.answers if each.office == own]
    return report.Applied(
        office=office,
        number=manifest.number,
        counts=taken.counts,
        told=[words.line(each.head, each.op, each.outcome, each.why) for each in told],
        answers=[words.answer(each, office) for each in mine],
        moved=len(taken.moved),
        missing=[report.Missing(*each) for each in taken.gaps],
        new=taken.new,
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
