"""The reader's language: which one it is, and the catalogue that goes with it.

Message ids are English sentences, so English needs no catalogue; Vietnamese is read from
`locale/vi/LC_MESSAGES/ntmtrack.mo` beside this file.
"""

import gettext
import os
import struct
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

DOMAIN = "ntmtrack"
LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"
LOCALE_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "locale")

_LOCALE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


class Catalogue(gettext.NullTranslations):
    """A compiled catalogue (.mo) in which each sentence is sought when it is said.

    The library's reader makes all its thousands of sentences before the first is said, a tenth
    of a run. The entries are sorted by their English text, so halving finds one. The format is
    that of the GNU gettext manual, "The Format of GNU MO Files". Of a sentence that counts there
    is one Vietnamese form, whatever the number.
    """

    def __init__(self, content: bytes) -> None:
        """`content` is that of the file."""
        super().__init__()
        self._content = content
        order = "<" if content[:1] == b"\xde" else ">"
        self._span = struct.Struct(f"{order}2I").unpack_from
        self._count, self._ids, self._said = struct.unpack_from(f"{order}3I", content, 8)

    def gettext(self, message: str) -> str:
        """The sentence in the catalogue's language; as it is where it is not there."""
        return self._sought(message) or message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The sentence that counts `n`; in English where it is not there."""
        return self._sought(msgid1) or (msgid1 if n == 1 else msgid2)

    def _sought(self, message: str) -> str:
        wanted = message.encode("utf-8", "surrogatepass")
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            here = self._text(self._ids, middle)
            if here == wanted:
                return self._text(self._said, middle).decode()
            if here < wanted:
                low = middle + 1
            else:
                high = middle
        return ""

    def _text(self, table: int, place: int) -> bytes:
        length, start = self._span(self._content, table + 8 * place)
        # One that counts has its plural behind a zero byte.
        return self._content[start : start + length].partition(b"\0")[0]


@cache
def translator(lang: str) -> gettext.NullTranslations:
    """The catalogue of a language; one that is missing speaks the English ids."""
    if lang == "en":
        return gettext.NullTranslations()
    try:
        with open(os.path.join(LOCALE_FOLDER, lang, "LC_MESSAGES", f"{DOMAIN}.mo"), "rb") as file:
            return Catalogue(file.read())
    except FileNotFoundError:
        return gettext.NullTranslations()


def choose_language(argv: Sequence[str], environ: Mapping[str, str], configured: str | None) -> str:
    """The language of this run, "vi" or "en".

    `--lang` among the arguments wins over NTMTRACK_LANG, that over the configured value, that
    over the locale variables; a value that names neither language is passed over.
    """
    for wish in _wishes(argv, environ, configured):
        known = _known(wish)
        if known is not None:
            return known
    return DEFAULT_LANGUAGE


def _wishes(
    argv: Sequence[str], environ: Mapping[str, str], configured: str | None
) -> Iterator[str]:
    yield _option(argv)
    yield environ.get("NTMTRACK_LANG", "")
    yield configured or ""
    for variable in _LOCALE_VARIABLES:
        yield from environ.get(variable, "").split(":")


def _option(argv: Sequence[str]) -> str:
    wish = ""
    for place, argument in enumerate(argv):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            wish = argument.removeprefix("--lang=")
        elif argument == "--lang" and place + 1 < len(argv):
            wish = argv[place + 1]
    return wish


def _known(wish: str) -> str | None:
    known = wish.strip().casefold()
    for mark in "_.@-":
        known = known.partition(mark)[0]
    return known if known in LANGUAGES else None
