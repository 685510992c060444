import gettext
import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from ntmtrack import i18n


@pytest.mark.parametrize(
    ("argv", "environ", "configured", "language"),
    [
        ([], {}, None, "vi"),
        (["--lang", "en", "unmet"], {"NTMTRACK_LANG": "vi"}, "vi", "en"),
        (["unmet", "--lang=vi"], {"NTMTRACK_LANG": "en"}, "en", "vi"),
        (["--lang", "en", "--lang", "vi"], {}, None, "vi"),
        (["--", "--lang", "en"], {}, None, "vi"),
        (["--lang"], {}, "en", "en"),
        (["--lang", "fr"], {}, None, "vi"),
        ([], {"NTMTRACK_LANG": "EN"}, "vi", "en"),
        ([], {"NTMTRACK_LANG": "xx"}, "en", "en"),
        ([], {"LANG": "vi_VN.UTF-8"}, "en", "en"),
        ([], {"LANG": "en_US.UTF-8"}, None, "en"),
        ([], {"LANGUAGE": "fr:en", "LANG": "vi_VN"}, None, "en"),
        ([], {"LC_ALL": "C", "LANG": "en-GB"}, None, "en"),
        ([], {"LC_ALL": "POSIX", "LC_MESSAGES": "vi_VN", "LANG": "en_US"}, None, "vi"),
        ([], {"LANG": "C.UTF-8"}, None, "vi"),
        ([], {"LANG": "enm_GB"}, None, "vi"),
    ],
)
def test_the_language_is_chosen_by_rank(
    argv: list[str], environ: dict[str, str], configured: str | None, language: str
) -> None:
    assert i18n.choose_language(argv, environ, configured) == language


def test_english_needs_no_catalogue() -> None:
    assert i18n.translator("en").gettext("met") == "met"
    assert i18n.translator("en").ngettext("one", "many", 2) == "many"


def test_a_missing_catalogue_speaks_the_ids(other_folder: Path) -> None:
    assert i18n.translator("vi").gettext("met") == "met"


def test_a_catalogue_is_read_from_the_locale_folder(other_folder: Path) -> None:
    _compile(other_folder, {"met": "đạt"})
    assert i18n.translator("vi").gettext("met") == "đạt"
    assert i18n.translator("vi") is i18n.translator("vi")


def test_the_plain_gettext_of_libraries_speaks_the_language(
    other_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _compile(other_folder, {"Missing argument": "Thiếu tham số"})
    monkeypatch.setenv("LANGUAGE", "")
    before = gettext.textdomain()
    try:
        i18n.bind_library_texts("vi")
        assert os.environ["LANGUAGE"] == "vi"
        assert gettext.gettext("Missing argument") == "Thiếu tham số"
        i18n.bind_library_texts("en")
        assert gettext.gettext("Missing argument") == "Missing argument"
    finally:
        gettext.textdomain(before)


@pytest.fixture
def other_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(i18n, "LOCALE_FOLDER", str(tmp_path))
    i18n.translator.cache_clear()
    yield tmp_path
    i18n.translator.cache_clear()


def _compile(folder: Path, sentences: dict[str, str]) -> None:
    """Write a catalogue as msgfmt would."""
    entries = {"": "Content-Type: text/plain; charset=UTF-8\n", **sentences}
    pairs = sorted((key.encode(), words.encode()) for key, words in entries.items())
    count = len(pairs)
    start = 28 + 16 * count
    tables: list[bytes] = []
    body = b""
    for side in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[side]), start + len(body)))
            body += pair[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    target = folder / "vi" / "LC_MESSAGES"
    target.mkdir(parents=True)
    (target / "ntmtrack.mo").write_bytes(head + b"".join(tables) + body)
