"""What a cell of a matrix or a list says of a criterion: a verdict, a figure, both or nothing.

Words are read as they are written; a mark means what it means in its own sheet, and one that may
mean two things is asked about, never guessed.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from ntmtrack.domain.assessment import Stage, Verdict
from ntmtrack.domain.numbers import parse_decimal, parse_quantity
from ntmtrack.domain.sheet_cell import Cell, Percent, as_quantity, as_text
from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record

WORDS: Mapping[str, Verdict] = {
    **dict.fromkeys(("d", "dat", "da dat", "dat chuan", "met"), Verdict.MET),
    **dict.fromkeys(("✓", "✔", "☑", "√"), Verdict.MET),
    **dict.fromkeys(("co ban", "co ban dat", "cb", "cbd", "cb dat"), Verdict.NEARLY_MET),
    **dict.fromkeys(("nearly_met", "nearly met"), Verdict.NEARLY_MET),
    **dict.fromkeys(("cd", "chua", "chua dat", "kd", "khong dat", "unmet"), Verdict.UNMET),
    **dict.fromkeys(("kad", "khong ap dung", "not_applicable"), Verdict.NOT_APPLICABLE),
    **dict.fromkeys(("–", "not applicable"), Verdict.NOT_APPLICABLE),
    **dict.fromkeys(("not_assessed", "not assessed", "chua danh gia"), Verdict.NOT_ASSESSED),
}
"""Words, folded, that mean one thing in every sheet; the dash is the one of the tool's matrix."""

_LETTERS = {"c": Verdict.UNMET, "m": Verdict.MET, "n": Verdict.NEARLY_MET, "u": Verdict.UNMET}
"""Letters of the tool's own matrix, by what they mean beside another of its marks: Đ, CB, C, –."""

_BESIDE = {
    "c": frozenset({"d", "cb", "–", "cd"}),
    "m": frozenset({"n", "u", "–"}),
    "n": frozenset({"m", "u"}),
    "u": frozenset({"m", "n", "–"}),
}
_AGAINST = {"c": frozenset({"k", "co", "khong"})}
_TICKS = frozenset({"x", "v", "+"})
"""Marks for "so it is", where nothing else in the sheet says that."""

_UNCLEAR = frozenset({"-", "k", "co", "khong", "o", "0", "1", "?", "yes", "no", "true", "false"})

_STAGES = {
    **dict.fromkeys(("self", "tu danh gia", "tu cham", "xa tu danh gia"), Stage.SELF),
    **dict.fromkeys(("verification", "tham tra"), Stage.VERIFICATION),
    **dict.fromkeys(("appraisal", "tham dinh"), Stage.APPRAISAL),
}
_BOTH = re.compile(r"(?P<word>[^\d(:]+?)\s*(?:\((?P<in>[^()]+)\)|[:;,-]\s*(?P<after>-?\d.*))")
_AGAINST_LEVEL = re.compile(r"(?P<value>-?[\d.,]+)\s*(?P<unit>%?)\s*/\s*(?P<level>[\d.,]+)\s*%?")


class Said(Record):
    """What a cell says. `level` is the threshold that stands behind the figure: "82,5/80".

    `bare` says that the figure is a number of the sheet without a sign, where 85 % may be kept
    as 0.85.
    """

    verdict: Verdict | None = None
    value: Decimal | None = None
    unit: str | None = None
    level: Decimal | None = None
    bare: bool = False


Legend = Mapping[str, Verdict]
"""What the marks and words of one sheet mean, folded."""


def legend(cells: Iterable[Cell], said: Legend) -> Legend:
    """What the marks of a sheet mean, by all that stands in it; what is said goes first.

    A tick means met unless the sheet has another word or sign for that; a letter of the tool's
    own matrix counts beside another of them. What stays unclear is not in it.
    """
    seen = {fold(cell) for cell in cells if isinstance(cell, str)}
    found = dict(WORDS)
    marks = {mark for mark in seen if mark in _TICKS}
    otherwise = any(WORDS.get(word) is Verdict.MET for word in seen)
    if len(marks) == 1 and not otherwise and not ("+" in marks and "-" in seen):
        found[marks.pop()] = Verdict.MET
    for letter, verdict in _LETTERS.items():
        if seen & _BESIDE[letter] and not seen & _AGAINST.get(letter, frozenset()):
            found[letter] = verdict
    return {**found, **said}


def read(cell: Cell, marks: Legend, *, counted: bool) -> Said | None:
    """What a cell says; None where it says nothing.

    `counted` says that the item takes a figure: elsewhere a number can only be a mark. Raises
    DataError for what cannot be told.
    """
    text = as_text(cell)
    word = fold(text)
    if not word:
        return None
    if isinstance(cell, (int, float, Percent)) and not isinstance(cell, bool):
        if counted:
            value, unit = as_quantity(cell)
            return Said(value=value, unit=unit, bare=unit is None)
        if word not in marks:
            raise _unclear(text)
    verdict = marks.get(word)
    if verdict is not None:
        return None if verdict is Verdict.NOT_ASSESSED else Said(verdict)
    if word in _UNCLEAR or word in _TICKS or word in _LETTERS:
        raise _unclear(text)
    return _of_words(text, marks)


def read_stage(cell: Cell) -> Stage:
    """The stage that a cell names; DataError for anything else."""
    found = _STAGES.get(fold(as_text(cell)))
    if found is None:
        raise DataError(
            say("{text} is no stage of assessment", text=as_text(cell)),
            hint=say("write one of {names}", names=tuple(Stage)),
        )
    return found


_MEASURES = frozenset(
    {"%", "‰", "dong", "nghin", "ngan", "trieu", "ty", "ti", "m", "km", "ha", "m2", "m3", "kg"}
)
"""Words that units begin with and that may not be taken one for the other."""


def same_measure(headed: str, expected: str, *, number: str) -> None:
    """Refuse figures under a heading that names another measure: nghìn đồng for triệu đồng.

    Only how the two begin is compared: headings say "triệu đồng/người/năm" in many ways.
    """
    one, other = (re.split(r"[\s/]", fold(words))[0] for words in (headed, expected))
    if one in _MEASURES and other in _MEASURES and one != other:
        raise DataError(
            say(
                "{number} is measured in {expected}, not in {given}",
                number=number,
                expected=expected,
                given=headed,
            ),
            hint=say("give the value in {expected}", expected=expected),
        )


def _of_words(text: str, marks: Legend) -> Said:
    level = _AGAINST_LEVEL.fullmatch(text)
    if level is not None:
        return Said(
            value=parse_decimal(level["value"]),
            unit=level["unit"] or None,
            level=parse_decimal(level["level"]),
        )
    both = _BOTH.fullmatch(text)
    verdict = None if both is None else marks.get(fold(both["word"]))
    if both is not None and verdict is not None:
        said = _of_words(both["in"] or both["after"], marks)
        return said._replace(verdict=verdict)
    try:
        value, unit = parse_quantity(text)
    except DataError as error:
        if text[:1].isdigit() or text[:2].lstrip("-")[:1].isdigit():
            raise
        raise _unclear(text) from error
    return Said(value=value, unit=unit)


def _unclear(text: str) -> DataError:
    return DataError(
        say("it is not clear what «{text}» means", text=text),
        hint=say(
            'say it in a file for --map, under [verdicts]: "{text}" = "met" (or unmet …)', text=text
        ),
    )
