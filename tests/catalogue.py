"""The Vietnamese catalogue, made again from the source: `python -m tests.catalogue`.

Every sentence marked with `say`, `say_n` or `N_` is extracted, with those of Typer's own that our
help shows. What is already translated is kept, what is new comes in empty, what is gone goes; then
the catalogue is compiled. Empty entries are listed, and the exit code is 1: translate them in the
.po file and run the command again.
"""

import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "ntmtrack"
PO = SOURCE / "locale" / "vi" / "LC_MESSAGES" / "ntmtrack.po"
MO = PO.with_suffix(".mo")

KEYWORDS = {"say": None, "say_n": (1, 2), "N_": None}

TYPER = (
    "Arguments",
    "Commands",
    "Missing command.",
    "Options",
    "default: {default}",
    "env var: {var}",
    "required",
)
"""What Typer 0.28 hands to `gettext.gettext` and plain help, or an error of ours, shows."""

_HEADERS = [
    ("Project-Id-Version", "ntmtrack"),
    ("Language", "vi"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
    ("Plural-Forms", "nplurals=1; plural=0;"),
]


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence of the source: its id, its English plural if it counts, and where it stands."""

    id: str
    many: str | None
    files: tuple[str, ...]


class _Steady(Catalog):
    """A catalogue whose header says nothing of days, tools and persons."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return _HEADERS

    @mime_headers.setter
    def mime_headers(self, headers: object) -> None:
        """What a file says of itself is not taken over."""


def entries() -> list[Entry]:
    """Every sentence of the source, by file and then by id."""
    found: dict[str, tuple[str | None, set[str]]] = {id: (None, {"typer"}) for id in TYPER}
    for file, _, texts, _, _ in extract_from_dir(
        SOURCE, [("**.py", "python")], {}, keywords=KEYWORDS
    ):
        id, many = (texts, None) if isinstance(texts, str) else texts
        known, files = found.setdefault(id, (many, set()))
        found[id] = (known or many, files | {f"{SOURCE.name}/{Path(file).as_posix()}"})
    listed = [Entry(id, many, tuple(sorted(files))) for id, (many, files) in found.items()]
    return sorted(listed, key=lambda entry: (entry.files[0], entry.id))


def read() -> Catalog:
    """The catalogue as it stands in the .po file; empty if there is none."""
    if not PO.exists():
        return _new()
    with PO.open("rb") as file:
        return read_po(file, locale="vi", abort_invalid=True)


def merged(old: Catalog, wanted: Iterable[Entry]) -> Catalog:
    """A catalogue of just these entries, with what `old` has for them."""
    made = _new()
    for entry in wanted:
        known = old.get(entry.id)
        text = "" if known is None or known.fuzzy else _only(known.string)
        comments = () if known is None else known.user_comments
        id = entry.id if entry.many is None else (entry.id, entry.many)
        message = made.add(
            id,
            text if entry.many is None else (text,),
            [(file, None) for file in entry.files if file != "typer"],
            user_comments=comments,
        )
        # Babel takes a percentage for a place to be filled.
        assert message is not None
        message.flags -= {"python-format", "python-brace-format"}
    return made


def po_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file: no line of it is folded, no place has a line number."""
    head = b'msgid ""\nmsgstr ""\n' + b"".join(
        f'"{name}: {value}\\n"\n'.encode() for name, value in _HEADERS
    )
    body = io.BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, include_lineno=False)
    return head + b"\n" + body.getvalue().strip(b"\n") + b"\n"


def mo_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as a .mo file; what is not translated stays English."""
    translated, made = _new(), io.BytesIO()
    for message in catalogue:
        if message.id and _only(message.string):
            translated[message.id] = message
    write_mo(made, translated)
    return made.getvalue()


def empty(catalogue: Catalog) -> Iterator[str]:
    """The ids that have no translation yet."""
    return (_id(message.id) for message in catalogue if message.id and not _only(message.string))


def main() -> int:
    """Bring the .po and .mo files up to date; 1 if a translation is missing."""
    old = read()
    made = merged(old, entries())
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(made))
    MO.write_bytes(mo_bytes(made))
    for message in old:
        if message.id and made.get(_id(message.id)) is None:
            print(f"gone: {_id(message.id)!r} (was {_only(message.string)!r})")
    missing = list(empty(made))
    for id in missing:
        print(f"empty: {id!r}")
    print(f"{len(made)} sentences, {len(missing)} without translation: {PO}")
    return 1 if missing else 0


def _new() -> Catalog:
    return _Steady(locale="vi", charset="utf-8", fuzzy=False)


def _id(id: str | tuple[str, ...]) -> str:
    return id if isinstance(id, str) else id[0]


def _only(text: str | tuple[str, ...]) -> str:
    """A translation; Vietnamese has one plural form."""
    return text if isinstance(text, str) else text[0]


if __name__ == "__main__":
    sys.exit(main())
