"""The words around the list in a message: plain text files that an office may change.

A file begins with a line `Subject: …` and an empty line; the rest is the body. Places are written
`$name`; `$list` stands alone on its line, exactly once, where the list goes.
"""

import re
import string
from collections.abc import Mapping, Sequence
from pathlib import Path

from ntmtrack.domain.text import clean
from ntmtrack.errors import DataError, reason_of
from ntmtrack.message import Message, say
from ntmtrack.record import Record

KINDS = ("overdue", "due", "review", "summary", "escalation", "heartbeat")
"""What messages are sent about; a template's file is called `overdue.vi.txt`."""

SUBJECT_PLACES = ("office", "count", "tasks", "day", "period")
"""The sending office, how many there are ("12"), the same with their noun ("12 tasks"), the day
the list is of, and the days it is about ("from … to …")."""

BODY_PLACES = (*SUBJECT_PLACES, "receiver", "list", "signature")
"""Beside those of the subject: who is written to, the list, and the office's signature."""

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "mail"

_MARK = "Subject:"
_SUBJECT_LENGTH = 200
_LIST = re.compile(r"[ \t]*\$(?:list|\{list\})[ \t]*")
_GAP = re.compile(r"\n(?:[ \t]*\n){2,}")


class Template(Record):
    """A template with places that are all known; the list goes between `above` and `below`."""

    subject: str
    above: str
    below: str


class Filled(Record):
    """The words of one message."""

    subject: str
    above: str
    below: str


def load(kind: str, lang: str, folder: Path | None) -> Template:
    """The template of a kind of message; a file in the office's folder wins over the shipped one.

    Raises DataError as `read` does.
    """
    name = f"{kind}.{lang}.txt"
    if folder is not None and not folder.is_dir():
        raise DataError(
            say("there is no folder {path} with mail templates", path=str(folder)),
            hint=say("mend templates under [mail], or leave it out to use the shipped ones"),
        )
    own = None if folder is None else folder / name
    return read(own if own is not None and own.exists() else SHIPPED / name)


def read(path: Path) -> Template:
    """The template in a file.

    Raises DataError if it cannot be read or is not one; that names the file and the line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else say("it is not UTF-8 text")
        raise DataError(
            say("the mail template {file} cannot be read: {reason}", file=str(path), reason=reason),
            hint=say("save it as plain UTF-8 text, or take it away to use the shipped one"),
        ) from error
    return parse(text, name=str(path))


def parse(text: str, *, name: str) -> Template:
    """The template in a text; `name` is what errors call it.

    Raises DataError for a missing subject, for a place that is unknown or badly written, and
    unless `$list` stands alone on one line.
    """
    subject, *body = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not subject.startswith(_MARK) or not subject.removeprefix(_MARK).strip():
        raise _fault(name, 1, say("it must begin with `Subject:` and the subject"))
    if body and body[0].strip():
        raise _fault(name, 2, say("an empty line must follow the subject"))
    _check(subject, name, 1, SUBJECT_PLACES)
    for number, line in enumerate(body, 2):
        _check(line, name, number, BODY_PLACES)
    at = _list_line(body, name)
    return Template(
        subject.removeprefix(_MARK).strip(), "\n".join(body[:at]), "\n".join(body[at + 1 :])
    )


def fill(template: Template, places: Mapping[str, str]) -> Filled:
    """The words with their places filled; `places` holds all of BODY_PLACES but `list`.

    The subject comes out as one line of at most 200 characters, the body with no more than one
    empty line in a row. What stands in a place is never read as a place itself.
    """
    subject, above, below = (string.Template(text).substitute(places) for text in template)
    return Filled(_shortened(clean(subject)), _without_gaps(above), _without_gaps(below))


def _check(line: str, name: str, number: int, known: tuple[str, ...]) -> None:
    for found in string.Template.pattern.finditer(line):
        place = found["named"] or found["braced"]
        if found["escaped"] is None and place not in known:
            written = line[found.start() :].split()[0] if place is None else f"${place}"
            raise _fault(
                name,
                number,
                say("{place} is not a place known here", place=written),
                hint=say(
                    "known here: {places}; for a dollar sign write $$",
                    places=tuple(f"${each}" for each in known),
                ),
            )


def _list_line(body: Sequence[str], name: str) -> int:
    """The line that the list takes."""
    lines = [
        place
        for place, line in enumerate(body)
        for found in string.Template.pattern.finditer(line)
        if "list" in (found["named"], found["braced"])
    ]
    shared = [place for place in lines if not _LIST.fullmatch(body[place])]
    if len(lines) == 1 and not shared:
        return lines[0]
    at = [*shared, *lines[1:], len(body) - 1][0]
    raise _fault(name, at + 2, say("$list must stand alone on its line, once in the file"))


def _fault(name: str, line: int, what: Message, *, hint: Message | None = None) -> DataError:
    return DataError(
        say("the mail template {file}, line {line}: {what}", file=name, line=line, what=what),
        hint=hint or say("mend the file, or take it away to use the shipped one"),
    )


def _shortened(subject: str) -> str:
    if len(subject) <= _SUBJECT_LENGTH:
        return subject
    kept = subject[:_SUBJECT_LENGTH].rpartition(" ")[0] or subject[: _SUBJECT_LENGTH - 1]
    return kept.rstrip(" ,;:") + "…"


def _without_gaps(text: str) -> str:
    return _GAP.sub("\n\n", text).strip()
