import importlib
import pkgutil
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from gettext import NullTranslations

import pytest

import ntmtrack.domain
from ntmtrack.domain.assessment import Stage, Verdict
from ntmtrack.message import Message, say, say_n
from ntmtrack.render.localise import Localiser, flat, harmless
from ntmtrack.render.words import WORDS, word
from ntmtrack.reports.report import Cell, Measure

ENGLISH = Localiser("en")


class Shape(StrEnum):
    ROUND = "round"


class Spoiled(NullTranslations):
    """A catalogue by someone who mistyped the places."""

    def gettext(self, message: str) -> str:
        return {"To {unit}": "Gửi {don_vi}", "At {unit}": "Tại {unit"}.get(message, message)


@pytest.fixture
def vietnamese(catalogue: NullTranslations) -> Localiser:
    return Localiser("vi", catalogue=catalogue)


@pytest.mark.parametrize(
    ("cell", "english", "vietnamese_words"),
    [
        (None, "", ""),
        ("Xã Bản Bo", "Xã Bản Bo", "Xã Bản Bo"),
        ("", "", ""),
        (True, "yes", "có"),
        (False, "no", "không"),
        (1200, "1200", "1200"),
        (Decimal("82.50"), "82.5", "82,5"),
        (Decimal("1E+3"), "1000", "1000"),
        (Decimal("-0.00"), "0", "0"),
        (Decimal("100"), "100", "100"),
        (Decimal("999999.5"), "999999.5", "999999,5"),
        (Decimal("1000000"), "1,000,000", "1.000.000"),
        (Decimal("-3500000000.50"), "-3,500,000,000.5", "-3.500.000.000,5"),
        (Measure(Decimal("3500000"), "đồng"), "3,500,000 đồng", "3.500.000 đồng"),
        (3500000, "3500000", "3500000"),
        (Decimal("Infinity"), "Infinity", "Infinity"),
        (Decimal("0." + "1" * 40), "0." + "1" * 40, "0," + "1" * 40),
        (date(2023, 5, 1), "01/05/2023", "01/05/2023"),
        (date(987, 5, 1), "01/05/0987", "01/05/0987"),
        (datetime(2023, 5, 31, 20, 5, tzinfo=UTC), "01/06/2023 03:05", "01/06/2023 03:05"),
        (datetime(2023, 5, 31, 20, 5), "01/06/2023 03:05", "01/06/2023 03:05"),
        (("a", "b, c"), "a; b, c", "a; b, c"),
        ((), "", ""),
        (Verdict.UNMET, "unmet", "chưa đạt"),
        (Stage.SELF, "self-assessment", "self-assessment"),
        (Shape.ROUND, "round", "round"),
        (say("{n} of {m}", n=1, m=Decimal("2.5")), "1 of 2.5", "1 of 2,5"),
        (Measure(Decimal("82.5"), "%", "≥"), "≥ 82.5 %", "≥ 82,5 %"),
        (Measure(Decimal("3"), say("km")), "3 km", "3 km"),
        ((Measure(Decimal("1.5"), label="7.1"),), "7.1: 1.5", "7.1: 1,5"),
    ],
)
def test_cells_are_written_for_people(
    cell: Cell, english: str, vietnamese_words: str, vietnamese: Localiser
) -> None:
    assert ENGLISH.cell(cell) == english
    assert vietnamese.cell(cell) == vietnamese_words


def test_a_moment_of_another_zone_is_told_in_vietnam() -> None:
    moment = datetime(2023, 5, 31, 12, 0, tzinfo=timezone(timedelta(hours=-5)))
    assert ENGLISH.cell(moment) == "01/06/2023 00:00"


