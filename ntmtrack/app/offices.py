"""The offices that exchange with this one: registered, shown, and found by their names."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.naming import ambiguous, best, unknown
from ntmtrack.app.premises import SETS, sets_in_use
from ntmtrack.domain.bundle import MARK, Signature
from ntmtrack.domain.coverage import holes
from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.reports import offices as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_offices
from ntmtrack.store.queries_catalogue import settings, units_near
from ntmtrack.store.queries_offices import Office
from ntmtrack.store.writing import Value, Writing

_MOST_MARK = 12


class Own(Record):
    """What an office says of itself; None leaves a thing as it is.

    `key` is a file, `sets` are the criteria sets in use where nothing else says which.
    """

    name: str | None = None
    mark: str | None = None
    unit: str | None = None
    key: Path | None = None
    note: str | None = None
    sets: tuple[str, ...] | None = None


def set_own(context: Context, given: Own) -> Report:
    """Register the office that keeps this ledger, or change what is kept of it.

    Raises DataError where there is nothing to set, for a mark that is none, is another's, or was
    given out already, and for a file without a public key.
    """
    if given == Own():
        raise DataError(
            say("nothing to set"),
            hint=say("give --name, --mark, --unit, --set or --key; see `ntmtrack office show`"),
        )
    with context.writing() as change:
        uid = queries_offices.own_uid(change.conn)
        if uid is None:
            uid = _first_uid(change)
        if given.name is not None:
            _remember(change, "office", given.name)
        if given.sets is not None:
            work_by(change, given.sets)
        old = queries_offices.own_office(change.conn)
        values = _own_values(context, change, given, old)
        if old is None:
            name = values.get("name") or settings(change.conn).get("office")
            if not name:
                raise DataError(
                    say("say what this office is called, with --name"),
                    hint=say("for example `ntmtrack office set --name NAME --mark BB --unit UNIT`"),
                )
            named = {"name": str(name), "folded": fold(str(name))}
            change.insert("office", {"uid": uid, **values, **named})
        else:
            change.correct("office", old.id, values)
        return _report(change.conn, [_own(change.conn)], context.today, "office set")


def _own_values(
    context: Context, change: Writing, given: Own, old: Office | None
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    if given.name is not None:
        values |= {"name": given.name, "folded": fold(given.name)}
    if given.mark is not None:
        values["mark"] = _mark(change.conn, given.mark, old)
    if given.unit is not None:
        values["unit_id"] = resolve.unit(change.conn, given.unit, context.today).key
    if given.key is not None:
        from ntmtrack.exchange.signing import public_key

        values["key"] = public_key(given.key)
    if given.note is not None:
        values["note"] = given.note
    return values


def _mark(conn: sqlite3.Connection, mark: str, old: Office | None) -> str:
    if not MARK.fullmatch(mark):
        raise DataError(
            say("{mark} is no mark of an office", mark=mark),
            hint=say(
                "a mark is at most {most} capital letters without accents, digits and hyphens: BB",
                most=_MOST_MARK,
            ),
        )
    if old is not None and old.mark not in (None, mark) and queries_offices.has_made(conn):
        raise DataError(
            say("the mark {mark} was given out with a bundle and stays", mark=old.mark),
            hint=say("numbers in other offices carry it; nothing was written"),
        )
    refuse_mark_of_another(conn, mark, None if old is None else old.uid)
    return mark


def refuse_mark_of_another(conn: sqlite3.Connection, mark: str, uid: str | None) -> None:
    """Raise DataError where a mark is that of an office with another uid."""
    other = queries_offices.with_mark(conn, mark, uid)
    if other is not None:
        raise DataError(
            say("the mark {mark} is that of {office}", mark=mark, office=other.name),
            hint=say("every office needs a mark of its own; nothing was written"),
        )


def work_by(change: Writing, words: Sequence[str]) -> tuple[str, ...]:
    """Keep by which criteria sets the office works, within an open change; their codes.

    Raises DataError for words that fit none or several.
    """
    codes = dict.fromkeys(resolve.criteria_set(change.conn, each).code for each in words)
    _remember(change, SETS, ",".join(codes))
    return tuple(codes)


def _remember(change: Writing, key: str, value: str) -> None:
    """Keep what the ledger says of its office under a key."""
    known = queries_offices.setting(change.conn, key)
    if known is None:
        change.insert("setting", {"key": key, "value": value})
    elif known[1] != value:
        change.correct("setting", known[0], {"value": value})


def said_of_office(conn: sqlite3.Connection, day: date) -> dict[str, str | tuple[str, ...] | None]:
    """What the ledger says of the office that keeps it: name, mark, unit (its code), sets."""
    own = queries_offices.own_office(conn)
    unit = None
    if own is not None and own.unit_id is not None:
        unit = units_near(conn, day, [own.unit_id])[own.unit_id].code
    return {
        "name": settings(conn).get("office") if own is None else own.name,
        "mark": None if own is None else own.mark,
        "unit": unit,
        "sets": sets_in_use(conn),
    }


def _first_uid(change: Writing) -> str:
    """The name for programs of an office whose ledger was made before offices had one."""
    from ntmtrack.store.identity import new_uid

    uid = new_uid(change.now)
    change.insert("setting", {"key": "office_uid", "value": uid})
    return uid


def add(context: Context, file: Path, unit: str, *, key: Path | None) -> Report:
    """Register the office that made a bundle, with the unit that it may write about.

    Its key is kept: from now on only bundles by that key are its own. An office that is known
    gets the unit; another key only if it is given. A unit that is not here yet and is the office's
    own is added as the bundle has it. Raises DataError for a bundle at fault, and
    for a key or a mark that cannot be its own.
    """
    from ntmtrack.app.office_unit import unit_for
    from ntmtrack.exchange.bundle_file import opened
    from ntmtrack.exchange.signing import judged, public_key

    given = None if key is None else public_key(key)
    with opened(file) as bundle, context.writing() as change:
        said = bundle.manifest.office
        if said.uid == queries_offices.own_uid(change.conn):
            raise DataError(
                say("{file} is a bundle of this office", file=str(file)),
                hint=say("take one of the other office; nothing was written"),
            )
        known = _by_uid(change.conn, said.uid)
        kept = given or (None if known is None else known.key) or said.key
        _refuse_key(judged(bundle, kept), str(file))
        refuse_mark_of_another(change.conn, said.mark, said.uid)
        values: dict[str, Value] = {
            "name": said.name,
            "folded": fold(said.name),
            "mark": said.mark,
            "unit_id": unit_for(change, bundle, unit, context.today),
            "key": kept,
        }
        if known is None:
            change.insert("office", {"uid": said.uid, **values})
        else:
            change.correct("office", known.id, values)
        office = _by_uid(change.conn, said.uid)
        assert office is not None
        built = _report(change.conn, [office], context.today, "office add")
        return built._replace(notes=(*built.notes, *_of_key(office)))


def _refuse_key(found: Signature, file: str) -> None:
    if found in (Signature.GOOD, Signature.NONE):
        return
    raise DataError(
        say("{file}: the signature is not by that key ({state})", file=file, state=found),
        hint=say("ask the office by another way which key is its own; nothing was written"),
    )


def _of_key(office: Office) -> list[Message]:
    from ntmtrack.exchange.signing import fingerprint

    if office.key is None:
        return [say("It signs nothing: whoever has the file may have written it.")]
    return [
        say(
            "Its key is {key}: ask the office by telephone whether that is so.",
            key=fingerprint(office.key),
        )
    ]


def listing(context: Context) -> Report:
    """Every office that is registered."""
    with context.reading() as conn:
        found = queries_offices.offices(conn)
        return _report(conn, found, context.as_of, "office list")


def showing(context: Context, words: str | None) -> Report:
    """One office, by default this one. Raises DataError where none or several fit."""
    with context.reading() as conn:
        found = _own(conn) if words is None else office_named(conn, words)
        return _report(conn, [found], context.as_of, "office show")


def _own(conn: sqlite3.Connection) -> Office:
    found = queries_offices.own_office(conn)
    if found is None:
        raise unregistered()
    return found


def unregistered() -> DataError:
    """Nothing leaves a ledger of which nobody could say whose it is."""
    return DataError(
        say("this office is not registered yet: name, mark and unit are missing"),
        hint=say("for example `ntmtrack office set --name NAME --mark BB --unit UNIT`"),
    )


def ready_office(conn: sqlite3.Connection) -> Office:
    """The own office with all that others must know of it. Raises DataError if some is missing."""
    found = queries_offices.own_office(conn)
    if found is None:
        raise unregistered()
    missing = [
        option
        for option, value in (("--mark", found.mark), ("--unit", found.unit_uid))
        if value is None
    ]
    if missing:
        raise DataError(
            say("of this office it is not known yet: {missing}", missing=tuple(missing)),
            hint=say("for example `ntmtrack office set --mark BB --unit UNIT`"),
        )
    return found


def office_named(conn: sqlite3.Connection, words: str) -> Office:
    """The office named by mark, uid, or enough of its name. Raises DataError otherwise."""
    every = queries_offices.offices(conn)
    for each in every:
        if words in (each.uid, each.mark) or words.upper() == each.mark:
            return each
    found = best(words, every, lambda each: (each.name, None))
    if len(found) == 1:
        return found[0]
    if found:
        raise ambiguous(
            words,
            [say("{name} ({code})", name=each.name, code=each.mark or each.uid) for each in found],
            say("give its mark"),
        )
    raise unknown(
        say("there is no office {words}", words=words),
        words,
        {spelled: each.name for each in every for spelled in (each.name, each.mark or each.name)},
        say("see `ntmtrack office list`; register one with `ntmtrack office add --help`"),
    )


def _by_uid(conn: sqlite3.Connection, uid: str) -> Office | None:
    return next((each for each in queries_offices.offices(conn) if each.uid == uid), None)


_TITLES = {
    "office set": say("This office"),
    "office add": say("The office that was registered"),
    "office list": say("Offices"),
    "office show": say("An office"),
}


def _report(conn: sqlite3.Connection, found: Sequence[Office], day: date, name: str) -> Report:
    units = units_near(conn, day, [each.unit_id for each in found if each.unit_id is not None])
    bundles = queries_offices.bundles(conn)
    receipts = {each.office: each.seq for each in queries_offices.receipts(conn)}
    here = queries_offices.come(conn)
    told = []
    for each in found:
        unit = None if each.unit_id is None else units[each.unit_id]
        made = [b.number for b in bundles if b.way == "made" and b.to == each.uid]
        taken = [b.number for b in bundles if b.way == "applied" and b.office == each.uid]
        told.append(
            report.Told(
                mark=each.mark,
                name=each.name,
                unit=None if unit is None else unit.code,
                unit_name=None if unit is None else unit.name,
                own=each.own,
                key=_fingerprint(each.key),
                last_made=max(made, default=None),
                last_taken=max(taken, default=None),
                confirmed=receipts.get(each.uid),
                note=each.note,
                uid=each.uid,
                gaps=holes(here.get(each.uid, ())),
            )
        )
    return report.build(told, day, name=name, title=_TITLES[name])


def _fingerprint(key: str | None) -> str | None:
    if key is None:
        return None
    from ntmtrack.exchange.signing import fingerprint

    return fingerprint(key)
