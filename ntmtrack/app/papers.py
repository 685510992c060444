"""Documents and files that facts rest on: naming them, adding them, proving them by hash."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ntmtrack.app import bodies
from ntmtrack.app.context import Context
from ntmtrack.domain.bodies import Document
from ntmtrack.domain.text import tokens
from ntmtrack.errors import DataError, reason_of
from ntmtrack.message import say
from ntmtrack.store import queries_bodies
from ntmtrack.store.writing import Value, Writing

if TYPE_CHECKING:
    from ntmtrack.domain.draft import Draft
    from ntmtrack.reports.report import Report


def document_key(change: Writing, words: str | None) -> Document | None:
    """The document that a record cites; one that is new is noted by the number typed.

    Nothing but the number is known of a new one: no date, no issuer are made up.
    """
    if words is None:
        return None
    known = bodies.document(change.conn, words)
    if known is not None:
        return known
    key = change.insert("document", {"number": words, "folded": _folded(words)})
    return Document(key, words)


def dated_document(change: Writing, number: str, dated: date | None) -> Document:
    """The document of a number and a date; a new one is noted with both.

    One that is known by its number alone gets the date. Raises DataError where several bear the
    number and the date does not tell them apart.
    """
    if dated is None:
        found = document_key(change, number)
        assert found is not None
        return found
    known = [each for each in bodies.numbered(change.conn, number) if _is_it(each, dated, None)]
    of_day = [each for each in known if each.dated == dated] or known
    if len(of_day) > 1:
        raise DataError(
            say("several papers bear the number {number}", number=number),
            hint=say("see `ntmtrack notice list`; nothing was written"),
        )
    if not of_day:
        row: dict[str, Value] = {"number": number, "folded": _folded(number)}
        key = change.insert("document", {**row, "dated": dated.isoformat()})
        return Document(key, number, dated=dated)
    (one,) = of_day
    if one.dated is None:
        change.correct("document", one.key, {"dated": dated.isoformat()})
    return one._replace(dated=dated)


def hashed_file(path: Path) -> dict[str, Value]:
    """What is kept of a file: where it is, its SHA-256 and its size; DataError if unreadable."""
    import hashlib

    from ntmtrack.importers.plain_file import opened

    hint = say("give the path of a file; nothing was written")
    try:
        with opened(path, hint=hint) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except OSError as error:
        raise DataError(
            say("{file} cannot be read: {reason}", file=str(path), reason=reason_of(error)),
            hint=hint,
        ) from error
    return {"path": spelled(path.absolute()), "sha256": digest, "size": size}


def spelled(path: Path) -> str:
    """A path as text fit to store, whatever the locale made of its letters."""
    return os.fsencode(path).decode("utf-8", "replace")


def add_document(
    context: Context,
    number: str,
    *,
    kind: str | None,
    dated: date | None,
    issuer: str | None,
    about: str | None,
    excerpt: str | None,
    file: Path | None,
    recipients: Sequence[str] = (),
) -> "Report":
    """Note a document, or complete one of which only the number was known."""
    from ntmtrack.reports import documents as report

    kept: dict[str, Value] = {
        "kind": kind,
        "dated": None if dated is None else dated.isoformat(),
        "issuer": issuer,
        "about": about,
        "excerpt": excerpt,
        "recipients": "\n".join(recipients) or None,
    }
    if file is not None:
        hashed = hashed_file(file)
        kept |= {"path": hashed["path"], "sha256": hashed["sha256"]}
    with context.writing() as change:
        known = [
            each for each in bodies.numbered(change.conn, number) if _is_it(each, dated, issuer)
        ]
        if known and (known[0].kind or known[0].dated or known[0].issuer or known[0].about):
            raise DataError(
                say("document {number} is there already", number=known[0].number),
                hint=say(
                    "see `ntmtrack notice show {number}`; another paper of that number needs its"
                    " own date or issuer",
                    number=known[0].number,
                ),
            )
        if known:
            key = known[0].key
            change.correct("document", key, kept)
        else:
            key = change.insert(
                "document", {"number": number, "folded": _folded(number, about), **kept}
            )
        listed = queries_bodies.documents(change.conn)
    return report.noted(next(each for each in listed if each.key == key), day=context.as_of)


def _is_it(known: Document, dated: date | None, issuer: str | None) -> bool:
    """Whether a known paper of the same number may be the one: no date or issuer says otherwise."""
    same_day = dated is None or known.dated is None or known.dated == dated
    same_issuer = issuer is None or known.issuer is None or tokens(known.issuer) == tokens(issuer)
    return same_day and same_issuer


def _folded(*words: str | None) -> str:
    return " ".join(tokens(" ".join(filter(None, words))))


def file_changed(path: str, sha256: str) -> bool:
    """Whether the file at a path is another than the one that was read; one that is gone is not."""
    try:
        return hashed_file(Path(path))["sha256"] != sha256
    except DataError:
        return False


def draft_document(change: Writing, draft: "Draft") -> Document:
    """The document that a draft was read from, noted or completed with what the paper says.

    A paper that bears no number is known by the name of its file until one is given.
    """
    said = draft.body["document"]
    kept: dict[str, Value] = {
        "kind": said["kind"],
        "dated": said["date"],
        "issuer": said["issuer"],
        "about": said["about"],
        "path": draft.path,
        "sha256": draft.sha256,
        "recipients": "\n".join(said["recipients"]) or None,
    }
    named = said["number"] or draft.name
    key = draft.document_key
    if key is None:
        alike = bodies.numbered(change.conn, named)
        known = [each for each in alike if _is_it(each, draft.dated, said["issuer"])]
        if said["number"] is None:
            known = [each for each in known if each.path == draft.path]
            named = named if not alike else "/".join(Path(draft.path).parts[-2:])
        if len(known) > 1:
            raise DataError(
                say("several papers bear the number {number}", number=named),
                hint=say("say which with --date DATE; nothing was written"),
            )
        key = known[0].key if known else None
    if key is None:
        folded = _folded(named, said["about"])
        key = change.insert("document", {"number": named, "folded": folded, **kept})
    else:
        _complete(change, key, kept, said["number"])
    if draft.document_key is None:
        change.correct("draft", draft.key, {"document_id": key})
    return next(each for each in queries_bodies.documents(change.conn) if each.key == key)


def _complete(change: Writing, key: int, said: Mapping[str, Value], number: str | None) -> None:
    """Fill in what was not known of a document; what is known of it stays."""
    document = next(each for each in queries_bodies.documents(change.conn) if each.key == key)
    known = {
        "kind": document.kind,
        "dated": document.dated,
        "issuer": document.issuer,
        "about": document.about,
        "path": document.path,
        "recipients": document.recipients or None,
    }
    new = {name: said[name] for name, value in known.items() if value is None and said[name]}
    if "path" in new:
        new["sha256"] = said["sha256"]
    if number is not None and number != document.number:
        new |= {"number": number, "folded": _folded(number, document.about)}
    if new:
        change.correct("document", key, new)


def cite(change: Writing, document: Document) -> str:
    """The words by which a record cites a document and no other."""
    alike = bodies.numbered(change.conn, document.number)
    if len(alike) < 2 or document.dated is None:
        return document.number
    return f"{document.number}, {document.dated.isoformat()}"
