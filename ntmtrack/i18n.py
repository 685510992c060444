"""The reader's language: which one it is, and the catalogue that goes with it.

Message ids are English sentences, so English needs no catalogue; Vietnamese is read from
`locale/vi/LC_MESSAGES/ntmtrack.mo` beside this file.
"""

import gettext
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

DOMAIN = "ntmtrack"
LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"
LOCALE_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "locale")

_LOCALE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@cache
def translator(lang: str) -> gettext.NullTranslations:
    """The catalogue of a language; one that is missing speaks the English ids."""
    if lang == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE_FOLDER, [lang], fallback=True)


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


def bind_library_texts(lang: str) -> None:
    """Let libraries that call the plain `gettext.gettext` (typer does) speak `lang` too.

    It must run before typer is imported: some of its sentences are translated on import.
    """
    gettext.bindtextdomain(DOMAIN, LOCALE_FOLDER)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = lang


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
    head = re.split(r"[_.@-]", wish.strip().casefold(), maxsplit=1)[0]
    return head if head in LANGUAGES else None
