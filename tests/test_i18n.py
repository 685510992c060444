"""The Vietnamese catalogue against the source it comes from, and what people read in the end."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from babel.messages.catalog import Catalog, Message

from tests import catalogue
from tests.run import run

AGAIN = "run `python -m tests.catalogue` and translate what it lists"


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return catalogue.read()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    assert run("demo", db=path, lang="vi").code == 0
    return path


def test_every_sentence_of_the_source_is_translated(shipped: Catalog) -> None:
    asked = {entry.id: entry.many for entry in catalogue.entries()}
    there = {id: many for id, many, _ in _told(shipped)}
    assert {id for id in asked if id not in there} == set(), AGAIN
    assert {id for id in there if id not in asked} == set(), AGAIN
    assert there == asked, AGAIN
    assert [id for id, _, translation in _told(shipped) if not translation.strip()] == [], AGAIN


def test_no_translation_is_doubtful_or_stale(shipped: Catalog) -> None:
    assert [message.id for message in shipped if message.id and message.fuzzy] == []
    assert list(shipped.obsolete) == []


def test_the_catalogue_is_written_as_the_command_writes_it(shipped: Catalog) -> None:
    made = catalogue.merged(shipped, catalogue.entries())
    assert catalogue.PO.read_bytes() == catalogue.po_bytes(made), AGAIN
    assert catalogue.po_bytes(made) == catalogue.po_bytes(catalogue.merged(made, _shuffled()))


def test_the_compiled_catalogue_is_that_of_the_text(shipped: Catalog) -> None:
    made = catalogue.merged(shipped, catalogue.entries())
    assert catalogue.MO.read_bytes() == catalogue.mo_bytes(made), AGAIN


def test_the_catalogue_tells_nothing_of_who_made_it_when_and_where() -> None:
    head, _, body = catalogue.PO.read_text("utf-8").partition("\n\n")
    assert [line.split(":")[0].strip('"') for line in head.splitlines()[2:]] == [
        "Project-Id-Version",
        "Language",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Plural-Forms",
    ]
    places = re.findall("^#: (.*)$", body, re.MULTILINE)
    assert places
    assert all(part.startswith("ntmtrack/") for place in places for part in place.split())
    assert "\n#, " not in body
    assert "\n#~ " not in body


def test_a_translation_has_the_places_of_its_sentence(shipped: Catalog) -> None:
    for id, many, translation in _translated(shipped):
        assert _places(translation) == _places(id if many is None else many), id


def test_a_translation_names_the_same_options_and_commands(shipped: Catalog) -> None:
    known = re.compile(r"(?<![\w-])--?[a-z][a-z-]*|`ntmtrack(?: [a-z]+)*|NTMTRACK_[A-Z]+")
    for id, _, translation in _translated(shipped):
        # A page of the manual goes by its name in the reader's language.
        told, meant = (
            re.sub(r"(`ntmtrack manual) [a-z-]+", r"\1", each) for each in (translation, id)
        )
        assert sorted(known.findall(told)) == sorted(known.findall(meant)), id


def test_the_pages_that_a_translation_names_are_there(shipped: Catalog) -> None:
    named = {
        name
        for _, _, translation in _translated(shipped)
        for name in re.findall(r"`ntmtrack manual ([a-z][a-z-]+)", translation)
    }
    assert len(named) > 3
    assert {name for name in named if run("--lang", "vi", "manual", name).code != 0} == set()


def test_a_translation_is_clean_text(shipped: Catalog) -> None:
    for id, _, translation in _translated(shipped):
        assert translation == unicodedata.normalize("NFC", translation).strip(), id
        assert "  " not in translation, id
        if id.endswith(".") and " " in id and id not in catalogue.TYPER:
            assert translation.endswith("."), id
        assert translation.count("`") == id.count("`"), id


def test_no_sentence_is_put_together_from_pieces() -> None:
    """An id that is computed is in no catalogue; a variable holds one that `N_` has marked."""
    marked = (ast.Name, ast.Attribute, ast.Subscript)
    for place, call, name in _calls({"say", "say_n", "N_"}):
        for text in call.args[: 2 if name == "say_n" else 1]:
            plain = isinstance(text, ast.Constant) and isinstance(text.value, str)
            assert plain or (name != "N_" and isinstance(text, marked)), place


def test_extraction_sees_every_sentence() -> None:
    seen = {entry.id for entry in catalogue.entries()}
    for place, call, _ in _calls({"say", "say_n", "N_"}):
        text = call.args[0]
        if isinstance(text, ast.Constant):
            assert text.value in seen, place


def test_headings_and_helps_are_marked() -> None:
    for place, call, _ in _calls({"Column"}):
        assert not isinstance(call.args[1], ast.Constant), place
    for place, call, _ in _calls({"Option", "Argument", "command"}):
        helps = [keyword.value for keyword in call.keywords if keyword.arg == "help"]
        assert not any(isinstance(each, ast.Constant) for each in helps), place


def test_what_typer_says_itself_is_still_what_it_says() -> None:
    source = Path(typer.__file__).with_name("core.py").read_text("utf-8")
    assert [text for text in catalogue.TYPER if f'_("{text}")' not in source] == []


LOOKED_AT = [
    (),
    ("unmet",),
    ("unmet", "Bản Bo"),
    ("unmet", "--by-criterion"),
    ("status",),
    ("status", "--bands"),
    ("overdue",),
    ("due",),
    ("due", "--within", "30d", "--as-of", "15/5/2023"),
    ("task", "list"),
    ("task", "show", "NV2023-005"),
    ("history", "Bản Bo"),
    ("unit", "list"),
    ("unit", "show", "Bản Bo"),
    ("agency", "list"),
    ("notice", "list"),
    ("notice", "show", "Bằng Cốc"),
    ("criteria", "show", "xa-ntm-2026-2030"),
    ("criteria", "check", "xa-ntm-2021-2025"),
]
"""Commands whose answer is words and names alone, with nothing technical in it."""


@pytest.mark.parametrize("argv", LOOKED_AT, ids=" ".join)
def test_an_answer_in_vietnamese_has_no_english_left(
    argv: tuple[str, ...], demo: Path, shipped: Catalog
) -> None:
    vietnamese, english = (run(*argv, db=demo, today="2024-07-09", lang=x) for x in ("vi", "en"))
    assert vietnamese.code == english.code == 0
    assert _english_left(vietnamese.out, shipped) == set() != _english_left(english.out, shipped)


REFUSED = [
    ("unmet", "Xyz"),
    ("unmet", "Đông"),
    ("unmet", "--as-of", "32/1/2024"),
    ("unmet", "--as-of", "hằng tuần"),
    ("unmet", "--columns", "x"),
    ("assess", "Bản Bo", "17.8", "82,5 %"),
    ("assess", "Bản Bo", "--met", "1,99"),
    ("assess", "Bản Bo", "--met", "1", "--unmet", "1"),
    ("assess", "Bản Bo", "--met", "1", "--on", "1/1/2030"),
    ("task", "done", "1"),
    ("task", "show", "NV1999-001"),
    ("unit", "import"),
    ("criteria", "load", "x"),
    ("init",),
    ("ummet",),
    ("unit",),
    ("--nothing",),
]


@pytest.mark.parametrize("argv", REFUSED, ids=" ".join)
def test_a_fault_is_told_in_vietnamese(argv: tuple[str, ...], demo: Path, shipped: Catalog) -> None:
    vietnamese, english = (run(*argv, db=demo, today="2024-07-09", lang=x) for x in ("vi", "en"))
    assert vietnamese.code == english.code != 0
    assert vietnamese.complaint.startswith("ntmtrack: lỗi: ")
    assert english.complaint.startswith("ntmtrack: error: ")
    assert _english_left(vietnamese.err, shipped) == set() != _english_left(english.err, shipped)


def test_a_ledger_that_is_not_there_is_told_in_vietnamese(tmp_path: Path) -> None:
    answer = run("status", db=tmp_path / "nope.db", lang="vi")
    assert answer.code == 4
    assert answer.complaint == f"ntmtrack: lỗi: không có sổ theo dõi ở {tmp_path / 'nope.db'}"


def test_the_marks_of_the_matrix_are_vietnamese(demo: Path) -> None:
    answer = run("status", "Bản Bo", db=demo, today="2024-07-09", lang="vi")
    assert "1: C · 2: C · 3: Đ" in answer.out
    assert "Đ đạt · CB cơ bản đạt · C chưa đạt · – không áp dụng" in answer.out


def _told(of: Catalog) -> Iterator[tuple[str, str | None, str]]:
    """Id, English plural and translation of every entry."""
    for message in of:
        if message.id:
            yield *_ids(message), _translation(message)


def _translated(of: Catalog) -> Iterator[tuple[str, str | None, str]]:
    return (entry for entry in _told(of) if entry[2])


def _ids(message: Message) -> tuple[str, str | None]:
    return (message.id, None) if isinstance(message.id, str) else tuple(message.id)


def _translation(message: Message) -> str:
    if isinstance(message.id, str):
        return message.string
    (only,) = message.string
    return only


def _shuffled() -> list[catalogue.Entry]:
    return sorted(reversed(catalogue.entries()), key=lambda entry: (entry.files[0], entry.id))


def _places(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def _calls(names: set[str]) -> Iterator[tuple[str, ast.Call, str]]:
    for path in sorted(catalogue.SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call):
                # A method that is called `say` speaks a message, it does not make one.
                method = "" if "say" in names else getattr(node.func, "attr", "")
                name = getattr(node.func, "id", method)
                if name in names:
                    yield f"{path.name}:{node.lineno}", node, name


_TECHNICAL = re.compile(
    # What is typed as it stands: commands in backticks, commands on the board, options, codes of
    # sets and keys, placeholders and paths.
    r"`[^`]*`|ntmtrack [a-z].*|(?<![\w-])--?[a-z][a-z-]*(?: [A-Z_]+)?|\b\w+(?:[-_]\w+)+\b|/\S+"
    r"|(?<=: )[a-z_]+(?:, [a-z_]+)+"
)


def _english_left(text: str, of: Catalog) -> set[str]:
    """English words of the ids that are in no translation, found in an answer."""
    english = {word for id, many, _ in _told(of) for word in _words(f"{id} {many or ''}")}
    vietnamese = {word for _, _, translation in _told(of) for word in _words(translation)}
    return _words(_TECHNICAL.sub(" ", text)) & (english - vietnamese)


def _words(text: str) -> set[str]:
    plain = re.sub(r"`[^`]*`|\|", " ", text)
    found = re.findall(r"\w+", plain.casefold())
    return {word for word in found if len(word) > 2 and word.isascii() and word.isalpha()}
