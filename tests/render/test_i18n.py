import gettext
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


def test_every_sentence_of_the_catalogue_is_found_as_the_library_finds_it() -> None:
    file = Path(i18n.LOCALE_FOLDER) / "vi" / "LC_MESSAGES" / "ntmtrack.mo"
    with file.open("rb") as opened:
        known = gettext.GNUTranslations(opened)
    # The library keeps what it read under this name alone; a sentence that counts is a pair.
    sentences = known._catalog  # type: ignore[attr-defined]
    assert "nplurals=1;" in known.gettext("")
    ours = i18n.Catalogue(file.read_bytes())
    assert len(sentences) > 3000
    for text, said in sentences.items():
        if isinstance(text, tuple):
            assert {ours.ngettext(text[0], "?", count) for count in (0, 1, 2, 5)} == {said}
        assert ours.gettext(text[0] if isinstance(text, tuple) else text) == said


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_catalogue_of_either_byte_order_is_read(other_folder: Path, order: str) -> None:
    _compile(other_folder, {"met": "đạt", "row\0rows": "dòng"}, order)
    said = i18n.translator("vi")
    assert said.gettext("met") == "đạt"
    assert said.ngettext("row", "rows", 2) == "dòng"
    for missing in ("", "me", "mets", "zz", "\udc80", "row\0rows"):
        assert said.gettext(missing) == (missing or said.gettext(""))
    assert said.ngettext("a row", "rows of it", 1) == "a row"
    assert said.ngettext("a row", "rows of it", 0) == "rows of it"


@pytest.fixture
def other_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(i18n, "LOCALE_FOLDER", str(tmp_path))
    i18n.translator.cache_clear()
    yield tmp_path
    i18n.translator.cache_clear()


def _compile(folder: Path, sentences: dict[str, str], order: str = "<") -> None:
    """Write a catalogue as msgfmt would."""
    entries = {"": "Content-Type: text/plain; charset=UTF-8\n", **sentences}
    pairs = sorted((key.encode(), words.encode()) for key, words in entries.items())
    count = len(pairs)
    start = 28 + 16 * count
    tables: list[bytes] = []
    body = b""
    for side in (0, 1):
        for pair in pairs:
            tables.append(struct.pack(f"{order}II", len(pair[side]), start + len(body)))
            body += pair[side] + b"\0"
    head = struct.pack(f"{order}7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    target = folder / "vi" / "LC_MESSAGES"
    target.mkdir(parents=True)
    (target / "ntmtrack.mo").write_bytes(head + b"".join(tables) + body)