def test_a_sentence_counts_and_fills_its_places(vietnamese: Localiser) -> None:
    one, many = "{count} criterion is not met on {day}.", "{count} criteria are not met on {day}."
    day = date(2023, 6, 1)
    assert ENGLISH.say(say_n(one, many, 1, day=day)) == "1 criterion is not met on 01/06/2023."
    assert ENGLISH.say(say_n(one, many, 2, day=day)) == "2 criteria are not met on 01/06/2023."
    assert vietnamese.say(say_n(one, many, 2, day=day)) == "Ngày 01/06/2023: 2 tiêu chí chưa đạt."


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (say("set {name}", name=Verdict.MET), "set met"),
        (("1", "2"), "1, 2"),
        (("Bình An, Lâm Bình", "2"), "Bình An, Lâm Bình; 2"),
        ((say("a {x}", x=1), Decimal("1.0")), "a 1, 1"),
        (["1", 2], "1, 2"),
        (None, ""),
        (True, "yes"),
        (2.5, "2.5"),
    ],
)
def test_a_place_takes_any_value(value: object, words: str) -> None:
    assert ENGLISH.say(say("<{value}>", value=value)) == f"<{words}>"


@pytest.mark.parametrize("hostile", ["{0}", "{value}", "{value.__class__}", "{", "}", "{{}}", "%s"])
def test_a_value_is_never_taken_for_a_template(hostile: str) -> None:
    assert ENGLISH.say(say("<{value}>", value=hostile)) == f"<{hostile}>"
    assert ENGLISH.say(Message(hostile)) == hostile


def test_sentences_in_a_row_are_parted_once() -> None:
    sentences = (say("there is none."), say("Write another."), say("or wait."))
    told = Localiser("en").say(say("{all}", all=sentences))
    assert told == "there is none, Write another, or wait."
    assert Localiser("en").say(say("{all}", all=("Ltd.", "Co."))) == "Ltd., Co."


def test_a_spoiled_translation_gives_way_to_english() -> None:
    localiser = Localiser("vi", catalogue=Spoiled())
    assert localiser.say(say("To {unit}", unit="x")) == "To x"
    assert localiser.say(say("At {unit}", unit="x")) == "At x"


def test_a_spoiled_sentence_is_shown_as_it_is() -> None:
    assert ENGLISH.say(say("{unit!z} {there", unit="x")) == "{unit!z} {there"


def test_the_empty_text_is_not_the_catalogue_header(vietnamese: Localiser) -> None:
    assert vietnamese.word("") == ""
    assert vietnamese.say(say("")) == ""


@pytest.mark.parametrize(
    "bad", ["\x00", "\x1b", "\x07", "\x7f", "\x9b", "\u202e", "\u2066", "\u200f"]
)
def test_what_steers_a_terminal_is_replaced(bad: str) -> None:
    assert harmless(f"a{bad}b") == "a\ufffdb"
    assert ENGLISH.cell(f"a{bad}b") == ENGLISH.cell((f"a{bad}b",)) == "a\ufffdb"
    assert ENGLISH.say(say("{x}", x=f"a{bad}b")) == "a\ufffdb"


def test_line_breaks_and_tabs_become_one_space_each() -> None:
    assert flat("a\r\nb\nc\td\u2028e\x85f") == "a b c d e f"
    assert flat("một\u00a0hai") == "một\u00a0hai"


def test_every_word_belongs_to_a_value_of_the_domain() -> None:
    enums = _enumerations()
    for name, words in WORDS.items():
        if name in enums:
            assert set(words) <= {str(member.value) for member in enums[name]}, name


def test_every_value_of_a_registered_enumeration_has_a_word() -> None:
    symbols = {"Operator"}
    for name, members in _enumerations().items():
        if name in WORDS and name not in symbols:
            assert [member for member in members if word(member) not in WORDS[name].values()] == []


def _enumerations() -> dict[str, type[StrEnum]]:
    found: dict[str, type[StrEnum]] = {}
    for module in pkgutil.iter_modules(ntmtrack.domain.__path__):
        content = vars(importlib.import_module(f"ntmtrack.domain.{module.name}"))
        for name, thing in content.items():
            if isinstance(thing, type) and issubclass(thing, Enum) and issubclass(thing, StrEnum):
                found[name] = thing
    return found
